//! Will this certificate provision a device, and if not, why?
//!
//!     validate_chain CHAIN HASHES RELEASE SUFFIX TIME
//!
//! CHAIN is a file with the certificate and its issuers in any form, HASHES one with the device's root hashes, one a
//! line, RELEASE its firmware, SUFFIX its PKI DNS suffix, TIME seconds since 1970. Exit status: 0 accepted, 1 rejected,
//! 2 undetermined, 64 wrong arguments, 65 unreadable input, 66 no such file, 70 anything else.

use std::error::Error;
use std::io::Write;
use std::process::ExitCode;
use std::{env, fs, io};

use amt_provisioning::{
    Bag, Device, DeviceFacts, Fact, Policy, Prepared, ReleaseText, Report, RootHashList, Severity,
    Source, SuffixFact, SuffixSource, Verdict, WallTime,
};

/// An exit status with its reason.
type Failure = (u8, Box<dyn Error>);

fn read(name: &str) -> Result<Vec<u8>, Failure> {
    fs::read(name).map_err(|error| (66, format!("{name}: {error}").into()))
}

/// What the device is, as far as it is known.
fn describe(hashes: &[u8], release: &str, suffix: &str) -> Result<Device, Box<dyn Error>> {
    let mut list: RootHashList = std::str::from_utf8(hashes)?.parse()?;
    for entry in &mut list.entries {
        entry.active.get_or_insert(true);
    }
    list.source = Source::Operator;
    let release: ReleaseText = release.parse()?;
    let suffix =
        SuffixFact { value: suffix.as_bytes().to_vec(), source: SuffixSource::PkiDnsSuffix };
    let platform = release.platform.map_or(Fact::Unknown, |p| Fact::Known(p, Source::Operator));
    let facts = DeviceFacts {
        release: Fact::Known(release.release, Source::Operator),
        platform,
        suffixes: Fact::Known(vec![suffix], Source::Operator),
        root_hashes: Fact::Known(list, Source::Operator),
        ..DeviceFacts::default()
    };
    Ok(Device::new(facts))
}

fn judge(arguments: &[String]) -> Result<Report, Failure> {
    let usage = || (64, "validate_chain CHAIN HASHES RELEASE SUFFIX TIME".into());
    let [chain, hashes, release, suffix, now] = arguments else { return Err(usage()) };
    let now = now.parse().map(WallTime::from_unix).map_err(|_| usage())?;
    let (chain, hashes) = (read(chain)?, read(hashes)?);
    let prepared = Prepared::new(Bag::read(&chain).map_err(|error| (65, error.into()))?);
    let device = describe(&hashes, release, suffix).map_err(|error| (65, error))?;
    Ok(prepared.explain(&device, &Policy::default(), Some(now)))
}

/// Every rule that has something to say, and the whole as JSON.
fn explain(report: &Report) -> io::Result<u8> {
    for rule in &report.rules {
        if matches!(rule.severity, Severity::Rejects | Severity::LeavesOpen) {
            eprintln!("{} {}; seen: {}", rule.id, rule.title, rule.seen);
        }
    }
    writeln!(io::stdout(), "{}", serde_json::to_string(report)?)?;
    Ok(match report.verdict {
        Verdict::Accepted | Verdict::NotApplicable => 0,
        Verdict::Rejected => 1,
        Verdict::Undetermined => 2,
    })
}

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let explained =
        judge(&arguments).and_then(|report| explain(&report).map_err(|error| (70, error.into())));
    let status = explained.unwrap_or_else(|(status, reason)| {
        eprintln!("{reason}");
        status
    });
    ExitCode::from(status)
}
