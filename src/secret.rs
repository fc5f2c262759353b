//! Secrets that are wiped when dropped, and client nonces that can be used once.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::error::{Error, ErrorKind};

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

/// A client nonce: made from random bytes, given away with one challenge, never copied (W-523).
///
/// ```
/// use amt_provisioning::Cnonce;
/// # let random = [0xa5; 16];
/// let cnonce = Cnonce::new(&random)?; // 16 bytes of the system's generator
/// assert!(Cnonce::new(&random[..7]).is_err());
/// # Ok::<(), amt_provisioning::Error>(())
/// ```
pub struct Cnonce {
    text: [u8; Self::MAX_TEXT],
    length: usize,
}

impl Cnonce {
    /// Fewer random bytes could be guessed by who chooses the nonce (W-523).
    pub const MIN_RANDOM: usize = 8;
    /// So many random bytes are used; those beyond are not.
    pub const MAX_RANDOM: usize = 16;
    /// The longest fixed text, longer than that of any example in the RFCs.
    pub const MAX_TEXT: usize = 64;

    /// From bytes of a cryptographic generator, which serve for nothing else.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Random`] for fewer than [`MIN_RANDOM`](Self::MIN_RANDOM) bytes.
    pub fn new(random: &[u8]) -> Result<Self, Error> {
        if random.len() < Self::MIN_RANDOM {
            let (needed, found) = (Self::MIN_RANDOM, random.len());
            return Err(Error::new(ErrorKind::Random { needed, found }));
        }
        let random = random.get(..Self::MAX_RANDOM).unwrap_or(random);
        let mut cnonce = Self { text: [0; 64], length: random.len().saturating_mul(2) };
        write_hex(random, &mut cnonce.text);
        Ok(cnonce)
    }

    /// A text somebody chose, to work an example again. Nobody can vouch for its randomness: do not
    /// answer a device with it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::HeaderValue`] if it is longer than [`MAX_TEXT`](Self::MAX_TEXT) bytes or holds
    /// a control character.
    pub fn from_fixed_text(text: &str) -> Result<Self, Error> {
        let refused =
            |problem| Err(Error::new(ErrorKind::HeaderValue { name: "client nonce", problem }));
        let mut cnonce = Self { text: [0; 64], length: text.len() };
        match cnonce.text.get_mut(..text.len()) {
            None => refused("longer than 64 characters"),
            Some(_) if text.bytes().any(|byte| byte.is_ascii_control()) => {
                refused("a control character")
            }
            Some(to) => {
                to.copy_from_slice(text.as_bytes());
                Ok(cnonce)
            }
        }
    }

    /// The characters that go over the wire.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.text.get(..self.length).unwrap_or(&self.text)
    }
}

impl fmt::Debug for Cnonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cnonce(..)")
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

    #[test]
    fn cnonces_are_hex_of_8_to_16_bytes() {
        let random: Vec<u8> = (0xf0..=0xff).chain([0; 4]).collect();
        for (length, expected) in [
            (8, Some("f0f1f2f3f4f5f6f7")),
            (16, Some("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff")),
            (20, Some("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff")),
            (7, None),
            (0, None),
        ] {
            let made = Cnonce::new(&random[..length]);
            match expected {
                Some(text) => assert_eq!(made.unwrap().as_bytes(), text.as_bytes()),
                None => assert_eq!(
                    made.unwrap_err(),
                    Error::new(ErrorKind::Random { needed: 8, found: length })
                ),
            }
        }
    }
}
