//! What every fuzz target does with its input: each states what must hold whatever the bytes are.
//!
//! The tests of the library compile this file too and replay `seeds/` through it, so that a seed
//! means the same with and without a fuzzer. The bodies depend on nothing but the library and
//! x509-cert.

mod bag;
mod certificate;
mod digest;
mod hello;
mod http;
mod naive;
mod sessions;
mod text;

pub use bag::{bag, pem, pkcs7, prepare};
pub use certificate::certificate;
pub use digest::{authentication_info, authorization, challenge};
pub use hello::hello;
pub use http::{http_answer, http_exchange};
pub use sessions::{session, snapshot};
pub use text::{dns_name, hash_list, hash_text, release, wall_time};

/// A target: it panics if a promise is broken.
pub type Target = fn(&[u8]);

/// All targets by the name of their binary and of their folder in `seeds/`.
pub const TARGETS: [(&str, Target); 18] = [
    ("authentication_info", authentication_info),
    ("authorization", authorization),
    ("bag", bag),
    ("certificate", certificate),
    ("challenge", challenge),
    ("dns_name", dns_name),
    ("hash_list", hash_list),
    ("hash_text", hash_text),
    ("hello", hello),
    ("http_answer", http_answer),
    ("http_exchange", http_exchange),
    ("pem", pem),
    ("pkcs7", pkcs7),
    ("prepare", prepare),
    ("release", release),
    ("session", session),
    ("snapshot", snapshot),
    ("wall_time", wall_time),
];
