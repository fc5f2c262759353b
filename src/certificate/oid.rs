//! Object identifiers as certificates carry them.

use core::fmt;

use const_oid::ObjectIdentifier;

/// An object identifier found in a certificate.
///
/// Unlike [`ObjectIdentifier`], with which it can be compared, it may be of any length and have
/// components beyond 32 bits, such as the UUIDs below `2.25`. Shown in dotted decimal.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Oid<'a>(&'a [u8]);

impl<'a> Oid<'a> {
    /// From the content of an OBJECT IDENTIFIER; `None` if its last component does not end.
    pub(super) fn from_content(content: &'a [u8]) -> Option<Self> {
        content.last().is_some_and(u8::is_ascii).then_some(Self(content))
    }

    /// The content of the DER encoding.
    #[must_use]
    pub const fn as_bytes(self) -> &'a [u8] {
        self.0
    }

    /// The same identifier, if [`ObjectIdentifier`] can hold it.
    #[must_use]
    pub fn to_object_identifier(self) -> Option<ObjectIdentifier> {
        ObjectIdentifier::from_bytes(self.0).ok()
    }
}

impl PartialEq<ObjectIdentifier> for Oid<'_> {
    fn eq(&self, other: &ObjectIdentifier) -> bool {
        self.0 == other.as_bytes()
    }
}

impl fmt::Display for Oid<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut components = self.0.split_inclusive(u8::is_ascii).map(|octets| {
            octets.iter().try_fold(0u128, |value, octet| {
                value.checked_mul(128)?.checked_add(u128::from(octet & 0x7f))
            })
        });
        // The first number holds two components (X.690, 8.19.4).
        match components.next().flatten() {
            Some(first @ 0..=79) => write!(f, "{}.{}", first / 40, first % 40)?,
            Some(first) => write!(f, "2.{}", first.saturating_sub(80))?,
            None => f.write_str("?")?,
        }
        components.try_for_each(|component| match component {
            Some(number) => write!(f, ".{number}"),
            None => f.write_str(".?"),
        })
    }
}

impl fmt::Debug for Oid<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;
    use crate::oid;

    #[test]
    fn shown_in_dotted_decimal() {
        // What `openssl asn1parse` prints for these octets.
        for (content, shown) in [
            (&[0x55, 4, 3][..], "2.5.4.3"),
            (&[0], "0.0"),
            (&[39], "0.39"),
            (&[40], "1.0"),
            (&[79], "1.39"),
            (&[80], "2.0"),
            (&[0x88, 0x37, 3], "2.999.3"),
            (&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1], "1.2.840.113549.1.1.1"),
            // 2.25 and the UUID f81d4fae-7dec-11d0-a765-00a0c91e6bf6, as in X.667.
            (
                &[
                    0x69, 0x83, 0xf0, 0x9d, 0xa7, 0xeb, 0xcf, 0xde, 0xe0, 0xc7, 0xa1, 0xa7, 0xb2,
                    0xc0, 0x94, 0x8c, 0xc8, 0xf9, 0xd7, 0x76,
                ],
                "2.25.329800735698586629295641978511506172918",
            ),
        ] {
            assert_eq!(Oid::from_content(content).unwrap().to_string(), shown);
        }
        let too_large = [&[0x55][..], &[0xff; 19], &[0x7f, 1]].concat();
        assert_eq!(Oid::from_content(&too_large).unwrap().to_string(), "2.5.?.1");
    }

    #[test]
    fn must_end() {
        assert_eq!(Oid::from_content(&[]), None);
        assert_eq!(Oid::from_content(&[0x55, 0x84]), None);
    }

    #[test]
    fn compares_with_constants() {
        let common_name = Oid::from_content(&[0x55, 4, 3]).unwrap();
        assert!(common_name == oid::COMMON_NAME && common_name != oid::COUNTRY);
        assert_eq!(common_name.to_object_identifier(), Some(oid::COMMON_NAME));
        assert_eq!(Oid::from_content(&[0x88, 0x37, 3]).unwrap().to_object_identifier(), None);
    }
}
