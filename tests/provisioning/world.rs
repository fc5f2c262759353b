//! A device and an embedding program, scripted, in virtual time.

#![allow(unreachable_pub)]

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, LazyLock};

use amt_provisioning::provisioning::{
    Account, Call, CallFailure, Configuration, ConnectFailure, DeviceSettings, Endpoint, Event,
    FaultCode, InBand, Input, Instance, KerberosSettings, OneTimePassword, Operation, OutOfBand,
    Outcome, Output, PowerScheme, ProvisioningState, Purpose, Reply, Resolution, SecretRef,
    ServicePoint, TlsAuthentication,
};
use amt_provisioning::{
    Error, Fact, Hash, Hello, HelloBuilder, Millis, Now, Prepared, Refusal, Release, Secret, Uuid,
    WallTime,
};

use crate::common::forge::{SERVER_AUTH, eku, san};
use crate::common::{Cert, Forge, Key, Scene, facts, leaf, root};

pub const UUID: Uuid = Uuid::from_bytes([7; 16]);
pub const ADDRESS: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 7));
pub const HOST: &str = "pc7";
pub const DOMAIN: &str = "example.com";
/// The account that the console knows, and the password of devices whose MEBx was changed.
pub const CONFIGURED: SecretRef = SecretRef(1);
/// What the embedder is given to store gets numbers from here on.
const FIRST_STORED: u64 = 100;

/// What the device shows before it is provisioned.
pub fn self_signed() -> &'static Cert {
    static CERT: LazyLock<Cert> =
        LazyLock::new(|| Forge::leaf("Intel AMT").key(Key::P256(3)).self_issued());
    &CERT
}

/// The key that the device generates; its certificate, issued for it.
pub fn device_certificate() -> &'static Cert {
    static CERT: LazyLock<Cert> = LazyLock::new(|| {
        let forge = Forge::leaf("pc7.example.com").with(eku(&[SERVER_AUTH]));
        forge.with(san(&["pc7.example.com"])).key(Key::P256(4)).issued_by(root())
    });
    &CERT
}

/// The ordinary provisioning certificate, prepared once.
pub fn service() -> ServicePoint {
    ServicePoint { accounts: vec![CONFIGURED], ..ServicePoint::new(vec![prepared()]) }
}

/// The same, made once.
pub fn ordinary_service() -> Arc<ServicePoint> {
    static SERVICE: LazyLock<Arc<ServicePoint>> = LazyLock::new(|| Arc::new(service()));
    Arc::clone(&SERVICE)
}

fn prepared() -> Prepared {
    Scene::ordinary().prepared()
}

/// Everything that can be configured.
pub fn everything() -> Configuration {
    use amt_provisioning::provisioning::{
        AclAccess, AclEntry, AclUser, MebxPassword, MebxSettings, PayloadRef,
    };
    let acl = |user| AclEntry { user, access: AclAccess::Any, realms: vec![2, 3] };
    Configuration {
        tls: TlsAuthentication::Mutual {
            roots: vec![Arc::from(root().der.as_slice())],
            trusted_names: vec!["console.example.com".into()],
        },
        mebx: MebxSettings { password: MebxPassword::Random, ..MebxSettings::default() },
        kerberos: true,
        acl: Some(vec![
            acl(AclUser::Digest { name: "operator".into(), password: SecretRef(2) }),
            acl(AclUser::Kerberos { sid: vec![1; 28] }),
        ]),
        ping: Some((true, false)),
        web_ui: Some(true),
        redirection: Some((true, false)),
        power_scheme: Some(PowerScheme::Named("ON in S0, S3".into())),
        wireless: Some(vec![PayloadRef(1), PayloadRef(2)]),
        wired_8021x: Some(PayloadRef(3)),
    }
}

/// What the registry knows about the device.
pub fn settings(configuration: Configuration) -> DeviceSettings {
    let mut known = facts(root());
    (known.root_hashes, known.release) = (Fact::Unknown, Fact::known(Device::default().release));
    DeviceSettings {
        host: HOST.into(),
        domain: DOMAIN.into(),
        facts: known,
        configuration,
        ..DeviceSettings::default()
    }
}

/// A Hello of the device, with these root hashes.
pub fn hello(hashes: &[Hash]) -> Vec<u8> {
    HelloBuilder::pki(UUID, hashes).unwrap().build()
}

/// Either session of a service point.
#[derive(Debug)]
pub enum Session {
    OutOfBand(OutOfBand),
    InBand(InBand),
}

impl Session {
    pub fn out_of_band(service: &Arc<ServicePoint>, now: Now) -> Self {
        let hello = hello(&[Hash::sha256(&root().der)]);
        let hello = Hello::parse(&hello).unwrap();
        Self::OutOfBand(OutOfBand::new(Arc::clone(service), &hello, ADDRESS, now))
    }

    pub fn handle(&mut self, now: Now, input: Input<'_>) -> Result<(), Error> {
        match self {
            Self::OutOfBand(session) => session.handle(now, input),
            Self::InBand(session) => session.handle(now, input),
        }
    }

    pub fn poll(&mut self) -> Output {
        match self {
            Self::OutOfBand(session) => session.poll(),
            Self::InBand(session) => session.poll(),
        }
    }

    pub fn endpoint(&self) -> Option<Endpoint> {
        match self {
            Self::OutOfBand(session) => session.endpoint(),
            Self::InBand(session) => session.endpoint(),
        }
    }

    pub fn snapshot(&self) -> Result<Vec<u8>, Error> {
        match self {
            Self::OutOfBand(session) => session.snapshot(),
            Self::InBand(session) => session.snapshot(),
        }
    }

    pub fn restored(
        &self,
        service: &Arc<ServicePoint>,
        device: &Arc<DeviceSettings>,
        snapshot: &[u8],
        now: Now,
    ) -> Self {
        let (service, device) = (Arc::clone(service), Arc::clone(device));
        match self {
            Self::OutOfBand(_) => {
                let session = OutOfBand::restore(service, Some(device), snapshot, now);
                Self::OutOfBand(session.unwrap())
            }
            Self::InBand(_) => {
                Self::InBand(InBand::restore(service, device, snapshot, now).unwrap())
            }
        }
    }
}

/// What a device knows and does.
#[derive(Clone, Debug)]
pub struct Device {
    pub release: Release,
    pub state: ProvisioningState,
    /// 0, 1 client, 2 admin; set by CommitChanges.
    pub mode: u32,
    pub password: Vec<u8>,
    pub one_time_password: Option<Vec<u8>>,
    pub time: WallTime,
    pub keys: Vec<Instance>,
    pub certificates: Vec<Vec<u8>>,
    pub bound: bool,
    pub acl: Vec<u32>,
    pub wireless: bool,
    pub power: PowerScheme,
    /// What it was told, as far as it acted.
    pub done: Vec<Operation>,
}

impl Default for Device {
    fn default() -> Self {
        Self {
            release: Release::new(11, 8, 50, 3425),
            state: ProvisioningState::In,
            mode: 0,
            password: b"admin".to_vec(),
            one_time_password: None,
            time: WallTime::from_unix(1_100_000_000),
            keys: vec![Instance("Intel(r) AMT Key: Handle: 0".into())],
            certificates: Vec::new(),
            bound: false,
            acl: vec![2, 5],
            wireless: true,
            power: PowerScheme::Named("ON in S0".into()),
            done: Vec::new(),
        }
    }
}

impl Device {
    /// Acts on an operation that was authenticated.
    pub fn act(
        &mut self,
        operation: &Operation,
        store: &BTreeMap<SecretRef, Vec<u8>>,
    ) -> Result<Reply, CallFailure> {
        let provisioned = self.state == ProvisioningState::Post;
        self.done.push(operation.clone());
        Ok(match operation {
            Operation::GetGeneralSettings => Reply::GeneralSettings {
                realm: b"Digest:7E0B0C71B3C5D7B0B0F6F5AE1B6C5D4E".to_vec(),
            },
            Operation::GetSetupService => Reply::SetupService {
                state: self.state,
                one_time_password: self.one_time_password.clone().map(Secret::from),
            },
            Operation::GetControlMode => Reply::ControlMode(self.mode),
            Operation::GetRelease => Reply::Release(self.release),
            Operation::GetTime => Reply::Time(self.time),
            Operation::SetTime { sent, .. } => {
                self.time = *sent;
                Reply::Done
            }
            Operation::ListKeyPairs => Reply::Instances(self.keys.clone()),
            Operation::GenerateKeyPair { .. } => {
                let key = Instance(format!("Intel(r) AMT Key: Handle: {}", self.keys.len()));
                self.keys.push(key.clone());
                Reply::Instance(key)
            }
            Operation::GetPublicKey { .. } => Reply::PublicKey(Key::P256(4).spki()),
            Operation::AddCertificate { certificate } => {
                if self.certificates.contains(&certificate.to_vec()) {
                    return Err(CallFailure::Returned(2058));
                }
                self.certificates.push(certificate.to_vec());
                Reply::Instance(Instance(format!("Certificate {}", self.certificates.len())))
            }
            Operation::FindCertificate { certificate } => {
                let found = self.certificates.iter().position(|der| **der == **certificate);
                let missing = CallFailure::Fault(FaultCode::DestinationUnreachable);
                Reply::Instance(Instance(format!("Certificate {}", found.ok_or(missing)? + 1)))
            }
            Operation::BindTlsCertificate { .. } => {
                self.bound = true;
                Reply::Done
            }
            Operation::SetAdminPassword { password, .. } => {
                self.password = store[password].clone();
                Reply::Done
            }
            Operation::CommitChanges => {
                assert!(!provisioned, "committed twice");
                self.state = ProvisioningState::Post;
                self.mode = 2;
                Reply::Done
            }
            Operation::ListAclEntries => Reply::AclEntries(self.acl.clone()),
            Operation::RemoveAclEntry { handle } => {
                self.acl.retain(|known| known != handle);
                Reply::Done
            }
            Operation::GetPowerScheme => Reply::PowerScheme(self.power.clone()),
            Operation::SetPowerScheme { scheme } => {
                self.power = scheme.clone();
                Reply::Done
            }
            Operation::DetectWireless => Reply::Wireless(self.wireless),
            _ => Reply::Done,
        })
    }

    /// The certificate it shows.
    pub fn chain(&self) -> &'static [u8] {
        match self.bound && self.state == ProvisioningState::Post {
            true => &device_certificate().der,
            false => &self_signed().der,
        }
    }
}

/// The embedding program, its store and its clock, and the device.
#[derive(Clone, Debug)]
pub struct World {
    pub service: Arc<ServicePoint>,
    pub settings: Arc<DeviceSettings>,
    pub device: Device,
    pub now: Now,
    pub store: BTreeMap<SecretRef, Vec<u8>>,
    /// Looks until the certificate is issued; nothing: never.
    pub issued_at: Option<u8>,
    pub events: Vec<Event>,
    pub calls: Vec<(Call, Operation, Account)>,
    next_random: u8,
}

impl World {
    pub fn new(service: Arc<ServicePoint>, settings: DeviceSettings, device: Device) -> Self {
        Self {
            service,
            settings: Arc::new(settings),
            device,
            now: Now { monotonic: Millis(5_000), wall: crate::common::now() },
            store: BTreeMap::from([
                (CONFIGURED, b"MebxP@ss1".to_vec()),
                (SecretRef(2), b"x".to_vec()),
            ]),
            issued_at: Some(1),
            events: Vec::new(),
            calls: Vec::new(),
            next_random: 0,
        }
    }

    pub fn ordinary(configuration: Configuration) -> Self {
        Self::new(ordinary_service(), settings(configuration), Device::default())
    }

    pub fn out_of_band(&self) -> Session {
        Session::out_of_band(&self.service, self.now)
    }

    pub fn in_band(&self, reported: Option<&[u8]>) -> Session {
        let (service, settings) = (Arc::clone(&self.service), Arc::clone(&self.settings));
        let reported = reported.map(OneTimePassword::hash);
        Session::InBand(InBand::new(service, settings, UUID, ADDRESS, reported, self.now))
    }

    /// Time goes by.
    pub fn pass(&mut self, span: Millis) {
        self.now.monotonic = self.now.monotonic.plus(span);
        let seconds = i64::try_from(span.0 / 1000).unwrap();
        self.now.wall = WallTime::from_unix(self.now.wall.unix() + seconds);
    }

    /// The password of an account.
    fn password(&self, account: Account) -> Vec<u8> {
        match account {
            Account::Stored(reference) => self.store[&reference].clone(),
            Account::Factory => b"admin".to_vec(),
            Account::FactoryEmpty => Vec::new(),
        }
    }

    /// What the device answers to a call.
    pub fn answer(
        &mut self,
        operation: &Operation,
        account: Account,
    ) -> Result<Reply, CallFailure> {
        if self.password(account) != self.device.password {
            return Err(CallFailure::Refused(Refusal::WrongCredentials));
        }
        self.device.act(operation, &self.store)
    }

    pub fn random(&mut self, length: usize) -> Vec<u8> {
        self.next_random = self.next_random.wrapping_add(1);
        let start = self.next_random;
        (0..length).map(|n| (n as u8).wrapping_mul(167).wrapping_add(start)).collect()
    }

    pub fn keep(&mut self, secret: &Secret) -> SecretRef {
        let reference = SecretRef(FIRST_STORED + self.store.len() as u64);
        self.store.insert(reference, secret.expose().to_vec());
        reference
    }

    /// Answers one output as a device and program without faults would; the outcome at the end.
    pub fn serve(&mut self, session: &mut Session, output: Output) -> Option<Outcome> {
        let now = self.now;
        let result = match output {
            Output::Resolve { uuid } => {
                assert_eq!(uuid, UUID);
                let known = Resolution::Known(Arc::clone(&self.settings));
                session.handle(now, Input::Resolved(known))
            }
            Output::Connect(endpoint) => {
                let chain: &[&[u8]] = &[self.device.chain()];
                let chain = if endpoint.tls { chain } else { &[] };
                session.handle(now, Input::Connected { chain })
            }
            Output::Invoke { call, operation, credential, .. } => {
                self.calls.push((call, operation.clone(), credential));
                let result = self.answer(&operation, credential);
                session.handle(now, Input::Answered { call, result })
            }
            Output::NeedRandom { length } => {
                let random = self.random(length);
                session.handle(now, Input::Random(&random))
            }
            Output::Persist { purpose, secret } => {
                let reference = self.keep(&secret);
                session.handle(now, Input::Stored(purpose, reference))
            }
            Output::CreateDirectoryAccount { fqdn } => {
                let account = KerberosSettings {
                    realm: DOMAIN.to_uppercase(),
                    principals: vec![format!("HTTP/{fqdn}:16993")],
                    key: SecretRef(3),
                };
                session.handle(now, Input::DirectoryAccount(Some(account)))
            }
            Output::LookForDeviceCertificate { look } => {
                let issued = self.issued_at.is_some_and(|at| look >= at);
                let certificate = issued.then(|| device_certificate().der.as_slice());
                session.handle(now, Input::DeviceCertificate(certificate))
            }
            Output::Event(event) => {
                self.events.push(event);
                Ok(())
            }
            Output::RequestDeviceCertificate { fqdn, .. } => {
                assert_eq!(fqdn, "pc7.example.com");
                Ok(())
            }
            Output::Close => Ok(()),
            Output::WaitUntil(at) => {
                assert!(at.0 < u64::MAX, "waits for ever");
                self.pass(at.since(now.monotonic));
                session.handle(self.now, Input::Tick)
            }
            Output::Finished(outcome) => return Some(outcome),
            other => panic!("{other:?}"),
        };
        result.unwrap();
        None
    }

    /// Runs to the end without faults.
    pub fn run(&mut self, session: &mut Session) -> Outcome {
        drive(session, |session, output| self.serve(session, output))
    }
}

/// Takes all outputs before it answers them, as `handle` demands; bounded, so that nothing turns in
/// circles.
pub fn drive(
    session: &mut Session,
    mut serve: impl FnMut(&mut Session, Output) -> Option<Outcome>,
) -> Outcome {
    for _ in 0..5_000 {
        let mut outputs = vec![session.poll()];
        while !matches!(outputs.last(), Some(Output::WaitUntil(_) | Output::Finished(_))) {
            outputs.push(session.poll());
        }
        // Time passes only if nothing else is to be done.
        let rest = outputs.pop().unwrap();
        let asks = |output: &Output| {
            !matches!(
                output,
                Output::Event(_) | Output::Close | Output::RequestDeviceCertificate { .. }
            )
        };
        let busy = outputs.iter().any(asks);
        for output in outputs {
            assert!(serve(session, output).is_none());
        }
        if !busy {
            if let Some(outcome) = serve(session, rest) {
                return outcome;
            }
        }
    }
    panic!("no end in sight");
}

/// The chain of the ordinary provisioning certificate.
pub fn ordinary_chain() -> Vec<Vec<u8>> {
    [leaf(), crate::common::intermediate(), root()].map(|cert| cert.der.clone()).to_vec()
}

/// No TCP connection.
pub const NO_ROUTE: Input<'static> = Input::NotConnected(ConnectFailure::Tcp(113));

/// What the embedder was given to store, by purpose.
pub fn stored(outcome: &Outcome, purpose: Purpose) -> Option<SecretRef> {
    match purpose {
        Purpose::AdminPassword => outcome.admin_password,
        Purpose::MebxPassword => outcome.mebx_password,
    }
}
