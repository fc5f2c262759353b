//! Cut, changed and oversized input.

use amt_provisioning::{Bag, BagLimits, ErrorKind, Finding, Prepared, Verdict};

use super::common::forge::eku;
use super::common::{Cert, Forge, Scene, der, intermediate, leaf, root};
use super::toy;

fn ordinary() -> [&'static Cert; 3] {
    [leaf(), intermediate(), root()]
}

fn verdict_of(input: Vec<Vec<u8>>) -> Verdict {
    Scene { input, ..Scene::ordinary() }.judge().verdict()
}

/// A bag that ends early holds the certificates before, and notes the rest with its place.
#[test]
fn every_prefix_of_a_bag() {
    let whole: Vec<u8> = ordinary().iter().flat_map(|cert| cert.der.clone()).collect();
    let mut ends: Vec<usize> = ordinary()
        .iter()
        .scan(0, |end, cert| {
            *end += cert.der.len();
            Some(*end)
        })
        .collect();
    ends.insert(0, 0);
    for length in 0..=whole.len() {
        let bag = Bag::read(&whole[..length]).unwrap();
        let complete = ends.iter().filter(|end| (1..=length).contains(*end)).count();
        assert_eq!(bag.certificates().len(), complete, "{length}");
        if ends.contains(&length) && length > 0 {
            assert!(bag.notes().is_empty());
        } else {
            let [note] = bag.notes() else { panic!("{length}: {:?}", bag.notes()) };
            assert_eq!(note.error().item(), Some(0));
            let begin = ends[complete];
            assert!(
                note.error().offset().is_some_and(|at| (begin..=length).contains(&at)),
                "{length}: {note:?}"
            );
        }
        if length % 16 == 0 || ends.contains(&length) {
            let judged = verdict_of(vec![whole[..length].to_vec()]);
            assert_eq!(judged == Verdict::Accepted, length == whole.len(), "{length}");
        }
    }
}

/// As text a cut certificate is damaged base64, or a block without an end.
#[test]
fn prefixes_of_text() {
    let whole: String = ordinary().iter().map(|cert| cert.pem()).collect();
    for length in (0..whole.len() - 1).step_by(7) {
        let judged = verdict_of(vec![whole.as_bytes()[..length].to_vec()]);
        assert_ne!(judged, Verdict::Accepted, "{length}");
    }
    assert_eq!(verdict_of(vec![whole.into_bytes()]), Verdict::Accepted);
}

/// No change of any byte of leaf, intermediate or root leaves the chain accepted.
#[test]
fn every_changed_byte() {
    for (place, cert) in ordinary().into_iter().enumerate() {
        for at in 0..cert.der.len() {
            let mut input: Vec<Vec<u8>> = ordinary().map(|cert| cert.der.clone()).into();
            input[place][at] ^= 1 << (at % 8);
            assert_ne!(verdict_of(input), Verdict::Accepted, "certificate {place}, byte {at}");
        }
    }
}

/// Lengths that promise more than there is, at any depth, take no memory and end the item.
#[test]
fn huge_lengths() {
    let mut inputs: Vec<Vec<u8>> = [
        &[0x30, 0x84, 0xff, 0xff, 0xff, 0xff][..],
        &[0x30, 0x84, 0x7f, 0xff, 0xff, 0xff, 0x30],
        &[0x30, 0x83, 0xff, 0xff, 0xff],
        &[0x30, 0x88, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        &[0x30, 0x80, 0x30, 0x80, 0x30, 0x80],
        &[0x30, 0xff],
    ]
    .map(<[u8]>::to_vec)
    .into();
    // In place of the length of a field of the leaf: algorithm, issuer, validity and so on.
    let leaf = &leaf().der;
    let signature =
        leaf.windows(12).rposition(|w| w.starts_with(&[0x30, 0x0a, 0x06, 0x08])).unwrap();
    for at in 4..signature {
        if leaf[at] == 0x30 || leaf[at] == 0x31 {
            let mut changed = leaf.clone();
            changed.splice(at + 1..at + 2, [0x84, 0xff, 0xff, 0xff, 0xff]);
            inputs.push(changed);
        }
    }
    for input in inputs {
        let bag = Bag::read(&input).unwrap();
        assert!(bag.certificates().is_empty(), "{input:02x?}");
        assert!(!bag.notes().is_empty());
        let evaluation = Scene { input: vec![input], ..Scene::ordinary() }.judge();
        assert_eq!(evaluation.verdict(), Verdict::Rejected);
    }
    // Nested as deep as the input is long: nothing here descends into what it does not know.
    let nested: Vec<u8> = [0x30, 0x80].repeat(100_000);
    assert!(Bag::read(&nested).unwrap().certificates().is_empty());
}

/// refused as a whole, whatever the order.
#[test]
fn limits_of_a_bag() {
    let certificates: Vec<Vec<u8>> =
        (0..9).map(|number| toy::ca("CA", number, ("CA", 99))).collect();
    let read = |limits: &BagLimits, items: &[Vec<u8>]| {
        Bag::read_all(items.iter().map(Vec::as_slice), limits).map(|bag| bag.certificates().len())
    };
    let mut limits = BagLimits::default();
    limits.certificates = 8;
    assert_eq!(read(&limits, &certificates[..8]), Ok(8));
    let mut rotated = certificates.clone();
    for _ in 0..9 {
        rotated.rotate_left(1);
        let error = read(&limits, &rotated).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TooManyCertificates { limit: 8 });
        // Repeating one of eight is no ninth.
        let repeated = [&rotated[..8], &rotated[..3]].concat();
        assert_eq!(read(&limits, &repeated), Ok(8));
    }

    let longest = certificates.iter().map(Vec::len).max().unwrap();
    let mut limits = BagLimits::default();
    limits.certificate_bytes = longest;
    assert_eq!(read(&limits, &certificates), Ok(9));
    limits.certificate_bytes = longest - 1;
    let error = read(&limits, &certificates).unwrap_err();
    assert_eq!(
        error.kind(),
        ErrorKind::CertificateTooLarge { length: longest, limit: longest - 1 }
    );

    let total: usize = certificates.iter().map(Vec::len).sum();
    let mut limits = BagLimits::default();
    limits.input_bytes = total;
    assert_eq!(read(&limits, &certificates), Ok(9));
    limits.input_bytes = total - 1;
    let error = read(&limits, &certificates).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InputTooLarge { length: total, limit: total - 1 });
}

/// The defaults at their borders: 1,024 certificates, and one more.
#[test]
fn a_thousand_and_twenty_four_certificates() {
    let mut input: Vec<Vec<u8>> =
        (0..1024).map(|number| toy::ca("CA", number, ("CA", 2000))).collect();
    let bag =
        |input: &[Vec<u8>]| Bag::read_all(input.iter().map(Vec::as_slice), &BagLimits::default());
    assert_eq!(Prepared::new(bag(&input).unwrap()).bag().certificates().len(), 1024);
    input.push(toy::ca("CA", 1024, ("CA", 2000)));
    let error = bag(&input).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooManyCertificates { limit: 1024 });
}

/// RFC 5280, 4.2: an extension that occurs twice could say two things; the certificate is none.
#[test]
fn duplicate_extensions() {
    let mut forge = Forge::leaf("amt.example.com");
    forge.extensions.push(eku(&["1.3.6.1.5.5.7.3.2"]));
    let scene = Scene::with_leaf(&forge);
    let bag = scene.bag();
    let [note] = bag.notes() else { panic!("{:?}", bag.notes()) };
    assert_eq!((note.finding(), note.error().item()), (Finding::InputNotCertificate, Some(0)));
    assert!(note.error().to_string().contains("extension"), "{}", note.error());
    let evaluation = scene.judge();
    assert_eq!(evaluation.verdict(), Verdict::Rejected);
    assert!(evaluation.findings().contains(Finding::InputNotCertificate));
}

/// Nothing at all, and nothing readable.
#[test]
fn empty_input() {
    for input in [
        vec![],
        vec![vec![]],
        vec![b"\r\n \t".to_vec()],
        vec![b"Dear all".to_vec()],
        vec![der::tlv(0x30, &[])],
    ] {
        let scene = Scene { input, ..Scene::ordinary() };
        let report = scene.explain();
        assert_eq!(report.verdict, Verdict::Rejected, "{report}");
        assert!(report.headline.is_some() && report.path.is_empty());
    }
}
