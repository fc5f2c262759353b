//! Who may name whom: the architecture as two tables, checked against every path in the source.
//!
//! The source is read as tokens, so that paths count wherever they stand, in macros and signatures
//! as well as in `use` items, and comments and strings do not. Code for tests only is exempt.

use std::collections::BTreeSet;
use std::fs;

mod source;

use source::Source;

/// The modules of the library from the bottom up, each with those it may name: lines above its own.
const MODULES: [(&str, &[&str]); 18] = [
    ("finding", &[]),
    ("oid", &[]),
    ("source", &[]),
    ("uuid", &[]),
    ("error", &["finding", "uuid"]),
    ("release", &["error"]),
    ("secret", &["error"]),
    ("time", &["error"]),
    ("certificate", &["error", "oid", "time"]),
    ("bag", &["certificate", "error", "finding", "oid"]),
    ("digest", &["error", "finding", "secret"]),
    ("dns_suffix", &["error", "finding"]),
    ("root_hash", &["error", "finding", "release", "source"]),
    ("hello", &["dns_suffix", "error", "finding", "root_hash", "source", "time", "uuid"]),
    ("http", &["digest", "error", "secret"]),
    ("device", &["dns_suffix", "finding", "release", "root_hash", "source"]),
    (
        "validation",
        &[
            "bag",
            "certificate",
            "device",
            "dns_suffix",
            "finding",
            "oid",
            "release",
            "root_hash",
            "time",
        ],
    ),
    (
        "provisioning",
        &[
            "certificate",
            "device",
            "digest",
            "error",
            "finding",
            "hello",
            "oid",
            "release",
            "root_hash",
            "secret",
            "source",
            "time",
            "uuid",
            "validation",
        ],
    ),
];

/// The crates that the library uses, each with the files or folders that may name it.
const CRATES: [(&str, &[&str]); 23] = [
    ("aws_lc_rs", &["validation/algorithms/aws_lc_rs.rs"]),
    ("base64ct", &["bag/base64.rs", "digest/credentials.rs", "root_hash/text.rs"]),
    ("bitflags", &["certificate/", "digest/", "dns_suffix/", "root_hash/", "validation/"]),
    ("const_oid", &["certificate/", "oid.rs", "validation/"]),
    ("der", &["certificate/"]),
    ("httparse", &["http/"]),
    ("md5", &["digest/algorithm.rs"]),
    ("p256", &[]), // by a macro's argument, which is no path: validation/algorithms/rustcrypto.rs
    ("p384", &[]), // likewise
    ("pki_types", &["lib.rs", "validation/"]),
    ("ring", &["validation/algorithms/ring.rs"]),
    ("rsa", &["validation/algorithms/rustcrypto.rs"]),
    ("serde", &[""]), // Serialize for whatever a report shows
    ("sha1", &["root_hash/hash.rs"]),
    ("sha1_10", &["validation/algorithms/rustcrypto.rs"]),
    ("sha2", &["digest/algorithm.rs", "root_hash/hash.rs"]),
    ("sha2_10", &["validation/algorithms/rustcrypto.rs"]),
    ("std", &["lib.rs"]), // for tests, and for aws-lc-rs
    ("subtle", &["secret.rs"]),
    ("thiserror", &["dns_suffix/name_error.rs", "error/"]),
    ("webpki", &["validation/second_opinion.rs"]),
    ("x509_cert", &["certificate/"]),
    ("zeroize", &["digest/", "http/exchange.rs", "secret.rs"]),
];

#[test]
fn modules_name_only_modules_below_them() {
    let source = Source::read();
    let inside = source.paths.iter().filter(|named| !named.module.is_empty());
    let edges = inside.filter_map(|named| {
        let (from, to) = (named.module[0].clone(), source.target(named)?);
        (from != to).then(|| (from, to, named.file.clone()))
    });
    compare(&MODULES, edges.collect());
    for (place, (from, allowed)) in MODULES.iter().enumerate() {
        for to in *allowed {
            assert!(MODULES[..place].iter().any(|(below, _)| below == to), "{to} is above {from}");
        }
    }
}

#[test]
fn crates_are_named_only_where_they_belong() {
    let source = Source::read();
    let manifest = fs::read_to_string("Cargo.toml").unwrap();
    let dependencies = manifest.split("[dependencies]\n").nth(1).unwrap();
    let dependencies = dependencies.lines().take_while(|line| !line.is_empty());
    let name = |line: &str| line.split(' ').next().unwrap().replace('-', "_");
    let dependencies: Vec<String> = dependencies.map(name).collect();
    let rows = CRATES.iter().map(|(name, _)| *name);
    assert!(rows.filter(|name| *name != "std").eq(dependencies));

    let crates = source.paths.iter().filter_map(|named| {
        let (name, allowed) = CRATES.iter().find(|(name, _)| *name == named.segments[0])?;
        let place = allowed.iter().find(|place| named.file.starts_with(**place));
        let place = place.map_or(named.file.clone(), |place| place.to_string());
        Some((name.to_string(), place, named.file.clone()))
    });
    compare(&CRATES, crates.collect());
}

/// Is what was found, with the file it was found in, what the table allows, and no less?
fn compare(table: &[(&str, &[&str])], found: BTreeSet<(String, String, String)>) {
    let pairs = |(from, to, _): &(String, String, String)| (from.clone(), to.clone());
    let used: BTreeSet<_> = found.iter().map(pairs).collect();
    let rows = table.iter().flat_map(|(from, allowed)| allowed.iter().map(move |to| (*from, *to)));
    let allowed: BTreeSet<_> = rows.map(|(from, to)| (from.to_string(), to.to_string())).collect();
    let forbidden: Vec<_> = found.iter().filter(|edge| !allowed.contains(&pairs(edge))).collect();
    assert!(forbidden.is_empty(), "not in the table: {forbidden:#?}");
    let stale: Vec<_> = allowed.difference(&used).collect();
    assert!(stale.is_empty(), "in the table, but no longer in the source: {stale:#?}");
}

#[test]
fn no_unsafe_code() {
    for (file, words) in source::words("src".as_ref()) {
        assert!(!words.contains("unsafe"), "{}", file.display());
    }
}

#[test]
fn the_crate_root_stays_small() {
    let root = fs::read_to_string("src/lib.rs").unwrap();
    let code = root.lines().filter(|line| !line.is_empty() && !line.trim().starts_with("//"));
    assert!(code.count() < 100);
}
