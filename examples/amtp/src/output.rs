//! Text for people, JSON for machines, exit codes for scripts.

use core::fmt::{self, Display};
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use amt_provisioning::{Finding, FindingSet, Verdict};
use anstyle::{AnsiColor, Style};
use serde::Serialize;

/// How the process ends. From 64 on, the codes are those of BSD's `sysexits.h`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    Accepted,
    Rejected,
    Undetermined,
    Usage,
    Unreadable,
    Unwritable,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Accepted => Self::SUCCESS,
            Exit::Rejected => Self::from(1),
            Exit::Undetermined => Self::from(2),
            Exit::Usage => Self::from(64),
            Exit::Unreadable => Self::from(65),
            Exit::Unwritable => Self::from(74),
        }
    }
}

impl From<Verdict> for Exit {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Accepted | Verdict::NotApplicable => Self::Accepted,
            Verdict::Rejected => Self::Rejected,
            Verdict::Undetermined => Self::Undetermined,
        }
    }
}

/// Why there is no result.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The command line is wrong.
    Usage(String),
    /// An input cannot be read.
    Unreadable(String),
    /// The result cannot be written.
    Output(io::Error),
}

impl Failure {
    /// An input that cannot be read: which, and why.
    pub(crate) fn unreadable(input: impl Display, why: impl Display) -> Self {
        Self::Unreadable(format!("{input}: {why}"))
    }

    /// Tells it on standard error.
    pub(crate) fn report(self) -> Exit {
        let (message, exit) = match self {
            Self::Usage(message) => (message, Exit::Usage),
            Self::Unreadable(message) => (message, Exit::Unreadable),
            // Whoever closed the pipe has seen enough.
            Self::Output(error) if error.kind() == ErrorKind::BrokenPipe => {
                return Exit::Unwritable;
            }
            Self::Output(error) => (format!("cannot write: {error}"), Exit::Unwritable),
        };
        note(&message);
        exit
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

/// Something beside the result, on standard error.
pub(crate) fn note(message: &str) {
    let style = AnsiColor::Yellow.on_default().bold();
    // Nobody is left to be told if this fails.
    let _ = writeln!(anstream::stderr(), "{style}amtp:{style:#} {message}");
}

/// Findings beside the result, on standard error: what they are about, and their words.
pub(crate) fn note_findings(about: &str, findings: FindingSet) {
    let texts = findings.iter().map(|finding| FindingText::from(finding).to_string());
    let texts: String = texts.collect();
    if !texts.is_empty() {
        note(&format!("{about}\n{}", texts.trim_end()));
    }
}

/// Writes one JSON document.
pub(crate) fn json(value: &impl Serialize) -> Result<(), Failure> {
    line(serde_json::to_string_pretty(value).map_err(io::Error::from)?)
}

/// Writes one line as it is, for other programs.
pub(crate) fn line(text: String) -> Result<(), Failure> {
    Ok(io::stdout().write_all((text + "\n").as_bytes())?)
}

/// Writes text, in colour on a terminal only.
pub(crate) fn text(text: &str) -> Result<(), Failure> {
    Ok(anstream::stdout().write_all(painted(text).as_bytes())?)
}

/// Writes text beside the results, on standard error.
pub(crate) fn summary(text: &str) -> Result<(), Failure> {
    Ok(anstream::stderr().write_all(painted(text).as_bytes())?)
}

fn painted(text: &str) -> String {
    text.lines().map(|line| paint(line) + "\n").collect()
}

/// `label`, and beside it `text`, broken into lines of the width that reports have.
pub(crate) fn paragraph(label: &str, text: &str) -> String {
    const WIDTH: usize = 100;
    let indent = label.chars().count();
    let mut lines = label.to_owned();
    let mut column = indent;
    for word in text.split(' ') {
        let length = word.chars().count();
        if column > indent && column + 1 + length > WIDTH {
            lines += &format!("\n{:indent$}", "");
            column = indent;
        } else if column > indent {
            lines.push(' ');
            column += 1;
        }
        lines += word;
        column += length;
    }
    lines.truncate(lines.trim_end().len());
    lines + "\n"
}

/// The verdict, and why in one sentence.
pub(crate) fn headline(verdict: Verdict, why: &str) -> String {
    let name = verdict.name().to_uppercase().replace('_', " ");
    paragraph(&format!("{name}: "), why)
}

/// One line in colour: headings by their weight, verdicts and outcomes by what they mean, and the
/// label of what to do.
fn paint(line: &str) -> String {
    let words = line.trim_start();
    let blanks = line.strip_suffix(words).unwrap_or_default();
    if blanks.is_empty() && !words.is_empty() {
        return match words.split_once(": ") {
            Some((word, rest)) if meaning(word).is_some() => format!("{}: {rest}", styled(word)),
            _ => format!("{BOLD}{line}{BOLD:#}"),
        };
    }
    let (first, rest) = words.split_at(words.find([' ', ',']).unwrap_or(words.len()));
    let outcome = words.strip_suffix(']').and_then(|words| words.rsplit_once('['));
    match outcome {
        _ if meaning(first).is_some() => format!("{blanks}{}{rest}", styled(first)),
        Some((title, outcome)) => format!("{blanks}{title}[{}]", styled(outcome)),
        None => line.to_owned(),
    }
}

const BOLD: Style = Style::new().bold();

fn styled(word: &str) -> String {
    let style = meaning(word).unwrap_or_default();
    format!("{style}{word}{style:#}")
}

fn meaning(word: &str) -> Option<Style> {
    let colour = match word.to_ascii_lowercase().as_str() {
        "accepted" | "pass" => AnsiColor::Green,
        "rejected" | "fail" => AnsiColor::Red,
        "undetermined" | "not_evaluated" => AnsiColor::Yellow,
        "not_applicable" | "not applicable" => AnsiColor::Blue,
        "fix" => AnsiColor::Cyan,
        _ => return None,
    };
    Some(colour.on_default().bold())
}

/// A finding with its words, as JSON.
#[derive(Debug, Serialize)]
pub(crate) struct FindingText {
    finding: Finding,
    text: &'static str,
    remedy: &'static str,
}

impl FindingText {
    pub(crate) const fn text(&self) -> &'static str {
        self.text
    }
}

impl Display for FindingText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&paragraph("  ", &format!("{}: {}.", self.finding.name(), self.text)))?;
        match self.remedy {
            "" => Ok(()),
            remedy => f.write_str(&paragraph("  fix     ", remedy)),
        }
    }
}

impl From<Finding> for FindingText {
    fn from(finding: Finding) -> Self {
        Self { finding, text: finding.text(), remedy: finding.remedy() }
    }
}
