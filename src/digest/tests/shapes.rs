//! What peers send as a challenge, and what is made of it.

use alloc::string::ToString;
use std::format;

use super::*;
use crate::finding::{Finding, FindingSet};

/// All challenges of some fields, one item after the other.
fn show(fields: &[&str]) -> Vec<String> {
    let items = Challenges::new(fields.iter().map(|field| field.as_bytes()));
    items.map(|item| item.map_or_else(|e| e.to_string(), show_challenge)).collect()
}

fn show_challenge(challenge: Challenge<'_>) -> String {
    let digest = match challenge {
        Challenge::Digest(digest) => digest,
        Challenge::Other { scheme } => return format!("other {}", scheme.escape_ascii()),
    };
    let value = |value: HeaderValue<'_>| value.to_vec().escape_ascii().to_string();
    let mut shown = format!("{}|{}", value(digest.realm), value(digest.nonce));
    let optional = [("opaque", digest.opaque), ("domain", digest.domain)];
    for (name, given) in optional {
        given.inspect(|given| shown += &format!(" {name}={}", value(*given)));
    }
    digest.algorithm.inspect(|algorithm| shown += &format!(" {algorithm}"));
    if let Some(qop) = digest.qop {
        qop.iter_names().for_each(|(name, _)| shown += &format!(" {name}"));
    }
    let flags = [("stale", digest.stale), ("userhash", digest.userhash), ("utf8", digest.utf8)];
    flags.iter().filter(|flag| flag.1).for_each(|flag| shown += &format!(" {}", flag.0));
    if digest.findings().contains(Finding::ChallengeCommaMissing) {
        shown += " comma missing";
    }
    shown
}

#[test]
fn shapes_that_are_read() {
    for (fields, expected) in [
        // As devices send it: releases 8.0 to 13, and 16.1.
        (&[r#"Digest realm="r", nonce="n",stale="false",qop="auth""#][..], &["r|n AUTH"][..]),
        (
            &[r#"Digest realm="r", nonce="n",stale="true",qop="auth-int, auth""#],
            &["r|n AUTH AUTH_INT stale"],
        ),
        // As RFC 7616 writes it.
        (
            &[
                r#"Digest realm="r", domain="/a /b", nonce="n", opaque="o", stale=true, algorithm=SHA-256, qop="auth,auth-int", charset=UTF-8, userhash=true"#,
            ],
            &["r|n opaque=o domain=/a /b SHA-256 AUTH AUTH_INT stale userhash utf8"],
        ),
        // Quoted and unquoted the other way round, in any case, with blanks anywhere.
        (
            &[
                "  DIGEST   NONCE=n\t,\t,REALM = r ,Stale\t=\t\"TRUE\",QOP=AUTH,aLGORITHM=\"md5-SESS\",UserHash=\"True\",charset=\"utf-8\"  ",
            ],
            &["r|n MD5-sess AUTH stale userhash utf8"],
        ),
        // No qop; empty realm; empty opaque; `=` in a nonce; unknown parameters, once and twice.
        (&["Digest realm=\"\",nonce=\"n\""], &["|n"]),
        (&[r#"Digest x=1, realm="r", X="2", nonce="a=b==", opaque="""#], &["r|a=b== opaque="]),
        // Escapes, also where none is needed.
        (&[r#"Digest realm="a\"b\\c\d", nonce="\n", qop="aut\h""#], &[r#"a\"b\\cd|n AUTH"#]),
        (&[r#"Digest realm="r", nonce="n", stale="tru\e", algorithm="M\D5""#], &["r|n MD5 stale"]),
        // Lists of qop: unknown items, blanks, empty items, no substring.
        (&[r#"Digest realm=r,nonce=n,qop=" ,auth-int ,, x""#], &["r|n AUTH_INT"]),
        (&[r#"Digest realm=r,nonce=n,qop="auth-conf,AUTH""#], &["r|n AUTH"]),
        (&[r#"Digest realm=r,nonce=n,qop="\ AU\TH\	\,x\,auth-int\ ""#], &["r|n AUTH AUTH_INT"]),
        (
            &[r#"Digest realm=r,nonce=n,qop="auth int, auth-intx,auth x ,auth-int""#],
            &["r|n AUTH_INT"],
        ),
        // Anything but true is false.
        (&[r#"Digest realm=r,nonce=n,stale=yes,userhash="",charset=ASCII"#], &["r|n"]),
        // Blanks alone between parameters.
        (&[r#"Digest realm="r" nonce="n"  stale="false"	qop="auth""#], &["r|n AUTH comma missing"]),
        (&[r#"Digest realm="r", nonce="n" qop="auth""#], &["r|n AUTH comma missing"]),
        // Bytes beyond ASCII are legal in quoted strings.
        (&["Digest realm=\"é\", nonce=n, x=\"\t\""], &[r"\xc3\xa9|n"]),
        // Several schemes and challenges, in one field or several.
        (
            &[
                r#"Negotiate, NTLM TlRMTVNTUAAC==,Basic realm="b, c=d" , Digest realm=r, nonce=1, Digest realm=r,nonce=2"#,
            ],
            &["other Negotiate", "other NTLM", "other Basic", "r|1", "r|2"],
        ),
        (
            &["Basic realm=b", "Digest realm=r,nonce=1", "", ",", "Digest realm=r,nonce=2, Bearer"],
            &["other Basic", "r|1", "r|2", "other Bearer"],
        ),
        (&[",, Digest ,, realm=r, ,nonce=n , ,"], &["r|n"]),
        (&["Foo a/b+c=, Digest realm=r, nonce=n"], &["other Foo", "r|n"]),
        (&["Foo   , Digest realm=r, nonce=n"], &["other Foo", "r|n"]),
        (&["Foo digest, Digest realm=r, nonce=n"], &["other Foo", "r|n"]),
        (&["Foo digest=\"Digest realm=r\", x=\"\\\"\""], &["other Foo"]),
        (&[], &[]),
        (&["", " ", "\t,"], &[]),
    ] {
        assert_eq!(show(fields), expected, "{fields:?}");
    }
}

#[test]
fn shapes_that_are_refused_say_where() {
    let at = |item: usize, problem: &'static str, offset: usize| {
        let field = "WWW-Authenticate";
        Error::new(ErrorKind::Header { field, problem }).at(offset).in_item(item).to_string()
    };
    for (fields, expected) in [
        // The challenge cannot be answered; those behind it can.
        (
            &["Digest realm=r, Digest realm=r,nonce=n"][..],
            &[at(0, "expected a nonce", 0), "r|n".into()][..],
        ),
        (&["x, Digest nonce=n"], &["other x".into(), at(0, "expected a realm", 3)]),
        (&["Digest"], &[at(0, "expected a realm", 0)]),
        (&["Digest Realm"], &[at(0, "expected a realm", 0)]),
        (&["Digest realm=r,nonce=\"\""], &[at(0, "an empty nonce", 22)]),
        (&["Digest realm=r,nonce=n,REALM=r"], &[at(0, "a parameter occurs twice", 23)]),
        (
            &["Digest realm=r,nonce=n,opaque=a,opaque=a,opaque=a"],
            &[at(0, "a parameter occurs twice", 32)],
        ),
        (&["Digest realm=r,nonce=n,algorithm=SHA-1"], &[at(0, "an unknown algorithm", 33)]),
        (&["Digest realm=r,nonce=n,algorithm=\"\""], &[at(0, "an unknown algorithm", 34)]),
        (&["Digest realm=r,nonce=n,qop=\"\""], &[at(0, "no known qop", 28)]),
        (&["Digest realm=r,nonce=n,qop=\"authint\""], &[at(0, "no known qop", 28)]),
        (
            &["x", "Digest realm=r,nonce=n,algorithm=MD5-sess"],
            &["other x".into(), at(1, "a session algorithm without qop", 0)],
        ),
        // The field cannot be read further; the next one can.
        (&["realm=r", "Digest realm=r,nonce=n"], &[at(0, "expected a scheme", 0), "r|n".into()]),
        (
            &["Digest,realm=r,nonce=n"],
            &[at(0, "expected a realm", 0), at(0, "expected a scheme", 7)],
        ),
        (&["Foo a==, realm=r"], &["other Foo".into(), at(0, "expected a scheme", 9)]),
        (&["Digest realm=\"r\"nonce=n"], &[at(0, "expected a comma", 16)]),
        (&["Digest realm=r,nonce=n Basic"], &[at(0, "expected an equals sign", 28)]),
        (&["Digest realm=r, nonce="], &[at(0, "expected a value", 22)]),
        (&["Digest realm=r, nonce=, x=y"], &[at(0, "expected a value", 22)]),
        (
            &["Digest realm=r, nonce=n="],
            &[at(0, "expected the name of a parameter or of a scheme", 23)],
        ),
        (
            &["Digest realm=Digest:7E"],
            &[at(0, "expected the name of a parameter or of a scheme", 19)],
        ),
        (&["Digest realm=r, nonce=\"n"], &[at(0, "a quoted string without end", 23)]),
        (&["Digest realm=r, nonce=\"n\\"], &[at(0, "a quoted string without end", 23)]),
        (&["Digest realm=r, nonce=\"n\\\""], &[at(0, "a quoted string without end", 23)]),
        (
            &["Digest realm=\"12345678\r\n\",nonce=n"],
            &[at(0, "a control character in a quoted string", 22)],
        ),
        (
            &["Digest realm=\"1\\\0\",nonce=n"],
            &[at(0, "a control character in a quoted string", 15)],
        ),
        (
            &["Digest realm=\"\x7f\",nonce=n"],
            &[at(0, "a control character in a quoted string", 14)],
        ),
        // What would go back (W-521).
        (&["Digest realm=\"a\tb\", nonce=n"], &[at(0, "a control character", 14)]),
        (&["Digest realm=r, nonce=\"\\\t\""], &[at(0, "a control character", 23)]),
        (&["Digest realm=r, nonce=n, opaque=\"\t\""], &[at(0, "a control character", 33)]),
        (&["Digest\trealm=r,nonce=n"], &[at(0, "expected a blank behind the scheme", 6)]),
        (&["Digest \trealm=r,nonce=n"], &[at(0, "expected a comma", 8)]),
        (&["Digest\"x\""], &[at(0, "expected a blank behind the scheme", 6)]),
        (&["Digest r\u{e9}alm=r"], &[at(0, "expected an equals sign", 8)]),
        (&["\u{e9}"], &[at(0, "expected the name of a parameter or of a scheme", 0)]),
    ] {
        assert_eq!(show(fields), expected, "{fields:?}");
    }
}

#[test]
fn fields_have_a_length_limit() {
    let longest = format!("Digest realm=r,nonce={}", "n".repeat(16 * 1024 - 21));
    assert!(challenge(longest.as_bytes()).is_ok());
    let longer = longest + "n";
    let mut challenges = Challenges::new([longer.as_bytes(), b"Digest realm=r,nonce=n"]);
    let kind = ErrorKind::InputTooLarge { length: 16_385, limit: 16_384 };
    assert_eq!(challenges.next(), Some(Err(Error::new(kind).in_item(0))));
    assert!(challenges.next().unwrap().is_ok() && challenges.next().is_none());
}

/// Order × quoting × blanks × case: what the device means stays the same.
#[test]
fn permutations_of_the_device_challenge() {
    let plain = format!("Digest realm=\"{REALM}\", nonce=\"{NONCE}\",stale=\"false\",qop=\"auth\"");
    let expected = challenge(plain.as_bytes()).unwrap();
    assert_eq!(expected.findings(), FindingSet::EMPTY);
    let mut count = 0;
    for order in permutations(4) {
        for quoted in 0..4 {
            for separator in [", ", ",", " , ", ",\t", ",,", " ,", " "] {
                for case in [str::to_lowercase, str::to_uppercase, |name: &str| name.to_string()] {
                    let token = |bit: u8, value: &str| match quoted >> bit & 1 {
                        0 => format!("\"{value}\""),
                        _ => value.to_string(),
                    };
                    let params = [
                        format!("{}=\"{REALM}\"", case("Realm")),
                        format!("{}=\"{NONCE}\"", case("nOnce")),
                        format!("{}={}", case("Stale"), token(0, &case("False"))),
                        format!("{}={}", case("qOp"), token(1, &case("Auth"))),
                    ];
                    let params: Vec<_> = order.iter().map(|at| params[*at].as_str()).collect();
                    let field = format!("{} {}", case("Digest"), params.join(separator));
                    let read = challenge(field.as_bytes()).unwrap();
                    assert_eq!(read.comma_missing, separator == " ", "{field}");
                    assert_eq!(DigestChallenge { comma_missing: false, ..read }, expected);
                    count += 1;
                }
            }
        }
    }
    assert_eq!(count, 24 * 4 * 7 * 3);
}

fn permutations(length: usize) -> Vec<Vec<usize>> {
    if length == 0 {
        return alloc::vec![Vec::new()];
    }
    let shorter = permutations(length - 1);
    let insert = |at: usize, order: &Vec<usize>| {
        let mut order = order.clone();
        order.insert(at, length - 1);
        order
    };
    (0..length).flat_map(|at| shorter.iter().map(move |order| insert(at, order))).collect()
}

#[test]
fn realms_that_are_no_device() {
    for (realm, expected) in [
        (REALM, false),
        ("Digest:7e0b0c71b3c5d7b0b0f6f5ae1b6c5d4e", false),
        ("Digest:7E0B0C71B3C5D7B0B0F6F5AE1B6C5D4", true),
        ("Digest:7E0B0C71B3C5D7B0B0F6F5AE1B6C5D4E0", true),
        ("Digest:7E0B0C71B3C5D7B0B0F6F5AE1B6C5D4G", true),
        ("digest:7E0B0C71B3C5D7B0B0F6F5AE1B6C5D4E", true),
        ("", true),
    ] {
        let field = format!("Digest realm=\"{realm}\", nonce=n");
        let findings = challenge(field.as_bytes()).unwrap().findings();
        assert_eq!(findings.contains(Finding::RealmUnexpected), expected, "{realm}");
    }
}

#[test]
fn the_strongest_wanted_challenge_is_chosen() {
    let field = |algorithm: &str, qop: &str| {
        format!("Digest realm=r, nonce=\"{algorithm} {qop}\", algorithm={algorithm}, qop=\"{qop}\"")
    };
    let all: Vec<_> =
        ["MD5-sess", "MD5", "SHA-256-sess", "SHA-256", "SHA-512-256-sess", "SHA-512-256"]
            .iter()
            .map(|algorithm| field(algorithm, "auth"))
            .collect();
    // From the end of the list the strongest is left out, one after the other.
    for count in 1..=all.len() {
        let fields = all[..count].iter().map(|field| field.as_bytes());
        let choice = DigestPolicy::default().choose(fields).unwrap();
        assert_eq!(choice.challenge, challenge(all[count - 1].as_bytes()).unwrap());
    }
    let first = ["Digest realm=r,nonce=1", "Digest realm=r,nonce=2,algorithm=MD5"];
    let choice = DigestPolicy::default().choose(first.map(str::as_bytes)).unwrap();
    assert!(choice.challenge.nonce.is(b"1") && choice.qop.is_none());
}

#[test]
fn quality_by_policy() {
    let strict = DigestPolicy { qops: &[Qop::Auth], without_qop: false, ..DigestPolicy::TLS };
    for (policy, qop, expected) in [
        (DigestPolicy::TLS, "qop=auth", Some(Some(Qop::Auth))),
        (DigestPolicy::TLS, "qop=\"auth-int, auth\"", Some(Some(Qop::Auth))),
        (DigestPolicy::TLS, "qop=auth-int", Some(Some(Qop::AuthInt))),
        (DigestPolicy::TLS, "x=y", Some(None)),
        (DigestPolicy::TCP, "qop=\"auth,auth-int\"", Some(Some(Qop::AuthInt))),
        (DigestPolicy::TCP, "qop=auth", Some(Some(Qop::Auth))),
        (strict, "qop=auth-int", None),
        (strict, "x=y", None),
    ] {
        let field = format!("Digest realm=r, nonce=n, {qop}");
        let choice = policy.choose([field.as_bytes()]);
        match expected {
            Some(expected) => assert_eq!(choice.unwrap().qop, expected, "{qop}"),
            None => assert_eq!(choice, Err(Error::new(ErrorKind::DigestPolicy))),
        }
    }
}

#[test]
fn what_keeps_an_answer_from_being_answered() {
    let malformed = ErrorKind::Header { field: "WWW-Authenticate", problem: "expected a nonce" };
    for (fields, expected) in [
        (&[][..], Error::new(ErrorKind::AuthScheme)),
        (&["Basic realm=x, Negotiate"], Error::new(ErrorKind::AuthScheme)),
        (&["Basic realm=x", "Digest realm=x"], Error::new(malformed).at(0).in_item(1)),
        (&["Digest realm=x", "Digest realm=x,nonce="], Error::new(malformed).at(0).in_item(0)),
    ] {
        let choice = DigestPolicy::default().choose(fields.iter().map(|field| field.as_bytes()));
        assert_eq!(choice, Err(expected), "{fields:?}");
    }
    // One that can be answered is, whatever stands before and behind it.
    let fields = ["Digest realm=x", "Digest realm=r,nonce=n", "Digest \"", "Digest realm=y,nonce="];
    let choice = DigestPolicy::default().choose(fields.map(str::as_bytes)).unwrap();
    assert!(choice.challenge.nonce.is(b"n"));
}
