//! verdicts, the headline, and what changes neither.

use core::mem::size_of;

use amt_provisioning::{
    DeviceFacts, Evaluation, Fact, Finding, FindingSet, Flow, Interface, Prepared, SuffixSource,
    TlsMode, Verdict,
};

use crate::common::forge::{SERVER_AUTH, eku};
use crate::common::rows::one_line;
use crate::common::{Digest, Forge, Key, Scene, entry, facts, intermediate, leaf, root, suffix};
use crate::{REJECTED, UNDETERMINED, tables};

const ACCEPTED: Verdict = Verdict::Accepted;

/// the verdict of the certificate alone, the verdict with the device, and the missing inputs.
#[test]
fn two_verdicts() {
    let unmarked = Scene::with_leaf(&Forge::leaf("amt.example.com").with(eku(&[SERVER_AUTH])));
    let set = |change: fn(&mut DeviceFacts)| Scene::ordinary().set(|s| change(&mut s.facts));
    let nothing_known = |scene: Scene| scene.set(|s| s.facts = DeviceFacts::default());
    let timeless = |scene: Scene| scene.set(|s| s.now = None);
    let all = &["release", "dns_suffix", "root_hashes"][..];
    for (id, scene, certificate, device, missing) in [
        ("S4-7", Scene::ordinary(), ACCEPTED, ACCEPTED, &[][..]),
        ("at upload", nothing_known(Scene::ordinary()), ACCEPTED, UNDETERMINED, all),
        ("at upload, no marker", nothing_known(unmarked.clone()), REJECTED, REJECTED, all),
        ("no marker", unmarked, REJECTED, REJECTED, &[]),
        ("no suffix", set(|f| f.suffixes = Fact::Unknown), ACCEPTED, UNDETERMINED, &["dns_suffix"]),
        (
            "no list",
            set(|f| f.root_hashes = Fact::Unknown),
            ACCEPTED,
            UNDETERMINED,
            &["root_hashes"],
        ),
        ("no release", set(|f| f.release = Fact::Unknown), ACCEPTED, UNDETERMINED, &["release"]),
        ("no interface", set(|f| f.interface = Fact::Unknown), ACCEPTED, ACCEPTED, &[]),
        ("no time", timeless(Scene::ordinary()), UNDETERMINED, UNDETERMINED, &["time"]),
        (
            "mismatch",
            { Scene::ordinary().suffixes(&[suffix(SuffixSource::PkiDnsSuffix, "a.org")]) },
            ACCEPTED,
            REJECTED,
            &[],
        ),
        (
            "a failure outweighs what is missing",
            { timeless(set(|f| f.root_hashes = Fact::Absent(Default::default()))) },
            UNDETERMINED,
            REJECTED,
            &["time"],
        ),
    ] {
        let report = scene.explain();
        assert_eq!(report.certificate_verdict, certificate, "{id}\n{report}");
        assert_eq!(report.verdict, device, "{id}\n{report}");
        assert_eq!(report.missing_inputs, missing, "{id}\n{report}");
        for input in missing.iter().filter(|_| device == UNDETERMINED) {
            assert!(one_line(&report).contains(input), "{id}: {input} is not named\n{report}");
        }
    }
}

/// One fault after the other is repaired, in the order in which headlines name them.
#[derive(Clone, Copy)]
struct Faults {
    left: usize,
}

impl Faults {
    /// In the order of repair: the certificate (marker, purpose, chain, dates), then what the device
    /// holds (root hash, suffix), then algorithms, then its surroundings.
    const ORDER: [Finding; 7] = [
        Finding::MarkerMissing,
        Finding::EkuAbsent,
        Finding::Expired,
        Finding::RootHashNoMatch,
        Finding::SuffixMismatch,
        Finding::Sha1Forbidden,
        Finding::DeviceNotPkiMode,
    ];

    fn has(self, fault: Finding) -> bool {
        Self::ORDER[Self::ORDER.len() - self.left..].contains(&fault)
    }

    fn scene(self) -> Scene {
        use Finding::*;
        let mut leaf = Forge::leaf("amt.example.com");
        if self.has(EkuAbsent) {
            leaf = leaf.without("2.5.29.37");
        }
        if !self.has(MarkerMissing) {
            leaf = leaf.and(crate::common::forge::ou(crate::common::forge::INTEL_OU));
        }
        if self.has(Expired) {
            leaf = leaf.valid("250101000000Z", "260101000000Z");
        }
        let digest = if self.has(Sha1Forbidden) { Digest::Sha1 } else { Digest::Sha256 };
        let mut scene = Scene::signed_with(digest, &leaf);
        if self.has(RootHashNoMatch) {
            scene = scene.listing([entry(&[0x11; 32])]);
        }
        if self.has(SuffixMismatch) {
            scene = scene.suffixes(&[suffix(SuffixSource::PkiDnsSuffix, "example.org")]);
        }
        let mode = if self.has(DeviceNotPkiMode) { TlsMode::Psk } else { TlsMode::Pki };
        scene.set(|s| s.facts.tls_mode = Fact::known(mode))
    }
}

/// R-001, S0-15, G19: every fault is told at once, and the headline is the one to repair first.
#[test]
fn headline_leads_through_the_repairs() {
    let order = Faults::ORDER;
    for left in (0..=order.len()).rev() {
        let report = Faults { left }.scene().explain();
        let failures: FindingSet = report
            .rules
            .iter()
            .filter(|rule| rule.outcome == amt_provisioning::Outcome::Fail)
            .flat_map(|rule| rule.findings.clone())
            .collect();
        let expected = &order[order.len() - left..];
        assert_eq!(failures, expected.iter().copied().collect(), "{report}");
        assert_eq!(report.headline, expected.first().copied(), "{report}");
        let verdict = if left == 0 { ACCEPTED } else { REJECTED };
        assert_eq!(report.verdict, verdict, "{report}");
        // The text names every one of them, with its remedy.
        let text = one_line(&report);
        for finding in expected {
            let remedy = one_line(&finding.remedy());
            assert!(text.contains(finding.name()) && text.contains(&remedy), "{text}");
        }
    }
}

/// S0-3, A1: the five causes that the log guesses at are five findings, each with its own remedy.
#[test]
fn five_causes_of_the_internal_error() {
    let scene = Scene::ordinary().suffixes(&[]).set(|s| {
        s.facts.root_presented = Fact::known(false);
        s.facts.dhcp_dns_server = Fact::known(false);
        s.facts.device_certificate_refused = Fact::known(true);
        s.facts.tls_mode = Fact::known(TlsMode::Psk);
        s.facts.interface_open = Fact::known(false);
        s.facts.interface = Fact::known(Interface::Other);
    });
    let evaluation = scene.judge();
    for cause in [
        &[Finding::RootNotPresented][..],
        &[Finding::SuffixMissing, Finding::DhcpOption6Missing],
        &[Finding::DeviceCertImplausible],
        &[Finding::InterfaceClosed, Finding::DeviceNotPkiMode],
        &[Finding::InterfaceNotSupported],
    ] {
        for finding in cause {
            assert!(evaluation.findings().contains(*finding), "{finding}");
            assert!(!finding.remedy().is_empty(), "{finding}");
        }
    }
}

/// R-810, D18: provisioned already. Everything is shown, nothing is asked for.
#[test]
fn admin_control_mode_needs_no_certificate() {
    let scene = Scene::ordinary().suffixes(&[]).listing([]).set(|s| {
        s.facts.control_mode = Fact::known(amt_provisioning::ControlMode::Admin);
    });
    let report = scene.explain();
    assert_eq!(report.verdict, Verdict::NotApplicable);
    assert_eq!(report.headline, Some(Finding::AlreadyProvisioned));
    let text = report.to_string();
    assert!(text.starts_with("NOT APPLICABLE"), "{text}");
    assert!(text.contains("SUFFIX_MISSING") && text.contains("ROOT_HASH_LIST_EMPTY"), "{text}");
}

/// neither the order of the items nor repeating them changes any result.
#[test]
fn order_and_repetition_of_the_input_change_nothing() {
    for row in tables() {
        let judged = row.scene.judge();
        let reversed = row.scene.clone().set(|s| s.input.reverse());
        let repeated = row.scene.clone().set(|s| s.input.extend(s.input.clone()));
        for (what, scene) in [("reversed", reversed), ("repeated", repeated)] {
            assert!(scene.judge() == judged, "{}: {what}", row.id);
        }
    }
}

/// a certificate that cannot be the leaf and issued nothing here changes no verdict; R-601:
/// one more hash in the device's list turns nothing accepted into rejected.
#[test]
fn additions_that_change_no_verdict() {
    let stranger = Forge::ca("Stranger", Key::P256(99)).self_issued();
    let lone =
        [Finding::SelfSignedLeaf, Finding::LeafIsCa, Finding::LeafNotFound, Finding::InputLimit];
    for row in tables() {
        let before = row.scene.judge();
        // A CA certificate can be the leaf where nothing else is left.
        let only_cas = lone.iter().any(|finding| before.findings().contains(*finding));
        if !only_cas && row.scene.bag().certificates().len() > 1 {
            let after = row.scene.clone().and(&stranger).judge();
            assert_eq!(after.verdict(), before.verdict(), "{}: stranger", row.id);
        }
        if before.verdict() == ACCEPTED {
            let Some(list) = row.scene.facts.root_hashes.value() else { continue };
            let mut list = list.clone();
            list.entries.push(entry(&[0x42; 32]));
            let source = row.scene.facts.root_hashes.source().unwrap();
            let longer = row.scene.clone().set(|s| s.facts.root_hashes = Fact::Known(list, source));
            assert_eq!(longer.judge().verdict(), ACCEPTED, "{}: one more hash", row.id);
        }
    }
}

/// one prepared bag serves any number of threads, and each gets the same answer.
#[test]
fn eight_threads_judge_alike() {
    fn shareable<T: Send + Sync>(_: &T) {}
    fn copied<T: Copy>(value: &T) -> T {
        *value
    }
    let scene = Scene::ordinary();
    let prepared: Prepared = scene.prepared();
    let device = scene.device();
    shareable(&prepared);
    shareable(&device);
    let expected = prepared.judge(&device, &scene.policy, scene.now);
    let text = prepared.explain(&device, &scene.policy, scene.now).to_string();
    std::thread::scope(|scope| {
        let judge = || {
            let evaluation = prepared.judge(&device, &scene.policy, scene.now);
            (evaluation, prepared.explain(&device, &scene.policy, scene.now).to_string())
        };
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(judge)).collect();
        for thread in threads {
            assert!(thread.join().unwrap() == (copied(&expected), text.clone()));
        }
    });
    // Small enough to keep one for each of a hundred thousand devices.
    assert!(size_of::<Evaluation>() <= 256, "{}", size_of::<Evaluation>());
}

/// A flow that is not known takes the outcome of TLS-PKI and says what the other would be.
#[test]
fn unknown_flow_is_taken_as_tls_pki() {
    let ec = |flow: Option<Flow>| {
        let leaf = Forge::leaf("amt.example.com").key(Key::P384(9)).issued_by(intermediate());
        let scene = Scene::of(&[&leaf, intermediate(), root()]);
        scene.set(|s| s.facts.flow = flow.into()).judge()
    };
    assert_eq!(ec(None).verdict(), ec(Some(Flow::TlsPki)).verdict());
    assert_ne!(ec(None).verdict(), ec(Some(Flow::HostBased)).verdict());
    // What the ordinary scene says of itself, so that the above is about the key alone.
    assert_eq!(facts(root()).flow, Fact::Unknown);
    assert_ne!(leaf().key, Key::P384(9));
}
