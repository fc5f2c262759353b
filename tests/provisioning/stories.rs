//! Failures that administrators reported, replayed.

use std::sync::Arc;

use amt_provisioning::provisioning::{
    Account, CallFailure, Configuration, ConnectFailure, Event, Input, Milestone, Operation,
    OutOfBand, Outcome, Output, SecretRef, Seen, ServicePoint, Status, Step, Timer,
    TlsAuthentication,
};
use amt_provisioning::{
    CredentialTrial, Fact, FactoryAccounts, Finding, Hash, Hello, Millis, Refusal, SuffixSource,
    WallTime,
};

use crate::common::forge::Forge;
use crate::common::{Cert, Key, Scene, leaf, now, root, suffix};
use crate::drive::{count, drive, fails, name, record, run_with};
use crate::world::{ADDRESS, Device, Session, World, hello, service, settings};

/// A session begun by a Hello that lists these certificates.
fn with_hello(world: &World, listed: &[&Cert]) -> Session {
    let hashes: Vec<Hash> = listed.iter().map(|cert| Hash::sha256(&cert.der)).collect();
    let bytes = hello(&hashes);
    let hello = Hello::parse(&bytes).unwrap();
    let service = Arc::clone(&world.service);
    Session::OutOfBand(OutOfBand::new(service, &hello, ADDRESS, world.now))
}

/// The end came before any connection.
fn ended_at_once(world: &mut World, mut session: Session, finding: Finding) -> Outcome {
    let (outcome, asked) = record(world, &mut session);
    assert_eq!(asked, ["Resolve"]);
    let cause = outcome.cause.unwrap();
    assert_eq!((cause.finding, cause.step), (finding, None));
    assert!(!finding.remedy().is_empty());
    assert_eq!((outcome.status, outcome.milestone), (Status::Unknown, Milestone::None));
    assert_eq!(world.events.last(), Some(&Event::TaskEnd));
    outcome
}

/// Somebody typed the hash of the provisioning certificate into MEBx instead of its root's.
#[test]
fn wrong_root_hash_typed() {
    let mut world = World::ordinary(Configuration::default());
    let session = with_hello(&world, &[leaf()]);
    let outcome = ended_at_once(&mut world, session, Finding::DeviceHashIsLeaf);
    assert!(outcome.suspects.contains(Finding::DeviceHashIsLeaf));

    // The right hash beside it serves.
    let mut world = World::ordinary(Configuration::default());
    let mut session = with_hello(&world, &[leaf(), root()]);
    assert_eq!(world.run(&mut session).cause, None);
}

/// A device whose Hello does not list the root at all.
#[test]
fn no_root_hash_of_ours() {
    let mut world = World::ordinary(Configuration::default());
    let other = Forge::ca("Another Root", Key::P256(9)).self_issued();
    let session = with_hello(&world, &[&other]);
    ended_at_once(&mut world, session, Finding::RootHashNoMatch);
}

/// The intermediate expired a day ago; the leaf would be valid for years.
#[test]
fn intermediate_expired() {
    let intermediate = Forge::ca("Old Intermediate", Key::P256(2))
        .valid("200101000000Z", "260531000000Z")
        .issued_by(root());
    let leaf = Forge::leaf("amt.example.com").issued_by(&intermediate);
    let prepared = || Scene::of(&[&leaf, &intermediate, root()]).prepared();
    let mut world = World::new(
        ServicePoint::new(vec![prepared()]),
        settings(Configuration::default()),
        Device::default(),
    );
    let session = world.out_of_band();
    ended_at_once(&mut world, session, Finding::Expired);

    // A week earlier nothing is wrong.
    world.now.wall = WallTime::from_unix(now().unix() - 7 * 86_400);
    let mut session = world.out_of_band();
    assert_eq!(world.run(&mut session).cause, None);

    // Another certificate is taken instead, and the first is not.
    let service = ServicePoint::new(vec![prepared(), Scene::ordinary().prepared()]);
    let mut world = World::new(service, settings(Configuration::default()), Device::default());
    let mut session = world.out_of_band();
    assert_eq!(world.run(&mut session).cause, None);
    let chosen = world.events.iter().find_map(|event| match event {
        Event::CertificateChosen(index, _) => Some(*index),
        _ => None,
    });
    assert_eq!(chosen, Some(1));
}

/// Who wants to may try; when the device then ends the handshake, the findings are there.
#[test]
fn predicted_and_tried() {
    let service = ServicePoint { try_rejected: true, ..service() };
    let mut world = World::new(service, settings(Configuration::default()), Device::default());
    let mut session = with_hello(&world, &[leaf()]);
    let failure = ConnectFailure::Tls(0x8009_0304);
    let outcome = drive(&mut session, |session, output| match output {
        Output::Connect(_) => {
            session.handle(world.now, Input::NotConnected(failure)).unwrap();
            None
        }
        output => world.serve(session, output),
    });
    let cause = outcome.cause.unwrap();
    assert_eq!((cause.finding, cause.seen), (Finding::TlsRefused, Seen::Connection(failure)));
    assert_eq!(outcome.suspects.iter().next(), Some(Finding::DeviceHashIsLeaf));
}

/// The CA holds requests as pending: five looks, twenty seconds apart, and the remedy.
#[test]
fn device_certificate_missing() {
    let server = Configuration { tls: TlsAuthentication::Server, ..Configuration::default() };
    let mut world = World::ordinary(server.clone());
    world.issued_at = None;
    let mut session = world.out_of_band();
    let (mut looks, mut requests) = (Vec::new(), 0);
    let outcome = drive(&mut session, |session, output| {
        match &output {
            Output::LookForDeviceCertificate { look } => {
                looks.push((*look, world.now.monotonic));
            }
            Output::RequestDeviceCertificate { .. } => requests += 1,
            _ => {}
        }
        world.serve(session, output)
    });
    let first = looks[0].1;
    let since = looks.iter().map(|(look, at)| (*look, at.since(first).0));
    let expected = [(1, 0), (2, 20_000), (3, 40_000), (4, 60_000), (5, 80_000)];
    assert_eq!((since.collect::<Vec<_>>(), requests), (expected.to_vec(), 1));
    assert_eq!(world.now.monotonic.since(first), Millis(80_000), "no wait after the last");

    let waits = world.events.iter().filter_map(|event| match event {
        Event::Waiting(Timer::DeviceCertificate, _, look) => *look,
        _ => None,
    });
    assert_eq!(waits.collect::<Vec<_>>(), [1, 2, 3, 4]);

    let cause = outcome.cause.unwrap();
    assert_eq!(cause.finding, Finding::DeviceCertificateMissing);
    assert_eq!((cause.step, cause.seen), (Some(Step::DeviceCertificate), Seen::Times(5)));
    assert_eq!((outcome.status, outcome.milestone), (Status::NotProvisioned, Milestone::InSetup));
    assert_eq!((outcome.admin_password, count(&world, "AddCertificate")), (None, 0));
    let remedy = cause.finding.remedy();
    for step in [
        "(1) Open the Certification Authority snap-in",
        "(2) Right-click the CA",
        "(3) Open the tab Policy Module",
        "(4) Click Properties",
        "(5) Choose \"Follow the settings in the certificate template, if applicable. Otherwise, \
         automatically issue the certificate.\"",
        "(6) Close all dialogs with OK",
        "(7) Restart the CA service",
    ] {
        assert!(remedy.contains(step), "{step}");
    }

    // At the fifth look it is there.
    let mut world = World::ordinary(server);
    world.issued_at = Some(5);
    let mut session = world.out_of_band();
    assert_eq!(world.run(&mut session).cause, None);
}

/// Mode "none" needs no certificate.
#[test]
fn no_certificate_without_tls() {
    let mut world = World::ordinary(Configuration::default());
    world.issued_at = None;
    let mut session = world.out_of_band();
    let (outcome, asked) = record(&mut world, &mut session);
    assert_eq!(outcome.cause, None);
    assert!(!asked.contains(&"LookForDeviceCertificate".to_owned()));
}

/// The certificate that was issued is for this device, or it is not used.
#[test]
fn certificate_for_another_device() {
    use crate::common::forge::{CLIENT_AUTH, SERVER_AUTH, eku, san};
    let ours = || {
        let forge = Forge::leaf("pc7.example.com").with(eku(&[SERVER_AUTH]));
        forge.with(san(&["pc7.example.com"])).key(Key::P256(4))
    };
    let with_names =
        |name: &str| ours().subject(&[crate::common::forge::cn(name)]).with(san(&[name]));
    for (what, certificate, fits) in [
        ("ours", ours(), true),
        ("capitals", with_names("PC7.Example.COM"), true),
        ("alternative name alone", ours().subject(&[]), true),
        ("common name alone", ours().without("2.5.29.17"), true),
        ("no purposes", ours().without("2.5.29.37"), true),
        ("another name", with_names("pc8.example.com"), false),
        ("another key", ours().key(Key::P256(5)), false),
        ("for clients", ours().with(eku(&[CLIENT_AUTH])), false),
        ("expired", ours().valid("200101000000Z", "260531235959Z"), false),
        ("not yet valid", ours().valid("270101000000Z", "350101000000Z"), false),
    ] {
        let certificate = certificate.issued_by(root()).der;
        let server = Configuration { tls: TlsAuthentication::Server, ..Configuration::default() };
        let mut world = World::ordinary(server);
        let mut session = world.out_of_band();
        let outcome = drive(&mut session, |session, output| match output {
            Output::LookForDeviceCertificate { .. } => {
                let found = Input::DeviceCertificate(Some(&certificate));
                session.handle(world.now, found).unwrap();
                None
            }
            // The device shows what it was given.
            Output::Connect(endpoint) if endpoint.chain.is_none() => {
                session.handle(world.now, Input::Connected { chain: &[&certificate] }).unwrap();
                None
            }
            output => world.serve(session, output),
        });
        let finding = outcome.cause.map(|cause| cause.finding);
        let expected = (!fits).then_some(Finding::DeviceCertificateUnfit);
        assert_eq!(finding, expected, "{what}");
    }
}

/// The operating system knows the suffix, the device's own DHCP does not: the firmware never uses
/// the system's, so the certificate has nothing to match.
#[test]
fn suffix_of_the_operating_system_alone() {
    let with_suffixes = |suffixes| {
        let mut settings = settings(Configuration::default());
        settings.facts.suffixes = suffixes;
        World::new(service(), settings, Device::default())
    };
    let os = suffix(SuffixSource::OperatingSystem, "example.com");
    let mut world = with_suffixes(Fact::known(vec![os.clone()]));
    let session = world.out_of_band();
    ended_at_once(&mut world, session, Finding::SuffixSourceIgnored);

    let own = suffix(SuffixSource::DhcpOption15, "example.com");
    let mut world = with_suffixes(Fact::known(vec![os, own]));
    let mut session = world.out_of_band();
    assert_eq!(world.run(&mut session).cause, None);

    // Nobody knows: a Hello has no suffix, and the session goes on.
    let mut world = with_suffixes(Fact::Unknown);
    let mut session = world.out_of_band();
    assert_eq!(world.run(&mut session).cause, None);
}

/// The accounts in their order, the factory's last, each once, twenty seconds apart.
#[test]
fn accounts_in_order() {
    let accounts = vec![SecretRef(11), SecretRef(12), SecretRef(11), SecretRef(13)];
    let factory = [Account::Factory, Account::FactoryEmpty];
    for (kind, last) in [(FactoryAccounts::Admin, 1), (FactoryAccounts::AdminOrEmpty, 2)] {
        let service = ServicePoint { accounts: accounts.clone(), factory: kind, ..service() };
        let mut world = World::new(service, settings(Configuration::default()), Device::default());
        let mut session = world.out_of_band();
        let mut tried = Vec::new();
        let start = world.now.monotonic;
        let outcome = drive(&mut session, |session, output| match output {
            Output::Invoke { call, operation, credential, new_connection } => {
                assert_eq!(name(&operation), "GetGeneralSettings");
                assert_eq!((call.message, new_connection), (1, call.sending > 1));
                tried.push((credential, world.now.monotonic.since(start).0));
                let result = Err(CallFailure::Refused(Refusal::WrongCredentials));
                session.handle(world.now, Input::Answered { call, result }).unwrap();
                None
            }
            output => world.serve(session, output),
        });
        let configured = [11, 12, 13].map(|number| Account::Stored(SecretRef(number)));
        let expected = configured.into_iter().chain(factory.into_iter().take(last));
        let pace = u64::try_from(CredentialTrial::PACE.as_millis()).unwrap();
        assert_eq!(pace, 20_000);
        let expected: Vec<_> = expected.zip((0..).map(|number| number * pace)).collect();
        assert_eq!(tried, expected);

        let cause = outcome.cause.unwrap();
        assert_eq!(
            (cause.finding, cause.step),
            (Finding::CredentialsExhausted, Some(Step::Identify))
        );
        assert!(cause.finding.remedy().contains("provisioning accounts"));
        assert!(cause.finding.remedy().contains("clearing CMOS"));
        assert_eq!((outcome.status, outcome.milestone), (Status::Detected, Milestone::Connected));
    }
}

/// The MEBx password was changed, and the console knows it.
#[test]
fn configured_account_works() {
    let mut world = World::ordinary(Configuration::default());
    world.device.password = b"MebxP@ss1".to_vec();
    let mut session = world.out_of_band();
    assert_eq!(world.run(&mut session).cause, None);
    assert_eq!(count(&world, "GetGeneralSettings"), 1 + 1);
}

/// A stored hash that does not fit the device's realm is passed over at once, and named at the end.
#[test]
fn account_that_does_not_fit() {
    let mut world = World::ordinary(Configuration::default());
    let start = world.now.monotonic;
    let mut session = world.out_of_band();
    let outcome = run_with(&mut world, &mut session, |operation, before| match operation {
        Operation::GetGeneralSettings if before == 0 => fails(CallFailure::Unfit),
        Operation::GetGeneralSettings => fails(CallFailure::Refused(Refusal::WrongCredentials)),
        _ => None,
    });
    assert_eq!(outcome.cause.unwrap().finding, Finding::StoredHashUnfit);
    assert_eq!(world.now.monotonic.since(start), Millis(20_000), "between the factory's");
}

/// The device hangs up instead of answering: the account is tried once more, no other.
#[test]
fn device_hangs_up() {
    let mut world = World::ordinary(Configuration::default());
    let mut session = world.out_of_band();
    let outcome = run_with(&mut world, &mut session, |_, _| fails(CallFailure::Lost));
    assert_eq!(outcome.cause.unwrap().finding, Finding::CredentialTrialCut);
    let accounts: Vec<_> =
        world.calls.iter().map(|(call, _, account)| (call.sending, *account)).collect();
    let configured = Account::Stored(crate::world::CONFIGURED);
    assert_eq!(accounts, [(1, configured), (2, configured)]);
}
