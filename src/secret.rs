//! Secrets that are wiped when dropped, compared in constant time and never shown.

mod cnonce;

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop};

pub use cnonce::Cnonce;

/// Bytes that nobody else shall see, such as a password: wiped when dropped, hidden from `Debug`,
/// compared in constant time, not `Clone`.
///
/// A `String` or `Vec` is taken over with its buffer, so no copy stays behind; what its owner
/// copied before is the owner's to wipe.
///
/// ```
/// use amt_provisioning::Secret;
/// let password = Secret::from(String::from("P@ssw0rd"));
/// assert_eq!(password.expose(), b"P@ssw0rd");
/// assert_eq!(format!("{password:?}"), "Secret(..)");
/// ```
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Secret(Vec<u8>);

impl Secret {
    /// The bytes. The name says that from here on they are the caller's to protect.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.0
    }
}

impl PartialEq for Secret {
    /// Takes the same time wherever the bytes differ; only the length shows.
    fn eq(&self, other: &Self) -> bool {
        same(&self.0, &other.0)
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl From<Vec<u8>> for Secret {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text.into_bytes())
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.as_bytes().to_owned())
    }
}

/// Bytes that `Debug` only counts, since they may hold a secret.
pub(crate) struct Counted<'a>(pub(crate) &'a [u8]);

impl fmt::Debug for Counted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

/// Equality in a time that depends on the lengths only.
pub(crate) fn same(a: &[u8], b: &[u8]) -> bool {
    a.ct_eq(b).into()
}

/// Writes the lower-case hex digits of `bytes`, by arithmetic alone: no table, no branch that a
/// secret decides.
pub(crate) fn write_hex(bytes: &[u8], to: &mut [u8]) {
    for (digits, byte) in to.chunks_exact_mut(2).zip(bytes) {
        // The high nibble first in memory; each plus 6 has bit 4 set if it is a letter.
        let nibbles = (u16::from(*byte) >> 4 | u16::from(*byte) << 8) & 0x0f0f;
        let letters = nibbles.wrapping_add(0x0606) >> 4 & 0x0101;
        let text = nibbles.wrapping_add(0x3030).wrapping_add(letters.wrapping_mul(0x27));
        digits.copy_from_slice(&text.to_le_bytes());
    }
}

#[cfg(test)]
mod tests {
    use std::format;

    use super::*;

    #[test]
    fn secrets_compare_by_content_and_show_nothing() {
        let secret = Secret::from("secret");
        assert!(secret == Secret::from(b"secret".to_vec()));
        for other in ["Secret", "secreT", "secret ", "", "secre"] {
            assert!(secret != Secret::from(other), "{other}");
        }
        assert!(!format!("{secret:#?}").contains("secret"));
    }

    #[test]
    fn hex_of_every_byte() {
        for byte in 0..=255_u8 {
            let mut digits = [0; 2];
            write_hex(&[byte], &mut digits);
            assert_eq!(digits, *format!("{byte:02x}").as_bytes());
        }
    }
}
