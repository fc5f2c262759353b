//! The C library: `include/amt_provisioning.h` is generated from this crate and is its documentation.
//!
//! Glue is written once, one file per subject; each noun of the core has a file of its own:
//!
//! | file | content |
//! | --- | --- |
//! | `status` | status codes: those of the core's errors, and those that only a C caller can cause |
//! | `guard` | no panic leaves the library |
//! | `handle` | handles out and back; those that are written to, with poison and the last error |
//! | `bytes` | pointer and length in, `(buf, cap, *out_len)` out, views |
//! | `sized` | structs by value, which begin with `struct_size` |
//!
//! # What is unsafe
//!
//! Handles and out parameters are `Option<&T>`, `Option<&mut MaybeUninit<T>>` and `Option<Box<T>>`, which
//! have the layout of a pointer that may be NULL: for them the header's contract (live handles, nobody
//! else writing) is that of Rust's references, and nothing unsafe is left to write. An exported function is
//! `unsafe` exactly if it takes a raw pointer: bytes with their length, and structs by value, whose size
//! the caller states. `bytes` and `sized` are the only files that follow raw pointers; their callers' blocks
//! all say the same.
//!
//! # Adding a noun
//!
//! 1. A file with `pub struct amtp_noun(...)`, not `repr(C)`, so that the header keeps it opaque. What is
//!    complete once made holds the core's value, and is `Sync`; what is written to holds an `Exclusive`, and
//!    implements `Mutable` by `mutable!`.
//! 2. `amtp_noun_new` ends in `handle::put_new`, `amtp_noun_free` in `handle::free`. Everything else is
//!    `guard(|| ...)` around a closure that reads its arguments and calls the core. Outputs are written last.
//! 3. Enums and structs by value are `repr`, their numbers explicit; accepted integers go through `TryFrom`.
//! 4. Every item says what it does, who owns what, its errors and since when; `tests/header` looks.
//! 5. `AMTP_UPDATE=1 cargo test -p amt-provisioning-capi` writes the header and the C tests made from it;
//!    a line of `include/amtp.symbols` and, for a struct by value, of `layout.rs` is written by hand. A new
//!    type of argument gets a sample in `tests/header/null.rs`.

#![deny(unsafe_op_in_unsafe_fn, clippy::undocumented_unsafe_blocks)]
#![deny(
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]
#![allow(non_camel_case_types, reason = "the names are C's")]
#![allow(clippy::missing_safety_doc, reason = "the header states the contract of every pointer")]

#[cfg(not(any(feature = "ring", feature = "aws-lc-rs", feature = "rustcrypto")))]
compile_error!("choose a crypto provider: feature ring, aws-lc-rs or rustcrypto");

pub mod bytes;
mod guard;
mod handle;
pub mod sized;
pub mod status;
pub mod version;

pub mod bag;
pub mod device;
pub mod fact;
pub mod facts;
pub mod finding;
pub mod policy;
pub mod prepared;

pub mod evaluation;
pub mod report;

pub mod choose;
pub mod hash;

pub mod hello;
pub mod schedule;
pub mod server;
pub mod uuid;

pub mod credentials;
pub mod password;

pub mod digest;
pub mod digest_client;

pub mod authorization;
pub mod digest_offer;

pub mod trial;

pub mod http;
pub mod http_exchange;
pub mod http_reader;

pub mod acl;
pub mod device_settings;
pub mod service_point;

pub mod operation;
pub mod reply;
pub mod session;
pub mod session_event;
pub mod session_input;
pub mod session_output;
pub mod session_result;

pub mod agent;

#[cfg(target_pointer_width = "64")]
mod layout;
pub mod matrix;
#[cfg(feature = "test-panic")]
pub mod test_panic;
