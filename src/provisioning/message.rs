//! What goes into a session of a service point, and what comes out of it.

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;
use core::net::IpAddr;

use super::operation::{Account, Call, CallFailure, Operation, Reply};
use super::outcome::{Cause, ConnectFailure, Outcome, Status};
use super::peer::PeerTrust;
use super::plan::Step;
use super::settings::{DeviceSettings, KerberosSettings, SecretRef};
use super::timer::Timer;
use crate::finding::Finding;
use crate::hello::Hello;
use crate::root_hash::Hash;
use crate::secret::Secret;
use crate::time::Millis;
use crate::uuid::Uuid;
use crate::validation::Evaluation;

/// What happened, told to `handle`.
#[derive(Debug)]
#[non_exhaustive]
pub enum Input<'a> {
    /// A Hello of the device came, from this address.
    Hello {
        /// The message.
        hello: &'a Hello<'a>,
        /// The sender of the connection.
        from: IpAddr,
    },
    /// The answer to [`Output::Resolve`].
    Resolved(Resolution),
    /// A connection is open. The device's certificates, leaf first, DER; none without TLS. Also told
    /// when a call had the connection opened anew.
    Connected {
        /// The certificates.
        chain: &'a [&'a [u8]],
    },
    /// The answer to [`Output::Connect`]: it did not come about.
    NotConnected(ConnectFailure),
    /// The connection ended, while no call was under way.
    Disconnected,
    /// The answer to [`Output::Invoke`].
    Answered {
        /// The call.
        call: Call,
        /// What became of it.
        result: Result<Reply, CallFailure>,
    },
    /// The answer to [`Output::NeedRandom`].
    Random(&'a [u8]),
    /// The answer to [`Output::Persist`]: it is stored for good under this reference.
    Stored(Purpose, SecretRef),
    /// The answer to [`Output::Persist`]: it could not be stored.
    NotStored,
    /// The answer to [`Output::CreateDirectoryAccount`]; `None` if it could not be made.
    DirectoryAccount(Option<KerberosSettings>),
    /// The answer to [`Output::LookForDeviceCertificate`], DER; `None` if it is not there yet.
    DeviceCertificate(Option<&'a [u8]>),
    /// Time has passed.
    Tick,
    /// The session shall end.
    Cancel,
}

impl Input<'_> {
    /// What it is, in the words of errors.
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Hello { .. } => "a Hello",
            Self::Resolved(_) => "a device's settings",
            Self::Connected { .. } => "a connection",
            Self::NotConnected(_) => "a failed connection",
            Self::Disconnected => "the end of a connection",
            Self::Answered { .. } => "an answer",
            Self::Random(_) => "random bytes",
            Self::Stored(..) => "a stored secret",
            Self::NotStored => "a failed store",
            Self::DirectoryAccount(_) => "a directory account",
            Self::DeviceCertificate(_) => "a device certificate",
            Self::Tick => "time",
            Self::Cancel => "a cancellation",
        }
    }
}

/// What the embedder's registry says about a UUID.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Resolution {
    /// The device is known, and to be provisioned with these settings.
    Known(Arc<DeviceSettings>),
    /// It is not known. The registry should be asked for [`Uuid::swapped`] too (H-13).
    Unknown,
    /// The client is installed on it: it is provisioned in band.
    ClientInstalled,
    /// Another session for it is under way.
    Busy,
}

/// What a secret is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// The password of the account `admin`.
    AdminPassword,
    /// The password of MEBx.
    MebxPassword,
}

/// What to do next, told by `poll`.
#[derive(Debug, PartialEq)]
#[non_exhaustive]
pub enum Output {
    /// Look up the device: [`Input::Resolved`].
    Resolve {
        /// The canonical UUID.
        uuid: Uuid,
    },
    /// Close the connection if there is one, and open another: [`Input::Connected`] or
    /// [`Input::NotConnected`]. Calls that want a new connection later open it to the same place.
    Connect(Endpoint),
    /// Make a call: [`Input::Answered`]. The first request on a connection goes out without
    /// credentials (W-530), and the answer to a challenge has the same body.
    Invoke {
        /// Its number.
        call: Call,
        /// What is asked.
        operation: Operation,
        /// Whose account to answer a challenge with.
        credential: Account,
        /// Open another connection for it, since the account has changed or the old one is gone.
        new_connection: bool,
    },
    /// Close the connection.
    Close,
    /// Give so many bytes of the system's generator: [`Input::Random`].
    NeedRandom {
        /// How many.
        length: usize,
    },
    /// Store this for good, and only then say [`Input::Stored`]: the device will get it, and it
    /// cannot be had again.
    Persist {
        /// What it is for.
        purpose: Purpose,
        /// The secret.
        secret: Secret,
    },
    /// Create the directory account with its service principal names: [`Input::DirectoryAccount`].
    CreateDirectoryAccount {
        /// The device's full name.
        fqdn: String,
    },
    /// Ask the certificate authority for a certificate with serverAuth; no answer is awaited. A
    /// restored session may say it once more.
    RequestDeviceCertificate {
        /// The name to issue it for.
        fqdn: String,
        /// The device's key: a SubjectPublicKeyInfo, or for RSA a PKCS#1 RSAPublicKey; DER.
        public_key: Arc<[u8]>,
    },
    /// Is the certificate issued? [`Input::DeviceCertificate`].
    LookForDeviceCertificate {
        /// Which look, from 1.
        look: u8,
    },
    /// Nothing but a report.
    Event(Event),
    /// Give the next input, or [`Input::Tick`] at this time of the monotonic clock.
    WaitUntil(Millis),
    /// The session is over; it says so for ever.
    Finished(Outcome),
}

/// Where to connect to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Endpoint {
    /// The device.
    pub address: IpAddr,
    /// 16993, or 16992 without TLS.
    pub port: u16,
    /// The certificates to present, leaf first and root included, DER; the key belongs to
    /// the first. `None`: not that certificate; a provisioned device with mutual authentication asks
    /// for the embedder's own.
    pub chain: Option<Vec<Vec<u8>>>,
    /// Whether to use TLS.
    pub tls: bool,
    /// SHA-256 of the one certificate that the device may show, if that is known: another one must
    /// be refused before anything is sent. Whoever reports it with [`Input::Connected`] has it
    /// compared here as well.
    pub pin: Option<Hash>,
}

/// What a session reports while it runs.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// The status of the device, as far as the session knows it, has changed.
    Status(Status),
    /// A Hello came while the session is under way: it was not followed, but for its address while
    /// the device is being looked up. Or why, if the device is provisioned in band.
    HelloDiscarded(Option<Finding>),
    /// This certificate was chosen, the n-th of those given, from 0.
    CertificateChosen(usize, Evaluation),
    /// No certificate was chosen, since this one, the best, would be refused: its judgement, and its
    /// place among those given.
    CertificateRefused(usize, Evaluation),
    /// The device's certificate was accepted.
    PeerAccepted(PeerTrust),
    /// An account was found.
    Authenticated(Account),
    /// A step begins: its number, from 1, and how many there are.
    Step(Step, usize, usize),
    /// A wait begins, until this time. Of the waits for a certificate, the look before it.
    Waiting(Timer, Millis, Option<u8>),
    /// Something that ends nothing.
    Note(Cause),
    /// An answer to a call that is no longer awaited; it was dropped.
    LateAnswer(Call),
    /// The monotonic clock went back by so much; waits keep what was left of them.
    ClockWentBack(Millis),
    /// The task has ended: exactly once in a session.
    TaskEnd,
}

/// One line for a log.
impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(status) => write!(f, "status: {}", status.name()),
            Self::HelloDiscarded(None) => f.write_str("Hello discarded: a session is under way"),
            Self::HelloDiscarded(Some(why)) => write!(f, "Hello discarded: {}", why.text()),
            Self::CertificateChosen(place, _) => {
                write!(f, "certificate chosen: number {}", place.saturating_add(1))
            }
            Self::CertificateRefused(place, evaluation) => {
                let place = place.saturating_add(1);
                let why = evaluation.headline().map_or("", Finding::text);
                write!(f, "no certificate chosen, the best would be number {place}: {why}")
            }
            Self::PeerAccepted(trust) => write!(f, "device certificate accepted: {}", trust.text()),
            Self::Authenticated(account) => write!(f, "account found: {account}"),
            Self::Step(step, number, count) => write!(f, "step {number} of {count}: {step}"),
            Self::Waiting(timer, until, None) => {
                write!(f, "waiting for \"{}\" until {} ms", timer.name(), until.0)
            }
            Self::Waiting(timer, until, Some(look)) => {
                write!(
                    f,
                    "waiting for \"{}\" until {} ms, after look {look}",
                    timer.name(),
                    until.0
                )
            }
            Self::Note(cause) => write!(f, "note: {cause}"),
            Self::LateAnswer(call) => {
                write!(f, "late answer to message {}, sending {}", call.message, call.sending)
            }
            Self::ClockWentBack(span) => {
                write!(f, "the monotonic clock went back by {} ms", span.0)
            }
            Self::TaskEnd => f.write_str("task end"),
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;
    use crate::provisioning::Seen;

    #[test]
    fn events_are_one_line() {
        let note =
            Cause { finding: Finding::TimedOut, step: Some(Step::Commit), seen: Seen::Times(2) };
        for (event, wanted) in [
            (Event::Status(Status::ProvisionedAdmin), "status: Provisioned"),
            (
                Event::Step(Step::AddAcl(1), 3, 9),
                "step 3 of 9: add an entry to the access control list (number 2)",
            ),
            (Event::Waiting(Timer::TlsGap, Millis(7), None), "waiting for \"tls_gap\" until 7 ms"),
            (
                Event::Waiting(Timer::DeviceCertificate, Millis(7), Some(2)),
                "waiting for \"device_certificate\" until 7 ms, after look 2",
            ),
            (Event::Authenticated(Account::Stored(SecretRef(4))), "account found: reference 4"),
            (Event::PeerAccepted(PeerTrust::Pinned), "device certificate accepted: the one known"),
            (Event::HelloDiscarded(None), "Hello discarded: a session is under way"),
            (Event::ClockWentBack(Millis(5)), "the monotonic clock went back by 5 ms"),
            (Event::TaskEnd, "task end"),
        ] {
            assert_eq!(event.to_string(), wanted);
        }
        let text = Event::Note(note).to_string();
        assert!(
            text.starts_with("note: ")
                && text.ends_with("; step: commit the changes; seen: 2 times"),
            "{text}"
        );
    }
}
