use core::time::Duration;

use super::*;
use crate::finding::Finding;

const WRONG: TrialEvent = TrialEvent::Refused(Refusal::WrongCredentials);
const STALE: TrialEvent = TrialEvent::Refused(Refusal::StaleNonce);
const REALM_CHANGED: TrialEvent = TrialEvent::Refused(Refusal::RealmChanged);
const NEXT: TrialStep = TrialStep::Connect { after: Duration::from_secs(20) };
const AT_ONCE: TrialStep = TrialStep::Connect { after: Duration::ZERO };

/// A trial of `a`, `b` and the factory's `admin`.
fn trial() -> CredentialTrial {
    CredentialTrial::new([account("a", "x"), account("b", "x")], FactoryAccounts::Admin)
}

fn index(trial: &CredentialTrial) -> Option<usize> {
    trial.account().map(|(index, _)| index)
}

#[test]
fn outcomes() {
    use TrialEvent::{Accepted, Dropped, Unfit};
    use TrialStep::{AnswerAgain, Ended, Found};
    let exhausted = Ended(Finding::CredentialsExhausted);
    let cut = Ended(Finding::CredentialTrialCut);
    for sequence in [
        // Each wrong once, the factory's last.
        &[(WRONG, NEXT, Some(1)), (WRONG, NEXT, Some(2)), (WRONG, exhausted, None)][..],
        &[(Accepted, Found, Some(0))],
        &[(WRONG, NEXT, Some(1)), (Accepted, Found, Some(1)), (Accepted, Found, Some(1))],
        // Excused once, and once more after a success.
        &[(STALE, AnswerAgain, Some(0)), (STALE, NEXT, Some(1)), (STALE, AnswerAgain, Some(1))],
        &[(REALM_CHANGED, AnswerAgain, Some(0)), (STALE, NEXT, Some(1))],
        &[(STALE, AnswerAgain, Some(0)), (WRONG, NEXT, Some(1))],
        &[(STALE, AnswerAgain, Some(0)), (Accepted, Found, Some(0)), (STALE, AnswerAgain, Some(0))],
        // The password was changed meanwhile.
        &[(Accepted, Found, Some(0)), (WRONG, NEXT, Some(1))],
        // A lost connection says nothing of the account.
        &[(Dropped, NEXT, Some(0)), (Dropped, cut, None)],
        &[(Dropped, NEXT, Some(0)), (WRONG, NEXT, Some(1)), (Dropped, NEXT, Some(1))],
        &[(Dropped, NEXT, Some(0)), (Accepted, Found, Some(0)), (Dropped, NEXT, Some(0))],
        // Not sent, so no wait.
        &[(Unfit, AT_ONCE, Some(1)), (Accepted, Found, Some(1))],
        &[
            (WRONG, NEXT, Some(1)),
            (Unfit, AT_ONCE, Some(2)),
            (WRONG, Ended(Finding::StoredHashUnfit), None),
        ],
    ] {
        let mut trial = trial();
        for (event, step, left) in sequence {
            assert_eq!((trial.handle(*event), index(&trial)), (*step, *left), "{sequence:?}");
        }
    }
}

#[test]
fn an_end_is_final() {
    let events =
        [WRONG, STALE, REALM_CHANGED, TrialEvent::Accepted, TrialEvent::Dropped, TrialEvent::Unfit];
    let mut trial = trial().limited_to(1);
    let end = TrialStep::Ended(Finding::CredentialsExhausted);
    assert_eq!(trial.handle(WRONG), end);
    for event in events {
        assert_eq!((trial.handle(event), index(&trial)), (end, None));
    }
}

/// Whatever a device does short of accepting, it is asked at most three times for each account.
#[test]
fn every_trial_ends() {
    let events = [WRONG, STALE, REALM_CHANGED, TrialEvent::Dropped, TrialEvent::Unfit];
    for code in 0..5_usize.pow(9) {
        let mut trial = trial();
        let ended = (0..9).any(|at| {
            let event = events[code / 5_usize.pow(at) % 5];
            matches!(trial.handle(event), TrialStep::Ended(_))
        });
        assert!(ended, "{code}");
    }
}

#[test]
fn which_accounts_are_tried() {
    let ha1 = |realm: &[u8]| account("a", "z").ha1(DigestHash::Md5, realm).unwrap();
    let stored = |realm: &[u8]| Credentials::stored("a", realm, ha1(realm));
    let given = || {
        [
            account("a", "x"),
            account("b", "x"),
            account("a", "x"),
            account("a", "y"),
            account("A", "x"),
            stored(b"r"),
            stored(b"R"),
            stored(b"r"),
            account("admin", "admin"),
        ]
    };
    for (factory, limit, expected) in [
        // The factory's own account was configured, so it keeps its place.
        (FactoryAccounts::Admin, 99, &[0, 1, 3, 4, 5, 6, 8][..]),
        (FactoryAccounts::AdminOrEmpty, 99, &[0, 1, 3, 4, 5, 6, 8, 10]),
        (FactoryAccounts::AdminOrEmpty, 2, &[0, 1]),
        (FactoryAccounts::Admin, 0, &[]),
    ] {
        let mut trial = CredentialTrial::new(given(), factory).limited_to(limit);
        let mut tried = Vec::new();
        while let Some(index) = index(&trial) {
            tried.push(index);
            let _ = trial.handle(WRONG);
        }
        assert_eq!(tried, expected);
    }
    // A stored hash gives the same answer as the password that it was made of.
    let hash_of = |password: &str| account("a", password).ha1(DigestHash::Md5, b"r").unwrap();
    let stored = |password| Credentials::stored("a", b"r", hash_of(password));
    for (accounts, expected) in [
        ([account("a", "x"), stored("x")], 1),
        ([stored("x"), account("a", "x")], 1),
        ([account("a", "x"), stored("y")], 2),
        ([account("b", "x"), stored("x")], 2),
    ] {
        let mut trial = CredentialTrial::new(accounts, FactoryAccounts::Admin);
        let mut tried = 0;
        while trial.account().is_some() {
            tried += 1;
            let _ = trial.handle(WRONG);
        }
        assert_eq!(tried, expected + 1, "and the factory's");
    }
    let factory = CredentialTrial::new([], FactoryAccounts::Admin);
    let (index, account) = factory.account().unwrap();
    assert_eq!((index, account), (0, &Credentials::new("admin", Secret::from("admin"))));
}

/// The trial and the client of each account play together: a device that wants the factory's.
#[test]
fn a_trial_against_a_server() {
    let right = account("admin", "admin").ha1(DigestHash::Md5, REALM.as_bytes()).unwrap();
    let mut trial = trial();
    let (mut wrong, mut found) = (0, None);
    for connection in 0..9 {
        let nonce = std::format!("nonce {connection}");
        let offer = DigestOffer::new(REALM.as_bytes(), nonce.as_bytes());
        let field = offer.to_device_field().unwrap();
        let Some((index, account)) = trial.account() else { break };
        let mut client = client(&field, account);
        let answer = client.authorize(&POST).unwrap();
        let answer = Authorization::parse(&answer).unwrap();
        let event = match offer.verify(&answer, &right, &POST, None) {
            Verification::Accepted { .. } => TrialEvent::Accepted,
            _ => TrialEvent::Refused(client.refusal(&challenge(&field).unwrap())),
        };
        wrong += usize::from(event == WRONG);
        match trial.handle(event) {
            TrialStep::Found => found = Some(index),
            step => assert_eq!(step, NEXT),
        }
        if found.is_some() {
            break;
        }
    }
    assert_eq!((wrong, found), (2, Some(2)));
}
