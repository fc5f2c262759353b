//! What is read of the device's state, and what follows from it.

use super::super::message::Output;
use super::super::one_time_password::OneTimePassword;
use super::super::operation::{Instance, Operation, ProvisioningState};
use super::super::outbox::Outbox;
use super::super::outcome::{Milestone, Seen};
use super::super::plan::{Step, Way};
use super::super::timer::Timer;
use super::{Configure, Next, Then};
use crate::device::FirmwareModel;
use crate::device::firmware::RemotePki;
use crate::finding::Finding;
use crate::release::{Platform, Release};
use crate::secret::Secret;
use crate::time::Now;

use alloc::vec::Vec;

/// So often the state is read after CommitChanges.
const READ_BACKS: u8 = 3;

impl Configure {
    /// In setup, and with the agreed one-time password? Else nothing is configured.
    pub(super) fn setup_state(
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
    pub(super) fn release(&mut self, release: Release, now: Now, out: &mut Outbox<Output>) -> Next {
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
    pub(super) fn find_key(
        &mut self,
        keys: Vec<Instance>,
        now: Now,
        out: &mut Outbox<Output>,
    ) -> Next {
        let mut new = keys.into_iter().filter(|key| !self.known.keys.contains(key));
        let key = new.next().filter(|_| new.next().is_none());
        let Some(key) = key else {
            return Err(self.cause(Finding::CallLost, Seen::Nothing));
        };
        self.known.keys = Vec::new();
        self.known.key = Some(key);
        self.skip(2, now, out)
    }

    pub(super) fn state_read_back(
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

    pub(super) fn mode_read_back(&mut self, mode: u32, now: Now, out: &mut Outbox<Output>) -> Next {
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
    pub(super) fn wireless(&mut self, there: bool, now: Now, out: &mut Outbox<Output>) -> Next {
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
