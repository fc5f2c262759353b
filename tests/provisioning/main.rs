//! The provisioning sessions against a scripted device and program, in virtual time.

#[path = "../common/mod.rs"]
mod common;

#[path = "../../fuzz/src/lib.rs"]
pub mod targets;

mod chance;
mod flows;
mod simulation;
mod snapshots;
mod world;

proptest::proptest! {
    /// The body of the fuzz target, under bytes that know nothing of its coverage.
    #[test]
    fn any_sequence_of_inputs(data in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
        targets::session(&data);
    }
}
