//! A program without std that judges a certificate: if the library, or anything it depends on,
//! linked std, there would be two panic handlers and no program.
//!
//! It exits with 0 if it saw what it should.
#![no_std]
#![no_main]

use core::alloc::{GlobalAlloc, Layout};
use core::ffi::c_int;

use amt_provisioning::{
    Bag, Device, DeviceFacts, Error, Outcome, PathLimits, Policy, Prepared, Rule,
    SignatureAlgorithms, Verdict,
};

#[cfg(any(feature = "ring", feature = "rustcrypto"))]
const PROVIDER: (SignatureAlgorithms<'_>, Outcome) =
    (SignatureAlgorithms::default_provider(), Outcome::Pass);
#[cfg(not(any(feature = "ring", feature = "rustcrypto")))]
const PROVIDER: (SignatureAlgorithms<'_>, Outcome) =
    (SignatureAlgorithms::new(&[]), Outcome::Undetermined);

/// Leaf and root, neither of them for provisioning.
static CHAIN: &[u8] = include_bytes!("../../../src/bag/fixtures/chain.pem");

fn is_as_expected() -> Result<bool, Error> {
    let (algorithms, signatures) = PROVIDER;
    let prepared = Prepared::with(Bag::read(CHAIN)?, None, algorithms, PathLimits::default());
    let (device, policy) = (Device::new(DeviceFacts::default()), Policy::default());
    let evaluation = prepared.judge(&device, &policy, None);
    let report = prepared.explain(&device, &policy, None);
    Ok(evaluation.outcome(Rule::R511) == Some(signatures)
        && report.verdict == Verdict::Rejected
        && report.path.len() == 2)
}

#[unsafe(no_mangle)]
extern "C" fn main() -> c_int {
    match is_as_expected() {
        Ok(true) => 0,
        Ok(false) => 1,
        Err(_) => 2,
    }
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    // SAFETY: `abort` has no preconditions.
    unsafe { abort() }
}

// `alloc` comes compiled for unwinding, which is std's part. Nothing unwinds here, so nobody calls
// these.

#[unsafe(no_mangle)]
extern "C" fn rust_eh_personality() {}

#[unsafe(no_mangle)]
extern "C" fn _Unwind_Resume() -> ! {
    // SAFETY: as above.
    unsafe { abort() }
}

#[link(name = "c")]
unsafe extern "C" {
    fn abort() -> !;
    fn malloc(size: usize) -> *mut u8;
    fn free(block: *mut u8);
}

/// The allocator of C.
struct Malloc;

/// What `malloc` aligns to where pointers have eight bytes.
const ALIGNMENT: usize = 16;

#[global_allocator]
static ALLOCATOR: Malloc = Malloc;

// SAFETY: blocks are those of `malloc`, with the size and alignment asked for, or null.
unsafe impl GlobalAlloc for Malloc {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if layout.align() > ALIGNMENT {
            return core::ptr::null_mut();
        }
        // SAFETY: `malloc` has no preconditions.
        unsafe { malloc(layout.size()) }
    }

    unsafe fn dealloc(&self, block: *mut u8, _: Layout) {
        // SAFETY: `block` came from `alloc`, and is not used again.
        unsafe { free(block) }
    }
}
