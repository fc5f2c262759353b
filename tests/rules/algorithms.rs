//! signatures and keys, by release.

use amt_provisioning::{
    Fact, Finding, Flow, Outcome, Platform, Rule, SignatureAlgorithms, Strictness, Switch,
};

use crate::common::keys::{p521_public, rsa_public};
use crate::common::rows::{Row, row};
use crate::common::{Cert, Digest, Forge, Key, Scene, der};
use crate::{REJECTED, UNDETERMINED};

/// The last release before `major`.0.
fn before(major: u16) -> String {
    format!("{}.65535.65535.65535", major - 1)
}

/// Digests of leaf, intermediate and root, in this order, over RSA keys of 2048 bits.
fn digests(digests: [Digest; 3]) -> Scene {
    digests_with(Key::ThirdRsa2048, digests)
}

/// The same with this leaf key, on release 22.
fn on_22(digests: [Digest; 3]) -> Scene {
    digests_with(Key::Rsa3072, digests).release("22.0")
}

fn digests_with(key: Key, [leaf, ca, root]: [Digest; 3]) -> Scene {
    let root = Forge::ca("Root", Key::Rsa2048).digest(root).self_issued();
    let ca = Forge::ca("CA", Key::OtherRsa2048).digest(ca).issued_by(&root);
    let leaf = Forge::leaf("amt.example.com").key(key).digest(leaf).issued_by(&ca);
    Scene::of(&[&leaf, &ca, &root])
}

/// The SHA-1 chain with a leaf that has this public key.
fn sha1_with_leaf(spki: Vec<u8>) -> Scene {
    Scene::signed_with(Digest::Sha1, &Forge::leaf("amt.example.com").spki(spki))
}

/// A SHA-256 chain with a leaf that has this public key.
fn with_leaf(spki: Vec<u8>) -> Scene {
    Scene::with_leaf(&Forge::leaf("amt.example.com").spki(spki))
}

/// A SHA-384 chain for release 22, with a leaf that has this public key.
fn for_22(spki: Vec<u8>) -> Scene {
    let leaf = Forge::leaf("amt.example.com").spki(spki);
    Scene::signed_with(Digest::Sha384, &leaf).release("22.0")
}

fn flow(flow: Option<Flow>, scene: Scene) -> Scene {
    scene.set(|s| s.facts.flow = flow.into())
}

fn sha1() -> Vec<Row> {
    use Digest::{Md2, Md5, Sha1, Sha256};
    use Finding::*;
    let all = || digests([Sha1, Sha1, Sha1]);
    let root_only = || digests([Sha256, Sha256, Sha1]);
    let on = |scene: Scene, release: &str, platform: Option<Platform>| {
        scene.release(release).set(|s| s.facts.platform = platform.into())
    };
    let unknown = |scene: Scene| scene.set(|s| s.facts.release = Fact::Unknown);
    let mut rows = vec![
        row("R-501 SHA-256", Rule::R501, digests([Sha256, Sha256, Sha256])),
        row("R-501, A15 in the leaf", Rule::R501, digests([Sha1, Sha256, Sha256]))
            .fails(&[Sha1Forbidden])
            .shows(&["CN=amt.example.com"]),
        row("R-501, A15 in the intermediate", Rule::R501, digests([Sha256, Sha1, Sha256]))
            .fails(&[Sha1Forbidden]),
        row("R-501, A15, B11, H1 in the root", Rule::R501, root_only()).fails(&[Sha1Forbidden]),
        row("R-501 MD5 in the root", Rule::R501, digests([Sha256, Sha256, Md5]))
            .fails(&[Sha1Forbidden]),
        row("R-501 MD2 in the root", Rule::R501, digests([Sha256, Sha256, Md2]))
            .fails(&[Sha1Forbidden]),
        row("R-501 from 16.0", Rule::R501, all().release("16.0")).fails(&[Sha1Forbidden]),
        row("R-501, A14 14.x", Rule::R501, all().release("14.65535")).not_applicable(),
        row("R-501 15.x H", Rule::R501, on(all(), "15.65535", Some(Platform::H)))
            .fails(&[Sha1Forbidden]),
        row("R-501 15.x not H", Rule::R501, on(all(), &before(16), Some(Platform::NotH)))
            .not_applicable(),
        row("R-501, D-32 15.x unknown", Rule::R501, on(all(), "15.0", None))
            .undetermined(&[Sha1Forbidden, PlatformNotGiven])
            .missing(&["platform"])
            .shows(&["15.0"]),
        row("R-501, D-32 14.x unknown", Rule::R501, on(all(), "14.0", None)).not_applicable(),
        row("R-501 no H before 15", Rule::R501, on(all(), "14.0", Some(Platform::H)))
            .not_applicable(),
        row("R-501, R-023 release unknown", Rule::R501, unknown(root_only()))
            .undetermined(&[Sha1Forbidden, ReleaseNotGiven])
            .missing(&["release"]),
        row("R-501, R-023 it does not matter", Rule::R501, unknown(digests([Sha256; 3])))
            .verdict(UNDETERMINED)
            .missing(&["release"]),
        row("R-510 still works", Rule::R510, all().release("14.0")).advises(&[Sha1Discouraged]),
        row("R-510 forbidden anyway", Rule::R510, all()).verdict(REJECTED),
        row("R-510 SHA-2", Rule::R510, Scene::ordinary().release("14.0")),
    ];
    // below the root, on every release. No provider verifies MD5, so it is two findings.
    for (digest, name) in [(Md5, "MD5"), (Md2, "MD2")] {
        for release in ["10.0", "16.0"] {
            let below = || digests([digest, Sha1, Sha1]).release(release);
            rows.push(
                row(format!("R-509 {name} {release}"), Rule::R509, below()).fails(&[WeakHash]),
            );
            rows.push(
                row(format!("R-509, R-511 {name} {release}"), Rule::R511, below())
                    .undetermined(&[SignatureAlgorithmUnknown])
                    .verdict(REJECTED),
            );
        }
    }
    rows.push(row("R-509 MD5 in the root", Rule::R509, digests([Sha1, Sha1, Md5]).release("10.0")));
    rows
}

fn rsa_sizes() -> Vec<Row> {
    use Finding::*;
    let old = |bits, release: &str| sha1_with_leaf(rsa_public(bits)).release(release);
    let new = |bits| with_leaf(rsa_public(bits));
    let platform = |scene: Scene, platform: Option<Platform>| {
        scene.release("15.0").set(|s| s.facts.platform = platform.into())
    };
    // Every RSA key of the chain counts, the root's included.
    let small_root = {
        let root = Forge::ca("Root", Key::Rsa1024).self_issued();
        let leaf = Forge::leaf("amt.example.com").issued_by(&root);
        Scene::of(&[&leaf, &root])
    };
    let ec = with_leaf(Key::P256(9).spki());
    vec![
        row("R-502 2048", Rule::R502, new(2048)),
        row("R-502 2047", Rule::R502, new(2047)).fails(&[RsaTooSmall]).shows(&["2047", "2048"]),
        row("R-502, A14, H1 root", Rule::R502, small_root).fails(&[RsaTooSmall]),
        row("R-502 advice before", Rule::R502, old(1024, "14.0")).advises(&[RsaTooSmall]),
        row("R-502 1024 on the oldest", Rule::R502, old(1024, "2.6")).advises(&[RsaTooSmall]),
        row("R-502 1023 on old firmware", Rule::R502, old(1023, "14.0")).fails(&[RsaTooSmall]),
        row("R-502 15.x H", Rule::R502, platform(new(1024), Some(Platform::H)))
            .fails(&[RsaTooSmall]),
        row("R-502 15.x not H", Rule::R502, platform(new(1024), Some(Platform::NotH)))
            .advises(&[RsaTooSmall]),
        row("R-502, D-32 15.x unknown", Rule::R502, platform(new(1024), None))
            .undetermined(&[RsaTooSmall, PlatformNotGiven])
            .missing(&["platform"]),
        row("R-502 no RSA key", Rule::R502, ec).not_applicable().verdict(UNDETERMINED),
        row("R-503 2048 before 6.0", Rule::R503, old(2048, &before(6))),
        row("R-503 1024 before 6.0", Rule::R503, old(1024, "4.0")),
        row("R-503 1536 before 6.0", Rule::R503, old(1536, "4.0")).advises(&[RsaSizeUnusual]),
        row("R-503 2049 before 6.0", Rule::R503, old(2049, "4.0")).fails(&[RsaTooLarge]),
        row("R-503, A25 4096 before 6.0", Rule::R503, old(4096, &before(6)))
            .fails(&[RsaTooLarge])
            .shows(&["4096", "2048"]),
        row("R-503 4096 from 6.0", Rule::R503, old(4096, "6.0")).not_applicable(),
        row("R-503 8192 from 6.0", Rule::R503, old(8192, "6.0")).not_applicable(),
    ]
}

fn sha2() -> Vec<Row> {
    use Digest::{Sha1, Sha256, Sha384, Sha512};
    use Finding::*;
    let sha256 = |release: &str| digests([Sha256; 3]).release(release);
    let one = |release: &str| digests([Sha256, Sha1, Sha1]).release(release);
    // The root is not verified by its own signature: only what stands below it counts.
    let root_only = |release: &str| {
        let leaf = Forge::leaf("amt.example.com");
        let root = Forge::ca("Root", Key::Rsa2048).self_issued();
        let ca = Forge::ca("CA", Key::OtherRsa2048).digest(Sha1).issued_by(&root);
        Scene::of(&[&leaf.digest(Sha1).issued_by(&ca), &ca, &root]).release(release)
    };
    let strict = |scene: Scene| scene.set(|s| s.policy.sha384_pre21 = Strictness::Reject);
    let mut rows = vec![
        row("R-504, D-21 5.x", Rule::R504, digests([Sha256, Sha1, Sha1]).release(&before(6)))
            .undetermined(&[Sha2Uncertain]),
        row("R-504, D-21 6.0", Rule::R504, one("6.0")).advises(&[Sha2Uncertain]),
        row("R-504, D-21 10.x", Rule::R504, sha256(&before(11))).advises(&[Sha2Uncertain]),
        row("R-504 11.0", Rule::R504, sha256("11.0")),
        row("R-504 SHA-1 below a SHA-256 root", Rule::R504, root_only("5.0")).not_applicable(),
        row("R-504 22: another rule's", Rule::R504, sha256("22.0"))
            .not_applicable()
            .verdict(REJECTED),
        row("R-505 SHA-256", Rule::R505, sha256("20.0")).not_applicable(),
        row(
            "R-505, D-22, A21, J4 20.x",
            Rule::R505,
            digests([Sha384, Sha256, Sha256]).release(&before(21)),
        )
        .advises(&[Sha384Uncertain]),
        row("R-505 SHA-512", Rule::R505, digests([Sha256, Sha512, Sha256]))
            .advises(&[Sha384Uncertain]),
        row("R-505 in the root", Rule::R505, digests([Sha256, Sha256, Sha384])).not_applicable(),
        row("R-505 21", Rule::R505, digests([Sha384, Sha256, Sha256]).release("21.0")),
        row("D-22 policy", Rule::R505, strict(digests([Sha384, Sha256, Sha256])))
            .fails(&[Sha384Uncertain])
            .by_policy(Switch::Sha384Pre21, Outcome::Pass),
        row("D-22 policy, 21", Rule::R505, strict(digests([Sha384; 3]).release("21.0"))),
        row("D-22 policy, SHA-256", Rule::R505, strict(Scene::ordinary())).not_applicable(),
        row("R-506, H10, J4 before 22", Rule::R506, sha256(&before(22))).not_applicable(),
        row("R-506 SHA-256 root only", Rule::R506, on_22([Sha384, Sha384, Sha256])),
        row("R-506 SHA-512", Rule::R506, on_22([Sha512; 3])),
    ];
    for short in [[Sha256, Sha384, Sha384], [Sha384, Sha256, Sha384], [Sha1, Sha384, Sha384]] {
        let scene = on_22(short);
        rows.push(row(format!("R-506 {short:?}"), Rule::R506, scene).fails(&[Sha384Required]));
    }
    rows
}

fn leaf_keys() -> Vec<Row> {
    use Finding::*;
    let (p256, p384) = (Key::P256(9).spki(), Key::P384(9).spki());
    let ec = |release: &str, by: Option<Flow>| flow(by, with_leaf(p256.clone()).release(release));
    vec![
        row("R-507 before 22", Rule::R507, Scene::ordinary().release(&before(22))).not_applicable(),
        row("R-507, H10 RSA 3072", Rule::R507, for_22(rsa_public(3072))),
        row("R-507 RSA 3071", Rule::R507, for_22(rsa_public(3071)))
            .fails(&[LeafKeyTooSmall])
            .shows(&["3071", "3072"]),
        row("R-507, D-24, J5 RSA 2048", Rule::R507, for_22(rsa_public(2048)))
            .fails(&[LeafKeyTooSmall]),
        row("R-507 P-384", Rule::R507, for_22(p384.clone())),
        row("R-507 P-256", Rule::R507, for_22(p256.clone())).fails(&[LeafKeyTooSmall]),
        row("R-508 RSA", Rule::R508, Scene::ordinary()).not_applicable(),
        row("R-508, D-25 host-based", Rule::R508, ec(&before(22), Some(Flow::HostBased)))
            .fails(&[EcLeafUnsupported]),
        row("R-508, D-25 TLS-PKI", Rule::R508, ec(&before(22), Some(Flow::TlsPki)))
            .undetermined(&[EcLeafUnsupported]),
        row("R-508, D-25 flow unknown", Rule::R508, ec("16.0", None))
            .undetermined(&[EcLeafUnsupported])
            .shows(&["TLS-PKI", "host-based"]),
        row("R-508 22", Rule::R508, for_22(p384)).not_applicable(),
        row("R-508 EC above the leaf", Rule::R508, Scene::ordinary()).not_applicable(),
    ]
}

/// what cannot be verified here is open, neither passed nor failed.
fn unknown() -> Vec<Row> {
    use Finding::*;
    let signed = |oid: &str| {
        let algorithm = der::algorithm(oid, &[]);
        Scene::with_leaf(&Forge::leaf("amt.example.com").signature(algorithm, &[0x5a; 64]))
    };
    let issued_with = |spki: Vec<u8>, oid: &str| {
        let ca = Forge::ca("CA", Key::P256(2)).spki(spki).issued_by(crate::common::root());
        let leaf = Forge::leaf("amt.example.com").signature(der::algorithm(oid, &[]), &[0x5a; 64]);
        Scene::of(&[&leaf.issued_by(&ca), &ca, crate::common::root()])
    };
    let no_algorithms = |scene: Scene| scene.set(|s| s.algorithms = SignatureAlgorithms::new(&[]));
    let rsa_ca: Cert = Forge::ca("CA", Key::Rsa2048).issued_by(crate::common::root());
    let pss = Forge::leaf("amt.example.com")
        .signature(der::algorithm("1.2.840.113549.1.1.10", &[]), &[0x5a; 256])
        .issued_by(&rsa_ca);
    vec![
        row("R-511 all known", Rule::R511, Scene::ordinary()),
        row("R-511 RSASSA-PSS", Rule::R511, Scene::of(&[&pss, &rsa_ca, crate::common::root()]))
            .undetermined(&[SignatureAlgorithmUnknown]),
        row("R-511 P-521", Rule::R511, issued_with(p521_public(), "1.2.840.10045.4.3.4"))
            .undetermined(&[SignatureAlgorithmUnknown])
            .shows(&["P-521"]),
        row("R-511 unheard of", Rule::R511, signed("1.2.3.4"))
            .undetermined(&[SignatureAlgorithmUnknown]),
        row("R-511 what the provider lacks", Rule::R511, no_algorithms(Scene::ordinary()))
            .undetermined(&[SignatureAlgorithmUnknown]),
        row(
            "R-511 Ed25519 under an EC key is wrong, not unknown",
            Rule::R408,
            signed("1.3.101.112"),
        )
        .fails(&[ChainSignatureInvalid]),
    ]
}

/// digest and number of the nonce signature, told together.
fn nonce() -> Vec<Row> {
    use Digest::{Sha256, Sha384};
    let host = |release: &str, leaf: Digest, ca: Digest| {
        flow(Some(Flow::HostBased), digests([leaf, ca, ca]).release(release))
    };
    let (two, three) = ("SHA-256, SigningAlgorithm 2", "SHA-384, SigningAlgorithm 3");
    let mut rows =
        vec![row("R-512 not host-based", Rule::R512, Scene::ordinary()).not_applicable()];
    for (id, scene, shown) in [
        ("R-512 16", host("16.0", Sha256, Sha256), two),
        ("R-512, J4 20, SHA-384 leaf", host(&before(21), Sha384, Sha384), two),
        ("R-512 21, SHA-256 leaf", host("21.0", Sha256, Sha384), two),
        ("R-512 21, SHA-384 leaf", host("21.0", Sha384, Sha256), three),
        ("R-512, J4 22", flow(Some(Flow::HostBased), on_22([Sha384; 3])), three),
    ] {
        rows.push(row(id, Rule::R512, scene).shows(&[shown]));
    }
    rows
}

pub(crate) fn rows() -> Vec<Row> {
    [sha1(), rsa_sizes(), sha2(), leaf_keys(), unknown(), nonce()].concat()
}
