#![deny(clippy::arithmetic_side_effects)]

use core::str::{CharIndices, FromStr};

use base64ct::{Base64, Encoding};

use super::hash::{MAX, nibble};
use super::{Hash, HashAlgorithm};
use crate::error::{Error, ErrorKind, HashTextProblem};

/// A hash as people paste it, and what had to be removed to read it (R-620, R-621).
///
/// Hex digits in either case, with blanks, line breaks, `:`, `-`, NO-BREAK SPACE, zero-width and
/// direction marks anywhere, quotes around it, `0x` or a label such as `sha1:` or `sha256=` before
/// it; or base64 of a SHA-1, SHA-256 or SHA-384 value. Text of hex digits only is never base64.
///
/// ```
/// use amt_provisioning::{HashAlgorithm, HashText, Stripped};
/// let read: HashText = "sha1: 74 2c 31 92 e6 07 e4 24 eb 45\n49 54 2b e1 bb c5 3e 61 74 e2".parse()?;
/// assert_eq!(read.hash.to_string(), "742c3192e607e424eb4549542be1bbc53e6174e2");
/// assert_eq!(read.stated, Some(HashAlgorithm::Sha1));
/// assert_eq!(read.stripped, Stripped::LABEL | Stripped::BLANKS | Stripped::LINE_BREAKS);
/// assert!("test".parse::<HashText>().is_err());
/// # Ok::<(), amt_provisioning::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HashText {
    /// The hash.
    pub hash: Hash,
    /// What was removed; `HASH_TEXT_NORMALISED` if anything was.
    pub stripped: Stripped,
    /// The algorithm a label stated; it agrees with the hash.
    pub stated: Option<HashAlgorithm>,
}

bitflags::bitflags! {
    /// What was removed from a [`HashText`].
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Stripped: u8 {
        /// Blanks or tabs.
        const BLANKS = 1;
        /// Carriage returns or line feeds.
        const LINE_BREAKS = 1 << 1;
        /// Colons or hyphens.
        const SEPARATORS = 1 << 2;
        /// NO-BREAK SPACE, zero-width or direction marks: certificate dialogues put them there.
        const INVISIBLE = 1 << 3;
        /// Quotation marks around the hash.
        const QUOTES = 1 << 4;
        /// `0x`.
        const PREFIX = 1 << 5;
        /// The name of an algorithm before `:` or `=`.
        const LABEL = 1 << 6;
    }
}

impl HashText {
    /// Reads UTF-8 bytes.
    ///
    /// # Errors
    ///
    /// As [`str::parse`], and if the bytes are not UTF-8, with the offset of the first that is not.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        match core::str::from_utf8(bytes) {
            Ok(text) => text.parse(),
            Err(error) => Err(malformed(HashTextProblem::NotUtf8, error.valid_up_to())),
        }
    }
}

impl FromStr for HashText {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let mut rest = text.char_indices();
        let mut stripped = trim(&mut rest);
        let mut stated = None;
        if let Some(name) = label(rest.as_str()) {
            let algorithm = HashAlgorithm::from_name(name.trim_matches(|c| noise(c).is_some()));
            stated = Some(algorithm.ok_or(malformed(HashTextProblem::Algorithm, rest.offset()))?);
            rest.nth(name.chars().count()); // past the `:` or `=` behind it
            stripped |= Stripped::LABEL | trim(&mut rest);
        }
        let start = rest.offset();
        let whole = rest.clone(); // base64 may begin with `0x`
        let prefix = hex_prefix(&mut rest);
        let digits = Compact::new(rest);
        stripped |= digits.stripped;
        let hash = match digits.other {
            None => {
                stripped |= prefix;
                digits.hex().map_err(|problem| malformed(problem, start))?
            }
            Some((at, other)) => Compact::new(whole)
                .base64()
                .ok_or_else(|| malformed(HashTextProblem::Character { code: other.into() }, at))?,
        };
        match stated {
            Some(stated) if stated != hash.algorithm() => {
                let (expected, found) = (stated.length(), hash.algorithm().length());
                Err(malformed(HashTextProblem::Length { expected, found }, start))
            }
            _ => Ok(Self { hash, stripped, stated }),
        }
    }
}

const fn malformed(problem: HashTextProblem, offset: usize) -> Error {
    Error::new(ErrorKind::HashText { problem }).at(offset)
}

/// What kind of character may stand anywhere in a hash without meaning; the list is R-620's.
pub(super) const fn noise(c: char) -> Option<Stripped> {
    match c {
        ' ' | '\t' => Some(Stripped::BLANKS),
        '\r' | '\n' => Some(Stripped::LINE_BREAKS),
        ':' | '-' => Some(Stripped::SEPARATORS),
        '\u{a0}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' => {
            Some(Stripped::INVISIBLE)
        }
        _ => None,
    }
}

/// What may stand at either end: noise, and quotation marks of any script.
const fn edge(c: char) -> Option<Stripped> {
    match c {
        '"' | '\'' | '`' | '«' | '»' | '\u{2018}'..='\u{201f}' | '‹' | '›' => {
            Some(Stripped::QUOTES)
        }
        _ => noise(c),
    }
}

/// Removes what stands at both ends, and says what it was.
fn trim(text: &mut CharIndices<'_>) -> Stripped {
    let mut stripped = Stripped::empty();
    while let Some(kind) = text.clone().next().and_then(|(_, c)| edge(c)) {
        stripped |= kind;
        text.next();
    }
    while let Some(kind) = text.clone().next_back().and_then(|(_, c)| edge(c)) {
        stripped |= kind;
        text.next_back();
    }
    stripped
}

/// The label in front: a word before the first `:` or `=` that cannot be hex, if something other
/// than the padding of base64 follows.
fn label(text: &str) -> Option<&str> {
    let (name, rest) = text.split_once([':', '='])?;
    let is_label = name.starts_with(|c: char| c.is_ascii_alphabetic()) // `0x74:2c` does not
        && name.bytes().any(|byte| byte.is_ascii_alphabetic() && nibble(byte).is_none())
        && !rest.bytes().all(|byte| byte == b'=');
    is_label.then_some(name)
}

/// Removes `0x`, and says whether it was there.
fn hex_prefix(text: &mut CharIndices<'_>) -> Stripped {
    if text.as_str().starts_with("0x") || text.as_str().starts_with("0X") {
        text.nth(1);
        Stripped::PREFIX
    } else {
        Stripped::empty()
    }
}

/// A text without its noise.
struct Compact {
    /// As many characters as the hex digits of the longest hash; more are only counted. What is
    /// not ASCII stands as 0.
    chars: [u8; MAX * 2],
    count: usize,
    /// The first character that is no hex digit, and its offset.
    other: Option<(usize, char)>,
    stripped: Stripped,
}

impl Compact {
    fn new(text: CharIndices<'_>) -> Self {
        let mut compact =
            Self { chars: [0; MAX * 2], count: 0, other: None, stripped: Stripped::empty() };
        for (at, c) in text {
            if let Some(kind) = noise(c) {
                compact.stripped |= kind;
                continue;
            }
            if !c.is_ascii_hexdigit() {
                compact.other = compact.other.or(Some((at, c)));
            }
            if let Some(slot) = compact.chars.get_mut(compact.count) {
                *slot = u8::try_from(c).ok().filter(u8::is_ascii).unwrap_or(0);
            }
            compact.count = compact.count.saturating_add(1);
        }
        compact
    }

    /// The characters as hex digits.
    fn hex(&self) -> Result<Hash, HashTextProblem> {
        let digits = self.chars.get(..self.count).unwrap_or_default();
        let mut bytes = [0; MAX];
        for (slot, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let digits = pair.iter().filter_map(|digit| nibble(*digit));
            *slot = digits.fold(0, |byte, digit| byte << 4 | digit);
        }
        if self.count == 0 {
            return Err(HashTextProblem::Empty);
        }
        let hash = bytes.get(..digits.len() / 2).and_then(Hash::from_bytes);
        hash.filter(|_| digits.len() % 2 == 0).ok_or(HashTextProblem::Digits { digits: self.count })
    }

    /// The characters as base64 of one of the hashes that devices carry today (R-621).
    fn base64(&self) -> Option<Hash> {
        let mut buffer = [0; MAX * 2];
        let decoded = Base64::decode(self.chars.get(..self.count)?, &mut buffer).ok()?;
        Hash::from_bytes(decoded).filter(|hash| {
            use HashAlgorithm::{Sha1, Sha256, Sha384};
            matches!(hash.algorithm(), Sha1 | Sha256 | Sha384)
        })
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::String;

    use proptest::prelude::*;

    use super::*;

    /// SHA-1 of VeriSign Class 3 G1, the hash of thread 2989.
    const G1: &str = "742c3192e607e424eb4549542be1bbc53e6174e2";

    #[test]
    fn forms_that_are_read() {
        let g1: Hash = G1.parse().unwrap();
        for (text, stripped) in [
            (G1, Stripped::empty()),
            ("742C3192E607E424EB4549542BE1BBC53E6174E2", Stripped::empty()),
            ("74:2c:31:92:e6:07:e4:24:eb:45:49:54:2b:e1:bb:c5:3e:61:74:e2", Stripped::SEPARATORS),
            ("742c3192-e607e424-eb454954-2be1bbc5-3e6174e2", Stripped::SEPARATORS),
            ("\t742c3192e607e424eb4549542be1bbc53e6174e2 ", Stripped::BLANKS),
            ("742c3192e607e424eb4549542be1bbc53e6174e2\r\n", Stripped::LINE_BREAKS),
            // As the console of thread 2989 wrapped it.
            (
                "74 2c 31 92 e6 07 e4 24 eb 45 49 54\n\n\u{a0} \n\n2b e1 bb c5 3e 61 74 e2",
                Stripped::BLANKS.union(Stripped::LINE_BREAKS).union(Stripped::INVISIBLE),
            ),
            // As the certificate dialogue of Windows copies it.
            ("\u{200e}742c3192e607e424eb4549542be1bbc53e6174e2", Stripped::INVISIBLE),
            ("\"742c3192e607e424eb4549542be1bbc53e6174e2\"", Stripped::QUOTES),
            ("“742c3192e607e424eb4549542be1bbc53e6174e2”", Stripped::QUOTES),
            ("0x742c3192e607e424eb4549542be1bbc53e6174e2", Stripped::PREFIX),
            ("0X742C3192E607E424EB4549542BE1BBC53E6174E2", Stripped::PREFIX),
            (
                "0x74:2c:31:92:e6:07:e4:24:eb:45:49:54:2b:e1:bb:c5:3e:61:74:e2",
                Stripped::PREFIX.union(Stripped::SEPARATORS),
            ),
            ("sha1:742c3192e607e424eb4549542be1bbc53e6174e2", Stripped::LABEL),
            ("SHA-1=742c3192e607e424eb4549542be1bbc53e6174e2", Stripped::LABEL),
            (
                "'SHA1 : \"0x742c3192e607e424eb4549542be1bbc53e6174e2'",
                Stripped::LABEL
                    .union(Stripped::QUOTES)
                    .union(Stripped::BLANKS)
                    .union(Stripped::PREFIX),
            ),
            ("dCwxkuYH5CTrRUlUK+G7xT5hdOI=", Stripped::empty()),
            ("sha1=dCwxkuYH5CTr\nRUlUK+G7xT5hdOI=", Stripped::LABEL.union(Stripped::LINE_BREAKS)),
        ] {
            let read: HashText = text.parse().unwrap_or_else(|e| panic!("{text:?}: {e}"));
            assert_eq!(read.hash, g1, "{text:?}");
            assert_eq!(read.stripped, stripped, "{text:?}");
            let stated = stripped.contains(Stripped::LABEL).then_some(HashAlgorithm::Sha1);
            assert_eq!(read.stated, stated, "{text:?}");
            assert_eq!(HashText::from_bytes(text.as_bytes()), Ok(read));
        }
    }

    #[test]
    fn every_listed_character_is_removed_and_its_neighbours_are_not() {
        let inside = |c: char| format!("742c3192{c}e607e424eb4549542be1bbc53e6174e2");
        let listed = |c: char| {
            " \t\r\n:-\u{a0}\u{2060}\u{feff}".contains(c)
                || ('\u{200b}'..='\u{200f}').contains(&c)
                || ('\u{202a}'..='\u{202e}').contains(&c)
        };
        let candidates =
            ('\0'..='\u{17f}').chain('\u{2000}'..='\u{206f}').chain(['\u{feff}', '\u{fefe}']);
        for c in candidates {
            let read = inside(c).parse::<HashText>();
            assert_eq!(read.is_ok_and(|read| !read.stripped.is_empty()), listed(c), "{c:?}");
        }
    }

    #[test]
    fn every_length_of_hex() {
        for digits in 0..=130 {
            let text = "5".repeat(digits);
            let read = text.parse::<HashText>();
            match digits {
                32 | 40 | 64 | 96 | 128 => {
                    assert_eq!(read.unwrap().hash.as_bytes(), &[0x55; 64][..digits / 2]);
                }
                0 => assert_eq!(read, Err(malformed(HashTextProblem::Empty, 0))),
                _ => assert_eq!(read, Err(malformed(HashTextProblem::Digits { digits }, 0))),
            }
        }
    }

    /// Base64 by Python's `base64.b64encode(bytes(range(n)))`.
    #[test]
    fn base64_of_three_lengths() {
        for (length, text) in [
            (20, "AAECAwQFBgcICQoLDA0ODxAREhM="),
            (32, "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="),
            (48, "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4v"),
        ] {
            let read: HashText = text.parse().unwrap();
            assert!(read.hash.as_bytes().iter().copied().eq(0..length), "{text}");
        }
        for (text, at) in [
            ("AAECAwQFBgcICQoLDA0ODw==", 5),     // 16 bytes
            ("AAECAwQFBgcICQoLDA0ODxAREg==", 5), // 19 bytes
            ("AAECAwQFBgcICQoLDA0ODxAREhM", 5),  // no padding
        ] {
            let character = HashTextProblem::Character { code: text.as_bytes()[at].into() };
            assert_eq!(text.parse::<HashText>(), Err(malformed(character, at)), "{text}");
        }
        // 64 hex digits are also base64 of 48 bytes.
        let read: HashText = "ab".repeat(32).parse().unwrap();
        assert_eq!(read.hash.algorithm(), HashAlgorithm::Sha256);
        // Base64 that begins with `0x`: no prefix. Python: `b64decode(…)[:3] == b"\xd3\x10\x83"`.
        let read: HashText = "0xCDAwQFBgcICQoLDA0ODxAREhM=".parse().unwrap();
        assert_eq!(read.hash.as_bytes()[..3], [0xd3, 0x10, 0x83]);
        assert!(read.stripped.is_empty());
    }

    #[test]
    fn malformed_text_says_what_and_where() {
        use HashTextProblem::{Algorithm, Character, Digits, Empty, Length};
        let character = |c: char| Character { code: c.into() };
        for (text, problem, offset) in [
            ("test", character('t'), 0),
            ("  \u{feff}test", character('t'), 5),
            ("", Empty, 0),
            (" \"\" \n", Empty, 5),
            ("sha1:", character('s'), 0),
            ("sha256=0x", Empty, 7),
            ("0x742c", Digits { digits: 4 }, 0),
            ("742c3192e607e424eb4549542be1bbc53e6174e", Digits { digits: 39 }, 0),
            ("742c3192e607e424eb4549542be1bbc53e6174g2", character('g'), 38),
            ("742c3192e607e424\0b4549542be1bbc53e6174e2", character('\0'), 16),
            ("742c3192e607e424éb4549542be1bbc53e6174e2", character('é'), 16),
            ("0x74 0x2c", character('x'), 6),
            ("sha224:742c3192e607e424eb4549542be1bbc53e6174e2", Algorithm, 0),
            (
                " sha256: 742c3192e607e424eb4549542be1bbc53e6174e2",
                Length { expected: 32, found: 20 },
                9,
            ),
        ] {
            assert_eq!(text.parse::<HashText>(), Err(malformed(problem, offset)), "{text:?}");
        }
        let latin1 = b"742c3192\xa0e607e424eb4549542be1bbc53e6174e2";
        assert_eq!(HashText::from_bytes(latin1), Err(malformed(HashTextProblem::NotUtf8, 8)));
    }

    proptest! {
        #[test]
        fn separators_and_case_change_nothing(
            bytes in prop_oneof![
                prop::collection::vec(any::<u8>(), 16), prop::collection::vec(any::<u8>(), 20),
                prop::collection::vec(any::<u8>(), 32), prop::collection::vec(any::<u8>(), 48),
                prop::collection::vec(any::<u8>(), 64),
            ],
            between in prop::collection::vec((any::<bool>(), "[ \t\r\n:\u{a0}\u{200b}-\u{200f}\u{feff}-]{0,3}"), 64),
            label in any::<bool>(),
            prefix in any::<bool>(),
        ) {
            let hash = Hash::from_bytes(&bytes).unwrap();
            let mut text = String::new();
            if label {
                text.push_str(&format!("{}=", hash.algorithm()));
            }
            if prefix {
                text.push_str("0x");
            }
            for (byte, (upper, separator)) in bytes.iter().zip(&between) {
                let byte = format!("{byte:02x}");
                text.push_str(&if *upper { byte.to_uppercase() } else { byte });
                text.push_str(separator);
            }
            let read: HashText = text.parse().unwrap();
            prop_assert_eq!(read.hash, hash);
            let changed = label || prefix || between.iter().take(bytes.len()).any(|(_, s)| !s.is_empty());
            prop_assert_eq!(!read.stripped.is_empty(), changed);
        }

        #[test]
        fn any_text_gives_a_hash_or_a_place(text in any::<String>()) {
            if let Err(error) = text.parse::<HashText>() {
                prop_assert!(text.is_char_boundary(error.offset().unwrap()));
            }
        }
    }
}
