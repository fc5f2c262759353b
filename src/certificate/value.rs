//! Attribute values of names: text in one of many string types.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::char::ToLowercase;
use core::fmt::{self, Write};
use core::mem;

use super::element::tag;

/// The value of one attribute of a name, read leniently (R-302b).
///
/// Nothing in a string type's bytes makes it unreadable: what is outside the alphabet of the type
/// is kept, and [`breaks_alphabet`](Self::breaks_alphabet) tells. Shown like a value in RFC 4514:
/// separators after a backslash, invisible characters and undecodable bytes as `\` and two hex
/// digits for each byte of UTF-8, a value that is no text as `#` and hex digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AttributeValue<'a> {
    tag: u8,
    bytes: &'a [u8],
}

impl<'a> AttributeValue<'a> {
    pub(super) const fn new(tag: u8, bytes: &'a [u8]) -> Self {
        Self { tag, bytes }
    }

    /// The identifier octet of its type, such as `0x0c` for UTF8String.
    #[must_use]
    pub const fn tag(self) -> u8 {
        self.tag
    }

    /// The content as found.
    #[must_use]
    pub const fn bytes(self) -> &'a [u8] {
        self.bytes
    }

    /// The text; `None` if the type is no string type.
    ///
    /// TeletexString is read as Latin-1, as everybody writes it, and so is any byte above 127 in the
    /// types that are ASCII. Bytes that are no character become U+FFFD.
    #[must_use]
    pub fn text(self) -> Option<Cow<'a, str>> {
        let encoding = Encoding::of(self.tag)?;
        let is_utf8 = match encoding {
            Encoding::Utf8 => true,
            Encoding::Latin1 => self.bytes.is_ascii(),
            Encoding::Utf16 | Encoding::Utf32 => false,
        };
        let lossy = |c: Result<char, _>| c.unwrap_or(char::REPLACEMENT_CHARACTER);
        Some(match core::str::from_utf8(self.bytes) {
            Ok(text) if is_utf8 => Cow::Borrowed(text),
            _ => Cow::Owned(self.characters(encoding).map(lossy).collect::<String>()),
        })
    }

    /// The text as bytes to compare: as found where it is ASCII or UTF-8 anyway, so that nothing
    /// hidden is lost, and as UTF-8 where a character takes two or four bytes.
    #[must_use]
    pub fn octets(self) -> Cow<'a, [u8]> {
        match (Encoding::of(self.tag), self.text()) {
            (Some(Encoding::Utf16 | Encoding::Utf32), Some(text)) => {
                Cow::Owned(text.into_owned().into_bytes())
            }
            _ => Cow::Borrowed(self.bytes),
        }
    }

    /// Appends bytes that are equal for values that [match](Self::matches).
    pub(super) fn write_canonical(self, to: &mut Vec<u8>) {
        let Some(encoding) = Encoding::of(self.tag) else {
            to.extend([0, self.tag]);
            to.extend_from_slice(self.bytes);
            return;
        };
        to.push(1);
        for character in fold(self.characters(encoding)) {
            match character {
                Ok(c) => to.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
                // No byte of UTF-8: tells what is no character from what is.
                Err(bytes) => {
                    to.push(0xff);
                    to.extend_from_slice(bytes);
                }
            }
        }
    }

    /// Does the text hold bytes or characters that its string type does not allow, such as `*` or
    /// `@` in a PrintableString? Every byte is allowed in what is no string type.
    #[must_use]
    pub fn breaks_alphabet(self) -> bool {
        let allowed: fn(char) -> bool = match self.tag {
            tag::PRINTABLE_STRING => |c| c.is_ascii_alphanumeric() || " '()+,-./:=?".contains(c),
            tag::NUMERIC_STRING => |c| c.is_ascii_digit() || c == ' ',
            tag::IA5_STRING => |c| c.is_ascii(),
            tag::VISIBLE_STRING => |c| matches!(c, ' '..='~'),
            tag::BMP_STRING => |c| c <= '\u{ffff}',
            _ => |_| true,
        };
        Encoding::of(self.tag)
            .is_some_and(|encoding| !self.characters(encoding).all(|c| c.is_ok_and(allowed)))
    }

    /// Equal as R-402 compares: the same bytes of the same type, else the same text whatever the
    /// types, ignoring case, blanks at the ends and the length of blanks between words.
    ///
    /// Characters are compared by Unicode lower case without normalisation forms, so an accent
    /// written as a combining character differs from the letter that includes it.
    #[must_use]
    pub fn matches(self, other: Self) -> bool {
        self == other
            || match (Encoding::of(self.tag), Encoding::of(other.tag)) {
                (Some(a), Some(b)) => fold(self.characters(a)).eq(fold(other.characters(b))),
                _ => false,
            }
    }

    fn characters(self, encoding: Encoding) -> Characters<'a> {
        Characters { encoding, rest: self.bytes }
    }
}

impl fmt::Display for AttributeValue<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(encoding) = Encoding::of(self.tag) else {
            f.write_char('#')?;
            return self.bytes.iter().try_for_each(|byte| write!(f, "{byte:02X}"));
        };
        let mut characters = self.characters(encoding).peekable();
        let mut at_start = true;
        while let Some(character) = characters.next() {
            let at_edge = mem::take(&mut at_start) || characters.peek().is_none();
            match character {
                Ok(c @ (',' | '+' | '"' | '\\' | '<' | '>' | ';')) => write!(f, "\\{c}")?,
                Ok(c @ (' ' | '#')) if at_edge => write!(f, "\\{c}")?,
                Ok(c) if is_visible(c) => f.write_char(c)?,
                Ok(c) => write_hex(f, c.encode_utf8(&mut [0; 4]).as_bytes())?,
                Err(bytes) => write_hex(f, bytes)?,
            }
        }
        Ok(())
    }
}

fn write_hex(f: &mut fmt::Formatter<'_>, bytes: &[u8]) -> fmt::Result {
    bytes.iter().try_for_each(|byte| write!(f, "\\{byte:02X}"))
}

/// Neither a control or format character, nor a blank other than the plain one, nor one that
/// changes its neighbour; `escape_debug` knows which these are.
fn is_visible(c: char) -> bool {
    matches!(c, '\'') || c.escape_debug().len() == 1
}

/// How a string type writes characters.
#[derive(Clone, Copy)]
enum Encoding {
    Latin1,
    Utf8,
    Utf16,
    Utf32,
}

impl Encoding {
    const fn of(tag: u8) -> Option<Self> {
        match tag {
            tag::NUMERIC_STRING
            | tag::PRINTABLE_STRING
            | tag::TELETEX_STRING
            | tag::IA5_STRING
            | tag::VISIBLE_STRING
            | tag::GENERAL_STRING => Some(Self::Latin1),
            tag::UTF8_STRING => Some(Self::Utf8),
            tag::BMP_STRING => Some(Self::Utf16),
            tag::UNIVERSAL_STRING => Some(Self::Utf32),
            _ => None,
        }
    }

    /// Bytes to step over where no character is.
    const fn unit(self) -> usize {
        match self {
            Self::Latin1 | Self::Utf8 => 1,
            Self::Utf16 => 2,
            Self::Utf32 => 4,
        }
    }

    /// The character at the start of `bytes`, and the number of its bytes.
    fn first(self, bytes: &[u8]) -> Option<(char, usize)> {
        match self {
            Self::Latin1 => Some((char::from(*bytes.first()?), 1)),
            Self::Utf8 => {
                let longest = bytes.get(..4).unwrap_or(bytes);
                let c = longest.utf8_chunks().next()?.valid().chars().next()?;
                Some((c, c.len_utf8()))
            }
            Self::Utf16 => {
                let units = bytes.chunks_exact(2).take(2).filter_map(|unit| unit.first_chunk());
                let c = char::decode_utf16(units.map(|unit| u16::from_be_bytes(*unit))).next()?;
                let c = c.ok()?;
                Some((c, if c.len_utf16() == 1 { 2 } else { 4 }))
            }
            Self::Utf32 => {
                let unit = bytes.first_chunk()?;
                Some((char::from_u32(u32::from_be_bytes(*unit))?, 4))
            }
        }
    }
}

/// The characters of a string, and as errors the bytes between them that are none.
#[derive(Clone)]
struct Characters<'a> {
    encoding: Encoding,
    rest: &'a [u8],
}

impl<'a> Iterator for Characters<'a> {
    type Item = Result<char, &'a [u8]>;

    fn next(&mut self) -> Option<Self::Item> {
        // What nearly every character is.
        if let (Encoding::Latin1 | Encoding::Utf8, [ascii @ ..=0x7f, rest @ ..]) =
            (self.encoding, self.rest)
        {
            self.rest = rest;
            return Some(Ok(char::from(*ascii)));
        }
        if self.rest.is_empty() {
            return None;
        }
        let found = self.encoding.first(self.rest);
        let length = found.map_or(self.encoding.unit(), |(_, length)| length);
        let (bytes, rest) = self.rest.split_at_checked(length).unwrap_or((self.rest, &[]));
        self.rest = rest;
        Some(found.map(|(c, _)| c).ok_or(bytes))
    }
}

/// Lower case, without blanks at the ends, and one blank between words.
fn fold(characters: Characters<'_>) -> Folded<'_> {
    Folded { characters, waiting: None, lower: None, in_text: false }
}

struct Folded<'a> {
    characters: Characters<'a>,
    /// What follows the blank that was given last.
    waiting: Option<Result<char, &'a [u8]>>,
    /// The rest of a character whose lower case is several.
    lower: Option<ToLowercase>,
    in_text: bool,
}

impl<'a> Iterator for Folded<'a> {
    type Item = Result<char, &'a [u8]>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(more) = self.lower.as_mut().and_then(Iterator::next) {
            return Some(Ok(more));
        }
        let mut gap = false;
        let character = loop {
            match self.waiting.take().or_else(|| self.characters.next())? {
                Ok(c) if c.is_whitespace() => gap = self.in_text,
                character => break character,
            }
        };
        self.in_text = true;
        if gap {
            self.waiting = Some(character);
            return Some(Ok(' '));
        }
        Some(character.map(|c| match c {
            '\0'..='\x7f' => c.to_ascii_lowercase(),
            _ => {
                let mut lower = c.to_lowercase();
                let first = lower.next();
                self.lower = Some(lower);
                first.unwrap_or(c)
            }
        }))
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    fn value(tag: u8, bytes: &[u8]) -> AttributeValue<'_> {
        AttributeValue::new(tag, bytes)
    }

    #[test]
    fn text_of_every_string_type() {
        for (tag, bytes, text) in [
            (tag::PRINTABLE_STRING, &b"amt.example.com"[..], "amt.example.com"),
            (tag::NUMERIC_STRING, b"0123 9", "0123 9"),
            (tag::IA5_STRING, b"it@example.com", "it@example.com"),
            (tag::VISIBLE_STRING, b"~ ", "~ "),
            (tag::GENERAL_STRING, b"a\x00b", "a\0b"),
            (tag::UTF8_STRING, "Zürich 𝄞".as_bytes(), "Zürich 𝄞"),
            (tag::TELETEX_STRING, b"Z\xfcrich", "Zürich"),
            (tag::BMP_STRING, b"\0Z\0\xfc\x20\xac", "Zü€"),
            (tag::UNIVERSAL_STRING, b"\0\0\0Z\0\0\0\xfc\0\x01\xd1\x1e", "Zü𝄞"),
            (tag::UTF8_STRING, b"", ""),
        ] {
            let value = value(tag, bytes);
            assert_eq!(value.text().as_deref(), Some(text), "{tag:02x}");
            assert!(!value.breaks_alphabet(), "{text}");
        }
        assert_eq!(value(tag::OCTET_STRING, b"abc").text(), None);
        assert!(!value(tag::OCTET_STRING, b"\xff").breaks_alphabet());
    }

    #[test]
    fn text_outside_the_alphabet_is_read_all_the_same() {
        for (tag, bytes, text) in [
            (tag::PRINTABLE_STRING, &b"*.example.com"[..], "*.example.com"),
            (tag::PRINTABLE_STRING, b"it@example.com", "it@example.com"),
            (tag::PRINTABLE_STRING, b"A&B", "A&B"),
            (tag::PRINTABLE_STRING, b"a_b", "a_b"),
            (tag::PRINTABLE_STRING, b"Z\xfcrich", "Zürich"),
            (tag::NUMERIC_STRING, b"1a", "1a"),
            (tag::IA5_STRING, b"Z\xfcrich", "Zürich"),
            (tag::VISIBLE_STRING, b"a\x7f", "a\x7f"),
            (tag::UTF8_STRING, b"a\xffb\xc3", "a\u{fffd}b\u{fffd}"),
            (tag::UTF8_STRING, b"\xed\xa0\x80", "\u{fffd}\u{fffd}\u{fffd}"),
            (tag::BMP_STRING, b"\xd8\x34\xdd\x1e", "𝄞"),
            (tag::BMP_STRING, b"\xd8\x34\0a", "\u{fffd}a"),
            (tag::BMP_STRING, b"\xdd\x1e\0a", "\u{fffd}a"),
            (tag::BMP_STRING, b"\0ab", "a\u{fffd}"),
            (tag::UNIVERSAL_STRING, b"\0\x11\0\0\0\0\0a", "\u{fffd}a"),
            (tag::UNIVERSAL_STRING, b"\0\0\0a\0\0", "a\u{fffd}"),
        ] {
            let value = value(tag, bytes);
            assert_eq!(value.text().as_deref(), Some(text), "{bytes:02x?}");
            assert!(value.breaks_alphabet(), "{text}");
        }
    }

    /// The whole alphabet of PrintableString, copied from X.680, table 10.
    #[test]
    fn printable_alphabet() {
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 '()+,-./:=?";
        for byte in 0..=255 {
            let broken = value(tag::PRINTABLE_STRING, &[byte]).breaks_alphabet();
            assert_ne!(broken, alphabet.as_bytes().contains(&byte), "{byte:02x}");
        }
    }

    #[test]
    fn matches_across_types_case_and_blanks() {
        type Case = (u8, &'static [u8], u8, &'static [u8], bool);
        let cases: &[Case] = &[
            (tag::PRINTABLE_STRING, b"Example CA", tag::UTF8_STRING, b"Example CA", true),
            (tag::PRINTABLE_STRING, b"Example CA", tag::UTF8_STRING, b"EXAMPLE ca", true),
            (tag::PRINTABLE_STRING, b" Example  \t CA ", tag::UTF8_STRING, b"Example CA", true),
            (tag::UTF8_STRING, b"Example CA", tag::UTF8_STRING, b"ExampleCA", false),
            (tag::UTF8_STRING, b"Example CA", tag::UTF8_STRING, b"Example C A", false),
            (tag::UTF8_STRING, b"Example CA", tag::UTF8_STRING, b"Example CA.", false),
            (tag::UTF8_STRING, b"", tag::PRINTABLE_STRING, b"  ", true),
            (tag::UTF8_STRING, b"", tag::PRINTABLE_STRING, b" a", false),
            (tag::TELETEX_STRING, b"Z\xdcRICH", tag::UTF8_STRING, "zürich".as_bytes(), true),
            (tag::BMP_STRING, b"\0Z\0\xdc", tag::UNIVERSAL_STRING, b"\0\0\0z\0\0\0\xfc", true),
            (
                tag::UTF8_STRING,
                "Zu\u{308}rich".as_bytes(),
                tag::UTF8_STRING,
                "Zürich".as_bytes(),
                false,
            ),
            (tag::UTF8_STRING, b"a\0b", tag::UTF8_STRING, b"a", false),
            // Bytes that are no character equal only themselves, not each other's U+FFFD.
            (tag::UTF8_STRING, b"A\xff", tag::UTF8_STRING, b"a\xff", true),
            (tag::UTF8_STRING, b"a\xfe", tag::UTF8_STRING, b"a\xff", false),
            (tag::UTF8_STRING, "a\u{fffd}".as_bytes(), tag::UTF8_STRING, b"a\xff", false),
            // What is no text is compared byte by byte.
            (tag::OCTET_STRING, b"ab", tag::OCTET_STRING, b"ab", true),
            (tag::OCTET_STRING, b"ab", tag::OCTET_STRING, b"AB", false),
            (tag::OCTET_STRING, b"ab", tag::UTF8_STRING, b"ab", false),
        ];
        for (tag_a, a, tag_b, b, equal) in cases {
            let (a, b) = (value(*tag_a, a), value(*tag_b, b));
            assert_eq!(a.matches(b), *equal, "{a} and {b}");
            assert_eq!(b.matches(a), *equal, "{b} and {a}");
        }
    }

    #[test]
    fn nothing_hidden_when_shown() {
        for (tag, bytes, shown) in [
            (tag::UTF8_STRING, &b"Intel(R) Client's = 100%"[..], "Intel(R) Client's = 100%"),
            (tag::UTF8_STRING, "Zürich".as_bytes(), "Zürich"),
            (tag::UTF8_STRING, b"a,b+c\"d\\e<f>g;h", r#"a\,b\+c\"d\\e\<f\>g\;h"#),
            (tag::UTF8_STRING, b" a # b ", r"\ a # b\ "),
            (tag::UTF8_STRING, b"#a", r"\#a"),
            (tag::UTF8_STRING, b" ", r"\ "),
            (tag::UTF8_STRING, b"a\0b\r\n\x7f", r"a\00b\0D\0A\7F"),
            (tag::UTF8_STRING, "a\u{a0}".as_bytes(), r"a\C2\A0"),
            (tag::UTF8_STRING, "a\u{200b}\u{202e}b".as_bytes(), r"a\E2\80\8B\E2\80\AEb"),
            (tag::UTF8_STRING, b"a\xff\xc3(", r"a\FF\C3("),
            (tag::BMP_STRING, b"\0a\xd8\x34", r"a\D8\34"),
            (tag::TELETEX_STRING, b"a\x85", r"a\C2\85"),
            (tag::OCTET_STRING, b"\x01\xab", "#01AB"),
            (tag::UTF8_STRING, b"", ""),
        ] {
            assert_eq!(value(tag, bytes).to_string(), shown);
        }
    }
}
