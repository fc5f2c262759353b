//! Which signature algorithms can be verified, and by whom (R-402, R-511).
//!
//! This crate does no signature arithmetic: a provider is a table of algorithms, each with the keys
//! it covers, and everything outside the table is [`Answer::Unknown`].

use core::ops::RangeInclusive;

use pki_types::{InvalidSignature, SignatureVerificationAlgorithm};

use crate::certificate::{Curve, KeyKind, SignatureAlgorithm};

#[cfg(feature = "aws-lc-rs")]
mod aws_lc_rs;
pub(crate) mod identifier;
#[cfg(feature = "ring")]
mod ring;
#[cfg(feature = "rustcrypto")]
mod rustcrypto;

#[cfg(test)]
mod tests;

/// RSA moduli, in bits, that a caller's own algorithm covers unless stated otherwise: what the
/// verifiers of the web PKI cover.
const OWN_RSA: KeyRange = KeyRange::Rsa { min: 2048, max: MAX_RSA_BITS };

/// Largest RSA modulus, in bits, of the built-in providers (R-511).
const MAX_RSA_BITS: u32 = 8192;

/// The signature algorithms to judge chains with.
///
/// Those of R-511 are RSASSA-PKCS1-v1_5 with SHA-1, SHA-256, SHA-384 and SHA-512 and keys of 1024
/// to 8192 bits, and ECDSA on P-256 and P-384 with SHA-256, SHA-384 and SHA-512. A signature that
/// none of the algorithms covers leaves its link of the chain undetermined, never failed.
///
/// Use a provider that is compiled in, or bring your own:
///
/// ```
/// use amt_provisioning::pki_types::{
///     AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm, alg_id,
/// };
/// use amt_provisioning::{Algorithm, SignatureAlgorithms};
///
/// #[derive(Debug)]
/// struct HardwareRsa;
///
/// impl SignatureVerificationAlgorithm for HardwareRsa {
///     fn public_key_alg_id(&self) -> AlgorithmIdentifier {
///         alg_id::RSA_ENCRYPTION
///     }
///     fn signature_alg_id(&self) -> AlgorithmIdentifier {
///         alg_id::RSA_PKCS1_SHA256
///     }
///     fn verify_signature(&self, _: &[u8], _: &[u8], _: &[u8]) -> Result<(), InvalidSignature> {
///         Err(InvalidSignature) // ask the hardware
///     }
/// }
///
/// let rsa = Algorithm::new(&HardwareRsa).expect("RSA with SHA-256 is one of R-511");
/// let own = [rsa.with_rsa_bits(1024..=4096)];
/// let algorithms = SignatureAlgorithms::new(&own);
/// # let _ = algorithms;
/// ```
#[derive(Clone, Copy, Debug)]
pub struct SignatureAlgorithms<'a>(&'a [Algorithm<'a>]);

impl<'a> SignatureAlgorithms<'a> {
    /// From the caller's own algorithms. The first that covers a signature and its key decides.
    #[must_use]
    pub const fn new(algorithms: &'a [Algorithm<'a>]) -> Self {
        Self(algorithms)
    }

    /// The algorithms, for a caller who adds to those of a provider.
    #[must_use]
    pub const fn as_slice(&self) -> &'a [Algorithm<'a>] {
        self.0
    }

    /// Did `issuer_key` sign `message`?
    ///
    /// `issuer_key` is the content of the BIT STRING subjectPublicKey, `issuer_key_kind` what the
    /// certificate says about it. Whether a key is covered is decided before anybody is asked, so
    /// that a verifier's refusal always means [`Answer::Invalid`]. One kind of key is not told
    /// apart: an RSA exponent of more than 33 bits, which all built-in providers refuse.
    pub(crate) fn verify(
        &self,
        signature_algorithm: SignatureAlgorithm,
        issuer_key_kind: KeyKind,
        issuer_key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Answer {
        if contradict(signature_algorithm, issuer_key_kind) {
            return Answer::Invalid;
        }
        let covers = |algorithm: &&Algorithm<'_>| {
            algorithm.signature == signature_algorithm && algorithm.keys.contains(issuer_key_kind)
        };
        let Some(algorithm) = self.0.iter().find(covers) else {
            return Answer::Unknown;
        };
        if let (KeyKind::Ec(_), Some(2 | 3)) = (issuer_key_kind, issuer_key.first()) {
            // A compressed point is a legal key (RFC 5480, 2.2) that `ring` does not read; the
            // others would, but the verdict should not depend on the provider here.
            return Answer::Unknown;
        }
        match algorithm.verifier.verify(issuer_key, message, signature) {
            Ok(()) => Answer::Valid,
            Err(InvalidSignature) => Answer::Invalid,
        }
    }
}

/// The providers that are compiled in.
impl SignatureAlgorithms<'static> {
    /// Everything that `ring` verifies. Not: RSA below 2048 bits with SHA-384, ECDSA with SHA-512.
    #[cfg(feature = "ring")]
    pub const RING: Self = Self(ring::ALGORITHMS);

    /// Everything that `aws-lc-rs` verifies. Not: RSA below 2048 bits with SHA-384.
    #[cfg(feature = "aws-lc-rs")]
    pub const AWS_LC_RS: Self = Self(aws_lc_rs::ALGORITHMS);

    /// Everything that `rsa`, `p256` and `p384` verify: all of R-511.
    #[cfg(feature = "rustcrypto")]
    pub const RUSTCRYPTO: Self = Self(rustcrypto::ALGORITHMS);

    /// The first of `RING`, `AWS_LC_RS` and `RUSTCRYPTO` whose feature is on.
    #[cfg(any(feature = "ring", feature = "aws-lc-rs", feature = "rustcrypto"))]
    #[must_use]
    pub const fn default_provider() -> Self {
        #[cfg(feature = "ring")]
        {
            Self::RING
        }
        #[cfg(all(feature = "aws-lc-rs", not(feature = "ring")))]
        {
            Self::AWS_LC_RS
        }
        #[cfg(not(any(feature = "ring", feature = "aws-lc-rs")))]
        {
            Self::RUSTCRYPTO
        }
    }
}

/// A signature algorithm, the keys it covers, and who verifies it.
#[derive(Clone, Copy, Debug)]
pub struct Algorithm<'a> {
    signature: SignatureAlgorithm,
    keys: KeyRange,
    verifier: Verifier<'a>,
}

impl<'a> Algorithm<'a> {
    /// The caller's own verifier, recognised by the identifiers it states; `None` if they are not a
    /// pair of R-511, such as RSASSA-PSS or P-521.
    ///
    /// An RSA verifier is taken to cover keys of 2048 to 8192 bits; state others with
    /// [`with_rsa_bits`](Self::with_rsa_bits).
    #[must_use]
    pub fn new(verifier: &'a dyn SignatureVerificationAlgorithm) -> Option<Self> {
        let (signature, keys) =
            identifier::recognise(verifier.signature_alg_id(), verifier.public_key_alg_id())?;
        Some(Self { signature, keys, verifier: Verifier::Own(verifier) })
    }

    /// The same with RSA moduli of so many bits, borders included. A key outside is never passed to
    /// the verifier; inside, its refusal counts as an invalid signature. No effect on ECDSA.
    #[must_use]
    pub fn with_rsa_bits(mut self, bits: RangeInclusive<u32>) -> Self {
        if let KeyRange::Rsa { .. } = self.keys {
            self.keys = KeyRange::Rsa { min: *bits.start(), max: *bits.end() };
        }
        self
    }
}

/// Rows of the providers' tables.
#[cfg(any(feature = "ring", feature = "aws-lc-rs", feature = "rustcrypto"))]
impl Algorithm<'static> {
    const fn rsa(digest: crate::Digest, min: u32, verify: Verify) -> Self {
        Self {
            signature: SignatureAlgorithm::RsaPkcs1(digest),
            keys: KeyRange::Rsa { min, max: MAX_RSA_BITS },
            verifier: Verifier::BuiltIn(verify),
        }
    }

    const fn ecdsa(curve: Curve, digest: crate::Digest, verify: Verify) -> Self {
        Self {
            signature: SignatureAlgorithm::Ecdsa(digest),
            keys: KeyRange::Ec(curve),
            verifier: Verifier::BuiltIn(verify),
        }
    }
}

/// What became of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// The key made it.
    Valid,
    /// The key did not make it, or is no key.
    Invalid,
    /// Nobody here can tell: the provider lacks the algorithm, the key size or the curve (R-511).
    Unknown,
}

/// Keys that a verifier covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum KeyRange {
    /// RSA moduli of so many bits, borders included.
    Rsa { min: u32, max: u32 },
    /// One curve.
    Ec(Curve),
}

impl KeyRange {
    fn contains(self, key: KeyKind) -> bool {
        match (self, key) {
            (Self::Rsa { min, max }, KeyKind::Rsa { bits }) => (min..=max).contains(&bits),
            (Self::Ec(curve), KeyKind::Ec(other)) => curve == other,
            _ => false,
        }
    }
}

/// Public key, message, signature; as [`SignatureVerificationAlgorithm::verify_signature`].
#[cfg(any(feature = "ring", feature = "aws-lc-rs", feature = "rustcrypto"))]
type Verify = fn(&[u8], &[u8], &[u8]) -> Result<(), InvalidSignature>;

#[derive(Clone, Copy, Debug)]
enum Verifier<'a> {
    #[cfg(any(feature = "ring", feature = "aws-lc-rs", feature = "rustcrypto"))]
    BuiltIn(Verify),
    Own(&'a dyn SignatureVerificationAlgorithm),
}

impl Verifier<'_> {
    fn verify(self, key: &[u8], message: &[u8], signature: &[u8]) -> Result<(), InvalidSignature> {
        match self {
            #[cfg(any(feature = "ring", feature = "aws-lc-rs", feature = "rustcrypto"))]
            Self::BuiltIn(verify) => verify(key, message, signature),
            Self::Own(verifier) => verifier.verify_signature(key, message, signature),
        }
    }
}

/// Can no key of this kind have made a signature of this algorithm, whatever the provider? So it is
/// when a CA was given a key of another family under the same name (R-408).
const fn contradict(signature: SignatureAlgorithm, key: KeyKind) -> bool {
    use SignatureAlgorithm::{Ecdsa, Ed25519, RsaPkcs1, RsaPss};
    match key {
        KeyKind::Rsa { .. } => matches!(signature, Ecdsa(_) | Ed25519),
        KeyKind::Ec(_) => matches!(signature, RsaPkcs1(_) | RsaPss | Ed25519),
        KeyKind::Ed25519 => matches!(signature, RsaPkcs1(_) | RsaPss | Ecdsa(_)),
        KeyKind::Other(_) => false,
    }
}
