use alloc::string::ToString;
use core::ops::Range;

use super::known_table::ROOTS;
use super::{Hash, HashEntry, RootHashList};
use crate::release::Release;
use crate::source::Source;

/// Firmware ships no SHA-1 entries from here on (R-612); those added later stay.
const SHA1_DEFAULTS_END: Release = Release::new(11, 0, 0, 0);

/// A public root that devices are known to hold.
///
/// For labels and advice: no verdict on a device rests on this table alone (R-614). "Attested"
/// means that some device or document showed the entry, no more; an OEM may have changed the list.
/// Texts are empty where nothing is known.
///
/// ```
/// use amt_provisioning::KnownRoot;
/// let hash = "742c3192e607e424eb4549542be1bbc53e6174e2".parse()?;
/// let root = KnownRoot::find(&hash).unwrap();
/// assert_eq!(root.name, "VeriSign Class 3 Public Primary Certification Authority - G1");
/// assert!(root.is_retired_on("12.0.97.2608".parse()?));
/// # Ok::<(), amt_provisioning::Error>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct KnownRoot {
    /// The name of the certificate, as people know it.
    pub name: &'static str,
    /// SHA-1 of the certificate, unless only its SHA-256 was ever seen.
    pub sha1: Option<KnownHash>,
    /// SHA-256 of the certificate.
    pub sha256: KnownHash,
    /// How it is signed by itself, such as `SHA-1` or `ECDSA SHA-384`.
    pub signature: &'static str,
    /// Its key, such as `RSA 2048` or `EC P-384`.
    pub key: &'static str,
    /// The day it expires, `2034-06-29`; devices do not mind (R-704).
    pub not_after: &'static str,
    /// Releases that no longer hold it.
    pub retired: &'static [Range<Release>],
    /// May it stand in a chain on release 15 H and from release 16 (R-501, R-502)?
    pub usable_15h_16: Option<bool>,
    /// What is attested, in words: it may name a date rather than a release.
    pub attested: &'static str,
    /// What else is worth telling.
    pub note: &'static str,
}

/// A hash of a [`KnownRoot`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct KnownHash {
    /// The hash.
    pub hash: Hash,
    /// The first release attested to hold it from the factory; `None` if none is.
    pub from: Option<Release>,
}

impl KnownRoot {
    /// All of them, in no order that means anything.
    #[must_use]
    pub fn all() -> &'static [Self] {
        ROOTS
    }

    /// The root with this SHA-1 or SHA-256.
    #[must_use]
    pub fn find(hash: &Hash) -> Option<&'static Self> {
        Self::all().iter().find(|root| root.hashes().any(|known| known.hash == *hash))
    }

    fn hashes(&self) -> impl Iterator<Item = &KnownHash> {
        self.sha1.iter().chain([&self.sha256])
    }

    /// Is it attested in newer firmware only (R-615)?
    #[must_use]
    pub fn is_too_new_for(&self, release: Release) -> bool {
        self.hashes().filter_map(|known| known.from).min().is_some_and(|first| release < first)
    }

    /// Was it removed from the factory list of this firmware (R-615)?
    #[must_use]
    pub fn is_retired_on(&self, release: Release) -> bool {
        self.retired.iter().any(|releases| releases.contains(&release))
    }

    /// The hashes of this root that are attested in the factory list of `release`.
    pub fn default_hashes(&self, release: Release) -> impl Iterator<Item = Hash> {
        let sha1 = self.sha1.iter().filter(move |_| release < SHA1_DEFAULTS_END);
        let attested = sha1.chain([&self.sha256]).filter(move |known| {
            known.from.is_some_and(|from| from <= release) && !self.is_retired_on(release)
        });
        attested.map(|known| known.hash)
    }
}

impl RootHashList {
    /// What the factory list of `release` is attested to hold, for want of the device's own
    /// (R-616). It may hold more, and an OEM may have removed some.
    #[must_use]
    pub fn assumed(release: Release) -> Self {
        let entries = KnownRoot::all().iter().flat_map(|root| {
            root.default_hashes(release).map(|hash| HashEntry {
                default: Some(true),
                name: Some(root.name.to_string()),
                ..HashEntry::from(hash)
            })
        });
        Self { entries: entries.collect(), source: Source::KnownRoots }
    }
}

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeSet;
    use alloc::vec::Vec;

    use super::*;
    use crate::root_hash::HashAlgorithm;

    fn release(text: &str) -> Release {
        text.parse().unwrap()
    }

    fn root(name: &str) -> &'static KnownRoot {
        let mut found = KnownRoot::all().iter().filter(|root| root.name.ends_with(name));
        let root = found.next().unwrap_or_else(|| panic!("{name}"));
        assert!(found.next().is_none(), "{name} is ambiguous");
        root
    }

    #[test]
    fn rows_are_complete_and_unique() {
        let roots = KnownRoot::all();
        assert_eq!(roots.len(), 28);
        let names: BTreeSet<_> = roots.iter().map(|root| root.name).collect();
        assert_eq!(names.len(), roots.len());
        let hashes: BTreeSet<_> =
            roots.iter().flat_map(KnownRoot::hashes).map(|h| h.hash.as_bytes()).collect();
        assert_eq!(hashes.len(), 28 + 25, "three rows have no SHA-1");
        for root in roots {
            let name = root.name;
            assert!(!name.is_empty() && !root.attested.is_empty(), "{name}");
            assert_eq!(root.sha256.hash.algorithm(), HashAlgorithm::Sha256, "{name}");
            if let Some(sha1) = &root.sha1 {
                assert_eq!(sha1.hash.algorithm(), HashAlgorithm::Sha1, "{name}");
            }
            // A row with a date was taken from the certificate; so were the other fields.
            assert_eq!(root.not_after.is_empty(), root.sha1.is_none(), "{name}");
            assert_eq!(root.signature.is_empty(), root.sha1.is_none(), "{name}");
            for known in root.hashes() {
                assert!(core::ptr::eq(KnownRoot::find(&known.hash).unwrap(), root), "{name}");
            }
        }
        assert!(KnownRoot::find(&Hash::sha1(b"a private root")).is_none());
    }

    /// R-501 and R-502 on the root itself.
    #[test]
    fn usable_on_new_firmware_means_sha2_and_no_short_rsa_key() {
        for root in KnownRoot::all().iter().filter(|root| !root.signature.is_empty()) {
            let sha2 = root.signature.contains("SHA-256") || root.signature.contains("SHA-384");
            let usable = sha2 && root.key != "RSA 1024";
            assert_eq!(root.usable_15h_16, Some(usable), "{}", root.name);
        }
    }

    #[test]
    fn too_new_for_old_firmware() {
        for (name, first) in [
            ("Class 3 Public Primary Certification Authority - G5", "7.0"),
            ("Go Daddy Class 2 Certification Authority", "3.0"),
            ("Go Daddy Root Certificate Authority - G2", "11.8"),
            ("Public Primary Certification Authority - G1", "2.6"),
        ] {
            let first = release(first);
            let [major, minor, ..] = first.parts();
            let before = match minor {
                0 => Release::new(major - 1, u16::MAX, u16::MAX, u16::MAX),
                _ => Release::new(major, minor - 1, u16::MAX, u16::MAX),
            };
            assert!(root(name).is_too_new_for(before), "{name} {before}");
            assert!(!root(name).is_too_new_for(first), "{name} {first}");
        }
        // "After 11.8" is no part of 11.8.
        assert!(root("DigiCert Global Root G2").is_too_new_for(release("11.8.99.9999")));
        assert!(!root("DigiCert Global Root G2").is_too_new_for(release("12.0")));
        // Known by date only: never called too new.
        assert!(
            !root("Public Primary Certification Authority - G2").is_too_new_for(release("2.6"))
        );
    }

    #[test]
    fn verisign_g1_is_retired_in_two_lines_of_firmware() {
        let g1 = root("Public Primary Certification Authority - G1");
        for (text, expected) in [
            ("2.6.2", false),
            ("11.8.65.3579", false),
            ("11.8.65.3580", true),
            ("11.22.0", true),
            ("12.0.0", false),
            ("12.0.32.1419", false),
            ("12.0.32.1420", true),
            ("16.1", true),
        ] {
            assert_eq!(g1.is_retired_on(release(text)), expected, "{text}");
            assert_eq!(g1.default_hashes(release(text)).next().is_none(), expected, "{text}");
        }
        let others = KnownRoot::all().iter().filter(|root| root.name != g1.name);
        assert!(others.into_iter().all(|root| !root.is_retired_on(release("16.1"))));
    }

    #[test]
    fn default_hashes_by_release() {
        use HashAlgorithm::{Sha1, Sha256};
        for (name, text, expected) in [
            ("Go Daddy Class 2 Certification Authority", "2.6", &[] as &[_]),
            ("Go Daddy Class 2 Certification Authority", "3.0", &[Sha1]),
            ("Go Daddy Class 2 Certification Authority", "10.65535", &[Sha1]),
            // SHA-1 entries ended with 11.0; SHA-256 is attested from 11.8.
            ("Go Daddy Class 2 Certification Authority", "11.0", &[]),
            ("Go Daddy Class 2 Certification Authority", "11.8", &[Sha256]),
            ("Public Primary Certification Authority - G1", "10.0", &[Sha1]),
            ("Public Primary Certification Authority - G1", "11.0", &[Sha256]),
            ("DigiCert Global Root G2", "10.0", &[]),
            ("DigiCert Global Root G2", "16.0", &[Sha256]),
            ("Verizon Global Root CA", "8.0", &[Sha256]),
            // Attested without an algorithm.
            ("Baltimore CyberTrust Root", "8.0", &[Sha1, Sha256]),
            ("Baltimore CyberTrust Root", "11.0", &[Sha256]),
        ] {
            let hashes = root(name).default_hashes(release(text));
            let algorithms: Vec<_> = hashes.map(|hash| hash.algorithm()).collect();
            assert_eq!(algorithms, expected, "{name} on {text}");
        }
    }

    #[test]
    fn assumed_lists() {
        assert!(RootHashList::assumed(release("2.5")).is_empty());
        let list = RootHashList::assumed(release("16.1"));
        assert_eq!(list.source, Source::KnownRoots);
        assert!(!list.is_possibly_truncated(None));
        assert!(list.entries.iter().all(|e| e.hash.algorithm() == HashAlgorithm::Sha256));
        let g2 = root("DigiCert Global Root G2");
        let entry = list.entries.iter().find(|entry| entry.hash == g2.sha256.hash).unwrap();
        assert_eq!((entry.name.as_deref(), entry.default), (Some(g2.name), Some(true)));
    }
}
