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

/// A distinguished name: relative names, usually from the most general to the most specific, each of
/// one or more attributes.
///
/// Shown like RFC 4514, the last relative name first: `CN=amt.example.com, OU=IT, O=Example, C=DE`. See
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
            let mut theirs = other.relative_names();
            let mut ours = self.relative_names();
            ours.all(|a| theirs.next().is_some_and(|b| relative_names_match(a, b)))
                && theirs.is_empty()
        }
    }

    /// Bytes that are equal for names that [match](Self::matches), to sort and look up by.
    pub(crate) fn canonical(self) -> Vec<u8> {
        // Lengths are longer here than in DER: about so much more.
        let room = |content: &[u8]| content.len().saturating_mul(2);
        let mut canonical = Vec::with_capacity(room(self.content));
        for relative_name in self.relative_names() {
            let mut all: Vec<Vec<u8>> = attributes(relative_name)
                .map(|(oid, value)| {
                    let mut one = Vec::with_capacity(room(relative_name.content));
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
    if a.content == b.content {
        return true;
    }
    type Attribute<'a> = (Oid<'a>, AttributeValue<'a>);
    let equal = |(a, x): Attribute<'_>, (b, y): Attribute<'_>| a == b && x.matches(y);
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

#[cfg(test)]
mod tests {
    use alloc::string::ToString;
    use alloc::vec;

    use super::super::tests::write::{Attribute, Fields, name};
    use super::super::{Certificate, element};
    use super::*;
    use tag::{BMP_STRING, IA5_STRING, PRINTABLE_STRING, TELETEX_STRING, UTF8_STRING};

    fn with_subject(subject: &[&[Attribute<'_>]]) -> Certificate {
        Fields { subject: name(subject), ..Fields::default() }.parse().unwrap()
    }

    #[test]
    fn attributes_are_found_in_any_relative_name() {
        let certificate = with_subject(&[
            &[(oid::ORGANIZATIONAL_UNIT, TELETEX_STRING, b"first")],
            &[
                (oid::COMMON_NAME, PRINTABLE_STRING, b"*.example.com"),
                (oid::ORGANIZATIONAL_UNIT, BMP_STRING, b"\0s\0e\0c\0o\0n\0d"),
            ],
            &[],
            &[(oid::COMMON_NAME, UTF8_STRING, b"amt.example.com")],
            &[],
        ]);
        let subject = certificate.subject();
        let texts = |values: Vec<AttributeValue<'_>>| {
            values.into_iter().map(|v| v.text().unwrap().into_owned()).collect::<Vec<_>>()
        };
        let units = subject.organizational_units().collect();
        assert_eq!(texts(units), ["first", "second"]);
        let names: Vec<_> = subject.common_names().collect();
        assert_eq!((names[0].tag(), names[0].bytes()), (PRINTABLE_STRING, &b"*.example.com"[..]));
        assert!(names[0].breaks_alphabet() && !names[1].breaks_alphabet());
        assert_eq!(texts(names), ["*.example.com", "amt.example.com"]);
        assert_eq!(subject.attributes().count(), 4);
        assert_eq!(subject.to_string(), "CN=amt.example.com, CN=*.example.com+OU=second, OU=first");
        assert!(!subject.is_empty() && with_subject(&[&[]]).subject().is_empty());
        assert_eq!(with_subject(&[&[]]).subject().to_string(), "");
    }

    #[test]
    fn shown_with_short_names_and_nothing_hidden() {
        let unknown = ObjectIdentifier::new_unwrap("2.5.4.97");
        let certificate = with_subject(&[
            &[(oid::COUNTRY, PRINTABLE_STRING, b"DE")],
            &[(oid::STATE_OR_PROVINCE, UTF8_STRING, b"Bayern")],
            &[(oid::LOCALITY, TELETEX_STRING, b"M\xfcnchen")],
            &[(oid::ORGANIZATION, UTF8_STRING, b"Example, Inc.")],
            &[(oid::DOMAIN_COMPONENT, IA5_STRING, b"com")],
            &[(oid::EMAIL_ADDRESS, IA5_STRING, b"it@example.com")],
            &[(oid::SERIAL_NUMBER, PRINTABLE_STRING, b"7")],
            &[(unknown, UTF8_STRING, b"x")],
            &[(oid::COMMON_NAME, UTF8_STRING, b"amt\0.example.com ")],
        ]);
        let shown = "CN=amt\\00.example.com\\ , 2.5.4.97=x, serialNumber=7, \
                     emailAddress=it@example.com, DC=com, O=Example\\, Inc., L=München, \
                     ST=Bayern, C=DE";
        assert_eq!(certificate.subject().to_string(), shown);
        assert_eq!(std::format!("{certificate:?}"), std::format!("Certificate({shown})"));
    }

    #[test]
    fn matches_name_by_name_and_attributes_in_any_order() {
        let ca: Attribute<'_> = (oid::COMMON_NAME, UTF8_STRING, b"Example CA");
        let ca_printable = (oid::COMMON_NAME, PRINTABLE_STRING, &b"EXAMPLE  ca"[..]);
        let unit = (oid::ORGANIZATIONAL_UNIT, UTF8_STRING, &b"Example CA"[..]);
        let it = (oid::ORGANIZATIONAL_UNIT, UTF8_STRING, &b"IT"[..]);
        type RelativeNames<'a> = &'a [&'a [Attribute<'a>]];
        let cases: [(RelativeNames<'_>, RelativeNames<'_>, bool); 17] = [
            (&[&[ca]], &[&[ca]], true),
            (&[&[ca]], &[&[ca_printable]], true),
            (&[&[ca]], &[&[unit]], false),
            (&[&[ca]], &[&[it]], false),
            (&[&[ca], &[it]], &[&[ca_printable], &[it]], true),
            (&[&[ca], &[it]], &[&[it], &[ca]], false),
            (&[&[ca], &[it]], &[&[ca]], false),
            (&[&[ca], &[it]], &[&[ca, it]], false),
            (&[&[ca, it]], &[&[it, ca_printable]], true),
            (&[&[ca, it]], &[&[ca, ca_printable]], false),
            (&[&[ca, ca_printable]], &[&[ca, it]], false),
            (&[&[ca, ca, it]], &[&[ca, it, it]], false),
            (&[&[ca, it]], &[&[ca, it, it]], false),
            (&[&[ca]], &[&[ca, it]], false),
            (&[], &[], true),
            (&[], &[&[ca]], false),
            (&[&[]], &[], false),
        ];
        for (a, b, equal) in cases {
            let certificate =
                Fields { issuer: name(a), subject: name(b), ..Fields::default() }.parse().unwrap();
            let (a, b) = (certificate.issuer(), certificate.subject());
            assert_eq!(a.matches(b), equal, "{a:?} and {b:?}");
            assert_eq!(b.matches(a), equal, "{b:?} and {a:?}");
            assert_eq!(certificate.is_self_issued(), equal, "{a:?} and {b:?}");
        }
    }

    /// Beyond the limit the order counts, and case still does not.
    #[test]
    fn attributes_match_unordered_up_to_a_limit() {
        let words: Vec<_> = (b'a'..=b'z').map(|letter| [letter]).collect();
        let upper: Vec<_> = words.iter().map(|word| word.map(|b| b.to_ascii_uppercase())).collect();
        let attributes = |words: &[[u8; 1]]| -> Vec<u8> {
            let list: Vec<Attribute<'_>> =
                words.iter().map(|word| (oid::COMMON_NAME, UTF8_STRING, &word[..])).collect();
            name(&[&list])
        };
        for (count, reversed_matches) in [(MAX_UNORDERED, true), (MAX_UNORDERED + 1, false)] {
            let reversed: Vec<_> = upper[..count].iter().rev().copied().collect();
            for (subject, expected) in [(&upper[..count], true), (&reversed, reversed_matches)] {
                let issuer = attributes(&words[..count]);
                let fields = Fields { issuer, subject: attributes(subject), ..Fields::default() };
                assert_eq!(fields.parse().unwrap().is_self_issued(), expected, "{count}");
            }
        }
    }

    #[test]
    fn damage_is_refused_where_it_is() {
        use crate::error::Asn1Problem::{Tag, Trailing, Truncated, Value};
        for (content, problem, offset) in [
            (vec![0x30, 0], Tag { found: 0x30 }, 2),
            (vec![0x31, 2, 0x31, 0], Tag { found: 0x31 }, 4),
            (vec![0x31, 2, 0x30, 0], Truncated, 6),
            (vec![0x31, 4, 0x30, 2, 6, 0], Value, 6),
            (vec![0x31, 5, 0x30, 3, 6, 1, 0x80], Value, 6),
            (vec![0x31, 5, 0x30, 3, 6, 1, 4], Truncated, 9),
            (vec![0x31, 7, 0x30, 5, 6, 1, 4, 12, 1], Truncated, 9),
            (vec![0x31, 9, 0x30, 7, 6, 1, 4, 12, 0, 5, 0], Trailing, 11),
        ] {
            let der = [vec![0x30, u8::try_from(content.len()).unwrap()], content].concat();
            let error = NameSpan::read(&mut Elements::new(&der, "name")).err().unwrap();
            assert_eq!(error, element::error("name", problem, offset), "{der:02x?}");
        }
    }
}
