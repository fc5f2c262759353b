//! What each step asks of the device.

use super::super::operation::{DeviceKey, Operation, TlsSide};
use super::super::outcome::{Cause, Seen};
use super::super::plan::Step;
use super::super::settings::{PowerScheme, TlsAuthentication};
use super::Configure;
use crate::finding::Finding;
use crate::time::{Civil, Now, WallTime};

use alloc::vec::Vec;

/// Clocks that differ by no more are left alone, in seconds.
const CLOCK_TOLERANCE: i64 = 10;
/// From here on keys of devices are on P-384.
const EC_FROM: u16 = 22;

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

    pub(super) fn power_scheme(&self) -> Option<PowerScheme> {
        match self.service.product.habits().fixed_power {
            true => Some(PowerScheme::AlwaysOnExceptPowerLoss),
            false => self.device.configuration.power_scheme.clone(),
        }
    }
}
