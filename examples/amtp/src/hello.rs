//! `amtp hello`: what is in a Hello message; and what the message states about its device.

use core::fmt;
use std::path::{Path, PathBuf};

use amt_provisioning::{
    DeviceFacts, ErrorKind, Fact, Hash, Hello, HelloBody, HelloEntry, HelloPolicy, KnownRoot,
    ShownBytes, Source, TlsMode, Uuid,
};
use clap::Args;
use serde::Serialize;

use crate::cli::Format;
use crate::input;
use crate::output::{self, Exit, Failure, FindingText};

pub(crate) const HELP: &str = "\
A file of hex digits and white space alone is taken for the bytes that it spells. Offsets count the
bytes of the message.

Exit codes:
  0   the message was read
  64  the command line is wrong
  65  the file cannot be read, or is no Hello message
  74  the result cannot be written";

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// File with all that the device sent before it closed the connection; `-` is standard input
    file: PathBuf,

    /// Refuse any byte behind the end of the message
    #[arg(long)]
    strict_tail: bool,

    /// How to write the result; JSON has schemas in examples/amtp/schema
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Serialize)]
struct Message {
    schema: u32,
    version: u16,
    retry_count: u32,
    /// Nothing if the message has none.
    uuid: Option<Uuid>,
    /// What inventories show that take one order of bytes for the other.
    uuid_swapped: Option<Uuid>,
    admin_credentials_set: bool,
    /// The name of the key that a PSK message is about.
    pid: Option<String>,
    /// Nothing in a PSK message, which leaves the device's list unknown.
    root_hashes: Option<Vec<Entry>>,
    /// May a device hold more than these?
    possibly_truncated: Option<bool>,
    /// What follows the end of the message, in hex.
    trailing: String,
    #[serde(skip)]
    trailing_shown: Option<String>,
    findings: Vec<FindingText>,
}

#[derive(Serialize)]
struct Entry {
    algorithm: &'static str,
    hash: String,
    known_root: Option<&'static str>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let bytes = input::message(&arguments.file)?;
    let policy = HelloPolicy { strict_tail: arguments.strict_tail, ..HelloPolicy::default() };
    let message = Message::new(&parse(&arguments.file, &bytes, &policy)?);
    match arguments.format {
        Format::Text => output::text(&message.to_string())?,
        Format::Json => output::json(&message)?,
    }
    Ok(Exit::Accepted)
}

/// What the Hello in a file states about its device. Findings go to standard error.
pub(crate) fn facts(file: &Path) -> Result<DeviceFacts, Failure> {
    let bytes = input::message(file)?;
    let hello = parse(file, &bytes, &HelloPolicy::default())?;
    output::note_findings(&input::name(file), hello.findings());
    let mode = match hello.body() {
        HelloBody::Pki(_) => TlsMode::Pki,
        HelloBody::Psk { .. } => TlsMode::Psk,
    };
    let list = hello.root_hashes();
    Ok(DeviceFacts {
        root_hashes: list.map_or(Fact::Unknown, |list| Fact::Known(list, Source::Hello)),
        tls_mode: Fact::Known(mode, Source::Hello),
        ..DeviceFacts::default()
    })
}

fn parse<'a>(file: &Path, bytes: &'a [u8], policy: &HelloPolicy) -> Result<Hello<'a>, Failure> {
    Hello::parse_with(bytes, policy).map_err(|error| {
        let mut why = error.to_string();
        if let ErrorKind::Hello { problem } = error.kind() {
            why += &format!("\n{}", FindingText::from(problem.finding()));
        }
        Failure::unreadable(input::name(file), why.trim_end())
    })
}

impl Message {
    fn new(hello: &Hello<'_>) -> Self {
        let uuid = Some(hello.uuid()).filter(|uuid| !uuid.is_absent());
        let (pid, root_hashes) = match hello.body() {
            HelloBody::Pki(entries) => (None, Some(entries.filter_map(Entry::new).collect())),
            HelloBody::Psk { pid } => (Some(ShownBytes(pid).to_string()), None),
        };
        let trailing = hello.trailing();
        Self {
            schema: 1,
            version: hello.version(),
            retry_count: hello.retry_count(),
            uuid,
            uuid_swapped: uuid.map(Uuid::swapped),
            admin_credentials_set: hello.credentials_set(),
            pid,
            root_hashes,
            possibly_truncated: hello.root_hashes().map(|list| list.is_possibly_truncated(None)),
            trailing: trailing.iter().map(|byte| format!("{byte:02x}")).collect(),
            trailing_shown: (!trailing.is_empty()).then(|| ShownBytes(trailing).to_string()),
            findings: hello.findings().iter().map(FindingText::from).collect(),
        }
    }
}

impl Entry {
    /// The reader has checked the length, so it is that of a hash.
    fn new(entry: HelloEntry<'_>) -> Option<Self> {
        let hash = Hash::from_bytes(entry.value)?;
        Some(Self {
            algorithm: hash.algorithm().name(),
            hash: hash.to_string(),
            known_root: KnownRoot::find(&hash).map(|root| root.name),
        })
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.root_hashes.is_some() { "PKI" } else { "PSK" };
        writeln!(f, "Hello message, version {} ({kind})", self.version)?;
        match (self.uuid, self.uuid_swapped) {
            (Some(uuid), Some(swapped)) => {
                writeln!(f, "  UUID                   {uuid}")?;
                writeln!(f, "  in the other order     {swapped}, as some inventories have it")?;
            }
            _ => writeln!(f, "  UUID                   none")?,
        }
        writeln!(f, "  retry count            {}", self.retry_count)?;
        let set = if self.admin_credentials_set { "yes" } else { "no" };
        writeln!(f, "  admin credentials set  {set}, a hint only")?;
        if let Some(pid) = &self.pid {
            writeln!(f, "  PID                    {pid}")?;
        }
        if let Some(trailing) = &self.trailing_shown {
            f.write_str(&output::paragraph("  behind its end         ", trailing))?;
        }
        if let Some(entries) = &self.root_hashes {
            writeln!(f, "\nRoot hashes: {}", entries.len())?;
            for (Entry { algorithm, hash, known_root }, number) in entries.iter().zip(1..) {
                writeln!(f, "  {number:>3}  {algorithm:<7}  {hash}")?;
                writeln!(f, "                {}", known_root.unwrap_or("no known root"))?;
            }
        }
        if self.possibly_truncated == Some(true) {
            writeln!(f, "  A device of release 7.0 or later may hold more than a Hello carries.")?;
        }
        if !self.findings.is_empty() {
            writeln!(f, "\nFindings")?;
        }
        self.findings.iter().try_for_each(|finding| write!(f, "{finding}"))
    }
}
