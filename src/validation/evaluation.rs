//! Judging: one outcome per rule, without allocating.

use super::outcome::{MissingInputs, Outcome, Verdict};
use super::policy::Policy;
use super::prepared::{Candidate, Prepared};
use super::rules::{self, Context, ROWS, Scope, Weight};
use crate::device::{ControlMode, Device};
use crate::finding::{Finding, FindingSet, Rule};
use crate::time::WallTime;

/// What became of every rule, and the verdicts: small, `Copy`, without text.
///
/// [`Prepared::explain`] renders the same judgement with texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Evaluation {
    outcomes: [Outcome; rules::COUNT],
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

    /// What is compared between paths, smaller being better; equal paths keep their order.
    fn path_merit(&self) -> (u8, bool, bool, bool) {
        let mut verdict = Verdict::Accepted;
        let (mut unlisted, mut weak, mut invalid) = (false, false, false);
        for (row, outcome) in ROWS.iter().zip(self.outcomes) {
            let effect = Effect::of(row.mandatory, outcome);
            if row.weight == Weight::None || effect == Effect::None {
                continue;
            }
            verdict = verdict.after(effect);
            match row.weight {
                Weight::RootHash => unlisted = true,
                Weight::Algorithms => weak = true,
                Weight::Validity => invalid = true,
                Weight::Chain | Weight::None => {}
            }
        }
        (verdict.rank(), unlisted, weak, invalid)
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
    pub(crate) const fn of(mandatory: bool, outcome: Outcome) -> Self {
        match outcome {
            Outcome::Pass | Outcome::NotApplicable => Self::None,
            Outcome::NotEvaluated if !mandatory => Self::None,
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
        let cx = Context::new(self, device, policy, now);
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
    let mut cx = cx.of(candidate);
    let mut judge = |path: usize| {
        cx.path = candidate.paths.get(path);
        let mut evaluation = evaluate(&cx);
        evaluation.candidate = u16::try_from(index).unwrap_or(u16::MAX);
        evaluation.path = u16::try_from(path).unwrap_or(u16::MAX);
        evaluation
    };
    let mut best = judge(0);
    for path in 1..candidate.paths.len() {
        let other = judge(path);
        if other.path_merit() < best.path_merit() {
            best = other;
        }
    }
    best
}

/// Runs every rule.
pub(crate) fn evaluate(cx: &Context<'_>) -> Evaluation {
    let (mut deciding, mut open, mut advice) =
        (FindingSet::EMPTY, FindingSet::EMPTY, FindingSet::EMPTY);
    let (mut verdict, mut certificate_verdict) = (Verdict::Accepted, Verdict::Accepted);
    let mut missing = MissingInputs::empty();
    let mut root_match = None;
    let outcomes = rules::judge(cx, &mut |scope, effect, record| {
        let findings = match effect {
            Effect::Rejects => &mut deciding,
            Effect::LeavesOpen => &mut open,
            Effect::None => &mut advice,
        };
        *findings = findings.union(record.findings);
        if effect == Effect::LeavesOpen {
            missing |= record.missing;
        }
        root_match = root_match.or(record.root_match);
        verdict = verdict.after(effect);
        if scope == Scope::Certificate {
            certificate_verdict = certificate_verdict.after(effect);
        }
    });
    if cx.device.facts().control_mode.value() == Some(&ControlMode::Admin) {
        verdict = Verdict::NotApplicable;
    }
    Evaluation {
        outcomes,
        deciding,
        open,
        advice,
        missing,
        verdict,
        certificate_verdict,
        candidate: 0,
        path: 0,
        root_match,
    }
}
