//! The client agent's side of provisioning in band (F-INB 2 to 5).

use alloc::string::String;

use super::one_time_password::OneTimePassword;
use super::outbox::Outbox;
use super::outcome::{Cause, Seen, Status};
use super::product::Product;
use super::timer::{Timer, Timers};
use crate::error::{Error, ErrorKind};
use crate::finding::Finding;
use crate::root_hash::{Hash, RootHashList, check_root_hash};
use crate::secret::Secret;
use crate::time::{Millis, Now};

/// The client agent's session: checks the computer, agrees on a one-time password with the server,
/// and only then opens the network interface (I-06).
///
/// ```text
/// facts ──► random bytes ──► server stores the hash ──► device gets the password ──► interface opens
/// ```
#[derive(Debug)]
pub struct Agent {
    out: Outbox<AgentOutput>,
    product: Product,
    timers: Timers,
    /// The thumbprint of the provisioning certificate's root, as text.
    root_hash: String,
    wait: Wait,
}

/// What the agent waits for.
#[derive(Debug)]
enum Wait {
    Facts,
    Random,
    Server(Secret),
    Password,
    Interface,
    Ended(AgentOutcome),
}

/// What an agent finds on its computer.
#[derive(Clone, Debug, PartialEq)]
pub struct AgentFacts {
    /// The driver of the host interface is present.
    pub host_interface: bool,
    /// The device's status.
    pub status: Status,
    /// The root hashes in the device's memory; `None` if they cannot be read.
    pub root_hashes: Option<RootHashList>,
}

/// What happened, told to [`Agent::handle`].
#[derive(Debug)]
#[non_exhaustive]
pub enum AgentInput<'a> {
    /// The answer to [`AgentOutput::ReadFacts`].
    Facts(&'a AgentFacts),
    /// The answer to [`AgentOutput::NeedRandom`].
    Random(&'a [u8]),
    /// The answer to [`AgentOutput::SendHash`]: did the server store it?
    HashStored(bool),
    /// The answer to [`AgentOutput::SetOneTimePassword`] and [`AgentOutput::OpenInterface`]: the
    /// status of the host interface's command; 0 is success.
    HostStatus(u32),
    /// Time has passed.
    Tick,
    /// The session shall end.
    Cancel,
}

/// What to do next, told by [`Agent::poll`].
#[derive(Debug, PartialEq)]
#[non_exhaustive]
pub enum AgentOutput {
    /// Read what the computer has: [`AgentInput::Facts`].
    ReadFacts,
    /// Give so many bytes of the system's generator: [`AgentInput::Random`].
    NeedRandom {
        /// How many.
        length: usize,
    },
    /// Send this to the server, and wait until it is stored: [`AgentInput::HashStored`].
    SendHash {
        /// SHA-256 of the one-time password.
        hash: Hash,
    },
    /// `SetProvisioningServerOtp` on the host interface: [`AgentInput::HostStatus`].
    SetOneTimePassword {
        /// The password.
        password: Secret,
    },
    /// `StartConfiguration` on the host interface: [`AgentInput::HostStatus`].
    OpenInterface,
    /// The task has ended: exactly once.
    TaskEnd,
    /// Give the next input, or [`AgentInput::Tick`] at this time of the monotonic clock.
    WaitUntil(Millis),
    /// The session is over; it says so for ever.
    Finished(AgentOutcome),
}

/// How the agent's session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgentOutcome {
    /// The network interface is open, and the device sends its Hellos.
    pub interface_open: bool,
    /// What ended it; `None` if all is done.
    pub cause: Option<Cause>,
}

impl AgentInput<'_> {
    const fn name(&self) -> &'static str {
        match self {
            Self::Facts(_) => "facts",
            Self::Random(_) => "random bytes",
            Self::HashStored(_) => "the server's answer",
            Self::HostStatus(_) => "a status of the host interface",
            Self::Tick => "time",
            Self::Cancel => "a cancellation",
        }
    }
}

impl Agent {
    /// For a service point whose provisioning certificate has a root with this hash: hex, as logs
    /// and dialogs show it.
    #[must_use]
    pub fn new(root_hash: impl Into<String>, product: Product, timers: Timers, now: Now) -> Self {
        let root_hash = root_hash.into();
        let mut out = Outbox::new(now.monotonic);
        out.push(AgentOutput::ReadFacts);
        out.wait(Timer::Embedder, timers.embedder);
        Self { out, product, timers, root_hash, wait: Wait::Facts }
    }

    /// Takes what happened, once every output was taken. After the end everything is ignored.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::OutOfTurn`] while outputs wait to be taken, and for what the session did not
    /// ask for; [`ErrorKind::Random`] for too few random bytes. Then only the clock was taken.
    pub fn handle(&mut self, now: Now, input: AgentInput<'_>) -> Result<(), Error> {
        self.out.turn(now.monotonic, input.name())?;
        match (input, &mut self.wait) {
            (_, Wait::Ended(_)) => {}
            (AgentInput::Cancel, _) => self.end(Some((Finding::Cancelled, Seen::Nothing))),
            (AgentInput::Tick, _) => {
                if let Some(timer) = self.out.expired() {
                    self.end(Some((Finding::TimedOut, Seen::Expired(timer))));
                }
            }
            (AgentInput::Facts(facts), Wait::Facts) => match self.obstacle(facts) {
                Some(finding) => self.end(Some((finding, Seen::Nothing))),
                None => {
                    let length = OneTimePassword::RANDOM;
                    self.ask(AgentOutput::NeedRandom { length }, Wait::Random);
                }
            },
            (AgentInput::Random(bytes), Wait::Random) => {
                let password = OneTimePassword::generate(bytes)?;
                let hash = OneTimePassword::hash(password.expose());
                self.ask(AgentOutput::SendHash { hash }, Wait::Server(password));
            }
            (AgentInput::HashStored(true), Wait::Server(_)) => {
                if let Wait::Server(password) = core::mem::replace(&mut self.wait, Wait::Password) {
                    let output = AgentOutput::SetOneTimePassword { password };
                    self.ask(output, Wait::Password);
                }
            }
            (AgentInput::HashStored(false), Wait::Server(_)) => {
                self.end(Some((Finding::OtpNotStored, Seen::Nothing)));
            }
            (AgentInput::HostStatus(0), Wait::Password) => {
                self.ask(AgentOutput::OpenInterface, Wait::Interface);
            }
            (AgentInput::HostStatus(0), Wait::Interface) => self.end(None),
            (AgentInput::HostStatus(status), Wait::Password | Wait::Interface) => {
                self.end(Some((Finding::HostInterfaceFailed, Seen::HostStatus(status))));
            }
            (input, wait) => {
                let (expected, found) = (wait.text(), input.name());
                return Err(Error::new(ErrorKind::OutOfTurn { expected, found }));
            }
        }
        Ok(())
    }

    /// What to do next. To be asked until it says [`AgentOutput::WaitUntil`] or
    /// [`AgentOutput::Finished`]; then it says the same until the next input.
    #[must_use = "what is not done is lost"]
    pub fn poll(&mut self) -> AgentOutput {
        match (self.out.pop(), &self.wait) {
            (Some(output), _) => output,
            (None, Wait::Ended(outcome)) => AgentOutput::Finished(*outcome),
            (None, _) => AgentOutput::WaitUntil(self.out.deadline().unwrap_or(Millis(u64::MAX))),
        }
    }

    /// Why this computer cannot be provisioned in band, if it cannot (F-INB 2).
    fn obstacle(&self, facts: &AgentFacts) -> Option<Finding> {
        let ready = match (self.product.habits().exact_status, facts.status) {
            (true, status) => status == Status::NotProvisioned,
            (false, Status::ProvisionedAdmin | Status::ProvisionedClient) => false,
            (false, _) => true,
        };
        if !facts.host_interface {
            return Some(Finding::HeciMissing);
        }
        if !ready {
            return Some(Finding::StatusNotReady);
        }
        check_root_hash(&self.root_hash, facts.root_hashes.as_ref()).finding
    }

    fn ask(&mut self, output: AgentOutput, wait: Wait) {
        self.wait = wait;
        self.out.push(output);
        self.out.wait(Timer::Embedder, self.timers.embedder);
    }

    fn end(&mut self, why: Option<(Finding, Seen)>) {
        let cause = why.map(|(finding, seen)| Cause { finding, step: None, seen });
        self.out.push(AgentOutput::TaskEnd);
        self.out.stop();
        self.wait = Wait::Ended(AgentOutcome { interface_open: cause.is_none(), cause });
    }
}

impl Wait {
    const fn text(&self) -> &'static str {
        match self {
            Self::Facts => "facts",
            Self::Random => "random bytes",
            Self::Server(_) => "the server's answer",
            Self::Password | Self::Interface => "a status of the host interface",
            Self::Ended(_) => "nothing",
        }
    }
}
