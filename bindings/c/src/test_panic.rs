//! Functions that panic, to see what the library does then. Never in the shipped header or library.

use crate::device::amtp_device;
use crate::facts::amtp_facts;
use crate::guard::guard;
use crate::handle::{shared, write};
use crate::session::amtp_session;
use crate::status::amtp_status;

/// Panics while it writes to a handle.
#[unsafe(no_mangle)]
#[allow(clippy::panic)] // what it is for
pub extern "C" fn amtp_test_panic_facts(facts: Option<&mut amtp_facts>) -> amtp_status {
    guard(|| write(facts, |_| panic!("asked for by a test")))
}

/// Panics while it writes to a session.
#[unsafe(no_mangle)]
#[allow(clippy::panic)] // what it is for
pub extern "C" fn amtp_test_panic_session(session: Option<&mut amtp_session>) -> amtp_status {
    guard(|| write(session, |_| panic!("asked for by a test")))
}

/// Panics while it reads a handle.
#[unsafe(no_mangle)]
#[allow(clippy::panic)] // what it is for
pub extern "C" fn amtp_test_panic_device(device: Option<&amtp_device>) -> amtp_status {
    guard(|| {
        shared(device)?;
        panic!("asked for by a test")
    })
}
