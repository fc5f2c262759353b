//! Tables of cases: each row changes the ordinary scene and says what becomes of one rule.

use amt_provisioning::{
    Evaluation, Finding, FindingSet, Outcome, Report, Rule, RuleReport, Severity, Switch, Verdict,
};

use super::Scene;

/// One row: a scene, and what is expected of one rule and of the verdict.
#[derive(Clone, Debug)]
pub struct Row {
    /// Rule, decision or checklist row that says so, and what the case is.
    pub id: String,
    pub scene: Scene,
    pub rule: Rule,
    outcome: Outcome,
    verdict: Verdict,
    /// The rule's findings: exactly these ...
    findings: FindingSet,
    /// ... but these may stand beside them.
    beside: FindingSet,
    missing: Vec<&'static str>,
    effect: Option<(Switch, Outcome)>,
    shown: Vec<&'static str>,
}

/// A rule that passes without findings in a scene that is accepted, unless told otherwise.
pub fn row(id: impl Into<String>, rule: Rule, scene: Scene) -> Row {
    Row {
        id: id.into(),
        scene,
        rule,
        outcome: Outcome::Pass,
        verdict: Verdict::Accepted,
        findings: FindingSet::EMPTY,
        beside: FindingSet::EMPTY,
        missing: Vec::new(),
        effect: None,
        shown: Vec::new(),
    }
}

impl Row {
    fn expect(self, outcome: Outcome, verdict: Verdict, findings: &[Finding]) -> Self {
        let findings = findings.iter().copied().collect();
        Self { outcome, verdict, findings, ..self }
    }

    /// Passes, and these are worth knowing.
    pub fn advises(self, findings: &[Finding]) -> Self {
        self.expect(Outcome::Pass, Verdict::Accepted, findings)
    }

    /// Fails, and rejects.
    pub fn fails(self, findings: &[Finding]) -> Self {
        self.expect(Outcome::Fail, Verdict::Rejected, findings)
    }

    /// Is open, and so is the verdict.
    pub fn undetermined(self, findings: &[Finding]) -> Self {
        self.expect(Outcome::Undetermined, Verdict::Undetermined, findings)
    }

    /// Lacks an input, and leaves the verdict open.
    pub fn lacks_input(self, findings: &[Finding]) -> Self {
        self.expect(Outcome::NotEvaluated, Verdict::Undetermined, findings)
    }

    /// Lacks an input that nobody has to give.
    pub fn not_evaluated(self, findings: &[Finding]) -> Self {
        self.expect(Outcome::NotEvaluated, Verdict::Accepted, findings)
    }

    pub fn not_applicable(self) -> Self {
        self.not_applicable_with(&[])
    }

    /// Does not apply, and these are worth knowing.
    pub fn not_applicable_with(self, findings: &[Finding]) -> Self {
        self.expect(Outcome::NotApplicable, Verdict::Accepted, findings)
    }

    /// Other rules decide otherwise.
    pub fn verdict(self, verdict: Verdict) -> Self {
        Self { verdict, ..self }
    }

    /// Findings of which the sources do not say whether the rule tells them here.
    pub fn beside(self, findings: &[Finding]) -> Self {
        Self { beside: findings.iter().copied().collect(), ..self }
    }

    /// The switch that it expects to have changed the outcome.
    pub fn switch(&self) -> Option<Switch> {
        self.effect.map(|(switch, _)| switch)
    }

    /// What it expects of its rule, in words.
    pub fn expectation(&self) -> String {
        format!("{} {:?} {:?} {:?}", self.outcome, self.findings, self.effect, self.shown)
    }

    /// The inputs that an undetermined verdict names; none, unless told otherwise.
    pub fn missing(self, inputs: &[&'static str]) -> Self {
        Self { missing: inputs.to_vec(), ..self }
    }

    /// The policy changed the outcome from `original`; it did not, unless told otherwise.
    pub fn by_policy(self, switch: Switch, original: Outcome) -> Self {
        Self { effect: Some((switch, original)), ..self }
    }

    /// What the rule shows of what was seen and wanted.
    pub fn shows(self, texts: &[&'static str]) -> Self {
        Self { shown: texts.to_vec(), ..self }
    }

    /// What is wrong, if anything is.
    fn problems(&self, evaluation: &Evaluation, report: &Report) -> Vec<String> {
        let mut problems = Vec::new();
        let mut expect = |holds: bool, problem: String| {
            if !holds {
                problems.push(problem);
            }
        };
        let rule = report_row(report, self.rule);
        let found: FindingSet = rule.findings.iter().copied().collect();
        let (outcome, verdict) = (rule.outcome, report.verdict);
        expect(outcome == self.outcome, format!("{outcome} instead of {}", self.outcome));
        expect(
            found.union(self.beside) == self.findings.union(self.beside)
                && found.union(self.findings) == found,
            format!("findings {found:?} instead of {:?}", self.findings),
        );
        expect(verdict == self.verdict, format!("{verdict} instead of {}", self.verdict));
        let headline = report.headline.is_some();
        expect(
            headline == (verdict != Verdict::Accepted),
            "has no headline, or one too many".into(),
        );
        expect(
            report.missing_inputs == self.missing,
            format!("missing inputs {:?} instead of {:?}", report.missing_inputs, self.missing),
        );
        let effect = rule.policy_effect.map(|effect| (effect.switch, effect.original));
        expect(effect == self.effect, format!("{effect:?} instead of {:?}", self.effect));
        for text in &self.shown {
            let shown = rule.seen.contains(text) || rule.wanted.contains(text);
            let RuleReport { seen, wanted, .. } = rule;
            expect(shown, format!("{text:?} is not shown in {seen:?}, {wanted:?}"));
        }
        // what a policy did is said in the text, with the original outcome.
        let text = one_line(report);
        if let Some((switch, original)) = effect {
            let told = format!("policy {}: {outcome} instead of {original}", switch.name());
            expect(text.contains(&told), format!("does not tell {told:?}"));
        }
        // Judging and explaining are one.
        let explained = report.rules.iter().map(|rule| (rule.id, rule.outcome));
        expect(evaluation.outcomes().eq(explained), "judged otherwise than explained".into());
        let all: FindingSet = report.rules.iter().flat_map(|r| r.findings.clone()).collect();
        expect(evaluation.findings() == all, "findings judged otherwise than explained".into());
        expect(evaluation.verdict() == verdict, "verdict judged otherwise than explained".into());
        // both operands and the remedy.
        for rule in report.rules.iter().filter(|rule| rule.severity == Severity::Rejects) {
            let RuleReport { id, seen, wanted, remedy, .. } = rule;
            for (what, words) in [("seen", seen), ("wanted", wanted), ("remedy", remedy)] {
                expect(!words.is_empty(), format!("{id} fails and does not say what is {what}"));
                expect(text.contains(&one_line(words)), format!("{id}: {what} is not shown"));
            }
        }
        problems
    }
}

/// A report's text as one line: where it breaks lines is not what these tests are about.
pub fn one_line(text: &impl ToString) -> String {
    text.to_string().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The row of `rule` in a report.
pub fn report_row(report: &Report, rule: Rule) -> &RuleReport {
    let mut rows = report.rules.iter().filter(|row| row.id == rule);
    rows.next().unwrap_or_else(|| panic!("{rule} has no row"))
}

/// Checks every row, and says of all that are wrong why. Returns the findings that they raised.
pub fn check(rows: &[Row]) -> FindingSet {
    let mut raised = FindingSet::EMPTY;
    let mut wrong = Vec::new();
    for row in rows {
        let (prepared, device) = (row.scene.prepared(), row.scene.device());
        let evaluation = prepared.judge(&device, &row.scene.policy, row.scene.now);
        let report = prepared.explain(&device, &row.scene.policy, row.scene.now);
        raised = raised.union(evaluation.findings());
        let problems = row.problems(&evaluation, &report);
        if !problems.is_empty() {
            let (id, rule, problems) = (&row.id, row.rule, problems.join("\n  "));
            let failures = (evaluation.failures(), evaluation.open_points());
            let seen = &report_row(&report, rule).seen;
            wrong.push(format!("{id} ({rule})\n  {problems}\n  {failures:?}\n  seen: {seen}"));
        }
    }
    assert!(wrong.is_empty(), "{} rows are wrong:\n{}", wrong.len(), wrong.join("\n"));
    raised
}
