//! Ways to drive a session: with a record of what it did, with faults, up to a point.

#![allow(unreachable_pub)]

use amt_provisioning::Millis;
use amt_provisioning::provisioning::{CallFailure, Input, Operation, Outcome, Output, Reply};

use crate::world::{Session, World};

/// The variant's name.
pub fn name(value: &impl std::fmt::Debug) -> String {
    let text = format!("{value:?}");
    text.split([' ', '(', '{']).next().unwrap().to_owned()
}

/// What an output asks for, by name; calls by that of their operation. Nothing for reports and
/// waits.
pub fn asked(output: &Output) -> Option<String> {
    match output {
        Output::Invoke { operation, .. } => Some(name(operation)),
        Output::Event(_) | Output::WaitUntil(_) | Output::Finished(_) | Output::Close => None,
        other => Some(name(other)),
    }
}

/// Is an answer awaited to this output?
pub fn is_awaited(output: &Output) -> bool {
    asked(output).is_some_and(|name| name != "RequestDeviceCertificate")
}

/// What a session says until it rests, the rest included.
pub fn drain(session: &mut Session) -> Vec<Output> {
    let mut outputs = vec![session.poll()];
    while !matches!(outputs.last(), Some(Output::WaitUntil(_) | Output::Finished(_))) {
        outputs.push(session.poll());
    }
    outputs
}

/// Serves one turn. Time passes only if nothing else is to be done.
pub fn turn(
    session: &mut Session,
    outputs: Vec<Output>,
    mut serve: impl FnMut(&mut Session, Output) -> Option<Outcome>,
) -> Option<Outcome> {
    let busy = outputs.iter().any(is_awaited);
    outputs.into_iter().fold(None, |outcome, output| match output {
        Output::WaitUntil(_) if busy => outcome,
        output => serve(session, output).or(outcome),
    })
}

/// Takes all outputs before it answers them, as `handle` demands; bounded, so that nothing turns in
/// circles.
pub fn drive(
    session: &mut Session,
    mut serve: impl FnMut(&mut Session, Output) -> Option<Outcome>,
) -> Outcome {
    for _ in 0..5_000 {
        let outputs = drain(session);
        if let Some(outcome) = turn(session, outputs, &mut serve) {
            return outcome;
        }
    }
    panic!("no end in sight");
}

/// Runs without faults; what was asked, in order.
pub fn record(world: &mut World, session: &mut Session) -> (Outcome, Vec<String>) {
    let mut record = Vec::new();
    let outcome = drive(session, |session, output| {
        record.extend(asked(&output));
        world.serve(session, output)
    });
    (outcome, record)
}

/// What becomes of a call.
#[derive(Debug)]
pub enum Fate {
    /// This, and the device does nothing.
    Instead(Result<Reply, CallFailure>),
    /// The device does it, and the answer is lost.
    LostAfter,
}

/// The device does nothing, and the call fails so.
pub const fn fails(failure: CallFailure) -> Option<Fate> {
    Some(Fate::Instead(Err(failure)))
}

/// Runs, and has some calls meet their fate: told the operation, and how often one of its name was
/// invoked before.
pub fn run_with(
    world: &mut World,
    session: &mut Session,
    mut fate: impl FnMut(&Operation, usize) -> Option<Fate>,
) -> Outcome {
    drive(session, |session, output| {
        if let Output::Invoke { call, operation, credential, .. } = &output {
            let same = |past: &&(_, Operation, _)| name(&past.1) == name(operation);
            let before = world.calls.iter().filter(same).count();
            if let Some(fate) = fate(operation, before) {
                world.calls.push((*call, operation.clone(), *credential));
                let result = match fate {
                    Fate::Instead(result) => result,
                    Fate::LostAfter => {
                        let _ = world.answer(operation, *credential);
                        Err(CallFailure::Lost)
                    }
                };
                session.handle(world.now, Input::Answered { call: *call, result }).unwrap();
                return None;
            }
        }
        world.serve(session, output)
    })
}

/// Runs without faults up to an output, which is left unanswered; it and those with it.
pub fn until(
    world: &mut World,
    session: &mut Session,
    wanted: impl Fn(&Output) -> bool,
) -> Vec<Output> {
    for _ in 0..1_000 {
        let outputs = drain(session);
        if outputs.iter().any(&wanted) {
            return outputs;
        }
        let ended = turn(session, outputs, |session, output| world.serve(session, output));
        assert!(ended.is_none(), "ended before");
    }
    panic!("never came");
}

/// How long a session waits, from now.
pub fn waits(world: &World, outputs: &[Output]) -> Millis {
    match outputs.last() {
        Some(Output::WaitUntil(at)) => at.since(world.now.monotonic),
        other => panic!("{other:?}"),
    }
}

/// How often an operation of this name was invoked.
pub fn count(world: &World, operation: &str) -> usize {
    world.calls.iter().filter(|(_, asked, _)| name(asked) == operation).count()
}
