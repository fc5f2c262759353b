//! Every kind of end: its cause, the status and how far it came; and what ends nothing.

use amt_provisioning::provisioning::{
    Call, CallFailure, Configuration, ConnectFailure, DeviceSettings, Event, FaultCode, Input,
    Milestone, Operation, Outcome, Output, ProvisioningState, Resolution, Seen, ServicePoint,
    Status, Step, Timer, TlsAuthentication,
};
use amt_provisioning::{ControlMode, Fact, Finding, Hash, Hello, Millis, Refusal, Release};

use crate::common::root;
use crate::drive::{asked, count, drain, drive, fails, record, run_with, until, waits};
use crate::world::{
    ADDRESS, Device, NO_ROUTE, Session, World, everything, hello, service, settings,
};

/// The status told last is the outcome's, and the task ends once, last of all.
fn check(world: &World, outcome: &Outcome) {
    let status = world.events.iter().rev().find_map(|event| match event {
        Event::Status(status) => Some(*status),
        _ => None,
    });
    assert_eq!(status, Some(outcome.status));
    let ends = world.events.iter().filter(|event| **event == Event::TaskEnd).count();
    assert_eq!((ends, world.events.last()), (1, Some(&Event::TaskEnd)));
}

fn finding(outcome: &Outcome) -> Finding {
    outcome.cause.unwrap().finding
}

/// Hellos that are not followed, each with its own reason.
#[test]
fn discarded() {
    for (resolution, reason) in [
        (Resolution::Unknown, Finding::UnknownUuid),
        (Resolution::Busy, Finding::DeviceBusy),
        (Resolution::ClientInstalled, Finding::ClientInstalled),
    ] {
        let mut world = World::ordinary(Configuration::default());
        let mut session = world.out_of_band();
        drain(&mut session);
        session.handle(world.now, Input::Resolved(resolution)).unwrap();
        let (outcome, asked) = record(&mut world, &mut session);
        check(&world, &outcome);
        assert_eq!((finding(&outcome), asked), (reason, Vec::new()));
        assert_eq!((outcome.status, outcome.milestone), (Status::Unknown, Milestone::None));
        assert!(!world.events.contains(&Event::Status(Status::InProvisioning)));
    }
}

#[test]
fn no_certificate() {
    let service = ServicePoint::new(Vec::<amt_provisioning::Prepared>::new());
    let mut world = World::new(service, settings(Configuration::default()), Device::default());
    let mut session = world.out_of_band();
    let outcome = world.run(&mut session);
    check(&world, &outcome);
    assert_eq!((finding(&outcome), outcome.status), (Finding::LeafNotFound, Status::Unknown));
}

/// What the device refuses in the handshake is not tried again; a network that fails is.
#[test]
fn connection_does_not_come_about() {
    for (failure, expected, attempts) in [
        (ConnectFailure::Tls(49), Finding::TlsRefused, 1),
        (ConnectFailure::Tcp(111), Finding::DeviceUnreachable, 5),
    ] {
        let mut world = World::ordinary(Configuration::default());
        let mut session = world.out_of_band();
        let mut connects = 0;
        let start = world.now.monotonic;
        let outcome = drive(&mut session, |session, output| match output {
            Output::Connect(_) => {
                connects += 1;
                session.handle(world.now, Input::NotConnected(failure)).unwrap();
                None
            }
            output => world.serve(session, output),
        });
        check(&world, &outcome);
        let cause = outcome.cause.unwrap();
        assert_eq!((cause.finding, cause.seen), (expected, Seen::Connection(failure)));
        assert_eq!((outcome.status, outcome.milestone), (Status::Unknown, Milestone::None));
        assert_eq!(connects, attempts);
        assert_eq!(world.now.monotonic.since(start), Millis(500 * (attempts - 1)));
    }
}

/// The device restarts: both failures may pass.
#[test]
fn connection_after_the_commit() {
    for failure in [ConnectFailure::Tls(0), ConnectFailure::Tcp(0)] {
        for failures in [4, 5] {
            let mut world = World::ordinary(Configuration::default());
            let mut session = world.out_of_band();
            let mut left = failures;
            let outcome = drive(&mut session, |session, output| match output {
                Output::Connect(endpoint) if endpoint.chain.is_none() && left > 0 => {
                    left -= 1;
                    session.handle(world.now, Input::NotConnected(failure)).unwrap();
                    None
                }
                output => world.serve(session, output),
            });
            check(&world, &outcome);
            assert_eq!(outcome.is_success(), failures == 4);
            if failures == 5 {
                // Nobody read back what the commit did.
                let (status, milestone) = (Status::Unknown, Milestone::AdminPassword);
                assert_eq!((outcome.status, outcome.milestone), (status, milestone));
                assert!(outcome.admin_password.is_some() && outcome.suspects.is_empty());
            }
        }
    }
}

#[test]
fn wrong_state() {
    for (state, status) in [
        (ProvisioningState::Pre, Status::NotProvisioned),
        // Its control mode is read too, to say what it is.
        (ProvisioningState::Post, Status::ProvisionedClient),
        (ProvisioningState::Other(3), Status::Unknown),
    ] {
        // With TLS whatever its state.
        let release = Release::new(16, 1, 25, 0);
        let device = Device { state, mode: 1, release, ..Device::default() };
        let mut service = service();
        service.peer.accept_unverified = true;
        let mut world = World::new(service, settings(Configuration::default()), device);
        let mut session = world.out_of_band();
        let outcome = world.run(&mut session);
        check(&world, &outcome);
        let cause = outcome.cause.unwrap();
        assert_eq!((cause.finding, cause.seen), (Finding::WrongState, Seen::State(state)));
        assert_eq!((outcome.status, outcome.milestone), (status, Milestone::Authenticated));
    }
}

/// Accounts are exhausted on a device that is known to be provisioned.
#[test]
fn provisioned_with_unknown_credentials() {
    for (mode, status) in [
        (Fact::Unknown, Status::Detected),
        (Fact::known(ControlMode::None), Status::Detected),
        (Fact::known(ControlMode::Admin), Status::ProvisionedCredentialsUnknown),
        (Fact::known(ControlMode::Client), Status::ProvisionedCredentialsUnknown),
    ] {
        let mut settings = settings(Configuration::default());
        settings.facts.control_mode = mode;
        let service = ServicePoint { try_rejected: true, ..service() };
        let device = Device { password: b"random".to_vec(), ..Device::default() };
        let mut world = World::new(service, settings, device);
        let mut session = world.out_of_band();
        let outcome = world.run(&mut session);
        check(&world, &outcome);
        assert_eq!(finding(&outcome), Finding::CredentialsExhausted);
        assert_eq!((outcome.status, outcome.milestone), (status, Milestone::Connected));
    }
}

/// Flows, 5: bare metal from 3.0 on, through an agent from 2.2 on.
#[test]
fn releases() {
    for (release, out_of_band, in_band) in [
        (Release::new(2, 1, 0, 0), false, false),
        (Release::new(2, 2, 0, 0), false, true),
        (Release::new(3, 0, 0, 0), true, true),
        (Release::new(11, 8, 50, 0), true, true),
    ] {
        for (way, offered) in [("out of band", out_of_band), ("in band", in_band)] {
            let device = Device { release, ..Device::default() };
            let mut world = World::new(service(), settings(Configuration::default()), device);
            let mut session = match way {
                "in band" => world.in_band(None),
                _ => world.out_of_band(),
            };
            let outcome = world.run(&mut session);
            check(&world, &outcome);
            assert_eq!(outcome.is_success(), offered, "{release} {way}");
            if !offered {
                let cause = outcome.cause.unwrap();
                assert_eq!(cause.finding, Finding::ReleaseUnsupported);
                assert_eq!(cause.seen, Seen::Release(release));
                let ended = (Status::NotProvisioned, Milestone::InSetup);
                assert_eq!((outcome.status, outcome.milestone), ended);
            }
        }
    }
}

#[test]
fn directory_account_fails() {
    let mut world = World::ordinary(everything());
    let mut session = world.out_of_band();
    until(&mut world, &mut session, |output| {
        matches!(output, Output::CreateDirectoryAccount { .. })
    });
    session.handle(world.now, Input::DirectoryAccount(None)).unwrap();
    let outcome = world.run(&mut session);
    check(&world, &outcome);
    assert_eq!(finding(&outcome), Finding::DirectoryAccountFailed);
    assert_eq!((outcome.status, count(&world, "GetTime")), (Status::NotProvisioned, 0));
}

/// A period that is not extended is a note.
#[test]
fn period() {
    for (answer, notes) in [(None, 0), (Some(CallFailure::Returned(1)), 1)] {
        let mut settings = settings(Configuration::default());
        settings.extend_period = Some(24);
        let mut world = World::new(service(), settings, Device::default());
        let mut session = world.out_of_band();
        let outcome = run_with(&mut world, &mut session, |operation, _| match operation {
            Operation::ExtendProvisioningPeriod { hours: 24 } => answer.and_then(fails),
            _ => None,
        });
        assert_eq!(outcome.cause, None);
        let noted = world.events.iter().filter(|event| {
            matches!(event, Event::Note(cause) if cause.finding == Finding::PeriodNotExtended)
        });
        assert_eq!((noted.count(), count(&world, "ExtendProvisioningPeriod")), (notes, 1));
    }
}

/// A clock of 2004 or before would be written into the device.
#[test]
fn implausible_clock() {
    for (clock, plausible) in [("2003-12-31T23:59:40Z", false), ("2003-12-31T23:59:41Z", true)] {
        let settings = settings(Configuration::default());
        // The certificates would not be valid either.
        let service = ServicePoint { try_rejected: true, ..service() };
        let mut world = World::new(service, settings, Device::default());
        // The trial of accounts takes 20 s.
        world.now.wall = clock.parse().unwrap();
        let mut session = world.out_of_band();
        let outcome = world.run(&mut session);
        assert_eq!(outcome.is_success(), plausible, "{:?}", outcome.cause);
        if !plausible {
            assert_eq!(finding(&outcome), Finding::ClockImplausible);
        }
    }
}

/// In each stage: what the device answers instead, and what is known then.
#[test]
fn failures_of_steps() {
    for (call, status, milestone) in [
        ("GetSetupService", Status::Unknown, Milestone::Authenticated),
        ("GetRelease", Status::NotProvisioned, Milestone::InSetup),
        ("SetNames", Status::NotProvisioned, Milestone::InSetup),
        ("SetMebxPassword", Status::NotProvisioned, Milestone::AdminPassword),
        ("ListAclEntries", Status::ProvisionedAdmin, Milestone::Provisioned),
        ("SetWired8021x", Status::ProvisionedAdmin, Milestone::Provisioned),
    ] {
        for (failure, expected) in [
            (CallFailure::Returned(1), Finding::MethodFailed),
            (CallFailure::Fault(FaultCode::AccessDenied), Finding::MessageFault),
            (CallFailure::Http(404), Finding::HttpStatus),
            (CallFailure::Refused(Refusal::WrongCredentials), Finding::CredentialsExhausted),
            (CallFailure::Lost, Finding::AnswersLost),
        ] {
            let mut world = World::ordinary(everything());
            let mut session = world.out_of_band();
            let outcome = run_with(&mut world, &mut session, |operation, _| {
                (crate::drive::name(operation) == call).then(|| fails(failure)).flatten()
            });
            check(&world, &outcome);
            let cause = outcome.cause.unwrap();
            assert_eq!((cause.finding, cause.seen), (expected, Seen::Answer(failure)), "{call}");
            assert_eq!((outcome.status, outcome.milestone), (status, milestone), "{call}");
            assert!(cause.step.is_some() && cause.to_string().contains("; step: "));
        }
    }
}

/// What may be awaited of the program, by name.
const ASKED: [&str; 6] =
    ["Resolve", "NeedRandom", "Persist", "CreateDirectoryAccount", "Connect", "GetTime"];

/// At every wait: nobody answers, or the caller has had enough.
#[test]
fn deadlines_and_cancellation() {
    for wanted in ASKED {
        let reach = || {
            let mut world = World::ordinary(everything());
            let mut session = world.out_of_band();
            let outputs =
                until(&mut world, &mut session, |output| asked(output).as_deref() == Some(wanted));
            (world, session, outputs)
        };
        let (mut world, mut session, _) = reach();
        session.handle(world.now, Input::Cancel).unwrap();
        let outcome = world.run(&mut session);
        check(&world, &outcome);
        assert_eq!(finding(&outcome), Finding::Cancelled, "{wanted}");

        let (mut world, mut session, outputs) = reach();
        let length = waits(&world, &outputs);
        world.pass(Millis(length.0 - 1));
        session.handle(world.now, Input::Tick).unwrap();
        let rest = drain(&mut session);
        assert!(matches!(rest[..], [Output::WaitUntil(_)]), "{wanted} {rest:?}");
        world.pass(Millis(1));
        session.handle(world.now, Input::Tick).unwrap();
        let rest = drain(&mut session);
        let (timer, ends) = match wanted {
            "Connect" => (Millis(30_000), false),
            "GetTime" => (Millis(60_000), false),
            _ => (Millis(300_000), true),
        };
        assert_eq!(length, timer, "{wanted}");
        match rest.last() {
            Some(Output::Finished(outcome)) => {
                assert!(ends, "{wanted}");
                let cause = outcome.cause.unwrap();
                let expired = Seen::Expired(Timer::Embedder);
                assert_eq!((cause.finding, cause.seen), (Finding::TimedOut, expired));
            }
            // It is tried again in half a second.
            _ => assert_eq!((waits(&world, &rest), ends), (Millis(500), false), "{wanted}"),
        }
    }
}

/// Hellos of a device whose session is under way: told, and not followed.
#[test]
fn hello_during_a_session() {
    let bytes = hello(&[Hash::sha256(&root().der)]);
    let hello = Hello::parse(&bytes).unwrap();
    for (in_band, reason) in [(false, None), (true, Some(Finding::ClientInstalled))] {
        let mut world = World::ordinary(Configuration::default());
        let mut session = if in_band { world.in_band(None) } else { world.out_of_band() };
        let input = || Input::Hello { hello: &hello, from: ADDRESS };
        until(&mut world, &mut session, |output| asked(output).as_deref() == Some("GetTime"));
        session.handle(world.now, input()).unwrap();
        let outputs = drain(&mut session);
        assert_eq!(outputs[0], Output::Event(Event::HelloDiscarded(reason)));
        assert_eq!(outputs.len(), 2);
    }
}

/// The device got another address before the registry answered.
#[test]
fn device_that_moves() {
    let world = World::ordinary(Configuration::default());
    let mut session = world.out_of_band();
    drain(&mut session);
    let bytes = hello(&[Hash::sha256(&root().der)]);
    let elsewhere = "2001:db8::7".parse().unwrap();
    let again = Input::Hello { hello: &Hello::parse(&bytes).unwrap(), from: elsewhere };
    session.handle(world.now, again).unwrap();
    drain(&mut session);
    let known = Resolution::Known(std::sync::Arc::clone(&world.settings));
    session.handle(world.now, Input::Resolved(known)).unwrap();
    let connect = drain(&mut session).into_iter().find_map(|output| match output {
        Output::Connect(endpoint) => Some(endpoint.address),
        _ => None,
    });
    assert_eq!(connect, Some(elsewhere));
}

/// An answer that is late is told and dropped, and the right one is taken.
#[test]
fn late_answers() {
    let mut world = World::ordinary(Configuration::default());
    let mut session = world.out_of_band();
    until(&mut world, &mut session, |output| asked(output).as_deref() == Some("GetTime"));
    for call in [Call::default(), Call { message: 3, sending: 9 }, Call { message: 99, sending: 1 }]
    {
        let result = Err(CallFailure::Returned(1));
        session.handle(world.now, Input::Answered { call, result }).unwrap();
        let outputs = drain(&mut session);
        assert_eq!(outputs[0], Output::Event(Event::LateAnswer(call)));
        assert_eq!(outputs.len(), 2);
    }
}

/// After the end nothing is taken, and nothing comes.
#[test]
fn nothing_after_the_end() {
    let mut world = World::ordinary(Configuration::default());
    let mut session = world.out_of_band();
    let outcome = world.run(&mut session);
    world.pass(Millis(1_000_000));
    for input in [Input::Tick, Input::Cancel, NO_ROUTE, Input::NotStored, Input::Random(&[])] {
        session.handle(world.now, input).unwrap();
        assert_eq!(drain(&mut session), [Output::Finished(outcome)]);
    }
    assert!(session.snapshot().is_err());
    assert_eq!(session.endpoint(), None);
}

/// A clock that goes back is told, and the wait keeps what is left of it (I-10).
#[test]
fn clock_goes_back() {
    let mut world = World::ordinary(Configuration::default());
    let mut session: Session = world.out_of_band();
    until(&mut world, &mut session, |output| asked(output).as_deref() == Some("GetTime"));
    let before = world.now.monotonic;
    world.now.monotonic = Millis(0);
    session.handle(world.now, Input::Tick).unwrap();
    let outputs = drain(&mut session);
    assert_eq!(outputs[0], Output::Event(Event::ClockWentBack(before)));
    assert_eq!(waits(&world, &outputs), Millis(60_000));
}

/// Settings that would harm the device, or end in nothing, are refused before it is called.
#[test]
fn unusable_settings() {
    let usable = || settings(everything());
    let tls = |roots: usize| {
        let roots = vec![std::sync::Arc::from([1]); roots];
        TlsAuthentication::Mutual { roots, trusted_names: Vec::new() }
    };
    let with_tls = |roots| {
        let configuration = Configuration { tls: tls(roots), ..everything() };
        settings(configuration)
    };
    for (device, finding) in [
        (DeviceSettings { host: String::new(), ..usable() }, true),
        (DeviceSettings { extend_period: Some(0), ..usable() }, true),
        (DeviceSettings { extend_period: Some(25), ..usable() }, true),
        (DeviceSettings { extend_period: Some(24), ..usable() }, false),
        (DeviceSettings { extend_period: Some(1), ..usable() }, false),
        (with_tls(0), true),
        (with_tls(1), false),
        (with_tls(255), false),
        (with_tls(256), true),
    ] {
        let mut world = World::new(service(), device, Device::default());
        let mut session = world.out_of_band();
        let outcome = world.run(&mut session);
        let unusable =
            outcome.cause.is_some_and(|cause| cause.finding == Finding::SettingsUnusable);
        assert_eq!((unusable, world.calls.is_empty()), (finding, finding));
    }
}

/// What was not done is told: the failed step, and those behind it.
#[test]
fn unfinished_steps() {
    let mut world = World::ordinary(everything());
    let mut session = world.out_of_band();
    let outcome = run_with(&mut world, &mut session, |operation, _| match operation {
        Operation::SetKerberos { .. } => fails(CallFailure::Returned(1)),
        _ => None,
    });
    assert_eq!(
        (outcome.cause.unwrap().step, outcome.status),
        (Some(Step::Kerberos), Status::ProvisionedAdmin)
    );
    let left = [Step::Kerberos, Step::ReadPower, Step::SetPower, Step::ClearWireless];
    assert!(session.unfinished().starts_with(&left), "{:?}", session.unfinished());
    assert_eq!(session.unfinished().last(), Some(&Step::Wired8021x));
}
