//! Bags made to keep a path builder busy.

use amt_provisioning::{Finding, PathLimits, Verdict};

use super::common::Forge;
use super::common::forge::{attribute, cn, ou};
use super::toy::{Judged, ca, judge, leaf, signed, with_key};

fn assert_limited(judged: &Judged) {
    let report = &judged.report;
    let expected = (Verdict::Undetermined, Some(Finding::InputLimit));
    assert_eq!((report.verdict, report.headline), expected);
}

fn root() -> Vec<u8> {
    ca("Root", 1, ("Root", 1))
}

/// `count` CAs of one name and different keys; the leaf is signed by the last.
fn namesakes(count: u16) -> Vec<Vec<u8>> {
    let mut bag = vec![root(), leaf(0, ("CA", 999 + count))];
    bag.extend((0..count).map(|number| ca("CA", 1000 + number, ("Root", 1))));
    bag
}

/// A bomb of signatures: each namesake costs one verification, and that is all.
#[test]
fn many_keys_of_one_name() {
    let limits = PathLimits::default();
    for count in [1, 64, 255] {
        let judged = judge(&namesakes(count), &root(), limits);
        assert_eq!(judged.report.verdict, Verdict::Accepted, "{:?}", judged.report.headline);
        assert_eq!(judged.verified, usize::from(count) + 1);
        assert_eq!(judged.report.unused.len(), usize::from(count) - 1);
    }
    for count in [256, 1000] {
        let judged = judge(&namesakes(count), &root(), limits);
        assert_limited(&judged);
        assert_eq!(judged.verified, limits.signatures);
    }
    // A caller who expects as many may say so.
    let signatures = 1001;
    let judged = judge(&namesakes(1000), &root(), PathLimits { signatures, ..limits });
    assert_eq!((judged.report.verdict, judged.verified), (Verdict::Accepted, signatures));
}

/// CAs each of which signed every other: paths without end, or factorially many.
fn mesh(cas: u16, name: impl Fn(u16) -> String) -> Vec<Vec<u8>> {
    let mut bag = Vec::new();
    for subject in 0..cas {
        for issuer in (0..cas).filter(|issuer| *issuer != subject) {
            bag.push(ca(&name(subject), 100 + subject, (&name(issuer), 100 + issuer)));
        }
    }
    bag.push(leaf(0, (&name(0), 100)));
    bag
}

#[test]
fn full_meshes() {
    let named = |number: u16| format!("CA {number}");
    for cas in [3, 6, 31] {
        // Without a root there is no path, and a few hundred steps show it; with one above every CA
        // there are too many.
        let bag = mesh(cas, named);
        let judged = judge(&bag, &root(), PathLimits::default());
        if cas <= 6 {
            assert_eq!(judged.report.verdict, Verdict::Rejected);
            assert_eq!(judged.report.headline, Some(Finding::ChainRootMissing));
        } else {
            assert_limited(&judged);
        }
        let mut rooted = bag;
        rooted.push(root());
        rooted.extend((0..cas).map(|number| ca(&named(number), 100 + number, ("Root", 1))));
        let judged = judge(&rooted, &root(), PathLimits::default());
        if cas == 3 {
            assert_eq!(judged.report.verdict, Verdict::Accepted, "{:?}", judged.report.headline);
            assert_eq!(judged.report.path.len(), 3, "the shortest");
        } else {
            assert_limited(&judged);
        }
    }
    // All of one name: every member is self-issued, so each may be the root.
    let judged = judge(&mesh(30, |_| "CA".into()), &root(), PathLimits::default());
    assert_limited(&judged);
}

/// Every certificate of the mesh is asked about for every leaf.
#[test]
fn many_leaves_above_a_mesh() {
    let named = |number: u16| format!("CA {number}");
    for leaves in [100, 400] {
        let mut bag = mesh(22, named);
        bag.extend((1..leaves).map(|number| leaf(number, ("CA 0", 100))));
        bag.push(root());
        bag.push(ca("CA 21", 121, ("Root", 1)));
        assert_limited(&judge(&bag, &root(), PathLimits::default()));
    }
}

/// Nobody's algorithms: no answer rules a link out, so the search goes everywhere.
#[test]
fn unverifiable_meshes() {
    use amt_provisioning::{Bag, BagLimits, Prepared, SignatureAlgorithms};
    for name in [|number| format!("CA {number}"), |_| String::from("CA")] {
        let mut bag = mesh(30, name);
        bag.extend((1..100).map(|number| leaf(number, (&name(0), 100))));
        let bag = Bag::read_all(bag.iter().map(Vec::as_slice), &BagLimits::default()).unwrap();
        let none = SignatureAlgorithms::new(&[]);
        let prepared = Prepared::with(bag, None, none, PathLimits::default());
        let device = amt_provisioning::Device::new(Default::default());
        let evaluation = prepared.judge(&device, &Default::default(), None);
        assert!(evaluation.findings().contains(Finding::InputLimit));
        assert_eq!(evaluation.certificate_verdict(), Verdict::Undetermined);
    }
}

/// A new key of one CA vouched for by the one before, a thousand times.
#[test]
fn long_rollover() {
    let step = |number: u16| ca("CA", number, ("CA", number + 1));
    for (length, limited) in [(9, false), (10, true), (1000, true)] {
        let mut bag = vec![leaf(0, ("CA", 1))];
        bag.extend((1..=length).map(step));
        let judged = judge(&bag, &step(length), PathLimits::default());
        if limited {
            assert_limited(&judged);
        } else {
            // Each of them may be the root; the listed one is the last.
            assert_eq!(judged.report.verdict, Verdict::Accepted, "{:?}", judged.report.headline);
            assert_eq!((judged.report.path.len(), judged.report.alternative_paths.len()), (10, 8));
        }
    }
}

/// CAs in a ring, each signed by the next, the last by the first.
#[test]
fn rings() {
    for length in [2, 5, 9, 12] {
        let name = |number: u16| format!("CA {}", number % length);
        let mut bag = vec![leaf(0, ("CA 0", 100))];
        bag.extend(
            (0..length).map(|n| ca(&name(n), 100 + n, (&name(n + 1), 100 + (n + 1) % length))),
        );
        let judged = judge(&bag, &root(), PathLimits::default());
        if length <= 9 {
            assert_eq!(judged.report.headline, Some(Finding::ChainRootMissing));
            assert_eq!(judged.report.path.len(), usize::from(length) + 1);
            assert_eq!(judged.verified, usize::from(length) + 1);
        } else {
            assert_limited(&judged);
        }
    }
}

/// As many leaves, and CAs that issued nothing, as a bag holds.
#[test]
fn crowds() {
    let mut bag = vec![root(), ca("CA", 2, ("Root", 1))];
    bag.extend((0..255).map(|number| leaf(number, ("CA", 2))));
    let judged = judge(&bag, &root(), PathLimits::default());
    assert_eq!(judged.report.verdict, Verdict::Accepted, "all alike: {:?}", judged.report.headline);
    assert_eq!((judged.verified, judged.report.candidates.len()), (256, 255));
    bag.push(leaf(255, ("CA", 2)));
    assert_limited(&judge(&bag, &root(), PathLimits::default()));

    let mut bag = vec![root(), ca("CA", 2, ("Root", 1)), leaf(0, ("CA", 2))];
    bag.extend((0..1021).map(|number| ca(&format!("Other {number}"), 100 + number, ("Root", 1))));
    let judged = judge(&bag, &root(), PathLimits::default());
    assert_eq!((judged.report.verdict, judged.report.unused.len()), (Verdict::Accepted, 1021));
    assert_eq!(judged.verified, 2);
}

/// Names of a thousand attributes, in as many relative names or in one, are compared and shown.
#[test]
fn thousands_of_attributes() {
    let attributes: Vec<Vec<u8>> = (0..1000).map(|number: u16| ou(&number.to_string())).collect();
    let inner: Vec<u8> = attributes.iter().flat_map(|set| set[2..].to_vec()).collect();
    let one_set = vec![super::common::der::tlv(super::common::der::SET, &inner)];
    let reversed: Vec<Vec<u8>> = attributes.iter().rev().cloned().collect();
    for (subject, issuer, links) in [
        (&attributes, &attributes, true),
        (&one_set, &one_set, true),
        (&attributes, &reversed, false),
        (&one_set, &attributes, false),
    ] {
        let named = Forge::ca("CA", super::common::Key::P256(1)).subject(subject);
        let ca = signed(with_key(named, 2), ("Root", 1));
        let leaf = Forge::leaf("amt.example.com").issuer(issuer);
        let judged = judge(&[signed(leaf, ("", 2)), ca, root()], &root(), PathLimits::default());
        let expected = if links { Verdict::Accepted } else { Verdict::Rejected };
        assert_eq!(judged.report.verdict, expected, "{:?}", judged.report.headline);
    }
    // A subject of a thousand CNs, none of them right.
    let names: Vec<Vec<u8>> = (0..800).map(|number: u16| cn(&format!("{number}.org"))).collect();
    let leaf = Forge::leaf("").subject(&names);
    let judged = judge(&[signed(leaf, ("Root", 1)), root()], &root(), PathLimits::default());
    assert_eq!(
        judged.report.headline,
        Some(Finding::SuffixMismatch),
        "{:?}",
        judged.report.headline
    );
    // One CN of sixteen thousand blanks, and of as many bytes that are no text.
    for byte in [b' ', 0xff] {
        let name = attribute("2.5.4.3", super::common::der::UTF8_STRING, &[byte; 15_000]);
        let leaf = signed(Forge::leaf("").subject(&[name]), ("Root", 1));
        let judged = judge(&[leaf, root()], &root(), PathLimits::default());
        assert_eq!(judged.report.verdict, Verdict::Rejected);
    }
}
