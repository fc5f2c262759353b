//! Runs one operation some times; `instructions.sh` counts what that takes.

extern crate alloc;
extern crate std;

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::hint::black_box;
use std::process::ExitCode;
use std::{env, eprintln, println};

use amt_provisioning_benches::{Answer, Message, Sessions, Subject};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [subject, operation, times] = arguments.as_slice() else {
        return usage();
    };
    let (Some(operation), Ok(times)) = (find(subject, operation), times.parse::<u32>()) else {
        return usage();
    };
    (0..times).for_each(|_| operation());
    ExitCode::SUCCESS
}

fn find(subject: &str, operation: &str) -> Option<Box<dyn Fn()>> {
    let (message, answer) = (Message::new(), Answer::new());
    let operation: Box<dyn Fn()> = match (subject, operation) {
        ("Hello", "floor") => Box::new(move || message.floor()),
        ("Hello", "read") => Box::new(move || message.read()),
        ("Digest", "floor") => Box::new(move || answer.floor()),
        ("Digest", "answer") => Box::new(move || answer.make()),
        ("Digest", "peer") => Box::new(move || answer.make_by_peer()),
        ("Session", "run") => {
            let sessions = Sessions::new();
            Box::new(move || sessions.run())
        }
        (chain, operation) => {
            let subject = Subject::all().find(|subject| subject.name == chain)?;
            let prepared = subject.prepare();
            match operation {
                "prepare" => Box::new(move || drop(subject.prepare())),
                "judge" => Box::new(move || _ = black_box(subject.judge(black_box(&prepared)))),
                "floor" => Box::new(move || subject.floor()),
                "hashes" => Box::new(move || hashes(&subject)),
                "explain" => Box::new(move || drop(subject.explain(black_box(&prepared)))),
                _ => return None,
            }
        }
    };
    Some(operation)
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
    eprintln!("instructions Hello floor|read TIMES");
    eprintln!("instructions Digest floor|answer|peer TIMES");
    eprintln!("instructions Session run TIMES");
    ExitCode::from(64)
}
