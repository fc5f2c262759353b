//! Extensions of a certificate, and what the known ones say.

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::element::{Element, Elements, Span, tag};
use super::oid::Oid;
use crate::error::{Asn1Problem, Error};
use crate::oid;

/// dNSName among the choices of GeneralName (RFC 5280, 4.2.1.6).
const DNS_NAME: u8 = tag::primitive(2);

/// One extension as found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extension<'a> {
    /// What it is.
    pub oid: Oid<'a>,
    /// Must a verifier that does not know it reject the certificate?
    pub critical: bool,
    /// The content of its OCTET STRING.
    pub value: &'a [u8],
}

/// basicConstraints (RFC 5280, 4.2.1.9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BasicConstraints {
    /// May the key sign certificates?
    pub ca: bool,
    /// How many intermediates may follow below; a larger number than fits is `u32::MAX`.
    pub path_length: Option<u32>,
}

bitflags::bitflags! {
    /// keyUsage (RFC 5280, 4.2.1.3); further bits of the extension are dropped.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub struct KeyUsage: u16 {
        /// Signatures other than those on certificates and CRLs.
        const DIGITAL_SIGNATURE = 1;
        /// nonRepudiation, now called contentCommitment.
        const NON_REPUDIATION = 1 << 1;
        /// Enciphering of keys.
        const KEY_ENCIPHERMENT = 1 << 2;
        /// Enciphering of data.
        const DATA_ENCIPHERMENT = 1 << 3;
        /// Key agreement.
        const KEY_AGREEMENT = 1 << 4;
        /// Signatures on certificates.
        const KEY_CERT_SIGN = 1 << 5;
        /// Signatures on revocation lists.
        const CRL_SIGN = 1 << 6;
        /// With key agreement: enciphering only.
        const ENCIPHER_ONLY = 1 << 7;
        /// With key agreement: deciphering only.
        const DECIPHER_ONLY = 1 << 8;
    }
}

/// nameConstraints (RFC 5280, 4.2.1.10), as far as DNS names go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameConstraints<'a> {
    permitted: &'a [u8],
    excluded: &'a [u8],
    other_forms: bool,
}

impl<'a> NameConstraints<'a> {
    /// The dNSName bases below which names must be, as found. If there are none, every DNS name is
    /// permitted.
    pub fn permitted(self) -> impl Iterator<Item = &'a [u8]> {
        dns_bases(self.permitted)
    }

    /// The dNSName bases below which names must not be, as found.
    pub fn excluded(self) -> impl Iterator<Item = &'a [u8]> {
        dns_bases(self.excluded)
    }

    /// Are there constraints on other forms of names, or with a minimum or maximum distance?
    #[must_use]
    pub const fn other_forms(self) -> bool {
        self.other_forms
    }
}

fn dns_bases(subtrees: &[u8]) -> impl Iterator<Item = &[u8]> {
    Elements::new(subtrees, "nameConstraints")
        .filter_map(|subtree| subtree.elements().next())
        .filter_map(|base| (base.tag == DNS_NAME).then_some(base.content))
}

/// Where the extensions are, and what the small ones say.
#[derive(Clone, Default)]
pub(super) struct Extensions {
    all: Box<[ExtensionSpan]>,
    pub(super) basic_constraints: Option<BasicConstraints>,
    pub(super) key_usage: Option<KeyUsage>,
    pub(super) authority_key_identifier: Option<Span>,
    pub(super) subject_key_identifier: Option<Span>,
    key_purposes: Option<Span>,
    alternative_names: Option<Span>,
    name_constraints: Option<NameConstraintsSpan>,
}

#[derive(Clone, Copy)]
struct ExtensionSpan {
    oid: Span,
    critical: bool,
    value: Span,
}

#[derive(Clone, Copy)]
struct NameConstraintsSpan {
    permitted: Option<Span>,
    excluded: Option<Span>,
    other_forms: bool,
}

impl Extensions {
    /// Reads the content of the explicit tag around the extensions.
    pub(super) fn read(mut elements: Elements<'_>) -> Result<Self, Error> {
        let mut extensions = elements.expect(tag::SEQUENCE)?.elements();
        elements.finish()?;
        let (mut read, mut all, mut seen) = (Self::default(), Vec::new(), BTreeSet::new());
        while !extensions.is_empty() {
            let extension = extensions.expect(tag::SEQUENCE)?;
            let mut parts = extension.elements();
            let id = parts.expect(tag::OBJECT_IDENTIFIER)?;
            let oid = id.oid()?;
            let critical = parts.optional(tag::BOOLEAN)?;
            let critical = critical.map_or(Ok(false), |critical| critical.boolean())?;
            let value = parts.expect(tag::OCTET_STRING)?;
            parts.finish()?;
            if !seen.insert(oid) {
                return Err(extension.error(Asn1Problem::DuplicateExtension));
            }
            read.read_known(oid, value.elements())?;
            all.push(ExtensionSpan {
                oid: id.content_span(),
                critical,
                value: value.content_span(),
            });
        }
        read.all = all.into();
        Ok(read)
    }

    fn read_known(&mut self, oid: Oid<'_>, mut value: Elements<'_>) -> Result<(), Error> {
        if oid == oid::BASIC_CONSTRAINTS {
            self.basic_constraints = Some(basic_constraints(value.reading("basicConstraints"))?);
        } else if oid == oid::KEY_USAGE {
            self.key_usage = Some(key_usage(value.reading("keyUsage"))?);
        } else if oid == oid::EXTENDED_KEY_USAGE {
            self.key_purposes = Some(key_purposes(value.reading("extendedKeyUsage"))?);
        } else if oid == oid::SUBJECT_ALT_NAME {
            self.alternative_names = Some(general_names(value.reading("subjectAltName"))?);
        } else if oid == oid::NAME_CONSTRAINTS {
            self.name_constraints = Some(name_constraints(value.reading("nameConstraints"))?);
        } else if oid == oid::AUTHORITY_KEY_IDENTIFIER {
            self.authority_key_identifier =
                authority_key_identifier(value.reading("authorityKeyIdentifier"))?;
        } else if oid == oid::SUBJECT_KEY_IDENTIFIER {
            let identifier = value.reading("subjectKeyIdentifier").expect(tag::OCTET_STRING)?;
            self.subject_key_identifier = Some(identifier.content_span());
        } else {
            return Ok(());
        }
        value.finish()
    }

    pub(super) fn all<'a>(&'a self, der: &'a [u8]) -> impl Iterator<Item = Extension<'a>> {
        self.all.iter().filter_map(|extension| {
            Some(Extension {
                oid: Oid::from_content(extension.oid.of(der))?,
                critical: extension.critical,
                value: extension.value.of(der),
            })
        })
    }

    pub(super) fn key_purposes<'a>(
        &self,
        der: &'a [u8],
    ) -> Option<impl Iterator<Item = Oid<'a>> + use<'a>> {
        let purposes = Elements::new(self.key_purposes?.of(der), "extendedKeyUsage");
        Some(purposes.filter_map(|purpose| purpose.oid().ok()))
    }

    pub(super) fn dns_names<'a>(&self, der: &'a [u8]) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let names = self.alternative_names.map_or(&[][..], |span| span.of(der));
        Elements::new(names, "subjectAltName")
            .filter_map(|name| (name.tag == DNS_NAME).then_some(name.content))
    }

    pub(super) fn name_constraints<'a>(&self, der: &'a [u8]) -> Option<NameConstraints<'a>> {
        let NameConstraintsSpan { permitted, excluded, other_forms } = self.name_constraints?;
        let part = |span: Option<Span>| span.map_or(&[][..], |span| span.of(der));
        Some(NameConstraints { permitted: part(permitted), excluded: part(excluded), other_forms })
    }
}

fn basic_constraints(value: &mut Elements<'_>) -> Result<BasicConstraints, Error> {
    let mut parts = value.expect(tag::SEQUENCE)?.elements();
    let ca = parts.optional(tag::BOOLEAN)?.map_or(Ok(false), |ca| ca.boolean())?;
    let path_length = parts.optional(tag::INTEGER)?.map(unsigned).transpose()?;
    parts.finish()?;
    Ok(BasicConstraints { ca, path_length })
}

/// A number that is not negative, at most `u32::MAX`.
fn unsigned(integer: Element<'_>) -> Result<u32, Error> {
    let positive = integer.content.first().is_some_and(|first| first & 0x80 == 0);
    let octets = integer.checked(positive)?.content.iter();
    let value = octets.fold(0u64, |value, octet| value.saturating_mul(256) | u64::from(*octet));
    Ok(u32::try_from(value).unwrap_or(u32::MAX))
}

/// Read here because `x509-cert` refuses bits beyond the known nine and unused bits that are set,
/// which mean nothing.
fn key_usage(value: &mut Elements<'_>) -> Result<KeyUsage, Error> {
    let bits = value.expect(tag::BIT_STRING)?;
    let [unused @ 0..=7, octets @ ..] = bits.content else {
        return Err(bits.error(Asn1Problem::Value));
    };
    let first_bit_highest = match octets {
        [] => [0, 0],
        [first] => [first >> unused << unused, 0],
        [first, second] => [*first, second >> unused << unused],
        [first, second, ..] => [*first, *second],
    };
    Ok(KeyUsage::from_bits_truncate(u16::from_be_bytes(first_bit_highest).reverse_bits()))
}

fn key_purposes(value: &mut Elements<'_>) -> Result<Span, Error> {
    let sequence = value.expect(tag::SEQUENCE)?;
    let mut purposes = sequence.elements();
    while !purposes.is_empty() {
        purposes.expect(tag::OBJECT_IDENTIFIER)?.oid()?;
    }
    Ok(sequence.content_span())
}

fn general_names(value: &mut Elements<'_>) -> Result<Span, Error> {
    let sequence = value.expect(tag::SEQUENCE)?;
    let mut names = sequence.elements();
    while !names.is_empty() {
        names.read()?;
    }
    Ok(sequence.content_span())
}

fn name_constraints(value: &mut Elements<'_>) -> Result<NameConstraintsSpan, Error> {
    let mut parts = value.expect(tag::SEQUENCE)?.elements();
    let permitted = parts.optional(tag::constructed(0))?;
    let excluded = parts.optional(tag::constructed(1))?;
    parts.finish()?;
    let mut other_forms = false;
    for subtrees in permitted.iter().chain(&excluded) {
        let mut subtrees = subtrees.elements();
        while !subtrees.is_empty() {
            let mut subtree = subtrees.expect(tag::SEQUENCE)?.elements();
            other_forms |= subtree.read()?.tag != DNS_NAME;
            while !subtree.is_empty() {
                subtree.read()?;
                other_forms = true;
            }
        }
    }
    Ok(NameConstraintsSpan {
        permitted: permitted.map(|subtrees| subtrees.content_span()),
        excluded: excluded.map(|subtrees| subtrees.content_span()),
        other_forms,
    })
}

/// keyIdentifier alone: issuer and serial number, which may follow, are of no use to any rule.
fn authority_key_identifier(value: &mut Elements<'_>) -> Result<Option<Span>, Error> {
    let mut parts = value.expect(tag::SEQUENCE)?.elements();
    let identifier = parts.optional(tag::primitive(0))?;
    while !parts.is_empty() {
        parts.read()?;
    }
    Ok(identifier.map(|identifier| identifier.content_span()))
}
