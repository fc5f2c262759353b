use amt_provisioning::{Evaluation, Finding, Verdict};
use serde::Serialize;

/// What programs are told of an evaluation.
#[derive(Serialize)]
pub(crate) struct Judgement {
    pub(crate) verdict: Verdict,
    pub(crate) certificate_verdict: Verdict,
    pub(crate) headline: Option<Finding>,
    pub(crate) headline_text: Option<&'static str>,
    pub(crate) remedy: Option<&'static str>,
    /// Of the rules that fail or leave the verdict open, the most important first.
    pub(crate) findings: Vec<Finding>,
    /// Of the other rules.
    pub(crate) advice: Vec<Finding>,
    pub(crate) missing_inputs: Vec<&'static str>,
}

impl From<&Evaluation> for Judgement {
    fn from(evaluation: &Evaluation) -> Self {
        let deciding = evaluation.failures().union(evaluation.open_points());
        let (findings, advice) =
            evaluation.findings().iter().partition(|finding| deciding.contains(*finding));
        let headline = evaluation.headline();
        Self {
            verdict: evaluation.verdict(),
            certificate_verdict: evaluation.certificate_verdict(),
            headline,
            headline_text: headline.map(Finding::text),
            remedy: headline.map(Finding::remedy),
            findings,
            advice,
            missing_inputs: evaluation.missing_inputs().names().collect(),
        }
    }
}
