//! The time, the policy, and the key held.

use base64ct::{Base64, Encoding};
use serde_json::json;

use super::run::{CHAIN, assert_unreadable, file, findings, preflight, report, rule, sample};

fn at<'a>(time: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let mut arguments = preflight(CHAIN, more);
    let place = arguments.iter().position(|argument| *argument == "--at").unwrap();
    arguments[place + 1] = time;
    arguments
}

#[test]
fn the_time_decides_about_validity() {
    for (time, shown, headline) in [
        ("2026-11-21T13:00:00+01:00", "2026-11-21T12:00:00Z", None),
        ("1795262400", "2026-11-21T12:00:00Z", None),
        ("2025-12-31T23:59:59Z", "2025-12-31T23:59:59Z", Some("NOT_YET_VALID")),
        ("-1", "1969-12-31T23:59:59Z", Some("NOT_YET_VALID")),
        ("2126-01-01T00:00:00Z", "2126-01-01T00:00:00Z", Some("EXPIRED")),
    ] {
        let (_, report) = report(&at(time, &[]));
        assert_eq!(report["now"], shown);
        assert_eq!(report["headline"], json!(headline), "{time}");
    }
}

#[test]
fn an_expired_certificate_rejects_or_warns() {
    let late = "2126-01-01T00:00:00Z";
    let (code, rejected) = report(&at(late, &["--expiry", "reject"]));
    assert_eq!((code, &rejected["headline"]), (1, &json!("EXPIRED")));
    let (code, warned) = report(&at(late, &["--expiry", "warn"]));
    assert_eq!((code, &warned["headline"]), (0, &json!(null)));
    let rule = rule(&warned, "R-701");
    assert_eq!(rule["policy_effect"], json!({"switch": "expired", "original": "fail"}));
    assert_eq!(warned["policy"]["expired"], "warn");
    // A certificate that is not valid yet is another matter.
    assert_eq!(report(&at("2025-01-01T00:00:00Z", &["--expiry", "warn"])).0, 1);
}

#[test]
fn the_horizon_announces_an_expiry() {
    let month_before = "2125-12-01T00:00:00Z"; // 30 days and 23:59:59 left
    for (flags, announced) in [
        (&[][..], true),
        (&["--expiry-horizon", "30"], true),
        (&["--expiry-horizon", "29"], false),
        (&["--expiry-horizon", "0"], false),
    ] {
        let (code, report) = report(&at(month_before, flags));
        assert_eq!(code, 0);
        assert_eq!(findings(&report).contains(&"EXPIRES_SOON"), announced, "{flags:?}");
    }
}

#[test]
fn every_switch_of_the_policy_can_be_set() {
    let (_, defaults) = report(&preflight(CHAIN, &[]));
    let defaults = defaults["policy"].as_object().unwrap();
    let mut settings = Vec::new();
    for (name, default) in defaults {
        let other = match (name.as_str(), default) {
            (_, serde_json::Value::Bool(default)) => json!(!default),
            ("registry_labels" | "max_chain" | "expiry_horizon_days", _) => json!(7),
            ("suffix_precedence", _) => json!("both"),
            ("wildcard" | "trim_names", _) => json!("reject"),
            ("san", _) => json!("cn_only"),
            ("multiple_cn", _) => json!("any"),
            ("suffix_reading", _) => json!("narrow"),
            ("time", _) => json!("ignore"),
            (_, serde_json::Value::String(word)) if word == "reject" => json!("warn"),
            (_, serde_json::Value::String(word)) if word == "warn" => json!("reject"),
            _ => panic!("{name} {default}"),
        };
        assert_ne!(&other, default, "{name}");
        settings.push((name, other));
    }
    assert_eq!(settings.len(), 22);
    let text = |value: &serde_json::Value| value.as_str().map_or(value.to_string(), str::to_owned);
    let flags: Vec<String> =
        settings.iter().map(|(name, value)| format!("--policy={name}={}", text(value))).collect();
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    let (_, changed) = report(&preflight(CHAIN, &flags));
    for (name, value) in settings {
        assert_eq!(changed["policy"][name], value, "{name}");
    }
}

#[test]
fn a_switch_changes_the_outcome_and_says_so() {
    let (code, report) = report(&preflight(CHAIN, &["--policy", "max_chain=2"]));
    assert_eq!(code, 1);
    let effect = json!({"switch": "max_chain", "original": "pass"});
    assert_eq!(rule(&report, "R-409")["policy_effect"], effect);
}

fn der(pem: &[u8]) -> Vec<u8> {
    let text = core::str::from_utf8(pem).unwrap();
    let body: String = text.lines().filter(|line| !line.starts_with('-')).collect();
    Base64::decode_vec(&body).unwrap()
}

#[test]
fn the_public_key_held_is_compared() {
    let pem = sample("provisioning-key.pub");
    let der_key = file("held.der", der(&pem));
    let windows = String::from_utf8(pem).unwrap().replace('\n', "\r\n");
    let windows = file("held-crlf.pem", format!("Bag Attributes: none\r\n{windows}"));
    for key in ["provisioning-key.pub", &der_key, &windows] {
        let (code, report) = report(&preflight(CHAIN, &["--key-spki", key]));
        assert_eq!(code, 0, "{key}");
        assert_eq!(rule(&report, "R-110")["outcome"], "pass", "{key}");
    }
    let (code, report) = report(&preflight("without-oid.pem", &["--key-spki", &der_key]));
    assert_eq!((code, &report["headline"]), (1, &json!("KEY_MISMATCH")));
}

#[test]
fn what_is_no_public_key_is_refused() {
    let key = der(&sample("provisioning-key.pub"));
    let wanted = "expected a public key (SubjectPublicKeyInfo in DER, or PEM PUBLIC KEY), found ";
    for (name, content, found) in [
        ("key-empty", Vec::new(), "nothing"),
        ("key-cut", key[..key.len() - 1].to_vec(), "something else"),
        ("key-trailing", [&key[..], b"\0"].concat(), "something else"),
        ("key-text", b"not a key".to_vec(), "something else"),
        ("key-certificate", sample(CHAIN), "a PEM block \"CERTIFICATE\""),
        (
            "key-private",
            b"-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n".to_vec(),
            "a PEM block \"PRIVATE KEY\"",
        ),
        (
            "key-damaged",
            b"-----BEGIN PUBLIC KEY-----\nM!!=\n-----END PUBLIC KEY-----\n".to_vec(),
            "a damaged PEM block",
        ),
    ] {
        let path = file(name, content);
        let message = format!("{path}: {wanted}{found}");
        assert_unreadable(&preflight(CHAIN, &["--key-spki", &path]), &message);
    }
}
