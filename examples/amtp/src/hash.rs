//! `amtp hash`: what a pasted hash is, and whether a device holds it.

use core::fmt;
use std::path::PathBuf;

use amt_provisioning::{
    CheckCertificate, Error, Finding, HashText, KnownRoot, RootHashList, Verdict, check_root_hash,
};
use clap::Args;
use serde::Serialize;

use crate::cli::Format;
use crate::input;
use crate::output::{self, Exit, Failure, FindingText};

pub(crate) const EXIT_CODES: &str = "\
Exit codes:
  0   accepted: an active entry of the list is this hash
  1   rejected: none is, or the text is no hash
  2   undetermined: no list was given
  64  the command line is wrong
  65  the list cannot be read
  74  the result cannot be written";

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The hash as pasted; several words are taken as one text
    #[arg(required = true)]
    text: Vec<String>,

    /// File with all root certificate hashes of the device, one a line
    #[arg(long, value_name = "FILE")]
    root_hashes: Option<PathBuf>,

    /// How to write the result; JSON has schemas in examples/amtp/schema
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Serialize)]
struct Answer<'a> {
    schema: u32,
    verdict: Verdict,
    algorithm: Option<&'static str>,
    hash: Option<String>,
    /// What had to be removed to read the text.
    stripped: Vec<String>,
    /// Why the text is no hash.
    error: Option<String>,
    known_root: Option<Known>,
    /// The entry of the list that is this hash, counted from 0: an active one if there is one.
    entry: Option<usize>,
    active: Option<bool>,
    findings: Vec<FindingText>,
    check_certificate: Legacy<'a>,
}

#[derive(Serialize)]
struct Known {
    name: &'static str,
    signature: &'static str,
    key: &'static str,
    not_after: &'static str,
    attested: &'static str,
    usable_15h_16: Option<bool>,
    note: &'static str,
}

/// With the names of the WMI method's results.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Legacy<'a> {
    #[serde(rename = "dvcCert")]
    dvc_cert: &'a str,
    error_code: i32,
    error_msg: &'static str,
    return_value: i32,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let list = arguments.root_hashes.as_deref().map(input::root_hashes).transpose()?;
    let text = arguments.text.join(" ");
    let answer = Answer::new(&text, list.as_ref());
    match arguments.format {
        Format::Text => output::text(&answer.to_string())?,
        Format::Json => output::json(&answer)?,
    }
    Ok(answer.verdict.into())
}

impl<'a> Answer<'a> {
    fn new(text: &'a str, list: Option<&RootHashList>) -> Self {
        let read: Result<HashText, Error> = text.parse();
        let hash = read.as_ref().ok().map(|read| read.hash);
        let check = check_root_hash(text, list);
        let verdict = match (check.error_code, hash, list) {
            (0, _, _) => Verdict::Accepted,
            (_, Some(_), None) => Verdict::Undetermined,
            _ => Verdict::Rejected,
        };
        let entries = list.map_or(&[][..], |list| &list.entries).iter().enumerate();
        let entry = entries
            .filter(|(_, entry)| Some(entry.hash) == hash)
            .min_by_key(|(_, entry)| entry.active == Some(false));
        let stripped = read.as_ref().map_or(Vec::new(), |read| {
            read.stripped.iter_names().map(|(name, _)| name.to_lowercase()).collect()
        });
        let findings = [
            check.finding,
            read.is_err().then_some(Finding::HashTextMalformed),
            (!stripped.is_empty()).then_some(Finding::HashTextNormalised),
        ];
        let mut findings: Vec<Finding> = findings.into_iter().flatten().collect();
        findings.dedup();
        Self {
            schema: 1,
            verdict,
            algorithm: hash.map(|hash| hash.algorithm().name()),
            hash: hash.map(|hash| hash.to_string()),
            stripped,
            error: read.err().map(|error| error.to_string()),
            known_root: hash.and_then(|hash| KnownRoot::find(&hash)).map(Known::new),
            entry: entry.map(|(index, _)| index),
            active: entry.and_then(|(_, entry)| entry.active),
            findings: findings.into_iter().map(FindingText::from).collect(),
            check_certificate: Legacy::new(&check),
        }
    }
}

impl Known {
    fn new(root: &'static KnownRoot) -> Self {
        let KnownRoot { name, signature, key, not_after, attested, usable_15h_16, note, .. } = root;
        Self { name, signature, key, not_after, attested, usable_15h_16: *usable_15h_16, note }
    }
}

impl<'a> Legacy<'a> {
    fn new(check: &CheckCertificate<'a>) -> Self {
        let CheckCertificate { dvc_cert, error_code, error_msg, return_value, .. } = *check;
        Self { dvc_cert, error_code, error_msg, return_value }
    }
}

impl fmt::Display for Answer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let why = match self.verdict {
            Verdict::Accepted => "the device holds this hash",
            _ => self.findings.first().map_or("", FindingText::text),
        };
        f.write_str(&output::headline(self.verdict, why))?;
        if let (Some(algorithm), Some(hash)) = (self.algorithm, &self.hash) {
            writeln!(f, "  {algorithm:<10}  {hash}")?;
        }
        if let Some(error) = &self.error {
            f.write_str(&output::paragraph("  text        ", error))?;
        }
        if !self.stripped.is_empty() {
            writeln!(f, "  removed     {}", self.stripped.join(", ").replace('_', " "))?;
        }
        if let Some(entry) = self.entry {
            let active = if self.active == Some(false) { "not active" } else { "active" };
            writeln!(f, "  the list    has it as entry {}, {active}", entry + 1)?;
        }
        match &self.known_root {
            Some(root) => write!(f, "{root}")?,
            None if self.hash.is_some() => writeln!(f, "  known root  no: a private one, or none")?,
            None => {}
        }
        if !self.findings.is_empty() {
            writeln!(f, "\nFindings")?;
        }
        self.findings.iter().try_for_each(|finding| write!(f, "{finding}"))?;
        let Legacy { dvc_cert, error_code, error_msg, return_value } = &self.check_certificate;
        writeln!(f, "\nCheckCertificate would answer")?;
        writeln!(f, "  dvcCert      {dvc_cert:?}")?;
        writeln!(f, "  ErrorCode    {error_code}")?;
        writeln!(f, "{}", format!("  ErrorMsg     {error_msg}").trim_end())?;
        writeln!(f, "  ReturnValue  {return_value}")
    }
}

impl fmt::Display for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, signature, key, not_after, attested, usable_15h_16, note } = self;
        writeln!(f, "  known root  {name}")?;
        if !not_after.is_empty() {
            writeln!(f, "              {key}, signed {signature}, expires {not_after}")?;
        }
        writeln!(f, "              seen in firmware: {attested}")?;
        if let Some(usable) = usable_15h_16 {
            let usable = if *usable { "usable" } else { "not usable" };
            writeln!(f, "              {usable} on release 15 H and from release 16 on")?;
        }
        if note.is_empty() { Ok(()) } else { writeln!(f, "              {note}") }
    }
}
