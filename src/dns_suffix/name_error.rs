use core::fmt;

use crate::error::{Error, ErrorKind};

/// Why bytes are not a name that can match. Offsets count from the first byte received.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NameError {
    /// Not a DNS name.
    #[error("not a DNS name: {problem} (at byte {offset})")]
    Malformed {
        /// What is wrong with it.
        problem: NameProblem,
        /// Offset of the first offending byte.
        offset: usize,
    },
    /// Its only fault is a `*` that is not the complete leftmost label of a certificate's name
    /// above at least two labels (R-302a, R-336).
    #[error("{WILDCARD} (at byte {offset})")]
    MisplacedWildcard {
        /// Offset of the `*`.
        offset: usize,
    },
    /// An IPv4 address in dotted decimal, which names no host of a domain.
    #[error("{ADDRESS}")]
    IpAddress,
}

const WILDCARD: &str = "a wildcard must be one complete leftmost label above two others";
const ADDRESS: &str = "an IP address is not a DNS name";

/// What is wrong with a malformed name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NameProblem {
    /// No bytes, or only blanks.
    Empty,
    /// A leading dot, two dots in a row, or two trailing dots.
    EmptyLabel,
    /// A label of more than 63 bytes.
    LabelTooLong,
    /// More than 253 bytes.
    TooLong,
    /// Another byte than `a-z A-Z 0-9 - _`; names beyond ASCII match in A-label form only.
    Byte(u8),
}

impl NameProblem {
    const fn text(self) -> &'static str {
        match self {
            Self::Empty => "it is empty",
            Self::EmptyLabel => "an empty label",
            Self::LabelTooLong => "a label longer than 63 bytes",
            Self::TooLong => "longer than 253 bytes",
            Self::Byte(_) => "a byte other than letters, digits, hyphen and underscore",
        }
    }
}

impl fmt::Display for NameProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())?;
        match self {
            Self::Byte(byte) => write!(f, ": 0x{byte:02x}"),
            _ => Ok(()),
        }
    }
}

impl NameError {
    /// Where in the bytes received, if one place is to blame.
    #[must_use]
    pub const fn offset(self) -> Option<usize> {
        match self {
            Self::Malformed { offset, .. } | Self::MisplacedWildcard { offset } => Some(offset),
            Self::IpAddress => None,
        }
    }

    /// The same error, its offset counted from `base` bytes further left.
    pub(super) const fn nested(mut self, base: usize) -> Self {
        if let Self::Malformed { offset, .. } | Self::MisplacedWildcard { offset } = &mut self {
            *offset = offset.saturating_add(base);
        }
        self
    }
}

impl From<NameError> for Error {
    fn from(name: NameError) -> Self {
        let problem = match name {
            NameError::Malformed { problem, .. } => problem.text(),
            NameError::MisplacedWildcard { .. } => WILDCARD,
            NameError::IpAddress => ADDRESS,
        };
        let error = Self::new(ErrorKind::Name { problem });
        name.offset().map_or(error, |offset| error.at(offset))
    }
}
