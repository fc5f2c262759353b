//! Many devices at once.

use core::time::Duration;
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;
use std::sync::mpsc;

use serde_json::{Value, json};

use super::run::{
    CHAIN, Ran, amtp, amtp_reading, assert_unreadable, command, file, preflight, report,
};
use super::schema;

/// Judges [`CHAIN`] against these lines; every result is held against the schema.
fn judge(lines: &[u8], more: &[&str]) -> (Ran, Vec<Value>) {
    let ran = amtp_reading(&preflight(CHAIN, &[&["--devices", "-"], more].concat()), lines);
    let results: Vec<Value> =
        ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    results.iter().for_each(|result| schema::check("device-result", result));
    (ran, results)
}

fn error_of(line: &[u8]) -> String {
    let (ran, results) = judge(line, &[]);
    assert_eq!(ran.code, 65);
    assert_eq!(results.len(), 1, "{line:?}");
    results[0]["error"].as_str().unwrap_or_else(|| panic!("{}", results[0])).to_owned()
}

#[test]
fn the_sample_has_one_result_a_line_and_a_summary_by_cause() {
    let ran = amtp(&[
        "preflight",
        "--cert",
        CHAIN,
        "--devices",
        "devices.jsonl",
        "--root-hashes",
        "root-hashes.txt",
        "--at",
        super::run::NOW,
    ]);
    assert_eq!(ran.code, 1);
    let results: Vec<Value> =
        ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let results: Vec<_> = results
        .iter()
        .map(|r| {
            let text = |key: &str| r[key].as_str().unwrap_or_default();
            (r["line"].as_u64().unwrap(), text("id"), text("verdict"), text("headline"))
        })
        .collect();
    assert_eq!(
        results,
        [
            (1, "office-01", "accepted", ""),
            (2, "office-02", "accepted", ""),
            (3, "office-03", "rejected", "SUFFIX_SOURCE_IGNORED"),
            (4, "office-04", "rejected", "SUFFIX_SOURCE_IGNORED"),
            (5, "laptop-01", "rejected", "INTERFACE_NEEDS_PKI_SUFFIX"),
            (6, "laptop-02", "rejected", "ROOT_HASH_LIST_EMPTY"),
            (7, "laptop-03", "not_applicable", "ALREADY_PROVISIONED"),
            (8, "kiosk-01", "rejected", "ROOT_HASH_NO_MATCH"),
            (9, "kiosk-02", "rejected", "DEVICE_NOT_PKI_MODE"),
            (10, "lab-01", "undetermined", "SUFFIX_NOT_GIVEN"),
            (11, "lab-02", "rejected", "SHA384_REQUIRED"),
        ]
    );
    let counts = "11 devices: 2 accepted, 7 rejected, 1 undetermined, 1 not applicable\n";
    assert!(ran.err.starts_with(counts), "{}", ran.err);
    let mut causes = ran.err.lines().skip(1).filter(|line| line.contains("rejected, "));
    let most = causes.next().unwrap();
    assert!(most.starts_with("       2  rejected, SUFFIX_SOURCE_IGNORED: "), "{most}");
    assert_eq!(causes.count(), 5);
    assert!(ran.err.contains("fix     AMT does not use"), "{}", ran.err);
}

#[test]
fn a_line_is_judged_as_the_same_facts_in_flags() {
    let line = json!({
        "id": "x", "firmware": "12.0.97.2608 H", "dhcp_suffix": ["corp.example"],
        "os_suffix": ["example.com"], "interface": "wired", "tls_mode": "psk", "link": "down",
    });
    let (_, results) = judge(line.to_string().as_bytes(), &[]);
    let (_, report) = report(&[
        "preflight",
        "--cert",
        CHAIN,
        "--at",
        super::run::NOW,
        "--firmware",
        "12.0.97.2608 H",
        "--dhcp-suffix",
        "corp.example",
        "--os-suffix",
        "example.com",
        "--interface",
        "wired",
        "--tls-mode",
        "psk",
        "--link",
        "down",
        "--root-hashes",
        "root-hashes.txt",
        "--pki-suffix",
        "example.com",
    ]);
    for key in ["verdict", "certificate_verdict", "headline", "headline_text", "missing_inputs"] {
        assert_eq!(results[0][key], report[key], "{key}");
    }
    let by_severity = |severities: &[&str]| -> Vec<&Value> {
        let rules = report["rules"].as_array().unwrap().iter();
        rules
            .filter(|rule| severities.contains(&rule["severity"].as_str().unwrap()))
            .flat_map(|rule| rule["findings"].as_array().unwrap())
            .collect()
    };
    for (key, severities) in
        [("findings", &["rejects", "leaves_open"][..]), ("advice", &["advises"])]
    {
        let found = results[0][key].as_array().unwrap();
        let expected = by_severity(severities);
        assert_eq!(found.len(), expected.len(), "{key}");
        assert!(expected.iter().all(|finding| found.contains(finding)), "{key}");
    }
}

#[test]
fn the_exit_code_is_that_of_the_worst() {
    let accepted = json!({}).to_string();
    let applied = json!({"control_mode": "admin"}).to_string();
    let rejected = json!({"pki_suffix": ["corp.example"]}).to_string();
    let open = json!({"firmware": "16.1", "root_hashes": null, "assume_default_roots": true});
    let open = open.to_string();
    let broken = "{".to_owned();
    for (lines, code) in [
        (vec![&accepted], 0),
        (vec![&accepted, &applied], 0),
        (vec![&accepted, &open], 2),
        (vec![&open, &rejected, &accepted], 1),
        (vec![&rejected, &broken, &open], 65),
        (vec![&broken, &accepted], 65),
    ] {
        let lines: Vec<&str> = lines.into_iter().map(String::as_str).collect();
        let (ran, results) = judge(lines.join("\n").as_bytes(), &[]);
        assert_eq!((ran.code, results.len()), (code, lines.len()), "{lines:?}");
    }
}

#[test]
fn a_line_overrides_the_flags() {
    let lines = [
        json!({}),
        json!({"pki_suffix": []}),
        json!({"pki_suffix": [], "dhcp_suffix": ["example.com"]}),
        json!({"dhcp_suffix": ["example.com"], "pki_suffix": ["corp.example"]}),
        json!({"pki_suffix": null}),
        json!({"root_hashes": []}),
        json!({"server_fqdn": "x.example.com"}),
        json!({"server_fqdn": ""}),
        json!({"firmware": "22.0"}),
        json!({"interface_open": false}),
        json!({"root_hashes": ["742c3192e607e424eb4549542be1bbc53e6174e2"]}),
    ];
    let lines: Vec<String> = lines.iter().map(Value::to_string).collect();
    let (_, results) = judge(lines.join("\n").as_bytes(), &[]);
    let headlines: Vec<_> = results.iter().map(|result| result["headline"].as_str()).collect();
    assert_eq!(
        headlines,
        [
            None,
            Some("SUFFIX_MISSING"),
            None,
            Some("SUFFIX_MISMATCH"),
            None,
            Some("ROOT_HASH_LIST_EMPTY"),
            Some("STRICT_FQDN_MISMATCH"),
            None,
            Some("SHA384_REQUIRED"),
            Some("INTERFACE_CLOSED"),
            Some("ROOT_HASH_NO_MATCH"),
        ]
    );
    // Hashes of its own take a device out of the assumption.
    let flags = [
        "preflight",
        "--cert",
        CHAIN,
        "--devices",
        "-",
        "--assume-default-roots",
        "--pki-suffix",
        "example.com",
        "--firmware",
        "16.1",
        "--at",
        super::run::NOW,
    ];
    let ran = amtp_reading(&flags, b"{\"root_hashes\": []}\n{}\n");
    assert!(ran.out.lines().next().unwrap().contains("ROOT_HASH_LIST_EMPTY"), "{}", ran.out);
    assert!(ran.out.lines().nth(1).unwrap().contains("ROOT_HASH_ASSUMED"), "{}", ran.out);
}

#[test]
fn a_line_that_cannot_be_read_says_why_and_stops_nothing() {
    let lines =
        b"{\"id\": \"a\"}\n\n{\"id\": \"b\", \"hostname\": \"pc\"}\nnonsense\n{\"id\": \"c\"}";
    let (ran, results) = judge(lines, &[]);
    assert_eq!(ran.code, 65);
    let places: Vec<_> =
        results.iter().map(|r| (r["line"].as_u64().unwrap(), r["id"].as_str())).collect();
    assert_eq!(places, [(1, Some("a")), (3, Some("b")), (4, None), (5, Some("c"))]);
    let error = results[1]["error"].as_str().unwrap();
    assert!(error.contains("unknown field `hostname`"), "{error}");
    assert!(ran.err.starts_with("4 devices: 2 accepted, 2 unreadable\n"), "{}", ran.err);
}

#[test]
fn errors_name_the_key_and_the_place() {
    for (line, message) in [
        (&b"{\"firmware\": \"16.x\"}"[..], "firmware: expected a firmware release"),
        (
            b"{\"firmware\": 16.1}",
            "firmware: invalid type: floating point `16.1`, expected a string",
        ),
        (b"{\"platform\": \"LP\"}", "platform: unknown variant `LP`, expected `h` or `not-h`"),
        (b"{\"dhcp_suffix\": \"example.com\"}", "dhcp_suffix: invalid type: string"),
        (b"{\"root_hashes\": [\"cb3c\"]}", "root_hashes[0]: expected a hash"),
        (b"{\"interface_open\": \"yes\"}", "interface_open: invalid type: string"),
        (b"{\"link\": true}", "link: "),
        (b"{\"id\": 7}", "id: invalid type: integer `7`, expected a string (at byte 7)"),
        (b"{\"id\": \"a\", \"id\": \"b\"}", "duplicate field `id`"),
        (b"{\"root_hashes_file\": \"x\"}", "unknown field `root_hashes_file`"),
        (b"[]", "expected a JSON object"),
        (b"null", "expected a JSON object"),
        (b"pc-1,16.1.30", "expected a JSON object"),
        (b"{} {}", "trailing characters (at byte 3)"),
        (b"{\"id\": \"a\"", "EOF while parsing an object"),
        (b"{\"id\": \"\xff\"}", "invalid unicode code point"),
        (b"\xff\xfe{", "expected a JSON object"),
        (
            b"{\"assume_default_roots\": true, \"root_hashes\": []}",
            "assume_default_roots: cannot stand beside root_hashes",
        ),
    ] {
        let error = error_of(line);
        assert!(error.contains(message), "expected {message:?}, found {error:?}");
    }
}

#[test]
fn a_huge_line_is_one_error_and_is_not_kept() {
    let huge = format!("{{\"id\": \"{}\"}}", "x".repeat(5 << 20));
    let lines = format!("{{\"id\": \"a\"}}\n{huge}\n{{\"id\": \"b\"}}\n");
    let (ran, results) = judge(lines.as_bytes(), &[]);
    assert_eq!((ran.code, results.len()), (65, 3));
    assert_eq!(results[1]["error"], "expected a line of less than 1048576 bytes");
    assert_eq!((&results[2]["line"], &results[2]["id"]), (&json!(3), &json!("b")));
    // One that is nested as deep as it is long.
    let nested = error_of(["{\"id\":", &"[".repeat(100_000)].concat().as_bytes());
    assert!(nested.contains("id: invalid type: sequence"), "{nested}");
    let nested = error_of(["{\"x\":", &"[".repeat(100_000)].concat().as_bytes());
    assert!(nested.contains("unknown field `x`"), "{nested}");
}

#[test]
fn a_byte_order_mark_and_windows_lines_are_read() {
    let (ran, results) = judge(b"\xef\xbb\xbf{\"id\": \"a\"}\r\n\r\n{\"id\": \"b\"}\r\n", &[]);
    assert_eq!((ran.code, results.len()), (0, 2));
}

#[test]
fn a_file_without_a_device_is_unreadable() {
    for (name, content) in [("no-devices", ""), ("blank-devices", "\n \n")] {
        let path = file(name, content);
        let message = format!("{path}: expected a JSON object a line, found nothing");
        assert_unreadable(&preflight(CHAIN, &["--devices", &path]), &message);
    }
}

#[test]
fn the_summary_is_data_with_format_json() {
    let lines = b"{\"pki_suffix\": []}\n{\"pki_suffix\": []}\n{}\n{\"tls_mode\": \"psk\"}\n?\n";
    let (ran, _) = judge(lines, &["--format", "json"]);
    assert_eq!(ran.err.lines().count(), 1);
    let summary: Value = serde_json::from_str(&ran.err).unwrap();
    schema::check("device-summary", &summary);
    let count = |key: &str| summary[key].as_u64().unwrap();
    assert_eq!(
        ["accepted", "rejected", "undetermined", "not_applicable", "unreadable"].map(count),
        [1, 3, 0, 0, 1]
    );
    let causes = summary["causes"].as_array().unwrap().iter();
    let causes: Vec<_> =
        causes.map(|c| (c["finding"].as_str().unwrap(), c["devices"].as_u64().unwrap())).collect();
    assert_eq!(causes, [("SUFFIX_MISSING", 2), ("DEVICE_NOT_PKI_MODE", 1)]);
}

#[test]
fn many_lines_are_all_judged_and_counted() {
    let lines: String = (0..20_000)
        .map(|n| {
            let suffix = if n % 4 == 0 { "corp.example" } else { "example.com" };
            format!("{{\"id\": \"{n}\", \"dhcp_suffix\": [\"{suffix}\"], \"pki_suffix\": []}}\n")
        })
        .collect();
    let ran = amtp_reading(&preflight(CHAIN, &["--devices", "-"]), lines.as_bytes());
    assert_eq!(ran.out.lines().count(), 20_000);
    let last: Value = serde_json::from_str(ran.out.lines().last().unwrap()).unwrap();
    assert_eq!((&last["line"], &last["id"]), (&json!(20_000), &json!("19999")));
    let counts =
        "20000 devices: 15000 accepted, 5000 rejected\n    5000  rejected, SUFFIX_MISMATCH";
    assert!(ran.err.starts_with(counts), "{}", ran.err);
}

#[test]
fn a_result_is_written_before_the_next_line_is_waited_for() {
    let mut child = command(&preflight(CHAIN, &["--devices", "-"]))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let stdout = BufReader::new(child.stdout.take().unwrap());
    let (sender, receiver) = mpsc::channel();
    let reader = std::thread::spawn(move || {
        stdout.lines().for_each(|line| sender.send(line.unwrap()).unwrap());
    });
    for id in ["first", "second"] {
        writeln!(stdin, "{{\"id\": \"{id}\"}}").unwrap();
        let result = receiver.recv_timeout(Duration::from_secs(60)).unwrap();
        assert!(result.contains(id), "{result}");
    }
    drop(stdin);
    reader.join().unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn nothing_but_text_is_written_where_there_is_no_terminal() {
    let ran = amtp(&preflight(CHAIN, &["--devices", "devices.jsonl"]));
    assert!(!ran.out.contains('\u{1b}') && !ran.err.contains(['\u{1b}', '\r']), "{}", ran.err);
}
