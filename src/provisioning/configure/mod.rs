//! The machine that both ways share: from the first connection to the result (I-27).
//!
//! It walks the steps of a [`Plan`] and rests in one of seven waits:
//!
//! | file | content |
//! | --- | --- |
//! | `connection` | where it leads, and who answers |
//! | `calls` | what each step asks of the device |
//! | `answers` | what its answers, and their absence, mean |
//! | `state` | what is read of its state, and what follows |
//! | `accounts` | the trial of accounts, and the change to the new password |
//! | `certificate` | the device's certificate, requested, awaited and checked |
//! | `known`, `wait` | what was learned, and what is waited for |
//! | `ending` | the result, and the status of the device |

mod accounts;
mod answers;
mod calls;
mod certificate;
mod connection;
mod ending;
mod known;
mod state;
mod wait;

use alloc::sync::Arc;
use core::net::IpAddr;

use self::accounts::Accounts;
pub(super) use self::known::{Chosen, Efforts, Known};
pub(super) use self::wait::{Then, Wait};
use super::message::{Event, Input, Output, Purpose};
use super::operation::{Call, CallFailure, Operation};
use super::outbox::Outbox;
use super::outcome::{Cause, ConnectFailure, Milestone, Seen};
use super::plan::{Plan, Step, Way};
use super::settings::{DeviceSettings, ServicePoint};
use super::timer::Timer;
use crate::device::{Device, DeviceFacts};
use crate::digest::generate_password;
use crate::error::{Error, ErrorKind};
use crate::finding::{Finding, FindingSet};
use crate::release::Release;
use crate::time::Now;
use crate::uuid::Uuid;
use crate::validation::{Verdict, choose};

/// Random bytes asked for a password; see [`generate_password`].
const PASSWORD_RANDOM: usize = 256;

/// A session from the choice of the certificate on.
#[derive(Debug)]
pub(super) struct Configure {
    pub(super) service: Arc<ServicePoint>,
    pub(super) device: Arc<DeviceSettings>,
    pub(super) way: Way,
    pub(super) uuid: Uuid,
    pub(super) address: IpAddr,
    pub(super) chosen: Chosen,
    pub(super) suspects: FindingSet,
    plan: Plan,
    pub(super) at: usize,
    pub(super) wait: Wait,
    pub(super) efforts: Efforts,
    pub(super) call: Call,
    /// The next call has to open another connection.
    new_connection: bool,
    pub(super) accounts: Accounts,
    pub(super) known: Known,
    pub(super) milestone: Milestone,
    /// Why the session ends after the call under way.
    pub(super) parting: Option<Finding>,
}

/// What comes of an input: go on resting, or the end.
pub(super) type Next = Result<(), Cause>;

impl Configure {
    /// At the start of its plan; nothing is done before [`act`](Self::act).
    pub(super) fn new(
        service: Arc<ServicePoint>,
        device: Arc<DeviceSettings>,
        way: Way,
        uuid: Uuid,
        address: IpAddr,
    ) -> Self {
        let plan = Plan::new(way, service.product, &device, None);
        let accounts = Accounts::new(&service);
        let known = Known {
            mebx: device.configuration.mebx.password.stored(),
            kerberos: device.directory_account.clone(),
            ..Known::default()
        };
        Self {
            service,
            device,
            way,
            uuid,
            address,
            chosen: Chosen::default(),
            suspects: FindingSet::EMPTY,
            plan,
            at: 0,
            wait: Wait::Connection,
            efforts: Efforts::default(),
            call: Call::default(),
            new_connection: false,
            accounts,
            known,
            milestone: Milestone::None,
            parting: None,
        }
    }

    pub(super) const fn plan(&self) -> &Plan {
        &self.plan
    }

    pub(super) fn step(&self) -> Option<Step> {
        self.plan.get(self.at)
    }

    /// Chooses the certificate and begins.
    pub(super) fn begin(&mut self, facts: DeviceFacts, now: Now, out: &mut Outbox<Output>) -> Next {
        if !self.device.is_usable() {
            return Err(Cause {
                finding: Finding::SettingsUnusable,
                step: None,
                seen: Seen::Nothing,
            });
        }
        let device = Device::new(facts);
        let service = &self.service;
        let ranked = choose(
            service.certificates.iter().map(|prepared| &**prepared),
            &device,
            &service.policy,
            Some(now.wall),
        );
        let Some(best) = ranked.first() else {
            return Err(self.cause(Finding::LeafNotFound, Seen::Nothing));
        };
        let evaluation = best.evaluation;
        self.suspects = evaluation.failures().union(evaluation.open_points());
        let refused = !matches!(evaluation.verdict(), Verdict::Accepted | Verdict::Undetermined);
        if let (true, false, Some(finding)) = (refused, service.try_rejected, evaluation.headline())
        {
            out.push(Output::Event(Event::CertificateRefused(best.index, evaluation)));
            return Err(Cause { finding, step: None, seen: Seen::Nothing });
        }
        let (candidate, path) = (evaluation.candidate_index(), evaluation.path_index());
        self.chosen = Chosen { certificate: best.index, candidate, path };
        out.push(Output::Event(Event::CertificateChosen(best.index, evaluation)));
        self.announce(out);
        self.act(now, out)
    }

    pub(super) fn cause(&self, finding: Finding, seen: Seen) -> Cause {
        Cause { finding, step: self.step(), seen }
    }

    /// Does the current step, from its beginning.
    pub(super) fn act(&mut self, now: Now, out: &mut Outbox<Output>) -> Next {
        let Some(step) = self.step() else {
            self.milestone = Milestone::Configured;
            return Ok(());
        };
        match step {
            Step::Connect | Step::Reconnect => {
                out.push(Output::Connect(self.endpoint()));
                self.rest(Wait::Connection, Timer::Connect, out);
            }
            Step::StoreAdminPassword | Step::StoreMebxPassword => {
                let known = match step {
                    Step::StoreAdminPassword => self.known.admin,
                    _ => self.known.mebx,
                };
                if known.is_some() {
                    return self.advance(now, out);
                }
                out.push(Output::NeedRandom { length: PASSWORD_RANDOM });
                self.rest(Wait::Random, Timer::Embedder, out);
            }
            Step::DirectoryAccount => {
                out.push(Output::CreateDirectoryAccount { fqdn: self.device.fqdn() });
                self.rest(Wait::Directory, Timer::Embedder, out);
            }
            Step::DeviceCertificate => self.look_for_certificate(out),
            Step::TlsGap => self.pause(Timer::TlsGap, Then::Advance, out),
            Step::Settle => self.pause(Timer::AfterCommit, Then::Advance, out),
            _ => match self.operation(step, now)? {
                Some(operation) => self.invoke(operation, false, out),
                None => return self.advance(now, out),
            },
        }
        Ok(())
    }

    /// Goes on to the next step.
    pub(super) fn advance(&mut self, now: Now, out: &mut Outbox<Output>) -> Next {
        self.skip(1, now, out)
    }

    pub(super) fn skip(&mut self, steps: usize, now: Now, out: &mut Outbox<Output>) -> Next {
        self.at = self.at.saturating_add(steps);
        self.efforts = Efforts::default();
        self.announce(out);
        self.act(now, out)
    }

    fn announce(&self, out: &mut Outbox<Output>) {
        if let Some(step) = self.step() {
            let number = self.at.saturating_add(1);
            out.push(Output::Event(Event::Step(step, number, self.plan.steps().len())));
        }
    }

    pub(super) fn rest(&mut self, wait: Wait, timer: Timer, out: &mut Outbox<Output>) {
        self.wait = wait;
        out.wait(timer, self.service.timers.of(timer));
    }

    pub(super) fn pause(&mut self, timer: Timer, then: Then, out: &mut Outbox<Output>) {
        self.rest(Wait::Pause(then), timer, out);
        if let Some(until) = out.deadline() {
            let look = (timer == Timer::DeviceCertificate).then_some(self.efforts.looks);
            out.push(Output::Event(Event::Waiting(timer, until, look)));
        }
    }

    /// Sends a message, or the last one once more.
    pub(super) fn invoke(&mut self, operation: Operation, again: bool, out: &mut Outbox<Output>) {
        let Call { message, sending } = self.call;
        self.call = match again {
            true => Call { message, sending: sending.saturating_add(1) },
            false => Call { message: message.saturating_add(1), sending: 1 },
        };
        match operation {
            // From here on it is known only once it was read again.
            Operation::CommitChanges => self.known.state = None,
            Operation::SetMebxPassword { .. } => self.known.mebx_sent = true,
            _ => {}
        }
        out.push(Output::Invoke {
            call: self.call,
            operation,
            credential: self.accounts.current(),
            new_connection: self.new_connection,
        });
        self.new_connection = false;
        self.rest(Wait::Answer, Timer::Response, out);
    }

    /// Sends the message of this step once more. That of SetTime tells the time, so it is another.
    pub(super) fn send_again(&mut self, now: Now, out: &mut Outbox<Output>) -> Next {
        let operation = self.step().map(|step| self.operation(step, now)).transpose()?;
        match operation.flatten() {
            Some(operation) => {
                let again = !matches!(operation, Operation::SetTime { .. });
                self.invoke(operation, again, out);
                Ok(())
            }
            None => self.advance(now, out),
        }
    }

    pub(super) const fn reconnect(&mut self) {
        self.new_connection = true;
    }

    /// Takes an input. What the network does is never out of turn; what the embedder was not asked
    /// for is.
    pub(super) fn handle(
        &mut self,
        input: Input<'_>,
        now: Now,
        out: &mut Outbox<Output>,
    ) -> Result<Next, Error> {
        Ok(match (input, self.wait) {
            (Input::Hello { .. }, _) => {
                let installed = Finding::ClientInstalled;
                let why = (self.way == Way::InBand).then_some(installed);
                out.push(Output::Event(Event::HelloDiscarded(why)));
                Ok(())
            }
            (Input::Cancel, _) => {
                let finding = self.parting.unwrap_or(Finding::Cancelled);
                Err(self.cause(finding, Seen::Nothing))
            }
            (Input::Tick, _) => match out.expired() {
                Some(timer) => self.expired(timer, now, out),
                None => Ok(()),
            },
            (Input::Connected { chain }, Wait::Connection) => self.connected(chain, now, out),
            (Input::Connected { chain }, _) => self.same_peer(chain),
            (Input::NotConnected(why), Wait::Connection) => self.not_connected(why, out),
            (Input::NotConnected(_), Wait::Answer) => {
                self.answered(Err(CallFailure::NotSent), now, out)
            }
            (Input::NotConnected(_) | Input::Disconnected, _) => {
                self.new_connection = true;
                Ok(())
            }
            (Input::Answered { call, result }, Wait::Answer) if call == self.call => {
                self.answered(result, now, out)
            }
            (Input::Answered { call, .. }, _) => {
                out.push(Output::Event(Event::LateAnswer(call)));
                Ok(())
            }
            (Input::Random(bytes), Wait::Random) => self.new_password(bytes, out)?,
            (Input::Stored(purpose, reference), Wait::Stored(wanted)) if purpose == wanted => {
                match purpose {
                    Purpose::AdminPassword => self.known.admin = Some(reference),
                    Purpose::MebxPassword => self.known.mebx = Some(reference),
                }
                self.advance(now, out)
            }
            (Input::NotStored, Wait::Stored(_)) => {
                Err(self.cause(Finding::NotStored, Seen::Nothing))
            }
            (Input::DirectoryAccount(Some(account)), Wait::Directory) => {
                self.known.kerberos = Some(account);
                self.advance(now, out)
            }
            (Input::DirectoryAccount(None), Wait::Directory) => {
                Err(self.cause(Finding::DirectoryAccountFailed, Seen::Nothing))
            }
            (Input::DeviceCertificate(found), Wait::Certificate) => {
                self.certificate_look(found, now, out)
            }
            (input, wait) => {
                let (expected, found) = (wait.text(), input.name());
                return Err(Error::new(ErrorKind::OutOfTurn { expected, found }));
            }
        })
    }

    fn expired(&mut self, timer: Timer, now: Now, out: &mut Outbox<Output>) -> Next {
        match self.wait {
            Wait::Connection => self.not_connected(ConnectFailure::Tcp(0), out),
            Wait::Answer => self.answered(Err(CallFailure::Lost), now, out),
            Wait::Certificate => self.certificate_look(None, now, out),
            Wait::Pause(Then::Again) => self.act(now, out),
            Wait::Pause(Then::SendAgain) => self.send_again(now, out),
            Wait::Pause(Then::Advance) => self.advance(now, out),
            Wait::Random | Wait::Stored(_) | Wait::Directory => {
                Err(self.cause(Finding::TimedOut, Seen::Expired(timer)))
            }
        }
    }

    /// Makes a password and has it stored: the device gets it after that only (I-01).
    fn new_password(&mut self, random: &[u8], out: &mut Outbox<Output>) -> Result<Next, Error> {
        let secret = generate_password(random)?;
        let purpose = match self.step() {
            Some(Step::StoreMebxPassword) => Purpose::MebxPassword,
            _ => Purpose::AdminPassword,
        };
        out.push(Output::Persist { purpose, secret });
        self.rest(Wait::Stored(purpose), Timer::Embedder, out);
        Ok(Ok(()))
    }

    /// Takes up a saved session: what was in flight counts as lost (I-31). What may be repeated is
    /// asked again, and that costs the device none of its attempts.
    pub(super) fn resume(&mut self, now: Now, out: &mut Outbox<Output>) -> Next {
        self.new_connection = true;
        let repeatable = match self.step().map(|step| self.operation(step, now)).transpose()? {
            Some(Some(operation)) => operation.is_repeatable(),
            _ => false,
        };
        match self.wait {
            Wait::Answer if self.parting.is_none() && repeatable => {
                self.efforts.acted = true;
                // Whether the entry is gone is seen by listing them anew.
                match self.step() {
                    Some(Step::ClearAcl) => self.act(now, out),
                    _ => self.send_again(now, out),
                }
            }
            Wait::Answer => self.answered(Err(CallFailure::Lost), now, out),
            Wait::Pause(_) => Ok(()),
            Wait::Certificate => {
                if self.efforts.looks <= 1 {
                    self.request_certificate(out);
                }
                self.look(out);
                Ok(())
            }
            // Nobody knows whether a password was stored; one that was is never used.
            Wait::Connection | Wait::Random | Wait::Stored(_) | Wait::Directory => {
                self.act(now, out)
            }
        }
    }

    pub(super) fn replan(&mut self, release: Release) {
        self.known.release = Some(release);
        self.plan = Plan::new(self.way, self.service.product, &self.device, Some(release));
    }

    /// Ends the session after one more call, whatever becomes of it.
    pub(super) fn part(
        &mut self,
        finding: Finding,
        operation: Operation,
        out: &mut Outbox<Output>,
    ) {
        self.parting = Some(finding);
        self.invoke(operation, false, out);
    }
}
