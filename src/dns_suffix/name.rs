#![deny(clippy::arithmetic_side_effects)]

use alloc::boxed::Box;
use core::fmt;

use super::advice;
use super::depth::TldDepth;
use super::name_error::{NameError, NameProblem};

/// Longest name in bytes: 255 octets on the wire, less the length octet in front and the root
/// behind (RFC 1035, 2.3.4; R-301).
const MAX_NAME: usize = 253;
/// Longest label in bytes: its length has six bits on the wire (RFC 1035, 2.3.4; R-301).
const MAX_LABEL: usize = 63;

/// A DNS name, normalised once: lower case, no surrounding blanks, no trailing dot (R-301).
///
/// It also keeps the bytes as received, since a device may be less lenient (R-303). Two names are
/// equal if their normalised forms are.
///
/// ```
/// use amt_provisioning::{DnsName, NameChanges};
/// let name = DnsName::suffix(b"Example.COM. ")?;
/// assert_eq!(name.as_str(), "example.com");
/// assert_eq!(name.changes(), NameChanges::all());
/// assert!(DnsName::suffix(b"example.com\0.evil.org").is_err());
/// # Ok::<(), amt_provisioning::NameError>(())
/// ```
#[derive(Clone, Debug)]
pub struct DnsName {
    text: Box<str>,
    /// As received, where that differs from `text`.
    received: Option<Box<[u8]>>,
    changes: NameChanges,
    labels: u8,
    wildcard: bool,
    tld: Option<&'static TldDepth>,
    /// No public CA can issue for it (R-318).
    pub(super) never_public: bool,
    /// Its last two labels are those of a registry, such as `co.uk` (R-346).
    pub(super) under_registry: bool,
}

bitflags::bitflags! {
    /// What normalisation changed in a name.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub struct NameChanges: u8 {
        /// Leading or trailing blank, TAB, CR or LF were removed.
        const BLANKS = 1;
        /// One trailing dot was removed.
        const TRAILING_DOT = 2;
        /// Capital letters were made small.
        const CASE = 4;
    }
}

impl NameChanges {
    /// More than letter case, which is worth a note: the device may not trim (R-303).
    #[must_use]
    pub const fn beyond_case(self) -> bool {
        self.intersects(Self::BLANKS.union(Self::TRAILING_DOT))
    }
}

impl DnsName {
    /// A name in a certificate, where the leftmost label may be `*` above at least two more labels.
    ///
    /// # Errors
    /// If it is malformed (R-302), a misplaced wildcard (R-336), or an IPv4 address (R-305).
    pub fn identifier(received: &[u8]) -> Result<Self, NameError> {
        let name = Self::read(received, true)?;
        let is_octet = |label: &str| label.parse::<u8>().is_ok();
        if name.labels == 4 && name.text.split('.').all(is_octet) {
            return Err(NameError::IpAddress);
        }
        Ok(name)
    }

    /// A DNS suffix or host name of a device, without wildcards.
    ///
    /// # Errors
    /// If it is malformed (R-302) or would be well formed but for a `*` (R-302a).
    pub fn suffix(received: &[u8]) -> Result<Self, NameError> {
        Self::read(received, false)
    }

    fn read(received: &[u8], wildcard_allowed: bool) -> Result<Self, NameError> {
        let Trimmed { name, skipped, mut changes } = trim(received);
        let labels = check(name, wildcard_allowed).map_err(|error| error.nested(skipped))?;
        let text: Box<str> =
            name.iter().map(|byte| char::from(byte.to_ascii_lowercase())).collect();
        changes.set(NameChanges::CASE, text.as_bytes() != name);
        Ok(Self {
            received: (!changes.is_empty()).then(|| received.into()),
            changes,
            labels,
            wildcard: text.starts_with('*'),
            tld: text.rsplit('.').next().and_then(TldDepth::of),
            never_public: advice::is_never_public(&text),
            under_registry: advice::is_under_registry(&text),
            text,
        })
    }

    /// The normalised name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The bytes it was made from.
    #[must_use]
    pub fn as_received(&self) -> &[u8] {
        self.received.as_deref().unwrap_or(self.text.as_bytes())
    }

    /// What normalisation changed.
    #[must_use]
    pub const fn changes(&self) -> NameChanges {
        self.changes
    }

    /// Is the leftmost label `*`? Then at least two labels follow.
    #[must_use]
    pub const fn is_wildcard(&self) -> bool {
        self.wildcard
    }

    /// Number of labels, a leading `*` included; 1 to 127.
    #[must_use]
    pub const fn labels(&self) -> u8 {
        self.labels
    }

    /// Number of labels without a leading `*`.
    #[must_use]
    pub const fn base_labels(&self) -> u8 {
        if self.wildcard { self.labels.saturating_sub(1) } else { self.labels }
    }

    /// The name without a leading `*` label.
    #[must_use]
    pub fn base(&self) -> &str {
        let start = if self.wildcard { 2 } else { 0 };
        self.text.get(start..).unwrap_or_default()
    }

    /// Has it two labels or more (R-308)?
    #[must_use]
    pub const fn is_fqdn(&self) -> bool {
        self.labels >= 2
    }

    /// The label at `index`, counted from the right: 0 is the top-level domain.
    #[must_use]
    pub fn label_from_right(&self, index: u8) -> Option<&str> {
        self.text.rsplit('.').nth(usize::from(index))
    }

    /// The last `labels` labels, or the whole name if it has no more.
    #[must_use]
    pub fn tail(&self, labels: u8) -> &str {
        let Some(dots) = usize::from(labels).checked_sub(1) else { return "" };
        let dot = self.text.rmatch_indices('.').nth(dots);
        let start = dot.map_or(0, |(dot, _)| dot.saturating_add(1));
        self.text.get(start..).unwrap_or_default()
    }

    /// Row of its top-level domain.
    pub(super) const fn tld_depth(&self) -> Option<&'static TldDepth> {
        self.tld
    }

    /// As received but trimmed: as long as the normalised name, in the case received.
    pub(super) fn cased(&self) -> &[u8] {
        trim(self.as_received()).name
    }
}

impl PartialEq for DnsName {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for DnsName {}

impl fmt::Display for DnsName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// A name after steps 1 and 2 of R-301.
struct Trimmed<'a> {
    name: &'a [u8],
    /// How many bytes were removed in front.
    skipped: usize,
    changes: NameChanges,
}

fn trim(received: &[u8]) -> Trimmed<'_> {
    let skipped = received.iter().position(|byte| !is_blank(*byte)).unwrap_or(received.len());
    let end = received
        .iter()
        .rposition(|byte| !is_blank(*byte))
        .map_or(skipped, |last| last.saturating_add(1));
    let inner = received.get(skipped..end).unwrap_or_default();
    let name = inner.strip_suffix(b".").unwrap_or(inner);
    let mut changes = NameChanges::empty();
    changes.set(NameChanges::BLANKS, inner.len() != received.len());
    changes.set(NameChanges::TRAILING_DOT, name.len() != inner.len());
    Trimmed { name, skipped, changes }
}

/// Step 4 of R-301: the number of labels, or the first fault. A misplaced `*` counts only where it
/// is the only fault (R-302a).
fn check(name: &[u8], wildcard_allowed: bool) -> Result<u8, NameError> {
    let malformed = |problem, offset| Err(NameError::Malformed { problem, offset });
    let mut misplaced = None;
    let mut labels = 1u8;
    let mut length = 0usize; // of the current label
    for (offset, &byte) in name.iter().enumerate() {
        if offset >= MAX_NAME {
            return malformed(NameProblem::TooLong, offset);
        }
        if byte == b'.' {
            if length == 0 {
                return malformed(NameProblem::EmptyLabel, offset);
            }
            labels = labels.saturating_add(1);
            length = 0;
            continue;
        }
        if length >= MAX_LABEL {
            return malformed(NameProblem::LabelTooLong, offset);
        }
        length = length.saturating_add(1);
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' => {}
            b'*' if wildcard_allowed && offset == 0 && name.get(1) == Some(&b'.') => {}
            b'*' => misplaced = misplaced.or(Some(offset)),
            _ => return malformed(NameProblem::Byte(byte), offset),
        }
    }
    if name.is_empty() {
        return malformed(NameProblem::Empty, 0);
    }
    if length == 0 {
        return malformed(NameProblem::EmptyLabel, name.len());
    }
    if name.starts_with(b"*") && labels < 3 {
        misplaced = Some(0); // R-332: the base is a bare top-level domain, or missing
    }
    match misplaced {
        Some(offset) => Err(NameError::MisplacedWildcard { offset }),
        None => Ok(labels),
    }
}
