//! The words of HTTP header fields: tokens, quoted strings, parameters (RFC 9110, 5.6 and 11).

#![deny(clippy::arithmetic_side_effects)]

use alloc::vec::Vec;
use core::fmt;

use crate::error::{Error, ErrorKind};

/// Longest field that is read: a whole header block may have so many bytes (W-107).
pub(super) const MAX_FIELD: usize = 16 * 1024;

/// `tchar`.
const TOKEN: u8 = 1;
/// `qdtext`.
const TEXT: u8 = 1 << 1;
/// What may follow the backslash of a `quoted-pair`.
const PAIR: u8 = 1 << 2;
/// A letter of `token68`, the padding apart.
const TOKEN68: u8 = 1 << 3;

/// The classes of each byte.
static CLASSES: [u8; 256] = {
    let mut table = [0; 256];
    let (mut slots, mut byte): (&mut [u8], u8) = (&mut table, 0);
    while let [slot, rest @ ..] = slots {
        *slot = classes(byte);
        (slots, byte) = (rest, byte.wrapping_add(1));
    }
    table
};

const fn classes(byte: u8) -> u8 {
    let mut classes = 0;
    // tchar = "!" / "#" / "$" / "%" / "&" / "'" / "*" / "+" / "-" / "." / "^" / "_" / "`" / "|"
    //       / "~" / DIGIT / ALPHA
    if byte.is_ascii_alphanumeric()
        || matches!(byte, b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'.' | b'^'..=b'`' | b'|' | b'~')
    {
        classes |= TOKEN;
    }
    if is_text(byte) {
        classes |= TEXT;
    }
    // quoted-pair = "\" ( HTAB / SP / VCHAR / obs-text )
    if matches!(byte, b'\t' | b' ' | 0x21..=0x7e | 0x80..) {
        classes |= PAIR;
    }
    // token68 = 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="
    if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'+' | b'/') {
        classes |= TOKEN68;
    }
    classes
}

/// qdtext = HTAB / SP / %x21 / %x23-5B / %x5D-7E / obs-text; obs-text = %x80-FF
///
/// Without branches, so that [`all`] takes many bytes at once.
const fn is_text(byte: u8) -> bool {
    (byte == b'\t') | (byte >= b' ') & (byte != b'"') & (byte != b'\\') & (byte != 0x7f)
}

fn is(class: u8, byte: u8) -> bool {
    CLASSES.get(usize::from(byte)).is_some_and(|classes| classes & class != 0)
}

/// So many bytes are tested at once.
const STRIDE: usize = 16;

/// Does every byte pass? For values, which make the most of a field: quick where all of them do.
pub(super) fn all(bytes: &[u8], test: impl Fn(u8) -> bool) -> bool {
    let pass = |stride: &[u8; STRIDE]| {
        stride.iter().fold(0, |failed, byte| failed | u8::from(!test(*byte))) == 0
    };
    let Some(last) = bytes.last_chunk() else { return bytes.iter().all(|byte| test(*byte)) };
    let mut rest = bytes;
    while let Some((stride, behind)) = rest.split_first_chunk() {
        if !pass(stride) {
            return false;
        }
        rest = behind;
    }
    // Some of it for the second time, which is quicker than byte by byte.
    pass(last)
}

/// Is `name` the name `known`, which is in lower case? Stops at the first letter that differs.
fn is_named(name: &[u8], known: &str) -> bool {
    let mut letters = name.iter().zip(known.as_bytes());
    name.len() == known.len() && letters.all(|(a, b)| a.to_ascii_lowercase() == *b)
}

/// What follows the blanks that `rest` begins with: `OWS = *( SP / HTAB )`, and `BWS` alike.
const fn behind_blanks(mut rest: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', behind @ ..] = rest {
        rest = behind;
    }
    rest
}

/// Is `text` a token?
pub(super) fn is_token(text: &[u8]) -> bool {
    !text.is_empty() && text.iter().all(|byte| is(TOKEN, *byte))
}

/// The value of a parameter, borrowed from the header field: a token, or what stands between the
/// quotes of a quoted string.
///
/// Comparing and copying take each `\x` for the `x` it stands for (W-505).
#[derive(Clone, Copy)]
pub struct HeaderValue<'a>(&'a [u8]);

impl<'a> HeaderValue<'a> {
    /// The bytes as they were sent, backslashes included, quotes not.
    #[must_use]
    pub const fn raw(&self) -> &'a [u8] {
        self.0
    }

    fn is_escaped(&self) -> bool {
        !all(self.0, |byte| byte != b'\\')
    }

    /// The bytes that are meant.
    pub fn bytes(&self) -> impl Iterator<Item = u8> + 'a {
        let mut raw = self.0.iter().copied();
        core::iter::from_fn(move || match raw.next() {
            Some(b'\\') => raw.next(),
            byte => byte,
        })
    }

    /// A copy of the bytes that are meant.
    #[must_use]
    pub fn to_vec(&self) -> Vec<u8> {
        let mut copy = Vec::with_capacity(self.0.len());
        self.append_to(&mut copy);
        copy
    }

    pub(super) fn append_to(&self, to: &mut Vec<u8>) {
        if self.is_escaped() { to.extend(self.bytes()) } else { to.extend_from_slice(self.0) }
    }

    /// Are these the bytes that are meant?
    #[must_use]
    pub fn is(&self, bytes: &[u8]) -> bool {
        if self.is_escaped() { self.bytes().eq(bytes.iter().copied()) } else { self.0 == bytes }
    }

    /// The items of a list, separated by commas. A comma separates though a backslash be before it:
    /// that stands for a comma too.
    pub(super) fn items(&self) -> impl Iterator<Item = Self> + use<'a> {
        self.0.split(|byte| *byte == b',').map(Self)
    }

    /// As [`is_name`](Self::is_name), without regard to blanks around it.
    pub(super) fn is_item(&self, name: &str) -> bool {
        let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t');
        let mut bytes = self.bytes().skip_while(is_blank);
        let mut letters = name.bytes();
        self.0.len() >= name.len()
            && letters.all(|letter| bytes.next().is_some_and(|b| b.eq_ignore_ascii_case(&letter)))
            && bytes.all(|byte| is_blank(&byte))
    }

    /// As [`is`](Self::is), without regard to the case of ASCII letters.
    #[must_use]
    pub fn is_name(&self, name: &str) -> bool {
        let lower = |byte: u8| byte.to_ascii_lowercase();
        // Backslashes make it longer.
        self.0.eq_ignore_ascii_case(name.as_bytes())
            || self.0.len() > name.len() && self.bytes().map(lower).eq(name.bytes().map(lower))
    }
}

impl PartialEq for HeaderValue<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.bytes().eq(other.bytes())
    }
}

impl Eq for HeaderValue<'_> {}

impl fmt::Debug for HeaderValue<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\"", self.0.escape_ascii())
    }
}

/// What stands in a list of challenges or parameters.
pub(super) enum Element<'a> {
    /// `token BWS "=" BWS ( token / quoted-string )`.
    Param { name: &'a [u8], value: HeaderValue<'a> },
    /// A word that no `=` follows.
    Scheme { name: &'a [u8] },
}

/// What stands before an element.
#[derive(Clone, Copy)]
pub(super) struct Gap {
    pub(super) comma: bool,
    pub(super) blank: bool,
}

/// Reads one header field from left to right.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reader<'a> {
    name: &'static str,
    line: &'a [u8],
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// `name` is that of the field, for errors.
    pub(super) fn new(name: &'static str, line: &'a [u8]) -> Result<Self, Error> {
        let (length, limit) = (line.len(), MAX_FIELD);
        if length > limit {
            return Err(Error::new(ErrorKind::InputTooLarge { length, limit }));
        }
        Ok(Self { name, line, rest: line })
    }

    /// A field without content.
    pub(super) const fn empty() -> Self {
        Self { name: "", line: &[], rest: &[] }
    }

    /// A problem with what comes next.
    pub(super) fn error(&self, problem: &'static str) -> Error {
        self.error_at(problem, self.rest)
    }

    /// A problem with `part`, a slice of the field. Where it lies is told from its address, so that
    /// nobody need carry offsets along.
    pub(super) fn error_at(&self, problem: &'static str, part: &[u8]) -> Error {
        let offset = part.as_ptr().addr().saturating_sub(self.line.as_ptr().addr());
        Error::new(ErrorKind::Header { field: self.name, problem }).at(offset)
    }

    /// The meaning of a value, if there is a value.
    pub(super) fn known<T>(
        &self,
        value: Option<HeaderValue<'a>>,
        problem: &'static str,
        meaning: impl Fn(HeaderValue<'a>) -> Option<T>,
    ) -> Result<Option<T>, Error> {
        match value {
            None => Ok(None),
            Some(value) => match meaning(value) {
                None => Err(self.error_at(problem, value.raw())),
                known => Ok(known),
            },
        }
    }

    /// Steps over `byte` if it is the next one.
    fn skip(&mut self, byte: u8) -> bool {
        match self.rest {
            [first, rest @ ..] if *first == byte => {
                self.rest = rest;
                true
            }
            _ => false,
        }
    }

    fn take_while(&mut self, class: u8) -> &'a [u8] {
        let end = self.rest.iter().position(|byte| !is(class, *byte)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    /// Steps over `qdtext`.
    fn skip_text(&mut self) {
        while let Some((stride, rest)) = self.rest.split_first_chunk::<STRIDE>() {
            if !all(stride, is_text) {
                break;
            }
            self.rest = rest;
        }
        self.take_while(TEXT);
    }

    fn skip_blanks(&mut self) {
        self.rest = behind_blanks(self.rest);
    }

    /// Steps over the scheme `Digest` and the blanks behind it.
    pub(super) fn skip_digest(&mut self) -> Result<(), Error> {
        self.skip_blanks();
        if !self.take_while(TOKEN).eq_ignore_ascii_case(b"Digest") {
            return Err(Error::new(ErrorKind::AuthScheme));
        }
        match self.skip_spaces() {
            true => Ok(()),
            false => Err(self.error("expected a blank behind the scheme")),
        }
    }

    /// Steps over the blanks behind a scheme: `1*SP`.
    pub(super) fn skip_spaces(&mut self) -> bool {
        let any = self.skip(b' ');
        while self.skip(b' ') {}
        any
    }

    /// Nothing but blanks up to the next comma or the end?
    pub(super) fn is_at_border(&self) -> bool {
        matches!(behind_blanks(self.rest), [] | [b',', ..])
    }

    /// Steps over a `token68`, if one stands here: it is told from a parameter by what follows it.
    pub(super) fn skip_token68(&mut self) -> bool {
        let mut ahead = *self;
        let letters = ahead.take_while(TOKEN68);
        while ahead.skip(b'=') {}
        let found = !letters.is_empty() && ahead.is_at_border();
        if found {
            *self = ahead;
        }
        found
    }

    /// The next element of a list and what stands before it; empty elements are passed over.
    /// `None` at the end.
    pub(super) fn element(&mut self) -> Result<Option<(Gap, Element<'a>)>, Error> {
        let mut gap = Gap { comma: false, blank: false };
        while let [byte @ (b',' | b' ' | b'\t'), rest @ ..] = self.rest {
            self.rest = rest;
            gap.comma |= *byte == b',';
            gap.blank |= *byte != b',';
        }
        if self.rest.is_empty() {
            return Ok(None);
        }
        let name = self.take_while(TOKEN);
        if name.is_empty() {
            return Err(self.error("expected the name of a parameter or of a scheme"));
        }
        let [b'=', rest @ ..] = behind_blanks(self.rest) else {
            return Ok(Some((gap, Element::Scheme { name })));
        };
        self.rest = behind_blanks(rest);
        let value = HeaderValue(self.value()?);
        Ok(Some((gap, Element::Param { name, value })))
    }

    fn value(&mut self) -> Result<&'a [u8], Error> {
        if self.skip(b'"') {
            return self.quoted();
        }
        match self.take_while(TOKEN) {
            [] => Err(self.error("expected a value")),
            token => Ok(token),
        }
    }

    /// The rest of a quoted string.
    fn quoted(&mut self) -> Result<&'a [u8], Error> {
        let start = self.rest;
        loop {
            self.skip_text();
            match self.rest {
                [b'"', rest @ ..] => {
                    let length = start.len().saturating_sub(self.rest.len());
                    self.rest = rest;
                    return Ok(start.get(..length).unwrap_or(start));
                }
                [b'\\', byte, rest @ ..] if is(PAIR, *byte) => self.rest = rest,
                [] | [b'\\'] => return Err(self.error_at("a quoted string without end", start)),
                _ => return Err(self.error("a control character in a quoted string")),
            }
        }
    }
}

/// The parameters of one challenge or header field, of which `N` have a meaning.
pub(super) struct Params<'a, const N: usize> {
    names: &'static [&'static str; N],
    pub(super) values: [Option<HeaderValue<'a>>; N],
    /// The name of a known parameter that occurred before (W-504).
    duplicate: Option<&'a [u8]>,
}

impl<'a, const N: usize> Params<'a, N> {
    pub(super) const fn new(names: &'static [&'static str; N]) -> Self {
        Self { names, values: [None; N], duplicate: None }
    }

    /// Keeps a parameter, if it is a known one; names have no case.
    pub(super) fn put(&mut self, name: &'a [u8], value: HeaderValue<'a>) {
        let mut known = self.names.iter().zip(&mut self.values);
        match known.find(|(known, _)| is_named(name, known)) {
            Some((_, Some(_))) => self.duplicate = self.duplicate.or(Some(name)),
            Some((_, slot)) => *slot = Some(value),
            None => {}
        }
    }

    /// Refuses a known parameter that occurs twice: which one the peer means cannot be known (D-W1).
    pub(super) fn unique(self, reader: &Reader<'_>) -> Result<[Option<HeaderValue<'a>>; N], Error> {
        match self.duplicate {
            Some(name) => Err(reader.error_at("a parameter occurs twice", name)),
            None => Ok(self.values),
        }
    }

    /// Reads parameters up to the end of the field, separated by commas.
    pub(super) fn read(
        mut self,
        mut reader: Reader<'a>,
    ) -> Result<[Option<HeaderValue<'a>>; N], Error> {
        let mut first = true;
        while let Some((gap, element)) = reader.element()? {
            match element {
                Element::Param { name, value } if first || gap.comma => self.put(name, value),
                Element::Param { name, .. } => {
                    return Err(reader.error_at("expected a comma", name));
                }
                Element::Scheme { .. } => return Err(reader.error("expected an equals sign")),
            }
            first = false;
        }
        self.unique(&reader)
    }
}
