//! From when to when a certificate is valid, read by digits: the time types of `der` know neither years
//! before 1970 nor all up to 9999.

use super::element::{Elements, tag};
use crate::error::{Asn1Problem, Error};
use crate::time::{Civil, Validity, WallTime};

/// Reads the next element as a Validity.
pub(super) fn read(elements: &mut Elements<'_>) -> Result<Validity, Error> {
    let mut times = elements.expect(tag::SEQUENCE)?.elements();
    let validity = Validity { not_before: time(&mut times)?, not_after: time(&mut times)? };
    times.finish()?;
    Ok(validity)
}

fn time(times: &mut Elements<'_>) -> Result<WallTime, Error> {
    let time = times.read()?;
    if !matches!(time.tag, tag::UTC_TIME | tag::GENERALIZED_TIME) {
        return Err(time.error(Asn1Problem::Tag { found: time.tag }));
    }
    wall_time(time.tag, time.content).ok_or_else(|| time.error(Asn1Problem::Value))
}

/// `YYMMDDHHMMSSZ` or `YYYYMMDDHHMMSSZ`, the only forms of RFC 5280 (4.1.2.5). Two-digit years from
/// 50 on are 19xx.
fn wall_time(tag: u8, text: &[u8]) -> Option<WallTime> {
    let (b'Z', digits) = text.split_last()? else {
        return None;
    };
    let mut pairs = digits.chunks(2).map(|pair| match pair {
        [tens @ b'0'..=b'9', ones @ b'0'..=b'9'] => {
            Some((tens & 0xf).saturating_mul(10).saturating_add(ones & 0xf))
        }
        _ => None,
    });
    let mut pair = || pairs.next().flatten();
    let century = match tag {
        tag::GENERALIZED_TIME => Some(pair()?),
        _ => None,
    };
    let year = pair()?;
    let century = century.unwrap_or(if year >= 50 { 19 } else { 20 });
    let civil = Civil {
        year: u16::from(century).saturating_mul(100).saturating_add(u16::from(year)),
        month: pair()?,
        day: pair()?,
        hour: pair()?,
        minute: pair()?,
        second: pair()?,
    };
    if pairs.next().is_some() { None } else { WallTime::from_civil(civil) }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn forms_that_are_read() {
        for (tag, text, shown) in [
            (tag::UTC_TIME, "491231235959Z", "2049-12-31T23:59:59Z"),
            (tag::UTC_TIME, "500101000000Z", "1950-01-01T00:00:00Z"),
            (tag::UTC_TIME, "691231235959Z", "1969-12-31T23:59:59Z"),
            (tag::UTC_TIME, "991231235959Z", "1999-12-31T23:59:59Z"),
            (tag::UTC_TIME, "000229123456Z", "2000-02-29T12:34:56Z"),
            (tag::GENERALIZED_TIME, "20500101000000Z", "2050-01-01T00:00:00Z"),
            (tag::GENERALIZED_TIME, "21060207062816Z", "2106-02-07T06:28:16Z"),
            (tag::GENERALIZED_TIME, "99991231235959Z", "9999-12-31T23:59:59Z"),
            (tag::GENERALIZED_TIME, "18991231235959Z", "1899-12-31T23:59:59Z"),
            (tag::GENERALIZED_TIME, "00000101000000Z", "0000-01-01T00:00:00Z"),
        ] {
            assert_eq!(wall_time(tag, text.as_bytes()).unwrap().to_string(), shown, "{text}");
        }
    }

    #[test]
    fn forms_that_are_refused() {
        for (tag, text) in [
            (tag::UTC_TIME, ""),
            (tag::UTC_TIME, "Z"),
            (tag::UTC_TIME, "2601010000Z"),
            (tag::UTC_TIME, "260101000000"),
            (tag::UTC_TIME, "260101000000z"),
            (tag::UTC_TIME, "260101000000+0000"),
            (tag::UTC_TIME, "2601010000000Z"),
            (tag::UTC_TIME, "20260101000000Z"),
            (tag::UTC_TIME, "260229000000Z"),
            (tag::UTC_TIME, "260101000060Z"),
            (tag::UTC_TIME, "26010100000 Z"),
            (tag::UTC_TIME, "2601010000-1Z"),
            (tag::UTC_TIME, "26010100000/Z"),
            (tag::UTC_TIME, "26010100000:Z"),
            (tag::GENERALIZED_TIME, "260101000000Z"),
            (tag::GENERALIZED_TIME, "20260101000000.5Z"),
            (tag::GENERALIZED_TIME, "20260101000000.Z"),
            (tag::GENERALIZED_TIME, "20261301000000Z"),
            (tag::GENERALIZED_TIME, "20260101240000Z"),
        ] {
            assert_eq!(wall_time(tag, text.as_bytes()), None, "{text:?}");
        }
    }
}
