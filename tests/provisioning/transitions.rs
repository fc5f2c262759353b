//! The table of transitions in the documentation, cell by cell.

use std::sync::Arc;

use amt_provisioning::provisioning::{
    Call, CallFailure, ConnectFailure, Event, FaultCode, Input, Instance, KerberosSettings,
    Operation, Output, Purpose, Reply, Resolution, SecretRef, Timer,
};
use amt_provisioning::{ErrorKind, Hash, Hello, Millis, Refusal, WallTime};

use crate::common::{leaf, root};
use crate::drive::{asked, drain, name, until, waits};
use crate::world::{
    ADDRESS, NO_ROUTE, Session, World, device_certificate, everything, hello, self_signed,
};

const TABLES: &str = include_str!("../../src/provisioning/transitions.md");

const STATES: [&str; 10] = [
    "Resolving",
    "Connection",
    "Answer",
    "Once",
    "Random",
    "Stored",
    "Directory",
    "Certificate",
    "Pause",
    "Ended",
];

const INPUTS: [&str; 25] = [
    "Hello",
    "Resolved, known",
    "Resolved, unknown",
    "Resolved, client installed",
    "Resolved, busy",
    "Connected",
    "Connected, another certificate",
    "NotConnected, no TCP",
    "NotConnected, no TLS",
    "Disconnected",
    "Answered",
    "Answered, another call",
    "Random",
    "Random, too few",
    "Stored",
    "Stored, another purpose",
    "NotStored",
    "DirectoryAccount",
    "DirectoryAccount, none",
    "DeviceCertificate",
    "DeviceCertificate, none yet",
    "DeviceCertificate, unfit",
    "Tick, before the deadline",
    "Tick, at the deadline",
    "Cancel",
];

const CALLS: [&str; 6] =
    ["first call", "repeatable", "GenerateKeyPair", "SetAdminPassword", "check", "CommitChanges"];

const RESULTS: [&str; 12] = [
    "reply",
    "reply of another kind",
    "Returned",
    "Fault, passing",
    "Fault, lasting",
    "Http",
    "Refused",
    "Refused, stale nonce",
    "Unfit",
    "Unreadable",
    "Lost",
    "NotSent",
];

/// The rows of the table whose first column has this title: its header, and the rest.
fn table(title: &str) -> (Vec<&'static str>, Vec<Vec<&'static str>>) {
    let cells = |line: &'static str| -> Vec<&str> {
        line.trim_matches('|').split('|').map(str::trim).collect()
    };
    let mut lines = TABLES.lines().map(cells).skip_while(|row| row[0] != title);
    let header = lines.next().unwrap();
    let rows = lines.skip(1).take_while(|row| row.len() > 1);
    (header, rows.collect())
}

/// A session in a state, what it said last, and the call under way or made last.
struct Place {
    world: World,
    session: Session,
    outputs: Vec<Output>,
    call: Call,
}

impl Place {
    fn new(wanted: impl Fn(&Output) -> bool) -> Self {
        let mut world = World::ordinary(everything());
        let mut session = world.out_of_band();
        let outputs = until(&mut world, &mut session, wanted);
        let under_way = outputs.iter().find_map(|output| match output {
            Output::Invoke { call, .. } => Some(*call),
            _ => None,
        });
        let made = world.calls.last().map(|(call, ..)| *call);
        let call = under_way.or(made).unwrap_or_default();
        Self { world, session, outputs, call }
    }

    fn in_state(state: &str) -> Self {
        let at = |wanted: &'static str| {
            Self::new(move |output| asked(output).as_deref() == Some(wanted))
        };
        match state {
            "Resolving" => at("Resolve"),
            "Connection" => at("Connect"),
            "Answer" => at("GetTime"),
            "Once" => at("CommitChanges"),
            "Random" => at("NeedRandom"),
            "Stored" => at("Persist"),
            "Directory" => at("CreateDirectoryAccount"),
            "Certificate" => at("LookForDeviceCertificate"),
            "Pause" => Self::new(|output| {
                matches!(output, Output::Event(Event::Waiting(Timer::AfterCommit, ..)))
            }),
            "Ended" => {
                let mut place = at("GetTime");
                place.session.handle(place.world.now, Input::Cancel).unwrap();
                place.outputs = drain(&mut place.session);
                place
            }
            other => panic!("{other}"),
        }
    }

    /// What an input leads to, in the words of the table.
    fn after(&mut self, state: &str, input: Input<'_>) -> String {
        let saved = self.session.snapshot().ok();
        let ticks = matches!(input, Input::Tick);
        let result = self.session.handle(self.world.now, input);
        let outputs = drain(&mut self.session);
        let unchanged = outputs.last() == self.outputs.last()
            && (ticks || self.session.snapshot().ok() == saved);
        if let Err(error) = result {
            assert!(unchanged && outputs.len() == 1, "{error} changed something");
            return match error.kind() {
                ErrorKind::OutOfTurn { .. } => "!".into(),
                ErrorKind::Random { .. } => "! random".into(),
                other => panic!("{other:?}"),
            };
        }
        let (rest, said) = outputs.split_last().unwrap();
        let names: Vec<String> = said
            .iter()
            .map(|output| match output {
                Output::Event(event) => name(event),
                output => name(output),
            })
            .collect();
        let names = names.join(" ");
        match rest {
            _ if unchanged && said.is_empty() => "–".into(),
            Output::Finished(outcome) => {
                let expected =
                    if state == "Resolving" { "Status TaskEnd" } else { "Close Status TaskEnd" };
                let before = names.strip_suffix(expected).unwrap().trim_end();
                let before = if before.is_empty() { "" } else { &format!(": {before}") };
                format!("end {}{before}", outcome.cause.unwrap().finding.name())
            }
            _ => match said.iter().rev().find_map(next_state) {
                Some(next) => format!("{next}: {names}"),
                None => {
                    assert!(unchanged, "{state} changed by {names}");
                    names
                }
            },
        }
    }
}

/// The state that an output begins.
fn next_state(output: &Output) -> Option<&'static str> {
    Some(match output {
        Output::Resolve { .. } => "Resolving",
        Output::Connect(_) => "Connection",
        Output::Invoke { operation, .. } if operation.is_repeatable() => "Answer",
        Output::Invoke { .. } => "Once",
        Output::NeedRandom { .. } => "Random",
        Output::Persist { .. } => "Stored",
        Output::CreateDirectoryAccount { .. } => "Directory",
        Output::LookForDeviceCertificate { .. } => "Certificate",
        Output::Event(Event::Waiting(..)) => "Pause",
        _ => return None,
    })
}

fn after_input(state: &str, input: &str) -> String {
    let mut place = Place::in_state(state);
    let random = place.world.random(256);
    let bytes = hello(&[Hash::sha256(&root().der)]);
    let hello = Hello::parse(&bytes).unwrap();
    let account = || KerberosSettings {
        realm: "EXAMPLE.COM".into(),
        principals: Vec::new(),
        key: SecretRef(3),
    };
    let chain: &[&[u8]] = &[&self_signed().der];
    let another: &[&[u8]] = &[&leaf().der];
    let call = place.call;
    let result = match state {
        "Answer" => Ok(Reply::Time(WallTime::from_unix(1_100_000_000))),
        _ => Ok(Reply::Done),
    };
    let input = match input {
        "Hello" => Input::Hello { hello: &hello, from: ADDRESS },
        "Resolved, known" => Input::Resolved(Resolution::Known(Arc::clone(&place.world.settings))),
        "Resolved, unknown" => Input::Resolved(Resolution::Unknown),
        "Resolved, client installed" => Input::Resolved(Resolution::ClientInstalled),
        "Resolved, busy" => Input::Resolved(Resolution::Busy),
        "Connected" => Input::Connected { chain },
        "Connected, another certificate" => Input::Connected { chain: another },
        "NotConnected, no TCP" => NO_ROUTE,
        "NotConnected, no TLS" => Input::NotConnected(ConnectFailure::Tls(49)),
        "Disconnected" => Input::Disconnected,
        "Answered" => Input::Answered { call, result },
        "Answered, another call" => Input::Answered { call: Call { sending: 9, ..call }, result },
        "Random" => Input::Random(&random),
        "Random, too few" => Input::Random(&random[..8]),
        "Stored" => Input::Stored(Purpose::AdminPassword, SecretRef(100)),
        "Stored, another purpose" => Input::Stored(Purpose::MebxPassword, SecretRef(100)),
        "NotStored" => Input::NotStored,
        "DirectoryAccount" => Input::DirectoryAccount(Some(account())),
        "DirectoryAccount, none" => Input::DirectoryAccount(None),
        "DeviceCertificate" => Input::DeviceCertificate(Some(&device_certificate().der)),
        "DeviceCertificate, none yet" => Input::DeviceCertificate(None),
        "DeviceCertificate, unfit" => Input::DeviceCertificate(Some(&leaf().der)),
        "Tick, before the deadline" | "Tick, at the deadline" => {
            if state != "Ended" {
                let length = waits(&place.world, &place.outputs);
                let early = u64::from(input == "Tick, before the deadline");
                place.world.pass(Millis(length.0 - early));
            }
            Input::Tick
        }
        "Cancel" => Input::Cancel,
        other => panic!("{other}"),
    };
    place.after(state, input)
}

fn after_result(call: &str, result: &str) -> String {
    let at =
        |wanted: &'static str| Place::new(move |output| asked(output).as_deref() == Some(wanted));
    let realm =
        || Reply::GeneralSettings { realm: b"Digest:7E0B0C71B3C5D7B0B0F6F5AE1B6C5D4E".to_vec() };
    let (mut place, reply) = match call {
        "first call" => (at("GetGeneralSettings"), realm()),
        "repeatable" => (at("SetNames"), Reply::Done),
        "GenerateKeyPair" => (at(call_name(call)), Reply::Instance(Instance("1".into()))),
        "SetAdminPassword" | "CommitChanges" => (at(call_name(call)), Reply::Done),
        "check" => {
            let admin = |output: &Output| {
                let Output::Invoke { operation, call, .. } = output else { return false };
                *operation == Operation::GetGeneralSettings && call.message > 1
            };
            (Place::new(admin), realm())
        }
        other => panic!("{other}"),
    };
    let result = match result {
        "reply" => Ok(reply),
        "reply of another kind" => Ok(Reply::Wireless(true)),
        "Returned" => Err(CallFailure::Returned(1)),
        "Fault, passing" => Err(CallFailure::Fault(FaultCode::InternalError)),
        "Fault, lasting" => Err(CallFailure::Fault(FaultCode::AccessDenied)),
        "Http" => Err(CallFailure::Http(503)),
        "Refused" => Err(CallFailure::Refused(Refusal::WrongCredentials)),
        "Refused, stale nonce" => Err(CallFailure::Refused(Refusal::StaleNonce)),
        "Unfit" => Err(CallFailure::Unfit),
        "Unreadable" => Err(CallFailure::Unreadable),
        "Lost" => Err(CallFailure::Lost),
        "NotSent" => Err(CallFailure::NotSent),
        other => panic!("{other}"),
    };
    let call = place.call;
    place.after(call_state(&place.outputs), Input::Answered { call, result })
}

fn call_name(call: &str) -> &'static str {
    CALLS.into_iter().find(|name| *name == call).unwrap()
}

fn call_state(outputs: &[Output]) -> &'static str {
    outputs.iter().rev().find_map(next_state).unwrap()
}

/// Every cell, and none missing.
fn check(title: &str, columns: &[&str], rows: &[&str], after: impl Fn(&str, &str) -> String) {
    let (header, cells) = table(title);
    assert_eq!(header[1..], *columns);
    assert_eq!(cells.iter().map(|row| row[0]).collect::<Vec<_>>(), rows);
    let mut wrong = Vec::new();
    for row in &cells {
        assert_eq!(row.len(), header.len(), "{}", row[0]);
        for (column, cell) in columns.iter().zip(&row[1..]) {
            let found = after(column, row[0]);
            if found != **cell {
                wrong.push(format!("{column} × {}: table \"{cell}\", found \"{found}\"", row[0]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn inputs() {
    check("input", &STATES, &INPUTS, after_input);
}

#[test]
fn results_of_calls() {
    check("result", &CALLS, &RESULTS, after_result);
}
