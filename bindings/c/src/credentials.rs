//! Accounts: user names with their passwords, or with hashes of them.

use core::ffi::c_char;
use core::mem::MaybeUninit;

use core_lib::{AclPassword, Credentials, DigestHash, Ha1, Secret, SetupPassword};

use crate::bytes::{amtp_str, input, output, text};
use crate::guard::guard;
use crate::handle::{self, put, put_new, shared};
use crate::status::{Abi, Failure, accepted, amtp_status};

/// A user name with its password, or with the hash that is kept in its place. Secrets are wiped when the
/// handle is freed, and never shown in errors; those that are written into a buffer of the caller are the
/// caller's to wipe.
///
/// Threads: never written to; any number of threads may use it at once.
///
/// Since: 0.1
pub struct amtp_credentials(pub(crate) Credentials);

/// A hash function of HTTP Digest; accepted as `int32_t`.
///
/// Since: 0.1
#[repr(i32)]
pub enum amtp_digest_hash {
    /// MD5, 16 bytes: all that devices are known to offer.
    Md5 = 1,
    /// SHA-256, 32 bytes.
    Sha256 = 2,
    /// SHA-512/256, 32 bytes.
    Sha512_256 = 3,
}

accepted! { amtp_digest_hash => DigestHash {
    Md5 => DigestHash::Md5,
    Sha256 => DigestHash::Sha256,
    Sha512_256 => DigestHash::Sha512_256,
} }

/// A password that the caller gave, copied into memory that is wiped.
///
/// # Safety
///
/// As [`input`].
unsafe fn secret(password: *const u8, len: usize) -> Result<Secret, Failure> {
    // SAFETY: this function's own condition.
    Ok(Secret::from(unsafe { input(password, len) }?.to_vec()))
}

/// Makes an account of a user name and its password, both copied before return. `*out` is owned by the caller
/// (free with `amtp_credentials_free`).
///
/// Errors: `AMTP_ERR_UTF8` for the user name.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_credentials_new(
    user: *const c_char,
    user_len: usize,
    password: *const u8,
    password_len: usize,
    out: Option<&mut MaybeUninit<*mut amtp_credentials>>,
) -> amtp_status {
    guard(|| {
        // SAFETY: the header asks for readable bytes.
        let (user, password) = unsafe { (text(user, user_len)?, secret(password, password_len)?) };
        put_new(out, || Ok(amtp_credentials(Credentials::new(user, password))))
    })
}

/// Makes an account of a user name and the hash HA1 that `amtp_credentials_ha1` made for one realm; `hash` is
/// one of `amtp_digest_hash`. All bytes are copied before return. `*out` is owned by the caller (free with
/// `amtp_credentials_free`).
///
/// Errors: `AMTP_ERR_RANGE` if the hash function makes no hash of this length, `AMTP_ERR_ENUM`,
/// `AMTP_ERR_UTF8` for the user name.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_credentials_new_stored(
    user: *const c_char,
    user_len: usize,
    realm: *const u8,
    realm_len: usize,
    hash: i32,
    ha1: *const u8,
    ha1_len: usize,
    out: Option<&mut MaybeUninit<*mut amtp_credentials>>,
) -> amtp_status {
    guard(|| {
        // SAFETY: the header asks for readable bytes.
        let (user, realm) = unsafe { (text(user, user_len)?, input(realm, realm_len)?) };
        // SAFETY: as above.
        let ha1 = unsafe { input(ha1, ha1_len) }?;
        let ha1 = Ha1::from_bytes(amtp_digest_hash::accept(hash)?, ha1).ok_or(Abi::Range)?;
        put_new(out, || Ok(amtp_credentials(Credentials::stored(user, realm, ha1))))
    })
}

/// Frees an account, and wipes its secret; NULL is fine.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_credentials_free(credentials: Option<Box<amtp_credentials>>) {
    handle::free(credentials);
}

/// The user name. `*out` is borrowed from `credentials` until that is freed.
///
/// Errors: none of its own.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_credentials_user(
    credentials: Option<&amtp_credentials>,
    out: Option<&mut MaybeUninit<amtp_str>>,
) -> amtp_status {
    guard(|| put(out, shared(credentials)?.0.user().into()))
}

/// HA1, the hash of user name, realm and password, written into `buf`: what can be kept in place of the
/// password, and is worth as much for this realm. `hash` is one of `amtp_digest_hash`; `realm` is copied
/// before return.
///
/// Errors: `AMTP_ERR_STORED_HASH` if only a hash is at hand and it is for another realm or hash function,
/// `AMTP_ERR_ENUM`, `AMTP_ERR_BUFFER`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_credentials_ha1(
    credentials: Option<&amtp_credentials>,
    hash: i32,
    realm: *const u8,
    realm_len: usize,
    buf: *mut u8,
    cap: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
) -> amtp_status {
    guard(|| {
        // SAFETY: the header asks for readable bytes.
        let realm = unsafe { input(realm, realm_len) }?;
        let ha1 = shared(credentials)?.0.ha1(amtp_digest_hash::accept(hash)?, realm)?;
        // SAFETY: the header asks for `cap` writable bytes.
        unsafe { output(ha1.expose(), buf, cap, out_len) }
    })
}

/// The value of `NetworkAdminPassword` that host-based setup wants for the realm just read from this device:
/// 32 lower-case hex digits, always of user `admin`, written into `buf`. Realm and password are copied before
/// return.
///
/// Errors: `AMTP_ERR_BUFFER`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_setup_password(
    realm: *const u8,
    realm_len: usize,
    password: *const u8,
    password_len: usize,
    buf: *mut c_char,
    cap: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
) -> amtp_status {
    guard(|| {
        // SAFETY: the header asks for readable bytes.
        let (realm, password) =
            unsafe { (input(realm, realm_len)?, secret(password, password_len)?) };
        let hashed = SetupPassword::new(realm, &password);
        // SAFETY: the header asks for `cap` writable bytes.
        unsafe { output(hashed.expose().as_bytes(), buf.cast(), cap, out_len) }
    })
}

/// The value of `DigestPassword` that the calls for users want for the realm just read from this device: 24
/// characters of base64, written into `buf`. User name, realm and password are copied before return.
///
/// Errors: `AMTP_ERR_UTF8` for the user name, `AMTP_ERR_BUFFER`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_acl_password(
    user: *const c_char,
    user_len: usize,
    realm: *const u8,
    realm_len: usize,
    password: *const u8,
    password_len: usize,
    buf: *mut c_char,
    cap: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
) -> amtp_status {
    guard(|| {
        // SAFETY: the header asks for readable bytes.
        let (user, realm) = unsafe { (text(user, user_len)?, input(realm, realm_len)?) };
        // SAFETY: as above.
        let password = unsafe { secret(password, password_len) }?;
        let hashed = AclPassword::new(user, realm, &password);
        // SAFETY: the header asks for `cap` writable bytes.
        unsafe { output(hashed.expose().as_bytes(), buf.cast(), cap, out_len) }
    })
}
