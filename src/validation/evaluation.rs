//! Judging: one outcome per rule, without allocating.

use core::mem;

use super::outcome::{MissingInputs, Outcome, Verdict};
use super::policy::Policy;
use super::prepared::{Candidate, Prepared};
use super::rules::{Context, ROWS, Row, Scope, Silent, Weight};
use crate::device::{ControlMode, Device};
use crate::finding::{Finding, FindingSet, Rule};
use crate::time::WallTime;

/// What became of every rule, and the verdicts: small, `Copy`, without text.
///
/// [`Prepared::explain`] renders the same judgement with texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Evaluation {
    outcomes: [Outcome; ROWS.len()],
    deciding: FindingSet,
    open: FindingSet,
    advice: FindingSet,
    missing: MissingInputs,
    verdict: Verdict,
    certificate_verdict: Verdict,
    candidate: u16,
    path: u16,
    root_match: Option<u16>,
}

impl Evaluation {
    /// The device verdict: every rule.
    #[must_use]
    pub const fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// The certificate verdict: the rules that need no device facts.
    #[must_use]
    pub const fn certificate_verdict(&self) -> Verdict {
        self.certificate_verdict
    }

    /// What became of `rule`; `None` if it gives no row of its own.
    #[must_use]
    pub fn outcome(&self, rule: Rule) -> Option<Outcome> {
        let mut rows = ROWS.iter().zip(&self.outcomes);
        rows.find(|(row, _)| row.rule == rule).map(|(_, outcome)| *outcome)
    }

    /// Every judged rule with its outcome, in report order.
    pub fn outcomes(&self) -> impl Iterator<Item = (Rule, Outcome)> {
        ROWS.iter().map(|row| row.rule).zip(self.outcomes)
    }

    /// Every finding.
    #[must_use]
    pub const fn findings(&self) -> FindingSet {
        self.deciding.union(self.open).union(self.advice)
    }

    /// Findings of the rules that failed.
    #[must_use]
    pub const fn failures(&self) -> FindingSet {
        self.deciding
    }

    /// Findings of the rules that leave the verdict open.
    #[must_use]
    pub const fn open_points(&self) -> FindingSet {
        self.open
    }

    /// Findings that decide nothing.
    #[must_use]
    pub const fn advice(&self) -> FindingSet {
        self.advice
    }

    /// The inputs that an undetermined verdict lacks.
    #[must_use]
    pub const fn missing_inputs(&self) -> MissingInputs {
        self.missing
    }

    /// The one finding to put in front of a person: the most important of those that decide the
    /// verdict, in the order of [`Finding`]. An accepted certificate has none.
    #[must_use]
    pub fn headline(&self) -> Option<Finding> {
        match self.verdict {
            Verdict::Accepted => None,
            Verdict::Rejected => self.deciding.iter().next(),
            Verdict::Undetermined => self.open.iter().next(),
            Verdict::NotApplicable => Some(Finding::AlreadyProvisioned),
        }
    }

    /// The entry of the device's list that the root matches, counted from 0.
    #[must_use]
    pub fn root_match(&self) -> Option<usize> {
        self.root_match.map(usize::from)
    }

    /// Which leaf candidate was judged, counted from 0; 0 also if there is none.
    pub(crate) fn candidate_index(&self) -> usize {
        usize::from(self.candidate)
    }

    pub(crate) fn path_index(&self) -> usize {
        usize::from(self.path)
    }

    fn passes(&self) -> usize {
        self.outcomes.iter().filter(|outcome| **outcome == Outcome::Pass).count()
    }
}

/// What a row's outcome does to a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    Rejects,
    LeavesOpen,
    None,
}

impl Effect {
    pub(crate) const fn of(row: &Row, outcome: Outcome) -> Self {
        match outcome {
            Outcome::Pass | Outcome::NotApplicable => Self::None,
            Outcome::NotEvaluated if !row.mandatory => Self::None,
            Outcome::NotEvaluated | Outcome::Undetermined => Self::LeavesOpen,
            Outcome::Fail => Self::Rejects,
        }
    }
}

impl Verdict {
    const fn after(self, effect: Effect) -> Self {
        match (self, effect) {
            (Self::Rejected, _) | (_, Effect::Rejects) => Self::Rejected,
            (_, Effect::LeavesOpen) => Self::Undetermined,
            (verdict, Effect::None) => verdict,
        }
    }
}

impl Prepared {
    /// Judges the bag against one device.
    ///
    /// Verifies no signature and allocates nothing. `now` is the wall-clock time, without which
    /// validity is not evaluated. Of several leaf candidates the best is taken; if their
    /// verdicts differ and no key proof tells them apart, R-111 fails.
    #[must_use]
    pub fn judge(&self, device: &Device, policy: &Policy, now: Option<WallTime>) -> Evaluation {
        let cx = Context {
            prepared: self,
            candidate: None,
            path: None,
            device,
            policy,
            now,
            ambiguous: false,
        };
        let mut candidates = self.candidates().iter().enumerate();
        let Some((_, first)) = candidates.next() else { return evaluate(&cx) };
        let mut best = judge_candidate(&cx, 0, first);
        let mut differ = false;
        for (index, candidate) in candidates {
            let other = judge_candidate(&cx, index, candidate);
            differ |= other.verdict != best.verdict;
            if self.is_better((index, &other), &best) {
                best = other;
            }
        }
        if differ {
            if let Some(candidate) = self.candidates().get(best.candidate_index()) {
                let cx = Context { ambiguous: true, ..cx };
                return judge_candidate(&cx, best.candidate_index(), candidate);
            }
        }
        best
    }

    /// Judges one leaf candidate alone, for reports that list them all.
    pub(crate) fn judge_alone(&self, cx: &Context<'_>, index: usize) -> Option<Evaluation> {
        let cx = Context { ambiguous: false, ..*cx };
        self.candidates().get(index).map(|candidate| judge_candidate(&cx, index, candidate))
    }

    /// Of two candidates: the better verdict, then the one that passes most rules, then the later
    /// notBefore.
    fn is_better(&self, (index, other): (usize, &Evaluation), best: &Evaluation) -> bool {
        let key = |index: usize, evaluation: &Evaluation| {
            let candidate = self.candidates().get(index);
            let certificate = candidate.and_then(|c| self.certificate(c.index));
            let not_before = certificate.map(|c| c.validity().not_before);
            (core::cmp::Reverse(evaluation.verdict.rank()), evaluation.passes(), not_before)
        };
        key(index, other) > key(best.candidate_index(), best)
    }
}

/// Judges one candidate on the path that serves best.
fn judge_candidate(cx: &Context<'_>, index: usize, candidate: &Candidate) -> Evaluation {
    let cx = Context { candidate: Some(candidate), ..*cx };
    let chosen = match candidate.paths.as_slice() {
        [] | [_] => 0,
        paths => {
            let scores = paths.iter().map(|path| score(&Context { path: Some(path), ..cx }));
            scores.enumerate().min_by_key(|(_, score)| *score).map_or(0, |(index, _)| index)
        }
    };
    let mut evaluation = evaluate(&Context { path: candidate.paths.get(chosen), ..cx });
    evaluation.candidate = u16::try_from(index).unwrap_or(u16::MAX);
    evaluation.path = u16::try_from(chosen).unwrap_or(u16::MAX);
    evaluation
}

/// What R-410 compares, smaller being better; ties keep the order of the paths.
fn score(cx: &Context<'_>) -> (u8, bool, bool, bool) {
    let mut verdict = Verdict::Accepted;
    let (mut unlisted, mut weak, mut invalid) = (false, false, false);
    for row in ROWS.iter().filter(|row| row.weight != Weight::None) {
        let outcome = row.settle(cx, (row.judge)(cx, &mut Silent::default()));
        let effect = Effect::of(row, outcome);
        verdict = verdict.after(effect);
        let falls_short = effect != Effect::None;
        match row.weight {
            Weight::RootHash => unlisted |= falls_short,
            Weight::Algorithms => weak |= falls_short,
            Weight::Validity => invalid |= falls_short,
            Weight::Chain | Weight::None => {}
        }
    }
    (verdict.rank(), unlisted, weak, invalid)
}

/// Runs every rule.
pub(crate) fn evaluate(cx: &Context<'_>) -> Evaluation {
    let mut evaluation = Evaluation {
        outcomes: [Outcome::NotEvaluated; ROWS.len()],
        deciding: FindingSet::EMPTY,
        open: FindingSet::EMPTY,
        advice: FindingSet::EMPTY,
        missing: MissingInputs::empty(),
        verdict: Verdict::Accepted,
        certificate_verdict: Verdict::Accepted,
        candidate: 0,
        path: 0,
        root_match: None,
    };
    let mut record = Silent::default();
    for (row, slot) in ROWS.iter().zip(&mut evaluation.outcomes) {
        record.missing = MissingInputs::empty();
        let outcome = row.settle(cx, (row.judge)(cx, &mut record));
        *slot = outcome;
        let effect = Effect::of(row, outcome);
        if effect == Effect::None && record.findings.is_empty() {
            continue;
        }
        let findings = mem::take(&mut record.findings);
        match effect {
            Effect::Rejects => evaluation.deciding = evaluation.deciding.union(findings),
            Effect::LeavesOpen => {
                evaluation.open = evaluation.open.union(findings);
                evaluation.missing |= record.missing;
            }
            Effect::None => evaluation.advice = evaluation.advice.union(findings),
        }
        evaluation.verdict = evaluation.verdict.after(effect);
        if row.scope == Scope::Certificate {
            evaluation.certificate_verdict = evaluation.certificate_verdict.after(effect);
        }
    }
    evaluation.root_match = record.root_match;
    if cx.device.facts().control_mode.value() == Some(&ControlMode::Admin) {
        evaluation.verdict = Verdict::NotApplicable;
    }
    evaluation
}
