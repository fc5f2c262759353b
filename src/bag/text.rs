//! Text in UTF-8 or UTF-16, read character by character in place.
//!
//! Certificate files are ASCII, but come as "Unicode" from Windows tools and with stray marks from
//! copying. Reading in place keeps byte offsets true and makes no second copy of private keys.

/// The rest of a text, as an iterator of byte offsets and characters. What does not decode is
/// U+FFFD.
#[derive(Clone, Debug)]
pub(super) struct Text<'a> {
    rest: &'a [u8],
    offset: usize,
    encoding: Encoding,
}

#[derive(Clone, Copy, Debug)]
enum Encoding {
    Utf8,
    Utf16(fn([u8; 2]) -> u16),
}

impl<'a> Text<'a> {
    /// UTF-16 if a byte order mark says so, else UTF-8.
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        let encoding = match bytes {
            [0xff, 0xfe, ..] => Encoding::Utf16(u16::from_le_bytes),
            [0xfe, 0xff, ..] => Encoding::Utf16(u16::from_be_bytes),
            _ => Encoding::Utf8,
        };
        Self { rest: bytes, offset: 0, encoding }
    }

    /// Byte offset of the next character.
    pub(super) const fn offset(&self) -> usize {
        self.offset
    }

    /// The part from here up to the byte at `end`.
    pub(super) fn until(&self, end: usize) -> Self {
        let length = end.saturating_sub(self.offset);
        Self { rest: self.rest.get(..length).unwrap_or(self.rest), ..self.clone() }
    }

    /// How many bytes are left.
    pub(super) const fn len(&self) -> usize {
        self.rest.len()
    }

    /// Goes on to the next `-`, or to the end.
    pub(super) fn seek_dash(&mut self) {
        if let Encoding::Utf8 = self.encoding {
            // No byte of a longer sequence looks like it, so there is no need to decode.
            let length = self.rest.iter().position(|byte| *byte == b'-');
            self.advance(length.unwrap_or(self.rest.len()));
        } else {
            while self.clone().next().is_some_and(|(_, c)| c != '-') {
                self.next();
            }
        }
    }

    fn advance(&mut self, length: usize) {
        self.rest = self.rest.get(length..).unwrap_or_default();
        self.offset = self.offset.saturating_add(length);
    }

    /// Steps over `word` if it comes next.
    pub(super) fn eat(&mut self, word: &str) -> bool {
        let mut ahead = self.clone();
        let found = word.chars().all(|c| ahead.next().is_some_and(|(_, next)| next == c));
        if found {
            *self = ahead;
        }
        found
    }
}

impl Iterator for Text<'_> {
    type Item = (usize, char);

    fn next(&mut self) -> Option<Self::Item> {
        let (length, c) = match (self.encoding, self.rest) {
            (_, []) => return None,
            (Encoding::Utf8, [ascii @ ..=0x7f, ..]) => (1, char::from(*ascii)),
            (Encoding::Utf8, bytes) => multibyte(bytes).unwrap_or((1, char::REPLACEMENT_CHARACTER)),
            // A surrogate is no character; nothing here depends on what the pair means.
            (Encoding::Utf16(unit), [a, b, ..]) => {
                let c = char::from_u32(u32::from(unit([*a, *b])));
                (2, c.unwrap_or(char::REPLACEMENT_CHARACTER))
            }
            (Encoding::Utf16(_), [_]) => (1, char::REPLACEMENT_CHARACTER),
        };
        let offset = self.offset;
        self.advance(length);
        Some((offset, c))
    }
}

/// The UTF-8 sequence of two to four bytes at the start of `bytes`.
fn multibyte(bytes: &[u8]) -> Option<(usize, char)> {
    (2..=4).find_map(|length| {
        let text = core::str::from_utf8(bytes.get(..length)?).ok()?;
        Some((length, text.chars().next()?))
    })
}

/// White space, and the invisible marks that copying from a dialogue or a page adds.
pub(super) fn is_blank(c: char) -> bool {
    let mark =
        matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}');
    mark || c.is_whitespace()
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec;
    use alloc::vec::Vec;

    use super::*;

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn encodings_are_read_in_place() {
        let sample = "\u{feff}a\u{e9}\u{20ac}-";
        for (bytes, offsets) in [
            (sample.as_bytes().to_vec(), [0, 3, 4, 6, 9]),
            (utf16(sample, u16::to_le_bytes), [0, 2, 4, 6, 8]),
            (utf16(sample, u16::to_be_bytes), [0, 2, 4, 6, 8]),
        ] {
            let read: Vec<_> = Text::new(&bytes).collect();
            assert_eq!(read.iter().map(|(_, c)| *c).collect::<String>(), sample);
            assert_eq!(read.iter().map(|(at, _)| *at).collect::<Vec<_>>(), offsets);
        }
    }

    #[test]
    fn what_does_not_decode_is_one_replacement_and_the_rest_is_kept() {
        for (bytes, want) in [
            (vec![b'a', 0xe4, b'b'], "a\u{fffd}b"),
            (vec![b'a', 0xf0, 0x9f], "a\u{fffd}\u{fffd}"),
            (vec![0xff, 0xfe, 0x00, 0xd8, b'b', 0, b'c'], "\u{feff}\u{fffd}b\u{fffd}"),
        ] {
            assert_eq!(Text::new(&bytes).map(|(_, c)| c).collect::<String>(), want);
        }
    }

    #[test]
    fn eating_moves_only_on_a_match() {
        let mut text = Text::new(b"-----BEGIN");
        assert!(!text.eat("-----END"));
        assert_eq!(text.offset(), 0);
        assert!(text.eat("-----"));
        assert_eq!(text.offset(), 5);
        assert_eq!(text.until(7).map(|(_, c)| c).collect::<String>(), "BE");
        assert!(!text.eat("BEGINNER"));
        assert!(text.eat("BEGIN"));
        assert_eq!(text.next(), None);
    }

    #[test]
    fn seeking_finds_the_same_dash_in_every_encoding() {
        let sample = "\u{feff}\u{20ac}\u{2d2d}a-b--";
        for (bytes, offsets) in [
            (sample.as_bytes().to_vec(), [10, 12, 13, 14]),
            (utf16(sample, u16::to_le_bytes), [8, 12, 14, 16]),
            (utf16(sample, u16::to_be_bytes), [8, 12, 14, 16]),
        ] {
            let mut text = Text::new(&bytes);
            let found = offsets.map(|_| {
                text.seek_dash();
                let offset = text.offset();
                assert!(text.next().is_none_or(|(_, c)| c == '-'));
                offset
            });
            assert_eq!(found, offsets);
        }
    }

    #[test]
    fn blanks_are_those_of_pasted_text() {
        for c in [' ', '\t', '\r', '\n', '\u{a0}', '\u{200e}', '\u{202c}', '\u{2060}', '\u{feff}'] {
            assert!(is_blank(c), "{c:?}");
        }
        for c in ['A', '=', '-', '\0', '\u{2010}', '\u{fffd}'] {
            assert!(!is_blank(c), "{c:?}");
        }
    }
}
