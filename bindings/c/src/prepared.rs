//! Certificates ready for judging.

use core::mem::MaybeUninit;
use std::sync::Arc;

use core_lib::{PathLimits, Prepared, SignatureAlgorithms};

use crate::bag::amtp_bag;
use crate::bytes::input;
use crate::guard::guard;
use crate::handle::{self, put_new, read};
use crate::sized::{Given, by_value, get_sized};
use crate::status::amtp_status;

/// A bag ready for judging: all leaf candidates, all paths, every signature verified once. It depends on no
/// device and no time.
///
/// Threads: never written to; any number of threads may use it at once.
///
/// Since: 0.1
pub struct amtp_prepared(pub(crate) Arc<Prepared>);

/// How much work path building may do. Set `struct_size` before the call; 0 leaves a limit at its default.
///
/// Since: 0.1
#[derive(Clone, Copy, Default)]
#[repr(C)]
pub struct amtp_path_limits {
    /// `sizeof(amtp_path_limits)`, set by the caller.
    pub struct_size: usize,
    /// Certificates of one path, leaf and root included; 10.
    pub certificates: usize,
    /// Paths kept for one leaf; 64.
    pub paths: usize,
    /// Signatures verified for one bag; 256.
    pub signatures: usize,
    /// Certificates visited while searching one bag; 4,096.
    pub steps: usize,
}

by_value! { amtp_path_limits = 40; }
// SAFETY: nothing but integers.
unsafe impl Given for amtp_path_limits {}

impl From<amtp_path_limits> for PathLimits {
    fn from(given: amtp_path_limits) -> Self {
        let or_default = |given, default| if given == 0 { default } else { given };
        let default = Self::default();
        Self {
            certificates: or_default(given.certificates, default.certificates),
            paths: or_default(given.paths, default.paths),
            signatures: or_default(given.signatures, default.signatures),
            steps: or_default(given.steps, default.steps),
        }
    }
}

/// Prepares the certificates of a bag. `*out` is owned by the caller (free with `amtp_prepared_free`); the
/// bag is copied before return.
///
/// `public_key` is the DER SubjectPublicKeyInfo of the private key that the caller holds, copied before
/// return; NULL with length 0 if it cannot tell. `limits` may be NULL for the defaults.
///
/// Errors: `AMTP_ERR_STRUCT_SIZE`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_prepared_new(
    bag: Option<&amtp_bag>,
    public_key: *const u8,
    public_key_len: usize,
    limits: *const amtp_path_limits,
    out: Option<&mut MaybeUninit<*mut amtp_prepared>>,
) -> amtp_status {
    guard(|| {
        let bag = &read(bag)?.bag;
        // SAFETY: the header asks for `public_key_len` readable bytes.
        let key = unsafe { input(public_key, public_key_len) }?;
        let limits = if limits.is_null() {
            PathLimits::default()
        } else {
            // SAFETY: the header asks for a struct with its size set.
            unsafe { get_sized(limits, amtp_path_limits::default()) }?.into()
        };
        let key = (!key.is_empty()).then_some(key);
        put_new(out, || {
            let provider = SignatureAlgorithms::default_provider();
            let prepared = Prepared::with(bag.clone(), key, provider, limits);
            Ok(amtp_prepared(Arc::new(prepared)))
        })
    })
}

/// Frees a prepared certificate; NULL is fine.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_prepared_free(prepared: Option<Box<amtp_prepared>>) {
    handle::free(prepared);
}
