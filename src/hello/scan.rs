//! Reads as much of a message as is there, and resumes where bytes were missing.
//!
//! What is said about some bytes stays true of every continuation: an error remains the same error
//! at the same place, a whole message remains the same message. Hence a message may come in any
//! split (H-01).

use super::message::{COMMON, Head, Hello, HelloBody};
use super::{HelloEntries, HelloPolicy, entry};
use crate::error::{Error, ErrorKind, HelloProblem};

/// The least length of a PKI message: one without entries.
const PKI_HEAD: usize = 25;
/// The length of a PSK message.
pub(super) const PSK_LENGTH: usize = 32;

pub(super) const PSK: u16 = 2;
pub(super) const PKI: u16 = 3;

/// Who sends one of these takes us for a web server (H-11).
const HTTP_METHODS: [&[u8]; 3] = [b"GET ", b"POST ", b"HEAD "];

/// How many entries were found right, and how many bytes they take.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Scan {
    entries: u8,
    length: usize,
}

/// What the bytes that are there amount to.
pub(super) enum Reach<'a> {
    /// The whole message.
    Whole(Hello<'a>),
    /// A part of it, which has at least `total` bytes; `at_end` is the error if no more come.
    Part { total: usize, at_end: Error },
}

impl Scan {
    /// `bytes` are all that came so far, those of earlier calls included.
    pub(super) fn advance<'a>(
        &mut self,
        bytes: &'a [u8],
        policy: &HelloPolicy,
    ) -> Result<Reach<'a>, Error> {
        let (limit, tolerated) = (policy.limit(), policy.tolerated());
        let too_long = error(HelloProblem::Size { limit }, limit);
        // What is beyond the limit has no say: whether it is there depends on the split.
        let reach = self.message(bytes.get(..limit).unwrap_or(bytes))?;
        let end = match &reach {
            Reach::Part { total, .. } if *total > limit => return Err(too_long),
            Reach::Part { .. } => return Ok(reach),
            Reach::Whole(hello) => hello.declared_length(),
        };
        let tail_end = end.saturating_add(tolerated);
        if tail_end <= limit && tail_end < bytes.len() {
            return Err(error(HelloProblem::Trailing { limit: tolerated }, end));
        }
        if limit < bytes.len() { Err(too_long) } else { Ok(reach) }
    }

    fn message<'a>(&mut self, bytes: &'a [u8]) -> Result<Reach<'a>, Error> {
        let Some(version) = version(bytes)? else { return Ok(part(bytes, PKI_HEAD)) };
        let unknown = |uuid| error(HelloProblem::Version { found: version, uuid }, 2);
        let Some((head, rest)) = bytes.split_first_chunk() else {
            return Ok(match version {
                PSK => part(bytes, PSK_LENGTH),
                PKI => part(bytes, PKI_HEAD),
                // The rest of the head tells who speaks this version.
                _ => Reach::Part { total: COMMON, at_end: unknown(None) },
            });
        };
        let (body, trailing) = match version {
            PSK => match rest.split_first_chunk() {
                Some((pid, trailing)) => (HelloBody::Psk { pid }, trailing),
                None => return Ok(part(bytes, PSK_LENGTH)),
            },
            PKI => {
                let Some((count, list)) = rest.split_first() else {
                    return Ok(part(bytes, PKI_HEAD));
                };
                if let Some(total) = self.entries(*count, list)? {
                    return Ok(part(bytes, total));
                }
                let (entries, trailing) = list.split_at_checked(self.length).unwrap_or((list, &[]));
                (HelloBody::Pki(HelloEntries::new(*count, entries)), trailing)
            }
            _ => return Err(unknown(Some(Head::read(head).uuid))),
        };
        Ok(Reach::Whole(Hello { head: Head::read(head), body, trailing }))
    }

    /// Goes on through the list up to its end, or up to where bytes are missing: then the least
    /// length of the message is returned.
    fn entries(&mut self, count: u8, list: &[u8]) -> Result<Option<usize>, Error> {
        let mut rest = list.get(self.length..).unwrap_or_default();
        let mut left = count.saturating_sub(self.entries);
        let offset = |rest: &[u8]| list.len().saturating_sub(rest.len());
        let missing = loop {
            if left == 0 {
                break None;
            }
            let [id, length, values @ ..] = rest else { break Some(2) };
            if !entry::fits(*id, *length) {
                let at = offset(rest).saturating_add(PKI_HEAD);
                return Err(error(entry::misfit(*id, *length), at));
            }
            let Some(behind) = values.get(usize::from(*length)..) else {
                break Some(usize::from(*length).saturating_add(2));
            };
            rest = behind;
            left = left.saturating_sub(1);
        };
        self.entries = count.saturating_sub(left);
        self.length = offset(rest);
        Ok(missing.map(|more| self.length.saturating_add(PKI_HEAD).saturating_add(more)))
    }
}

/// The interface version once it is there, unless the first field tells that this is no Hello.
fn version(bytes: &[u8]) -> Result<Option<u16>, Error> {
    let [low, high, rest @ ..] = bytes else { return Ok(None) };
    let found = u16::from_le_bytes([*low, *high]);
    if found > 1 {
        if HTTP_METHODS.iter().any(|method| bytes.starts_with(method)) {
            return Err(error(HelloProblem::HttpProbe, 0));
        }
        if HTTP_METHODS.iter().any(|method| method.starts_with(bytes)) {
            return Ok(None);
        }
        return Err(error(HelloProblem::FirstField { found }, 0));
    }
    match rest {
        [low, high, ..] => Ok(Some(u16::from_le_bytes([*low, *high]))),
        _ => Ok(None),
    }
}

fn part(bytes: &[u8], total: usize) -> Reach<'static> {
    let found = bytes.len();
    let at_end = error(HelloProblem::Truncated { expected: total, found }, found);
    Reach::Part { total, at_end }
}

const fn error(problem: HelloProblem, offset: usize) -> Error {
    Error::new(ErrorKind::Hello { problem }).at(offset)
}
