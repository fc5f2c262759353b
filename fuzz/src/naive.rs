//! The rules of names, of the calendar and of messages written down once more, as naively as they read.

/// A name as want it, in small letters.
pub(super) fn name(received: &[u8], is_identifier: bool) -> Option<String> {
    let name = std::str::from_utf8(received).ok()?.trim_matches([' ', '\t', '\r', '\n']);
    let name = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
    let labels: Vec<&str> = name.split('.').collect();
    let rest = match labels.as_slice() {
        ["*", rest @ ..] if is_identifier && rest.len() >= 2 => rest,
        all => all,
    };
    let is_letter = |c| matches!(c, 'a'..='z' | '0'..='9' | '-' | '_');
    let is_label = |label: &&str| (1..=63).contains(&label.len()) && label.chars().all(is_letter);
    let is_octet = |label: &&str| label.parse::<u8>().is_ok();
    let is_address = is_identifier && labels.len() == 4 && labels.iter().all(is_octet);
    (rest.iter().all(is_label) && name.len() <= 253 && !is_address).then_some(name)
}

/// The names with a depth of two labels; `com` and `net` had it first.
const DEPTH_2: &str = "com net org gov edu de ch dk cz cl ua";
/// The names with a depth of three labels.
const DEPTH_3: &str = "arpa fr cn nl br mx uk pl tw ca fi be ru se ar es no at in tr ro hu nz pt il \
    gr co ie za th sg hk lt id hr ee bg";

/// Whether the plain, wildcard and depth rule match, by their formulas.
///
/// `tlds` is how far the depth extension goes: 0 nowhere, 1 to `com` and `net`, 2 to all.
pub(super) fn matches(identifier: &str, suffix: &str, tlds: u8) -> [bool; 3] {
    let labels = |name: &str| name.split('.').map(String::from).collect::<Vec<_>>();
    let (i, s) = (labels(identifier), labels(suffix));
    let star = i[0] == "*";
    let b = if star { i[1..].to_vec() } else { i.clone() };
    let last = |name: &[String], n: usize| name[name.len() - n..].to_vec();
    let is_suffix = |a: &[String], of: &[String]| a.len() <= of.len() && last(of, a.len()) == a;

    let plain = !star && s.len() >= 2 && is_suffix(&s, &i);
    let overlap = is_suffix(&s, &b) || is_suffix(&b, &s);
    let wildcard = star && b.len() >= 2 && s.len() >= 2 && overlap;
    let tld = s.last().unwrap().as_str();
    let n = match tlds {
        1 if ["com", "net"].contains(&tld) => 2,
        2 if DEPTH_2.split(' ').any(|listed| listed == tld) => 2,
        2 if DEPTH_3.split(' ').any(|listed| listed == tld) => 3,
        _ => usize::MAX,
    };
    let depth = b.len() >= n && s.len() >= n && last(&b, n) == last(&s, n);
    [plain, wildcard, depth]
}

/// Seconds from 1970 to the start of a day, counted year by year and month by month.
pub(super) fn unix_of_day(year: u16, month: u8, day: u8) -> i64 {
    let is_leap = |year: u16| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days_of = |year| if is_leap(year) { 366 } else { 365 };
    let months = [31, 28 + i64::from(is_leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let years: i64 = (0..year).map(days_of).sum::<i64>() - (0..1970).map(days_of).sum::<i64>();
    let months: i64 = months[..usize::from(month) - 1].iter().sum();
    (years + months + i64::from(day) - 1) * 86_400
}

/// The declared length of a Hello message that can be read (H-03, H-04, H-07, H-09).
pub(super) fn hello_length(data: &[u8]) -> Option<usize> {
    let mut end = match data {
        [0 | 1, 0, 2, 0, ..] => 32,
        [0 | 1, 0, 3, 0, ..] => 25,
        _ => return None,
    };
    for _ in 0..if end == 25 { *data.get(24)? } else { 0 } {
        let entry = (*data.get(end)?, *data.get(end + 1)?);
        [(0, 16), (1, 20), (2, 32), (3, 48), (3, 64)].contains(&entry).then_some(())?;
        end += 2 + usize::from(entry.1);
    }
    let longest = (end + 64).min(16_855);
    (end..=longest).contains(&data.len()).then_some(end)
}

/// The parameters of a header field, all of them quoted.
pub(super) fn parameters(parameters: &[(&str, Option<Vec<u8>>)]) -> Vec<u8> {
    let written = parameters.iter().filter_map(|(name, value)| {
        let mut text = [name.as_bytes(), b" = \""].concat();
        for byte in value.as_ref()? {
            text.extend(matches!(byte, b'"' | b'\\').then_some(b'\\'));
            text.push(*byte);
        }
        text.push(b'"');
        Some(text)
    });
    written.collect::<Vec<_>>().join(&b"\t, ,"[..])
}

/// The body of an answer of the plainest form (RFC 9112, 6); `None` for any other.
pub(super) fn http_body(answer: &[u8]) -> Option<Vec<u8>> {
    let split = |bytes: &[u8], at: &[u8]| {
        let place = bytes.windows(at.len()).position(|part| part == at)?;
        Some((bytes[..place].to_vec(), bytes[place + at.len()..].to_vec()))
    };
    let (head, mut rest) = split(answer, b"\r\n\r\n")?;
    let head = String::from_utf8(head).ok()?.to_ascii_lowercase();
    let mut lines = head.split("\r\n");
    if !lines.next()?.starts_with("http/1.1 200 ") {
        return None;
    }
    let framing: Vec<_> = lines
        .filter_map(|line| line.split_once(':'))
        .filter(|(name, _)| matches!(*name, "transfer-encoding" | "content-length"))
        .collect();
    match framing[..] {
        [("content-length", length)] => Some(rest[..length.trim().parse::<usize>().ok()?].to_vec()),
        [("transfer-encoding", coding)] if coding.trim() == "chunked" => {
            let mut body = Vec::new();
            loop {
                let (line, behind) = split(&rest, b"\r\n")?;
                let line = String::from_utf8(line).ok()?;
                let size = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
                if size == 0 {
                    return Some(body);
                }
                body.extend(&behind[..size]);
                rest = behind[size + 2..].to_vec();
            }
        }
        _ => None,
    }
}
