//! Root certificate hashes: a device trusts a chain if the hash of its root is in a list it keeps
//!
//!
//! | file | content |
//! | --- | --- |
//! | `algorithm` | the hash algorithms, told apart by length |
//! | `hash` | one hash value, compared cheaply |
//! | `text` | what people paste as a hash (R-620, R-621) |
//! | `entry` | one entry, with the algorithm ids of each interface (R-602 to R-605) |
//! | `list` | the list of a device, where it came from, whether it may be cut (R-608) |
//! | `known`, `known_table` | public roots that devices are known to hold (R-614 to R-616) |
//! | `check` | the answer of Configuration Manager's `CheckCertificate` (R-901) |
//!
//! Nothing here judges a chain, and a name is never compared.

mod algorithm;
mod check;
mod entry;
mod hash;
mod known;
mod known_table;
mod list;
mod text;

pub use algorithm::HashAlgorithm;
pub use check::{CheckCertificate, check_root_hash};
pub use entry::HashEntry;
pub(crate) use entry::hello_lengths;
pub use hash::Hash;
pub use known::{KnownHash, KnownRoot};
pub use list::RootHashList;
pub use text::{HashText, Stripped};
