use alloc::string::String;
use alloc::vec::Vec;

use crate::finding::{Finding, FindingSet};
use crate::validation::outcome::{MissingInputs, Outcome};
use crate::validation::policy::{PolicyEffect, Switch};

/// Takes down what a rule finds while it judges.
///
/// Judging uses [`Silent`], which keeps flags only, so that the closures that render operands are
/// never called and cost nothing; explaining runs the same rule with [`Explained`].
pub(crate) trait Record {
    /// Findings of the rule.
    fn find_all(&mut self, findings: FindingSet);

    /// A finding of the rule.
    #[inline]
    fn find(&mut self, finding: Finding) {
        self.find_all(FindingSet::only(finding));
    }

    /// An input that an undetermined outcome lacks.
    fn missing(&mut self, input: MissingInputs);
    /// The policy changed the outcome from `original`.
    fn policy(&mut self, switch: Switch, original: Outcome) {
        self.policy_effect(|| Some(PolicyEffect { switch, original }));
    }

    /// The policy may have changed the outcome; worked out only for explanations.
    fn policy_effect(&mut self, effect: impl FnOnce() -> Option<PolicyEffect>);

    /// The entry of the device's list that the root matches.
    fn root_match(&mut self, entry: usize);
    /// What was seen, as text.
    fn seen(&mut self, text: impl FnOnce() -> String);
    /// What was wanted, as text.
    fn wanted(&mut self, text: impl FnOnce() -> String);
}

/// Findings without texts.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Silent {
    pub(crate) findings: FindingSet,
    pub(crate) missing: MissingInputs,
    pub(crate) root_match: Option<u16>,
}

impl Silent {
    #[inline]
    pub(super) const fn is_empty(&self) -> bool {
        self.findings.is_empty() && self.missing.is_empty() && self.root_match.is_none()
    }
}

impl Record for Silent {
    #[inline]
    fn find_all(&mut self, findings: FindingSet) {
        self.findings = self.findings.union(findings);
    }

    #[inline]
    fn missing(&mut self, input: MissingInputs) {
        self.missing |= input;
    }

    #[inline]
    fn policy_effect(&mut self, _: impl FnOnce() -> Option<PolicyEffect>) {}

    #[inline]
    fn root_match(&mut self, entry: usize) {
        self.root_match = u16::try_from(entry).ok();
    }

    #[inline]
    fn seen(&mut self, _: impl FnOnce() -> String) {}

    #[inline]
    fn wanted(&mut self, _: impl FnOnce() -> String) {}
}

/// Findings with texts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Explained {
    pub(crate) findings: FindingSet,
    pub(crate) policy: Option<PolicyEffect>,
    pub(crate) seen: Vec<String>,
    pub(crate) wanted: Vec<String>,
}

impl Record for Explained {
    fn find_all(&mut self, findings: FindingSet) {
        self.findings = self.findings.union(findings);
    }

    fn missing(&mut self, _: MissingInputs) {}

    fn policy_effect(&mut self, effect: impl FnOnce() -> Option<PolicyEffect>) {
        self.policy = effect();
    }

    fn root_match(&mut self, _: usize) {}

    fn seen(&mut self, text: impl FnOnce() -> String) {
        push_new(&mut self.seen, text());
    }

    fn wanted(&mut self, text: impl FnOnce() -> String) {
        push_new(&mut self.wanted, text());
    }
}

fn push_new(list: &mut Vec<String>, text: String) {
    if !list.contains(&text) {
        list.push(text);
    }
}
