//! The provisioning sessions, without I/O: out of band, in band, and the client agent's.

mod agent;
mod configure;
mod in_band;
mod mebx;
mod message;
mod one_time_password;
mod operation;
mod out_of_band;
mod outbox;
mod outcome;
mod peer;
mod plan;
mod product;
mod session;
mod settings;
mod snapshot;
mod timer;

pub use agent::{Agent, AgentFacts, AgentInput, AgentOutcome, AgentOutput};
pub use in_band::InBand;
pub use mebx::{MebxDecision, MebxPassword, MebxPolicy, MebxSettings};
pub use message::{Endpoint, Event, Input, Output, Purpose, Resolution};
pub use one_time_password::OneTimePassword;
pub use operation::{
    Account, Call, CallFailure, DeviceKey, FaultCode, Instance, Operation, ProvisioningState,
    Reply, TlsSide,
};
pub use out_of_band::OutOfBand;
pub use outcome::{Cause, ConnectFailure, Milestone, Outcome, Seen, Status};
pub use peer::{PeerRules, PeerTrust};
pub use plan::{Plan, Stage, Step, Way};
pub use product::{Habits, Product};
pub use settings::{
    AclAccess, AclEntry, AclUser, Configuration, DeviceSettings, KerberosSettings, NamesFrom,
    PayloadRef, PowerScheme, SecretRef, ServicePoint, TlsAuthentication,
};
pub use timer::{Timer, Timers};
