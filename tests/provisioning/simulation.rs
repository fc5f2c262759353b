//! Whole sessions under faults: loss, delay, resets, wrong answers, a clock that jumps, crashes.
//!
//! A run follows from its seed alone. The embedder saves the session whenever it rests, before it
//! carries out what was asked, and after a crash goes on from what it saved last.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use amt_provisioning::provisioning::{
    Account, Call, CallFailure, Configuration, ConnectFailure, DeviceSettings, Event, FaultCode,
    Input, MebxPassword, MebxSettings, Milestone, OneTimePassword, Operation, Outcome, Output,
    PeerRules, Product, ProvisioningState, Purpose, Reply, Resolution, SecretRef, ServicePoint,
    Status, TlsAuthentication,
};
use amt_provisioning::{ErrorKind, Fact, Hello, Millis, Refusal, Release, WallTime};

use crate::chance::Chance;
use crate::world::{
    ADDRESS, CONFIGURED, Device, Session, World, device_certificate, everything, hello, service,
    settings,
};

/// So many runs; a run takes about 200 steps.
const SEEDS: u64 = 20_000;
/// No run takes more outputs.
const BOUND: usize = 20_000;

/// The service points of all runs: certificates are prepared once.
fn services() -> &'static [Arc<ServicePoint>] {
    static SERVICES: LazyLock<Vec<Arc<ServicePoint>>> = LazyLock::new(|| {
        let products = [
            Product::IntelGuide,
            Product::ConfigMgr2007Sp1,
            Product::ConfigMgr2007Sp2,
            Product::ConfigMgr2012,
        ];
        let of = |product| {
            let peer = PeerRules { accept_unverified: true, ..PeerRules::default() };
            Arc::new(ServicePoint { product, peer, ..service() })
        };
        products.map(of).to_vec()
    });
    &SERVICES
}

/// One run.
struct Run {
    world: World,
    chance: Chance,
    /// Faults in a thousand occasions.
    faults: u64,
    crashes: u64,
    /// What was sent: the operations of each message, and how often what is to be sent once was.
    messages: BTreeMap<u32, Operation>,
    once: BTreeMap<&'static str, u32>,
    /// Answers that may come once more, late.
    late: Vec<Call>,
    ends: u32,
    /// References that were told to be stored.
    acknowledged: BTreeSet<SecretRef>,
    /// What was put out; only when a run that failed is run again.
    trace: Option<Vec<String>>,
}

/// What is sent once only.
fn once(operation: &Operation) -> Option<&'static str> {
    match operation {
        Operation::GenerateKeyPair { .. } => Some("GenerateKeyPair"),
        Operation::SetAdminPassword { .. } => Some("SetAdminPassword"),
        Operation::CommitChanges => Some("CommitChanges"),
        _ => None,
    }
}

impl Run {
    fn new(seed: u64) -> (Self, Session) {
        let mut chance = Chance::new(seed);
        let configuration = match chance.below(4) {
            0 => Configuration::default(),
            1 => Configuration { tls: TlsAuthentication::Server, ..Configuration::default() },
            2 => Configuration {
                mebx: MebxSettings {
                    password: MebxPassword::Stored(CONFIGURED),
                    ..MebxSettings::default()
                },
                ..Configuration::default()
            },
            _ => everything(),
        };
        let release = chance.pick(&[
            Release::new(3, 2, 2, 0),
            Release::new(6, 2, 0, 0),
            Release::new(11, 8, 50, 3425),
            Release::new(16, 1, 25, 0),
            Release::new(19, 0, 0, 0),
            Release::new(22, 0, 0, 0),
        ]);
        let agreed = chance.comes(500).then(|| b"agreed".to_vec());
        let mut known = DeviceSettings {
            one_time_password: agreed.as_deref().map(OneTimePassword::hash),
            extend_period: chance.comes(300).then_some(4),
            ..settings(configuration)
        };
        known.facts.release = Fact::Unknown;
        let device = Device {
            release,
            state: match chance.below(20) {
                0 => ProvisioningState::Pre,
                1 => ProvisioningState::Post,
                _ => ProvisioningState::In,
            },
            password: chance.pick(&[
                b"admin".to_vec(),
                b"admin".to_vec(),
                b"MebxP@ss1".to_vec(),
                Vec::new(),
                b"nobody knows".to_vec(),
            ]),
            one_time_password: match chance.below(10) {
                0 => Some(b"other".to_vec()),
                1 => None,
                _ => agreed.clone(),
            },
            wireless: chance.comes(500),
            ..Device::default()
        };
        let mut world = World::new(chance.pick(services()), known, device);
        world.issued_at = chance.pick(&[Some(1), Some(1), Some(2), Some(5), Some(6), None]);
        let faults = chance.pick(&[0, 10, 50, 200]);
        let crashes = chance.pick(&[0, 10, 100]);
        let in_band = chance.comes(400);
        let reported = chance.pick(&[Some(&b"agreed"[..]), Some(b"other"), None]);
        let session = match in_band {
            true => world.in_band(reported),
            false => world.out_of_band(),
        };
        let run = Self {
            world,
            chance,
            faults,
            crashes,
            messages: BTreeMap::new(),
            once: BTreeMap::new(),
            late: Vec::new(),
            ends: 0,
            acknowledged: BTreeSet::new(),
            trace: None,
        };
        (run, session)
    }

    fn fault(&mut self) -> bool {
        self.chance.comes(self.faults)
    }

    fn run(&mut self, mut session: Session) -> Outcome {
        let mut taken = 0;
        loop {
            let mut outputs = vec![session.poll()];
            while !matches!(outputs.last(), Some(Output::WaitUntil(_) | Output::Finished(_))) {
                outputs.push(session.poll());
                taken += 1;
                assert!(taken < BOUND, "turns in circles");
            }
            taken += 1;
            assert!(taken < BOUND, "turns in circles");
            let rest = outputs.pop().unwrap();
            let again = session.poll();
            assert_eq!(rest, again, "says something else at rest");
            if let Output::Finished(outcome) = rest {
                for output in outputs {
                    self.report(&output);
                }
                return self.finished(session, outcome);
            }
            let saved = session.snapshot().unwrap();
            let mut crashed = self.chance.comes(self.crashes);
            let mut busy = false;
            for output in outputs {
                busy |= self.carry_out(&mut session, output);
                if self.chance.comes(self.crashes) {
                    crashed = true;
                    break;
                }
            }
            if crashed {
                self.crash(&mut session, &saved);
                continue;
            }
            self.meddle(&mut session);
            if !busy {
                let Output::WaitUntil(at) = rest else { unreachable!() };
                let now = self.world.now.monotonic;
                // Early and late looks at the clock do no harm.
                let span = at.since(now).0 + self.chance.pick(&[0, 0, 0, 1, 5_000]);
                let span = if self.fault() { span / 2 } else { span };
                self.world.pass(Millis(span));
                session.handle(self.world.now, Input::Tick).ok();
            }
        }
    }

    /// The program dies, and another one goes on from what was saved, with another clock.
    fn crash(&mut self, session: &mut Session, saved: &[u8]) {
        if let Some(trace) = &mut self.trace {
            trace.push("crash".into());
        }
        self.world.now.monotonic = Millis(self.chance.below(1_000_000));
        let (service, device) = (&self.world.service, &self.world.settings);
        *session = session.restored(service, device, saved, self.world.now);
        self.late.clear();
    }

    /// What nobody asked for: it changes nothing but what is told.
    fn meddle(&mut self, session: &mut Session) {
        if !self.fault() || !matches!(session.poll(), Output::WaitUntil(_)) {
            return;
        }
        let now = self.world.now;
        match self.chance.below(6) {
            0 => {
                let hello = hello(&[]);
                let hello = Hello::parse(&hello).unwrap();
                session.handle(now, Input::Hello { hello: &hello, from: ADDRESS }).unwrap();
            }
            1 => session.handle(now, Input::Disconnected).unwrap(),
            2 => {
                let back = self.chance.below(20_000);
                self.world.now.monotonic = now.monotonic.since(Millis(back));
                session.handle(self.world.now, Input::Tick).unwrap();
            }
            3 => {
                if let Some(call) = self.late.pop() {
                    let result = Err(CallFailure::Lost);
                    session.handle(now, Input::Answered { call, result }).unwrap();
                }
            }
            4 => {
                let wrong = Input::Stored(Purpose::AdminPassword, SecretRef(9_999));
                if let Err(error) = session.handle(now, wrong) {
                    assert!(matches!(error.kind(), ErrorKind::OutOfTurn { .. }));
                }
                self.acknowledged.insert(SecretRef(9_999));
                self.world.store.insert(SecretRef(9_999), b"Wr0ng-but-stored".to_vec());
            }
            _ => {
                let _ = session.handle(now, Input::DeviceCertificate(Some(b"nonsense")));
            }
        }
        // What came of it is taken later, with the rest.
    }

    fn report(&mut self, output: &Output) {
        if let Some(trace) = &mut self.trace {
            trace.push(format!("{output:?}").chars().take(200).collect());
        }
        if let Output::Event(Event::TaskEnd) = output {
            self.ends += 1;
        }
    }

    /// Does what is asked, with faults; was anything asked?
    fn carry_out(&mut self, session: &mut Session, output: Output) -> bool {
        self.report(&output);
        let silent = self.fault() && self.chance.comes(300);
        let now = self.world.now;
        let taken = match output {
            Output::Event(_) | Output::Close | Output::RequestDeviceCertificate { .. } => {
                return false;
            }
            _ if silent => return false,
            Output::Connect(endpoint) => {
                let chain: &[&[u8]] = &[self.world.device.chain()];
                let chain = if endpoint.tls { chain } else { &[] };
                let other = device_certificate().der.as_slice();
                let input = match self.fault().then(|| self.chance.below(4)) {
                    None | Some(0) => Input::Connected { chain },
                    Some(1) => Input::NotConnected(ConnectFailure::Tls(0x8009_0304)),
                    Some(2) => Input::Connected { chain: &[other] },
                    Some(_) => Input::NotConnected(ConnectFailure::Tcp(10_054)),
                };
                session.handle(now, input)
            }
            Output::Invoke { call, operation, credential, .. } => {
                let result = self.invoke(call, &operation, credential);
                match result {
                    Some(result) => session.handle(now, Input::Answered { call, result }),
                    None => return false,
                }
            }
            Output::NeedRandom { length } => {
                if self.fault() {
                    let error = session.handle(now, Input::Random(&[1; 3])).unwrap_err();
                    assert!(matches!(error.kind(), ErrorKind::Random { .. }));
                }
                let random = self.world.random(length);
                session.handle(now, Input::Random(&random))
            }
            Output::Persist { purpose, secret } => {
                let reference = self.world.keep(&secret);
                match self.fault() {
                    true => session.handle(now, Input::NotStored),
                    false => {
                        self.acknowledged.insert(reference);
                        session.handle(now, Input::Stored(purpose, reference))
                    }
                }
            }
            Output::Resolve { .. } if self.fault() => {
                let answer = self.chance.pick(&[Resolution::Unknown, Resolution::ClientInstalled]);
                session.handle(now, Input::Resolved(answer))
            }
            Output::CreateDirectoryAccount { .. } if self.fault() => {
                session.handle(now, Input::DirectoryAccount(None))
            }
            other => {
                assert!(self.world.serve(session, other).is_none());
                return true;
            }
        };
        taken.unwrap();
        true
    }

    /// What becomes of a call; `None`: nothing is heard of it.
    fn invoke(
        &mut self,
        call: Call,
        operation: &Operation,
        credential: Account,
    ) -> Option<Result<Reply, CallFailure>> {
        // The same message always has the same body (I-05).
        let known = self.messages.entry(call.message).or_insert_with(|| operation.clone());
        assert_eq!(known, operation, "message {}", call.message);
        // No secret goes to the device before it was stored (I-01).
        if let Some(secret) = operation.secret() {
            let given = [CONFIGURED, SecretRef(2)].contains(&secret);
            assert!(given || self.acknowledged.contains(&secret), "{operation:?}");
        }
        self.late.push(call);
        let failure = match self.fault().then(|| self.chance.below(12)) {
            Some(0) => Some(CallFailure::NotSent),
            _ => None,
        };
        if let Some(failure) = failure {
            return Some(Err(failure));
        }
        if let Some(name) = once(operation) {
            let times = self.once.entry(name).or_insert(0);
            *times += 1;
            assert_eq!(*times, 1, "{name} was sent again");
        }
        if !self.fault() {
            return Some(self.world.answer(operation, credential));
        }
        match self.chance.below(11) {
            // The device says that it is done, and it is not.
            10 if self.device_would_say_done(operation, credential) => Some(Ok(Reply::Done)),
            // It never arrives.
            0 => Some(Err(CallFailure::Lost)),
            1 => None,
            // It arrives, and the answer does not.
            2 => {
                let _ = self.world.answer(operation, credential);
                Some(Err(CallFailure::Lost))
            }
            3 => {
                let _ = self.world.answer(operation, credential);
                None
            }
            4 => {
                let _ = self.world.answer(operation, credential);
                Some(Err(CallFailure::Unreadable))
            }
            // The answer of another call.
            5 => {
                let _ = self.world.answer(operation, credential);
                let time = Reply::Time(WallTime::from_unix(0));
                let wireless = Reply::Wireless(true);
                Some(Ok(if self.chance.comes(500) { time } else { wireless }))
            }
            6 => Some(Err(CallFailure::Returned(self.chance.pick(&[1, 16, 2054, 2057, 2058])))),
            7 => Some(Err(CallFailure::Fault(self.chance.pick(&[
                FaultCode::DestinationUnreachable,
                FaultCode::InternalError,
                FaultCode::AccessDenied,
            ])))),
            8 => Some(Err(CallFailure::Http(500))),
            _ => Some(Err(CallFailure::Refused(
                self.chance.pick(&[Refusal::StaleNonce, Refusal::WrongCredentials]),
            ))),
        }
    }

    fn device_would_say_done(&self, operation: &Operation, credential: Account) -> bool {
        let mut world = self.world.clone();
        world.answer(operation, credential) == Ok(Reply::Done)
    }

    fn finished(&mut self, mut session: Session, outcome: Outcome) -> Outcome {
        assert_eq!(self.ends, 1, "task ends");
        let device = &self.world.device;
        // Success is what the device is.
        if outcome.milestone >= Milestone::Provisioned {
            assert_eq!(device.state, ProvisioningState::Post);
            assert_eq!(outcome.status, Status::ProvisionedAdmin);
            assert_eq!(device.password, self.world.store[&outcome.admin_password.unwrap()]);
        }
        if outcome.is_success() {
            assert_eq!(outcome.milestone, Milestone::Configured);
        } else {
            let cause = outcome.cause.unwrap();
            assert!(!cause.to_string().is_empty() && !cause.finding.name().is_empty());
        }
        // Whatever happened, somebody knows the device's password.
        let changed = device.done.iter().any(|done| once(done) == Some("SetAdminPassword"));
        if changed {
            let admin = outcome.admin_password.expect("the stored password is told");
            assert_eq!(device.password, self.world.store[&admin]);
        }
        // Nothing is configured on a device whose one-time password is another.
        let agreed = self.world.settings.one_time_password;
        let reported = device.one_time_password.as_deref().map(OneTimePassword::hash);
        if let (Some(agreed), Some(reported)) = (agreed, reported) {
            let configured =
                device.done.iter().any(|done| matches!(done, Operation::SetNames { .. }));
            assert!(agreed == reported || !configured);
        }
        // Nothing comes after the end.
        for input in [Input::Tick, Input::Cancel, Input::Disconnected, Input::NotStored] {
            session.handle(self.world.now, input).unwrap();
            assert_eq!(session.poll(), Output::Finished(outcome));
        }
        outcome
    }
}

/// A run; what it put out if it failed and `traced`.
fn attempt(seed: u64, traced: bool) -> Result<Outcome, Vec<String>> {
    let (mut run, session) = Run::new(seed);
    run.trace = traced.then(Vec::new);
    let work = std::panic::AssertUnwindSafe(|| run.run(session));
    std::panic::catch_unwind(work).map_err(|_| run.trace.take().unwrap_or_default())
}

#[test]
fn every_run_ends_well_or_says_why() {
    let threads = std::thread::available_parallelism().map_or(2, |count| count.get() as u64);
    let results: Vec<_> = std::thread::scope(|scope| {
        let run = |thread| {
            move || {
                let mut ends = BTreeMap::<_, u64>::new();
                for seed in (0..SEEDS).filter(|seed| seed % threads == thread) {
                    let outcome = attempt(seed, false).unwrap_or_else(|trace| {
                        let trace = attempt(seed, true).err().unwrap_or(trace);
                        panic!("seed {seed}:\n{}", trace.join("\n"));
                    });
                    let key = match outcome.cause {
                        None => "success".into(),
                        Some(cause) => format!("{} at {:?}", cause.finding.name(), cause.step),
                    };
                    *ends.entry(key).or_default() += 1;
                }
                ends
            }
        };
        let threads: Vec<_> = (0..threads).map(|thread| scope.spawn(run(thread))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let mut ends = BTreeMap::<String, u64>::new();
    for (key, count) in results.into_iter().flatten() {
        *ends.entry(key).or_default() += count;
    }
    println!("{ends:#?}");
    // The runs reach what they are for.
    assert!(ends["success"] > SEEDS / 10);
    for finding in [
        "CALL_LOST",
        "NOT_CONFIRMED",
        "CREDENTIALS_EXHAUSTED",
        "CREDENTIAL_TRIAL_CUT",
        "DEVICE_CERTIFICATE_MISSING",
        "OTP_MISMATCH",
        "OTP_NOT_CONFIRMED",
        "WRONG_STATE",
        "ANSWERS_LOST",
        "TIMED_OUT",
        "NOT_STORED",
        "PEER_CHANGED",
        "TLS_REFUSED",
        "COMMIT_INCOMPLETE",
        "METHOD_FAILED",
        "MESSAGE_FAULT",
        "HTTP_STATUS",
    ] {
        assert!(ends.keys().any(|key| key.starts_with(finding)), "{finding} never came");
    }
}
