//! Calls against a small device of our own, and against answers word for word.

mod accounts;
mod challenges;
mod connections;
mod device;
mod nonces;
mod proof;
mod turns;

use alloc::vec::Vec;

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
