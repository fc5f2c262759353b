//! each limit at its boundary. Beyond it the chain rules are undetermined, never failed.

use amt_provisioning::{Finding, Outcome, PathLimits, Rule, Verdict};

use super::common::forge::{authority_key_identifier, subject_key_identifier};
use super::common::{Cert, Forge, Key, Scene, root};
use super::{chain, found, rule, scene};

fn assert_limited(scene: &Scene) {
    let report = scene.explain();
    assert_eq!(report.verdict, Verdict::Undetermined, "{report}");
    assert_eq!(report.headline, Some(Finding::InputLimit));
    for id in [Rule::R104, Rule::R401] {
        assert_eq!(rule(&report, id).outcome, Outcome::Undetermined);
    }
}

fn assert_accepted(scene: &Scene) {
    let report = scene.explain();
    assert_eq!(report.verdict, Verdict::Accepted, "{report}");
    assert!(!found(&report, Finding::InputLimit));
}

/// R-409, D-20: no limit below 10, advice above 4.
#[test]
fn certificates_of_a_path() {
    for length in [2, 3, 4, 5, 8, 9, 10] {
        let scene = scene(&chain(length));
        assert_accepted(&scene);
        let report = scene.explain();
        assert_eq!(report.path.len(), usize::from(length));
        assert_eq!(found(&report, Finding::ChainLong), length > 4, "{length}");
    }
    let mut eleven = scene(&chain(11));
    assert_limited(&eleven);
    eleven.limits.certificates = 11;
    let report = eleven.explain();
    assert_eq!(report.verdict, Verdict::Rejected, "ten is the default of the policy, too");
    assert_eq!(rule(&report, Rule::R409).outcome, Outcome::Fail);
    eleven.policy.max_chain = 11;
    assert_accepted(&eleven);
    eleven.policy.max_chain = 10;
    eleven.limits.certificates = 10;
    assert_limited(&eleven);
}

/// A leaf below as many certificates of one CA, all of the same name and key.
fn reissued(count: u8) -> Vec<Cert> {
    let ca = Forge::ca("CA", Key::P256(4));
    let mut chain: Vec<Cert> =
        (1..=count).map(|number| ca.clone().serial(&[number]).issued_by(root())).collect();
    chain.insert(0, Forge::leaf("amt.example.com").issued_by(&chain[0]));
    chain.push(root().clone());
    chain
}

#[test]
fn retained_paths() {
    let mut scene = scene(&reissued(5));
    for (paths, accepted) in [(4, false), (5, true)] {
        scene.limits.paths = paths;
        if accepted { assert_accepted(&scene) } else { assert_limited(&scene) }
    }
    assert_eq!(scene.explain().alternative_paths.len(), 4);
}

/// Two links need two verifications: roots are not verified.
#[test]
fn signatures() {
    let mut scene = Scene::ordinary();
    for (signatures, accepted) in [(0, false), (1, false), (2, true)] {
        scene.limits.signatures = signatures;
        if accepted { assert_accepted(&scene) } else { assert_limited(&scene) }
    }
    // A namesake that is tried first may take the budget; it cannot make the chain fail.
    let namesakes =
        (20..40).map(|key| Forge::ca("Test Intermediate", Key::P256(key)).issued_by(root()));
    scene.input.extend(namesakes.map(|cert| cert.der));
    for signatures in 2..22 {
        scene.limits.signatures = signatures;
        assert_limited(&scene);
    }
    scene.limits.signatures = 22;
    assert_accepted(&scene);
}

/// Leaf, intermediate and root are visited once each.
#[test]
fn steps() {
    let mut scene = Scene::ordinary();
    for (steps, accepted) in [(0, false), (2, false), (3, true)] {
        scene.limits.steps = steps;
        if accepted { assert_accepted(&scene) } else { assert_limited(&scene) }
    }
}

/// A limit leaves open what other paths might have kept: do not fail then. The key
/// identifiers make the search begin with the wrong certificate.
#[test]
fn failures_beyond_a_limit_are_open() {
    let ca = Forge::ca("CA", Key::P256(4)).with(authority_key_identifier(&[7]));
    let unable = ca.clone().without("2.5.29.19").with(subject_key_identifier(&[8]));
    let (unable, able) = (unable.issued_by(root()), ca.issued_by(root()));
    let leaf = Forge::leaf("amt.example.com").with(authority_key_identifier(&[8])).issued_by(&able);
    let mut scene = Scene::of(&[&leaf, &unable, &able, root()]);
    assert_accepted(&scene);
    scene.limits.paths = 1;
    assert_limited(&scene);
    assert_eq!(rule(&scene.explain(), Rule::R407).findings, [Finding::ChainIssuerNotCa]);

    let namesake = Forge::ca("Test Root", Key::P256(77)).with(subject_key_identifier(&[7]));
    let mut scene = Scene::of(&[&leaf, &able, &namesake.self_issued(), root()]);
    assert_accepted(&scene);
    scene.limits.signatures = 2;
    assert_limited(&scene);
    assert_eq!(rule(&scene.explain(), Rule::R408).outcome, Outcome::Undetermined);
}

/// The numbers of R-104.
#[test]
fn defaults() {
    let PathLimits { certificates, paths, signatures, .. } = PathLimits::default();
    assert_eq!((certificates, paths, signatures), (10, 64, 256));
}
