use super::HttpFields;
use crate::error::{Error, ErrorKind, HttpProblem};

/// The status line and the fields of an answer.
#[derive(Clone, Debug)]
pub(super) struct Head {
    pub(super) status: u16,
    pub(super) fields: HttpFields,
    pub(super) framing: Framing,
    pub(super) keep_alive: bool,
}

/// How the end of the body is known (RFC 9112, 6.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Framing {
    Length(u64),
    Chunked,
    UntilClose,
}

/// More fields than any device sends: they send fewer than ten.
pub(super) const MAX_FIELDS: usize = 64;

impl Head {
    /// `bytes` are a head up to its empty line, `at` is where they begin in the answer.
    pub(super) fn parse(bytes: &[u8], at: usize) -> Result<Self, Error> {
        let mut headers = [httparse::EMPTY_HEADER; MAX_FIELDS];
        let mut response = httparse::Response::new(&mut headers);
        let mut config = httparse::ParserConfig::default();
        config.allow_obsolete_multiline_headers_in_responses(true);
        match config.parse_response(&mut response, bytes) {
            Ok(httparse::Status::Complete(_)) => {}
            Ok(httparse::Status::Partial) => return Err(damaged(bytes, at)),
            Err(httparse::Error::TooManyHeaders) => {
                return Err(error(HttpProblem::TooManyFields { limit: MAX_FIELDS }, at));
            }
            Err(_) => return Err(damaged(bytes, at)),
        }
        let fields = HttpFields::new(response.headers);
        let (status, version) = (response.code.unwrap_or(0), response.version.unwrap_or(0));
        let mut keep_alive = persists(&fields, version);
        let framing = framing(status, &fields).map_err(|problem| error(problem, at))?;
        // Lengths that contradict each other, or a coding that the version does not have.
        let coded = framing == Framing::Chunked;
        if framing == Framing::UntilClose
            || coded && (version == 0 || fields.first("Content-Length").is_some())
        {
            keep_alive = false;
        }
        Ok(Self { status, fields, framing, keep_alive })
    }

    /// An answer before the answer, such as 100 Continue.
    pub(super) const fn is_interim(&self) -> bool {
        matches!(self.status, 100 | 102..=199)
    }
}

fn persists(fields: &HttpFields, version: u8) -> bool {
    let says = |word: &[u8]| fields.items("Connection").any(|item| item.eq_ignore_ascii_case(word));
    !says(b"close") && (version > 0 || says(b"keep-alive"))
}

fn framing(status: u16, fields: &HttpFields) -> Result<Framing, HttpProblem> {
    if status == 101 {
        return Err(HttpProblem::Upgrade);
    }
    if status < 100 {
        return Err(HttpProblem::Line);
    }
    if status < 200 || status == 204 || status == 304 {
        return Ok(Framing::Length(0));
    }
    let mut codings = fields.items("Transfer-Encoding");
    if let Some(coding) = codings.next() {
        return match codings.next().is_none() && coding.eq_ignore_ascii_case(b"chunked") {
            true => Ok(Framing::Chunked),
            false => Err(HttpProblem::Coding),
        };
    }
    // Repeated lengths are as good as one if they are the same (RFC 9110, 8.6).
    let mut lengths = fields.items("Content-Length");
    let first = lengths.next();
    let Some(first) = first else {
        return match fields.first("Content-Length") {
            None => Ok(Framing::UntilClose),
            Some(_) => Err(HttpProblem::Length),
        };
    };
    let digits = first.iter().all(u8::is_ascii_digit);
    match core::str::from_utf8(first).ok().filter(|_| digits && lengths.all(|next| next == first)) {
        None => Err(HttpProblem::Length),
        // Whatever 64 bits cannot say is beyond every limit.
        Some(text) => Ok(Framing::Length(text.parse().unwrap_or(u64::MAX))),
    }
}

/// Where the first line stands that cannot be read.
fn damaged(bytes: &[u8], at: usize) -> Error {
    let mut offset = at;
    for (index, line) in bytes.split_inclusive(|byte| *byte == b'\n').enumerate() {
        let fits = match index {
            0 => {
                let mut response = httparse::Response::new(&mut []);
                response.parse(line).is_ok()
            }
            // A line that goes on from the one before begins with a blank.
            _ => {
                let mut headers = [httparse::EMPTY_HEADER; 1];
                matches!(line, [b' ' | b'\t', ..])
                    || httparse::parse_headers(line, &mut headers).is_ok()
            }
        };
        if !fits {
            return error(HttpProblem::Line, offset);
        }
        offset = offset.saturating_add(line.len());
    }
    error(HttpProblem::Line, at)
}

pub(super) const fn error(problem: HttpProblem, offset: usize) -> Error {
    Error::new(ErrorKind::Http { problem }).at(offset)
}
