//! Input that means harm: each ends with a clear error or finding, after bounded work. Work is
//! counted, not timed.
#![cfg(any(feature = "ring", feature = "aws-lc-rs", feature = "rustcrypto"))]

#[path = "../common/mod.rs"]
mod common;

mod damage;
mod meshes;
mod toy;
