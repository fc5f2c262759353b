//! Distinguished names: who a certificate is for, and who issued it.

use alloc::vec::Vec;
use core::fmt;

use const_oid::ObjectIdentifier;

use super::element::{Element, Elements, Span, tag};
use super::oid::Oid;
use super::value::AttributeValue;
use crate::error::Error;
use crate::oid;

/// Attributes of one relative name that are matched in any order. Real ones have one, rarely two or
/// three; comparing every pair of a hostile thousand would be quadratic, so beyond this they match
/// in order only.
const MAX_UNORDERED: usize = 16;

/// A distinguished name: relative names, from the most general to the most specific, each of one
/// or more attributes.
///
/// Shown like RFC 4514, the most specific first: `CN=amt.example.com, OU=IT, O=Example, C=DE`. See
/// [`AttributeValue`] for what is escaped.
#[derive(Clone, Copy)]
pub struct Name<'a> {
    der: &'a [u8],
    content: &'a [u8],
}

/// Where a name is.
#[derive(Clone, Copy)]
pub(super) struct NameSpan {
    whole: Span,
    content: Span,
}

impl NameSpan {
    /// Reads the next element as a name, to its last attribute.
    pub(super) fn read(elements: &mut Elements<'_>) -> Result<Self, Error> {
        let name = elements.expect(tag::SEQUENCE)?;
        let mut relative_names = name.elements();
        while !relative_names.is_empty() {
            let mut attributes = relative_names.expect(tag::SET)?.elements();
            while !attributes.is_empty() {
                let mut attribute = attributes.expect(tag::SEQUENCE)?.elements();
                attribute.expect(tag::OBJECT_IDENTIFIER)?.oid()?;
                attribute.read()?;
                attribute.finish()?;
            }
        }
        Ok(Self { whole: name.span(), content: name.content_span() })
    }

    pub(super) fn of(self, der: &[u8]) -> Name<'_> {
        Name { der: self.whole.of(der), content: self.content.of(der) }
    }
}

impl<'a> Name<'a> {
    /// The DER encoding as found, tag and length included.
    #[must_use]
    pub const fn as_bytes(self) -> &'a [u8] {
        self.der
    }

    /// Has it no attribute at all?
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.attributes().next().is_none()
    }

    /// Every attribute of every relative name, in the order of the certificate.
    pub fn attributes(self) -> impl Iterator<Item = (Oid<'a>, AttributeValue<'a>)> {
        self.relative_names().flat_map(attributes)
    }

    /// Every commonName, in the order of the certificate.
    pub fn common_names(self) -> impl Iterator<Item = AttributeValue<'a>> {
        self.values_of(oid::COMMON_NAME)
    }

    /// Every organizationalUnitName, in the order of the certificate.
    pub fn organizational_units(self) -> impl Iterator<Item = AttributeValue<'a>> {
        self.values_of(oid::ORGANIZATIONAL_UNIT)
    }

    /// Are these the same name (R-402; RFC 5280, 7.1)?
    ///
    /// They are if their bytes are equal, or else if their relative names agree one by one, each
    /// with the same attributes in any order; see [`AttributeValue::matches`].
    #[must_use]
    pub fn matches(self, other: Name<'_>) -> bool {
        self.content == other.content || {
            let (mut ours, mut theirs) = (self.relative_names(), other.relative_names());
            loop {
                match (ours.next(), theirs.next()) {
                    (None, None) => return true,
                    (Some(a), Some(b)) if relative_names_match(a, b) => {}
                    _ => return false,
                }
            }
        }
    }

    /// Bytes that are equal for names that [match](Self::matches), to sort and look up by.
    pub(crate) fn canonical(self) -> Vec<u8> {
        let mut canonical = Vec::new();
        for relative_name in self.relative_names() {
            let mut all: Vec<Vec<u8>> = attributes(relative_name)
                .map(|(oid, value)| {
                    let mut one = Vec::new();
                    push_with_length(&mut one, oid.as_bytes());
                    value.write_canonical(&mut one);
                    one
                })
                .collect();
            all.sort_unstable();
            canonical.extend_from_slice(&all.len().to_be_bytes());
            all.iter().for_each(|one| push_with_length(&mut canonical, one));
        }
        canonical
    }

    /// The DER encoding without tag and length.
    pub(crate) const fn contents(self) -> &'a [u8] {
        self.content
    }

    fn relative_names(self) -> Elements<'a> {
        Elements::new(self.content, "name")
    }

    fn values_of(self, wanted: ObjectIdentifier) -> impl Iterator<Item = AttributeValue<'a>> {
        self.attributes().filter_map(move |(oid, value)| (oid == wanted).then_some(value))
    }
}

fn attributes<'a>(
    relative_name: Element<'a>,
) -> impl Iterator<Item = (Oid<'a>, AttributeValue<'a>)> + Clone {
    relative_name.elements().filter_map(|attribute| {
        let mut parts = attribute.elements();
        let oid = parts.next()?.oid().ok()?;
        let value = parts.next()?;
        Some((oid, AttributeValue::new(value.tag, value.content)))
    })
}

fn push_with_length(to: &mut Vec<u8>, bytes: &[u8]) {
    to.extend_from_slice(&bytes.len().to_be_bytes());
    to.extend_from_slice(bytes);
}

fn relative_names_match(a: Element<'_>, b: Element<'_>) -> bool {
    type Attribute<'a> = (Oid<'a>, AttributeValue<'a>);
    let equal =
        |(a, x): Attribute<'_>, (b, y): Attribute<'_>| a.as_bytes() == b.as_bytes() && x.matches(y);
    if a.content == b.content {
        return true;
    }
    let (a, b) = (attributes(a), attributes(b));
    let count = a.clone().count();
    if count != b.clone().count() {
        return false;
    }
    if count > MAX_UNORDERED {
        return a.zip(b).all(|(x, y)| equal(x, y));
    }
    // As multisets: whatever occurs in one occurs as often in the other.
    a.clone().all(|x| {
        let ours = a.clone().filter(|y| equal(x, *y)).count();
        ours == b.clone().filter(|y| equal(x, *y)).count()
    })
}

/// The short name of an attribute, as `openssl` writes it.
fn short_name(oid: Oid<'_>) -> Option<&'static str> {
    [
        (oid::COMMON_NAME, "CN"),
        (oid::ORGANIZATIONAL_UNIT, "OU"),
        (oid::ORGANIZATION, "O"),
        (oid::LOCALITY, "L"),
        (oid::STATE_OR_PROVINCE, "ST"),
        (oid::COUNTRY, "C"),
        (oid::DOMAIN_COMPONENT, "DC"),
        (oid::SERIAL_NUMBER, "serialNumber"),
        (oid::EMAIL_ADDRESS, "emailAddress"),
    ]
    .into_iter()
    .find_map(|(known, name)| (oid == known).then_some(name))
}

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let relative_names: Vec<_> = self.relative_names().collect();
        let mut separator = "";
        for relative_name in relative_names.into_iter().rev() {
            for (oid, value) in attributes(relative_name) {
                match short_name(oid) {
                    Some(name) => write!(f, "{separator}{name}={value}")?,
                    None => write!(f, "{separator}{oid}={value}")?,
                }
                separator = "+";
            }
            if !separator.is_empty() {
                separator = ", ";
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Name({self})")
    }
}
