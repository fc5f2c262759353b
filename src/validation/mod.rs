//! Placeholder.

#[cfg_attr(not(test), expect(dead_code, reason = "the search for paths will call it"))]
mod algorithms;

pub use algorithms::{Algorithm, SignatureAlgorithms};
