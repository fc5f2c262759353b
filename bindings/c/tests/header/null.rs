//! `tests/c/null.c`: every function with sound arguments, then with NULL for each pointer in turn, then with
//! NULL and length 0. It is made of the header, so that no function is forgotten.

use std::fmt::Write;

use crate::item::Function;

/// Handles, of which `tests/c/sample.h` holds one that is read and one that may be written to.
const HANDLES: [&str; 22] = [
    "amtp_agent",
    "amtp_authorization",
    "amtp_bag",
    "amtp_credentials",
    "amtp_device",
    "amtp_device_settings",
    "amtp_digest_client",
    "amtp_evaluation",
    "amtp_exchange",
    "amtp_facts",
    "amtp_hello",
    "amtp_http_reader",
    "amtp_http_response",
    "amtp_matrix",
    "amtp_policy",
    "amtp_prepared",
    "amtp_ranking",
    "amtp_report",
    "amtp_server_lookup",
    "amtp_service_point",
    "amtp_session",
    "amtp_trial",
];

/// Arguments of which NULL has a meaning.
fn may_be_null(function: &str, kind: &str) -> bool {
    matches!(kind, "const amtp_policy *" | "const amtp_path_limits *")
        || matches!(
            (function, kind),
            ("amtp_session_restore_out_of_band", "const amtp_device_settings *")
        )
}

/// A sound argument.
fn sample(function: &str, kind: &str, name: &str) -> String {
    let stem = kind.trim_start_matches("const ").trim_end_matches([' ', '*']);
    let is_handle = HANDLES.contains(&stem);
    match (function, name) {
        ("amtp_facts_set_release", "release") => return "\"16.1.30\"".into(),
        ("amtp_bag_set_limits", "certificates" | "certificate_bytes" | "input_bytes") => {
            return "0".into();
        }
        ("amtp_hash_problem", "hash") => return "\"test\"".into(),
        ("amtp_facts_set_name", "fact") => return "AMTP_FACT_SERVER_FQDN".into(),
        ("amtp_server_lookup_set", "method") => return "AMTP_LOOKUP_METHOD_ADDRESS".into(),
        ("amtp_server_lookup_set", "value") => return "\"192.0.2.7\"".into(),
        ("amtp_uuid_read", "uuid") => return "\"00112233-4455-6677-8899-aabbccddeeff\"".into(),
        ("amtp_hello_push", "fragment") | ("amtp_hello_read", "data") => return "s.hello".into(),
        ("amtp_hello_write", "hashes") => return "&s.hash".into(),
        ("amtp_credentials_new_stored", "hash") => return "2".into(),
        ("amtp_digest_client_heed", "info") | ("amtp_authorization_info", "next") => {
            return "s.info".into();
        }
        ("amtp_authorization_read", "field") => return "s.authorization".into(),
        ("amtp_trial_finding", "trial") => return "s.failed_trial".into(),
        ("amtp_http_reader_push", "data") => return "s.answer".into(),
        ("amtp_http_response_value", "name") => return "\"Server\"".into(),
        ("amtp_exchange_new", "host") => return "\"192.0.2.7:16992\"".into(),
        ("amtp_exchange_credentials", "exchange") => return "s.challenged_amtp_exchange".into(),
        ("amtp_exchange_take_response", "exchange") => return "s.amtp_exchange".into(),
        ("amtp_device_settings_set_tls", "authentication") => {
            return "AMTP_TLS_AUTHENTICATION_MUTUAL".into();
        }
        ("amtp_device_settings_add_kerberos_user", "sid") => return "s.sid".into(),
        ("amtp_session_restore_out_of_band", "snapshot") => return "s.snapshot".into(),
        ("amtp_session_restore_in_band", "snapshot") => return "s.snapshot_in_band".into(),
        ("amtp_agent_facts" | "amtp_agent_host_status", "status") => return "1".into(),
        (_, "from" | "at") if kind == "const char *" => return "\"192.0.2.7\"".into(),
        (_, "operand") => return operand(function).into(),
        _ => {}
    }
    if stem == "amtp_session" && kind.starts_with("const ") {
        if let Some(state) = state(function) {
            return format!("s.{state}_session");
        }
    }
    if is_handle && function.contains("_error") {
        return format!("s.failed_{}", stem.trim_start_matches("amtp_"));
    }
    match kind {
        "const char *" => "HASH".into(),
        "const uint8_t *" if name == "random" => "s.random".into(),
        "const uint8_t *" => "s.data".into(),
        "const amtp_bytes *" if name == "fields" => "&s.challenge".into(),
        "const amtp_bytes *" => "&s.item".into(),
        "const amtp_path_limits *" => "&s.limits".into(),
        "const amtp_prepared *const *" => "&s.certificate".into(),
        "const amtp_credentials *const *" => "&s.account".into(),
        "char *" => "s.buf".into(),
        "uint8_t *" => "(uint8_t *)s.buf".into(),
        _ if kind.ends_with("**") && is_handle => format!("&made_{stem}"),
        _ if is_handle && kind.starts_with("const ") => format!("s.{stem}"),
        _ if is_handle => format!("s.scratch_{stem}"),
        _ if kind.ends_with('*') => format!("&s.out_{stem}"),
        _ => match name {
            "cap" => "sizeof s.buf".into(),
            "fact" => "AMTP_FACT_PLATFORM".into(),
            "algorithm" | "algorithm_id" => "2".into(),
            "now" | "index" | "rank" | "finding" => "0".into(),
            "status" => "AMTP_ERR_NULL".into(),
            _ => "1".into(),
        },
    }
}

/// The sample session whose current output a function shows.
fn state(function: &str) -> Option<&'static str> {
    Some(match function {
        "amtp_session_endpoint"
        | "amtp_session_endpoint_certificate"
        | "amtp_session_endpoint_pin" => "connecting",
        "amtp_session_operand_text" | "amtp_session_operand_count" => "naming",
        "amtp_session_operand_number" => "timing",
        "amtp_session_operand_bytes" | "amtp_session_operand_reference" => "password",
        "amtp_session_event" | "amtp_session_event_text" => "reporting",
        "amtp_session_event_evaluation" => "choosing",
        "amtp_session_result"
        | "amtp_session_suspect"
        | "amtp_session_unfinished_step"
        | "amtp_session_cause"
        | "amtp_session_cause_text" => "refused",
        _ => return None,
    })
}

/// An operand of that session.
fn operand(function: &str) -> &'static str {
    match function {
        "amtp_session_operand_number" => "AMTP_OPERAND_SENT_TIME",
        "amtp_session_operand_bytes" => "AMTP_OPERAND_REALM",
        "amtp_session_operand_reference" => "AMTP_OPERAND_SECRET",
        _ => "AMTP_OPERAND_HOST",
    }
}

/// The arguments of a call, in which the pointer number `null` is NULL, and without a length if `empty`.
fn arguments(function: &Function, null: Option<usize>, empty: bool) -> String {
    let mut arguments: Vec<String> = Vec::new();
    for (place, (kind, name)) in function.parameters.iter().enumerate() {
        let before = place.checked_sub(1).map(|place| function.parameters[place].0.as_str());
        let is_length = name == "len" || name.ends_with("_len") || name == "count";
        arguments.push(if null == Some(place) {
            "NULL".into()
        } else if is_length && kind == "size_t" && before.is_some_and(|kind| kind.ends_with('*')) {
            let text = arguments.last().unwrap();
            match before {
                _ if empty => "0".into(),
                _ if text.starts_with("s.snapshot") => format!("{text}_len"),
                Some("const char *") if text != "NULL" => format!("sizeof {text} - 1"),
                Some("const uint8_t *") if text != "NULL" => format!("sizeof {text}"),
                _ => "1".into(),
            }
        } else if name == "cap" && empty {
            "0".into()
        } else {
            sample(&function.name, kind, name)
        });
    }
    arguments.join(", ")
}

pub(crate) fn suite(functions: &[Function]) -> String {
    let mut text = String::from(
        "/* Generated by bindings/c/tests/header from the header: NULL in every place. */\n#include \"sample.h\"\n\n",
    );
    let mut calls = String::new();
    for function in functions {
        if function.parameters.is_empty() {
            continue;
        }
        calls.push('\n');
        call(&mut calls, function);
    }
    for handle in HANDLES {
        writeln!(text, "static {handle} *made_{handle};").unwrap();
    }
    text += "\nint main(int argc, char **argv) {\n    struct sample s;\n    sample_new(&s, argc, argv);\n";
    text + &calls + "\n    sample_free(&s);\n    return 0;\n}\n"
}

fn call(text: &mut String, function: &Function) {
    let Function { name, result, parameters } = function;
    let pointers = parameters.iter().enumerate().filter(|(_, (kind, _))| kind.ends_with('*'));
    let pointers: Vec<usize> = pointers.map(|(place, _)| place).collect();
    let status = result == "amtp_status";
    let frees = result == "void";
    let made =
        parameters.iter().find(|(kind, _)| kind.ends_with("**") && !kind.starts_with("const"));
    if status {
        writeln!(text, "    IS(AMTP_OK, {name}({}));", arguments(function, None, false)).unwrap();
        free_made(text, made);
    }
    for null in pointers {
        let (kind, parameter) = &parameters[null];
        let call = format!("{name}({})", arguments(function, Some(null), false));
        if frees {
            writeln!(text, "    {call};").unwrap();
        } else if may_be_null(name, kind) {
            // Covered by the samples that are judged with it.
        } else if status {
            writeln!(text, "    IS(AMTP_ERR_NULL, {call}); /* {parameter} */").unwrap();
        } else {
            writeln!(text, "    IS(0, {call}); /* {parameter} */").unwrap();
        }
        if matches!(
            kind.as_str(),
            "const char *" | "const uint8_t *" | "char *" | "uint8_t *" | "const amtp_bytes *"
        ) {
            let call = format!("{name}({})", arguments(function, Some(null), true));
            writeln!(text, "    IS_NOT(AMTP_ERR_NULL, {call}); /* {parameter}, length 0 */")
                .unwrap();
            free_made(text, made);
        }
    }
}

/// Frees what a call made, if it made something.
fn free_made(text: &mut String, made: Option<&(String, String)>) {
    if let Some((kind, _)) = made {
        let handle = kind.trim_end_matches([' ', '*']);
        writeln!(text, "    {handle}_free(made_{handle});\n    made_{handle} = NULL;").unwrap();
    }
}
