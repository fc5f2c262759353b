//! What holds for every bag, device and policy.
#![cfg(any(feature = "ring", feature = "aws-lc-rs", feature = "rustcrypto"))]

#[path = "../common/mod.rs"]
mod common;
#[path = "../random/mod.rs"]
mod random;

mod names;
mod situations;

use amt_provisioning::{Evaluation, Finding, Outcome, Report, Rule, Severity, Verdict};
use proptest::prelude::*;
use proptest::sample::Index;

use common::Scene;
use random::{Quirk, RandomBag, Spec, specs, strangers};
use situations::{Situation, situations};

fn scene(bag: &RandomBag, situation: &Situation) -> Scene {
    Scene { input: bag.input(), ..situation.scene(bag) }
}

/// What a caller gets of a judgement, without the places of certificates in the input.
#[derive(Debug, PartialEq)]
struct Judged {
    evaluation: Evaluation,
    presentation: Vec<Vec<u8>>,
    unused: Vec<String>,
}

fn judge(scene: &Scene) -> Judged {
    let prepared = scene.prepared();
    let evaluation = prepared.judge(&scene.device(), &scene.policy, scene.now);
    let report = prepared.explain(&scene.device(), &scene.policy, scene.now);
    Judged {
        evaluation,
        presentation: prepared.presentation(&evaluation).map(<[u8]>::to_vec).collect(),
        unused: report.unused.iter().map(|unused| unused.sha256.to_string()).collect(),
    }
}

/// The report says what the evaluation says, and holds together.
fn check(report: &Report, evaluation: &Evaluation) {
    let outcomes: Vec<_> = report.rules.iter().map(|rule| (rule.id, rule.outcome)).collect();
    assert_eq!(outcomes, evaluation.outcomes().collect::<Vec<_>>());
    assert_eq!(report.verdict, evaluation.verdict());
    assert_eq!(report.certificate_verdict, evaluation.certificate_verdict());
    assert_eq!(report.headline, evaluation.headline());
    assert_eq!(report.root_match.as_ref().map(|root| root.entry), evaluation.root_match());
    let missing: Vec<_> = evaluation.missing_inputs().names().collect();
    assert_eq!(report.missing_inputs, missing);

    let findings = |severity: &[Severity]| -> Vec<Finding> {
        let rules = report.rules.iter().filter(|rule| severity.contains(&rule.severity));
        let mut all: Vec<Finding> = rules.flat_map(|rule| rule.findings.clone()).collect();
        let place = |finding: &Finding| Finding::ALL.iter().position(|one| one == finding);
        all.sort_by_key(place);
        all.dedup();
        all
    };
    assert_eq!(findings(&[Severity::Rejects]), evaluation.failures().iter().collect::<Vec<_>>());
    assert_eq!(
        findings(&[Severity::LeavesOpen]),
        evaluation.open_points().iter().collect::<Vec<_>>()
    );
    assert_eq!(findings(&[Severity::Advises]), evaluation.advice().iter().collect::<Vec<_>>());

    let has = |severity| report.rules.iter().any(|rule| rule.severity == severity);
    let expected = if has(Severity::Rejects) {
        Verdict::Rejected
    } else if has(Severity::LeavesOpen) {
        Verdict::Undetermined
    } else {
        Verdict::Accepted
    };
    if report.verdict != Verdict::NotApplicable {
        assert_eq!(report.verdict, expected);
        // Who is refused, or left waiting, is told why.
        assert_eq!(report.headline.is_none(), report.verdict == Verdict::Accepted, "{report}");
    }
    for rule in &report.rules {
        if matches!(rule.outcome, Outcome::Fail | Outcome::Undetermined) {
            assert!(!rule.findings.is_empty() && !rule.seen.is_empty(), "{}: {report}", rule.id);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..Default::default() })]

    /// neither the order of the bag nor repetition changes anything.
    #[test]
    fn order_and_repetition_change_nothing(
        spec in specs(),
        situation in situations(),
        swaps in prop::collection::vec((any::<Index>(), any::<Index>()), 1..12),
        repeated in prop::collection::vec(any::<Index>(), 0..4),
        joined in any::<bool>(),
    ) {
        let bag = spec.build();
        let mut scene = scene(&bag, &situation);
        let before = judge(&scene);
        let mut input = scene.input.clone();
        let count = input.len();
        input.extend(repeated.iter().map(|index| scene.input[index.index(count)].clone()));
        for (a, b) in &swaps {
            let (a, b) = (a.index(input.len()), b.index(input.len()));
            input.swap(a, b);
        }
        scene.input = if joined { vec![input.concat()] } else { input };
        prop_assert_eq!(judge(&scene), before);
    }

    /// certificates that are no leaf candidates and issue nothing are left over, and that is
    /// all.
    #[test]
    fn strangers_change_nothing(
        spec in specs(),
        situation in situations(),
        strangers in strangers(),
    ) {
        let bag = spec.build();
        let mut scene = scene(&bag, &situation);
        // Of a bag of CAs alone each that issued nothing is a candidate.
        prop_assume!(!spec.has(|quirk| quirk == Quirk::CaTrue));
        let before = judge(&scene);
        let certs = strangers.iter().zip(0..).map(|(stranger, number)| stranger.cert(number));
        scene.input.extend(certs.map(|cert| cert.der));
        let after = judge(&scene);
        prop_assert_eq!(after.presentation, before.presentation);
        prop_assert_eq!(after.evaluation.verdict(), before.evaluation.verdict());
        prop_assert_eq!(after.evaluation.certificate_verdict(), before.evaluation.certificate_verdict());
        prop_assert!(after.evaluation.outcomes().eq(before.evaluation.outcomes()));
        prop_assert_eq!(after.evaluation.failures(), before.evaluation.failures());
        prop_assert_eq!(after.evaluation.open_points(), before.evaluation.open_points());
        let new: Vec<Finding> = after.evaluation.advice().iter()
            .filter(|finding| !before.evaluation.advice().contains(*finding)).collect();
        prop_assert!(new.is_empty() || new == [Finding::ChainExtraCertificates], "{:?}", new);
        prop_assert!(after.unused.len() > before.unused.len());
    }

    /// A device that trusts one more hash accepts no less.
    #[test]
    fn another_trusted_hash_rejects_nothing(
        spec in specs(),
        situation in situations(),
        more in situations::entries(),
    ) {
        let bag = spec.build();
        let before = judge(&scene(&bag, &situation)).evaluation.verdict();
        let mut trusting = situation.clone();
        for (at, entry) in more.into_iter().enumerate() {
            trusting.entries.insert(at.min(trusting.entries.len()), entry);
        }
        let after = judge(&scene(&bag, &trusting)).evaluation.verdict();
        if before == Verdict::Accepted {
            prop_assert_eq!(after, Verdict::Accepted);
        }
    }

    /// Judging and explaining are one judgement, and every report can be shown.
    #[test]
    fn explaining_is_judging(spec in specs(), situation in situations()) {
        let bag = spec.build();
        let scene = scene(&bag, &situation);
        let prepared = scene.prepared();
        let evaluation = prepared.judge(&scene.device(), &scene.policy, scene.now);
        let report = prepared.explain(&scene.device(), &scene.policy, scene.now);
        check(&report, &evaluation);
        let shown = report.to_string();
        let verdict = report.verdict.name().replace('_', " ").to_uppercase();
        prop_assert!(shown.starts_with(&verdict), "{}", shown);
        if let Some(headline) = report.headline {
            prop_assert!(shown.contains(headline.name()));
        }
        #[cfg(feature = "serde")]
        {
            let json = serde_json::to_value(&report).unwrap();
            prop_assert_eq!(json["verdict"].as_str(), Some(report.verdict.name()));
            prop_assert_eq!(json["rules"].as_array().map(Vec::len), Some(report.rules.len()));
            prop_assert_eq!(serde_json::to_value(scene.policy).unwrap(), json["policy"].clone());
        }
    }

    /// Damaged bags: whatever is read, it is judged and shown, and no damage adds a path.
    #[test]
    fn damage_is_judged(
        spec in specs(),
        situation in situations(),
        damage in prop::collection::vec((any::<Index>(), any::<Index>(), any::<u8>()), 1..4),
        cut in prop::option::of(any::<Index>()),
    ) {
        let bag = spec.build();
        let mut scene = scene(&bag, &situation);
        for (item, at, byte) in damage {
            let item = item.get(&scene.input).clone();
            let place = scene.input.iter().position(|other| *other == item).unwrap();
            let at = at.index(item.len());
            scene.input[place][at] ^= byte;
        }
        if let Some(cut) = cut {
            let last = scene.input.last_mut().unwrap();
            last.truncate(cut.index(last.len()));
        }
        let prepared = scene.prepared();
        let evaluation = prepared.judge(&scene.device(), &scene.policy, scene.now);
        let report = prepared.explain(&scene.device(), &scene.policy, scene.now);
        check(&report, &evaluation);
        prop_assert!(!report.to_string().is_empty());
        for member in &report.path {
            let der = &scene.input[member.input_item];
            prop_assert!(!der.is_empty());
        }
    }
}

/// The rows that the properties are about exist, so that none of them holds for want of cases.
#[test]
fn random_bags_are_of_every_kind() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut seen = [0; 4];
    let mut paths = 0;
    for _ in 0..300 {
        let spec: Spec = specs().new_tree(&mut runner).unwrap().current();
        let situation = situations().new_tree(&mut runner).unwrap().current();
        let report = scene(&spec.build(), &situation).explain();
        paths += usize::from(!report.alternative_paths.is_empty());
        let place =
            [Verdict::Accepted, Verdict::Rejected, Verdict::Undetermined, Verdict::NotApplicable];
        seen[place.iter().position(|verdict| *verdict == report.verdict).unwrap()] += 1;
        assert!(
            report.rules.iter().all(|rule| rule.id != Rule::R402
                || !rule.findings.contains(&Finding::PathSecondOpinion)),
            "{report}"
        );
    }
    assert!(seen.iter().all(|count| *count >= 10) && paths >= 10, "{seen:?}, {paths}");
}
