use core::{fmt, iter};

use super::Finding;

/// A set of findings: two machine words, `Copy`, no allocation.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct FindingSet([u64; 2]);

impl FindingSet {
    /// The empty set.
    pub const EMPTY: Self = Self([0; 2]);

    const fn place(finding: Finding) -> (bool, u64) {
        let index = finding.index();
        (index >= 64, 1 << (index % 64))
    }

    /// Adds one finding.
    #[inline]
    pub const fn insert(&mut self, finding: Finding) {
        let (high, bit) = Self::place(finding);
        let [first, second] = &mut self.0;
        if high {
            *second |= bit;
        } else {
            *first |= bit;
        }
    }

    /// Is `finding` in the set?
    #[must_use]
    pub const fn contains(&self, finding: Finding) -> bool {
        let (high, bit) = Self::place(finding);
        let [first, second] = self.0;
        (if high { second } else { first }) & bit != 0
    }

    /// Everything that is in either set.
    #[must_use]
    #[inline]
    pub const fn union(self, other: Self) -> Self {
        let ([a, b], [c, d]) = (self.0, other.0);
        Self([a | c, b | d])
    }

    /// Is nothing in the set?
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        let [first, second] = self.0;
        first | second == 0
    }

    /// The findings, in the order of their table.
    pub fn iter(self) -> impl Iterator<Item = Finding> {
        let [first, second] = self.0;
        let mut left = u128::from(second) << 64 | u128::from(first);
        iter::from_fn(move || {
            let next = usize::try_from(left.trailing_zeros()).ok()?;
            left &= left.wrapping_sub(1);
            // Beyond the last one if none is left.
            Finding::ALL.get(next).copied()
        })
    }
}

impl fmt::Debug for FindingSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(Finding::name)).finish()
    }
}

impl FromIterator<Finding> for FindingSet {
    fn from_iter<I: IntoIterator<Item = Finding>>(findings: I) -> Self {
        let mut set = Self::EMPTY;
        findings.into_iter().for_each(|finding| set.insert(finding));
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_exactly_what_was_inserted() {
        for finding in Finding::ALL.iter().copied() {
            let set = FindingSet::from_iter([finding]);
            assert!(set.contains(finding));
            assert_eq!(set.iter().collect::<alloc::vec::Vec<_>>(), [finding]);
        }
        let all: FindingSet = Finding::ALL.iter().copied().collect();
        assert_eq!(all.iter().count(), Finding::ALL.len());
        assert!(FindingSet::EMPTY.is_empty() && !all.is_empty());
        assert_eq!(FindingSet::EMPTY.union(all), all);
    }
}
