//! A report as text: first the verdict, why, and what to do; then the rest.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::{CertificateReport, Report, RuleReport, Severity};
use crate::finding::Finding;
use crate::validation::outcome::{Outcome, Verdict};

/// Lines are broken at blanks before this column; reports are read in terminals and in mails.
const WIDTH: usize = 100;

/// Writes `label`, and beside it `text`, broken into lines.
fn paragraph(f: &mut fmt::Formatter<'_>, label: &str, text: &str) -> fmt::Result {
    let indent = label.chars().count();
    let mut column = indent;
    f.write_str(label)?;
    for word in text.split(' ') {
        let length = word.chars().count();
        if column > indent && column + 1 + length > WIDTH {
            write!(f, "\n{:indent$}", "")?;
            column = indent;
        } else if column > indent {
            f.write_str(" ")?;
            column += 1;
        }
        f.write_str(word)?;
        column += length;
    }
    writeln!(f)
}

impl RuleReport {
    /// The most important finding.
    fn first(&self) -> Option<Finding> {
        self.findings.first().copied()
    }
}

impl fmt::Display for RuleReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "  {:<6} {} [{}]", self.id.id(), self.title, self.outcome)?;
        for finding in &self.findings {
            paragraph(f, "         ", &format!("{}: {}.", finding.name(), finding.text()))?;
        }
        for (label, text) in [
            ("         seen    ", &self.seen),
            ("         wanted  ", &self.wanted),
            ("         fix     ", &self.remedy),
        ] {
            if !text.is_empty() {
                paragraph(f, label, text)?;
            }
        }
        if let Some(effect) = self.policy_effect {
            let (switch, original) = (effect.switch.name(), effect.original);
            writeln!(f, "         policy  {switch}: {} instead of {original}", self.outcome)?;
        }
        paragraph(f, "         basis   ", &format!("{}: {}", self.basis, self.source))
    }
}

impl fmt::Display for CertificateReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        paragraph(f, &format!("  {:<15} ", self.role), &self.subject)?;
        if let Some(name) = self.known_root {
            writeln!(f, "    known   {name}")?;
        }
        let (from, to, serial) = (self.not_before, self.not_after, &self.serial);
        writeln!(f, "    valid   {from} to {to}")?;
        writeln!(f, "    key     {}, signed {}", self.key, self.signature)?;
        writeln!(f, "    serial  {serial}")?;
        for hash in [&self.sha1, &self.sha256, &self.sha384] {
            writeln!(f, "    {:<7} {hash}", hash.algorithm().name())?;
        }
        Ok(())
    }
}

impl Report {
    /// Rules of one severity, those with the most important findings first.
    fn rules(&self, severity: Severity) -> Vec<&RuleReport> {
        let mut rules: Vec<_> =
            self.rules.iter().filter(|rule| rule.severity == severity).collect();
        rules.sort_by_key(|rule| rule.first().map_or(u8::MAX, Finding::index));
        rules
    }

    fn headline(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (verdict, deciding) = match self.verdict {
            Verdict::Accepted => ("ACCEPTED", None),
            Verdict::Rejected => ("REJECTED", Some(Severity::Rejects)),
            Verdict::Undetermined => ("UNDETERMINED", Some(Severity::LeavesOpen)),
            Verdict::NotApplicable => ("NOT APPLICABLE", None),
        };
        let Some(headline) = self.headline else {
            return match self.verdict {
                Verdict::Accepted => {
                    writeln!(f, "{verdict}: this device will take this certificate")
                }
                _ => writeln!(f, "{verdict}"),
            };
        };
        paragraph(f, &format!("{verdict}: "), headline.text())?;
        let deciding = deciding.map_or_else(Vec::new, |severity| self.rules(severity));
        let others: Vec<_> = deciding
            .iter()
            .filter(|rule| !rule.findings.contains(&headline))
            .map(|rule| rule.first().map_or(rule.id.id(), Finding::name))
            .collect();
        if !others.is_empty() {
            paragraph(f, "  and also: ", &others.join(", "))?;
        }
        if self.verdict == Verdict::NotApplicable {
            paragraph(f, "  ", headline.remedy())?;
        }
        Ok(())
    }

    fn section(&self, f: &mut fmt::Formatter<'_>, title: &str, severity: Severity) -> fmt::Result {
        let rules = self.rules(severity);
        if !rules.is_empty() {
            writeln!(f, "\n{title}")?;
        }
        rules.iter().try_for_each(|rule| write!(f, "{rule}"))
    }

    /// The ids of rules that need no words.
    fn list(&self, f: &mut fmt::Formatter<'_>, title: &str, outcome: Outcome) -> fmt::Result {
        let rules = self.rules.iter().filter(|rule| rule.severity == Severity::None);
        let ids: Vec<_> =
            rules.filter(|rule| rule.outcome == outcome).map(|rule| rule.id.id()).collect();
        if ids.is_empty() {
            Ok(())
        } else {
            paragraph(f, &format!("  {title:<16}"), &ids.join(" "))
        }
    }

    fn chain(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(last) = self.path.last() else { return Ok(()) };
        let complete = last.role == "root";
        writeln!(f)?;
        writeln!(
            f,
            "{}",
            match self.verdict {
                _ if !complete => "The chain, as far as it goes",
                Verdict::Accepted => "Present these, in this order",
                _ => "The chain",
            }
        )?;
        self.path.iter().try_for_each(|certificate| write!(f, "{certificate}"))?;
        if !complete {
            paragraph(f, "  issued by       ", &last.issuer)?;
        }
        if let Some(root) = &self.root_match {
            let name = root.name.map_or_else(String::new, |name| format!(" ({name})"));
            writeln!(f, "  The device holds the root as entry {}{name}:", root.entry + 1)?;
            writeln!(f, "    {:<7} {}", root.algorithm, root.hash)?;
        }
        Ok(())
    }

    fn others(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for path in &self.alternative_paths {
            let findings: Vec<_> = path.findings.iter().map(|finding| finding.name()).collect();
            writeln!(f, "\nAnother path: {}", path.verdict)?;
            paragraph(f, "  ", &path.subjects.join(" <- "))?;
            if let Some(root) = &path.root_sha256 {
                writeln!(f, "  root SHA-256 {root}")?;
            }
            if !findings.is_empty() {
                paragraph(f, "  ", &findings.join(" "))?;
            }
        }
        if !self.candidates.is_empty() {
            writeln!(f, "\nCertificates that may be the leaf; the one judged is marked *")?;
        }
        for candidate in &self.candidates {
            let mark = if candidate.chosen { "*" } else { " " };
            let headline = candidate.headline.map_or("", Finding::name);
            let (verdict, subject) = (candidate.verdict, &candidate.subject);
            paragraph(f, &format!("  {mark} {verdict:<14} "), &format!("{subject} {headline}"))?;
            writeln!(f, "    SHA-256 {}", candidate.sha256)?;
        }
        if !self.unused.is_empty() {
            writeln!(f, "\nNot used")?;
        }
        for certificate in &self.unused {
            paragraph(f, "  ", &certificate.subject)?;
            writeln!(f, "    SHA-256 {}", certificate.sha256)?;
        }
        Ok(())
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.headline(f)?;
        if self.verdict == Verdict::Undetermined && !self.missing_inputs.is_empty() {
            writeln!(f, "  missing input: {}", self.missing_inputs.join(", "))?;
        }
        writeln!(f, "  the certificate alone: {}", self.certificate_verdict)?;
        let (rejects, open) = match self.verdict {
            Verdict::NotApplicable => ("Would reject, were it not provisioned", "Would stay open"),
            Verdict::Rejected => ("Why it is rejected", "What could not be judged"),
            _ => ("Why it is rejected", "What leaves it open"),
        };
        self.section(f, rejects, Severity::Rejects)?;
        self.section(f, open, Severity::LeavesOpen)?;
        self.section(f, "Worth knowing; decides nothing", Severity::Advises)?;
        self.chain(f)?;
        self.others(f)?;
        writeln!(f, "\nThe other rules")?;
        self.list(f, "passed", Outcome::Pass)?;
        self.list(f, "not evaluated", Outcome::NotEvaluated)?;
        self.list(f, "not applicable", Outcome::NotApplicable)?;
        writeln!(f, "  Revocation is not checked (D-29).")
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    struct Paragraph<'a>(&'a str, &'a str);

    impl fmt::Display for Paragraph<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            paragraph(f, self.0, self.1)
        }
    }

    #[test]
    fn paragraphs_are_broken_at_blanks_and_hang() {
        let long = "x".repeat(WIDTH);
        let fits = "x".repeat(WIDTH - 4);
        for (label, text, expected) in [
            ("", "", "\n"),
            ("  fix ", "Renew it.", "  fix Renew it.\n"),
            ("  a ", &format!("{long} b"), &format!("  a {long}\n    b\n")),
            ("  a ", &fits, &format!("  a {fits}\n")),
            ("  a ", &format!("b {fits}"), &format!("  a b\n    {fits}\n")),
            ("  a ", &fits.replacen("xxx", "x x", 1), &format!("  a x {}\n", &fits[2..])),
            ("", "two  blanks", "two  blanks\n"),
        ] {
            assert_eq!(Paragraph(label, text).to_string(), expected, "{label:?} {text:?}");
        }
        let words = ["word"; 100].join(" ");
        let text = Paragraph("         seen    ", &words).to_string();
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
        assert_eq!(text.split_whitespace().filter(|word| *word == "word").count(), 100);
    }
}
