//! Explaining: the same judgement with texts, for people and machines.

mod text;

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::evaluation::{Effect, Evaluation};
use super::outcome::{Outcome, Verdict};
use super::path::{Hashes, Path};
use super::paths::End;
use super::policy::{Policy, PolicyEffect};
use super::prepared::{Candidate, Prepared};
use super::rules::{Context, Explained, ROWS, Row};
use crate::certificate::{Certificate, KeyKind, SignatureAlgorithm};
use crate::device::{Device, DeviceFacts};
use crate::finding::{Finding, FindingSet, Rule};
use crate::root_hash::{Hash, KnownRoot};
use crate::time::WallTime;

/// The version of the report's shape as data: raised whenever a field changes its meaning or goes.
pub const REPORT_SCHEMA: u32 = 1;

/// Everything about one judgement.
///
/// Shown as text that a person can act on; with feature `serde` it serializes for machines.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Report {
    /// [`REPORT_SCHEMA`].
    pub schema: u32,
    /// The device verdict: every rule.
    pub verdict: Verdict,
    /// The verdict of the rules that need no device facts.
    pub certificate_verdict: Verdict,
    /// The finding to put in front of a person; none if accepted.
    pub headline: Option<Finding>,
    /// The headline in words.
    pub headline_text: Option<&'static str>,
    /// Every judged rule.
    pub rules: Vec<RuleReport>,
    /// The ordered certificates to present to the device, root included, leaf first; as far
    /// as the path gets if it is not complete.
    pub path: Vec<CertificateReport>,
    /// Certificates of the bag that are on no path.
    pub unused: Vec<CertificateReport>,
    /// Other paths of the same leaf.
    pub alternative_paths: Vec<PathReport>,
    /// Every leaf candidate, if there are several.
    pub candidates: Vec<CandidateReport>,
    /// The entry of the device's list that the root matches.
    pub root_match: Option<RootMatch>,
    /// Inputs that an undetermined verdict lacks.
    pub missing_inputs: Vec<&'static str>,
    /// The time that was given.
    pub now: Option<WallTime>,
    /// The facts that were given.
    pub facts: DeviceFacts,
    /// The policy that was given.
    pub policy: Policy,
    /// Revocation is never checked (D-29).
    pub revocation_checked: bool,
}

/// One rule of a report.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct RuleReport {
    /// The stable id, such as `R-202`.
    pub id: Rule,
    /// What the rule asks for.
    pub title: &'static str,
    /// What became of it.
    pub outcome: Outcome,
    /// What was found.
    pub findings: Vec<Finding>,
    /// What it does to the verdict.
    pub severity: Severity,
    /// What was seen, bytes that are no printable ASCII in hex.
    pub seen: String,
    /// What was wanted.
    pub wanted: String,
    /// What fixes it; empty if nothing needs fixing.
    pub remedy: String,
    /// On what authority the rule stands.
    pub basis: &'static str,
    /// Where it is written.
    pub source: &'static str,
    /// Whether the policy changed the outcome, and from what.
    pub policy_effect: Option<PolicyEffect>,
}

/// What a rule's outcome does to the verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum Severity {
    /// It rejects.
    Rejects,
    /// It leaves the verdict open.
    LeavesOpen,
    /// It decides nothing, but there is something to know.
    Advises,
    /// Nothing.
    None,
}

/// One certificate of a report.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct CertificateReport {
    /// `leaf`, `intermediate 1`, ..., `root` or `unused`.
    pub role: String,
    /// The subject; its CN verbatim, a leading `*.` included.
    pub subject: String,
    /// The issuer.
    pub issuer: String,
    /// The serial number in hex.
    pub serial: String,
    /// First valid second.
    pub not_before: WallTime,
    /// Last valid second.
    pub not_after: WallTime,
    /// Key type and size.
    #[cfg_attr(feature = "serde", serde(serialize_with = "as_text"))]
    pub key: KeyKind,
    /// Signature algorithm.
    #[cfg_attr(feature = "serde", serde(serialize_with = "as_text"))]
    pub signature: SignatureAlgorithm,
    /// SHA-1 of the DER.
    #[cfg_attr(feature = "serde", serde(serialize_with = "as_text"))]
    pub sha1: Hash,
    /// SHA-256 of the DER.
    #[cfg_attr(feature = "serde", serde(serialize_with = "as_text"))]
    pub sha256: Hash,
    /// SHA-384 of the DER.
    #[cfg_attr(feature = "serde", serde(serialize_with = "as_text"))]
    pub sha384: Hash,
    /// Where in the input it was found: item and byte offset, both from 0.
    pub input_item: usize,
    /// Byte offset in that item.
    pub input_offset: usize,
    /// The known root it is, if it is one.
    pub known_root: Option<&'static str>,
}

/// Another path of the same leaf.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct PathReport {
    /// Subjects, leaf first.
    pub subjects: Vec<String>,
    /// SHA-256 of the root, if the path is complete.
    pub root_sha256: Option<String>,
    /// The verdict on this path.
    pub verdict: Verdict,
    /// Findings of the rules that fail or stay open on this path.
    pub findings: Vec<Finding>,
}

/// One of several leaf candidates.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct CandidateReport {
    /// The subject.
    pub subject: String,
    /// SHA-256 of the DER.
    pub sha256: String,
    /// Is it the one that the report is about?
    pub chosen: bool,
    /// The verdict if it were the only one.
    pub verdict: Verdict,
    /// Its headline.
    pub headline: Option<Finding>,
}

/// The entry of the device's list that the root matches.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct RootMatch {
    /// Its place in the list, from 0.
    pub entry: usize,
    /// The algorithm of the entry.
    pub algorithm: &'static str,
    /// The hash.
    pub hash: String,
    /// The name of the root, if it is a known one; never decides.
    pub name: Option<&'static str>,
}

#[cfg(feature = "serde")]
fn as_text<T: core::fmt::Display, S: serde::Serializer>(
    value: &T,
    to: S,
) -> Result<S::Ok, S::Error> {
    to.collect_str(value)
}

/// The role of the certificate at `place` of a path of `length`.
pub(crate) fn role(place: usize, length: usize, complete: bool) -> String {
    match place {
        0 => String::from("leaf"),
        _ if complete && place + 1 == length => String::from("root"),
        _ => format!("intermediate {place}"),
    }
}

impl Prepared {
    /// Judges the bag against one device and renders every rule: the same judgement as
    /// [`judge`](Self::judge), by the same functions.
    #[must_use]
    pub fn explain(&self, device: &Device, policy: &Policy, now: Option<WallTime>) -> Report {
        let evaluation = self.judge(device, policy, now);
        let candidate = self.candidates().get(evaluation.candidate_index());
        let path = candidate.and_then(|candidate| candidate.paths.get(evaluation.path_index()));
        let ambiguous =
            evaluation.outcome(Rule::R111) != Some(Outcome::Pass) && candidate.is_some();
        let cx = Context::new(self, device, policy, now);
        let cx = candidate.map_or(cx, |candidate| cx.of(candidate));
        let cx = Context { path, ambiguous, ..cx };
        let root = path.and_then(Path::root_hashes);
        let headline = evaluation.headline();
        Report {
            schema: REPORT_SCHEMA,
            verdict: evaluation.verdict(),
            certificate_verdict: evaluation.certificate_verdict(),
            headline,
            headline_text: headline.map(Finding::text),
            rules: ROWS.iter().map(|row| explain_row(row, &cx, root)).collect(),
            path: path.map_or_else(Vec::new, |path| self.describe_path(path)),
            unused: self
                .unused()
                .iter()
                .filter_map(|index| self.describe(*index, String::from("unused")))
                .collect(),
            alternative_paths: candidate.map_or_else(Vec::new, |c| self.alternatives(&cx, c, path)),
            candidates: self.describe_candidates(&cx, &evaluation),
            root_match: evaluation.root_match().and_then(|entry| {
                let hash = device.root_hashes()?.entries.get(entry)?.hash;
                Some(RootMatch {
                    entry,
                    algorithm: hash.algorithm().name(),
                    hash: hash.to_string(),
                    name: root.and_then(|root| KnownRoot::find(&root.sha256)).map(|k| k.name),
                })
            }),
            missing_inputs: evaluation.missing_inputs().names().collect(),
            now,
            facts: device.facts().clone(),
            policy: *policy,
            revocation_checked: false,
        }
    }

    /// The ordered DER certificates to present to the device, leaf first and root included: for the
    /// TLS client certificate message and for `AddNextCertInChain` alike. Empty if there is
    /// no complete path.
    pub fn presentation(&self, evaluation: &Evaluation) -> impl Iterator<Item = &[u8]> {
        self.presentation_of(evaluation.candidate_index(), evaluation.path_index())
    }

    pub(crate) fn presentation_of(
        &self,
        candidate: usize,
        path: usize,
    ) -> impl Iterator<Item = &[u8]> {
        let candidate = self.candidates().get(candidate);
        let path = candidate.and_then(|candidate| candidate.paths.get(path));
        let complete = path.filter(|path| path.end == End::Root);
        let members = complete.map_or(&[][..], Path::members);
        members.iter().filter_map(|index| self.certificate(*index)).map(Certificate::der)
    }

    fn describe(&self, index: usize, role: String) -> Option<CertificateReport> {
        let entry = self.bag().certificates().get(index)?;
        let certificate = &entry.certificate;
        let hashes = Hashes::of(certificate.der());
        Some(CertificateReport {
            role,
            subject: certificate.subject().to_string(),
            issuer: certificate.issuer().to_string(),
            serial: certificate.serial().iter().map(|byte| format!("{byte:02x}")).collect(),
            not_before: certificate.validity().not_before,
            not_after: certificate.validity().not_after,
            key: certificate.public_key().kind(),
            signature: certificate.signature_algorithm(),
            sha1: hashes.sha1,
            sha256: hashes.sha256,
            sha384: hashes.sha384,
            input_item: entry.item,
            input_offset: entry.offset,
            known_root: KnownRoot::find(&hashes.sha256).map(|known| known.name),
        })
    }

    fn describe_path(&self, path: &Path) -> Vec<CertificateReport> {
        let length = path.members().len();
        let members = path.members().iter().enumerate();
        members
            .filter_map(|(place, index)| {
                self.describe(*index, role(place, length, path.end == End::Root))
            })
            .collect()
    }

    fn alternatives(
        &self,
        cx: &Context<'_>,
        candidate: &Candidate,
        chosen: Option<&Path>,
    ) -> Vec<PathReport> {
        let chosen = chosen.map(Path::members);
        let others = candidate.paths.iter().filter(|path| Some(path.members()) != chosen);
        others
            .map(|path| {
                let evaluation = super::evaluation::evaluate(&Context { path: Some(path), ..*cx });
                let subject =
                    |index: &usize| self.certificate(*index).map(|c| c.subject().to_string());
                PathReport {
                    subjects: path.members().iter().filter_map(subject).collect(),
                    root_sha256: path.root_hashes().map(|hashes| hashes.sha256.to_string()),
                    verdict: evaluation.verdict(),
                    findings: evaluation
                        .failures()
                        .union(evaluation.open_points())
                        .iter()
                        .collect(),
                }
            })
            .collect()
    }

    fn describe_candidates(&self, cx: &Context<'_>, chosen: &Evaluation) -> Vec<CandidateReport> {
        if self.candidates().len() < 2 {
            return Vec::new();
        }
        let candidates = self.candidates().iter().enumerate();
        candidates
            .filter_map(|(index, candidate)| {
                let certificate = self.certificate(candidate.index)?;
                let evaluation = self.judge_alone(cx, index)?;
                Some(CandidateReport {
                    subject: certificate.subject().to_string(),
                    sha256: Hash::sha256(certificate.der()).to_string(),
                    chosen: index == chosen.candidate_index(),
                    verdict: evaluation.verdict(),
                    headline: evaluation.headline(),
                })
            })
            .collect()
    }
}

fn explain_row(row: &Row, cx: &Context<'_>, root: Option<&Hashes>) -> RuleReport {
    let mut record = Explained::default();
    let outcome = row.weight.settle(cx, (row.explain)(cx, &mut record));
    let severity = match Effect::of(row.mandatory, outcome) {
        Effect::Rejects => Severity::Rejects,
        Effect::LeavesOpen => Severity::LeavesOpen,
        Effect::None if record.findings.is_empty() && record.policy.is_none() => Severity::None,
        Effect::None => Severity::Advises,
    };
    RuleReport {
        id: row.rule,
        title: row.rule.title(),
        outcome,
        severity,
        seen: record.seen.join("; "),
        wanted: record.wanted.join("; "),
        remedy: remedies(record.findings, root),
        basis: row.rule.basis().name(),
        source: row.rule.source(),
        policy_effect: record.policy,
        findings: record.findings.iter().collect(),
    }
}

/// The remedies of all findings, each once; with the root hash where one is to be entered.
fn remedies(findings: FindingSet, root: Option<&Hashes>) -> String {
    let mut texts: Vec<&str> = Vec::new();
    for remedy in findings.iter().map(Finding::remedy).filter(|remedy| !remedy.is_empty()) {
        if !texts.contains(&remedy) {
            texts.push(remedy);
        }
    }
    let mut text = texts.join(" ");
    let enters_hash = findings.iter().any(|finding| finding.rule().id().starts_with("R-6"));
    if let Some(root) = root.filter(|_| enters_hash && text.to_lowercase().contains("enter")) {
        text += &format!(" Root hash: SHA-256 {}, SHA-1 {}.", root.sha256, root.sha1);
    }
    text
}
