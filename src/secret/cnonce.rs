use core::fmt;

use super::write_hex;
use crate::error::{Error, ErrorKind};

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
    use alloc::vec::Vec;

    use super::*;

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
