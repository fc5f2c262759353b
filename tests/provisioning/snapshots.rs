//! Sessions saved and taken up: at every rest, with the same outputs, and without a secret.

use amt_provisioning::provisioning::{
    CallFailure, Configuration, InBand, Input, Milestone, Operation, OutOfBand, Outcome, Output,
};
use amt_provisioning::{Error, ErrorKind};

use std::sync::Arc;

use crate::drive::{drain, is_awaited};
use crate::world::{Session, World, everything};

/// What an answer is awaited to, whatever the number of a call and on which connection it goes.
fn asks(outputs: &[Output]) -> Vec<String> {
    let asks = outputs.iter().filter(|output| is_awaited(output));
    asks.map(|output| match output {
        Output::Invoke { operation, credential, .. } => format!("{operation:?} {credential:?}"),
        output => format!("{output:?}"),
    })
    .collect()
}

/// Is nothing in flight that is sent once?
fn is_repeatable(outputs: &[Output]) -> bool {
    outputs.iter().all(|output| match output {
        Output::Invoke { operation, .. } => operation.is_repeatable(),
        _ => true,
    })
}

/// Answers the outputs of one turn; the outcome at the end.
fn turn(world: &mut World, session: &mut Session, outputs: Vec<Output>) -> Option<Outcome> {
    crate::drive::turn(session, outputs, |session, output| world.serve(session, output))
}

/// Everything that is asked from here to the end, and the outcome.
fn rest_of(mut world: World, mut session: Session, first: Vec<Output>) -> (Vec<String>, Outcome) {
    let mut all = Vec::new();
    let mut outputs = first;
    for _ in 0..1_000 {
        all.extend(asks(&outputs));
        if let Some(outcome) = turn(&mut world, &mut session, outputs) {
            return (all, outcome);
        }
        outputs = drain(&mut session);
    }
    panic!("no end in sight");
}

fn begin(world: &World, in_band: bool) -> Session {
    match in_band {
        true => world.in_band(None),
        false => world.out_of_band(),
    }
}

/// I-31: at every rest of a session a restored one asks for the same again, and after what is sent
/// once reads the state as the original does that lost the answer; from there both ask the same and
/// end alike.
#[test]
fn restored_sessions_go_on_as_the_original() {
    for (configuration, in_band) in
        [(everything(), false), (everything(), true), (Configuration::default(), false)]
    {
        let mut rests = 0;
        'rests: loop {
            let mut world = World::ordinary(configuration.clone());
            let mut original = begin(&world, in_band);
            let mut outputs = drain(&mut original);
            for _ in 0..rests {
                if turn(&mut world, &mut original, outputs).is_some() {
                    break 'rests;
                }
                outputs = drain(&mut original);
            }
            rests += 1;
            let Ok(saved) = original.snapshot() else { continue };
            let in_saved = |secret: &[u8]| saved.windows(secret.len()).any(|part| part == secret);
            assert!(!world.store.values().any(|secret| secret.len() > 4 && in_saved(secret)));

            let (service, settings) = (&world.service, &world.settings);
            let mut restored = original.restored(service, settings, &saved, world.now);
            let taken_up = drain(&mut restored);
            let call = outputs.iter().find_map(|output| match output {
                Output::Invoke { call, operation, .. } => Some((*call, operation.clone())),
                _ => None,
            });
            match call {
                // Lost for good: the original is told so.
                Some((call, operation)) if !operation.is_repeatable() => {
                    let result = Err(CallFailure::Lost);
                    original.handle(world.now, Input::Answered { call, result }).unwrap();
                    outputs = drain(&mut original);
                }
                Some((_, Operation::RemoveAclEntry { .. })) => {
                    assert!(asks(&taken_up)[0].starts_with("ListAclEntries"));
                    continue;
                }
                // Nobody knows whether it was stored, and it is not in what was saved: another one
                // is made.
                None if outputs.iter().any(|output| matches!(output, Output::Persist { .. })) => {
                    assert_eq!(asks(&taken_up), ["NeedRandom { length: 256 }"]);
                    continue;
                }
                _ => {}
            }
            assert_eq!(asks(&taken_up), asks(&outputs), "rest {rests}");
            let saved = restored.snapshot().unwrap();
            let mut twice = restored.restored(service, settings, &saved, world.now);
            if is_repeatable(&taken_up) {
                assert_eq!(asks(&drain(&mut twice)), asks(&taken_up), "rest {rests}");
            }
            let of_original = rest_of(world.clone(), original, outputs);
            let of_restored = rest_of(world, restored, taken_up);
            assert_eq!(of_original, of_restored, "rest {rests}");
        }
        assert!(rests > 15, "{rests}");
    }
}

/// A session that is half way through.
fn saved() -> (World, Vec<u8>) {
    let mut world = World::ordinary(everything());
    let mut session = world.out_of_band();
    for _ in 0..25 {
        let outputs = drain(&mut session);
        assert!(turn(&mut world, &mut session, outputs).is_none());
    }
    drain(&mut session);
    let saved = session.snapshot().unwrap();
    (world, saved)
}

fn restore(world: &World, bytes: &[u8]) -> Result<OutOfBand, Error> {
    let (service, settings) = (Arc::clone(&world.service), Arc::clone(&world.settings));
    OutOfBand::restore(service, Some(settings), bytes, world.now)
}

#[test]
fn damaged_snapshots_are_refused() {
    let (world, saved) = saved();
    assert!(restore(&world, &saved).is_ok());
    for length in 0..saved.len() {
        let error = restore(&world, &saved[..length]).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Snapshot { .. }), "{length}: {error}");
    }
    let mut longer = saved.clone();
    longer.push(0);
    assert!(restore(&world, &longer).is_err());
    for at in 0..saved.len() {
        // Each bit flipped, and every small number, as most fields have.
        let flipped = (0..8).map(|bit| saved[at] ^ (1 << bit));
        for byte in flipped.chain(0..16) {
            let mut damaged = saved.clone();
            damaged[at] = byte;
            // Refused, or another session: never a panic, nor an endless wait.
            if let Ok(mut session) = restore(&world, &damaged) {
                assert!(ends_unanswered(&mut session, &world), "byte {at} is {byte}");
            }
        }
    }
}

/// Does a session that nobody answers end, and not as provisioned (I-03, I-10)?
fn ends_unanswered(session: &mut OutOfBand, world: &World) -> bool {
    let mut now = world.now;
    for _ in 0..2_000 {
        match session.poll() {
            Output::Finished(outcome) => return outcome.milestone < Milestone::Provisioned,
            Output::WaitUntil(at) => {
                now.monotonic = at;
                session.handle(now, Input::Tick).unwrap();
            }
            _ => {}
        }
    }
    false
}

/// The numbers in a snapshot refer to the accounts and certificates that there were.
#[test]
fn other_accounts_and_certificates() {
    use amt_provisioning::provisioning::{SecretRef, ServicePoint};
    let (world, saved) = saved();
    let settings = || Some(Arc::clone(&world.settings));
    let with = |service| OutOfBand::restore(Arc::new(service), settings(), &saved, world.now);
    let same = ServicePoint { ..(*world.service).clone() };
    assert!(with(same.clone()).is_ok());
    let mut more = same.clone();
    more.accounts.insert(0, SecretRef(77));
    assert!(with(more).is_err());
    let none = ServicePoint { certificates: Vec::new(), ..same };
    assert!(with(none).is_err());
}

/// Who saved before it carried out the request for the certificate has it asked for once more.
#[test]
fn requests_for_certificates_are_repeated() {
    for (look, again) in [(1, true), (2, false)] {
        let mut world = World::ordinary(everything());
        world.issued_at = None;
        let mut session = world.out_of_band();
        let wanted = |output: &Output| *output == Output::LookForDeviceCertificate { look };
        crate::drive::until(&mut world, &mut session, wanted);
        let saved = session.snapshot().unwrap();
        let mut restored = session.restored(&world.service, &world.settings, &saved, world.now);
        let outputs = drain(&mut restored);
        let requested = |output: &Output| matches!(output, Output::RequestDeviceCertificate { .. });
        assert_eq!(outputs.iter().any(requested), again, "{look}");
        assert!(outputs.iter().any(wanted));
    }
}

#[test]
fn snapshots_belong_to_their_kind_form_and_settings() {
    let (world, saved) = saved();
    let problem = |result: Result<(), Error>| match result.unwrap_err().kind() {
        ErrorKind::Snapshot { problem } => problem,
        other => panic!("{other:?}"),
    };
    let of = |bytes: &[u8]| problem(restore(&world, bytes).map(|_| ()));
    assert_eq!(of(b"AMT"), "it does not begin with AMTP");
    let mut other = saved.clone();
    other[4] = 2;
    assert_eq!(of(&other), "another version of its form");
    let (service, settings) = (Arc::clone(&world.service), Arc::clone(&world.settings));
    let in_band = InBand::restore(Arc::clone(&service), settings, &saved, world.now);
    assert_eq!(problem(in_band.map(|_| ())), "another kind of session");
    // In band nobody looks a device up.
    let mut looking_up = std::fs::read("fuzz/seeds/snapshot/resolving").unwrap();
    looking_up[5] = 1;
    let settings = Arc::clone(&world.settings);
    let in_band = InBand::restore(Arc::clone(&service), settings, &looking_up, world.now);
    assert_eq!(problem(in_band.map(|_| ())), "another kind of session");
    let without = OutOfBand::restore(service, None, &saved, world.now);
    assert_eq!(problem(without.map(|_| ())), "the device's settings belong to it");
    // Fewer steps: the saved one is another now.
    let less = World::ordinary(Configuration::default());
    assert!(restore(&less, &saved).is_err());
}

#[test]
fn saved_at_rest_only() {
    let world = World::ordinary(Configuration::default());
    let mut session = world.out_of_band();
    let out_of_turn = |session: &Session| {
        matches!(session.snapshot().unwrap_err().kind(), ErrorKind::OutOfTurn { .. })
    };
    assert!(out_of_turn(&session));
    drain(&mut session);
    assert!(session.snapshot().is_ok());
    session.handle(world.now, Input::Cancel).unwrap();
    drain(&mut session);
    assert!(out_of_turn(&session), "it is over");
}

/// The seed of the fuzzer that was typed by hand, from the form that `snapshot.rs` states, is a
/// session.
#[test]
fn a_snapshot_written_by_hand_is_taken_up() {
    let world = World::ordinary(Configuration::default());
    let bytes = std::fs::read("fuzz/seeds/snapshot/resolving").unwrap();
    let mut session = restore(&world, &bytes).unwrap();
    assert!(matches!(session.poll(), Output::Resolve { uuid: crate::world::UUID }));
    assert!(matches!(session.poll(), Output::WaitUntil(_)));
    let mut expected = bytes.clone();
    // It asks anew, so that the whole five minutes are left.
    let at = expected.len() - 8;
    expected[at..].copy_from_slice(&300_000_u64.to_le_bytes());
    assert_eq!(session.snapshot().unwrap(), expected);
}

/// The other seeds of the fuzzer are what its own sessions save; `AMTP_UPDATE=1` writes them.
#[test]
fn seeds_of_the_fuzzer_are_current() {
    for (name, bytes) in crate::targets::saved_sessions() {
        let path = format!("fuzz/seeds/snapshot/{name}");
        if std::env::var_os("AMTP_UPDATE").is_some() {
            std::fs::write(&path, &bytes).unwrap();
        }
        assert!(std::fs::read(&path).unwrap() == bytes, "{path} is of an older form");
    }
}

/// Why the session is about to end, and what bears on a refused handshake, outlast a restart.
#[test]
fn causes_outlast_a_restart() {
    use amt_provisioning::Finding;
    use amt_provisioning::provisioning::{ConnectFailure, DeviceSettings, OneTimePassword};
    let outcome = |session: &mut Session| match drain(session).pop() {
        Some(Output::Finished(outcome)) => outcome,
        other => panic!("{other:?}"),
    };
    let one_time_password = Some(OneTimePassword::hash(b"agreed"));
    let configuration = Configuration::default();
    let device = crate::world::settings(configuration.clone());
    let device = DeviceSettings { one_time_password, ..device };
    let scripted = crate::world::Device {
        one_time_password: Some(b"another".to_vec()),
        ..crate::world::Device::default()
    };
    let mut world = World::new(crate::world::ordinary_service(), device, scripted);
    let mut session = world.in_band(Some(b"agreed"));
    let closing = |output: &Output| match output {
        Output::Invoke { operation, .. } => {
            *operation == Operation::ExtendProvisioningPeriod { hours: 0 }
        }
        _ => false,
    };
    crate::drive::until(&mut world, &mut session, closing);
    let saved = session.snapshot().unwrap();
    let mut restored = session.restored(&world.service, &world.settings, &saved, world.now);
    assert_eq!(outcome(&mut restored).cause.unwrap().finding, Finding::OtpMismatch);

    let mut device = crate::world::settings(configuration);
    device.facts.release = amt_provisioning::Fact::Unknown;
    let scripted = crate::world::Device::default();
    let mut world = World::new(crate::world::ordinary_service(), device, scripted);
    let mut session = world.out_of_band();
    let connecting = |output: &Output| matches!(output, Output::Connect(_));
    crate::drive::until(&mut world, &mut session, connecting);
    let saved = session.snapshot().unwrap();
    let mut restored = session.restored(&world.service, &world.settings, &saved, world.now);
    drain(&mut restored);
    let ends = [session, restored].map(|mut session| {
        session.handle(world.now, Input::NotConnected(ConnectFailure::Tls(46))).unwrap();
        outcome(&mut session)
    });
    assert_eq!(ends[0], ends[1]);
    assert!(ends[0].suspects.contains(Finding::ReleaseNotGiven), "{:?}", ends[0].suspects);
}
