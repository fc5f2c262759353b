//! Text for people: what comes first, how wide it is, and in which colours.

use super::run::{CHAIN, Ran, amtp, command, preflight};

#[test]
fn the_first_screen_says_the_verdict_why_and_what_to_do() {
    let ran = amtp(&preflight("without-oid.pem", &[]));
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    let screen: Vec<&str> = ran.out.lines().take(24).collect();
    let verdict =
        "REJECTED: The leaf carries neither the AMT OID in Extended Key Usage nor the Intel OU";
    assert!(screen[0].starts_with(verdict), "{screen:#?}");
    for start in [
        "Why it is rejected",
        "  R-202  the leaf carries the AMT OID or the Intel OU [fail]",
        "         MARKER_MISSING: ",
        "         seen    no OU",
        "         wanted  2.16.840.1.113741.1.2.3 in Extended Key Usage, or OU exactly",
        "         fix     Reissue the certificate with the Intel AMT OID",
        "         basis   intel-guide: ",
    ] {
        assert!(screen.iter().any(|line| line.starts_with(start)), "{start}: {screen:#?}");
    }
}

#[test]
fn every_fault_is_reported_the_headline_first() {
    let ran = amtp(&preflight("many-faults.pem", &["--expiry-horizon", "1"]));
    assert_eq!(ran.code, 1);
    assert!(ran.out.starts_with("REJECTED: An OU is nearly, but not exactly,"), "{}", ran.out);
    let places = [
        "MARKER_OU_NEAR_MISS:",
        "EKU_SERVER_AUTH_MISSING:",
        "CHAIN_ROOT_MISSING:",
        "EXPIRED:",
        "SUFFIX_MISMATCH:",
        "SHA1_FORBIDDEN:",
        "RSA_TOO_SMALL:",
    ]
    .map(|finding| ran.out.find(finding).unwrap_or_else(|| panic!("{finding}: {}", ran.out)));
    assert!(places.is_sorted(), "{places:?}");
    let issuer = "  issued by       CN=Example Root CA, O=Example Corporation, C=US\n";
    assert!(ran.out.contains(issuer), "{}", ran.out);
}

#[test]
fn an_accepted_certificate_shows_what_to_present() {
    let ran = amtp(&preflight(CHAIN, &[]));
    assert!(ran.out.starts_with("ACCEPTED: this device will take this certificate\n"));
    let chain = ran.out.split("\nPresent these, in this order\n").nth(1).unwrap();
    let roles: Vec<_> = chain.lines().filter(|line| line.contains(" CN=")).collect();
    assert_eq!(
        roles,
        [
            "  leaf            CN=provision.example.com, O=Example Corporation, C=US",
            "  intermediate 1  CN=Example Provisioning CA, O=Example Corporation, C=US",
            "  root            CN=Example Root CA, O=Example Corporation, C=US",
        ]
    );
    assert!(chain.contains("  The device holds the root as entry 1:\n    SHA-256 "), "{chain}");
}

#[test]
fn other_verdicts_have_their_own_words() {
    let arguments = ["preflight", "--cert", CHAIN, "--at", super::run::NOW, "--firmware", "16.1"];
    let ran = amtp(&arguments);
    assert_eq!(ran.code, 2);
    let start = "UNDETERMINED: The device's list of root certificate hashes is not known\n  and also: \
                 SUFFIX_NOT_GIVEN";
    assert!(ran.out.starts_with(start), "{}", ran.out);
    let missing = "  missing input: dns_suffix, root_hashes\n  give           --pki-suffix or \
                   --dhcp-suffix, --root-hashes or --hello\n";
    assert!(ran.out.contains(missing), "{}", ran.out);
    assert!(ran.out.contains("\nWhat leaves it open\n"), "{}", ran.out);
    let ran = amtp(&preflight("without-oid.pem", &["--control-mode", "admin"]));
    assert_eq!(ran.code, 0);
    let start = "NOT APPLICABLE: The device is already in Admin Control Mode";
    assert!(ran.out.starts_with(start), "{}", ran.out);
    assert!(ran.out.contains("\nWould reject, were it not provisioned\n"), "{}", ran.out);
}

#[test]
fn lines_are_no_wider_than_a_hash_makes_them() {
    for arguments in [
        preflight(CHAIN, &[]),
        preflight("many-faults.pem", &["--os-suffix", "corp.local"]),
        preflight(CHAIN, &["--matrix"]),
        vec!["hash", "test"],
        vec!["suffix", "--identifier", "a.example.org", "--suffix", "b.example.org"],
        vec!["choose", "--bag", CHAIN, "--bag", "without-oid.pem"],
        vec!["hello", "hello.bin"],
    ] {
        let ran = amtp(&arguments);
        let whole = |line: &&str| line.contains("SHA-384 ") || line.contains("ErrorMsg");
        let wide = ran.out.lines().find(|line| line.chars().count() > 100 && !whole(line));
        assert_eq!(wide, None, "{arguments:?}");
        let blank_end = ran.out.lines().find(|line| line.ends_with(' '));
        assert_eq!(blank_end, None, "{arguments:?}");
    }
}

/// Takes colours away.
fn plain(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |text, part| text + part.split_once('m').unwrap().1)
}

#[test]
fn colour_is_for_terminals_and_changes_no_word() {
    for arguments in [
        preflight(CHAIN, &[]),
        preflight("many-faults.pem", &[]),
        preflight(CHAIN, &["--matrix"]),
        preflight(CHAIN, &["--devices", "devices.jsonl"]),
        preflight("no-such-file", &[]),
        vec!["hash", "test"],
        vec!["choose", "--bag", CHAIN],
        vec!["hello", "hello.bin"],
        vec!["hello", CHAIN],
    ] {
        let run = |set: &[(&str, &str)]| -> Ran {
            command(&arguments).envs(set.iter().copied()).output().unwrap().into()
        };
        let (piped, forced) = (run(&[]), run(&[("CLICOLOR_FORCE", "1")]));
        assert!(!piped.out.contains('\u{1b}') && !piped.err.contains('\u{1b}'), "{arguments:?}");
        let coloured = [&forced.out, &forced.err].iter().any(|text| text.contains("\u{1b}["));
        assert!(coloured, "{arguments:?}");
        assert_eq!(plain(&forced.out), piped.out);
        assert_eq!(plain(&forced.err), piped.err);
        let refused = run(&[("NO_COLOR", "1")]);
        assert_eq!((refused.out, refused.err), (piped.out, piped.err));
    }
}

#[test]
fn what_is_for_programs_is_never_coloured() {
    let challenge = "Digest realm=\"r\", nonce=\"n\"";
    let digest = ["digest", "--challenge", challenge, "--method", "GET", "--uri", "/"];
    let account = ["--user", "u", "--password-file", "provisioning-password.txt"];
    for arguments in [
        preflight(CHAIN, &["--format", "json"]),
        vec!["hello", "hello.bin", "--format", "json"],
        [&digest[..], &account].concat(),
    ] {
        let ran: Ran = command(&arguments).env("CLICOLOR_FORCE", "1").output().unwrap().into();
        assert_eq!(ran.code, 0, "{arguments:?}");
        assert!(!ran.out.contains('\u{1b}'), "{arguments:?}");
    }
}

#[test]
fn a_closed_pipe_is_no_crash() {
    use std::process::Stdio;

    let arguments = preflight(CHAIN, &["--devices", "-"]);
    let mut child = command(&arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), b"{}\n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(74));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

/// On a terminal, as `script` of util-linux makes one.
#[cfg(target_os = "linux")]
#[test]
fn a_terminal_gets_colour_and_a_progress_bar() {
    use std::process::Command;

    let on_terminal = |arguments: &[&str]| -> String {
        let words = [&[env!("CARGO_BIN_EXE_amtp")], arguments].concat();
        let line: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
        let mut command = Command::new("script");
        command.args(["-q", "-c", &line.join(" "), "/dev/null"]).current_dir(super::run::data());
        command.env("TERM", "xterm").env_remove("NO_COLOR").stdin(std::process::Stdio::null());
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    let report = on_terminal(&preflight("without-oid.pem", &[]));
    assert!(report.starts_with("\u{1b}[1m\u{1b}[31mREJECTED\u{1b}[0m: "), "{report:?}");
    let judged = on_terminal(&preflight(CHAIN, &["--devices", "devices.jsonl"]));
    assert!(judged.contains(" KiB, 0s left\r\u{1b}[2K{\"schema\":1,\"line\":1,"), "{judged:?}");
    assert_eq!(judged.matches("{\"schema\":1,\"line\":").count(), 11);
    assert!(judged.contains("\r\u{1b}[2K\u{1b}[1m11 devices: "), "{judged:?}");
    let plain = on_terminal(&preflight(CHAIN, &["--format", "json"]));
    assert!(!plain.contains('\u{1b}'), "{plain:?}");
}
