use core::fmt;
use core::str::FromStr;

use sha2::Digest;

use super::{HashAlgorithm, HashText};
use crate::error::Error;

/// The longest hash, that of SHA-512.
pub(super) const MAX: usize = HashAlgorithm::Sha512.length();

/// A cut entry shorter than this proves nothing: eight bytes agree by chance once in 2^64, fewer
/// would let an entry of mostly zeros pass for a cut hash.
const MIN_CUT: usize = 8;

/// A hash of a certificate's DER: algorithm and value.
///
/// Shown as lower-case hex; read as [`HashText`] is. The value is public, so comparing is quick
/// rather than constant in time.
#[derive(Clone, Copy)]
pub struct Hash {
    algorithm: HashAlgorithm,
    /// Zeros follow the value.
    bytes: [u8; MAX],
}

impl Hash {
    /// A hash value; its length decides the algorithm. `None` if no hash is that long.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        HashAlgorithm::from_length(bytes.len()).map(|algorithm| Self::padded(algorithm, bytes))
    }

    /// `value` is as long as the algorithm says.
    fn padded(algorithm: HashAlgorithm, value: &[u8]) -> Self {
        let mut bytes = [0; MAX];
        bytes.iter_mut().zip(value).for_each(|(to, from)| *to = *from);
        Self { algorithm, bytes }
    }

    /// Computes the hash of `data`; `None` for MD5.
    #[must_use]
    pub fn of(algorithm: HashAlgorithm, data: &[u8]) -> Option<Self> {
        match algorithm {
            HashAlgorithm::Md5 => None,
            HashAlgorithm::Sha1 => Some(Self::sha1(data)),
            HashAlgorithm::Sha256 => Some(Self::sha256(data)),
            HashAlgorithm::Sha384 => Some(Self::sha384(data)),
            HashAlgorithm::Sha512 => Some(Self::padded(algorithm, &sha2::Sha512::digest(data))),
        }
    }

    /// SHA-1 of `data`.
    #[must_use]
    pub fn sha1(data: &[u8]) -> Self {
        Self::padded(HashAlgorithm::Sha1, &sha1::Sha1::digest(data))
    }

    /// SHA-256 of `data`.
    #[must_use]
    pub fn sha256(data: &[u8]) -> Self {
        Self::padded(HashAlgorithm::Sha256, &sha2::Sha256::digest(data))
    }

    /// SHA-384 of `data`.
    #[must_use]
    pub fn sha384(data: &[u8]) -> Self {
        Self::padded(HashAlgorithm::Sha384, &sha2::Sha384::digest(data))
    }

    /// The algorithm.
    #[must_use]
    pub const fn algorithm(&self) -> HashAlgorithm {
        self.algorithm
    }

    /// The value, as many bytes as the algorithm says.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.algorithm.length()).unwrap_or(&self.bytes)
    }

    /// Was `self` meant to be `original`, but its bytes are reversed, or it is cut or padded
    ///
    ///
    /// Cut or padded means: without its trailing zeros `self` begins as `original` does, for at
    /// least 8 bytes. Their algorithms may differ, since a cut hash is as long as another one; ask
    /// for each of the root's hashes. `false` if both are equal.
    #[must_use]
    pub fn is_damaged(&self, original: &Self) -> bool {
        let (entry, whole) = (self.as_bytes(), original.as_bytes());
        let zeros = entry.iter().rev().take_while(|byte| **byte == 0).count();
        let cut = entry.get(..entry.len().saturating_sub(zeros)).unwrap_or_default();
        self != original
            && (entry.iter().eq(whole.iter().rev())
                || cut.len() >= MIN_CUT && whole.starts_with(cut))
    }

    /// The first eight bytes, which differ if two hashes do.
    #[inline]
    fn head(&self) -> u64 {
        self.bytes.first_chunk().map_or(0, |head| u64::from_ne_bytes(*head))
    }

    /// From hex digits in the source of the known roots; what is no hash fails the build.
    #[allow(clippy::panic)] // runs at build time only
    pub(super) const fn from_source(hex: &str) -> Self {
        let Some(algorithm) = HashAlgorithm::from_length(hex.len() / 2) else {
            panic!("no hash is that long");
        };
        let mut bytes = [0; MAX];
        let (mut digits, mut slots): (_, &mut [u8]) = (hex.as_bytes(), &mut bytes);
        while let ([high, low, later @ ..], [slot, free @ ..]) = (digits, slots) {
            let (Some(high), Some(low)) = (nibble(*high), nibble(*low)) else {
                panic!("not a hex digit");
            };
            *slot = high << 4 | low;
            (digits, slots) = (later, free);
        }
        assert!(digits.is_empty(), "an odd number of hex digits");
        Self { algorithm, bytes }
    }
}

/// The value of a hex digit in either case.
pub(super) const fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

impl PartialEq for Hash {
    /// One comparison settles nearly every entry of a list; the rest is compared if that agrees.
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.head() == other.head()
            && self.algorithm == other.algorithm
            && self.bytes == other.bytes
    }
}

impl Eq for Hash {}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_bytes().iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{self}", self.algorithm)
    }
}

impl FromStr for Hash {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        text.parse::<HashText>().map(|read| read.hash)
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::ToString;
    use alloc::vec::Vec;

    use super::*;

    fn hash(bytes: &[u8]) -> Hash {
        Hash::from_bytes(bytes).unwrap()
    }

    #[test]
    fn fips_180_vectors() {
        for (algorithm, expected) in [
            (HashAlgorithm::Sha1, "a9993e364706816aba3e25717850c26c9cd0d89d"),
            (
                HashAlgorithm::Sha256,
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            ),
            (
                HashAlgorithm::Sha384,
                "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed\
                 8086072ba1e7cc2358baeca134c825a7",
            ),
            (
                HashAlgorithm::Sha512,
                "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a\
                 2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
            ),
        ] {
            let computed = Hash::of(algorithm, b"abc").unwrap();
            assert_eq!(computed.to_string(), expected);
            assert_eq!(computed.algorithm(), algorithm);
            assert_eq!(computed.as_bytes().len(), algorithm.length());
        }
        assert_eq!(Hash::of(HashAlgorithm::Md5, b"abc"), None);
    }

    #[test]
    fn length_decides_the_algorithm() {
        for length in 0..=65 {
            let read = Hash::from_bytes(&[7; 65][..length]);
            assert_eq!(read.map(|h| h.algorithm()), HashAlgorithm::from_length(length));
            assert_eq!(read.map_or(0, |h| h.as_bytes().len()), read.map_or(0, |_| length));
        }
    }

    #[test]
    fn equal_means_every_byte_and_the_algorithm() {
        for algorithm in HashAlgorithm::ALL {
            let bytes: Vec<u8> = (1..=64).take(algorithm.length()).collect();
            assert_eq!(hash(&bytes), hash(&bytes));
            for at in 0..bytes.len() {
                let mut other = bytes.clone();
                other[at] ^= 1;
                assert_ne!(hash(&bytes), hash(&other), "{algorithm}, byte {at}");
            }
        }
        assert_ne!(hash(&[0; 16]), hash(&[0; 20]));
    }

    #[test]
    fn shown_and_read_again() {
        let abc = Hash::sha1(b"abc");
        assert_eq!(abc.to_string().parse(), Ok(abc));
        assert_eq!(format!("{abc:?}"), "SHA-1:a9993e364706816aba3e25717850c26c9cd0d89d");
    }

    #[test]
    fn source_hex_equals_parsed_hex() {
        const TEXT: &str = "A9993e364706816aba3e25717850c26c9cd0d89d";
        assert_eq!(Hash::from_source(TEXT), Hash::sha1(b"abc"));
    }

    #[test]
    fn damaged_entries() {
        let root = b"a root";
        let (sha1, sha256) = (Hash::sha1(root), Hash::sha256(root));
        let reversed: Vec<u8> = sha1.as_bytes().iter().rev().copied().collect();
        let cut = |original: &Hash, keep: usize, length: usize| {
            let mut bytes = original.as_bytes()[..keep].to_vec();
            bytes.resize(length, 0);
            hash(&bytes)
        };
        for (entry, original, expected) in [
            (hash(&reversed), sha1, true),
            (cut(&sha256, 20, 20), sha256, true), // typed into a SHA-1 field
            (cut(&sha1, 20, 32), sha1, true),     // padded to SHA-256
            (cut(&sha256, 31, 32), sha256, true), // the last byte is missing
            (cut(&sha256, 8, 20), sha256, true),  // the shortest that counts
            (cut(&sha256, 7, 20), sha256, false), // too little to tell
            (cut(&sha256, 0, 20), sha256, false), // an empty slot
            (sha1, sha1, false),                  // not damaged at all
            (sha1, sha256, false),                // another algorithm of the same root
            (Hash::sha1(b"another"), sha1, false), // another root
        ] {
            assert_eq!(entry.is_damaged(&original), expected, "{entry} against {original}");
        }
    }
}
