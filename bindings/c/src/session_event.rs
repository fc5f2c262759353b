//! What a session reports.

use core::ffi::c_char;
use core::mem::MaybeUninit;

use core_lib::provisioning::{Event, Output, PeerTrust};

use crate::bytes::{amtp_str, output_text};
use crate::evaluation::{amtp_evaluation, put_evaluation};
use crate::guard::guard;
use crate::handle::read;
use crate::service_point::amtp_timer;
use crate::session::{amtp_session, amtp_stage};
use crate::session_output::amtp_account;
use crate::session_result::amtp_device_status;
use crate::sized::{by_value, put_sized};
use crate::status::{Abi, Failure, amtp_status};

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
    /// None was chosen, since the best certificate, `certificate`, would be refused;
    /// `amtp_session_event_evaluation` says why.
    CertificateRefused = 12,
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
            Event::CertificateRefused(place, _) => {
                shown.certificate = *place;
                amtp_event_kind::CertificateRefused
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
        let (Event::CertificateChosen(_, evaluation) | Event::CertificateRefused(_, evaluation)) =
            event(session)?
        else {
            return Err(Abi::Absent.into());
        };
        put_evaluation(Some(out), || Ok(*evaluation))
    })
}
