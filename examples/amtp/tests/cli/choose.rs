//! Which of several certificates.

use serde_json::{Value, json};

use super::run::{CHAIN, NOW, amtp, file, json, sample};

const DEVICE: [&str; 8] = [
    "--firmware",
    "16.1.30.2269",
    "--pki-suffix",
    "example.com",
    "--root-hashes",
    "root-hashes.txt",
    "--at",
    NOW,
];

fn choose(bags: &[&str], device: &[&str]) -> (i32, Value) {
    let bags = bags.iter().flat_map(|bag| ["--bag", bag]);
    json(
        "choose",
        &["choose"].into_iter().chain(bags).chain(device.iter().copied()).collect::<Vec<_>>(),
    )
}

#[test]
fn the_accepted_one_is_chosen_wherever_it_stands() {
    for bags in [
        ["without-oid.pem", CHAIN, "many-faults.pem"],
        ["many-faults.pem", "without-oid.pem", CHAIN],
    ] {
        let (code, ranking) = choose(&bags, &DEVICE);
        assert_eq!(
            (code, &ranking["verdict"], &ranking["chosen"]),
            (0, &json!("accepted"), &json!(CHAIN))
        );
        assert_eq!(ranking["reason"], "accepted, while without-oid.pem is rejected");
        let choices = ranking["choices"].as_array().unwrap();
        let files: Vec<_> = choices.iter().map(|choice| choice["file"].as_str().unwrap()).collect();
        assert_eq!(files, [CHAIN, "without-oid.pem", "many-faults.pem"]);
        assert_eq!(choices[1]["headline"], "MARKER_MISSING");
        assert_eq!(choices[0]["expires"], "2125-12-31T23:59:59Z");
        assert_eq!(choices[0]["path"].as_array().unwrap().len(), 3);
        // It has no root.
        assert_eq!(choices[2]["root_sha256"], json!(null));
    }
}

#[test]
fn the_verdict_is_that_of_the_best() {
    let (code, ranking) = choose(&["without-oid.pem", "many-faults.pem"], &DEVICE);
    assert_eq!(
        (code, &ranking["verdict"], &ranking["chosen"]),
        (1, &json!("rejected"), &json!(null))
    );
    let (code, ranking) = choose(&["without-oid.pem", CHAIN], &["--at", NOW]);
    assert_eq!(
        (code, &ranking["verdict"], &ranking["chosen"]),
        (2, &json!("undetermined"), &json!(CHAIN))
    );
    let admin = [&DEVICE[..], &["--control-mode", "admin"]].concat();
    let (code, ranking) = choose(&[CHAIN], &admin);
    assert_eq!(
        (code, &ranking["verdict"], &ranking["chosen"]),
        (0, &json!("not_applicable"), &json!(null))
    );
    let (code, ranking) = choose(&[CHAIN], &DEVICE);
    assert_eq!((code, &ranking["reason"]), (0, &json!("the only one given")));
}

#[test]
fn between_equals_the_reason_is_told() {
    let copy = file("copy.pem", sample(CHAIN));
    let (_, ranking) = choose(&[CHAIN, &copy], &DEVICE);
    assert_eq!(ranking["reason"], format!("equal to {copy} and given before it"));
    let stray = file("stray.pem", [sample(CHAIN), sample("many-faults.pem")].concat());
    let (_, ranking) = choose(&[&stray, CHAIN], &DEVICE);
    assert_eq!(ranking["chosen"], CHAIN);
    let reason = ranking["reason"].as_str().unwrap();
    assert!(reason.starts_with("fewer notes than "), "{reason}");
}

#[test]
fn bags_may_be_pkcs12() {
    let password = ["--pfx-password-file", "provisioning-password.txt"];
    let (code, ranking) =
        choose(&["without-oid.pem", "provisioning.p12"], &[&DEVICE[..], &password].concat());
    assert_eq!((code, &ranking["chosen"]), (0, &json!("provisioning.p12")));
}

#[test]
fn the_policy_applies() {
    let (code, ranking) = choose(&[CHAIN], &[&DEVICE[..], &["--policy", "max_chain=2"]].concat());
    assert_eq!((code, &ranking["choices"][0]["headline"]), (1, &json!("CHAIN_LONG")));
}

#[test]
fn the_text_says_what_to_take_and_what_is_wrong_with_the_others() {
    let run = |bags: &[&str], device: &[&str]| {
        let bags = bags.iter().flat_map(|bag| ["--bag", bag]);
        let arguments = ["choose"].into_iter().chain(bags).chain(device.iter().copied());
        amtp(&arguments.collect::<Vec<_>>())
    };
    let ran = run(&["without-oid.pem", CHAIN], &DEVICE);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let first =
        "ACCEPTED: take provisioning-chain.pem: accepted, while without-oid.pem is rejected\n";
    assert!(ran.out.starts_with(first), "{}", ran.out);
    let other = "\nwithout-oid.pem\n  rejected\n  MARKER_MISSING: ";
    assert!(ran.out.contains(other), "{}", ran.out);
    assert!(
        run(&[CHAIN], &["--at", NOW])
            .out
            .starts_with("UNDETERMINED: provisioning-chain.pem comes nearest")
    );
    let none = "REJECTED: none of these certificates serves the device\n";
    assert!(run(&["without-oid.pem"], &DEVICE).out.starts_with(none));
    let admin = [&DEVICE[..], &["--control-mode", "admin"]].concat();
    let text = run(&[CHAIN], &admin).out;
    assert!(
        text.starts_with("NOT APPLICABLE: The device is already in Admin Control Mode"),
        "{text}"
    );
}
