//! Passwords: of MEBx, used once, and stored before the device has them (I-01).

use amt_provisioning::provisioning::{
    CallFailure, Configuration, DeviceSettings, Event, Input, MebxPassword, MebxPolicy,
    MebxSettings, Milestone, OneTimePassword, Operation, Outcome, Output, Purpose, SecretRef, Seen,
    Status, Step,
};
use amt_provisioning::{ErrorKind, Fact, Finding, Release};

use crate::drive::{asked, count, drain, fails, name, record, run_with, until};
use crate::world::{Device, Session, World, everything, service, settings};

fn mebx(password: MebxPassword) -> Configuration {
    let mebx = MebxSettings { password, ..MebxSettings::default() };
    Configuration { mebx, ..Configuration::default() }
}

/// Runs on a device that answers so to SetMEBxPassword.
fn set_mebx(release: Release, mebx: MebxSettings, answer: Option<CallFailure>) -> (World, Outcome) {
    let configuration = Configuration { mebx, ..Configuration::default() };
    let device = Device { release, ..Device::default() };
    let mut service = service();
    service.peer.accept_unverified = true;
    let mut settings = settings(configuration);
    settings.facts.release = Fact::known(release);
    let mut world = World::new(service, settings, device);
    let mut session = world.out_of_band();
    let outcome = run_with(&mut world, &mut session, |operation, _| match operation {
        Operation::SetMebxPassword { .. } => answer.and_then(fails),
        _ => None,
    });
    (world, outcome)
}

/// Flows, 9.2: each decision is carried out.
#[test]
fn mebx_decisions() {
    let stored = MebxPassword::Stored(SecretRef(2));
    let (eleven, nineteen) = (Release::new(11, 8, 50, 0), Release::new(19, 0, 0, 0));
    let anytime = Fact::known(MebxPolicy::Anytime);
    for (release, password, changed, policy, sent) in [
        (eleven, MebxPassword::Unchanged, Fact::Unknown, Fact::Unknown, false),
        (eleven, stored, Fact::Unknown, Fact::Unknown, true),
        (eleven, stored, Fact::known(false), Fact::Unknown, true),
        (eleven, stored, Fact::known(true), Fact::Unknown, false),
        (eleven, stored, Fact::known(true), anytime, true),
        (nineteen, stored, Fact::known(true), Fact::Unknown, true),
        (nineteen, MebxPassword::Unchanged, Fact::Unknown, Fact::Unknown, false),
        (nineteen, MebxPassword::Random, Fact::Unknown, Fact::Unknown, true),
    ] {
        let settings = MebxSettings { password, changed, policy };
        let (world, outcome) = set_mebx(release, settings, None);
        assert_eq!(outcome.cause, None);
        assert_eq!(count(&world, "SetMebxPassword") == 1, sent, "{settings:?} {release}");
        assert_eq!(outcome.mebx_password.is_some(), sent, "{settings:?} {release}");
        // I-16.
        let at = |wanted| world.calls.iter().position(|(_, call, _)| name(call) == wanted);
        assert!(at("SetMebxPassword") < at("CommitChanges"));
    }
}

/// DF-11: a note before 19, an end from there on.
#[test]
fn refused_mebx_password() {
    let settings = MebxSettings { password: MebxPassword::Random, ..MebxSettings::default() };
    let eighteen = Release::new(18, 255, 0, 0);
    for number in [16, 2054] {
        let answer = CallFailure::Returned(number);
        let (world, outcome) = set_mebx(eighteen, settings, Some(answer));
        assert_eq!((outcome.cause, outcome.mebx_password), (None, None));
        let notes = world.events.iter().filter_map(|event| match event {
            Event::Note(cause) => Some((cause.finding, cause.step, cause.seen)),
            _ => None,
        });
        let mebx = notes.filter(|(finding, ..)| *finding == Finding::MebxNotPermitted);
        let expected =
            (Finding::MebxNotPermitted, Some(Step::SetMebxPassword), Seen::Answer(answer));
        assert_eq!(mebx.collect::<Vec<_>>(), [expected]);
    }
    let nineteen = Release::new(19, 0, 0, 0);
    for (release, number, finding) in [
        (nineteen, 16, Finding::MebxNotPermitted),
        (nineteen, 2054, Finding::MethodFailed),
        (nineteen, 1, Finding::MethodFailed),
        (eighteen, 1, Finding::MethodFailed),
    ] {
        let (world, outcome) = set_mebx(release, settings, Some(CallFailure::Returned(number)));
        assert_eq!(outcome.cause.unwrap().finding, finding, "{release} {number}");
        assert_eq!((count(&world, "CommitChanges"), outcome.mebx_password), (0, None));
        assert_eq!(outcome.milestone, Milestone::AdminPassword);
    }
}

/// The device may have it, so the result names it.
#[test]
fn mebx_password_without_an_answer() {
    let settings =
        MebxSettings { password: MebxPassword::Stored(SecretRef(2)), ..MebxSettings::default() };
    let eleven = Release::new(11, 8, 50, 0);
    let named = |answer| set_mebx(eleven, settings, Some(answer)).1.mebx_password.is_some();
    assert!(named(CallFailure::Lost));
    assert!(named(CallFailure::Unreadable));
    assert!(!named(CallFailure::NotSent));

    let mut world = World::ordinary(mebx(settings.password));
    let mut session = world.out_of_band();
    // The first sending changed it, so the second is refused.
    let outcome = run_with(&mut world, &mut session, |operation, before| match operation {
        Operation::SetMebxPassword { .. } if before == 0 => fails(CallFailure::Lost),
        Operation::SetMebxPassword { .. } => fails(CallFailure::Returned(16)),
        _ => None,
    });
    assert_eq!((outcome.cause, outcome.mebx_password), (None, Some(SecretRef(2))));

    let mut world = World::ordinary(mebx(settings.password));
    let mut session = world.out_of_band();
    until(&mut world, &mut session, |output| asked(output).as_deref() == Some("SetMebxPassword"));
    session.handle(world.now, Input::Cancel).unwrap();
    let finished = drain(&mut session).pop();
    let Some(Output::Finished(outcome)) = finished else { panic!("{finished:?}") };
    assert_eq!(outcome.mebx_password, Some(SecretRef(2)));
}

/// I-01, for every secret the session makes: the device gets the stored reference, and no other.
#[test]
fn nothing_is_sent_before_it_is_stored() {
    let mut world = World::ordinary(everything());
    let mut session = world.out_of_band();
    let mut stored = Vec::new();
    let outcome = crate::drive::drive(&mut session, |session, output| {
        match &output {
            Output::Persist { purpose, secret } => {
                stored.push((*purpose, secret.expose().to_vec()))
            }
            Output::Invoke { operation: Operation::SetAdminPassword { password, .. }, .. } => {
                assert_eq!(stored[0], (Purpose::AdminPassword, world.store[password].clone()));
            }
            Output::Invoke { operation: Operation::SetMebxPassword { password }, .. } => {
                assert_eq!(stored[1], (Purpose::MebxPassword, world.store[password].clone()));
            }
            _ => {}
        }
        world.serve(session, output)
    });
    assert_eq!(outcome.cause, None);
    assert_eq!(stored.len(), 2);
    assert_ne!(stored[0].1, stored[1].1);
    assert!(outcome.admin_password.is_some() && outcome.mebx_password.is_some());
}

#[test]
fn storing_fails() {
    for (purpose, milestone) in [
        (Purpose::AdminPassword, Milestone::InSetup),
        (Purpose::MebxPassword, Milestone::AdminPassword),
    ] {
        let mut world = World::ordinary(everything());
        let mut session = world.out_of_band();
        until(
            &mut world,
            &mut session,
            |output| matches!(output, Output::Persist { purpose: found, .. } if *found == purpose),
        );
        session.handle(world.now, Input::NotStored).unwrap();
        let outcome = world.run(&mut session);
        let cause = outcome.cause.unwrap();
        assert_eq!((cause.finding, outcome.milestone), (Finding::NotStored, milestone));
        let method = match purpose {
            Purpose::AdminPassword => "SetAdminPassword",
            _ => "SetMebxPassword",
        };
        assert_eq!((count(&world, method), outcome.mebx_password), (0, None));
    }
}

#[test]
fn too_few_random_bytes() {
    let mut world = World::ordinary(Configuration::default());
    let mut session = world.out_of_band();
    let outputs =
        until(&mut world, &mut session, |output| matches!(output, Output::NeedRandom { .. }));
    let Some(Output::NeedRandom { length }) =
        outputs.into_iter().find(|output| matches!(output, Output::NeedRandom { .. }))
    else {
        unreachable!()
    };
    let error = session.handle(world.now, Input::Random(&[0; 8])).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Random { found: 8, .. }), "{error}");
    let random = world.random(length);
    session.handle(world.now, Input::Random(&random)).unwrap();
    assert!(matches!(drain(&mut session)[0], Output::Persist { .. }));
}

const AGREED: &[u8] = b"4Tq9ZpKw2sXe8LbR6yVn0HcM";

/// A world in which the password was agreed, and the device holds what it holds.
fn agreed(device: Option<&[u8]>) -> World {
    let one_time_password = device.map(<[u8]>::to_vec);
    let device = Device { one_time_password, ..Device::default() };
    let hash = Some(OneTimePassword::hash(AGREED));
    let settings = DeviceSettings { one_time_password: hash, ..settings(Configuration::default()) };
    World::new(service(), settings, device)
}

/// What ended it, and what was asked of the device after its state.
fn ended(world: &mut World, mut session: Session) -> (Option<Finding>, Vec<String>, Outcome) {
    let (outcome, asked) = record(world, &mut session);
    let at = asked.iter().position(|name| name == "GetSetupService");
    let rest = asked.into_iter().skip(at.map_or(usize::MAX, |at| at + 1)).collect();
    (outcome.cause.map(|cause| cause.finding), rest, outcome)
}

/// DF-07: what agent and device report both have to be right; one of them has to be there.
#[test]
fn one_time_password() {
    let wrong: &[u8] = b"4Tq9ZpKw2sXe8LbR6yVn0HcN";
    let (mismatch, unconfirmed) = (Finding::OtpMismatch, Finding::OtpNotConfirmed);
    for (device, agent, expected) in [
        (Some(AGREED), None, None),
        (Some(AGREED), Some(AGREED), None),
        (None, Some(AGREED), None),
        (None, None, Some(unconfirmed)),
        (Some(wrong), None, Some(mismatch)),
        (Some(wrong), Some(AGREED), Some(mismatch)),
        (Some(&AGREED[..23]), Some(AGREED), Some(mismatch)),
        (Some(&b""[..]), None, Some(mismatch)),
    ] {
        let mut world = agreed(device);
        let session = world.in_band(agent);
        let (finding, rest, outcome) = ended(&mut world, session);
        assert_eq!(finding, expected, "{device:?} {agent:?}");
        if expected.is_some() {
            assert_eq!(rest, ["ExtendProvisioningPeriod"]);
            let close = Operation::ExtendProvisioningPeriod { hours: 0 };
            assert_eq!(world.device.done.last(), Some(&close));
            let status = (Status::NotProvisioned, Milestone::InSetup);
            assert_eq!((outcome.status, outcome.milestone), status);
        }
    }
}

/// The hash that the agent reports is wrong: the device is not even called (F-INB 8).
#[test]
fn agent_reports_another_password() {
    for device in [Some(AGREED), None] {
        let mut world = agreed(device);
        let mut session = world.in_band(Some(b"another"));
        let (outcome, asked) = record(&mut world, &mut session);
        assert_eq!(outcome.cause.unwrap().finding, Finding::OtpMismatch);
        assert_eq!((asked, outcome.status), (Vec::new(), Status::Unknown));
        assert_eq!(world.events.last(), Some(&Event::TaskEnd));
    }
}

/// Out of band the device itself is the only one to report it.
#[test]
fn one_time_password_out_of_band() {
    for (device, expected) in [(Some(AGREED), None), (None, Some(Finding::OtpNotConfirmed))] {
        let mut world = agreed(device);
        let session = world.out_of_band();
        assert_eq!(ended(&mut world, session).0, expected);
    }
}

/// Nothing was agreed: nothing is compared, unless the agent says otherwise.
#[test]
fn no_one_time_password() {
    for (reported, finding) in [(None, None), (Some(AGREED), Some(Finding::OtpNotConfirmed))] {
        let mut world = World::ordinary(Configuration::default());
        world.device.one_time_password = Some(AGREED.to_vec());
        let session = world.in_band(reported);
        let (found, _, _) = ended(&mut world, session);
        assert_eq!((found, world.calls.is_empty()), (finding, finding.is_some()));
    }
}

/// Whatever becomes of the call that closes the interface, the mismatch is the cause.
#[test]
fn interface_cannot_be_closed() {
    for failure in [CallFailure::Lost, CallFailure::Returned(1), CallFailure::NotSent] {
        let mut world = agreed(Some(b"wrong"));
        let mut session = world.out_of_band();
        let outcome = run_with(&mut world, &mut session, |operation, _| match operation {
            Operation::ExtendProvisioningPeriod { .. } => fails(failure),
            _ => None,
        });
        assert_eq!(outcome.cause.unwrap().finding, Finding::OtpMismatch);
        assert_eq!(count(&world, "ExtendProvisioningPeriod"), 1);
    }
}

/// Outcomes, events and debug output hold references alone (I-23).
#[test]
fn secrets_do_not_show() {
    let mut world = World::ordinary(everything());
    let mut session = world.out_of_band();
    until(&mut world, &mut session, |output| asked(output).as_deref() == Some("CommitChanges"));
    let made: Vec<_> = world.store.iter().filter(|(reference, _)| reference.0 >= 100).collect();
    assert_eq!(made.len(), 2);
    let shown = format!("{session:?} {:?} {:?}", world.events, world.calls);
    let saved = session.snapshot().unwrap();
    for (_, secret) in made {
        assert!(!shown.contains(std::str::from_utf8(secret).unwrap()));
        assert!(!saved.windows(secret.len()).any(|window| window == secret));
    }
}
