use alloc::vec::Vec;

use crate::finding::Basis;
use crate::release::{Platform, Release};

/// What firmware does from one release to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row<T> {
    /// First release.
    pub from: Release,
    /// Last release, itself included; [`Release::MAX`] if none is known.
    pub to: Release,
    /// The only kind of platform it holds for; `None` for all.
    pub platform: Option<Platform>,
    /// What the firmware does.
    pub value: T,
    /// On what authority.
    pub basis: Basis,
    /// Where it is written; keys as in [`crate::finding`].
    pub source: &'static str,
}

impl<T> Row<T> {
    /// Does it hold for this release on this kind of platform?
    #[must_use]
    pub fn covers(&self, release: Release, platform: Platform) -> bool {
        (self.from..=self.to).contains(&release)
            && self.platform.is_none_or(|only| only == platform)
    }
}

/// The rows of a reading: one for each release and platform.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading<T: 'static> {
    pub(super) older: &'static [Row<T>],
    /// Covers everything that no older row covers, releases above the table included (D-33).
    pub(super) newest: Row<T>,
}

/// One subject of the [`FirmwareModel`](super::FirmwareModel): a row for every release and platform.
#[derive(Clone, Debug)]
pub struct Table<T: 'static> {
    reading: Reading<T>,
    overrides: Vec<Row<T>>,
}

impl<T> Table<T> {
    pub(super) const fn new(reading: Reading<T>) -> Self {
        Self { reading, overrides: Vec::new() }
    }

    /// The row in force.
    #[must_use]
    pub fn at(&self, release: Release, platform: Platform) -> &Row<T> {
        self.override_at(release, platform).unwrap_or_else(|| self.reading_at(release, platform))
    }

    /// The caller's row, if one is in force.
    #[must_use]
    pub fn override_at(&self, release: Release, platform: Platform) -> Option<&Row<T>> {
        self.overrides.iter().rev().find(|row| row.covers(release, platform))
    }

    /// The row of this project's reading, whatever the caller put in front of it.
    #[must_use]
    pub fn reading_at(&self, release: Release, platform: Platform) -> &Row<T> {
        let older = self.reading.older.iter().find(|row| row.covers(release, platform));
        older.unwrap_or(&self.reading.newest)
    }

    /// Puts a row in front of all others, earlier overrides included.
    pub fn add_override(&mut self, row: Row<T>) {
        self.overrides.push(row);
    }

    /// Every row: the caller's first, then this project's, oldest first.
    pub fn rows(&self) -> impl Iterator<Item = &Row<T>> {
        self.overrides.iter().rev().chain(self.reading.older).chain([&self.reading.newest])
    }

    /// The first release above `release` whose row is `wanted`.
    #[must_use]
    pub fn first_above(
        &self,
        release: Release,
        platform: Platform,
        wanted: impl Fn(&T) -> bool,
    ) -> Option<Release> {
        let mut at = release;
        loop {
            at = self.borders().filter(|border| *border > at).min()?;
            if wanted(&self.at(at, platform).value) {
                return Some(at);
            }
        }
    }

    /// Releases at which a row begins, or one has just ended. Unordered.
    pub(super) fn borders(&self) -> impl Iterator<Item = Release> {
        self.rows().flat_map(|row| [Some(row.from), above(row.to)]).flatten()
    }
}

/// The release right above, if any.
pub(super) fn above(release: Release) -> Option<Release> {
    step(release, u16::overflowing_add)
}

/// The release right below, if any.
pub(super) fn below(release: Release) -> Option<Release> {
    step(release, u16::overflowing_sub)
}

/// Steps the last component by one, and the one before it where that carries.
fn step(release: Release, by: fn(u16, u16) -> (u16, bool)) -> Option<Release> {
    let mut parts = release.parts();
    for part in parts.iter_mut().rev() {
        let (value, carry) = by(*part, 1);
        *part = value;
        if !carry {
            let [major, minor, hotfix, build] = parts;
            return Some(Release::new(major, minor, hotfix, build));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours() {
        let max = u16::MAX;
        for (low, high) in [
            (Release::MIN, Release::new(0, 0, 0, 1)),
            (Release::new(5, max, max, max), Release::new(6, 0, 0, 0)),
            (Release::new(2, 5, max, max), Release::new(2, 6, 0, 0)),
            (Release::new(11, 8, 65, 3579), Release::new(11, 8, 65, 3580)),
        ] {
            assert_eq!((above(low), below(high)), (Some(high), Some(low)));
        }
        assert_eq!((below(Release::MIN), above(Release::MAX)), (None, None));
    }
}
