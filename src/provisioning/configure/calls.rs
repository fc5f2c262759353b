//! What each step asks of the device, and what its answers mean.

use super::super::mebx::MebxDecision;
use super::super::message::{Event, Output};
use super::super::one_time_password::OneTimePassword;
use super::super::operation::{
    CallFailure, DeviceKey, FaultCode, Instance, Operation, ProvisioningState, Reply, TlsSide,
};
use super::super::outbox::Outbox;
use super::super::outcome::{Cause, Milestone, Seen};
use super::super::plan::{Step, Way};
use super::super::settings::{PowerScheme, TlsAuthentication};
use super::super::timer::Timer;
use super::accounts::trial_event;
use super::{Configure, Next, Then};
use crate::device::FirmwareModel;
use crate::device::firmware::RemotePki;
use crate::digest::{TrialEvent, is_device_realm};
use crate::finding::Finding;
use crate::release::{Platform, Release};
use crate::secret::Secret;
use crate::time::{Civil, Now, WallTime};

use alloc::vec::Vec;

/// Clocks that differ by no more are left alone, in seconds.
const CLOCK_TOLERANCE: i64 = 10;
/// More entries of the access control list are not removed one by one; devices hold 16 digest and
/// 32 Kerberos entries.
const MAX_ACL_ROUNDS: u8 = 64;
/// So often the state is read after CommitChanges.
const READ_BACKS: u8 = 3;
/// From here on keys of devices are on P-384.
const EC_FROM: u16 = 22;

/// Return values (PT_STATUS).
mod returned {
    pub(super) const NOT_PERMITTED: u32 = 16;
    pub(super) const INVALID_PASSWORD: u32 = 2054;
    pub(super) const DATA_MISSING: u32 = 2057;
    pub(super) const DUPLICATE: u32 = 2058;
}

impl Configure {
    /// What the step asks; `None` if there is nothing to ask.
    pub(super) fn operation(&self, step: Step, now: Now) -> Result<Option<Operation>, Cause> {
        let known = &self.known;
        let wanted = &self.device.configuration;
        let certificate = || known.certificate.clone();
        Ok(match step {
            Step::Identify | Step::CheckAdminPassword => Some(Operation::GetGeneralSettings),
            Step::ReadSetup | Step::ReadBackState => Some(Operation::GetSetupService),
            Step::ReadRelease => Some(Operation::GetRelease),
            Step::ReadBackMode => Some(Operation::GetControlMode),
            Step::ExtendPeriod => {
                self.device.extend_period.map(|hours| Operation::ExtendProvisioningPeriod { hours })
            }
            Step::ReadTime => Some(Operation::GetTime),
            Step::SetTime => self.set_time(now)?,
            Step::SetNames => Some(Operation::SetNames {
                host: self.device.host.clone(),
                domain: self.device.domain.clone(),
            }),
            Step::AddRoot(index) => match &wanted.tls {
                TlsAuthentication::Mutual { roots, .. } => {
                    let root = roots.get(usize::from(index)).cloned();
                    root.map(|certificate| Operation::AddTrustedRoot { certificate })
                }
                TlsAuthentication::Unchanged | TlsAuthentication::Server => None,
            },
            Step::ListKeys => Some(Operation::ListKeyPairs),
            Step::GenerateKey => {
                let key = match known.release {
                    Some(release) if release.major() >= EC_FROM => DeviceKey::EcP384,
                    _ => DeviceKey::Rsa2048,
                };
                Some(Operation::GenerateKeyPair { key })
            }
            Step::ReadKey => known.key.clone().map(|key_pair| Operation::GetPublicKey { key_pair }),
            Step::AddCertificate if known.duplicate => {
                certificate().map(|certificate| Operation::FindCertificate { certificate })
            }
            Step::AddCertificate => {
                certificate().map(|certificate| Operation::AddCertificate { certificate })
            }
            Step::BindCertificate => known
                .stored
                .clone()
                .map(|certificate| Operation::BindTlsCertificate { certificate }),
            Step::RemoteTls => Some(self.set_tls(TlsSide::Remote)),
            Step::LocalTls => Some(self.set_tls(TlsSide::Local)),
            Step::SetAdminPassword => known.admin.map(|password| Operation::SetAdminPassword {
                realm: known.realm.clone(),
                password,
            }),
            Step::SetMebxPassword => {
                known.mebx.map(|password| Operation::SetMebxPassword { password })
            }
            Step::Commit => Some(Operation::CommitChanges),
            Step::ClearAcl => {
                Some(known.acl.map_or(Operation::ListAclEntries, |handle| {
                    Operation::RemoveAclEntry { handle }
                }))
            }
            Step::AddAcl(index) => {
                let entries = wanted.acl.as_deref().unwrap_or_default();
                entries.get(usize::from(index)).map(|entry| Operation::AddAclEntry {
                    realm: known.realm.clone(),
                    entry: entry.clone(),
                })
            }
            Step::Ping => wanted.ping.map(|(icmp, rmcp)| Operation::SetPing { icmp, rmcp }),
            Step::WebUi => wanted.web_ui.map(|enabled| Operation::SetWebUi { enabled }),
            Step::Redirection => {
                wanted.redirection.map(|(sol, ide_r)| Operation::SetRedirection { sol, ide_r })
            }
            Step::Kerberos => {
                known.kerberos.clone().map(|settings| Operation::SetKerberos { settings })
            }
            Step::ReadPower => Some(Operation::GetPowerScheme),
            Step::SetPower => {
                self.power_scheme().map(|scheme| Operation::SetPowerScheme { scheme })
            }
            Step::DetectWireless => Some(Operation::DetectWireless),
            Step::ClearWireless => Some(Operation::DeleteWirelessProfiles),
            Step::ClearProfileCertificates => Some(Operation::DeleteProfileCertificates),
            Step::AddWireless(index) => {
                let profiles = wanted.wireless.as_deref().unwrap_or_default();
                let profile = profiles.get(usize::from(index)).copied();
                profile.map(|profile| Operation::AddWirelessProfile { profile })
            }
            Step::Wired8021x => {
                wanted.wired_8021x.map(|profile| Operation::SetWired8021x { profile })
            }
            Step::Connect
            | Step::Reconnect
            | Step::DirectoryAccount
            | Step::DeviceCertificate
            | Step::TlsGap
            | Step::StoreAdminPassword
            | Step::StoreMebxPassword
            | Step::Settle => None,
        })
    }

    /// The clock of a device that is right is left alone; nobody's clock may be before 2004.
    fn set_time(&self, now: Now) -> Result<Option<Operation>, Cause> {
        let Some((device, read)) = self.known.time else { return Ok(None) };
        let earliest = Civil { year: 2004, month: 1, day: 1, hour: 0, minute: 0, second: 0 };
        if WallTime::from_civil(earliest).is_some_and(|earliest| now.wall <= earliest) {
            return Err(self.cause(Finding::ClockImplausible, Seen::Nothing));
        }
        let off = device.unix().abs_diff(read.unix()) > CLOCK_TOLERANCE.unsigned_abs();
        Ok(off.then_some(Operation::SetTime { device, read, sent: now.wall }))
    }

    fn set_tls(&self, side: TlsSide) -> Operation {
        let (mutual, trusted_names) = match &self.device.configuration.tls {
            TlsAuthentication::Mutual { trusted_names, .. } => (true, trusted_names.clone()),
            TlsAuthentication::Unchanged | TlsAuthentication::Server => (false, Vec::new()),
        };
        Operation::SetTls { side, mutual, trusted_names }
    }

    fn power_scheme(&self) -> Option<PowerScheme> {
        match self.service.product.habits().fixed_power {
            true => Some(PowerScheme::AlwaysOnExceptPowerLoss),
            false => self.device.configuration.power_scheme.clone(),
        }
    }

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

    /// In setup, and with the agreed one-time password? Else nothing is configured.
    fn setup_state(
        &mut self,
        state: ProvisioningState,
        reported: Option<Secret>,
        now: Now,
        out: &mut Outbox<Output>,
    ) -> Next {
        if state != ProvisioningState::In {
            return Err(self.cause(Finding::WrongState, Seen::State(state)));
        }
        if let Some(agreed) = &self.device.one_time_password {
            let reported = reported.map(|password| OneTimePassword::hash(password.expose()));
            let finding = match reported {
                Some(reported) if !OneTimePassword::agree(agreed, &reported) => {
                    Some(Finding::OtpMismatch)
                }
                None if !self.known.one_time_password => Some(Finding::OtpNotConfirmed),
                _ => None,
            };
            if let Some(finding) = finding {
                let cause = self.cause(finding, Seen::Nothing);
                let close = Operation::ExtendProvisioningPeriod { hours: 0 };
                self.part(cause, close, out);
                return Ok(());
            }
            self.known.one_time_password = true;
        }
        self.milestone = Milestone::InSetup;
        self.advance(now, out)
    }

    /// Can this release be provisioned this way? Then the plan is complete.
    fn release(&mut self, release: Release, now: Now, out: &mut Outbox<Output>) -> Next {
        let platform = self.device.facts.platform.value().copied().unwrap_or(Platform::NotH);
        let offers = FirmwareModel::default().generation(release, platform).remote_pki;
        let offered = match offers {
            RemotePki::NotOffered => false,
            RemotePki::BareMetal => true,
            _ => self.way == Way::InBand,
        };
        if !offered {
            return Err(self.cause(Finding::ReleaseUnsupported, Seen::Release(release)));
        }
        self.replan(release);
        self.advance(now, out)
    }

    /// The answer to the generation was lost: the one key that was not there before is the new one.
    fn find_key(&mut self, keys: Vec<Instance>, now: Now, out: &mut Outbox<Output>) -> Next {
        let mut new = keys.into_iter().filter(|key| !self.known.keys.contains(key));
        let key = new.next().filter(|_| new.next().is_none());
        let Some(key) = key else {
            return Err(self.cause(Finding::CallLost, Seen::Nothing));
        };
        self.known.keys = Vec::new();
        self.known.key = Some(key);
        self.skip(2, now, out)
    }

    fn state_read_back(
        &mut self,
        state: ProvisioningState,
        now: Now,
        out: &mut Outbox<Output>,
    ) -> Next {
        if state == ProvisioningState::Post {
            let mode_follows =
                self.plan().get(self.at.saturating_add(1)) == Some(Step::ReadBackMode);
            if !mode_follows {
                self.milestone = Milestone::Provisioned;
            }
            return self.advance(now, out);
        }
        self.tries = self.tries.saturating_add(1);
        if self.tries < READ_BACKS {
            self.pause(Timer::ReadBack, Then::Again, out);
            return Ok(());
        }
        self.known.not_post = true;
        if self.plan().get(self.at.saturating_add(1)) == Some(Step::ReadBackMode) {
            return self.advance(now, out);
        }
        Err(self.cause(self.not_confirmed(), Seen::State(state)))
    }

    const fn not_confirmed(&self) -> Finding {
        match self.known.commit_lost {
            true => Finding::CallLost,
            false => Finding::NotConfirmed,
        }
    }

    fn mode_read_back(&mut self, mode: u32, now: Now, out: &mut Outbox<Output>) -> Next {
        let finding = match (mode, self.known.not_post) {
            (2, false) => {
                self.milestone = Milestone::Provisioned;
                return self.advance(now, out);
            }
            (1, false) => Finding::UnexpectedClientMode,
            (1 | 2, true) => Finding::ActivatedNotCommitted,
            _ => self.not_confirmed(),
        };
        Err(self.cause(finding, Seen::ControlMode(mode)))
    }

    /// Without wireless management its steps are left out.
    fn wireless(&mut self, there: bool, now: Now, out: &mut Outbox<Output>) -> Next {
        let rest = self.plan().steps().iter().skip(self.at.saturating_add(1));
        let wireless = rest.take_while(|step| {
            matches!(
                step,
                Step::ClearWireless | Step::ClearProfileCertificates | Step::AddWireless(_)
            )
        });
        let steps = if there { 0 } else { wireless.count() };
        self.skip(steps.saturating_add(1), now, out)
    }
}
