//! What devices answer.

use core::ptr;

use core_lib::provisioning::{CallFailure, FaultCode, Instance, ProvisioningState, Reply};
use core_lib::{Refusal, ReleaseText, Secret, WallTime};

use crate::bytes::{amtp_bytes, input, inputs, text};
use crate::device_settings::power_scheme;
use crate::digest_client::amtp_refusal;
use crate::sized::{Given, by_value, get_sized};
use crate::status::{Abi, Failure, accepted, truth};

/// What a device answered; accepted as `int32_t`. The comment names the fields of `amtp_reply` that count.
///
/// Since: 0.1
#[repr(i32)]
pub enum amtp_reply_kind {
    /// Return value 0, or the answer to Put, Create and Delete.
    Done = 0,
    /// `AMT_GeneralSettings`: `data` is `DigestRealm`.
    GeneralSettings = 1,
    /// `AMT_SetupAndConfigurationService`: `number` is `ProvisioningState`, `data` is `ProvisioningServerOTP`, decoded;
    /// empty if there is none.
    SetupService = 2,
    /// `number` is `CurrentControlMode`.
    ControlMode = 3,
    /// `data` is the firmware release as text.
    Release = 4,
    /// `number` is the device's time, in seconds since 1970 (UTC).
    Time = 5,
    /// `data` is the `InstanceID` of what was made or found.
    Instance = 6,
    /// `items` are the `InstanceID`s of what there is, `count` of them.
    Instances = 7,
    /// `data` is a SubjectPublicKeyInfo, or for RSA a PKCS#1 RSAPublicKey; DER.
    PublicKey = 8,
    /// `numbers` are the handles of the ACL entries that can be removed, `count` of them: not `admin`, not those
    /// named `$$`.
    AclEntries = 9,
    /// `data` is the current power scheme as the settings name it; empty: always on except power loss.
    PowerScheme = 10,
    /// `number` is 1 if there is wireless management, otherwise 0.
    Wireless = 11,
}

accepted! { amtp_reply_kind => amtp_reply_kind {
    Done => Self::Done,
    GeneralSettings => Self::GeneralSettings,
    SetupService => Self::SetupService,
    ControlMode => Self::ControlMode,
    Release => Self::Release,
    Time => Self::Time,
    Instance => Self::Instance,
    Instances => Self::Instances,
    PublicKey => Self::PublicKey,
    AclEntries => Self::AclEntries,
    PowerScheme => Self::PowerScheme,
    Wireless => Self::Wireless,
} }

/// What a device answered. Set `struct_size` before the call, and what does not count to 0.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(C)]
pub struct amtp_reply {
    /// `sizeof(amtp_reply)`, set by the caller.
    pub struct_size: usize,
    /// One of `amtp_reply_kind`.
    pub kind: i32,
    /// A number.
    pub number: i64,
    /// A text or bytes.
    pub data: amtp_bytes,
    /// Texts.
    pub items: *const amtp_bytes,
    /// Numbers.
    pub numbers: *const u32,
    /// How many items or numbers.
    pub count: usize,
}

by_value! { amtp_reply = 64; }
// SAFETY: nothing but integers and pointers.
unsafe impl Given for amtp_reply {}

/// The reply that the caller tells of.
///
/// # Safety
///
/// As [`get_sized`]; and the arrays in it can be read.
pub(crate) unsafe fn reply(given: *const amtp_reply) -> Result<Reply, Failure> {
    let empty = amtp_reply {
        struct_size: 0,
        kind: 0,
        number: 0,
        data: amtp_bytes::default(),
        items: ptr::null(),
        numbers: ptr::null(),
        count: 0,
    };
    // SAFETY: this function's own condition.
    let given = unsafe { get_sized(given, empty) }?;
    // SAFETY: as above.
    let (data, words) = unsafe {
        let data = input(given.data.ptr, given.data.len)?;
        (data, || text(given.data.ptr.cast(), given.data.len))
    };
    let number = || u32::try_from(given.number).map_err(|_| Failure::from(Abi::Range));
    Ok(match amtp_reply_kind::accept(given.kind)? {
        amtp_reply_kind::Done => Reply::Done,
        amtp_reply_kind::GeneralSettings => Reply::GeneralSettings { realm: data.to_vec() },
        amtp_reply_kind::SetupService => Reply::SetupService {
            state: ProvisioningState::from(number()?),
            one_time_password: (!data.is_empty()).then(|| Secret::from(data.to_vec())),
        },
        amtp_reply_kind::ControlMode => Reply::ControlMode(number()?),
        amtp_reply_kind::Release => Reply::Release(words()?.parse::<ReleaseText>()?.release),
        amtp_reply_kind::Time => Reply::Time(WallTime::from_unix(given.number)),
        amtp_reply_kind::Instance => Reply::Instance(Instance(words()?.into())),
        amtp_reply_kind::Instances => {
            // SAFETY: as above.
            let items = unsafe { inputs(given.items, given.count) }?;
            let items = items.into_iter().map(|item| {
                let name = core::str::from_utf8(item).map_err(|_| Abi::Utf8)?;
                Ok(Instance(name.into()))
            });
            Reply::Instances(items.collect::<Result<_, Failure>>()?)
        }
        amtp_reply_kind::PublicKey => Reply::PublicKey(data.to_vec()),
        amtp_reply_kind::AclEntries => {
            // SAFETY: as above.
            Reply::AclEntries(unsafe { input(given.numbers, given.count) }?.to_vec())
        }
        amtp_reply_kind::PowerScheme => Reply::PowerScheme(power_scheme(words()?)),
        amtp_reply_kind::Wireless => {
            let there = i32::try_from(given.number).map_err(|_| Abi::Enum)?;
            Reply::Wireless(truth(there)?)
        }
    })
}

/// Why a call has no reply; accepted as `int32_t`. The comment says what the code is.
///
/// Since: 0.1
#[repr(i32)]
pub enum amtp_call_failure {
    /// A return value that is not 0: that.
    Returned = 1,
    /// A SOAP fault: one of `amtp_fault`.
    Fault = 2,
    /// An HTTP status that is neither success, 401 nor that of a fault: that.
    Http = 3,
    /// 401 to an answered challenge: one of `amtp_refusal`.
    Refused = 4,
    /// It was not sent, since the account does not fit the challenge; 0.
    Unfit = 5,
    /// The answer belongs to another request, or cannot be read; the device may have acted; 0.
    Unreadable = 6,
    /// The connection ended, or time ran out, after it was sent; the device may have acted; 0.
    Lost = 7,
    /// It was not sent: no connection came about; 0.
    NotSent = 8,
}

accepted! { amtp_call_failure => amtp_call_failure {
    Returned => Self::Returned,
    Fault => Self::Fault,
    Http => Self::Http,
    Refused => Self::Refused,
    Unfit => Self::Unfit,
    Unreadable => Self::Unreadable,
    Lost => Self::Lost,
    NotSent => Self::NotSent,
} }

/// The subcode of a SOAP fault; accepted as `int32_t`.
///
/// Since: 0.1
#[repr(i32)]
pub enum amtp_fault {
    /// Another one.
    Other = 0,
    /// `DestinationUnreachable`: no such class or instance, or not in this state.
    DestinationUnreachable = 1,
    /// `AccessDenied`: the account lacks the realm.
    AccessDenied = 2,
    /// `ActionNotSupported`: no such method on this release.
    ActionNotSupported = 3,
    /// `EndpointUnavailable`: not now.
    EndpointUnavailable = 4,
    /// `TimedOut`: not now.
    TimedOut = 5,
    /// `InternalError`: something inside the device.
    InternalError = 6,
    /// `InvalidRepresentation` and the like: the message was not as the device wants it.
    InvalidMessage = 7,
    /// `EncodingLimit`: the message was too large.
    EncodingLimit = 8,
}

accepted! { amtp_fault => FaultCode {
    Other => FaultCode::Other,
    DestinationUnreachable => FaultCode::DestinationUnreachable,
    AccessDenied => FaultCode::AccessDenied,
    ActionNotSupported => FaultCode::ActionNotSupported,
    EndpointUnavailable => FaultCode::EndpointUnavailable,
    TimedOut => FaultCode::TimedOut,
    InternalError => FaultCode::InternalError,
    InvalidMessage => FaultCode::InvalidMessage,
    EncodingLimit => FaultCode::EncodingLimit,
} }

accepted! { amtp_refusal => Refusal {
    StaleNonce => Refusal::StaleNonce,
    RealmChanged => Refusal::RealmChanged,
    WrongCredentials => Refusal::WrongCredentials,
} }

/// The failure that two numbers of the caller stand for.
pub(crate) fn failure(failure: i32, code: u32) -> Result<CallFailure, Failure> {
    let small = || i32::try_from(code).map_err(|_| Failure::from(Abi::Enum));
    Ok(match amtp_call_failure::accept(failure)? {
        amtp_call_failure::Returned => CallFailure::Returned(code),
        amtp_call_failure::Fault => CallFailure::Fault(amtp_fault::accept(small()?)?),
        amtp_call_failure::Http => CallFailure::Http(u16::try_from(code).map_err(|_| Abi::Range)?),
        amtp_call_failure::Refused => CallFailure::Refused(amtp_refusal::accept(small()?)?),
        amtp_call_failure::Unfit => CallFailure::Unfit,
        amtp_call_failure::Unreadable => CallFailure::Unreadable,
        amtp_call_failure::Lost => CallFailure::Lost,
        amtp_call_failure::NotSent => CallFailure::NotSent,
    })
}
