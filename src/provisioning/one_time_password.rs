//! The one-time password that client agent, server and device agree on (flows, 9.1).

use alloc::vec::Vec;

use crate::error::{Error, ErrorKind};
use crate::root_hash::Hash;
use crate::secret::{Secret, same};

/// A new one-time password: 24 letters and digits.
///
/// ```
/// use amt_provisioning::provisioning::OneTimePassword;
/// # let random: Vec<u8> = (0..=255).collect();
/// let password = OneTimePassword::generate(&random)?; // 64 bytes of the system's generator
/// let hash = OneTimePassword::hash(password.expose());
/// assert!(OneTimePassword::agree(&hash, &OneTimePassword::hash(password.expose())));
/// # Ok::<(), amt_provisioning::Error>(())
/// ```
#[derive(Debug)]
pub struct OneTimePassword;

impl OneTimePassword {
    /// Characters; devices take 8 to 32. Of 62 different ones, 24 hold 142 bits.
    pub const LENGTH: usize = 24;
    /// With so many random bytes one fails to come about less than once in 10²⁰ times.
    pub const RANDOM: usize = 64;

    const ALPHABET: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// From bytes of a cryptographic generator, which serve for nothing else.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Random`] if they run out.
    pub fn generate(random: &[u8]) -> Result<Secret, Error> {
        // Bytes from 248 on are thrown away, else the first characters would come up more often.
        let fair = 256 - 256 % Self::ALPHABET.len();
        let numbers = random.iter().map(|byte| usize::from(*byte)).filter(|number| *number < fair);
        let mut password = Vec::with_capacity(Self::LENGTH);
        let characters =
            numbers.filter_map(|number| Self::ALPHABET.get(number % Self::ALPHABET.len()));
        password.extend(characters.take(Self::LENGTH));
        let made = password.len() == Self::LENGTH;
        let password = Secret::from(password);
        let short = ErrorKind::Random { needed: Self::RANDOM, found: random.len() };
        made.then_some(password).ok_or_else(|| Error::new(short))
    }

    /// What the server stores and both sides compare: SHA-256.
    #[must_use]
    pub fn hash(password: &[u8]) -> Hash {
        Hash::sha256(password)
    }

    /// Equality in a time that does not depend on where they differ (I-07).
    #[must_use]
    pub fn agree(one: &Hash, other: &Hash) -> bool {
        same(one.as_bytes(), other.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_drawn_evenly() {
        // 248 = 4 * 62 bytes give each character four times; 248 and above give none.
        let bytes: Vec<u8> = (0..=255).collect();
        let first = OneTimePassword::generate(&bytes).unwrap();
        assert_eq!(first.expose(), b"0123456789ABCDEFGHIJKLMN");
        let last = OneTimePassword::generate(&bytes[248 - 24..]).unwrap();
        assert_eq!(last.expose(), b"cdefghijklmnopqrstuvwxyz");
        let mut thrown_away = bytes[248..].to_vec();
        thrown_away.extend(0..23);
        assert_eq!(
            OneTimePassword::generate(&thrown_away).unwrap_err().kind(),
            ErrorKind::Random { needed: 64, found: 31 }
        );
        thrown_away.push(23);
        assert!(OneTimePassword::generate(&thrown_away).is_ok());
    }

    #[test]
    fn hash_is_sha_256() {
        // printf abc | sha256sum
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        let hash = OneTimePassword::hash(b"abc");
        let text: std::string::String =
            hash.as_bytes().iter().map(|byte| std::format!("{byte:02x}")).collect();
        assert_eq!(text, expected);
        assert!(OneTimePassword::agree(&hash, &hash.clone()));
        assert!(!OneTimePassword::agree(&hash, &OneTimePassword::hash(b"abd")));
    }
}
