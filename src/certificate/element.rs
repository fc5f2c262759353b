//! DER elements one after the other, each with its place in the certificate.
//!
//! Lengths are read by the crate `der`. Tags are not: its `Tag` knows no UniversalString, which old
//! names contain.

use der::{Decode, Length, Reader, SliceReader};

use super::oid::Oid;
use crate::error::{Asn1Problem, Error, ErrorKind};

/// Identifier octets.
pub(super) mod tag {
    pub(crate) const BOOLEAN: u8 = 0x01;
    pub(crate) const INTEGER: u8 = 0x02;
    pub(crate) const BIT_STRING: u8 = 0x03;
    pub(crate) const OCTET_STRING: u8 = 0x04;
    pub(crate) const OBJECT_IDENTIFIER: u8 = 0x06;
    pub(crate) const UTF8_STRING: u8 = 0x0c;
    pub(crate) const NUMERIC_STRING: u8 = 0x12;
    pub(crate) const PRINTABLE_STRING: u8 = 0x13;
    pub(crate) const TELETEX_STRING: u8 = 0x14;
    pub(crate) const IA5_STRING: u8 = 0x16;
    pub(crate) const UTC_TIME: u8 = 0x17;
    pub(crate) const GENERALIZED_TIME: u8 = 0x18;
    pub(crate) const VISIBLE_STRING: u8 = 0x1a;
    pub(crate) const GENERAL_STRING: u8 = 0x1b;
    pub(crate) const UNIVERSAL_STRING: u8 = 0x1c;
    pub(crate) const BMP_STRING: u8 = 0x1e;
    pub(crate) const SEQUENCE: u8 = 0x30;
    pub(crate) const SET: u8 = 0x31;

    /// Context-specific tag `number` of a primitive value.
    pub(crate) const fn primitive(number: u8) -> u8 {
        0x80 | number
    }

    /// Context-specific tag `number` of a constructed value.
    pub(crate) const fn constructed(number: u8) -> u8 {
        0xa0 | number
    }

    /// Bits of the tag number; all set, more octets follow.
    pub(super) const NUMBER: u8 = 0x1f;
}

/// A part of the certificate's bytes.
#[derive(Clone, Copy)]
pub(super) struct Span {
    start: usize,
    end: usize,
}

impl Span {
    /// The part of `der` that this is.
    pub(super) fn of(self, der: &[u8]) -> &[u8] {
        der.get(self.start..self.end).unwrap_or_default()
    }
}

/// One tag, length and value.
#[derive(Clone, Copy)]
pub(super) struct Element<'a> {
    pub(super) tag: u8,
    pub(super) content: &'a [u8],
    der: &'a [u8],
    start: usize,
    content_start: usize,
    structure: &'static str,
}

impl<'a> Element<'a> {
    /// Tag, length and value.
    pub(super) fn span(&self) -> Span {
        Span { start: self.start, ..self.content_span() }
    }

    /// The value alone.
    pub(super) fn content_span(&self) -> Span {
        let start = self.content_start;
        Span { start, end: start.saturating_add(self.content.len()) }
    }

    /// What a constructed value is made of.
    pub(super) fn elements(&self) -> Elements<'a> {
        Elements { rest: self.content, offset: self.content_start, structure: self.structure }
    }

    /// `problem` at the start of this element.
    pub(super) fn error(&self, problem: Asn1Problem) -> Error {
        error(self.structure, problem, self.start)
    }

    /// The element itself, if `valid`.
    pub(super) fn checked(self, valid: bool) -> Result<Self, Error> {
        if valid { Ok(self) } else { Err(self.error(Asn1Problem::Value)) }
    }

    /// A BOOLEAN; every value but 0 is true, as in BER.
    pub(super) fn boolean(&self) -> Result<bool, Error> {
        match self.content {
            [value] => Ok(*value != 0),
            _ => Err(self.error(Asn1Problem::Value)),
        }
    }

    /// An OBJECT IDENTIFIER.
    pub(super) fn oid(&self) -> Result<Oid<'a>, Error> {
        Oid::from_content(self.content).ok_or_else(|| self.error(Asn1Problem::Value))
    }

    /// Tag, length and value as bytes.
    pub(super) const fn der(&self) -> &'a [u8] {
        self.der
    }

    /// An error of the crate `der` inside this element.
    pub(super) fn der_error(&self, error: &der::Error) -> Error {
        let inside = error.position().and_then(|position| usize::try_from(position).ok());
        super::element::error(
            self.structure,
            problem(error),
            self.start.saturating_add(inside.unwrap_or(0)),
        )
    }

    /// A BIT STRING of whole octets, left with those as its content.
    pub(super) fn octets_of_bits(mut self) -> Result<Self, Error> {
        match self.content.split_first() {
            Some((0, octets)) => {
                self.content = octets;
                self.content_start = self.content_start.saturating_add(1);
                Ok(self)
            }
            _ => Err(self.error(Asn1Problem::Value)),
        }
    }
}

/// A run of elements.
///
/// As an iterator it ends at the first damaged one: for what [`read`](Self::read) has been through.
#[derive(Clone)]
pub(super) struct Elements<'a> {
    rest: &'a [u8],
    offset: usize,
    structure: &'static str,
}

impl<'a> Elements<'a> {
    /// The elements of `bytes`, which errors will call `structure`.
    pub(super) const fn new(bytes: &'a [u8], structure: &'static str) -> Self {
        Self { rest: bytes, offset: 0, structure }
    }

    /// Names what is read from here on.
    pub(super) fn reading(&mut self, structure: &'static str) -> &mut Self {
        self.structure = structure;
        self
    }

    /// Is nothing left?
    pub(super) const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// The next element, whatever it is.
    pub(super) fn read(&mut self) -> Result<Element<'a>, Error> {
        let Header { tag, size, length } =
            Header::of(self.rest).map_err(|problem| self.error(problem))?;
        let Some((der, rest)) = self.rest.split_at_checked(size.saturating_add(length)) else {
            return Err(self.error(Asn1Problem::Truncated));
        };
        let content = der.get(size..).unwrap_or_default();
        let start = self.offset;
        self.rest = rest;
        self.offset = start.saturating_add(der.len());
        let content_start = start.saturating_add(size);
        Ok(Element { tag, content, der, start, content_start, structure: self.structure })
    }

    /// The next element, which must have this tag.
    pub(super) fn expect(&mut self, tag: u8) -> Result<Element<'a>, Error> {
        match self.rest.first() {
            Some(found) if *found != tag => Err(self.error(Asn1Problem::Tag { found: *found })),
            _ => self.read(),
        }
    }

    /// The next element, if it has this tag.
    pub(super) fn optional(&mut self, tag: u8) -> Result<Option<Element<'a>>, Error> {
        if self.rest.first() == Some(&tag) { self.read().map(Some) } else { Ok(None) }
    }

    /// Nothing may be left.
    pub(super) fn finish(&self) -> Result<(), Error> {
        if self.is_empty() { Ok(()) } else { Err(self.error(Asn1Problem::Trailing)) }
    }

    /// `problem` at the next element.
    fn error(&self, problem: Asn1Problem) -> Error {
        error(self.structure, problem, self.offset)
    }
}

impl<'a> Iterator for Elements<'a> {
    type Item = Element<'a>;

    fn next(&mut self) -> Option<Element<'a>> {
        self.read().ok()
    }
}

/// What stands before a value.
#[derive(Debug, PartialEq)]
struct Header {
    tag: u8,
    /// Octets of tag and length.
    size: usize,
    /// Octets of the value.
    length: usize,
}

impl Header {
    /// The header at the start of `bytes`: a tag of one octet, a length of the fewest possible.
    fn of(bytes: &[u8]) -> Result<Self, Asn1Problem> {
        let Some((tag, rest)) = bytes.split_first() else { return Err(Asn1Problem::Truncated) };
        if tag & tag::NUMBER == tag::NUMBER {
            return Err(Asn1Problem::Tag { found: *tag });
        }
        // Most lengths are a single octet, which needs no reader.
        if let [length @ ..=0x7f, ..] = rest {
            return Ok(Self { tag: *tag, size: 2, length: usize::from(*length) });
        }
        let length = |reader: &mut SliceReader<'_>| {
            let length = usize::try_from(Length::decode(reader)?)?;
            Ok((length, usize::try_from(reader.position())?))
        };
        let mut reader = SliceReader::new(rest).map_err(|error| problem(&error))?;
        let (length, size) = length(&mut reader).map_err(|error: der::Error| problem(&error))?;
        Ok(Self { tag: *tag, size: size.saturating_add(1), length })
    }
}

/// What an error of the crate `der` says, in our words.
fn problem(error: &der::Error) -> Asn1Problem {
    match error.kind() {
        der::ErrorKind::Incomplete { .. } => Asn1Problem::Truncated,
        der::ErrorKind::Length { .. }
        | der::ErrorKind::IndefiniteLength
        | der::ErrorKind::Overlength
        | der::ErrorKind::Overflow => Asn1Problem::Length,
        der::ErrorKind::TrailingData { .. } => Asn1Problem::Trailing,
        _ => Asn1Problem::Value,
    }
}

pub(super) const fn error(structure: &'static str, problem: Asn1Problem, offset: usize) -> Error {
    Error::new(ErrorKind::Asn1 { structure, problem }).at(offset)
}

#[cfg(test)]
mod tests {
    use der::Decode;

    use super::*;

    /// `der` is the independent source for what a header is.
    #[test]
    fn lengths_are_those_of_der() {
        let check = |octets: &[u8]| {
            let mut bytes = std::vec![tag::OCTET_STRING];
            bytes.extend_from_slice(octets);
            let mut reader = der::SliceReader::new(&bytes).unwrap();
            let theirs = der::Header::decode(&mut reader).map(|header| Header {
                tag: header.tag().number().value() as u8,
                size: usize::try_from(der::Reader::position(&reader)).unwrap(),
                length: usize::try_from(header.length()).unwrap(),
            });
            assert_eq!(Header::of(&bytes).ok(), theirs.ok(), "{octets:02x?}");
        };
        let some = [0, 1, 2, 0x7f, 0x80, 0x81, 0xff];
        for first in 0..=255 {
            check(&[first]);
            for second in 0..=255 {
                check(&[first, second]);
                for third in some {
                    check(&[first, second, third]);
                    check(&[first, second, third, 0]);
                    check(&[first, second, third, 0xff, 1]);
                    check(&[first, second, 0xff, third, 2, 3]);
                }
            }
        }
    }

    #[test]
    fn problems_are_told_apart() {
        use Asn1Problem::{Length, Tag, Truncated};
        for (bytes, problem) in [
            (&[][..], Truncated),
            (&[4], Truncated),
            (&[4, 1], Truncated),
            (&[4, 2, 0], Truncated),
            (&[4, 0x81], Truncated),
            (&[4, 0x81, 0x80], Truncated),
            (&[4, 0x82, 1], Truncated),
            (&[4, 0x84, 1, 0, 0], Truncated),
            (&[4, 0x84, 0xff, 0xff, 0xff, 0xff, 0], Truncated),
            (&[4, 0x80, 0, 0], Length),
            (&[4, 0x81, 0x7f], Length),
            (&[4, 0x82, 0, 0xff], Length),
            (&[4, 0x83, 0, 0xff, 0xff], Length),
            (&[4, 0x84, 0, 0xff, 0xff, 0xff], Length),
            (&[4, 0x85, 1, 0, 0, 0, 0], Length),
            (&[4, 0xff], Length),
            (&[0x1f, 1, 0], Tag { found: 0x1f }),
            (&[0xbf, 0x81, 1, 0], Tag { found: 0xbf }),
        ] {
            let error = Elements::new(bytes, "test").read().err().unwrap();
            assert_eq!(error, super::error("test", problem, 0), "{bytes:02x?}");
        }
    }

    #[test]
    fn offsets_count_from_the_outermost_start() {
        let bytes = [0x30, 7, 2, 1, 9, 0xa0, 2, 5, 0, 4, 0];
        let mut outer = Elements::new(&bytes, "outer");
        let sequence = outer.expect(tag::SEQUENCE).unwrap();
        assert_eq!(outer.finish(), Err(error("outer", Asn1Problem::Trailing, 9)));
        let mut inner = sequence.elements();
        assert!(inner.optional(tag::BOOLEAN).unwrap().is_none());
        let integer = inner.optional(tag::INTEGER).unwrap().unwrap();
        assert_eq!(integer.span().of(&bytes), [2, 1, 9]);
        assert_eq!(integer.content_span().of(&bytes), [9]);
        let wrong = inner.reading("inner").expect(tag::SEQUENCE).err().unwrap();
        assert_eq!(wrong, error("inner", Asn1Problem::Tag { found: 0xa0 }, 5));
        let explicit = inner.expect(tag::constructed(0)).unwrap();
        assert_eq!(inner.finish(), Ok(()));
        let missing = inner.expect(tag::INTEGER).err().unwrap();
        assert_eq!(missing, error("inner", Asn1Problem::Truncated, 9));
        let wrong = explicit.elements().expect(tag::BOOLEAN).err().unwrap();
        assert_eq!(wrong, error("inner", Asn1Problem::Tag { found: 5 }, 7));
    }
}
