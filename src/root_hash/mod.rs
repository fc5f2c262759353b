//! Root certificate hashes: a device trusts a chain if the hash of its root is in a list it keeps
//!
//!
//! | file | content |
//! | --- | --- |
//! | `algorithm` | the hash algorithms, told apart by length |
//! | `hash` | one hash value, compared cheaply |
//! | `text` | what people paste as a hash (R-620, R-621) |
//!
//! Nothing here judges a chain, and a name is never compared.

mod algorithm;
mod hash;
mod text;

pub use algorithm::HashAlgorithm;
pub use hash::Hash;
pub use text::{HashText, Stripped};
