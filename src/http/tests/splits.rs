//! What is read does not depend on how the bytes are cut (H-01 for HTTP: W-103, W-107).

use alloc::vec::Vec;

use proptest::prelude::*;

use super::reader::read;
use crate::{Error, HttpLimits, HttpProgress, HttpReader, HttpResponse};

const ANSWERS: [&[u8]; 5] = [
    b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nServer: x\r\nTransfer-Encoding: chunked\r\n\r\n\
      0004\r\n<a>\xc3\r\n3;x=y\r\n\xa4</\r\n2\r\na>\r\n0\r\nAuthentication-Info: qop=auth\r\n\r\nrest",
    b"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Digest realm=\"x\"\r\nContent-Length: 5\r\n\r\nlogon",
    b"HTTP/1.0 200 OK\n\nto the end",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcX",
    b"HTTP/1.1 200 OK\r\nA: b\r\n c\r\nbroken\r\n\r\n",
];

/// Reads `bytes` in pieces that end at `cuts`.
fn read_cut(bytes: &[u8], cuts: &[usize]) -> Result<(HttpResponse, usize), Error> {
    let mut reader = HttpReader::new(HttpLimits::default());
    let mut start = 0;
    for end in cuts.iter().copied().chain([bytes.len()]) {
        if let HttpProgress::Whole { unused } = reader.push(&bytes[start..end])? {
            return Ok((reader.take().unwrap(), unused + bytes.len() - end));
        }
        start = end;
    }
    reader.end()?;
    Ok((reader.take().unwrap(), 0))
}

#[test]
fn every_cut_of_every_answer() {
    for answer in ANSWERS {
        let whole = read(answer);
        for first in 0..=answer.len() {
            assert_eq!(read_cut(answer, &[first]), whole, "{} at {first}", answer.escape_ascii());
            for second in first..=answer.len() {
                assert_eq!(read_cut(answer, &[first, second]), whole);
            }
        }
        let each: Vec<usize> = (0..answer.len()).collect();
        assert_eq!(read_cut(answer, &each), whole);
    }
}

#[test]
fn a_cut_answer_is_never_a_whole_one() {
    let answer = &ANSWERS[1];
    for length in 0..answer.len() {
        assert!(read(&answer[..length]).is_err(), "{length}");
    }
}

proptest! {
    #[test]
    fn random_bytes_in_any_cut(
        start in 0..ANSWERS.len() + 1,
        mut tail in prop::collection::vec(any::<u8>(), 0..200),
        keep in 0..200_usize,
        mut cuts in prop::collection::vec(0..400_usize, 0..6),
    ) {
        let mut bytes = ANSWERS.get(start).copied().unwrap_or_default().to_vec();
        bytes.truncate(keep);
        bytes.append(&mut tail);
        cuts.retain(|cut| *cut <= bytes.len());
        cuts.sort_unstable();
        prop_assert_eq!(read_cut(&bytes, &cuts), read(&bytes));
    }

    /// What a naive writer chunks comes back, however the chunks and the fragments fall.
    #[test]
    fn chunked_bodies_come_back(
        body in prop::collection::vec(any::<u8>(), 0..300),
        sizes in prop::collection::vec(1..50_usize, 0..40),
        mut cuts in prop::collection::vec(0..300_usize, 0..6),
    ) {
        let mut bytes = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
        let mut rest = &body[..];
        for size in sizes.into_iter().chain([usize::MAX]) {
            let (chunk, behind) = rest.split_at(size.min(rest.len()));
            rest = behind;
            if !chunk.is_empty() {
                bytes.extend(std::format!("{:04X}\r\n", chunk.len()).into_bytes());
                bytes.extend(chunk);
                bytes.extend(b"\r\n");
            }
        }
        bytes.extend(b"0\r\n\r\n");
        cuts.retain(|cut| *cut <= bytes.len());
        cuts.sort_unstable();
        let (response, unused) = read_cut(&bytes, &cuts).unwrap();
        prop_assert_eq!((response.body, unused), (body, 0));
    }
}
