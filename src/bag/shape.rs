//! What a DER or BER structure is, told from its first tags.
//!
//! Nothing is validated: a damaged certificate still has the shape of one, so that its parser can
//! say what is wrong with it.

use super::ber::peek;
use super::pkcs7;
use crate::error::ErrorKind;
use crate::oid::SIGNED_DATA;

const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const OCTET_STRING: u8 = 0x04;
const OBJECT_IDENTIFIER: u8 = 0x06;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
/// `[0]`, explicit.
const CONTEXT_0: u8 = 0xa0;

/// Kinds of structures that people keep beside certificates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Certificate,
    /// PKCS#7 of content type signedData, which may hold certificates.
    SignedData,
    /// PKCS#7 of another content type.
    OtherPkcs7,
    Pkcs12,
    PrivateKey,
    PublicKey,
    Request,
    Crl,
    Unknown,
}

impl Shape {
    /// Judges by as many of the first bytes as are given; a few suffice for [`Shape::PrivateKey`]
    /// and [`Shape::Pkcs12`].
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self::recognise(bytes).unwrap_or(Self::Unknown)
    }

    fn recognise(bytes: &[u8]) -> Option<Self> {
        let (SEQUENCE, fields, _) = peek(bytes)? else { return None };
        let (tag, first, rest) = peek(fields)?;
        match (tag, first) {
            // PKCS#1 and PKCS#8 have versions 0 and 1, SEC1 has 1; PKCS#12 has 3. Certificates and
            // PKCS#7 begin with no INTEGER, so nothing more is needed to leave them alone.
            (INTEGER, [0 | 1]) => Some(Self::PrivateKey),
            (INTEGER, [3]) => Some(Self::Pkcs12),
            (INTEGER, _) => next_is(rest, &[INTEGER]).then_some(Self::PublicKey),
            (OBJECT_IDENTIFIER, oid) if oid == SIGNED_DATA.as_bytes() => Some(Self::SignedData),
            (OBJECT_IDENTIFIER, _) => next_is(rest, &[CONTEXT_0]).then_some(Self::OtherPkcs7),
            (SEQUENCE, first) => Self::of_pair(first, rest),
            _ => None,
        }
    }

    /// SEQUENCE { SEQUENCE { `first` }, `rest` }: signed structures, and keys with their algorithm.
    fn of_pair(first: &[u8], rest: &[u8]) -> Option<Self> {
        let (tag, _, fields) = peek(first)?;
        match tag {
            OBJECT_IDENTIFIER if next_is(rest, &[BIT_STRING]) => Some(Self::PublicKey),
            OBJECT_IDENTIFIER if next_is(rest, &[OCTET_STRING]) => Some(Self::PrivateKey),
            CONTEXT_0 => Some(Self::Certificate),
            // Behind the version or serial number: a request has its subject, a CRL and a
            // certificate of version 1 the signature algorithm and the issuer, and then a CRL a time
            // and a certificate two of them in a SEQUENCE.
            INTEGER => {
                let (SEQUENCE, second, fields) = peek(fields)? else { return None };
                if second.is_empty() || next_is(second, &[SET]) {
                    return Some(Self::Request);
                }
                let (_, _, fields) = peek(fields)?;
                let crl = next_is(fields, &[UTC_TIME, GENERALIZED_TIME]);
                Some(if crl { Self::Crl } else { Self::Certificate })
            }
            // A CRL of version 1.
            SEQUENCE => {
                let (_, _, fields) = peek(fields)?;
                next_is(fields, &[UTC_TIME, GENERALIZED_TIME]).then_some(Self::Crl)
            }
            _ => None,
        }
    }

    /// What to call it in the error if it is damaged.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::SignedData => pkcs7::STRUCTURE,
            _ => "certificate",
        }
    }

    /// Why it is of no use, if it can hold no certificate that is read here.
    pub(super) const fn refusal(self) -> Option<ErrorKind> {
        let found = match self {
            Self::Certificate | Self::SignedData => return None,
            Self::Pkcs12 => return Some(ErrorKind::Pkcs12),
            Self::OtherPkcs7 => "a PKCS#7 message without certificates",
            Self::PrivateKey => "a private key",
            Self::PublicKey => "a public key",
            Self::Request => "a certificate request",
            Self::Crl => "a CRL",
            Self::Unknown => "binary data",
        };
        Some(ErrorKind::NotCertificate { found })
    }
}

fn next_is(bytes: &[u8], tags: &[u8]) -> bool {
    bytes.first().is_some_and(|tag| tags.contains(tag))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bag::base64;
    use crate::bag::text::Text;

    #[test]
    fn openssl_files_are_told_apart() {
        for (text, shape) in [
            (include_str!("fixtures/key-sec1.b64"), Shape::PrivateKey),
            (include_str!("fixtures/key-pkcs8.b64"), Shape::PrivateKey),
            (include_str!("fixtures/key-pkcs1.b64"), Shape::PrivateKey),
            (include_str!("fixtures/key-encrypted.b64"), Shape::PrivateKey),
            (include_str!("fixtures/public-spki.b64"), Shape::PublicKey),
            (include_str!("fixtures/public-pkcs1.b64"), Shape::PublicKey),
            (include_str!("fixtures/request.b64"), Shape::Request),
            (include_str!("fixtures/crl.b64"), Shape::Crl),
            (include_str!("fixtures/enveloped.b64"), Shape::OtherPkcs7),
            (include_str!("fixtures/streamed-ber.b64"), Shape::SignedData),
            (include_str!("fixtures/pfx.b64"), Shape::Pkcs12),
        ] {
            let text = Text::new(text.as_bytes());
            assert_eq!(Shape::of(&base64::decode(text.clone()).unwrap()), shape);
            // Keys with their secret in the clear are told before it is decoded.
            let head = Shape::of(&base64::head(&text));
            match shape {
                Shape::Pkcs12 => assert_eq!(head, shape),
                Shape::PrivateKey => assert!(head == shape || head == Shape::Unknown),
                _ => assert_ne!(head, Shape::PrivateKey),
            }
        }
    }

    // CertificateList of version 1 (RFC 5280, 5.1), which openssl does not write; a request with an
    // empty subject; a PKCS#12 file in BER, as NSS wrote it.
    #[test]
    fn rarer_forms() {
        let crl = [
            0x30, 0x17, 0x30, 0x15, 0x30, 2, 6, 0, 0x30, 0, 0x17, 13, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0,
        ];
        assert_eq!(Shape::of(&crl), Shape::Crl);
        let request = [0x30, 7, 0x30, 5, 2, 1, 0, 0x30, 0];
        assert_eq!(Shape::of(&request), Shape::Request);
        let pfx = [0x30, 0x80, 2, 1, 3, 0x30, 0x80, 6];
        assert_eq!(Shape::of(&pfx), Shape::Pkcs12);
    }

    #[test]
    fn anything_else_is_unknown() {
        for bytes in
            [&[][..], b"text", b"0 text", &[0x30, 0], &[0x30, 3, 4, 1, 0], &[0x30, 3, 2, 1, 9]]
        {
            assert_eq!(Shape::of(bytes), Shape::Unknown, "{bytes:02x?}");
        }
    }
}
