//! The client agent's side of provisioning in band.

use core::ffi::c_char;
use core::mem::MaybeUninit;

use core_lib::Fact;
use core_lib::provisioning::{
    Agent, AgentFacts, AgentInput, AgentOutcome, AgentOutput, OneTimePassword, Timers,
};

use crate::bytes::{amtp_bytes, input, output, output_text, text};
use crate::facts::amtp_facts;
use crate::finding::amtp_finding;
use crate::guard::guard;
use crate::handle::{self, Exclusive, last_error, mutable, put_new, read, write};
use crate::service_point::amtp_product;
use crate::session::clocks;
use crate::session_result::amtp_device_status;
use crate::sized::{amtp_error, by_value, put_error, put_sized};
use crate::status::{Abi, Failure, amtp_status, truth};

/// The client agent's session: checks the computer, agrees on a one-time password with the server, and only then
/// opens the device's network interface. Used as `amtp_session` is.
///
/// Threads: what takes it by pointer to non-const needs exclusive use; reading may be done by several threads at
/// once.
///
/// Since: 0.1
pub struct amtp_agent(Exclusive<State>);

mutable!(amtp_agent, State);

/// What an agent handle holds.
pub(crate) struct State {
    agent: Agent,
    /// The current output, which views are borrowed from.
    output: Option<AgentOutput>,
}

/// What an agent is to do next. The comment names the fields of `amtp_agent_output` that count, and the function that
/// answers.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(i32)]
pub enum amtp_agent_output_kind {
    /// Something that this header does not know; there is nothing to do about it.
    None = 0,
    /// Read what the computer has: `amtp_agent_facts`.
    ReadFacts = 1,
    /// Give `length` bytes of the system's generator: `amtp_agent_random`.
    NeedRandom = 2,
    /// Send `data`, the SHA-256 of the one-time password, to the server, and wait until it is stored:
    /// `amtp_agent_hash_stored`.
    SendHash = 3,
    /// `SetProvisioningServerOtp` on the host interface with `data`, the one-time password: `amtp_agent_password_set`.
    SetOneTimePassword = 4,
    /// `StartConfiguration` on the host interface: `amtp_agent_interface_opened`.
    OpenInterface = 5,
    /// The task has ended: exactly once.
    TaskEnd = 6,
    /// Give the next input, or call `amtp_agent_tick` when the monotonic clock says `until`.
    WaitUntil = 7,
    /// The session is over, and says so for ever: `interface_open`, and if that is 0 `amtp_agent_cause`.
    Finished = 8,
}

/// What an agent is to do next; what does not belong to its kind is 0 or empty. Set `struct_size` before the call.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(C)]
pub struct amtp_agent_output {
    /// `sizeof(amtp_agent_output)`, set by the caller.
    pub struct_size: usize,
    /// What.
    pub kind: amtp_agent_output_kind,
    /// 1 if the network interface is open, and the device sends its Hellos.
    pub interface_open: i32,
    /// How many bytes.
    pub length: usize,
    /// A time of the monotonic clock, in milliseconds.
    pub until: u64,
    /// A hash or a secret; wiped when the next output is taken.
    pub data: amtp_bytes,
}

by_value! { amtp_agent_output = 48; }

impl amtp_agent_output {
    fn new(struct_size: usize, output: &AgentOutput) -> Self {
        let (mut interface_open, mut length, mut until) = (0, 0, 0);
        let mut data = amtp_bytes::default();
        let kind = match output {
            AgentOutput::ReadFacts => amtp_agent_output_kind::ReadFacts,
            AgentOutput::NeedRandom { length: needed } => {
                length = *needed;
                amtp_agent_output_kind::NeedRandom
            }
            AgentOutput::SendHash { hash } => {
                data = hash.as_bytes().into();
                amtp_agent_output_kind::SendHash
            }
            AgentOutput::SetOneTimePassword { password } => {
                data = password.expose().into();
                amtp_agent_output_kind::SetOneTimePassword
            }
            AgentOutput::OpenInterface => amtp_agent_output_kind::OpenInterface,
            AgentOutput::TaskEnd => amtp_agent_output_kind::TaskEnd,
            AgentOutput::WaitUntil(at) => {
                until = at.0;
                amtp_agent_output_kind::WaitUntil
            }
            AgentOutput::Finished(outcome) => {
                interface_open = outcome.interface_open.into();
                amtp_agent_output_kind::Finished
            }
            _ => amtp_agent_output_kind::None,
        };
        Self { struct_size, kind, interface_open, length, until, data }
    }
}

fn tell(
    agent: Option<&mut amtp_agent>,
    (monotonic, wall): (u64, i64),
    input: AgentInput<'_>,
) -> Result<(), Failure> {
    write(agent, |state| Ok(state.agent.handle(clocks(monotonic, wall), input)?))
}

/// Makes an agent for a service point whose provisioning certificate has a root with this hash, as
/// `amtp_check_root_hash` takes it; copied before return. `product` is one of `amtp_product`, `patience` how many
/// milliseconds each answer is waited for; 0 stands for 5 minutes. `*out` is owned by the caller (free with
/// `amtp_agent_free`).
///
/// Errors: `AMTP_ERR_UTF8`, `AMTP_ERR_ENUM`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_agent_new(
    root_hash: *const c_char,
    len: usize,
    product: i32,
    patience: u64,
    monotonic: u64,
    wall: i64,
    out: Option<&mut MaybeUninit<*mut amtp_agent>>,
) -> amtp_status {
    guard(|| {
        // SAFETY: the header asks for `len` readable bytes.
        let root_hash = unsafe { text(root_hash, len) }?;
        let product = amtp_product::accept(product)?;
        let mut timers = Timers::default();
        if patience != 0 {
            timers.embedder.0 = patience;
        }
        let now = clocks(monotonic, wall);
        put_new(out, || {
            let agent = Agent::new(root_hash, product, timers, now);
            Ok(amtp_agent(Exclusive::new(State { agent, output: None })))
        })
    })
}

/// Frees an agent, and wipes its secret; NULL is fine.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_agent_free(agent: Option<Box<amtp_agent>>) {
    handle::free(agent);
}

/// What to do next, as `amtp_session_poll`. `*out` is borrowed from the agent until the next call of this function,
/// or until it is freed.
///
/// Errors: `AMTP_ERR_STRUCT_SIZE`; then no output was taken.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_agent_poll(
    agent: Option<&mut amtp_agent>,
    out: *mut amtp_agent_output,
) -> amtp_status {
    guard(|| {
        write(agent, |State { agent, output }| {
            let make = |size| Ok(amtp_agent_output::new(size, output.insert(agent.poll())));
            // SAFETY: the header asks for a struct with its size set.
            unsafe { put_sized(out, make) }
        })
    })
}

/// Tells what the computer has: `host_interface` is 1 if the driver of the host interface is present, else 0;
/// `status` is one of `amtp_device_status`; `facts` hold the root hashes in the device's memory, copied before return,
/// and none if they cannot be read.
///
/// Errors: `AMTP_ERR_OUT_OF_TURN`, `AMTP_ERR_ENUM`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_agent_facts(
    agent: Option<&mut amtp_agent>,
    monotonic: u64,
    wall: i64,
    host_interface: i32,
    status: i32,
    facts: Option<&amtp_facts>,
) -> amtp_status {
    guard(|| {
        let root_hashes = match &read(facts)?.root_hashes {
            Fact::Unknown => None,
            Fact::Absent(_) => Some(Default::default()),
            Fact::Known(list, _) => Some(list.clone()),
        };
        let (host_interface, status) =
            (truth(host_interface)?, amtp_device_status::accept(status)?);
        let facts = AgentFacts { host_interface, status, root_hashes };
        tell(agent, (monotonic, wall), AgentInput::Facts(&facts))
    })
}

/// Gives bytes of the system's generator, copied before return.
///
/// Errors: `AMTP_ERR_OUT_OF_TURN`, `AMTP_ERR_RANDOM` if there are too few.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_agent_random(
    agent: Option<&mut amtp_agent>,
    monotonic: u64,
    wall: i64,
    random: *const u8,
    len: usize,
) -> amtp_status {
    guard(|| {
        // SAFETY: the header asks for `len` readable bytes.
        let random = unsafe { input(random, len) }?;
        tell(agent, (monotonic, wall), AgentInput::Random(random))
    })
}

/// Tells whether the server stored the hash: 1 or 0.
///
/// Errors: `AMTP_ERR_OUT_OF_TURN`, `AMTP_ERR_ENUM`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_agent_hash_stored(
    agent: Option<&mut amtp_agent>,
    monotonic: u64,
    wall: i64,
    stored: i32,
) -> amtp_status {
    guard(|| tell(agent, (monotonic, wall), AgentInput::HashStored(truth(stored)?)))
}

/// Tells the status of the host interface's command that sets the one-time password; 0 is success.
///
/// Errors: `AMTP_ERR_OUT_OF_TURN`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_agent_password_set(
    agent: Option<&mut amtp_agent>,
    monotonic: u64,
    wall: i64,
    status: u32,
) -> amtp_status {
    guard(|| tell(agent, (monotonic, wall), AgentInput::PasswordSet(status)))
}

/// Tells the status of the host interface's command that opens the network interface; 0 is success.
///
/// Errors: `AMTP_ERR_OUT_OF_TURN`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_agent_interface_opened(
    agent: Option<&mut amtp_agent>,
    monotonic: u64,
    wall: i64,
    status: u32,
) -> amtp_status {
    guard(|| tell(agent, (monotonic, wall), AgentInput::InterfaceOpened(status)))
}

/// Tells that time has passed.
///
/// Errors: `AMTP_ERR_OUT_OF_TURN` before it says to wait.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_agent_tick(
    agent: Option<&mut amtp_agent>,
    monotonic: u64,
    wall: i64,
) -> amtp_status {
    guard(|| tell(agent, (monotonic, wall), AgentInput::Tick))
}

/// Ends the session.
///
/// Errors: `AMTP_ERR_OUT_OF_TURN` before it says to wait.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_agent_cancel(
    agent: Option<&mut amtp_agent>,
    monotonic: u64,
    wall: i64,
) -> amtp_status {
    guard(|| tell(agent, (monotonic, wall), AgentInput::Cancel))
}

/// What ended the agent's session. All texts are static.
///
/// Errors: `AMTP_ERR_ABSENT` if nothing did, `AMTP_ERR_STRUCT_SIZE`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_agent_cause(
    agent: Option<&amtp_agent>,
    out: *mut amtp_finding,
) -> amtp_status {
    guard(|| {
        let cause = match read(agent)?.output {
            Some(AgentOutput::Finished(AgentOutcome { cause: Some(cause), .. })) => cause,
            _ => return Err(Abi::Absent.into()),
        };
        // SAFETY: the header asks for a struct with its size set.
        unsafe { put_sized(out, |size| Ok(amtp_finding::new(size, cause.finding))) }
    })
}

/// Why the last input was not taken.
///
/// Errors: `AMTP_ERR_ABSENT` if it was, `AMTP_ERR_STRUCT_SIZE`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_agent_error(
    agent: Option<&amtp_agent>,
    out: *mut amtp_error,
) -> amtp_status {
    guard(|| {
        let error = last_error(agent)?;
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
pub unsafe extern "C" fn amtp_agent_error_text(
    agent: Option<&amtp_agent>,
    buf: *mut c_char,
    cap: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
) -> amtp_status {
    guard(|| {
        let error = last_error(agent)?;
        // SAFETY: the header asks for `cap` writable bytes.
        unsafe { output_text(&error, buf, cap, out_len) }
    })
}

/// A new one-time password from 64 bytes of a cryptographic generator, which serve for nothing else, written into
/// `buf`: 24 letters and digits, the caller's to wipe. `random` is copied before return. `amtp_hash_compute` makes the
/// SHA-256 of it that the settings take.
///
/// Errors: `AMTP_ERR_RANDOM` if the bytes run out, `AMTP_ERR_BUFFER`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_one_time_password_generate(
    random: *const u8,
    random_len: usize,
    buf: *mut c_char,
    cap: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
) -> amtp_status {
    guard(|| {
        // SAFETY: the header asks for readable bytes.
        let password = OneTimePassword::generate(unsafe { input(random, random_len) }?)?;
        // SAFETY: the header asks for `cap` writable bytes.
        unsafe { output(password.expose(), buf.cast(), cap, out_len) }
    })
}
