//! Findings, rules and what became of them.

use core_lib::{Finding, FindingSet, Outcome, Rule, Severity, Verdict};

use crate::bytes::amtp_str;
use crate::sized::{by_value, put_sized};
use crate::status::{Abi, Failure};

/// What an evaluation concludes.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(i32)]
pub enum amtp_verdict {
    /// Nothing was judged, or the handle is NULL or poisoned.
    None = 0,
    /// The device will accept the certificate.
    Accepted = 1,
    /// It will not.
    Rejected = 2,
    /// An input is missing or ambiguous.
    Undetermined = 3,
    /// The device needs no certificate: it is provisioned already.
    NotApplicable = 4,
}

impl From<Verdict> for amtp_verdict {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Accepted => Self::Accepted,
            Verdict::Rejected => Self::Rejected,
            Verdict::Undetermined => Self::Undetermined,
            Verdict::NotApplicable => Self::NotApplicable,
        }
    }
}

/// What became of one rule.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(i32)]
pub enum amtp_outcome {
    /// None.
    None = 0,
    /// The rule holds.
    Pass = 1,
    /// It does not.
    Fail = 2,
    /// Sources leave it open, or an input is ambiguous.
    Undetermined = 3,
    /// An input is missing.
    NotEvaluated = 4,
    /// It does not concern this case.
    NotApplicable = 5,
}

impl From<Outcome> for amtp_outcome {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Pass => Self::Pass,
            Outcome::Fail => Self::Fail,
            Outcome::Undetermined => Self::Undetermined,
            Outcome::NotEvaluated => Self::NotEvaluated,
            Outcome::NotApplicable => Self::NotApplicable,
        }
    }
}

/// What a rule's outcome does to the verdict.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(i32)]
pub enum amtp_severity {
    /// Nothing.
    None = 0,
    /// Nothing, but there is something to know.
    Advises = 1,
    /// It leaves the verdict open.
    LeavesOpen = 2,
    /// It rejects.
    Rejects = 3,
}

impl From<Severity> for amtp_severity {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Rejects => Self::Rejects,
            Severity::LeavesOpen => Self::LeavesOpen,
            Severity::Advises => Self::Advises,
            Severity::None => Self::None,
        }
    }
}

/// A finding. All texts are static. Set `struct_size` before the call.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(C)]
pub struct amtp_finding {
    /// `sizeof(amtp_finding)`, set by the caller.
    pub struct_size: usize,
    /// The stable name, such as `MARKER_MISSING`.
    pub name: amtp_str,
    /// The id of the rule that it rests on, such as `R-202`.
    pub rule: amtp_str,
    /// What it means, in one sentence without a full stop.
    pub text: amtp_str,
    /// What to do about it; empty where nothing needs doing.
    pub remedy: amtp_str,
}

by_value! { amtp_finding = 72; }

impl amtp_finding {
    pub(crate) fn new(struct_size: usize, finding: Finding) -> Self {
        Self {
            struct_size,
            name: finding.name().into(),
            rule: finding.rule().id().into(),
            text: finding.text().into(),
            remedy: finding.remedy().into(),
        }
    }
}

/// Shows finding number `index` of a set.
///
/// # Safety
///
/// As [`put_sized`].
pub(crate) unsafe fn put_finding(
    findings: FindingSet,
    index: usize,
    out: *mut amtp_finding,
) -> Result<(), Failure> {
    let finding = findings.iter().nth(index).ok_or(Abi::Index)?;
    // SAFETY: this function's own condition.
    unsafe { put_sized(out, |size| Ok(amtp_finding::new(size, finding))) }
}

/// A rule and what became of it. All texts are static. Set `struct_size` before the call.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(C)]
pub struct amtp_rule {
    /// `sizeof(amtp_rule)`, set by the caller.
    pub struct_size: usize,
    /// The stable id, such as `R-202`.
    pub id: amtp_str,
    /// What the rule asks for, in a few words.
    pub title: amtp_str,
    /// On what authority it stands: `intel-guide`, `intel-other`, `microsoft`, `field` or `inferred`.
    pub basis: amtp_str,
    /// Where it is written.
    pub source: amtp_str,
    /// What became of it.
    pub outcome: amtp_outcome,
    /// What that does to the verdict; `AMTP_SEVERITY_NONE` in an evaluation, which does not tell.
    pub severity: amtp_severity,
    /// How many findings it has; 0 in an evaluation, which does not tell.
    pub findings: usize,
    /// The switch of the policy that changed the outcome; empty if none did, and in an evaluation.
    pub policy_switch: amtp_str,
    /// The outcome without that switch; `AMTP_OUTCOME_NONE` if none changed it.
    pub original_outcome: amtp_outcome,
}

by_value! { amtp_rule = 112; }

impl amtp_rule {
    pub(crate) fn new(struct_size: usize, rule: Rule, outcome: Outcome) -> Self {
        Self {
            struct_size,
            id: rule.id().into(),
            title: rule.title().into(),
            basis: rule.basis().name().into(),
            source: rule.source().into(),
            outcome: outcome.into(),
            severity: amtp_severity::None,
            findings: 0,
            policy_switch: "".into(),
            original_outcome: amtp_outcome::None,
        }
    }
}
