//! How a session ended, and why.

use core::fmt;

use super::operation::{CallFailure, ProvisioningState};
use super::plan::Step;
use super::settings::SecretRef;
use super::timer::Timer;
use crate::finding::{Finding, FindingSet};
use crate::release::Release;

/// What is known of a device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Status {
    /// Nothing was learned.
    #[default]
    Unknown,
    /// It answers, and no account works.
    Detected,
    /// It can be reached, and is not provisioned.
    NotProvisioned,
    /// A session is under way.
    InProvisioning,
    /// Provisioned, in Client Control Mode: read back.
    ProvisionedClient,
    /// Provisioned, in Admin Control Mode: read back.
    ProvisionedAdmin,
    /// Provisioned, and no account works.
    ProvisionedCredentialsUnknown,
    /// A control mode is set, but provisioning has not finished.
    ActivatedNotCommitted,
}

impl Status {
    /// The word for it; those of Configuration Manager where it has one.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unknown => "Unknown",
            Self::Detected => "Detected",
            Self::NotProvisioned => "Not Provisioned",
            Self::InProvisioning => "In Provisioning",
            Self::ProvisionedClient => "Provisioned (client control mode)",
            Self::ProvisionedAdmin => "Provisioned",
            Self::ProvisionedCredentialsUnknown => "Provisioned, credentials unknown",
            Self::ActivatedNotCommitted => "Activated, not committed",
        }
    }
}

/// The furthest point that the device itself confirmed (I-20).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Milestone {
    /// None.
    #[default]
    None,
    /// A connection came about.
    Connected,
    /// An account was accepted.
    Authenticated,
    /// It was found in setup.
    InSetup,
    /// It answers to the new admin password.
    AdminPassword,
    /// It was read back as provisioned.
    Provisioned,
    /// Every step of the second stage was answered.
    Configured,
}

/// The result of a session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// What is known of the device now.
    pub status: Status,
    /// How far it came.
    pub milestone: Milestone,
    /// What ended it; `None` if all is done.
    pub cause: Option<Cause>,
    /// Findings that bear on the cause, such as those of the certificate after a refused handshake,
    /// the likeliest first (flows, 8.9).
    pub suspects: FindingSet,
    /// Stands for the admin password, if one was stored. The device may have it from here on.
    pub admin_password: Option<SecretRef>,
    /// Stands for the MEBx password, if one was sent.
    pub mebx_password: Option<SecretRef>,
}

impl Outcome {
    /// Is all done?
    #[must_use]
    pub const fn is_success(&self) -> bool {
        self.cause.is_none()
    }
}

/// Why something went wrong: which finding, at which step, and what was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cause {
    /// What was found; it has the remedy.
    pub finding: Finding,
    /// The step that was under way.
    pub step: Option<Step>,
    /// What was seen.
    pub seen: Seen,
}

/// What was seen when something went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Seen {
    /// Nothing to tell.
    Nothing,
    /// The device's answer, or that there was none.
    Answer(CallFailure),
    /// The connection did not come about.
    Connection(ConnectFailure),
    /// So many attempts, or looks.
    Times(u8),
    /// This wait ended.
    Expired(Timer),
    /// This provisioning state.
    State(ProvisioningState),
    /// This control mode.
    ControlMode(u32),
    /// This release.
    Release(Release),
    /// This status of the host interface's command.
    HostStatus(u32),
}

/// Why a connection did not come about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ConnectFailure {
    /// No TCP connection: the operating system's code, 0 if there is none.
    Tcp(i32),
    /// The TLS handshake failed: alert, or code of the TLS stack (`0x80090304`), 0 if there is
    /// none.
    Tls(u32),
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.finding.text())?;
        if let Some(step) = self.step {
            write!(f, "; step: {step}")?;
        }
        match self.seen {
            Seen::Nothing => Ok(()),
            seen => write!(f, "; seen: {seen}"),
        }
    }
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => Ok(()),
            Self::Answer(failure) => write!(f, "{failure}"),
            Self::Connection(ConnectFailure::Tcp(code)) => {
                write!(f, "no TCP connection (code {code})")
            }
            Self::Connection(ConnectFailure::Tls(code)) => {
                write!(f, "no TLS connection (code {code:#x})")
            }
            Self::Times(times) => write!(f, "{times} times"),
            Self::Expired(timer) => write!(f, "the wait \"{}\" ended", timer.name()),
            Self::State(state) => write!(f, "provisioning state {state}"),
            Self::ControlMode(mode) => write!(f, "control mode {mode}"),
            Self::Release(release) => write!(f, "release {release}"),
            Self::HostStatus(status) => write!(f, "status {status}"),
        }
    }
}

impl fmt::Display for CallFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Returned(number) => write!(f, "return value {number}"),
            Self::Fault(code) => write!(f, "fault {}", code.name()),
            Self::Http(status) => write!(f, "HTTP status {status}"),
            Self::Refused(_) => f.write_str("401 to the account"),
            Self::Unfit => f.write_str("an account that does not fit the challenge"),
            Self::Unreadable => f.write_str("an answer that cannot be read"),
            Self::Lost => f.write_str("no answer"),
            Self::NotSent => f.write_str("no connection"),
        }
    }
}
