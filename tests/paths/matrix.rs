//! Chains on which validators differ: the rows where webpki, OpenSSL and RFC 5280 do not all say the
//! same, or where the answer decides something (R-407, D-19), each with what is said here and why.

use amt_provisioning::{Finding, Rule, Verdict};

use super::common::forge::Extension;
use super::common::forge::{
    self, AMT_PROVISIONING, CLIENT_AUTH, SERVER_AUTH, basic_constraints, cn, eku, key_usage,
    policies, san,
};
use super::common::{Cert, Digest, Forge, Key, Scene, der, intermediate, leaf, root};
use super::{chain, found, rule, scene};

/// Leaf, one intermediate, root.
fn around(intermediate: &Forge) -> Scene {
    let ca = intermediate.issued_by(root());
    Scene::of(&[&Forge::leaf("amt.example.com").issued_by(&ca), &ca, root()])
}

fn below(root: &Forge) -> Scene {
    let root = root.self_issued();
    let ca = Forge::ca("CA", Key::P256(4)).issued_by(&root);
    Scene::of(&[&Forge::leaf("amt.example.com").issued_by(&ca), &ca, &root])
}

fn ca() -> Forge {
    Forge::ca("CA", Key::P256(4))
}

fn unknown() -> Extension {
    Extension::new("1.3.6.1.4.1.99999.1", der::tlv(der::NULL, &[]))
}

const BASIC_CONSTRAINTS: &str = "2.5.29.19";
const KEY_USAGE: &str = "2.5.29.15";
const CERTIFICATE_POLICIES: &str = "2.5.29.32";

/// Constraints that do not use a number in front of a CA that has one CA below it.
fn two_intermediates(upper: &Forge, lower: &Forge) -> Scene {
    let upper = upper.issued_by(root());
    let lower = lower.issued_by(&upper);
    Scene::of(&[&Forge::leaf("amt.example.com").issued_by(&lower), &lower, &upper, root()])
}

fn assert_row(
    name: &str,
    scene: &Scene,
    expected: Result<Option<Finding>, Finding>,
    opinion: &str,
) {
    let report = scene.explain();
    match expected {
        Ok(advice) => {
            assert_eq!(report.verdict, Verdict::Accepted, "{name}: {report}");
            assert!(advice.is_none_or(|advice| found(&report, advice)), "{name}: {report}");
        }
        Err(finding) => {
            assert_eq!(report.verdict, Verdict::Rejected, "{name}: {report}");
            assert_eq!(report.headline, Some(finding), "{name}: {report}");
        }
    }
    let seen = &rule(&report, Rule::R402).seen;
    assert!(seen.contains(opinion), "{name}: {seen}");
    assert!(!found(&report, Finding::PathSecondOpinion), "{name}: {report}");
}

const AGREES: &str = "webpki agrees";

#[test]
fn extensions_and_constraints() {
    let policy = || policies(CERTIFICATE_POLICIES, &["2.23.140.1.2.1"]);
    let no_policy_needed =
        Extension::new("2.5.29.36", der::sequence(&[der::tlv(der::context(0), &[0])]));
    let inhibit = Extension::new("2.5.29.54", der::unsigned(&[0]));
    let mapping = der::sequence(&[der::oid("2.23.140.1.2.1"), der::oid("2.23.140.1.2.2")]);
    let mappings = Extension::new("2.5.29.33", der::sequence(&[mapping]));
    let directory_name = {
        let base = der::tlv(der::constructed(4), &der::sequence(&[cn("amt.example.com")]));
        let permitted = der::tlv(der::constructed(0), &der::sequence(&[base]));
        Extension::new("2.5.29.30", der::sequence(&[permitted])).critical()
    };
    let leaf = || Forge::leaf("amt.example.com");
    let with_leaf = Scene::with_leaf;
    let ignored = Some(Finding::ChainPolicyIgnored);
    for (name, scene, expected, opinion) in [
        ("ordinary", Scene::ordinary(), Ok(None), AGREES),
        ("no intermediate", scene(&chain(2)), Ok(None), AGREES),
        (
            "unknown critical extension, leaf",
            with_leaf(&leaf().with(unknown().critical())),
            Err(Finding::ChainCriticalExtension),
            AGREES,
        ),
        (
            "unknown critical extension, intermediate",
            around(&ca().with(unknown().critical())),
            Err(Finding::ChainCriticalExtension),
            AGREES,
        ),
        (
            "unknown critical extension, root",
            below(&Forge::ca("Root", Key::P256(1)).with(unknown().critical())),
            Ok(None),
            AGREES,
        ),
        ("unknown extension", with_leaf(&leaf().with(unknown())), Ok(None), AGREES),
        (
            "critical policies, leaf",
            with_leaf(&leaf().with(policy().critical())),
            Ok(ignored),
            "critical policy extensions",
        ),
        (
            "critical policies, intermediate",
            around(&ca().with(policy().critical())),
            Ok(ignored),
            "critical policy extensions",
        ),
        (
            "critical policy constraints",
            around(&ca().with(no_policy_needed.critical())),
            Ok(ignored),
            "critical policy extensions",
        ),
        (
            "critical inhibit any policy",
            around(&ca().with(inhibit.critical())),
            Ok(ignored),
            "critical policy extensions",
        ),
        (
            "critical policy mappings",
            around(&ca().with(mappings.critical())),
            Ok(ignored),
            "critical policy extensions",
        ),
        ("policies", with_leaf(&leaf().with(policy())), Ok(None), AGREES),
        ("CN alone", with_leaf(&leaf()), Ok(None), AGREES),
        ("CN and SAN", with_leaf(&leaf().with(san(&["amt.example.com"]))), Ok(None), AGREES),
        (
            "directory names that are met",
            around(&ca().with(directory_name)),
            Ok(None),
            "other name constraints",
        ),
        (
            "DNS constraint, CN outside, no SAN",
            around(&ca().with(forge::name_constraints(&["example.org"], &[]))),
            Err(Finding::ChainNameConstraints),
            "constraints on the CN",
        ),
        (
            "leaf CA:TRUE",
            with_leaf(&leaf().with(basic_constraints(true, None))),
            Ok(Some(Finding::LeafIsCa)),
            "CA leaf",
        ),
        (
            "leaf keyUsage keyCertSign alone",
            with_leaf(&leaf().with(key_usage(&[5]))),
            Ok(None),
            AGREES,
        ),
        (
            "leaf EKU AMT alone",
            with_leaf(&leaf().with(eku(&[AMT_PROVISIONING]))),
            Err(Finding::EkuServerAuthMissing),
            AGREES,
        ),
        (
            "leaf without EKU",
            with_leaf(&leaf().without("2.5.29.37")),
            Err(Finding::MarkerMissing),
            AGREES,
        ),
        ("serial 0", with_leaf(&leaf().serial(&[0])), Ok(None), AGREES),
        (
            "critical CRL distribution points",
            around(&ca().with(Extension::new("2.5.29.31", der::sequence(&[])).critical())),
            Err(Finding::ChainCriticalExtension),
            "critical CRL distribution points",
        ),
    ] {
        assert_row(name, &scene, expected, opinion);
    }
}

#[test]
fn intermediates() {
    let not_ca = Err(Finding::ChainIssuerNotCa);
    let length = |length| ca().with(basic_constraints(true, Some(length)));
    let lower = || Forge::ca("Lower CA", Key::P256(5));
    let self_issued_below = |limit: u8| {
        // A new key of the CA, vouched for by its old one, does not count (RFC 5280, 4.2.1.9).
        let upper = length(limit).issued_by(root());
        let renewed = ca().key(Key::P256(6)).issued_by(&upper);
        let lower = lower().issued_by(&renewed);
        let leaf = Forge::leaf("amt.example.com");
        (
            Scene::of(&[&leaf.issued_by(&renewed), &renewed, &upper, root()]),
            Scene::of(&[&leaf.issued_by(&lower), &lower, &renewed, &upper, root()]),
        )
    };
    for (name, scene, expected, opinion) in [
        ("version 1", around(&ca().version(1)), not_ca, AGREES),
        ("version 2", around(&ca().version(2)), not_ca, AGREES),
        ("no basicConstraints", around(&ca().without(BASIC_CONSTRAINTS)), not_ca, AGREES),
        ("CA:FALSE", around(&ca().with(basic_constraints(false, None))), not_ca, AGREES),
        (
            "keyUsage without keyCertSign",
            around(&ca().with(key_usage(&[0, 6]))),
            not_ca,
            "keyCertSign",
        ),
        ("no keyUsage", around(&ca().without(KEY_USAGE)), Ok(None), AGREES),
        ("keyCertSign alone", around(&ca().with(key_usage(&[5]))), Ok(None), AGREES),
        (
            "EKU serverAuth and clientAuth",
            around(&ca().with(eku(&[SERVER_AUTH, CLIENT_AUTH]))),
            Ok(None),
            AGREES,
        ),
        ("EKU clientAuth alone", around(&ca().with(eku(&[CLIENT_AUTH]))), Ok(None), AGREES),
        ("pathLen 0", around(&length(0)), Ok(None), AGREES),
        (
            "pathLen 0, one CA below",
            two_intermediates(&length(0), &lower()),
            Err(Finding::ChainPathLength),
            AGREES,
        ),
        ("pathLen 1, one CA below", two_intermediates(&length(1), &lower()), Ok(None), AGREES),
        (
            "pathLen 0 below",
            two_intermediates(&ca(), &lower().with(basic_constraints(true, Some(0)))),
            Ok(None),
            AGREES,
        ),
        (
            "pathLen 0 on the root",
            below(&Forge::ca("Root", Key::P256(1)).with(basic_constraints(true, Some(0)))),
            Ok(None),
            AGREES,
        ),
        (
            "pathLen 0, self-issued below",
            self_issued_below(0).0,
            Ok(None),
            "self-issued intermediates",
        ),
        (
            "pathLen 0, self-issued and another below",
            self_issued_below(0).1,
            Err(Finding::ChainPathLength),
            AGREES,
        ),
        (
            "pathLen 1, self-issued and another below",
            self_issued_below(1).1,
            Ok(Some(Finding::ChainLong)),
            "self-issued intermediates",
        ),
        ("six intermediates", scene(&chain(8)), Ok(Some(Finding::ChainLong)), AGREES),
        ("seven intermediates", scene(&chain(9)), Ok(Some(Finding::ChainLong)), "(depth)"),
        ("eight intermediates", scene(&chain(10)), Ok(Some(Finding::ChainLong)), "(depth)"),
    ] {
        assert_row(name, &scene, expected, opinion);
    }
}

#[test]
fn keys_and_signatures() {
    let ca_with = |key, digest: Digest| around(&Forge::ca("CA", key).digest(digest));
    let sha1 = {
        let ca = Forge::ca("CA", Key::Rsa2048).issued_by(root());
        let leaf = Forge::leaf("amt.example.com").digest(Digest::Sha1).issued_by(&ca);
        Scene::of(&[&leaf, &ca, root()])
    };
    let tampered = {
        let mut scene = Scene::ordinary();
        *scene.input[0].last_mut().unwrap() ^= 1;
        scene
    };
    let p384 = {
        let root = Forge::ca("Root", Key::P384(1)).digest(Digest::Sha384).self_issued();
        let ca = Forge::ca("CA", Key::P384(2)).digest(Digest::Sha384).issued_by(&root);
        Scene::of(&[&Forge::leaf("amt.example.com").issued_by(&ca), &ca, &root])
    };
    let scrambled = Scene {
        input: [root(), leaf(), intermediate()].map(|cert: &Cert| cert.der.clone()).into(),
        ..Scene::ordinary()
    };
    for (name, scene, expected) in [
        (
            "RSA 1024 intermediate, 10.0",
            ca_with(Key::Rsa1024, Digest::Sha256).release("10.0"),
            Ok(Some(Finding::RsaTooSmall)),
        ),
        (
            "RSA 1024 intermediate, 16.1",
            ca_with(Key::Rsa1024, Digest::Sha256),
            Err(Finding::RsaTooSmall),
        ),
        ("SHA-1 leaf, 10.0", sha1.clone().release("10.0"), Ok(Some(Finding::Sha1Discouraged))),
        ("SHA-1 leaf, 16.1", sha1, Err(Finding::Sha1Forbidden)),
        ("RSA 4096 root", below(&Forge::ca("Root", Key::Rsa4096)), Ok(None)),
        ("P-384", p384, Ok(None)),
        ("version 1 root", below(&Forge::ca("Root", Key::P256(1)).version(1)), Ok(None)),
        (
            "expired root",
            below(&Forge::ca("Root", Key::P256(1)).valid("100101000000Z", "200101000000Z")),
            Ok(Some(Finding::RootExpiredIgnored)),
        ),
        ("scrambled order", scrambled, Ok(None)),
    ] {
        assert_row(name, &scene, expected, AGREES);
    }
    assert_row("tampered leaf", &tampered, Err(Finding::ChainSignatureInvalid), "not complete");
}
