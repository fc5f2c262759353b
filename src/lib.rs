//! Judges Intel AMT provisioning certificates against devices.
#![no_std]
#![forbid(unsafe_code)]
#![deny(
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]
#![cfg_attr(test, allow(clippy::as_conversions))]

extern crate alloc;
#[cfg(any(test, feature = "aws-lc-rs"))]
extern crate std;

mod error;
pub mod oid;
mod release;
mod time;

pub mod finding;

mod bag;
mod certificate;
mod device;
mod dns_suffix;
mod root_hash;
mod validation;

pub use certificate::{
    AttributeValue, BasicConstraints, Certificate, Curve, Digest, Extension, KeyKind, KeyUsage,
    Name, NameConstraints, Oid, PublicKey, SignatureAlgorithm,
pub use certificate::{Curve, Digest, KeyKind, SignatureAlgorithm};
pub use dns_suffix::{
    DepthExtension, DnsName, Match, MatchRules, NameChanges, NameError, NameProblem, ShownBytes,
    TLD_DEPTH, TldDepth,
};
pub use error::{Asn1Problem, Error, ErrorKind, Fault, HashTextProblem};
pub use finding::{Basis, Finding, FindingSet, Rule};
pub use release::{Platform, Release, ReleaseText};
pub use root_hash::{
    CheckCertificate, Hash, HashAlgorithm, HashEntry, HashText, KnownHash, KnownRoot, ListSource,
    RootHashList, Stripped, check_root_hash,
};
pub use time::{Civil, Validity, WallTime};
pub use validation::{Algorithm, SignatureAlgorithms};

/// Traits and identifiers of a caller's own signature verifiers; see [`SignatureAlgorithms`].
pub use pki_types;
