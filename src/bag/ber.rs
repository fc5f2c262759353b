//! Walks BER without copying: enough to find the certificates inside a container.
//!
//! `der` in its BER mode refuses lengths in more bytes than needed and constructed strings of
//! definite length, keeps to itself where an indefinite length ended, and looks for that end again
//! on each level. Here an element is found with one pass over it, without recursion; a container is
//! opened on a fixed number of levels, so the work is linear. Whatever is sliced out of it must
//! be DER and is parsed as such.

use crate::error::{Asn1Problem, Error, ErrorKind};

/// The deepest nesting of indefinite lengths. A signed message, the deepest container there is,
/// needs 6 or 7: its content is an OCTET STRING within an OCTET STRING.
const MAX_DEPTH: usize = 16;

/// End-of-contents octets, which end an indefinite length.
const END_OF_CONTENTS: [u8; 2] = [0, 0];

/// A tag with its length.
struct Header {
    tag: u8,
    /// Of the header itself, in bytes.
    size: usize,
    /// Of the contents; `None` if indefinite.
    length: Option<usize>,
}

impl Header {
    fn read(bytes: &[u8]) -> Result<Self, Asn1Problem> {
        const TRUNCATED: Asn1Problem = Asn1Problem::Truncated;
        let (tag, mut rest) = bytes.split_first().ok_or(TRUNCATED)?;
        if tag & 0x1f == 0x1f {
            // A tag number in further bytes, all but the last with their high bit set.
            let last = rest.iter().position(|byte| byte & 0x80 == 0).ok_or(TRUNCATED)?;
            rest = rest.get(last..).and_then(|rest| rest.get(1..)).ok_or(TRUNCATED)?;
        }
        let (first, mut rest) = rest.split_first().ok_or(TRUNCATED)?;
        let constructed = tag & 0x20 != 0;
        let length = match first {
            0..=0x7f => Some(usize::from(*first)),
            0x80 if constructed => None,
            0x81..=0x84 => {
                let (octets, after) =
                    rest.split_at_checked(usize::from(first & 0x7f)).ok_or(TRUNCATED)?;
                rest = after;
                let length = octets.iter().fold(0_u32, |sum, octet| sum << 8 | u32::from(*octet));
                Some(usize::try_from(length).map_err(|_| Asn1Problem::Length)?)
            }
            _ => return Err(Asn1Problem::Length),
        };
        Ok(Self { tag: *tag, size: bytes.len().saturating_sub(rest.len()), length })
    }
}

/// One element, with offsets into the bytes that the outermost [`Elements`] was made of.
#[derive(Debug)]
pub(super) struct Element<'a> {
    /// The identifier octet.
    pub(super) tag: u8,
    pub(super) offset: usize,
    /// Header, contents and end-of-contents.
    pub(super) whole: &'a [u8],
    /// The contents alone.
    pub(super) contents: Elements<'a>,
}

/// Elements that follow each other; what is left of them, and its offset.
#[derive(Clone, Debug)]
pub(super) struct Elements<'a> {
    pub(super) rest: &'a [u8],
    pub(super) offset: usize,
}

impl<'a> Elements<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, offset: 0 }
    }

    /// The next element; `None` at the end.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Asn1`] for `structure`, at the offset of the element.
    pub(super) fn next(&mut self, structure: &'static str) -> Result<Option<Element<'a>>, Error> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        self.element()
            .map(Some)
            .map_err(|problem| Error::new(ErrorKind::Asn1 { structure, problem }).at(self.offset))
    }

    fn element(&mut self) -> Result<Element<'a>, Asn1Problem> {
        let header = Header::read(self.rest)?;
        let body = self.rest.get(header.size..).ok_or(Asn1Problem::Truncated)?;
        let (length, end) = match header.length {
            Some(length) => (length, 0),
            None => (indefinite_length(body)?, END_OF_CONTENTS.len()),
        };
        let contents = body.get(..length).ok_or(Asn1Problem::Truncated)?;
        let size = header.size.saturating_add(length).saturating_add(end);
        let (whole, rest) = self.rest.split_at_checked(size).ok_or(Asn1Problem::Truncated)?;
        let offset = self.offset;
        *self = Self { rest, offset: offset.saturating_add(size) };
        let contents = Self { rest: contents, offset: offset.saturating_add(header.size) };
        Ok(Element { tag: header.tag, offset, whole, contents })
    }
}

/// How many bytes of `body` come before the end-of-contents that belongs to it.
fn indefinite_length(body: &[u8]) -> Result<usize, Asn1Problem> {
    let mut depth = 1_usize;
    let mut rest = body;
    loop {
        let step = if rest.starts_with(&END_OF_CONTENTS) {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return Ok(body.len().saturating_sub(rest.len()));
            }
            END_OF_CONTENTS.len()
        } else {
            let header = Header::read(rest)?;
            if header.length.is_none() {
                depth = depth.saturating_add(1);
            }
            if depth > MAX_DEPTH {
                return Err(Asn1Problem::Depth);
            }
            header.size.saturating_add(header.length.unwrap_or(0))
        };
        rest = rest.get(step..).ok_or(Asn1Problem::Truncated)?;
    }
}

/// Tag and contents of the element at the start of `bytes`, and what follows it; each as far as
/// the bytes go, since a look at the first bytes shall tell what something is.
pub(super) fn peek(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let header = Header::read(bytes).ok()?;
    let body = bytes.get(header.size..)?;
    let length = header.length.unwrap_or(body.len()).min(body.len());
    let (contents, rest) = body.split_at_checked(length)?;
    Some((header.tag, contents, rest))
}

#[cfg(test)]
mod tests {
    use alloc::vec;
    use alloc::vec::Vec;

    use super::*;

    fn read(bytes: &[u8]) -> Result<(u8, &[u8], &[u8]), Asn1Problem> {
        let mut elements = Elements::new(bytes);
        let element = elements.element()?;
        assert_eq!([element.whole, elements.rest].concat(), bytes);
        assert_eq!(elements.offset, element.whole.len());
        assert_eq!(
            element.contents.rest,
            &bytes[element.contents.offset..][..element.contents.rest.len()]
        );
        Ok((element.tag, element.contents.rest, elements.rest))
    }

    // X.690, 8.1.
    #[test]
    fn elements_of_every_length_form() {
        for (bytes, tag, contents, rest) in [
            (&[0x05, 0x00][..], 0x05, &[][..], &[][..]),
            (&[0x04, 0x02, 1, 2, 3], 0x04, &[1, 2], &[3]),
            (&[0x04, 0x81, 0x02, 1, 2], 0x04, &[1, 2], &[]),
            (&[0x04, 0x84, 0, 0, 0, 2, 1, 2, 3], 0x04, &[1, 2], &[3]),
            (&[0x30, 0x80, 0, 0, 9], 0x30, &[], &[9]),
            (&[0x30, 0x80, 0x04, 0x02, 0, 0, 0, 0, 9], 0x30, &[4, 2, 0, 0], &[9]),
            (
                &[0x30, 0x80, 0x24, 0x80, 4, 1, 7, 0, 0, 5, 0, 0, 0, 9],
                0x30,
                &[0x24, 0x80, 4, 1, 7, 0, 0, 5, 0],
                &[9],
            ),
            (&[0xbf, 0x81, 0x00, 0x01, 7, 9], 0xbf, &[7], &[9]),
        ] {
            assert_eq!(read(bytes), Ok((tag, contents, rest)), "{bytes:02x?}");
        }
    }

    #[test]
    fn damage_is_told_apart() {
        use Asn1Problem::{Length, Truncated};
        for (bytes, problem) in [
            (&[0x30][..], Truncated),
            (&[0x30, 0x82, 0x01], Truncated),
            (&[0x30, 0x02, 0x05], Truncated),
            (&[0x30, 0x84, 0xff, 0xff, 0xff, 0xff, 0], Truncated),
            (&[0x30, 0x80, 0x04, 0x01, 0x00, 0x00], Truncated),
            (&[0x30, 0x80, 0x30, 0x80, 0x00, 0x00], Truncated),
            (&[0x1f, 0x81, 0x82], Truncated),
            (&[0x04, 0x80, 0x00, 0x00], Length),
            (&[0x30, 0x85, 0, 0, 0, 0, 1, 0], Length),
            (&[0x30, 0xff, 0], Length),
        ] {
            assert_eq!(read(bytes), Err(problem), "{bytes:02x?}");
        }
        let error = Elements { rest: &[0x30, 0x05], offset: 7 }.next("thing").unwrap_err();
        let kind = ErrorKind::Asn1 { structure: "thing", problem: Truncated };
        assert_eq!(error, Error::new(kind).at(7));
        assert!(Elements::new(&[]).next("thing").unwrap().is_none());
    }

    #[test]
    fn nesting_has_a_limit_and_no_recursion() {
        let nested = |depth: usize| {
            let mut bytes: Vec<u8> = [0x30, 0x80].repeat(depth);
            bytes.extend(vec![0; 2 * depth]);
            bytes
        };
        assert!(read(&nested(MAX_DEPTH)).is_ok());
        assert_eq!(read(&nested(MAX_DEPTH + 1)), Err(Asn1Problem::Depth));
        assert_eq!(read(&nested(1 << 20)), Err(Asn1Problem::Depth));
    }

    #[test]
    fn peeking_takes_what_is_there() {
        assert_eq!(peek(&[0x30, 0x82, 1, 0, 2, 1]), Some((0x30, &[2, 1][..], &[][..])));
        assert_eq!(peek(&[0x30, 0x80, 2, 1]), Some((0x30, &[2, 1][..], &[][..])));
        assert_eq!(peek(&[0x02, 0x01, 3, 4]), Some((0x02, &[3][..], &[4][..])));
        assert_eq!(peek(&[0x30]), None);
    }
}
