#![deny(clippy::arithmetic_side_effects)]

use super::depth::DepthExtension;
use super::name::DnsName;

bitflags::bitflags! {
    /// The rules by which an identifier matches a suffix.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub struct MatchRules: u8 {
        /// The suffix is the identifier or its last labels (R-330).
        const PLAIN = 1;
        /// The identifier is a wildcard, and its base and the suffix overlap (R-335).
        const WILDCARD = 2;
        /// The last labels agree, as many as the top-level domain asks for (R-340).
        const DEPTH = 4;
    }
}

/// How an identifier of a certificate compares with a device's suffix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    /// R-332 not applied.
    rules: MatchRules,
    bare_suffix: bool,
    narrow: bool,
    equal_labels: u8,
    depth: Option<u8>,
}

impl DnsName {
    /// Compares this identifier of a certificate with the suffix of a device, by the rules of a
    /// release with this depth extension (R-330 to R-344). Does not allocate.
    ///
    /// ```
    /// use amt_provisioning::{DepthExtension, DnsName, MatchRules};
    /// let identifier = DnsName::identifier(b"csa.ftl.intel.com")?;
    /// let suffix = DnsName::suffix(b"dev.intel.com")?;
    /// let by = |extension| identifier.matches(&suffix, extension).rules();
    /// assert_eq!(by(DepthExtension::ComNet), MatchRules::DEPTH);
    /// assert!(by(DepthExtension::None).is_empty());
    /// # Ok::<(), amt_provisioning::NameError>(())
    /// ```
    #[must_use]
    pub fn matches(&self, suffix: &DnsName, extension: DepthExtension) -> Match {
        let equal_labels = self.equal_labels(suffix);
        let (ours, theirs) = (self.base_labels(), suffix.labels());
        let depth = suffix.tld_depth().filter(|row| row.since <= extension).map(|row| row.depth);
        let mut rules = MatchRules::empty();
        if self.is_wildcard() {
            rules.set(MatchRules::WILDCARD, equal_labels == ours.min(theirs));
        } else {
            rules.set(MatchRules::PLAIN, equal_labels == theirs);
        }
        rules.set(MatchRules::DEPTH, depth.is_some_and(|depth| equal_labels >= depth));
        Match {
            rules,
            bare_suffix: theirs < 2,
            narrow: equal_labels == theirs && self.labels().saturating_sub(theirs) <= 1,
            equal_labels,
            depth,
        }
    }

    /// Did the labels in common agree only after folding letter case (R-303)?
    #[must_use]
    pub fn differs_in_case(&self, suffix: &DnsName) -> bool {
        let shared = suffix.tail(self.equal_labels(suffix)).len();
        let ours = self.cased().iter().rev().take(shared);
        !ours.eq(suffix.cased().iter().rev().take(shared))
    }

    /// How many labels, counted from the right, `self` without its wildcard has in common with
    /// `suffix`.
    pub(super) fn equal_labels(&self, suffix: &DnsName) -> u8 {
        let (ours, theirs) = (self.base().as_bytes(), suffix.as_str().as_bytes());
        // Most pairs are settled here: the suffix is the name or a domain above it.
        if ours.strip_suffix(theirs).is_some_and(|rest| matches!(rest, [] | [.., b'.'])) {
            return suffix.labels();
        }
        let (mut ours, mut theirs) = (ours.iter().rev(), theirs.iter().rev());
        let mut labels = 0u8;
        loop {
            match (ours.next(), theirs.next()) {
                (Some(b'.'), Some(b'.')) => labels = labels.saturating_add(1),
                (Some(a), Some(b)) if a == b => {}
                // Both are at the left end of a label, and at least one at the end of its name.
                (None | Some(b'.'), None | Some(b'.')) => return labels.saturating_add(1),
                _ => return labels,
            }
        }
    }
}

impl Match {
    /// The rules that matched; none if the suffix is a single label (R-332).
    #[must_use]
    pub const fn rules(self) -> MatchRules {
        if self.bare_suffix { MatchRules::empty() } else { self.rules }
    }

    /// What [`rules`](Self::rules) would be if a suffix of a single label could match (D-06).
    #[must_use]
    pub const fn rules_with_bare_suffix(self) -> MatchRules {
        self.rules
    }

    /// Did any rule match?
    #[must_use]
    pub const fn is_match(self) -> bool {
        !self.rules().is_empty()
    }

    /// Is the suffix a single label, which never matches (R-332)?
    #[must_use]
    pub const fn is_bare_suffix(self) -> bool {
        self.bare_suffix
    }

    /// Did the depth rule alone match (R-345)?
    #[must_use]
    pub const fn is_only_by_depth(self) -> bool {
        self.rules().bits() == MatchRules::DEPTH.bits()
    }

    /// Is the suffix the identifier itself, or the identifier without its first label? A plain
    /// match that is not narrow rests on the wider of two readings (R-347, R-348).
    #[must_use]
    pub const fn is_narrow(self) -> bool {
        self.narrow
    }

    /// How many labels, counted from the right, agree. On a mismatch this is the index, from the
    /// right, of the first label that differs (R-339): see [`DnsName::label_from_right`].
    #[must_use]
    pub const fn equal_labels(self) -> u8 {
        self.equal_labels
    }

    /// How many labels the depth rule compares for this suffix; `None` if the release has no depth
    /// for its top-level domain. Says nothing about a match.
    #[must_use]
    pub const fn depth(self) -> Option<u8> {
        self.depth
    }

    /// How many labels the match rests on: those of the rule that compared most; 0 if none matched.
    #[must_use]
    pub const fn compared_labels(self) -> u8 {
        match self.depth {
            _ if !self.is_match() => 0,
            Some(depth) if self.is_only_by_depth() => depth,
            _ => self.equal_labels,
        }
    }
}
