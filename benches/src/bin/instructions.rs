//! Runs one operation some times; `instructions.sh` counts what that takes.

extern crate alloc;
extern crate std;

use alloc::string::String;
use core::hint::black_box;
use std::process::ExitCode;
use std::{env, eprintln, println};

use amt_provisioning_benches::Subject;

fn main() -> ExitCode {
    let arguments: alloc::vec::Vec<String> = env::args().skip(1).collect();
    let [chain, operation, times] = arguments.as_slice() else {
        return usage();
    };
    let Some(subject) = Subject::all().find(|subject| subject.name == chain) else {
        return usage();
    };
    let Ok(times) = times.parse::<u32>() else {
        return usage();
    };
    let prepared = subject.prepare();
    for _ in 0..times {
        match operation.as_str() {
            "prepare" => drop(subject.prepare()),
            "judge" => _ = black_box(subject.judge(black_box(&prepared))),
            "floor" => subject.floor(),
            "hashes" => hashes(&subject),
            "explain" => drop(subject.explain(black_box(&prepared))),
            _ => return usage(),
        }
    }
    ExitCode::SUCCESS
}

/// Prints the device's list of root hashes, for the same device in C.
fn hashes(subject: &Subject) {
    let list = subject.device.facts().root_hashes.value();
    for entry in list.into_iter().flat_map(|list| &list.entries) {
        println!("{}", entry.hash);
    }
}

fn usage() -> ExitCode {
    eprintln!("instructions CHAIN floor|prepare|judge|explain|hashes TIMES");
    ExitCode::from(64)
}
