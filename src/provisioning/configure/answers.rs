//! What the device's answers, and their absence, mean to each step.

use super::super::mebx::MebxDecision;
use super::super::message::{Event, Output};
use super::super::operation::{CallFailure, FaultCode, Operation, Reply};
use super::super::outbox::Outbox;
use super::super::outcome::{Milestone, Seen};
use super::super::plan::Step;
use super::super::timer::Timer;
use super::accounts::trial_event;
use super::{Configure, Next, Then};
use crate::digest::{TrialEvent, is_device_realm};
use crate::finding::Finding;
use crate::time::Now;

use alloc::vec::Vec;

/// More entries of the access control list are not removed one by one; devices hold 16 digest and
/// 32 Kerberos entries.
const MAX_ACL_ROUNDS: u8 = 64;

/// Return values (PT_STATUS).
mod returned {
    pub(super) const NOT_PERMITTED: u32 = 16;
    pub(super) const INVALID_PASSWORD: u32 = 2054;
    pub(super) const DATA_MISSING: u32 = 2057;
    pub(super) const DUPLICATE: u32 = 2058;
}

impl Configure {
    /// Takes what became of the call under way.
    pub(super) fn answered(
        &mut self,
        result: Result<Reply, CallFailure>,
        now: Now,
        out: &mut Outbox<Output>,
    ) -> Next {
        if let Some(cause) = self.parting() {
            return Err(cause);
        }
        let Some(step) = self.step() else { return Ok(()) };
        let result = result.and_then(|reply| {
            self.accepted(out);
            self.reply(step, reply, now, out)
        });
        match result {
            Ok(next) => next,
            Err(failure) => self.failed(step, failure, now, out),
        }
    }

    /// What a reply means to the step; one that does not belong to it cannot be read.
    fn reply(
        &mut self,
        step: Step,
        reply: Reply,
        now: Now,
        out: &mut Outbox<Output>,
    ) -> Result<Next, CallFailure> {
        Ok(match (step, reply) {
            (Step::Identify, Reply::GeneralSettings { realm }) => {
                if !is_device_realm(&realm) {
                    self.note(Finding::RealmUnexpected, Seen::Nothing, out);
                }
                self.known.realm = realm;
                self.advance(now, out)
            }
            (Step::CheckAdminPassword, Reply::GeneralSettings { .. }) if self.accounts.doubted => {
                Err(self.cause(Finding::CallLost, Seen::Nothing))
            }
            (Step::CheckAdminPassword, Reply::GeneralSettings { .. }) => {
                self.milestone = Milestone::AdminPassword;
                self.advance(now, out)
            }
            (Step::ReadSetup, Reply::SetupService { state, one_time_password }) => {
                self.setup_state(state, one_time_password, now, out)
            }
            (Step::ReadRelease, Reply::Release(release)) => self.release(release, now, out),
            (Step::ReadTime, Reply::Time(time)) => {
                self.known.time = Some((time, now.wall));
                self.advance(now, out)
            }
            (Step::ListKeys, Reply::Instances(keys)) if self.known.key_lost => {
                self.find_key(keys, now, out)
            }
            (Step::ListKeys, Reply::Instances(keys)) => {
                self.known.keys = keys;
                self.advance(now, out)
            }
            (Step::GenerateKey, Reply::Instance(key)) => {
                self.known.keys = Vec::new();
                self.known.key = Some(key);
                self.advance(now, out)
            }
            (Step::ReadKey, Reply::PublicKey(key)) => {
                self.known.public_key = key;
                self.advance(now, out)
            }
            (Step::AddCertificate, Reply::Instance(stored)) => {
                self.known.stored = Some(stored);
                self.advance(now, out)
            }
            (Step::SetAdminPassword, Reply::Done) => {
                self.change_account();
                self.advance(now, out)
            }
            (Step::SetMebxPassword, Reply::Done) => {
                self.known.mebx_sent = true;
                self.advance(now, out)
            }
            (Step::ReadBackState, Reply::SetupService { state, .. }) => {
                self.state_read_back(state, now, out)
            }
            (Step::ReadBackMode, Reply::ControlMode(mode)) => self.mode_read_back(mode, now, out),
            (Step::ClearAcl, Reply::AclEntries(handles)) if self.known.acl.is_none() => {
                self.known.acl = handles.first().copied();
                match self.known.acl {
                    None => self.advance(now, out),
                    Some(_) => self.act(now, out),
                }
            }
            (Step::ClearAcl, Reply::Done) if self.known.acl.take().is_some() => {
                self.tries = self.tries.saturating_add(1);
                match self.tries < MAX_ACL_ROUNDS {
                    true => self.act(now, out),
                    false => Err(self.cause(Finding::MethodFailed, Seen::Times(self.tries))),
                }
            }
            (Step::ReadPower, Reply::PowerScheme(scheme)) => {
                let set = self.power_scheme() == Some(scheme);
                self.skip(if set { 2 } else { 1 }, now, out)
            }
            (Step::DetectWireless, Reply::Wireless(there)) => self.wireless(there, now, out),
            (
                Step::ExtendPeriod
                | Step::SetTime
                | Step::SetNames
                | Step::AddRoot(_)
                | Step::BindCertificate
                | Step::RemoteTls
                | Step::LocalTls
                | Step::Commit
                | Step::AddAcl(_)
                | Step::Ping
                | Step::WebUi
                | Step::Redirection
                | Step::Kerberos
                | Step::SetPower
                | Step::ClearWireless
                | Step::ClearProfileCertificates
                | Step::AddWireless(_)
                | Step::Wired8021x,
                Reply::Done,
            ) => self.advance(now, out),
            _ => return Err(CallFailure::Unreadable),
        })
    }

    /// What a failure means to the step.
    fn failed(
        &mut self,
        step: Step,
        failure: CallFailure,
        now: Now,
        out: &mut Outbox<Output>,
    ) -> Next {
        use CallFailure::{Fault, Http, Returned};
        let seen = Seen::Answer(failure);
        let Some(operation) = self.operation(step, now)? else { return Ok(()) };
        if let Some(event) = trial_event(failure) {
            return self.refused(event, failure, &operation, now, out);
        }
        if failure.is_lost(operation.is_repeatable()) {
            return self.lost(step, failure, &operation, now, out);
        }
        let finding = match (step, failure) {
            (Step::ExtendPeriod, _) => {
                self.note(Finding::PeriodNotExtended, seen, out);
                return self.advance(now, out);
            }
            (Step::AddRoot(_) | Step::AddAcl(_), Returned(returned::DUPLICATE)) => {
                return self.advance(now, out);
            }
            (Step::AddCertificate, Returned(returned::DUPLICATE)) if !self.known.duplicate => {
                self.known.duplicate = true;
                return self.act(now, out);
            }
            (
                Step::SetMebxPassword,
                Returned(returned::NOT_PERMITTED | returned::INVALID_PASSWORD),
            ) if self.device.configuration.mebx.decide(self.known.release) == MebxDecision::Try => {
                self.note(Finding::MebxNotPermitted, seen, out);
                return self.advance(now, out);
            }
            (Step::SetMebxPassword, Returned(returned::NOT_PERMITTED)) => Finding::MebxNotPermitted,
            (Step::DetectWireless, Fault(FaultCode::DestinationUnreachable)) => {
                return self.wireless(false, now, out);
            }
            (Step::Commit, Returned(returned::DATA_MISSING)) => Finding::CommitIncomplete,
            (Step::Commit, Returned(_)) => Finding::CommitFailed,
            (_, Fault(_)) => Finding::MessageFault,
            (_, Http(_)) => Finding::HttpStatus,
            _ => Finding::MethodFailed,
        };
        Err(self.cause(finding, seen))
    }

    /// No readable answer. What may be repeated is, on another connection; for the rest the
    /// device's state is read (I-02).
    fn lost(
        &mut self,
        step: Step,
        failure: CallFailure,
        operation: &Operation,
        now: Now,
        out: &mut Outbox<Output>,
    ) -> Next {
        self.reconnect();
        let sent = failure != CallFailure::NotSent;
        if sent && self.milestone < Milestone::Authenticated {
            return self.trial(TrialEvent::Dropped, failure, now, out);
        }
        match step {
            Step::GenerateKey if sent => {
                self.known.key_lost = true;
                self.at = self.at.saturating_sub(1);
                self.tries = 0;
                return self.act(now, out);
            }
            Step::SetAdminPassword if sent => {
                self.change_account();
                return self.advance(now, out);
            }
            Step::Commit if sent => {
                self.known.commit_lost = true;
                return self.advance(now, out);
            }
            _ => debug_assert!(operation.is_repeatable() || !sent),
        }
        // Whether the entry is gone is seen by listing them anew.
        self.known.acl = None;
        self.tries = self.tries.saturating_add(1);
        if self.tries < self.service.transport_attempts {
            self.pause(Timer::Retry, Then::Again, out);
            return Ok(());
        }
        Err(self.cause(Finding::AnswersLost, Seen::Answer(failure)))
    }

    fn note(&self, finding: Finding, seen: Seen, out: &mut Outbox<Output>) {
        out.push(Output::Event(Event::Note(self.cause(finding, seen))));
    }
}
