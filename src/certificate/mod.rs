//! What a provisioning certificate is: parsed, viewed, not judged.
#![deny(clippy::arithmetic_side_effects)]

mod algorithm;
mod element;
mod extension;
mod name;
mod oid;
mod public_key;
mod validity;
mod value;

#[cfg(test)]
pub(crate) mod tests;

use alloc::boxed::Box;
use core::fmt;

use der::Decode;
use x509_cert::spki::AlgorithmIdentifierRef;

pub use algorithm::{Curve, Digest, KeyKind, SignatureAlgorithm};
use element::{Elements, Span, tag};
use extension::Extensions;
pub use extension::{BasicConstraints, Extension, KeyUsage, NameConstraints};
pub use name::Name;
use name::NameSpan;
pub use oid::Oid;
pub use public_key::PublicKey;
use public_key::PublicKeySpan;
pub use value::AttributeValue;

use crate::error::{Asn1Problem, Error};
use crate::time::Validity;

/// A certificate: its DER bytes, never re-encoded, and where everything is in them.
///
/// Reading is lenient where the roots and leaves of the field need it: version 1, any serial number,
/// MD2 and MD5, RSA keys of any length, curves written out, text outside the alphabet of its type
/// (R-302b), dates before 1970 and up to the year 9999 (R-708). Nothing is judged here.
///
/// ```
/// use amt_provisioning::{Certificate, oid};
/// # let mut params = rcgen::CertificateParams::new(["amt.example.com".into()])?;
/// # params.extended_key_usages = vec![
/// #     rcgen::ExtendedKeyUsagePurpose::ServerAuth,
/// #     rcgen::ExtendedKeyUsagePurpose::Other(vec![2, 16, 840, 1, 113741, 1, 2, 3]),
/// # ];
/// # params.distinguished_name.push(rcgen::DnType::CommonName, "amt.example.com");
/// # let certificate = params.self_signed(&rcgen::KeyPair::generate()?)?;
/// # let der = certificate.der();
/// let certificate = Certificate::parse(der)?;
/// assert_eq!(certificate.subject().to_string(), "CN=amt.example.com");
/// assert!(certificate.dns_names().eq([b"amt.example.com"]));
/// let mut purposes = certificate.key_purposes().into_iter().flatten();
/// assert!(purposes.any(|purpose| purpose == oid::AMT_PROVISIONING));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Certificate {
    der: Box<[u8]>,
    to_be_signed: Span,
    signature: Span,
    signature_algorithm: SignatureAlgorithm,
    version: u8,
    serial: Span,
    issuer: NameSpan,
    validity: Validity,
    subject: NameSpan,
    public_key: PublicKeySpan,
    extensions: Extensions,
    self_issued: bool,
}

impl Certificate {
    /// Reads the DER encoding of exactly one certificate.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Asn1`](crate::ErrorKind::Asn1) with the damaged field and the offset of the
    /// element that is wrong in it: among others if bytes follow the certificate, if the signature
    /// algorithms inside and outside of the signed part differ (RFC 5280, 4.1.1.2), if an extension
    /// occurs twice, or if one that has a method here is malformed.
    pub fn parse(der: &[u8]) -> Result<Self, Error> {
        let mut input = Elements::new(der, "certificate");
        let certificate = input.expect(tag::SEQUENCE)?;
        input.finish()?;

        let mut parts = certificate.elements();
        let to_be_signed = parts.expect(tag::SEQUENCE)?;
        let algorithm = parts.reading("certificate signature algorithm").expect(tag::SEQUENCE)?;
        let algorithm_id = AlgorithmIdentifierRef::from_der(algorithm.der());
        let algorithm_id = algorithm_id.map_err(|error| algorithm.der_error(&error))?;
        let signature = parts.reading("certificate signature").expect(tag::BIT_STRING)?;
        let signature = signature.octets_of_bits()?;
        parts.reading("certificate").finish()?;

        let mut fields = to_be_signed.elements();
        let version = version(fields.reading("certificate version"))?;
        let serial = fields.reading("certificate serial number").expect(tag::INTEGER)?;
        let serial = serial.checked(!serial.content.is_empty())?;
        let signed = fields.reading("certificate signature algorithm").expect(tag::SEQUENCE)?;
        signed.checked(signed.content == algorithm.content)?;
        let issuer = NameSpan::read(fields.reading("certificate issuer"))?;
        let validity = validity::read(fields.reading("certificate validity"))?;
        let subject = NameSpan::read(fields.reading("certificate subject"))?;
        let public_key = PublicKeySpan::read(fields.reading("certificate public key"))?;
        fields.reading("certificate unique identifiers").optional(tag::primitive(1))?;
        fields.optional(tag::primitive(2))?;
        let extensions = fields.reading("certificate extensions").optional(tag::constructed(3))?;
        let extensions = extensions.map(|explicit| Extensions::read(explicit.elements()));
        fields.reading("certificate").finish()?;

        Ok(Self {
            to_be_signed: to_be_signed.span(),
            signature: signature.content_span(),
            signature_algorithm: SignatureAlgorithm::from_oid(algorithm_id.oid),
            version,
            serial: serial.content_span(),
            self_issued: subject.of(der).matches(issuer.of(der)),
            issuer,
            validity,
            subject,
            public_key,
            extensions: extensions.transpose()?.unwrap_or_default(),
            der: der.into(),
        })
    }

    /// The whole certificate.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The TBSCertificate, tag and length included: what the signature is over.
    #[must_use]
    pub fn to_be_signed(&self) -> &[u8] {
        self.to_be_signed.of(&self.der)
    }

    /// The octets of the signature's BIT STRING.
    #[must_use]
    pub fn signature(&self) -> &[u8] {
        self.signature.of(&self.der)
    }

    /// How it is signed.
    #[must_use]
    pub const fn signature_algorithm(&self) -> SignatureAlgorithm {
        self.signature_algorithm
    }

    /// 1, 2 or 3.
    #[must_use]
    pub const fn version(&self) -> u8 {
        self.version
    }

    /// The content of the serial number's INTEGER, big-endian and as found: it may be zero, negative
    /// or of any length but 0.
    #[must_use]
    pub fn serial(&self) -> &[u8] {
        self.serial.of(&self.der)
    }

    /// Who issued it.
    #[must_use]
    pub fn issuer(&self) -> Name<'_> {
        self.issuer.of(&self.der)
    }

    /// Whom it is for.
    #[must_use]
    pub fn subject(&self) -> Name<'_> {
        self.subject.of(&self.der)
    }

    /// When it is valid.
    #[must_use]
    pub const fn validity(&self) -> Validity {
        self.validity
    }

    /// The public key of the subject.
    #[must_use]
    pub fn public_key(&self) -> PublicKey<'_> {
        self.public_key.of(&self.der)
    }

    /// Is the subject the issuer (R-405)? The signature may still be by another key.
    #[must_use]
    pub const fn is_self_issued(&self) -> bool {
        self.self_issued
    }

    /// Does it say that it is a CA (basicConstraints `CA:TRUE`)?
    #[must_use]
    pub fn is_ca(&self) -> bool {
        self.basic_constraints().is_some_and(|constraints| constraints.ca)
    }

    /// Extension basicConstraints.
    #[must_use]
    pub const fn basic_constraints(&self) -> Option<BasicConstraints> {
        self.extensions.basic_constraints
    }

    /// Extension keyUsage.
    #[must_use]
    pub const fn key_usage(&self) -> Option<KeyUsage> {
        self.extensions.key_usage
    }

    /// The purposes in extension extendedKeyUsage (R-206); `None` without that extension.
    pub fn key_purposes(&self) -> Option<impl Iterator<Item = Oid<'_>>> {
        self.extensions.key_purposes(&self.der)
    }

    /// Every dNSName of extension subjectAltName, as found: it may hold any bytes (R-306).
    pub fn dns_names(&self) -> impl Iterator<Item = &[u8]> {
        self.extensions.dns_names(&self.der)
    }

    /// Extension nameConstraints.
    #[must_use]
    pub fn name_constraints(&self) -> Option<NameConstraints<'_>> {
        self.extensions.name_constraints(&self.der)
    }

    /// The keyIdentifier of extension authorityKeyIdentifier.
    #[must_use]
    pub fn authority_key_identifier(&self) -> Option<&[u8]> {
        self.extensions.authority_key_identifier.map(|span| span.of(&self.der))
    }

    /// Extension subjectKeyIdentifier.
    #[must_use]
    pub fn subject_key_identifier(&self) -> Option<&[u8]> {
        self.extensions.subject_key_identifier.map(|span| span.of(&self.der))
    }

    /// Every extension, known or not, in the order of the certificate.
    pub fn extensions(&self) -> impl Iterator<Item = Extension<'_>> {
        self.extensions.all(&self.der)
    }
}

impl PartialEq for Certificate {
    fn eq(&self, other: &Self) -> bool {
        self.der == other.der
    }
}

impl Eq for Certificate {}

impl fmt::Debug for Certificate {
    /// The subject alone.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Certificate({})", self.subject())
    }
}

fn version(fields: &mut Elements<'_>) -> Result<u8, Error> {
    let Some(explicit) = fields.optional(tag::constructed(0))? else {
        return Ok(1);
    };
    let mut parts = explicit.elements();
    let number = parts.expect(tag::INTEGER)?;
    parts.finish()?;
    match number.content {
        [0] => Ok(1),
        [1] => Ok(2),
        [2] => Ok(3),
        _ => Err(number.error(Asn1Problem::Value)),
    }
}
