//! paths, links and constraints.

use amt_provisioning::{Fact, Finding, Outcome, Rule, Strictness, Switch};

use crate::REJECTED;
use crate::common::forge::{
    Extension, basic_constraints, cn, key_usage, name_constraints, policies, san,
};
use crate::common::rows::{Row, row};
use crate::common::{Cert, Digest, Forge, Key, Scene, der, entry, forge, intermediate, leaf, root};

/// The ordinary scene with another intermediate.
fn under(ca: &Forge) -> Scene {
    let ca = ca.issued_by(root());
    Scene::of(&[&Forge::leaf("amt.example.com").issued_by(&ca), &ca, root()])
}

fn ca() -> Forge {
    Forge::ca("Test Intermediate", Key::P256(2))
}

/// The ordinary scene under another root.
fn rooted_in(root: &Cert) -> Scene {
    let ca = ca().issued_by(root);
    Scene::of(&[&Forge::leaf("amt.example.com").issued_by(&ca), &ca, root])
}

/// So many CA certificates below the root, the topmost of which allows `allowed` below itself.
fn cas_below(count: u8, allowed: u8) -> Scene {
    let topmost = Forge::ca("CA 1", Key::P256(11)).with(basic_constraints(true, Some(allowed)));
    let mut chain = vec![root().clone(), topmost.issued_by(root())];
    for number in 2..=count {
        let ca = Forge::ca(&format!("CA {number}"), Key::P256(10 + number));
        chain.push(ca.issued_by(chain.last().unwrap()));
    }
    chain.push(Forge::leaf("amt.example.com").issued_by(chain.last().unwrap()));
    Scene::of(&chain.iter().rev().collect::<Vec<_>>())
}

fn links() -> Vec<Row> {
    use Finding::*;
    let printable = [forge::attribute("2.5.4.3", der::PRINTABLE_STRING, b"TEST  intermediate")];
    let other_spelling = Forge::leaf("amt.example.com").issuer(&printable);
    let wrong_key_id =
        Forge::leaf("amt.example.com").with(forge::authority_key_identifier(&[1, 2, 3]));
    let with_key_id = ca().with(forge::subject_key_identifier(&[9, 9, 9])).issued_by(root());
    let same_name = Forge::ca("Test Intermediate", Key::P256(7)).issued_by(root());
    let forged = Forge::leaf("amt.example.com").sign(&intermediate().subject, Key::P256(7));
    // Not the issuer: an RSA key cannot have made an ECDSA signature.
    let other_family = Forge::ca("Test Intermediate", Key::OtherRsa2048).issued_by(root());
    vec![
        row("R-401, B2, B3, S3-2", Rule::R401, Scene::ordinary())
            .shows(&["CN=amt.example.com <- CN=Test Intermediate <- CN=Test Root"]),
        row("R-401, B1, B2, S3-2, S4-9", Rule::R401, Scene::ordinary().without(intermediate()))
            .fails(&[ChainIncomplete]),
        row("R-401, B4", Rule::R401, Scene::ordinary().without(root())).fails(&[ChainRootMissing]),
        row("R-401 the leaf alone", Rule::R401, Scene::of(&[leaf()])).fails(&[ChainIncomplete]),
        row("R-402, B17 verified", Rule::R402, Scene::ordinary()).shows(&["webpki agrees"]),
        row("R-402 names are compared by meaning", Rule::R401, Scene::with_leaf(&other_spelling)),
        row("R-402 names are compared by meaning", Rule::R402, Scene::with_leaf(&other_spelling))
            .shows(&["string types in names"]),
        row("R-402 key identifiers exclude nothing", Rule::R401, {
            Scene::of(&[&wrong_key_id.issued_by(&with_key_id), &with_key_id, root()])
        }),
        row("R-402 another writer's form", Rule::R402, {
            Scene::with_leaf(&Forge { unique_id: true, ..Forge::leaf("amt.example.com") })
        })
        .undetermined(&[PathSecondOpinion]),
        row("R-408, B17", Rule::R408, Scene::of(&[&forged, intermediate(), root()]))
            .fails(&[ChainSignatureInvalid])
            .shows(&["CN=amt.example.com", "CN=Test Intermediate"]),
        row("R-408 key of another family", Rule::R408, Scene::of(&[leaf(), &other_family, root()]))
            .fails(&[ChainSignatureInvalid]),
        row("R-408 another valid path exists", Rule::R408, Scene::ordinary().and(&same_name)),
        row("R-404 another valid path exists", Rule::R404, Scene::ordinary().and(&same_name))
            .advises(&[ChainExtraCertificates]),
        row("R-404 nothing left over", Rule::R404, Scene::ordinary()),
    ]
}

/// what a root may be.
fn roots() -> Vec<Row> {
    use Finding::*;
    let key = Key::P256(1);
    let anchored = Scene::ordinary().without(root()).listing([entry(&intermediate().sha256())]);
    let mut rows = vec![
        row("R-406, D-18 hash of an intermediate", Rule::R406, anchored.clone())
            .fails(&[AnchorNotRoot]),
        row("R-406, D-18 is no root", Rule::R401, anchored.clone()).fails(&[ChainRootMissing]),
        row("R-406 nothing of the kind", Rule::R406, Scene::ordinary()).not_applicable(),
    ];
    for rule in [Rule::R401, Rule::R406, Rule::R601] {
        let (findings, original) = match rule {
            Rule::R401 => (&[ChainRootMissing][..], Outcome::Fail),
            Rule::R406 => (&[AnchorNotRoot][..], Outcome::Fail),
            _ => (&[][..], Outcome::NotEvaluated),
        };
        let allowed = anchored.clone().set(|s| s.policy.allow_non_root_anchor = true);
        rows.push(
            row("D-18 policy", rule, allowed)
                .advises(findings)
                .by_policy(Switch::AllowNonRootAnchor, original),
        );
    }
    for (what, root) in [
        ("version 1", Forge::ca("Root", key).version(1)),
        ("no basicConstraints", Forge::ca("Root", key).without("2.5.29.19")),
        ("CA:FALSE", Forge::ca("Root", key).with(basic_constraints(false, None))),
        ("no keyCertSign", Forge::ca("Root", key).with(key_usage(&[0]))),
        ("path length 0", Forge::ca("Root", key).with(basic_constraints(true, Some(0)))),
        ("name constraints", Forge::ca("Root", key).with(name_constraints(&["example.org"], &[]))),
        ("critical extension", {
            Forge::ca("Root", key).with(Extension::new("1.2.3.4", vec![5, 0]).critical())
        }),
        ("not valid yet", Forge::ca("Root", key).valid("300101000000Z", "350101000000Z")),
    ] {
        let id = format!("R-405 {what}");
        rows.push(row(id.clone(), Rule::R401, rooted_in(&root.self_issued())));
        rows.push(row(id, Rule::R407, rooted_in(&root.self_issued())));
    }
    // A root whose own signature is not its own: only a self-issued certificate is asked for.
    let not_its_own = Forge::ca("Root", key).sign(&der::sequence(&[cn("Root")]), Key::P256(77));
    rows.push(row("R-405 signature not checked", Rule::R401, rooted_in(&not_its_own)));
    // A signature that nobody here can verify vouches for no other key.
    let pss = der::algorithm("1.2.840.113549.1.1.10", &[]);
    let unclear = Forge::ca("Root", Key::Rsa2048).signature(pss, &[0x5a; 256]).self_issued();
    let namesake = Forge::ca("Root", Key::OtherRsa2048).self_issued();
    rows.push(row("R-405 no rollover", Rule::R410, rooted_in(&unclear).and(&namesake)));
    // Key rollover: the new root's key vouched for by the old one; the device may list either.
    let old = Forge::ca("Root", Key::P256(31)).self_issued();
    let new = Forge::ca("Root", Key::P256(32)).issued_by(&old);
    let scene = rooted_in(&new).and(&old);
    for (what, listed) in [("old", &old), ("new", &new)] {
        let scene = scene.clone().listing([entry(&listed.sha256())]);
        rows.push(row(format!("R-405 rollover, {what} root listed"), Rule::R601, scene.clone()));
        rows.push(
            row(format!("R-405 rollover, {what} root listed"), Rule::R410, scene)
                .advises(&[ChainAlternativePaths]),
        );
    }
    rows
}

/// each constraint, broken and just met.
fn constraints() -> Vec<Row> {
    use Finding::*;
    let unknown = || Extension::new("1.2.3.4", vec![5, 0]);
    let crl = Extension::new("2.5.29.31", vec![0x30, 0]).critical();
    let leaf_with = |extension| Scene::with_leaf(&Forge::leaf("amt.example.com").with(extension));
    let constrained = |permitted: &[&str], excluded: &[&str]| {
        under(&ca().with(name_constraints(permitted, excluded)))
    };
    let san_outside = {
        let ca = ca().with(name_constraints(&["example.com"], &[])).issued_by(root());
        let leaf =
            Forge::leaf("amt.example.com").with(san(&["amt.example.com", "amt.example.org"]));
        Scene::of(&[&leaf.issued_by(&ca), &ca, root()])
    };
    let no_ca = under(&ca().without("2.5.29.19"));
    let warned = no_ca.clone().set(|s| s.policy.rfc5280 = Strictness::Warn);
    let mut rows = vec![
        row("R-407 nothing broken", Rule::R407, Scene::ordinary()),
        row("R-407 no basicConstraints", Rule::R407, no_ca)
            .fails(&[ChainIssuerNotCa])
            .shows(&["CN=Test Intermediate"]),
        row("D-19 policy", Rule::R407, warned)
            .advises(&[ChainIssuerNotCa])
            .by_policy(Switch::Rfc5280, Outcome::Fail),
        row("R-407 CA:FALSE", Rule::R407, under(&ca().with(basic_constraints(false, None))))
            .fails(&[ChainIssuerNotCa]),
        row("R-407 version 1", Rule::R407, under(&ca().version(1))).fails(&[ChainIssuerNotCa]),
        row("R-407 no keyCertSign", Rule::R407, under(&ca().with(key_usage(&[0, 6]))))
            .fails(&[ChainIssuerNotCa]),
        row("R-407 no keyUsage", Rule::R407, under(&ca().without("2.5.29.15"))),
        row("R-407 path length reached", Rule::R407, cas_below(1, 0)),
        row("R-407 path length exceeded", Rule::R407, cas_below(2, 0)).fails(&[ChainPathLength]),
        row("R-407 path length 1 reached", Rule::R407, cas_below(2, 1)),
        row("R-407 path length 1 exceeded", Rule::R407, cas_below(3, 1)).fails(&[ChainPathLength]),
        row("R-407 permitted", Rule::R407, constrained(&["example.com"], &[])),
        row(
            "R-407 one of two permitted",
            Rule::R407,
            constrained(&["example.org", "example.com"], &[]),
        ),
        row("R-407 not permitted", Rule::R407, constrained(&["example.org"], &[]))
            .fails(&[ChainNameConstraints])
            .shows(&["amt.example.com"]),
        row("R-407 not permitted: boundary", Rule::R407, constrained(&["mt.example.com"], &[]))
            .fails(&[ChainNameConstraints]),
        row("R-407 excluded", Rule::R407, constrained(&[], &["example.com"]))
            .fails(&[ChainNameConstraints]),
        row("R-407 not excluded", Rule::R407, constrained(&[], &["b.example.com"])),
        row("R-407 one name outside", Rule::R407, san_outside).fails(&[ChainNameConstraints]),
        row("R-407 unknown, not critical", Rule::R407, leaf_with(unknown())),
        row("R-407 unknown and critical in the leaf", Rule::R407, leaf_with(unknown().critical()))
            .fails(&[ChainCriticalExtension])
            .shows(&["1.2.3.4"]),
        row(
            "R-407 unknown and critical above",
            Rule::R407,
            under(&ca().with(unknown().critical())),
        )
        .fails(&[ChainCriticalExtension]),
        row("R-407 not among the known ones", Rule::R407, leaf_with(crl))
            .fails(&[ChainCriticalExtension]),
    ];
    for known in [
        basic_constraints(false, None),
        key_usage(&[0]),
        forge::eku(&[forge::SERVER_AUTH, forge::AMT_PROVISIONING]).critical(),
        san(&["amt.example.com"]).critical(),
    ] {
        rows.push(row("R-407 known and critical", Rule::R407, leaf_with(known)));
    }
    for (oid, value) in
        [("2.5.29.33", vec![0x30, 0]), ("2.5.29.36", vec![0x30, 0]), ("2.5.29.54", vec![2, 1, 0])]
    {
        let carried = under(&ca().with(Extension::new(oid, value).critical()));
        rows.push(
            row(format!("R-407 carried: {oid}"), Rule::R407, carried)
                .advises(&[ChainPolicyIgnored]),
        );
    }
    let carried = leaf_with(policies("2.5.29.32", &["1.2.3"]).critical());
    rows.push(row("R-407 carried: policies", Rule::R407, carried).advises(&[ChainPolicyIgnored]));
    rows
}

///
fn choices() -> Vec<Row> {
    use Finding::*;
    let presented = |fact: Fact<bool>| Scene::ordinary().set(|s| s.facts.root_presented = fact);
    let at_most = |most: u8| Scene::ordinary().set(|s| s.policy.max_chain = most);
    let sha1_root = Forge::ca("Old Root", Key::Rsa2048).digest(Digest::Sha1).self_issued();
    let cross = Forge::ca("Test Root", Key::P256(1)).serial(&[2]).issued_by(&sha1_root);
    vec![
        row("R-409, D-20 three", Rule::R409, Scene::ordinary()).shows(&["3 certificates"]),
        row("R-409, S4-8 four", Rule::R409, cas_below(2, 9)),
        row("R-409, D-20 five", Rule::R409, cas_below(3, 9)).advises(&[ChainLong]),
        row("D-20 policy: as many as allowed", Rule::R409, at_most(3)),
        row("D-20 policy: one more", Rule::R409, at_most(2))
            .fails(&[ChainLong])
            .by_policy(Switch::MaxChain, Outcome::Pass),
        row("R-410 one path", Rule::R410, Scene::ordinary()),
        row("R-410, B5, B6", Rule::R410, Scene::ordinary().and(&sha1_root).and(&cross))
            .advises(&[ChainAlternativePaths])
            .shows(&["2 paths", "CN=Old Root"]),
        row("R-421, S0-4, B12", Rule::R421, presented(Fact::known(false)))
            .advises(&[RootNotPresented]),
        row("R-421", Rule::R421, presented(Fact::known(true))),
        row("R-421 unknown", Rule::R421, presented(Fact::Unknown)).not_evaluated(&[]),
    ]
}

pub(crate) fn rows() -> Vec<Row> {
    [links(), roots(), constraints(), choices()].concat()
}

/// without a path no rule about paths claims to hold.
#[test]
fn an_incomplete_chain_is_not_said_to_be_verified() {
    let scene = Scene::ordinary().without(intermediate());
    let evaluation = scene.judge();
    assert_eq!(evaluation.verdict(), REJECTED);
    assert_eq!(evaluation.outcome(Rule::R402), Some(Outcome::NotApplicable));
    let prepared = scene.prepared();
    assert_eq!(prepared.presentation(&evaluation).count(), 0);
}
