//! Signature algorithms and public keys, as far as rules tell them apart.

use core::fmt;

use const_oid::ObjectIdentifier;

use crate::oid;

/// The digest of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Digest {
    /// MD2.
    Md2,
    /// MD5.
    Md5,
    /// SHA-1.
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

impl Digest {
    /// The usual name, such as `SHA-256`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Md2 => "MD2",
            Self::Md5 => "MD5",
            Self::Sha1 => "SHA-1",
            Self::Sha256 => "SHA-256",
            Self::Sha384 => "SHA-384",
            Self::Sha512 => "SHA-512",
        }
    }
}

/// How a certificate is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SignatureAlgorithm {
    /// RSASSA-PKCS1-v1_5.
    RsaPkcs1(Digest),
    /// ECDSA; the curve is that of the issuer's key.
    Ecdsa(Digest),
    /// RSASSA-PSS; its digest is in parameters that are not read.
    RsaPss,
    /// Ed25519.
    Ed25519,
    /// Anything else.
    Other(ObjectIdentifier),
}

impl SignatureAlgorithm {
    /// By the object identifier of a signature algorithm.
    #[must_use]
    pub fn from_oid(oid: ObjectIdentifier) -> Self {
        match oid {
            oid::RSA_MD2 => Self::RsaPkcs1(Digest::Md2),
            oid::RSA_MD5 => Self::RsaPkcs1(Digest::Md5),
            oid::RSA_SHA1 | oid::RSA_SHA1_OIW => Self::RsaPkcs1(Digest::Sha1),
            oid::RSA_SHA256 => Self::RsaPkcs1(Digest::Sha256),
            oid::RSA_SHA384 => Self::RsaPkcs1(Digest::Sha384),
            oid::RSA_SHA512 => Self::RsaPkcs1(Digest::Sha512),
            oid::RSA_PSS => Self::RsaPss,
            oid::ECDSA_SHA1 => Self::Ecdsa(Digest::Sha1),
            oid::ECDSA_SHA256 => Self::Ecdsa(Digest::Sha256),
            oid::ECDSA_SHA384 => Self::Ecdsa(Digest::Sha384),
            oid::ECDSA_SHA512 => Self::Ecdsa(Digest::Sha512),
            oid::ED25519 => Self::Ed25519,
            other => Self::Other(other),
        }
    }

    /// The digest, where the algorithm names one.
    #[must_use]
    pub const fn digest(self) -> Option<Digest> {
        match self {
            Self::RsaPkcs1(digest) | Self::Ecdsa(digest) => Some(digest),
            _ => None,
        }
    }
}

impl fmt::Display for SignatureAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RsaPkcs1(digest) => write!(f, "RSA with {}", digest.name()),
            Self::Ecdsa(digest) => write!(f, "ECDSA with {}", digest.name()),
            Self::RsaPss => f.write_str("RSASSA-PSS"),
            Self::Ed25519 => f.write_str("Ed25519"),
            Self::Other(oid) => write!(f, "algorithm {oid}"),
        }
    }
}

/// A named elliptic curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Curve {
    /// secp256r1.
    P256,
    /// secp384r1.
    P384,
    /// secp521r1.
    P521,
    /// Another named curve, or parameters written out.
    Other,
}

impl Curve {
    /// By the object identifier of a named curve.
    #[must_use]
    pub fn from_oid(oid: ObjectIdentifier) -> Self {
        match oid {
            oid::P256 => Self::P256,
            oid::P384 => Self::P384,
            oid::P521 => Self::P521,
            _ => Self::Other,
        }
    }
}

/// What kind of public key a certificate holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeyKind {
    /// RSA, with the length of its modulus in bits.
    Rsa {
        /// Bits of the modulus, leading zeros not counted.
        bits: u32,
    },
    /// An elliptic curve.
    Ec(Curve),
    /// Ed25519.
    Ed25519,
    /// Anything else.
    Other(ObjectIdentifier),
}

impl fmt::Display for KeyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rsa { bits } => write!(f, "RSA {bits}"),
            Self::Ec(Curve::P256) => f.write_str("EC P-256"),
            Self::Ec(Curve::P384) => f.write_str("EC P-384"),
            Self::Ec(Curve::P521) => f.write_str("EC P-521"),
            Self::Ec(Curve::Other) => f.write_str("EC, another curve"),
            Self::Ed25519 => f.write_str("Ed25519"),
            Self::Other(oid) => write!(f, "key algorithm {oid}"),
        }
    }
}
