//! Pasted hashes.

use serde_json::{Value, json};

use super::run::{amtp, file, json};

const G1: &str = "742c3192e607e424eb4549542be1bbc53e6174e2";
const MISMATCH: &str = "None certificate is valid between device and server certificate hash.";
const ENUMERATE: &str =
    "Failed to enumerate certificate hash, please check if the BIOS contains valid certificates.";

fn hash(arguments: &[&str]) -> (i32, Value) {
    json("hash", &[&["hash"], arguments].concat())
}

fn findings(answer: &Value) -> Vec<&str> {
    let findings = answer["findings"].as_array().unwrap().iter();
    findings.map(|finding| finding["finding"].as_str().unwrap()).collect()
}

#[test]
fn the_list_decides() {
    let active = file(
        "hash-active",
        format!(
            "cb3ccbb76031e5e0138f8dd39a23f9de47ffc35e43c1144cea27d46a5ab1cb5f\n{G1},inactive\n{G1}\n"
        ),
    );
    let inactive = file("hash-inactive", format!("{G1},inactive\n"));
    let others = file("hash-others", "4eb6d578499b1ccf5f581ead56be3d9b6744a5e5\n");
    let empty = file("hash-empty", "");
    for (text, list, code, verdict, message, finding) in [
        (G1, Some(&active), 0, "accepted", "", None),
        (G1, Some(&inactive), 1, "rejected", MISMATCH, Some("ROOT_HASH_INACTIVE")),
        (G1, Some(&others), 1, "rejected", MISMATCH, Some("ROOT_HASH_NO_MATCH")),
        (G1, Some(&empty), 1, "rejected", ENUMERATE, Some("ROOT_HASH_LIST_EMPTY")),
        (G1, None, 2, "undetermined", ENUMERATE, Some("ROOT_HASH_LIST_UNAVAILABLE")),
        ("test", Some(&active), 1, "rejected", MISMATCH, Some("HASH_TEXT_MALFORMED")),
        ("test", Some(&empty), 1, "rejected", ENUMERATE, Some("ROOT_HASH_LIST_EMPTY")),
        ("test", None, 1, "rejected", ENUMERATE, Some("ROOT_HASH_LIST_UNAVAILABLE")),
    ] {
        let list = list.map_or(vec![], |list| vec!["--root-hashes", list.as_str()]);
        let (found, answer) = hash(&[&[text], &list[..]].concat());
        assert_eq!((found, &answer["verdict"]), (code, &json!(verdict)), "{text} {list:?}");
        let legacy = i32::from(code != 0);
        assert_eq!(
            answer["check_certificate"],
            json!({
                "dvcCert": text, "ErrorCode": legacy, "ErrorMsg": message, "ReturnValue": legacy,
            })
        );
        assert_eq!(findings(&answer).first().copied(), finding, "{text} {list:?}");
        assert_eq!(findings(&answer).contains(&"HASH_TEXT_MALFORMED"), text == "test");
    }
    let (_, answer) = hash(&[G1, "--root-hashes", &active]);
    assert_eq!((&answer["entry"], &answer["active"]), (&json!(2), &json!(true)));
    let (_, answer) = hash(&[G1, "--root-hashes", &inactive]);
    assert_eq!((&answer["entry"], &answer["active"]), (&json!(0), &json!(false)));
}

#[test]
fn what_it_is() {
    for (text, algorithm, name) in [
        (G1, "SHA-1", Some("VeriSign Class 3 Public Primary Certification Authority - G1")),
        (
            "CB3CCBB76031E5E0138F8DD39A23F9DE47FFC35E43C1144CEA27D46A5AB1CB5F",
            "SHA-256",
            Some("DigiCert Global Root G2"),
        ),
        (&"ab".repeat(16), "MD5", None),
        (&"ab".repeat(48), "SHA-384", None),
        (&"ab".repeat(64), "SHA-512", None),
        (
            "dCwxkuYH5CTrRUlUK+G7xT5hdOI=",
            "SHA-1",
            Some("VeriSign Class 3 Public Primary Certification Authority - G1"),
        ),
    ] {
        let (_, answer) = hash(&[text]);
        assert_eq!(answer["algorithm"], algorithm);
        assert_eq!(answer["known_root"]["name"], json!(name), "{text}");
    }
}

#[test]
fn several_words_are_one_text_and_what_was_removed_is_told() {
    let words: Vec<&str> =
        "74 2C 31 92 e6 07 e4 24 eb 45 49 54 2b e1 bb c5 3e 61 74 e2".split(' ').collect();
    let (_, answer) = hash(&words);
    assert_eq!(answer["hash"], G1);
    assert_eq!(answer["check_certificate"]["dvcCert"], words.join(" "));
    assert_eq!(answer["stripped"], json!(["blanks"]));
    let (_, answer) = hash(&["\u{200e}sha1:742c3192-e607e424:eb454954\n2be1bbc53e6174e2\""]);
    let expected = ["line_breaks", "separators", "invisible", "quotes", "label"];
    assert_eq!(answer["stripped"], json!(expected));
    assert!(findings(&answer).contains(&"HASH_TEXT_NORMALISED"));
    let (_, answer) = hash(&[G1]);
    assert_eq!(answer["stripped"], json!([]));
    assert!(!findings(&answer).contains(&"HASH_TEXT_NORMALISED"));
}

#[test]
fn what_is_no_hash_says_why() {
    let (code, answer) = hash(&["test"]);
    assert_eq!(code, 1);
    let error = answer["error"].as_str().unwrap();
    assert!(error.contains("32, 40, 64, 96 or 128 hex digits"), "{error}");
    assert_eq!(answer["hash"], json!(null));
}

#[test]
fn the_text_says_it_to_people() {
    let list = ["--root-hashes", "root-hashes.txt"];
    let digicert = "CB3CCBB7 6031E5E0 138F8DD3 9A23F9DE 47FFC35E 43C1144C EA27D46A 5AB1CB5F";
    let ran = amtp(&[&["hash", digicert], &list[..]].concat());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.starts_with("ACCEPTED: the device holds this hash\n"), "{}", ran.out);
    for line in [
        "  SHA-256     cb3ccbb76031e5e0138f8dd39a23f9de47ffc35e43c1144cea27d46a5ab1cb5f\n",
        "  the list    has it as entry 2, active\n",
        "  known root  DigiCert Global Root G2\n",
        "CheckCertificate would answer\n  dvcCert      \"CB3CCBB7 6031E5E0",
        "  ErrorCode    0\n  ErrorMsg\n  ReturnValue  0\n",
    ] {
        assert!(ran.out.contains(line), "{line}: {}", ran.out);
    }
    let ran = amtp(&[&["hash", "test"], &list[..]].concat());
    assert!(ran.out.starts_with("REJECTED: The text is not a hash\n"), "{}", ran.out);
    assert!(ran.out.contains(&format!("  ErrorMsg     {MISMATCH}\n")), "{}", ran.out);
    // Nothing in the text reaches the terminal as a control character.
    let ran = amtp(&["hash", "a\u{1b}[31m\u{7}"]);
    assert!(!ran.out.contains(['\u{1b}', '\u{7}']), "{}", ran.out);
}
