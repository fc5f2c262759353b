use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

/// The header fields of a message, in their order.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpFields {
    /// Names and values, one behind the other.
    text: Vec<u8>,
    /// Where each name and each value ends in it.
    ends: Vec<(usize, usize)>,
}

impl HttpFields {
    pub(super) const EMPTY: Self = Self { text: Vec::new(), ends: Vec::new() };

    /// Copies what was parsed; the lines of a folded value are joined by blanks (RFC 9112, 5.2).
    pub(super) fn new(headers: &[httparse::Header<'_>]) -> Self {
        let mut fields = Self::EMPTY;
        for httparse::Header { name, value } in headers {
            fields.text.extend_from_slice(name.as_bytes());
            let name_end = fields.text.len();
            fields.text.extend(value.iter().map(|byte| match byte {
                b'\r' | b'\n' => b' ',
                other => *other,
            }));
            fields.ends.push((name_end, fields.text.len()));
        }
        fields
    }

    /// Each name with its value. Blanks around the value are gone; its bytes may be of any encoding.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let mut start = 0;
        self.ends.iter().map(move |(name_end, value_end)| {
            let field = (self.text(start..*name_end), self.bytes(*name_end..*value_end));
            start = *value_end;
            field
        })
    }

    /// The values of all fields of this name, which has no case, in their order.
    pub fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a [u8]> {
        self.iter().filter(move |field| field.0.eq_ignore_ascii_case(name)).map(|field| field.1)
    }

    /// The value of the first field of this name.
    #[must_use]
    pub fn first(&self, name: &str) -> Option<&[u8]> {
        self.all(name).next()
    }

    /// The items of a list that may be spread over several fields (RFC 9110, 5.6.1). Not for values
    /// with quoted commas.
    pub(super) fn items<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a [u8]> {
        self.all(name)
            .flat_map(|value| value.split(|byte| *byte == b','))
            .map(<[u8]>::trim_ascii)
            .filter(|item| !item.is_empty())
    }

    fn bytes(&self, range: Range<usize>) -> &[u8] {
        self.text.get(range).unwrap_or_default()
    }

    /// Names are tokens, hence ASCII.
    fn text(&self, range: Range<usize>) -> &str {
        core::str::from_utf8(self.bytes(range)).unwrap_or_default()
    }
}

impl fmt::Debug for HttpFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        self.iter().for_each(|(name, value)| {
            map.entry(&name, &format_args!("\"{}\"", value.escape_ascii()));
        });
        map.finish()
    }
}
