//! The rules: one row each, judged and explained by the same function.

mod chain;
mod crypto;
mod leaf;
mod names;
mod purpose;
mod record;
mod root_hash;
mod shown;
mod suffix;
mod surroundings;
mod validity;

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use self::suffix::SuffixAnswers;
use super::evaluation::Effect;
use super::outcome::{MissingInputs, Outcome};
use super::path::Path;
use super::policy::Policy;
use super::prepared::{Candidate, Prepared};
use crate::certificate::Certificate;
use crate::device::{Device, Flow, Generation};
use crate::finding::{Finding, FindingSet, Rule};
use crate::time::WallTime;

pub(crate) use record::{Explained, Record, Silent};

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
    /// What the suffix rule says of the candidate: both ask.
    pub(crate) suffix_answers: SuffixAnswers,
}

impl<'a> Context<'a> {
    /// Of no candidate yet.
    pub(crate) const fn new(
        prepared: &'a Prepared,
        device: &'a Device,
        policy: &'a Policy,
        now: Option<WallTime>,
    ) -> Self {
        let suffix_answers = SuffixAnswers::NONE;
        let (candidate, path, ambiguous) = (None, None, false);
        Self { prepared, candidate, path, device, policy, now, ambiguous, suffix_answers }
    }

    /// Turns to a leaf candidate, and to none of its paths yet.
    pub(crate) fn of(&self, candidate: &'a Candidate) -> Self {
        let suffix_answers = SuffixAnswers::ask(candidate, self.device, self.policy);
        Self { candidate: Some(candidate), path: None, suffix_answers, ..*self }
    }

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
        let judged = self.device.generations().iter().map(|generation| {
            let outcome = judge(generation, &mut FindingSet::EMPTY.clone());
            (*generation, outcome)
        });
        let mut sides: Vec<(Outcome, Vec<String>)> = Vec::new();
        for (range, outcome) in alike(judged) {
            let range = range.to_string();
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

/// Joins generations that stand next to each other and share an outcome.
fn alike(judged: impl Iterator<Item = (Generation, Outcome)>) -> Vec<(Generation, Outcome)> {
    let mut ranges: Vec<(Generation, Outcome)> = Vec::new();
    for (generation, outcome) in judged {
        ranges.push((generation, outcome));
        // First the two kinds of platform of the same releases, then releases one after the other.
        while let [.., (before, same), (last, outcome)] = ranges.as_mut_slice() {
            let both_kinds =
                before.platform.is_some() && (before.from, before.to) == (last.from, last.to);
            let both_follow = before.platform.is_none() && last.platform.is_none();
            if same != outcome || !both_kinds && !both_follow {
                break;
            }
            before.to = last.to;
            before.platform = None;
            ranges.pop();
        }
    }
    ranges
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
    /// Must it be evaluated for a verdict other than undetermined?
    pub(crate) mandatory: bool,
    /// Does it weigh when paths are compared?
    pub(crate) weight: Weight,
    pub(crate) explain: fn(&Context<'_>, &mut Explained) -> Outcome,
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

impl Weight {
    /// A failure on the path that is judged says nothing about paths that a limit kept from being
    /// found: it leaves the rule open.
    #[inline]
    pub(crate) fn settle(self, cx: &Context<'_>, outcome: Outcome) -> Outcome {
        let limited = || cx.candidate.is_some_and(|candidate| candidate.limited);
        if outcome == Outcome::Fail && self != Self::None && limited() {
            Outcome::Undetermined
        } else {
            outcome
        }
    }
}

macro_rules! rows {
    ($($rule:ident $scope:ident $mandatory:ident $weight:ident $function:path;)*) => {
        /// Every judged rule, in report order.
        pub(crate) static ROWS: &[Row] = &[$(Row {
            rule: Rule::$rule,
            mandatory: rows!(@$mandatory),
            weight: Weight::$weight,
            explain: $function,
        }),*];

        /// How many rules are judged.
        pub(crate) const COUNT: usize = [$(Rule::$rule),*].len();

        /// Judges every rule, in report order, and calls `take` for each that wrote something down or
        /// has an effect.
        ///
        /// Written out, not a loop over [`ROWS`]: most rules are a few comparisons, which the
        /// compiler can then make part of it.
        pub(crate) fn judge(
            cx: &Context<'_>,
            take: &mut dyn FnMut(Scope, Effect, Silent),
        ) -> [Outcome; COUNT] {
            [$({
                let mut record = Silent::default();
                let outcome = Weight::$weight.settle(cx, $function(cx, &mut record));
                let effect = Effect::of(rows!(@$mandatory), outcome);
                if effect != Effect::None || !record.is_empty() {
                    take(Scope::$scope, effect, record);
                }
                outcome
            }),*]
        }
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
    R306 Device mandatory None suffix::suffix;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::device::FirmwareModel;
    use crate::release::{Platform, Release};

    #[test]
    fn ranges_with_the_same_outcome_are_joined() {
        let generations = FirmwareModel::default().generations(None, None);
        let shown = |judge: fn(&Generation) -> bool| -> Vec<String> {
            let judged = generations.iter().map(|g| (*g, Outcome::of(judge(g))));
            alike(judged).iter().map(|(range, outcome)| format!("{outcome} {range}")).collect()
        };
        assert_eq!(shown(|_| true), ["pass all releases"]);
        assert_eq!(
            shown(|generation| generation.from >= Release::new(6, 0, 0, 0)),
            ["fail up to 5.x", "pass 6.0 and later"]
        );
        assert_eq!(
            shown(|g| g.platform == Some(Platform::H) || g.from >= Release::new(16, 0, 0, 0)),
            [
                "fail up to 14.x",
                "pass 15.0 to 15.x (H)",
                "fail 15.0 to 15.x (not H)",
                "pass 16.0 and later"
            ]
        );
    }
}
