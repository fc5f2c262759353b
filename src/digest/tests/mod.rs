//! Published examples, a table of shapes, a second parser, other crates, and a server of our own.

#![allow(clippy::arithmetic_side_effects, reason = "tests may panic")]

mod client;
mod oracle;
mod password;
mod reference;
mod secrets;
mod server;
mod shapes;
mod trial;
mod vectors;

use alloc::string::String;
use alloc::vec::Vec;

use super::*;
use crate::error::{Error, ErrorKind};
use crate::secret::{Cnonce, Secret};

/// A realm and a nonce as devices have them.
const REALM: &str = "Digest:7E0B0C71B3C5D7B0B0F6F5AE1B6C5D4E";
const NONCE: &str = "+AFLMQAAAAAAAAAA5YFbYPVHjvs4WN7z";
const CNONCE: &str = "0123456789abcdef0123456789abcdef";

const POST: DigestRequest<'_> = DigestRequest { method: "POST", uri: "/wsman", body: b"" };
const GET: DigestRequest<'_> = DigestRequest { method: "GET", uri: "/dir/index.html", body: b"" };

fn cnonce() -> Cnonce {
    Cnonce::from_fixed_text(CNONCE).unwrap()
}

fn account(user: &str, password: &str) -> Credentials {
    Credentials::new(user, Secret::from(password))
}

/// The challenge of one field.
fn challenge(field: &[u8]) -> Result<DigestChallenge<'_>, Error> {
    match Challenges::new([field]).next().unwrap()? {
        Challenge::Digest(challenge) => Ok(challenge),
        Challenge::Other { scheme } => panic!("{}", scheme.escape_ascii()),
    }
}

/// A client that answers the challenge of one field.
fn client(field: &[u8], account: &Credentials) -> DigestClient {
    let choice = DigestPolicy::TLS.choose([field]).unwrap();
    DigestClient::new(&choice, account, cnonce()).unwrap()
}

fn text(field: Vec<u8>) -> String {
    String::from_utf8(field).unwrap()
}

/// The value of a parameter of a field that we wrote.
fn param<'a>(field: &'a str, name: &str) -> Option<&'a str> {
    let (_, params) = field.split_once(' ').unwrap();
    let (_, value) = params.split(", ").filter_map(|p| p.split_once('=')).find(|p| p.0 == name)?;
    Some(value)
}
