//! What happened, told to a session. Each function is one input of the core.

use core::ffi::c_char;

use core_lib::provisioning::{Call, ConnectFailure, Input, Purpose, Resolution, SecretRef};

use crate::bytes::{amtp_bytes, input, inputs};
use crate::device_settings::{amtp_device_settings, kerberos, settings_of};
use crate::guard::guard;
use crate::hello::{amtp_hello, message};
use crate::reply::{amtp_reply, failure, reply};
use crate::session::{address, amtp_session, tell};
use crate::session_output::amtp_purpose;
use crate::status::{Abi, accepted, amtp_status};

/// Tells that a Hello of the device came from the address `from`, IPv4 or IPv6 as text, copied before return.
/// Allowed at any time.
///
/// Errors: `AMTP_ERR_OUT_OF_TURN` before it says to wait; `AMTP_ERR_HELLO_...`, `AMTP_ERR_RANGE`, `AMTP_ERR_UTF8`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_session_hello(
    session: Option<&mut amtp_session>,
    monotonic: u64,
    wall: i64,
    hello: Option<&amtp_hello>,
    from: *const c_char,
    len: usize,
) -> amtp_status {
    guard(|| {
        // SAFETY: the header asks for `len` readable bytes.
        let (hello, from) = (message(hello)?, unsafe { address(from, len) }?);
        tell(session, (monotonic, wall), Input::Hello { hello: &hello, from })
    })
}

/// Answers `AMTP_OUTPUT_KIND_RESOLVE`: the device is known, and to be provisioned with these settings.
///
/// Errors: `AMTP_ERR_OUT_OF_TURN`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_session_resolved(
    session: Option<&mut amtp_session>,
    monotonic: u64,
    wall: i64,
    settings: Option<&amtp_device_settings>,
) -> amtp_status {
    guard(|| {
        let known = Resolution::Known(settings_of(settings)?);
        tell(session, (monotonic, wall), Input::Resolved(known))
    })
}

/// Why a device is not provisioned by this session; accepted as `int32_t`.
///
/// Since: 0.1
#[repr(i32)]
pub enum amtp_not_resolved {
    /// It is not known. Look for its UUID as `amtp_uuid_swapped` makes it too.
    Unknown = 1,
    /// The client is installed on it: it is provisioned in band.
    ClientInstalled = 2,
    /// Another session for it is under way.
    Busy = 3,
}

accepted! { amtp_not_resolved => Resolution {
    Unknown => Resolution::Unknown,
    ClientInstalled => Resolution::ClientInstalled,
    Busy => Resolution::Busy,
} }

/// Answers `AMTP_OUTPUT_KIND_RESOLVE`: the device is not provisioned; `why` is one of `amtp_not_resolved`.
///
/// Errors: `AMTP_ERR_OUT_OF_TURN`, `AMTP_ERR_ENUM`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_session_not_resolved(
    session: Option<&mut amtp_session>,
    monotonic: u64,
    wall: i64,
    why: i32,
) -> amtp_status {
    guard(|| tell(session, (monotonic, wall), Input::Resolved(amtp_not_resolved::accept(why)?)))
}

/// Tells that a connection is open, as asked for by `AMTP_OUTPUT_KIND_CONNECT`, or opened anew for a call. `chain` are
/// the device's certificates in DER, leaf first; none without TLS. They are copied before return.
///
/// Errors: `AMTP_ERR_OUT_OF_TURN`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_session_connected(
    session: Option<&mut amtp_session>,
    monotonic: u64,
    wall: i64,
    chain: *const amtp_bytes,
    count: usize,
) -> amtp_status {
    guard(|| {
        // SAFETY: the header asks for `count` readable views.
        let chain = unsafe { inputs(chain, count) }?;
        tell(session, (monotonic, wall), Input::Connected { chain: &chain })
    })
}

/// Why a connection did not come about; accepted as `int32_t`.
///
/// Since: 0.1
#[repr(i32)]
pub enum amtp_connect_failure {
    /// No TCP connection: the code is that of the operating system, 0 if there is none.
    Tcp = 1,
    /// The TLS handshake failed: the code is the alert, or that of the TLS stack, 0 if there is none.
    Tls = 2,
}

type MakeFailure = fn(i64) -> Option<ConnectFailure>;

accepted! { amtp_connect_failure => MakeFailure {
    Tcp => |code| i32::try_from(code).ok().map(ConnectFailure::Tcp),
    Tls => |code| u32::try_from(code).ok().map(ConnectFailure::Tls),
} }

/// Answers `AMTP_OUTPUT_KIND_CONNECT`: no connection came about; `failure` is one of `amtp_connect_failure`.
///
/// Errors: `AMTP_ERR_OUT_OF_TURN`, `AMTP_ERR_ENUM`; `AMTP_ERR_RANGE` for a code of more than 32 bits.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_session_not_connected(
    session: Option<&mut amtp_session>,
    monotonic: u64,
    wall: i64,
    failure: i32,
    code: i64,
) -> amtp_status {
    guard(|| {
        let failure = amtp_connect_failure::accept(failure)?(code).ok_or(Abi::Range)?;
        tell(session, (monotonic, wall), Input::NotConnected(failure))
    })
}

/// Tells that the connection ended while no call was under way. Allowed at any time.
///
/// Errors: `AMTP_ERR_OUT_OF_TURN` before it says to wait.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_session_disconnected(
    session: Option<&mut amtp_session>,
    monotonic: u64,
    wall: i64,
) -> amtp_status {
    guard(|| tell(session, (monotonic, wall), Input::Disconnected))
}

/// Answers `AMTP_OUTPUT_KIND_INVOKE`, of which `message` and `sending` are: the device replied. The reply is copied
/// before return.
///
/// Errors: `AMTP_ERR_OUT_OF_TURN` before it says to wait; `AMTP_ERR_STRUCT_SIZE`, `AMTP_ERR_ENUM`, `AMTP_ERR_RANGE`,
/// `AMTP_ERR_UTF8`, `AMTP_ERR_RELEASE` for a reply that cannot be.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_session_answered(
    session: Option<&mut amtp_session>,
    monotonic: u64,
    wall: i64,
    message: u32,
    sending: u32,
    answer: *const amtp_reply,
) -> amtp_status {
    guard(|| {
        // SAFETY: the header asks for a struct with its size set, and for arrays that can be read.
        let result = Ok(unsafe { reply(answer) }?);
        let call = Call { message, sending };
        tell(session, (monotonic, wall), Input::Answered { call, result })
    })
}

/// Answers `AMTP_OUTPUT_KIND_INVOKE`, of which `message` and `sending` are: there is no reply. `why` is one of
/// `amtp_call_failure`, and says what the code is.
///
/// Errors: `AMTP_ERR_OUT_OF_TURN` before it says to wait; `AMTP_ERR_ENUM`, `AMTP_ERR_RANGE`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_session_failed(
    session: Option<&mut amtp_session>,
    monotonic: u64,
    wall: i64,
    message: u32,
    sending: u32,
    why: i32,
    code: u32,
) -> amtp_status {
    guard(|| {
        let result = Err(failure(why, code)?);
        let call = Call { message, sending };
        tell(session, (monotonic, wall), Input::Answered { call, result })
    })
}

/// Answers `AMTP_OUTPUT_KIND_NEED_RANDOM` with bytes of the system's generator, copied before return.
///
/// Errors: `AMTP_ERR_OUT_OF_TURN`, `AMTP_ERR_RANDOM` if there are too few.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_session_random(
    session: Option<&mut amtp_session>,
    monotonic: u64,
    wall: i64,
    random: *const u8,
    len: usize,
) -> amtp_status {
    guard(|| {
        // SAFETY: the header asks for `len` readable bytes.
        let random = unsafe { input(random, len) }?;
        tell(session, (monotonic, wall), Input::Random(random))
    })
}

accepted! { amtp_purpose => Purpose {
    AdminPassword => Purpose::AdminPassword,
    MebxPassword => Purpose::MebxPassword,
} }

/// Answers `AMTP_OUTPUT_KIND_PERSIST`: the secret for `purpose`, one of `amtp_purpose`, is stored for good;
/// `reference` is the caller's number for it.
///
/// Errors: `AMTP_ERR_OUT_OF_TURN`, `AMTP_ERR_ENUM`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_session_stored(
    session: Option<&mut amtp_session>,
    monotonic: u64,
    wall: i64,
    purpose: i32,
    reference: u64,
) -> amtp_status {
    guard(|| {
        let stored = Input::Stored(amtp_purpose::accept(purpose)?, SecretRef(reference));
        tell(session, (monotonic, wall), stored)
    })
}

/// Answers `AMTP_OUTPUT_KIND_PERSIST`: the secret could not be stored.
///
/// Errors: `AMTP_ERR_OUT_OF_TURN`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_session_not_stored(
    session: Option<&mut amtp_session>,
    monotonic: u64,
    wall: i64,
) -> amtp_status {
    guard(|| tell(session, (monotonic, wall), Input::NotStored))
}

/// Answers `AMTP_OUTPUT_KIND_CREATE_DIRECTORY_ACCOUNT`: Kerberos realm and `count` service principal names, copied before
/// return, and the caller's number for the account's password or master key.
///
/// Errors: `AMTP_ERR_OUT_OF_TURN`, `AMTP_ERR_UTF8`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_session_directory_account(
    session: Option<&mut amtp_session>,
    monotonic: u64,
    wall: i64,
    realm: *const c_char,
    len: usize,
    principals: *const amtp_bytes,
    count: usize,
    reference: u64,
) -> amtp_status {
    guard(|| {
        // SAFETY: the header asks for readable bytes and views.
        let account = unsafe { kerberos(realm, len, principals, count, reference) }?;
        tell(session, (monotonic, wall), Input::DirectoryAccount(Some(account)))
    })
}

/// Answers `AMTP_OUTPUT_KIND_CREATE_DIRECTORY_ACCOUNT`: it could not be made.
///
/// Errors: `AMTP_ERR_OUT_OF_TURN`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_session_no_directory_account(
    session: Option<&mut amtp_session>,
    monotonic: u64,
    wall: i64,
) -> amtp_status {
    guard(|| tell(session, (monotonic, wall), Input::DirectoryAccount(None)))
}

/// Answers `AMTP_OUTPUT_KIND_LOOK_FOR_DEVICE_CERTIFICATE`: the certificate in DER, copied before return; length 0 if it is
/// not there yet.
///
/// Errors: `AMTP_ERR_OUT_OF_TURN`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_session_device_certificate(
    session: Option<&mut amtp_session>,
    monotonic: u64,
    wall: i64,
    certificate: *const u8,
    len: usize,
) -> amtp_status {
    guard(|| {
        // SAFETY: the header asks for `len` readable bytes.
        let certificate = unsafe { input(certificate, len) }?;
        let certificate = (!certificate.is_empty()).then_some(certificate);
        tell(session, (monotonic, wall), Input::DeviceCertificate(certificate))
    })
}

/// Tells that time has passed.
///
/// Errors: `AMTP_ERR_OUT_OF_TURN` before it says to wait.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_session_tick(
    session: Option<&mut amtp_session>,
    monotonic: u64,
    wall: i64,
) -> amtp_status {
    guard(|| tell(session, (monotonic, wall), Input::Tick))
}

/// Ends the session; what it asks for until it has finished is still to be done.
///
/// Errors: `AMTP_ERR_OUT_OF_TURN` before it says to wait.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_session_cancel(
    session: Option<&mut amtp_session>,
    monotonic: u64,
    wall: i64,
) -> amtp_status {
    guard(|| tell(session, (monotonic, wall), Input::Cancel))
}
