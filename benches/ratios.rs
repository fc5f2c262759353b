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
use std::println;
use std::time::Instant;

use amt_provisioning_benches::Subject;

#[path = "openssl.rs"]
mod peer;

/// Odd, so that one of them is the median.
const ROUNDS: usize = 301;

/// Judging one device is too short for a clock.
const DEVICES: u32 = 256;

/// Microseconds of one round, in the order of [`operations`].
type Round = [f64; 5];

const PREPARE: usize = 0;
const FLOOR: usize = 1;
const OPENSSL: usize = 2;
const JUDGE: usize = 3;
const EXPLAIN: usize = 4;

fn main() {
    println!(
        "| chain | preparing / floor | OpenSSL / preparing | judging / preparing | explaining / preparing | preparing, µs |"
    );
    println!("| --- | --- | --- | --- | --- | --- |");
    for subject in Subject::all() {
        let rounds = measure(&subject);
        let ratio = |of: usize, to: usize, digits: usize| {
            spread(rounds.iter().map(|round| round[of] / round[to]).collect(), digits)
        };
        println!(
            "| {} | {} | {} | {} | {} | {} |",
            subject.name,
            ratio(PREPARE, FLOOR, 2),
            ratio(OPENSSL, PREPARE, 1),
            ratio(JUDGE, PREPARE, 4),
            ratio(EXPLAIN, PREPARE, 2),
            spread(rounds.iter().map(|round| round[PREPARE]).collect(), 0),
        );
    }
}

fn measure(subject: &Subject) -> Vec<Round> {
    let prepared = subject.prepare();
    let operations: [(&dyn Fn(), u32); 5] = [
        (&|| drop(subject.prepare()), 1),
        (&|| subject.floor(), 1),
        (&|| peer::verify(subject), 1),
        (&|| _ = black_box(subject.judge(black_box(&prepared))), DEVICES),
        (&|| drop(subject.explain(black_box(&prepared))), 1),
    ];
    let round = |number: usize| {
        let mut round = Round::default();
        for turn in 0..operations.len() {
            let place = (number + turn) % operations.len();
            let (operation, times) = operations[place];
            let start = Instant::now();
            (0..times).for_each(|_| operation());
            round[place] = start.elapsed().as_secs_f64() * 1e6 / f64::from(times);
        }
        round
    };
    // The first rounds fill the caches.
    (0..ROUNDS + 20).map(round).skip(20).collect()
}

/// Median [tenth to ninetieth percentile].
fn spread(mut values: Vec<f64>, digits: usize) -> String {
    values.sort_by(f64::total_cmp);
    let at = |percent: usize| values[(values.len() - 1) * percent / 100];
    format!("{:.digits$} [{:.digits$}..{:.digits$}]", at(50), at(10), at(90))
}
