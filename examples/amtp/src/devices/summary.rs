//! What became of many devices, by cause.

use core::fmt;
use std::collections::HashMap;

use amt_provisioning::{Evaluation, Finding, Verdict};
use serde::Serialize;

use super::SCHEMA;
use crate::output::{Exit, paragraph};

#[derive(Default)]
pub(super) struct Summary {
    verdicts: HashMap<Verdict, u64>,
    causes: HashMap<(Verdict, Finding), u64>,
    unreadable: u64,
}

/// How many devices share a verdict and its headline.
#[derive(Serialize)]
struct Cause {
    verdict: Verdict,
    finding: Finding,
    text: &'static str,
    remedy: &'static str,
    devices: u64,
}

/// The same as data.
#[derive(Serialize)]
pub(super) struct Data {
    schema: u32,
    accepted: u64,
    rejected: u64,
    undetermined: u64,
    not_applicable: u64,
    unreadable: u64,
    /// The most frequent first.
    causes: Vec<Cause>,
}

impl Summary {
    pub(super) fn count(&mut self, evaluation: &Evaluation) {
        let verdict = evaluation.verdict();
        *self.verdicts.entry(verdict).or_default() += 1;
        if let Some(headline) = evaluation.headline() {
            *self.causes.entry((verdict, headline)).or_default() += 1;
        }
    }

    pub(super) fn count_unreadable(&mut self) {
        self.unreadable += 1;
    }

    fn of(&self, verdict: Verdict) -> u64 {
        self.verdicts.get(&verdict).copied().unwrap_or_default()
    }

    /// How many lines there were.
    pub(super) fn lines(&self) -> u64 {
        self.verdicts.values().sum::<u64>() + self.unreadable
    }

    pub(super) fn exit(&self) -> Exit {
        if self.unreadable > 0 {
            Exit::Unreadable
        } else if self.of(Verdict::Rejected) > 0 {
            Exit::Rejected
        } else if self.of(Verdict::Undetermined) > 0 {
            Exit::Undetermined
        } else {
            Exit::Accepted
        }
    }

    fn causes(&self) -> Vec<Cause> {
        let place = |finding: Finding| Finding::ALL.iter().position(|other| *other == finding);
        let mut causes: Vec<_> = self.causes.iter().collect();
        causes.sort_by_key(|((verdict, finding), devices)| {
            (core::cmp::Reverse(**devices), place(*finding), verdict.name())
        });
        let cause = |(key, devices): (&(Verdict, Finding), &u64)| {
            let (verdict, finding) = *key;
            let (text, remedy) = (finding.text(), finding.remedy());
            Cause { verdict, finding, text, remedy, devices: *devices }
        };
        causes.into_iter().map(cause).collect()
    }

    pub(super) fn data(&self) -> Data {
        Data {
            schema: SCHEMA,
            accepted: self.of(Verdict::Accepted),
            rejected: self.of(Verdict::Rejected),
            undetermined: self.of(Verdict::Undetermined),
            not_applicable: self.of(Verdict::NotApplicable),
            unreadable: self.unreadable,
            causes: self.causes(),
        }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let data = self.data();
        let lines = self.lines();
        write!(f, "{lines} {}: ", if lines == 1 { "device" } else { "devices" })?;
        let counts = [
            (data.accepted, "accepted"),
            (data.rejected, "rejected"),
            (data.undetermined, "undetermined"),
            (data.not_applicable, "not applicable"),
            (data.unreadable, "unreadable"),
        ];
        let counts = counts.iter().filter(|(count, _)| *count > 0);
        let counts: Vec<_> = counts.map(|(count, what)| format!("{count} {what}")).collect();
        writeln!(f, "{}", counts.join(", "))?;
        for cause in data.causes {
            let Cause { verdict, finding, text, remedy, devices } = cause;
            let why = format!("{verdict}, {}: {text}", finding.name());
            f.write_str(&paragraph(&format!("{devices:>8}  "), &why))?;
            if !remedy.is_empty() {
                f.write_str(&paragraph("          fix     ", remedy))?;
            }
        }
        Ok(())
    }
}
