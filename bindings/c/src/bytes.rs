//! Bytes and texts across the boundary.

use core::ffi::c_char;
use core::fmt::Display;
use core::{ptr, slice, str};

use crate::handle::{Out, put};
use crate::status::{Abi, Failure};

/// A text that the library shows: `len` bytes of UTF-8 from `ptr` on, not terminated by a zero. `ptr` is
/// never NULL.
///
/// Who owns the bytes is said where a view is given out. Print it with `printf("%.*s", (int)s.len, s.ptr)`.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(C)]
pub struct amtp_str {
    /// The first byte.
    pub ptr: *const c_char,
    /// How many bytes.
    pub len: usize,
}

impl Default for amtp_str {
    fn default() -> Self {
        Self::from("")
    }
}

impl From<&str> for amtp_str {
    fn from(text: &str) -> Self {
        Self { ptr: text.as_ptr().cast(), len: text.len() }
    }
}

/// Bytes, such as a certificate in DER: `len` of them from `ptr` on. Given by the caller, `ptr` may be NULL
/// if `len` is 0.
///
/// Who owns the bytes is said where a view is given out or taken.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(C)]
pub struct amtp_bytes {
    /// The first byte.
    pub ptr: *const u8,
    /// How many bytes.
    pub len: usize,
}

impl Default for amtp_bytes {
    fn default() -> Self {
        Self::from(&[][..])
    }
}

impl From<&[u8]> for amtp_bytes {
    fn from(bytes: &[u8]) -> Self {
        Self { ptr: bytes.as_ptr(), len: bytes.len() }
    }
}

/// An array that the caller gave; NULL is allowed for one without elements.
///
/// # Safety
///
/// `ptr` is NULL, or `len` values can be read from it for as long as the result is used.
pub(crate) unsafe fn input<'a, T>(ptr: *const T, len: usize) -> Result<&'a [T], Failure> {
    if len == 0 {
        return Ok(&[]);
    }
    if ptr.is_null() {
        return Err(Abi::Null.into());
    }
    // No object is larger; a length of -1 comes here as the largest one.
    if len > isize::MAX.unsigned_abs() / size_of::<T>().max(1) {
        return Err(Abi::Range.into());
    }
    // SAFETY: not NULL, no longer than an object can be; the rest is this function's own condition.
    Ok(unsafe { slice::from_raw_parts(ptr, len) })
}

/// An array of views that the caller gave.
///
/// # Safety
///
/// As [`input`]; and the same for each view.
pub(crate) unsafe fn inputs<'a>(
    items: *const amtp_bytes,
    count: usize,
) -> Result<Vec<&'a [u8]>, Failure> {
    // SAFETY: this function's own condition.
    let items = unsafe { input(items, count) }?;
    // SAFETY: as above.
    items.iter().map(|item| unsafe { input(item.ptr, item.len) }).collect()
}

/// A text that the caller gave.
///
/// # Safety
///
/// As [`input`].
pub(crate) unsafe fn text<'a>(ptr: *const c_char, len: usize) -> Result<&'a str, Failure> {
    // SAFETY: this function's own condition.
    let bytes = unsafe { input(ptr.cast::<u8>(), len) }?;
    str::from_utf8(bytes).map_err(|_| Abi::Utf8.into())
}

/// Writes `bytes` into the caller's buffer, or nothing and the size that is needed.
///
/// # Safety
///
/// `buf` is NULL, or `cap` bytes can be written to it, and nobody else uses them meanwhile.
pub(crate) unsafe fn output(
    bytes: &[u8],
    buf: *mut u8,
    cap: usize,
    out_len: Out<'_, usize>,
) -> Result<(), Failure> {
    if buf.is_null() && cap != 0 {
        return Err(Abi::Null.into());
    }
    put(out_len, bytes.len())?;
    if bytes.len() > cap {
        return Err(Abi::Buffer.into());
    }
    if !bytes.is_empty() {
        // SAFETY: `cap` is not 0, so `buf` is not NULL and has that many bytes, which no value of this
        // library shares.
        unsafe { ptr::copy_nonoverlapping(bytes.as_ptr(), buf, bytes.len()) };
    }
    Ok(())
}

/// The same for something that is rendered.
///
/// # Safety
///
/// As [`output`].
pub(crate) unsafe fn output_text(
    value: &impl Display,
    buf: *mut c_char,
    cap: usize,
    out_len: Out<'_, usize>,
) -> Result<(), Failure> {
    // SAFETY: this function's own condition.
    unsafe { output(value.to_string().as_bytes(), buf.cast(), cap, out_len) }
}
