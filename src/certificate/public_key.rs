//! The public key of a certificate.

use super::algorithm::{Curve, KeyKind};
use super::element::{Element, Elements, Span, tag};
use crate::error::Error;
use crate::oid;

/// The public key of a certificate, with the parts of its encoding that verifiers ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicKey<'a> {
    spki: &'a [u8],
    contents: &'a [u8],
    algorithm: &'a [u8],
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

    /// The content of its AlgorithmIdentifier: without the tag and length of that SEQUENCE.
    #[must_use]
    pub const fn algorithm(self) -> &'a [u8] {
        self.algorithm
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
    algorithm: Span,
    key: Span,
    kind: KeyKind,
}

impl PublicKeySpan {
    /// Reads the next element as a SubjectPublicKeyInfo.
    pub(super) fn read(elements: &mut Elements<'_>) -> Result<Self, Error> {
        let spki = elements.expect(tag::SEQUENCE)?;
        let mut parts = spki.elements();
        let algorithm = parts.expect(tag::SEQUENCE)?;
        let key = parts.expect(tag::BIT_STRING)?.octets_of_bits()?;
        parts.finish()?;
        Ok(Self {
            spki: spki.span(),
            contents: spki.content_span(),
            algorithm: algorithm.content_span(),
            key: key.content_span(),
            kind: kind(algorithm, key)?,
        })
    }

    pub(super) fn of(self, der: &[u8]) -> PublicKey<'_> {
        PublicKey {
            spki: self.spki.of(der),
            contents: self.contents.of(der),
            algorithm: self.algorithm.of(der),
            key: self.key.of(der),
            kind: self.kind,
        }
    }
}

fn kind(algorithm: Element<'_>, key: Element<'_>) -> Result<KeyKind, Error> {
    match algorithm.algorithm_identifier()? {
        (oid::RSA_ENCRYPTION, _) => Ok(KeyKind::Rsa { bits: modulus_bits(key)? }),
        (oid::EC_PUBLIC_KEY, Some(named)) if named.tag == tag::OBJECT_IDENTIFIER => {
            let curve = named.oid()?.to_object_identifier();
            Ok(KeyKind::Ec(curve.map_or(Curve::Other, Curve::from_oid)))
        }
        (oid::EC_PUBLIC_KEY, _) => Ok(KeyKind::Ec(Curve::Other)),
        (oid::ED25519, _) => Ok(KeyKind::Ed25519),
        (other, _) => Ok(KeyKind::Other(other)),
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
