//! What became of a device, how a session ended, and why.

use core::ffi::c_char;
use core::mem::MaybeUninit;

use core_lib::provisioning::{Cause, Event, Milestone, Outcome, Output, Seen, Status};

use crate::bytes::output_text;
use crate::finding::{amtp_finding, put_finding};
use crate::guard::guard;
use crate::handle::read;
use crate::session::amtp_session;
use crate::sized::{by_value, put_sized};
use crate::status::{Abi, Failure, accepted, amtp_status};

/// What is known of a device; accepted as `int32_t`.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(i32)]
pub enum amtp_device_status {
    /// Nothing was learned.
    Unknown = 0,
    /// It answers, and no account works.
    Detected = 1,
    /// It can be reached, and is not provisioned.
    NotProvisioned = 2,
    /// A session is under way.
    InProvisioning = 3,
    /// Provisioned, in Client Control Mode: read back.
    ProvisionedClient = 4,
    /// Provisioned, in Admin Control Mode: read back.
    ProvisionedAdmin = 5,
    /// Provisioned, and no account works.
    ProvisionedCredentialsUnknown = 6,
    /// A control mode is set, but provisioning has not finished.
    ActivatedNotCommitted = 7,
    /// Its network interface is closed for provisioning.
    Closed = 8,
}

accepted! { amtp_device_status => Status {
    Unknown => Status::Unknown,
    Detected => Status::Detected,
    NotProvisioned => Status::NotProvisioned,
    InProvisioning => Status::InProvisioning,
    ProvisionedClient => Status::ProvisionedClient,
    ProvisionedAdmin => Status::ProvisionedAdmin,
    ProvisionedCredentialsUnknown => Status::ProvisionedCredentialsUnknown,
    ActivatedNotCommitted => Status::ActivatedNotCommitted,
    Closed => Status::Closed,
} }

impl From<Status> for amtp_device_status {
    fn from(status: Status) -> Self {
        match status {
            Status::Detected => Self::Detected,
            Status::NotProvisioned => Self::NotProvisioned,
            Status::InProvisioning => Self::InProvisioning,
            Status::ProvisionedClient => Self::ProvisionedClient,
            Status::ProvisionedAdmin => Self::ProvisionedAdmin,
            Status::ProvisionedCredentialsUnknown => Self::ProvisionedCredentialsUnknown,
            Status::ActivatedNotCommitted => Self::ActivatedNotCommitted,
            Status::Closed => Self::Closed,
            _ => Self::Unknown,
        }
    }
}

/// The furthest point that the device itself confirmed.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(i32)]
pub enum amtp_milestone {
    /// None.
    None = 0,
    /// A connection came about.
    Connected = 1,
    /// An account was accepted.
    Authenticated = 2,
    /// It was found in setup.
    InSetup = 3,
    /// It answers to the new admin password.
    AdminPassword = 4,
    /// It was read back as provisioned.
    Provisioned = 5,
    /// Every step of the second stage was answered.
    Configured = 6,
}

impl From<Milestone> for amtp_milestone {
    fn from(milestone: Milestone) -> Self {
        match milestone {
            Milestone::None => Self::None,
            Milestone::Connected => Self::Connected,
            Milestone::Authenticated => Self::Authenticated,
            Milestone::InSetup => Self::InSetup,
            Milestone::AdminPassword => Self::AdminPassword,
            Milestone::Provisioned => Self::Provisioned,
            Milestone::Configured => Self::Configured,
        }
    }
}

/// How a session ended. Set `struct_size` before the call.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(C)]
pub struct amtp_session_outcome {
    /// `sizeof(amtp_session_outcome)`, set by the caller.
    pub struct_size: usize,
    /// 1 if all is done; else `amtp_session_cause` says why not.
    pub success: i32,
    /// What is known of the device now.
    pub status: amtp_device_status,
    /// How far it came.
    pub milestone: amtp_milestone,
    /// 1 if an admin password was stored: the device may have it from here on.
    pub has_admin_password: i32,
    /// 1 if a MEBx password was sent.
    pub has_mebx_password: i32,
    /// The caller's number for the admin password.
    pub admin_password: u64,
    /// The caller's number for the MEBx password.
    pub mebx_password: u64,
    /// How many findings bear on the cause: `amtp_session_suspect`.
    pub suspects: usize,
}

by_value! { amtp_session_outcome = 56; }

fn outcome(session: Option<&amtp_session>) -> Result<&Outcome, Failure> {
    match &read(session)?.output {
        Some(Output::Finished(outcome)) => Ok(outcome),
        _ => Err(Abi::Absent.into()),
    }
}

/// How the session ended, once the current output is `AMTP_OUTPUT_KIND_FINISHED`.
///
/// Errors: `AMTP_ERR_ABSENT` if it is not, `AMTP_ERR_STRUCT_SIZE`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_session_result(
    session: Option<&amtp_session>,
    out: *mut amtp_session_outcome,
) -> amtp_status {
    guard(|| {
        let outcome = outcome(session)?;
        let (admin, mebx) = (outcome.admin_password, outcome.mebx_password);
        let make = |struct_size| {
            Ok(amtp_session_outcome {
                struct_size,
                success: outcome.is_success().into(),
                status: outcome.status.into(),
                milestone: outcome.milestone.into(),
                has_admin_password: admin.is_some().into(),
                has_mebx_password: mebx.is_some().into(),
                admin_password: admin.map_or(0, |reference| reference.0),
                mebx_password: mebx.map_or(0, |reference| reference.0),
                suspects: outcome.suspects.iter().count(),
            })
        };
        // SAFETY: the header asks for a struct with its size set.
        unsafe { put_sized(out, make) }
    })
}

/// A finding that bears on the cause, number `index` from 0, the likeliest first; such as those of the certificate
/// after a refused handshake. All texts are static.
///
/// Errors: `AMTP_ERR_INDEX`, `AMTP_ERR_ABSENT` before the end, `AMTP_ERR_STRUCT_SIZE`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_session_suspect(
    session: Option<&amtp_session>,
    index: usize,
    out: *mut amtp_finding,
) -> amtp_status {
    guard(|| {
        let suspects = outcome(session)?.suspects;
        // SAFETY: the header asks for a struct with its size set.
        unsafe { put_finding(suspects, index, out) }
    })
}

fn cause(session: Option<&amtp_session>) -> Result<Cause, Failure> {
    let cause = match &read(session)?.output {
        Some(Output::Finished(outcome)) => outcome.cause,
        Some(Output::Event(Event::Note(cause))) => Some(*cause),
        Some(Output::Event(Event::HelloDiscarded(finding))) => {
            finding.map(|finding| Cause { finding, step: None, seen: Seen::Nothing })
        }
        _ => None,
    };
    cause.ok_or(Abi::Absent.into())
}

/// What ended the session, or what the current report is about. All texts are static.
///
/// Errors: `AMTP_ERR_ABSENT` if nothing did, `AMTP_ERR_STRUCT_SIZE`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_session_cause(
    session: Option<&amtp_session>,
    out: *mut amtp_finding,
) -> amtp_status {
    guard(|| {
        let cause = cause(session)?;
        // SAFETY: the header asks for a struct with its size set.
        unsafe { put_sized(out, |size| Ok(amtp_finding::new(size, cause.finding))) }
    })
}

/// The same in words, with the step that was under way and what was seen, written into `buf`.
///
/// Errors: `AMTP_ERR_ABSENT`, `AMTP_ERR_BUFFER`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_session_cause_text(
    session: Option<&amtp_session>,
    buf: *mut c_char,
    cap: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
) -> amtp_status {
    guard(|| {
        let cause = cause(session)?;
        // SAFETY: the header asks for `cap` writable bytes.
        unsafe { output_text(&cause, buf, cap, out_len) }
    })
}
