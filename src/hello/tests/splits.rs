//! A message gives the same result in any fragments, and none if it is cut.

use alloc::vec;

use super::*;
use crate::finding::Finding;
use crate::hello::{Hello, HelloAssembler, HelloBuilder, HelloPolicy, HelloProgress};

/// All kinds of messages, right and wrong.
fn subjects() -> Vec<Vec<u8>> {
    let mut subjects: Vec<Vec<u8>> = [
        listing(&[]),
        listing(&[(0, 16), (1, 20), (2, 32), (3, 48), (3, 64)]),
        [listing(&[(1, 20)]), vec![7; 64]].concat(),
        [listing(&[(1, 20)]), vec![7; 65]].concat(),
        listing(&[(1, 20), (1, 32), (2, 32)]),
        listing(&[(1, 20), (4, 32), (2, 32)]),
        raw(1, 2, 0, SENT_UUID, b"ABCD1234"),
        raw(1, 2, 0, SENT_UUID, b"ABCD12345"),
        raw(1, 4, 0, SENT_UUID, b"and what else it may have"),
        raw(2, 3, 0, SENT_UUID, &[0]),
        raw(0xfffb, 3, 0, SENT_UUID, &[0]),
        b"GET / HTTP/1.1\r\nHost: server\r\n\r\n".to_vec(),
        b"POST /wsman HTTP/1.1\r\n\r\n".to_vec(),
        b"POSTAL".to_vec(),
    ]
    .into();
    subjects.extend((0..5).map(|byte| vec![byte; 90]));
    subjects
}

fn policies() -> [HelloPolicy; 4] {
    let default = HelloPolicy::default();
    [
        default,
        HelloPolicy { strict_tail: true, ..default },
        HelloPolicy { max_length: 0, ..default },
        HelloPolicy { max_length: 60, ..default },
    ]
}

/// The result of the fragments must be that of all bytes at once, on the way and at the end.
fn check(fragments: &[&[u8]], policy: HelloPolicy) {
    let bytes = fragments.concat();
    let whole = Hello::parse_with(&bytes, &policy);
    let mut assembler = HelloAssembler::new(policy);
    let mut last = Ok(HelloProgress::NeedMore { least: 25 });
    for fragment in fragments {
        let result = assembler.push(fragment);
        if last.is_err() {
            assert_eq!(result, last, "an error stays");
        }
        last = result;
    }
    assert_eq!(assembler.finish(), whole);
    match (last, &whole) {
        (Ok(HelloProgress::Whole { trailing }), Ok(hello)) => {
            assert_eq!(trailing, hello.trailing().len());
        }
        (Ok(HelloProgress::NeedMore { least }), Err(_)) => {
            assert!(least > 0);
            // What is missing at the end of the connection is the only error not told before.
            let (problem, _) = fault(whole);
            assert!(matches!(
                problem,
                HelloProblem::Truncated { .. } | HelloProblem::Version { uuid: None, .. }
            ));
        }
        (Err(error), Err(other)) => assert_eq!(error, *other),
        (last, whole) => panic!("{last:?}, {whole:?}"),
    }
}

#[test]
fn any_two_fragments() {
    for bytes in subjects() {
        for policy in policies() {
            for at in 0..=bytes.len() {
                let (first, second) = bytes.split_at(at);
                check(&[first, second], policy);
            }
        }
    }
}

#[test]
fn byte_by_byte() {
    for bytes in subjects() {
        for policy in policies() {
            check(&bytes.chunks(1).collect::<Vec<_>>(), policy);
        }
    }
}

#[test]
fn the_longest_message_byte_by_byte() {
    let bytes = [listing(&[(3, 64); 255]), vec![1]].concat();
    check(&bytes.chunks(1).collect::<Vec<_>>(), HelloPolicy::default());
    check(&bytes[..16_855].chunks(1).collect::<Vec<_>>(), HelloPolicy::default());
}

/// `least` is never more than what is missing, and when so many have come there is progress.
#[test]
fn what_is_missing_leads_to_the_end() {
    let bytes = listing(&[(0, 16), (1, 20), (2, 32), (3, 48), (3, 64)]);
    let mut assembler = HelloAssembler::default();
    let (mut at, mut rounds) = (0, 0);
    let mut progress = assembler.push(&[]).unwrap();
    while let HelloProgress::NeedMore { least } = progress {
        progress = assembler.push(&bytes[at..at + least]).unwrap();
        at += least;
        rounds += 1;
    }
    assert_eq!(at, bytes.len());
    // The head, and two for each entry.
    assert_eq!(rounds, 1 + 2 * 5);
}

#[test]
fn cut_anywhere_it_is_no_message() {
    let hashes: Vec<Hash> =
        HashAlgorithm::ALL.iter().flat_map(|algorithm| super::hashes(*algorithm, 5)).collect();
    for bytes in [
        HelloBuilder::pki(uuid(), &hashes).unwrap().build(),
        HelloBuilder::psk(uuid(), *b"ABCD1234").build(),
    ] {
        assert!(Hello::parse(&bytes).is_ok());
        for found in 0..bytes.len() {
            let (problem, offset) = fault(Hello::parse(&bytes[..found]));
            assert_eq!(problem.finding(), Finding::HelloTruncated);
            assert_eq!(offset, found);
            let HelloProblem::Truncated { expected, found: told } = problem else { panic!() };
            assert_eq!(told, found);
            assert!(found < expected && expected <= bytes.len());
        }
    }
}
