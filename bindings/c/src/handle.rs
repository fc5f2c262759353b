//! Handles: made, read, written to, freed.

use core::mem::MaybeUninit;

use core_lib::Error;

use crate::guard::guard_or;
use crate::status::{Abi, Failure};

/// What C sees as `amtp_noun **out`, or as any other out parameter; `None` is NULL.
pub(crate) type Out<'a, T> = Option<&'a mut MaybeUninit<T>>;

/// Writes an out parameter.
pub(crate) fn put<T>(out: Out<'_, T>, value: T) -> Result<(), Failure> {
    out.ok_or(Abi::Null)?.write(value);
    Ok(())
}

/// Gives a new handle to the caller, which may free it in another thread. Nothing is made if there is no
/// place for it.
pub(crate) fn put_new<T: Send>(
    out: Out<'_, *mut T>,
    make: impl FnOnce() -> Result<T, Failure>,
) -> Result<(), Failure> {
    let out = out.ok_or(Abi::Null)?;
    out.write(Box::into_raw(Box::new(make()?)));
    Ok(())
}

/// Frees a handle that [`put_new`] gave away.
pub(crate) fn free<T>(handle: Option<Box<T>>) {
    guard_or((), || {
        drop(handle);
        Ok(())
    });
}

/// A handle that is never written to once it is made.
pub(crate) fn shared<T: Sync>(handle: Option<&T>) -> Result<&T, Failure> {
    handle.ok_or(Abi::Null.into())
}

/// What a mutable handle holds.
#[derive(Default)]
pub(crate) struct Exclusive<T> {
    value: T,
    /// Why the last call that wrote to it failed, if the core said why.
    error: Option<Error>,
    poisoned: bool,
}

/// A handle that is written to.
pub(crate) trait Mutable: Send + Sync {
    type Value;
    fn exclusive(&self) -> &Exclusive<Self::Value>;
    fn exclusive_mut(&mut self) -> &mut Exclusive<Self::Value>;
}

/// Implements [`Mutable`] for a handle that is a tuple of one [`Exclusive`].
macro_rules! mutable {
    ($handle:ty, $value:ty) => {
        impl $crate::handle::Mutable for $handle {
            type Value = $value;
            fn exclusive(&self) -> &$crate::handle::Exclusive<$value> {
                &self.0
            }
            fn exclusive_mut(&mut self) -> &mut $crate::handle::Exclusive<$value> {
                &mut self.0
            }
        }
    };
}
pub(crate) use mutable;

impl<T> Exclusive<T> {
    pub(crate) fn new(value: T) -> Self {
        Self { value, error: None, poisoned: false }
    }

    fn sound(&self) -> Result<&Self, Failure> {
        if self.poisoned { Err(Abi::Poisoned.into()) } else { Ok(self) }
    }
}

/// Reads a mutable handle.
pub(crate) fn read<H: Mutable>(handle: Option<&H>) -> Result<&H::Value, Failure> {
    Ok(&handle.ok_or(Abi::Null)?.exclusive().sound()?.value)
}

/// Why the last call that wrote to a handle failed.
pub(crate) fn last_error<H: Mutable>(handle: Option<&H>) -> Result<Error, Failure> {
    handle.ok_or(Abi::Null)?.exclusive().sound()?.error.ok_or(Abi::Absent.into())
}

/// Writes to a handle, which remembers the core's error. It is poisoned if `change` panics.
pub(crate) fn write<H: Mutable>(
    handle: Option<&mut H>,
    change: impl FnOnce(&mut H::Value) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let exclusive = handle.ok_or(Abi::Null)?.exclusive_mut();
    exclusive.sound()?;
    exclusive.poisoned = true;
    let result = change(&mut exclusive.value);
    exclusive.poisoned = false;
    exclusive.error = match result {
        Err(Failure::Core(error)) => Some(error),
        _ => None,
    };
    result
}
