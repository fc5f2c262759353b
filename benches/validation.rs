//! Time of each operation, by criterion: `cargo bench -p amt-provisioning-benches --bench validation`.
//!
//! To compare operations on a noisy machine take `ratios` instead.

use core::hint::black_box;

use amt_provisioning_benches::Subject;
use criterion::{Criterion, criterion_group, criterion_main};

#[path = "openssl.rs"]
mod peer;

fn validation(criterion: &mut Criterion) {
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
}

criterion_group!(benches, validation);
criterion_main!(benches);
