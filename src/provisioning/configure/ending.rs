//! How it ends: the result, and the status of the device.

use super::super::operation::ProvisioningState;
use super::super::outcome::{Cause, Milestone, Outcome, Status};
use super::super::plan::Step;
use super::Configure;
use crate::device::ControlMode;
use crate::finding::FindingSet;

impl Configure {
    /// The result, with what ended it.
    pub(in super::super) fn outcome(&self, cause: Option<Cause>) -> Outcome {
        let before_contact = self.milestone < Milestone::Connected;
        Outcome {
            status: self.status(),
            milestone: self.milestone,
            cause,
            suspects: if before_contact { self.suspects } else { FindingSet::EMPTY },
            admin_password: self.known.admin,
            mebx_password: self.known.mebx.filter(|_| self.known.mebx_sent),
        }
    }

    /// What is known of the device, from what it told.
    fn status(&self) -> Status {
        let facts = &self.device.facts;
        match (self.known.state, self.known.mode) {
            _ if self.milestone >= Milestone::Provisioned => Status::ProvisionedAdmin,
            (Some(ProvisioningState::Post), Some(2)) => Status::ProvisionedAdmin,
            (Some(ProvisioningState::Post), Some(1)) => Status::ProvisionedClient,
            (Some(ProvisioningState::Pre | ProvisioningState::In), Some(1 | 2)) => {
                Status::ActivatedNotCommitted
            }
            (Some(ProvisioningState::Pre | ProvisioningState::In), _) => Status::NotProvisioned,
            _ if self.milestone != Milestone::Connected => {
                let closed = facts.interface_open.value() == Some(&false);
                if closed && self.milestone == Milestone::None {
                    Status::Closed
                } else {
                    Status::Unknown
                }
            }
            _ => match facts.control_mode.value() {
                Some(ControlMode::Admin | ControlMode::Client) => {
                    Status::ProvisionedCredentialsUnknown
                }
                _ => Status::Detected,
            },
        }
    }

    pub(in super::super) fn unfinished(&self) -> &[Step] {
        self.plan.steps().get(self.at..).unwrap_or_default()
    }

    pub(in super::super) fn is_done(&self) -> bool {
        self.milestone == Milestone::Configured
    }
}
