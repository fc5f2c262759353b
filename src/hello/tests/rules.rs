//! Each rule: what passes, what fails, and the border between.

use alloc::string::ToString;
use alloc::vec;
use core::net::IpAddr;

use super::*;
use crate::error::Fault;
use crate::finding::{Finding, Rule};
use crate::hello::{
    Hello, HelloAssembler, HelloBody, HelloBuilder, HelloEntry, HelloPolicy, HelloProgress,
};
use crate::source::Source;

/// Python: `struct.pack('<HHI', 1, 3, 0x01020304) + uuid.bytes_le + bytes([2])`, then
/// `bytes([1, 20]) + bytes(range(20))` and `bytes([2, 32]) + bytes(range(0x80, 0xa0))`.
const EXAMPLE: &[u8] = b"\x01\0\x03\0\x04\x03\x02\x01\
    \x33\x22\x11\x00\x55\x44\x77\x66\x88\x99\xaa\xbb\xcc\xdd\xee\xff\x02\
    \x01\x14\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10\x11\x12\x13\
    \x02\x20\x80\x81\x82\x83\x84\x85\x86\x87\x88\x89\x8a\x8b\x8c\x8d\x8e\x8f\
    \x90\x91\x92\x93\x94\x95\x96\x97\x98\x99\x9a\x9b\x9c\x9d\x9e\x9f";

fn strict() -> HelloPolicy {
    HelloPolicy { strict_tail: true, ..HelloPolicy::default() }
}

fn limited(max_length: usize) -> HelloPolicy {
    HelloPolicy { max_length, ..HelloPolicy::default() }
}

fn parse_fault(bytes: &[u8]) -> (HelloProblem, usize) {
    fault(Hello::parse(bytes))
}

fn findings(bytes: &[u8]) -> Vec<Finding> {
    Hello::parse(bytes).unwrap().findings().iter().collect()
}

#[test]
fn pki_message() {
    let hello = Hello::parse(EXAMPLE).unwrap();
    assert_eq!((hello.version(), hello.uuid()), (3, uuid()));
    assert_eq!((hello.credentials_set(), hello.retry_count()), (true, 0x0102_0304));
    let HelloBody::Pki(entries) = hello.body() else { panic!("{hello:?}") };
    let mut one_taken = entries.clone();
    one_taken.next();
    assert_eq!((entries.len(), one_taken.len()), (2, 1));
    let sha1: Vec<u8> = (0..20).collect();
    let sha256: Vec<u8> = (0x80..0xa0).collect();
    let expected = [HelloEntry { id: 1, value: &sha1 }, HelloEntry { id: 2, value: &sha256 }];
    assert_eq!(entries.collect::<Vec<_>>(), expected);

    let list = hello.root_hashes().unwrap();
    assert_eq!(list.source, Source::Hello);
    let hashes: Vec<Hash> = list.entries.iter().map(|entry| entry.hash).collect();
    assert_eq!(hashes, [&sha1, &sha256].map(|bytes| Hash::from_bytes(bytes).unwrap()));
    assert!(list.entries.iter().all(|entry| !entry.id_conflict && entry.active.is_none()));

    let builder = HelloBuilder::pki(uuid(), &hashes).unwrap().retry_count(0x0102_0304);
    assert_eq!(builder.build(), EXAMPLE);
}

#[test]
fn psk_message_is_recognised() {
    let bytes = raw(0, 2, 14, SENT_UUID, b"ABCD1234");
    let hello = Hello::parse(&bytes).unwrap();
    assert_eq!((hello.version(), hello.uuid()), (2, uuid()));
    assert_eq!((hello.credentials_set(), hello.retry_count()), (false, 14));
    assert_eq!(hello.body(), HelloBody::Psk { pid: b"ABCD1234" });
    assert_eq!(hello.root_hashes(), None);
    assert_eq!(findings(&bytes), [Finding::HelloPsk]);
    assert_eq!(Finding::HelloPsk.rule(), Rule::H04);
    let builder = HelloBuilder::psk(uuid(), *b"ABCD1234").credentials_set(false).retry_count(14);
    assert_eq!(builder.build(), bytes);
}

#[test]
fn h_02_ends_too_early() {
    let psk = raw(1, 2, 0, SENT_UUID, b"ABCD1234");
    let one = listing(&[(1, 20)]);
    for (bytes, expected) in [
        (&[][..], 25),
        (b"\x01", 25),
        (b"\x01\0\x03", 25),
        (&one[..24], 25),
        (&one[..25], 27),
        (&one[..26], 27),
        (&one[..27], 47),
        (&one[..46], 47),
        (&psk[..3], 25),
        (&psk[..4], 32),
        (&psk[..31], 32),
    ] {
        let found = bytes.len();
        let problem = HelloProblem::Truncated { expected, found };
        assert_eq!(parse_fault(bytes), (problem, found));
        assert_eq!((problem.finding(), problem.rule()), (Finding::HelloTruncated, Rule::H02));
    }
    assert!(Hello::parse(&one).is_ok() && Hello::parse(&psk).is_ok());
}

#[test]
fn h_03_tail() {
    for message in [listing(&[(2, 32)]), raw(1, 2, 0, SENT_UUID, b"ABCD1234")] {
        let end = message.len();
        for tail in [0, 1, 63, 64] {
            let bytes = [&message[..], &vec![0xee; tail]].concat();
            let hello = Hello::parse(&bytes).unwrap();
            assert_eq!(hello.trailing(), vec![0xee; tail]);
            let noted = hello.findings().contains(Finding::HelloTrailingBytes);
            assert_eq!(noted, tail > 0);
            let strictly = Hello::parse_with(&bytes, &strict());
            if tail == 0 {
                assert_eq!(strictly.unwrap(), hello);
            } else {
                assert_eq!(fault(strictly), (HelloProblem::Trailing { limit: 0 }, end));
            }
        }
        for tail in [65, 66, 20_000] {
            let bytes = [&message[..], &vec![0xee; tail]].concat();
            let problem = HelloProblem::Trailing { limit: 64 };
            assert_eq!(parse_fault(&bytes), (problem, end));
            assert_eq!((problem.finding(), problem.rule()), (Finding::HelloMalformed, Rule::H03));
        }
    }
}

#[test]
fn h_04_version() {
    for version in [0, 1, 4, 0x0300, 0x0103, u16::MAX] {
        let bytes = raw(1, version, 0, SENT_UUID, &[0]);
        let problem = |uuid| HelloProblem::Version { found: version, uuid };
        assert_eq!(parse_fault(&bytes), (problem(Some(uuid())), 2), "{version}");
        assert_eq!(parse_fault(&bytes[..24]), (problem(Some(uuid())), 2));
        assert_eq!(parse_fault(&bytes[..23]), (problem(None), 2));
        assert_eq!(parse_fault(&bytes[..4]), (problem(None), 2));
        let cut = HelloProblem::Truncated { expected: 25, found: 3 };
        assert_eq!(parse_fault(&bytes[..3]), (cut, 3));
        assert_eq!(problem(None).finding(), Finding::HelloVersion);
        assert_eq!(problem(None).rule(), Rule::H04);
    }
    let error = Hello::parse(&raw(1, 4, 0, SENT_UUID, &[])).unwrap_err();
    assert_eq!(
        error.to_string(),
        "not a Hello message: expected interface version 2 or 3, found 4, \
         from the device 00112233-4455-6677-8899-aabbccddeeff (at byte 2)"
    );
}

#[test]
fn h_05_first_field_has_no_sign() {
    for (first, expected) in [(0, false), (1, true)] {
        let bytes = raw(first, 3, 0, SENT_UUID, &[0]);
        assert_eq!(Hello::parse(&bytes).unwrap().credentials_set(), expected);
    }
    for found in [2, 0x0100, 0x0101, 0x8001, 0xfffb, 0xffff] {
        let problem = HelloProblem::FirstField { found };
        for rest in [&[0][..], &[]] {
            assert_eq!(parse_fault(&raw(found, 3, 0, SENT_UUID, rest)), (problem, 0));
        }
        assert_eq!(parse_fault(&found.to_le_bytes()), (problem, 0));
        assert_eq!((problem.finding(), problem.rule()), (Finding::HelloMalformed, Rule::H05));
    }
}

#[test]
fn h_06_retry_count_above_14_is_a_note() {
    for (count, noted) in [(0, false), (14, false), (15, true), (u32::MAX, true)] {
        let bytes = raw(
            1,
            3,
            count,
            SENT_UUID,
            &[1, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        );
        assert_eq!(Hello::parse(&bytes).unwrap().retry_count(), count);
        let expected: &[_] = if noted { &[Finding::HelloRetryCount] } else { &[] };
        assert_eq!(findings(&bytes), expected, "{count}");
    }
}

#[test]
fn h_07_lengths_fit_algorithms() {
    const PAIRS: [(u8, u8); 5] = [(0, 16), (1, 20), (2, 32), (3, 48), (3, 64)];
    for id in 0..=u8::MAX {
        for length in 0..=u8::MAX {
            // The second entry, so that the offset is not that of the list.
            let bytes = listing(&[(1, 20), (id, length)]);
            if PAIRS.contains(&(id, length)) {
                let hello = Hello::parse(&bytes).unwrap();
                let list = hello.root_hashes().unwrap();
                assert_eq!(list.entries[1].hash.as_bytes().len(), usize::from(length));
                continue;
            }
            let problem = match id {
                0..=3 => HelloProblem::HashLength { algorithm: id, found: length },
                _ => HelloProblem::Algorithm { found: id },
            };
            assert_eq!(parse_fault(&bytes), (problem, 47), "{id} {length}");
            // The head of an entry tells enough.
            assert_eq!(parse_fault(&bytes[..49]), (problem, 47));
            assert_eq!(parse_fault(&bytes[..48]).0.finding(), Finding::HelloTruncated);
            assert_eq!((problem.finding(), problem.rule()), (Finding::HelloMalformed, Rule::H07));
        }
    }
}

#[test]
fn h_08_any_number_of_entries() {
    assert_eq!(findings(&listing(&[])), [Finding::RootHashListEmpty]);
    for (entry, count, length) in [
        ((2, 32), 0, 25),
        ((2, 32), 1, 59),
        ((2, 32), 23, 807),
        ((2, 32), 24, 841),
        ((3, 48), 33, 1675),
        ((3, 64), 255, 16_855),
    ] {
        let bytes = listing(&vec![entry; count]);
        assert_eq!(bytes.len(), length);
        let hello = Hello::parse(&bytes).unwrap();
        let HelloBody::Pki(entries) = hello.body() else { panic!("{hello:?}") };
        assert_eq!((entries.len(), entries.count()), (count, count));
        assert_eq!(hello.root_hashes().unwrap().entries.len(), count);
        let is_short = Hello::parse(&bytes[..length - 1]).is_err();
        assert!(is_short);
    }
}

#[test]
fn h_08_a_list_of_23_may_be_cut() {
    for (count, cut) in [(22, false), (23, true), (24, true)] {
        let bytes = listing(&vec![(2, 32); count]);
        let list = Hello::parse(&bytes).unwrap().root_hashes().unwrap();
        assert_eq!(list.is_possibly_truncated("12.0".parse().ok()), cut, "{count}");
    }
}

#[test]
fn h_09_size() {
    let longest = listing(&[(3, 64); 255]);
    assert_eq!(longest.len(), HelloPolicy::MAX_LENGTH);
    assert!(Hello::parse(&longest).is_ok());
    let size = |limit| (HelloProblem::Size { limit }, limit);
    let with_tail = [&longest[..], &[0]].concat();
    assert_eq!(parse_fault(&with_tail), size(16_855));
    let error = Hello::parse(&with_tail).unwrap_err();
    assert_eq!(error.kind().fault(), Fault::Limit);
    assert_eq!(HelloProblem::Size { limit: 1 }.finding(), Finding::HelloMalformed);
    assert_eq!(HelloProblem::Size { limit: 1 }.rule(), Rule::H09);

    // 25 + 59 * 34 = 2031; 17 more bytes fill the lowered limit, and one more entry exceeds it.
    let message = listing(&[(2, 32); 59]);
    let tail = |length| [&message[..], &vec![0; length]].concat();
    assert!(Hello::parse_with(&tail(17), &limited(2048)).is_ok());
    assert_eq!(fault(Hello::parse_with(&tail(18), &limited(2048))), size(2048));
    let longer = listing(&[(2, 32); 60]);
    assert_eq!(fault(Hello::parse_with(&longer, &limited(2048))), size(2048));
    // Its head is enough, for the rest cannot fit.
    assert_eq!(fault(Hello::parse_with(&longer[..2033], &limited(2048))), size(2048));
    let cut = HelloProblem::Truncated { expected: 2033, found: 2032 };
    assert_eq!(fault(Hello::parse_with(&longer[..2032], &limited(2048))), (cut, 2032));
    assert!(Hello::parse_with(&longer, &limited(longer.len())).is_ok());
    assert_eq!(fault(Hello::parse_with(&longer, &limited(2064))), size(2064));
    // An entry whose head does not fit: whether it is right has no say.
    assert_eq!(fault(Hello::parse_with(&longer, &limited(2032))), size(2032));
    // The tail is told first if both are exceeded at the same byte.
    let tail_first = (HelloProblem::Trailing { limit: 64 }, 2031);
    assert_eq!(fault(Hello::parse_with(&tail(65), &limited(2031 + 64))), tail_first);
    assert_eq!(fault(Hello::parse_with(&tail(65), &limited(2031 + 63))), size(2094));

    // No policy lets more in, nor shuts out the shortest messages.
    assert_eq!(fault(Hello::parse_with(&with_tail, &limited(usize::MAX))), size(16_855));
    let psk = raw(1, 2, 0, SENT_UUID, b"ABCD1234");
    assert!(Hello::parse_with(&psk, &limited(0)).is_ok());
    assert_eq!(fault(Hello::parse_with(&[&psk[..], &[0]].concat(), &limited(0))), size(32));
}

#[test]
fn h_09_a_sender_without_end_is_not_kept() {
    let mut assembler = HelloAssembler::new(HelloPolicy::default());
    let head = listing(&[(3, 64); 255]);
    assert!(assembler.push(&head[..1000]).is_ok());
    let flood = vec![0x03; 1 << 20];
    let first = assembler.push(&flood).unwrap_err();
    for _ in 0..3 {
        assert_eq!(assembler.push(&flood).unwrap_err(), first);
    }
    assert_eq!(assembler.finish().unwrap_err(), first);
    assert!(assembler.kept() <= 2 * HelloPolicy::MAX_LENGTH);
}

#[test]
fn h_10_uuid_of_zeros_or_ones_is_none() {
    for (byte, absent) in [(0, true), (0xff, true), (1, false), (0xfe, false)] {
        let bytes = raw(1, 3, 0, [byte; 16], b"\x01\0\x100123456789abcdef");
        let expected: &[_] = if absent { &[Finding::HelloUuidAbsent] } else { &[] };
        assert_eq!(findings(&bytes), expected, "{byte}");
    }
}

#[test]
fn h_11_http_probes() {
    for request in ["GET / HTTP/1.1\r\n\r\n", "GET ", "POST ", "POST /wsman", "HEAD /"] {
        let problem = HelloProblem::HttpProbe;
        assert_eq!(parse_fault(request.as_bytes()), (problem, 0), "{request}");
        assert_eq!((problem.finding(), problem.rule()), (Finding::HelloHttpProbe, Rule::H11));
    }
    // The beginning of one could still become one.
    for beginning in ["G", "GE", "GET", "P", "PO", "POS", "POST", "HEAD"] {
        let found = beginning.len();
        let problem = HelloProblem::Truncated { expected: 25, found };
        assert_eq!(parse_fault(beginning.as_bytes()), (problem, found), "{beginning}");
    }
    for (other, first) in [
        ("GETS", 0x4547),
        ("PUT /", 0x5550),
        ("get /", 0x6567),
        ("POSTS", 0x4f50),
        ("\x16\x03\x01", 0x0316), // TLS
    ] {
        let problem = HelloProblem::FirstField { found: first };
        assert_eq!(parse_fault(other.as_bytes()), (problem, 0), "{other}");
    }
}

#[test]
fn h_12_keys_tell_senders_apart() {
    let bytes = listing(&[]);
    let hello = Hello::parse(&bytes).unwrap();
    let from = |source: &str| hello.key(source.parse::<IpAddr>().unwrap());
    assert_eq!(from("192.0.2.1"), from("::ffff:192.0.2.1"));
    assert_ne!(from("192.0.2.1"), from("192.0.2.2"));
    assert_eq!(from("192.0.2.1").uuid, uuid());
    let other = raw(1, 3, 0, [7; 16], &[0]);
    let source = "192.0.2.1".parse().unwrap();
    assert_ne!(Hello::parse(&other).unwrap().key(source), from("192.0.2.1"));
}

#[test]
fn every_hash_can_be_sent() {
    for algorithm in HashAlgorithm::ALL {
        let hashes = hashes(algorithm, 2);
        let bytes = HelloBuilder::pki(uuid(), &hashes).unwrap().build();
        let list = Hello::parse(&bytes).unwrap().root_hashes().unwrap();
        assert!(list.entries.iter().map(|entry| entry.hash).eq(hashes), "{algorithm}");
    }
    let most = hashes(HashAlgorithm::Sha1, 255);
    assert!(HelloBuilder::pki(uuid(), &most).is_some());
    assert!(HelloBuilder::pki(uuid(), &hashes(HashAlgorithm::Sha1, 256)).is_none());
}

#[test]
fn problems_are_shown_with_what_was_found() {
    for (bytes, text) in [
        (pki(&[1, 9, 20]), "expected hash algorithm 0 to 3, found 9 (at byte 25)"),
        (
            pki(&[1, 1, 32]),
            "a hash of 32 bytes for algorithm 1; expected 16 for 0, 20 for 1, 32 for 2, \
             48 or 64 for 3 (at byte 25)",
        ),
        (b"GET / HTTP/1.0".to_vec(), "this is an HTTP request (at byte 0)"),
        (b"\xfb\xff\x03\0".to_vec(), "expected 0 or 1 in the first field, found 65531 (at byte 0)"),
    ] {
        let error = Hello::parse(&bytes).unwrap_err().to_string();
        assert_eq!(error, ["not a Hello message: ", text].concat());
    }
}

/// Fragments tell as soon as they can what is wrong, and how much is missing.
#[test]
fn progress() {
    let whole = HelloProgress::Whole { trailing: 0 };
    let more = |least| HelloProgress::NeedMore { least };
    let mut assembler = HelloAssembler::default();
    for (fragment, expected) in [
        (&b""[..], more(25)),
        (b"\x01\0", more(23)),
        (b"\x03\0", more(21)),
        (b"\0\0\0\0", more(17)),
        (&SENT_UUID, more(1)),
        (b"\x02", more(2)),
        (b"\x00", more(1)),
        (b"\x10", more(16)),
        (b"0123456789abcdef\x00\x10", more(16)),
        (b"0123456789abcde", more(1)),
        (b"f", whole),
        (b"", whole),
        (b"12", HelloProgress::Whole { trailing: 2 }),
    ] {
        assert_eq!(assembler.push(fragment).unwrap(), expected);
    }
    assert_eq!(assembler.finish().unwrap().trailing(), b"12");

    let mut assembler = HelloAssembler::default();
    assert_eq!(assembler.push(b"\x01\0\x02\0").unwrap(), more(28));
    // An unknown version is worth waiting for the UUID.
    let mut assembler = HelloAssembler::default();
    assert_eq!(assembler.push(b"\x01\0\x04\0").unwrap(), more(20));
    assert_eq!(fault(assembler.finish()), (HelloProblem::Version { found: 4, uuid: None }, 2));
    assert_eq!(assembler.push(b"\0\0\0\0").unwrap(), more(16));
    let known = HelloProblem::Version { found: 4, uuid: Some(uuid()) };
    assert_eq!(fault(assembler.push(&SENT_UUID)), (known, 2));
}
