//! Every firmware generation at once.

use serde_json::{Value, json};

use super::run::{CHAIN, NOW, amtp, json, preflight};

fn rows(arguments: &[&str]) -> Vec<Value> {
    let (code, matrix) = json("matrix", arguments);
    assert_eq!(code, 0, "printed is done, whatever it says");
    matrix["rows"].as_array().unwrap().clone()
}

fn row<'a>(rows: &'a [Value], releases: &str) -> &'a Value {
    rows.iter().find(|row| row["releases"] == releases).unwrap_or_else(|| panic!("{rows:#?}"))
}

#[test]
fn generations_differ_where_their_rules_do() {
    let rows = rows(&preflight(CHAIN, &["--matrix"]));
    assert_eq!(row(&rows, "21.0 to 21.x")["verdict"], "accepted");
    let newest = row(&rows, "22.0 and later");
    assert_eq!(newest["verdict"], "rejected");
    assert_eq!(newest["headline"], "SHA384_REQUIRED");
    assert_eq!(newest["findings"], json!(["SHA384_REQUIRED", "LEAF_KEY_TOO_SMALL"]));
    let oldest = &rows[0];
    assert_eq!(
        (&oldest["verdict"], &oldest["headline"]),
        (&json!("undetermined"), &json!("SHA2_UNCERTAIN"))
    );
    let platforms = rows.iter().filter(|row| row["releases"] == "15.0 to 15.x");
    let platforms: Vec<_> = platforms.map(|row| row["platform"].as_str().unwrap()).collect();
    assert_eq!(platforms, ["H", "not H"]);
}

#[test]
fn every_row_is_what_a_preflight_of_such_a_device_says() {
    let facts = ["--pki-suffix", "b.example.com", "--root-hashes", "root-hashes.txt"];
    let base = ["preflight", "--cert", CHAIN, "--at", NOW];
    let rows = rows(&[&base[..], &facts, &["--matrix"]].concat());
    for (release, releases) in
        [("3.2", "3.0 to 4.0.x"), ("5.0", "5.0 to 5.0.x"), ("22.0", "22.0 and later")]
    {
        let flags = ["--firmware", release];
        let (_, report) = super::run::report(&[&base[..], &facts, &flags].concat());
        let row = row(&rows, releases);
        assert_eq!(row["verdict"], report["verdict"], "{release}");
        assert_eq!(row["headline"], report["headline"], "{release}");
    }
}

#[test]
fn the_row_of_the_firmware_stated_is_marked_and_decides_nothing() {
    let stated = |flags: &[&str]| -> Vec<String> {
        let mut arguments = vec!["preflight", "--cert", CHAIN, "--at", NOW, "--matrix"];
        arguments.extend(flags);
        let rows = rows(&arguments);
        assert!(rows.len() > 15);
        let rows = rows.iter().filter(|row| row["stated"] == true);
        rows.map(|row| format!("{} {}", row["releases"], row["platform"])).collect()
    };
    assert_eq!(stated(&[]), [""; 0]);
    assert_eq!(stated(&["--firmware", "21.0.5"]), ["\"21.0 to 21.x\" null"]);
    assert_eq!(stated(&["--firmware", "15.0.42"]).len(), 2);
    assert_eq!(stated(&["--firmware", "15.0.42 H"]), ["\"15.0 to 15.x\" \"H\""]);
    assert_eq!(stated(&["--platform", "h"]), [""; 0]);
}

#[test]
fn the_table_is_for_people() {
    let ran = amtp(&preflight(CHAIN, &["--matrix"]));
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let mut lines = ran.out.lines();
    assert!(lines.next().unwrap().starts_with("Verdict "));
    let rows: Vec<&str> = lines.by_ref().take_while(|line| !line.is_empty()).collect();
    assert!(
        rows.iter().all(|row| row.starts_with("  accepted")
            || row.starts_with("  undetermined")
            || row.starts_with("  rejected")),
        "{rows:#?}"
    );
    assert!(rows.iter().any(|row| row.ends_with("SHA384_REQUIRED LEAF_KEY_TOO_SMALL")));
    assert!(rows.iter().any(|row| row.contains("16.0 to") && row.ends_with("(--firmware)")));
    assert_eq!(lines.next(), Some("Findings"));
    assert!(ran.out.contains("  SHA384_REQUIRED: A certificate below the root"));
}
