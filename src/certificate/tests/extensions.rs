//! What the extensions of a certificate say, sound and malformed.

use alloc::vec::Vec;

use const_oid::ObjectIdentifier;

use super::offset_in;
use super::write::{Fields, common_name, extension, id, sequence, tlv};
use crate::certificate::element::tag;
use crate::certificate::{BasicConstraints, Certificate, KeyUsage};
use crate::error::Asn1Problem::{DuplicateExtension, Length, Tag, Trailing, Truncated, Value};
use crate::error::{Error, ErrorKind};
use crate::oid;

fn with_extension(oid: ObjectIdentifier, value: &[u8]) -> Result<Certificate, Error> {
    Fields::with_extensions(&[extension(oid, value)]).parse()
}

#[test]
fn basic_constraints() {
    for (value, ca, path_length) in [
        (&[0x30, 0][..], false, None),
        (&[0x30, 3, 1, 1, 0xff], true, None),
        (&[0x30, 3, 1, 1, 0], false, None),
        (&[0x30, 3, 1, 1, 1], true, None), // BER writes true like this
        (&[0x30, 6, 1, 1, 0xff, 2, 1, 0], true, Some(0)),
        (&[0x30, 7, 1, 1, 0xff, 2, 2, 0, 0xff], true, Some(255)),
        (&[0x30, 7, 1, 1, 0xff, 2, 2, 1, 0], true, Some(256)),
        (&[0x30, 10, 1, 1, 0xff, 2, 5, 1, 0, 0, 0, 0], true, Some(u32::MAX)),
        (&[0x30, 3, 2, 1, 5], false, Some(5)),
    ] {
        let certificate = with_extension(oid::BASIC_CONSTRAINTS, value).unwrap();
        let expected = BasicConstraints { ca, path_length };
        assert_eq!(certificate.basic_constraints(), Some(expected), "{value:?}");
        assert_eq!(certificate.is_ca(), ca);
    }
}

#[test]
fn key_usages() {
    // The nine bits in the order of RFC 5280, 4.2.1.3, the first one the highest of its octet.
    let all = [
        KeyUsage::DIGITAL_SIGNATURE,
        KeyUsage::NON_REPUDIATION,
        KeyUsage::KEY_ENCIPHERMENT,
        KeyUsage::DATA_ENCIPHERMENT,
        KeyUsage::KEY_AGREEMENT,
        KeyUsage::KEY_CERT_SIGN,
        KeyUsage::CRL_SIGN,
        KeyUsage::ENCIPHER_ONLY,
        KeyUsage::DECIPHER_ONLY,
    ];
    let read = |value: &[u8]| with_extension(oid::KEY_USAGE, value).unwrap().key_usage().unwrap();
    for (bit, usage) in all.into_iter().enumerate() {
        let [high, low] = (0x8000u16 >> bit).to_be_bytes();
        assert_eq!(read(&[3, 3, 0, high, low]), usage, "{bit}");
    }
    for (value, expected) in [
        (&[3, 2, 5, 0xa0][..], KeyUsage::DIGITAL_SIGNATURE | KeyUsage::KEY_ENCIPHERMENT),
        (&[3, 2, 1, 6], KeyUsage::KEY_CERT_SIGN | KeyUsage::CRL_SIGN),
        (&[3, 1, 0], KeyUsage::empty()),
        (&[3, 2, 7, 0xff], KeyUsage::DIGITAL_SIGNATURE),
        (&[3, 3, 7, 0, 0xff], KeyUsage::DECIPHER_ONLY),
        (&[3, 4, 0, 0xff, 0xff, 0xff], KeyUsage::all()),
    ] {
        assert_eq!(read(value), expected, "{value:?}");
    }
}

#[test]
fn key_purposes_of_any_kind() {
    let uuid =
        [0x69, 0x83, 0xf0, 0x9d, 0xa7, 0xeb, 0xcf, 0xde, 0xe0, 0xc7, 0xa1, 0xa7, 0xb2, 0xc0, 1];
    let value = sequence(&[
        &tlv(tag::OBJECT_IDENTIFIER, &[&uuid]),
        &id(oid::AMT_PROVISIONING),
        &id(oid::SERVER_AUTH),
    ]);
    let certificate = with_extension(oid::EXTENDED_KEY_USAGE, &value).unwrap();
    let purposes: Vec<_> = certificate.key_purposes().unwrap().collect();
    assert_eq!(purposes.len(), 3);
    assert_eq!(purposes[0].as_bytes(), uuid);
    assert!(purposes[1] == oid::AMT_PROVISIONING && purposes[2] == oid::SERVER_AUTH);
    let empty = with_extension(oid::EXTENDED_KEY_USAGE, &sequence(&[])).unwrap();
    assert_eq!(empty.key_purposes().unwrap().count(), 0);
}

#[test]
fn dns_names_as_found_among_other_names() {
    let value = sequence(&[
        &tlv(tag::constructed(0), &[&id(oid::SERVER_AUTH)]),
        &tlv(tag::primitive(1), &[b"it@example.com"]),
        &tlv(tag::primitive(2), &[b"amt.example.com"]),
        &tlv(tag::constructed(4), &[&common_name("amt.other.example")]),
        &tlv(tag::primitive(7), &[&[192, 0, 2, 1]]),
        &tlv(tag::primitive(2), &[b"a\0b\xff"]),
        &tlv(tag::primitive(2), &[]),
    ]);
    let certificate = with_extension(oid::SUBJECT_ALT_NAME, &value).unwrap();
    assert!(certificate.dns_names().eq([&b"amt.example.com"[..], b"a\0b\xff", b""]));
}

#[test]
fn name_constraints() {
    let dns = |name: &[u8]| tlv(tag::primitive(2), &[name]);
    let (com, org) = (sequence(&[&dns(b"com")]), sequence(&[&dns(b".org")]));
    let email = sequence(&[&tlv(tag::primitive(1), &[b"example.com"])]);
    let distant = sequence(&[&dns(b"net"), &tlv(tag::primitive(0), &[&[1]])]);
    type Slices<'a> = &'a [&'a [u8]];
    let cases: [(Slices<'_>, Slices<'_>, Slices<'_>, Slices<'_>, bool); 6] = [
        (&[&com, &org], &[], &[b"com", b".org"], &[], false),
        (&[], &[&com, &org], &[], &[b"com", b".org"], false),
        (&[&com], &[&org], &[b"com"], &[b".org"], false),
        (&[&com, &email], &[], &[b"com"], &[], true),
        (&[&com], &[&email], &[b"com"], &[], true),
        (&[&com, &distant], &[], &[b"com", b"net"], &[], true),
    ];
    for (permitted, excluded, their_permitted, their_excluded, other_forms) in cases {
        let part = |number, subtrees: &[&[u8]]| match subtrees {
            [] => Vec::new(),
            _ => tlv(tag::constructed(number), subtrees),
        };
        let value = sequence(&[&part(0, permitted), &part(1, excluded)]);
        let certificate = with_extension(oid::NAME_CONSTRAINTS, &value).unwrap();
        let constraints = certificate.name_constraints().unwrap();
        assert!(constraints.permitted().eq(their_permitted.iter().copied()));
        assert!(constraints.excluded().eq(their_excluded.iter().copied()));
        assert_eq!(constraints.other_forms(), other_forms);
    }
}

#[test]
fn key_identifiers() {
    for (value, expected) in [
        (&[0x30, 4, 0x80, 2, 7, 8][..], Some(&[7, 8][..])),
        (&[0x30, 9, 0x80, 2, 7, 8, 0xa1, 0, 0x82, 1, 5], Some(&[7, 8])),
        (&[0x30, 5, 0xa1, 0, 0x82, 1, 5], None),
        (&[0x30, 0], None),
    ] {
        let certificate = with_extension(oid::AUTHORITY_KEY_IDENTIFIER, value).unwrap();
        assert_eq!(certificate.authority_key_identifier(), expected);
    }
    let certificate = with_extension(oid::SUBJECT_KEY_IDENTIFIER, &[4, 1, 9]).unwrap();
    assert_eq!(certificate.subject_key_identifier(), Some(&[9][..]));
}

#[test]
fn unknown_extensions_are_kept() {
    let unknown = ObjectIdentifier::new_unwrap("1.2.3.4");
    let critical = |octet| sequence(&[&id(unknown), &[1, 1, octet], &[4, 1, 0xff]]);
    for (extension, expected) in
        [(critical(0xff), true), (critical(0), false), (extension(unknown, &[0xff]), false)]
    {
        let certificate = Fields::with_extensions(&[extension]).parse().unwrap();
        let found: Vec<_> = certificate.extensions().collect();
        assert!(found[0].oid == unknown);
        assert_eq!((found.len(), found[0].critical, found[0].value), (1, expected, &[0xff][..]));
    }
    let with_unique_ids = Fields {
        tail: [tlv(0x81, &[&[0, 1]]), tlv(0x82, &[&[0, 2]])].concat(),
        ..Fields::default()
    };
    assert!(with_unique_ids.parse().is_ok());
}

#[test]
fn an_extension_occurs_once() {
    // Enough of them that comparing every pair would be felt.
    let numbered =
        |n: u32| extension(ObjectIdentifier::from_arcs([1, 2, 3, n]).unwrap(), &n.to_be_bytes());
    let mut extensions: Vec<_> = (0..20_000).map(numbered).collect();
    let certificate = Fields::with_extensions(&extensions).parse().unwrap();
    assert_eq!(certificate.extensions().count(), 20_000);
    let again = extension(ObjectIdentifier::new_unwrap("1.2.3.7"), b"again");
    extensions.push(again.clone());
    let der = Fields::with_extensions(&extensions).der();
    let error = Certificate::parse(&der).unwrap_err();
    let structure = "certificate extensions";
    assert_eq!(error.kind(), ErrorKind::Asn1 { structure, problem: DuplicateExtension });
    assert_eq!(error.offset(), Some(offset_in(&der, &again)));
}

#[test]
fn an_extension_has_three_parts() {
    let id = id(oid::KEY_USAGE);
    for (parts, problem) in [
        (&[&id[..], &[4, 3, 3, 1, 0], &[5, 0]][..], Trailing),
        (&[&id], Truncated),
        (&[&id, &[5, 0]], Tag { found: 5 }),
        (&[&id, &[1, 2, 0, 0], &[4, 3, 3, 1, 0]], Value),
        (&[&[6, 0], &[4, 0]], Value),
    ] {
        let error = Fields::with_extensions(&[sequence(parts)]).parse().unwrap_err();
        let structure = "certificate extensions";
        assert_eq!(error.kind(), ErrorKind::Asn1 { structure, problem });
    }
}

#[test]
fn malformed_extensions_are_named_with_their_offset() {
    // The offset is that within the value.
    for (oid, structure, value, problem, offset) in [
        (oid::BASIC_CONSTRAINTS, "basicConstraints", &[][..], Truncated, 0),
        (oid::BASIC_CONSTRAINTS, "basicConstraints", &[4, 0], Tag { found: 4 }, 0),
        (oid::BASIC_CONSTRAINTS, "basicConstraints", &[0x30, 0, 5, 0], Trailing, 2),
        (oid::BASIC_CONSTRAINTS, "basicConstraints", &[0x30, 2, 1, 0], Value, 2),
        (oid::BASIC_CONSTRAINTS, "basicConstraints", &[0x30, 3, 2, 1, 0xff], Value, 2),
        (oid::BASIC_CONSTRAINTS, "basicConstraints", &[0x30, 2, 2, 0], Value, 2),
        (oid::BASIC_CONSTRAINTS, "basicConstraints", &[0x30, 2, 5, 0], Trailing, 2),
        (oid::KEY_USAGE, "keyUsage", &[3, 0], Value, 0),
        (oid::KEY_USAGE, "keyUsage", &[3, 2, 8, 0], Value, 0),
        (oid::KEY_USAGE, "keyUsage", &[2, 1, 0], Tag { found: 2 }, 0),
        (oid::EXTENDED_KEY_USAGE, "extendedKeyUsage", &[0x30, 2, 5, 0], Tag { found: 5 }, 2),
        (oid::EXTENDED_KEY_USAGE, "extendedKeyUsage", &[0x30, 2, 6, 0], Value, 2),
        (oid::EXTENDED_KEY_USAGE, "extendedKeyUsage", &[0x30, 3, 6, 1, 0x80], Value, 2),
        (oid::SUBJECT_ALT_NAME, "subjectAltName", &[0x30, 3, 0x82, 2, b'a'], Truncated, 2),
        (oid::SUBJECT_ALT_NAME, "subjectAltName", &[0x30, 0x81, 0], Length, 0),
        (oid::SUBJECT_ALT_NAME, "subjectAltName", &[0x30, 1, 0x82], Truncated, 2),
        (oid::NAME_CONSTRAINTS, "nameConstraints", &[0x30, 2, 0xa2, 0], Trailing, 2),
        (
            oid::NAME_CONSTRAINTS,
            "nameConstraints",
            &[0x30, 4, 0xa0, 2, 0x82, 0],
            Tag { found: 0x82 },
            4,
        ),
        (oid::NAME_CONSTRAINTS, "nameConstraints", &[0x30, 4, 0xa1, 2, 0x30, 0], Truncated, 6),
        (oid::AUTHORITY_KEY_IDENTIFIER, "authorityKeyIdentifier", &[4, 0], Tag { found: 4 }, 0),
        (oid::AUTHORITY_KEY_IDENTIFIER, "authorityKeyIdentifier", &[0x30, 1, 0x80], Truncated, 2),
        (oid::SUBJECT_KEY_IDENTIFIER, "subjectKeyIdentifier", &[0x30, 0], Tag { found: 0x30 }, 0),
        (oid::SUBJECT_KEY_IDENTIFIER, "subjectKeyIdentifier", &[4, 0, 0], Trailing, 2),
    ] {
        let extension = extension(oid, value);
        let fields = Fields::with_extensions(core::slice::from_ref(&extension));
        let error = fields.parse().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Asn1 { structure, problem }, "{structure} {value:?}");
        let start = offset_in(&fields.der(), &extension) + extension.len() - value.len();
        assert_eq!(error.offset(), Some(start + offset), "{structure} {value:?}");
    }
}
