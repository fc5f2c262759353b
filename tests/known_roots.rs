//! The table of known roots against the certificates themselves, as Debian ships them.

extern crate alloc;

use alloc::collections::BTreeSet;

use amt_provisioning::{Hash, KnownRoot};
use base64ct::{Base64, Encoding};

/// From the package `ca-certificates`.
const BUNDLE: &str = "/etc/ssl/certs/ca-certificates.crt";

/// The rows whose certificates were in `ca-certificates` 20230311, found with Python's `hashlib`
/// and `openssl x509`. Distributions drop roots over the years, but add none of the others.
const SHIPPED: [&str; 17] = [
    "AAA Certificate Services (Comodo)",
    "AffirmTrust Premium",
    "Baltimore CyberTrust Root",
    "DigiCert Global Root CA",
    "DigiCert Global Root G2",
    "DigiCert Global Root G3",
    "DigiCert Trusted Root G4",
    "Entrust Root Certification Authority",
    "Entrust Root Certification Authority - G2",
    "Entrust.net Certification Authority (2048)",
    "GlobalSign ECC Root CA - R5",
    "GlobalSign Root CA - R3",
    "GlobalSign Root CA - R6",
    "Go Daddy Class 2 Certification Authority",
    "Go Daddy Root Certificate Authority - G2",
    "Starfield Class 2 Certification Authority",
    "Starfield Root Certificate Authority - G2",
];

/// Fewer rows than this mean that the bundle was not read as it should be.
const FEWEST: usize = 5;

/// Does `der` hold a string equal to `name`? Its length stands before it.
fn contains_name(der: &[u8], name: &str) -> bool {
    let name = name.trim_end_matches(" (Comodo)");
    let mut string = vec![u8::try_from(name.len()).unwrap()];
    string.extend(name.bytes());
    der.windows(string.len()).any(|bytes| bytes == string)
}

#[test]
fn certificates_hash_to_their_rows() {
    let Ok(bundle) = std::fs::read_to_string(BUNDLE) else {
        println!("skipped: no {BUNDLE}; install the package ca-certificates");
        return;
    };
    let blocks = bundle.split("-----BEGIN CERTIFICATE-----").skip(1);
    let mut found = BTreeSet::new();
    for block in blocks {
        let (base64, _) = block.split_once("-----END CERTIFICATE-----").unwrap();
        let der = Base64::decode_vec(&base64.split_whitespace().collect::<String>()).unwrap();
        let (sha1, sha256) = (Hash::sha1(&der), Hash::sha256(&der));
        // Each hash and the name finds the row, so that none can be wrong unnoticed.
        let named = || KnownRoot::all().iter().find(|root| contains_name(&der, root.name));
        let root = KnownRoot::find(&sha1).or(KnownRoot::find(&sha256)).or_else(named);
        let Some(root) = root else { continue };
        assert!(contains_name(&der, root.name), "{}", root.name);
        assert_eq!(root.sha256.hash, sha256, "{}", root.name);
        assert_eq!(root.sha1.as_ref().map(|known| known.hash), Some(sha1), "{}", root.name);
        // notAfter as UTCTime, 13 characters that begin with YYMMDD.
        let mut utc_time = b"\x17\x0d".to_vec();
        utc_time.extend(root.not_after.bytes().skip(2).filter(|byte| *byte != b'-'));
        assert_eq!(utc_time.len(), 2 + 6, "{}", root.name);
        assert!(der.windows(utc_time.len()).any(|bytes| bytes == utc_time), "{}", root.name);
        found.insert(root.name);
    }
    assert!(found.is_subset(&BTreeSet::from(SHIPPED)), "{found:?}");
    assert!(found.len() >= FEWEST, "{found:?}");
}
