//! What both sessions of a service point are made of: before the configuration, during it, after it.

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::net::IpAddr;

use super::configure::{Configure, Next};
use super::message::{Endpoint, Event, Input, Output, Resolution};
use super::outbox::Outbox;
use super::outcome::{Cause, Milestone, Outcome, Seen, Status};
use super::plan::{Plan, Step, Way};
use super::settings::{DeviceSettings, ServicePoint};
use super::timer::Timer;
use crate::device::{Fact, Flow};
use crate::error::{Error, ErrorKind};
use crate::finding::Finding;
use crate::root_hash::RootHashList;
use crate::time::{Millis, Now};
use crate::uuid::Uuid;

#[derive(Debug)]
pub(super) struct Session {
    pub(super) out: Outbox<Output>,
    pub(super) phase: Phase,
}

#[derive(Debug)]
pub(super) enum Phase {
    /// The registry is asked for the device.
    Resolving(Box<Resolving>),
    Configuring(Box<Configure>),
    /// With the steps that were not done.
    Ended(Box<(Outcome, Vec<Step>)>),
}

#[derive(Debug)]
pub(super) struct Resolving {
    pub(super) service: Arc<ServicePoint>,
    pub(super) uuid: Uuid,
    pub(super) address: IpAddr,
    pub(super) hashes: Option<RootHashList>,
}

impl Session {
    /// Asks for the device that sent a Hello.
    pub(super) fn resolve(resolving: Resolving, now: Now) -> Self {
        let mut out = Outbox::new(now.monotonic);
        resolving.ask(&mut out);
        Self { out, phase: Phase::Resolving(Box::new(resolving)) }
    }

    /// Configures a device that is known.
    pub(super) fn configure(
        mut configure: Configure,
        hashes: Option<RootHashList>,
        now: Now,
        mut out: Outbox<Output>,
        checked: Next,
    ) -> Self {
        let mut facts = configure.device.facts.clone();
        if let Some(list) = hashes {
            let source = list.source;
            facts.root_hashes = match list.is_empty() {
                true => Fact::Absent(source),
                false => Fact::Known(list, source),
            };
        }
        if facts.flow.is_unknown() {
            facts.flow = Fact::known(Flow::TlsPki);
        }
        out.push(Output::Event(Event::Status(Status::InProvisioning)));
        let next = checked.and_then(|()| configure.begin(facts, now, &mut out));
        let mut session = Self { out, phase: Phase::Configuring(Box::new(configure)) };
        session.settle(next);
        session
    }

    pub(super) fn handle(&mut self, now: Now, input: Input<'_>) -> Result<(), Error> {
        let back = self.out.turn(now.monotonic, input.name())?;
        if matches!(self.phase, Phase::Ended(_)) {
            return Ok(());
        }
        self.take(input, now)?;
        if let Some(span) = back {
            self.out.push_front(Output::Event(Event::ClockWentBack(span)));
        }
        Ok(())
    }

    fn take(&mut self, input: Input<'_>, now: Now) -> Result<(), Error> {
        match &mut self.phase {
            Phase::Ended(_) => Ok(()),
            Phase::Configuring(configure) => {
                let next = configure.handle(input, now, &mut self.out)?;
                self.settle(next);
                Ok(())
            }
            Phase::Resolving(resolving) => {
                let ended = |finding, seen| Some(Cause { finding, step: None, seen });
                let cause = match input {
                    Input::Resolved(Resolution::Known(device)) => {
                        self.known(device, now);
                        return Ok(());
                    }
                    Input::Resolved(Resolution::Unknown) => {
                        ended(Finding::UnknownUuid, Seen::Nothing)
                    }
                    Input::Resolved(Resolution::ClientInstalled) => {
                        ended(Finding::ClientInstalled, Seen::Nothing)
                    }
                    Input::Resolved(Resolution::Busy) => ended(Finding::DeviceBusy, Seen::Nothing),
                    Input::Cancel => ended(Finding::Cancelled, Seen::Nothing),
                    Input::Tick => self
                        .out
                        .expired()
                        .and_then(|timer| ended(Finding::TimedOut, Seen::Expired(timer))),
                    Input::Hello { hello, from } => {
                        // The device may have moved; the last message counts.
                        if hello.uuid() == resolving.uuid {
                            resolving.address = from;
                        }
                        self.out.push(Output::Event(Event::HelloDiscarded(None)));
                        None
                    }
                    Input::Answered { call, .. } => {
                        self.out.push(Output::Event(Event::LateAnswer(call)));
                        None
                    }
                    Input::Connected { .. } | Input::NotConnected(_) | Input::Disconnected => None,
                    other => {
                        let expected = "a device's settings";
                        let found = other.name();
                        return Err(Error::new(ErrorKind::OutOfTurn { expected, found }));
                    }
                };
                if let Some(cause) = cause {
                    self.end(Outcome { cause: Some(cause), ..Outcome::default() });
                }
                Ok(())
            }
        }
    }

    fn known(&mut self, device: Arc<DeviceSettings>, now: Now) {
        let Phase::Resolving(resolving) = &mut self.phase else { return };
        let Resolving { service, uuid, address, hashes } = &mut **resolving;
        let (service, hashes) = (Arc::clone(service), hashes.take());
        let configure = Configure::new(service, device, Way::OutOfBand, *uuid, *address);
        let out = core::mem::replace(&mut self.out, Outbox::new(now.monotonic));
        *self = Self::configure(configure, hashes, now, out, Ok(()));
    }

    /// Goes on resting, or ends.
    pub(super) fn settle(&mut self, next: Next) {
        let Phase::Configuring(configure) = &self.phase else { return };
        match next {
            Ok(()) if !configure.is_done() => {}
            Ok(()) => self.end(configure.outcome(None)),
            Err(cause) => self.end(configure.outcome(Some(cause))),
        }
    }

    /// The one place where a session ends, so that it does once (I-11).
    fn end(&mut self, outcome: Outcome) {
        if matches!(self.phase, Phase::Configuring(_)) {
            self.out.push(Output::Close);
        }
        // That it is provisioned was told when it was read back.
        if outcome.milestone < Milestone::Provisioned {
            self.out.push(Output::Event(Event::Status(outcome.status)));
        }
        self.out.push(Output::Event(Event::TaskEnd));
        self.out.stop();
        let unfinished = match &self.phase {
            Phase::Configuring(configure) => configure.unfinished().to_vec(),
            Phase::Resolving(_) | Phase::Ended(_) => Vec::new(),
        };
        self.phase = Phase::Ended(Box::new((outcome, unfinished)));
    }

    pub(super) fn poll(&mut self) -> Output {
        match (self.out.pop(), &self.phase) {
            (Some(output), _) => output,
            (None, Phase::Ended(ended)) => Output::Finished(ended.0),
            (None, _) => Output::WaitUntil(self.out.deadline().unwrap_or(Millis(u64::MAX))),
        }
    }

    pub(super) fn plan(&self) -> Option<&Plan> {
        match &self.phase {
            Phase::Configuring(configure) => Some(configure.plan()),
            Phase::Resolving(_) | Phase::Ended(_) => None,
        }
    }

    pub(super) fn unfinished(&self) -> &[Step] {
        match &self.phase {
            Phase::Configuring(configure) => configure.unfinished(),
            Phase::Resolving(_) => &[],
            Phase::Ended(ended) => &ended.1,
        }
    }

    pub(super) fn endpoint(&self) -> Option<Endpoint> {
        match &self.phase {
            Phase::Configuring(configure) => Some(configure.endpoint()),
            Phase::Resolving(_) | Phase::Ended(_) => None,
        }
    }

    pub(super) fn uuid(&self) -> Option<Uuid> {
        match &self.phase {
            Phase::Configuring(configure) => Some(configure.uuid),
            Phase::Resolving(resolving) => Some(resolving.uuid),
            Phase::Ended(_) => None,
        }
    }
}

impl Resolving {
    pub(super) fn ask(&self, out: &mut Outbox<Output>) {
        out.push(Output::Resolve { uuid: self.uuid });
        out.wait(Timer::Embedder, self.service.timers.embedder);
    }
}

/// The methods that both sessions of a service point have.
macro_rules! service_point_session {
    ($session:ident) => {
        impl $session {
            /// Takes what happened, once every output was taken.
            ///
            /// What comes from the network may come at any time: late answers, lost connections and
            /// repeated Hellos are told as events. After the end everything is ignored.
            ///
            /// # Errors
            ///
            /// [`ErrorKind::OutOfTurn`](crate::ErrorKind::OutOfTurn) while outputs wait to be
            /// taken, and for what the session did not ask for;
            /// [`ErrorKind::Random`](crate::ErrorKind::Random) for too few random bytes. Then only
            /// the clock was taken.
            pub fn handle(&mut self, now: Now, input: Input<'_>) -> Result<(), Error> {
                self.0.handle(now, input)
            }

            /// What to do next. To be asked until it says [`Output::WaitUntil`] or
            /// [`Output::Finished`]; then it says the same until the next input.
            #[must_use = "what is not done is lost"]
            pub fn poll(&mut self) -> Output {
                self.0.poll()
            }

            /// The steps, while it configures. Those after [`Step::ReadRelease`] are
            /// settled once the release is known.
            #[must_use]
            pub fn plan(&self) -> Option<&Plan> {
                self.0.plan()
            }

            /// The steps that are not done: the current one, or after a failure the one that failed,
            /// and those behind it.
            #[must_use]
            pub fn unfinished(&self) -> &[Step] {
                self.0.unfinished()
            }

            /// Where calls that want a new connection are to open it, while it configures.
            #[must_use]
            pub fn endpoint(&self) -> Option<Endpoint> {
                self.0.endpoint()
            }

            /// The device, until the end.
            #[must_use]
            pub fn uuid(&self) -> Option<Uuid> {
                self.0.uuid()
            }

            /// The session at rest, for another process to go on with: no secret, no clock.
            ///
            /// # Errors
            ///
            /// [`ErrorKind::OutOfTurn`](crate::ErrorKind::OutOfTurn) while outputs wait to be
            /// taken, and after the end.
            pub fn snapshot(&self) -> Result<Vec<u8>, Error> {
                self.0.snapshot()
            }
        }
    };
}
pub(super) use service_point_session;
