//! What can go wrong, first split by whose fault it is.
//!
//! Judging a certificate never fails: whatever is wrong with it is a finding of the report. Errors
//! are for input that cannot be read at all, and for limits that input exceeds.

mod asn1;
mod code;
mod fault;
mod hash_text;
mod hello;
mod http;
mod kind;

use core::fmt;
use core::str::FromStr;

use crate::uuid::Uuid;

pub use asn1::Asn1Problem;
pub use code::ErrorCode;
pub use fault::Fault;
pub use hash_text::HashTextProblem;
pub use hello::HelloProblem;
pub use http::HttpProblem;
pub use kind::ErrorKind;

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
