use core::{fmt, iter};

use super::Finding;

/// A set of findings: three machine words, `Copy`, no allocation.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct FindingSet([u64; 3]);

// Each finding has a bit.
const _: () = assert!(Finding::ALL.len() <= 3 * 64);

impl FindingSet {
    /// The empty set.
    pub const EMPTY: Self = Self([0; 3]);

    /// The set of one finding.
    #[inline]
    pub(crate) const fn only(finding: Finding) -> Self {
        let index = finding.index();
        let bit = 1 << (index % 64);
        Self(match index / 64 {
            0 => [bit, 0, 0],
            1 => [0, bit, 0],
            _ => [0, 0, bit],
        })
    }

    /// Adds one finding.
    #[inline]
    pub const fn insert(&mut self, finding: Finding) {
        *self = self.union(Self::only(finding));
    }

    /// Is `finding` in the set?
    #[must_use]
    pub const fn contains(&self, finding: Finding) -> bool {
        let ([a, b, c], [d, e, f]) = (self.0, Self::only(finding).0);
        a & d | b & e | c & f != 0
    }

    /// Everything that is in either set.
    #[must_use]
    #[inline]
    pub const fn union(self, other: Self) -> Self {
        let ([a, b, c], [d, e, f]) = (self.0, other.0);
        Self([a | d, b | e, c | f])
    }

    /// Is nothing in the set?
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        let [first, second, third] = self.0;
        first | second | third == 0
    }

    /// The findings, in the order of their table.
    pub fn iter(self) -> impl Iterator<Item = Finding> {
        Finding::ALL.chunks(64).zip(self.0).flat_map(|(findings, mut left)| {
            iter::from_fn(move || {
                let next = usize::try_from(left.trailing_zeros()).ok()?;
                left &= left.wrapping_sub(1);
                // Beyond the last one if none is left.
                findings.get(next).copied()
            })
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
