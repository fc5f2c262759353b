//! The command line: what is refused, and what is told about itself.

use super::run::{CHAIN, NOW, amtp, assert_usage, preflight};

#[test]
fn help_and_version_succeed() {
    for arguments in [
        &["--help"][..],
        &["help"],
        &["preflight", "--help"],
        &["choose", "--help"],
        &["suffix", "--help"],
        &["hash", "--help"],
        &["hello", "--help"],
        &["digest", "--help"],
    ] {
        let ran = amtp(arguments);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{arguments:?}");
        assert!(ran.out.contains("Usage: amtp"), "{}", ran.out);
        assert!(arguments == ["help"] || ran.out.contains("65"), "{arguments:?}: {}", ran.out);
    }
    for flag in ["--version", "-V"] {
        let ran = amtp(&[flag]);
        assert_eq!(ran.out, concat!("amtp ", env!("CARGO_PKG_VERSION"), "\n"));
        assert_eq!(ran.code, 0);
    }
}

#[test]
fn wrong_command_lines_are_refused() {
    let hash = "cb3ccbb76031e5e0138f8dd39a23f9de47ffc35e43c1144cea27d46a5ab1cb5f";
    let cert = |more: &[&'static str]| [&["preflight", "--cert", CHAIN], more].concat();
    for (arguments, message) in [
        (vec![], "Usage: amtp"),
        (vec!["judge"], "unrecognized subcommand 'judge'"),
        (vec!["preflight"], "--cert <FILE>"),
        (cert(&["--devices"]), "a value is required for '--devices <FILE>'"),
        (cert(&["--hostname", "x"]), "unexpected argument '--hostname'"),
        (cert(&["--firmware", "sixteen"]), "expected a firmware release such as 16.1.30.2269"),
        (cert(&["--platform", "LP"]), "possible values: h, not-h"),
        (cert(&["--interface", "wifi"]), "possible values: wired, wireless, dock, other"),
        (cert(&["--flow", "cira"]), "possible values: tls-pki, host-based"),
        (cert(&["--tls-mode", "tls"]), "possible values: pki, psk"),
        (cert(&["--control-mode", "acm"]), "possible values: none, client, admin"),
        (cert(&["--interface-open", "true"]), "invalid value 'true'"),
        (cert(&["--link", "on"]), "invalid value 'on'"),
        (cert(&["--remote-configuration", "yes"]), "invalid value 'yes'"),
        (cert(&["--root-hash", "test"]), "expected a hash"),
        (cert(&["--root-hash", "sha1:cb3ccb"]), "6 hex digits"),
        (cert(&["--root-hash", "742c3192e607e424eb4549542be1bbc53e6174e2,off"]), "after the comma"),
        (cert(&["--at", "yesterday"]), "expected a time such as 2026-11-21T12:00:00Z"),
        (cert(&["--expiry", "ignore"]), "possible values: reject, warn"),
        (cert(&["--expiry-horizon=-1"]), "-1 is not in 0..=4294967295"),
        (cert(&["--expiry-horizon", "soon"]), "invalid digit"),
        (cert(&["--format", "xml"]), "possible values: text, json"),
        (cert(&["--policy", "max_chain"]), "expected NAME=VALUE"),
        (cert(&["--policy", "max_chian=3"]), "unknown field `max_chian`"),
        (cert(&["--policy", "max_chain=many"]), "max_chain: invalid type: string \"many\""),
        (cert(&["--policy", "expired=never"]), "expired: unknown variant `never`"),
        (cert(&["--matrix", "--devices", "devices.jsonl"]), "cannot be used with"),
        (cert(&["--assume-default-roots", "--root-hash", hash]), "cannot be used with"),
        (
            cert(&["--assume-default-roots", "--root-hashes", "root-hashes.txt"]),
            "cannot be used with",
        ),
        (cert(&["--cert", "-", "--devices", "-"]), "standard input can be read only once"),
        (vec!["choose"], "--bag <FILE>"),
        (vec!["suffix", "--identifier", "a.example.com"], "--suffix <NAME>"),
        (vec!["suffix", "--suffix", "example.com"], "--identifier <NAME>"),
        (vec!["suffix", "--identifier", "a.b", "--suffix", "b", "--firmware", "x"], "firmware"),
        (vec!["hash"], "<TEXT>..."),
    ] {
        assert_usage(&arguments, message);
    }
}

#[test]
fn a_wrong_command_line_is_refused_before_files_are_read() {
    assert_usage(&["preflight", "--cert", "no-such-file", "--policy", "x=1"], "unknown field `x`");
}

/// The commands that the README begins with, from the root of the repository.
#[test]
fn the_commands_of_the_readme() {
    for (cert, code, verdict) in [
        ("provisioning-chain.pem", 0, "ACCEPTED: "),
        ("without-oid.pem", 1, "REJECTED: The leaf carries neither the AMT OID"),
    ] {
        let data = |name| format!("examples/amtp/data/{name}");
        let (cert, hashes) = (data(cert), data("root-hashes.txt"));
        let arguments = ["preflight", "--cert", &cert, "--firmware", "16.1.30.2269"];
        let more = ["--pki-suffix", "example.com", "--root-hashes", &hashes];
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
        let mut command = super::run::command(&[&arguments[..], &more].concat());
        let ran: super::run::Ran = command.current_dir(root).output().unwrap().into();
        assert_eq!((ran.code, ran.err.as_str()), (code, ""));
        assert!(ran.out.starts_with(verdict), "{}", ran.out);
    }
}

/// Without `--at` the system's clock is asked: the samples are valid from 2026 to 2125.
#[test]
fn the_time_is_now_unless_stated() {
    let (_, report) = super::run::report(&["preflight", "--cert", CHAIN]);
    let now = report["now"].as_str().unwrap();
    assert!(now > "2026-01-01T00:00:00Z" && now < "2125", "{now}");
    let (_, report) = super::run::report(&preflight(CHAIN, &[]));
    assert_eq!(report["now"], NOW);
}
