//! How much memory sessions take that wait for their device: the resident size of this process before
//! and after it made so many (a million, unless told otherwise). Linux only.

extern crate alloc;
extern crate std;

use alloc::vec::Vec;
use std::{env, fs, println};

use amt_provisioning_benches::Sessions;

fn main() {
    let count = env::args().nth(1).map_or(1_000_000, |count| count.parse().unwrap());
    let sessions = Sessions::new();
    let mut resting = Vec::with_capacity(count);
    let before = resident();
    resting.extend((0..count).map(|_| sessions.resting()));
    let bytes = resident().saturating_sub(before);
    let saved = resting.first().map_or(0, |session| session.snapshot().unwrap().len());
    println!(
        "{count} sessions at rest: {} MiB, {} bytes each; {saved} bytes saved",
        bytes / 1024 / 1024,
        bytes / count.max(1)
    );
}

/// Resident bytes of this process.
fn resident() -> usize {
    let statm = fs::read_to_string("/proc/self/statm").unwrap();
    let pages: usize = statm.split(' ').nth(1).unwrap().parse().unwrap();
    pages * 4096
}
