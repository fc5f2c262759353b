//! Wall-clock time, given by the caller: this crate reads no clock.

use core::fmt;
use core::ops::RangeInclusive;
use core::str::FromStr;

use crate::error::{Error, ErrorKind};

/// Both clocks of the caller, told with every input to a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// Drives timers.
    pub monotonic: Millis,
    /// Judges certificates, and sets the clock of devices.
    pub wall: WallTime,
}

/// Milliseconds of a clock that only goes forward, counted from any start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Millis(pub u64);

impl Millis {
    /// So much later.
    #[must_use]
    pub const fn plus(self, span: Self) -> Self {
        Self(self.0.saturating_add(span.0))
    }

    /// From `earlier` until here; nothing if it is not earlier.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Self {
        Self(self.0.saturating_sub(earlier.0))
    }
}

/// Seconds in a day.
pub(crate) const DAY: i64 = 86_400;

/// Seconds since 1970-01-01T00:00:00Z; negative before it.
///
/// Holds every date that a certificate can carry, from year 0 to 9999 (R-708). Shown as RFC 3339 in
/// UTC; read from RFC 3339 (any offset, fraction of a second dropped) or from decimal seconds.
///
/// ```
/// use amt_provisioning::WallTime;
/// let t: WallTime = "2026-11-21T12:00:00+01:00".parse()?;
/// assert_eq!(t.to_string(), "2026-11-21T11:00:00Z");
/// assert_eq!("1795258800".parse::<WallTime>()?, t);
/// # Ok::<(), amt_provisioning::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WallTime(i64);

impl WallTime {
    /// The first instant of year 0, the earliest that can be written in a certificate.
    pub const MIN: Self = Self(-62_167_219_200);
    /// `9999-12-31T23:59:59Z`, which RFC 5280 uses for "never".
    pub const MAX: Self = Self(253_402_300_799);

    /// From seconds since 1970, clamped to the years 0 to 9999.
    #[must_use]
    pub const fn from_unix(seconds: i64) -> Self {
        if seconds < Self::MIN.0 {
            Self::MIN
        } else if seconds > Self::MAX.0 {
            Self::MAX
        } else {
            Self(seconds)
        }
    }

    /// Seconds since 1970.
    #[must_use]
    pub const fn unix(self) -> i64 {
        self.0
    }

    /// From a calendar date and time in UTC; `None` if it does not exist.
    #[must_use]
    pub fn from_civil(civil: Civil) -> Option<Self> {
        let Civil { year, month, day, hour, minute, second } = civil;
        let valid = year <= 9999
            && (1..=12).contains(&month)
            && (1..=days_in_month(year, month)).contains(&day)
            && hour <= 23
            && minute <= 59
            && second <= 59;
        valid.then(|| {
            let seconds = i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second);
            Self(days_from_civil(year, month, day) * DAY + seconds)
        })
    }

    /// Calendar date and time in UTC.
    #[must_use]
    pub fn civil(self) -> Civil {
        let (year, month, day) = civil_from_days(self.0.div_euclid(DAY));
        let rest = self.0.rem_euclid(DAY);
        let part = |value: i64| u8::try_from(value).unwrap_or(0);
        Civil {
            year,
            month,
            day,
            hour: part(rest / 3600),
            minute: part(rest / 60 % 60),
            second: part(rest % 60),
        }
    }

    /// Whole days from `self` to `later`, floored; negative if `later` is earlier.
    #[must_use]
    pub const fn days_until(self, later: Self) -> i64 {
        (later.0 - self.0).div_euclid(DAY)
    }
}

/// A calendar date and time in UTC, proleptic Gregorian.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Civil {
    /// Year, 0 to 9999.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, from 1.
    pub day: u8,
    /// Hour, 0 to 23.
    pub hour: u8,
    /// Minute, 0 to 59.
    pub minute: u8,
    /// Second, 0 to 59; leap seconds do not exist in certificates.
    pub second: u8,
}

/// notBefore and notAfter of a certificate, both inclusive (R-701).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validity {
    /// First valid second.
    pub not_before: WallTime,
    /// Last valid second.
    pub not_after: WallTime,
}

impl Validity {
    /// Is `now` inside, borders included?
    #[must_use]
    pub fn contains(&self, now: WallTime) -> bool {
        RangeInclusive::new(self.not_before, self.not_after).contains(&now)
    }
}

impl fmt::Display for WallTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Civil { year, month, day, hour, minute, second } = self.civil();
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }
}

impl FromStr for WallTime {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let trimmed = text.trim_start();
        let start = text.len() - trimmed.len();
        let text = trimmed.trim_end();
        // What is missing is missing at the end.
        let bad = |at: usize| Error::new(ErrorKind::Time).at(start + at.min(text.len()));
        let bytes = text.as_bytes();
        let digits = bytes.strip_prefix(b"-").unwrap_or(bytes);
        if !digits.is_empty() && digits.iter().all(u8::is_ascii_digit) {
            return match text.parse::<i64>() {
                Ok(s) if (Self::MIN.0..=Self::MAX.0).contains(&s) => Ok(Self(s)),
                _ => Err(bad(0)),
            };
        }
        let number = |from: usize, len: usize| -> Result<u16, Error> {
            let field =
                from.checked_add(len).and_then(|to| bytes.get(from..to)).ok_or(bad(from))?;
            field.iter().try_fold(0u16, |sum, b| match b {
                b'0'..=b'9' => Ok(sum * 10 + u16::from(b - b'0')),
                _ => Err(bad(from)),
            })
        };
        let small = |from| number(from, 2).map(|n| u8::try_from(n).unwrap_or(u8::MAX));
        let separator = |at: usize, allowed: &[u8]| match bytes.get(at) {
            Some(b) if allowed.contains(b) => Ok(()),
            _ => Err(bad(at)),
        };
        separator(4, b"-")?;
        separator(7, b"-")?;
        separator(10, b"Tt ")?;
        separator(13, b":")?;
        separator(16, b":")?;
        let civil = Civil {
            year: number(0, 4)?,
            month: small(5)?,
            day: small(8)?,
            hour: small(11)?,
            minute: small(14)?,
            second: small(17)?,
        };
        let local = Self::from_civil(civil).ok_or(bad(0))?;
        let mut at = 19;
        if bytes.get(at) == Some(&b'.') {
            let fraction = bytes.iter().skip(at + 1).take_while(|b| b.is_ascii_digit()).count();
            if fraction == 0 {
                return Err(bad(at));
            }
            at += 1 + fraction;
        }
        let offset = match bytes.get(at) {
            Some(b'Z' | b'z') if bytes.len() == at + 1 => 0,
            Some(sign @ (b'+' | b'-')) if bytes.len() == at + 6 => {
                separator(at + 3, b":")?;
                let (hours, minutes) = (small(at + 1)?, small(at + 4)?);
                if hours > 23 || minutes > 59 {
                    return Err(bad(at));
                }
                let seconds = i64::from(hours) * 3600 + i64::from(minutes) * 60;
                if *sign == b'+' { seconds } else { -seconds }
            }
            _ => return Err(bad(at)),
        };
        Ok(Self::from_unix(local.0 - offset))
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for WallTime {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

const fn is_leap(year: u16) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

const fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01 (Howard Hinnant, "chrono-compatible low-level date algorithms").
fn days_from_civil(year: u16, month: u8, day: u8) -> i64 {
    let (month, day) = (i64::from(month), i64::from(day));
    let year = i64::from(year) - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The inverse of [`days_from_civil`], from the same source.
fn civil_from_days(days: i64) -> (u16, u8, u8) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (
        u16::try_from(year).unwrap_or(0),
        u8::try_from(month).unwrap_or(1),
        u8::try_from(day).unwrap_or(1),
    )
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn known_instants() {
        // Seconds as printed by `date -u -d ... +%s`.
        for (text, unix) in [
            ("1970-01-01T00:00:00Z", 0),
            ("1969-12-31T23:59:59Z", -1),
            ("2000-02-29T12:30:15Z", 951_827_415),
            ("2026-11-21T21:21:55Z", 1_795_296_115),
            ("2106-02-07T06:28:16Z", 4_294_967_296),
            ("9999-12-31T23:59:59Z", 253_402_300_799),
            ("0000-01-01T00:00:00Z", -62_167_219_200),
            ("1900-03-01T00:00:00Z", -2_203_891_200),
        ] {
            let time: WallTime = text.parse().unwrap();
            assert_eq!(time.unix(), unix, "{text}");
            assert_eq!(time.to_string(), text);
            assert_eq!(WallTime::from_civil(time.civil()), Some(time));
        }
    }

    #[test]
    fn forms_that_are_read() {
        for text in
            ["2026-11-21 21:21:55Z", "2026-11-21T22:21:55+01:00", "2026-11-21t21:21:55.999z"]
        {
            assert_eq!(text.parse::<WallTime>().unwrap().unix(), 1_795_296_115, "{text}");
        }
        assert_eq!(" -1 ".parse::<WallTime>().unwrap().unix(), -1);
    }

    #[test]
    fn forms_that_are_refused_say_where() {
        for (text, offset) in [
            ("", 0),
            (" 2026-1", 7),
            (" 2026/11/21T21:21:55Z", 5),
            ("2026-11-21", 10),
            ("2026-13-01T00:00:00Z", 0),
            ("2026-02-29T00:00:00Z", 0),
            ("2026-11-21T24:00:00Z", 0),
            ("2026-11-21T21:21:55", 19),
            ("2026-11-21T21:21:55.Z", 19),
            ("2026-11-21T21:21:55+1:00", 19),
            ("2026-11-21T21:21:55+01:00x", 19),
            ("2026/11/21T21:21:55Z", 4),
            ("99999999999999999999", 0),
        ] {
            let error = text.parse::<WallTime>().unwrap_err();
            assert_eq!(error.offset(), Some(offset), "{text}");
        }
    }

    #[test]
    fn validity_includes_both_borders() {
        let at = WallTime::from_unix;
        let validity = Validity { not_before: at(10), not_after: at(20) };
        for (now, inside) in [(9, false), (10, true), (20, true), (21, false)] {
            assert_eq!(validity.contains(at(now)), inside, "{now}");
        }
    }

    #[test]
    fn days_are_floored() {
        let at = WallTime::from_unix;
        assert_eq!(at(0).days_until(at(DAY - 1)), 0);
        assert_eq!(at(0).days_until(at(DAY)), 1);
        assert_eq!(at(0).days_until(at(-1)), -1);
    }
}
