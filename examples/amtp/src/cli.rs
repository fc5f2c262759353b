//! The commands.

use clap::{Parser, Subcommand, ValueEnum};

use crate::{choose, devices, digest, hash, hello, preflight, suffix};

const EXIT_CODES: &str = "\
Exit codes:
  0   accepted, or not applicable: the device is provisioned already
  1   rejected
  2   undetermined: the report names the missing input
  64  the command line is wrong
  65  an input cannot be read
  74  the result cannot be written";

/// Judges Intel AMT provisioning certificates before anybody touches the device
#[derive(Debug, Parser)]
#[command(version, arg_required_else_help = true, after_help = EXIT_CODES)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Judge a provisioning certificate against a device, against many, or against every firmware
    #[command(after_help = format!("{}\n\n{EXIT_CODES}", devices::HELP))]
    Preflight(Box<preflight::Arguments>),
    /// Choose among several provisioning certificates the one that serves a device
    #[command(after_help = EXIT_CODES)]
    Choose(Box<choose::Arguments>),
    /// Compare one name of a certificate with one DNS suffix of a device
    #[command(after_help = EXIT_CODES)]
    Suffix(suffix::Arguments),
    /// Say what a pasted hash is, and whether a device holds it
    #[command(after_help = hash::EXIT_CODES)]
    Hash(hash::Arguments),
    /// Say what is in a Hello message, which a device sends to be provisioned
    #[command(after_help = hello::HELP)]
    Hello(hello::Arguments),
    /// Answer a challenge of HTTP Digest: print the value of the Authorization field
    #[command(after_help = digest::EXIT_CODES)]
    Digest(digest::Arguments),
}

/// How results are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    // For people.
    #[default]
    Text,
    // For machines; the schemas are in examples/amtp/schema.
    Json,
}
