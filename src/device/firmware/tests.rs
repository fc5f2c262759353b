//! Each table step by step, and the generations that all tables make together.

use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::Debug;

use super::table::{above, below};
use super::*;
use crate::dns_suffix::DepthExtension;
use crate::finding::Basis;
use crate::release::Platform::{H, NotH};
use crate::release::{Platform, Release};

const BOTH: [Platform; 2] = [H, NotH];

fn release(text: &str) -> Release {
    text.parse().unwrap()
}

/// Every border of the model's tables, and the releases right beside it.
fn releases_at_borders(model: &FirmwareModel) -> BTreeSet<Release> {
    let mut found = BTreeSet::new();
    let mut next = Some(Release::MIN);
    while let Some(from) = next {
        let (start, end) = model.between_borders(from);
        assert_eq!(start, from);
        found.extend([Some(start), above(start), below(end), Some(end)].into_iter().flatten());
        next = above(end);
    }
    found
}

#[test]
fn readings_tile_all_releases() {
    let model = FirmwareModel::default();
    let rows = model.all_rows();
    let subjects: BTreeSet<_> = rows.iter().map(|(subject, _)| *subject).collect();
    for release in releases_at_borders(&model) {
        for platform in BOTH {
            for subject in &subjects {
                let of_subject = rows.iter().filter(|(of, _)| of == subject);
                let covering = of_subject.filter(|(_, row)| row.covers(release, platform)).count();
                assert_eq!(covering, 1, "{subject} at {release} {}", platform.name());
            }
        }
    }
}

#[test]
fn every_row_says_where_it_is_from() {
    for (subject, row) in FirmwareModel::default().all_rows() {
        assert!(!row.source.is_empty() && row.from <= row.to, "{subject} {}", row.from);
        let decision = row.source.contains("D-");
        assert!(!decision || row.basis != Basis::IntelGuide, "{subject} {}", row.from);
    }
}

/// Compares a table with its steps, `(first release, value)`, everywhere and on both platforms.
fn steps<T: Copy + Debug + PartialEq>(table: &Table<T>, steps: &[(&str, T)]) {
    steps_on(table, H, steps);
    steps_on(table, NotH, steps);
}

fn steps_on<T: Copy + Debug + PartialEq>(
    table: &Table<T>,
    platform: Platform,
    steps: &[(&str, T)],
) {
    let steps: Vec<(Release, T)> =
        steps.iter().map(|(from, value)| (release(from), *value)).collect();
    assert_eq!(steps[0].0, Release::MIN);
    let firsts = steps.iter().map(|(from, _)| *from).chain(table.borders());
    let probes: Vec<_> = firsts
        .flat_map(|first| [Some(first), below(first)])
        .flatten()
        .chain([Release::MAX])
        .collect();
    for probe in probes {
        let (_, value) = steps.iter().rev().find(|(from, _)| *from <= probe).unwrap();
        assert_eq!(table.at(probe, platform).value, *value, "{probe} {}", platform.name());
    }
}

#[test]
fn names_by_release() {
    use DepthExtension::{ComNet, Full, None};
    let model = FirmwareModel::default();
    // 5.0 is not extended although it is above 4.1.
    steps(
        &model.depth_extension,
        &[("0", None), ("2.6", ComNet), ("4.1", Full), ("5.0", ComNet), ("5.1", Full)],
    );
    steps(&model.plain_suffix, &[("0", Support::Yes)]);
    steps(&model.wildcard, &[("0", Support::Yes)]);
    steps(&model.san, &[("0", Support::Yes)]);
    steps(
        &model.wireless,
        &[
            ("0", Wireless::NotSupported),
            ("6.0", Wireless::Undetermined),
            ("11.0", Wireless::PkiSuffixOnly),
        ],
    );
    steps(&model.docks, &[("0", Docks::NotSupported), ("15.0", Docks::OemEnabled)]);
}

#[test]
fn keys_and_signatures_by_release() {
    let model = FirmwareModel::default();
    steps(
        &model.rsa_maximum,
        &[("0", RsaMaximum::Limit(2048)), ("6.0", RsaMaximum::Documented(4096))],
    );
    steps_on(&model.rsa_min_bits, H, &[("0", 1024), ("15.0", 2048)]);
    steps_on(&model.rsa_min_bits, NotH, &[("0", 1024), ("16.0", 2048)]);
    steps(
        &model.leaf_minimum,
        &[("0", LeafMinimum::None), ("22.0", LeafMinimum::RsaOrP384 { rsa_bits: 3072 })],
    );
    let before = EcLeaf { tls_pki: Support::Undetermined, host_based: Support::No };
    let after = EcLeaf { tls_pki: Support::Yes, host_based: Support::Yes };
    steps(&model.ec_leaf, &[("0", before), ("22.0", after)]);
    let (allowed, forbidden) = (Sha1Signatures::Allowed, Sha1Signatures::Forbidden);
    steps_on(&model.sha1, H, &[("0", allowed), ("15.0", forbidden)]);
    steps_on(&model.sha1, NotH, &[("0", allowed), ("16.0", forbidden)]);
    steps(
        &model.sha2,
        &[
            ("0", Sha2Chain::Undetermined),
            ("6.0", Sha2Chain::Uncertain),
            ("11.0", Sha2Chain::Documented),
            ("22.0", Sha2Chain::Refused),
        ],
    );
    steps(
        &model.sha384,
        &[
            ("0", Sha384Chain::Uncertain),
            ("21.0", Sha384Chain::Accepted),
            ("22.0", Sha384Chain::Required),
        ],
    );
    steps(
        &model.nonce_signing,
        &[
            ("0", NonceSigning::NotOffered),
            ("6.2", NonceSigning::Sha256),
            ("21.0", NonceSigning::AsLeaf),
            ("22.0", NonceSigning::Sha384),
        ],
    );
}

#[test]
fn roots_by_release() {
    let model = FirmwareModel::default();
    steps(&model.embedded_roots, &[("0", Support::No), ("2.6", Support::Yes)]);
    let capacity = |embedded| RootCapacity { embedded, custom: 3 };
    steps(&model.root_capacity, &[("0", capacity(20)), ("7.0", capacity(30))]);
    steps(&model.hello_roots, &[("0", HelloRoots::Complete), ("7.0", HelloRoots::MayEndAt(23))]);
    steps(&model.default_sha1_entries, &[("0", Support::Yes), ("11.0", Support::No)]);
    steps_on(&model.sha1_entries, H, &[("0", Support::Yes), ("15.0", Support::No)]);
    steps_on(&model.sha1_entries, NotH, &[("0", Support::Yes), ("16.0", Support::No)]);
    steps(&model.hash_type_3, &[("0", HashType3::Sha512), ("6.0", HashType3::Sha384)]);
    steps(
        &model.mebx_entry,
        &[
            ("0", MebxEntry::Sha1Only),
            ("15.0", MebxEntry::Offered),
            ("16.0", MebxEntry::NotOffered),
        ],
    );
    steps(
        &model.verisign_g1,
        &[
            ("0", VerisignG1::NotRemoved),
            ("11.8.65.3580", VerisignG1::Removed),
            ("12.0", VerisignG1::NotRemoved),
            ("12.0.32.1420", VerisignG1::Removed),
        ],
    );
}

#[test]
fn flows_by_release() {
    let model = FirmwareModel::default();
    steps(
        &model.remote_pki,
        &[
            ("0", RemotePki::NotOffered),
            ("2.2", RemotePki::DelayedOnDesktops),
            ("2.6", RemotePki::Delayed),
            ("3.0", RemotePki::BareMetal),
        ],
    );
    let (no, open, yes) = (Support::No, Support::Undetermined, Support::Yes);
    steps(&model.host_based_ccm, &[("0", no), ("6.1", open), ("6.2", yes)]);
    steps(&model.admin_setup, &[("0", no), ("6.2", yes), ("19.0", no)]);
    steps(&model.upgrade_client_to_admin, &[("0", no), ("6.2", yes)]);
    steps(
        &model.shbc,
        &[("0", Shbc::NotOffered), ("14.0", Shbc::Possible), ("19.0", Shbc::Standard)],
    );
}

/// digest and number come together.
#[test]
fn nonce_digest_follows_release_and_leaf() {
    use NonceDigest::{Sha256, Sha384};
    let model = FirmwareModel::default();
    for (at, sha256_leaf, sha384_leaf) in [
        ("6.1", None, None),
        ("6.2", Some(Sha256), Some(Sha256)),
        ("20.0.5", Some(Sha256), Some(Sha256)),
        ("21.0.6", Some(Sha256), Some(Sha384)),
        ("22.0.0", Some(Sha384), Some(Sha384)),
    ] {
        let signing = model.generation(release(at), NotH).nonce_signing;
        assert_eq!(signing.digest(false), sha256_leaf, "{at}");
        assert_eq!(signing.digest(true), sha384_leaf, "{at}");
    }
    assert_eq!((Sha256.signing_algorithm(), Sha384.signing_algorithm()), (2, 3));
}

/// Every generation of the reading: one begins wherever a table above has a step.
const GENERATIONS: [&str; 22] = [
    "up to 2.1.x",
    "2.2 to 2.5.x",
    "2.6 to 2.x",
    "3.0 to 4.0.x",
    "4.1 to 4.x",
    "5.0 to 5.0.x",
    "5.1 to 5.x",
    "6.0 to 6.0.x",
    "6.1 to 6.1.x",
    "6.2 to 6.x",
    "7.0 to 10.x",
    "11.0 to 11.8.65.3579",
    "11.8.65.3580 to 11.x",
    "12.0 to 12.0.32.1419",
    "12.0.32.1420 to 13.x",
    "14.0 to 14.x",
    "15.0 to 15.x (H)",
    "15.0 to 15.x (not H)",
    "16.0 to 18.x",
    "19.0 to 20.x",
    "21.0 to 21.x",
    "22.0 and later",
];

fn shown(generations: &[Generation]) -> Vec<String> {
    generations.iter().map(ToString::to_string).collect()
}

#[test]
fn generations_by_what_is_known() {
    let model = FirmwareModel::default();
    assert_eq!(shown(&model.generations(None, None)), GENERATIONS);
    let mut all = GENERATIONS.to_vec();
    all.retain(|generation| *generation != "15.0 to 15.x (not H)");
    assert_eq!(shown(&model.generations(None, Some(H))), all);
    let both = ["15.0 to 15.x (H)", "15.0 to 15.x (not H)"];
    for (known, platform, expected) in [
        ("15.0", None, &both[..]),
        ("15.65535.65535.65535", None, &both),
        ("15.0.42", Some(H), &both[..1]),
        ("15.0.42", Some(NotH), &both[1..]),
        ("14.65535", None, &["14.0 to 14.x"]),
        ("16.0", None, &["16.0 to 18.x"]),
        ("5.0.65535", Some(H), &["5.0 to 5.0.x"]),
        ("65535", None, &["22.0 and later"]),
    ] {
        let found = model.generations(Some(release(known)), platform);
        assert_eq!(shown(&found), expected, "{known}");
    }
}

/// Around every border, a device belongs to exactly one generation of the list, and it is the one
/// that is found for it directly; within it all values are alike.
fn assert_generations_tile(model: &FirmwareModel) {
    let all = model.generations(None, None);
    let selected = |release, platform| {
        let admitting = all.iter().filter(|generation| generation.admits(release, platform));
        admitting.copied().collect::<Vec<_>>()
    };
    for release in releases_at_borders(model) {
        for platform in BOTH {
            let found = model.generation(release, platform);
            let (known, kind) = (Some(release), Some(platform));
            assert_eq!(selected(known, kind), [found], "{release} {}", platform.name());
            assert_eq!(selected(known, None), model.generations(known, None));
            assert_eq!(selected(None, kind), model.generations(None, kind));
            let values = model.values(release, platform);
            let Generation { from, to, platform: only, .. } = found;
            assert_eq!(Generation { from, to, platform: only, ..values }, found);
        }
    }
    for pair in all.windows(2) {
        let alike = Generation { from: pair[0].from, to: pair[0].to, ..pair[1] } == pair[0];
        assert!(!alike, "{} and {} are one", pair[0], pair[1]);
    }
}

#[test]
fn generations_tile_all_releases() {
    assert_generations_tile(&FirmwareModel::default());
}

fn own<T>(from: &str, to: &str, platform: Option<Platform>, value: T) -> Row<T> {
    let (from, to) = (release(from), release(to));
    Row { from, to, platform, value, basis: Basis::Field, source: "own laboratory" }
}

#[test]
fn overrides_win_and_show() {
    let mut model = FirmwareModel::default();
    let reading = model.clone();
    model.wireless.add_override(own("9.0", "10.1.9", None, Wireless::PkiSuffixOnly));
    model.wireless.add_override(own("10.0", "12.0", Some(H), Wireless::NotSupported));
    let (open, suffix, never) =
        (Wireless::Undetermined, Wireless::PkiSuffixOnly, Wireless::NotSupported);
    let not_h = [("6.0", open), ("9.0", suffix), ("10.1.9.1", open), ("11.0", suffix)];
    steps_on(&model.wireless, NotH, &[&[("0", never)], &not_h[..]].concat());
    let h = [("6.0", open), ("9.0", suffix), ("10.0", never), ("12.0.0.1", suffix)];
    steps_on(&model.wireless, H, &[&[("0", never)], &h[..]].concat());

    let at = release("10.0");
    let row = model.wireless.at(at, NotH);
    assert_eq!((row.basis, row.source), (Basis::Field, "own laboratory"));
    assert_eq!(model.wireless.override_at(at, NotH), Some(row));
    assert_eq!(model.wireless.reading_at(at, NotH), reading.wireless.at(at, NotH));
    assert_eq!(model.wireless.override_at(release("8.9"), H), None);
    assert_eq!(reading.wireless.override_at(at, NotH), None);
    assert_generations_tile(&model);
    assert_eq!(
        shown(&model.generations(Some(release("11.0")), None)),
        ["11.0 to 11.8.65.3579 (H)", "11.0 to 11.8.65.3579 (not H)",]
    );
}

#[test]
fn an_override_without_effect_makes_no_generation() {
    let mut model = FirmwareModel::default();
    let before = model.generations(None, None);
    model.docks.add_override(own("17.0", "17.5", Some(H), Docks::OemEnabled));
    assert_eq!(model.generations(None, None), before);
}

/// D-33.
#[test]
fn releases_beyond_the_tables() {
    let mut model = FirmwareModel::default();
    for (at, beyond) in [("21.9", false), ("22.0", false), ("22.65535", false), ("23.0", true)] {
        assert_eq!(model.is_beyond_table(release(at)), beyond, "{at}");
    }
    let newest = model.generation(release("22.0"), H);
    assert_eq!(model.generation(release("23.0"), H), newest);
    model.docks.add_override(own("23.0", "23.1", None, Docks::NotSupported));
    assert!(!model.is_beyond_table(release("23.9")) && model.is_beyond_table(release("24.0")));
}

/// the release that would accept.
#[test]
fn first_release_with_a_value() {
    let table = FirmwareModel::default().depth_extension;
    for (from, wanted, found) in [
        ("2.5", DepthExtension::ComNet, Some("2.6")),
        ("2.5", DepthExtension::Full, Some("4.1")),
        ("4.0", DepthExtension::Full, Some("4.1")),
        ("5.0", DepthExtension::Full, Some("5.1")),
        ("5.1", DepthExtension::Full, None),
    ] {
        let first = table.first_above(release(from), H, |value| *value >= wanted);
        assert_eq!(first, found.map(release), "{from}");
    }
    let sha1 = FirmwareModel::default().sha1;
    let forbidden =
        |platform| sha1.first_above(release("14"), platform, |v| *v == Sha1Signatures::Forbidden);
    assert_eq!((forbidden(H), forbidden(NotH)), (Some(release("15")), Some(release("16"))));
}

#[test]
fn ranges_are_shown_as_in_the_tables() {
    let model = FirmwareModel::default();
    let mut generation = model.generation(release("15"), H);
    for (from, to, shown) in [
        (Release::MIN, Release::MAX, "all releases (H)"),
        (release("3.2.1"), release("3.2.1.65535"), "3.2.1 to 3.2.1.x (H)"),
        (release("3.2.1"), release("3.2.2"), "3.2.1 to 3.2.2 (H)"),
    ] {
        (generation.from, generation.to) = (from, to);
        assert_eq!(generation.to_string(), shown);
    }
}
