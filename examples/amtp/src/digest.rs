//! `amtp digest`: the answer to a challenge of HTTP Digest.

use std::path::PathBuf;

use amt_provisioning::{
    Challenges, Cnonce, Credentials, DigestAlgorithm, DigestChoice, DigestClient, DigestPolicy,
    DigestRequest, Error, NonceCount, Secret,
};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::cli::Format;
use crate::input;
use crate::output::{self, Exit, Failure, FindingText};

pub(crate) const EXIT_CODES: &str = "\
Exit codes:
  0   the answer was printed
  64  the command line is wrong
  65  a file cannot be read, or no challenge can be answered
  74  the result cannot be written";

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// WWW-Authenticate field, with or without its name; repeatable, one for each field
    #[arg(long = "challenge", value_name = "TEXT", required = true)]
    challenges: Vec<Field>,

    /// Method of the request
    #[arg(long, value_name = "METHOD")]
    method: String,

    /// Target of the request exactly as sent, such as /wsman
    #[arg(long, value_name = "TARGET")]
    uri: String,

    /// User name
    #[arg(long, value_name = "NAME")]
    user: String,

    /// File with the password; a line end behind it is not part of it
    #[arg(long, value_name = "FILE")]
    password_file: PathBuf,

    /// File with the body of the request, for auth-int; without it, the body is empty
    #[arg(long, value_name = "FILE")]
    body: Option<PathBuf>,

    /// Client nonce, to work an example again; without it, a new one from the operating system
    #[arg(long, value_name = "TEXT")]
    cnonce_text: Option<String>,

    /// Number of the request since the nonce was given out: decimal, counted from 1
    #[arg(
        long, value_name = "N", default_value_t = 1,
        value_parser = clap::value_parser!(u32).range(1..)
    )]
    nc: u32,

    /// Quality of protection; without it, auth before auth-int, as suits TLS
    #[arg(long)]
    qop: Option<Qop>,

    /// Algorithm; without it, the strongest
    #[arg(long, value_name = "NAME", ignore_case = true, value_parser = algorithms())]
    algorithm: Option<DigestAlgorithm>,

    /// How to write the result; JSON has schemas in examples/amtp/schema
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Qop {
    Auth,
    AuthInt,
}

impl From<Qop> for amt_provisioning::Qop {
    fn from(qop: Qop) -> Self {
        match qop {
            Qop::Auth => Self::Auth,
            Qop::AuthInt => Self::AuthInt,
        }
    }
}

fn algorithms() -> impl TypedValueParser<Value = DigestAlgorithm> {
    let names = DigestAlgorithm::STRONGEST_FIRST.iter().map(|algorithm| algorithm.name());
    PossibleValuesParser::new(names)
        .try_map(|name| DigestAlgorithm::from_name(&name).ok_or("no such algorithm"))
}

/// A field as it was given.
#[derive(Clone, Debug)]
struct Field {
    value: String,
    /// How many bytes stand in front of the value.
    skipped: usize,
}

impl From<String> for Field {
    fn from(text: String) -> Self {
        const NAME: &str = "WWW-Authenticate:";
        let text = text.trim_ascii_end(); // the line end
        let named = text.split_at_checked(NAME.len());
        let value = named
            .filter(|(name, _)| name.eq_ignore_ascii_case(NAME))
            .map_or(text, |(_, value)| value);
        Self { value: value.into(), skipped: text.len().saturating_sub(value.len()) }
    }
}

#[derive(Serialize)]
struct Answer {
    schema: u32,
    /// The value of the Authorization field.
    authorization: String,
    algorithm: &'static str,
    /// Nothing in the form of RFC 2069.
    qop: Option<&'static str>,
    realm: String,
    /// The nonce of the last answer was refused, not its credentials.
    stale: bool,
    /// Why other challenges cannot be answered.
    passed_over: Vec<String>,
    findings: Vec<FindingText>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let Arguments { challenges, method, uri, user, password_file, .. } = arguments;
    input::check_standard_input([password_file].into_iter().chain(&arguments.body))?;
    let cnonce = cnonce(arguments.cnonce_text.as_deref())?;

    let values = || challenges.iter().map(|field| field.value.as_bytes());
    let qop = arguments.qop.map(Into::into);
    let mut policy = DigestPolicy::TLS;
    if let Some(algorithm) = &arguments.algorithm {
        policy.algorithms = std::slice::from_ref(algorithm);
    }
    if let Some(qop) = &qop {
        policy = DigestPolicy { qops: std::slice::from_ref(qop), without_qop: false, ..policy };
    }
    let choice =
        policy.choose(values()).map_err(|error| Failure::Unreadable(place(challenges, error)))?;
    let errors = Challenges::new(values()).filter_map(Result::err);
    let passed_over: Vec<String> = errors.map(|error| place(challenges, error)).collect();

    let password = Secret::from(input::password(password_file)?);
    let body = arguments.body.as_deref().map(input::body).transpose()?.unwrap_or_default();
    let mut client =
        DigestClient::new(&choice, &Credentials::new(user, password), cnonce).map_err(wrong)?;
    if let Some(last) = NonceCount::new(arguments.nc.saturating_sub(1)) {
        client.resume_after(last);
    }
    let request = DigestRequest { method, uri, body: &body };
    let authorization = client.authorize(&request).map_err(wrong)?;
    // Of nothing but text comes text.
    let authorization = String::from_utf8_lossy(&authorization).into_owned();

    match arguments.format {
        Format::Text => {
            passed_over.iter().for_each(|error| output::note(&format!("passed over: {error}")));
            output::note_findings("the challenge", choice.challenge.findings());
            output::line(authorization)?;
        }
        Format::Json => output::json(&Answer::new(authorization, &choice, passed_over))?,
    }
    Ok(Exit::Accepted)
}

impl Answer {
    fn new(authorization: String, choice: &DigestChoice<'_>, passed_over: Vec<String>) -> Self {
        let challenge = &choice.challenge;
        Self {
            schema: 1,
            authorization,
            algorithm: challenge.algorithm().name(),
            qop: choice.qop.map(amt_provisioning::Qop::name),
            realm: String::from_utf8_lossy(&challenge.realm.to_vec()).into_owned(),
            stale: challenge.stale,
            passed_over,
            findings: challenge.findings().iter().map(FindingText::from).collect(),
        }
    }
}

/// The client nonce that was given, or a new one.
fn cnonce(text: Option<&str>) -> Result<Cnonce, Failure> {
    if let Some(text) = text {
        return Cnonce::from_fixed_text(text).map_err(wrong);
    }
    let source = "the random numbers of the operating system";
    let mut random = [0; Cnonce::MAX_RANDOM];
    getrandom::fill(&mut random).map_err(|error| Failure::unreadable(source, error))?;
    Cnonce::new(&random).map_err(|error| Failure::unreadable(source, error))
}

/// A value that was given and cannot be sent.
fn wrong(error: Error) -> Failure {
    Failure::Usage(error.to_string())
}

/// An error with the `--challenge` that it is in, its offset counted in what was given.
fn place(fields: &[Field], error: Error) -> String {
    let at = error.item().and_then(|item| fields.iter().zip(1..).nth(item));
    let Some((field, number)) = at else { return error.to_string() };
    let kind = Error::new(error.kind());
    let error = error.offset().map_or(kind, |offset| kind.at(offset).nested(field.skipped));
    format!("--challenge {number}: {error}")
}
