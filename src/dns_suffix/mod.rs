//! DNS names, the suffix rules and the table of top-level-domain depths.
//!
//! A device provisions with a certificate only if one of the certificate's names matches the
//! device's own DNS suffix. Three rules can make them match. With `I` the
//! name in the certificate, `B` the same without a leading `*` label, and `S` the device's suffix:
//!
//! | rule | matches when |
//! | --- | --- |
//! | plain | `I` is no wildcard, and `S` is `I` or its last labels |
//! | wildcard | `I` is a wildcard, and of `B` and `S` one is the other or its last labels |
//! | depth | the last *N* labels of `B` and `S` are equal, *N* being that of the suffix's top-level domain |
//!
//! A suffix of one label never matches. All three rules follow from one number: how many
//! labels, counted from the right, `B` and `S` have in common. That number is all that
//! [`DnsName::matches`] computes; reports read the first differing label from it too.

mod advice;
mod depth;
mod matching;
mod name;
mod name_error;
mod shown;
#[cfg(test)]
mod tests;

pub use depth::{DepthExtension, TLD_DEPTH, TldDepth};
pub use matching::{Match, MatchRules};
pub use name::{DnsName, NameChanges};
pub use name_error::{NameError, NameProblem};
pub use shown::ShownBytes;
