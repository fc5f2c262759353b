//! Every rule, decision and policy switch: a case that passes, one that fails, and the boundary.
#![cfg(any(feature = "ring", feature = "aws-lc-rs", feature = "rustcrypto"))]

#[path = "../common/mod.rs"]
mod common;

mod algorithms;
mod chain;
mod choosing;
mod input;
mod messages;
mod names;
mod policy;
mod purpose;
mod report;
mod root_hash;
mod service;
mod surroundings;
mod validity;
mod verdicts;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::LazyLock;

use amt_provisioning::{Finding, FindingSet, Rule, Switch, Verdict};
use common::Scene;
use common::rows::{Row, check};

/// Short for tables.
const REJECTED: Verdict = Verdict::Rejected;
const UNDETERMINED: Verdict = Verdict::Undetermined;

/// The rows of every table, made once: signing takes its time.
fn tables() -> &'static [Row] {
    static TABLES: LazyLock<Vec<Row>> = LazyLock::new(all_rows);
    &TABLES
}

fn all_rows() -> Vec<Row> {
    [
        input::rows(),
        purpose::rows(),
        names::rows(),
        service::rows(),
        policy::rows(),
        chain::rows(),
        algorithms::rows(),
        root_hash::rows(),
        validity::rows(),
        surroundings::rows(),
    ]
    .concat()
}

/// Findings about text, which is read before there is a device; shown in `root_hash` and where hash
/// text is read.
const ELSEWHERE: [Finding; 2] = [Finding::HashTextNormalised, Finding::HashTextMalformed];

/// Rules of the flows, of their invariants and of WS-Management: `tests/provisioning` shows them.
fn of_sessions(rule: Rule) -> bool {
    ["F-", "I-", "W-30"].iter().any(|series| rule.id().starts_with(series))
}

#[test]
fn every_row_holds_and_every_finding_is_raised() {
    let raised = check(tables()).union(messages::raised());
    let elsewhere: FindingSet = ELSEWHERE.into_iter().collect();
    let never = Finding::ALL.iter().filter(|f| !raised.union(elsewhere).contains(**f));
    let never: Vec<_> = never.filter(|finding| !of_sessions(finding.rule())).collect();
    assert!(never.is_empty(), "{never:?}");
    assert!(ELSEWHERE.iter().all(|finding| !raised.contains(*finding)), "the list is stale");
}

/// A rule whose rows all expect the same shows nothing about the rule.
#[test]
fn every_rule_has_rows_that_differ() {
    let mut expected = BTreeMap::<&str, BTreeSet<String>>::new();
    let rules: Vec<Rule> = Scene::ordinary().judge().outcomes().map(|(rule, _)| rule).collect();
    for rule in &rules {
        expected.insert(rule.id(), BTreeSet::new());
    }
    for row in tables() {
        expected.get_mut(row.rule.id()).unwrap().insert(row.expectation());
    }
    let alike: Vec<_> = expected.iter().filter(|(_, rows)| rows.len() < 2).collect();
    assert!(alike.is_empty(), "{alike:?}");
}

/// Every rule that is judged, or that a finding rests on, is named by a row that shows it.
#[test]
fn every_rule_is_cited() {
    let words = tables().iter().flat_map(|row| row.id.split([' ', ',', ':']));
    let elsewhere = messages::raised().iter().chain(ELSEWHERE).map(|finding| finding.rule().id());
    let broken = messages::broken().map(Rule::id);
    let cited: BTreeSet<&str> = words.chain(elsewhere).chain(broken).collect();
    let missing = Rule::ALL.iter().filter(|rule| !of_sessions(**rule));
    let missing: Vec<_> = missing.filter(|rule| !cited.contains(rule.id())).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// every switch changes an outcome in some row, and says so. `registry_labels` and
/// `expiry_horizon_days` are no switches: they say what is known, or asked for.
#[test]
fn every_switch_is_attributed() {
    use Switch::*;
    let all = [
        SuffixPrecedence,
        TrimNames,
        AllowSingleLabelSuffix,
        Wildcard,
        San,
        MultipleCn,
        StrictAcceptsSan,
        SuffixReading,
        RefuseBroadSuffix,
        AbsentEkuIsServer,
        RequireKeyProof,
        AllowSelfSignedLeaf,
        AllowNonRootAnchor,
        Rfc5280,
        MaxChain,
        Sha384Pre21,
        UnknownFlagIsActive,
        Expired,
        NotYetValid,
        Time,
    ];
    let attributed: HashSet<Switch> = tables().iter().filter_map(Row::switch).collect();
    assert_eq!(attributed, HashSet::from(all));
}
