//! `amtp preflight --matrix`: one certificate against every firmware generation.

use core::fmt;

use amt_provisioning::{
    Device, DeviceFacts, Fact, Finding, FirmwareModel, MatrixRow, Platform, Policy, Prepared,
    Verdict, WallTime,
};
use serde::Serialize;

use crate::cli::Format;
use crate::output::{self, Exit, Failure, FindingText};

#[derive(Serialize)]
struct Matrix {
    schema: u32,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    /// As text, such as `6.0 to 10.x`.
    releases: String,
    /// The only kind of platform, if both kinds differ.
    platform: Option<Platform>,
    verdict: Verdict,
    headline: Option<Finding>,
    /// Of the rules that fail or leave the verdict open, the headline first.
    findings: Vec<Finding>,
    /// Are these the releases of the device that `--firmware` states?
    stated: bool,
}

pub(crate) fn run(
    prepared: &Prepared,
    mut facts: DeviceFacts,
    policy: &Policy,
    now: Option<WallTime>,
    format: Format,
) -> Result<Exit, Failure> {
    let (release, platform) = (facts.release.value().copied(), facts.platform.value().copied());
    // Every release is asked about, so none of them is known.
    facts.release = Fact::Unknown;
    facts.platform = Fact::Unknown;
    let judged = prepared.matrix(&Device::new(facts), &FirmwareModel::default(), policy, now);
    let row = |MatrixRow { mut generation, evaluation }| {
        let stated = release.is_some() && generation.admits(release, platform);
        let platform = generation.platform.take();
        Row {
            releases: generation.to_string(),
            platform,
            verdict: evaluation.verdict(),
            headline: evaluation.headline(),
            findings: evaluation.failures().union(evaluation.open_points()).iter().collect(),
            stated,
        }
    };
    let rows: Vec<Row> = judged.into_iter().map(row).collect();
    let matrix = Matrix { schema: 1, rows };
    match format {
        Format::Text => output::text(&matrix.to_string())?,
        Format::Json => output::json(&matrix)?,
    }
    Ok(Exit::Accepted)
}

impl fmt::Display for Matrix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.rows.iter().map(|row| row.releases.len()).max().unwrap_or_default();
        writeln!(
            f,
            "Verdict         {:width$}  Platform  Findings, the most important first",
            "Releases"
        )?;
        let mut legend: Vec<Finding> = Vec::new();
        for row in &self.rows {
            let platform = row.platform.map_or("", Platform::name);
            let mark = if row.stated { "(--firmware) " } else { "" };
            let names: Vec<&str> = row.findings.iter().map(|finding| finding.name()).collect();
            let label = format!("  {:12}  {:width$}  {platform:8}  ", row.verdict, row.releases);
            f.write_str(&output::paragraph(&label, &format!("{mark}{}", names.join(" "))))?;
            for finding in &row.findings {
                if !legend.contains(finding) {
                    legend.push(*finding);
                }
            }
        }
        if !legend.is_empty() {
            writeln!(f, "\nFindings")?;
        }
        legend.into_iter().try_for_each(|finding| write!(f, "{}", FindingText::from(finding)))
    }
}
