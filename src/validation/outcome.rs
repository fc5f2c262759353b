//! Outcomes of rules and verdicts of evaluations.

use core::fmt;

bitflags::bitflags! {
    /// Inputs that an undetermined verdict lacks.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
    pub struct MissingInputs: u8 {
        /// The firmware release.
        const RELEASE = 1;
        /// The kind of platform (H or not).
        const PLATFORM = 1 << 1;
        /// The DNS suffixes.
        const SUFFIXES = 1 << 2;
        /// The device's root certificate hashes.
        const ROOT_HASHES = 1 << 3;
        /// The time.
        const TIME = 1 << 4;
    }
}

impl MissingInputs {
    /// The names used in reports.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        [
            (Self::RELEASE, "release"),
            (Self::PLATFORM, "platform"),
            (Self::SUFFIXES, "dns_suffix"),
            (Self::ROOT_HASHES, "root_hashes"),
            (Self::TIME, "time"),
        ]
        .into_iter()
        .filter_map(move |(flag, name)| self.contains(flag).then_some(name))
    }
}

/// What became of one rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum Outcome {
    /// It holds.
    Pass,
    /// It does not.
    Fail,
    /// Sources leave it open, or an input is ambiguous.
    Undetermined,
    /// An input is missing.
    NotEvaluated,
    /// It does not concern this case.
    NotApplicable,
}

impl Outcome {
    /// The name used in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Undetermined => "undetermined",
            Self::NotEvaluated => "not_evaluated",
            Self::NotApplicable => "not_applicable",
        }
    }

    /// `Pass` if `holds`, else `Fail`.
    #[must_use]
    pub const fn of(holds: bool) -> Self {
        if holds { Self::Pass } else { Self::Fail }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// What an evaluation concludes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum Verdict {
    /// The device will accept the certificate.
    Accepted,
    /// It will not.
    Rejected,
    /// An input is missing or ambiguous.
    Undetermined,
    /// The device needs no certificate: it is provisioned already.
    NotApplicable,
}

impl Verdict {
    /// The name used in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Undetermined => "undetermined",
            Self::NotApplicable => "not_applicable",
        }
    }

    /// Smaller is better; for choosing among certificates and paths.
    pub(crate) const fn rank(self) -> u8 {
        match self {
            Self::Accepted => 0,
            Self::NotApplicable => 1,
            Self::Undetermined => 2,
            Self::Rejected => 3,
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
