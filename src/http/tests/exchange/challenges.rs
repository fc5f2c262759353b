//! What a 401 may look like.

use std::format;
use std::string::String;

use super::{Device, account, ask, call, cnonce, exchange, sent, start};
use crate::{ErrorKind, HttpFailure, HttpInput, HttpLimits, HttpOutput};

#[test]
fn challenges_that_cannot_be_answered_say_why() {
    for (fields, kind) in [
        ("", ErrorKind::AuthScheme),
        ("WWW-Authenticate: Basic realm=\"x\"\r\n", ErrorKind::AuthScheme),
        (
            "WWW-Authenticate: Digest realm=\"x\", nonce=\"n\", qop=\"x\"\r\n",
            ErrorKind::Header { field: "WWW-Authenticate", problem: "no known qop" },
        ),
    ] {
        let (result, asked) = call(&mut exchange(), &account(""), |_, _| {
            format!("HTTP/1.1 401 Unauthorized\r\n{fields}Content-Length: 1\r\n\r\nx").into_bytes()
        });
        let Err(HttpFailure::Challenge { error, response }) = result else { panic!("{fields}") };
        assert_eq!((error.kind(), response.status), (kind, 401));
        assert_eq!(asked, []);
    }
}

/// Other schemes beside Digest, and several fields, are passed over.
#[test]
fn the_challenge_may_stand_in_any_field() {
    let (mut exchange, mut device, admin) = (exchange(), Device::new(), account("P@ssw0rd"));
    let (result, _) = call(&mut exchange, &admin, |_, request| {
        let answer = String::from_utf8(device.answer(request)).unwrap();
        answer
            .replace("WWW-", "WWW-Authenticate: Negotiate, Basic realm=\"b\"\r\nwww-")
            .into_bytes()
    });
    assert!(result.is_ok());
}

/// The page behind a 401 may be cut: its head says enough.
#[test]
fn a_cut_401_is_a_401() {
    let (mut exchange, mut device, admin) = (exchange(), Device::new(), account("P@ssw0rd"));
    start(&mut exchange);
    let answer = device.answer(&sent(&mut exchange));
    exchange.handle(HttpInput::Received(&answer[..answer.len() - 2])).unwrap();
    exchange.handle(HttpInput::Closed).unwrap();
    assert!(matches!(exchange.poll(), HttpOutput::Answer { again: None }));
    exchange.handle(HttpInput::Credentials { account: &admin, cnonce: cnonce() }).unwrap();
    assert!(matches!(exchange.poll(), HttpOutput::Connect));
    exchange.handle(HttpInput::Connected).unwrap();
    assert!(device.answer(&sent(&mut exchange)).starts_with(b"HTTP/1.1 200"));
}

/// The page behind a 401 may be longer than any answer that is wanted.
#[test]
fn limits_do_not_hide_a_401() {
    let (mut device, admin) = (Device::new(), account("P@ssw0rd"));
    let mut exchange = exchange().with_limits(HttpLimits { max_body: 3 });
    let (result, _) = ask(&mut exchange, &mut device, &admin);
    assert_eq!(result.unwrap().response.body, b"ok");
}
