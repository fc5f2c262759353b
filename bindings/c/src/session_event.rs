//! What a session reports, and how it ends.

use core::ffi::c_char;
use core::mem::MaybeUninit;

use core_lib::provisioning::{Cause, Event, Milestone, Outcome, Output, PeerTrust, Seen, Status};

use crate::bytes::{amtp_str, output_text};
use crate::evaluation::{amtp_evaluation, put_evaluation};
use crate::finding::{amtp_finding, put_finding};
use crate::guard::guard;
use crate::handle::read;
use crate::service_point::amtp_timer;
use crate::session::{amtp_session, amtp_stage};
use crate::session_output::amtp_account;
use crate::sized::{by_value, put_sized};
use crate::status::{Abi, Failure, accepted, amtp_status};

/// What a session reports. The comment names the fields of `amtp_event` that count.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(i32)]
pub enum amtp_event_kind {
    /// Something that this header does not know; its text says what.
    None = 0,
    /// What is known of the device has changed: `status`.
    Status = 1,
    /// A Hello was not followed: the session for its device is under way, or, if there is a cause, provisions in band.
    HelloDiscarded = 2,
    /// A certificate was chosen: `certificate`; `amtp_session_event_evaluation` says how it was judged.
    CertificateChosen = 3,
    /// The device's certificate was accepted: `trust`.
    PeerAccepted = 4,
    /// An account was found: `account` and `account_reference`.
    Authenticated = 5,
    /// A step begins: `step`, `stage`, `step_number` of `step_count`.
    Step = 6,
    /// A wait begins: `timer`, `until`, and of the waits for a certificate `look`, the look before it.
    Waiting = 7,
    /// Something that ends nothing: `amtp_session_cause`.
    Note = 8,
    /// An answer came to a call that is no longer awaited, and was dropped: `message`, `sending`.
    LateAnswer = 9,
    /// The monotonic clock went back: by `span`. Waits keep what was left of them.
    ClockWentBack = 10,
    /// The task has ended: exactly once in a session.
    TaskEnd = 11,
}

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
            _ => Self::Unknown,
        }
    }
}

/// On what grounds the device's certificate was accepted.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(i32)]
pub enum amtp_peer_trust {
    /// None was.
    None = 0,
    /// Self-signed, as of devices up to release 14 in setup; its dates do not count.
    SelfSigned = 1,
    /// Its chain was verified up to a given on-die root.
    OnDieCa = 2,
    /// It was not verified; the caller accepts that.
    Unverified = 3,
    /// It is the one given, or the one that answered before in this session.
    Pinned = 4,
}

impl From<PeerTrust> for amtp_peer_trust {
    fn from(trust: PeerTrust) -> Self {
        match trust {
            PeerTrust::SelfSigned => Self::SelfSigned,
            PeerTrust::OnDieCa => Self::OnDieCa,
            PeerTrust::Unverified => Self::Unverified,
            PeerTrust::Pinned => Self::Pinned,
            _ => Self::None,
        }
    }
}

/// What a session reports; what does not belong to its kind is 0 or empty. Set `struct_size` before the call.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(C)]
pub struct amtp_event {
    /// `sizeof(amtp_event)`, set by the caller.
    pub struct_size: usize,
    /// What.
    pub kind: amtp_event_kind,
    /// What is known of the device.
    pub status: amtp_device_status,
    /// On what grounds its certificate was accepted.
    pub trust: amtp_peer_trust,
    /// Why the session waits.
    pub timer: amtp_timer,
    /// The part of the session that the step belongs to.
    pub stage: amtp_stage,
    /// The account that was found.
    pub account: amtp_account,
    /// With `AMTP_ACCOUNT_STORED`: the caller's number for it.
    pub account_reference: u64,
    /// What the step does.
    pub step: amtp_str,
    /// Its number, from 1.
    pub step_number: usize,
    /// How many steps there are.
    pub step_count: usize,
    /// The certificate, by its place among those of the service point, from 0.
    pub certificate: usize,
    /// When the wait ends, by the monotonic clock, in milliseconds.
    pub until: u64,
    /// Milliseconds.
    pub span: u64,
    /// Which look for a certificate, from 1; 0 for none.
    pub look: u32,
    /// The message of the call.
    pub message: u32,
    /// Its sending.
    pub sending: u32,
}

by_value! { amtp_event = 112; }

impl amtp_event {
    fn new(struct_size: usize, event: &Event) -> Self {
        let mut shown = Self {
            struct_size,
            kind: amtp_event_kind::None,
            status: amtp_device_status::Unknown,
            trust: amtp_peer_trust::None,
            timer: amtp_timer::None,
            stage: amtp_stage::None,
            account: amtp_account::None,
            account_reference: 0,
            step: amtp_str::default(),
            step_number: 0,
            step_count: 0,
            certificate: 0,
            until: 0,
            span: 0,
            look: 0,
            message: 0,
            sending: 0,
        };
        shown.kind = match event {
            Event::Status(status) => {
                shown.status = (*status).into();
                amtp_event_kind::Status
            }
            Event::HelloDiscarded(_) => amtp_event_kind::HelloDiscarded,
            Event::CertificateChosen(place, _) => {
                shown.certificate = *place;
                amtp_event_kind::CertificateChosen
            }
            Event::PeerAccepted(trust) => {
                shown.trust = (*trust).into();
                amtp_event_kind::PeerAccepted
            }
            Event::Authenticated(account) => {
                (shown.account, shown.account_reference) = amtp_account::shown(*account);
                amtp_event_kind::Authenticated
            }
            Event::Step(step, number, count) => {
                (shown.step, shown.stage) = (step.text().into(), step.stage().into());
                (shown.step_number, shown.step_count) = (*number, *count);
                amtp_event_kind::Step
            }
            Event::Waiting(timer, until, look) => {
                (shown.timer, shown.until) = ((*timer).into(), until.0);
                shown.look = look.map_or(0, u32::from);
                amtp_event_kind::Waiting
            }
            Event::Note(_) => amtp_event_kind::Note,
            Event::LateAnswer(call) => {
                (shown.message, shown.sending) = (call.message, call.sending);
                amtp_event_kind::LateAnswer
            }
            Event::ClockWentBack(span) => {
                shown.span = span.0;
                amtp_event_kind::ClockWentBack
            }
            Event::TaskEnd => amtp_event_kind::TaskEnd,
            _ => amtp_event_kind::None,
        };
        shown
    }
}

fn event(session: Option<&amtp_session>) -> Result<&Event, Failure> {
    match &read(session)?.output {
        Some(Output::Event(event)) => Ok(event),
        _ => Err(Abi::Absent.into()),
    }
}

/// The report of the current output, `AMTP_OUTPUT_KIND_EVENT`. Its text is static.
///
/// Errors: `AMTP_ERR_ABSENT` if it is none, `AMTP_ERR_STRUCT_SIZE`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_session_event(
    session: Option<&amtp_session>,
    out: *mut amtp_event,
) -> amtp_status {
    guard(|| {
        let event = event(session)?;
        // SAFETY: the header asks for a struct with its size set.
        unsafe { put_sized(out, |size| Ok(amtp_event::new(size, event))) }
    })
}

/// The same in words, for a log, written into `buf`: one line, no secret.
///
/// Errors: `AMTP_ERR_ABSENT` if the current output is no report, `AMTP_ERR_BUFFER`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_session_event_text(
    session: Option<&amtp_session>,
    buf: *mut c_char,
    cap: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
) -> amtp_status {
    guard(|| {
        let event = event(session)?;
        // SAFETY: the header asks for `cap` writable bytes.
        unsafe { output_text(event, buf, cap, out_len) }
    })
}

/// How the certificate was judged that the current output, a report `AMTP_EVENT_KIND_CERTIFICATE_CHOSEN`, tells of;
/// copied into the caller's `out`.
///
/// Errors: `AMTP_ERR_ABSENT` if it tells of none, `AMTP_ERR_POISONED`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_session_event_evaluation(
    session: Option<&amtp_session>,
    out: Option<&mut amtp_evaluation>,
) -> amtp_status {
    guard(|| {
        let out = out.ok_or(Abi::Null)?;
        let Event::CertificateChosen(_, evaluation) = event(session)? else {
            return Err(Abi::Absent.into());
        };
        put_evaluation(Some(out), || Ok(*evaluation))
    })
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
