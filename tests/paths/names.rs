//! names that link certificates, and names that CAs constrain.

use amt_provisioning::{Finding, Outcome, Rule, Strictness, Verdict};

use super::common::forge::Extension;
use super::common::forge::{attribute, cn, name_constraints, san};
use super::common::{Cert, Forge, Key, Scene, der, root};
use super::{found, rule};

fn typed(tag: u8, text: &[u8]) -> Vec<u8> {
    attribute("2.5.4.3", tag, text)
}

fn organization(text: &str) -> Vec<u8> {
    attribute("2.5.4.10", der::PRINTABLE_STRING, text.as_bytes())
}

/// RFC 5280, 7.1: equal by meaning, whatever the string type, case and blanks.
#[test]
fn names_link_by_meaning() {
    let subject = vec![organization("Example, Inc."), cn("Example CA")];
    let ca = Forge::ca("Example CA", Key::P256(4)).subject(&subject).issued_by(root());
    let with_issuer =
        |names: &[Vec<u8>]| Forge::leaf("amt.example.com").issuer(names).issued_by(&ca);
    let company = || organization("Example, Inc.");
    for (issuer, links) in [
        (vec![company(), cn("Example CA")], true),
        (vec![company(), typed(der::PRINTABLE_STRING, b"Example CA")], true),
        (vec![company(), typed(der::TELETEX_STRING, b"Example CA")], true),
        (vec![company(), typed(der::BMP_STRING, &super::common::forge::utf16("Example CA"))], true),
        (vec![company(), cn("EXAMPLE ca")], true),
        (vec![company(), cn("  Example \t CA ")], true),
        (vec![organization("EXAMPLE, INC."), cn("Example CA")], true),
        (vec![company(), cn("ExampleCA")], false),
        (vec![company(), cn("Example CA 2")], false),
        (vec![cn("Example CA"), company()], false),
        (vec![cn("Example CA")], false),
    ] {
        let leaf = with_issuer(&issuer);
        let report = Scene::of(&[&leaf, &ca, root()]).explain();
        let (verdict, finding) = if links {
            (Verdict::Accepted, None)
        } else {
            (Verdict::Rejected, Some(Finding::ChainIncomplete))
        };
        assert_eq!((report.verdict, report.headline), (verdict, finding), "{issuer:02x?} {report}");
        if links {
            let same_bytes = issuer == subject;
            let seen = &rule(&report, Rule::R402).seen;
            assert_eq!(seen.contains("string types in names"), !same_bytes, "{seen}");
            assert_eq!(seen.contains("webpki agrees"), same_bytes, "{seen}");
        }
    }
}

/// A root is self-issued also where its two names differ in their string types.
#[test]
fn self_issued_by_meaning() {
    let root = Forge::ca("Test Root", Key::P256(1))
        .issuer(&[typed(der::PRINTABLE_STRING, b"TEST ROOT")])
        .self_issued();
    let leaf = Forge::leaf("amt.example.com").issued_by(&root);
    let report = Scene::of(&[&leaf, &root]).explain();
    assert_eq!((report.verdict, report.path.len()), (Verdict::Accepted, 2), "{report}");
}

fn below(constraint: Extension, leaf: &Forge) -> Scene {
    let ca = Forge::ca("CA", Key::P256(4)).with(constraint).issued_by(root());
    Scene::of(&[&leaf.issued_by(&ca), &ca, root()])
}

/// R-407, P-26: permitted and excluded names, for CN and alternative names alike.
#[test]
fn name_constraints_hold_for_every_identifier() {
    let named = |name: &str, alternatives: &[&str]| {
        let forge = Forge::leaf(name);
        if alternatives.is_empty() { forge } else { forge.with(san(alternatives)) }
    };
    let (amt, wild) = ("amt.example.com", "*.example.com");
    for (permitted, excluded, leaf, refused) in [
        (&["example.com"][..], &[][..], named(amt, &[]), None),
        (&["example.com"], &[], named(amt, &[amt]), None),
        (&["EXAMPLE.COM"], &[], named(amt, &[amt]), None),
        (&["amt.example.com"], &[], named(amt, &[amt]), None),
        (&[".example.com"], &[], named(amt, &[amt]), None),
        (&["example.org", "example.com"], &[], named(amt, &[amt]), None),
        (&[], &["example.org"], named(amt, &[amt]), None),
        (&["example.com"], &[], named(wild, &[wild]), None),
        (&[".example.com"], &[], named(wild, &[wild]), None),
        // A CN that is no host name is not constrained as one.
        (&["example.com"], &[], named("Example AMT", &[amt]), None),
        // The CN is an identifier also where it stands alone, and beside alternative names.
        (&["example.org"], &[], named(amt, &[]), Some("CN amt.example.com is not permitted")),
        (&["example.org"], &[], named(amt, &["amt.example.org"]), Some("CN amt.example.com")),
        (
            &["example.com"],
            &[],
            named(amt, &[amt, "evil.org"]),
            Some("SAN evil.org is not permitted"),
        ),
        (&[], &["example.com"], named(amt, &[amt]), Some("is excluded")),
        (&["example.com"], &["amt.example.com"], named(amt, &[amt]), Some("is excluded")),
        (&[], &["amt.example.com"], named(wild, &[wild]), Some("is excluded")),
        (&["ample.com"], &[], named(amt, &[amt]), Some("is not permitted")),
        (&["a.amt.example.com"], &[], named(amt, &[amt]), Some("is not permitted")),
        // A constraint that is no DNS name can be held against nothing (RFC 5280, 4.2.1.10).
        (&[], &["*.example.org"], named(amt, &[amt]), Some("malformed constraint")),
        (&["example.com"], &[], named(amt, &["a b.example.com"]), Some("is malformed")),
    ] {
        let report = below(name_constraints(permitted, excluded), &leaf).explain();
        let constraints = rule(&report, Rule::R407);
        let seen = &constraints.seen;
        match refused {
            None => {
                assert_eq!(constraints.outcome, Outcome::Pass, "{permitted:?} {excluded:?} {seen}")
            }
            Some(text) => {
                assert_eq!(constraints.outcome, Outcome::Fail, "{permitted:?} {excluded:?}");
                assert_eq!(constraints.findings, [Finding::ChainNameConstraints]);
                assert!(seen.starts_with("CN=CA: ") && seen.contains(text), "{text}: {seen}");
            }
        }
        assert!(!found(&report, Finding::PathSecondOpinion), "{report}");
    }
}

/// RFC 5280, 6.1.3: constraints hold for intermediates below, and add up from several CAs.
#[test]
fn name_constraints_reach_down_the_path() {
    let chain = |upper: Extension, lower: Option<Extension>, ca_name: Option<&str>| -> [Cert; 4] {
        let upper = Forge::ca("Upper", Key::P256(3)).with(upper).issued_by(root());
        let mut ca = Forge::ca("CA", Key::P256(4));
        for extension in lower.into_iter().chain(ca_name.map(|name| san(&[name]))) {
            ca = ca.with(extension);
        }
        let ca = ca.issued_by(&upper);
        let leaf = Forge::leaf("amt.example.com").with(san(&["amt.example.com"])).issued_by(&ca);
        [leaf, ca, upper, root().clone()]
    };
    let only = |name| name_constraints(&[name], &[]);
    for (chain, outcome) in [
        (chain(only("example.com"), None, None), Outcome::Pass),
        (chain(only("example.org"), None, None), Outcome::Fail),
        (chain(only("example.com"), Some(only("amt.example.com")), None), Outcome::Pass),
        (chain(only("example.com"), Some(only("b.example.com")), None), Outcome::Fail),
        (chain(only("example.com"), None, Some("ca.example.com")), Outcome::Pass),
        (chain(only("example.com"), None, Some("ca.example.org")), Outcome::Fail),
    ] {
        let report = super::scene(&chain).explain();
        assert_eq!(rule(&report, Rule::R407).outcome, outcome, "{report}");
        assert!(!found(&report, Finding::PathSecondOpinion), "{report}");
    }
}

/// what a root constrains is not asked.
#[test]
fn constraints_of_a_root_are_ignored() {
    let root = Forge::ca("Test Root", Key::P256(1)).with(name_constraints(&["example.org"], &[]));
    let root = root.self_issued();
    let leaf = Forge::leaf("amt.example.com").with(san(&["amt.example.com"])).issued_by(&root);
    let report = Scene::of(&[&leaf, &root]).explain();
    assert_eq!(report.verdict, Verdict::Accepted, "{report}");
    assert!(rule(&report, Rule::R402).seen.contains("webpki agrees"));
}

/// D-19: the caller may tolerate it, visibly.
#[test]
fn constraints_may_be_tolerated() {
    let mut scene = below(name_constraints(&["example.org"], &[]), &Forge::leaf("amt.example.com"));
    assert_eq!(scene.judge().verdict(), Verdict::Rejected);
    scene.policy.rfc5280 = Strictness::Warn;
    let report = scene.explain();
    assert_eq!(report.verdict, Verdict::Accepted);
    let constraints = rule(&report, Rule::R407);
    assert_eq!(constraints.findings, [Finding::ChainNameConstraints]);
    assert_eq!(constraints.policy_effect.map(|effect| effect.original), Some(Outcome::Fail));
}
