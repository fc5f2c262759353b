//! Every flag that states a fact.

use serde_json::{Value, json};

use super::run::{CHAIN, NOW, findings, report, rule};

/// With no other fact than these.
fn with(flags: &[&str]) -> Value {
    report(&[&["preflight", "--cert", CHAIN, "--at", NOW], flags].concat()).1
}

fn known(value: Value) -> Value {
    json!({"value": value, "source": "operator"})
}

#[test]
fn every_flag_is_a_fact() {
    let suffix = |source: &str| known(json!([{"value": "a.example.com", "source": source}]));
    for (flags, fact, expected) in [
        (&["--firmware", "16.1.30.2269"][..], "release", known(json!("16.1.30.2269"))),
        (&["--firmware", "v16.1.30"], "release", known(json!("16.1.30"))),
        (&["--firmware", "2.6"], "release", known(json!("2.6"))),
        (&["--firmware", "12.0.97.2608 H Corporate"], "platform", known(json!("H"))),
        (&["--firmware", "12.0 LP"], "platform", known(json!("not H"))),
        (&["--firmware", "12.0 H", "--platform", "not-h"], "platform", known(json!("not H"))),
        (&["--platform", "h"], "platform", known(json!("H"))),
        (&["--pki-suffix", "a.example.com"], "suffixes", suffix("PKI DNS suffix")),
        (&["--dhcp-suffix", "a.example.com"], "suffixes", suffix("DHCP option 15")),
        (&["--dhcpv6-suffix", "a.example.com"], "suffixes", suffix("DHCPv6 option 24")),
        (&["--os-suffix", "a.example.com"], "suffixes", suffix("operating system")),
        (&["--static-suffix", "a.example.com"], "suffixes", suffix("AMT static-IP page")),
        (&["--dhcp-suffix", ""], "suffixes", known(json!([]))),
        (&["--server-fqdn", "a.example.com"], "server_fqdn", known(json!("a.example.com"))),
        (&["--server-fqdn", ""], "server_fqdn", known(Value::Null)),
        (&["--interface", "wired"], "interface", known(json!("wired"))),
        (&["--interface", "wireless"], "interface", known(json!("wireless"))),
        (&["--interface", "dock"], "interface", known(json!("dock"))),
        (&["--interface", "other"], "interface", known(json!("other"))),
        (&["--flow", "tls-pki"], "flow", known(json!("tls-pki"))),
        (&["--flow", "host-based"], "flow", known(json!("host-based"))),
        (&["--tls-mode", "pki"], "tls_mode", known(json!("pki"))),
        (&["--tls-mode", "psk"], "tls_mode", known(json!("psk"))),
        (&["--control-mode", "none"], "control_mode", known(json!("none"))),
        (&["--control-mode", "client"], "control_mode", known(json!("client"))),
        (&["--control-mode", "admin"], "control_mode", known(json!("admin"))),
        (&["--interface-open", "yes"], "interface_open", known(json!(true))),
        (&["--interface-open", "no"], "interface_open", known(json!(false))),
        (&["--link", "up"], "link_up", known(json!(true))),
        (&["--link", "down"], "link_up", known(json!(false))),
        (&["--remote-configuration", "on"], "remote_configuration", known(json!(true))),
        (&["--remote-configuration", "off"], "remote_configuration", known(json!(false))),
        (&["--dhcp-dns-server", "no"], "dhcp_dns_server", known(json!(false))),
        (&["--static-ip", "yes"], "static_ip", known(json!(true))),
        (&["--cira", "yes"], "cira", known(json!(true))),
        (&["--home-domain", "a.example.com"], "home_domain", known(json!("a.example.com"))),
        (&["--root-presented", "no"], "root_presented", known(json!(false))),
        (
            &["--device-certificate-refused", "yes"],
            "device_certificate_refused",
            known(json!(true)),
        ),
        (&["--assume-default-roots"], "assume_default_roots", json!(true)),
    ] {
        let report = with(flags);
        assert_eq!(report["facts"][fact], expected, "{flags:?}");
        // Nothing else becomes known by it.
        let facts = report["facts"].as_object().unwrap();
        let others = facts.iter().filter(|(name, value)| *name != fact && !value.is_null());
        let others: Vec<_> = others.map(|(name, _)| name.as_str()).collect();
        let expected = match fact {
            "assume_default_roots" => vec![],
            "platform" if flags[0] == "--firmware" => vec!["release", "assume_default_roots"],
            _ => vec!["assume_default_roots"],
        };
        assert_eq!(others, expected, "{flags:?}");
    }
}

#[test]
fn flags_may_be_repeated() {
    let report = with(&[
        "--dhcpv6-suffix",
        "a.example.com",
        "--dhcpv6-suffix",
        "b.example.com",
        "--pki-suffix",
        "example.com",
        "--dhcp-suffix",
        "corp.example",
    ]);
    let suffixes = report["facts"]["suffixes"]["value"].as_array().unwrap();
    let suffixes: Vec<_> =
        suffixes.iter().map(|suffix| suffix["value"].as_str().unwrap()).collect();
    assert_eq!(suffixes, ["corp.example", "a.example.com", "b.example.com", "example.com"]);
}

#[test]
fn root_hashes_have_every_form_and_are_active_unless_they_say_otherwise() {
    let sha1 = "742c3192e607e424eb4549542be1bbc53e6174e2";
    let spaced = "74 2C 31 92 e6 07 e4 24 eb 45\n49 54 2b e1 bb c5 3e 61 74 e2";
    let labelled = format!("sha1:{sha1}");
    let inactive = format!("{sha1},inactive");
    let report = with(&[
        "--root-hash",
        sha1,
        "--root-hash",
        spaced,
        "--root-hash",
        &labelled,
        "--root-hash",
        &inactive,
        "--root-hash",
        "dCwxkuYH5CTrRUlUK+G7xT5hdOI=",
    ]);
    let list = &report["facts"]["root_hashes"]["value"];
    assert_eq!(list["source"], "operator");
    let entries = list["entries"].as_array().unwrap();
    assert!(entries.iter().all(|entry| entry["hash"] == sha1 && entry["algorithm"] == "SHA-1"));
    let active: Vec<_> = entries.iter().map(|entry| entry["active"].as_bool().unwrap()).collect();
    assert_eq!(active, [true, true, true, false, true]);
}

#[test]
fn a_list_and_single_hashes_add_up() {
    let sha1 = "742c3192e607e424eb4549542be1bbc53e6174e2";
    let report = with(&["--root-hash", sha1, "--root-hashes", "root-hashes.txt"]);
    let entries = report["facts"]["root_hashes"]["value"]["entries"].as_array().unwrap();
    let active: Vec<_> = entries.iter().map(|entry| entry["active"].as_bool().unwrap()).collect();
    assert_eq!(active, [true, true, true, false, true]);
    assert_eq!(entries[4]["hash"], sha1);
    assert_eq!(rule(&report, "R-601")["outcome"], "pass");
    assert_eq!(report["root_match"]["entry"], 0);
}

/// What the facts are for: each changes the outcome it is meant to change.
#[test]
fn facts_decide() {
    let device = ["--firmware", "16.1.30.2269", "--root-hashes", "root-hashes.txt"];
    let pki = ["--pki-suffix", "example.com"];
    for (flags, verdict, headline) in [
        (&pki[..], "accepted", None),
        (&["--dhcp-suffix", "example.com"], "accepted", None),
        (&["--dhcpv6-suffix", "example.com"], "accepted", None),
        (&["--dhcp-suffix", "corp.example"], "rejected", Some("SUFFIX_MISMATCH")),
        (&["--dhcp-suffix", ""], "rejected", Some("SUFFIX_MISSING")),
        (&["--os-suffix", "example.com"], "rejected", Some("SUFFIX_SOURCE_IGNORED")),
        (&["--static-suffix", "example.com"], "rejected", Some("SUFFIX_SOURCE_IGNORED")),
        (&["--server-fqdn", "provision.example.com"], "accepted", None),
        (&["--server-fqdn", "x.example.com"], "rejected", Some("STRICT_FQDN_MISMATCH")),
        (&[], "undetermined", Some("SUFFIX_NOT_GIVEN")),
        (&[pki, ["--interface", "wireless"]].concat(), "accepted", None),
        (&[pki, ["--interface", "other"]].concat(), "rejected", Some("INTERFACE_NOT_SUPPORTED")),
        (&[pki, ["--tls-mode", "psk"]].concat(), "rejected", Some("DEVICE_NOT_PKI_MODE")),
        (&[pki, ["--interface-open", "no"]].concat(), "rejected", Some("INTERFACE_CLOSED")),
        (
            &[pki, ["--remote-configuration", "off"]].concat(),
            "rejected",
            Some("REMOTE_CONFIGURATION_DISABLED"),
        ),
        (&[&pki[..], &["--tls-mode", "psk", "--flow", "host-based"]].concat(), "accepted", None),
        (
            &[pki, ["--control-mode", "admin"]].concat(),
            "not_applicable",
            Some("ALREADY_PROVISIONED"),
        ),
    ] {
        let report = with(&[&device[..], flags].concat());
        assert_eq!(report["verdict"], verdict, "{flags:?}");
        assert_eq!(report["headline"], json!(headline), "{flags:?}");
    }
}

#[test]
fn facts_advise() {
    for (flags, finding) in [
        (&["--link", "down"][..], "LINK_DOWN"),
        (&["--dhcp-dns-server", "no"], "DHCP_OPTION6_MISSING"),
        (&["--static-ip", "yes"], "STATIC_IP_PROFILE"),
        (&["--static-ip", "yes", "--cira", "yes"], "STATIC_IP_CIRA"),
        (&["--home-domain", "a.example", "--dhcp-suffix", "a.example"], "HOME_DOMAIN_IS_SUFFIX"),
        (&["--root-presented", "no"], "ROOT_NOT_PRESENTED"),
        (&["--device-certificate-refused", "yes"], "DEVICE_CERT_IMPLAUSIBLE"),
        (&["--interface", "dock"], "DOCK_OEM_ENABLED"),
        (&["--firmware", "99.0"], "RELEASE_BEYOND_TABLE"),
    ] {
        assert!(findings(&with(flags)).contains(&finding), "{flags:?}");
    }
}

/// Release 15 tells H platforms from others: a SHA-1 entry is void on H only.
#[test]
fn the_platform_comes_from_the_firmware_text_unless_it_is_stated() {
    let report = with(&[]);
    let root = report["path"][2]["sha1"].as_str().unwrap().to_owned();
    let base = ["--pki-suffix", "example.com", "--root-hash", root.as_str()];
    for (flags, verdict, headline) in [
        (&["--firmware", "15.0.42"][..], "undetermined", Some("PLATFORM_NOT_GIVEN")),
        (&["--firmware", "15.0.42", "--platform", "h"], "rejected", Some("ROOT_HASH_SHA1_VOID")),
        (&["--firmware", "15.0.42", "--platform", "not-h"], "accepted", None),
        (&["--firmware", "15.0.42 H Corporate"], "rejected", Some("ROOT_HASH_SHA1_VOID")),
        (&["--firmware", "15.0.42 LP Consumer"], "accepted", None),
        (&["--firmware", "15.0.42 H", "--platform", "not-h"], "accepted", None),
    ] {
        let report = with(&[&base[..], flags].concat());
        assert_eq!(report["verdict"], verdict, "{flags:?}");
        assert_eq!(report["headline"], json!(headline), "{flags:?}");
    }
}

#[test]
fn assumed_roots_leave_the_verdict_open() {
    let report =
        with(&["--firmware", "16.1", "--pki-suffix", "example.com", "--assume-default-roots"]);
    assert_eq!(report["verdict"], "undetermined");
    assert_eq!(report["missing_inputs"], json!(["root_hashes"]));
    assert!(findings(&report).contains(&"ROOT_HASH_ASSUMED"));
}

#[test]
fn unknown_facts_are_named() {
    let report = with(&[]);
    assert_eq!(report["verdict"], "undetermined");
    assert_eq!(report["certificate_verdict"], "accepted");
    let missing = report["missing_inputs"].as_array().unwrap();
    assert!(missing.contains(&json!("dns_suffix")) && missing.contains(&json!("root_hashes")));
}
