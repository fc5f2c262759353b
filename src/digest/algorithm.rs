use core::fmt;

use md5::Md5;
use sha2::{Digest, Sha256, Sha512_256};
use zeroize::Zeroize;

use super::HeaderValue;
use crate::secret::write_hex;

/// A hash function of HTTP Digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DigestHash {
    /// MD5: all that devices are known to offer (W-510).
    Md5,
    /// SHA-256.
    Sha256,
    /// SHA-512/256.
    Sha512_256,
}

impl DigestHash {
    /// Length of its value in bytes.
    #[must_use]
    pub const fn length(self) -> usize {
        match self {
            Self::Md5 => 16,
            Self::Sha256 | Self::Sha512_256 => 32,
        }
    }

    /// The hash of `parts` with colons between, as HTTP Digest joins whatever it hashes.
    pub(super) fn of(self, parts: &[&[u8]]) -> HashValue {
        self.run(parts, HashValue::new)
    }

    /// The same as the lower-case hex digits that all further steps want.
    pub(super) fn hex(self, parts: &[&[u8]]) -> HashHex {
        self.run(parts, HashHex::new)
    }

    fn run<T>(self, parts: &[&[u8]], take: impl Fn(&[u8]) -> T) -> T {
        fn run<H: Digest, T>(parts: &[&[u8]], take: impl Fn(&[u8]) -> T) -> T {
            let mut hash = H::new();
            for (index, part) in parts.iter().enumerate() {
                if index > 0 {
                    hash.update(b":");
                }
                hash.update(part);
            }
            take(&hash.finalize())
        }
        match self {
            Self::Md5 => run::<Md5, T>(parts, take),
            Self::Sha256 => run::<Sha256, T>(parts, take),
            Self::Sha512_256 => run::<Sha512_256, T>(parts, take),
        }
    }
}

/// The longest hash.
const MAX: usize = 32;

/// A hash value.
#[derive(Zeroize)]
pub(super) struct HashValue {
    bytes: [u8; MAX],
    length: usize,
}

impl HashValue {
    /// `bytes` is at most [`MAX`] long.
    pub(super) fn new(bytes: &[u8]) -> Self {
        let mut value = Self { bytes: [0; MAX], length: bytes.len() };
        value.bytes.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
        value
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or(&self.bytes)
    }
}

/// A hash value as lower-case hex digits.
#[derive(Zeroize)]
pub(super) struct HashHex {
    digits: [u8; 2 * MAX],
    length: usize,
}

impl HashHex {
    pub(super) fn new(value: &[u8]) -> Self {
        let mut hex = Self { digits: [0; 2 * MAX], length: value.len().saturating_mul(2) };
        write_hex(value, &mut hex.digits);
        hex
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.digits.get(..self.length).unwrap_or(&self.digits)
    }
}

/// An algorithm of HTTP Digest: a hash function, plain or as session variant (W-510).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DigestAlgorithm {
    /// The hash function.
    pub hash: DigestHash,
    /// Whether the nonces of the first answer are hashed into the key (`-sess`).
    pub session: bool,
}

impl DigestAlgorithm {
    /// `MD5`, which an absent `algorithm` means too.
    pub const MD5: Self = Self { hash: DigestHash::Md5, session: false };
    /// `MD5-sess`.
    pub const MD5_SESS: Self = Self { hash: DigestHash::Md5, session: true };
    /// `SHA-256`.
    pub const SHA_256: Self = Self { hash: DigestHash::Sha256, session: false };
    /// `SHA-256-sess`.
    pub const SHA_256_SESS: Self = Self { hash: DigestHash::Sha256, session: true };
    /// `SHA-512-256`.
    pub const SHA_512_256: Self = Self { hash: DigestHash::Sha512_256, session: false };
    /// `SHA-512-256-sess`.
    pub const SHA_512_256_SESS: Self = Self { hash: DigestHash::Sha512_256, session: true };

    /// All of them, the strongest first, each before its session variant (W-510).
    pub const STRONGEST_FIRST: &'static [Self] = &[
        Self::SHA_512_256,
        Self::SHA_512_256_SESS,
        Self::SHA_256,
        Self::SHA_256_SESS,
        Self::MD5,
        Self::MD5_SESS,
    ];

    /// The name as RFC 7616 writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match (self.hash, self.session) {
            (DigestHash::Md5, false) => "MD5",
            (DigestHash::Md5, true) => "MD5-sess",
            (DigestHash::Sha256, false) => "SHA-256",
            (DigestHash::Sha256, true) => "SHA-256-sess",
            (DigestHash::Sha512_256, false) => "SHA-512-256",
            (DigestHash::Sha512_256, true) => "SHA-512-256-sess",
        }
    }

    /// By its name, in any case.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let mut all = Self::STRONGEST_FIRST.iter().copied();
        all.find(|algorithm| algorithm.name().eq_ignore_ascii_case(name))
    }

    pub(super) fn from_value(value: HeaderValue<'_>) -> Option<Self> {
        let mut all = Self::STRONGEST_FIRST.iter().copied();
        all.find(|algorithm| value.is_name(algorithm.name()))
    }
}

impl fmt::Display for DigestAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Quality of protection: what the response is computed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Qop {
    /// Method and target.
    Auth,
    /// Method, target and body.
    AuthInt,
}

impl Qop {
    /// The name as RFC 7616 writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Auth => "auth",
            Self::AuthInt => "auth-int",
        }
    }

    const ALL: [Self; 2] = [Self::AuthInt, Self::Auth];

    pub(super) fn from_value(value: HeaderValue<'_>) -> Option<Self> {
        Self::ALL.into_iter().find(|qop| value.is_name(qop.name()))
    }

    pub(super) const fn set(self) -> QopSet {
        match self {
            Self::Auth => QopSet::AUTH,
            Self::AuthInt => QopSet::AUTH_INT,
        }
    }
}

bitflags::bitflags! {
    /// Several [`Qop`].
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct QopSet: u8 {
        /// `auth`.
        const AUTH = 1;
        /// `auth-int`.
        const AUTH_INT = 1 << 1;
    }
}

impl QopSet {
    /// The known items of a list such as `auth-int, auth` (W-503): compared whole, without case;
    /// unknown ones are passed over.
    pub(super) fn from_value(value: HeaderValue<'_>) -> Self {
        let named =
            |item: HeaderValue<'_>| Qop::ALL.into_iter().find(|qop| item.is_item(qop.name()));
        value.items().filter_map(named).fold(Self::empty(), |set, qop| set | qop.set())
    }
}
