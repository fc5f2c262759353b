//! The committed schemas, and that nothing can be left out of or added to an output unnoticed.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::run::{CHAIN, amtp, json as run_json, preflight, report, sample};

fn schema(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("schema/{name}.schema.json"));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
    serde_json::from_str(&text).unwrap()
}

fn validator(name: &str) -> jsonschema::Validator {
    jsonschema::draft202012::new(&schema(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Asserts that `value` is as the schema says.
pub(crate) fn check(name: &str, value: &Value) {
    let validator = validator(name);
    let errors = validator.iter_errors(value);
    let errors: Vec<_> = errors.map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(errors.is_empty(), "{name}: {errors:#?}");
}

#[test]
fn schemas_are_schemas() {
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("schema")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let name = name.strip_suffix(".schema.json").unwrap_or_else(|| panic!("{name}"));
        let schema = schema(name);
        assert!(jsonschema::draft202012::meta::is_valid(&schema), "{name}");
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert_eq!(schema["$id"], format!("urn:amtp:{name}"));
    }
}

/// Every object inside `value`, by its JSON pointer.
fn objects(value: &Value, at: String, found: &mut Vec<String>) {
    let members: Vec<(String, &Value)> = match value {
        Value::Object(map) => {
            found.push(at.clone());
            map.iter().map(|(key, value)| (key.clone(), value)).collect()
        }
        Value::Array(list) => {
            list.iter().enumerate().map(|(index, value)| (index.to_string(), value)).collect()
        }
        _ => Vec::new(),
    };
    for (key, value) in members {
        objects(value, format!("{at}/{key}"), found);
    }
}

/// Takes away each key in turn, and adds one nobody knows, in every object: none may pass.
fn assert_strict(name: &str, value: &Value) {
    let validator = validator(name);
    check(name, value);
    let mut all = Vec::new();
    objects(value, String::new(), &mut all);
    for at in all {
        let keys: Vec<String> =
            value.pointer(&at).unwrap().as_object().unwrap().keys().cloned().collect();
        for key in keys {
            let mut less = value.clone();
            less.pointer_mut(&at).unwrap().as_object_mut().unwrap().remove(&key);
            assert!(!validator.is_valid(&less), "{name}: {at}/{key} can be left out");
        }
        let mut more = value.clone();
        more.pointer_mut(&at).unwrap()["nobody_knows"] = json!(1);
        assert!(!validator.is_valid(&more), "{name}: {at} can have other keys");
    }
}

#[test]
fn outputs_have_all_their_keys_and_no_others() {
    let suffix = ["suffix", "--identifier", "a.example.org", "--suffix", "b.example.org"];
    let hash = ["hash", "cb3ccbb76031e5e0138f8dd39a23f9de47ffc35e43c1144cea27d46a5ab1cb5f"];
    let hello = super::run::file("schema-hello", [&sample("hello.bin")[..], b"\0"].concat());
    let challenge = "Digest realm=\"r\", nonce=\"n\"";
    let digest = ["digest", "--challenge", challenge, "--method", "GET", "--uri", "/"];
    let digest =
        [&digest[..], &["--user", "u", "--password-file", "provisioning-password.txt"]].concat();
    let choose = ["choose", "--bag", CHAIN, "--bag", "without-oid.pem"];
    for (name, arguments) in [
        ("report", &preflight("many-faults.pem", &["--server-fqdn", "x.example.com"])[..]),
        ("report", &preflight(CHAIN, &["--policy", "max_chain=2", "--home-domain", ""])),
        ("matrix", &preflight(CHAIN, &["--matrix"])),
        ("suffix", &suffix),
        ("hash", &hash),
        ("choose", &choose),
        ("hello", &["hello", &hello]),
        ("digest", &digest),
    ] {
        assert_strict(name, &run_json(name, arguments).1);
    }
    let devices = [&sample("devices.jsonl")[..], b"{\"id\": \"x\", \"y\": 1}"].concat();
    let devices = super::run::file("schema-devices.jsonl", devices);
    let ran = amtp(&preflight(CHAIN, &["--devices", &devices, "--format", "json"]));
    assert_eq!(ran.out.lines().count(), 12);
    for line in ran.out.lines() {
        assert_strict("device-result", &serde_json::from_str(line).unwrap());
    }
    assert_strict("device-summary", &serde_json::from_str(&ran.err).unwrap());
}

#[test]
fn the_keys_that_scripts_rely_on_are_there() {
    // The keys that scripts rely on; a change of theirs raises the schema's version.
    let top = [
        "schema",
        "verdict",
        "certificate_verdict",
        "headline",
        "rules",
        "facts",
        "policy",
        "path",
        "root_match",
        "missing_inputs",
    ];
    let rule = [
        "id",
        "outcome",
        "findings",
        "severity",
        "seen",
        "wanted",
        "remedy",
        "basis",
        "source",
        "policy_effect",
    ];
    let certificate = [
        "role",
        "subject",
        "serial",
        "not_before",
        "not_after",
        "key",
        "signature",
        "sha1",
        "sha256",
        "sha384",
        "file",
    ];
    let (_, report) = report(&preflight(CHAIN, &[]));
    assert_eq!(report["schema"], 1);
    let has = |value: &Value, keys: &[&str]| {
        for key in keys {
            assert!(value.get(key).is_some(), "{key}");
        }
    };
    has(&report, &top);
    has(&report["rules"][0], &rule);
    has(&report["path"][0], &certificate);
}

#[test]
fn device_lines_are_as_their_schema_says() {
    let validator = validator("device");
    for line in String::from_utf8(sample("devices.jsonl")).unwrap().lines() {
        check("device", &serde_json::from_str(line).unwrap());
    }
    assert!(!validator.is_valid(&json!({"hostname": "x"})));
    // The keys are those that the tool knows; it lists them when it meets another.
    let unknown = super::run::file("schema-unknown.jsonl", "{\"?\": 1}\n");
    let ran = amtp(&preflight(CHAIN, &["--devices", &unknown]));
    let result: Value = serde_json::from_str(&ran.out).unwrap();
    let (_, keys) = result["error"].as_str().unwrap().split_once("expected one of ").unwrap();
    let mut keys: Vec<&str> = keys.split('`').skip(1).step_by(2).collect();
    let schema = schema("device");
    let mut known: Vec<&str> =
        schema["properties"].as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    known.sort_unstable();
    assert_eq!(keys, known);
}
