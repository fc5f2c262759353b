//! Challenges as a server of HTTP Digest makes them: the device's side, for tests without hardware.

use core::mem::MaybeUninit;

use core_lib::{DigestOffer, QopSet};

use crate::bytes::{amtp_bytes, input, output};
use crate::digest::amtp_digest_algorithm;
use crate::guard::guard;
use crate::sized::{Given, by_value, get_sized};
use crate::status::{Abi, Failure, amtp_status, truth};

/// A challenge as a server makes it. Set `struct_size` before the call.
///
/// Since: 0.1
#[derive(Clone, Copy, Default)]
#[repr(C)]
pub struct amtp_digest_offer {
    /// `sizeof(amtp_digest_offer)`, set by the caller.
    pub struct_size: usize,
    /// The realm.
    pub realm: amtp_bytes,
    /// A nonce made of fresh random bytes.
    pub nonce: amtp_bytes,
    /// To be sent back by the client; none if `ptr` is NULL.
    pub opaque: amtp_bytes,
    /// One of `amtp_digest_algorithm`; 0 names none, which means MD5.
    pub algorithm: i32,
    /// The qualities of protection, a sum of `AMTP_QOP_...`; 0 asks for the form of RFC 2069.
    pub qop: u32,
    /// 1 if the last answer was refused for its nonce only, 0 otherwise.
    pub stale: i32,
    /// 1 if the hash of the user name is taken, 0 otherwise.
    pub userhash: i32,
}

by_value! { amtp_digest_offer = 72; }
// SAFETY: nothing but integers and pointers.
unsafe impl Given for amtp_digest_offer {}

/// The offer of the caller.
///
/// # Safety
///
/// As [`get_sized`]; and the views in it can be read for as long as the result is used.
pub(crate) unsafe fn offer<'a>(
    offer: *const amtp_digest_offer,
) -> Result<DigestOffer<'a>, Failure> {
    // SAFETY: this function's own condition.
    unsafe {
        let given = get_sized(offer, amtp_digest_offer::default())?;
        let (realm, nonce) =
            (input(given.realm.ptr, given.realm.len)?, input(given.nonce.ptr, given.nonce.len)?);
        let mut offer = DigestOffer::new(realm, nonce);
        if !given.opaque.ptr.is_null() {
            offer.opaque = Some(input(given.opaque.ptr, given.opaque.len)?);
        }
        if given.algorithm != 0 {
            offer.algorithm = amtp_digest_algorithm::accept(given.algorithm)?.first().copied();
        }
        let qop = u8::try_from(given.qop).ok().and_then(QopSet::from_bits);
        offer.qop = qop.ok_or(Abi::Range)?;
        (offer.stale, offer.userhash) = (truth(given.stale)?, truth(given.userhash)?);
        Ok(offer)
    }
}

/// The value of the `WWW-Authenticate` field, written into `buf`. What is in `offer` is copied before return.
///
/// `device_form` is 0 for the form of RFC 7616, or 1 for that of devices: realm, nonce, stale and qop, all
/// quoted, with one blank only, and qop `auth`, `auth-int, auth` or `auth-int`.
///
/// Errors: `AMTP_ERR_HEADER_VALUE`, also for what devices do not offer (algorithm, opaque, hashed user names,
/// no qop); `AMTP_ERR_ENUM`, `AMTP_ERR_RANGE` for the sum of qualities,
/// `AMTP_ERR_STRUCT_SIZE`, `AMTP_ERR_BUFFER`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_digest_offer_field(
    offer: *const amtp_digest_offer,
    device_form: i32,
    buf: *mut u8,
    cap: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
) -> amtp_status {
    guard(|| {
        // SAFETY: the header asks for a struct with its size set, and readable views in it.
        let offer = unsafe { self::offer(offer) }?;
        let field = if truth(device_form)? { offer.to_device_field() } else { offer.to_field() }?;
        // SAFETY: the header asks for `cap` writable bytes.
        unsafe { output(&field, buf, cap, out_len) }
    })
}
