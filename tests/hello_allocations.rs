//! Reading a Hello allocates nothing, whether it can be read or not.

extern crate alloc;

use alloc::vec::Vec;
use core::alloc::{GlobalAlloc, Layout};
use core::cell::Cell;
use core::hint::black_box;
use std::alloc::System;
use std::thread_local;

use amt_provisioning::{Hash, Hello, HelloBody, HelloBuilder};

/// The system's allocator, counting what the current thread asks for.
struct Counting;

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: every call is the system allocator's; counting touches nothing it manages.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        // SAFETY: the caller keeps the contract, which is the same.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn allocations(work: impl FnOnce()) -> usize {
    let before = ALLOCATIONS.get();
    work();
    ALLOCATIONS.get() - before
}

/// Everything a view tells without a list of its own.
fn read(bytes: &[u8]) {
    let Ok(hello) = black_box(Hello::parse(bytes)) else { return };
    black_box((hello.uuid(), hello.retry_count(), hello.credentials_set(), hello.trailing()));
    black_box(hello.findings());
    if let HelloBody::Pki(entries) = hello.body() {
        entries.for_each(|entry| _ = black_box(entry));
    }
}

#[test]
fn reading_allocates_nothing() {
    let uuid = "00112233-4455-6677-8899-aabbccddeeff".parse().unwrap();
    let hashes = [Hash::sha256(b"root"); 24];
    let message = HelloBuilder::pki(uuid, &hashes).unwrap().build();
    let mut damaged = message.clone();
    damaged[25] = 9;
    let psk = HelloBuilder::psk(uuid, *b"ABCD1234").build();
    let http = b"GET / HTTP/1.1\r\n\r\n".to_vec();
    for bytes in [&message[..], &message[..800], &damaged, &psk, &http, &[]] {
        assert_eq!(allocations(|| read(bytes)), 0, "{} bytes", bytes.len());
    }
    // The counter does count.
    assert_eq!(allocations(|| drop(black_box(Vec::<u8>::with_capacity(1)))), 1);
}
