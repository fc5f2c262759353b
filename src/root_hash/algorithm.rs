use core::fmt;

/// A hash algorithm of a device's list of roots; its length tells it apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HashAlgorithm {
    /// MD5, 16 bytes. Seen as an id only; it is not computed here, so no root matches it.
    Md5,
    /// SHA-1, 20 bytes.
    Sha1,
    /// SHA-256, 32 bytes.
    Sha256,
    /// SHA-384, 48 bytes.
    Sha384,
    /// SHA-512, 64 bytes, on releases 2.0 to 5.x.
    Sha512,
}

impl HashAlgorithm {
    /// All of them, the shortest first.
    pub const ALL: [Self; 5] = [Self::Md5, Self::Sha1, Self::Sha256, Self::Sha384, Self::Sha512];

    /// Length of the hash in bytes.
    #[must_use]
    pub const fn length(self) -> usize {
        match self {
            Self::Md5 => 16,
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    /// The algorithm whose hashes are `length` bytes long.
    #[must_use]
    pub const fn from_length(length: usize) -> Option<Self> {
        match length {
            16 => Some(Self::Md5),
            20 => Some(Self::Sha1),
            32 => Some(Self::Sha256),
            48 => Some(Self::Sha384),
            64 => Some(Self::Sha512),
            _ => None,
        }
    }

    /// The usual name, such as `SHA-256`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Md5 => "MD5",
            Self::Sha1 => "SHA-1",
            Self::Sha256 => "SHA-256",
            Self::Sha384 => "SHA-384",
            Self::Sha512 => "SHA-512",
        }
    }

    /// By name, in either case and with or without `-`, `_` and blanks: `sha1`, `SHA-256`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        fn bare(name: &str) -> impl Iterator<Item = u8> + '_ {
            let bytes = name.bytes().filter(|byte| !matches!(byte, b'-' | b'_' | b' '));
            bytes.map(|byte| byte.to_ascii_lowercase())
        }
        Self::ALL.into_iter().find(|algorithm| bare(algorithm.name()).eq(bare(name)))
    }
}

impl fmt::Display for HashAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_and_algorithm_tell_each_other() {
        let known =
            (0..=200).filter_map(|length| Some((length, HashAlgorithm::from_length(length)?)));
        let expected = [16, 20, 32, 48, 64].into_iter().zip(HashAlgorithm::ALL);
        assert!(known.eq(expected));
        for algorithm in HashAlgorithm::ALL {
            assert_eq!(HashAlgorithm::from_length(algorithm.length()), Some(algorithm));
        }
    }

    #[test]
    fn names_in_every_usual_spelling() {
        for (name, expected) in [
            ("sha1", Some(HashAlgorithm::Sha1)),
            ("SHA-1", Some(HashAlgorithm::Sha1)),
            ("sha_256", Some(HashAlgorithm::Sha256)),
            ("Sha 384", Some(HashAlgorithm::Sha384)),
            ("SHA512", Some(HashAlgorithm::Sha512)),
            ("md5", Some(HashAlgorithm::Md5)),
            ("sha", None),
            ("sha224", None),
            ("sha2566", None),
            ("", None),
        ] {
            assert_eq!(HashAlgorithm::from_name(name), expected, "{name}");
        }
    }
}
