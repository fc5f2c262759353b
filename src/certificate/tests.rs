//! Whole certificates: made by tools, taken from the root store, and written by hand where no tool
//! would write them.

#![allow(clippy::arithmetic_side_effects, reason = "tests may panic")]

mod agreement;
mod extensions;
pub(crate) mod write;

use alloc::string::ToString;
use alloc::vec;
use alloc::vec::Vec;

use const_oid::ObjectIdentifier;
use write::{Fields, algorithm, bits, id, public_key, rsa_key, sequence, tlv};

use super::*;
use crate::error::Asn1Problem::{self, Tag, Trailing, Truncated, Value};
use crate::error::ErrorKind;
use crate::oid;

/// Where `part` starts in `whole`.
fn offset_in(whole: &[u8], part: &[u8]) -> usize {
    whole.windows(part.len()).position(|window| window == part).unwrap()
}

#[test]
fn parts_are_slices_of_the_input() {
    let fields = Fields { signature: bits(b"signed"), ..Fields::default() };
    let certificate = fields.parse().unwrap();
    assert_eq!(certificate.der(), fields.der());
    assert_eq!(certificate.signature(), b"signed");
    assert!(certificate.to_be_signed().ends_with(&fields.public_key));
    assert_eq!(certificate.subject().as_bytes(), fields.subject);
    assert_eq!(certificate.issuer().as_bytes(), fields.issuer);
    assert_eq!(certificate.public_key().spki(), fields.public_key);
    assert_eq!(certificate, certificate.clone());
    assert_ne!(certificate, Fields { signature: bits(b"other"), ..fields }.parse().unwrap());
}

#[test]
fn versions() {
    let version = |content: &[u8]| {
        let version = tlv(tag::constructed(0), &[content]);
        Fields { version, ..Fields::default() }.parse().map(|certificate| certificate.version())
    };
    for (content, expected) in [([2, 1, 0], 1), ([2, 1, 1], 2), ([2, 1, 2], 3)] {
        assert_eq!(version(&content), Ok(expected));
    }
    let first = Fields { version: Vec::new(), ..Fields::default() }.parse().unwrap();
    assert_eq!((first.version(), first.extensions().count()), (1, 0));
    assert!(!first.is_ca() && first.key_purposes().is_none() && first.dns_names().count() == 0);
    for content in [&[2, 1, 3][..], &[2, 2, 0, 2], &[2, 0], &[2, 1, 2, 5, 0], &[]] {
        assert!(version(content).is_err(), "{content:?}");
    }
}

#[test]
fn serial_numbers_as_found() {
    for content in [&[0][..], &[0xff], &[0, 0, 1], &[0x80, 0], &[7; 21]] {
        let serial = tlv(tag::INTEGER, &[content]);
        let certificate = Fields { serial, ..Fields::default() }.parse().unwrap();
        assert_eq!(certificate.serial(), content);
    }
    assert!(Fields { serial: vec![2, 0], ..Fields::default() }.parse().is_err());
}

#[test]
fn old_and_odd_signature_algorithms() {
    let unknown = ObjectIdentifier::new_unwrap("1.2.3.4");
    for (oid, expected) in [
        (oid::RSA_MD2, SignatureAlgorithm::RsaPkcs1(Digest::Md2)),
        (oid::RSA_MD5, SignatureAlgorithm::RsaPkcs1(Digest::Md5)),
        (oid::RSA_SHA1_OIW, SignatureAlgorithm::RsaPkcs1(Digest::Sha1)),
        (oid::RSA_PSS, SignatureAlgorithm::RsaPss),
        (unknown, SignatureAlgorithm::Other(unknown)),
    ] {
        let (signed_algorithm, algorithm) = (algorithm(oid), algorithm(oid));
        let fields = Fields { signed_algorithm, algorithm, ..Fields::default() };
        assert_eq!(fields.parse().unwrap().signature_algorithm(), expected);
    }
}

#[test]
fn signature_algorithms_must_agree_to_the_byte() {
    let sha256 = id(oid::RSA_SHA256);
    for inside in [algorithm(oid::RSA_SHA1), sequence(&[&sha256]), sequence(&[&sha256, &[4, 0]])] {
        let fields = Fields { signed_algorithm: inside, ..Fields::default() };
        let error = fields.parse().unwrap_err();
        let structure = "certificate signature algorithm";
        assert_eq!(error.kind(), ErrorKind::Asn1 { structure, problem: Value });
        // After the version and the serial number.
        assert_eq!(error.offset(), Some(offset_in(&fields.der(), &fields.signed_algorithm)));
    }
}

#[test]
fn rsa_keys_of_any_length() {
    let mut ones = vec![0xff; 128];
    ones[0] = 0x7f;
    for (modulus, expected) in [
        ([&[0, 0x80][..], &[0; 127]].concat(), 1024),
        (ones, 1023),
        ([&[1][..], &[0; 256]].concat(), 2049),
        ([&[0, 0, 0, 0xff][..], &[0; 255]].concat(), 2048),
        // A modulus without the zero that keeps it positive.
        ([&[0xc0][..], &[0; 127]].concat(), 1024),
        (vec![1], 1),
        (vec![0], 0),
        (vec![], 0),
    ] {
        let fields = Fields { public_key: rsa_key(&modulus), ..Fields::default() };
        let kind = fields.parse().unwrap().public_key().kind();
        assert_eq!(kind, KeyKind::Rsa { bits: expected });
    }
}

#[test]
fn keys_of_other_kinds() {
    let curve = |oid| public_key(&[&id(oid::EC_PUBLIC_KEY), &id(oid)], &[4]);
    let brainpool = ObjectIdentifier::new_unwrap("1.3.36.3.3.2.8.1.1.7");
    let unknown = ObjectIdentifier::new_unwrap("1.2.3.4");
    let written_out = sequence(&[&[2, 1, 1]]);
    let too_large = tlv(tag::OBJECT_IDENTIFIER, &[&[0x69], &[0xff; 8], &[0x7f]]);
    for (public_key, expected) in [
        (curve(oid::P256), KeyKind::Ec(Curve::P256)),
        (curve(oid::P384), KeyKind::Ec(Curve::P384)),
        (curve(oid::P521), KeyKind::Ec(Curve::P521)),
        (curve(brainpool), KeyKind::Ec(Curve::Other)),
        (public_key(&[&id(oid::EC_PUBLIC_KEY), &too_large], &[4]), KeyKind::Ec(Curve::Other)),
        (public_key(&[&id(oid::EC_PUBLIC_KEY), &written_out], &[4]), KeyKind::Ec(Curve::Other)),
        (public_key(&[&id(oid::EC_PUBLIC_KEY), &[5, 0]], &[4]), KeyKind::Ec(Curve::Other)),
        (public_key(&[&id(oid::EC_PUBLIC_KEY)], &[4]), KeyKind::Ec(Curve::Other)),
        (public_key(&[&id(oid::ED25519)], &[9; 32]), KeyKind::Ed25519),
        (public_key(&[&id(oid::RSA_PSS)], &[]), KeyKind::Other(oid::RSA_PSS)),
        (public_key(&[&id(unknown)], b"?"), KeyKind::Other(unknown)),
    ] {
        let certificate = Fields { public_key, ..Fields::default() }.parse().unwrap();
        assert_eq!(certificate.public_key().kind(), expected);
    }
}

#[test]
fn validity_is_read_and_not_judged() {
    let time = |text: &str| match text.len() {
        13 => tlv(tag::UTC_TIME, &[text.as_bytes()]),
        _ => tlv(tag::GENERALIZED_TIME, &[text.as_bytes()]),
    };
    for (not_before, not_after, shown) in [
        ("500101000000Z", "99991231235959Z", ["1950-01-01T00:00:00Z", "9999-12-31T23:59:59Z"]),
        ("491231235959Z", "21060207062816Z", ["2049-12-31T23:59:59Z", "2106-02-07T06:28:16Z"]),
        ("260101000000Z", "250101000000Z", ["2026-01-01T00:00:00Z", "2025-01-01T00:00:00Z"]),
    ] {
        let validity = sequence(&[&time(not_before), &time(not_after)]);
        let read = Fields { validity, ..Fields::default() }.parse().unwrap().validity();
        assert_eq!([read.not_before.to_string(), read.not_after.to_string()], shown);
    }
}

#[test]
fn damaged_fields_are_named() {
    let default = Fields::default;
    let no_octet = tlv(tag::BIT_STRING, &[]);
    let part_octet = tlv(tag::BIT_STRING, &[&[1, 0x80]]);
    let too_large = tlv(tag::OBJECT_IDENTIFIER, &[&[0x69], &[0xff; 8], &[0x7f]]);
    let utc = tlv(tag::UTC_TIME, &[b"260101000000Z"]);
    let rsa = id(oid::RSA_ENCRYPTION);
    let truncated_key = public_key(&[&rsa], &[0x30, 1, 2]);
    let third_number = public_key(&[&rsa], &[0x30, 9, 2, 1, 1, 2, 1, 1, 2, 1, 1]);
    let trailing_key = public_key(&[&rsa], &[0x30, 6, 2, 1, 1, 2, 1, 1, 0]);
    let third_part = sequence(&[&algorithm(oid::ED25519), &bits(&[]), &[5, 0]]);
    let rows: Vec<(Fields, &str, Asn1Problem)> = vec![
        (Fields { serial: vec![], ..default() }, "serial number", Tag { found: 0x30 }),
        (Fields { issuer: vec![5, 0], ..default() }, "issuer", Tag { found: 5 }),
        (Fields { subject: vec![5, 0], ..default() }, "subject", Tag { found: 5 }),
        (Fields { validity: sequence(&[&utc]), ..default() }, "validity", Truncated),
        (Fields { validity: sequence(&[&utc, &utc, &utc]), ..default() }, "validity", Trailing),
        (Fields { validity: sequence(&[&utc, &[23, 0]]), ..default() }, "validity", Value),
        (Fields { validity: sequence(&[&[5, 0]]), ..default() }, "validity", Tag { found: 5 }),
        (Fields { public_key: vec![], ..default() }, "public key", Truncated),
        (Fields { public_key: truncated_key, ..default() }, "public key", Truncated),
        (Fields { public_key: trailing_key, ..default() }, "public key", Trailing),
        (Fields { public_key: third_number, ..default() }, "public key", Trailing),
        (Fields { public_key: third_part, ..default() }, "public key", Trailing),
        (Fields { public_key: public_key(&[&too_large], &[]), ..default() }, "public key", Value),
        (
            Fields { public_key: sequence(&[&algorithm(oid::ED25519), &part_octet]), ..default() },
            "public key",
            Value,
        ),
        (Fields { signature: no_octet, ..default() }, "signature", Value),
        (Fields { signature: part_octet.clone(), ..default() }, "signature", Value),
        (Fields { algorithm: sequence(&[]), ..default() }, "signature algorithm", Truncated),
        (
            Fields { algorithm: sequence(&[&id(oid::RSA_SHA256), &[5, 0, 5, 0]]), ..default() },
            "signature algorithm",
            Trailing,
        ),
        (Fields { tail: vec![0xa3, 0], ..default() }, "extensions", Truncated),
        (Fields { tail: vec![0xa3, 4, 0x30, 0, 5, 0], ..default() }, "extensions", Trailing),
    ];
    for (fields, field, problem) in rows {
        let error = fields.parse().unwrap_err();
        let ErrorKind::Asn1 { structure, problem: found } = error.kind() else {
            panic!("{error}");
        };
        assert_eq!((structure.strip_prefix("certificate "), found), (Some(field), problem));
    }
    let structure = "certificate";
    let trailing = ErrorKind::Asn1 { structure, problem: Trailing };
    let after_fields = Fields { tail: vec![5, 0], ..default() };
    let after_signature = Fields { signature: [bits(b"s"), vec![5, 0]].concat(), ..default() };
    for fields in [after_fields, after_signature] {
        assert_eq!(fields.parse().unwrap_err().kind(), trailing);
    }
    let der = default().der();
    let error = Certificate::parse(&[&der[..], &[0]].concat()).unwrap_err();
    assert_eq!((error.kind(), error.offset()), (trailing, Some(der.len())));
}

/// Uses everything that walks the bytes again.
fn use_everything(certificate: &Certificate) -> usize {
    let texts = certificate.subject().to_string() + &certificate.issuer().to_string();
    let values = certificate.subject().attributes().filter_map(|(_, value)| value.text());
    texts.len()
        + values.map(|text| text.len()).sum::<usize>()
        + certificate.extensions().map(|e| e.oid.to_string().len() + e.value.len()).sum::<usize>()
        + certificate.key_purposes().map_or(0, |purposes| purposes.count())
        + certificate.dns_names().count()
        + certificate.name_constraints().map_or(0, |c| c.permitted().chain(c.excluded()).count())
}

#[test]
fn every_prefix_is_refused() {
    for certificate in agreement::generated() {
        let der = certificate.der();
        for end in 0..der.len() {
            let error = Certificate::parse(&der[..end]).unwrap_err();
            let structure = "certificate";
            assert_eq!(error.kind(), ErrorKind::Asn1 { structure, problem: Truncated });
        }
    }
}

#[test]
fn damage_never_panics() {
    for certificate in agreement::generated() {
        let mut der = certificate.der().to_vec();
        for at in 0..der.len() {
            let sound = der[at];
            let flipped = (0..8).map(|bit| sound ^ (1 << bit));
            for byte in flipped.chain([0, 0x7f, 0x80, 0xff]) {
                der[at] = byte;
                match Certificate::parse(&der) {
                    Ok(damaged) => {
                        core::hint::black_box(use_everything(&damaged));
                        assert_eq!(damaged == certificate, byte == sound);
                    }
                    Err(error) => assert!(error.offset().unwrap() <= der.len(), "{error}"),
                }
            }
            der[at] = sound;
        }
    }
}
