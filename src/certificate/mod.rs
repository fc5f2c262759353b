//! What a provisioning certificate is: parsed, viewed, not judged.

mod algorithm;

pub use algorithm::{Curve, Digest, KeyKind, SignatureAlgorithm};
