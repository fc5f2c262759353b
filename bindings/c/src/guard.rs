//! No panic leaves the library.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::status::{Abi, Failure, amtp_status};

/// Runs the body of an exported function.
///
/// Unwind safety is asserted: what a body may leave half-written is a mutable handle, which stays poisoned
/// then, or nothing, since outputs are written last.
pub(crate) fn guard(body: impl FnOnce() -> Result<(), Failure>) -> amtp_status {
    match caught(body) {
        Some(Ok(())) => 0,
        Some(Err(failure)) => failure.number(),
        None => Abi::Panic.number(),
    }
}

/// The same for functions that return a value: `otherwise` after a failure or a panic.
pub(crate) fn guard_or<T>(otherwise: T, body: impl FnOnce() -> Result<T, Failure>) -> T {
    caught(body).and_then(Result::ok).unwrap_or(otherwise)
}

fn caught<T>(body: impl FnOnce() -> T) -> Option<T> {
    match catch_unwind(AssertUnwindSafe(body)) {
        Ok(value) => Some(value),
        Err(payload) => {
            // What a panic carries may panic when it is dropped.
            _ = catch_unwind(AssertUnwindSafe(|| drop(payload)));
            None
        }
    }
}
