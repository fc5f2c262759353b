//! What is done when, and what is shown of it.

use std::format;
use std::string::String;

use super::{BODY, account, call, cnonce, exchange, sent, start};
use crate::{
    Authorization, DigestPolicy, DigestRequest, ErrorKind, HttpExchange, HttpFailure, HttpInput,
    HttpLimits, HttpOutput,
};

#[test]
fn what_was_not_asked_for_is_refused() {
    let mut exchange = exchange();
    let kind = |result: Result<(), crate::Error>| result.unwrap_err().kind();
    let expected = "a call to start";
    let found = ErrorKind::OutOfTurn { expected, found: "a connection" };
    assert_eq!(kind(exchange.handle(HttpInput::Connected)), found);
    let admin = account("");
    let input = || HttpInput::Credentials { account: &admin, cnonce: cnonce() };
    let found = ErrorKind::OutOfTurn { expected, found: "credentials" };
    assert_eq!(kind(exchange.handle(input())), found);
    exchange.handle(HttpInput::Closed).unwrap();
    assert!(matches!(exchange.poll(), HttpOutput::Idle));
    exchange.start(BODY).unwrap();
    let found = ErrorKind::OutOfTurn { expected: "a connection", found: "another call" };
    assert_eq!(kind(exchange.start(BODY)), found);
    assert!(HttpExchange::new("a b", DigestPolicy::TLS).is_err());
}

#[test]
fn a_request_can_be_sent_in_parts() {
    let mut exchange = exchange();
    assert_eq!(exchange.request(), b"");
    start(&mut exchange);
    let request = sent(&mut exchange);
    assert_eq!(exchange.request(), request);
    exchange.handle(HttpInput::Received(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")).unwrap();
    assert_eq!(exchange.request(), b"");
}

#[test]
fn an_answer_that_cannot_be_read_ends_the_call() {
    let limits = HttpLimits { max_body: 3 };
    let mut exchange = exchange().with_limits(limits);
    let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n";
    let (result, _) = call(&mut exchange, &account(""), |_, _| answer.to_vec());
    let Err(HttpFailure::Damaged(error)) = result else { panic!() };
    assert_eq!(error.kind().fault(), crate::Fault::Limit);
    // The next call does not use that connection.
    exchange.start(BODY).unwrap();
    assert!(matches!(exchange.poll(), HttpOutput::Connect));
}

#[test]
fn secrets_are_not_shown() {
    let body: &[u8] = b"<Password>hidden</Password>";
    let numbers = format!("{:?}", b"hidden");
    let hides = |shown: String| {
        assert!(!shown.contains("hidden") && !shown.contains(numbers.trim_matches(['[', ']'])));
        shown
    };
    let mut exchange = exchange();
    exchange.start(body).unwrap();
    exchange.handle(HttpInput::Connected).unwrap();
    assert!(hides(format!("{exchange:?}")).contains("waits for the request"));
    assert!(hides(format!("{:?}", exchange.poll())).contains("bytes"));
    hides(format!("{exchange:?}"));
    hides(format!("{:?}", HttpInput::Received(body)));
    hides(format!("{:?}", crate::HttpRequest::wsman("h", body)));
    hides(format!("{:?}", DigestRequest { method: "POST", uri: "/", body }));
    let field = b"Digest username=u, realm=r, nonce=n, uri=\"/\", response=hidden";
    hides(format!("{:?}", Authorization::parse(field).unwrap()));
}
