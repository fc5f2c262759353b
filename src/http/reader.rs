use alloc::vec::Vec;
use core::mem;

use super::chunked::{Chunked, Chunks};
use super::head::{Framing, Head, error};
use super::{HttpFields, HttpResponse};
use crate::error::{Error, HttpProblem};

/// How much is read from whoever answers (W-107).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HttpLimits {
    /// The longest body, in bytes.
    pub max_body: usize,
}

impl HttpLimits {
    /// The longest status line with its fields, and the longest trailers, in bytes.
    pub const MAX_HEAD: usize = 16 * 1024;
    /// The longest line with the size of a chunk, in bytes: 15 digits, and some extension.
    pub const MAX_CHUNK_LINE: usize = 64;
    /// The most answers before the answer, such as 100 Continue; one is common.
    pub const MAX_INTERIM: u8 = 8;
    /// The longest body unless the caller says otherwise: the longest answers of devices, lists of
    /// a hundred instances, are a tenth of it.
    pub const MAX_BODY: usize = 1024 * 1024;
}

impl Default for HttpLimits {
    fn default() -> Self {
        Self { max_body: Self::MAX_BODY }
    }
}

/// Reads one answer out of the bytes of a connection, in whatever fragments they come.
///
/// What is said about some bytes stays true of every continuation. Offsets in errors count from the
/// first byte of the answer. Memory is bounded by [`HttpLimits`].
///
/// ```
/// use amt_provisioning::{HttpLimits, HttpProgress, HttpReader};
/// let mut reader = HttpReader::new(HttpLimits::default());
/// assert_eq!(reader.push(b"HTTP/1.1 200 OK\r\nContent-Le")?, HttpProgress::NeedMore);
/// assert_eq!(reader.push(b"ngth: 2\r\n\r\nokHTTP")?, HttpProgress::Whole { unused: 4 });
/// assert_eq!(reader.take().unwrap().body, b"ok");
/// # Ok::<(), amt_provisioning::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct HttpReader {
    limits: HttpLimits,
    /// The bytes of a head that is not whole.
    block: Vec<u8>,
    head: Option<Head>,
    part: Part,
    body: Vec<u8>,
    trailers: HttpFields,
    /// How many bytes were taken.
    taken: usize,
    interim: u8,
    failed: Option<Error>,
}

#[derive(Clone, Debug)]
enum Part {
    Head,
    Length { left: u64 },
    Chunked(Chunked),
    UntilClose,
    Whole,
}

/// How far an answer has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HttpProgress {
    /// It is not whole.
    NeedMore,
    /// It is whole: [`HttpReader::take`] gives it.
    Whole {
        /// How many of the last bytes belong to something else. Nothing else was asked for, so a
        /// connection on which they came is better closed.
        unused: usize,
    },
}

/// What every answer begins with.
const START: &[u8] = b"HTTP/1.";

impl HttpReader {
    /// Without any bytes yet.
    #[must_use]
    pub const fn new(limits: HttpLimits) -> Self {
        Self {
            limits,
            block: Vec::new(),
            head: None,
            part: Part::Head,
            body: Vec::new(),
            trailers: HttpFields::EMPTY,
            taken: 0,
            interim: 0,
            failed: None,
        }
    }

    /// Takes the next bytes of the connection.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Http`](crate::ErrorKind::Http) as soon as the bytes tell, and from then on always
    /// the same: close the connection.
    pub fn push(&mut self, bytes: &[u8]) -> Result<HttpProgress, Error> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        let result = self.advance(bytes);
        self.failed = result.err();
        result
    }

    /// Takes note that the connection has ended.
    ///
    /// # Errors
    ///
    /// [`HttpProblem::Truncated`] unless the answer is whole now; the error of
    /// [`push`](Self::push) if there was one.
    pub fn end(&mut self) -> Result<(), Error> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        match self.part {
            Part::UntilClose => self.part = Part::Whole,
            Part::Whole => {}
            _ => return Err(error(HttpProblem::Truncated, self.taken)),
        }
        Ok(())
    }

    /// The answer, once it is whole. The reader is as new afterwards.
    pub fn take(&mut self) -> Option<HttpResponse> {
        matches!(self.part, Part::Whole).then(|| self.take_partial()).flatten()
    }

    /// The answer as far as it came, once its head is there.
    pub(super) fn take_partial(&mut self) -> Option<HttpResponse> {
        self.head.as_ref()?;
        let Self { head, part, body, trailers, .. } = mem::replace(self, Self::new(self.limits));
        let Head { status, fields, keep_alive, .. } = head?;
        let keep_alive = keep_alive && matches!(part, Part::Whole);
        Some(HttpResponse { status, fields, body, trailers, keep_alive })
    }

    /// How many bytes of the answer came.
    pub(super) const fn taken(&self) -> usize {
        self.taken
    }

    fn advance(&mut self, bytes: &[u8]) -> Result<HttpProgress, Error> {
        let mut rest = bytes;
        loop {
            if matches!(self.part, Part::Whole) {
                return Ok(HttpProgress::Whole { unused: rest.len() });
            }
            if rest.is_empty() {
                return Ok(HttpProgress::NeedMore);
            }
            let taken = match &mut self.part {
                Part::Head => self.head(rest)?,
                Part::Length { left } => {
                    let take = usize::try_from(*left).map_or(rest.len(), |l| l.min(rest.len()));
                    self.body.extend_from_slice(rest.get(..take).unwrap_or(rest));
                    *left = left.saturating_sub(u64::try_from(take).unwrap_or(u64::MAX));
                    if *left == 0 {
                        self.part = Part::Whole;
                    }
                    take
                }
                Part::Chunked(chunked) => {
                    let (taken, chunks) =
                        chunked.push(rest, self.taken, &mut self.body, self.limits)?;
                    if let Chunks::Whole(trailers) = chunks {
                        self.trailers = trailers;
                        self.part = Part::Whole;
                    }
                    taken
                }
                Part::UntilClose => {
                    let limit = self.limits.max_body;
                    let room = limit.saturating_sub(self.body.len());
                    if rest.len() > room {
                        let at = self.taken.saturating_add(room);
                        return Err(error(HttpProblem::BodyTooLarge { limit }, at));
                    }
                    self.body.extend_from_slice(rest);
                    rest.len()
                }
                Part::Whole => 0,
            };
            self.taken = self.taken.saturating_add(taken);
            rest = rest.get(taken..).unwrap_or_default();
        }
    }

    /// Takes one line of a head.
    fn head(&mut self, bytes: &[u8]) -> Result<usize, Error> {
        let length = bytes.iter().position(|byte| *byte == b'\n');
        let length = length.map_or(bytes.len(), |index| index.saturating_add(1));
        let start = self.taken.saturating_sub(self.block.len());
        self.block.extend_from_slice(bytes.get(..length).unwrap_or(bytes));
        if let Some(at) = self.block.iter().zip(START).position(|(byte, start)| byte != start) {
            return Err(error(HttpProblem::NotHttp, start.saturating_add(at)));
        }
        if self.block.len() > HttpLimits::MAX_HEAD {
            let limit = HttpLimits::MAX_HEAD;
            return Err(error(HttpProblem::HeadTooLarge { limit }, start.saturating_add(limit)));
        }
        if self.block.ends_with(b"\n\r\n") || self.block.ends_with(b"\n\n") {
            let head = Head::parse(&self.block, start)?;
            self.block.clear();
            self.begin_body(head, start)?;
        }
        Ok(length)
    }

    fn begin_body(&mut self, head: Head, at: usize) -> Result<(), Error> {
        if head.is_interim() {
            self.interim = self.interim.saturating_add(1);
            let limit = HttpLimits::MAX_INTERIM;
            return match self.interim > limit {
                true => Err(error(HttpProblem::TooManyInterim { limit }, at)),
                false => Ok(()),
            };
        }
        let framing = head.framing;
        self.head = Some(head);
        self.part = match framing {
            Framing::Length(0) => Part::Whole,
            Framing::Length(left) => {
                let limit = self.limits.max_body;
                if usize::try_from(left).map_or(true, |left| left > limit) {
                    return Err(error(HttpProblem::BodyTooLarge { limit }, at));
                }
                Part::Length { left }
            }
            Framing::Chunked => Part::Chunked(Chunked::default()),
            Framing::UntilClose => Part::UntilClose,
        };
        Ok(())
    }
}
