//! Writes DER, sound or not.

use alloc::vec;
use alloc::vec::Vec;

use const_oid::ObjectIdentifier;

use crate::certificate::element::tag;
use crate::certificate::{Certificate, Error};
use crate::oid;

/// Tag, length and value.
pub(crate) fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let header = match u32::try_from(content.len()).unwrap().to_be_bytes() {
        [0, 0, 0, length @ ..=0x7f] => vec![tag, length],
        [0, 0, 0, a] => vec![tag, 0x81, a],
        [0, 0, a, b] => vec![tag, 0x82, a, b],
        [0, a, b, c] => vec![tag, 0x83, a, b, c],
        [a, b, c, d] => vec![tag, 0x84, a, b, c, d],
    };
    [header, content].concat()
}

pub(crate) fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    tlv(tag::SEQUENCE, parts)
}

pub(crate) fn id(oid: ObjectIdentifier) -> Vec<u8> {
    tlv(tag::OBJECT_IDENTIFIER, &[oid.as_bytes()])
}

/// A BIT STRING of whole octets.
pub(crate) fn bits(octets: &[u8]) -> Vec<u8> {
    tlv(tag::BIT_STRING, &[&[0], octets])
}

/// Attribute type, string type and text.
pub(crate) type Attribute<'a> = (ObjectIdentifier, u8, &'a [u8]);

/// A name of one relative name for each slice of attributes.
pub(crate) fn name(relative_names: &[&[Attribute<'_>]]) -> Vec<u8> {
    let attribute = |(oid, tag, text): &Attribute<'_>| sequence(&[&id(*oid), &tlv(*tag, &[text])]);
    let relative_name = |attributes: &&[Attribute<'_>]| {
        tlv(tag::SET, &[&attributes.iter().flat_map(attribute).collect::<Vec<_>>()])
    };
    sequence(&[&relative_names.iter().flat_map(relative_name).collect::<Vec<_>>()])
}

pub(crate) fn common_name(text: &str) -> Vec<u8> {
    name(&[&[(oid::COMMON_NAME, tag::UTF8_STRING, text.as_bytes())]])
}

pub(crate) fn extension(oid: ObjectIdentifier, value: &[u8]) -> Vec<u8> {
    sequence(&[&id(oid), &tlv(tag::OCTET_STRING, &[value])])
}

pub(crate) fn public_key(algorithm: &[&[u8]], key: &[u8]) -> Vec<u8> {
    sequence(&[&sequence(algorithm), &bits(key)])
}

pub(crate) fn rsa_key(modulus: &[u8]) -> Vec<u8> {
    let numbers = [tlv(tag::INTEGER, &[modulus]), tlv(tag::INTEGER, &[&[1, 0, 1]])].concat();
    public_key(&[&id(oid::RSA_ENCRYPTION), &[5, 0]], &sequence(&[&numbers]))
}

pub(crate) fn algorithm(oid: ObjectIdentifier) -> Vec<u8> {
    sequence(&[&id(oid), &[5, 0]])
}

/// The fields of a certificate, each encoded; an empty one is left out.
pub(crate) struct Fields {
    pub(crate) version: Vec<u8>,
    pub(crate) serial: Vec<u8>,
    pub(crate) signed_algorithm: Vec<u8>,
    pub(crate) issuer: Vec<u8>,
    pub(crate) validity: Vec<u8>,
    pub(crate) subject: Vec<u8>,
    pub(crate) public_key: Vec<u8>,
    /// What follows the public key in the signed part.
    pub(crate) tail: Vec<u8>,
    pub(crate) algorithm: Vec<u8>,
    pub(crate) signature: Vec<u8>,
}

impl Default for Fields {
    fn default() -> Self {
        let time = tlv(tag::UTC_TIME, &[b"260101000000Z"]);
        Self {
            version: tlv(tag::constructed(0), &[&[2, 1, 2]]),
            serial: tlv(tag::INTEGER, &[&[1]]),
            signed_algorithm: algorithm(oid::RSA_SHA256),
            issuer: common_name("Root"),
            validity: sequence(&[&time, &time]),
            subject: common_name("amt.example.com"),
            public_key: rsa_key(&[0, 0x80, 0, 0, 1]),
            tail: Vec::new(),
            algorithm: algorithm(oid::RSA_SHA256),
            signature: bits(b"signature"),
        }
    }
}

impl Fields {
    pub(crate) fn with_extensions(extensions: &[Vec<u8>]) -> Self {
        let list = sequence(&[&extensions.concat()]);
        Self { tail: tlv(tag::constructed(3), &[&list]), ..Self::default() }
    }

    pub(crate) fn der(&self) -> Vec<u8> {
        let signed = sequence(&[
            &self.version,
            &self.serial,
            &self.signed_algorithm,
            &self.issuer,
            &self.validity,
            &self.subject,
            &self.public_key,
            &self.tail,
        ]);
        sequence(&[&signed, &self.algorithm, &self.signature])
    }

    pub(crate) fn parse(&self) -> Result<Certificate, Error> {
        Certificate::parse(&self.der())
    }
}
