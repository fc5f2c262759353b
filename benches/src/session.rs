use alloc::sync::Arc;
use alloc::vec::Vec;
use core::hint::black_box;
use core::net::{IpAddr, Ipv4Addr};

use amt_provisioning::provisioning::{
    Configuration, DeviceSettings, Input, Operation, OutOfBand, Outcome, Output, PeerRules,
    PowerScheme, ProvisioningState, Reply, Resolution, SecretRef, ServicePoint,
};
use amt_provisioning::{
    Fact, Hash, Hello, HelloBuilder, Millis, Now, Policy, Release, Uuid, WallTime,
};

use crate::{NOW, Subject};

/// A service point with one certificate, a device that is configured without TLS, and the answers of
/// both.
pub struct Sessions {
    service: Arc<ServicePoint>,
    device: Arc<DeviceSettings>,
    hello: Vec<u8>,
    random: Vec<u8>,
    /// Stands for the device's certificate.
    leaf: Vec<u8>,
}

const ADDRESS: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));

const fn at(monotonic: u64) -> Now {
    Now { monotonic: Millis(monotonic), wall: NOW }
}

impl Default for Sessions {
    fn default() -> Self {
        Self::new()
    }
}

impl Sessions {
    /// On the RSA chain.
    ///
    /// # Panics
    ///
    /// Never: its data is its own.
    #[must_use]
    pub fn new() -> Self {
        let subject = Subject::all().next().unwrap();
        let root = Hash::sha256(subject.chain.last().unwrap());
        let service = ServicePoint {
            peer: PeerRules { accept_unverified: true, ..PeerRules::default() },
            policy: Policy::default(),
            ..ServicePoint::new([subject.prepare()])
        };
        let mut facts = subject.device.facts().clone();
        facts.root_hashes = Fact::Unknown;
        facts.release = Fact::Unknown;
        let configuration = Configuration {
            ping: Some((true, true)),
            web_ui: Some(true),
            redirection: Some((true, true)),
            power_scheme: Some(PowerScheme::Named("ON in S0, S3".into())),
            acl: Some(Vec::new()),
            ..Configuration::default()
        };
        let device = DeviceSettings {
            host: "pc7".into(),
            domain: "example.com".into(),
            facts,
            configuration,
            ..DeviceSettings::default()
        };
        let leaf = subject.chain.first().unwrap().clone();
        Self {
            service: Arc::new(service),
            device: Arc::new(device),
            hello: HelloBuilder::pki(Uuid::from_bytes([7; 16]), &[root]).unwrap().build(),
            random: (0..=255_u8).map(|n| n.wrapping_mul(167)).collect(),
            leaf,
        }
    }

    /// From the Hello to the end.
    ///
    /// # Panics
    ///
    /// If the session does not succeed.
    pub fn run(&self) {
        let outcome = self.drive(&mut self.begin(), usize::MAX).unwrap();
        assert!(black_box(outcome).is_success());
    }

    /// A session that rests at its first call.
    ///
    /// # Panics
    ///
    /// Never.
    #[must_use]
    pub fn resting(&self) -> OutOfBand {
        let mut session = self.begin();
        assert!(self.drive(&mut session, 2).is_none());
        session
    }

    fn begin(&self) -> OutOfBand {
        let hello = Hello::parse(black_box(&self.hello)).unwrap();
        OutOfBand::new(Arc::clone(&self.service), &hello, ADDRESS, at(0))
    }

    /// Answers so many outputs.
    fn drive(&self, session: &mut OutOfBand, answers: usize) -> Option<Outcome> {
        let (mut left, mut clock) = (answers, 0);
        loop {
            let mut asked = None;
            let until = loop {
                match session.poll() {
                    Output::Finished(outcome) => return Some(outcome),
                    Output::WaitUntil(until) => break until,
                    Output::Event(_) | Output::Close => {}
                    output => asked = Some(output),
                }
            };
            left = left.checked_sub(1)?;
            let taken = match asked {
                None => {
                    clock = until.0;
                    session.handle(at(clock), Input::Tick)
                }
                Some(Output::Resolve { .. }) => {
                    let known = Resolution::Known(Arc::clone(&self.device));
                    session.handle(at(clock), Input::Resolved(known))
                }
                Some(Output::Connect(_)) => {
                    let chain: &[&[u8]] = &[&self.leaf, &self.leaf];
                    session.handle(at(clock), Input::Connected { chain })
                }
                Some(Output::Invoke { call, operation, .. }) => {
                    let committed = clock > 0;
                    let result = Ok(reply(&operation, committed));
                    session.handle(at(clock), Input::Answered { call, result })
                }
                Some(Output::NeedRandom { .. }) => {
                    session.handle(at(clock), Input::Random(&self.random))
                }
                Some(Output::Persist { purpose, .. }) => {
                    session.handle(at(clock), Input::Stored(purpose, SecretRef(1)))
                }
                Some(_) => return None,
            };
            taken.unwrap();
        }
    }
}

/// What the device answers; its only wait is the one after CommitChanges.
fn reply(operation: &Operation, committed: bool) -> Reply {
    match operation {
        Operation::GetGeneralSettings => {
            Reply::GeneralSettings { realm: b"Digest:7E0B0C71B3C5D7B0B0F6F5AE1B6C5D4E".to_vec() }
        }
        Operation::GetSetupService => Reply::SetupService {
            state: if committed { ProvisioningState::Post } else { ProvisioningState::In },
            one_time_password: None,
        },
        Operation::GetControlMode => Reply::ControlMode(2),
        Operation::GetRelease => Reply::Release(Release::new(16, 1, 25, 0)),
        Operation::GetTime => Reply::Time(WallTime::from_unix(0)),
        Operation::ListAclEntries => Reply::AclEntries(Vec::new()),
        Operation::GetPowerScheme => Reply::PowerScheme(PowerScheme::AlwaysOnExceptPowerLoss),
        _ => Reply::Done,
    }
}
