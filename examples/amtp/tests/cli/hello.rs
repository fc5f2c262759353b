//! Hello messages: shown, and as the word of a device in `preflight` and `choose`.

use serde_json::{Value, json};

use super::run::{
    CHAIN, NOW, amtp, amtp_reading, assert_unreadable, assert_usage, file, json, report, rule,
    sample,
};

const SAMPLE: &str = "hello.bin";

/// The first entry of the sample ends here: 25 bytes, algorithm, length, SHA-256.
const FIRST_ENTRY_END: usize = 25 + 2 + 32;

/// A message with these entries: algorithm id and value. Written by hand, from its layout.
fn pki(entries: &[(u8, Vec<u8>)]) -> Vec<u8> {
    let mut bytes = vec![0, 0, 3, 0, 0, 0, 0, 0];
    bytes.extend(0xa0..=0xaf);
    bytes.push(entries.len().try_into().unwrap());
    for (id, value) in entries {
        bytes.extend([*id, value.len().try_into().unwrap()]);
        bytes.extend(value);
    }
    bytes
}

fn psk() -> Vec<u8> {
    [b"\x01\0\x02\0\x0f\0\0\0", &[0xff; 16][..], b"PID4CODE"].concat()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn hello(arguments: &[&str]) -> Value {
    let (code, message) = json("hello", &[&["hello"], arguments].concat());
    assert_eq!(code, 0);
    message
}

fn findings(message: &Value) -> Vec<&str> {
    let findings = message["findings"].as_array().unwrap().iter();
    findings.map(|finding| finding["finding"].as_str().unwrap()).collect()
}

/// A preflight of the sample chain with `hello` as the only list.
fn judge<'a>(hello: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let device = ["--at", NOW, "--firmware", "16.1.30.2269", "--pki-suffix", "example.com"];
    [&["preflight", "--cert", CHAIN, "--hello", hello], &device[..], more].concat()
}

#[test]
fn the_sample_is_shown_as_its_script_wrote_it() {
    let message = hello(&[SAMPLE]);
    assert_eq!(message["uuid"], "00112233-4455-6677-8899-aabbccddeeff");
    assert_eq!(message["uuid_swapped"], "33221100-5544-7766-8899-aabbccddeeff");
    assert_eq!((&message["version"], &message["retry_count"]), (&json!(3), &json!(2)));
    assert_eq!(message["admin_credentials_set"], true);
    assert_eq!((&message["pid"], &message["trailing"]), (&Value::Null, &json!("")));
    assert_eq!(message["possibly_truncated"], false);
    let entries = message["root_hashes"].as_array().unwrap();
    let names: Vec<_> = entries.iter().map(|entry| entry["known_root"].as_str()).collect();
    let known = ["DigiCert Global Root G2", "Go Daddy Root Certificate Authority - G2"];
    assert_eq!(names, [None, Some(known[0]), Some(known[1])]);
    let list = String::from_utf8(sample("root-hashes.txt")).unwrap().replace(':', "");
    for entry in entries {
        assert_eq!(entry["algorithm"], "SHA-256");
        assert!(list.contains(entry["hash"].as_str().unwrap()), "{entry}");
    }
    assert_eq!(findings(&message), [""; 0]);
}

#[test]
fn every_kind_of_entry_and_every_finding_is_shown() {
    let g1 = "742c3192e607e424eb4549542be1bbc53e6174e2";
    let g1_bytes = (0..20).map(|i| u8::from_str_radix(&g1[2 * i..2 * i + 2], 16).unwrap());
    let mut bytes = pki(&[
        (0, vec![1; 16]),
        (1, g1_bytes.collect()),
        (2, vec![3; 32]),
        (3, vec![4; 48]),
        (3, vec![5; 64]),
    ]);
    bytes.extend(b"\0end");
    let message = hello(&[&file("hello-kinds", &bytes)]);
    let entries = message["root_hashes"].as_array().unwrap();
    let shown: Vec<_> = entries.iter().map(|e| e["algorithm"].as_str().unwrap()).collect();
    assert_eq!(shown, ["MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512"]);
    assert_eq!(entries[1]["hash"], g1);
    let name = "VeriSign Class 3 Public Primary Certification Authority - G1";
    assert_eq!(entries[1]["known_root"], name);
    assert_eq!(message["uuid"], "a3a2a1a0-a5a4-a7a6-a8a9-aaabacadaeaf");
    assert_eq!(
        (&message["admin_credentials_set"], &message["trailing"]),
        (&json!(false), &json!("00656e64"))
    );
    assert_eq!(findings(&message), ["HELLO_TRAILING_BYTES"]);

    let message = hello(&[&file("hello-psk", psk())]);
    assert_eq!((&message["version"], &message["pid"]), (&json!(2), &json!("PID4CODE")));
    for nothing in ["uuid", "uuid_swapped", "root_hashes", "possibly_truncated"] {
        assert_eq!(message[nothing], Value::Null, "{nothing}");
    }
    let mut found = findings(&message);
    found.sort_unstable();
    assert_eq!(found, ["HELLO_PSK", "HELLO_RETRY_COUNT", "HELLO_UUID_ABSENT"]);
    assert!(message["findings"][0]["remedy"].as_str().is_some_and(|remedy| !remedy.is_empty()));

    let message = hello(&[&file("hello-none", pki(&[]))]);
    assert_eq!(message["root_hashes"], json!([]));
    assert_eq!(findings(&message), ["ROOT_HASH_LIST_EMPTY"]);
    for (count, truncated) in [(22, false), (23, true)] {
        let many = vec![(2, vec![7; 32]); count];
        let message = hello(&[&file(&format!("hello-{count}"), pki(&many))]);
        assert_eq!(message["possibly_truncated"], truncated, "{count}");
    }
}

#[test]
fn the_text_says_it_to_people() {
    let ran = amtp(&["hello", SAMPLE]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let start = "Hello message, version 3 (PKI)\n  \
                 UUID                   00112233-4455-6677-8899-aabbccddeeff\n  \
                 in the other order     33221100-5544-7766-8899-aabbccddeeff, as some";
    assert!(ran.out.starts_with(start), "{}", ran.out);
    for line in [
        "  retry count            2\n",
        "  admin credentials set  yes, a hint only\n",
        "\nRoot hashes: 3\n    1  SHA-256  94e4718c013d7a68051856383f32978b7235a92ab18c3a4344cf506",
        "\n                no known root\n    2  SHA-256  cb3ccbb7",
        "\n                DigiCert Global Root G2\n",
    ] {
        assert!(ran.out.contains(line), "{line}: {}", ran.out);
    }
    assert!(!ran.out.contains("Findings"), "{}", ran.out);

    let ran = amtp(&["hello", &file("hello-psk-text", psk())]);
    for line in [
        "Hello message, version 2 (PSK)\n  UUID                   none\n",
        "  PID                    PID4CODE\n",
        "\nFindings\n",
        "  HELLO_PSK: The device asks to be provisioned with a pre-shared key,",
        "  fix     Select TLS PKI and enable remote configuration in MEBx.\n",
    ] {
        assert!(ran.out.contains(line), "{line}: {}", ran.out);
    }
    assert!(!ran.out.contains("Root hashes"), "{}", ran.out);

    let many = vec![(2, vec![7; 32]); 23];
    let ran = amtp(&["hello", &file("hello-many-text", pki(&many))]);
    assert!(ran.out.contains("may hold more than a Hello carries"), "{}", ran.out);
    // Nothing in the message reaches the terminal as a control character.
    let tail = [&sample(SAMPLE)[..], b"\x1b[31m"].concat();
    let ran = amtp(&["hello", &file("hello-escape", tail)]);
    assert!(!ran.out.contains('\u{1b}'), "{}", ran.out);
    assert!(ran.out.contains("  behind its end         hex 1b 5b 33 31 6d"), "{}", ran.out);
}

#[test]
fn it_comes_from_standard_input_and_as_hex_digits_too() {
    let (bytes, expected) = (sample(SAMPLE), amtp(&["hello", SAMPLE]).out);
    assert_eq!(amtp_reading(&["hello", "-"], &bytes).out, expected);
    let digits = hex(&bytes).to_uppercase();
    let (head, tail) = digits.split_at(31);
    for (name, text) in
        [("hello-hex", digits.clone()), ("hello-dump", format!(" {head}\r\n\t{tail}\n"))]
    {
        assert_eq!(amtp(&["hello", &file(name, text)]).out, expected, "{name}");
    }
    let odd = file("hello-odd", &digits[1..]);
    assert_unreadable(&["hello", &odd], "hello-odd: an odd number of hex digits");
    // Offsets count the bytes of the message.
    let cut = file("hello-hex-cut", &digits[..80]);
    assert_unreadable(
        &["hello", &cut],
        "it ends after 40 bytes, expected at least 59 (at byte 40)",
    );
}

#[test]
fn what_is_no_hello_says_where() {
    let whole = sample(SAMPLE);
    let damaged = |at: usize, byte: u8| {
        let mut bytes = whole.clone();
        bytes[at] = byte;
        bytes
    };
    for (name, bytes, message, finding) in [
        (
            "algorithm",
            damaged(25, 9),
            "expected hash algorithm 0 to 3, found 9 (at byte 25)",
            "MALFORMED",
        ),
        ("length", damaged(26, 20), "a hash of 20 bytes for algorithm 2;", "MALFORMED"),
        ("second", damaged(FIRST_ENTRY_END, 9), "found 9 (at byte 59)", "MALFORMED"),
        ("version", damaged(2, 4), "found 4, from the device 00112233-4455-6677-", "VERSION"),
        ("field", damaged(0, 2), "in the first field, found 2 (at byte 0)", "MALFORMED"),
        ("tail", [&whole[..], &[0; 65]].concat(), "more than 64 bytes follow", "MALFORMED"),
        ("http", b"GET / HTTP/1.1\r\n".into(), "an HTTP request (at byte 0)", "HTTP_PROBE"),
        ("empty", Vec::new(), "it ends after 0 bytes", "TRUNCATED"),
    ] {
        let path = file(&format!("hello-no-{name}"), bytes);
        let texts =
            [&format!("{path}: not a Hello message: "), message, &format!("\n  HELLO_{finding}: ")];
        for text in texts {
            assert_unreadable(&["hello", &path], text);
            assert_unreadable(&judge(&path, &[]), text);
        }
        assert_unreadable(&["hello", &path], "\n  fix     ");
    }
    assert_unreadable(&["hello", "no-such-hello"], "no-such-hello: No such file");
    assert_unreadable(&judge("no-such-hello", &[]), "no-such-hello: No such file");
    let huge = file("hello-huge", vec![0; (1 << 20) + 1]);
    assert_unreadable(&["hello", &huge], "longer than 1048576 bytes");
}

#[test]
fn a_cut_message_says_where_it_ends() {
    let whole = sample(SAMPLE);
    for length in [0, 1, 24, 25, FIRST_ENTRY_END - 1, FIRST_ENTRY_END, whole.len() - 1] {
        let ran = amtp_reading(&["hello", "-"], &whole[..length]);
        assert_eq!((ran.code, ran.out.as_str()), (65, ""), "{length}");
        let start = format!("amtp: standard input: not a Hello message: it ends after {length} ");
        assert!(ran.err.starts_with(&start), "{}", ran.err);
        assert!(ran.err.contains(&format!("(at byte {length})\n")), "{}", ran.err);
    }
    assert_eq!(amtp_reading(&["hello", "-"], &whole).code, 0);
}

#[test]
fn a_tail_is_refused_on_demand() {
    let strict = |name: &str, tail: &[u8]| file(name, [&sample(SAMPLE)[..], tail].concat());
    assert_eq!(amtp(&["hello", "--strict-tail", &strict("hello-strict", b"")]).code, 0);
    let tail = strict("hello-strict-tail", b"\0");
    assert_eq!(amtp(&["hello", &tail]).code, 0);
    let message = "more than 0 bytes follow its declared end (at byte 127)";
    assert_unreadable(&["hello", "--strict-tail", &tail], message);
}

#[test]
fn preflight_and_choose_take_the_word_of_a_hello() {
    let (code, accepted) = report(&judge(SAMPLE, &[]));
    assert_eq!(code, 0);
    let facts = &accepted["facts"];
    let sources = [&facts["root_hashes"]["source"], &facts["root_hashes"]["value"]["source"]];
    assert_eq!(sources, ["hello", "hello"]);
    assert_eq!(facts["tls_mode"], json!({"value": "pki", "source": "hello"}));
    assert_eq!(accepted["root_match"]["entry"], 0);
    assert_eq!(rule(&accepted, "R-803")["outcome"], "pass");
    // A flag outweighs it.
    let (code, _) = report(&judge(SAMPLE, &["--tls-mode", "psk"]));
    assert_eq!(code, 1);

    let chosen = ["choose", "--bag", CHAIN, "--at", NOW, "--firmware", "16.1", "--hello", SAMPLE];
    assert_eq!(amtp(&[&chosen[..], &["--pki-suffix", "example.com"]].concat()).code, 0);

    // It stands for every device that states no list of its own.
    let lines = "{}\n{\"root_hashes\": [\"742c3192e607e424eb4549542be1bbc53e6174e2\"]}\n";
    let lines = file("hello-devices.jsonl", lines);
    let ran = amtp(&judge(SAMPLE, &["--devices", &lines]));
    assert_eq!(ran.code, 1);
    let verdicts = ran.out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let verdicts: Vec<_> = verdicts.map(|line| line["verdict"].clone()).collect();
    assert_eq!(verdicts, ["accepted", "rejected"]);
}

#[test]
fn a_hello_without_the_root_rejects_unless_it_may_be_cut() {
    for (count, code) in [(22, 1), (23, 2)] {
        let many = vec![(2, vec![7; 32]); count];
        let path = file(&format!("hello-judge-{count}"), pki(&many));
        let (found, report) = report(&judge(&path, &[]));
        assert_eq!(found, code, "{count}");
        let findings = super::run::findings(&report);
        assert!(findings.contains(&"ROOT_HASH_NO_MATCH"), "{findings:?}");
        let may_be_cut = findings.contains(&"ROOT_HASH_LIST_MAY_BE_TRUNCATED");
        assert_eq!(may_be_cut, code == 2, "{count}");
    }
}

#[test]
fn a_psk_hello_leaves_the_list_unknown_and_is_told() {
    let path = file("hello-judge-psk", psk());
    let ran = amtp(&judge(&path, &["--format", "json"]));
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    super::schema::check("report", &report);
    assert_eq!(report["facts"]["root_hashes"], Value::Null);
    assert_eq!((ran.code, &report["headline"]), (1, &json!("DEVICE_NOT_PKI_MODE")));
    for text in [
        &format!("amtp: {path}\n"),
        "\n  HELLO_PSK: The device asks to be provisioned with a pre-shared key",
        "\n  fix     Select TLS PKI and enable remote configuration in MEBx.\n",
        "\n  HELLO_RETRY_COUNT: ",
    ] {
        assert!(ran.err.contains(text), "{text}: {}", ran.err);
    }
    // In a flow that has no use for the mode only the list is missing.
    let ran = amtp(&judge(&path, &["--flow", "host-based"]));
    assert_eq!(ran.code, 2);
    assert!(ran.out.contains("--root-hashes or --hello"), "{}", ran.out);
}

#[test]
fn one_list_only() {
    let hash = "742c3192e607e424eb4549542be1bbc53e6174e2";
    for more in [
        &["--root-hash", hash][..],
        &["--root-hashes", "root-hashes.txt"],
        &["--assume-default-roots"],
    ] {
        assert_usage(&judge(SAMPLE, more), "cannot be used with");
    }
    for arguments in [
        &["preflight", "--cert", "-", "--hello", "-"][..],
        &["choose", "--bag", "-", "--hello", "-"],
    ] {
        assert_usage(arguments, "standard input can be read only once");
    }
}
