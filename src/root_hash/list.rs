use alloc::vec::Vec;
use core::str::FromStr;

use super::HashEntry;
use super::text::noise;
use crate::error::Error;
use crate::release::Release;
use crate::source::Source;

/// A Hello of release 7.0 and later carries at most 23 entries by Intel's guide; 24 were seen.
const HELLO_MAXIMUM: usize = 23;

/// From here on devices hold more hashes, up to 33, than a Hello carries; before, 20 + 3.
const OUTGROWS_HELLO: Release = Release::new(7, 0, 0, 0);

/// The root hashes of a device. The order means nothing (R-609), and no number is too large.
///
/// An empty list says that the device holds none; a list that is not known is no list (R-606).
///
/// Read from text with one [`HashEntry`] a line, blank lines and what follows `#` skipped; the
/// source is then [`Source::Operator`]. [`Error::item`] is the line, counted from 0.
///
/// ```
/// use amt_provisioning::RootHashList;
/// let list: RootHashList = "\
///     ## from MEBx
///     sha1:742c3192e607e424eb4549542be1bbc53e6174e2,inactive
///     CB3CCBB7 6031E5E0 138F8DD3 9A23F9DE 47FFC35E 43C1144C EA27D46A 5AB1CB5F  # DigiCert G2
/// ".parse()?;
/// assert_eq!(list.entries.len(), 2);
/// let error = "\n# no hash:\ntest\n".parse::<RootHashList>().unwrap_err();
/// assert_eq!((error.item(), error.offset()), (Some(2), Some(0)));
/// # Ok::<(), amt_provisioning::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RootHashList {
    /// The entries, in the order of their source.
    pub entries: Vec<HashEntry>,
    /// Where they came from.
    pub source: Source,
}

impl RootHashList {
    /// Does the device hold no hash at all?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// May the device hold more entries than the list (R-608)? Only a Hello leaves entries out,
    /// and only where the release, which may be unknown, holds more than a Hello carries.
    #[must_use]
    pub fn is_possibly_truncated(&self, release: Option<Release>) -> bool {
        self.source == Source::Hello
            && self.entries.len() >= HELLO_MAXIMUM
            && release.is_none_or(|release| release >= OUTGROWS_HELLO)
    }
}

impl FromStr for RootHashList {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let lines = text.lines().map(|line| line.split('#').next().unwrap_or_default());
        let lines = lines.enumerate().filter(|(_, line)| !line.chars().all(|c| noise(c).is_some()));
        let entries = lines.map(|(index, line)| line.parse().map_err(|e: Error| e.in_item(index)));
        Ok(Self { entries: entries.collect::<Result<_, _>>()?, source: Source::Operator })
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;
    use alloc::vec;

    use super::*;
    use crate::root_hash::Hash;

    #[test]
    fn only_a_long_hello_of_release_7_may_be_cut() {
        let list = |source, length| RootHashList {
            entries: vec![Hash::sha256(b"root").into(); length],
            source,
        };
        let release = |text: &str| Some(text.parse().unwrap());
        for (source, length, release, expected) in [
            (Source::Hello, 22, None, false),
            (Source::Hello, 23, None, true),
            (Source::Hello, 24, release("12.0"), true),
            (Source::Hello, 23, release("7.0"), true),
            (Source::Hello, 22, release("7.0"), false),
            (Source::Hello, 23, release("6.65535.65535.65535"), false),
            (Source::Hello, 33, release("6.2"), false),
            (Source::Unstated, 23, None, false),
            (Source::Operator, 23, None, false),
            (Source::HostInterface, 23, None, false),
            (Source::WsManagement, 33, release("16.0"), false),
        ] {
            let list = list(source, length);
            let case = (source, length, release);
            assert_eq!(list.is_possibly_truncated(release), expected, "{case:?}");
        }
    }

    #[test]
    fn lists_as_text() {
        let g1 = "742c3192e607e424eb4549542be1bbc53e6174e2";
        let read = |text: &str| text.parse::<RootHashList>();
        for text in ["", "\n\n", "\u{feff}# nothing\r\n \t\r\n#\n"] {
            let empty = read(text).unwrap();
            assert!(empty.is_empty(), "{text:?}");
            assert_eq!(empty.source, Source::Operator);
        }
        let two =
            read(&["\u{feff}", g1, ",inactive # VeriSign\r\n\r\nSHA1:", g1].concat()).unwrap();
        assert!(!two.is_empty());
        let [first, second] = two.entries.as_slice() else { panic!("{two:?}") };
        assert_eq!((first.active, second.active), (Some(false), None));
        assert_eq!((first.hash.to_string().as_str(), second.hash), (g1, first.hash));
        let error = read(&[g1, "\n\n", g1, ",off"].concat()).unwrap_err();
        assert_eq!((error.item(), error.offset()), (Some(2), Some(41)));
    }
}
