//! Sessions saved and taken up: at every rest, with the same outputs, and without a secret.

use amt_provisioning::provisioning::{
    CallFailure, Configuration, InBand, Input, OutOfBand, Outcome, Output,
};
use amt_provisioning::{Error, ErrorKind, Millis};

use std::sync::Arc;

use crate::world::{Session, World, everything};

/// The outputs up to the next rest, with the rest itself.
fn drain(session: &mut Session) -> Vec<Output> {
    let mut outputs = vec![session.poll()];
    while !matches!(outputs.last(), Some(Output::WaitUntil(_) | Output::Finished(_))) {
        outputs.push(session.poll());
    }
    outputs
}

/// Outputs that an answer is awaited to.
fn asks(outputs: &[Output]) -> Vec<String> {
    let asks = outputs.iter().filter(|output| {
        !matches!(
            output,
            Output::Event(_)
                | Output::Close
                | Output::RequestDeviceCertificate { .. }
                | Output::WaitUntil(_)
        )
    });
    asks.map(|output| format!("{output:?}")).collect()
}

/// Answers the outputs of one turn; the outcome at the end.
fn turn(world: &mut World, session: &mut Session, outputs: Vec<Output>) -> Option<Outcome> {
    let busy = !asks(&outputs).is_empty();
    outputs.into_iter().fold(None, |outcome, output| match output {
        Output::WaitUntil(_) if busy => outcome,
        output => world.serve(session, output).or(outcome),
    })
}

/// Every output from here to the end.
fn rest_of(mut world: World, mut session: Session, first: Vec<Output>) -> Vec<String> {
    let mut all = Vec::new();
    let mut outputs = first;
    for _ in 0..1_000 {
        all.extend(outputs.iter().map(|output| format!("{output:?}")));
        if turn(&mut world, &mut session, outputs).is_some() {
            return all;
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

/// I-31: at every rest of a session a restored one asks for the same again, or goes on as the
/// original does that lost its connection; from there to the end both do the same.
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
            let lost = outputs.iter().find_map(|output| match output {
                Output::Invoke { call, .. } => Some(*call),
                _ => None,
            });
            match lost {
                Some(call) => {
                    let result = Err(CallFailure::Lost);
                    original.handle(world.now, Input::Answered { call, result }).unwrap();
                    outputs = drain(&mut original);
                    let texts = |outputs: &[Output]| -> Vec<String> {
                        outputs.iter().map(|output| format!("{output:?}")).collect()
                    };
                    assert_eq!(texts(&taken_up), texts(&outputs), "rest {rests}");
                    outputs = taken_up;
                }
                // Nobody knows whether it was stored, and it is not in what was saved: another one
                // is made.
                None if outputs.iter().any(|output| matches!(output, Output::Persist { .. })) => {
                    assert_eq!(asks(&taken_up), ["NeedRandom { length: 256 }"]);
                    continue;
                }
                None => {
                    original.handle(world.now, Input::Disconnected).unwrap();
                    assert_eq!(drain(&mut original).len(), 1);
                    assert_eq!(asks(&taken_up), asks(&outputs), "rest {rests}");
                    outputs = taken_up;
                }
            }
            let again: Vec<Output> = match restored.snapshot() {
                Ok(saved) => {
                    // Saving and restoring changes nothing that a second time would not.
                    let mut twice = restored.restored(service, settings, &saved, world.now);
                    drain(&mut twice)
                }
                Err(_) => Vec::new(),
            };
            if lost.is_none() {
                assert_eq!(asks(&again), asks(&outputs));
            }
            let world_of_restored = world.clone();
            let same: Vec<Output> = outputs.iter().map(copy).collect();
            let of_original = rest_of(world, original, outputs);
            let of_restored = rest_of(world_of_restored, restored, same);
            assert_eq!(of_original, of_restored, "rest {rests}");
        }
        assert!(rests > 15, "{rests}");
    }
}

/// The same output once more; secrets are copied for the test alone.
fn copy(output: &Output) -> Output {
    match output {
        Output::Resolve { uuid } => Output::Resolve { uuid: *uuid },
        Output::Connect(endpoint) => Output::Connect(endpoint.clone()),
        Output::Invoke { call, operation, credential, new_connection } => Output::Invoke {
            call: *call,
            operation: operation.clone(),
            credential: *credential,
            new_connection: *new_connection,
        },
        Output::Close => Output::Close,
        Output::NeedRandom { length } => Output::NeedRandom { length: *length },
        Output::Persist { purpose, secret } => {
            Output::Persist { purpose: *purpose, secret: secret.expose().to_vec().into() }
        }
        Output::CreateDirectoryAccount { fqdn } => {
            Output::CreateDirectoryAccount { fqdn: fqdn.clone() }
        }
        Output::RequestDeviceCertificate { fqdn, public_key } => Output::RequestDeviceCertificate {
            fqdn: fqdn.clone(),
            public_key: Arc::clone(public_key),
        },
        Output::LookForDeviceCertificate { look } => {
            Output::LookForDeviceCertificate { look: *look }
        }
        Output::Event(event) => Output::Event(event.clone()),
        Output::WaitUntil(at) => Output::WaitUntil(*at),
        Output::Finished(outcome) => Output::Finished(*outcome),
        other => panic!("{other:?}"),
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
        for bit in 0..8 {
            let mut flipped = saved.clone();
            flipped[at] ^= 1 << bit;
            // Refused, or another session: never a panic, nor an endless wait.
            if let Ok(mut session) = restore(&world, &flipped) {
                for _ in 0..100 {
                    if matches!(session.poll(), Output::WaitUntil(_) | Output::Finished(_)) {
                        break;
                    }
                }
                let mut now = world.now;
                now.monotonic = Millis(u64::MAX);
                session.handle(now, Input::Tick).unwrap();
            }
        }
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

/// The seeds of the fuzzer, typed by hand from the form that `snapshot.rs` states, are sessions.
#[test]
fn a_snapshot_written_by_hand_is_taken_up() {
    let world = World::ordinary(Configuration::default());
    for (name, asked) in [("resolving", "Resolve"), ("connecting", "Connect")] {
        let bytes = std::fs::read(format!("fuzz/seeds/snapshot/{name}")).unwrap();
        let mut session = restore(&world, &bytes).unwrap();
        assert!(format!("{:?}", session.poll()).starts_with(asked), "{name}");
        while !matches!(session.poll(), Output::WaitUntil(_)) {}
        let saved = session.snapshot().unwrap();
        // The same bytes, but for the time that is left.
        assert_eq!(saved[..bytes.len() - 1], bytes[..bytes.len() - 1], "{name}");
    }
}
