//! `amtp suffix`: one name of a certificate against one DNS suffix, by the name rules alone.

use core::fmt;

use amt_provisioning::{
    DepthExtension, DnsName, Finding, FindingSet, FirmwareModel, Generation, Match, MatchRules,
    NameError, Release, ShownBytes, Verdict,
};
use clap::Args;
use serde::Serialize;

use crate::cli::Format;
use crate::facts::Firmware;
use crate::output::{self, Exit, Failure, FindingText};

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// Name in the certificate, its CN or a subjectAltName; may begin with `*.`
    #[arg(long, value_name = "NAME")]
    identifier: String,

    /// DNS suffix of the device
    #[arg(long, value_name = "NAME")]
    suffix: String,

    /// Firmware release; without it, every release is asked
    #[arg(long, value_name = "VERSION")]
    firmware: Option<Firmware>,

    /// How to write the result; JSON has schemas in examples/amtp/schema
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Serialize)]
struct Comparison {
    schema: u32,
    verdict: Verdict,
    identifier: Name,
    suffix: Name,
    firmware: Option<Release>,
    /// How many labels agree, counted from the right; nothing if a name is malformed.
    equal_labels: Option<u8>,
    /// Ranges of releases that answer alike, the oldest first.
    releases: Vec<Releases>,
    /// The most important first.
    findings: Vec<FindingText>,
}

#[derive(Serialize)]
struct Name {
    received: String,
    normalised: Option<String>,
    error: Option<String>,
}

#[derive(Serialize)]
struct Releases {
    releases: String,
    verdict: Verdict,
    /// Which rules match: `plain`, `wildcard`, `depth`.
    rules: Vec<String>,
    /// How many labels the depth rule compares; nothing where it does not know the domain.
    depth: Option<u8>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let firmware = arguments.firmware.map(|firmware| firmware.0);
    let identifier = arguments.identifier.as_bytes();
    let suffix = arguments.suffix.as_bytes();
    let read = (DnsName::identifier(identifier), DnsName::suffix(suffix));
    let mut comparison = Comparison {
        schema: 1,
        verdict: Verdict::Rejected,
        identifier: Name::new(identifier, &read.0),
        suffix: Name::new(suffix, &read.1),
        firmware: firmware.map(|text| text.release),
        equal_labels: None,
        releases: Vec::new(),
        findings: Vec::new(),
    };
    match read {
        (Ok(identifier), Ok(suffix)) => {
            let (release, platform) =
                (firmware.map(|text| text.release), firmware.and_then(|text| text.platform));
            let generations = FirmwareModel::default().generations(release, platform);
            comparison.compare(&identifier, &suffix, &generations);
        }
        (identifier, suffix) => {
            let errors = [identifier.err(), suffix.err()].into_iter().flatten();
            comparison.find(errors.map(|error| match error {
                NameError::MisplacedWildcard { .. } => Finding::WildcardMalformed,
                NameError::IpAddress => Finding::CnNotFqdn,
                NameError::Malformed { .. } | _ => Finding::NameMalformed,
            }));
        }
    }
    match arguments.format {
        Format::Text => output::text(&comparison.to_string())?,
        Format::Json => output::json(&comparison)?,
    }
    Ok(comparison.verdict.into())
}

impl Name {
    fn new(received: &[u8], name: &Result<DnsName, NameError>) -> Self {
        Self {
            received: ShownBytes(received).to_string(),
            normalised: name.as_ref().ok().map(ToString::to_string),
            error: name.as_ref().err().map(ToString::to_string),
        }
    }
}

impl Comparison {
    fn find(&mut self, findings: impl IntoIterator<Item = Finding>) {
        let findings: FindingSet = findings.into_iter().collect();
        self.findings = findings.iter().map(FindingText::from).collect();
    }

    fn compare(&mut self, identifier: &DnsName, suffix: &DnsName, generations: &[Generation]) {
        let ask = |extension: DepthExtension| identifier.matches(suffix, extension);
        let ranges = alike(generations, |generation| ask(generation.depth_extension));
        let mut findings = Vec::new();
        for (_, answer) in &ranges {
            let plain = answer.rules() == MatchRules::PLAIN;
            let newer = ask(DepthExtension::Full).is_match();
            let too_broad = answer.is_too_broad(suffix, None);
            findings.extend(if answer.is_match() {
                [
                    answer.is_only_by_depth().then_some(Finding::SuffixOnlyByDepth),
                    (plain && !answer.is_narrow()).then_some(Finding::SuffixReadingDiffers),
                    too_broad.then_some(Finding::SuffixTooBroad),
                ]
            } else {
                [
                    Some(Finding::SuffixMismatch),
                    answer.is_bare_suffix().then_some(Finding::SuffixBareTld),
                    newer.then_some(Finding::SuffixDepthNotAvailable),
                ]
            });
        }
        let matching = ranges.iter().filter(|(_, answer)| answer.is_match()).count();
        self.verdict = match matching {
            0 => Verdict::Rejected,
            _ if matching == ranges.len() => Verdict::Accepted,
            _ => Verdict::Undetermined,
        };
        let normalised = identifier.changes() | suffix.changes();
        findings.extend([
            (self.verdict == Verdict::Undetermined).then_some(Finding::ReleaseNotGiven),
            (identifier.base_labels() < 2).then_some(Finding::CnNotFqdn),
            normalised.beyond_case().then_some(Finding::NameNormalised),
            suffix.is_host_name(identifier).then_some(Finding::SuffixIsHostName),
        ]);
        self.find(findings.into_iter().flatten());
        self.equal_labels = Some(ask(DepthExtension::None).equal_labels());
        self.releases = ranges.into_iter().map(Releases::new).collect();
    }
}

/// Joins generations next to each other that answer alike.
fn alike(
    generations: &[Generation],
    ask: impl Fn(&Generation) -> Match,
) -> Vec<(Generation, Match)> {
    let mut ranges: Vec<(Generation, Match)> = Vec::new();
    for generation in generations {
        let answer = ask(generation);
        match ranges.last_mut() {
            Some((range, same)) if *same == answer => range.to = range.to.max(generation.to),
            _ => {
                let mut range = *generation;
                range.platform = None; // no name rule asks for it
                ranges.push((range, answer));
            }
        }
    }
    ranges
}

impl Releases {
    fn new((range, answer): (Generation, Match)) -> Self {
        Self {
            releases: range.to_string(),
            verdict: if answer.is_match() { Verdict::Accepted } else { Verdict::Rejected },
            rules: answer.rules().iter_names().map(|(name, _)| name.to_lowercase()).collect(),
            depth: answer.depth(),
        }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.received)?;
        match (&self.normalised, &self.error) {
            (Some(name), _) if *name != self.received => write!(f, ", read as {name}"),
            (_, Some(error)) => write!(f, ": {error}"),
            _ => Ok(()),
        }
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let why = match self.verdict {
            Verdict::Accepted => "the name matches the suffix",
            _ => self.findings.first().map_or("", FindingText::text),
        };
        f.write_str(&output::headline(self.verdict, why))?;
        writeln!(f, "  name    {}", self.identifier)?;
        writeln!(f, "  suffix  {}", self.suffix)?;
        if let (Some(equal), Some(name), Some(suffix)) =
            (self.equal_labels, &self.identifier.normalised, &self.suffix.normalised)
        {
            let plural = if equal == 1 { "label agrees" } else { "labels agree" };
            write!(f, "          {equal} {plural} from the right")?;
            if self.verdict != Verdict::Accepted {
                let next = |name: &str| match name.rsplit('.').nth(equal.into()) {
                    Some(label) => format!("{label:?}"),
                    None => "no label".into(),
                };
                write!(f, ", then {} stands against {}", next(name), next(suffix))?;
            }
            writeln!(f)?;
        }
        if !self.releases.is_empty() {
            writeln!(f, "\nReleases")?;
        }
        for Releases { releases, verdict, rules, depth } in &self.releases {
            let why = match (rules.as_slice(), depth) {
                ([], None) => String::new(),
                ([], Some(depth)) => format!("not even the last {depth} labels agree"),
                (rules, _) => format!("by the {} rule", rules.join(" and the ")),
            };
            writeln!(f, "{}", format!("  {verdict:12}  {releases:22}  {why}").trim_end())?;
        }
        if !self.findings.is_empty() {
            writeln!(f, "\nFindings")?;
        }
        self.findings.iter().try_for_each(|finding| write!(f, "{finding}"))
    }
}
