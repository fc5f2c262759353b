//! Time of each operation, by criterion: `cargo bench -p amt-provisioning-benches --bench validation`.
//!
//! To compare operations on a noisy machine take `ratios` instead.

use core::hint::black_box;

use amt_provisioning_benches::Subject;
use criterion::Criterion;

#[path = "openssl.rs"]
mod peer;

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    for subject in Subject::all() {
        let prepared = subject.prepare();
        let mut group = criterion.benchmark_group(subject.name);
        group.bench_function("prepare", |b| b.iter(|| subject.prepare()));
        group.bench_function("judge", |b| b.iter(|| subject.judge(black_box(&prepared))));
        group.bench_function("explain", |b| b.iter(|| subject.explain(black_box(&prepared))));
        group.bench_function("floor", |b| b.iter(|| subject.floor()));
        group.bench_function("openssl", |b| b.iter(|| peer::verify(&subject)));
        group.finish();
    }
    criterion.final_summary();
}
