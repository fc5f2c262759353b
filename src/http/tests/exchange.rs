use alloc::vec::Vec;
use std::format;
use std::string::String;

use crate::{
    Authorization, Cnonce, CredentialTrial, Credentials, DigestHash, DigestOffer, DigestPolicy,
    DigestRequest, ErrorKind, FactoryAccounts, Finding, Ha1, HttpAnswer, HttpExchange, HttpFailure,
    HttpInput, HttpLimits, HttpOutput, NonceCount, Refusal, Secret, ServerProof, TrialEvent,
    TrialStep, Verification,
};

const REALM: &[u8] = b"Digest:7E0B0C71B3C5D7B0B0F6F5AE1B6C5D4E";
const BODY: &[u8] = "<a>\u{20ac}</a>".as_bytes();

fn account(password: &str) -> Credentials {
    Credentials::new("admin", Secret::from(password))
}

fn exchange() -> HttpExchange {
    HttpExchange::new("device:16993", DigestPolicy::TLS).unwrap()
}

/// A device that verifies answers, as far as a test needs one.
struct Device {
    password: &'static str,
    realm: &'static [u8],
    nonce: &'static [u8],
    last: Option<NonceCount>,
    /// Closes after each 401.
    closes: bool,
    /// Each request: on which connection it came, its nonce count if it had credentials, its body.
    seen: Vec<(usize, Option<u32>, Vec<u8>)>,
    connection: usize,
}

impl Device {
    fn new() -> Self {
        Self {
            password: "P@ssw0rd",
            realm: REALM,
            nonce: b"first",
            last: None,
            closes: false,
            seen: Vec::new(),
            connection: 0,
        }
    }

    fn ha1(&self) -> Ha1 {
        Ha1::new(DigestHash::Md5, "admin", self.realm, &Secret::from(self.password))
    }

    fn unauthorized(&mut self, stale: bool) -> Vec<u8> {
        let mut offer = DigestOffer::new(self.realm, self.nonce);
        offer.stale = stale;
        let field = String::from_utf8(offer.to_device_field().unwrap()).unwrap();
        let connection = if self.closes { "close" } else { "keep-alive" };
        format!(
            "HTTP/1.1 401 Unauthorized\r\nConnection: {connection}\r\nContent-Length: 4\r\n\
             WWW-Authenticate: {field}\r\n\r\npage"
        )
        .into_bytes()
    }

    fn answer(&mut self, request: &[u8]) -> Vec<u8> {
        let text = String::from_utf8(request.to_vec()).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let value = head.lines().find_map(|line| line.strip_prefix("Authorization: "));
        let answer = value.map(|value| Authorization::parse(value.as_bytes()).unwrap());
        let count = answer.and_then(|answer| answer.count).map(NonceCount::get);
        self.seen.push((self.connection, count, body.as_bytes().to_vec()));
        let Some(answer) = answer else { return self.unauthorized(false) };
        let request = DigestRequest { method: "POST", uri: "/wsman", body: body.as_bytes() };
        let offer = DigestOffer::new(self.realm, self.nonce);
        match offer.verify(&answer, &self.ha1(), &request, self.last) {
            Verification::Accepted { count } => {
                self.last = count;
                b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0002\r\nok\r\n0\r\n\r\n"
                    .to_vec()
            }
            // Devices do not say so (D-W3).
            Verification::Stale | Verification::Refused => self.unauthorized(false),
        }
    }
}

/// Runs a call to its end.
fn call(
    exchange: &mut HttpExchange,
    account: &Credentials,
    mut answer: impl FnMut(usize, &[u8]) -> Vec<u8>,
) -> (Result<HttpAnswer, HttpFailure>, Vec<Option<Refusal>>) {
    exchange.start(BODY).unwrap();
    let (mut connects, mut waiting, mut asked) = (0, Vec::new(), Vec::new());
    loop {
        match exchange.poll() {
            HttpOutput::Idle => panic!("idle"),
            HttpOutput::Connect => {
                connects += 1;
                exchange.handle(HttpInput::Connected).unwrap();
            }
            HttpOutput::Send(bytes) => waiting = answer(connects, bytes),
            HttpOutput::Receive => {
                if waiting.is_empty() {
                    exchange.handle(HttpInput::Closed).unwrap();
                    continue;
                }
                // In two fragments.
                let (first, second) = waiting.split_at(waiting.len() / 2);
                exchange.handle(HttpInput::Received(first)).unwrap();
                exchange.handle(HttpInput::Received(second)).unwrap();
            }
            HttpOutput::Answer { again } => {
                asked.push(again);
                let cnonce = Cnonce::new(&[0xa5; 16]).unwrap();
                exchange.handle(HttpInput::Credentials { account, cnonce }).unwrap();
            }
            HttpOutput::Finished(result) => return (result, asked),
        }
    }
}

fn ask(
    exchange: &mut HttpExchange,
    device: &mut Device,
    account: &Credentials,
) -> (Result<HttpAnswer, HttpFailure>, Vec<Option<Refusal>>) {
    let before = device.connection;
    call(exchange, account, |connects, request| {
        device.connection = before + connects;
        device.answer(request)
    })
}

/// P-70: n1:1 n1:2, then of a new nonce 1 and 2.
#[test]
fn a_nonce_serves_for_many_calls_with_the_same_bytes() {
    let (mut exchange, mut device, admin) = (exchange(), Device::new(), account("P@ssw0rd"));
    for _ in 0..2 {
        let (result, _) = ask(&mut exchange, &mut device, &admin);
        assert_eq!(result.unwrap().response.body, b"ok");
    }
    (device.nonce, device.last) = (b"second", None);
    let (result, asked) = ask(&mut exchange, &mut device, &admin);
    assert_eq!(result.unwrap().proof, ServerProof::Absent);
    assert_eq!(asked, [Some(Refusal::StaleNonce)]);
    assert!(ask(&mut exchange, &mut device, &admin).0.is_ok());
    let seen: Vec<_> = device.seen.iter().map(|seen| (seen.0, seen.1)).collect();
    let counts = [None, Some(1), Some(2), Some(3), Some(1), Some(2)];
    assert_eq!(seen, counts.map(|count| (1, count)));
    assert!(device.seen.iter().all(|seen| seen.2 == BODY));
}

/// W-105: devices usually close behind a 401; the answer goes over another connection.
#[test]
fn a_closed_connection_is_opened_again() {
    let (mut exchange, mut device, admin) = (exchange(), Device::new(), account("P@ssw0rd"));
    device.closes = true;
    assert!(ask(&mut exchange, &mut device, &admin).0.is_ok());
    let seen: Vec<_> = device.seen.iter().map(|seen| (seen.0, seen.1)).collect();
    assert_eq!(seen, [(1, None), (2, Some(1))]);
}

/// The page behind a 401 may be cut: its head says enough.
#[test]
fn a_cut_401_is_a_401() {
    let (mut exchange, mut device, admin) = (exchange(), Device::new(), account("P@ssw0rd"));
    exchange.start(BODY).unwrap();
    assert!(matches!(exchange.poll(), HttpOutput::Connect));
    exchange.handle(HttpInput::Connected).unwrap();
    let HttpOutput::Send(request) = exchange.poll() else { panic!() };
    let answer = device.answer(request);
    exchange.handle(HttpInput::Received(&answer[..answer.len() - 2])).unwrap();
    exchange.handle(HttpInput::Closed).unwrap();
    assert!(matches!(exchange.poll(), HttpOutput::Answer { again: None }));
    let cnonce = Cnonce::new(&[0xa5; 16]).unwrap();
    exchange.handle(HttpInput::Credentials { account: &admin, cnonce }).unwrap();
    assert!(matches!(exchange.poll(), HttpOutput::Connect));
    exchange.handle(HttpInput::Connected).unwrap();
    let HttpOutput::Send(request) = exchange.poll() else { panic!() };
    assert!(device.answer(request).starts_with(b"HTTP/1.1 200"));
}

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

/// P-76: the key is made anew for another realm.
#[test]
fn a_changed_realm_is_answered_once() {
    let (mut exchange, mut device, admin) = (exchange(), Device::new(), account("P@ssw0rd"));
    assert!(ask(&mut exchange, &mut device, &admin).0.is_ok());
    (device.realm, device.nonce, device.last) = (b"Digest:00", b"second", None);
    let (result, asked) = ask(&mut exchange, &mut device, &admin);
    assert!(result.is_ok());
    assert_eq!(asked, [Some(Refusal::RealmChanged)]);
}

/// W-532: a device that calls every nonce stale is not answered for ever.
#[test]
fn staleness_is_excused_once() {
    let (mut exchange, mut device, admin) = (exchange(), Device::new(), account("P@ssw0rd"));
    let mut requests = 0;
    let (result, asked) = call(&mut exchange, &admin, |_, _| {
        requests += 1;
        device.unauthorized(requests > 1)
    });
    assert!(matches!(result, Err(HttpFailure::Refused { .. })));
    assert_eq!((asked, requests), ([None, Some(Refusal::StaleNonce)].into(), 3));
}

#[test]
fn a_stored_hash_that_does_not_fit_changes_nothing() {
    let (mut exchange, mut device) = (exchange(), Device::new());
    exchange.start(BODY).unwrap();
    let _ = exchange.poll();
    exchange.handle(HttpInput::Connected).unwrap();
    let HttpOutput::Send(request) = exchange.poll() else { panic!() };
    let answer = device.answer(request);
    exchange.handle(HttpInput::Received(&answer)).unwrap();
    let cnonce = || Cnonce::new(&[0xa5; 16]).unwrap();
    let ha1 = || Ha1::new(DigestHash::Md5, "admin", REALM, &Secret::from("P@ssw0rd"));
    let unfit = Credentials::stored("admin", b"another realm", ha1());
    let input = HttpInput::Credentials { account: &unfit, cnonce: cnonce() };
    assert_eq!(exchange.handle(input).unwrap_err().kind(), ErrorKind::StoredHash);
    assert!(matches!(exchange.poll(), HttpOutput::Answer { again: None }));
    let fits = Credentials::stored("admin", REALM, ha1());
    exchange.handle(HttpInput::Credentials { account: &fits, cnonce: cnonce() }).unwrap();
    let HttpOutput::Send(request) = exchange.poll() else { panic!() };
    assert!(device.answer(request).starts_with(b"HTTP/1.1 200"));
}

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

#[test]
fn the_servers_proof_is_checked() {
    let admin = account("P@ssw0rd");
    for (valid, next) in [(true, None), (true, Some(&b"next"[..])), (false, None)] {
        let (mut exchange, mut device) = (exchange(), Device::new());
        let mut second = |_: usize, request: &[u8]| {
            let answer = device.answer(request);
            let text = String::from_utf8(request.to_vec()).unwrap();
            let value = text.lines().find_map(|line| line.strip_prefix("Authorization: "));
            let Some(value) = value else { return answer };
            let authorization = Authorization::parse(value.as_bytes()).unwrap();
            let ha1 =
                if valid { device.ha1() } else { Ha1::new(DigestHash::Md5, "", b"", &"".into()) };
            let info = authorization.info(&ha1, b"ok", next).unwrap();
            let info = String::from_utf8(info).unwrap();
            // In the trailers, where it is allowed too (RFC 7615, 4).
            let answer = String::from_utf8(answer).unwrap();
            let trailer = format!("0\r\nAuthentication-Info: {info}\r\n\r\n");
            answer.replace("0\r\n\r\n", &trailer).into_bytes()
        };
        let (result, _) = call(&mut exchange, &admin, &mut second);
        let expected = if valid { ServerProof::Valid } else { ServerProof::Invalid };
        assert_eq!(result.unwrap().proof, expected);
        if let Some(next) = next {
            (device.nonce, device.last) = (next, None);
            let (result, asked) = ask(&mut exchange, &mut device, &admin);
            assert!(result.is_ok() && asked.is_empty());
            assert_eq!(device.seen.last().unwrap().1, Some(1));
        }
    }
}

#[test]
fn lost_connections_tell_what_may_have_arrived() {
    let dropped = |exchange: &mut HttpExchange| {
        exchange.handle(HttpInput::Closed).unwrap();
        match exchange.poll() {
            HttpOutput::Finished(Err(failure @ HttpFailure::Dropped { sent, received })) => {
                assert_eq!(failure.trial_event(), Some(TrialEvent::Dropped));
                (sent, received)
            }
            other => panic!("{other:?}"),
        }
    };
    let mut exchange = exchange();
    exchange.start(BODY).unwrap();
    assert_eq!(dropped(&mut exchange), (false, 0)); // not connected
    exchange.start(BODY).unwrap();
    exchange.handle(HttpInput::Connected).unwrap();
    assert_eq!(dropped(&mut exchange), (false, 0)); // not taken for sending
    exchange.start(BODY).unwrap();
    exchange.handle(HttpInput::Connected).unwrap();
    assert!(matches!(exchange.poll(), HttpOutput::Send(_)));
    assert_eq!(dropped(&mut exchange), (true, 0));
    exchange.start(BODY).unwrap();
    exchange.handle(HttpInput::Connected).unwrap();
    let _ = exchange.poll();
    exchange
        .handle(HttpInput::Received(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab"))
        .unwrap();
    assert_eq!(dropped(&mut exchange), (true, 40));
    // An answer that ends with the connection is whole.
    exchange.start(BODY).unwrap();
    exchange.handle(HttpInput::Connected).unwrap();
    let _ = exchange.poll();
    exchange.handle(HttpInput::Received(b"HTTP/1.1 500 E\r\n\r\nab")).unwrap();
    exchange.handle(HttpInput::Closed).unwrap();
    let HttpOutput::Finished(Ok(answer)) = exchange.poll() else { panic!() };
    assert_eq!((answer.response.status, &answer.response.body[..]), (500, &b"ab"[..]));
    assert!(matches!(exchange.poll(), HttpOutput::Idle));
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

/// Bytes nobody asked for make a connection unfit: what they answer cannot be known.
#[test]
fn unasked_bytes_cost_the_connection() {
    let (mut device, admin) = (Device::new(), account("P@ssw0rd"));
    let answer = |bytes: &'static [u8]| {
        let mut exchange = exchange();
        let (result, _) = call(&mut exchange, &admin, |_, _| bytes.to_vec());
        assert!(result.is_ok());
        exchange
    };
    let mut behind = answer(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\n");
    behind.start(BODY).unwrap();
    assert!(matches!(behind.poll(), HttpOutput::Connect));
    let mut clean = answer(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    clean.start(BODY).unwrap();
    assert!(matches!(clean.poll(), HttpOutput::Send(_)));
    let mut idle = answer(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    idle.handle(HttpInput::Received(b"x")).unwrap();
    idle.start(BODY).unwrap();
    assert!(matches!(idle.poll(), HttpOutput::Connect));
    // Before the request goes out: it goes out on another connection, and once.
    idle.handle(HttpInput::Connected).unwrap();
    idle.handle(HttpInput::Received(b"HTTP/1.1 200 OK\r\n\r\n")).unwrap();
    assert!(matches!(idle.poll(), HttpOutput::Connect));
    idle.handle(HttpInput::Connected).unwrap();
    let HttpOutput::Send(request) = idle.poll() else { panic!() };
    assert!(device.answer(request).starts_with(b"HTTP/1.1 401"));
}

#[test]
fn what_was_not_asked_for_is_refused() {
    let mut exchange = exchange();
    let kind = |result: Result<(), crate::Error>| result.unwrap_err().kind();
    let expected = "a call to start";
    let found = ErrorKind::OutOfTurn { expected, found: "a connection" };
    assert_eq!(kind(exchange.handle(HttpInput::Connected)), found);
    let admin = account("");
    let input =
        || HttpInput::Credentials { account: &admin, cnonce: Cnonce::new(&[0; 16]).unwrap() };
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

/// A nonce whose credentials were never accepted ends with its call: the next one asks anew, and a
/// refusal of an old nonce never counts against the account (W-530).
#[test]
fn a_call_after_a_lost_answer_begins_anew() {
    let (mut exchange, mut device, admin) = (exchange(), Device::new(), account("P@ssw0rd"));
    let mut requests = 0;
    let (result, _) = call(&mut exchange, &admin, |_, request| {
        requests += 1;
        // The answer to the credentials is lost: it begins, and the connection ends.
        if requests == 2 { Vec::new() } else { device.answer(request) }
    });
    assert_eq!(result, Err(HttpFailure::Dropped { sent: true, received: 0 }));
    (device.nonce, device.last) = (b"second", None);
    let (result, asked) = ask(&mut exchange, &mut device, &admin);
    assert!(result.unwrap().authenticated);
    assert_eq!(asked, [None]);
    let counts: Vec<_> = device.seen.iter().map(|seen| seen.1).collect();
    assert_eq!(counts, [None, None, Some(1)]);

    // Of an account that was accepted the nonce is kept, and an old one excused.
    let (result, _) = call(&mut exchange, &admin, |_, _| Vec::new());
    assert!(matches!(result, Err(HttpFailure::Dropped { sent: true, .. })));
    (device.nonce, device.last) = (b"third", None);
    let (result, asked) = ask(&mut exchange, &mut device, &admin);
    assert!(result.is_ok());
    assert_eq!(asked, [Some(Refusal::StaleNonce)]);
}

/// A 401 that cannot be answered does not lead to the refused credentials being sent again (W-533).
#[test]
fn credentials_do_not_outlive_a_challenge_that_cannot_be_answered() {
    let (mut exchange, mut device) = (exchange(), Device::new());
    let mut requests = 0;
    let (result, _) = call(&mut exchange, &account("wrong"), |_, request| {
        requests += 1;
        match requests {
            1 => device.answer(request),
            _ => b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n".to_vec(),
        }
    });
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
        let mut requests = 0;
        let (result, _) = call(&mut exchange, &admin, |_, request| {
            requests += 1;
            match requests {
                1 => device.answer(request),
                _ => format!("HTTP/1.1 {answer}Content-Length: 0\r\n\r\n").into_bytes(),
            }
        });
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

/// The lines of a field are one list (RFC 9110, 5.3): no proof hides behind the first.
#[test]
fn every_line_of_the_servers_proof_counts() {
    let (mut exchange, mut device, admin) = (exchange(), Device::new(), account("P@ssw0rd"));
    let mut requests = 0;
    let (result, _) = call(&mut exchange, &admin, |_, request| {
        requests += 1;
        match requests {
            1 => device.answer(request),
            _ => b"HTTP/1.1 200 OK\r\nAuthentication-Info: nextnonce=\"n2\"\r\n\
                   Authentication-Info: rspauth=\"00\"\r\nContent-Length: 0\r\n\r\n"
                .to_vec(),
        }
    });
    assert_eq!(result.unwrap().proof, ServerProof::Invalid);
}

/// The page behind a 401 may be longer than any answer that is wanted.
#[test]
fn limits_do_not_hide_a_401() {
    let (mut device, admin) = (Device::new(), account("P@ssw0rd"));
    let mut exchange = exchange().with_limits(HttpLimits { max_body: 3 });
    let (result, _) = ask(&mut exchange, &mut device, &admin);
    assert_eq!(result.unwrap().response.body, b"ok");
}

/// Whoever always speaks first is no HTTP server.
#[test]
fn connections_are_not_opened_for_ever() {
    let mut exchange = exchange();
    exchange.start(BODY).unwrap();
    for connect in [true, true, false] {
        match exchange.poll() {
            HttpOutput::Connect if connect => {}
            HttpOutput::Finished(Err(HttpFailure::Dropped { sent: false, received: 0 }))
                if !connect =>
            {
                return;
            }
            other => panic!("{other:?}"),
        }
        exchange.handle(HttpInput::Connected).unwrap();
        exchange.handle(HttpInput::Received(b"SSH-2.0-x\r\n")).unwrap();
    }
    panic!("it goes on");
}

#[test]
fn a_request_can_be_sent_in_parts() {
    let mut exchange = exchange();
    assert_eq!(exchange.request(), b"");
    exchange.start(BODY).unwrap();
    exchange.handle(HttpInput::Connected).unwrap();
    let HttpOutput::Send(request) = exchange.poll() else { panic!() };
    let request = request.to_vec();
    assert_eq!(exchange.request(), request);
    exchange.handle(HttpInput::Received(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")).unwrap();
    assert_eq!(exchange.request(), b"");
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
    let seen: Vec<_> = device.seen.iter().map(|seen| (seen.0, seen.1)).collect();
    assert_eq!(seen, [(1, None), (1, Some(1)), (2, None), (2, Some(1))]);

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
