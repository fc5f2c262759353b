//! What holds of messages as a whole: the rules, any split, any bytes.

// The code under test is free of unchecked arithmetic; tests may panic.
#![allow(clippy::arithmetic_side_effects)]

mod properties;
mod rules;
mod splits;

use alloc::vec::Vec;

use crate::error::{Error, ErrorKind, HelloProblem};
use crate::root_hash::{Hash, HashAlgorithm};
use crate::uuid::Uuid;

/// The UUID of the SMBIOS specification's example, as it is sent.
const SENT_UUID: [u8; 16] = *b"\x33\x22\x11\x00\x55\x44\x77\x66\x88\x99\xaa\xbb\xcc\xdd\xee\xff";

fn uuid() -> Uuid {
    "00112233-4455-6677-8899-aabbccddeeff".parse().unwrap()
}

/// A message by the layout alone, without the builder; `rest` follows the UUID.
fn raw(first: u16, version: u16, retry_count: u32, uuid: [u8; 16], rest: &[u8]) -> Vec<u8> {
    let mut bytes = first.to_le_bytes().to_vec();
    bytes.extend(version.to_le_bytes());
    bytes.extend(retry_count.to_le_bytes());
    bytes.extend(uuid);
    bytes.extend(rest);
    bytes
}

/// A PKI message with these bytes behind the UUID.
fn pki(rest: &[u8]) -> Vec<u8> {
    raw(1, 3, 0, SENT_UUID, rest)
}

/// A PKI message that counts `entries` and has them all: ids and lengths.
fn listing(entries: &[(u8, u8)]) -> Vec<u8> {
    let mut rest = [u8::try_from(entries.len()).unwrap()].to_vec();
    for (number, (id, length)) in entries.iter().enumerate() {
        rest.extend([*id, *length]);
        rest.extend((0..*length).map(|byte| byte.wrapping_add(number as u8)));
    }
    pki(&rest)
}

fn hashes(algorithm: HashAlgorithm, count: usize) -> Vec<Hash> {
    let bytes = [0x5a; 64];
    let hash = Hash::from_bytes(&bytes[..algorithm.length()]).unwrap();
    [hash].repeat(count)
}

/// What is wrong, and where.
fn fault<T: core::fmt::Debug>(result: Result<T, Error>) -> (HelloProblem, usize) {
    let error = result.unwrap_err();
    let ErrorKind::Hello { problem } = error.kind() else { panic!("{error}") };
    (problem, error.offset().unwrap())
}
