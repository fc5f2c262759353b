//! What a session says to do next.

use core::mem::MaybeUninit;

use core_lib::provisioning::{Account, Endpoint, Output, Purpose};

use crate::bytes::{amtp_bytes, amtp_str};
use crate::guard::guard;
use crate::handle::{put, read, write};
use crate::operation::amtp_operation;
use crate::session::amtp_session;
use crate::sized::{by_value, put_sized};
use crate::status::{Abi, Failure, amtp_status};
use crate::uuid::amtp_uuid;

/// What to do next. The comment names the fields of `amtp_output` that count, and the functions that answer.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(i32)]
pub enum amtp_output_kind {
    /// Something that this header does not know; there is nothing to do about it.
    None = 0,
    /// Look up the device with `uuid`: `amtp_session_resolved` or `amtp_session_not_resolved`.
    Resolve = 1,
    /// Close the connection if there is one, and open that of `amtp_session_endpoint`: `amtp_session_connected` or
    /// `amtp_session_not_connected`.
    Connect = 2,
    /// Make the call `message`, `sending`: `operation` with its operands, and `account` to answer a challenge with;
    /// the first request on a connection goes out without. With `new_connection` that of `amtp_session_endpoint` is
    /// opened for it, which `amtp_session_connected` tells too, before `amtp_session_answered` or
    /// `amtp_session_failed`.
    Invoke = 3,
    /// Close the connection.
    Close = 4,
    /// Give `length` bytes of the system's generator: `amtp_session_random`.
    NeedRandom = 5,
    /// Store `secret`, which is for `purpose`, for good, since it cannot be had again, and only then call
    /// `amtp_session_stored`; or `amtp_session_not_stored`.
    Persist = 6,
    /// Create the directory account of the device named `fqdn`: `amtp_session_directory_account` or
    /// `amtp_session_no_directory_account`.
    CreateDirectoryAccount = 7,
    /// Ask the certificate authority for a certificate with serverAuth for `fqdn` and `public_key`; no answer.
    RequestDeviceCertificate = 8,
    /// Is the certificate issued? It is look number `look`, from 1: `amtp_session_device_certificate`.
    LookForDeviceCertificate = 9,
    /// Nothing but a report: `amtp_session_event`.
    Event = 10,
    /// Give the next input, or call `amtp_session_tick` when the monotonic clock says `until`.
    WaitUntil = 11,
    /// The session is over, and says so for ever: `amtp_session_result`.
    Finished = 12,
}

/// What a secret is for; accepted as `int32_t`.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(i32)]
pub enum amtp_purpose {
    /// There is no secret.
    None = 0,
    /// The password of the account `admin`.
    AdminPassword = 1,
    /// The password of MEBx.
    MebxPassword = 2,
}

impl From<Purpose> for amtp_purpose {
    fn from(purpose: Purpose) -> Self {
        match purpose {
            Purpose::AdminPassword => Self::AdminPassword,
            Purpose::MebxPassword => Self::MebxPassword,
        }
    }
}

/// Whose account a call is made with.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(i32)]
pub enum amtp_account {
    /// There is no account.
    None = 0,
    /// The one that the caller holds under a number: one that was given, or `admin` with the password that it was
    /// told to store.
    Stored = 1,
    /// `admin` with the password `admin`.
    Factory = 2,
    /// `admin` without a password.
    FactoryEmpty = 3,
}

impl amtp_account {
    /// With the caller's number for it.
    pub(crate) fn shown(account: Account) -> (Self, u64) {
        match account {
            Account::Stored(reference) => (Self::Stored, reference.0),
            Account::Factory => (Self::Factory, 0),
            Account::FactoryEmpty => (Self::FactoryEmpty, 0),
        }
    }
}

/// What to do next; what does not belong to its kind is 0 or empty. Views are borrowed from the session until the
/// next `amtp_session_poll`, or until it is freed. Set `struct_size` before the call.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(C)]
pub struct amtp_output {
    /// `sizeof(amtp_output)`, set by the caller.
    pub struct_size: usize,
    /// What.
    pub kind: amtp_output_kind,
    /// What the secret is for.
    pub purpose: amtp_purpose,
    /// The operation.
    pub operation: amtp_operation,
    /// Whose account to use.
    pub account: amtp_account,
    /// With `AMTP_ACCOUNT_STORED`: the caller's number for it.
    pub account_reference: u64,
    /// The number of the message: the same one has the same bytes, `MessageID` included.
    pub message: u32,
    /// The number of its sending, from 1.
    pub sending: u32,
    /// 1 if another connection is to be opened for the call.
    pub new_connection: i32,
    /// 1 if the call may be sent again when its answer was lost, by whoever carries it.
    pub repeatable: i32,
    /// How many bytes.
    pub length: usize,
    /// Which look.
    pub look: u32,
    /// A time of the monotonic clock, in milliseconds; `UINT64_MAX` if none is set.
    pub until: u64,
    /// The device.
    pub uuid: amtp_uuid,
    /// Its full name.
    pub fqdn: amtp_str,
    /// Its key: a SubjectPublicKeyInfo, or for RSA a PKCS#1 RSAPublicKey; DER.
    pub public_key: amtp_bytes,
    /// A secret, which is wiped when the next output is taken.
    pub secret: amtp_bytes,
}

by_value! { amtp_output = 136; }

impl amtp_output {
    fn new(struct_size: usize, output: &Output) -> Self {
        let mut shown = Self {
            struct_size,
            kind: amtp_output_kind::None,
            purpose: amtp_purpose::None,
            operation: amtp_operation::None,
            account: amtp_account::None,
            account_reference: 0,
            message: 0,
            sending: 0,
            new_connection: 0,
            repeatable: 0,
            length: 0,
            look: 0,
            until: 0,
            uuid: amtp_uuid::default(),
            fqdn: amtp_str::default(),
            public_key: amtp_bytes::default(),
            secret: amtp_bytes::default(),
        };
        shown.kind = match output {
            Output::Resolve { uuid } => {
                shown.uuid = (*uuid).into();
                amtp_output_kind::Resolve
            }
            Output::Connect(_) => amtp_output_kind::Connect,
            Output::Invoke { call, operation, credential, new_connection } => {
                (shown.message, shown.sending) = (call.message, call.sending);
                (shown.account, shown.account_reference) = amtp_account::shown(*credential);
                shown.operation = operation.into();
                shown.new_connection = (*new_connection).into();
                shown.repeatable = operation.is_repeatable().into();
                amtp_output_kind::Invoke
            }
            Output::Close => amtp_output_kind::Close,
            Output::NeedRandom { length } => {
                shown.length = *length;
                amtp_output_kind::NeedRandom
            }
            Output::Persist { purpose, secret } => {
                (shown.purpose, shown.secret) = ((*purpose).into(), secret.expose().into());
                amtp_output_kind::Persist
            }
            Output::CreateDirectoryAccount { fqdn } => {
                shown.fqdn = fqdn.as_str().into();
                amtp_output_kind::CreateDirectoryAccount
            }
            Output::RequestDeviceCertificate { fqdn, public_key } => {
                (shown.fqdn, shown.public_key) = (fqdn.as_str().into(), (**public_key).into());
                amtp_output_kind::RequestDeviceCertificate
            }
            Output::LookForDeviceCertificate { look } => {
                shown.look = (*look).into();
                amtp_output_kind::LookForDeviceCertificate
            }
            Output::Event(_) => amtp_output_kind::Event,
            Output::WaitUntil(at) => {
                shown.until = at.0;
                amtp_output_kind::WaitUntil
            }
            Output::Finished(_) => amtp_output_kind::Finished,
            _ => amtp_output_kind::None,
        };
        shown
    }
}

/// What to do next. To be asked until it says `AMTP_OUTPUT_KIND_WAIT_UNTIL` or `AMTP_OUTPUT_KIND_FINISHED`, which it
/// repeats until the next input; everything else is said once. `*out` is borrowed from the session until the next
/// call of this function, or until it is freed; so is what the functions below show of this output.
///
/// Errors: `AMTP_ERR_STRUCT_SIZE`; then no output was taken.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_session_poll(
    session: Option<&mut amtp_session>,
    out: *mut amtp_output,
) -> amtp_status {
    guard(|| {
        write(session, |state| {
            // SAFETY: the header asks for a struct with its size set.
            unsafe { put_sized(out, |size| Ok(amtp_output::new(size, state.poll()))) }
        })
    })
}

/// Where to connect to. Set `struct_size` before the call.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(C)]
pub struct amtp_endpoint {
    /// `sizeof(amtp_endpoint)`, set by the caller.
    pub struct_size: usize,
    /// The address of the device, IPv4 or IPv6.
    pub address: amtp_str,
    /// The port: 16993, or 16992 without TLS.
    pub port: u32,
    /// 1 to use TLS.
    pub tls: i32,
    /// How many certificates to present in the handshake; 0 for none.
    pub certificates: usize,
}

by_value! { amtp_endpoint = 40; }

fn endpoint(session: Option<&amtp_session>) -> Result<(&Endpoint, &str), Failure> {
    let (endpoint, address) = read(session)?.endpoint.as_ref().ok_or(Abi::Absent)?;
    Ok((endpoint, address))
}

/// Where the current output asks for a connection to: `AMTP_OUTPUT_KIND_CONNECT`, or `AMTP_OUTPUT_KIND_INVOKE` with
/// `new_connection`. The address is borrowed from the session until the next `amtp_session_poll`, or until it is
/// freed.
///
/// Errors: `AMTP_ERR_ABSENT` if it asks for none, `AMTP_ERR_STRUCT_SIZE`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_session_endpoint(
    session: Option<&amtp_session>,
    out: *mut amtp_endpoint,
) -> amtp_status {
    guard(|| {
        let (endpoint, address) = endpoint(session)?;
        let make = |struct_size| {
            Ok(amtp_endpoint {
                struct_size,
                address: address.into(),
                port: endpoint.port.into(),
                tls: endpoint.tls.into(),
                certificates: endpoint.chain.as_ref().map_or(0, Vec::len),
            })
        };
        // SAFETY: the header asks for a struct with its size set.
        unsafe { put_sized(out, make) }
    })
}

/// SHA-256 of the one certificate that the device may show on this connection: another one must be refused before
/// anything is sent. `*out` is borrowed from the session until the next `amtp_session_poll`, or until it is freed.
///
/// Errors: `AMTP_ERR_ABSENT` if none is known yet, or no connection is asked for.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_session_endpoint_pin(
    session: Option<&amtp_session>,
    out: Option<&mut MaybeUninit<amtp_bytes>>,
) -> amtp_status {
    guard(|| put(out, endpoint(session)?.0.pin.as_ref().ok_or(Abi::Absent)?.as_bytes().into()))
}

/// Certificate number `index`, from 0, to present in the handshake, in DER: leaf first, root included, in exactly this
/// order. The caller's key belongs to the first. `*out` is borrowed from the session until the next
/// `amtp_session_poll`, or until it is freed.
///
/// Errors: `AMTP_ERR_INDEX`, `AMTP_ERR_ABSENT` if no connection is asked for.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_session_endpoint_certificate(
    session: Option<&amtp_session>,
    index: usize,
    out: Option<&mut MaybeUninit<amtp_bytes>>,
) -> amtp_status {
    guard(|| {
        let chain = endpoint(session)?.0.chain.as_deref().unwrap_or_default();
        put(out, chain.get(index).ok_or(Abi::Index)?.as_slice().into())
    })
}
