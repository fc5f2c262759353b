//! PEM blocks in text (RFC 7468, lax).
//!
//! The borders are found here, since no crate at hand looks for several blocks, of any label, amid
//! the output of other tools, and goes on behind a damaged one. Each character is looked at a fixed
//! number of times; the text inside a block is not touched until somebody decodes it.

use alloc::string::String;

use super::text::{Text, is_blank};
use crate::error::{Error, ErrorKind};

/// The longest label that is read, in characters. The longest in use, `ENCRYPTED PRIVATE KEY` and
/// `NEW CERTIFICATE REQUEST`, have not half of that.
const MAX_LABEL: usize = 64;

/// What stands between a BEGIN and its END.
#[derive(Debug)]
pub(super) struct Block<'a> {
    /// Such as `CERTIFICATE`.
    pub(super) label: String,
    /// Byte offset of the BEGIN.
    pub(super) offset: usize,
    /// The text between, not yet decoded.
    pub(super) body: Text<'a>,
}

/// The blocks of a text in their order, with an error for each that is damaged.
#[derive(Debug)]
pub(super) struct Blocks<'a> {
    rest: Text<'a>,
}

impl<'a> Blocks<'a> {
    pub(super) const fn new(text: Text<'a>) -> Self {
        Self { rest: text }
    }
}

impl<'a> Iterator for Blocks<'a> {
    type Item = Result<Block<'a>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let begin = next_marker(&mut self.rest)?;
        let damaged =
            |problem| Some(Err(Error::new(ErrorKind::Pem { problem }).at(begin.start.offset())));
        if begin.word == Word::End {
            return damaged("an END line without its BEGIN line");
        }
        let body = self.rest.clone();
        let Some(end) = next_marker(&mut self.rest) else {
            return damaged("the END line is missing");
        };
        if end.word == Word::Begin {
            self.rest = end.start;
            return damaged("the END line is missing");
        }
        if end.label != begin.label {
            return damaged("the END line names another kind than the BEGIN line");
        }
        let body = body.until(end.start.offset());
        Some(Ok(Block { label: begin.label, offset: begin.start.offset(), body }))
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Word {
    Begin,
    End,
}

struct Marker<'a> {
    word: Word,
    label: String,
    /// The text from the marker on.
    start: Text<'a>,
}

/// Steps over the next marker; to the end of the text if there is none.
///
/// Markers are not required to stand on lines of their own: line breaks get lost in configuration
/// files and web forms.
fn next_marker<'a>(text: &mut Text<'a>) -> Option<Marker<'a>> {
    loop {
        text.seek_dash();
        let start = text.clone();
        if let Some((word, label)) = marker(text) {
            return Some(Marker { word, label, start });
        }
        text.next()?;
    }
}

/// Steps over the marker that begins here, if one does.
fn marker(text: &mut Text<'_>) -> Option<(Word, String)> {
    let mut ahead = text.clone();
    if !ahead.eat("-----") {
        return None;
    }
    let word = if ahead.eat("BEGIN ") {
        Word::Begin
    } else if ahead.eat("END ") {
        Word::End
    } else {
        return None;
    };
    let mut label = String::new();
    while !ahead.eat("-----") {
        let (_, c) = ahead.next()?;
        if !(c.is_ascii_graphic() || c == ' ') || label.len() == MAX_LABEL {
            return None;
        }
        label.push(c);
    }
    label.truncate(label.trim_end_matches(is_blank).len());
    *text = ahead;
    Some((word, label))
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::ToString;
    use alloc::vec::Vec;

    use super::*;

    /// Each block as `label@offset:body`, or `offset:problem`.
    fn read(text: &str) -> Vec<String> {
        Blocks::new(Text::new(text.as_bytes()))
            .map(|block| match block {
                Ok(Block { label, offset, body }) => {
                    let body: String = body.map(|(_, c)| c).collect();
                    format!("{label}@{offset}:{}", body.trim())
                }
                Err(error) => error.to_string(),
            })
            .collect()
    }

    #[test]
    fn blocks_are_found_amid_text() {
        for (text, want) in [
            ("", [].as_slice()),
            ("-- just ----- text -----BEGIN", &[]),
            ("-----BEGIN A-----\nxyz\n-----END A-----\n", &["A@0:xyz"]),
            ("-----BEGIN A-----\r\nxyz  \r\n-----END A-----  ", &["A@0:xyz"]),
            ("-----BEGIN A-----\rxyz\r-----END A-----\r", &["A@0:xyz"]),
            ("-----BEGIN A-----xyz-----END A-----", &["A@0:xyz"]),
            ("---\nBag\n  -----BEGIN A B-----\nxyz\n-----END A B -----", &["A B@10:xyz"]),
            (
                "-----BEGIN A-----1-----END A----------BEGIN B-----2-----END B-----",
                &["A@0:1", "B@33:2"],
            ),
            ("------BEGIN A-----\n-----END A-----", &["A@1:"]),
        ] {
            assert_eq!(read(text), want, "{text:?}");
        }
    }

    #[test]
    fn a_damaged_block_does_not_take_its_neighbour_with_it() {
        let good = "-----BEGIN B-----\n2\n-----END B-----\n";
        for (text, problem) in [
            ("-----BEGIN A-----\n1\n", "the END line is missing (at byte 0)"),
            ("\n1\n-----END A-----\n", "an END line without its BEGIN line (at byte 3)"),
            (
                "-----BEGIN A-----\n1\n-----END C-----\n",
                "the END line names another kind than the BEGIN line (at byte 0)",
            ),
        ] {
            let read = read(&format!("{text}{good}"));
            let good = format!("B@{}:2", text.len());
            assert_eq!(read, [format!("damaged PEM block: {problem}"), good]);
        }
        assert_eq!(
            read("-----BEGIN A-----\n1"),
            ["damaged PEM block: the END line is missing (at byte 0)"]
        );
    }

    #[test]
    fn a_label_has_a_longest() {
        let block = |length| {
            let label = "A".repeat(length);
            read(&format!("-----BEGIN {label}-----1-----END {label}-----")).len()
        };
        assert_eq!((block(MAX_LABEL), block(MAX_LABEL + 1)), (1, 0));
    }
}
