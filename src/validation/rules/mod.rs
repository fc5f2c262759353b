//! The rules: one row each, judged and explained by the same function.

mod chain;
mod crypto;
mod leaf;
mod names;
mod purpose;
mod root_hash;
mod surroundings;
mod validity;

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::outcome::{MissingInputs, Outcome};
use super::path::Path;
use super::policy::{Policy, PolicyEffect, Switch};
use super::prepared::{Candidate, Prepared};
use crate::certificate::Certificate;
use crate::device::{Device, Flow, Generation};
use crate::finding::{Finding, FindingSet, Rule};
use crate::time::WallTime;

/// Everything a rule may look at.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) prepared: &'a Prepared,
    pub(crate) candidate: Option<&'a Candidate>,
    pub(crate) path: Option<&'a Path>,
    pub(crate) device: &'a Device,
    pub(crate) policy: &'a Policy,
    pub(crate) now: Option<WallTime>,
    /// Several leaf candidates get different verdicts.
    pub(crate) ambiguous: bool,
}

impl<'a> Context<'a> {
    fn leaf(&self) -> Option<&'a Certificate> {
        self.candidate.and_then(|candidate| self.prepared.certificate(candidate.index))
    }

    /// The certificates of the path, leaf first.
    fn members(&self) -> impl DoubleEndedIterator<Item = &'a Certificate> + use<'a> {
        let prepared = self.prepared;
        let members = self.path.map_or(&[][..], Path::members);
        members.iter().filter_map(|index| prepared.certificate(*index))
    }

    /// The certificates below the root, with their place in the path; all if there is no root.
    fn below_root(&self) -> impl Iterator<Item = (usize, &'a Certificate)> + use<'a> {
        let below = self.path.map_or(0, Path::below_root);
        self.members().enumerate().take(below)
    }

    /// What every flow asks of a device that is configured over the network.
    fn is_remote(&self) -> bool {
        self.device.facts().flow.value() != Some(&Flow::HostBased)
    }

    /// Judges for each firmware generation that is still possible: the common outcome if they
    /// agree, else undetermined, naming the missing input (R-023, D-32).
    fn by_generation<R: Record>(
        &self,
        rec: &mut R,
        judge: impl Fn(&Generation, &mut FindingSet) -> Outcome,
    ) -> Outcome {
        let mut findings = FindingSet::EMPTY;
        if let [only] = self.device.generations() {
            let outcome = judge(only, &mut findings);
            rec.find_all(findings);
            return outcome;
        }
        let mut tally = Tally::empty();
        for generation in self.device.generations() {
            tally |= Tally::of(judge(generation, &mut findings));
        }
        rec.find_all(findings);
        let passing = Tally::PASS | Tally::NOT_APPLICABLE;
        if passing.contains(tally) {
            return if tally.contains(Tally::PASS) {
                Outcome::Pass
            } else {
                Outcome::NotApplicable
            };
        }
        if tally == Tally::FAIL {
            return Outcome::Fail;
        }
        if tally != Tally::UNDETERMINED {
            self.name_missing_generation(rec);
            rec.seen(|| self.sides(judge));
        }
        Outcome::Undetermined
    }

    /// Names the input that would tell which firmware generation it is.
    fn name_missing_generation<R: Record>(&self, rec: &mut R) {
        let (finding, input) = if self.device.facts().release.value().is_none() {
            (Finding::ReleaseNotGiven, MissingInputs::RELEASE)
        } else {
            (Finding::PlatformNotGiven, MissingInputs::PLATFORM)
        };
        rec.find(finding);
        rec.missing(input);
    }

    /// Which releases are on which side, as text.
    fn sides(&self, judge: impl Fn(&Generation, &mut FindingSet) -> Outcome) -> String {
        let mut sides: Vec<(Outcome, Vec<String>)> = Vec::new();
        for generation in self.device.generations() {
            let outcome = judge(generation, &mut FindingSet::EMPTY.clone());
            let range = generation.to_string();
            match sides.iter_mut().find(|(side, _)| *side == outcome) {
                Some((_, ranges)) => ranges.push(range),
                None => sides.push((outcome, alloc::vec![range])),
            }
        }
        let side = |(outcome, ranges): &(Outcome, Vec<String>)| {
            format!("{outcome} on {}", ranges.join(", "))
        };
        sides.iter().map(side).collect::<Vec<_>>().join("; ")
    }
}

bitflags::bitflags! {
    /// Which outcomes occurred.
    #[derive(Clone, Copy, PartialEq, Eq)]
    struct Tally: u8 {
        const PASS = 1;
        const NOT_APPLICABLE = 1 << 1;
        const FAIL = 1 << 2;
        const UNDETERMINED = 1 << 3;
    }
}

impl Tally {
    const fn of(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Pass => Self::PASS,
            Outcome::NotApplicable => Self::NOT_APPLICABLE,
            Outcome::Fail => Self::FAIL,
            Outcome::Undetermined | Outcome::NotEvaluated => Self::UNDETERMINED,
        }
    }
}

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
        let mut findings = FindingSet::EMPTY;
        findings.insert(finding);
        self.find_all(findings);
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

/// What a rule is judged on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// The certificates alone: counts for the certificate verdict too.
    Certificate,
    /// Device facts too.
    Device,
}

/// One rule of the report.
pub(crate) struct Row {
    pub(crate) rule: Rule,
    pub(crate) scope: Scope,
    /// Must it be evaluated for a verdict other than undetermined?
    pub(crate) mandatory: bool,
    /// Does it weigh when paths are compared?
    pub(crate) weight: Weight,
    pub(crate) judge: fn(&Context<'_>, &mut Silent) -> Outcome,
    pub(crate) explain: fn(&Context<'_>, &mut Explained) -> Outcome,
}

impl Row {
    /// A failure on the path that is judged says nothing about paths that a limit kept from being
    /// found: it leaves the rule open.
    pub(crate) fn settle(&self, cx: &Context<'_>, outcome: Outcome) -> Outcome {
        let limited = cx.candidate.is_some_and(|candidate| candidate.limited);
        if limited && self.weight != Weight::None && outcome == Outcome::Fail {
            Outcome::Undetermined
        } else {
            outcome
        }
    }
}

/// How a rule weighs when paths are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    /// It does not depend on the path.
    None,
    /// Chain rules (R-4xx): through the path's verdict.
    Chain,
    /// Signature and key rules (R-5xx).
    Algorithms,
    /// Root hash rules (R-6xx).
    RootHash,
    /// Validity rules (R-7xx).
    Validity,
}

macro_rules! rows {
    ($($rule:ident $scope:ident $mandatory:ident $weight:ident $function:path;)*) => {
        /// Every judged rule, in report order.
        pub(crate) static ROWS: &[Row] = &[$(Row {
            rule: Rule::$rule,
            scope: Scope::$scope,
            mandatory: rows!(@$mandatory),
            weight: Weight::$weight,
            judge: $function,
            explain: $function,
        }),*];
    };
    (@mandatory) => { true };
    (@optional) => { false };
}

rows! {
    R101 Certificate mandatory None leaf::input;
    R104 Certificate optional None leaf::limits;
    R110 Certificate optional None leaf::key;
    R111 Certificate mandatory None leaf::leaf;
    R112 Certificate mandatory None leaf::self_signed;
    R113 Certificate optional None leaf::ca;
    R201 Certificate mandatory None purpose::server_auth;
    R202 Certificate mandatory None purpose::marker;
    R308 Device optional None names::identifiers;
    R306 Device mandatory None names::suffix;
    R316 Device optional None names::sources_agree;
    R317 Device optional None names::host_name;
    R318 Device optional None names::never_public;
    R350 Device optional None names::strict_fqdn;
    R360 Device optional None names::interface;
    R361 Device optional None names::wireless;
    R401 Certificate mandatory Chain chain::complete;
    R402 Certificate optional Chain chain::verified;
    R404 Certificate optional None chain::left_over;
    R406 Certificate optional Chain chain::anchor;
    R407 Certificate optional Chain chain::constraints;
    R408 Certificate optional Chain chain::signed;
    R409 Certificate optional Chain chain::length;
    R410 Certificate optional None chain::alternatives;
    R421 Device optional None chain::root_presented;
    R501 Device optional Algorithms crypto::sha1;
    R502 Device optional Algorithms crypto::rsa_long_enough;
    R503 Device optional Algorithms crypto::rsa_not_too_long;
    R504 Device optional Algorithms crypto::sha2;
    R505 Device optional Algorithms crypto::sha384;
    R506 Device optional Algorithms crypto::sha384_required;
    R507 Device optional Algorithms crypto::leaf_key;
    R508 Device optional Algorithms crypto::ec_leaf;
    R509 Certificate optional Algorithms crypto::weak_hash;
    R510 Device optional Algorithms crypto::sha1_discouraged;
    R511 Certificate optional Algorithms crypto::known;
    R512 Device optional None crypto::nonce_signature;
    R601 Device mandatory RootHash root_hash::listed;
    R613 Device optional None root_hash::private_root;
    R615 Device optional None root_hash::known_root;
    R701 Certificate mandatory Validity validity::valid;
    R704 Certificate optional None validity::root;
    R705 Certificate optional None validity::soon;
    R802 Device optional None surroundings::dns_server;
    R803 Device optional None surroundings::pki_mode;
    R804 Device optional None surroundings::interface_open;
    R805 Device optional None surroundings::device_certificate;
    R807 Device optional None surroundings::link;
    R809 Device optional None surroundings::remote_configuration;
    R810 Device optional None surroundings::already_provisioned;
    R811 Device optional None surroundings::flow;
    R812 Device optional None surroundings::static_ip;
    R813 Device optional None surroundings::cira;
    R814 Device optional None surroundings::home_domain;
    R024 Device optional None surroundings::release;
}
