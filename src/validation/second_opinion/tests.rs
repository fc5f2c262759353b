//! A path for every known difference, and none for anything else.
//!
//! Signatures are not looked at here: what is recorded is replayed.

use alloc::collections::BTreeSet;
use alloc::vec;
use alloc::vec::Vec;
use core::slice;

use const_oid::ObjectIdentifier;

use super::*;
use crate::certificate::tests::write::{
    self, Fields, algorithm, common_name, extension, id, public_key, rsa_key, sequence, tlv,
};
use crate::validation::constraints;
use crate::validation::leaf::Leaf;

const CA_TRUE: &[u8] = &[0x01, 0x01, 0xff];
/// BIT STRING with keyCertSign and cRLSign.
const CERT_SIGN: &[u8] = &[0x03, 0x02, 0x01, 0x06];
const CRL_SIGN: &[u8] = &[0x03, 0x02, 0x01, 0x02];
const UTF8_STRING: u8 = 0x0c;
const PRINTABLE_STRING: u8 = 0x13;
const UNKNOWN: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.99999.1");

fn critical(oid: ObjectIdentifier, value: &[u8]) -> Vec<u8> {
    sequence(&[&id(oid), &[0x01, 0x01, 0xff], &tlv(0x04, &[value])])
}

fn basic_constraints(path_length: &[u8]) -> Vec<u8> {
    let path_length = if path_length.is_empty() { vec![] } else { tlv(0x02, &[path_length]) };
    critical(oid::BASIC_CONSTRAINTS, &sequence(&[CA_TRUE, &path_length]))
}

fn with(mut fields: Fields, extensions: &[Vec<u8>]) -> Fields {
    fields.tail = Fields::with_extensions(extensions).tail;
    fields
}

fn issued(subject: &str, issuer: &str, key: u8) -> Fields {
    Fields {
        subject: common_name(subject),
        issuer: common_name(issuer),
        public_key: rsa_key(&[0, 0x80, 0, key, 1]),
        ..Fields::default()
    }
}

fn leaf(issuer: &str) -> Fields {
    leaf_named("amt.example.com", issuer, &["amt.example.com"])
}

fn leaf_named(cn: &str, issuer: &str, alternative_names: &[&str]) -> Fields {
    let names: Vec<u8> = alternative_names.iter().flat_map(|name| dns_name(name)).collect();
    let names = extension(oid::SUBJECT_ALT_NAME, &sequence(&[&names]));
    with(issued(cn, issuer, 1), &[names])
}

fn ca(subject: &str, issuer: &str, key: u8) -> Fields {
    ca_with(subject, issuer, key, &[])
}

fn ca_with(subject: &str, issuer: &str, key: u8, more: &[Vec<u8>]) -> Fields {
    let usual = [basic_constraints(&[]), critical(oid::KEY_USAGE, CERT_SIGN)];
    with(issued(subject, issuer, key), &[&usual, more].concat())
}

fn root() -> Fields {
    ca("Root", "Root", 9)
}

fn dns_name(name: &str) -> Vec<u8> {
    tlv(0x82, &[name.as_bytes()])
}

/// nameConstraints; each subtree is the content of a GeneralSubtree.
fn constraints_on(permitted: &[Vec<u8>], excluded: &[Vec<u8>]) -> Vec<u8> {
    let subtrees = |tag, subtrees: &[Vec<u8>]| {
        let all: Vec<u8> = subtrees.iter().flat_map(|subtree| sequence(&[subtree])).collect();
        if all.is_empty() { all } else { tlv(tag, &[&all]) }
    };
    let value = sequence(&[&subtrees(0xa0, permitted), &subtrees(0xa1, excluded)]);
    critical(oid::NAME_CONSTRAINTS, &value)
}

/// An intermediate with these extensions between a leaf and a root.
fn below(leaf: Fields, more: &[Vec<u8>]) -> Vec<Fields> {
    vec![leaf, ca_with("CA", "Root", 2, more), root()]
}

fn judged<R>(path: &[Fields], judge: impl FnOnce(&Subject<'_>) -> R) -> R {
    let path: Vec<Certificate> = path.iter().map(|fields| fields.parse().unwrap()).collect();
    let path: Vec<&Certificate> = path.iter().collect();
    let violations = constraints::check(&path, path.len() - 1, &Leaf::of(path[0]));
    judge(&Subject { path: &path, violations: &violations })
}

fn opinion(path: &[Fields]) -> Opinion {
    judged(path, ask)
}

/// A leaf with an address besides its name, below a constraint on addresses.
fn address_below(constraint: &[u8; 8]) -> Vec<Fields> {
    let names = [dns_name("amt.example.com"), tlv(0x87, &[&[192, 0, 2, 1]])].concat();
    let names = extension(oid::SUBJECT_ALT_NAME, &sequence(&[&names]));
    let leaf = with(issued("amt.example.com", "CA", 1), &[names]);
    below(leaf, &[constraints_on(&[tlv(0x87, &[constraint])], &[])])
}

fn valid(fields: Fields, first: &str, last: &str) -> Fields {
    let times = [first, last].map(|time| tlv(0x17, &[time.as_bytes()]));
    Fields { validity: sequence(&[&times.concat()]), ..fields }
}

/// A new key of the CA, vouched for by its old one.
fn rolled_over(old: &[Vec<u8>], new: &[Vec<u8>]) -> Vec<Fields> {
    let old = with(issued("CA", "Root", 2), old);
    vec![leaf("CA"), ca_with("CA", "CA", 3, new), old, root()]
}

fn depth(intermediates: u8) -> Vec<Fields> {
    let name = |n| alloc::format!("CA {n}");
    let mut path = vec![leaf("CA 0")];
    for n in 0..intermediates {
        let issuer = if n + 1 == intermediates { "Root".into() } else { name(n + 1) };
        path.push(ca(&name(n), &issuer, 20 + n));
    }
    path.push(root());
    path
}

fn ec_key() -> Vec<u8> {
    let point = [&[4][..], &[7; 64]].concat();
    public_key(&[&id(oid::EC_PUBLIC_KEY), &id(oid::P256)], &point)
}

/// One of webpki's distrusted keys: an issuing CA of a company whose CA browsers dropped.
fn distrusted_key() -> Vec<u8> {
    let contents = "301006072a8648ce3d020106052b8104002203620004e79ed9c04a9773c4735e51111da85ac2bd\
                    5e64ab374b80e12cbc2038ec1e4f0e3b812fc9859e1e67afb04e2f8bc97f7485ba65aa911ee8a4\
                    e45b62d5cc03d56be678b3c38cb4dc937ca2460e238453c892935d29d44f91e15606b63ccedab4\
                    68";
    let digits = contents.as_bytes().chunks(2).map(|pair| core::str::from_utf8(pair).unwrap());
    let contents: Vec<u8> = digits.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect();
    sequence(&[&contents])
}

/// Paths that show a difference.
fn cases(name: &str) -> Vec<Vec<Fields>> {
    let permitted = |name| constraints_on(&[dns_name(name)], &[]);
    let excluded = |name| constraints_on(&[], &[dns_name(name)]);
    let directory_name = || vec![tlv(0xa4, &[&common_name("Example")])];
    let with_key = |fields: Fields, public_key| Fields { public_key, ..fields };
    let nameless = || issued("amt.example.com", "CA", 1);
    match name {
        "critical policy extensions" => {
            let policies = critical(oid::CERTIFICATE_POLICIES, &sequence(&[]));
            let more = [
                policies.clone(),
                critical(oid::POLICY_CONSTRAINTS, &sequence(&[&[0x80, 1, 0]])),
                critical(oid::INHIBIT_ANY_POLICY, &[0x02, 0x01, 0x00]),
                critical(oid::POLICY_MAPPINGS, &sequence(&[])),
            ];
            let mut paths: Vec<_> = more.map(|one| below(leaf("CA"), &[one])).into();
            paths.push(below(with(nameless(), slice::from_ref(&policies)), &[]));
            // Two certificates of one name, of which webpki would take the other alone.
            let renewed = || rolled_over(&[basic_constraints(&[])], slice::from_ref(&policies));
            let mut other_family = renewed();
            other_family[2].public_key = ec_key();
            paths.extend([renewed(), other_family]);
            paths
        }
        "string types in names" => {
            let typed = |tag| write::name(&[&[(oid::COMMON_NAME, tag, b"CA")]]);
            let printable = Fields { issuer: typed(PRINTABLE_STRING), ..leaf("CA") };
            let utf8 = Fields { subject: typed(UTF8_STRING), ..ca("CA", "Root", 2) };
            let other_case = ca("ROOT", "Root", 9);
            vec![vec![printable, utf8, root()], vec![leaf("CA"), ca("CA", "Root", 2), other_case]]
        }
        "CA leaf" => vec![below(ca("amt.example.com", "CA", 1), &[])],
        "depth" => {
            let renewed = |n| ca_with("CA", "CA", n, &[]);
            let mut same_name = vec![leaf("CA")];
            same_name.extend((20..29).map(renewed));
            vec![depth(7), depth(8), same_name]
        }
        "other name constraints" => {
            let with_minimum = [dns_name("example.com"), vec![0x80, 0x01, 0x00]].concat();
            vec![
                below(leaf("CA"), &[constraints_on(&directory_name(), &[])]),
                below(leaf("CA"), &[constraints_on(&[], &directory_name())]),
                below(leaf("CA"), &[constraints_on(&[with_minimum], &[])]),
                address_below(&[10, 0, 0, 0, 255, 0, 0, 0]),
                address_below(&[192, 0, 2, 0, 255, 0, 255, 0]),
            ]
        }
        "syntax of DNS names" => {
            let dot = leaf_named("amt.example.com", "CA", &["amt.example.com."]);
            let hyphen = leaf_named("amt.example.com", "CA", &["-.example.com"]);
            vec![
                below(dot, &[permitted("example.com")]),
                below(hyphen, &[permitted("example.com")]),
                below(leaf("CA"), &[excluded("a-.example.org")]),
            ]
        }
        "self-issued intermediates" => vec![rolled_over(&[basic_constraints(&[0])], &[])],
        "long path lengths" => {
            let long = with(issued("CA", "Root", 2), &[basic_constraints(&[1, 0])]);
            vec![vec![leaf("CA"), long, root()]]
        }
        "version 1 leaf" => vec![below(Fields { version: Vec::new(), ..nameless() }, &[])],
        "dates before 1970" => {
            let early_leaf = valid(leaf("CA"), "691231235959Z", "260101000000Z");
            let early_ca = valid(ca("CA", "Root", 2), "500101000000Z", "491231235959Z");
            vec![below(early_leaf, &[]), vec![leaf("CA"), early_ca, root()]]
        }
        "algorithm parameters" => {
            // With NULL, which RFC 5758, 3.2 does not write.
            let ecdsa = algorithm(oid::ECDSA_SHA256);
            let signed = Fields { signed_algorithm: ecdsa.clone(), algorithm: ecdsa, ..leaf("CA") };
            let rsa = sequence(&[&tlv(0x02, &[&[0, 0x80, 0, 2, 1]]), &[0x02, 0x01, 0x03]]);
            let rsa = public_key(&[&id(oid::RSA_ENCRYPTION), &[UTF8_STRING, 0x00]], &rsa);
            vec![
                vec![signed, with_key(ca("CA", "Root", 2), ec_key()), root()],
                vec![leaf("CA"), with_key(ca("CA", "Root", 2), rsa), root()],
            ]
        }
        "distrusted keys" => vec![
            vec![leaf("CA"), with_key(ca("CA", "Root", 2), distrusted_key()), root()],
            vec![leaf("Root"), with_key(root(), distrusted_key())],
        ],
        "keyCertSign" => {
            let usage = critical(oid::KEY_USAGE, CRL_SIGN);
            let no_sign = with(issued("CA", "Root", 2), &[basic_constraints(&[]), usage]);
            vec![vec![leaf("CA"), no_sign, root()]]
        }
        "constraints on the CN" => vec![
            below(nameless(), &[permitted("example.org")]),
            below(nameless(), &[excluded("example.com")]),
            below(
                leaf_named("amt.example.com", "CA", &["amt.example.org"]),
                &[permitted("example.org")],
            ),
        ],
        "wildcards of any depth" => vec![below(
            leaf_named("Test", "CA", &["*.example.com"]),
            &[excluded("a.b.example.com")],
        )],
        "critical CRL distribution points" => {
            let points = critical(oid::CRL_DISTRIBUTION_POINTS, &sequence(&[]));
            vec![below(leaf("CA"), &[points])]
        }
        _ => vec![],
    }
}

#[test]
fn every_known_difference_is_shown_by_a_path() {
    for Difference { name, reason, .. } in &KNOWN_DIFFERENCES {
        let cases = cases(name);
        assert!(!cases.is_empty() && !reason.is_empty(), "{name}: stale, or without a case");
        for (number, path) in cases.iter().enumerate() {
            let opinion = opinion(path);
            assert!(
                matches!(opinion, Opinion::Differs(difference) if difference.name == *name),
                "{name}, case {number}: {opinion:?}"
            );
        }
    }
    let names: BTreeSet<_> = KNOWN_DIFFERENCES.iter().map(|difference| difference.name).collect();
    assert_eq!(names.len(), KNOWN_DIFFERENCES.len());
}

#[test]
fn ordinary_paths_are_agreed_on() {
    let permitted = constraints_on(&[dns_name("example.com")], &[]);
    for path in [
        below(leaf("CA"), &[]),
        vec![leaf("Root"), root()],
        depth(6),
        rolled_over(&[basic_constraints(&[])], &[]),
        below(leaf("CA"), &[permitted]),
        below(
            leaf_named("Test", "CA", &["*.example.com"]),
            &[constraints_on(&[dns_name(".example.com")], &[])],
        ),
        // Of a root nothing counts but its name and key.
        vec![leaf("Root"), Fields { version: Vec::new(), ..issued("Root", "Root", 9) }],
        vec![
            leaf("Root"),
            ca_with(
                "Root",
                "Root",
                9,
                &[constraints_on(&[dns_name("example.org")], &[]), critical(UNKNOWN, &[])],
            ),
        ],
    ] {
        let opinion = opinion(&path);
        assert!(matches!(opinion, Opinion::Agrees), "{opinion:?}");
    }
}

/// What RFC 5280 refuses is refused by both.
#[test]
fn refusals_are_agreed_on() {
    let path_length = |length| {
        let upper = with(issued("Upper", "Root", 3), &[basic_constraints(&[length])]);
        vec![leaf("CA"), ca("CA", "Upper", 2), upper, root()]
    };
    let san_ca = extension(oid::SUBJECT_ALT_NAME, &sequence(&[&dns_name("ca.example.org")]));
    let upper = ca_with("Upper", "Root", 3, &[constraints_on(&[dns_name("example.com")], &[])]);
    for (path, cause) in [
        (below(leaf("CA"), &[critical(UNKNOWN, &[])]), Cause::CriticalExtension),
        (vec![leaf("CA"), issued("CA", "Root", 2), root()], Cause::NotCa),
        (path_length(0), Cause::PathLength),
        (below(leaf("CA"), &[constraints_on(&[dns_name("example.org")], &[])]), Cause::CommonName),
        (
            below(leaf("CA"), &[constraints_on(&[dns_name("*.example.com")], &[])]),
            Cause::CommonName,
        ),
        (
            vec![leaf("CA"), ca_with("CA", "Upper", 2, &[san_ca]), upper, root()],
            Cause::AlternativeName,
        ),
    ] {
        judged(&path, |subject| {
            assert_eq!(subject.refusals().next(), Some(cause));
            let opinion = ask(subject);
            assert!(matches!(opinion, Opinion::Agrees), "{cause:?}: {opinion:?}");
        });
    }
    assert!(matches!(opinion(&path_length(1)), Opinion::Agrees));
}

#[test]
fn what_nothing_explains_is_a_disagreement() {
    // A field that webpki does not read.
    let mut unique_identifier = ca("CA", "Root", 2);
    unique_identifier.tail.splice(0..0, tlv(0x81, &[&[0, 1]]));
    let path = [leaf("CA"), unique_identifier, root()];
    let opinion = opinion(&path);
    assert!(
        matches!(&opinion, Opinion::Disagrees(answer) if answer.contains("TrailingData")),
        "{opinion:?}"
    );

    // An error without its cause: our own rules saw no policy extension.
    for path in cases("critical policy extensions") {
        judged(&path, |subject| {
            let opinion = ask(&Subject { violations: &[], ..*subject });
            assert!(matches!(opinion, Opinion::Disagrees(_)), "{opinion:?}");
        });
    }

    // A refusal of ours that webpki should share, alone and beside one that it does not make.
    let violation = |cause| Violation { cause, place: 1, seen: String::new() };
    for (causes, agreed) in [
        (&[Cause::PathLength][..], false),
        (&[Cause::NoKeyCertSign, Cause::PathLength], false),
        (&[Cause::AlternativeName, Cause::CommonName], false),
        (&[Cause::NoKeyCertSign, Cause::CommonName], true),
        (&[Cause::Policy, Cause::NoKeyCertSign], true),
    ] {
        judged(&below(leaf("CA"), &[]), |subject| {
            let violations: Vec<_> = causes.iter().copied().map(violation).collect();
            let opinion = ask(&Subject { violations: &violations, ..*subject });
            let explained = matches!(opinion, Opinion::Differs(_));
            let unexplained =
                matches!(&opinion, Opinion::Disagrees(answer) if answer == "it accepts it");
            assert_eq!((explained, unexplained), (agreed, !agreed), "{causes:?}: {opinion:?}");
        });
    }
}

#[test]
fn not_asked_where_there_is_nothing_to_ask() {
    let lone = [root()];
    let never = [leaf("CA"), valid(ca("CA", "Root", 2), "260102000000Z", "270101000000Z"), root()];
    let early = valid(leaf("Root"), "600101000000Z", "691231235959Z");
    for (path, reason) in [
        (&lone[..], "single certificate"),
        (&never, "never valid at the same time"),
        (&[early, root()], "before 1970"),
    ] {
        let opinion = opinion(path);
        assert!(
            matches!(opinion, Opinion::NotAsked(why) if why.contains(reason)),
            "{reason}: {opinion:?}"
        );
    }
}

/// The answers to replay are those about the path's own bytes.
#[test]
fn nothing_is_replayed_about_other_bytes() {
    judged(&below(leaf("CA"), &[]), |subject| {
        let algorithm = identifier::pairs().next().unwrap();
        let replay = Replay { path: subject.path, algorithm };
        let [leaf, ca, _] = subject.path else { panic!() };
        let (key, message) = (ca.public_key().key(), leaf.to_be_signed());
        assert!(replay.verify_signature(key, message, leaf.signature()).is_ok());
        assert!(replay.verify_signature(&key[1..], message, leaf.signature()).is_err());
        assert!(replay.verify_signature(key, &message[1..], leaf.signature()).is_err());
        assert!(replay.verify_signature(key, message, &leaf.signature()[1..]).is_err());
    });
}
