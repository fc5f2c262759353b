//! `amtp choose`: which of several provisioning certificates serves a device, and why.

use core::fmt;
use std::path::PathBuf;

use amt_provisioning::{
    Choice, Device, Evaluation, Finding, Prepared, Report, Verdict, WallTime, choose,
};
use clap::Args;
use serde::Serialize;

use crate::cli::Format;
use crate::facts::Facts;
use crate::input::{self, Certificates};
use crate::judgement::Judgement;
use crate::judging::Judging;
use crate::output::{self, Exit, Failure, FindingText};

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// File with one provisioning certificate and its issuers, in any form; repeatable
    #[arg(long = "bag", value_name = "FILE", required = true)]
    bags: Vec<PathBuf>,

    /// File with the password of PKCS#12 files; a line end behind it is not part of it
    #[arg(long, value_name = "FILE")]
    pfx_password_file: Option<PathBuf>,

    /// How to write the result; JSON has schemas in examples/amtp/schema
    #[arg(long, value_enum, default_value_t)]
    format: Format,

    #[command(flatten)]
    facts: Facts,

    #[command(flatten)]
    judging: Judging,
}

#[derive(Serialize)]
struct Ranking {
    schema: u32,
    /// That of the best certificate.
    verdict: Verdict,
    /// The file to take; nothing if every certificate is rejected, or none is needed.
    chosen: Option<String>,
    /// Why the first stands before the second.
    reason: String,
    /// The best first.
    choices: Vec<Ranked>,
}

#[derive(Serialize)]
struct Ranked {
    #[serde(skip)]
    evaluation: Evaluation,
    file: String,
    #[serde(flatten)]
    judgement: Judgement,
    /// Subjects of the path to present, leaf first.
    path: Vec<String>,
    /// SHA-256 of the root, if the path has one.
    root_sha256: Option<String>,
    /// When the first certificate below the root expires.
    expires: Option<WallTime>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let files = arguments.bags.iter().chain(&arguments.pfx_password_file);
    input::check_standard_input(files.chain(arguments.facts.files()))?;
    let policy = arguments.judging.policy()?;
    let now = Some(arguments.judging.now()?);
    let device = Device::new(arguments.facts.read()?);
    let prepare = |file: &PathBuf| {
        let password = arguments.pfx_password_file.as_deref();
        Certificates::read([file.as_path()], password).map(|read| Prepared::new(read.bag))
    };
    let prepared = arguments.bags.iter().map(prepare).collect::<Result<Vec<_>, _>>()?;
    let choices: Vec<Ranked> = choose(&prepared, &device, &policy, now)
        .iter()
        .filter_map(|choice| {
            let (prepared, file) = (prepared.get(choice.index)?, arguments.bags.get(choice.index)?);
            Some(Ranked::new(input::name(file), choice, &prepared.explain(&device, &policy, now)))
        })
        .collect();
    let Some(best) = choices.first() else {
        return Err(Failure::Usage("give at least one --bag".into()));
    };
    let ranking = Ranking {
        schema: 1,
        verdict: best.judgement.verdict,
        chosen: matches!(best.judgement.verdict, Verdict::Accepted | Verdict::Undetermined)
            .then(|| best.file.clone()),
        reason: reason(&choices),
        choices,
    };
    match arguments.format {
        Format::Text => output::text(&ranking.to_string())?,
        Format::Json => output::json(&ranking)?,
    }
    Ok(ranking.verdict.into())
}

impl Ranked {
    fn new(file: String, Choice { evaluation, .. }: &Choice, report: &Report) -> Self {
        let below_root = report.path.iter().filter(|certificate| certificate.role != "root");
        let root = report.path.iter().find(|certificate| certificate.role == "root");
        Self {
            evaluation: *evaluation,
            file,
            judgement: evaluation.into(),
            path: report.path.iter().map(|certificate| certificate.subject.clone()).collect(),
            root_sha256: root.map(|root| root.sha256.to_string()),
            expires: below_root.map(|certificate| certificate.not_after).min(),
        }
    }
}

/// Why the first was ranked before the second: the first point of the ranking in which they differ.
fn reason(choices: &[Ranked]) -> String {
    let [first, second, ..] = choices else { return "the only one given".into() };
    let (ours, theirs) = (first.judgement.verdict, second.judgement.verdict);
    if ours != theirs {
        return format!("{ours}, while {} is {theirs}", second.file);
    }
    let (a, b) = (&first.evaluation, &second.evaluation);
    for (what, ours, theirs) in [
        ("open points", a.open_points(), b.open_points()),
        ("failures", a.failures(), b.failures()),
        ("notes", a.advice(), b.advice()),
    ] {
        let (ours, theirs) = (ours.iter().count(), theirs.iter().count());
        if ours != theirs {
            return format!("fewer {what} than {} ({ours} against {theirs})", second.file);
        }
    }
    match (first.expires, second.expires) {
        (Some(ours), Some(theirs)) if ours != theirs => {
            format!("expires later than {} ({ours} against {theirs})", second.file)
        }
        _ => format!("equal to {} and given before it", second.file),
    }
}

impl fmt::Display for Ranking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let why = match (&self.chosen, self.verdict) {
            (Some(file), Verdict::Accepted) => format!("take {file}: {}", self.reason),
            (Some(file), _) => format!("{file} comes nearest: {}", self.reason),
            (None, Verdict::NotApplicable) => Finding::AlreadyProvisioned.text().into(),
            (None, _) => "none of these certificates serves the device".into(),
        };
        f.write_str(&output::headline(self.verdict, &why))?;
        self.choices.iter().try_for_each(|ranked| write!(f, "\n{ranked}"))
    }
}

impl fmt::Display for Ranked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let judgement = &self.judgement;
        writeln!(f, "{}\n  {}", self.file, judgement.verdict)?;
        if let Some(headline) = judgement.headline {
            write!(f, "{}", FindingText::from(headline))?;
        }
        let names = |findings: &[Finding]| {
            let others = findings.iter().filter(|finding| Some(**finding) != judgement.headline);
            others.map(|finding| finding.name()).collect::<Vec<_>>().join(" ")
        };
        let root = self.root_sha256.as_ref().map(|hash| format!("SHA-256 {hash}"));
        let expires = self.expires.map(|expires| expires.to_string());
        for (label, text) in [
            ("  also    ", names(&judgement.findings)),
            ("  notes   ", names(&judgement.advice)),
            ("  path    ", self.path.join(" <- ")),
            ("  root    ", root.unwrap_or_default()),
            ("  expires ", expires.unwrap_or_default()),
        ] {
            if !text.is_empty() {
                f.write_str(&output::paragraph(label, &text))?;
            }
        }
        Ok(())
    }
}
