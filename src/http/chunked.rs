use alloc::vec::Vec;

use super::HttpFields;
use super::head::{MAX_FIELDS, error};
use super::reader::HttpLimits;
use crate::error::{Error, HttpProblem};

/// Reads a chunked body (RFC 9112, 7.1), wherever it is cut.
#[derive(Clone, Debug, Default)]
pub(super) struct Chunked {
    part: Part,
    /// What came so far of a line.
    line: Vec<u8>,
}

#[derive(Clone, Copy, Debug, Default)]
enum Part {
    /// The line with the size of a chunk.
    #[default]
    Size,
    Data {
        left: u64,
    },
    /// The line end behind a chunk.
    DataEnd,
    /// Fields behind the last chunk, up to an empty line.
    Trailers,
}

/// What the bytes so far amount to.
pub(super) enum Chunks {
    More,
    Whole(HttpFields),
}

impl Chunked {
    /// Takes from the front of `bytes`, which begin at `at` in the answer, and appends to `body`.
    /// Returns how many were taken.
    pub(super) fn push(
        &mut self,
        bytes: &[u8],
        at: usize,
        body: &mut Vec<u8>,
        limits: HttpLimits,
    ) -> Result<(usize, Chunks), Error> {
        let mut rest = bytes;
        while !rest.is_empty() {
            let here = at.saturating_add(bytes.len().saturating_sub(rest.len()));
            if let Part::Data { left } = self.part {
                let take = usize::try_from(left).map_or(rest.len(), |left| left.min(rest.len()));
                let (data, behind) = rest.split_at(take);
                body.extend_from_slice(data);
                rest = behind;
                let left = left.saturating_sub(u64::try_from(take).unwrap_or(u64::MAX));
                self.part = if left == 0 { Part::DataEnd } else { Part::Data { left } };
                continue;
            }
            let start = here.saturating_sub(self.line.len());
            let (limit, too_long) = match self.part {
                Part::Trailers => (
                    HttpLimits::MAX_HEAD,
                    HttpProblem::HeadTooLarge { limit: HttpLimits::MAX_HEAD },
                ),
                Part::DataEnd => (2, HttpProblem::ChunkEnd),
                _ => (
                    HttpLimits::MAX_CHUNK_LINE,
                    HttpProblem::ChunkLine { limit: HttpLimits::MAX_CHUNK_LINE },
                ),
            };
            let length = rest.iter().position(|byte| *byte == b'\n');
            let length = length.map_or(rest.len(), |index| index.saturating_add(1));
            let (line, behind) = rest.split_at(length);
            self.line.extend_from_slice(line);
            rest = behind;
            if self.line.len() > limit {
                return Err(error(too_long, start));
            }
            if self.line.last() != Some(&b'\n') {
                continue;
            }
            match self.part {
                Part::Size => {
                    let size = size(&self.line).ok_or(error(HttpProblem::ChunkSize, start))?;
                    let room = limits.max_body.saturating_sub(body.len());
                    if usize::try_from(size).map_or(true, |size| size > room) {
                        let limit = limits.max_body;
                        return Err(error(HttpProblem::BodyTooLarge { limit }, start));
                    }
                    self.line.clear();
                    self.part = if size == 0 { Part::Trailers } else { Part::Data { left: size } };
                }
                Part::DataEnd => {
                    if self.line != b"\r\n" {
                        return Err(error(HttpProblem::ChunkEnd, start));
                    }
                    self.line.clear();
                    self.part = Part::Size;
                }
                Part::Trailers | Part::Data { .. } => {
                    if !self.line.ends_with(b"\r\n") {
                        return Err(error(HttpProblem::Line, start));
                    }
                    if self.line == b"\r\n" || self.line.ends_with(b"\n\r\n") {
                        let taken = bytes.len().saturating_sub(rest.len());
                        return Ok((taken, Chunks::Whole(trailers(&self.line, start)?)));
                    }
                }
            }
        }
        Ok((bytes.len(), Chunks::More))
    }
}

fn size(line: &[u8]) -> Option<u64> {
    // httparse takes a line without digits for 0.
    line.first().filter(|byte| byte.is_ascii_hexdigit())?;
    match httparse::parse_chunk_size(line) {
        Ok(httparse::Status::Complete((_, size))) => Some(size),
        _ => None,
    }
}

fn trailers(block: &[u8], at: usize) -> Result<HttpFields, Error> {
    let mut headers = [httparse::EMPTY_HEADER; MAX_FIELDS];
    match httparse::parse_headers(block, &mut headers) {
        Ok(httparse::Status::Complete((_, headers))) => Ok(HttpFields::new(headers)),
        Err(httparse::Error::TooManyHeaders) => {
            Err(error(HttpProblem::TooManyFields { limit: MAX_FIELDS }, at))
        }
        _ => Err(error(HttpProblem::Line, at)),
    }
}
