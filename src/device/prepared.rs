//! A device made ready for judging.

use alloc::vec::Vec;

use super::facts::{DeviceFacts, Fact, Interface, SuffixSource};
use super::firmware::{FirmwareModel, Generation};
use crate::dns_suffix::{DepthExtension, DnsName, NameError};
use crate::release::{Platform, Release};
use crate::root_hash::RootHashList;

/// A device made ready for judging: names normalised, the firmware generations that are possible
/// looked up. Worth keeping where many certificates are judged against it.
#[derive(Clone, Debug)]
pub struct Device {
    facts: DeviceFacts,
    suffixes: Option<Vec<Suffix>>,
    server_fqdn: Option<Suffix>,
    home_domain: Option<Suffix>,
    root_hashes: Option<RootHashList>,
    generations: Vec<Generation>,
    beyond_table: bool,
    /// Where newer firmware begins that has the depth rule for `com` and `net`, and for all.
    later_depths: [Option<Release>; 2],
}

/// A suffix with what normalisation made of it.
#[derive(Clone, Debug)]
pub(crate) struct Suffix {
    pub(crate) source: SuffixSource,
    pub(crate) received: Vec<u8>,
    pub(crate) name: Result<DnsName, NameError>,
}

impl Suffix {
    fn new(received: &[u8], source: SuffixSource) -> Self {
        Self { source, received: received.to_vec(), name: DnsName::suffix(received) }
    }
}

/// What stands in for the device's list; without a release, everything known.
fn assumed(release: Option<Release>) -> RootHashList {
    RootHashList::assumed(release.unwrap_or(Release::MAX))
}

impl Device {
    /// With this crate's firmware model.
    #[must_use]
    pub fn new(facts: DeviceFacts) -> Self {
        Self::with_model(facts, &FirmwareModel::default())
    }

    /// With a firmware model of which the caller may have overridden rows.
    #[must_use]
    pub fn with_model(facts: DeviceFacts, model: &FirmwareModel) -> Self {
        let release = facts.release.value().copied();
        let generations = model.generations(release, facts.platform.value().copied());
        let suffixes = match &facts.suffixes {
            Fact::Unknown => None,
            Fact::Absent(_) => Some(Vec::new()),
            Fact::Known(list, _) => {
                Some(list.iter().map(|fact| Suffix::new(&fact.value, fact.source)).collect())
            }
        };
        let root_hashes = match &facts.root_hashes {
            _ if facts.assume_default_roots => Some(assumed(release)),
            Fact::Unknown => None,
            Fact::Absent(_) => Some(RootHashList::default()),
            Fact::Known(list, _) => Some(list.clone()),
        };
        let name = |fact: &Fact<Vec<u8>>| {
            fact.value().map(|received| Suffix::new(received, SuffixSource::PkiDnsSuffix))
        };
        Self {
            suffixes,
            server_fqdn: name(&facts.server_fqdn),
            home_domain: name(&facts.home_domain),
            root_hashes,
            generations,
            later_depths: [DepthExtension::ComNet, DepthExtension::Full].map(|wanted| {
                let platform = facts.platform.value().copied().unwrap_or(Platform::NotH);
                model.depth_extension.first_above(release?, platform, |had| *had >= wanted)
            }),
            beyond_table: release.is_some_and(|release| model.is_beyond_table(release)),
            facts,
        }
    }

    /// The facts it was made from.
    #[must_use]
    pub const fn facts(&self) -> &DeviceFacts {
        &self.facts
    }

    /// The firmware generations that the facts leave possible; one, if release and platform are
    /// known.
    #[must_use]
    pub fn generations(&self) -> &[Generation] {
        &self.generations
    }

    /// The same device as if only `generation` were possible.
    pub(crate) fn as_generation(&self, generation: Generation) -> Self {
        let mut device = Self { generations: alloc::vec![generation], ..self.clone() };
        if self.facts.assume_default_roots {
            device.root_hashes = Some(assumed(Some(generation.from)));
        }
        device
    }

    /// Is the release newer than every table (D-33)?
    pub(crate) const fn is_beyond_table(&self) -> bool {
        self.beyond_table
    }

    /// The release above the device's from which on it has this depth extension.
    pub(crate) fn later_depth(&self, wanted: DepthExtension) -> Option<Release> {
        let [com_net, full] = self.later_depths;
        match wanted {
            DepthExtension::None => None,
            DepthExtension::ComNet => com_net,
            DepthExtension::Full => full,
        }
    }

    /// The list that roots are matched against: the device's, or the known roots where the caller
    /// asked for them; `None` if it is not known.
    pub(crate) const fn root_hashes(&self) -> Option<&RootHashList> {
        self.root_hashes.as_ref()
    }

    /// All suffixes; `None` if the caller does not know.
    pub(crate) fn suffixes(&self) -> Option<&[Suffix]> {
        self.suffixes.as_deref()
    }

    pub(crate) const fn server_fqdn(&self) -> Option<&Suffix> {
        self.server_fqdn.as_ref()
    }

    pub(crate) const fn home_domain(&self) -> Option<&Suffix> {
        self.home_domain.as_ref()
    }

    pub(crate) fn interface(&self) -> Option<Interface> {
        self.facts.interface.value().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_generation_assumes_its_own_roots() {
        let facts = DeviceFacts { assume_default_roots: true, ..DeviceFacts::default() };
        let device = Device::new(facts);
        let generations = device.generations().iter();
        let lists = generations.map(|generation| {
            let device = device.as_generation(*generation);
            assert_eq!(device.root_hashes(), Some(&RootHashList::assumed(generation.from)));
            device.root_hashes().map(|list| list.entries.len())
        });
        let lists: alloc::collections::BTreeSet<_> = lists.collect();
        assert!(lists.len() > 2, "{lists:?}");
        // A list of the device's own stays whatever the generation.
        let list: RootHashList = "742c3192e607e424eb4549542be1bbc53e6174e2".parse().unwrap();
        let facts = DeviceFacts { root_hashes: Fact::known(list.clone()), ..Default::default() };
        let device = Device::new(facts);
        let generation = *device.generations().first().unwrap();
        assert_eq!(device.as_generation(generation).root_hashes(), Some(&list));
    }
}
