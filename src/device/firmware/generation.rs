use alloc::vec::Vec;
use core::fmt;

use super::model::{FirmwareModel, Generation};
use super::table::{above, below};
use crate::release::{Platform, Release};

impl FirmwareModel {
    /// The generation of a device. Does not allocate.
    #[must_use]
    pub fn generation(&self, release: Release, platform: Platform) -> Generation {
        let other = match platform {
            Platform::H => Platform::NotH,
            Platform::NotH => Platform::H,
        };
        let values = self.values(release, platform);
        let shared = values == self.values(release, other);
        let alike = |release: &Release| {
            self.values(*release, platform) == values
                && (self.values(*release, other) == values) == shared
        };
        let (mut from, mut to) = self.between_borders(release);
        while let Some(next) = below(from).filter(alike) {
            (from, _) = self.between_borders(next);
        }
        while let Some(next) = above(to).filter(alike) {
            (_, to) = self.between_borders(next);
        }
        Generation { from, to, platform: (!shared).then_some(platform), ..values }
    }

    /// Every generation that a device can belong to, as far as it is known; the oldest first
    /// (R-023, D-32). Never empty.
    #[must_use]
    pub fn generations(
        &self,
        release: Option<Release>,
        platform: Option<Platform>,
    ) -> Vec<Generation> {
        let mut all = Vec::new();
        for kind in [Platform::H, Platform::NotH] {
            if platform.is_some_and(|known| known != kind) {
                continue;
            }
            let mut next = Some(release.unwrap_or(Release::MIN));
            while let Some(at) = next {
                let generation = self.generation(at, kind);
                // One that holds for all platforms is met twice.
                if !all.contains(&generation) {
                    all.push(generation);
                }
                next = if release.is_none() { above(generation.to) } else { None };
            }
        }
        all.sort_by_key(|generation| generation.from);
        all
    }

    /// Is this release newer than every row, so that the newest rows are but a guess (D-33)?
    #[must_use]
    pub fn is_beyond_table(&self, release: Release) -> bool {
        release.major() > self.newest_major()
    }
}

impl Generation {
    /// Can a device of which this is known belong to it? To judge many devices, take
    /// [`FirmwareModel::generations`] of an unknown device once, and select with this.
    #[must_use]
    pub fn admits(&self, release: Option<Release>, platform: Option<Platform>) -> bool {
        release.is_none_or(|known| (self.from..=self.to).contains(&known))
            && self.platform.is_none_or(|only| platform.is_none_or(|known| only == known))
    }
}

impl fmt::Display for Generation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.from, self.to) {
            (Release::MIN, Release::MAX) => f.write_str("all releases")?,
            (Release::MIN, to) => write!(f, "up to {}", Last(to))?,
            (from, Release::MAX) => write!(f, "{from} and later")?,
            (from, to) => write!(f, "{from} to {}", Last(to))?,
        }
        match self.platform {
            Some(platform) => write!(f, " ({})", platform.name()),
            None => Ok(()),
        }
    }
}

/// The last release of a range: `5.x` where every release from there on is meant.
struct Last(Release);

impl fmt::Display for Last {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [major, minor, hotfix, build] = self.0.parts();
        match (minor, hotfix, build) {
            (u16::MAX, u16::MAX, u16::MAX) => write!(f, "{major}.x"),
            (_, u16::MAX, u16::MAX) => write!(f, "{major}.{minor}.x"),
            (_, _, u16::MAX) => write!(f, "{major}.{minor}.{hotfix}.x"),
            _ => write!(f, "{}", self.0),
        }
    }
}
