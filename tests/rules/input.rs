//! the bag, the key and which certificate is the leaf.

use amt_provisioning::{Finding, PathLimits, Policy, Rule, Switch};

use crate::REJECTED;
use crate::common::rows::{Row, row};
use crate::common::{Cert, Forge, Key, Scene, der, forge, intermediate, leaf, root};

/// What every PKCS#12 file begins with: version 3 and an authenticated safe of type data.
fn pkcs12() -> Vec<u8> {
    let data = der::oid("1.2.840.113549.1.7.1");
    let safe = der::tlv(der::constructed(0), &der::tlv(der::OCTET_STRING, &[0x5a; 200]));
    der::sequence(&[der::unsigned(&[3]), der::sequence(&[data, safe])])
}

fn base64(bytes: &[u8]) -> Vec<u8> {
    use base64ct::{Base64, Encoding};
    Base64::encode_string(bytes).into_bytes()
}

/// The ordinary scene with other input.
fn reading(input: &[Vec<u8>]) -> Scene {
    Scene::ordinary().set(|scene| scene.input = input.to_vec())
}

/// The ordinary scene with one more item of input.
fn beside(item: Vec<u8>) -> Scene {
    Scene::ordinary().set(|scene| scene.input.push(item))
}

/// A chain of so many certificates.
fn chain_of(length: u8) -> Scene {
    let mut chain = vec![Forge::ca("CA 1", Key::P256(1)).self_issued()];
    for number in 2..length {
        let ca = Forge::ca(&format!("CA {number}"), Key::P256(number));
        chain.push(ca.issued_by(chain.last().unwrap()));
    }
    chain.push(Forge::leaf("amt.example.com").issued_by(chain.last().unwrap()));
    Scene::of(&chain.iter().rev().collect::<Vec<_>>())
}

/// A chain with a cross-signed root, which gives two paths.
fn two_paths() -> Scene {
    let other = Forge::ca("Other Root", Key::P256(5)).self_issued();
    let cross = Forge::ca("Test Root", Key::P256(1)).serial(&[2]).issued_by(&other);
    Scene::ordinary().and(&other).and(&cross)
}

/// A second leaf beside the ordinary one.
fn second_leaf(change: impl FnOnce(Forge) -> Forge) -> Cert {
    change(Forge::leaf("second.example.com").key(Key::OtherRsa2048)).issued_by(intermediate())
}

/// A certificate that a web server would use.
fn web_server(name: &str) -> Forge {
    Forge::leaf(name).with(forge::eku(&[forge::SERVER_AUTH]))
}

pub(crate) fn rows() -> Vec<Row> {
    use Finding::*;
    let [leaf_der, ca_der, root_der] = [leaf(), intermediate(), root()].map(|cert| &cert.der);
    let text = format!(
        "subject=CN = amt.example.com\r\n{}\r\n\r\n{}{}",
        leaf().pem().replace('\n', "\r\n"),
        root().pem(),
        intermediate().pem()
    );
    let key = include_bytes!("../fixtures/keys/rsa-2048-a.pem").to_vec();
    let trailing = [leaf_der.as_slice(), b"\0\0"].concat();
    let limits = |limits: PathLimits, scene: Scene| scene.set(|s| s.limits = limits);
    let default = PathLimits::default();
    let lone = Forge::leaf("amt.example.com").self_issued();
    let issued_by_root = Forge::leaf("amt.example.com").issued_by(root());
    let a_by_b = Forge::ca("A", Key::P256(6)).sign(&der::sequence(&[forge::cn("B")]), Key::P256(7));
    let b_by_a = Forge::ca("B", Key::P256(7)).issued_by(&a_by_b);
    let ca_leaf = Forge::leaf("amt.example.com").with(forge::basic_constraints(true, None));
    // A CA certificate whose issuer is not here, and which carries the marker.
    let stray_ca = Forge::ca("Stray", Key::P256(8))
        .with(forge::eku(&[forge::SERVER_AUTH, forge::AMT_PROVISIONING]))
        .sign(&[0x30, 0], Key::P256(9));
    let with_key = |key: Key| Scene::ordinary().set(|s| s.public_key = Some(key.spki()));
    let asking = |scene: Scene, change: fn(&mut Policy)| scene.set(|s| change(&mut s.policy));
    vec![
        row("R-101 DER", Rule::R101, Scene::ordinary()).shows(&["3 certificates"]),
        row("R-101 PEM with text around it", Rule::R101, reading(&[text.into_bytes()])),
        row(
            "R-101 base64 without BEGIN",
            Rule::R101,
            reading(&[base64(leaf_der), base64(ca_der), base64(root_der)]),
        ),
        row("R-101, A22 no certificate", Rule::R101, beside(b"Dear administrator,".to_vec()))
            .advises(&[InputNotCertificate])
            .shows(&["input item 4"]),
        row("R-101, A17 PKCS#12 beside", Rule::R101, beside(pkcs12())).advises(&[InputIsPfx]),
        row("R-101, A17 PKCS#12", Rule::R101, reading(&[pkcs12()])).fails(&[InputIsPfx]),
        row("R-101 PKCS#12 in base64", Rule::R101, reading(&[base64(&pkcs12())]))
            .fails(&[InputIsPfx]),
        row("R-101, R-114 nothing", Rule::R101, reading(&[])).fails(&[InputNotCertificate]),
        row("R-101, R-114 blanks", Rule::R101, reading(&[b" \r\n".to_vec()]))
            .fails(&[InputNotCertificate]),
        row("R-101, R-114 a private key", Rule::R101, reading(core::slice::from_ref(&key)))
            .fails(&[InputNotCertificate]),
        row("R-101 a private key beside", Rule::R101, beside(key)),
        row("R-102", Rule::R101, reading(&[trailing, ca_der.clone(), root_der.clone()]))
            .advises(&[InputTrailingBytes]),
        row("R-103", Rule::R101, beside(leaf_der.clone())).shows(&["1 repeated"]),
        row("R-104 within", Rule::R104, Scene::ordinary()),
        row("R-104 longest path", Rule::R104, chain_of(10)),
        row("R-104 path too long", Rule::R104, chain_of(11)).undetermined(&[InputLimit]),
        row("R-104 path too long", Rule::R401, chain_of(11)).undetermined(&[InputLimit]),
        row(
            "R-104 as many signatures as needed",
            Rule::R104,
            limits(PathLimits { signatures: 2, ..default }, Scene::ordinary()),
        ),
        row(
            "R-104 too many signatures",
            Rule::R104,
            limits(PathLimits { signatures: 1, ..default }, Scene::ordinary()),
        )
        .undetermined(&[InputLimit]),
        row(
            "R-104 as many paths as allowed",
            Rule::R104,
            limits(PathLimits { paths: 2, ..default }, two_paths()),
        ),
        row(
            "R-104 too many paths",
            Rule::R104,
            limits(PathLimits { paths: 1, ..default }, two_paths()),
        )
        .undetermined(&[InputLimit]),
        row(
            "R-104 too much searching",
            Rule::R104,
            limits(PathLimits { steps: 2, ..default }, Scene::ordinary()),
        )
        .undetermined(&[InputLimit]),
        row("R-110 own key", Rule::R110, with_key(Key::Rsa2048)),
        row("R-110, A16 another key", Rule::R110, with_key(Key::OtherRsa2048))
            .fails(&[KeyMismatch]),
        row("R-111, A16 no key proof", Rule::R110, Scene::ordinary())
            .not_evaluated(&[KeyNotChecked]),
        row("R-111 key proof tells leaves apart", Rule::R111, {
            let expired = second_leaf(|leaf| leaf.valid("200101000000Z", "210101000000Z"));
            with_key(Key::Rsa2048).and(&expired)
        }),
        row("R-111 one leaf", Rule::R111, Scene::ordinary()),
        row(
            "R-111 the marker tells them apart",
            Rule::R111,
            Scene::ordinary().and(&web_server("www.example.com").issued_by(intermediate())),
        ),
        row(
            "R-111 a CA certificate of another chain",
            Rule::R111,
            Scene::ordinary().and(&stray_ca),
        ),
        row("R-111 two that are accepted", Rule::R111, Scene::ordinary().and(&second_leaf(|l| l)))
            .advises(&[LeafAmbiguous])
            .shows(&["2 candidates", "second.example.com"]),
        row(
            "R-111, R-114 one of two is expired",
            Rule::R111,
            Scene::ordinary()
                .and(&second_leaf(|leaf| leaf.valid("200101000000Z", "210101000000Z"))),
        )
        .fails(&[LeafAmbiguous]),
        row(
            "R-111 two without a marker",
            Rule::R111,
            Scene::with_leaf(&web_server("amt.example.com"))
                .and(&web_server("www.example.com").issued_by(intermediate())),
        )
        .advises(&[LeafAmbiguous])
        .verdict(REJECTED),
        row("R-111 only CA certificates", Rule::R111, Scene::of(&[intermediate(), root()]))
            .verdict(REJECTED),
        row("R-111 two that issued each other", Rule::R111, Scene::of(&[&a_by_b, &b_by_a]))
            .fails(&[LeafNotFound]),
        row("R-112 self-signed", Rule::R112, Scene::of(&[&lone])).fails(&[SelfSignedLeaf]),
        row("R-112, R-114 a root alone", Rule::R112, Scene::of(&[root()])).fails(&[SelfSignedLeaf]),
        row("R-112 directly under the root", Rule::R112, Scene::of(&[&issued_by_root, root()])),
        row("R-113", Rule::R113, Scene::with_leaf(&ca_leaf)).advises(&[LeafIsCa]),
        row("R-113 end entity", Rule::R113, Scene::ordinary()),
        row(
            "R-113 CA:FALSE",
            Rule::R113,
            Scene::with_leaf(
                &Forge::leaf("amt.example.com").with(forge::basic_constraints(false, None)),
            ),
        ),
        row(
            "D-16",
            Rule::R110,
            asking(Scene::ordinary(), |policy| policy.require_key_proof = true),
        )
        .fails(&[KeyNotChecked])
        .by_policy(Switch::RequireKeyProof, amt_provisioning::Outcome::NotEvaluated),
        row(
            "D-16 with a key proof",
            Rule::R110,
            asking(with_key(Key::Rsa2048), |policy| policy.require_key_proof = true),
        ),
        row(
            "D-17",
            Rule::R112,
            asking(Scene::of(&[&lone]), |policy| policy.allow_self_signed_leaf = true),
        )
        .advises(&[SelfSignedLeaf])
        .by_policy(Switch::AllowSelfSignedLeaf, amt_provisioning::Outcome::Fail),
    ]
}
