//! Structs by value, which begin with `struct_size` so that they can grow.

use core::ptr;

use core_lib::Error;

use crate::status::{Abi, Failure, amtp_status};

/// No struct is larger, so that a size that the caller forgot to set is noticed.
const LARGEST: usize = 1024;

/// A struct by value.
///
/// # Safety
///
/// `repr(C)`, and begins with a `size_t`.
pub(crate) unsafe trait ByValue: Copy {
    /// How large it was in the first version that had it.
    const FIRST: usize;
}

/// A struct by value that the caller fills.
///
/// # Safety
///
/// It is valid whatever its bytes are.
pub(crate) unsafe trait Given: ByValue {}

/// Implements [`ByValue`], with the size of the first version where pointers have 64 bits.
macro_rules! by_value {
    ($($name:ty = $first:literal;)*) => {$(
        const _: () = assert!(core::mem::offset_of!($name, struct_size) == 0);
        const _: () = assert!(cfg!(not(target_pointer_width = "64")) || size_of::<$name>() == $first);
        // SAFETY: `repr(C)`, as cbindgen asks too; that the size stands first is asserted above.
        unsafe impl $crate::sized::ByValue for $name {
            const FIRST: usize = if cfg!(target_pointer_width = "64") { $first } else { size_of::<$name>() };
        }
    )*};
}
pub(crate) use by_value;

/// The size that the caller states.
///
/// # Safety
///
/// `pointer` is NULL, or a `size_t` can be read from it.
unsafe fn stated<T: ByValue>(pointer: *const T) -> Result<usize, Failure> {
    if pointer.is_null() {
        return Err(Abi::Null.into());
    }
    // SAFETY: not NULL, and this function's own condition.
    let size = unsafe { pointer.cast::<usize>().read() };
    if (T::FIRST..=LARGEST).contains(&size) { Ok(size) } else { Err(Abi::StructSize.into()) }
}

/// Fills the caller's struct, as much of it as the caller knows; what only the caller knows becomes zero.
///
/// # Safety
///
/// `out` is NULL, or `struct_size` is set and that many bytes can be written.
pub(crate) unsafe fn put_sized<T: ByValue>(
    out: *mut T,
    make: impl FnOnce(usize) -> Result<T, Failure>,
) -> Result<(), Failure> {
    // SAFETY: this function's own condition.
    let size = unsafe { stated(out) }?;
    let value = make(size)?;
    let known = size.min(size_of::<T>());
    // SAFETY: `size` bytes can be written to `out`, and `known` is not more, nor more than `value` has.
    unsafe {
        ptr::write_bytes(out.cast::<u8>().add(known), 0, size - known);
        ptr::copy_nonoverlapping((&raw const value).cast::<u8>(), out.cast::<u8>(), known);
    }
    Ok(())
}

/// Reads a struct of the caller over `default`, which holds what the caller does not know.
///
/// # Safety
///
/// `from` is NULL, or `struct_size` is set and that many bytes can be read.
pub(crate) unsafe fn get_sized<T: Given>(from: *const T, mut default: T) -> Result<T, Failure> {
    // SAFETY: this function's own condition.
    let known = unsafe { stated(from) }?.min(size_of::<T>());
    // SAFETY: `known` bytes can be read from `from` and written to a `T`, which is valid whatever they are.
    unsafe { ptr::copy_nonoverlapping(from.cast::<u8>(), (&raw mut default).cast::<u8>(), known) };
    Ok(default)
}

/// Where something could not be read. Set `struct_size` before the call.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(C)]
pub struct amtp_error {
    /// `sizeof(amtp_error)`, set by the caller.
    pub struct_size: usize,
    /// The status that the failed call returned.
    pub status: amtp_status,
    /// Which item or line, from 0; `SIZE_MAX` if there is only one, or it is not known.
    pub item: usize,
    /// Which byte of it, from 0; `SIZE_MAX` if that is not known.
    pub offset: usize,
}

by_value! { amtp_error = 32; }

impl amtp_error {
    pub(crate) fn new(struct_size: usize, error: &Error) -> Self {
        let place = |known: Option<usize>| known.unwrap_or(usize::MAX);
        let (item, offset) = (place(error.item()), place(error.offset()));
        Self { struct_size, status: error.kind().code().number(), item, offset }
    }
}

/// Shows an error.
///
/// # Safety
///
/// As [`put_sized`].
pub(crate) unsafe fn put_error(error: Error, out: *mut amtp_error) -> Result<(), Failure> {
    // SAFETY: this function's own condition.
    unsafe { put_sized(out, |size| Ok(amtp_error::new(size, &error))) }
}
