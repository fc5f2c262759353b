//! What can go wrong, first split by whose fault it is.
//!
//! Judging a certificate never fails: whatever is wrong with it is a finding of the report. Errors
//! are for input that cannot be read at all, and for limits that input exceeds.

mod code;

use core::fmt;
use core::str::FromStr;

pub use code::ErrorCode;

use crate::finding::{Finding, Rule};
use crate::uuid::Uuid;

/// Something that could not be read or accepted: what was expected, what was found, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    item: Option<usize>,
    offset: Option<usize>,
}

impl Error {
    /// An error without a place.
    #[must_use]
    pub const fn new(kind: ErrorKind) -> Self {
        Self { kind, item: None, offset: None }
    }

    /// The same error at byte `offset` of the input.
    #[must_use]
    pub const fn at(mut self, offset: usize) -> Self {
        self.offset = Some(offset);
        self
    }

    /// The same error, its offset counted from `base` bytes further left.
    #[must_use]
    pub const fn nested(mut self, base: usize) -> Self {
        self.offset = match self.offset {
            Some(offset) => Some(offset.saturating_add(base)),
            None => Some(base),
        };
        self
    }

    /// The same error in input item number `item`, counted from 0.
    #[must_use]
    pub const fn in_item(mut self, item: usize) -> Self {
        self.item = Some(item);
        self
    }

    /// What went wrong.
    #[must_use]
    pub const fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Byte offset into the item or text, if it is known.
    #[must_use]
    pub const fn offset(&self) -> Option<usize> {
        self.offset
    }

    /// Which of several input items, counted from 0.
    #[must_use]
    pub const fn item(&self) -> Option<usize> {
        self.item
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(item) = self.item {
            write!(f, "input item {}: ", item.saturating_add(1))?;
        }
        write!(f, "{}", self.kind)?;
        match self.offset {
            Some(offset) => write!(f, " (at byte {offset})"),
            None => Ok(()),
        }
    }
}

impl core::error::Error for Error {}

impl FromStr for Uuid {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::from_text(text).map_err(|offset| Error::new(ErrorKind::Uuid).at(offset))
    }
}

/// Whose fault an error is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// A file or text is not what it claims to be.
    Input,
    /// A limit was exceeded; the caller may raise those that are arguments.
    Limit,
    /// The caller's: a value that cannot be used, or a call out of turn.
    Caller,
}

/// Kinds of [`Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The input has no bytes, or only blanks.
    #[error("the input is empty; expected a certificate in PEM, DER, base64 or PKCS#7 form")]
    Empty,
    /// A PKCS#12 container: opening it is the caller's task.
    #[error("this is a PKCS#12 (.pfx/.p12) container; open it first and pass its certificates")]
    Pkcs12,
    /// Neither a certificate nor a container of certificates.
    #[error("expected a certificate (PEM, DER, base64 or PKCS#7), found {found}")]
    NotCertificate {
        /// What it looks like instead.
        found: &'static str,
    },
    /// A PEM block is damaged.
    #[error("damaged PEM block: {problem}")]
    Pem {
        /// What is wrong with it.
        problem: &'static str,
    },
    /// Base64 that does not decode.
    #[error("damaged base64: {problem}")]
    Base64 {
        /// What is wrong with it.
        problem: &'static str,
    },
    /// An ASN.1 structure is damaged.
    #[error("damaged {structure}: {problem}")]
    Asn1 {
        /// Which structure or field was being read.
        structure: &'static str,
        /// What is wrong with it.
        problem: Asn1Problem,
    },
    /// Bytes after a certificate, which are no other one.
    #[error("{length} bytes follow the end of a certificate or container")]
    TrailingBytes {
        /// How many.
        length: usize,
    },
    /// More certificates, or more parts that are no certificate, than the limit.
    #[error("the input has more than {limit} certificates or unreadable parts")]
    TooManyCertificates {
        /// The limit in force.
        limit: usize,
    },
    /// A certificate longer than the limit.
    #[error("a certificate of {length} bytes; the limit is {limit}")]
    CertificateTooLarge {
        /// Its length in bytes.
        length: usize,
        /// The limit in force.
        limit: usize,
    },
    /// An input longer than the limit.
    #[error("an input of {length} bytes; the limit is {limit}")]
    InputTooLarge {
        /// Its length in bytes.
        length: usize,
        /// The limit in force.
        limit: usize,
    },
    /// Text that is not a hash.
    #[error(
        "expected a hash: 32, 40, 64, 96 or 128 hex digits, or base64 of 20, 32 or 48 bytes; found {problem}"
    )]
    HashText {
        /// What was found.
        problem: HashTextProblem,
    },
    /// The value of a list entry is as long as no hash is.
    #[error("expected a hash of 16, 20, 32, 48 or 64 bytes, found {length} bytes")]
    HashLength {
        /// The length found.
        length: usize,
    },
    /// Text that is not a firmware release.
    #[error("expected a firmware release such as 16.1.30.2269, v16.1.30 or 2.6: {problem}")]
    Release {
        /// What is wrong with it.
        problem: &'static str,
    },
    /// Text that is not a time.
    #[error("expected a time such as 2026-11-21T12:00:00Z, or Unix seconds")]
    Time,
    /// Text that is not a UUID.
    #[error("expected a UUID such as 00112233-4455-6677-8899-aabbccddeeff")]
    Uuid,
    /// Bytes that are not a Hello message.
    #[error("not a Hello message: {problem}")]
    Hello {
        /// What is wrong with them.
        problem: HelloProblem,
    },
    /// A DNS name that matches nothing.
    #[error("malformed DNS name: {problem}")]
    Name {
        /// What is wrong with it.
        problem: &'static str,
    },
    /// A header field that cannot be read, or a challenge that cannot be answered (W-504, W-508).
    #[error("damaged {field}: {problem}")]
    Header {
        /// The name of the field.
        field: &'static str,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// Authentication is wanted, but not Digest, and nothing else is answered (W-507).
    #[error("no authentication scheme but Digest is supported")]
    AuthScheme,
    /// Digest challenges that the caller's policy does not want (W-510, W-512).
    #[error("no challenge offers an algorithm and a qop that the policy allows")]
    DigestPolicy,
    /// A stored hash of another realm or algorithm than the challenge's (W-511).
    #[error("the stored password hash was made for another realm or algorithm")]
    StoredHash,
    /// A nonce that was answered 2³² - 1 times (W-522).
    #[error("the nonce is used up; a request without credentials gets a new one")]
    NonceCount,
    /// A value that cannot be written into a header field (W-521).
    #[error("the {name} cannot be sent: {problem}")]
    HeaderValue {
        /// Which value.
        name: &'static str,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// Bytes that are not an HTTP answer, or one that cannot be read.
    #[error("not an HTTP answer that can be read: {problem}")]
    Http {
        /// What is wrong with them.
        problem: HttpProblem,
    },
    /// A call that makes no sense in the state of its object; nothing has changed.
    #[error("out of turn: expected {expected}, got {found}")]
    OutOfTurn {
        /// What the object waits for.
        expected: &'static str,
        /// What it was given.
        found: &'static str,
    },
    /// Too few random bytes.
    #[error("{found} random bytes do not suffice; give at least {needed}")]
    Random {
        /// How many practically always suffice.
        needed: usize,
        /// How many were given.
        found: usize,
    },
}

/// What is wrong with an ASN.1 structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Asn1Problem {
    /// The bytes end before the structure does.
    #[error("it is cut off")]
    Truncated,
    /// A length that is not minimal, indefinite where it may not be, or beyond 4 GiB.
    #[error("invalid length")]
    Length,
    /// Another tag than expected.
    #[error("unexpected tag 0x{found:02x}")]
    Tag {
        /// The identifier octet found.
        found: u8,
    },
    /// Bytes after the end of the structure.
    #[error("bytes follow its end")]
    Trailing,
    /// The same extension twice (RFC 5280, 4.2).
    #[error("an extension occurs twice")]
    DuplicateExtension,
    /// The structure is nested deeper than the limit.
    #[error("nested too deeply")]
    Depth,
    /// A value outside what the structure allows.
    #[error("invalid value")]
    Value,
}

/// What was found instead of a hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HashTextProblem {
    /// Nothing was left after stripping separators.
    #[error("nothing")]
    Empty,
    /// Hex digits, but not as many as any hash has.
    #[error("{digits} hex digits")]
    Digits {
        /// How many.
        digits: usize,
    },
    /// A character that is neither a hex digit nor a known separator, and the text is no base64.
    #[error("the character U+{code:04X}")]
    Character {
        /// Its code point.
        code: u32,
    },
    /// The label or the caller states another algorithm than the length tells.
    #[error("{found} bytes although {expected} bytes were stated")]
    Length {
        /// The length that the stated algorithm has.
        expected: usize,
        /// The length of the text's hash.
        found: usize,
    },
    /// A label in front of the hash that names no algorithm we know.
    #[error("an unknown algorithm name")]
    Algorithm,
    /// A word after the hash that is no flag of an entry, or contradicts an earlier one.
    #[error("a word after the comma other than one of active and inactive, or default")]
    Flag,
    /// Bytes that are no text.
    #[error("bytes that are not UTF-8")]
    NotUtf8,
}

/// What is wrong with a Hello message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HelloProblem {
    /// The data ends before the message does (H-02).
    #[error("it ends after {found} bytes, expected at least {expected}")]
    Truncated {
        /// The least length that the bytes found declare.
        expected: usize,
        /// The number of bytes found.
        found: usize,
    },
    /// More bytes follow the declared end than are tolerated (H-03).
    #[error("more than {limit} bytes follow its declared end")]
    Trailing {
        /// How many are tolerated.
        limit: usize,
    },
    /// An interface version that is not known (H-04).
    #[error("expected interface version 2 or 3, found {found}{}", Sender(*uuid))]
    Version {
        /// The version found.
        found: u16,
        /// The UUID, if the data reaches so far; it stands at the same place in both known versions.
        uuid: Option<Uuid>,
    },
    /// The first field, "admin credentials set", is no truth value (H-05).
    #[error("expected 0 or 1 in the first field, found {found}")]
    FirstField {
        /// The value found.
        found: u16,
    },
    /// A hash algorithm that is not known (H-07).
    #[error("expected hash algorithm 0 to 3, found {found}")]
    Algorithm {
        /// The algorithm id found.
        found: u8,
    },
    /// A hash of another length than its algorithm has (H-07).
    #[error(
        "a hash of {found} bytes for algorithm {algorithm}; expected 16 for 0, 20 for 1, 32 for 2, 48 or 64 for 3"
    )]
    HashLength {
        /// The algorithm id.
        algorithm: u8,
        /// The length found.
        found: u8,
    },
    /// The message is longer than the limit (H-09).
    #[error("it is longer than {limit} bytes")]
    Size {
        /// The limit in force.
        limit: usize,
    },
    /// The data begins as an HTTP request does (H-11).
    #[error("this is an HTTP request")]
    HttpProbe,
}

/// Who sent it, as far as that is known.
struct Sender(Option<Uuid>);

impl fmt::Display for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |uuid| write!(f, ", from the device {uuid}"))
    }
}

impl HelloProblem {
    /// The finding it is reported as.
    #[must_use]
    pub const fn finding(self) -> Finding {
        match self {
            Self::Truncated { .. } => Finding::HelloTruncated,
            Self::Version { .. } => Finding::HelloVersion,
            Self::HttpProbe => Finding::HelloHttpProbe,
            Self::Trailing { .. }
            | Self::FirstField { .. }
            | Self::Algorithm { .. }
            | Self::HashLength { .. }
            | Self::Size { .. } => Finding::HelloMalformed,
        }
    }

    /// The rule that it breaks, which is more exact than that of the finding.
    #[must_use]
    pub const fn rule(self) -> Rule {
        match self {
            Self::Truncated { .. } => Rule::H02,
            Self::Trailing { .. } => Rule::H03,
            Self::Version { .. } => Rule::H04,
            Self::FirstField { .. } => Rule::H05,
            Self::Algorithm { .. } | Self::HashLength { .. } => Rule::H07,
            Self::Size { .. } => Rule::H09,
            Self::HttpProbe => Rule::H11,
        }
    }
}

/// What is wrong with an HTTP answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HttpProblem {
    /// It begins otherwise than every answer does.
    #[error("expected \"HTTP/1.\"")]
    NotHttp,
    /// A status line or a field that is none.
    #[error("a damaged status line or field")]
    Line,
    /// Status line and fields, or trailers, are longer than the limit (W-107).
    #[error("status line and fields of more than {limit} bytes")]
    HeadTooLarge {
        /// The limit in force.
        limit: usize,
    },
    /// There are more fields than the limit.
    #[error("more than {limit} fields")]
    TooManyFields {
        /// The limit in force.
        limit: usize,
    },
    /// More interim answers than the limit.
    #[error("more than {limit} interim answers")]
    TooManyInterim {
        /// The limit in force.
        limit: u8,
    },
    /// 101: it goes on in another protocol, which nobody asked for.
    #[error("another protocol follows")]
    Upgrade,
    /// A `Content-Length` that is no number, or several that differ.
    #[error("expected one decimal number as Content-Length")]
    Length,
    /// A transfer coding that is not known.
    #[error("expected chunked as the only transfer coding")]
    Coding,
    /// The body is longer than the limit (W-107).
    #[error("a body of more than {limit} bytes")]
    BodyTooLarge {
        /// The limit in force.
        limit: usize,
    },
    /// The line with the size of a chunk is longer than the limit (W-107).
    #[error("a chunk size line of more than {limit} bytes")]
    ChunkLine {
        /// The limit in force.
        limit: usize,
    },
    /// A chunk size that is none.
    #[error("expected a chunk size in hex digits")]
    ChunkSize,
    /// A chunk is longer than its size.
    #[error("expected a line end behind the chunk")]
    ChunkEnd,
    /// The connection ended before the answer did.
    #[error("the connection ended too early")]
    Truncated,
}

impl HttpProblem {
    const fn is_limit(self) -> bool {
        matches!(
            self,
            Self::HeadTooLarge { .. }
                | Self::TooManyFields { .. }
                | Self::TooManyInterim { .. }
                | Self::BodyTooLarge { .. }
                | Self::ChunkLine { .. }
        )
    }
}

impl ErrorKind {
    /// Whose fault it is.
    #[must_use]
    pub const fn fault(self) -> Fault {
        match self {
            Self::TooManyCertificates { .. }
            | Self::CertificateTooLarge { .. }
            | Self::InputTooLarge { .. }
            | Self::Hello { problem: HelloProblem::Size { .. } } => Fault::Limit,
            Self::Http { problem } if problem.is_limit() => Fault::Limit,
            Self::OutOfTurn { .. }
            | Self::Random { .. }
            | Self::HeaderValue { .. }
            | Self::StoredHash
            | Self::NonceCount => Fault::Caller,
            _ => Fault::Input,
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn display_says_what_and_where() {
        let error = Error::new(ErrorKind::Asn1 {
            structure: "certificate validity",
            problem: Asn1Problem::Tag { found: 0x30 },
        })
        .at(7)
        .nested(100)
        .in_item(1);
        assert_eq!(
            error.to_string(),
            "input item 2: damaged certificate validity: unexpected tag 0x30 (at byte 107)"
        );
        assert_eq!((error.item(), error.offset()), (Some(1), Some(107)));
        assert_eq!(error.kind().fault(), Fault::Input);
        let limit = ErrorKind::TooManyCertificates { limit: 3 };
        assert_eq!(limit.fault(), Fault::Limit);
    }
}
