//! Whole inputs, from files of other tools and from generated certificates.

mod hostile;

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use core::slice;

use base64ct::{Base64, Encoding as _};

use super::*;

const CHAIN: &str = include_str!("fixtures/chain.pem");
const P7B: &str = include_str!("fixtures/p7b.pem");
const STREAMED: &str = include_str!("fixtures/streamed-ber.b64");
const PFX: &str = include_str!("fixtures/pfx.b64");

/// A generated certificate in DER.
fn certificate(name: &str) -> Vec<u8> {
    let key = rcgen::KeyPair::generate().unwrap();
    let parameters = rcgen::CertificateParams::new([name.to_string()]).unwrap();
    parameters.self_signed(&key).unwrap().der().to_vec()
}

fn base64(bytes: &[u8]) -> String {
    let text = Base64::encode_string(bytes);
    text.as_bytes()
        .chunks(64)
        .map(|line| format!("{}\n", core::str::from_utf8(line).unwrap()))
        .collect()
}

fn unbase64(text: &str) -> Vec<u8> {
    Base64::decode_vec(&text.split_whitespace().collect::<String>()).unwrap()
}

fn pem(label: &str, bytes: &[u8]) -> String {
    format!("-----BEGIN {label}-----\n{}-----END {label}-----\n", base64(bytes))
}

/// The blocks of well-formed PEM, found another way.
fn unpem(text: &str) -> Vec<Vec<u8>> {
    text.split("-----").skip(2).step_by(4).map(unbase64).collect()
}

fn tlv(tag: u8, contents: &[u8]) -> Vec<u8> {
    let length = u16::try_from(contents.len()).unwrap().to_be_bytes();
    [&[tag, 0x82], &length[..], contents].concat()
}

fn indefinite(tag: u8, contents: &[u8]) -> Vec<u8> {
    [&[tag, 0x80], contents, &[0, 0]].concat()
}

fn read(item: impl AsRef<[u8]>) -> Bag {
    Bag::read(item.as_ref()).unwrap()
}

fn ders(bag: &Bag) -> Vec<Vec<u8>> {
    bag.certificates().iter().map(|found| found.certificate.der().to_vec()).collect()
}

fn notes(bag: &Bag) -> Vec<String> {
    bag.notes().iter().map(|note| format!("{}: {}", note.finding().name(), note.error())).collect()
}

fn sorted(mut list: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    list.sort();
    list
}

/// Containers of the two certificates of [`CHAIN`], by other tools and by transport.
fn containers() -> Vec<(&'static str, Vec<u8>)> {
    let der = unpem(CHAIN).concat();
    let p7b = unpem(P7B).concat();
    let utf16 = |bytes: fn(u16) -> [u8; 2]| {
        format!("\u{feff}{CHAIN}").encode_utf16().flat_map(bytes).collect::<Vec<u8>>()
    };
    let text = |text: &str| text.as_bytes().to_vec();
    vec![
        ("PEM", text(CHAIN)),
        ("PEM, CR LF", text(&CHAIN.replace('\n', "\r\n"))),
        ("PEM, CR", text(&CHAIN.replace('\n', "\r"))),
        ("PEM, blanks at line ends", text(&CHAIN.replace('\n', " \t\n"))),
        ("PEM, line breaks lost", text(&CHAIN.replace('\n', ""))),
        ("PEM, UTF-8 with a mark", text(&format!("\u{feff}{CHAIN}"))),
        ("PEM, UTF-16LE", utf16(u16::to_le_bytes)),
        ("PEM, UTF-16BE", utf16(u16::to_be_bytes)),
        ("PEM, X509 CERTIFICATE", text(&CHAIN.replace(" CERT", " X509 CERT"))),
        ("PEM between Latin-1 text", [b"M\xfcller\n", CHAIN.as_bytes(), b"\xa9"].concat()),
        ("s_client", text(include_str!("fixtures/s_client.txt"))),
        ("opened PKCS#12", text(include_str!("fixtures/opened-pfx.pem"))),
        ("DER, back to back", der.clone()),
        ("base64, one line", text(&Base64::encode_string(&der))),
        ("base64, lines", text(&base64(&der))),
        ("base64, quoted", text(&format!(" \"{}\"\r\n", Base64::encode_string(&der)))),
        ("p7b", p7b.clone()),
        ("p7b, PEM", text(P7B)),
        ("p7b, base64", text(&base64(&p7b))),
        ("p7b, certutil -encode", text(&pem("CERTIFICATE", &p7b))),
        ("p7b with a CRL", unpem(include_str!("fixtures/p7b-with-crl.pem")).concat()),
        ("signed message in BER", unbase64(STREAMED)),
        ("signed message in BER, PEM", text(&pem("CMS", &unbase64(STREAMED)))),
    ]
}

#[test]
fn every_container_gives_the_same_certificates() {
    let want = sorted(unpem(CHAIN));
    assert_eq!(want.len(), 2);
    for (name, container) in containers() {
        let bag = read(container);
        assert_eq!(ders(&bag), want, "{name}");
        assert_eq!(notes(&bag), [""; 0], "{name}");
        assert_eq!(bag.keys_ignored(), usize::from(name == "opened PKCS#12"), "{name}");
        assert_eq!(bag.duplicates(), 0, "{name}");
    }
}

#[test]
fn trust_settings_behind_a_certificate_are_left_out() {
    let bag = read(include_str!("fixtures/trusted.pem"));
    assert_eq!(ders(&bag), unpem(CHAIN)[..1]);
    assert_eq!(notes(&bag), [""; 0]);
}

#[test]
fn what_is_no_certificate_is_named() {
    let key = unbase64(include_str!("fixtures/key-sec1.b64"));
    let request = unbase64(include_str!("fixtures/request.b64"));
    let pfx = unbase64(PFX);
    let enveloped = unbase64(include_str!("fixtures/enveloped.b64"));
    let crls_only = tlv(
        0x30,
        &[&[6, 9, 42, 134, 72, 134, 247, 13, 1, 7, 2][..], &tlv(0xa0, &tlv(0x30, &[2, 1, 1]))]
            .concat(),
    );
    for (item, want) in [
        (key.clone(), "found a private key"),
        (pem("CERTIFICATE", &key).into_bytes(), "found a private key"),
        (base64(&key).into_bytes(), "found a private key"),
        (unbase64(include_str!("fixtures/key-pkcs8.b64")), "found a private key"),
        (request.clone(), "found a certificate request"),
        (base64(&request).into_bytes(), "found a certificate request"),
        (pem("NEW CERTIFICATE REQUEST", b"?").into_bytes(), "found a certificate request"),
        (unbase64(include_str!("fixtures/crl.b64")), "found a CRL"),
        (pem("X509 CRL", b"?").into_bytes(), "found a CRL"),
        (unbase64(include_str!("fixtures/public-spki.b64")), "found a public key"),
        (pem("RSA PUBLIC KEY", b"?").into_bytes(), "found a public key"),
        (pem("EC PARAMETERS", b"?").into_bytes(), "found key parameters"),
        (pem("PGP MESSAGE", b"?").into_bytes(), "found a PEM block of another kind"),
        (enveloped, "found a PKCS#7 message without certificates"),
        (crls_only, "found a PKCS#7 container without certificates"),
        (b"MIT License (of 1988)".to_vec(), "found text"),
        ("Zertifikat f\u{fc}r M\u{fc}ller".into(), "found text"),
        (b"0 is no DER".to_vec(), "found text"),
        (vec![0x7f, b'E', b'L', b'F', 2, 1, 1, 0], "found binary data"),
        (vec![0x30, 0x80, 0x04, 0x00, 0x00, 0x00], "found binary data"),
    ] {
        let want = format!(
            "INPUT_NOT_CERTIFICATE: input item 1: expected a certificate (PEM, DER, base64 or PKCS#7), {want} (at byte 0)"
        );
        let bag = read(&item);
        assert_eq!(notes(&bag), [want], "{:?}", String::from_utf8_lossy(&item));
        assert!(bag.certificates().is_empty());
    }
    for item in [b"".to_vec(), b" \r\n\t".to_vec(), "\u{feff}\n".into()] {
        let bag = read(item);
        assert_eq!(bag.notes()[0].error().kind(), ErrorKind::Empty);
        assert_eq!(bag.notes().len(), 1);
    }
    let cut = pfx[..pfx.len() / 2].to_vec();
    for item in
        [pfx.clone(), cut, PFX.into(), pem("PKCS12", &pfx).into(), pem("CERTIFICATE", &pfx).into()]
    {
        let bag = read(item);
        assert_eq!(bag.notes()[0].finding(), Finding::InputIsPfx);
        assert_eq!(bag.notes().len(), 1);
    }
}

/// Not one byte of these could be decoded.
#[test]
fn private_keys_are_counted_unread() {
    let mut text = CHAIN.to_string();
    for label in [
        "PRIVATE KEY",
        "RSA PRIVATE KEY",
        "EC PRIVATE KEY",
        "ENCRYPTED PRIVATE KEY",
        "OPENSSH PRIVATE KEY",
    ] {
        text += &format!("-----BEGIN {label}-----\nDEK-Info: x,y\n\n***\n-----END {label}-----\n");
    }
    let bag = read(text);
    assert_eq!((bag.certificates().len(), bag.keys_ignored(), notes(&bag).len()), (2, 5, 0));
}

#[test]
fn indefinite_lengths_throughout_and_members_of_other_kinds() {
    let [leaf, root] = unpem(CHAIN).try_into().unwrap();
    let attribute = tlv(0xa2, &leaf);
    let cut = &root[..root.len() - 1];
    let container = |members: &[&[u8]]| {
        let set = indefinite(0xa0, &members.concat());
        let content = indefinite(0x24, &[0x04, 0x01, 7].repeat(3));
        let data = [6, 9, 42, 134, 72, 134, 247, 13, 1, 7, 1];
        let encapsulated = indefinite(0x30, &[&data[..], &indefinite(0xa0, &content)].concat());
        let crls = indefinite(0xa1, &indefinite(0x30, &[5, 0]));
        let signers = indefinite(0x31, &[]);
        let signed: [&[u8]; 6] =
            [&[2, 1, 1], &indefinite(0x31, &[]), &encapsulated, &set, &crls, &signers];
        let oid = [6, 9, 42, 134, 72, 134, 247, 13, 1, 7, 2];
        let content = indefinite(0xa0, &indefinite(0x30, &signed.concat()));
        indefinite(0x30, &[&oid[..], &content].concat())
    };
    let good = container(&[&leaf, &root]);
    assert_eq!(ders(&read(&good)), sorted(vec![leaf.clone(), root.clone()]));
    assert_eq!(notes(&read(&good)), [""; 0]);

    let bag = read(container(&[&attribute, &leaf]));
    assert_eq!(ders(&bag), slice::from_ref(&leaf));
    let at = container(&[]).windows(2).position(|bytes| bytes == [0xa0, 0x80]).unwrap();
    assert!(bag.notes()[0].error().offset() > Some(at));
    assert!(notes(&bag)[0].contains("found an attribute certificate"), "{:?}", notes(&bag));

    // A member that is cut off, in a container that is not.
    let signed = tlv(0x30, &tlv(0xa0, &[&leaf, cut].concat()));
    let oid = [6, 9, 42, 134, 72, 134, 247, 13, 1, 7, 2];
    let bag = read(tlv(0x30, &[&oid[..], &tlv(0xa0, &signed)].concat()));
    assert_eq!(ders(&bag), slice::from_ref(&leaf));
    assert!(
        notes(&bag)[0].contains("damaged PKCS#7 container: it is cut off"),
        "{:?}",
        notes(&bag)
    );
    // A certificate itself must be DER.
    let (_, contents, _) = ber::peek(&leaf).unwrap();
    let bag = read(container(&[&indefinite(0x30, contents), &root]));
    assert_eq!((ders(&bag), bag.notes().len()), (vec![root], 1));
}

#[test]
fn bytes_behind_a_certificate_are_reported() {
    let [leaf, root] = unpem(CHAIN).try_into().unwrap();
    for (tail, want) in [(&b"\n"[..], 1), (&[0; 7], 7), (&[0x30, 3, 2, 1, 0], 5)] {
        let item = [&leaf[..], &root, tail].concat();
        let at = leaf.len() + root.len();
        let error = Error::new(ErrorKind::TrailingBytes { length: want }).in_item(0);
        for (item, at) in
            [(item.clone(), at), (format!("\n{}", pem("CERTIFICATE", &item)).into(), 1)]
        {
            let bag = read(item);
            assert_eq!(bag.certificates().len(), 2);
            assert_eq!(bag.notes(), [Note { error: error.at(at) }]);
            assert_eq!(bag.notes()[0].finding(), Finding::InputTrailingBytes);
        }
    }
    // The start of another certificate is damage, with what is wrong in it and where.
    let bag = read([&leaf[..], &root[..100]].concat());
    assert_eq!(ders(&bag), slice::from_ref(&leaf));
    let want = format!("damaged certificate: it is cut off (at byte {})", leaf.len());
    assert_eq!(notes(&bag), [format!("INPUT_NOT_CERTIFICATE: input item 1: {want}")]);
    // Another structure does not hide the certificate behind it.
    let pfx = unbase64(PFX);
    let bag = read([&leaf[..], &pfx, &root].concat());
    assert_eq!(bag.certificates().len(), 2);
    assert_eq!(bag.notes()[0].error(), Error::new(ErrorKind::Pkcs12).at(leaf.len()).in_item(0));
}

#[test]
fn damaged_blocks_are_noted_and_the_others_read() {
    let [leaf, root] = unpem(CHAIN).try_into().unwrap();
    let good = pem("CERTIFICATE", &root);
    let block = pem("CERTIFICATE", &leaf);
    let star = block.replacen('M', "*", 1);
    for (damaged, want, at) in [
        (star.clone(), "damaged base64: a character that is not base64", star.find('*').unwrap()),
        (
            block.replace("-----END CERTIFICATE-----\n", ""),
            "damaged PEM block: the END line is missing",
            0,
        ),
        (pem("CERTIFICATE", &leaf[..99]), "damaged certificate: it is cut off", 0),
        (pem("CERTIFICATE", b"gibberish"), "found binary data", 0),
        (
            pem("CERTIFICATE", b""),
            "damaged base64: it is empty",
            "-----BEGIN CERTIFICATE-----".len(),
        ),
    ] {
        let bag = read(format!("{good}{damaged}{good}"));
        assert_eq!(ders(&bag), slice::from_ref(&root), "{want}");
        assert_eq!(bag.duplicates(), 1);
        assert_eq!(bag.notes().len(), 1, "{:?}", notes(&bag));
        assert!(notes(&bag)[0].contains(want), "{:?}", notes(&bag));
        assert_eq!(bag.notes()[0].error().offset(), Some(good.len() + at));
    }
    // Base64 that is meant as such, without BEGIN.
    let text = base64(&leaf).replacen("\n", "\n*", 1);
    assert_eq!(read(text).notes()[0].error().offset(), Some(65));
}

#[test]
fn places_and_duplicates() {
    let [leaf, root] = unpem(CHAIN).try_into().unwrap();
    let text = format!("text\n{}{}", pem("CERTIFICATE", &root), pem("CERTIFICATE", &leaf));
    let der = [&root[..], &leaf].concat();
    let at = 5 + pem("CERTIFICATE", &root).len();
    for (items, leaf_at, root_at, duplicates) in [
        ([&b"junk"[..], text.as_bytes(), &der], (1, 1, at), (1, 0, 5), 2),
        ([&der, &root, text.as_bytes()], (0, 1, root.len()), (0, 0, 0), 3),
        ([&root, &root, &der], (2, 3, root.len()), (0, 0, 0), 2),
    ] {
        let bag = Bag::read_all(items, &BagLimits::default()).unwrap();
        let place = |der: &[u8]| {
            let mut all = bag.certificates().iter();
            let found = all.find(|found| found.certificate.der() == der).unwrap();
            (found.item, found.position, found.offset)
        };
        assert_eq!((place(&leaf), place(&root)), (leaf_at, root_at));
        assert_eq!(bag.duplicates(), duplicates);
    }
}

/// Every order of `items` (Heap's algorithm).
fn permutations<T: Clone>(items: &[T]) -> Vec<Vec<T>> {
    fn step<T: Clone>(size: usize, items: &mut [T], all: &mut Vec<Vec<T>>) {
        if size <= 1 {
            return all.push(items.to_vec());
        }
        for index in 0..size {
            step(size - 1, items, all);
            items.swap(if size % 2 == 0 { index } else { 0 }, size - 1);
        }
    }
    let mut all = Vec::new();
    step(items.len(), &mut items.to_vec(), &mut all);
    all
}

#[test]
fn order_has_no_influence() {
    let generated: Vec<_> = ["a.example", "b.example", "c.example"].map(certificate).into();
    let p7b = unpem(P7B).concat();
    let items = [
        generated.concat(),
        pem("CERTIFICATE", &generated[1]).into_bytes(),
        p7b,
        b"junk".to_vec(),
        CHAIN.as_bytes().to_vec(),
    ];
    let want = sorted([generated.clone(), unpem(CHAIN)].concat());
    let orders = permutations(&items);
    assert_eq!(orders.len(), 120);
    for order in orders {
        let bag = Bag::read_all(order.iter().map(Vec::as_slice), &BagLimits::default()).unwrap();
        assert_eq!(ders(&bag), want);
        assert_eq!((bag.duplicates(), bag.notes().len()), (3, 1));
        // As blocks of one text; PEM within PEM is no certificate.
        let bag = read(order.iter().map(|item| pem("CERTIFICATE", item)).collect::<String>());
        assert_eq!((ders(&bag), bag.notes().len()), (want.clone(), 3));
    }
    for order in permutations(&generated) {
        assert_eq!(ders(&read(order.concat())), sorted(generated.clone()));
    }
}

#[test]
fn limits_refuse_the_whole_input_in_any_order() {
    let [leaf, root] = unpem(CHAIN).try_into().unwrap();
    let refusal = |items: &[&[u8]], limits: &BagLimits| {
        let refused: Vec<_> = permutations(items)
            .into_iter()
            .map(|order| Bag::read_all(order, limits).err().map(|error| error.kind()))
            .collect();
        assert!(refused.iter().all(|kind| *kind == refused[0]), "{refused:?}");
        refused[0]
    };
    let default = BagLimits::default();
    assert_eq!(refusal(&[&leaf, &root], &default), None);

    let limits = |certificates| BagLimits { certificates, ..default };
    assert_eq!(refusal(&[&leaf, &root, &leaf], &limits(2)), None);
    let too_many = Some(ErrorKind::TooManyCertificates { limit: 1 });
    assert_eq!(refusal(&[&leaf, &root, &leaf], &limits(1)), too_many);
    assert_eq!(refusal(&[b"junk", &leaf], &limits(1)), None);
    assert_eq!(refusal(&[b"junk", b"more", &leaf], &limits(1)), too_many);

    let (length, longest) = (leaf.len().max(root.len()), leaf.len().max(root.len()));
    let limits = |certificate_bytes| BagLimits { certificate_bytes, ..default };
    assert_eq!(refusal(&[&leaf, &root], &limits(longest)), None);
    let too_large = ErrorKind::CertificateTooLarge { length, limit: longest - 1 };
    assert_eq!(refusal(&[&leaf, &root], &limits(longest - 1)), Some(too_large));

    let length = leaf.len() + root.len();
    let limits = |input_bytes| BagLimits { input_bytes, ..default };
    assert_eq!(refusal(&[&leaf, &root], &limits(length)), None);
    let too_large = ErrorKind::InputTooLarge { length, limit: length - 1 };
    assert_eq!(refusal(&[&leaf, &root], &limits(length - 1)), Some(too_large));
}

/// The input limit holds as many certificates of the longest length as the others allow.
#[test]
fn the_default_limits_fit_each_other() {
    let limits = BagLimits::default();
    let block = pem("CERTIFICATE", &vec![0; limits.certificate_bytes]).replace('\n', "\r\n");
    assert!(block.len() * limits.certificates <= limits.input_bytes);
}
