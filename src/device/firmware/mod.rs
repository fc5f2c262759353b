//! The firmware model: what each generation of firmware accepts, as data.
//!
//! Each subject (the depth rule, wireless, SHA-1 signatures, ...) has one [`Table`] of rows; a row
//! says from which release to which, on which kind of platform, on what authority, and where that
//! is written. [`FirmwareModel::default`] is this project's reading of the sources; callers
//! who know better put rows of their own in front of it.
//!
//! Where all subjects are constant lies a [`Generation`]. Judging takes generations, never releases:
//! a device whose release or platform is unknown is judged for every generation it can still belong
//! to.

mod generation;
mod model;
mod rows;
mod table;
#[cfg(test)]
mod tests;
mod values;

pub use model::{FirmwareModel, Generation};
pub use table::{Row, Table};
pub use values::{
    Docks, EcLeaf, HashType3, HelloRoots, LeafMinimum, MebxEntry, NonceDigest, NonceSigning,
    RemotePki, RootCapacity, RsaMaximum, Sha1Signatures, Sha2Chain, Sha384Chain, Shbc, Support,
    VerisignG1, Wireless,
};
