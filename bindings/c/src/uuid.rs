//! UUIDs of devices.

use core::ffi::c_char;
use core::mem::MaybeUninit;

use core_lib::Uuid;

use crate::bytes::{output_text, text};
use crate::guard::guard;
use crate::handle::put;
use crate::status::{Abi, amtp_status};

/// A UUID: its 16 bytes in the order in which they are shown. It never grows, so it does not state its size.
///
/// Since: 0.1
#[derive(Clone, Copy, Default)]
#[repr(C)]
pub struct amtp_uuid {
    /// The bytes.
    pub bytes: [u8; 16],
}

impl From<Uuid> for amtp_uuid {
    fn from(uuid: Uuid) -> Self {
        Self { bytes: uuid.to_bytes() }
    }
}

impl From<amtp_uuid> for Uuid {
    fn from(uuid: amtp_uuid) -> Self {
        Self::from_bytes(uuid.bytes)
    }
}

/// Reads a UUID in its canonical form, `00112233-4455-6677-8899-aabbccddeeff`; capitals are read too. The
/// text is copied before return.
///
/// Errors: `AMTP_ERR_UUID`, which `amtp_uuid_problem` explains, and `AMTP_ERR_UTF8`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_uuid_read(
    uuid: *const c_char,
    len: usize,
    out: Option<&mut MaybeUninit<amtp_uuid>>,
) -> amtp_status {
    guard(|| {
        // SAFETY: the header asks for `len` readable bytes.
        let read: Uuid = unsafe { text(uuid, len) }?.parse()?;
        put(out, read.into())
    })
}

/// Why a text is no UUID, and at which byte, written into `buf`. The text is copied before return.
///
/// Errors: `AMTP_ERR_ABSENT` if it is one, `AMTP_ERR_UTF8`, `AMTP_ERR_BUFFER`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_uuid_problem(
    uuid: *const c_char,
    len: usize,
    buf: *mut c_char,
    cap: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
) -> amtp_status {
    guard(|| {
        // SAFETY: the header asks for `len` readable bytes.
        let error = unsafe { text(uuid, len) }?.parse::<Uuid>().err().ok_or(Abi::Absent)?;
        // SAFETY: the header asks for `cap` writable bytes.
        unsafe { output_text(&error, buf, cap, out_len) }
    })
}

/// A UUID in its canonical form, 36 characters, written into `buf`.
///
/// Errors: `AMTP_ERR_BUFFER`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_uuid_text(
    uuid: Option<&amtp_uuid>,
    buf: *mut c_char,
    cap: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
) -> amtp_status {
    guard(|| {
        let uuid = Uuid::from(*uuid.ok_or(Abi::Null)?);
        // SAFETY: the header asks for `cap` writable bytes.
        unsafe { output_text(&uuid, buf, cap, out_len) }
    })
}

/// The UUID that is seen where somebody took the order of bytes that devices send for the one that is shown.
/// Ask an inventory for the UUID itself first, then for this one.
///
/// Errors: none of its own.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_uuid_swapped(
    uuid: Option<&amtp_uuid>,
    out: Option<&mut MaybeUninit<amtp_uuid>>,
) -> amtp_status {
    guard(|| put(out, Uuid::from(*uuid.ok_or(Abi::Null)?).swapped().into()))
}
