//! Certificates in every form, and files that are none.

use base64ct::{Base64, Encoding};
use serde_json::json;

use super::run::{
    CHAIN, amtp, amtp_reading, assert_unreadable, file, findings, preflight, report, rule, sample,
};

/// The certificates of [`CHAIN`] as DER, leaf first.
fn chain() -> Vec<Vec<u8>> {
    let pem = String::from_utf8(sample(CHAIN)).unwrap();
    let blocks = pem.split("-----BEGIN CERTIFICATE-----").skip(1);
    let body = |block: &str| block.split("-----END").next().unwrap().split_whitespace().collect();
    blocks.map(|block| Base64::decode_vec(&body(block) as &String).unwrap()).collect()
}

const PASSWORD: [&str; 2] = ["--pfx-password-file", "provisioning-password.txt"];

#[test]
fn one_bag_comes_from_files_of_every_form() {
    let [leaf, intermediate, root] = chain().try_into().unwrap();
    let concatenated = file("concatenated.der", [&leaf[..], &root, &intermediate].concat());
    let base64 = file("base64.txt", Base64::encode_string(&leaf));
    let issuers = file("issuers.der", [&root[..], &intermediate].concat());
    let reversed = file("reversed.pem", {
        let pem = String::from_utf8(sample(CHAIN)).unwrap();
        let mut blocks: Vec<&str> = pem.split_inclusive("-----END CERTIFICATE-----\n").collect();
        blocks.reverse();
        blocks.concat().replace('\n', "\r\n")
    });
    let (leaf_file, intermediate_file, root_file) =
        (file("leaf.der", &leaf), file("intermediate.der", &intermediate), file("root.der", &root));
    for more in [
        &["--cert", CHAIN][..],
        &["--cert", &reversed],
        &["--cert", &concatenated],
        &["--cert", "provisioning-chain.p7b"],
        &["--cert", &base64, "--cert", &issuers],
        &["--cert", &root_file, "--cert", &leaf_file, "--cert", &intermediate_file],
        &["--cert", "provisioning.p12", PASSWORD[0], PASSWORD[1]],
        &["--cert", CHAIN, "--cert", "provisioning.p12", PASSWORD[0], PASSWORD[1]],
    ] {
        let (code, report) = report(&preflight(more[1], &more[2..]));
        assert_eq!(code, 0, "{more:?}");
        let path = report["path"].as_array().unwrap();
        let roles: Vec<_> = path.iter().map(|c| c["role"].as_str().unwrap()).collect();
        assert_eq!(roles, ["leaf", "intermediate 1", "root"], "{more:?}");
        assert_eq!(report["unused"], json!([]));
    }
}

#[test]
fn every_certificate_names_its_file() {
    let [leaf, intermediate, root] = chain().try_into().unwrap();
    let leaf = file("named-leaf.der", leaf);
    let rest = file("named-rest.der", [&intermediate[..], &root].concat());
    let stray = "many-faults.pem"; // its intermediate is the same
    let (_, report) = report(&preflight(&leaf, &["--cert", &rest, "--cert", stray]));
    let files = |list: &str| -> Vec<String> {
        let list = report[list].as_array().unwrap().iter();
        list.map(|certificate| certificate["file"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(files("path"), [leaf.as_str(), &rest, &rest]);
    assert_eq!(files("unused"), [stray]);
}

#[test]
fn standard_input_is_a_file() {
    let ran = amtp_reading(&preflight("-", &["--format", "json"]), &sample(CHAIN));
    let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((ran.code, &report["path"][0]["file"]), (0, &json!("standard input")));
    let ran = amtp_reading(&preflight("-", &[]), b"");
    assert_eq!(ran.code, 65);
    assert!(ran.err.contains("standard input: the input is empty"), "{}", ran.err);
}

#[test]
fn junk_beside_certificates_is_noted_with_its_file() {
    let letter = file("letter.txt", "Dear administrator, the certificate is attached.\n");
    let cut = file("cut.der", &chain()[0][..700]);
    let (code, report) = report(&preflight(CHAIN, &["--cert", &letter, "--cert", &cut]));
    assert_eq!(code, 0);
    let rule = rule(&report, "R-101");
    assert_eq!(rule["findings"], json!(["INPUT_NOT_CERTIFICATE"]));
    let seen = rule["seen"].as_str().unwrap();
    assert!(seen.contains(&format!("{letter}: expected a certificate")), "{seen}");
    assert!(seen.contains(&format!("{cut}: damaged certificate: it is cut off")), "{seen}");
    assert!(!seen.contains("input item"), "{seen}");
    let text = amtp(&preflight(CHAIN, &["--cert", &letter])).out;
    assert!(text.contains("letter.txt: expected") && !text.contains("input item 2"), "{text}");
}

#[test]
fn files_without_a_certificate_are_unreadable() {
    let [leaf, ..] = &chain()[..] else { panic!() };
    let key = "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n";
    let damaged = String::from_utf8(sample(CHAIN)).unwrap().replace("MII", "M!!");
    let certificate = "expected a certificate (PEM, DER, base64 or PKCS#7), found";
    for (name, content, message) in [
        ("empty.pem", b"".to_vec(), "the input is empty".to_owned()),
        ("blank.pem", b" \r\n\n".to_vec(), "the input is empty".to_owned()),
        ("text.pem", b"Not a certificate.".to_vec(), format!("{certificate} text (at byte 0)")),
        ("binary.pem", vec![0, 159, 146, 150], format!("{certificate} binary data (at byte 0)")),
        ("latin1.pem", b"Zertifikat f\xfcr".to_vec(), format!("{certificate} binary data")),
        ("truncated.der", leaf[..leaf.len() - 1].to_vec(), "it is cut off (at byte ".to_owned()),
        ("stub.der", leaf[..3].to_vec(), "stub.der: ".to_owned()),
        ("damaged.pem", damaged.into_bytes(), "damaged base64".to_owned()),
        ("key.pem", key.into(), "private keys, ignored unread: 1".to_owned()),
    ] {
        let path = file(name, content);
        assert_unreadable(&preflight(&path, &[]), "no certificate can be read");
        assert_unreadable(&preflight(&path, &[]), &message);
        if name != "key.pem" {
            assert_unreadable(&preflight(&path, &[]), &format!("\n  {path}: "));
        }
    }
}

#[test]
fn files_that_cannot_be_opened_are_unreadable() {
    for (arguments, message) in [
        (preflight("no-such-file.pem", &[]), "no-such-file.pem: No such file"),
        (preflight(".", &[]), ".: Is a directory"),
        (preflight(CHAIN, &["--key-spki", "no-such-key"]), "no-such-key: No such file"),
        (preflight(CHAIN, &["--devices", "no-such-list"]), "no-such-list: No such file"),
        (preflight(CHAIN, &["--devices", "."]), ".: Is a directory"),
        (
            preflight("provisioning.p12", &["--pfx-password-file", "no-such-password"]),
            "no-such-password: No such file",
        ),
        (vec!["preflight", "--cert", CHAIN, "--root-hashes", "no-list"], "no-list: No such file"),
        (vec!["choose", "--bag", CHAIN, "--bag", "no-bag"], "no-bag: No such file"),
        (vec!["hash", "test", "--root-hashes", "no-list"], "no-list: No such file"),
    ] {
        assert_unreadable(&arguments, message);
    }
}

#[test]
fn an_input_past_the_limit_is_refused_as_a_whole() {
    let path = file("huge.pem", vec![b'x'; (24 << 20) + 1]);
    assert_unreadable(&preflight(&path, &[]), "huge.pem: longer than 25165824 bytes");
    std::fs::remove_file(path).unwrap();
    // Two that fit one by one do not fit together.
    let path = file("large.pem", vec![b'\n'; 13 << 20]);
    assert_unreadable(
        &preflight(&path, &["--cert", &path]),
        "large.pem: an input of 27262976 bytes",
    );
    std::fs::remove_file(path).unwrap();
}

#[test]
fn lists_of_root_hashes_say_where_they_are_wrong() {
    fn list(file: &str) -> Vec<&str> {
        vec!["preflight", "--cert", CHAIN, "--root-hashes", file]
    }
    let good = "742c3192e607e424eb4549542be1bbc53e6174e2";
    for (name, content, message) in [
        ("list-word", format!("# comment\n\n{good}\ntest # x\n").into_bytes(), "line 4, byte 1: "),
        ("list-flag", format!("{good},off\n").into_bytes(), "line 1, byte 42: "),
        ("list-digits", b"cb3c\n".to_vec(), "found 4 hex digits"),
        ("list-label", format!("md9:{good}").into_bytes(), "an unknown algorithm name"),
        ("list-utf8", b"# Stra\xdfe\n".to_vec(), "expected text in UTF-8 (at byte 6)"),
        ("list-huge", vec![b'\n'; (1 << 20) + 1], "longer than 1048576 bytes"),
    ] {
        let path = file(name, content);
        assert_unreadable(&list(&path), &format!("{path}: "));
        assert_unreadable(&list(&path), message);
    }
    // No hash at all is an answer, not an error.
    let empty = file("list-empty", "# none\n");
    let (code, report) = report(&list(&empty));
    assert_eq!((code, &report["headline"]), (1, &json!("ROOT_HASH_LIST_EMPTY")));
}

#[test]
fn a_pkcs12_file_is_told_by_its_content() {
    let disguised = file("disguised.pem", sample("provisioning.p12"));
    let base64 = Base64::encode_string(&sample("provisioning.p12"));
    let armoured =
        file("armoured", format!("-----BEGIN PKCS12-----\n{base64}\n-----END PKCS12-----\n"));
    let text = file("pfx-base64", base64);
    for path in [&disguised, &armoured, &text] {
        let (code, report) = report(&preflight(path, &PASSWORD));
        assert_eq!(code, 0, "{path}");
        assert_eq!(report["path"][2]["file"], **path);
        // One item for each certificate.
        assert_eq!(report["path"][2]["input_item"], 2);
    }
}

#[test]
fn passwords_are_the_content_of_their_file_but_for_one_line_end() {
    let password = String::from_utf8(sample("provisioning-password.txt")).unwrap();
    let password = password.trim_end();
    for (name, content, opens) in [
        ("password", password.to_owned(), true),
        ("password-lf", format!("{password}\n"), true),
        ("password-crlf", format!("{password}\r\n"), true),
        ("password-bom", format!("\u{feff}{password}\r\n"), true),
        ("password-two", format!("{password}\n\n"), false),
        ("password-cr", format!("{password}\r"), false),
        ("password-blank", format!("{password} "), false),
        ("password-none", String::new(), false),
    ] {
        let path = file(name, content);
        let arguments = preflight("provisioning.p12", &["--pfx-password-file", &path]);
        if opens {
            assert_eq!(amtp(&arguments).code, 0, "{name}");
        } else {
            assert_unreadable(&arguments, "provisioning.p12: wrong password, or the PKCS#12 file");
        }
    }
    let path = file("password-latin1", b"Schl\xfcssel");
    let arguments = preflight("provisioning.p12", &["--pfx-password-file", &path]);
    assert_unreadable(&arguments, "password-latin1: expected text in UTF-8 (at byte 4)");
}

#[test]
fn without_a_password_the_empty_one_is_tried() {
    let message = "provisioning.p12: this PKCS#12 file has a password; put it into a file and name \
                   that with --pfx-password-file";
    assert_unreadable(&preflight("provisioning.p12", &[]), message);
    for name in ["empty-password.pfx", "bouncy-absent-password.pfx", "empty-password-legacy.pfx"] {
        let path = format!("../tests/data/pfx/{name}");
        let (_, report) = report(&preflight(&path, &[]));
        assert_eq!(report["path"][0]["file"], path);
    }
}

#[test]
fn a_damaged_pkcs12_file_is_told_from_a_wrong_password() {
    let whole = sample("provisioning.p12");
    let cut = file("cut.p12", &whole[..whole.len() - 1]);
    assert_unreadable(
        &preflight(&cut, &PASSWORD),
        "cut.p12: damaged PKCS#12 file: container: it is",
    );
    let mut altered = whole.clone();
    altered[whole.len() / 2] ^= 1;
    let altered = file("altered.p12", altered);
    assert_unreadable(
        &preflight(&altered, &PASSWORD),
        "altered.p12: wrong password, or the PKCS#12",
    );
    let unsupported = "../tests/data/pfx/refused-rc4.pfx";
    let secret = file("secret-rc4", "secret");
    let arguments = preflight(unsupported, &["--pfx-password-file", &secret]);
    assert_unreadable(&arguments, "refused-rc4.pfx: the PKCS#12 file uses RC4-128");
    assert_unreadable(&arguments, "openssl pkcs12 -in FILE -nokeys");
}

#[test]
fn a_pkcs12_file_with_a_key_only_is_no_obstacle() {
    let password = file("secret", "secret");
    let flags = ["--pfx-password-file", &password];
    let key_only = "../tests/data/pfx/key-only.pfx";
    let ran = amtp(&preflight(key_only, &flags));
    assert_eq!((ran.code, ran.out.as_str()), (65, ""));
    let note = "key-only.pfx: the PKCS#12 file holds no certificate";
    assert!(ran.err.contains(note), "{}", ran.err);
    let ran = amtp(&preflight(CHAIN, &[&flags[..], &["--cert", key_only]].concat()));
    assert_eq!(ran.code, 0);
    assert!(ran.err.contains(note), "{}", ran.err);
}

#[test]
fn a_pkcs12_block_among_certificates_is_left_closed_and_noted() {
    let block = "-----BEGIN PKCS12-----\nMAA=\n-----END PKCS12-----\n";
    let both = file("both.pem", [&sample(CHAIN)[..], block.as_bytes()].concat());
    let (code, report) = report(&preflight(&both, &[]));
    assert_eq!(code, 0);
    assert!(findings(&report).contains(&"INPUT_IS_PFX"));
}
