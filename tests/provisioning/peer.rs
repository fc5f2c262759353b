//! Which certificates of devices are accepted (flows, 10).

use std::sync::Arc;

use amt_provisioning::provisioning::{
    Configuration, Event, Input, Operation, Output, PeerRules, PeerTrust, ServicePoint, Step,
};
use amt_provisioning::{Fact, Finding, Hash, Release, SignatureAlgorithms};

use crate::common::forge::{Forge, cn, ou};
use crate::common::{Cert, Digest, Key, leaf, root};
use crate::drive::{asked, drain, drive, until};
use crate::world::{Device, World, self_signed, service, settings};

const OLD: Option<Release> = Some(Release::new(14, 1, 70, 0));
const NEW: Option<Release> = Some(Release::new(15, 0, 0, 0));

/// Intel's root, with a key of ours.
fn on_die_root() -> Cert {
    ca(&[cn("www.intel.com"), ou("OnDie CA Root Cert Signing")], 20).self_issued()
}

fn ca(subject: &[Vec<u8>], key: u8) -> Forge {
    Forge::ca("", Key::P384(key)).subject(subject).digest(Digest::Sha384)
}

/// A chain of an on-die CA as RPC-GO checks it: the leaf, what the device made at its start, the
/// ROM's CA, and what leads from it to the root, one or three of them.
#[derive(Clone)]
struct OnDie {
    leaf: &'static str,
    rom: &'static str,
    unit: &'static str,
    above: u8,
}

const ORDINARY: OnDie =
    OnDie { leaf: "AMT RCFG", rom: "CSME ADL PIT ROM CA", unit: "ODCA 2 CSME P", above: 1 };

impl OnDie {
    fn certs(&self) -> Vec<Cert> {
        let mut certs = vec![on_die_root()];
        for number in 1..self.above {
            let subject = [cn(&format!("ODCA Intermediate {number}"))];
            certs.push(ca(&subject, 20 + number).issued_by(certs.last().unwrap()));
        }
        let platform = [cn("ODCA 2 CSME"), ou(self.unit)];
        certs.push(ca(&platform, 30).issued_by(certs.last().unwrap()));
        certs.push(ca(&[cn(self.rom)], 31).issued_by(certs.last().unwrap()));
        certs.push(ca(&[cn("CSME Kernel")], 32).issued_by(certs.last().unwrap()));
        let leaf = Forge::leaf(self.leaf).key(Key::P384(33)).digest(Digest::Sha384);
        certs.push(leaf.issued_by(certs.last().unwrap()));
        certs.remove(0);
        certs.reverse();
        certs
    }
}

fn verifying() -> PeerRules {
    PeerRules {
        on_die_roots: vec![root().der.clone(), on_die_root().der],
        algorithms: Some(SignatureAlgorithms::default_provider()),
        ..PeerRules::default()
    }
}

fn unverified() -> PeerRules {
    PeerRules { accept_unverified: true, ..PeerRules::default() }
}

fn judge(
    rules: &PeerRules,
    certs: &[Cert],
    release: Option<Release>,
) -> Result<PeerTrust, Finding> {
    let chain: Vec<&[u8]> = certs.iter().map(|cert| cert.der.as_slice()).collect();
    rules.judge(&chain, release)
}

/// Up to 14: self-signed, whatever its dates; the firmware makes what nothing else reads.
#[test]
fn self_signed_ones() {
    let rules = PeerRules::default();
    let device = Forge::leaf("Intel AMT").key(Key::P256(3));
    let nonsense = device.clone().valid("000101000000Z", "000101000000Z").self_issued();
    let reversed = device.valid("350101000000Z", "19700101000000Z").self_issued();
    for cert in [self_signed().clone(), nonsense, reversed] {
        let chain = [cert];
        assert_eq!(judge(&rules, &chain, OLD), Ok(PeerTrust::SelfSigned));
        assert_eq!(judge(&rules, &chain, None), Ok(PeerTrust::SelfSigned));
        // A single certificate from 15 on is not that of a device in setup.
        assert_eq!(judge(&rules, &chain, NEW), Err(Finding::PeerRefused));
    }
    let garbage: &[&[u8]] = &[b"\x30\x03garbage"];
    assert_eq!(rules.judge(garbage, OLD), Ok(PeerTrust::SelfSigned));
    assert_eq!(rules.judge(garbage, NEW), Err(Finding::PeerRefused));
    assert_eq!(rules.judge(garbage, None), Err(Finding::PeerRefused));
}

/// Somebody in between with a certificate of some CA.
#[test]
fn issued_ones() {
    for release in [OLD, NEW, None] {
        let refused = Err(Finding::PeerRefused);
        assert_eq!(judge(&PeerRules::default(), &[leaf().clone()], release), refused);
        let chain = [leaf().clone(), root().clone()];
        assert_eq!(judge(&verifying(), &chain, release), refused);
        assert_eq!(PeerRules::default().judge(&[], release), refused);
        assert_eq!(unverified().judge(&[], release), refused);
    }
}

#[test]
fn on_die_chains() {
    for above in [1, 3] {
        for (leaf, rom, unit) in [
            ("AMT RCFG", "CSME ADL PIT ROM CA", "ODCA 2 CSME P"),
            ("iAMT CSME IDevID RCFG", "CSME MTL ROM DE", "On Die CSME P"),
            ("AMT RCFG", "ROM CA", "ODCA 2 CSME Intel"),
            ("AMT RCFG", "ROM CA", "On Die CSME"),
        ] {
            let certs = OnDie { leaf, rom, unit, above }.certs();
            assert_eq!(certs.len(), usize::from(above) + 3);
            for release in [NEW, None] {
                let accepted = Ok(PeerTrust::OnDieCa);
                assert_eq!(judge(&verifying(), &certs, release), accepted, "{leaf} {rom} {unit}");
            }
            // Older devices have none.
            assert_eq!(judge(&verifying(), &certs, OLD), Err(Finding::PeerRefused));
        }
    }
}

/// The root itself may be the last certificate, if the length is right.
#[test]
fn root_at_the_end() {
    let with_root = |above| {
        let mut certs = OnDie { above, ..ORDINARY }.certs();
        certs.push(on_die_root());
        judge(&verifying(), &certs, NEW)
    };
    assert_eq!(with_root(2), Ok(PeerTrust::OnDieCa));
    assert_eq!([1, 3].map(with_root), [Err(Finding::PeerRefused); 2]);
}

#[test]
fn wrong_names_and_lengths() {
    for (what, chain) in [
        ("leaf", OnDie { leaf: "AMT RCFG2", ..ORDINARY }),
        ("leaf of the host name", OnDie { leaf: "pc7.example.com", ..ORDINARY }),
        ("ROM", OnDie { rom: "CSME ROMCA", ..ORDINARY }),
        ("unit", OnDie { unit: "CSME", ..ORDINARY }),
        ("unit behind others", OnDie { unit: "X On Die CSME P", ..ORDINARY }),
        ("five", OnDie { above: 2, ..ORDINARY }),
        ("seven", OnDie { above: 4, ..ORDINARY }),
        ("nine", OnDie { above: 6, ..ORDINARY }),
    ] {
        let certs = chain.certs();
        assert_eq!(judge(&verifying(), &certs, NEW), Err(Finding::PeerRefused), "{what}");
        let none = PeerRules::default();
        assert_eq!(judge(&none, &certs, NEW), Err(Finding::PeerRefused), "{what}");
    }
}

#[test]
fn wrong_signatures() {
    let broken = |at: usize| {
        let mut certs = ORDINARY.certs();
        *certs[at].der.last_mut().unwrap() ^= 1;
        judge(&verifying(), &certs, NEW)
    };
    for at in 0..4 {
        assert_eq!(broken(at), Err(Finding::PeerRefused), "{at}");
    }
    // Each link holds, and the last leads to another root of that name.
    let rules = PeerRules { on_die_roots: vec![root().der.clone()], ..verifying() };
    assert_eq!(judge(&rules, &ORDINARY.certs(), NEW), Err(Finding::PeerRefused));
    let impostor = ca(&[cn("www.intel.com"), ou("OnDie CA Root Cert Signing")], 99).self_issued();
    let rules = PeerRules { on_die_roots: vec![impostor.der], ..verifying() };
    assert_eq!(judge(&rules, &ORDINARY.certs(), NEW), Err(Finding::PeerRefused));
    // Nothing to verify with.
    let rules = PeerRules { algorithms: None, ..verifying() };
    assert_eq!(judge(&rules, &ORDINARY.certs(), NEW), Err(Finding::PeerRefused));
    // In another order.
    let mut certs = ORDINARY.certs();
    certs.swap(1, 3);
    assert_eq!(judge(&verifying(), &certs, NEW), Err(Finding::PeerRefused));
}

/// A leaf that signs is no CA: whoever has a device's key has no chain for another.
#[test]
fn issuer_that_is_no_ca() {
    let mut certs = ORDINARY.certs();
    let kernel = Forge::leaf("CSME Kernel").key(Key::P384(32)).digest(Digest::Sha384);
    certs[1] = kernel.issued_by(&certs[2]);
    assert_eq!(judge(&verifying(), &certs, NEW), Err(Finding::PeerRefused));
}

/// Without a root the caller has to say so, and a root that is given is not passed over.
#[test]
fn no_root() {
    let certs = ORDINARY.certs();
    assert_eq!(judge(&PeerRules::default(), &certs, NEW), Err(Finding::PeerUnverified));
    assert_eq!(judge(&unverified(), &certs, NEW), Ok(PeerTrust::Unverified));
    let both = PeerRules { accept_unverified: true, ..verifying() };
    let mut broken = certs;
    *broken[0].der.last_mut().unwrap() ^= 1;
    assert_eq!(judge(&both, &broken, NEW), Err(Finding::PeerRefused));
}

/// A certificate that is known is all there is to say, on any release.
#[test]
fn pin() {
    for release in [OLD, NEW, None] {
        for (pinned, finding) in [(self_signed(), None), (leaf(), Some(Finding::PeerChanged))] {
            let mut world = world(verifying(), release.unwrap_or(Release::new(9, 5, 0, 0)));
            let mut settings = (*world.settings).clone();
            settings.pin = Some(Hash::sha256(&pinned.der));
            world.settings = Arc::new(settings);
            let mut session = world.out_of_band();
            let outcome = world.run(&mut session);
            assert_eq!(outcome.cause.map(|cause| cause.finding), finding, "{release:?}");
        }
    }
}

/// Rules show in logs without the roots' bytes.
#[test]
fn debug() {
    let shown = format!("{:?}", verifying());
    assert!(shown.contains("on_die_roots: 2") && shown.len() < 200, "{shown}");
}

fn world(peer: PeerRules, release: Release) -> World {
    let mut settings = settings(Configuration::default());
    settings.facts.release = Fact::known(release);
    let device = Device { release, ..Device::default() };
    World::new(ServicePoint { peer, ..service() }, settings, device)
}

/// The session accepts by its rules, says on what grounds, and notes what nobody verified.
#[test]
fn grounds_are_reported() {
    let chain = ORDINARY.certs().into_iter();
    let chain: Vec<&'static [u8]> = chain.map(|cert| &*Vec::leak(cert.der)).collect();
    for (rules, trust, notes) in
        [(verifying(), PeerTrust::OnDieCa, 0), (unverified(), PeerTrust::Unverified, 1)]
    {
        let mut world = world(rules, Release::new(16, 1, 25, 0));
        world.device.shows = Some(chain.clone());
        let mut session = world.out_of_band();
        let outcome = world.run(&mut session);
        assert_eq!(outcome.cause, None);
        let accepted = world.events.iter().filter(|event| **event == Event::PeerAccepted(trust));
        assert_eq!(accepted.count(), 1);
        // After the commit the same one answers.
        assert!(world.events.contains(&Event::PeerAccepted(PeerTrust::Pinned)));
        let noted = world.events.iter().filter(|event| {
            matches!(event, Event::Note(cause) if cause.finding == Finding::PeerUnverifiedAccepted)
        });
        assert_eq!(noted.count(), notes);
    }
}

/// Nothing is sent to a device that is not accepted.
#[test]
fn refused_peer() {
    let mut world = world(PeerRules::default(), Release::new(16, 1, 25, 0));
    let mut session = world.out_of_band();
    let outcome = world.run(&mut session);
    let cause = outcome.cause.unwrap();
    assert_eq!((cause.finding, cause.step), (Finding::PeerRefused, Some(Step::Connect)));
    assert!(world.calls.is_empty());
}

/// The certificate that answered first answers until the commit.
#[test]
fn changed_peer() {
    for call in ["GetSetupService", "SetAdminPassword", "CommitChanges"] {
        for (chain, finding) in [
            (&[self_signed().der.as_slice()][..], None),
            (&[leaf().der.as_slice()][..], Some(Finding::PeerChanged)),
            (&[][..], Some(Finding::PeerChanged)),
        ] {
            let mut world = world(PeerRules::default(), Release::new(11, 8, 50, 0));
            let mut session = world.out_of_band();
            until(&mut world, &mut session, |output| asked(output).as_deref() == Some(call));
            session.handle(world.now, Input::Connected { chain }).unwrap();
            let found = match drain(&mut session).pop() {
                Some(Output::Finished(outcome)) => outcome.cause.map(|cause| cause.finding),
                _ => None,
            };
            assert_eq!(found, finding, "{call} {}", chain.len());
        }
    }
}

/// After the commit the device shows the certificate that it was given, and no other.
#[test]
fn own_certificate() {
    use amt_provisioning::provisioning::TlsAuthentication;
    let server = Configuration { tls: TlsAuthentication::Server, ..Configuration::default() };
    for another in [false, true] {
        let mut world = World::ordinary(server.clone());
        let mut session = world.out_of_band();
        let outcome = drive(&mut session, |session, output| match output {
            Output::Connect(endpoint) if endpoint.chain.is_none() && another => {
                let chain: &[&[u8]] = &[&self_signed().der];
                session.handle(world.now, Input::Connected { chain }).unwrap();
                None
            }
            output => world.serve(session, output),
        });
        let finding = outcome.cause.map(|cause| cause.finding);
        assert_eq!(finding, another.then_some(Finding::PeerChanged));
        let pinned = world.events.contains(&Event::PeerAccepted(PeerTrust::Pinned));
        assert_eq!(pinned, !another);
    }
}

/// A device whose release is read only later shows what its release does not have.
#[test]
fn self_signed_and_newer_than_thought() {
    for (rules, finding, noted) in
        [(verifying(), Some(Finding::PeerRefused), false), (unverified(), None, true)]
    {
        for (release, newer) in [((14, 1), false), ((15, 0), true), ((16, 1), true)] {
            let release = Release::new(release.0, release.1, 0, 0);
            let mut world = world(rules.clone(), release);
            let mut settings = (*world.settings).clone();
            settings.facts.release = Fact::Unknown;
            world.settings = Arc::new(settings);
            let mut session = world.out_of_band();
            let outcome = world.run(&mut session);
            let found = outcome.cause.map(|cause| cause.finding);
            assert_eq!(found, finding.filter(|_| newer), "{release}");
            let note = |event: &Event| match event {
                Event::Note(note) => note.finding == Finding::PeerUnverifiedAccepted,
                _ => false,
            };
            assert_eq!(world.events.iter().any(note), noted && newer);
            assert_eq!(asked_for_names(&world), found.is_none());
        }
    }
}

fn asked_for_names(world: &World) -> bool {
    world.calls.iter().any(|(_, operation, _)| matches!(operation, Operation::SetNames { .. }))
}
