//! The provisioning sessions, without I/O: a service point's with a device, [`OutOfBand`] and
//! [`InBand`], and the client [`Agent`]'s.
//!
//! A session decides; its embedder does. It opens no connection, reads no clock, makes no random
//! numbers and keeps no secret: it says what is to be done next, and is told what came of it. It
//! speaks [`Operation`]s, not messages; [`HttpExchange`](crate::HttpExchange) carries one to the
//! device and answers its 401. Nor does it keep other sessions: one value is one device, found again
//! by its UUID.
//!
//! ```text
//!  client                    service point                                   device
//!
//!  Agent                     InBand                OutOfBand ◄── Hello ───────┤
//!    facts                     │                     │ Resolve: known?        │
//!    one-time password         │                     │                        │
//!    hash ──► server ────────► compare               │                        │
//!    password, then open ──────│─────────────────────│──────────────────────► │
//!                              └──────────┬──────────┘                        │
//!                                     Configure                               │
//!               choose the certificate ───┤                                   │
//!                                         ├── Connect: TLS, ordered chain ──► │
//!                                         ├── Identify: which account? ─────► │ 401, digest
//!                                         ├── state, one-time password ─────► │ In
//!            CreateDirectoryAccount ◄─────┤                                   │
//!     stage one                           ├── clock, names, roots ──────────► │
//!     RequestDeviceCertificate, looks ◄───┼── key, certificate, TLS ────────► │
//!     NeedRandom, Persist, Stored ◄──────►├── admin password, MEBx ─────────► │
//!                                         ├── CommitChanges, once ──────────► │ restarts
//!                                         ├── Connect, read back ───────────► │ Post, mode 2
//!     stage two                           ├── ACL, options, Kerberos, power, wireless
//!                                         └── TaskEnd, Finished(Outcome)
//! ```
//!
//! | file | content |
//! | --- | --- |
//! | `out_of_band`, `in_band` | the two sessions of a service point |
//! | `session` | what they share: before the configuration, and the end |
//! | `configure/` | the configuration, the same for both (I-27) |
//! | `agent` | the client agent's session (F-INB 2 to 5) |
//! | `message` | inputs, outputs and events |
//! | `operation` | calls to the device, and their answers |
//! | `plan` | the steps in their order |
//! | `product` | where products differ |
//! | `settings` | what is known and wanted: of all devices, and of one |
//! | `mebx`, `one_time_password` | decisions about these passwords |
//! | `peer` | which certificates of devices are accepted |
//! | `outcome` | status, milestone and cause of an end |
//! | `outbox`, `timer` | outputs waiting to be taken, and the waits by name |
//! | `snapshot` | a session at rest as bytes |
//!
//! # The loop
//!
//! Take outputs until one says [`Output::WaitUntil`] or [`Output::Finished`], then give one input,
//! and so on. An input before every output was taken is refused as
//! [`OutOfTurn`](crate::ErrorKind::OutOfTurn), since what is not done is lost.
//!
//! ```
//! # use std::collections::VecDeque;
//! # use std::sync::Arc;
//! use amt_provisioning::provisioning::{
//!     DeviceSettings, Input, OutOfBand, Output, Resolution, ServicePoint,
//! };
//! # use amt_provisioning::{Bag, Hello, HelloBuilder, Millis, Now, Prepared, Uuid};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let file = include_bytes!(concat!(
//! #     env!("CARGO_MANIFEST_DIR"),
//! #     "/examples/amtp/data/provisioning-chain.pem"
//! # ));
//! # let from = "192.0.2.7".parse()?;
//! # let bag = Bag::read(file)?;
//! # let mut all = bag.certificates().iter().map(|item| &item.certificate);
//! # let root = all.find(|cert| cert.is_self_issued()).ok_or("no root")?.der();
//! # let hash = amt_provisioning::Hash::sha256(root);
//! # let received = HelloBuilder::pki(Uuid::from_bytes([7; 16]), &[hash]).ok_or("many")?.build();
//! # let mut now = Now { monotonic: Millis(0), wall: "2026-11-21T12:00:00Z".parse()? };
//! # let device = DeviceSettings { host: "pc7".into(), ..DeviceSettings::default() };
//! # let mut called = Vec::new();
//! # let certificates: &[&[u8]] = &[root];
//! let service = Arc::new(ServicePoint::new(vec![Prepared::new(Bag::read(file)?)])); // once
//! let mut session = OutOfBand::new(service, &Hello::parse(&received)?, from, now);
//! let mut inputs = VecDeque::new();
//! let outcome = 'session: loop {
//!     let until = loop {
//!         match session.poll() {
//!             Output::WaitUntil(time) => break time,
//!             Output::Finished(outcome) => break 'session outcome,
//!             Output::Event(event) => println!("{event:?}"),
//!             Output::Resolve { uuid } => {
//!                 println!("look up {uuid}");
//!                 inputs.push_back(Input::Resolved(Resolution::Known(Arc::new(device.clone()))));
//!             }
//!             Output::Connect(endpoint) => {
//!                 println!("connect to {}:{} with TLS", endpoint.address, endpoint.port);
//!                 inputs.push_back(Input::Connected { chain: certificates }); // the device's
//!             }
//!             Output::Invoke { call, operation, .. } => {
//!                 println!("{call:?}: {operation:?}"); // the device's answer: Input::Answered
//! #               called.push(operation);
//! #               inputs.push_back(Input::Cancel);
//!             }
//!             Output::Close => println!("close the connection"),
//!             other => todo_in_your_program(other), // NeedRandom, Persist, ...
//!         }
//!     };
//!     match inputs.pop_front() {
//!         Some(input) => session.handle(now, input)?,
//!         None => {
//! #           now.monotonic = until;
//!             session.handle(now, Input::Tick)?; // or what comes from the network before
//!         }
//!     }
//! };
//! println!("{:?} {:?}", outcome.status, outcome.cause);
//! # assert_eq!(called, [amt_provisioning::provisioning::Operation::GetGeneralSettings]);
//! # assert_eq!(outcome.cause.ok_or("no cause")?.finding, amt_provisioning::Finding::Cancelled);
//! # fn todo_in_your_program(_: Output) {}
//! # Ok(())
//! # }
//! ```
//!
//! # Secrets
//!
//! `NeedRandom`, random bytes, [`Output::Persist`] with the new password, [`Input::Stored`] with the
//! [`SecretRef`] that the embedder gave it: only then comes the [`Operation`] that takes it to the
//! device, and it holds the reference (I-01). From the moment of `Persist` on the session has no
//! secret, so neither has its debug output nor its snapshot (I-23, I-31). The [`Outcome`] names the
//! references again, also after a failure: the device may have the passwords. Accounts are references
//! as well ([`Account`]).
//!
//! # Snapshots
//!
//! At rest, [`OutOfBand::snapshot`] gives bytes for [`OutOfBand::restore`], in this process or
//! another. They hold what is left of waits, not times. A call that was in flight counts as lost: one
//! that may be repeated is, for the others the device's state is read (I-02). What the embedder was
//! asked is asked again.
//!
//! Take every output, save, and only then carry the outputs out: whoever carries out first and dies
//! before it saves goes on from an older session, which sends what is sent once again. An [`Agent`]
//! is not saved, since it would hold its one-time password: it begins anew, with another.
//!
//! # Decisions
//!
//! | open point | decision |
//! | --- | --- |
//! | the first account of a session (DF-03) | a request without credentials first; 200 to it will do |
//! | the source of the one-time password (DF-07) | agent or device; both must be right if both report |
//! | when devices lock accounts (DF-08) | one pass, 20 s between accounts |
//! | the policy for the MEBx password is not known (DF-11) | tried once; 16 and 2054 are notes before release 19 |
//! | 401 after the password was changed (D-W7) | the new password, then the old one once |
//! | numbers of power packages (D-W5) | the embedder finds the instance |
//! | wireless, on a device without | DestinationUnreachable to a deletion is no failure |
//! | the device's certificate after the commit | its own new one, else the one from before |
//! | no answer to CommitChanges, and the device is not where it would be | looked for where it was |
//! | a self-signed certificate, and the release turns out to be 15 or later | refused, or noted if unverified ones are accepted |
//! | a fault or return value to the first call (W-305) | the account is right |
//! | GenerateKeyPair is busy, or its answer was lost | key pairs are listed every 10 s, 20 times |
//! | no answer to CommitChanges | three looks at the state, 1 s apart |
//!
//! # Transitions
//!
#![doc = include_str!("transitions.md")]

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
