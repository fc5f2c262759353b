//! A device file: JSON objects, one a line.

use std::io::{self, BufRead, BufReader, Read};

use serde::Deserialize;

use crate::facts::Facts;

/// Longest line that is read, in bytes: a device with 33 hashes and every other fact takes 4 KiB.
const MAX_LINE: usize = 1 << 20;

/// Reads lines of bounded length, and knows their numbers. Blank ones are passed over.
pub(super) struct Lines<R> {
    reader: BufReader<R>,
    line: Vec<u8>,
    number: u64,
}

/// One line.
pub(super) struct Line<'a> {
    /// Counted from 1.
    pub(super) number: u64,
    /// `None` if it is longer than the limit.
    content: Option<&'a [u8]>,
}

/// Why a line cannot be read.
#[derive(Debug)]
pub(super) struct Problem {
    /// The device's, if that much can be read.
    pub(super) id: Option<String>,
    pub(super) text: String,
}

impl<R: Read> Lines<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader: BufReader::new(reader), line: Vec::new(), number: 0 }
    }

    /// Is nothing left in memory, so that the next line may be long in coming?
    pub(super) fn may_wait(&self) -> bool {
        self.reader.buffer().is_empty()
    }

    pub(super) fn next(&mut self) -> io::Result<Option<Line<'_>>> {
        loop {
            self.line.clear();
            let most = u64::try_from(MAX_LINE).unwrap_or(u64::MAX);
            if self.reader.by_ref().take(most).read_until(b'\n', &mut self.line)? == 0 {
                return Ok(None);
            }
            self.number += 1;
            if self.line.len() == MAX_LINE && !self.line.ends_with(b"\n") {
                self.reader.skip_until(b'\n')?;
                return Ok(Some(Line { number: self.number, content: None }));
            }
            if self.number == 1 && self.line.starts_with("\u{feff}".as_bytes()) {
                self.line.drain(.."\u{feff}".len());
            }
            if !self.line.trim_ascii().is_empty() {
                return Ok(Some(Line { number: self.number, content: Some(&self.line) }));
            }
        }
    }
}

impl Line<'_> {
    /// What it says about its device.
    pub(super) fn facts(&self) -> Result<Facts, Problem> {
        let Some(line) = self.content else {
            let text = format!("expected a line of less than {MAX_LINE} bytes");
            return Err(Problem { id: None, text });
        };
        read(line).map_err(|text| {
            /// Whatever else is wrong with a line, it may still tell whose it is.
            #[derive(Deserialize)]
            struct Named {
                id: Option<String>,
            }
            let id = serde_json::from_slice::<Named>(line).ok().and_then(|named| named.id);
            Problem { id, text }
        })
    }
}

fn read(line: &[u8]) -> Result<Facts, String> {
    // `serde` would take an array for a struct too.
    if !line.trim_ascii_start().starts_with(b"{") {
        return Err("expected a JSON object".to_owned());
    }
    let mut json = serde_json::Deserializer::from_slice(line);
    let facts: Facts = serde_path_to_error::deserialize(&mut json)
        .map_err(|error| describe(&error.path().to_string(), error.inner()))?;
    json.end().map_err(|error| describe(".", &error))?;
    match facts.contradiction() {
        Some(contradiction) => Err(contradiction.to_owned()),
        None => Ok(facts),
    }
}

/// The words of `serde_json` with the key in front, and the byte instead of "line 1 column n".
fn describe(key: &str, error: &serde_json::Error) -> String {
    let words = error.to_string();
    let words = words.rsplit_once(" at line ").map_or(words.as_str(), |(words, _)| words);
    let key = if key == "." { String::new() } else { format!("{key}: ") };
    format!("{key}{words} (at byte {})", error.column().saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(input: &[u8]) -> Vec<(u64, Option<usize>)> {
        let mut lines = Lines::new(input);
        let mut all = Vec::new();
        while let Some(line) = lines.next().unwrap() {
            all.push((line.number, line.content.map(<[u8]>::len)));
        }
        all
    }

    #[test]
    fn lines_are_counted_and_blank_ones_passed_over() {
        for (input, expected) in [
            (&b""[..], vec![]),
            (b"\n \r\n\t\n", vec![]),
            (b"a", vec![(1, Some(1))]),
            (b"a\nbc\r\n\nd", vec![(1, Some(2)), (2, Some(4)), (4, Some(1))]),
            (b"\xef\xbb\xbfa\n\xef\xbb\xbf\n", vec![(1, Some(2)), (2, Some(4))]),
        ] {
            assert_eq!(read_all(input), expected, "{input:?}");
        }
    }

    #[test]
    fn a_long_line_is_skipped_and_not_kept() {
        let line = |length: usize| [vec![b'x'; length], b"\n".to_vec()].concat();
        for (length, read) in [
            (MAX_LINE - 1, Some(MAX_LINE)),
            (MAX_LINE, None),
            (MAX_LINE + 1, None),
            (3 * MAX_LINE, None),
        ] {
            let input = [line(length), line(1)].concat();
            assert_eq!(read_all(&input), [(1, read), (2, Some(2))], "{length}");
            let mut lines = Lines::new(input.as_slice());
            lines.next().unwrap();
            assert!(lines.line.capacity() <= 2 * MAX_LINE);
        }
        // Without a line end behind it.
        assert_eq!(read_all(&vec![b'x'; MAX_LINE - 1]), [(1, Some(MAX_LINE - 1))]);
        assert_eq!(read_all(&vec![b'x'; 2 * MAX_LINE]), [(1, None)]);
    }
}
