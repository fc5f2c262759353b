//! Credentials as a server of HTTP Digest reads and judges them.

use core::ffi::c_char;
use core::mem::MaybeUninit;

use core_lib::{Authorization, DigestAlgorithm, HeaderValue, NonceCount, Verification};

use crate::bytes::{input, output, output_text, text};
use crate::credentials::amtp_credentials;
use crate::digest::{amtp_digest_algorithm, amtp_digest_request, qop, request};
use crate::digest_offer::{amtp_digest_offer, offer};
use crate::guard::{guard, guard_or};
use crate::handle::{self, Exclusive, last_error, mutable, put, put_new, read, shared, write};
use crate::sized::{amtp_error, put_error};
use crate::status::{Abi, Failure, accepted, amtp_status};

/// Credentials as a server reads them: an `Authorization` field.
///
/// Threads: reading into it needs exclusive use; everything else may be done by several threads at once.
///
/// Since: 0.1
pub struct amtp_authorization(Exclusive<Option<Vec<u8>>>);

// The field that was read: its views borrow from it, so it is read anew for each of them.
mutable!(amtp_authorization, Option<Vec<u8>>);

fn parsed(authorization: Option<&amtp_authorization>) -> Result<Authorization<'_>, Failure> {
    Ok(Authorization::parse(read(authorization)?.as_ref().ok_or(Abi::Absent)?)?)
}

/// A parameter of an `Authorization` field; accepted as `int32_t`.
///
/// Since: 0.1
#[repr(i32)]
pub enum amtp_authorization_value {
    /// The user name, or its hash.
    Username = 1,
    /// The realm.
    Realm = 2,
    /// The nonce that is answered.
    Nonce = 3,
    /// The request target.
    Uri = 4,
    /// The proof.
    Response = 5,
    /// What the challenge gave for sending back.
    Opaque = 6,
    /// The client's nonce.
    Cnonce = 7,
}

accepted! { amtp_authorization_value => for<'a> fn(&Authorization<'a>) -> Option<HeaderValue<'a>> {
    Username => |field| Some(field.username),
    Realm => |field| Some(field.realm),
    Nonce => |field| Some(field.nonce),
    Uri => |field| Some(field.uri),
    Response => |field| Some(field.response),
    Opaque => |field| field.opaque,
    Cnonce => |field| field.cnonce,
} }

/// Makes a handle that has read nothing. `*out` is owned by the caller (free with `amtp_authorization_free`).
///
/// Errors: none of its own.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_authorization_new(
    out: Option<&mut MaybeUninit<*mut amtp_authorization>>,
) -> amtp_status {
    guard(|| put_new(out, || Ok(amtp_authorization(Exclusive::new(None)))))
}

/// Frees credentials that were read; NULL is fine.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_authorization_free(authorization: Option<Box<amtp_authorization>>) {
    handle::free(authorization);
}

/// Reads the value of an `Authorization` field, in place of what was read before; `field` is copied before
/// return.
///
/// Errors: `AMTP_ERR_AUTH_SCHEME`, `AMTP_ERR_HEADER`; the handle is then as it was, and
/// `amtp_authorization_error` says where.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_authorization_read(
    authorization: Option<&mut amtp_authorization>,
    field: *const u8,
    len: usize,
) -> amtp_status {
    guard(|| {
        write(authorization, |kept| {
            // SAFETY: the header asks for `len` readable bytes.
            let field = unsafe { input(field, len) }?;
            Authorization::parse(field)?;
            *kept = Some(field.to_vec());
            Ok(())
        })
    })
}

/// A parameter, one of `amtp_authorization_value`, written into `buf` without quotes and backslashes.
///
/// Errors: `AMTP_ERR_ABSENT` if there is no such parameter or nothing was read, `AMTP_ERR_ENUM`,
/// `AMTP_ERR_BUFFER`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_authorization_get(
    authorization: Option<&amtp_authorization>,
    which: i32,
    buf: *mut u8,
    cap: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
) -> amtp_status {
    guard(|| {
        let field = parsed(authorization)?;
        let value = amtp_authorization_value::accept(which)?(&field).ok_or(Abi::Absent)?;
        // SAFETY: the header asks for `cap` writable bytes.
        unsafe { output(&value.to_vec(), buf, cap, out_len) }
    })
}

/// The algorithm that the proof was made with; `AMTP_DIGEST_ALGORITHM_NONE` if nothing was read.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_authorization_algorithm(
    authorization: Option<&amtp_authorization>,
) -> amtp_digest_algorithm {
    guard_or(amtp_digest_algorithm::None, || Ok(parsed(authorization)?.algorithm().into()))
}

/// What the proof is computed over: `AMTP_QOP_AUTH`, `AMTP_QOP_AUTH_INT`, or 0 in the form of RFC 2069.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_authorization_qop(authorization: Option<&amtp_authorization>) -> u32 {
    guard_or(0, || Ok(qop(parsed(authorization)?.qop)))
}

/// The nonce count, from 1; 0 if there is none.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_authorization_count(authorization: Option<&amtp_authorization>) -> u32 {
    guard_or(0, || Ok(parsed(authorization)?.count.map_or(0, NonceCount::get)))
}

/// Is this the user? Compares the hash of the name if that was sent; 1 or 0, to `*out`. The name is copied
/// before return.
///
/// Errors: `AMTP_ERR_ABSENT` if nothing was read, `AMTP_ERR_UTF8`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_authorization_is_user(
    authorization: Option<&amtp_authorization>,
    name: *const c_char,
    len: usize,
    out: Option<&mut MaybeUninit<i32>>,
) -> amtp_status {
    guard(|| {
        // SAFETY: the header asks for `len` readable bytes.
        let name = unsafe { text(name, len) }?;
        put(out, parsed(authorization)?.is_user(name).into())
    })
}

/// What became of credentials.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(i32)]
pub enum amtp_verification {
    /// They are right, and the nonce is the one offered.
    Accepted = 1,
    /// They are right, but for another nonce, or this count was there already: make a new offer with `stale`.
    Stale = 2,
    /// They are wrong.
    Refused = 3,
}

impl From<Verification> for amtp_verification {
    fn from(verification: Verification) -> Self {
        match verification {
            Verification::Accepted { .. } => Self::Accepted,
            Verification::Stale => Self::Stale,
            Verification::Refused => Self::Refused,
        }
    }
}

/// Judges credentials that answer an offer, in a time that does not depend on where a wrong proof differs.
///
/// `credentials` are those of the user whom the answer names; `last_count` is the count of the last answer to
/// this nonce that was accepted, 0 for none. What is in the structs is copied before return.
///
/// Errors: `AMTP_ERR_ABSENT` if nothing was read, `AMTP_ERR_STORED_HASH` if only a hash is at hand and it is
/// for another realm or hash function, `AMTP_ERR_ENUM`, `AMTP_ERR_RANGE`, `AMTP_ERR_UTF8`,
/// `AMTP_ERR_STRUCT_SIZE`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_authorization_verify(
    authorization: Option<&amtp_authorization>,
    offer: *const amtp_digest_offer,
    credentials: Option<&amtp_credentials>,
    request: *const amtp_digest_request,
    last_count: u32,
    out: Option<&mut MaybeUninit<amtp_verification>>,
) -> amtp_status {
    guard(|| {
        // SAFETY: the header asks for structs with their sizes set, and readable views in them.
        let (offer, request) = unsafe { (self::offer(offer)?, self::request(request)?) };
        let answer = parsed(authorization)?;
        let hash = offer.algorithm.unwrap_or(DigestAlgorithm::MD5).hash;
        let ha1 = shared(credentials)?.0.ha1(hash, offer.realm)?;
        put(out, offer.verify(&answer, &ha1, &request, NonceCount::new(last_count)).into())
    })
}

/// The value of the `Authentication-Info` field for the answer to credentials that were verified, written into
/// `buf`: the server's own proof over `body`, the body of the answer, and the nonce to use from now on, if
/// `next_len` is not 0. Both are copied before return.
///
/// Errors: `AMTP_ERR_ABSENT` if nothing was read, `AMTP_ERR_STORED_HASH`, `AMTP_ERR_HEADER_VALUE`,
/// `AMTP_ERR_BUFFER`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_authorization_info(
    authorization: Option<&amtp_authorization>,
    credentials: Option<&amtp_credentials>,
    body: *const u8,
    body_len: usize,
    next: *const u8,
    next_len: usize,
    buf: *mut u8,
    cap: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
) -> amtp_status {
    guard(|| {
        let answer = parsed(authorization)?;
        let ha1 = shared(credentials)?.0.ha1(answer.algorithm().hash, &answer.realm.to_vec())?;
        // SAFETY: the header asks for readable bytes.
        let (body, next) = unsafe { (input(body, body_len)?, input(next, next_len)?) };
        let field = answer.info(&ha1, body, Some(next).filter(|next| !next.is_empty()))?;
        // SAFETY: the header asks for `cap` writable bytes.
        unsafe { output(&field, buf, cap, out_len) }
    })
}

/// Where the last field could not be read.
///
/// Errors: `AMTP_ERR_ABSENT` if it could, `AMTP_ERR_STRUCT_SIZE`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_authorization_error(
    authorization: Option<&amtp_authorization>,
    out: *mut amtp_error,
) -> amtp_status {
    guard(|| {
        let error = last_error(authorization)?;
        // SAFETY: the header asks for a struct with its size set.
        unsafe { put_error(error, out) }
    })
}

/// The same in words, with the place, written into `buf`.
///
/// Errors: `AMTP_ERR_ABSENT` if it could, `AMTP_ERR_BUFFER`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_authorization_error_text(
    authorization: Option<&amtp_authorization>,
    buf: *mut c_char,
    cap: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
) -> amtp_status {
    guard(|| {
        let error = last_error(authorization)?;
        // SAFETY: the header asks for `cap` writable bytes.
        unsafe { output_text(&error, buf, cap, out_len) }
    })
}
