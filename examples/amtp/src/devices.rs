//! `amtp preflight --devices`: the same certificates against many devices.
//!
//! Lines are read, judged and written one at a time, so that a file of any length needs little
//! memory. Results go to standard output; the summary and the progress bar to standard error.

mod lines;
mod summary;

use std::fs;
use std::io::{self, BufWriter, IsTerminal, Read, StdoutLock, Write};
use std::path::Path;

use amt_provisioning::{
    Device, DeviceFacts, Evaluation, FirmwareModel, Policy, Prepared, WallTime,
};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use crate::cli::Format;
use crate::input;
use crate::judgement::Judgement;
use crate::output::{self, Exit, Failure};
use lines::{Lines, Problem};
use summary::Summary;

pub(crate) const HELP: &str = "\
Device files (--devices) have one JSON object a line:
  {\"id\": \"pc-1\", \"firmware\": \"16.1.30.2269\", \"dhcp_suffix\": [\"example.com\"], \"link\": \"up\"}
  Keys are \"id\" and the facts above with `_` for `-`, but not those that name a FILE; --root-hash
  is \"root_hashes\". What may be repeated is a list of texts, empty if there is none; yes and no
  are true and false. What a line does not state is taken from the flags. Results are one JSON
  object a line on standard output, the summary goes to standard error. Exit code 65 if any line
  cannot be read, else 1 if any device is rejected, else 2 if any is undetermined.";

/// The version of the shape of every line and of the summary.
const SCHEMA: u32 = 1;

/// The result for one device.
#[derive(Serialize)]
struct Judged<'a> {
    schema: u32,
    line: u64,
    id: Option<&'a str>,
    #[serde(flatten)]
    judgement: Judgement,
}

/// The result for a line that cannot be read.
#[derive(Serialize)]
struct Unreadable<'a> {
    schema: u32,
    line: u64,
    id: Option<&'a str>,
    error: &'a str,
}

pub(crate) fn run(
    file: &Path,
    prepared: &Prepared,
    stated: &DeviceFacts,
    policy: &Policy,
    now: Option<WallTime>,
    format: Format,
) -> Result<Exit, Failure> {
    let bar = progress(file);
    let lines = Lines::new(bar.wrap_read(input::open(file)?));
    let judge = |device: &Device| prepared.judge(device, policy, now);
    let summary = judge_lines(lines, stated, judge, &mut Results::new(&bar));
    bar.finish_and_clear();
    let summary = summary.map_err(|error| error.in_file(file))?;
    if summary.lines() == 0 {
        let why = "expected a JSON object a line, found nothing";
        return Err(Failure::unreadable(input::name(file), why));
    }
    output::summary(&match format {
        Format::Text => summary.to_string(),
        Format::Json => serde_json::to_string(&summary.data()).map_err(io::Error::from)? + "\n",
    })?;
    Ok(summary.exit())
}

/// Reading or writing failed.
enum Broken {
    Input(io::Error),
    Output(io::Error),
}

impl Broken {
    fn in_file(self, file: &Path) -> Failure {
        match self {
            Self::Input(error) => Failure::unreadable(input::name(file), error),
            Self::Output(error) => Failure::Output(error),
        }
    }
}

fn judge_lines(
    mut lines: Lines<impl Read>,
    stated: &DeviceFacts,
    judge: impl Fn(&Device) -> Evaluation,
    results: &mut Results<'_>,
) -> Result<Summary, Broken> {
    let model = FirmwareModel::default();
    let mut summary = Summary::default();
    loop {
        if lines.may_wait() {
            results.flush().map_err(Broken::Output)?;
        }
        let Some(line) = lines.next().map_err(Broken::Input)? else { break };
        let number = line.number;
        let written = match line.facts() {
            Ok(said) => {
                let mut facts = stated.clone();
                said.apply_to(&mut facts);
                let evaluation = judge(&Device::with_model(facts, &model));
                summary.count(&evaluation);
                let (id, judgement) = (said.id.as_deref(), Judgement::from(&evaluation));
                results.write(&Judged { schema: SCHEMA, line: number, id, judgement })
            }
            Err(Problem { id, text }) => {
                summary.count_unreadable();
                let id = id.as_deref();
                results.write(&Unreadable { schema: SCHEMA, line: number, id, error: &text })
            }
        };
        written.map_err(Broken::Output)?;
    }
    results.flush().map_err(Broken::Output)?;
    Ok(summary)
}

/// Standard output, a JSON object a line.
struct Results<'b> {
    out: BufWriter<StdoutLock<'static>>,
    /// Shares the terminal with the results, if they go there.
    bar: &'b ProgressBar,
    terminal: bool,
}

impl<'b> Results<'b> {
    fn new(bar: &'b ProgressBar) -> Self {
        let out = io::stdout().lock();
        Self { terminal: out.is_terminal(), out: BufWriter::new(out), bar }
    }

    fn write(&mut self, result: &impl Serialize) -> io::Result<()> {
        let Self { out, bar, terminal } = self;
        let mut write = || {
            serde_json::to_writer(&mut *out, result)?;
            out.write_all(b"\n")?;
            if *terminal { out.flush() } else { Ok(()) }
        };
        if *terminal { bar.suspend(write) } else { write() }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// A bar on standard error if that is a terminal, else nothing.
fn progress(file: &Path) -> ProgressBar {
    let length = fs::metadata(file).ok().filter(fs::Metadata::is_file).map(|file| file.len());
    let (bar, template) = match length {
        Some(length) => {
            (ProgressBar::new(length), "{wide_bar} {bytes} of {total_bytes}, {eta} left")
        }
        None => (ProgressBar::new_spinner(), "{spinner} {bytes} read"),
    };
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
