//! What both sides of HTTP Digest share.

use core::ffi::c_char;

use core_lib::{DigestAlgorithm, DigestPolicy, DigestRequest, Qop};

use crate::bytes::{amtp_bytes, amtp_str, input, text};
use crate::sized::{Given, by_value, get_sized};
use crate::status::{Failure, accepted};

/// How challenges are chosen and answered; accepted as `int32_t`.
///
/// Since: 0.1
#[repr(i32)]
pub enum amtp_digest_profile {
    /// For devices over TLS, which protects the body already: `auth` before `auth-int`.
    Tls = 1,
    /// For devices over plain TCP: `auth-int` before `auth`.
    Tcp = 2,
}

accepted! { amtp_digest_profile => DigestPolicy<'static> {
    Tls => DigestPolicy::TLS,
    Tcp => DigestPolicy::TCP,
} }

/// An algorithm of HTTP Digest; accepted as `int32_t`.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(i32)]
pub enum amtp_digest_algorithm {
    /// None.
    None = 0,
    /// `MD5`, all that devices are known to offer.
    Md5 = 1,
    /// `MD5-sess`.
    Md5Sess = 2,
    /// `SHA-256`.
    Sha256 = 3,
    /// `SHA-256-sess`.
    Sha256Sess = 4,
    /// `SHA-512-256`.
    Sha512_256 = 5,
    /// `SHA-512-256-sess`.
    Sha512_256Sess = 6,
}

// A slice of one, as policies want it.
accepted! { amtp_digest_algorithm => &'static [DigestAlgorithm] {
    Md5 => &[DigestAlgorithm::MD5],
    Md5Sess => &[DigestAlgorithm::MD5_SESS],
    Sha256 => &[DigestAlgorithm::SHA_256],
    Sha256Sess => &[DigestAlgorithm::SHA_256_SESS],
    Sha512_256 => &[DigestAlgorithm::SHA_512_256],
    Sha512_256Sess => &[DigestAlgorithm::SHA_512_256_SESS],
} }

impl From<DigestAlgorithm> for amtp_digest_algorithm {
    fn from(algorithm: DigestAlgorithm) -> Self {
        match algorithm {
            DigestAlgorithm::MD5_SESS => Self::Md5Sess,
            DigestAlgorithm::SHA_256 => Self::Sha256,
            DigestAlgorithm::SHA_256_SESS => Self::Sha256Sess,
            DigestAlgorithm::SHA_512_256 => Self::Sha512_256,
            DigestAlgorithm::SHA_512_256_SESS => Self::Sha512_256Sess,
            _ => Self::Md5,
        }
    }
}

/// As an algorithm: any, the strongest first.
///
/// Since: 0.1
pub const AMTP_DIGEST_ANY: i32 = -1;

/// The policy that two numbers of the caller stand for.
pub(crate) fn policy(profile: i32, algorithm: i32) -> Result<DigestPolicy<'static>, Failure> {
    let policy = amtp_digest_profile::accept(profile)?;
    Ok(match algorithm {
        AMTP_DIGEST_ANY => policy,
        one => DigestPolicy { algorithms: amtp_digest_algorithm::accept(one)?, ..policy },
    })
}

/// A quality of protection: `auth`, which covers method and target.
///
/// Since: 0.1
pub const AMTP_QOP_AUTH: u32 = 1;
/// A quality of protection: `auth-int`, which covers the body too.
///
/// Since: 0.1
pub const AMTP_QOP_AUTH_INT: u32 = 2;

/// A quality of protection, 0 for none.
pub(crate) fn qop(qop: Option<Qop>) -> u32 {
    match qop {
        None => 0,
        Some(Qop::Auth) => AMTP_QOP_AUTH,
        Some(Qop::AuthInt) => AMTP_QOP_AUTH_INT,
    }
}

/// The request that credentials are sent with. Set `struct_size` before the call.
///
/// Since: 0.1
#[derive(Clone, Copy, Default)]
#[repr(C)]
pub struct amtp_digest_request {
    /// `sizeof(amtp_digest_request)`, set by the caller.
    pub struct_size: usize,
    /// The method, such as `POST`.
    pub method: amtp_str,
    /// The request target exactly as sent, such as `/wsman`.
    pub uri: amtp_str,
    /// The body, before any transfer coding.
    pub body: amtp_bytes,
}

by_value! { amtp_digest_request = 56; }
// SAFETY: nothing but integers and pointers.
unsafe impl Given for amtp_digest_request {}

/// A text that stands in a struct of the caller.
///
/// # Safety
///
/// As [`input`].
pub(crate) unsafe fn text_view<'a>(view: amtp_str) -> Result<&'a str, Failure> {
    let bytes: *const c_char = view.ptr;
    // SAFETY: this function's own condition.
    unsafe { text(bytes, view.len) }
}

/// The request of the caller.
///
/// # Safety
///
/// As [`get_sized`]; and the views in it can be read for as long as the result is used.
pub(crate) unsafe fn request<'a>(
    request: *const amtp_digest_request,
) -> Result<DigestRequest<'a>, Failure> {
    // SAFETY: this function's own condition.
    unsafe {
        let given = get_sized(request, amtp_digest_request::default())?;
        let (method, uri) = (text_view(given.method)?, text_view(given.uri)?);
        Ok(DigestRequest { method, uri, body: input(given.body.ptr, given.body.len)? })
    }
}
