//! Lost answers: what may be repeated is, what may not is sent once (I-02), and success is read back
//! (I-03).

use amt_provisioning::provisioning::{
    Account, CallFailure, Configuration, Event, FaultCode, Instance, Milestone, Operation, Outcome,
    ProvisioningState, Reply, Seen, Status, Step, TlsAuthentication,
};
use amt_provisioning::{Finding, Refusal, Release};

use crate::drive::{Fate, count, fails, name, run_with};
use crate::world::{Device, World, everything};

fn run(
    configuration: Configuration,
    fate: impl FnMut(&Operation, usize) -> Option<Fate>,
) -> (World, Outcome) {
    let mut world = World::ordinary(configuration);
    let mut session = world.out_of_band();
    let outcome = run_with(&mut world, &mut session, fate);
    let ends = world.events.iter().filter(|event| **event == Event::TaskEnd);
    assert_eq!(ends.count(), 1);
    (world, outcome)
}

fn with_certificate() -> Configuration {
    Configuration { tls: TlsAuthentication::Server, ..Configuration::default() }
}

/// The n-th call of this name meets this fate.
fn nth(
    wanted: &'static str,
    at: usize,
    fate: impl Fn() -> Option<Fate>,
) -> impl FnMut(&Operation, usize) -> Option<Fate> {
    move |operation, before| if name(operation) == wanted && before == at { fate() } else { None }
}

/// From the n-th call of this name on.
fn from_nth(
    wanted: &'static str,
    from: usize,
    fate: impl Fn() -> Option<Fate>,
) -> impl FnMut(&Operation, usize) -> Option<Fate> {
    move |operation, before| if name(operation) == wanted && before >= from { fate() } else { None }
}

/// Every call that may be repeated survives four failures of each passing kind, and not a fifth.
#[test]
fn repeatable_calls() {
    let (faultless, _) = run(everything(), |_, _| None);
    let passing = [
        CallFailure::Lost,
        CallFailure::Unreadable,
        CallFailure::NotSent,
        CallFailure::Fault(FaultCode::InternalError),
        CallFailure::Fault(FaultCode::TimedOut),
        CallFailure::Fault(FaultCode::EndpointUnavailable),
    ];
    let repeatable = faultless.calls.iter().filter(|(_, operation, _)| operation.is_repeatable());
    let mut names: Vec<String> = repeatable.map(|(_, operation, _)| name(operation)).collect();
    names.sort();
    names.dedup();
    // Of 33: three are sent once, two are not needed here.
    assert_eq!(names.len(), 28, "{names:?}");
    // Before an account was found, a lost answer is the account's (F-CRED).
    for wanted in names.iter().filter(|name| *name != "GetGeneralSettings") {
        for failure in passing {
            let before = count(&faultless, wanted);
            let fate = |most: usize| {
                move |operation: &Operation, before: usize| {
                    if name(operation) == *wanted && before < most { fails(failure) } else { None }
                }
            };
            let (world, outcome) = run(everything(), fate(4));
            assert_eq!(outcome.cause, None, "{wanted} {failure:?}");
            assert_eq!(count(&world, wanted), before + 4, "{wanted}");
            let (world, outcome) = run(everything(), fate(5));
            let cause = outcome.cause.unwrap();
            assert_eq!(cause.finding, Finding::AnswersLost, "{wanted}");
            assert_eq!((count(&world, wanted), cause.seen), (5, Seen::Answer(failure)), "{wanted}");
        }
    }
}

/// Removals do not count as attempts, and lost answers of one not as those of another.
#[test]
fn many_acl_entries_and_lost_answers() {
    let mut world = World::ordinary(everything());
    world.device.acl = (1..=40).collect();
    let mut session = world.out_of_band();
    let fate = |operation: &Operation, before| match operation {
        Operation::RemoveAclEntry { .. } if before % 5 == 4 => Some(Fate::LostAfter),
        _ => None,
    };
    let outcome = run_with(&mut world, &mut session, fate);
    assert_eq!(outcome.cause, None);
    assert_eq!((world.device.acl.len(), count(&world, "RemoveAclEntry")), (0, 40));
}

/// A device that never runs out of entries is left after 64.
#[test]
fn acl_without_end() {
    let (world, outcome) = run(everything(), |operation, _| match operation {
        Operation::RemoveAclEntry { .. } => Some(Fate::Instead(Ok(Reply::Done))),
        _ => None,
    });
    let cause = outcome.cause.unwrap();
    assert_eq!((cause.finding, cause.seen), (Finding::MethodFailed, Seen::Times(64)));
    assert_eq!((count(&world, "RemoveAclEntry"), outcome.status), (64, Status::ProvisionedAdmin));
}

#[test]
fn generated_key_is_found() {
    let fate = nth("GenerateKeyPair", 0, || Some(Fate::LostAfter));
    let (world, outcome) = run(with_certificate(), fate);
    assert_eq!(outcome.cause, None);
    assert_eq!((count(&world, "GenerateKeyPair"), count(&world, "ListKeyPairs")), (1, 2));
    let key_pair = Instance("Intel(r) AMT Key: Handle: 1".into());
    assert!(world.device.done.contains(&Operation::GetPublicKey { key_pair }));
}

/// Each call has its own attempts.
#[test]
fn attempts_begin_anew() {
    let (world, outcome) = run(with_certificate(), |operation, before| match operation {
        Operation::GenerateKeyPair { .. } if before < 4 => fails(CallFailure::NotSent),
        Operation::GenerateKeyPair { .. } => Some(Fate::LostAfter),
        Operation::ListKeyPairs if (1..5).contains(&before) => fails(CallFailure::Lost),
        _ => None,
    });
    assert_eq!(outcome.cause, None);
    assert_eq!((count(&world, "GenerateKeyPair"), count(&world, "ListKeyPairs")), (5, 6));
}

#[test]
fn key_that_was_not_generated() {
    let fate = nth("GenerateKeyPair", 0, || fails(CallFailure::Lost));
    let (world, outcome) = run(with_certificate(), fate);
    let cause = outcome.cause.unwrap();
    assert_eq!((cause.finding, cause.step), (Finding::CallLost, Some(Step::ListKeys)));
    assert_eq!(count(&world, "GenerateKeyPair"), 1);
    assert_eq!((outcome.status, outcome.milestone), (Status::NotProvisioned, Milestone::InSetup));
}

/// Nobody can tell which of two new keys is ours.
#[test]
fn two_new_keys() {
    let mut world = World::ordinary(with_certificate());
    let mut session = world.out_of_band();
    let keys = |numbers: &[u8]| {
        let instance = |number: &u8| Instance(format!("{number}"));
        Some(Fate::Instead(Ok(Reply::Instances(numbers.iter().map(instance).collect()))))
    };
    let outcome =
        run_with(&mut world, &mut session, |operation, before| match (operation, before) {
            (Operation::ListKeyPairs, 0) => keys(&[0]),
            (Operation::ListKeyPairs, _) => keys(&[0, 1, 2]),
            (Operation::GenerateKeyPair { .. }, _) => Some(Fate::LostAfter),
            _ => None,
        });
    assert_eq!(outcome.cause.unwrap().finding, Finding::CallLost);
}

/// I-21: the answer is lost, the new password works.
#[test]
fn admin_password_was_set() {
    let fate = nth("SetAdminPassword", 0, || Some(Fate::LostAfter));
    let (world, outcome) = run(Configuration::default(), fate);
    assert_eq!((outcome.cause, count(&world, "SetAdminPassword")), (None, 1));
    let admin = outcome.admin_password.unwrap();
    assert_eq!(world.store[&admin], world.device.password);
}

/// D-W7: the new password is refused, the old one works: the call had no effect. It is not repeated.
#[test]
fn admin_password_was_not_set() {
    for failure in [CallFailure::Lost, CallFailure::Unreadable, CallFailure::Http(503)] {
        let fate = nth("SetAdminPassword", 0, || fails(failure));
        let (world, outcome) = run(Configuration::default(), fate);
        let cause = outcome.cause.unwrap();
        assert_eq!(
            (cause.finding, cause.step),
            (Finding::CallLost, Some(Step::CheckAdminPassword))
        );
        assert_eq!(count(&world, "SetAdminPassword"), 1);
        let admin = Account::Stored(outcome.admin_password.unwrap());
        let [.., (new, _, with_new), (old, _, with_old)] = &world.calls[..] else { panic!() };
        assert_eq!((*with_new, *with_old), (admin, Account::Factory));
        assert_eq!((new.message, new.sending, old.sending), (old.message, 1, 2));
        assert_eq!(outcome.milestone, Milestone::InSetup);
    }
}

/// A refusal is an answer: the device has done nothing.
#[test]
fn once_only_calls_refused() {
    for (call, failure, finding) in [
        ("GenerateKeyPair", CallFailure::Returned(1), Finding::MethodFailed),
        ("SetAdminPassword", CallFailure::Returned(16), Finding::MethodFailed),
        ("SetAdminPassword", CallFailure::Fault(FaultCode::AccessDenied), Finding::MessageFault),
        ("CommitChanges", CallFailure::Returned(1), Finding::CommitFailed),
        ("CommitChanges", CallFailure::Returned(2057), Finding::CommitIncomplete),
        ("CommitChanges", CallFailure::Fault(FaultCode::AccessDenied), Finding::MessageFault),
    ] {
        let (world, outcome) = run(with_certificate(), nth(call, 0, || fails(failure)));
        let cause = outcome.cause.unwrap();
        assert_eq!((cause.finding, cause.seen), (finding, Seen::Answer(failure)), "{call}");
        assert_eq!((count(&world, call), outcome.status), (1, Status::NotProvisioned), "{call}");
    }
}

#[test]
fn commit_that_came_through() {
    let fate = nth("CommitChanges", 0, || Some(Fate::LostAfter));
    let (world, outcome) = run(Configuration::default(), fate);
    assert_eq!((outcome.cause, outcome.status), (None, Status::ProvisionedAdmin));
    assert_eq!(count(&world, "CommitChanges"), 1);
}

/// Three looks, a second apart, after the five seconds that the device may take to restart.
#[test]
fn commit_that_did_not() {
    let busy = CallFailure::Fault(FaultCode::InternalError);
    for failure in [CallFailure::Lost, CallFailure::Unreadable, CallFailure::Http(500), busy] {
        let mut world = World::ordinary(Configuration::default());
        let mut session = world.out_of_band();
        let start = world.now.monotonic;
        let fate = nth("CommitChanges", 0, || fails(failure));
        let outcome = run_with(&mut world, &mut session, fate);
        let cause = outcome.cause.unwrap();
        assert_eq!(cause.finding, Finding::CallLost, "{failure:?}");
        assert_eq!((count(&world, "CommitChanges"), outcome.status), (1, Status::NotProvisioned));
        assert_eq!(count(&world, "GetSetupService"), 1 + 3);
        // Between accounts, after the commit, where the device would be now and where it is, between
        // the looks.
        assert_eq!(world.now.monotonic.since(start).0, 20_000 + 5_000 + 500 + 2 * 1_000);
    }
}

/// What is read back decides, whatever CommitChanges returned.
#[test]
fn read_back() {
    use ProvisioningState::{In, Other, Post};
    let in_setup = Seen::ControlMode(0);
    for (state, mode, finding, seen, status) in [
        (In, 0, Finding::NotConfirmed, in_setup, Status::NotProvisioned),
        (Other(7), 0, Finding::NotConfirmed, in_setup, Status::Unknown),
        (
            In,
            2,
            Finding::ActivatedNotCommitted,
            Seen::ControlMode(2),
            Status::ActivatedNotCommitted,
        ),
        (
            In,
            1,
            Finding::ActivatedNotCommitted,
            Seen::ControlMode(1),
            Status::ActivatedNotCommitted,
        ),
        (Post, 1, Finding::UnexpectedClientMode, Seen::ControlMode(1), Status::ProvisionedClient),
        (Post, 0, Finding::NotConfirmed, in_setup, Status::Unknown),
        (Post, 3, Finding::NotConfirmed, Seen::ControlMode(3), Status::Unknown),
    ] {
        let (_, outcome) = run(everything(), |operation, before| match operation {
            Operation::GetSetupService if before > 0 => {
                Some(Fate::Instead(Ok(Reply::SetupService { state, one_time_password: None })))
            }
            Operation::GetControlMode => Some(Fate::Instead(Ok(Reply::ControlMode(mode)))),
            _ => None,
        });
        let cause = outcome.cause.unwrap();
        assert_eq!((cause.finding, cause.seen), (finding, seen), "{state} {mode}");
        assert_eq!((outcome.status, outcome.milestone), (status, Milestone::AdminPassword));
    }
}

/// The second look may see what the first did not yet.
#[test]
fn read_back_in_time() {
    for looks in 0..=3 {
        let (world, outcome) = run(Configuration::default(), |operation, before| match operation {
            Operation::GetSetupService if (1..=looks).contains(&before) => {
                let state = ProvisioningState::In;
                Some(Fate::Instead(Ok(Reply::SetupService { state, one_time_password: None })))
            }
            _ => None,
        });
        assert_eq!(outcome.is_success(), looks < 3);
        assert_eq!(count(&world, "GetSetupService"), 1 + (looks + 1).min(3));
    }
}

/// Before 6.2 the state alone is read.
#[test]
fn read_back_without_a_control_mode() {
    for (state, status) in [
        (ProvisioningState::Post, Status::ProvisionedAdmin),
        (ProvisioningState::In, Status::NotProvisioned),
    ] {
        let mut world = World::ordinary(Configuration::default());
        world.device = Device { release: Release::new(5, 2, 10, 1023), ..Device::default() };
        let mut session = world.out_of_band();
        let outcome = run_with(&mut world, &mut session, |operation, before| match operation {
            Operation::GetSetupService if before > 0 => {
                Some(Fate::Instead(Ok(Reply::SetupService { state, one_time_password: None })))
            }
            _ => None,
        });
        assert_eq!((outcome.status, count(&world, "GetControlMode")), (status, 0));
    }
}

/// Nobody read back what the commit did: neither is claimed.
#[test]
fn read_back_that_is_lost() {
    for (call, from) in [("GetSetupService", 1), ("GetControlMode", 0)] {
        let lost = || fails(CallFailure::Lost);
        let (_, outcome) = run(Configuration::default(), from_nth(call, from, lost));
        assert_eq!(outcome.cause.unwrap().finding, Finding::AnswersLost);
        assert_eq!(
            (outcome.status, outcome.milestone),
            (Status::Unknown, Milestone::AdminPassword)
        );
        assert!(outcome.admin_password.is_some());
    }
}

/// I-28.
#[test]
fn certificates_that_are_there() {
    let (world, outcome) = run(everything(), |operation, _| match operation {
        Operation::AddTrustedRoot { .. } | Operation::AddAclEntry { .. } => {
            fails(CallFailure::Returned(2058))
        }
        _ => None,
    });
    assert_eq!((outcome.cause, count(&world, "AddTrustedRoot")), (None, 1));

    let mut world = World::ordinary(everything());
    let certificate = crate::world::device_certificate().der.clone();
    world.device.certificates = vec![b"another".to_vec(), certificate];
    let mut session = world.out_of_band();
    assert_eq!(world.run(&mut session).cause, None);
    let bound = Operation::BindTlsCertificate { certificate: Instance("Certificate 2".into()) };
    assert!(world.device.done.contains(&bound));

    let duplicate = || fails(CallFailure::Returned(2058));
    let (_, outcome) = run(everything(), from_nth("FindCertificate", 0, duplicate));
    assert!(outcome.is_success(), "nothing asks for it");
    let (_, outcome) = run(everything(), |operation, _| match operation {
        Operation::AddCertificate { .. } | Operation::FindCertificate { .. } => duplicate(),
        _ => None,
    });
    assert_eq!(outcome.cause.unwrap().finding, Finding::MethodFailed);
}

/// A stale nonce is no attempt: the same message with the same account, on a new connection; once.
#[test]
fn stale_nonces() {
    let stale = CallFailure::Refused(Refusal::StaleNonce);
    let (world, outcome) = run(Configuration::default(), |operation, before| match operation {
        Operation::GetGeneralSettings if before == 0 => fails(stale),
        _ => None,
    });
    assert_eq!(outcome.cause, None);
    let accounts: Vec<_> = world
        .calls
        .iter()
        .take(3)
        .map(|(call, _, account)| (call.message, call.sending, *account))
        .collect();
    let configured = Account::Stored(crate::world::CONFIGURED);
    assert_eq!(accounts, [(1, 1, configured), (1, 2, configured), (1, 3, Account::Factory)]);

    let (world, outcome) = run(Configuration::default(), nth("GetRelease", 0, || fails(stale)));
    assert_eq!((outcome.cause, count(&world, "GetRelease")), (None, 2));
    let (world, outcome) =
        run(Configuration::default(), from_nth("GetRelease", 0, || fails(stale)));
    assert_eq!(outcome.cause.unwrap().finding, Finding::CredentialsExhausted);
    // Twice with each account that is left.
    assert_eq!(count(&world, "GetRelease"), 4);
}

/// A reply to something else is no success (I-04), and no proof that nothing was done.
#[test]
fn replies_of_another_kind() {
    for call in ["GetRelease", "SetNames", "GetPowerScheme"] {
        let other = || Some(Fate::Instead(Ok(Reply::Time(crate::common::now()))));
        let (world, outcome) = run(everything(), from_nth(call, 0, other));
        let cause = outcome.cause.unwrap();
        assert_eq!(cause.seen, Seen::Answer(CallFailure::Unreadable));
        assert_eq!((cause.finding, count(&world, call)), (Finding::AnswersLost, 5));
    }
}
