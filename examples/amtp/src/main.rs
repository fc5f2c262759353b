//! Judges Intel AMT provisioning certificates from the command line.
//!
//! | file | what it does |
//! | --- | --- |
//! | `cli` | the commands and what `--help` says |
//! | `facts`, `judging` | what one may say about a device, by flags or in a file; how to judge |
//! | `input`, `pfx` | files in, certificates out |
//! | `preflight`, `matrix`, `devices`, `choose` | judging certificates: one command or mode each |
//! | `judgement` | what `devices` and `choose` write of an evaluation |
//! | `suffix`, `hash`, `hello`, `digest` | one command each |
//! | `output` | text for people, JSON for machines, exit codes for scripts |

#![deny(
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod choose;
mod cli;
mod devices;
mod digest;
mod facts;
mod hash;
mod hello;
mod input;
mod judgement;
mod judging;
mod matrix;
mod output;
mod pfx;
mod preflight;
mod suffix;

use std::process::ExitCode;

use clap::Parser;

use cli::{Cli, Command};
use output::Exit;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let exit = if error.use_stderr() { Exit::Usage } else { Exit::Accepted };
            // Where even this cannot be written, the exit code still says it.
            let _ = error.print();
            return exit.into();
        }
    };
    let done = match cli.command {
        Command::Preflight(arguments) => preflight::run(&arguments),
        Command::Choose(arguments) => choose::run(&arguments),
        Command::Suffix(arguments) => suffix::run(&arguments),
        Command::Hash(arguments) => hash::run(&arguments),
        Command::Hello(arguments) => hello::run(&arguments),
        Command::Digest(arguments) => digest::run(&arguments),
    };
    done.unwrap_or_else(|failure| failure.report()).into()
}
