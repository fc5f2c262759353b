//! The name rules alone.

use serde_json::{Value, json};

use super::run::{amtp, json};

fn suffix(identifier: &str, suffix: &str, firmware: &str) -> (i32, Value) {
    let mut arguments = vec!["suffix", "--identifier", identifier, "--suffix", suffix];
    if !firmware.is_empty() {
        arguments.extend(["--firmware", firmware]);
    }
    let (code, answer) = json("suffix", &arguments);
    let expected = match answer["verdict"].as_str().unwrap() {
        "accepted" => 0,
        "rejected" => 1,
        _ => 2,
    };
    assert_eq!(code, expected, "{arguments:?}");
    (code, answer)
}

fn findings(answer: &Value) -> Vec<&str> {
    let findings = answer["findings"].as_array().unwrap().iter();
    findings.map(|finding| finding["finding"].as_str().unwrap()).collect()
}

/// The worked examples of the name rules, by number: identifier, suffix, release, accepted, and the
/// findings that the example names.
#[test]
fn worked_examples() {
    for (number, identifier, name, firmware, accepted, expected) in [
        (1, "intel.vprodemo.com", "vprodemo.com", "16", true, &[][..]),
        (2, "intel.vprodemo.com", "intel.vprodemo.com", "16", true, &[]),
        (3, "intel.vprodemo.com", "amt.vprodemo.com", "16", true, &["SUFFIX_ONLY_BY_DEPTH"]),
        (5, "intel.vprodemo.com", "vprodomain.com", "16", false, &["SUFFIX_MISMATCH"]),
        (6, "intel.vprodemo.com", "com", "16", false, &["SUFFIX_BARE_TLD"]),
        (7, "server.east.company.local", "east.company.local", "16", true, &[]),
        (8, "server.east.company.local", "company.local", "16", true, &["SUFFIX_READING_DIFFERS"]),
        (9, "server.east.company.local", "mkgt.east.company.local", "16", false, &[]),
        (11, "*.east.company.local", "east.company.local", "16", true, &[]),
        (12, "*.east.company.local", "mkgt.east.company.local", "16", true, &[]),
        (13, "*.east.company.local", "company.local", "16", true, &[]),
        (14, "*.east.company.local", "west.company.local", "16", false, &[]),
        (15, "csa.ftl.intel.com", "dev.intel.com", "2.6", true, &["SUFFIX_ONLY_BY_DEPTH"]),
        (15, "csa.ftl.intel.com", "dev.intel.com", "2.5", false, &["SUFFIX_DEPTH_NOT_AVAILABLE"]),
        (16, "csa.ftl.intel.fr", "dev.intel.fr", "16", false, &[]),
        (17, "a.example.co.uk", "b.example.co.uk", "5.1", true, &[]),
        (17, "a.example.co.uk", "b.example.co.uk", "4.0", false, &["SUFFIX_DEPTH_NOT_AVAILABLE"]),
        (18, "a.example.org", "b.example.org", "4.1", true, &[]),
        (18, "a.example.org", "b.example.org", "5.0", false, &[]),
        (21, "amt.foo.co.uk", "co.uk", "16", true, &["SUFFIX_TOO_BROAD", "SUFFIX_READING_DIFFERS"]),
        (22, "ema.unicomm.com.ua", "unicomm.com.ua", "16", true, &[]),
        (25, "ema.unicomm.com.ua", "other.com.ua", "16", true, &["SUFFIX_TOO_BROAD"]),
        (33, "example.fr", "lab.example.fr", "16", false, &[]),
        (35, "server.badexample.com", "example.com", "16", false, &[]),
        (36, "company.local", "west.company.local", "16", false, &[]),
        (37, "*.com", "evil.com", "16", false, &["WILDCARD_MALFORMED"]),
        (38, "com", "evil.com", "16", false, &["CN_NOT_FQDN"]),
        (39, "AMT.EXAMPLE.COM", "example.com", "16", true, &[]),
        (40, "amt.example.com", "example.com.", "16", true, &["NAME_NORMALISED"]),
        (41, "amt.example.com", "example.com\u{a0}", "16", false, &["NAME_MALFORMED"]),
        (0, "192.168.0.1", "example.com", "16", false, &["CN_NOT_FQDN"]),
        (0, "amt.example.com", "amt.example.com", "16", true, &["SUFFIX_IS_HOST_NAME"]),
        (0, "amt.example.com", "", "16", false, &["NAME_MALFORMED"]),
    ] {
        let case = format!("{number}: {identifier} {name} {firmware}");
        let (code, answer) = suffix(identifier, name, firmware);
        assert_eq!(code, i32::from(!accepted), "{case}");
        let found = findings(&answer);
        assert!(expected.iter().all(|finding| found.contains(finding)), "{case}: {found:?}");
    }
}

#[test]
fn without_a_release_all_are_asked() {
    let (code, answer) = suffix("a.example.org", "b.example.org", "");
    assert_eq!(code, 2);
    assert!(findings(&answer).contains(&"RELEASE_NOT_GIVEN"));
    let releases = answer["releases"].as_array().unwrap().iter();
    let releases: Vec<_> = releases
        .map(|r| (r["releases"].as_str().unwrap(), r["verdict"].as_str().unwrap()))
        .collect();
    assert_eq!(
        releases,
        [
            ("up to 4.0.x", "rejected"),
            ("4.1 to 4.x", "accepted"),
            ("5.0 to 5.0.x", "rejected"),
            ("5.1 and later", "accepted"),
        ]
    );
    // If all agree, nothing is open.
    let (code, answer) = suffix("a.example.org", "example.org", "");
    assert_eq!(code, 0);
    assert_eq!(answer["releases"][0]["rules"], json!(["plain"]));
}

#[test]
fn what_was_compared_is_shown() {
    let (_, answer) = suffix("AMT.foo.co.uk", "bar.co.uk ", "16");
    assert_eq!(answer["identifier"]["received"], "AMT.foo.co.uk");
    assert_eq!(answer["identifier"]["normalised"], "amt.foo.co.uk");
    assert_eq!(answer["suffix"]["received"], "\"bar.co.uk \"");
    assert_eq!(answer["equal_labels"], 2);
    assert_eq!(answer["releases"][0]["depth"], 3);
    assert_eq!(answer["firmware"], "16.0");
    let (_, answer) = suffix("amt.example.com", "example.com\u{a0}", "");
    let error = answer["suffix"]["error"].as_str().unwrap();
    assert!(error.ends_with("0xc2 (at byte 11)"), "{error}");
    assert!(answer["suffix"]["received"].as_str().unwrap().starts_with("hex 65 78"));
    assert_eq!(answer["equal_labels"], json!(null));
}

#[test]
fn the_text_says_it_to_people() {
    let text =
        |identifier, suffix| amtp(&["suffix", "--identifier", identifier, "--suffix", suffix]).out;
    let accepted = text("amt.example.com", "example.com");
    let start =
        "ACCEPTED: the name matches the suffix\n  name    amt.example.com\n  suffix  example.com\n";
    assert!(accepted.starts_with(start), "{accepted}");
    let rejected = text("amt.foo.co.uk", "bar.co.uk");
    assert!(rejected.starts_with("REJECTED: No name of the certificate matches"), "{rejected}");
    assert!(
        rejected.contains("2 labels agree from the right, then \"foo\" stands against \"bar\"")
    );
    assert!(rejected.contains("  fix     Make the PKI DNS suffix"), "{rejected}");
    let open = text("a.example.org", "b.example.org");
    assert!(open.starts_with("UNDETERMINED: The firmware release was not given"), "{open}");
}
