//! Every rule, decision and policy switch: a case that passes, one that fails, and the boundary.
#![cfg(any(feature = "ring", feature = "aws-lc-rs", feature = "rustcrypto"))]

#[path = "../common/mod.rs"]
mod common;

mod algorithms;
mod chain;
mod input;
mod names;
mod policy;
mod purpose;
mod root_hash;
mod service;
mod surroundings;
mod validity;

use amt_provisioning::Verdict;

/// Short for tables.
const REJECTED: Verdict = Verdict::Rejected;
const UNDETERMINED: Verdict = Verdict::Undetermined;
