//! The public key of a certificate.

use der::Decode;
use der::asn1::ObjectIdentifier;
use x509_cert::spki::SubjectPublicKeyInfoRef;

use super::algorithm::{Curve, KeyKind};
use super::element::{Element, Elements, Span, tag};
use crate::error::Error;
use crate::oid;

/// The public key of a certificate, with the parts of its encoding that verifiers ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicKey<'a> {
    spki: &'a [u8],
    contents: &'a [u8],
    key: &'a [u8],
    kind: KeyKind,
}

impl<'a> PublicKey<'a> {
    /// The whole SubjectPublicKeyInfo as found, tag and length included.
    #[must_use]
    pub const fn spki(self) -> &'a [u8] {
        self.spki
    }

    /// The SubjectPublicKeyInfo without its tag and length.
    pub(crate) const fn spki_contents(self) -> &'a [u8] {
        self.contents
    }

    /// The octets of its BIT STRING: an RSAPublicKey, or a point of a curve.
    #[must_use]
    pub const fn key(self) -> &'a [u8] {
        self.key
    }

    /// What kind of key it is.
    #[must_use]
    pub const fn kind(self) -> KeyKind {
        self.kind
    }
}

/// Where a public key is.
#[derive(Clone, Copy)]
pub(super) struct PublicKeySpan {
    spki: Span,
    contents: Span,
    key: Span,
    kind: KeyKind,
}

impl PublicKeySpan {
    /// Reads the next element as a SubjectPublicKeyInfo.
    pub(super) fn read(elements: &mut Elements<'_>) -> Result<Self, Error> {
        let element = elements.expect(tag::SEQUENCE)?;
        let spki =
            SubjectPublicKeyInfoRef::from_der(element.der()).map_err(|e| element.der_error(&e))?;
        let mut parts = element.elements();
        parts.read()?;
        let key = parts.expect(tag::BIT_STRING)?.octets_of_bits()?;
        Ok(Self {
            spki: element.span(),
            contents: element.content_span(),
            key: key.content_span(),
            kind: kind(&spki, key)?,
        })
    }

    pub(super) fn of(self, der: &[u8]) -> PublicKey<'_> {
        PublicKey {
            spki: self.spki.of(der),
            contents: self.contents.of(der),
            key: self.key.of(der),
            kind: self.kind,
        }
    }
}

fn kind(spki: &SubjectPublicKeyInfoRef<'_>, key: Element<'_>) -> Result<KeyKind, Error> {
    match spki.algorithm.oid {
        oid::RSA_ENCRYPTION => Ok(KeyKind::Rsa { bits: modulus_bits(key)? }),
        oid::EC_PUBLIC_KEY => {
            let parameters = spki.algorithm.parameters;
            // Parameters written out instead of a name are no named curve.
            let named = parameters.and_then(|p| p.decode_as::<ObjectIdentifier>().ok());
            Ok(KeyKind::Ec(named.map_or(Curve::Other, Curve::from_oid)))
        }
        oid::ED25519 => Ok(KeyKind::Ed25519),
        other => Ok(KeyKind::Other(other)),
    }
}

/// Bits of the modulus of an RSAPublicKey; one without the leading zero that keeps it positive is
/// read as positive too.
fn modulus_bits(key: Element<'_>) -> Result<u32, Error> {
    let mut sequence = key.elements();
    let mut numbers = sequence.expect(tag::SEQUENCE)?.elements();
    sequence.finish()?;
    let modulus = numbers.expect(tag::INTEGER)?.content;
    numbers.expect(tag::INTEGER)?;
    numbers.finish()?;
    let zeros = modulus.iter().take_while(|byte| **byte == 0).count();
    let Some((first, rest)) = modulus.get(zeros..).and_then(<[u8]>::split_first) else {
        return Ok(0);
    };
    let rest_bits = u32::try_from(rest.len()).unwrap_or(u32::MAX).saturating_mul(8);
    Ok(u8::BITS.saturating_sub(first.leading_zeros()).saturating_add(rest_bits))
}
