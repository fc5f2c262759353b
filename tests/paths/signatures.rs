//! what verifies, what does not, and what nobody here can tell.

use amt_provisioning::pki_types::{
    AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm, alg_id,
};
use amt_provisioning::{
    Algorithm, Finding, Outcome, PathLimits, Prepared, Report, Rule, SignatureAlgorithms, Verdict,
};

use super::common::{Cert, Digest, Forge, Key, Scene, der, intermediate, keys, leaf, root};
use super::{found, rule};

fn explain_with(scene: &Scene, algorithms: SignatureAlgorithms<'_>) -> Report {
    let prepared = Prepared::with(scene.bag(), None, algorithms, PathLimits::default());
    prepared.explain(&scene.device(), &scene.policy, scene.now)
}

/// The link is neither passed nor failed: the path is complete, and what would need the link stays
/// open.
fn assert_unknown(report: &Report, name: &str) {
    let outcome = |id| rule(report, id).outcome;
    assert_eq!(outcome(Rule::R511), Outcome::Undetermined, "{name}: {report}");
    assert_eq!(rule(report, Rule::R511).findings, [Finding::SignatureAlgorithmUnknown]);
    assert_eq!(
        (outcome(Rule::R401), outcome(Rule::R408)),
        (Outcome::Pass, Outcome::Pass),
        "{name}"
    );
    assert_eq!(outcome(Rule::R402), Outcome::NotApplicable, "{name}: no opinion without links");
}

/// A leaf with a signature that nobody made, of the algorithm `oid`.
fn unsigned(oid: &str, issuer: &Cert) -> Cert {
    Forge::leaf("amt.example.com").signature(der::algorithm(oid, &[]), &[1; 64]).issued_by(issuer)
}

#[test]
fn algorithms_outside_of_r_511_are_unknown() {
    let rsa_ca = Forge::ca("RSA CA", Key::Rsa2048).issued_by(root());
    let p521 = Forge::ca("P-521 CA", Key::P256(3)).spki(keys::p521_public()).issued_by(root());
    let ecdsa_sha256 = "1.2.840.10045.4.3.2";
    for (name, leaf, ca) in [
        ("RSASSA-PSS", unsigned("1.2.840.113549.1.1.10", &rsa_ca), &rsa_ca),
        ("RSA with SHA-224", unsigned("1.2.840.113549.1.1.14", &rsa_ca), &rsa_ca),
        ("something else", unsigned("1.3.6.1.4.1.99999.7", &rsa_ca), &rsa_ca),
        ("P-521", unsigned(ecdsa_sha256, &p521), &p521),
        ("ECDSA with SHA-1", unsigned("1.2.840.10045.4.1", intermediate()), intermediate()),
    ] {
        let report = Scene::of(&[&leaf, ca, root()]).explain();
        assert_unknown(&report, name);
        assert!(!found(&report, Finding::WeakHash), "{name}");
        if name != "ECDSA with SHA-1" {
            assert_eq!(report.verdict, Verdict::Undetermined, "{name}: {report}");
            assert_eq!(report.headline, Some(Finding::SignatureAlgorithmUnknown));
        }
    }
}

/// MD5 and MD2 below the root fail by their name, and are not verified besides.
#[test]
fn md5_and_md2_below_the_root() {
    let ca = Forge::ca("RSA CA", Key::Rsa2048).issued_by(root());
    for digest in [Digest::Md5, Digest::Md2] {
        let leaf = Forge::leaf("amt.example.com").digest(digest).issued_by(&ca);
        for release in ["10.0", "16.1"] {
            let report = Scene::of(&[&leaf, &ca, root()]).release(release).explain();
            assert_unknown(&report, "MD5");
            assert_eq!(report.verdict, Verdict::Rejected, "{report}");
            assert_eq!(report.headline, Some(Finding::WeakHash));
        }
    }
}

/// A key of another family cannot have signed, whoever verifies.
#[test]
fn another_family_of_keys() {
    let leaf = Forge::leaf("amt.example.com").sign(&intermediate().subject, Key::Rsa2048);
    let scene = Scene::of(&[&leaf, intermediate(), root()]);
    for report in [scene.explain(), explain_with(&scene, SignatureAlgorithms::new(&[]))] {
        assert_eq!(report.headline, Some(Finding::ChainSignatureInvalid), "{report}");
        assert_eq!(rule(&report, Rule::R408).outcome, Outcome::Fail);
    }
}

#[test]
fn without_any_algorithm_everything_is_open() {
    let none = SignatureAlgorithms::new(&[]);
    let report = explain_with(&Scene::ordinary(), none);
    assert_unknown(&report, "no provider");
    assert_eq!(report.verdict, Verdict::Undetermined, "{report}");
    assert_eq!(report.certificate_verdict, Verdict::Undetermined);
    // What does not rest on the links is judged all the same.
    let mut scene = Scene::ordinary();
    scene.now = Some("2040-01-01T00:00:00Z".parse().unwrap());
    let report = explain_with(&scene, none);
    assert_eq!((report.verdict, report.headline), (Verdict::Rejected, Some(Finding::Expired)));
}

/// What a provider lacks is unknown; its own answer decides where it has the algorithm.
#[test]
fn the_callers_own_algorithms() {
    #[derive(Debug)]
    struct Fixed(Result<(), InvalidSignature>);
    impl SignatureVerificationAlgorithm for Fixed {
        fn verify_signature(&self, _: &[u8], _: &[u8], _: &[u8]) -> Result<(), InvalidSignature> {
            self.0
        }
        fn public_key_alg_id(&self) -> AlgorithmIdentifier {
            alg_id::ECDSA_P256
        }
        fn signature_alg_id(&self) -> AlgorithmIdentifier {
            alg_id::ECDSA_SHA256
        }
    }
    for (answer, verdict) in
        [(Ok(()), Verdict::Accepted), (Err(InvalidSignature), Verdict::Rejected)]
    {
        let verifier = Fixed(answer);
        let own = [Algorithm::new(&verifier).unwrap()];
        let report = explain_with(&Scene::ordinary(), SignatureAlgorithms::new(&own));
        assert_eq!(report.verdict, verdict, "{report}");
        let forged = Forge::leaf("amt.example.com")
            .signature(Key::P256(2).signature_algorithm(Digest::Sha256), b"no");
        let scene = Scene::with_leaf(&forged);
        assert_eq!(explain_with(&scene, SignatureAlgorithms::new(&own)).verdict, verdict);
        // RSA links are none of its business.
        let ca = Forge::ca("RSA CA", Key::Rsa2048).self_issued();
        let leaf = Forge::leaf("amt.example.com").issued_by(&ca);
        let report = explain_with(&Scene::of(&[&leaf, &ca]), SignatureAlgorithms::new(&own));
        assert_unknown(&report, "RSA");
    }
}

#[cfg(feature = "ring")]
#[test]
fn what_ring_lacks_is_unknown() {
    let rsa_ca = Forge::ca("RSA CA", Key::Rsa1024).issued_by(root());
    for (name, digest, ca) in [
        ("RSA 1024 with SHA-384", Digest::Sha384, &rsa_ca),
        ("P-256 with SHA-512", Digest::Sha512, intermediate()),
    ] {
        let leaf = Forge::leaf("amt.example.com").digest(digest).issued_by(ca);
        let scene = Scene::of(&[&leaf, ca, root()]).release("12.0");
        let report = explain_with(&scene, SignatureAlgorithms::RING);
        assert_unknown(&report, name);
        assert_eq!(report.verdict, Verdict::Undetermined, "{name}: {report}");
    }
    // Its neighbours are known.
    for digest in [Digest::Sha1, Digest::Sha256, Digest::Sha512] {
        let leaf = Forge::leaf("amt.example.com").digest(digest).issued_by(&rsa_ca);
        let scene = Scene::of(&[&leaf, &rsa_ca, root()]).release("12.0");
        let report = explain_with(&scene, SignatureAlgorithms::RING);
        assert_eq!(report.verdict, Verdict::Accepted, "{digest:?}: {report}");
    }
}

/// One changed bit of what is signed, or of the signature.
#[test]
fn a_changed_certificate_is_not_signed() {
    let der = &leaf().der;
    let subject = der.windows(15).rposition(|window| window == b"amt.example.com").unwrap();
    for at in [subject, der.len() - 1] {
        let mut changed = der.clone();
        changed[at] ^= 1;
        let mut scene = Scene::ordinary();
        scene.input[0] = changed;
        let report = scene.explain();
        assert_eq!(report.verdict, Verdict::Rejected);
        assert_eq!(report.headline, Some(Finding::ChainSignatureInvalid), "{report}");
    }
}
