//! The provisioning sessions against a scripted device and program, in virtual time.

#[path = "../common/mod.rs"]
mod common;

#[path = "../../fuzz/src/lib.rs"]
pub mod targets;

mod agent;
mod chance;
mod drive;
mod ends;
mod flows;
mod lost;
mod passwords;
mod peer;
mod repeats;
mod simulation;
mod snapshots;
mod stories;
mod transitions;
mod world;

proptest::proptest! {
    /// The body of the fuzz target, under bytes that know nothing of its coverage.
    #[test]
    fn any_sequence_of_inputs(data in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
        targets::session(&data);
    }
}

/// Every finding of the sessions is expected by some test of this folder.
#[test]
fn every_finding_is_expected_somewhere() {
    let files = std::fs::read_dir("tests/provisioning").unwrap();
    let text: String =
        files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap()).collect();
    let of_sessions = |finding: &&amt_provisioning::Finding| {
        let rule = finding.rule().id();
        ["F-", "I-", "W-30"].iter().any(|series| rule.starts_with(series))
    };
    let findings: Vec<_> = amt_provisioning::Finding::ALL.iter().filter(of_sessions).collect();
    assert!(findings.len() > 30);
    for finding in findings {
        let variant = format!("{finding:?}");
        let named = [format!("Finding::{variant}"), format!("\"{}\"", finding.name())];
        assert!(named.iter().any(|name| text.contains(name)), "{variant}");
    }
}
