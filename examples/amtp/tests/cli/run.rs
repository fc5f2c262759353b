//! Runs the tool.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// A time at which the samples are valid.
pub(crate) const NOW: &str = "2026-11-21T12:00:00Z";

/// A chain that the device below accepts.
pub(crate) const CHAIN: &str = "provisioning-chain.pem";

/// What came out.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().expect("ended by a signal"),
            out: String::from_utf8(output.stdout).expect("standard output is no UTF-8"),
            err: String::from_utf8(output.stderr).expect("standard error is no UTF-8"),
        }
    }
}

/// The folder of the samples, in which the tool runs.
pub(crate) fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data")
}

/// The content of a sample.
pub(crate) fn sample(name: &str) -> Vec<u8> {
    fs::read(data().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// A file with this content; `name` must be used by one test only.
pub(crate) fn file(name: &str, content: impl AsRef<[u8]>) -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

pub(crate) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_amtp"));
    command.args(arguments).current_dir(data());
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "TERM"] {
        command.env_remove(name);
    }
    command
}

pub(crate) fn amtp(arguments: &[&str]) -> Ran {
    command(arguments).stdin(Stdio::null()).output().unwrap().into()
}

/// With something on standard input.
pub(crate) fn amtp_reading(arguments: &[&str], input: &[u8]) -> Ran {
    let mut command = command(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || {
        // It may end without having read everything.
        let _ = stdin.write_all(&input);
    });
    let ran = child.wait_with_output().unwrap().into();
    writer.join().unwrap();
    ran
}

/// The arguments of a preflight of `cert` against a device that takes [`CHAIN`], and more.
pub(crate) fn preflight<'a>(cert: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let mut arguments = vec!["preflight", "--cert", cert, "--at", NOW];
    arguments.extend(["--firmware", "16.1.30.2269", "--pki-suffix", "example.com"]);
    arguments.extend(["--root-hashes", "root-hashes.txt"]);
    arguments.extend(more);
    arguments
}

/// Runs with `--format json`, checks the output against a schema, and returns it.
pub(crate) fn json(schema: &str, arguments: &[&str]) -> (i32, Value) {
    let ran = amtp(&[arguments, &["--format", "json"]].concat());
    assert_eq!(ran.err, "", "{arguments:?}");
    let value = serde_json::from_str(&ran.out).unwrap_or_else(|e| panic!("{e}: {}", ran.out));
    super::schema::check(schema, &value);
    (ran.code, value)
}

/// The report on `arguments`.
pub(crate) fn report(arguments: &[&str]) -> (i32, Value) {
    let (code, report) = json("report", arguments);
    let expected = match report["verdict"].as_str().unwrap() {
        "accepted" | "not_applicable" => 0,
        "rejected" => 1,
        _ => 2,
    };
    assert_eq!(code, expected, "{arguments:?}");
    (code, report)
}

/// The rule `id` of a report.
pub(crate) fn rule<'a>(report: &'a Value, id: &str) -> &'a Value {
    let rules = report["rules"].as_array().unwrap();
    rules.iter().find(|rule| rule["id"] == id).unwrap_or_else(|| panic!("no {id}"))
}

/// All findings of a report.
pub(crate) fn findings(report: &Value) -> Vec<&str> {
    let rules = report["rules"].as_array().unwrap().iter();
    rules
        .flat_map(|rule| rule["findings"].as_array().unwrap())
        .map(|f| f.as_str().unwrap())
        .collect()
}

/// Asserts that there is no result but this message, with exit code 65.
pub(crate) fn assert_unreadable(arguments: &[&str], message: &str) {
    let ran = amtp(arguments);
    assert_eq!((ran.code, ran.out.as_str()), (65, ""), "{arguments:?}: {}", ran.err);
    assert!(ran.err.starts_with("amtp: "), "{}", ran.err);
    assert!(ran.err.contains(message), "expected {message:?}, found {:?}", ran.err);
}

/// Asserts that there is no result but this message, with exit code 64.
pub(crate) fn assert_usage(arguments: &[&str], message: &str) {
    let ran = amtp(arguments);
    assert_eq!((ran.code, ran.out.as_str()), (64, ""), "{arguments:?}: {}", ran.err);
    assert!(ran.err.contains(message), "expected {message:?}, found {:?}", ran.err);
}
