//! Calls against a small device of our own, and against answers word for word.

mod accounts;
mod challenges;
mod connections;
mod device;
mod nonces;
mod proof;
mod turns;

use alloc::vec::Vec;
use core::mem;

use crate::{
    Cnonce, Credentials, DigestPolicy, HttpAnswer, HttpExchange, HttpFailure, HttpInput,
    HttpOutput, Refusal, Secret,
};
use device::Device;

const REALM: &[u8] = b"Digest:7E0B0C71B3C5D7B0B0F6F5AE1B6C5D4E";
const BODY: &[u8] = "<a>\u{20ac}</a>".as_bytes();

fn account(password: &str) -> Credentials {
    Credentials::new("admin", Secret::from(password))
}

fn exchange() -> HttpExchange {
    HttpExchange::new("device:16993", DigestPolicy::TLS).unwrap()
}

/// How a call ended, and why the account was asked for each time.
type Ended = (Result<HttpAnswer, HttpFailure>, Vec<Option<Refusal>>);

/// Runs a call to its end.
fn call(
    exchange: &mut HttpExchange,
    account: &Credentials,
    mut answer: impl FnMut(usize, &[u8]) -> Vec<u8>,
) -> Ended {
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
                exchange.handle(HttpInput::Credentials { account, cnonce: cnonce() }).unwrap();
            }
            HttpOutput::Finished(result) => return (result, asked),
        }
    }
}

fn ask(exchange: &mut HttpExchange, device: &mut Device, account: &Credentials) -> Ended {
    let before = device.connection;
    call(exchange, account, |connects, request| {
        device.connection = before + connects;
        device.answer(request)
    })
}

/// The device answers the first request, and `then` answers the next.
fn ask_then(
    exchange: &mut HttpExchange,
    device: &mut Device,
    account: &Credentials,
    then: &[u8],
) -> Ended {
    let mut first = true;
    call(exchange, account, |_, request| match mem::take(&mut first) {
        true => device.answer(request),
        false => then.to_vec(),
    })
}

/// A call that a connection was opened for.
fn start(exchange: &mut HttpExchange) {
    exchange.start(BODY).unwrap();
    assert!(matches!(exchange.poll(), HttpOutput::Connect));
    exchange.handle(HttpInput::Connected).unwrap();
}

/// The request that is to be sent now.
fn sent(exchange: &mut HttpExchange) -> Vec<u8> {
    match exchange.poll() {
        HttpOutput::Send(request) => request.to_vec(),
        other => panic!("{other:?}"),
    }
}

fn cnonce() -> Cnonce {
    Cnonce::new(&[0xa5; 16]).unwrap()
}
