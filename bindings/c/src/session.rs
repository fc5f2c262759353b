//! Sessions of a service point.

use core::ffi::c_char;
use core::mem::MaybeUninit;
use core::net::IpAddr;

use core_lib::provisioning::{Endpoint, InBand, Input, OutOfBand, Output, Plan, Stage, Step};
use core_lib::{Error, Millis, Now, WallTime};

use crate::bytes::{amtp_str, input, output, output_text, text};
use crate::device_settings::{amtp_device_settings, settings_of};
use crate::guard::{guard, guard_or};
use crate::handle::{self, Exclusive, Out, last_error, mutable, put_new, read, write};
use crate::hello::{amtp_hello, message};
use crate::service_point::{amtp_service_point, service_of, sha256_of};
use crate::sized::{amtp_error, put_error};
use crate::status::{Abi, Failure, amtp_status};
use crate::uuid::amtp_uuid;

/// The service point's session with one device, out of band or in band, without I/O.
///
/// Do what `amtp_session_poll` says, tell what came of it by one of the functions from `amtp_session_hello` to
/// `amtp_session_cancel`, and poll again, until it says that the session has finished. Outputs are taken one after
/// the other until one says to wait, and only then may an input be given.
///
/// Every input has two clocks: `monotonic`, in milliseconds of a clock that never jumps and drives the waits, and
/// `wall`, in seconds since 1970 (UTC), for certificates and the device's clock.
///
/// Secrets that the device is to get are given out to be stored first; the session holds the caller's numbers for
/// them alone.
///
/// Threads: what takes it by pointer to non-const needs exclusive use; reading may be done by several threads at
/// once.
///
/// Since: 0.1
pub struct amtp_session(Exclusive<State>);

mutable!(amtp_session, State);

/// Either session.
pub(crate) enum Session {
    OutOfBand(OutOfBand),
    InBand(InBand),
}

macro_rules! either {
    ($session:expr, $name:ident => $call:expr) => {
        match $session {
            Session::OutOfBand($name) => $call,
            Session::InBand($name) => $call,
        }
    };
}

/// What a session handle holds.
pub(crate) struct State {
    session: Session,
    /// The current output, which views are borrowed from.
    pub(crate) output: Option<Output>,
    /// Where it asks for a connection to, and the address as text.
    pub(crate) endpoint: Option<(Endpoint, String)>,
}

impl State {
    /// Takes the next output.
    pub(crate) fn poll(&mut self) -> &Output {
        let output = either!(&mut self.session, session => session.poll());
        let endpoint = match &output {
            Output::Connect(endpoint) => Some(endpoint.clone()),
            Output::Invoke { new_connection: true, .. } => {
                either!(&self.session, session => session.endpoint())
            }
            _ => None,
        };
        self.endpoint = endpoint.map(|endpoint| {
            let address = endpoint.address.to_string();
            (endpoint, address)
        });
        self.output.insert(output)
    }

    fn plan(&self) -> Option<&Plan> {
        either!(&self.session, session => session.plan())
    }

    fn unfinished(&self) -> &[Step] {
        either!(&self.session, session => session.unfinished())
    }
}

/// Both clocks of the caller.
pub(crate) fn clocks(monotonic: u64, wall: i64) -> Now {
    Now { monotonic: Millis(monotonic), wall: WallTime::from_unix(wall) }
}

/// An address that the caller gave.
///
/// # Safety
///
/// As [`input`].
pub(crate) unsafe fn address(address: *const c_char, len: usize) -> Result<IpAddr, Failure> {
    // SAFETY: this function's own condition.
    unsafe { text(address, len) }?.parse().map_err(|_| Abi::Range.into())
}

/// Tells a session what happened.
pub(crate) fn tell(
    session: Option<&mut amtp_session>,
    (monotonic, wall): (u64, i64),
    input: Input<'_>,
) -> Result<(), Failure> {
    let now = clocks(monotonic, wall);
    write(session, |state| Ok(either!(&mut state.session, session => session.handle(now, input))?))
}

/// Gives a session to the caller.
fn put_session(
    out: Out<'_, *mut amtp_session>,
    make: impl FnOnce() -> Result<Session, Error>,
) -> Result<(), Failure> {
    put_new(out, || {
        let state = State { session: make()?, output: None, endpoint: None };
        Ok(amtp_session(Exclusive::new(state)))
    })
}

/// Begins a session out of band: `hello` came from the address `from`, IPv4 or IPv6 as text, which is copied before
/// return. `*out` is owned by the caller (free with `amtp_session_free`).
///
/// Errors: `AMTP_ERR_HELLO_...` if the message is not whole, `AMTP_ERR_RANGE` for what is no address,
/// `AMTP_ERR_UTF8`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_session_out_of_band(
    service: Option<&amtp_service_point>,
    hello: Option<&amtp_hello>,
    from: *const c_char,
    len: usize,
    monotonic: u64,
    wall: i64,
    out: Option<&mut MaybeUninit<*mut amtp_session>>,
) -> amtp_status {
    guard(|| {
        let (service, hello) = (service_of(service)?, message(hello)?);
        // SAFETY: the header asks for `len` readable bytes.
        let from = unsafe { address(from, len) }?;
        let now = clocks(monotonic, wall);
        put_session(out, || Ok(Session::OutOfBand(OutOfBand::new(service, &hello, from, now))))
    })
}

/// Begins a session in band, on the instruction of the site server, with the device at `address`, IPv4 or IPv6 as
/// text: the wired one, also if the client is on wireless. `reported` is the SHA-256 of the one-time password that
/// the agent reports, 32 bytes, or NULL with length 0 if it reports none. All are copied before return. `*out` is
/// owned by the caller (free with `amtp_session_free`).
///
/// Errors: `AMTP_ERR_RANGE` for what is no address or no SHA-256, `AMTP_ERR_UTF8`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_session_in_band(
    service: Option<&amtp_service_point>,
    settings: Option<&amtp_device_settings>,
    uuid: Option<&amtp_uuid>,
    at: *const c_char,
    len: usize,
    reported: *const u8,
    reported_len: usize,
    monotonic: u64,
    wall: i64,
    out: Option<&mut MaybeUninit<*mut amtp_session>>,
) -> amtp_status {
    guard(|| {
        let (service, settings) = (service_of(service)?, settings_of(settings)?);
        let uuid = (*uuid.ok_or(Abi::Null)?).into();
        // SAFETY: the header asks for readable bytes.
        let (at, reported) = unsafe { (address(at, len)?, input(reported, reported_len)?) };
        let reported = match reported {
            [] => None,
            hash => Some(sha256_of(hash)?),
        };
        let now = clocks(monotonic, wall);
        put_session(out, || {
            Ok(Session::InBand(InBand::new(service, settings, uuid, at, reported, now)))
        })
    })
}

/// Goes on with a session out of band that was saved, in this process or another. `settings` are those that it was
/// resolved to, or NULL if it was not yet. The snapshot is copied before return. `*out` is owned by the caller
/// (free with `amtp_session_free`).
///
/// Errors: `AMTP_ERR_SNAPSHOT` if the bytes are none of such a session, or do not fit the settings.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_session_restore_out_of_band(
    service: Option<&amtp_service_point>,
    settings: Option<&amtp_device_settings>,
    snapshot: *const u8,
    len: usize,
    monotonic: u64,
    wall: i64,
    out: Option<&mut MaybeUninit<*mut amtp_session>>,
) -> amtp_status {
    guard(|| {
        let service = service_of(service)?;
        let settings = settings.map(|settings| settings_of(Some(settings))).transpose()?;
        // SAFETY: the header asks for `len` readable bytes.
        let snapshot = unsafe { input(snapshot, len) }?;
        let now = clocks(monotonic, wall);
        put_session(out, || {
            OutOfBand::restore(service, settings, snapshot, now).map(Session::OutOfBand)
        })
    })
}

/// Goes on with a session in band that was saved. The snapshot is copied before return. `*out` is owned by the caller
/// (free with `amtp_session_free`).
///
/// Errors: `AMTP_ERR_SNAPSHOT` if the bytes are none of such a session, or do not fit the settings.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_session_restore_in_band(
    service: Option<&amtp_service_point>,
    settings: Option<&amtp_device_settings>,
    snapshot: *const u8,
    len: usize,
    monotonic: u64,
    wall: i64,
    out: Option<&mut MaybeUninit<*mut amtp_session>>,
) -> amtp_status {
    guard(|| {
        let (service, settings) = (service_of(service)?, settings_of(settings)?);
        // SAFETY: the header asks for `len` readable bytes.
        let snapshot = unsafe { input(snapshot, len) }?;
        let now = clocks(monotonic, wall);
        put_session(out, || InBand::restore(service, settings, snapshot, now).map(Session::InBand))
    })
}

/// Frees a session, and wipes the secret that it may show; NULL is fine.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_session_free(session: Option<Box<amtp_session>>) {
    handle::free(session);
}

/// The session at rest, for another process to go on with, written into `buf`: no secret, no clock. To be stored
/// before the next input is given.
///
/// Errors: `AMTP_ERR_OUT_OF_TURN` before it says to wait, and after its end; `AMTP_ERR_BUFFER`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_session_snapshot(
    session: Option<&amtp_session>,
    buf: *mut u8,
    cap: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
) -> amtp_status {
    guard(|| {
        let snapshot = either!(&read(session)?.session, session => session.snapshot())?;
        // SAFETY: the header asks for `cap` writable bytes.
        unsafe { output(&snapshot, buf, cap, out_len) }
    })
}

/// The part of a session that a step belongs to.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(i32)]
pub enum amtp_stage {
    /// There is no such step.
    None = 0,
    /// Finding the device, its account and its state.
    Contact = 1,
    /// What the device needs to be provisioned; ends with the read-back.
    One = 2,
    /// What it is configured with afterwards.
    Two = 3,
}

impl From<Stage> for amtp_stage {
    fn from(stage: Stage) -> Self {
        match stage {
            Stage::Contact => Self::Contact,
            Stage::One => Self::One,
            Stage::Two => Self::Two,
        }
    }
}

fn steps(session: Option<&amtp_session>) -> Result<&[Step], Failure> {
    Ok(read(session)?.plan().map(Plan::steps).unwrap_or_default())
}

/// How many steps the session has; 0 unless it configures a device, and for NULL. What comes after the release is
/// read is settled then.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_session_plan_count(session: Option<&amtp_session>) -> usize {
    guard_or(0, || Ok(steps(session)?.len()))
}

/// What step number `index`, from 0, does. The text is static.
///
/// Errors: `AMTP_ERR_INDEX`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_session_plan_step(
    session: Option<&amtp_session>,
    index: usize,
    out: Option<&mut MaybeUninit<amtp_str>>,
) -> amtp_status {
    guard(|| handle::put(out, steps(session)?.get(index).ok_or(Abi::Index)?.text().into()))
}

/// The part that step number `index`, from 0, belongs to; `AMTP_STAGE_NONE` if there is none.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_session_plan_stage(
    session: Option<&amtp_session>,
    index: usize,
) -> amtp_stage {
    guard_or(amtp_stage::None, || Ok(steps(session)?.get(index).ok_or(Abi::Index)?.stage().into()))
}

/// How many steps are not done: the current one, or after a failure the one that failed, and those behind it; 0 for
/// NULL.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_session_unfinished_count(session: Option<&amtp_session>) -> usize {
    guard_or(0, || Ok(read(session)?.unfinished().len()))
}

/// What step number `index`, from 0, of those that are not done would do. The text is static.
///
/// Errors: `AMTP_ERR_INDEX`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_session_unfinished_step(
    session: Option<&amtp_session>,
    index: usize,
    out: Option<&mut MaybeUninit<amtp_str>>,
) -> amtp_status {
    guard(|| {
        let step = read(session)?.unfinished().get(index).ok_or(Abi::Index)?;
        handle::put(out, step.text().into())
    })
}

/// Why the last input was not taken.
///
/// Errors: `AMTP_ERR_ABSENT` if it was, `AMTP_ERR_STRUCT_SIZE`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_session_error(
    session: Option<&amtp_session>,
    out: *mut amtp_error,
) -> amtp_status {
    guard(|| {
        let error = last_error(session)?;
        // SAFETY: the header asks for a struct with its size set.
        unsafe { put_error(error, out) }
    })
}

/// The same in words, with what was expected, written into `buf`.
///
/// Errors: `AMTP_ERR_ABSENT` if it was taken, `AMTP_ERR_BUFFER`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_session_error_text(
    session: Option<&amtp_session>,
    buf: *mut c_char,
    cap: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
) -> amtp_status {
    guard(|| {
        let error = last_error(session)?;
        // SAFETY: the header asks for `cap` writable bytes.
        unsafe { output_text(&error, buf, cap, out_len) }
    })
}
