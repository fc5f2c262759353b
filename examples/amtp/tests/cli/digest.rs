//! Answers to challenges of HTTP Digest.

use serde_json::{Value, json};

use super::run::{amtp, amtp_reading, assert_unreadable, assert_usage, file, json};

/// The challenges of RFC 7616, 3.9.1.
const SHA256: &str = "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", \
    algorithm=SHA-256, nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", \
    opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";
const MD5: &str = "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", \
    algorithm=MD5, nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", \
    opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";
const SHA256_RESPONSE: &str = "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1";
const MD5_RESPONSE: &str = "8ca523f5e9506fed4657c9700eebdbec";

/// What a device sends.
const DEVICE: &str = "Digest realm=\"Digest:7E0B0C71B3C5D7B0B0F6F5AE1B6C5D4E\", \
    nonce=\"+AFLMQAAAAAAAAAA5YFbYPVHjvs4WN7z\",stale=\"false\",qop=\"auth-int, auth\"";

/// The request of the RFC; `name` is that of the file of the password.
fn request<'a>(password_file: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let request = ["digest", "--method", "GET", "--uri", "/dir/index.html", "--user", "Mufasa"];
    [&request[..], &["--password-file", password_file], more].concat()
}

const CNONCE: [&str; 2] = ["--cnonce-text", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"];

fn password(name: &str) -> String {
    file(name, "Circle of Life\n")
}

/// The value of a parameter, without its quotes.
fn parameter<'a>(authorization: &'a str, name: &str) -> Option<&'a str> {
    let mut words = authorization.strip_prefix("Digest ")?.trim_end().split(", ");
    let value = words.find_map(|word| word.strip_prefix(name)?.strip_prefix('='))?;
    Some(value.trim_matches('"'))
}

fn findings(answer: &Value) -> Vec<&str> {
    let findings = answer["findings"].as_array().unwrap().iter();
    findings.map(|finding| finding["finding"].as_str().unwrap()).collect()
}

#[test]
fn the_examples_of_the_rfc() {
    let password = password("digest-rfc");
    let named = format!("www-authenticate: {SHA256}\r\n");
    for (more, response, algorithm) in [
        (&["--challenge", MD5][..], MD5_RESPONSE, "MD5"),
        (&["--challenge", SHA256], SHA256_RESPONSE, "SHA-256"),
        (&["--challenge", &named], SHA256_RESPONSE, "SHA-256"),
        // Both are offered: the stronger one, whatever the order, unless another is asked for.
        (&["--challenge", SHA256, "--challenge", MD5], SHA256_RESPONSE, "SHA-256"),
        (&["--challenge", MD5, "--challenge", SHA256], SHA256_RESPONSE, "SHA-256"),
        (&["--challenge", SHA256, "--challenge", MD5, "--algorithm", "md5"], MD5_RESPONSE, "MD5"),
        (&["--challenge", MD5, "--qop", "auth", "--nc", "1"], MD5_RESPONSE, "MD5"),
    ] {
        let arguments = request(&password, &[&CNONCE[..], more].concat());
        let ran = amtp(&arguments);
        assert_eq!(ran.code, 0, "{more:?}: {}", ran.err);
        let [value] = ran.out.lines().collect::<Vec<_>>()[..] else { panic!("{}", ran.out) };
        for (name, expected) in [
            ("username", "Mufasa"),
            ("realm", "http-auth@example.org"),
            ("nonce", "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"),
            ("uri", "/dir/index.html"),
            ("response", response),
            ("algorithm", algorithm),
            ("opaque", "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"),
            ("qop", "auth"),
            ("nc", "00000001"),
            ("cnonce", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"),
        ] {
            assert_eq!(parameter(value, name), Some(expected), "{more:?}");
        }
        // The realm is not that of a device.
        let note = "amtp: the challenge\n  REALM_UNEXPECTED: The realm is not";
        assert!(ran.err.starts_with(note), "{}", ran.err);
        assert!(ran.err.contains("\n  fix     Check that the address is that of an AMT device.\n"));
        let (_, answer) = json("digest", &arguments);
        assert_eq!(answer["authorization"], value);
        assert_eq!((&answer["algorithm"], &answer["qop"]), (&json!(algorithm), &json!("auth")),);
        assert_eq!(findings(&answer), ["REALM_UNEXPECTED"]);
    }
}

/// Expected values by Python's `hashlib`, from the formulas of RFC 7616 (3.4) and RFC 2069 (2.1.2).
#[test]
fn counts_bodies_and_the_form_without_qop() {
    let (password, body) = (password("digest-more"), file("digest-body", "<Envelope/>"));
    let old = "Digest realm=\"r\", nonce=\"n\"";
    for (more, nc, qop, response) in [
        (
            &["--challenge", MD5, "--nc", "10"][..],
            Some("0000000a"),
            Some("auth"),
            "c6c7fe4805f94693cf246790d3b2afe2",
        ),
        (
            &["--challenge", MD5, "--qop", "auth-int", "--body", &body],
            Some("00000001"),
            Some("auth-int"),
            "030466e14792e752f3b0542ab98fe9a3",
        ),
        (
            &["--challenge", MD5, "--qop", "auth-int"],
            Some("00000001"),
            Some("auth-int"),
            "8804a53d3640a40a4f73cea12c5ba451",
        ),
        (&["--challenge", old], None, None, "0bab5c24c08a1ef94a6cc3d446ce558a"),
    ] {
        let (code, answer) = json("digest", &request(&password, &[&CNONCE[..], more].concat()));
        let value = answer["authorization"].as_str().unwrap();
        assert_eq!((code, answer["qop"].as_str()), (0, qop), "{more:?}");
        assert_eq!((parameter(value, "nc"), parameter(value, "qop")), (nc, qop), "{more:?}");
        assert_eq!(parameter(value, "response"), Some(response), "{more:?}");
    }
    let body = "<Envelope/>".as_bytes();
    let arguments = request(&password, &["--challenge", MD5, "--qop", "auth-int", "--body", "-"]);
    let ran = amtp_reading(&[&arguments[..], &CNONCE].concat(), body);
    assert_eq!(parameter(&ran.out, "response"), Some("030466e14792e752f3b0542ab98fe9a3"));
}

#[test]
fn a_device_is_answered_with_a_new_client_nonce_each_time() {
    let password = password("digest-device");
    let cnonce = || {
        let ran = amtp(&request(&password, &["--challenge", DEVICE]));
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        let cnonce = parameter(&ran.out, "cnonce").unwrap().to_owned();
        assert!(cnonce.len() == 32 && cnonce.bytes().all(|b| b.is_ascii_hexdigit()), "{cnonce}");
        cnonce
    };
    assert_ne!(cnonce(), cnonce());
    let (_, answer) = json("digest", &request(&password, &["--challenge", DEVICE]));
    assert_eq!(answer["realm"], "Digest:7E0B0C71B3C5D7B0B0F6F5AE1B6C5D4E");
    assert_eq!((&answer["stale"], &answer["algorithm"]), (&json!(false), &json!("MD5")));
    assert_eq!(findings(&answer), [""; 0]);
    let stale = DEVICE.replace("\"false\"", "\"true\"");
    let (_, answer) = json("digest", &request(&password, &["--challenge", &stale]));
    assert_eq!(answer["stale"], true);
}

#[test]
fn one_line_end_is_not_part_of_the_password() {
    for (name, content, same) in [
        ("digest-password", "Circle of Life", true),
        ("digest-password-lf", "Circle of Life\n", true),
        ("digest-password-crlf", "Circle of Life\r\n", true),
        ("digest-password-two", "Circle of Life\n\n", false),
        ("digest-password-blank", "Circle of Life ", false),
    ] {
        let arguments = [&["--challenge", MD5][..], &CNONCE].concat();
        let ran = amtp(&request(&file(name, content), &arguments));
        assert_eq!(parameter(&ran.out, "response") == Some(MD5_RESPONSE), same, "{name}");
        assert!(!ran.out.contains("Circle") && !ran.err.contains("Circle"), "{name}");
    }
}

#[test]
fn a_challenge_that_cannot_be_read_says_which_and_where() {
    let password = password("digest-unreadable");
    for (challenges, message) in [
        // Offsets count what was given, the name of the field included.
        (
            &["Digest realm=\"x\", nonce="][..],
            "--challenge 1: damaged WWW-Authenticate: expected a value (at byte 24)",
        ),
        (
            &["WWW-Authenticate: Digest realm=\"x\", nonce="],
            "--challenge 1: damaged WWW-Authenticate: expected a value (at byte 42)",
        ),
        (
            &["Negotiate", "Digest nonce=\"n\""],
            "--challenge 2: damaged WWW-Authenticate: expected a realm (at byte 0)",
        ),
        (
            &["WWW-Authenticate:Digest realm=\"r\""],
            "--challenge 1: damaged WWW-Authenticate: expected a nonce (at byte 17)",
        ),
        (&["Digest realm=\"r\", nonce=\"n\", algorithm=SHA3"], "an unknown algorithm (at byte "),
        (&["Negotiate, Basic realm=\"x\""], "no authentication scheme but Digest is supported"),
        (&[""], "no authentication scheme but Digest is supported"),
    ] {
        let challenges = challenges.iter().flat_map(|text| ["--challenge", text]);
        let challenges: Vec<&str> = challenges.collect();
        assert_unreadable(&request(&password, &challenges), message);
    }
    // Nothing that was asked for is offered.
    let policy = "no challenge offers an algorithm and a qop";
    assert_unreadable(&request(&password, &["--challenge", MD5, "--algorithm", "SHA-256"]), policy);
    let old = "Digest realm=\"r\", nonce=\"n\"";
    assert_unreadable(&request(&password, &["--challenge", old, "--qop", "auth"]), policy);
}

#[test]
fn others_are_passed_over_and_told() {
    let password = password("digest-others");
    let challenges = ["--challenge", "Basic realm=\"x\"", "--challenge", "Digest realm=\"x\""];
    let more = [&challenges[..], &["--challenge", MD5], &CNONCE].concat();
    let ran = amtp(&request(&password, &more));
    assert_eq!(parameter(&ran.out, "response"), Some(MD5_RESPONSE));
    let error = "--challenge 2: damaged WWW-Authenticate: expected a nonce (at byte 0)";
    assert!(ran.err.starts_with(&format!("amtp: passed over: {error}\n")), "{}", ran.err);
    let (_, answer) = json("digest", &request(&password, &more));
    assert_eq!(answer["passed_over"], json!([error]));
    // A missing comma is a note.
    let blanks = DEVICE.replace(",stale", " stale");
    let ran = amtp(&request(&password, &["--challenge", &blanks]));
    assert!(ran.err.contains("  CHALLENGE_COMMA_MISSING: "), "{}", ran.err);
}

#[test]
fn values_that_cannot_be_sent_are_refused() {
    let password = password("digest-refused");
    for (flags, message) in [
        (&["--cnonce-text", "a\nb"][..], "the client nonce cannot be sent: a control character"),
        (&["--cnonce-text", &"x".repeat(65)], "longer than 64 characters"),
        (&["--nc", "0"], "0 is not in 1..=4294967295"),
        (&["--nc", "0x10"], "invalid digit"),
        (&["--nc", "4294967296"], "is not in 1..=4294967295"),
        (&["--qop", "none"], "possible values: auth, auth-int"),
        (&["--algorithm", "SHA-1"], "possible values: SHA-512-256, SHA-512-256-sess, SHA-256"),
    ] {
        assert_usage(&request(&password, &[&["--challenge", MD5], flags].concat()), message);
    }
    let with = |name: &str, value: &str| {
        let mut arguments = request(&password, &["--challenge", MD5]);
        let at = arguments.iter().position(|word| *word == name).unwrap();
        arguments.remove(at + 1);
        let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
        let mut arguments = arguments;
        arguments.insert(at + 1, value.to_owned());
        let ran = amtp(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!((ran.code, ran.out.as_str()), (64, ""), "{name}");
        ran.err
    };
    assert!(with("--method", "GET /").contains("the method cannot be sent: no token"));
    assert!(with("--uri", "/a\r\nX: y").contains("the uri cannot be sent"));
    assert!(with("--user", "a\u{7}").contains("the user name cannot be sent"));
    // The greatest count goes out.
    let last = request(&password, &["--challenge", MD5, "--nc", "4294967295"]);
    assert_eq!(parameter(&amtp(&last).out, "nc"), Some("ffffffff"));
}

#[test]
fn files_that_cannot_be_read() {
    let password = password("digest-files");
    let challenge = ["--challenge", MD5];
    assert_unreadable(&request("no-such-password", &challenge), "no-such-password: No such file");
    let body = [&challenge[..], &["--body", "no-such-body"]].concat();
    assert_unreadable(&request(&password, &body), "no-such-body: No such file");
    let both = [&challenge[..], &["--body", "-"]].concat();
    assert_usage(&request("-", &both), "standard input can be read only once");
    assert_usage(&request(&password, &[]), "--challenge <TEXT>");
}
