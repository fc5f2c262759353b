//! Judging allocates nothing; explaining does, which shows that the count counts.
#![allow(unsafe_code)]

mod common;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use common::Scene;

/// Counts the allocations of each thread, so that tests beside this one do not matter.
struct Counting;

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: every call goes to the system's allocator unchanged; the counter needs no destructor and
// allocates nothing.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.with(|count| count.set(count.get() + 1));
        // SAFETY: the caller keeps the contract of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps the contract of `dealloc`.
        unsafe { System.dealloc(place, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

fn allocations(run: impl FnOnce()) -> usize {
    let before = ALLOCATIONS.with(Cell::get);
    run();
    ALLOCATIONS.with(Cell::get) - before
}

#[test]
fn judging_allocates_nothing() {
    let accepted = Scene::ordinary();
    let unknown = Scene::ordinary().set(|scene| scene.facts = Default::default());
    let rejected = Scene::ordinary().listing([common::entry(&[0x11; 32])]);
    for scene in [accepted, unknown, rejected] {
        let (prepared, device) = (scene.prepared(), scene.device());
        let judged = allocations(|| {
            let _ = prepared.judge(&device, &scene.policy, scene.now);
        });
        assert_eq!(judged, 0);
        let explained = allocations(|| {
            let _ = prepared.explain(&device, &scene.policy, scene.now);
        });
        assert!(explained > 0);
    }
}
