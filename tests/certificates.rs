//! The certificate cases C-1 to C-28, on certificates made for the occasion.
#![cfg(any(feature = "ring", feature = "aws-lc-rs", feature = "rustcrypto"))]

mod common;

use amt_provisioning::{
    Evaluation, Fact, Finding, Flow, HashEntry, Platform, Report, RootHashList, Rule, Source,
    Verdict,
};
use common::forge::{self, AMT_PROVISIONING, CLIENT_AUTH, INTEL_OU, SERVER_AUTH, eku, ou};
use common::rows::{Row, check, row};
use common::{Cert, Digest, Forge, Key, Scene, entry, intermediate, leaf, list, root};

fn ordinary_leaf() -> Forge {
    Forge::leaf("amt.example.com")
}

/// A leaf with the OU as its marker.
fn ou_leaf(text: &str) -> Forge {
    ordinary_leaf().and(ou(text)).with(eku(&[SERVER_AUTH]))
}

/// The ordinary chain with every signature made with `digest`, and this leaf key.
fn signed_with(digest: Digest, key: Key) -> Scene {
    Scene::signed_with(digest, &ordinary_leaf().key(key))
}

/// A chain to a version 1 root with an RSA key of 1024 bits, signed with MD2 and expired.
fn old_root() -> Scene {
    let root = Forge::ca("Old Root", Key::Rsa1024)
        .version(1)
        .valid("960129000000Z", "200107235959Z")
        .digest(Digest::Md2)
        .self_issued();
    let ca = Forge::ca("Test Intermediate", Key::Rsa2048).digest(Digest::Sha1).issued_by(&root);
    let leaf = ordinary_leaf().digest(Digest::Sha1).issued_by(&ca);
    Scene::of(&[&leaf, &ca, &root])
}

/// A chain whose root alone is signed with SHA-1, on release 15.0.
fn sha1_root(platform: Option<Platform>) -> Scene {
    let root = Forge::ca("SHA-1 Root", Key::Rsa2048).digest(Digest::Sha1).self_issued();
    let leaf = ordinary_leaf().issued_by(&root);
    Scene::of(&[&leaf, &root]).release("15.0").set(|s| s.facts.platform = platform.into())
}

/// The ordinary scene with a root in the bag that has nothing to do with it.
fn with_stranger() -> Scene {
    Scene::ordinary().and(&Forge::ca("Unrelated Root", Key::P256(8)).self_issued())
}

fn expired_intermediate() -> Cert {
    Forge::ca("Test Intermediate", Key::P256(2))
        .valid("200101000000Z", "260101000000Z")
        .issued_by(root())
}

fn cases() -> Vec<Row> {
    use Finding::*;
    let hello = Scene::ordinary().release("12.0").set(|s| {
        let entries = (0..23).map(|number| HashEntry { active: None, ..entry(&[number; 32]) });
        let list = RootHashList { entries: entries.collect(), source: Source::Hello };
        s.facts.root_hashes = Fact::known(list);
    });
    let p384_root = Forge::ca("P-384 Root", Key::P384(1)).digest(Digest::Sha384).self_issued();
    let under_p384 = ordinary_leaf().issued_by(&p384_root);
    let other_key = Scene::ordinary().set(|s| s.public_key = Some(Key::OtherRsa2048.spki()));
    let host_based = Scene::with_leaf(&ordinary_leaf().key(Key::P256(9)))
        .set(|s| s.facts.flow = Fact::known(Flow::HostBased));
    let forged = ordinary_leaf().sign(&intermediate().subject, Key::P256(7));
    vec![
        row("C-1", Rule::R202, Scene::ordinary()),
        row("C-2", Rule::R202, Scene::with_leaf(&ou_leaf(INTEL_OU))),
        row("C-3", Rule::R202, Scene::with_leaf(&ou_leaf("IT").and(ou(INTEL_OU)))),
        row("C-4", Rule::R201, Scene::with_leaf(&ordinary_leaf().with(eku(&[AMT_PROVISIONING]))))
            .fails(&[EkuServerAuthMissing]),
        row("C-5", Rule::R201, Scene::with_leaf(&ou_leaf(INTEL_OU).with(eku(&[CLIENT_AUTH]))))
            .fails(&[EkuServerAuthMissing]),
        row("C-6 full stop", Rule::R202, Scene::with_leaf(&ou_leaf(&format!("{INTEL_OU}."))))
            .fails(&[MarkerMissing, MarkerOuNearMiss]),
        row(
            "C-6 case",
            Rule::R202,
            Scene::with_leaf(&ou_leaf("INTEL(R) Client Setup Certificate")),
        )
        .fails(&[MarkerMissing, MarkerOuNearMiss]),
        row(
            "C-7",
            Rule::R202,
            Scene::with_leaf(
                &ordinary_leaf()
                    .with(eku(&[SERVER_AUTH]))
                    .with(forge::policies("2.5.29.32", &[AMT_PROVISIONING])),
            ),
        )
        .fails(&[MarkerMissing, MarkerWrongExtension]),
        row("C-8", Rule::R408, Scene::of(&[&forged, intermediate(), root()]))
            .fails(&[ChainSignatureInvalid]),
        row("C-10", Rule::R404, with_stranger()).advises(&[ChainExtraCertificates]),
        row("C-12 intermediate", Rule::R401, Scene::ordinary().without(intermediate()))
            .fails(&[ChainIncomplete]),
        row("C-12 root", Rule::R401, Scene::ordinary().without(root())).fails(&[ChainRootMissing]),
        row("C-14", Rule::R701, Scene::of(&[leaf(), &expired_intermediate(), root()]))
            .fails(&[Expired]),
        row("C-15", Rule::R704, old_root().release("10.0")).advises(&[RootExpiredIgnored]),
        row("C-16", Rule::R501, old_root()).fails(&[Sha1Forbidden]),
        row("C-16", Rule::R502, old_root()).fails(&[RsaTooSmall]),
        row("C-17 H", Rule::R501, sha1_root(Some(Platform::H))).fails(&[Sha1Forbidden]),
        row("C-17 not H", Rule::R501, sha1_root(Some(Platform::NotH))).not_applicable(),
        row("C-17 unknown", Rule::R501, sha1_root(None))
            .undetermined(&[PlatformNotGiven])
            .beside(&[Sha1Forbidden])
            .missing(&["platform"]),
        row("C-18", Rule::R502, signed_with(Digest::Sha1, Key::Rsa1024).release("10.0"))
            .advises(&[RsaTooSmall]),
        row("C-18", Rule::R502, signed_with(Digest::Sha256, Key::Rsa1024).release("16.0"))
            .fails(&[RsaTooSmall]),
        row("C-19", Rule::R503, signed_with(Digest::Sha1, Key::Rsa4096).release("5.2"))
            .fails(&[RsaTooLarge]),
        row("C-19", Rule::R503, signed_with(Digest::Sha1, Key::Rsa4096).release("6.0"))
            .not_applicable(),
        row("C-20", Rule::R505, signed_with(Digest::Sha384, Key::Rsa3072).release("11.8"))
            .advises(&[Sha384Uncertain]),
        row("C-20", Rule::R505, signed_with(Digest::Sha384, Key::Rsa2048).release("21.0")),
        row("C-20", Rule::R506, signed_with(Digest::Sha384, Key::Rsa3072).release("22.0")),
        row("C-20", Rule::R507, signed_with(Digest::Sha384, Key::P384(1)).release("22.0")),
        row("C-21", Rule::R506, signed_with(Digest::Sha256, Key::Rsa3072).release("21.0"))
            .not_applicable(),
        row("C-21", Rule::R506, signed_with(Digest::Sha256, Key::Rsa3072).release("22.0"))
            .fails(&[Sha384Required]),
        row("C-22", Rule::R601, Scene::ordinary().listing([entry(&leaf().sha1())]))
            .fails(&[RootHashNoMatch, DeviceHashIsLeaf]),
        row(
            "C-23",
            Rule::R601,
            Scene::ordinary()
                .listing([HashEntry { active: Some(false), ..entry(&root().sha256()) }]),
        )
        .fails(&[RootHashInactive])
        .beside(&[RootHashNoMatch]),
        row("C-24", Rule::R601, Scene::ordinary().listing([entry(&root().sha1())]).release("14.0")),
        row("C-25", Rule::R601, hello)
            .undetermined(&[RootHashListMayBeTruncated])
            .beside(&[RootHashNoMatch])
            .missing(&["root_hashes"]),
        row("C-26", Rule::R401, Scene::of(&[&under_p384, &p384_root])),
        row("C-27", Rule::R110, other_key).fails(&[KeyMismatch]),
        row("C-28", Rule::R508, host_based).fails(&[EcLeafUnsupported]),
    ]
}

#[test]
fn cases_of_one_rule() {
    check(&cases());
}

/// C-1, C-2: the report says which of the two markers it was.
#[test]
fn report_names_the_marker() {
    let seen = |scene: &Scene| common::rows::report_row(&scene.explain(), Rule::R202).seen.clone();
    let oid = seen(&Scene::ordinary());
    let ou = seen(&Scene::with_leaf(&ou_leaf(INTEL_OU)));
    assert!(oid.contains("OID") && !oid.contains("OU"), "{oid}");
    assert!(ou.contains("OU") && !ou.contains("OID"), "{ou}");
}

/// All orders of five things.
fn permutations() -> Vec<[usize; 5]> {
    let mut all = Vec::new();
    for code in 0..5_usize.pow(5) {
        let order: [usize; 5] =
            core::array::from_fn(|place| code / 5_usize.pow(u32::try_from(place).unwrap()) % 5);
        if (0..5).all(|item| order.contains(&item)) {
            all.push(order);
        }
    }
    all
}

/// C-9, R-105: the order of the bag changes nothing, and the list to present is leaf first, root
/// last, the same for the TLS certificate message and for `AddNextCertInChain`.
#[test]
fn all_120_orders_of_five_certificates() {
    let root = Forge::ca("Root", Key::P256(1)).self_issued();
    let first = Forge::ca("CA 1", Key::P256(2)).issued_by(&root);
    let second = Forge::ca("CA 2", Key::P256(3)).issued_by(&first);
    let third = Forge::ca("CA 3", Key::P256(4)).issued_by(&second);
    let leaf = ordinary_leaf().issued_by(&third);
    let chain = [&leaf, &third, &second, &first, &root];
    let scene = Scene::of(&chain);
    let judged = |scene: &Scene| -> (Evaluation, Vec<Vec<u8>>) {
        let prepared = scene.prepared();
        let evaluation = prepared.judge(&scene.device(), &scene.policy, scene.now);
        let presented = prepared.presentation(&evaluation).map(<[u8]>::to_vec).collect();
        (evaluation, presented)
    };
    let (evaluation, presented) = judged(&scene);
    assert_eq!(evaluation.verdict(), Verdict::Accepted);
    assert_eq!(presented, chain.map(|cert| cert.der.clone()));
    let orders = permutations();
    assert_eq!(orders.len(), 120);
    for order in orders {
        let input = order.map(|place| chain[place].der.clone()).to_vec();
        let other = judged(&Scene { input, ..scene.clone() });
        assert!(other == (evaluation, presented.clone()), "{order:?}");
    }
}

fn subjects(report: &Report) -> Vec<&str> {
    report.path.iter().map(|certificate| certificate.subject.as_str()).collect()
}

/// C-10: the stranger is listed as unused.
#[test]
fn unrelated_root_is_listed_as_unused() {
    let report = with_stranger().explain();
    let unused: Vec<_> = report.unused.iter().map(|c| (&*c.role, &*c.subject)).collect();
    assert_eq!(unused, [("unused", "CN=Unrelated Root")]);
    assert_eq!(report.path.len(), 3);
}

/// C-11, R-410: the 3-certificate path to the listed SHA-256 root is chosen; the 4-certificate path
/// over the cross-certificate is told with its root hash and what is wrong with it. So it is when
/// the device lists both roots.
#[test]
fn cross_signed_chain_takes_the_path_that_works() {
    let old = Forge::ca("Old Root", Key::Rsa2048).digest(Digest::Sha1).self_issued();
    let new = Forge::ca("New Root", Key::P256(1)).self_issued();
    let cross = Forge::ca("New Root", Key::P256(1)).serial(&[9]).issued_by(&old);
    let ca = Forge::ca("CA", Key::P256(2)).issued_by(&new);
    let leaf = ordinary_leaf().issued_by(&ca);
    let mut scene = Scene::of(&[&leaf, &ca, &cross, &old, &new]);
    for roots in [&[&new][..], &[&new, &old]] {
        scene.facts.root_hashes = list(roots.iter().map(|root| entry(&root.sha256())));
        let report = scene.explain();
        assert_eq!(report.verdict, Verdict::Accepted, "{report}");
        assert_eq!(subjects(&report), ["CN=amt.example.com", "CN=CA", "CN=New Root"]);
        let [other] = report.alternative_paths.as_slice() else { panic!("{report}") };
        assert_eq!(other.subjects.len(), 4);
        assert_eq!(other.subjects[3], "CN=Old Root");
        let old_hash: String = old.sha256().iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(other.root_sha256.as_ref(), Some(&old_hash));
        assert_eq!(other.verdict, Verdict::Rejected);
        assert!(other.findings.contains(&Finding::Sha1Forbidden), "{report}");
        let alternatives = common::rows::report_row(&report, Rule::R410);
        assert_eq!(alternatives.findings, [Finding::ChainAlternativePaths]);
    }
}

/// C-12: the issuer that is missing is named with its key identifier, and so is who lacks it.
#[test]
fn missing_issuer_is_named() {
    let ca = Forge::ca("Test Intermediate", Key::P256(2)).issued_by(root());
    let key_id = forge::authority_key_identifier(&[0xab, 0xcd, 0xef]);
    let leaf = ordinary_leaf().with(key_id).issued_by(&ca);
    let report = Scene::of(&[&leaf, root()]).explain();
    let seen = &common::rows::report_row(&report, Rule::R401).seen;
    for named in ["CN=amt.example.com", "CN=Test Intermediate", "abcdef"] {
        assert!(seen.contains(named), "{seen}");
    }
}

/// C-13, S3-4, R-411: of an expired intermediate and its renewal the valid one is used.
#[test]
fn renewed_intermediate_is_preferred() {
    let expired = expired_intermediate();
    let scene = Scene::of(&[leaf(), &expired, intermediate(), root()]);
    let prepared = scene.prepared();
    let evaluation = prepared.judge(&scene.device(), &scene.policy, scene.now);
    assert_eq!(evaluation.verdict(), Verdict::Accepted);
    let presented: Vec<_> = prepared.presentation(&evaluation).collect();
    assert_eq!(presented, [&leaf().der, &intermediate().der, &root().der]);
}

/// C-14, S3-3: the expired certificate is named with its role, position and dates.
#[test]
fn expired_intermediate_is_named() {
    let report = Scene::of(&[leaf(), &expired_intermediate(), root()]).explain();
    assert_eq!(report.headline, Some(Finding::Expired));
    let seen = &common::rows::report_row(&report, Rule::R701).seen;
    let dates = ["2020-01-01T00:00:00Z", "2026-01-01T00:00:00Z"];
    for named in ["intermediate 1", "CN=Test Intermediate"].iter().chain(&dates) {
        assert!(seen.contains(named), "{seen}");
    }
    assert!(!seen.contains("CN=amt.example.com"), "{seen}");
}
