//! the root's hash and the device's list; R-901: the CheckCertificate result.

use amt_provisioning::{
    Fact, Finding, HashEntry, Platform, RootHashList, Rule, Source, Switch, check_root_hash,
};

use crate::common::rows::{Row, row};
use crate::common::{
    Cert, Digest, Forge, Key, PublicRoot, Scene, entry, forge, intermediate, leaf, list, release,
    root,
};
use crate::{REJECTED, UNDETERMINED};

/// The SHA-1 chain, which old releases accept, with a list made from its root.
fn old(release: &str, entries: fn(&Cert) -> Vec<HashEntry>) -> Scene {
    let root = Forge::ca("RSA Root", Key::Rsa2048).digest(Digest::Sha1).self_issued();
    let scene = Scene::signed_with(Digest::Sha1, &Forge::leaf("amt.example.com"));
    scene.release(release).listing(entries(&root))
}

fn other() -> HashEntry {
    entry(&[0x11; 32])
}

fn flagged(active: Option<bool>, hash: &[u8]) -> HashEntry {
    HashEntry { active, ..entry(hash) }
}

///
fn entries() -> Vec<Row> {
    use Finding::*;
    let listing = |entries: &[HashEntry]| Scene::ordinary().listing(entries.to_vec());
    let sha256 = root().sha256();
    let named = HashEntry { name: Some(String::new()), ..entry(&sha256) };
    let misnamed = HashEntry { name: Some("GTE CyberTrust".into()), ..entry(&sha256) };
    let conflict = HashEntry::from_interface(4, &sha256, None).unwrap();
    let conflict = HashEntry { active: Some(true), ..conflict };
    let asks = |scene: Scene| scene.set(|s| s.policy.unknown_flag_is_active = false);
    let sha1 = || listing(&[entry(&root().sha1())]);
    let on_15 = |platform: Option<Platform>| {
        sha1().release("15.0").set(|s| s.facts.platform = platform.into())
    };
    vec![
        row("R-601, S1-24, S2-16, S4-16 SHA-256", Rule::R601, listing(&[entry(&sha256)])),
        row("R-601 SHA-384", Rule::R601, listing(&[entry(&root().sha384())])),
        row("R-601, C4 SHA-1, whatever signed the chain", Rule::R601, sha1().release("14.0")),
        row("R-601, R-609 any place", Rule::R601, listing(&[other(), entry(&sha256), other()])),
        row("R-601, B16, J2 no entry", Rule::R601, listing(&[other()]))
            .fails(&[RootHashNoMatch])
            .shows(&["list of 1"]),
        row("R-601 a bit differs", Rule::R601, {
            let mut hash = sha256.clone();
            hash[31] ^= 1;
            listing(&[entry(&hash)])
        })
        .fails(&[RootHashNoMatch]),
        row(
            "R-601, R-603 SHA-512 on 5.x",
            Rule::R601,
            old("5.65535", |r| vec![entry(&r.sha512())]),
        ),
        row("R-601, R-603 SHA-512 from 6.0", Rule::R601, old("6.0", |r| vec![entry(&r.sha512())]))
            .fails(&[RootHashNoMatch]),
        row("R-602, D-26, H11", Rule::R601, listing(&[conflict]))
            .advises(&[HashAlgorithmIdConflict]),
        row("R-604 active", Rule::R601, listing(&[flagged(Some(true), &sha256)])),
        row("R-604, C12 not active", Rule::R601, listing(&[flagged(Some(false), &sha256)]))
            .fails(&[RootHashNoMatch, RootHashInactive]),
        row("R-604, R-808 another hash of the root is active", Rule::R601, {
            listing(&[flagged(Some(false), &sha256), entry(&root().sha384())])
        }),
        row("R-604, D-27 unknown", Rule::R601, listing(&[flagged(None, &sha256)]))
            .advises(&[RootHashFlagUnknown]),
        row("D-27 policy", Rule::R601, asks(listing(&[flagged(None, &sha256)])))
            .fails(&[RootHashNoMatch, RootHashInactive])
            .by_policy(Switch::UnknownFlagIsActive, amt_provisioning::Outcome::Pass),
        row("D-27 policy, flag known", Rule::R601, asks(listing(&[entry(&sha256)]))),
        row("R-605, C15, S1-21 blank name", Rule::R601, listing(&[named])),
        row("R-605 wrong name", Rule::R601, listing(&[misnamed])),
        row("R-612, C7 SHA-1 from 16.0", Rule::R601, sha1().release("16.0"))
            .fails(&[RootHashNoMatch, RootHashSha1Void]),
        row("R-612 SHA-1 on 15.x H", Rule::R601, on_15(Some(Platform::H)))
            .fails(&[RootHashNoMatch, RootHashSha1Void]),
        row("R-612, C6 SHA-1 on 15.x not H", Rule::R601, on_15(Some(Platform::NotH))),
        row("R-612, D-32 SHA-1 on 15.x", Rule::R601, on_15(None))
            .undetermined(&[RootHashNoMatch, RootHashSha1Void, PlatformNotGiven])
            .missing(&["platform"]),
        row(
            "R-612 SHA-1 beside SHA-256",
            Rule::R601,
            listing(&[entry(&root().sha1()), entry(&sha256)]),
        ),
    ]
}

/// lists that are unknown, empty or cut.
fn lists() -> Vec<Row> {
    use Finding::*;
    let with = |list| Scene::ordinary().set(|s| s.facts.root_hashes = list);
    let many = |count: u8, source| {
        let entries = (0..count).map(|number| flagged(None, &[number; 32])).collect();
        Fact::known(RootHashList { entries, source })
    };
    let cut = |count, source, release: Option<&str>| {
        with(many(count, source))
            .set(|s| s.facts.release = release.map(crate::common::release).into())
    };
    let hello = |count, release| cut(count, Source::Hello, Some(release));
    let empty_old = |release: &str| old(release, |_| Vec::new());
    let matching_hello = Scene::ordinary().set(|s| {
        let entries = (1..24).map(|number| flagged(None, &[number; 32]));
        let entries = entries.chain([flagged(None, &root().sha256())]).collect();
        s.facts.root_hashes = Fact::known(RootHashList { entries, source: Source::Hello });
    });
    let assume = |scene: Scene| scene.set(|s| s.facts.assume_default_roots = true);
    vec![
        row("R-606, S1-5 unavailable", Rule::R601, with(Fact::Unknown))
            .lacks_input(&[RootHashListUnavailable])
            .missing(&["root_hashes"]),
        row("R-606, C1 empty", Rule::R601, with(list([]))).fails(&[RootHashListEmpty]),
        row("R-606 absent", Rule::R601, with(Fact::Absent(Source::HostInterface)))
            .fails(&[RootHashListEmpty]),
        row("R-607, C1, S1-17 empty on 2.6", Rule::R601, empty_old("2.6.2"))
            .fails(&[RootHashListEmpty, RootHashUpgradeLoss]),
        row("R-607 empty on 2.5", Rule::R601, empty_old("2.5")).fails(&[RootHashListEmpty]),
        row("R-607, S1-18 empty on 3.2.2", Rule::R601, empty_old("3.2.2"))
            .fails(&[RootHashListEmpty]),
        row("R-608, C9 23 of a Hello", Rule::R601, hello(23, "7.0"))
            .undetermined(&[RootHashNoMatch, RootHashListMayBeTruncated])
            .missing(&["root_hashes"]),
        row("R-608 24 of a Hello", Rule::R601, hello(24, "16.1"))
            .undetermined(&[RootHashNoMatch, RootHashListMayBeTruncated])
            .missing(&["root_hashes"]),
        row("R-608 22 of a Hello", Rule::R601, hello(22, "16.1")).fails(&[RootHashNoMatch]),
        row("R-608 23 of a Hello before 7.0", Rule::R601, hello(23, "6.65535"))
            .fails(&[RootHashNoMatch]),
        row("R-608 23 of a Hello, release unknown", Rule::R601, cut(23, Source::Hello, None))
            .undetermined(&[RootHashNoMatch, RootHashListMayBeTruncated])
            .missing(&["release", "root_hashes"]),
        row("R-608, C8 33 enumerated", Rule::R601, cut(33, Source::HostInterface, Some("16.1")))
            .fails(&[RootHashNoMatch]),
        row("R-608 23, source not stated", Rule::R601, cut(23, Source::Unstated, Some("16.1")))
            .fails(&[RootHashNoMatch]),
        row("R-608, R-604 the 24th of a Hello", Rule::R601, matching_hello)
            .beside(&[RootHashFlagUnknown]),
        row("R-616 known root", Rule::R601, assume(Scene::under(PublicRoot::DigicertG2)))
            .undetermined(&[RootHashAssumed])
            .beside(&[RootHashFlagUnknown])
            .missing(&["root_hashes"]),
        row("R-616 private root", Rule::R601, assume(Scene::ordinary()))
            .undetermined(&[RootHashAssumed])
            .beside(&[RootHashNoMatch])
            .missing(&["root_hashes"]),
    ]
}

/// what was typed instead of the root's hash.
fn near_misses() -> Vec<Row> {
    use Finding::*;
    let listing = |hash: &[u8]| Scene::ordinary().listing([other(), entry(hash)]);
    let reversed = |mut hash: Vec<u8>| {
        hash.reverse();
        hash
    };
    // A path to an old root whose SHA-1 entry is void; the path judged is the other one.
    let old = Forge::ca("Old Root", Key::Rsa2048).digest(Digest::Sha1).self_issued();
    let cross = Forge::ca("Test Root", Key::P256(1)).serial(&[2]).issued_by(&old);
    let other_path = Scene::ordinary().and(&old).and(&cross).listing([entry(&old.sha1())]);
    let key_id = [0x77; 20];
    let identified =
        Forge::ca("Root", Key::P256(1)).with(forge::subject_key_identifier(&key_id)).self_issued();
    let under = |root: &Cert, hash: &[u8]| {
        let leaf = Forge::leaf("amt.example.com").issued_by(root);
        Scene::of(&[&leaf, root]).listing([entry(hash)])
    };
    // RFC 5280, 4.2.1.2 (1): SHA-1 of the BIT STRING's content, here an uncompressed point.
    let key = sha1_of(&Key::P256(1).spki()[26..]);
    let mut rows = vec![
        row("R-611, C14 another path's root", Rule::R601, other_path)
            .fails(&[RootHashNoMatch, DeviceHashOtherPath]),
        row("R-611 subject key identifier", Rule::R601, under(&identified, &key_id))
            .fails(&[RootHashNoMatch, DeviceHashIsKeyId]),
        row("R-611 SHA-1 of the key", Rule::R601, listing(&key))
            .fails(&[RootHashNoMatch, DeviceHashIsKeyId])
            .shows(&["entry 2"]),
        row("R-611 reversed", Rule::R601, listing(&reversed(root().sha256())))
            .fails(&[RootHashNoMatch, DeviceHashDamaged])
            .shows(&["entry 2"]),
        row("R-611 reversed SHA-1", Rule::R601, listing(&reversed(root().sha1())))
            .fails(&[RootHashNoMatch, DeviceHashDamaged]),
        row("R-611 cut", Rule::R601, listing(&root().sha384()[..32]))
            .fails(&[RootHashNoMatch, DeviceHashDamaged]),
        row("R-611 cut to the length of SHA-1", Rule::R601, listing(&root().sha256()[..20]))
            .fails(&[RootHashNoMatch, DeviceHashDamaged]),
        row("R-610 beside the root's own", Rule::R601, {
            Scene::ordinary().listing([entry(&leaf().sha256()), entry(&root().sha256())])
        }),
    ];
    for (cert, finding) in [(leaf(), DeviceHashIsLeaf), (intermediate(), DeviceHashIsIntermediate)]
    {
        for hash in [cert.sha1(), cert.sha256(), cert.sha384()] {
            let id = format!("R-610, C2, S1-20 {finding}, {} bytes", hash.len());
            let typed = row(id, Rule::R601, listing(&hash));
            rows.push(typed.fails(&[RootHashNoMatch, finding]).shows(&["entry 2"]));
        }
    }
    rows
}

fn sha1_of(bytes: &[u8]) -> Vec<u8> {
    use sha1_10::Digest as _;
    sha1_10::Sha1::digest(bytes).to_vec()
}

/// known roots and private ones. Advice only.
fn known_roots() -> Vec<Row> {
    use Finding::*;
    use PublicRoot::{DigicertG2, VerisignG1};
    let unlisted = |root, release: &str| Scene::under(root).release(release).listing([other()]);
    let mut rows = vec![
        row("R-613, C11, C16", Rule::R613, Scene::ordinary()).advises(&[PrivateRoot]),
        row("R-613 public root", Rule::R613, Scene::under(DigicertG2)).not_applicable(),
        row("R-615 private root", Rule::R615, Scene::ordinary()).not_applicable(),
        row("R-615 release unknown", Rule::R615, {
            Scene::under(DigicertG2).set(|s| s.facts.release = Fact::Unknown)
        })
        .not_evaluated(&[])
        .verdict(UNDETERMINED)
        .missing(&["release"]),
        row("R-615 listed all the same", Rule::R615, Scene::under(DigicertG2).release("11.8")),
        row("R-615, C10 too new", Rule::R615, unlisted(DigicertG2, "11.8"))
            .advises(&[RootTooNewForFirmware])
            .verdict(REJECTED)
            .shows(&["DigiCert Global Root G2"]),
        row("R-615 not too new", Rule::R615, unlisted(DigicertG2, "16.1")).verdict(REJECTED),
    ];
    for (release, retired) in [
        ("11.8.65.3579", false),
        ("11.8.65.3580", true),
        ("12.0.32.1419", false),
        ("12.0.32.1420", true),
    ] {
        let g1 = row(
            format!("R-615 VeriSign G1 on {release}"),
            Rule::R615,
            unlisted(VerisignG1, release),
        );
        rows.push(g1.advises(if retired { &[RootRetired] } else { &[] }).verdict(REJECTED));
    }
    rows
}

pub(crate) fn rows() -> Vec<Row> {
    [entries(), lists(), near_misses(), known_roots()].concat()
}

/// C-15 with the real thing: VeriSign's root of 1996 (version 1, MD2, RSA 1024) is accepted by its
/// SHA-1 on 2.6 (R-405, S1-8, S3-28), and named, although the name decides nothing.
#[test]
fn verisign_g1_is_an_anchor() {
    let g1 = "742c3192e607e424eb4549542be1bbc53e6174e2";
    let list: RootHashList = g1.parse().unwrap();
    let scene = Scene::under(PublicRoot::VerisignG1).release("10.0").set(|s| {
        s.facts.root_hashes = Fact::known(list);
    });
    let report = scene.explain();
    assert_eq!(report.verdict, amt_provisioning::Verdict::Accepted, "{report}");
    let matched = report.root_match.as_ref().unwrap();
    assert_eq!((matched.hash.as_str(), matched.entry), (g1, 0));
    assert_eq!(matched.name, Some("VeriSign Class 3 Public Primary Certification Authority - G1"));
    assert_eq!(report.path.last().unwrap().sha1.to_string(), g1);
}

/// the remedy shows the hash to enter.
#[test]
fn remedy_shows_the_root_hash() {
    let report = Scene::ordinary().listing([entry(&leaf().sha256())]).explain();
    let hex: String = root().sha256().iter().map(|byte| format!("{byte:02x}")).collect();
    let remedy = &crate::common::rows::report_row(&report, Rule::R601).remedy;
    assert!(remedy.contains(&hex), "{remedy}");
    assert_eq!(report.headline, Some(Finding::DeviceHashIsLeaf));
}

/// S1-2 to S1-8, R-901: the answers of the provider method, byte for byte.
#[test]
fn check_certificate_answers() {
    let mismatch = "None certificate is valid between device and server certificate hash.";
    let no_list = "Failed to enumerate certificate hash, please check if the BIOS contains valid \
                   certificates.";
    let g1 = "742c3192e607e424eb4549542be1bbc53e6174e2";
    // As in the thread: hex with blanks, broken into two lines.
    let pasted = "74 2c 31 92 e6 07 e4 24 eb 45\r\n49 54 2b e1 bb c5 3e 61 74 e2";
    let healthy: RootHashList = g1.parse().unwrap();
    let inactive: RootHashList = format!("{g1},inactive").parse().unwrap();
    let empty = RootHashList::default();
    for (id, text, list, code, message, finding) in [
        ("S1-3", g1, Some(&healthy), 0, "", None),
        ("S1-7, C3", pasted, Some(&healthy), 0, "", None),
        (
            "S1-7 invisible mark",
            "\u{200e}742C3192E607E424EB4549542BE1BBC53E6174E2",
            Some(&healthy),
            0,
            "",
            None,
        ),
        (
            "S1-4",
            &g1.replace("74", "75"),
            Some(&healthy),
            1,
            mismatch,
            Some(Finding::RootHashNoMatch),
        ),
        ("R-604", g1, Some(&inactive), 1, mismatch, Some(Finding::RootHashInactive)),
        ("S1-6", "test", Some(&healthy), 1, mismatch, Some(Finding::HashTextMalformed)),
        ("S1-5", g1, Some(&empty), 1, no_list, Some(Finding::RootHashListEmpty)),
        ("S1-5", g1, None, 1, no_list, Some(Finding::RootHashListUnavailable)),
        ("S1-5 before S1-6", "test", Some(&empty), 1, no_list, Some(Finding::RootHashListEmpty)),
    ] {
        let answer = check_root_hash(text, list);
        assert_eq!(answer.dvc_cert, text, "{id}: S1-2 echoes the argument");
        assert_eq!((answer.error_code, answer.return_value), (code, code), "{id}");
        assert_eq!(answer.error_msg, message, "{id}");
        assert_eq!(answer.finding, finding, "{id}");
    }
    let release = release("2.6.2");
    let known = amt_provisioning::KnownRoot::find(&healthy.entries[0].hash).unwrap();
    assert!(known.default_hashes(release).any(|hash| hash == healthy.entries[0].hash), "S1-8");
}
