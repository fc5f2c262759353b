//! A second parser: written from the grammar without regard to speed, to be compared with ours.
//!
//! It goes about it the other way round: cuts the field at the commas outside of quotes, then asks
//! of each piece what it can be.
//!
//! ```text
//! challenge   = auth-scheme [ 1*SP ( token68 / #auth-param ) ]          RFC 9110, 11.3
//! auth-param  = token BWS "=" BWS ( token / quoted-string )             11.2
//! token68     = 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="
//! #element    => [ element ] *( OWS "," OWS [ element ] )               5.6.1.2
//! ```

use alloc::string::ToString;
use proptest::prelude::*;

use super::*;

/// Name, whether blanks follow, and parameters of a challenge.
#[derive(Debug, PartialEq)]
struct Plain {
    scheme: String,
    params: Vec<(String, Vec<u8>)>,
    comma_missing: bool,
}

/// All challenges of a field; `None` if it leaves the grammar anywhere.
fn parse(field: &[u8]) -> Option<Vec<Plain>> {
    let mut challenges: Vec<Plain> = Vec::new();
    let mut open = false; // may parameters follow?
    for piece in pieces(field) {
        let trimmed = trim(piece);
        if trimmed.is_empty() {
            continue;
        }
        if let Some(params) = params(trimmed) {
            let challenge = challenges.last_mut().filter(|_| open)?;
            challenge.comma_missing |= params.len() > 1;
            challenge.params.extend(params);
            continue;
        }
        let behind = trim_start(piece);
        let length = behind.iter().take_while(|b| is_tchar(**b)).count();
        let (scheme, behind) = behind.split_at(length);
        let spaces = behind.iter().take_while(|b| **b == b' ').count();
        let content = trim(behind);
        let first = &behind[spaces..];
        let mut challenge = Plain {
            scheme: core::str::from_utf8(scheme).ok().filter(|s| !s.is_empty())?.to_string(),
            params: Vec::new(),
            comma_missing: false,
        };
        open = spaces > 0;
        if content.is_empty() {
        } else if spaces == 0 || first.starts_with(b"\t") {
            return None;
        } else if is_token68(content) {
            open = false;
        } else {
            challenge.params = params(content)?;
            challenge.comma_missing = challenge.params.len() > 1;
        }
        challenges.push(challenge);
    }
    Some(challenges)
}

/// Cuts at commas outside of quotes.
fn pieces(field: &[u8]) -> Vec<&[u8]> {
    let (mut quoted, mut escaped) = (false, false);
    field
        .split(|byte| {
            let comma = *byte == b',' && !quoted;
            if escaped {
                escaped = false;
            } else if *byte == b'"' {
                quoted = !quoted;
            } else if *byte == b'\\' && quoted {
                escaped = true;
            }
            comma
        })
        .collect()
}

/// One parameter, or several with blanks between.
fn params(mut piece: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    let mut params = Vec::new();
    loop {
        let (param, rest) = param(piece)?;
        params.push(param);
        if rest.is_empty() {
            return Some(params);
        }
        piece = trim_start(rest);
        if piece.len() == rest.len() {
            return None;
        }
    }
}

type Param = (String, Vec<u8>);

fn param(piece: &[u8]) -> Option<(Param, &[u8])> {
    let length = piece.iter().take_while(|b| is_tchar(**b)).count();
    let (name, rest) = piece.split_at(length);
    let rest = trim_start(trim_start(rest).strip_prefix(b"=")?);
    let (value, rest) = match rest.strip_prefix(b"\"") {
        Some(rest) => quoted_string(rest)?,
        None => {
            let length = rest.iter().take_while(|b| is_tchar(**b)).count();
            (rest[..length].to_vec(), &rest[length..])
        }
    };
    if name.is_empty() || value.is_empty() && !piece.contains(&b'"') {
        return None;
    }
    Some(((core::str::from_utf8(name).unwrap().to_lowercase(), value), rest))
}

fn quoted_string(mut rest: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let mut value = Vec::new();
    loop {
        let (&first, behind) = rest.split_first()?;
        rest = behind;
        let byte = match first {
            b'"' => return Some((value, rest)),
            b'\\' => {
                let (&escaped, behind) = rest.split_first()?;
                rest = behind;
                escaped
            }
            byte => byte,
        };
        if byte < b' ' && byte != b'\t' || byte == 0x7f {
            return None;
        }
        value.push(byte);
    }
}

fn is_token68(text: &[u8]) -> bool {
    let text = core::str::from_utf8(text).unwrap_or("\"").trim_end_matches('=');
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "-._~+/".contains(c))
}

fn is_tchar(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

fn trim_start(text: &[u8]) -> &[u8] {
    let blanks = text.iter().take_while(|b| matches!(**b, b' ' | b'\t')).count();
    &text[blanks..]
}

fn trim(text: &[u8]) -> &[u8] {
    let text = trim_start(text);
    let blanks = text.iter().rev().take_while(|b| matches!(**b, b' ' | b'\t')).count();
    &text[..text.len() - blanks]
}

/// What a Digest challenge means; `None` if it cannot be answered.
fn meaning(plain: &Plain) -> Option<impl PartialEq + core::fmt::Debug + use<>> {
    let get = |name: &str| {
        let mut all = plain.params.iter().filter(|param| param.0 == name).map(|param| &param.1);
        let value = all.next();
        (value.cloned(), all.next().is_some())
    };
    let names =
        ["realm", "nonce", "opaque", "stale", "algorithm", "qop", "charset", "userhash", "domain"];
    if names.iter().any(|name| get(name).1) {
        return None;
    }
    let [realm, nonce, opaque, stale, algorithm, qop, charset, userhash, domain] =
        names.map(|name| get(name).0);
    let lower = |value: Option<Vec<u8>>| value.map(|v| String::from_utf8_lossy(&v).to_lowercase());
    let algorithm = match lower(algorithm) {
        Some(name) => Some(
            ["md5", "md5-sess", "sha-256", "sha-256-sess", "sha-512-256", "sha-512-256-sess"]
                .into_iter()
                .find(|known| *known == name)?,
        ),
        None => None,
    };
    let qop = match lower(qop) {
        Some(list) => {
            let has = |qop: &str| list.split(',').any(|item| item.trim() == qop);
            let both = (has("auth"), has("auth-int"));
            (both.0 || both.1).then_some(Some(both))?
        }
        None => None,
    };
    if qop.is_none() && algorithm.is_some_and(|algorithm| algorithm.ends_with("-sess")) {
        return None;
    }
    let is = |value: Option<Vec<u8>>, word: &str| lower(value).is_some_and(|v| v == word);
    let flags = [is(stale, "true"), is(userhash, "true"), is(charset, "utf-8")];
    let nonce = nonce.filter(|nonce| !nonce.is_empty())?;
    let back = [realm.as_ref(), Some(&nonce), opaque.as_ref()];
    if back.into_iter().flatten().any(|value| value.contains(&b'\t')) {
        return None;
    }
    Some((realm?, nonce, opaque, algorithm, qop, domain, flags, plain.comma_missing))
}

/// The same of what we read.
fn ours(digest: &DigestChallenge<'_>) -> impl PartialEq + core::fmt::Debug + use<> {
    let qop = digest.qop.map(|q| (q.contains(QopSet::AUTH), q.contains(QopSet::AUTH_INT)));
    (
        digest.realm.to_vec(),
        digest.nonce.to_vec(),
        digest.opaque.map(|value| value.to_vec()),
        digest.algorithm.map(|algorithm| match algorithm.name() {
            "MD5" => "md5",
            "MD5-sess" => "md5-sess",
            "SHA-256" => "sha-256",
            "SHA-256-sess" => "sha-256-sess",
            "SHA-512-256" => "sha-512-256",
            _ => "sha-512-256-sess",
        }),
        qop,
        digest.domain.map(|value| value.to_vec()),
        [digest.stale, digest.userhash, digest.utf8],
        digest.comma_missing,
    )
}

/// An error of the field, behind which nothing can be read, rather than of one challenge.
fn is_of_grammar(error: &Error) -> bool {
    let ErrorKind::Header { problem, .. } = error.kind() else { return false };
    ![
        "expected a realm",
        "a control character",
        "expected a nonce",
        "an empty nonce",
        "a parameter occurs twice",
        "an unknown algorithm",
        "no known qop",
        "a session algorithm without qop",
    ]
    .contains(&problem)
}

fn compare(field: &[u8]) {
    let shown = field.escape_ascii();
    let items: Vec<_> = Challenges::new([field]).collect();
    let broken = items.iter().position(|item| item.as_ref().is_err_and(is_of_grammar));
    let Some(expected) = parse(field) else {
        assert_eq!(broken, items.len().checked_sub(1), "{shown}");
        return;
    };
    assert_eq!(broken, None, "{shown}: {items:?}");
    assert_eq!(items.len(), expected.len(), "{shown}");
    for (item, plain) in items.iter().zip(&expected) {
        match item {
            Ok(Challenge::Other { scheme }) => assert_eq!(*scheme, plain.scheme.as_bytes()),
            Ok(Challenge::Digest(digest)) => {
                assert!(plain.scheme.eq_ignore_ascii_case("digest"));
                let (ours, theirs) = (ours(digest), meaning(plain));
                let (ours, theirs) = (std::format!("{ours:?}"), std::format!("{theirs:?}"));
                assert_eq!(std::format!("Some({ours})"), theirs, "{shown}");
            }
            Err(error) => {
                assert!(plain.scheme.eq_ignore_ascii_case("digest"), "{shown}");
                assert!(meaning(plain).is_none(), "{shown}: {error}");
            }
        }
    }
}

/// Pieces of which challenges are made, and some that do not belong there.
const PIECES: &[&str] = &[
    "Digest ",
    "digest ",
    "Digest",
    "Basic ",
    "Negotiate",
    "realm",
    "nonce",
    "qop",
    "stale",
    "opaque",
    "algorithm",
    "userhash",
    "charset",
    "x",
    "=",
    "=\"",
    "\"",
    "\\",
    "\\\"",
    ",",
    ", ",
    " ",
    "\t",
    "a/b==",
    "true",
    "auth",
    "auth-int",
    "MD5",
    "sha-256-sess",
    "\u{e9}",
    "\r\n",
    "\x7f",
    "realm=r",
    "realm=\"a, b\"",
    ", nonce=n",
    ",nonce=\"=\"",
    ",qop=\"auth-int, auth\"",
    " qop=auth",
    ",algorithm=MD5",
    ",stale=\"true\"",
    "opaque=\"\\\"\"",
    "charset = \"UTF-8\"",
    ",algorithm=MD5-sess",
    "Digest realm=r,nonce=n",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 4096, ..ProptestConfig::default() })]

    #[test]
    fn both_parsers_agree(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..16)) {
        compare(pieces.concat().as_bytes());
    }

    /// A field that can be read, with one byte changed.
    #[test]
    fn both_parsers_agree_on_damage(at in 0..150_usize, byte: u8) {
        let mut field = std::format!(
            "Basic realm=\"b\", Digest realm=\"{REALM}\", nonce=\"{NONCE}\",stale=\"false\",qop=\"auth\", Foo a=="
        )
        .into_bytes();
        if let Some(slot) = field.get_mut(at) {
            *slot = byte;
        }
        compare(&field);
    }

    #[test]
    fn both_parsers_agree_on_noise(field in prop::collection::vec(any::<u8>(), 0..64)) {
        compare(&field);
    }
}

/// Cut anywhere, a field is read or refused, and both parsers agree.
#[test]
fn both_parsers_agree_on_every_prefix() {
    let field = std::format!(
        "Digest realm=\"{REALM}\", nonce=\"a\\\"b\",stale=\"true\" qop=\"auth-int, auth\", NTLM ab==, \
         Digest realm=r, nonce = n, opaque=\"\", algorithm=SHA-256, userhash=true"
    );
    for length in 0..=field.len() {
        compare(&field.as_bytes()[..length]);
    }
}
