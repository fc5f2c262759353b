//! Intel AMT firmware releases, such as `16.1.30.2269`.

use core::fmt;
use core::str::FromStr;

use crate::error::{Error, ErrorKind};

/// A firmware release: up to four decimal components, compared as integers; a missing one counts
/// as 0 (R-021).
///
/// Reads what people paste (R-020): an optional `v`, one to four components, text after a blank
/// (see [`ReleaseText`]), and the whole of an HTTP `Server:` header of a device.
///
/// ```
/// use amt_provisioning::Release;
/// let release: Release = "v16.1.30".parse()?;
/// assert_eq!(release, Release::new(16, 1, 30, 0));
/// assert!(release < "16.1.30.2269".parse()?);
/// assert!("16.1 beta2".parse::<Release>().is_ok());
/// assert!("16.x".parse::<Release>().is_err());
/// # Ok::<(), amt_provisioning::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Release(u64);

impl Release {
    /// Release 0.0.0.0, below every firmware.
    pub const MIN: Self = Self(0);
    /// Above every firmware.
    pub const MAX: Self = Self(u64::MAX);

    /// From major, minor, hotfix and build number.
    #[must_use]
    #[allow(clippy::as_conversions)] // widening; `u64::from` is not const
    pub const fn new(major: u16, minor: u16, hotfix: u16, build: u16) -> Self {
        Self((major as u64) << 48 | (minor as u64) << 32 | (hotfix as u64) << 16 | build as u64)
    }

    /// Major, minor, hotfix and build number.
    #[must_use]
    #[allow(clippy::as_conversions)] // each shift leaves 16 bits
    pub const fn parts(self) -> [u16; 4] {
        [(self.0 >> 48) as u16, (self.0 >> 32) as u16, (self.0 >> 16) as u16, self.0 as u16]
    }

    /// The first component.
    #[must_use]
    pub const fn major(self) -> u16 {
        let [major, ..] = self.parts();
        major
    }
}

impl fmt::Display for Release {
    /// At least two components; trailing zeros beyond are left out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [major, minor, hotfix, build] = self.parts();
        write!(f, "{major}.{minor}")?;
        if hotfix != 0 || build != 0 {
            write!(f, ".{hotfix}")?;
        }
        if build != 0 {
            write!(f, ".{build}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Release {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        text.parse::<ReleaseText>().map(|read| read.release)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Release {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Kind of platform, which decides what release 15 accepts (R-501).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Platform {
    /// An H platform.
    H,
    /// Any other.
    NotH,
}

impl Platform {
    /// `H` or `not H`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::H => "H",
            Self::NotH => "not H",
        }
    }
}

/// A release as a device or tool prints it, with the platform kind if the text names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReleaseText {
    /// The release.
    pub release: Release,
    /// From a word `H` or `LP` after the release (`12.0.97.2608 H Corporate`).
    pub platform: Option<Platform>,
}

/// What stands before the release in the `Server:` header of a device (W-103, W-106).
const SERVER_PRODUCT: &str = "Intel(R) Active Management Technology ";

impl FromStr for ReleaseText {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let release = |problem| Error::new(ErrorKind::Release { problem });
        let start = text.len() - text.trim_start().len();
        let mut rest = text.trim();
        if let Some(at) = rest.find(SERVER_PRODUCT) {
            rest = rest.get(at + SERVER_PRODUCT.len()..).unwrap_or_default();
        }
        let (number, words) = rest.split_once([' ', '\t']).unwrap_or((rest, ""));
        let digits = number.strip_prefix(['v', 'V']).unwrap_or(number);
        let mut parts = [0u16; 4];
        let mut offset = text.rfind(digits).unwrap_or(start);
        for (index, component) in digits.split('.').enumerate() {
            if component.is_empty() || !component.bytes().all(|b| b.is_ascii_digit()) {
                let problem = if digits.is_empty() { "nothing there" } else { "not a number" };
                return Err(release(problem).at(offset));
            }
            let Some(slot) = parts.get_mut(index) else {
                return Err(release("more than four components").at(offset));
            };
            *slot = component.parse().map_err(|_| release("a component above 65535").at(offset))?;
            offset += component.len() + 1;
        }
        let [major, minor, hotfix, build] = parts;
        let platform = words.split_whitespace().find_map(|word| match word {
            "H" => Some(Platform::H),
            "LP" => Some(Platform::NotH),
            _ => None,
        });
        Ok(Self { release: Release::new(major, minor, hotfix, build), platform })
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn forms_that_are_read() {
        for (text, parts, platform) in [
            ("16.1.30.2269", [16, 1, 30, 2269], None),
            ("v16.1.30.2269", [16, 1, 30, 2269], None),
            ("V2.6", [2, 6, 0, 0], None),
            ("2.5.0", [2, 5, 0, 0], None),
            ("7", [7, 0, 0, 0], None),
            (" 12.0.97.2608 H Corporate\n", [12, 0, 97, 2608], Some(Platform::H)),
            ("15.0.42 LP Consumer", [15, 0, 42, 0], Some(Platform::NotH)),
            ("16.1.25 (build 7)", [16, 1, 25, 0], None),
            ("Server: Intel(R) Active Management Technology 16.1.25", [16, 1, 25, 0], None),
        ] {
            let read: ReleaseText = text.parse().unwrap();
            assert_eq!(read.release.parts(), parts, "{text}");
            assert_eq!(read.platform, platform, "{text}");
        }
    }

    #[test]
    fn forms_that_are_refused_say_where() {
        for (text, offset) in [
            ("", 0),
            ("v", 1),
            ("16.", 3),
            ("16.1.x", 5),
            ("16..1", 3),
            ("1.2.3.4.5", 8),
            ("16.65536", 3),
            ("-1", 0),
            ("sixteen", 0),
            ("16.1beta", 3),
        ] {
            let error = text.parse::<Release>().unwrap_err();
            assert_eq!(error.offset(), Some(offset), "{text:?}");
            assert!(matches!(error.kind(), ErrorKind::Release { .. }));
        }
    }

    #[test]
    fn components_are_integers_in_order() {
        let parse = |text: &str| text.parse::<Release>().unwrap();
        assert!(parse("5.0") > parse("4.1"));
        assert!(parse("11.10") > parse("11.8.95"));
        assert_eq!(parse("6"), parse("6.0.0.0"));
        assert!(Release::MIN < parse("0.0.0.1") && parse("65535.65535") < Release::MAX);
    }

    #[test]
    fn shown_without_trailing_zeros() {
        for (text, shown) in [("6", "6.0"), ("4.1.0.2", "4.1.0.2"), ("3.2.2", "3.2.2")] {
            assert_eq!(text.parse::<Release>().unwrap().to_string(), shown);
        }
    }
}
