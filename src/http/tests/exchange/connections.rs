//! Connections that end, and those that are not used again.

use super::{BODY, Device, account, ask, call, exchange, start};
use crate::{HttpExchange, HttpFailure, HttpInput, HttpOutput, TrialEvent};

/// W-105: devices usually close behind a 401; the answer goes over another connection.
#[test]
fn a_closed_connection_is_opened_again() {
    let (mut exchange, mut device, admin) = (exchange(), Device::new(), account("P@ssw0rd"));
    device.closes = true;
    assert!(ask(&mut exchange, &mut device, &admin).0.is_ok());
    assert_eq!(device.counts(), [(1, None), (2, Some(1))]);
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
    start(&mut exchange);
    assert_eq!(dropped(&mut exchange), (false, 0)); // not taken for sending
    start(&mut exchange);
    assert!(matches!(exchange.poll(), HttpOutput::Send(_)));
    assert_eq!(dropped(&mut exchange), (true, 0));
    start(&mut exchange);
    let _ = exchange.poll();
    exchange
        .handle(HttpInput::Received(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab"))
        .unwrap();
    assert_eq!(dropped(&mut exchange), (true, 40));
    // An answer that ends with the connection is whole.
    start(&mut exchange);
    let _ = exchange.poll();
    exchange.handle(HttpInput::Received(b"HTTP/1.1 500 E\r\n\r\nab")).unwrap();
    exchange.handle(HttpInput::Closed).unwrap();
    let HttpOutput::Finished(Ok(answer)) = exchange.poll() else { panic!() };
    assert_eq!((answer.response.status, &answer.response.body[..]), (500, &b"ab"[..]));
    assert!(matches!(exchange.poll(), HttpOutput::Idle));
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
