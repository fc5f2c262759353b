//! The client agent's session (F-INB 2 to 5).

use amt_provisioning::provisioning::{
    Agent, AgentFacts, AgentInput, AgentOutcome, AgentOutput, OneTimePassword, Product, Seen,
    Status, Timer, Timers,
};
use amt_provisioning::{ErrorKind, Finding, Millis, Now, RootHashList};

use crate::chance::Chance;
use crate::common::now;

/// Of VeriSign Class 3 G1, the root that devices know from the beginning.
const ROOT: &str = "742c3192e607e424eb4549542be1bbc53e6174e2";

fn at(milliseconds: u64) -> Now {
    Now { monotonic: Millis(milliseconds), wall: now() }
}

fn agent(product: Product) -> Agent {
    Agent::new(ROOT, product, Timers::default(), at(0))
}

fn facts() -> AgentFacts {
    AgentFacts {
        host_interface: true,
        status: Status::NotProvisioned,
        root_hashes: Some(ROOT.parse().unwrap()),
    }
}

fn random() -> Vec<u8> {
    (0..64u8).map(|number| number.wrapping_mul(73)).collect()
}

fn drain(agent: &mut Agent) -> Vec<AgentOutput> {
    let mut outputs = vec![agent.poll()];
    while !matches!(outputs.last(), Some(AgentOutput::WaitUntil(_) | AgentOutput::Finished(_))) {
        outputs.push(agent.poll());
    }
    outputs
}

/// Where an agent can be, by what it asked for last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Facts,
    Random,
    Server,
    Password,
    Interface,
    Ended,
}
use Place::{Ended, Facts, Interface, Password, Random, Server};

const PLACES: [Place; 6] = [Facts, Random, Server, Password, Interface, Ended];

fn place(outputs: &[AgentOutput]) -> Place {
    match outputs {
        [AgentOutput::ReadFacts, AgentOutput::WaitUntil(_)] => Facts,
        [AgentOutput::NeedRandom { length: 64 }, AgentOutput::WaitUntil(_)] => Random,
        [AgentOutput::SendHash { .. }, AgentOutput::WaitUntil(_)] => Server,
        [AgentOutput::SetOneTimePassword { .. }, AgentOutput::WaitUntil(_)] => Password,
        [AgentOutput::OpenInterface, AgentOutput::WaitUntil(_)] => Interface,
        [AgentOutput::TaskEnd, AgentOutput::Finished(_)] => Ended,
        other => panic!("{other:?}"),
    }
}

/// What each place waits for.
fn answer<'a>(place: Place, facts: &'a AgentFacts, random: &'a [u8]) -> AgentInput<'a> {
    match place {
        Facts => AgentInput::Facts(facts),
        Random => AgentInput::Random(random),
        Server => AgentInput::HashStored(true),
        Password => AgentInput::PasswordSet(0),
        Interface | Ended => AgentInput::InterfaceOpened(0),
    }
}

/// An agent at this place, its outputs taken.
fn agent_at(wanted: Place) -> Agent {
    let (facts, random) = (facts(), random());
    let mut agent = agent(Product::default());
    let mut now = Facts;
    assert_eq!(place(&drain(&mut agent)), now);
    while now != wanted {
        agent.handle(at(0), answer(now, &facts, &random)).unwrap();
        now = place(&drain(&mut agent));
    }
    agent
}

fn outcome(agent: &mut Agent) -> AgentOutcome {
    match agent.poll() {
        AgentOutput::Finished(outcome) => outcome,
        other => panic!("{other:?}"),
    }
}

fn cause(agent: &mut Agent) -> (Finding, Seen) {
    let AgentOutcome { interface_open, cause } = outcome(agent);
    assert!(!interface_open);
    let cause = cause.unwrap();
    (cause.finding, cause.seen)
}

/// I-06: the server has the hash before the device has the password, and that before it opens.
#[test]
fn order() {
    let (facts, random) = (facts(), random());
    let mut agent = agent(Product::default());
    let mut places = Vec::new();
    let (mut hash, mut set) = (None, None);
    while places.last() != Some(&Ended) {
        let outputs = drain(&mut agent);
        places.push(place(&outputs));
        for output in outputs {
            match output {
                AgentOutput::SendHash { hash: sent } => hash = Some(sent),
                AgentOutput::SetOneTimePassword { password } => {
                    set = Some(password.expose().to_vec());
                }
                _ => {}
            }
        }
        if places.last() != Some(&Ended) {
            agent.handle(at(0), answer(*places.last().unwrap(), &facts, &random)).unwrap();
        }
    }
    assert_eq!(places, PLACES);
    let password = set.unwrap();
    assert_eq!(hash, Some(OneTimePassword::hash(&password)));
    assert_eq!(password.len(), 24);
    assert!(password.iter().all(u8::is_ascii_alphanumeric));
    assert_eq!(outcome(&mut agent), AgentOutcome { interface_open: true, cause: None });
}

/// What stands in the way, and for whom.
#[test]
fn obstacles() {
    let list = |text: &str| Some(text.parse::<RootHashList>().unwrap());
    let other = "4eb6d578499b1ccf5f581ead56be3d9b6744a5e5";
    let empty = Some(RootHashList { entries: Vec::new(), ..list(ROOT).unwrap() });
    let mut inactive = list(ROOT);
    inactive.as_mut().unwrap().entries[0].active = Some(false);
    for (facts, expected) in [
        (facts(), None),
        (AgentFacts { host_interface: false, ..facts() }, Some(Finding::HeciMissing)),
        (AgentFacts { root_hashes: None, ..facts() }, Some(Finding::RootHashListUnavailable)),
        (AgentFacts { root_hashes: empty, ..facts() }, Some(Finding::RootHashListEmpty)),
        (AgentFacts { root_hashes: list(other), ..facts() }, Some(Finding::RootHashNoMatch)),
        (AgentFacts { root_hashes: inactive, ..facts() }, Some(Finding::RootHashInactive)),
        // Without the driver nothing else could be read.
        (
            AgentFacts {
                host_interface: false,
                status: Status::ProvisionedAdmin,
                root_hashes: None,
            },
            Some(Finding::HeciMissing),
        ),
    ] {
        let mut agent = agent(Product::ConfigMgr2012);
        drain(&mut agent);
        agent.handle(at(0), AgentInput::Facts(&facts)).unwrap();
        let outputs = drain(&mut agent);
        match expected {
            None => assert_eq!(place(&outputs), Random),
            Some(finding) => {
                assert_eq!(place(&outputs), Ended);
                assert_eq!(cause(&mut agent), (finding, Seen::Nothing), "{facts:?}");
            }
        }
    }
    let mut agent = Agent::new("not a hash", Product::default(), Timers::default(), at(0));
    drain(&mut agent);
    agent.handle(at(0), AgentInput::Facts(&facts())).unwrap();
    drain(&mut agent);
    assert_eq!(cause(&mut agent).0, Finding::HashTextMalformed);
}

/// The 2012 profile wants exactly "Not Provisioned"; the others all but "Provisioned".
#[test]
fn statuses() {
    for (status, others, only_2012) in [
        (Status::NotProvisioned, true, true),
        (Status::Unknown, true, false),
        (Status::Detected, true, false),
        (Status::InProvisioning, true, false),
        (Status::ActivatedNotCommitted, true, false),
        (Status::ProvisionedClient, false, false),
        (Status::ProvisionedAdmin, false, false),
        (Status::ProvisionedCredentialsUnknown, false, false),
    ] {
        for (product, goes_on) in [
            (Product::ConfigMgr2007Sp1, others),
            (Product::ConfigMgr2007Sp2, others),
            (Product::IntelGuide, others),
            (Product::ConfigMgr2012, only_2012),
        ] {
            let mut agent = agent(product);
            drain(&mut agent);
            agent.handle(at(0), AgentInput::Facts(&AgentFacts { status, ..facts() })).unwrap();
            let found = place(&drain(&mut agent));
            assert_eq!(found == Random, goes_on, "{status:?} {product:?}");
            if !goes_on {
                assert_eq!(cause(&mut agent), (Finding::StatusNotReady, Seen::Nothing));
            }
        }
    }
}

/// The interface stays closed.
#[test]
fn failures() {
    for (place, input, finding, seen) in [
        (Server, AgentInput::HashStored(false), Finding::OtpNotStored, Seen::Nothing),
        (Password, AgentInput::PasswordSet(2), Finding::HostInterfaceFailed, Seen::HostStatus(2)),
        (
            Interface,
            AgentInput::InterfaceOpened(3),
            Finding::HostInterfaceFailed,
            Seen::HostStatus(3),
        ),
    ] {
        let mut agent = agent_at(place);
        agent.handle(at(0), input).unwrap();
        assert_eq!(self::place(&drain(&mut agent)), Ended);
        assert_eq!(cause(&mut agent), (finding, seen));
    }
}

/// Each place ends by cancellation and by its deadline, and not a millisecond earlier.
#[test]
fn deadlines_and_cancellation() {
    let five_minutes = 300_000;
    for at_place in PLACES.into_iter().filter(|place| *place != Ended) {
        let mut agent = agent_at(at_place);
        assert_eq!(agent.poll(), AgentOutput::WaitUntil(Millis(five_minutes)));
        agent.handle(at(five_minutes - 1), AgentInput::Tick).unwrap();
        assert_eq!(agent.poll(), AgentOutput::WaitUntil(Millis(five_minutes)), "{at_place:?}");
        agent.handle(at(five_minutes), AgentInput::Tick).unwrap();
        assert_eq!(place(&drain(&mut agent)), Ended, "{at_place:?}");
        assert_eq!(cause(&mut agent), (Finding::TimedOut, Seen::Expired(Timer::Embedder)));

        let mut agent = agent_at(at_place);
        agent.handle(at(0), AgentInput::Cancel).unwrap();
        assert_eq!(place(&drain(&mut agent)), Ended, "{at_place:?}");
        assert_eq!(cause(&mut agent), (Finding::Cancelled, Seen::Nothing));
    }
}

/// Every input that a place did not ask for is refused, and changes nothing.
#[test]
fn misuse() {
    let (facts, random) = (facts(), random());
    for at_place in PLACES {
        for other in [Facts, Random, Server, Password] {
            let mut agent = agent_at(at_place);
            let rest = agent.poll();
            let result = agent.handle(at(0), answer(other, &facts, &random));
            let fits = other == at_place || (other, at_place) == (Password, Interface);
            match (at_place, fits) {
                (Ended, _) => assert_eq!((result, agent.poll()), (Ok(()), rest)),
                (_, true) => assert_ne!((result, agent.poll()), (Ok(()), rest)),
                (_, false) => {
                    let kind = result.unwrap_err().kind();
                    assert!(matches!(kind, ErrorKind::OutOfTurn { .. }), "{kind:?}");
                    assert_eq!(agent.poll(), rest, "{at_place:?} {other:?}");
                    // It goes on as if nothing had been said.
                    agent.handle(at(0), answer(at_place, &facts, &random)).unwrap();
                    assert_ne!(agent.poll(), rest);
                }
            }
        }
    }
}

#[test]
fn outputs_have_to_be_taken() {
    let mut agent = agent(Product::default());
    let facts = facts();
    for input in [AgentInput::Facts(&facts), AgentInput::Cancel] {
        let error = agent.handle(at(0), input).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::OutOfTurn { .. }));
    }
    assert_eq!(place(&drain(&mut agent)), Facts);
}

#[test]
fn too_few_random_bytes() {
    let mut agent = agent_at(Random);
    let error = agent.handle(at(0), AgentInput::Random(&[0; 23])).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Random { needed: 64, found: 23 });
    agent.handle(at(0), AgentInput::Random(&random())).unwrap();
    assert_eq!(place(&drain(&mut agent)), Server);
}

/// I-10: what was left of the wait stays.
#[test]
fn clock_goes_back() {
    let mut agent = Agent::new(ROOT, Product::default(), Timers::default(), at(1_000_000));
    drain(&mut agent);
    agent.handle(at(1_100_000), AgentInput::Tick).unwrap();
    agent.handle(at(0), AgentInput::Tick).unwrap();
    assert_eq!(agent.poll(), AgentOutput::WaitUntil(Millis(200_000)));
}

/// I-06, whatever is told in whatever order: the server has stored the hash before the device gets the
/// password, the password is that of the hash, and the device has it before the interface opens. Each
/// run ends once.
#[test]
fn any_sequence_of_inputs() {
    let (facts, random) = (facts(), random());
    let mut opened = 0;
    for seed in 0..5_000 {
        let mut chance = Chance::new(seed);
        let mut clock = 0;
        let mut agent = agent(Product::IntelGuide);
        let (mut sent, mut stored, mut given, mut set, mut ends) = (None, false, false, false, 0);
        let mut asked_to_open = false;
        for _ in 0..200 {
            let finished = loop {
                match agent.poll() {
                    AgentOutput::SendHash { hash } => sent = Some(hash),
                    AgentOutput::SetOneTimePassword { password } => {
                        assert!(stored, "seed {seed}");
                        assert_eq!(sent, Some(OneTimePassword::hash(password.expose())));
                        given = true;
                    }
                    AgentOutput::OpenInterface => {
                        assert!(given && set, "seed {seed}");
                        asked_to_open = true;
                    }
                    AgentOutput::TaskEnd => ends += 1,
                    AgentOutput::WaitUntil(_) => break None,
                    AgentOutput::Finished(outcome) => break Some(outcome),
                    _ => {}
                }
            };
            if let Some(outcome) = finished {
                assert!(!outcome.interface_open || asked_to_open);
                opened += u32::from(outcome.interface_open);
                break;
            }
            clock += chance.below(20_000);
            let bad = chance.comes(30);
            let kind = chance.below(8);
            let input = match kind {
                0 => AgentInput::Facts(&facts),
                1 => AgentInput::Random(&random[..if bad { 3 } else { random.len() }]),
                2 => AgentInput::HashStored(!bad),
                3 => AgentInput::PasswordSet(u32::from(bad)),
                4 => AgentInput::InterfaceOpened(u32::from(bad)),
                5 if bad => AgentInput::Cancel,
                _ => AgentInput::Tick,
            };
            if agent.handle(at(clock), input).is_ok() && !bad {
                stored |= kind == 2;
                set |= kind == 3;
            }
        }
        assert_eq!(ends, 1, "seed {seed}");
    }
    assert!(opened > 500, "{opened}");
}
