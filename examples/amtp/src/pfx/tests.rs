//! The files and what is expected of them are made by `tests/data/pfx/make.sh`; `certificates.txt`
//! is what OpenSSL read out of them.
#![allow(clippy::arithmetic_side_effects)]

use sha2::{Digest, Sha256};

use super::password::MAX_ITERATIONS;
use super::*;

fn file(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/data/pfx/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

struct Row {
    name: String,
    password: String,
    keys: usize,
    fingerprints: Vec<String>,
}

fn rows() -> Vec<Row> {
    let table = String::from_utf8(file("certificates.txt")).unwrap();
    let row = |line: &str| {
        let columns: Vec<_> = line.split('\t').map(str::to_owned).collect();
        let [name, password, keys, prints] = columns.try_into().unwrap();
        let fingerprints = prints.split_whitespace().map(str::to_owned).collect();
        Row { name, password, keys: keys.parse().unwrap(), fingerprints }
    };
    table.lines().map(row).collect()
}

fn fingerprint(certificate: &Vec<u8>) -> String {
    let digits: Vec<_> =
        Sha256::digest(certificate).iter().map(|byte| format!("{byte:02X}")).collect();
    digits.join(":")
}

#[test]
fn every_certificate_that_openssl_finds_is_found_in_the_same_order() {
    let rows = rows();
    assert_eq!(rows.len(), 32);
    for row in rows {
        let opened = open(&file(&row.name), &row.password)
            .unwrap_or_else(|error| panic!("{}: {error}", row.name));
        let found: Vec<_> = opened.certificates.iter().map(fingerprint).collect();
        assert_eq!((found, opened.keys), (row.fingerprints, row.keys), "{}", row.name);
    }
}

#[test]
fn a_wrong_password_is_told_from_a_damaged_file() {
    for row in rows().into_iter().filter(|row| row.name != "nss.pfx") {
        // Nothing in it depends on the password.
        let expected = if row.name == "plain-all-no-mac.pfx" {
            open(&file(&row.name), &row.password)
        } else {
            Err(PfxError::WrongPasswordOrAltered)
        };
        let wrong = format!("{}x", row.password);
        assert_eq!(open(&file(&row.name), &wrong), expected, "{}", row.name);
    }
    assert_eq!(open(&file("umlaut.pfx"), "Schlussel"), Err(PfxError::WrongPasswordOrAltered));
    assert_eq!(open(&file("umlaut.pfx"), ""), Err(PfxError::WrongPasswordOrAltered));
}

#[test]
fn a_wrong_password_is_told_even_if_the_padding_comes_out_right() {
    // As it does for one password in 256, and without a MAC nothing else speaks against it.
    let file = file("one-round-no-mac.pfx");
    for wrong in 0..2000 {
        let opened = open(&file, &wrong.to_string());
        assert_eq!(opened, Err(PfxError::WrongPasswordOrAltered), "{wrong}");
    }
}

#[test]
fn an_altered_byte_never_changes_what_comes_out() {
    let original = file("one-round.pfx");
    let sound = open(&original, "secret").unwrap();
    // SEQUENCE, version, SEQUENCE, OID, [0]; then the OCTET STRING that the MAC protects.
    assert_eq!(original[26..28], [0x04, 0x82]);
    let end = 30 + usize::from(original[28]) * 256 + usize::from(original[29]);
    for offset in 0..original.len() {
        for mask in [0x01, 0x80, 0xff] {
            let mut altered = original.clone();
            altered[offset] ^= mask;
            let opened = open(&altered, "secret");
            if (30..end).contains(&offset) {
                assert_eq!(opened, Err(PfxError::WrongPasswordOrAltered), "at {offset}");
            } else if let Ok(opened) = opened {
                assert_eq!(opened, sound, "at {offset}");
            }
        }
    }
}

#[test]
fn without_a_mac_an_altered_byte_never_panics() {
    let original = file("plain-all-no-mac.pfx");
    let mut refused = 0;
    for offset in 0..original.len() {
        for mask in [0x01, 0x20, 0x80, 0xff] {
            let mut altered = original.clone();
            altered[offset] ^= mask;
            refused += usize::from(open(&altered, "").is_err());
        }
    }
    assert!(refused > 100, "{refused}");
}

#[test]
fn a_cut_off_file_is_malformed_wherever_it_is_cut() {
    for row in rows() {
        let whole = file(&row.name);
        let text = whole[0] != SEQUENCE;
        for length in 1..whole.trim_ascii_end().len() {
            match open(&whole[..length], &row.password) {
                Err(PfxError::Malformed { .. }) => {}
                // "-----BEGIN PKCS12-----\nM" is not yet known for what it is.
                Err(PfxError::NotPkcs12 { found: "text" }) if text && length <= 24 => {}
                // Only the last PEM line is missing.
                Ok(_) if row.name == "pem.pfx" && length > whole.len() - 24 => {}
                other => panic!("{} cut at {length}: {other:?}", row.name),
            }
        }
    }
    let cut = &file("aes256-sha256.pfx")[..1000];
    let error = open(cut, "secret").unwrap_err();
    assert_eq!(
        error.to_string(),
        "damaged PKCS#12 file: container: it is cut off (at byte 1000); copy or export it again"
    );
}

#[test]
fn bytes_after_the_end_are_refused() {
    let mut longer = file("aes256-sha256.pfx");
    longer.push(0);
    let error = open(&longer, "secret").unwrap_err();
    assert!(matches!(error, PfxError::Malformed { problem: "bytes follow its end", .. }));
}

#[test]
fn other_files_are_named() {
    let certificate = open(&file("plain-all.pfx"), "secret").unwrap().certificates.remove(0);
    let base64 = Base64::encode_string(&certificate);
    let pem = format!("-----BEGIN CERTIFICATE-----\n{base64}\n-----END CERTIFICATE-----\n");
    let asn1 = "another ASN.1 structure, such as a certificate or a key";
    let cases: [(&[u8], &str); 8] = [
        (b"", "an empty file"),
        (b" \r\n", "an empty file"),
        (b"dear admin,", "text"),
        (&certificate, asn1),
        (pem.as_bytes(), asn1),
        (base64.as_bytes(), asn1),
        (b"\xfe\xed\xfe\xed\0\0\0\x02", "a Java keystore (JKS)"),
        (b"\x89PNG\r\n\x1a\n", "other binary data"),
    ];
    for (bytes, found) in cases {
        assert_eq!(open(bytes, "secret"), Err(PfxError::NotPkcs12 { found }));
    }
}

#[test]
fn what_is_not_read_says_so() {
    let error = open(&file("refused-rc4.pfx"), "secret").unwrap_err();
    assert_eq!(
        error.to_string(),
        "the PKCS#12 file uses RC4-128 (1.2.840.113549.1.12.1.1), which this tool cannot read; \
         take the certificates out with `openssl pkcs12 -in FILE -nokeys -out certificates.pem` \
         and give it those"
    );
}

#[test]
fn a_file_that_asks_for_too_much_work_is_refused_at_once() {
    for name in ["refused-iterations.pfx", "refused-mac-iterations.pfx"] {
        let error = open(&file(name), "secret").unwrap_err();
        let message = "the PKCS#12 file has 5000001 hash iterations, the limit is 5000000; take ";
        assert!(error.to_string().starts_with(message), "{name}: {error}");
    }
}

#[test]
fn iterations_add_up_over_the_parts() {
    let mut work = Work::default();
    assert_eq!(work.add(MAX_ITERATIONS - 1), Ok(()));
    assert_eq!(work.add(1), Ok(()));
    assert!(matches!(work.add(1), Err(PfxError::Limit { .. })));
    for none in [0, -1] {
        assert!(matches!(Work::default().add(none), Err(PfxError::Malformed { .. })));
    }
}

#[test]
fn a_file_may_have_up_to_a_limit_of_bytes() {
    let mut bytes = vec![0xff; MAX_BYTES];
    assert_eq!(open(&bytes, ""), Err(PfxError::NotPkcs12 { found: "other binary data" }));
    bytes.push(0xff);
    let error = open(&bytes, "").unwrap_err();
    let message = "the PKCS#12 file has 1048577 bytes, the limit is 1048576; take ";
    assert!(error.to_string().starts_with(message), "{error}");
}

// What no tool at hand writes, written by hand.

fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let value = parts.concat();
    let mut out = vec![tag, 0x82];
    out.extend(u16::try_from(value.len()).unwrap().to_be_bytes());
    if value.len() < 128 {
        out = vec![tag, u8::try_from(value.len()).unwrap()];
    } else if value.len() < 256 {
        out = vec![tag, 0x81, u8::try_from(value.len()).unwrap()];
    }
    out.extend(value);
    out
}

fn oid(dotted: &str) -> Vec<u8> {
    tlv(0x06, &[ObjectIdentifier::new_unwrap(dotted).as_bytes()])
}

fn content_info(kind: &str, value: &[u8]) -> Vec<u8> {
    tlv(0x30, &[&oid(kind), &tlv(0xa0, &[value])])
}

fn bag(kind: &str, value: &[u8]) -> Vec<u8> {
    content_info(&format!("1.2.840.113549.1.12.10.1.{kind}"), value)
}

fn certificate_bag(kind: &str, string_tag: u8, certificate: &[u8]) -> Vec<u8> {
    bag("3", &content_info(kind, &tlv(string_tag, &[certificate])))
}

const PLAIN: &str = "1.2.840.113549.1.7.1";
const X509: &str = "1.2.840.113549.1.9.22.1";

/// A file with these bags and neither MAC nor encryption.
fn plain_file(bags: &[&[u8]]) -> Vec<u8> {
    let contents = content_info(PLAIN, &tlv(0x04, &[&tlv(0x30, bags)]));
    let safe = content_info(PLAIN, &tlv(0x04, &[&tlv(0x30, &[&contents])]));
    tlv(0x30, &[&[0x02, 0x01, 0x03], &safe])
}

#[test]
fn bags_in_bags_are_read_down_to_a_limit() {
    let mut inner = certificate_bag(X509, 0x04, b"inner");
    for depth in 0..=MAX_DEPTH {
        let outer = certificate_bag(X509, 0x04, b"outer");
        let found = open(&plain_file(&[&inner, &outer]), "").unwrap().certificates;
        assert_eq!(found, [b"inner", b"outer"], "{depth}");
        inner = bag("6", &tlv(0x30, &[&inner]));
    }
    let too_deep = open(&plain_file(&[&inner]), "");
    let problem = "it is nested too deeply";
    assert_eq!(too_deep, Err(PfxError::Malformed { what: "bags", problem, offset: None }));

    let not_a_sequence = bag("6", &tlv(0x31, &[&certificate_bag(X509, 0x04, b"inner")]));
    let refused = open(&plain_file(&[&not_a_sequence]), "");
    let problem = "it is not built as it should be";
    assert_eq!(refused, Err(PfxError::Malformed { what: "bags", problem, offset: None }));
}

#[test]
fn other_bags_are_passed_over() {
    let revocation_list = bag("4", &tlv(0x30, &[]));
    let secret = bag("5", &tlv(0x30, &[]));
    let key = bag("1", &tlv(0x30, &[b"not even a key"]));
    let certificate = certificate_bag(X509, 0x04, b"certificate");
    let opened = open(&plain_file(&[&revocation_list, &secret, &key, &certificate]), "");
    assert_eq!(opened, Ok(Opened { certificates: vec![b"certificate".to_vec()], keys: 1 }));
}

#[test]
fn protection_that_is_not_read_is_named() {
    let with_safe = |safe: &[u8], rest: &[u8]| tlv(0x30, &[&[0x02, 0x01, 0x03], safe, rest]);
    let safe_of = |contents: &[u8]| content_info(PLAIN, &tlv(0x04, &[&tlv(0x30, &[contents])]));
    let empty = tlv(0x30, &[]);
    let null = [0x05, 0x00];

    let signed = content_info("1.2.840.113549.1.7.2", &empty);
    let enveloped = content_info("1.2.840.113549.1.7.3", &empty);
    let digest = tlv(0x30, &[&oid("1.2.840.113549.1.5.14"), &null]);
    let pbmac1 = tlv(0x30, &[&tlv(0x30, &[&digest, &tlv(0x04, &[])]), &tlv(0x04, &[])]);
    let kdf = tlv(
        0x30,
        &[
            &oid("1.3.6.1.4.1.11591.4.11"),
            &tlv(
                0x30,
                &[
                    &tlv(0x04, &[b"salt"]),
                    &[0x02, 0x08, 0x40, 0, 0, 0, 0, 0, 0, 0], // N = 2^62
                    &[0x02, 0x01, 0x08],
                    &[0x02, 0x01, 0x01],
                ],
            ),
        ],
    );
    let aes = tlv(0x30, &[&oid("2.16.840.1.101.3.4.1.42"), &tlv(0x04, &[&[0; 16]])]);
    let pbes2 = tlv(0x30, &[&oid("1.2.840.113549.1.5.13"), &tlv(0x30, &[&kdf, &aes])]);
    let encrypted = content_info(
        "1.2.840.113549.1.7.6",
        &tlv(
            0x30,
            &[&[0x02, 0x01, 0x00], &tlv(0x30, &[&oid(PLAIN), &pbes2, &tlv(0x80, &[&[0; 16]])])],
        ),
    );

    for (file, expected) in [
        (with_safe(&signed, &[]), "a signature"),
        (with_safe(&safe_of(&enveloped), &[]), "public keys"),
        (with_safe(&safe_of(&[]), &pbmac1), "PBMAC1"),
        (with_safe(&safe_of(&encrypted), &[]), "scrypt"),
        (plain_file(&[&certificate_bag("1.2.840.113549.1.9.22.2", 0x04, b"")]), "an SDSI"),
    ] {
        match open(&file, "") {
            Err(PfxError::Unsupported { algorithm }) => {
                assert!(algorithm.starts_with(expected), "{algorithm}, not {expected}");
            }
            other => panic!("{expected}: {other:?}"),
        }
    }
}

#[test]
fn ber_strings_in_pieces_of_definite_length_are_refused() {
    let pieces = tlv(0x24, &[&tlv(0x04, &[b"certi"]), &tlv(0x04, &[b"ficate"])]);
    let refused = open(&plain_file(&[&bag("3", &content_info(X509, &pieces))]), "");
    let algorithm = "BER strings in pieces of definite length".to_owned();
    assert_eq!(refused, Err(PfxError::Unsupported { algorithm }));
}
