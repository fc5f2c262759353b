//! What is sent a second time, what its refusal means after the first, and what is counted apart.

use amt_provisioning::provisioning::{
    Account, CallFailure, Configuration, Event, Instance, MebxPassword, MebxSettings, Operation,
    Outcome, ProvisioningState, Reply, TlsAuthentication,
};
use amt_provisioning::{Finding, Refusal, Release};

use crate::drive::{Fate, count, fails, name, run_with};
use crate::world::{CONFIGURED, World, everything, service, settings};

fn run(
    mut world: World,
    fate: impl FnMut(&Operation, usize) -> Option<Fate>,
) -> (World, Outcome, Option<Finding>) {
    let mut session = world.out_of_band();
    let outcome = run_with(&mut world, &mut session, fate);
    (world, outcome, outcome.cause.map(|cause| cause.finding))
}

/// The n-th call of this name meets the n-th fate; nothing means none, as all calls behind them.
fn fates<'a>(
    wanted: &'a str,
    list: &'a [Option<CallFailure>],
) -> impl FnMut(&Operation, usize) -> Option<Fate> + 'a {
    move |operation, before| match list.get(before) {
        Some(Some(failure)) if name(operation) == wanted => fails(*failure),
        _ => None,
    }
}

/// A refusal that the first sending explains is none: it came through, and only its answer was lost.
#[test]
fn refused_since_it_came_through() {
    let in_use = CallFailure::Returned(2067);
    for (first, finding) in [
        (Some(CallFailure::Lost), None),
        (Some(CallFailure::NotSent), Some(Finding::MethodFailed)),
        (None, Some(Finding::MethodFailed)),
    ] {
        let list: Vec<_> = first.into_iter().chain([in_use]).map(Some).collect();
        let (_, _, found) = run(World::ordinary(everything()), fates("AddWirelessProfile", &list));
        assert_eq!(found, finding, "{first:?}");
    }
}

/// From release 19 on CommitChanges wants the password; 16 after a lost answer means that it is set.
#[test]
fn mebx_password_that_was_set() {
    for (first, finding) in [
        (Some(CallFailure::Lost), None),
        (Some(CallFailure::NotSent), Some(Finding::MebxNotPermitted)),
        (None, Some(Finding::MebxNotPermitted)),
    ] {
        let password = MebxPassword::Stored(CONFIGURED);
        let mebx = MebxSettings { password, ..MebxSettings::default() };
        let mut service = service();
        service.peer.accept_unverified = true;
        let known = settings(Configuration { mebx, ..Configuration::default() });
        let mut world = World::new(service, known, crate::world::Device::default());
        world.device.release = Release::new(19, 0, 0, 0);
        let list: Vec<_> = first.into_iter().chain([CallFailure::Returned(16)]).map(Some).collect();
        let (world, outcome, found) = run(world, fates("SetMebxPassword", &list));
        assert_eq!(found, finding, "{first:?}");
        assert_eq!(outcome.mebx_password.is_some(), finding.is_none());
        let noted = |event: &Event| match event {
            Event::Note(note) => note.finding == Finding::MebxNotPermitted,
            _ => false,
        };
        assert_eq!(world.events.iter().any(noted), finding.is_none());
    }
}

/// I-05: a message that tells the time is another one when it is sent again.
#[test]
fn time_is_told_anew() {
    let refused = CallFailure::Refused(Refusal::StaleNonce);
    let (world, _, found) =
        run(World::ordinary(Configuration::default()), fates("SetTime", &[Some(refused)]));
    assert_eq!(found, None);
    let sent: Vec<_> = world.calls.iter().filter(|(_, op, _)| name(op) == "SetTime").collect();
    let [(first, ..), (second, ..)] = sent[..] else { panic!("{sent:?}") };
    assert_eq!((second.message, second.sending), (first.message + 1, 1));
}

/// 2061 and 2082: the device makes a key. It is looked for every 10 s, and asked for once.
#[test]
fn key_in_the_making() {
    for busy in [2061, 2082] {
        for (appears_after, finding) in [(1, None), (20, None), (21, Some(Finding::CallLost))] {
            let tls = TlsAuthentication::Server;
            let world = World::ordinary(Configuration { tls, ..Configuration::default() });
            let start = world.now.monotonic;
            let (world, _, found) = run(world, |operation, before| match operation {
                Operation::GenerateKeyPair { .. } => fails(CallFailure::Returned(busy)),
                Operation::ListKeyPairs if before >= appears_after => {
                    let keys = ["Intel(r) AMT Key: Handle: 0", "Intel(r) AMT Key: Handle: 1"];
                    let keys = keys.map(|key| Instance(key.into())).to_vec();
                    Some(Fate::Instead(Ok(Reply::Instances(keys))))
                }
                _ => None,
            });
            assert_eq!((found, count(&world, "GenerateKeyPair")), (finding, 1));
            let looks = appears_after.min(20);
            assert_eq!(count(&world, "ListKeyPairs"), 1 + looks);
            // Between accounts, before each look; after success the waits of the rest.
            let rest = if finding.is_none() { 5_000 + 5_000 } else { 0 };
            let waited = world.now.monotonic.since(start).0;
            assert_eq!(waited, 20_000 + 10_000 * looks as u64 + rest, "{appears_after}");
        }
    }
}

/// Lost answers do not use up the looks at the state, nor the excuse of an account.
#[test]
fn counted_apart() {
    let (world, _, found) = run(World::ordinary(Configuration::default()), |operation, before| {
        let state = ProvisioningState::In;
        match (operation, before) {
            (Operation::GetSetupService, 1 | 2) => fails(CallFailure::Lost),
            (Operation::GetSetupService, 3 | 4) => {
                Some(Fate::Instead(Ok(Reply::SetupService { state, one_time_password: None })))
            }
            _ => None,
        }
    });
    assert_eq!((found, count(&world, "GetSetupService")), (None, 6));

    let stale = CallFailure::Refused(Refusal::StaleNonce);
    let list = [Some(CallFailure::Lost), Some(stale)];
    let (world, _, found) =
        run(World::ordinary(Configuration::default()), fates("SetNames", &list));
    assert_eq!((found, count(&world, "SetNames")), (None, 3));
}

/// D-W7: the old account is asked once, so that it is answered wrongly once (W-533).
#[test]
fn old_account_is_asked_once() {
    let refused = || fails(CallFailure::Refused(Refusal::WrongCredentials));
    let (world, _, found) = run(World::ordinary(Configuration::default()), |operation, before| {
        match operation {
            Operation::SetAdminPassword { .. } => fails(CallFailure::Lost),
            // Two accounts were tried before.
            Operation::GetGeneralSettings if before >= 2 => refused(),
            _ => None,
        }
    });
    assert_eq!(found, Some(Finding::CredentialsExhausted));
    let accounts: Vec<_> = world.calls.iter().rev().take(2).map(|(.., account)| *account).collect();
    assert_eq!(accounts[0], Account::Factory);
    assert_eq!(count(&world, "GetGeneralSettings"), 4);
}

/// DF-03: a device that takes the first call without a challenge has vouched for no account.
#[test]
fn no_challenge_at_first() {
    let (world, _, found) = run(World::ordinary(Configuration::default()), |operation, before| {
        let realm = b"Digest:7E0B0C71B3C5D7B0B0F6F5AE1B6C5D4E".to_vec();
        match operation {
            Operation::GetGeneralSettings if before == 0 => {
                Some(Fate::Instead(Ok(Reply::GeneralSettings { realm })))
            }
            _ => None,
        }
    });
    assert_eq!(found, None);
    let accounts: Vec<_> = world.calls.iter().take(3).map(|(.., account)| *account).collect();
    let configured = Account::Stored(CONFIGURED);
    assert_eq!(accounts, [configured, configured, Account::Factory]);
}
