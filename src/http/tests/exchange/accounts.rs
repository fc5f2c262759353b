//! Right and wrong accounts, and what answers say about them.

use alloc::vec::Vec;
use std::format;
use std::string::String;

use super::{Device, REALM, account, ask, ask_then, call, cnonce, exchange, sent, start};
use crate::{
    CredentialTrial, Credentials, DigestHash, ErrorKind, FactoryAccounts, Finding, Ha1,
    HttpFailure, HttpInput, HttpOutput, Refusal, Secret, TrialEvent, TrialStep,
};

#[test]
fn a_wrong_password_has_one_answer() {
    let (mut exchange, mut device) = (exchange(), Device::new());
    let (result, asked) = ask(&mut exchange, &mut device, &account("wrong"));
    let failure = result.unwrap_err();
    assert!(matches!(&failure, HttpFailure::Refused { response } if response.body == b"page"));
    assert_eq!(failure.trial_event(), Some(TrialEvent::Refused(Refusal::WrongCredentials)));
    assert_eq!((asked, device.seen.len()), ([None].into(), 2));
}

/// After the password was changed the old one is refused, whatever it could do before.
#[test]
fn a_changed_password_is_a_wrong_one() {
    let (mut exchange, mut device, admin) = (exchange(), Device::new(), account("P@ssw0rd"));
    assert!(ask(&mut exchange, &mut device, &admin).0.is_ok());
    device.password = "changed";
    let (result, asked) = ask(&mut exchange, &mut device, &admin);
    assert!(matches!(result, Err(HttpFailure::Refused { .. })));
    assert_eq!(asked, []); // the nonce is the same one
    exchange.new_connection();
    (device.nonce, device.last) = (b"second", None);
    assert!(ask(&mut exchange, &mut device, &account("changed")).0.is_ok());
    assert_eq!(device.seen.last().unwrap().0, 2);
}

/// A 401 that cannot be answered does not lead to the refused credentials being sent again (W-533).
#[test]
fn credentials_do_not_outlive_a_challenge_that_cannot_be_answered() {
    let (mut exchange, mut device) = (exchange(), Device::new());
    let then = b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n";
    let (result, _) = ask_then(&mut exchange, &mut device, &account("wrong"), then);
    assert!(matches!(result, Err(HttpFailure::Challenge { .. })));
    let (_, asked) = ask(&mut exchange, &mut device, &account("P@ssw0rd"));
    assert_eq!(asked, [None]);
}

/// F-CRED: an answer that the operation did not give says nothing about the account.
#[test]
fn only_results_vouch_for_an_account() {
    for (answer, authenticated) in [
        ("200 OK\r\n", true),
        ("204 No Content\r\n", true),
        ("500 E\r\nContent-Type: application/soap+xml; charset=UTF-8\r\n", true),
        ("400 E\r\ncontent-type: Application/SOAP+xml\r\n", true),
        ("400 E\r\nContent-Type: text/html\r\n", false),
        ("503 E\r\n", false),
        ("302 Found\r\nLocation: /logon.htm\r\n", false),
    ] {
        let (mut exchange, mut device, admin) = (exchange(), Device::new(), account("x"));
        let then = format!("HTTP/1.1 {answer}Content-Length: 0\r\n\r\n");
        let (result, _) = ask_then(&mut exchange, &mut device, &admin, then.as_bytes());
        let result = result.unwrap();
        let event = authenticated.then_some(TrialEvent::Accepted);
        assert_eq!(
            (result.authenticated, result.trial_event()),
            (authenticated, event),
            "{answer}"
        );
    }
    // A device may ask for no credentials at all.
    let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    let (result, asked) = call(&mut exchange(), &account("x"), |_, _| answer.to_vec());
    assert_eq!((result.unwrap().authenticated, asked), (false, Vec::new()));
}

#[test]
fn a_stored_hash_that_does_not_fit_changes_nothing() {
    let (mut exchange, mut device) = (exchange(), Device::new());
    start(&mut exchange);
    let answer = device.answer(&sent(&mut exchange));
    exchange.handle(HttpInput::Received(&answer)).unwrap();
    let ha1 = || Ha1::new(DigestHash::Md5, "admin", REALM, &Secret::from("P@ssw0rd"));
    let unfit = Credentials::stored("admin", b"another realm", ha1());
    let input = HttpInput::Credentials { account: &unfit, cnonce: cnonce() };
    assert_eq!(exchange.handle(input).unwrap_err().kind(), ErrorKind::StoredHash);
    assert!(matches!(exchange.poll(), HttpOutput::Answer { again: None }));
    let fits = Credentials::stored("admin", REALM, ha1());
    exchange.handle(HttpInput::Credentials { account: &fits, cnonce: cnonce() }).unwrap();
    assert!(device.answer(&sent(&mut exchange)).starts_with(b"HTTP/1.1 200"));
}

/// W-511: beside a stronger challenge there is one that a stored hash can answer.
#[test]
fn a_stored_hash_answers_the_challenge_it_fits() {
    let ha1 = Ha1::new(DigestHash::Md5, "admin", b"r", &Secret::from("x"));
    let stored = Credentials::stored("admin", b"r", ha1);
    let unauthorized = b"HTTP/1.1 401 U\r\nContent-Length: 0\r\n\
        WWW-Authenticate: Digest realm=\"r\", nonce=\"a\", qop=\"auth\", algorithm=SHA-256\r\n\
        WWW-Authenticate: Digest realm=\"r\", nonce=\"b\", qop=\"auth\", algorithm=MD5\r\n\r\n";
    let mut sent = Vec::new();
    let (result, _) = call(&mut exchange(), &stored, |_, request| {
        sent.push(String::from_utf8(request.to_vec()).unwrap());
        unauthorized.to_vec()
    });
    assert!(matches!(result, Err(HttpFailure::Refused { .. })));
    assert!(sent[1].contains("nonce=\"b\"") && sent[1].contains("algorithm=MD5"), "{}", sent[1]);
    assert_eq!(sent.len(), 2);
}

/// S2-22: accounts one after the other, each over a connection of its own.
#[test]
fn a_trial_of_accounts() {
    let mut device = Device::new();
    let configured = ["one", "P@ssw0rd", "three"].map(account);
    let mut trial = CredentialTrial::new(configured, FactoryAccounts::Admin);
    let mut exchange = exchange();
    let found = loop {
        let Some((index, account)) = trial.account() else { panic!() };
        let result = ask(&mut exchange, &mut device, account).0;
        let event = match &result {
            Ok(answer) => answer.trial_event(),
            Err(failure) => failure.trial_event(),
        };
        match trial.handle(event.unwrap()) {
            TrialStep::Found => break index,
            TrialStep::Connect { .. } => exchange.new_connection(),
            step => panic!("{step:?}"),
        }
    };
    assert_eq!(found, 1);
    assert_eq!(device.counts(), [(1, None), (1, Some(1)), (2, None), (2, Some(1))]);

    device.password = "none of them";
    let mut trial = CredentialTrial::new(["one"].map(account), FactoryAccounts::Admin);
    let mut requests = 0;
    while let Some((_, account)) = trial.account() {
        exchange.new_connection();
        let failure = ask(&mut exchange, &mut device, account).0.unwrap_err();
        requests += 1;
        if let TrialStep::Ended(finding) = trial.handle(failure.trial_event().unwrap()) {
            assert_eq!((finding, requests), (Finding::CredentialsExhausted, 2));
        }
    }
}
