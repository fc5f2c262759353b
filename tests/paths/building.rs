//! paths through cross-signed and re-issued certificates.

use amt_provisioning::{Finding, Outcome, Rule, Severity, Verdict};

use super::common::forge::{authority_key_identifier, subject_key_identifier};
use super::common::{Cert, Digest, Forge, Key, Scene, entry, intermediate, leaf, list, root};
use super::{chain, found, path, rule, scene};

/// A root, the same key cross-signed by an older root whose signatures are SHA-1, and what is below.
struct CrossSigned {
    leaf: Cert,
    intermediate: Cert,
    root: Cert,
    cross: Cert,
    old_root: Cert,
}

fn cross_signed() -> CrossSigned {
    let old_root = Forge::ca("Old Root", Key::Rsa2048).digest(Digest::Sha1).self_issued();
    let new_root = Forge::ca("New Root", Key::P256(3));
    let root = new_root.self_issued();
    let cross = new_root.clone().serial(&[7]).digest(Digest::Sha1).issued_by(&old_root);
    let intermediate = Forge::ca("CA", Key::P256(4)).issued_by(&root);
    let leaf = Forge::leaf("amt.example.com").issued_by(&intermediate);
    CrossSigned { leaf, intermediate, root, cross, old_root }
}

impl CrossSigned {
    /// Every certificate; the device lists `trusted`.
    fn scene(&self, trusted: &[&Cert], release: &str) -> Scene {
        let Self { leaf, intermediate, root, cross, old_root } = self;
        let mut scene = Scene::of(&[leaf, intermediate, cross, old_root, root]).release(release);
        scene.facts.root_hashes = list(trusted.iter().map(|root| entry(&root.sha256())));
        scene
    }
}

const SHORT: [&str; 3] = ["CN=amt.example.com", "CN=CA", "CN=New Root"];
const LONG: [&str; 4] = ["CN=amt.example.com", "CN=CA", "CN=New Root", "CN=Old Root"];

/// C-11, P-09: the path that the device will take is chosen, whatever the order of the input; the
/// other is reported with what speaks against it.
#[test]
fn cross_signed_root() {
    let certs = cross_signed();
    let mut scene = certs.scene(&[&certs.root], "16.1");
    for _ in 0..scene.input.len() {
        scene.input.rotate_left(1);
        let report = scene.explain();
        assert_eq!(report.verdict, Verdict::Accepted, "{report}");
        assert_eq!(path(&report), SHORT);
        assert!(found(&report, Finding::ChainAlternativePaths));
        let [other] = report.alternative_paths.as_slice() else { panic!("{report}") };
        assert_eq!(
            (other.subjects.as_slice(), other.verdict),
            (&LONG.map(String::from)[..], Verdict::Rejected)
        );
        assert!(other.findings.contains(&Finding::Sha1Forbidden));
        assert!(other.findings.contains(&Finding::RootHashNoMatch));
        assert!(report.unused.is_empty());
    }
}

/// R-410, in its order: verdict, listed root, fewer certificates.
#[test]
fn the_path_follows_the_device() {
    let certs = cross_signed();
    let CrossSigned { root, old_root, .. } = &certs;
    for (trusted, release, expected, verdict) in [
        (&[root][..], "10.0", &SHORT[..], Verdict::Accepted),
        (&[old_root], "10.0", &LONG, Verdict::Accepted),
        (&[root, old_root], "10.0", &SHORT, Verdict::Accepted),
        (&[root, old_root], "16.1", &SHORT, Verdict::Accepted),
        // Neither works; the one that ends in a listed root is shown.
        (&[old_root], "16.1", &LONG, Verdict::Rejected),
        (&[intermediate()], "16.1", &SHORT, Verdict::Rejected),
    ] {
        let report = certs.scene(trusted, release).explain();
        assert_eq!((path(&report), report.verdict), (expected.to_vec(), verdict), "{report}");
    }
}

/// R-411, C-13, C-14: a renewed intermediate of the same name and key is used; an expired one alone
/// is named with its role and dates.
#[test]
fn expired_and_renewed_intermediate() {
    let ca = Forge::ca("CA", Key::P256(5));
    let expired = ca.clone().valid("200101000000Z", "240101000000Z").issued_by(root());
    let renewed = ca.serial(&[2]).issued_by(root());
    let leaf = Forge::leaf("amt.example.com").issued_by(&expired);

    let report = Scene::of(&[&leaf, &expired, &renewed, root()]).explain();
    assert_eq!(report.verdict, Verdict::Accepted, "{report}");
    assert_eq!(report.path[1].serial, "02");
    assert_eq!(report.alternative_paths[0].findings, [Finding::Expired]);

    let report = Scene::of(&[&leaf, &expired, root()]).explain();
    assert_eq!((report.verdict, report.headline), (Verdict::Rejected, Some(Finding::Expired)));
    let seen = &rule(&report, Rule::R701).seen;
    for part in ["intermediate 1", "CN=CA", "2020-01-01T00:00:00Z", "2024-01-01T00:00:00Z"] {
        assert!(seen.contains(part), "{seen}");
    }
    assert_eq!(rule(&report, Rule::R401).outcome, Outcome::Pass);
}

/// of two that are equal in every other respect, the one that lasts longer.
#[test]
fn the_later_expiry_is_preferred() {
    let ca = Forge::ca("CA", Key::P256(5));
    let short = ca.clone().valid("250101000000Z", "270101000000Z").issued_by(root());
    let long = ca.serial(&[2]).valid("250101000000Z", "280101000000Z").issued_by(root());
    let leaf = Forge::leaf("amt.example.com").issued_by(&short);
    let report = Scene::of(&[&leaf, &short, &long, root()]).explain();
    assert_eq!((report.path[1].serial.as_str(), report.alternative_paths.len()), ("02", 1));
}

/// P-01: names alone never link. A namesake with another key beside the true issuer is
/// left over; in its place it is named.
#[test]
fn same_name_with_another_key() {
    let namesake = Forge::ca("Test Intermediate", Key::P256(9)).issued_by(root());
    let report = Scene::of(&[leaf(), &namesake, intermediate(), root()]).explain();
    assert_eq!(report.verdict, Verdict::Accepted, "{report}");
    assert_eq!(rule(&report, Rule::R408).outcome, Outcome::Pass);
    assert!(!found(&report, Finding::ChainSignatureInvalid));
    assert_eq!(rule(&report, Rule::R404).severity, Severity::Advises);
    assert_eq!((report.unused.len(), report.alternative_paths.len()), (1, 0));

    let report = Scene::of(&[leaf(), &namesake, root()]).explain();
    assert_eq!(report.verdict, Verdict::Rejected);
    assert_eq!(report.headline, Some(Finding::ChainSignatureInvalid), "{report}");
    let seen = &rule(&report, Rule::R408).seen;
    assert_eq!(seen, "\"CN=amt.example.com\" is not signed by the key of \"CN=Test Intermediate\"");
}

/// a self-issued certificate that an older key of the same name vouches for is a root, and
/// also a step towards the older root.
#[test]
fn key_rollover() {
    let old = Forge::ca("Test Root", Key::P256(1)).self_issued();
    let new = Forge::ca("Test Root", Key::P256(7));
    let vouched = new.issued_by(&old);
    let own = new.clone().serial(&[9]).self_issued();
    let ca = Forge::ca("CA", Key::P256(4)).issued_by(&own);
    let leaf = Forge::leaf("amt.example.com").issued_by(&ca);

    for (trusted, length) in [(&vouched, 3), (&old, 4)] {
        let mut scene = Scene::of(&[&leaf, &ca, &vouched, &old]);
        scene.facts.root_hashes = list([entry(&trusted.sha256())]);
        let report = scene.explain();
        assert_eq!((report.verdict, report.path.len()), (Verdict::Accepted, length), "{report}");
        assert_eq!(report.alternative_paths.len(), 1);
        assert!(rule(&report, Rule::R402).seen.contains("webpki agrees"), "{report}");
    }
    // Signed by itself it is a root and nothing else.
    let report = Scene::of(&[&leaf, &ca, &old, &own]).explain();
    assert_eq!((report.verdict, report.path.len()), (Verdict::Accepted, 3), "{report}");
    assert_eq!((report.alternative_paths.len(), report.unused.len()), (0, 1));
}

/// C-15, C-16, P-29, R-405, R-704: a root is matched by its hash; its version, dates, signature and
/// constraints say nothing, but for where a release has them.
#[test]
fn roots_are_anchors_by_hash_alone() {
    let forge = |key| Forge::ca("Test Root", key);
    let old = forge(Key::Rsa1024).version(1).valid("960101000000Z", "200101000000Z");
    let not_a_ca = Forge::leaf("Test Root").key(Key::P256(1)).without("2.5.29.37");
    for (name, forge, on_16) in [
        ("version 1", forge(Key::P256(1)).version(1), None),
        ("expired", forge(Key::P256(1)).valid("960101000000Z", "200101000000Z"), None),
        ("not yet valid", forge(Key::P256(1)).valid("300101000000Z", "400101000000Z"), None),
        ("no CA", not_a_ca, None),
        ("RSA 1024", forge(Key::Rsa1024), Some(Rule::R502)),
        ("SHA-1", forge(Key::Rsa2048).digest(Digest::Sha1), Some(Rule::R501)),
        ("MD5", forge(Key::Rsa2048).digest(Digest::Md5), Some(Rule::R501)),
        ("MD2", forge(Key::Rsa2048).digest(Digest::Md2), Some(Rule::R501)),
        ("all of it", old.digest(Digest::Md2), Some(Rule::R502)),
    ] {
        let root = forge.self_issued();
        let ca = Forge::ca("CA", Key::P256(4)).issued_by(&root);
        let leaf = Forge::leaf("amt.example.com").issued_by(&ca);
        let scene = Scene::of(&[&leaf, &ca, &root]);
        let report = scene.clone().release("10.0").explain();
        assert_eq!(report.verdict, Verdict::Accepted, "{name}: {report}");
        assert_eq!(
            found(&report, Finding::RootExpiredIgnored),
            matches!(name, "expired" | "all of it")
        );
        assert!(!found(&report, Finding::WeakHash), "{name}");
        let report = scene.explain();
        let expected = if on_16.is_some() { Verdict::Rejected } else { Verdict::Accepted };
        assert_eq!(report.verdict, expected, "{name}: {report}");
        if let Some(id) = on_16 {
            assert_eq!(rule(&report, id).outcome, Outcome::Fail, "{name}");
        }
    }
}

/// C-12, P-10: a missing issuer is named by its name and key identifier; a chain that stops at a CA
/// lacks the root.
#[test]
fn missing_issuers_are_named() {
    let key_id = [0x0a, 0x0b, 0x0c, 0xff];
    let ca = Forge::ca("CA", Key::P256(4));
    let top = ca.clone().with(authority_key_identifier(&key_id)).issued_by(root());
    let low =
        Forge::leaf("amt.example.com").with(authority_key_identifier(&[0xee])).issued_by(&top);
    for (chain, finding, missing, length) in [
        (&[&low][..], Finding::ChainIncomplete, "\"CN=CA\", key identifier ee", 1),
        (&[&low, root()], Finding::ChainIncomplete, "\"CN=CA\", key identifier ee", 1),
        (&[&low, &top], Finding::ChainRootMissing, "\"CN=Test Root\", key identifier 0a0b0cff", 2),
    ] {
        let report = Scene::of(chain).explain();
        assert_eq!((report.verdict, report.headline), (Verdict::Rejected, Some(finding)));
        let complete = rule(&report, Rule::R401);
        assert_eq!(
            (complete.outcome, complete.findings.as_slice()),
            (Outcome::Fail, &[finding][..])
        );
        assert!(complete.seen.ends_with(missing), "{}", complete.seen);
        assert_eq!(report.path.len(), length, "{report}");
        let scene = Scene::of(chain);
        assert_eq!(scene.prepared().presentation(&scene.judge()).count(), 0, "nothing to present");
    }
}

/// Key identifiers order candidates and exclude none.
#[test]
fn key_identifiers_do_not_exclude() {
    let ca = Forge::ca("CA", Key::P256(4)).with(subject_key_identifier(&[1])).issued_by(root());
    let namesake =
        Forge::ca("CA", Key::P256(5)).with(subject_key_identifier(&[2])).issued_by(root());
    let leaf = Forge::leaf("amt.example.com").with(authority_key_identifier(&[2])).issued_by(&ca);
    let report = Scene::of(&[&leaf, &ca, &namesake, root()]).explain();
    assert_eq!(report.verdict, Verdict::Accepted, "{report}");
    assert_eq!(report.unused.len(), 1);
}

/// Two CAs that issued each other and no root: no issuer is missing from the bag, a root is.
#[test]
fn a_circle_has_no_root() {
    let a = Forge::ca("A", Key::P256(3));
    let b = Forge::ca("B", Key::P256(4));
    let (a_cert, b_cert) =
        (a.sign(&b.self_issued().subject, Key::P256(4)), b.issued_by(&a.self_issued()));
    let leaf = Forge::leaf("amt.example.com").issued_by(&a_cert);
    let report = Scene::of(&[&leaf, &a_cert, &b_cert]).explain();
    assert_eq!(
        (report.verdict, report.headline),
        (Verdict::Rejected, Some(Finding::ChainRootMissing))
    );
    let seen = &rule(&report, Rule::R401).seen;
    assert_eq!(seen, "\"CN=B\" and the certificates below it issued each other");
    assert_eq!(path(&report), ["CN=amt.example.com", "CN=A", "CN=B"]);
    // With a root above one of them it is an ordinary chain.
    let report = Scene::of(&[&leaf, &a_cert, &b_cert, &b.self_issued()]).explain();
    assert_eq!((report.verdict, report.path.len()), (Verdict::Accepted, 3), "{report}");
}

/// P-07, P-08, C-9, C-10: the list to present is the path, root included, whatever else is there.
#[test]
fn presentation_is_the_path() {
    let chain = chain(5);
    let stranger = Forge::ca("Another Root", Key::P256(99)).self_issued();
    let old_stranger = Forge::ca("Old Root", Key::P256(98)).version(1).self_issued();
    let mut scene = scene(&chain);
    scene.input.extend([stranger.der, old_stranger.der]);
    let expected: Vec<&[u8]> = chain.iter().map(|cert| cert.der.as_slice()).collect();
    for _ in 0..scene.input.len() {
        scene.input.rotate_left(1);
        let prepared = scene.prepared();
        assert!(prepared.presentation(&scene.judge()).eq(expected.iter().copied()));
        let report = scene.explain();
        assert_eq!((report.verdict, report.unused.len()), (Verdict::Accepted, 2), "{report}");
        assert!(rule(&report, Rule::R404).findings.contains(&Finding::ChainExtraCertificates));
    }
}

/// P-11.
#[test]
fn a_lone_self_signed_certificate_is_no_chain() {
    let alone = Forge::leaf("amt.example.com").self_issued();
    let report = Scene::of(&[&alone]).explain();
    assert_eq!(
        (report.verdict, report.headline),
        (Verdict::Rejected, Some(Finding::SelfSignedLeaf))
    );
    assert!(!found(&report, Finding::LeafNotFound));
    let mut scene = Scene::of(&[&alone]);
    scene.policy.allow_self_signed_leaf = true;
    let report = scene.explain();
    assert_eq!(report.verdict, Verdict::Accepted, "{report}");
    assert!(rule(&report, Rule::R112).policy_effect.is_some());
}

/// R-406, D-18: a listed CA that is no root does not count, unless the caller says so.
#[test]
fn a_listed_hash_that_is_no_roots() {
    let mut scene = Scene::of(&[leaf(), intermediate()]);
    let report = scene.explain();
    assert_eq!(report.verdict, Verdict::Rejected);
    assert!(found(&report, Finding::AnchorNotRoot) && found(&report, Finding::ChainRootMissing));
    scene.policy.allow_non_root_anchor = true;
    assert_eq!(scene.explain().verdict, Verdict::Accepted);
}
