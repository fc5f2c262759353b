use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, LazyLock};

use amt_provisioning::provisioning::{
    AclAccess, AclEntry, AclUser, Call, CallFailure, Configuration, ConnectFailure, DeviceSettings,
    Event, FaultCode, InBand, Input, Instance, KerberosSettings, MebxPassword, MebxSettings,
    Operation, OutOfBand, Output, PayloadRef, PeerRules, PowerScheme, ProvisioningState, Purpose,
    Reply, Resolution, SecretRef, ServicePoint, TlsAuthentication,
};
use amt_provisioning::{
    Bag, Error, Hello, HelloBuilder, Millis, Now, PathLimits, Prepared, Refusal, Release, Secret,
    SignatureAlgorithms, Uuid, WallTime,
};

/// Nobody verifies signatures here: sessions go on with what is undetermined.
fn service() -> Arc<ServicePoint> {
    static SERVICE: LazyLock<Arc<ServicePoint>> = LazyLock::new(|| {
        let chain = include_bytes!("../../examples/amtp/data/provisioning-chain.pem");
        let bag = Bag::read(chain).unwrap();
        let none = SignatureAlgorithms::new(&[]);
        let prepared = Prepared::with(bag, None, none, PathLimits::default());
        Arc::new(ServicePoint {
            try_rejected: true,
            accounts: vec![SecretRef(1)],
            peer: PeerRules { accept_unverified: true, ..PeerRules::default() },
            ..ServicePoint::new(vec![prepared])
        })
    });
    Arc::clone(&SERVICE)
}

/// Everything, or everything but TLS, for which a certificate has to be issued.
fn settings(tls: bool) -> Arc<DeviceSettings> {
    static SETTINGS: LazyLock<[Arc<DeviceSettings>; 2]> = LazyLock::new(|| {
        [false, true].map(|tls| {
            let user = AclUser::Digest { name: "operator".into(), password: SecretRef(2) };
            Arc::new(DeviceSettings {
                host: "pc7".into(),
                domain: "example.com".into(),
                extend_period: Some(1),
                configuration: Configuration {
                    tls: match tls {
                        false => TlsAuthentication::Unchanged,
                        true => TlsAuthentication::Mutual {
                            roots: vec![Arc::from([1, 2, 3])],
                            trusted_names: Vec::new(),
                        },
                    },
                    mebx: MebxSettings {
                        password: MebxPassword::Random,
                        ..MebxSettings::default()
                    },
                    kerberos: true,
                    acl: Some(vec![AclEntry { user, access: AclAccess::Any, realms: vec![2] }]),
                    ping: Some((true, true)),
                    web_ui: Some(true),
                    redirection: Some((true, true)),
                    power_scheme: Some(PowerScheme::AlwaysOnExceptPowerLoss),
                    wireless: Some(vec![PayloadRef(1)]),
                    wired_8021x: Some(PayloadRef(2)),
                },
                ..DeviceSettings::default()
            })
        })
    });
    Arc::clone(&SETTINGS[usize::from(tls)])
}

const ADDRESS: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));
const CHAIN: &[&[u8]] = &[b"not", b"read"];

enum Session {
    OutOfBand(OutOfBand),
    InBand(InBand),
}

impl Session {
    fn handle(&mut self, now: Now, input: Input<'_>) -> Result<(), Error> {
        match self {
            Self::OutOfBand(session) => session.handle(now, input),
            Self::InBand(session) => session.handle(now, input),
        }
    }

    fn poll(&mut self) -> Output {
        match self {
            Self::OutOfBand(session) => session.poll(),
            Self::InBand(session) => session.poll(),
        }
    }

    fn restored(&self, tls: bool, now: Now) -> Option<Self> {
        Some(match self {
            Self::OutOfBand(session) => {
                let saved = session.snapshot().ok()?;
                let settings = Some(settings(tls));
                Self::OutOfBand(OutOfBand::restore(service(), settings, &saved, now).unwrap())
            }
            Self::InBand(session) => {
                let saved = session.snapshot().ok()?;
                Self::InBand(InBand::restore(service(), settings(tls), &saved, now).unwrap())
            }
        })
    }
}

/// What is asked, as far as an answer has to fit.
#[derive(Default)]
struct Asked {
    call: Call,
    operation: Option<Operation>,
    purpose: Option<Purpose>,
    ends: usize,
}

impl Asked {
    /// Takes every output; is the session over?
    fn drain(&mut self, session: &mut Session) -> bool {
        for _ in 0..64 {
            match session.poll() {
                Output::Invoke { call, operation, .. } => {
                    (self.call, self.operation) = (call, Some(operation));
                }
                Output::Persist { purpose, .. } => self.purpose = Some(purpose),
                Output::Event(Event::TaskEnd) => self.ends += 1,
                rest @ (Output::WaitUntil(_) | Output::Finished(_)) => {
                    assert_eq!(session.poll(), rest, "at rest it says the same");
                    return matches!(rest, Output::Finished(_));
                }
                _ => {}
            }
        }
        panic!("no rest in sight");
    }

    /// The reply that fits the call.
    fn reply(&self, variant: u8) -> Reply {
        match &self.operation {
            Some(Operation::GetGeneralSettings) => Reply::GeneralSettings { realm: vec![variant] },
            Some(Operation::GetSetupService) => Reply::SetupService {
                state: ProvisioningState::from(u32::from(variant % 8 / 3)),
                one_time_password: (variant > 200).then(|| Secret::from("otp")),
            },
            Some(Operation::GetControlMode) => Reply::ControlMode(u32::from(variant % 4)),
            Some(Operation::GetRelease) => {
                Reply::Release(Release::new(u16::from(variant % 24), 0, 0, 0))
            }
            Some(Operation::GetTime) => Reply::Time(WallTime::from_unix(i64::from(variant))),
            Some(Operation::ListKeyPairs) => {
                Reply::Instances((0..variant % 3).map(|n| Instance(n.to_string())).collect())
            }
            Some(
                Operation::GenerateKeyPair { .. }
                | Operation::AddCertificate { .. }
                | Operation::FindCertificate { .. },
            ) => Reply::Instance(Instance("made".into())),
            Some(Operation::GetPublicKey { .. }) => Reply::PublicKey(vec![variant]),
            Some(Operation::ListAclEntries) => Reply::AclEntries(vec![1; usize::from(variant % 2)]),
            Some(Operation::GetPowerScheme) => {
                Reply::PowerScheme(PowerScheme::AlwaysOnExceptPowerLoss)
            }
            Some(Operation::DetectWireless) => Reply::Wireless(variant % 2 == 0),
            _ => Reply::Done,
        }
    }
}

/// A session under inputs in any order: whatever comes, it rests after a few outputs, ends once, and
/// says the same after its end.
pub fn session(data: &[u8]) {
    let mut now = Now { monotonic: Millis(1_000), wall: WallTime::from_unix(1_790_000_000) };
    let mut bytes = data.iter().copied();
    let uuid = Uuid::from_bytes([7; 16]);
    let hello = HelloBuilder::pki(uuid, &[]).unwrap().build();
    let hello = Hello::parse(&hello).unwrap();
    let first = bytes.next().unwrap_or(0);
    let tls = first & 2 != 0;
    let mut session = match first & 1 != 0 {
        true => Session::InBand(InBand::new(service(), settings(tls), uuid, ADDRESS, None, now)),
        false => Session::OutOfBand(OutOfBand::new(service(), &hello, ADDRESS, now)),
    };
    let mut asked = Asked::default();
    let mut over = asked.drain(&mut session);
    while let (Some(kind), variant) = (bytes.next(), bytes.next().unwrap_or(0)) {
        let random: Vec<u8> = (0..=255).map(|n: u8| n.wrapping_mul(167)).collect();
        let call = asked.call;
        let input = match kind % 24 {
            // What was asked for, most of the time.
            0..=7 => Input::Answered { call, result: Ok(asked.reply(variant)) },
            8 => Input::Resolved(Resolution::Known(settings(tls))),
            9 => Input::Connected { chain: CHAIN },
            10 => {
                Input::Random(&random[..usize::from(variant).max(usize::from(variant > 9) * 256)])
            }
            11 => Input::Random(&random),
            12 => {
                let purpose = asked.purpose.unwrap_or(Purpose::AdminPassword);
                Input::Stored(purpose, SecretRef(9))
            }
            13 => Input::DirectoryAccount((variant > 9).then(|| KerberosSettings {
                realm: "EXAMPLE.COM".into(),
                principals: vec!["HTTP/pc7".into()],
                key: SecretRef(3),
            })),
            14 => Input::DeviceCertificate((variant > 200).then_some(&[1, 2, 3][..])),
            15 | 16 => {
                let span = Millis(u64::from(variant) * 500);
                now.monotonic = now.monotonic.plus(span);
                Input::Tick
            }
            17 => {
                now.monotonic = now.monotonic.since(Millis(u64::from(variant) * 100));
                Input::Disconnected
            }
            18 => Input::Answered {
                call,
                result: Err(match variant % 8 {
                    0 => CallFailure::Returned([1, 16, 2054, 2057, 2058][usize::from(variant % 5)]),
                    1 => CallFailure::Fault(FaultCode::DestinationUnreachable),
                    2 => CallFailure::Http(500),
                    3 => CallFailure::Refused(Refusal::WrongCredentials),
                    4 => CallFailure::Unreadable,
                    5 => CallFailure::NotSent,
                    6 => CallFailure::Refused(Refusal::StaleNonce),
                    _ => CallFailure::Lost,
                }),
            },
            19 => Input::Answered {
                call: Call { message: u32::from(variant), sending: 1 },
                result: Ok(Reply::Done),
            },
            20 => Input::Hello { hello: &hello, from: ADDRESS },
            21 => Input::NotConnected(match variant % 2 {
                0 => ConnectFailure::Tcp(i32::from(variant)),
                _ => ConnectFailure::Tls(u32::from(variant)),
            }),
            22 if variant < 32 => Input::Cancel,
            22 => Input::NotStored,
            _ => {
                if let Some(restored) = session.restored(tls, now) {
                    session = restored;
                    over = asked.drain(&mut session);
                }
                continue;
            }
        };
        let taken = session.handle(now, input);
        assert!(!over || taken.is_ok(), "after the end everything is ignored");
        over = asked.drain(&mut session);
        assert_eq!(asked.ends, usize::from(over), "ends once");
    }
    session.handle(now, Input::Cancel).unwrap();
    assert!(asked.drain(&mut session) && asked.ends == 1);
}

/// Bytes as a saved session: refused, or one that rests and can be ended. What it saves is what it
/// was restored from, but for the time that is left.
pub fn snapshot(data: &[u8]) {
    let now = Now { monotonic: Millis(1_000), wall: WallTime::from_unix(1_790_000_000) };
    let restored = [false, true].into_iter().flat_map(|tls| {
        let settings = settings(tls);
        let out_of_band = OutOfBand::restore(service(), Some(Arc::clone(&settings)), data, now);
        let in_band = InBand::restore(service(), settings, data, now);
        let both = [out_of_band.map(Session::OutOfBand), in_band.map(Session::InBand)];
        both.into_iter().flatten().map(move |session| (tls, session))
    });
    for (tls, mut session) in restored {
        let mut asked = Asked::default();
        if !asked.drain(&mut session) {
            assert!(session.restored(tls, now).is_some());
            session.handle(now, Input::Cancel).unwrap();
            assert!(asked.drain(&mut session));
        }
        assert_eq!(asked.ends, 1);
    }
}
