//! Sessions without faults: what is done, in which order, and what comes of it.

use std::sync::Arc;

use amt_provisioning::provisioning::{
    Account, Configuration, DeviceSettings, Endpoint, Event, KerberosSettings, Milestone,
    Operation, Output, Plan, PowerScheme, Product, SecretRef, ServicePoint, Stage, Status, Step,
    TlsAuthentication, TlsSide, Way,
};
use amt_provisioning::{Fact, Hash, Millis, Release, WallTime};

use crate::drive::{asked, count, drain, drive, name, record, until};
use crate::world::{
    ADDRESS, CONFIGURED, Device, World, device_certificate, everything, ordinary_chain,
    self_signed, service, settings,
};

/// F-OOB 2 to 10.
const CONTACT: &[&str] = &[
    "Connect",
    // With the configured account, which is refused, then with the factory's.
    "GetGeneralSettings",
    "GetGeneralSettings",
    "GetSetupService",
    "GetRelease",
];
/// 8.6 without anything that a configuration may leave out.
const CLOCK_AND_NAMES: &[&str] = &["GetTime", "SetTime", "SetNames"];
const MUTUAL_TLS: &[&str] = &[
    "AddTrustedRoot",
    "ListKeyPairs",
    "GenerateKeyPair",
    "GetPublicKey",
    "RequestDeviceCertificate",
    "LookForDeviceCertificate",
    "AddCertificate",
    "BindTlsCertificate",
    "SetTls",
    "SetTls",
];
const ADMIN_PASSWORD: &[&str] =
    &["NeedRandom", "Persist", "SetAdminPassword", "GetGeneralSettings"];
const MEBX_PASSWORD: &[&str] = &["NeedRandom", "Persist", "SetMebxPassword"];
/// F-OOB 13.
const COMMIT: &[&str] = &["CommitChanges", "Connect", "GetSetupService", "GetControlMode"];
/// 8.7: two entries are there, two are wanted; handles are read anew after each.
const ACL: &[&str] = &[
    "ListAclEntries",
    "RemoveAclEntry",
    "ListAclEntries",
    "RemoveAclEntry",
    "ListAclEntries",
    "AddAclEntry",
    "AddAclEntry",
];
const OPTIONS: &[&str] = &["SetPing", "SetWebUi", "SetRedirection"];
const POWER: &[&str] = &["GetPowerScheme", "SetPowerScheme"];
const WIRELESS: &[&str] = &[
    "DeleteWirelessProfiles",
    "DeleteProfileCertificates",
    "DetectWireless",
    "AddWirelessProfile",
    "AddWirelessProfile",
    "SetWired8021x",
];

fn ran(world: &mut World, way: Way) -> Vec<String> {
    let mut session = match way {
        Way::OutOfBand => world.out_of_band(),
        Way::InBand => world.in_band(None),
    };
    let (outcome, record) = record(world, &mut session);
    assert_eq!(outcome.cause, None, "{:#?}", world.events);
    let done = (Status::ProvisionedAdmin, Milestone::Configured);
    assert_eq!((outcome.status, outcome.milestone), done);
    record
}

fn with_product(product: Product) -> ServicePoint {
    ServicePoint { product, ..service() }
}

#[test]
fn least() {
    let mut world = World::ordinary(Configuration::default());
    let expected = [&["Resolve"], CONTACT, CLOCK_AND_NAMES, ADMIN_PASSWORD, COMMIT].concat();
    assert_eq!(ran(&mut world, Way::OutOfBand), expected);
    assert_eq!((world.device.mode, count(&world, "SetMebxPassword")), (2, 0));
}

/// I-27: out of band and in band make the same calls.
#[test]
fn everything_both_ways() {
    let expected = [
        CONTACT,
        &["CreateDirectoryAccount"],
        CLOCK_AND_NAMES,
        MUTUAL_TLS,
        ADMIN_PASSWORD,
        MEBX_PASSWORD,
        COMMIT,
        ACL,
        OPTIONS,
        &["SetKerberos"],
        POWER,
        WIRELESS,
    ]
    .concat();
    let mut out_of_band = World::ordinary(everything());
    let record = ran(&mut out_of_band, Way::OutOfBand);
    assert_eq!(record, [&["Resolve"], expected.as_slice()].concat());
    let mut in_band = World::ordinary(everything());
    assert_eq!(ran(&mut in_band, Way::InBand), expected);
    let operations = |world: &World| -> Vec<_> {
        let sent = |operation: &Operation| match operation {
            // Both worlds are as old.
            Operation::SetTime { device, .. } => {
                Operation::SetTime { device: *device, read: *device, sent: *device }
            }
            other => other.clone(),
        };
        world
            .calls
            .iter()
            .map(|(call, operation, account)| (*call, sent(operation), *account))
            .collect()
    };
    assert_eq!(operations(&out_of_band), operations(&in_band));
}

/// Both sides of TLS, the network's first, with a gap (RPS).
#[test]
fn tls_settings() {
    let mut world = World::ordinary(everything());
    let mut session = world.out_of_band();
    let remote =
        until(&mut world, &mut session, |output| asked(output).as_deref() == Some("SetTls"));
    let (side, names) = (TlsSide::Remote, vec!["console.example.com".to_owned()]);
    let set = |side| Operation::SetTls { side, mutual: true, trusted_names: names.clone() };
    let asks = |outputs: &[Output], wanted: &Operation| {
        outputs
            .iter()
            .any(|output| matches!(output, Output::Invoke { operation, .. } if operation == wanted))
    };
    assert!(asks(&remote, &set(side)));
    for output in remote {
        if matches!(output, Output::Invoke { .. }) {
            world.serve(&mut session, output);
        }
    }
    let gap = drain(&mut session);
    let five_seconds = world.now.monotonic.plus(Millis(5_000));
    assert_eq!(gap.last(), Some(&Output::WaitUntil(five_seconds)));
    world.serve(&mut session, gap.into_iter().last().unwrap());
    assert!(asks(&drain(&mut session), &set(TlsSide::Local)));
}

/// Events count the steps that the plan has once the release is known.
#[test]
fn steps_are_counted() {
    let mut world = World::ordinary(everything());
    ran(&mut world, Way::OutOfBand);
    let device = &world.settings;
    let plan = Plan::new(Way::OutOfBand, Product::IntelGuide, device, Some(world.device.release));
    let stages: Vec<Stage> = plan.steps().iter().map(|step| step.stage()).collect();
    assert!(stages.is_sorted(), "{stages:?}");
    let mut told = Vec::new();
    for event in &world.events {
        if let Event::Step(step, number, of) = event {
            assert_eq!(plan.steps()[number - 1], *step);
            assert!(*of == plan.steps().len() || step.stage() == Stage::Contact);
            told.push(*step);
        }
    }
    assert_eq!(told, plan.steps());
}

/// W-530: the session leaves the header away until the device asks, which is the exchange's work;
/// I-05: the next account gets the same message.
#[test]
fn first_call_of_a_connection() {
    let mut world = World::ordinary(Configuration::default());
    let mut new_connections = Vec::new();
    let mut session = world.out_of_band();
    let outcome = drive(&mut session, |session, output| {
        if let Output::Invoke { operation, new_connection, credential, call } = &output {
            new_connections.push((name(operation), *new_connection, *credential, *call));
        }
        world.serve(session, output)
    });
    assert!(outcome.is_success());
    let admin = Account::Stored(outcome.admin_password.unwrap());
    let of = |index: usize| {
        let (name, new, credential, call) = &new_connections[index];
        (name.as_str(), *new, *credential, call.message, call.sending)
    };
    assert_eq!(of(0), ("GetGeneralSettings", false, Account::Stored(CONFIGURED), 1, 1));
    assert_eq!(of(1), ("GetGeneralSettings", true, Account::Factory, 1, 2));
    assert_eq!(of(2), ("GetSetupService", false, Account::Factory, 2, 1));
    // I-21: the new account on a new connection; again after the commit.
    let of_name = |wanted: &str, nth| {
        let at = |(name, ..): &&(String, bool, Account, _)| name == wanted;
        let (_, new, credential, _) = new_connections.iter().filter(at).nth(nth).unwrap();
        (*new, *credential)
    };
    assert_eq!(of_name("SetAdminPassword", 0), (false, Account::Factory));
    assert_eq!(of_name("GetGeneralSettings", 2), (true, admin));
    assert_eq!(of_name("CommitChanges", 0), (false, admin));
    // The Connect before it opened it.
    assert_eq!(of_name("GetSetupService", 1), (false, admin));
}

fn endpoints(release: Release, configuration: Configuration) -> Vec<Endpoint> {
    let mut device = settings(configuration);
    device.facts.release = Fact::known(release);
    let mut service = service();
    service.peer.accept_unverified = true;
    let scripted = Device { release, ..Device::default() };
    let mut world = World::new(service, device, scripted);
    let mut session = world.out_of_band();
    let mut endpoints = Vec::new();
    let outcome = drive(&mut session, |session, output| {
        if let Output::Connect(endpoint) = &output {
            assert_eq!(session.endpoint().as_ref(), Some(endpoint));
            endpoints.push(endpoint.clone());
        }
        world.serve(session, output)
    });
    assert_eq!(outcome.cause, None);
    endpoints
}

/// the chain in order with its root, and the port by what the device has after the commit.
#[test]
fn where_connections_lead() {
    let presented = (16993, Some(ordinary_chain()), true);
    let (tls, plain) = ((16993, None, true), (16992, None, false));
    let own = Configuration { tls: TlsAuthentication::Server, ..Configuration::default() };
    let before = Some(Hash::sha256(&self_signed().der));
    let after_commit = Some(Hash::sha256(&device_certificate().der));
    for (release, configuration, after, pin) in [
        ("11.8.50", Configuration::default(), &plain, before),
        ("15.0.42", Configuration::default(), &plain, before),
        ("16.0.0", Configuration::default(), &tls, before),
        ("11.8.50", own.clone(), &tls, after_commit),
        ("16.1.25", own, &tls, after_commit),
    ] {
        let found = endpoints(release.parse().unwrap(), configuration);
        assert!(found.iter().all(|endpoint| endpoint.address == ADDRESS));
        assert_eq!(found.iter().map(|endpoint| endpoint.pin).collect::<Vec<_>>(), [None, pin]);
        let found = found.into_iter().map(|endpoint| (endpoint.port, endpoint.chain, endpoint.tls));
        assert_eq!(found.collect::<Vec<_>>(), [presented.clone(), after.clone()], "{release}");
    }
}

/// A call that wants a new connection later may open it without TLS.
#[test]
fn plain_connections_are_opened_anew() {
    use amt_provisioning::provisioning::Input;
    let configuration = Configuration { web_ui: Some(true), ..Configuration::default() };
    let mut world = World::ordinary(configuration);
    let mut session = world.out_of_band();
    until(&mut world, &mut session, |output| asked(output).as_deref() == Some("SetWebUi"));
    assert_eq!(session.endpoint().unwrap().port, 16992);
    session.handle(world.now, Input::Connected { chain: &[] }).unwrap();
    assert!(matches!(drain(&mut session)[..], [Output::WaitUntil(_)]));
}

/// Flows, 13, one row each: power package set, wireless and 802.1X, options in band.
#[test]
fn products() {
    let fixed = PowerScheme::AlwaysOnExceptPowerLoss;
    let configured = PowerScheme::Named("ON in S0, S3".into());
    for (product, power, wireless, options_in_band) in [
        (Product::ConfigMgr2007Sp1, &fixed, false, false),
        (Product::ConfigMgr2007Sp2, &configured, true, false),
        (Product::ConfigMgr2012, &configured, true, false),
        (Product::IntelGuide, &configured, true, true),
    ] {
        for (way, options) in [(Way::OutOfBand, true), (Way::InBand, options_in_band)] {
            let mut world =
                World::new(with_product(product), settings(everything()), Device::default());
            let record = ran(&mut world, way);
            let has = |operation: &str| record.iter().any(|name| name == operation);
            assert_eq!(&world.device.power, power, "{product:?}");
            for step in WIRELESS {
                assert_eq!(has(step), wireless, "{product:?} {step}");
            }
            for step in OPTIONS {
                assert_eq!(has(step), options, "{product:?} {way:?} {step}");
            }
        }
    }
}

/// SP1 sets the power package whatever was configured, unless it is set.
#[test]
fn power_that_is_right_is_left() {
    let steps = |product, configured: Option<PowerScheme>, power| {
        let configuration = Configuration { power_scheme: configured, ..Configuration::default() };
        let device = Device { power, ..Device::default() };
        let mut world = World::new(with_product(product), settings(configuration), device);
        ran(&mut world, Way::OutOfBand);
        (count(&world, "GetPowerScheme"), count(&world, "SetPowerScheme"))
    };
    let (sp1, guide) = (Product::ConfigMgr2007Sp1, Product::IntelGuide);
    let (fixed, other) = (PowerScheme::AlwaysOnExceptPowerLoss, PowerScheme::Named("1".into()));
    assert_eq!(steps(sp1, None, fixed.clone()), (1, 0));
    assert_eq!(steps(sp1, None, other.clone()), (1, 1));
    assert_eq!(steps(guide, None, other.clone()), (0, 0));
    assert_eq!(steps(guide, Some(other.clone()), other.clone()), (1, 0));
    assert_eq!(steps(guide, Some(other), fixed), (1, 1));
}

/// The wired profile stays: it needs no wireless management.
#[test]
fn no_wireless() {
    let device = Device { wireless: false, ..Device::default() };
    let mut world = World::new(service(), settings(everything()), device);
    let record = ran(&mut world, Way::OutOfBand);
    let rest = record.iter().skip_while(|name| *name != "DetectWireless");
    assert_eq!(rest.collect::<Vec<_>>(), ["DetectWireless", "SetWired8021x"]);
}

/// The clock of a device is left alone if it is no more than ten seconds off.
#[test]
fn clocks() {
    for (off, sets) in [(-11, 1), (-10, 0), (0, 0), (10, 0), (11, 1)] {
        let mut world = World::ordinary(Configuration::default());
        // The trial of accounts takes 20 s.
        let then = world.now.wall.unix() + 20;
        world.device.time = WallTime::from_unix(then + off);
        let mut session = world.out_of_band();
        assert!(world.run(&mut session).is_success());
        assert_eq!(count(&world, "SetTime"), sets, "{off}");
    }
}

/// The account may exist before the session (Configuration Manager 2012).
#[test]
fn directory_account_made_before() {
    let account = KerberosSettings {
        realm: "EXAMPLE.COM".into(),
        principals: vec!["HTTP/pc7.example.com:16993".into()],
        key: SecretRef(3),
    };
    let configuration = Configuration { kerberos: true, ..Configuration::default() };
    let device =
        DeviceSettings { directory_account: Some(account.clone()), ..settings(configuration) };
    let mut world = World::new(with_product(Product::ConfigMgr2012), device, Device::default());
    let record = ran(&mut world, Way::OutOfBand);
    assert!(!record.contains(&"CreateDirectoryAccount".to_owned()));
    assert!(world.device.done.contains(&Operation::SetKerberos { settings: account }));
}

/// `CurrentControlMode` exists from 6.2 on; before, the state alone is read back.
#[test]
fn releases_without_a_control_mode() {
    let plan = |release| {
        let device = Arc::new(DeviceSettings::default());
        let plan = Plan::new(Way::OutOfBand, Product::IntelGuide, &device, Some(release));
        plan.steps().contains(&Step::ReadBackMode)
    };
    assert!(!plan(Release::new(6, 1, 9, 9)));
    assert!(plan(Release::new(6, 2, 0, 0)));
}

#[test]
fn events_of_a_run() {
    let mut world = World::ordinary(Configuration::default());
    ran(&mut world, Way::OutOfBand);
    let of = |wanted: &str| -> Vec<&Event> {
        world.events.iter().filter(|event| name(event) == wanted).collect()
    };
    let status = [Status::InProvisioning, Status::ProvisionedAdmin].map(Event::Status);
    assert_eq!(of("Status"), status.iter().collect::<Vec<_>>());
    assert_eq!(of("Authenticated"), [&Event::Authenticated(Account::Factory)]);
    assert_eq!(of("TaskEnd").len(), 1);
    assert_eq!(world.events.last(), Some(&Event::TaskEnd));
    assert_eq!(of("CertificateChosen").len(), 1);
}
