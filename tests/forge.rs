//! The certificate forge of these tests against other readers and writers.
#![cfg(any(feature = "ring", feature = "aws-lc-rs", feature = "rustcrypto"))]

mod common;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyPair,
};

use amt_provisioning::{Bag, Outcome, Rule, Verdict};
use common::{Digest, Forge, Key, Scene};

#[test]
fn ordinary_scene_is_accepted() {
    let report = Scene::ordinary().explain();
    assert_eq!(report.verdict, Verdict::Accepted, "{report}");
}

/// what the forge signs is verified by the crypto provider, which is another
/// implementation (ring, unless told otherwise).
#[test]
fn signatures_of_every_key_and_digest_verify() {
    use Digest::{Sha1, Sha256, Sha384, Sha512};
    let rsa: &[Digest] = &[Sha1, Sha256, Sha384, Sha512];
    for (key, digests) in [
        (Key::Rsa1024, &[Sha1, Sha256, Sha512][..]), // ring: no SHA-384 below 2048 bits
        (Key::Rsa1536, &[Sha1, Sha256, Sha512]),
        (Key::Rsa2048, rsa),
        (Key::OtherRsa2048, rsa),
        (Key::ThirdRsa2048, rsa),
        (Key::Rsa3072, rsa),
        (Key::Rsa4096, rsa),
        (Key::P256(1), &[Sha256, Sha384]), // ring: no SHA-512
        (Key::P256(254), &[Sha256, Sha384]),
        (Key::P384(1), &[Sha256, Sha384]),
    ] {
        let root = Forge::ca("Test Root", key).self_issued();
        for digest in digests {
            let leaf = Forge::leaf("amt.example.com").digest(*digest).issued_by(&root);
            let evaluation = Scene::of(&[&leaf, &root]).judge();
            assert_eq!(evaluation.outcome(Rule::R401), Some(Outcome::Pass), "{key:?} {digest:?}");
        }
    }
}

/// A chain that another writer made is judged like the forge's.
#[test]
fn chain_of_rcgen_is_accepted() {
    let ca = |name: &str| {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, name);
        (params, KeyPair::generate().unwrap())
    };
    let (params, key) = ca("Root of rcgen");
    let root = CertifiedIssuer::self_signed(params, key).unwrap();
    let (params, key) = ca("Intermediate of rcgen");
    let intermediate = CertifiedIssuer::signed_by(params, key, &root).unwrap();
    let mut params = CertificateParams::new(vec!["amt.example.com".into()]).unwrap();
    params.distinguished_name.push(DnType::CommonName, "amt.example.com");
    params.extended_key_usages = vec![
        ExtendedKeyUsagePurpose::ServerAuth,
        ExtendedKeyUsagePurpose::Other(vec![2, 16, 840, 1, 113_741, 1, 2, 3]),
    ];
    let key = KeyPair::from_pem(include_str!("fixtures/keys/rsa-2048-a.pem")).unwrap();
    let leaf = params.signed_by(&key, &intermediate).unwrap();
    let mut scene = Scene::ordinary();
    scene.input = [leaf.der(), intermediate.der(), root.der()].map(|der| der.to_vec()).to_vec();
    let bag = Bag::read(root.der()).unwrap();
    let hash = amt_provisioning::Hash::sha256(bag.certificates()[0].certificate.der());
    scene.facts.root_hashes = common::list([common::entry(hash.as_bytes())]);
    let report = scene.explain();
    assert_eq!(report.verdict, Verdict::Accepted, "{report}");
}
