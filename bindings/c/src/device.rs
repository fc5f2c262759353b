//! Devices ready for judging.

use core::mem::MaybeUninit;

use core_lib::Device;

use crate::facts::amtp_facts;
use crate::guard::guard;
use crate::handle::{self, put_new, read};
use crate::status::amtp_status;

/// A device ready for judging: names normalised, the possible firmware generations looked up.
///
/// Threads: never written to; any number of threads may use it at once.
///
/// Since: 0.1
pub struct amtp_device(pub(crate) Device);

/// Makes a device of what is known about it. `*out` is owned by the caller (free with `amtp_device_free`);
/// the facts are copied before return.
///
/// Errors: none of its own.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_device_new(
    facts: Option<&amtp_facts>,
    out: Option<&mut MaybeUninit<*mut amtp_device>>,
) -> amtp_status {
    guard(|| {
        let facts = read(facts)?;
        put_new(out, || Ok(amtp_device(Device::new(facts.clone()))))
    })
}

/// Frees a device; NULL is fine.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_device_free(device: Option<Box<amtp_device>>) {
    handle::free(device);
}
