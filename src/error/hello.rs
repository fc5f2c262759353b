use core::fmt;

use crate::finding::{Finding, Rule};
use crate::uuid::Uuid;

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
