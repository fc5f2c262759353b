//! Ratios of times, as a Markdown table: `cargo bench -p amt-provisioning-benches --bench ratios`.
//!
//! In every round each operation is timed once, one right after the other and in changing order, and
//! ratios are taken within the round: what slows the machine down meets both sides. Shown are the
//! median of all rounds and, in brackets, their tenth and ninetieth percentile.

extern crate alloc;
extern crate std;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::hint::black_box;
use std::process::Command;
use std::time::Instant;
use std::{env, println, str};

use amt_provisioning_benches::{Answer, Message, Subject};

#[path = "openssl.rs"]
mod peer;

/// Odd, so that one of them is the median.
const ROUNDS: usize = 301;

/// What is too short for a clock is done so often.
const TIMES: u32 = 256;

fn main() {
    println!(
        "| chain | preparing / floor | OpenSSL / preparing | judging / preparing | explaining / preparing | preparing, µs |"
    );
    println!("| --- | --- | --- | --- | --- | --- |");
    for subject in Subject::all() {
        let prepared = subject.prepare();
        let [prepare, floor, openssl, judge, explain] = measure([
            (&|| drop(subject.prepare()), 1),
            (&|| subject.floor(), 1),
            (&|| peer::verify(&subject), 1),
            (&|| _ = black_box(subject.judge(black_box(&prepared))), TIMES),
            (&|| drop(subject.explain(black_box(&prepared))), 1),
        ]);
        println!(
            "| {} | {} | {} | {} | {} | {} |",
            subject.name,
            spread(ratio(&prepare, &floor), 2),
            spread(ratio(&openssl, &prepare), 1),
            spread(ratio(&judge, &prepare), 4),
            spread(ratio(&explain, &prepare), 2),
            spread(prepare, 0),
        );
    }

    let message = Message::new();
    let [read, floor] = measure([(&|| message.read(), TIMES), (&|| message.floor(), TIMES)]);
    println!();
    println!("| reading a Hello / one pass over its bytes | reading, µs |");
    println!("| --- | --- |");
    println!("| {} | {} |", spread(ratio(&read, &floor), 2), spread(read, 3));

    let answer = Answer::new();
    let [make, floor, peer] = measure([
        (&|| answer.make(), TIMES),
        (&|| answer.floor(), TIMES),
        (&|| answer.make_by_peer(), TIMES),
    ]);
    println!();
    println!(
        "| answering a challenge / its bare hashes | http-auth / answering | response by node / answering | answering, µs |"
    );
    println!("| --- | --- | --- | --- |");
    println!(
        "| {} | {} | {} | {} |",
        spread(ratio(&make, &floor), 2),
        spread(ratio(&peer, &make), 1),
        node().map_or_else(
            || String::from("no node"),
            |node| spread(make.iter().map(|make| node / make).collect(), 1)
        ),
        spread(make, 2),
    );
}

/// Microseconds of each operation in each round; one that is done several times takes so much less.
fn measure<const N: usize>(operations: [(&dyn Fn(), u32); N]) -> [Vec<f64>; N] {
    let mut taken = [const { Vec::new() }; N];
    // The first rounds fill the caches. With `--test` all that counts is that it runs.
    let smoke = env::args().any(|argument| argument == "--test");
    let (first, rounds) = if smoke { (0, 1) } else { (20, ROUNDS) };
    for round in 0..first + rounds {
        for turn in 0..N {
            let place = (round + turn) % N;
            let (operation, times) = operations[place];
            let start = Instant::now();
            (0..times).for_each(|_| operation());
            let time = start.elapsed().as_secs_f64() * 1e6 / f64::from(times);
            if round >= first {
                taken[place].push(time);
            }
        }
    }
    taken
}

/// Microseconds that node's crypto takes for a response, if node is installed; a process of its own,
/// so it is not part of the rounds.
fn node() -> Option<f64> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/digest.mjs");
    let output = Command::new("node").args([script, "100000"]).output().ok()?;
    let nanoseconds: f64 = str::from_utf8(&output.stdout).ok()?.trim().parse().ok()?;
    Some(nanoseconds / 1e3)
}

fn ratio(of: &[f64], to: &[f64]) -> Vec<f64> {
    of.iter().zip(to).map(|(of, to)| of / to).collect()
}

/// Median [tenth to ninetieth percentile].
fn spread(mut values: Vec<f64>, digits: usize) -> String {
    values.sort_by(f64::total_cmp);
    let at = |percent: usize| values[(values.len() - 1) * percent / 100];
    format!("{:.digits$} [{:.digits$}..{:.digits$}]", at(50), at(10), at(90))
}
