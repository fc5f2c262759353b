//! what a report holds.

use amt_provisioning::{Bag, Curve, Finding, KeyKind, Rule, SignatureAlgorithm, WallTime};

use crate::common::forge;
use crate::common::rows::{one_line, report_row};
use crate::common::{Digest, Forge, Key, Scene, intermediate, leaf, root};

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// R-008, S1-23, S1-24, S4-8: every certificate with its role, names, serial, dates, key, signature
/// and hashes.
#[test]
fn every_certificate_is_described() {
    let root =
        Forge::ca("Root", Key::P384(1)).digest(Digest::Sha384).serial(&[0x2b, 0xcd]).self_issued();
    let ca = Forge::ca("CA", Key::Rsa4096).digest(Digest::Sha512).serial(&[7]).issued_by(&root);
    let leaf =
        Forge::leaf("amt.example.com").valid("250131123456Z", "20991231235959Z").issued_by(&ca);
    let unused = Forge::ca("Unused", Key::P256(8)).self_issued();
    let report = Scene::of(&[&leaf, &ca, &root]).and(&unused).explain();
    let time = |text: &str| text.parse::<WallTime>().unwrap();
    let default = ("2025-01-01T00:00:00Z", "2035-01-01T00:00:00Z");
    use SignatureAlgorithm::{Ecdsa, RsaPkcs1};
    use amt_provisioning::Digest as Hash;
    let expected = [
        (
            "leaf",
            "CN=amt.example.com",
            "CN=CA",
            "01",
            ("2025-01-31T12:34:56Z", "2099-12-31T23:59:59Z"),
            KeyKind::Rsa { bits: 2048 },
            RsaPkcs1(Hash::Sha256),
            &leaf,
        ),
        (
            "intermediate 1",
            "CN=CA",
            "CN=Root",
            "07",
            default,
            KeyKind::Rsa { bits: 4096 },
            Ecdsa(Hash::Sha512),
            &ca,
        ),
        (
            "root",
            "CN=Root",
            "CN=Root",
            "2bcd",
            default,
            KeyKind::Ec(Curve::P384),
            Ecdsa(Hash::Sha384),
            &root,
        ),
        (
            "unused",
            "CN=Unused",
            "CN=Unused",
            "01",
            default,
            KeyKind::Ec(Curve::P256),
            Ecdsa(Hash::Sha256),
            &unused,
        ),
    ];
    let described: Vec<_> = report.path.iter().chain(&report.unused).collect();
    assert_eq!(described.len(), expected.len());
    for (found, (role, subject, issuer, serial, (from, to), key, signature, cert)) in
        described.iter().zip(expected)
    {
        assert_eq!(found.role, role);
        assert_eq!((found.subject.as_str(), found.issuer.as_str()), (subject, issuer));
        assert_eq!(found.serial, serial);
        assert_eq!((found.not_before, found.not_after), (time(from), time(to)));
        assert_eq!((found.key, found.signature), (key, signature));
        assert_eq!(found.sha1.as_bytes(), cert.sha1());
        assert_eq!(found.sha256.as_bytes(), cert.sha256());
        assert_eq!(found.sha384.as_bytes(), cert.sha384());
    }
}

/// R-008, S1-20, S1-23, S3-8: leaf and root hash are told apart in the text, each under its label.
#[test]
fn leaf_and_root_hash_are_labelled() {
    let report = Scene::ordinary().explain();
    let text = one_line(&report);
    let (before, chain) = text.split_once(" Present these, in this order ").unwrap();
    let at = |needle: &str| chain.find(needle).unwrap_or_else(|| panic!("{needle}\n{report}"));
    // Each hash stands between its label and the next.
    let mut places = Vec::new();
    for (role, cert) in [("leaf", leaf()), ("intermediate 1", intermediate()), ("root", root())] {
        places.push(at(&format!("{role} CN=")));
        places.extend([cert.sha1(), cert.sha256(), cert.sha384()].map(|hash| at(&hex(&hash))));
    }
    assert!(places.is_sorted(), "{report}");
    // Before, the text speaks of the root's hash only, and says that it does.
    assert!(!before.contains(&hex(&leaf().sha256())), "{report}");
    let root_hash = hex(&root().sha256());
    let labelled = format!("root hash SHA-256 {root_hash}");
    assert_eq!(before.matches(&root_hash).count(), before.matches(&labelled).count(), "{report}");
}

/// R-009, A4: the CN is printed as it is, with the `*.`.
#[test]
fn wildcard_is_printed() {
    let report = Scene::with_leaf(&Forge::leaf("*.example.com")).explain();
    assert_eq!(report.path[0].subject, "CN=*.example.com");
    assert!(report.to_string().contains("CN=*.example.com"));
    let seen = &report_row(&report, Rule::R306).seen;
    assert!(seen.contains("CN *.example.com"), "{seen}");
}

/// R-420, S0-4, S2-13, B3: the list to present is leaf first, root included, as the bytes received.
#[test]
fn presentation_list() {
    for order in [[leaf(), intermediate(), root()], [root(), leaf(), intermediate()]] {
        let scene = Scene::of(&[leaf(), intermediate(), root()]);
        let scene = scene.set(|s| s.input = order.map(|cert| cert.der.clone()).to_vec());
        let prepared = scene.prepared();
        let evaluation = prepared.judge(&scene.device(), &scene.policy, scene.now);
        let presented: Vec<_> = prepared.presentation(&evaluation).collect();
        assert_eq!(presented, [&leaf().der, &intermediate().der, &root().der]);
    }
}

/// each rule has its id, basis and source; what was seen and wanted is there as received.
#[test]
fn rules_are_told_with_operands_and_sources() {
    let report = Scene::with_leaf(&Forge::leaf("AMT.example.COM")).explain();
    let ids: Vec<_> = report.rules.iter().map(|rule| rule.id.id()).collect();
    for (at, rule) in report.rules.iter().enumerate() {
        assert!(!ids[..at].contains(&rule.id.id()), "{} twice", rule.id);
        assert!(!rule.basis.is_empty() && !rule.source.is_empty() && !rule.title.is_empty());
    }
    let suffix = report_row(&report, Rule::R306);
    assert!(suffix.seen.contains("AMT.example.COM"), "as received: {}", suffix.seen);
    assert!(suffix.wanted.contains("amt.example.com"), "as normalised: {}", suffix.wanted);
    assert!(!report.revocation_checked, "R-709, D-29");
    assert!(report.to_string().contains("Revocation is not checked"));
}

/// The report echoes facts and policy, so that a machine that keeps it keeps what it rests on.
#[test]
fn facts_and_policy_are_echoed() {
    let scene = Scene::ordinary().set(|s| s.policy.expiry_horizon_days = 7);
    let report = scene.explain();
    assert_eq!(report.facts, scene.facts);
    assert_eq!(report.policy, scene.policy);
    assert_eq!(report.now, scene.now);
    assert_eq!(report.schema, amt_provisioning::REPORT_SCHEMA);
}

/// Where a certificate was found in the input: R-101 counts items, and the report says which.
#[test]
fn places_in_the_input_are_told() {
    let pem = [root().pem(), intermediate().pem()].concat();
    let offset = root().pem().len();
    let scene = Scene::ordinary().set(|s| s.input = vec![leaf().der.clone(), pem.into_bytes()]);
    let report = scene.explain();
    let places: Vec<_> = report.path.iter().map(|c| (c.input_item, c.input_offset)).collect();
    assert_eq!(places, [(0, 0), (1, offset), (1, 0)]);
    assert_eq!(Bag::read(&scene.input[1]).unwrap().certificates().len(), 2);
}

/// S0-13, S1-39, S4-5, S4-18: the ways out that helped in the field are named.
#[test]
fn remedies_name_what_helped() {
    for (finding, ways) in [
        (Finding::MarkerMissing, &["vPro EKU box", "revoke and reissue", "OU"][..]),
        (Finding::SuffixMissing, &["option 15", "PKI DNS suffix", "DHCP server used only for"]),
        (Finding::RootNotPresented, &["hotfix 942841"]),
        (Finding::ChainIncomplete, &["include all certificates in the certification path"]),
        (Finding::InterfaceClosed, &["local agent", "partial unprovision", "USB key"]),
        (Finding::RootHashInactive, &["Manage Certificate Hashes"]),
    ] {
        for way in ways {
            assert!(finding.remedy().contains(way), "{finding}: {}", finding.remedy());
        }
    }
}

/// a subject of several attributes is shown whole.
#[test]
fn whole_subject_is_shown() {
    let leaf = Forge::leaf("amt.example.com").and(forge::ou("IT")).and(forge::ou(forge::INTEL_OU));
    let report = Scene::with_leaf(&leaf).explain();
    for part in ["CN=amt.example.com", "OU=IT", "OU=Intel(R) Client Setup Certificate"] {
        assert!(report.path[0].subject.contains(part), "{}", report.path[0].subject);
    }
}
