//! `amtp preflight`: one certificate against a device, against many, or against every firmware.

use std::path::PathBuf;

use amt_provisioning::{Device, PathLimits, Prepared, Report, SignatureAlgorithms};
use clap::Args;
use serde_json::Value;

use crate::cli::Format;
use crate::facts::Facts;
use crate::input::{self, Certificates};
use crate::judging::Judging;
use crate::output::{self, Exit, Failure};
use crate::{devices, matrix};

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// File with certificates in PEM, DER, PKCS#7 or PKCS#12; repeatable, `-` is standard input
    #[arg(long, value_name = "FILE", required = true)]
    cert: Vec<PathBuf>,

    /// Public key that belongs to the private key held: PEM PUBLIC KEY or DER
    #[arg(long, value_name = "FILE")]
    key_spki: Option<PathBuf>,

    /// File with the password of PKCS#12 files; a line end behind it is not part of it
    #[arg(long, value_name = "FILE")]
    pfx_password_file: Option<PathBuf>,

    /// Judge against each of many devices; see below
    #[arg(long, value_name = "FILE", conflicts_with = "matrix")]
    devices: Option<PathBuf>,

    /// Judge against every firmware generation instead of one device
    #[arg(long)]
    matrix: bool,

    /// How to write the result; JSON has schemas in examples/amtp/schema
    #[arg(long, value_enum, default_value_t)]
    format: Format,

    #[command(flatten)]
    facts: Facts,

    #[command(flatten)]
    judging: Judging,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let files = arguments.cert.iter().chain(&arguments.devices).chain(&arguments.key_spki);
    let files = files.chain(&arguments.pfx_password_file).chain(arguments.facts.files());
    input::check_standard_input(files)?;
    let policy = arguments.judging.policy()?;
    let now = Some(arguments.judging.now()?);
    let facts = arguments.facts.read()?;
    let key = arguments.key_spki.as_deref().map(input::public_key).transpose()?;
    let files = arguments.cert.iter().map(PathBuf::as_path);
    let certificates = Certificates::read(files, arguments.pfx_password_file.as_deref())?;
    let prepared = Prepared::with(
        certificates.bag.clone(),
        key.as_deref(),
        SignatureAlgorithms::default_provider(),
        PathLimits::default(),
    );
    let format = arguments.format;
    if let Some(file) = &arguments.devices {
        return devices::run(file, &prepared, &facts, &policy, now, format);
    }
    if arguments.matrix {
        return matrix::run(&prepared, facts, &policy, now, format);
    }
    let mut report = prepared.explain(&Device::new(facts), &policy, now);
    for rule in &mut report.rules {
        rule.seen = certificates.with_files(&rule.seen);
    }
    match format {
        Format::Text => output::text(&with_flags(&report))?,
        Format::Json => output::json(&with_files(&report, &certificates)?)?,
    }
    Ok(report.verdict.into())
}

/// The report as text, with the flags that state what is missing.
fn with_flags(report: &Report) -> String {
    let missing = format!("  missing input: {}\n", report.missing_inputs.join(", "));
    let flags = report.missing_inputs.iter().map(|input| match *input {
        "release" => "--firmware",
        "platform" => "--platform",
        "dns_suffix" => "--pki-suffix or --dhcp-suffix",
        "root_hashes" => "--root-hashes or --hello",
        _ => "--at",
    });
    let give = format!("  give           {}\n", flags.collect::<Vec<_>>().join(", "));
    report.to_string().replacen(&missing, &format!("{missing}{give}"), 1)
}

/// The report as data, each certificate with the file that it was found in.
fn with_files(report: &Report, certificates: &Certificates) -> Result<Value, Failure> {
    let mut value = serde_json::to_value(report).map_err(std::io::Error::from)?;
    for (list, reports) in [("path", &report.path), ("unused", &report.unused)] {
        let values = value.get_mut(list).and_then(Value::as_array_mut);
        for (value, certificate) in values.into_iter().flatten().zip(reports) {
            if let Some(object) = value.as_object_mut() {
                let file = certificates.file(certificate.input_item);
                object.insert("file".into(), file.into());
            }
        }
    }
    Ok(value)
}
