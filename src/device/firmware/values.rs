//! What rows say: one type for each subject.

/// Whether firmware does something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Support {
    /// It does not.
    No,
    /// The sources leave it open.
    Undetermined,
    /// It does.
    Yes,
}

/// Provisioning over a wireless interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Wireless {
    /// Not possible.
    NotSupported,
    /// The sources leave it open.
    Undetermined,
    /// Possible, with a PKI DNS suffix only.
    PkiSuffixOnly,
}

/// Provisioning through a dock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Docks {
    /// Not possible.
    NotSupported,
    /// With AMT-capable docks that the OEM has enabled.
    OemEnabled,
}

/// The longest RSA key, in bits of its modulus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RsaMaximum {
    /// Longer keys are refused.
    Limit(u32),
    /// The longest that is documented; longer ones are not known to be refused.
    Documented(u32),
}

/// What the key of the leaf must be, beyond what holds for the whole chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LeafMinimum {
    /// Nothing.
    None,
    /// RSA of at least so many bits, or ECC P-384.
    RsaOrP384 {
        /// Bits of the modulus.
        rsa_bits: u32,
    },
}

/// Leaves with an elliptic-curve key, by flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EcLeaf {
    /// Remote configuration over TLS-PKI.
    pub tls_pki: Support,
    /// Host-based flows, where the leaf's key signs the nonce.
    pub host_based: Support,
}

/// SHA-1, MD5 and MD2 signatures in the chain, that of the root included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Sha1Signatures {
    /// Accepted, though discouraged.
    Allowed,
    /// Refused anywhere in the chain.
    Forbidden,
}

/// Chains signed with SHA-256 below the root.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Sha2Chain {
    /// The sources leave it open.
    Undetermined,
    /// Believed to be accepted, worth a note.
    Uncertain,
    /// Documented.
    Documented,
    /// Refused: SHA-256 is too short.
    Refused,
}

/// Chains signed with SHA-384 or longer below the root.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Sha384Chain {
    /// Reports disagree; worth a warning, no refusal.
    Uncertain,
    /// Accepted.
    Accepted,
    /// Nothing shorter is accepted.
    Required,
}

/// Digest of the signature over the nonces of a host-based flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NonceSigning {
    /// The release has no host-based flow.
    NotOffered,
    /// SHA-256.
    Sha256,
    /// SHA-384 if the leaf is signed with SHA-384, SHA-256 otherwise.
    AsLeaf,
    /// SHA-384.
    Sha384,
}

impl NonceSigning {
    /// The digest to use with a leaf that is, or is not, signed with SHA-384; never to be derived
    /// from the algorithm of the matching root hash.
    #[must_use]
    pub const fn digest(self, leaf_is_sha384_signed: bool) -> Option<NonceDigest> {
        match (self, leaf_is_sha384_signed) {
            (Self::NotOffered, _) => None,
            (Self::Sha256, _) | (Self::AsLeaf, false) => Some(NonceDigest::Sha256),
            (Self::Sha384, _) | (Self::AsLeaf, true) => Some(NonceDigest::Sha384),
        }
    }
}

/// A digest for the nonce signature, and the number that names it to the device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NonceDigest {
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
}

impl NonceDigest {
    /// Its value of `SigningAlgorithm`.
    #[must_use]
    pub const fn signing_algorithm(self) -> u8 {
        match self {
            Self::Sha256 => 2,
            Self::Sha384 => 3,
        }
    }
}

/// How many root certificate hashes a device can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RootCapacity {
    /// From the factory.
    pub embedded: u8,
    /// Entered later.
    pub custom: u8,
}

/// The hashes in a Hello message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HelloRoots {
    /// All that the device holds.
    Complete,
    /// A Hello with so many hashes, or more, may have left others out.
    MayEndAt(u8),
}

/// What hash type 3 means at the device's own interfaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HashType3 {
    /// SHA-512, 64 bytes.
    Sha512,
    /// SHA-384, 48 bytes.
    Sha384,
}

/// Entering a root hash by hand in MEBx.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MebxEntry {
    /// SHA-1 hashes only.
    Sha1Only,
    /// Offered; which kinds of hash is not documented.
    Offered,
    /// Not offered: by USB key or enrolment instead.
    NotOffered,
}

/// Whether the factory list has the VeriSign Class 3 G1 root.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum VerisignG1 {
    /// Not removed yet.
    NotRemoved,
    /// Removed.
    Removed,
}

/// Remote configuration with certificates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RemotePki {
    /// Not offered.
    NotOffered,
    /// Started by an agent only (delayed), on desktops only.
    DelayedOnDesktops,
    /// Started by an agent only (delayed).
    Delayed,
    /// Bare metal and delayed.
    BareMetal,
}

/// Secure host-based configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Shbc {
    /// Not offered.
    NotOffered,
    /// Possible, beside `AdminSetup`.
    Possible,
    /// The way to Admin Control Mode from the host.
    Standard,
}
