//! Random devices, policies and times.

use amt_provisioning::{
    ControlMode, DeviceFacts, Fact, Flow, HashEntry, Interface, MultipleCn, NameSource, Platform,
    Policy, Release, RootHashList, Source, Strictness, SuffixFact, SuffixPrecedence, SuffixReading,
    SuffixSource, TimePolicy, TlsMode, TrimNames, WallTime, Wildcards,
};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::common::{Scene, entry, now};
use super::random::RandomBag;

/// An entry of the device's list: which certificate, which digest, active or not.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    which: Which,
    digest: u8,
    active: Option<bool>,
}

#[derive(Clone, Debug)]
enum Which {
    Root,
    Any(Index),
    Nobody,
}

impl Listed {
    fn entry(&self, bag: &RandomBag) -> HashEntry {
        let all: Vec<_> = bag.chain.iter().chain(&bag.extra).collect();
        let cert = match &self.which {
            Which::Root => bag.chain.last().unwrap(),
            Which::Any(index) => index.get(&all),
            Which::Nobody => super::common::root(),
        };
        let hash = match self.digest {
            0 => cert.sha1(),
            1 => cert.sha384(),
            2 => cert.sha512(),
            _ => cert.sha256(),
        };
        HashEntry { active: self.active, ..entry(&hash) }
    }
}

pub(super) fn entries() -> impl Strategy<Value = Vec<Listed>> {
    let which = prop_oneof![
        3 => Just(Which::Root),
        1 => any::<Index>().prop_map(Which::Any),
        1 => Just(Which::Nobody),
    ];
    let active = prop_oneof![4 => Just(Some(true)), 1 => Just(None), 1 => Just(Some(false))];
    let listed = (which, 0u8..8, active).prop_map(|(which, digest, active)| Listed {
        which,
        digest,
        active,
    });
    prop::collection::vec(listed, 0..4)
}

/// Everything that a judgement rests on but the bag.
#[derive(Clone, Debug)]
pub(super) struct Situation {
    facts: DeviceFacts,
    pub(super) entries: Vec<Listed>,
    list: Option<Source>,
    policy: Policy,
    now: Option<WallTime>,
}

impl Situation {
    /// The scene without its input.
    pub(super) fn scene(&self, bag: &RandomBag) -> Scene {
        let mut scene = Scene::ordinary();
        scene.facts = self.facts.clone();
        scene.facts.root_hashes = self.list.map_or(Fact::Unknown, |source| {
            let entries = self.entries.iter().map(|listed| listed.entry(bag)).collect();
            Fact::known(RootHashList { entries, source })
        });
        scene.policy = self.policy;
        scene.now = self.now;
        scene
    }
}

/// Usually the value of the ordinary scene.
fn usually<T: Clone + core::fmt::Debug + 'static>(
    value: T,
    others: Vec<T>,
) -> impl Strategy<Value = T> + Clone {
    prop_oneof![6 => Just(value), 1 => select(others)]
}

fn fact<T: Clone + core::fmt::Debug + 'static>(values: Vec<T>) -> impl Strategy<Value = Fact<T>> {
    let known = select(values).prop_map(Fact::known);
    prop_oneof![6 => Just(Fact::Unknown), 1 => Just(Fact::Absent(Source::Operator)), 2 => known]
}

fn suffixes() -> impl Strategy<Value = Fact<Vec<SuffixFact>>> {
    use SuffixSource::{DhcpOption15, DhcpV6Option24, OperatingSystem, PkiDnsSuffix, StaticIpPage};
    let values =
        ["example.com", "corp.example.com", "example.org", "Example.COM. ", "com", "a\0b", ""];
    let sources = [PkiDnsSuffix, DhcpOption15, DhcpV6Option24, OperatingSystem, StaticIpPage];
    let one = (usually("example.com", values.to_vec()), usually(PkiDnsSuffix, sources.to_vec()));
    let one = one.prop_map(|(value, source)| SuffixFact { value: value.into(), source });
    let all = prop_oneof![5 => prop::collection::vec(one.clone(), 1), 1 => prop::collection::vec(one, 0..4)];
    prop_oneof![8 => all.prop_map(Fact::known), 1 => Just(Fact::Unknown), 1 => Just(Fact::Absent(Source::Hello))]
}

fn facts() -> impl Strategy<Value = DeviceFacts> {
    let releases = [
        "2.0", "2.6", "5.0", "5.1", "6.0", "10.0", "11.8", "15.0", "16.1", "20.0", "21.0", "22.0",
        "30.0",
    ];
    let releases = releases.map(|text| Fact::known(text.parse::<Release>().unwrap()));
    let releases = [&releases[..], &[Fact::Unknown]].concat();
    let bools = || fact(vec![true, false]);
    let device = (
        prop_oneof![Just(Fact::known(Release::new(16, 1, 0, 0))), select(releases)],
        fact(vec![Platform::H, Platform::NotH]),
        suffixes(),
        prop_oneof![9 => Just(Fact::Unknown), 1 => fact(vec![b"amt.example.com".to_vec()])],
        usually(
            Fact::known(Interface::Wired),
            vec![Fact::Unknown, Fact::known(Interface::Wireless), Fact::known(Interface::Dock)],
        ),
        fact(vec![Flow::TlsPki, Flow::HostBased]),
        usually(
            Fact::Unknown,
            vec![
                Fact::known(ControlMode::None),
                Fact::known(ControlMode::Client),
                Fact::known(ControlMode::Admin),
            ],
        ),
        usually(Fact::Unknown, vec![Fact::known(TlsMode::Pki), Fact::known(TlsMode::Psk)]),
        usually(false, vec![true]),
        (bools(), bools(), bools(), bools(), bools(), bools()),
    );
    device.prop_map(|drawn| {
        let mut facts = DeviceFacts::default();
        (
            facts.release,
            facts.platform,
            facts.suffixes,
            facts.server_fqdn,
            facts.interface,
            facts.flow,
            facts.control_mode,
            facts.tls_mode,
            facts.assume_default_roots,
            (
                facts.link_up,
                facts.dhcp_dns_server,
                facts.static_ip,
                facts.cira,
                facts.root_presented,
                facts.device_certificate_refused,
            ),
        ) = drawn;
        facts
    })
}

fn policies() -> impl Strategy<Value = Policy> {
    let choices = (
        select(vec![
            SuffixPrecedence::PkiFirst,
            SuffixPrecedence::DhcpFirst,
            SuffixPrecedence::Any,
            SuffixPrecedence::Both,
        ]),
        select(vec![Wildcards::Accept, Wildcards::UndeterminedBefore4_1, Wildcards::Reject]),
        select(vec![MultipleCn::Undetermined, MultipleCn::All, MultipleCn::Any, MultipleCn::Last]),
        any::<u32>(),
        0u8..12,
        0u32..4000,
    );
    let switched =
        choices.prop_map(|(suffix_precedence, wildcard, multiple_cn, bits, max_chain, horizon)| {
            let bit = |number: u32| bits >> number & 1 == 1;
            let strict = |number| if bit(number) { Strictness::Reject } else { Strictness::Warn };
            Policy {
                suffix_precedence,
                wildcard,
                multiple_cn,
                trim_names: if bit(0) { TrimNames::Report } else { TrimNames::Reject },
                allow_single_label_suffix: bit(1),
                san: if bit(2) { NameSource::Accept } else { NameSource::CnOnly },
                strict_accepts_san: bit(3),
                suffix_reading: if bit(4) { SuffixReading::Guide } else { SuffixReading::Narrow },
                refuse_broad_suffix: bit(5),
                registry_labels: bit(6).then_some(2),
                absent_eku_is_server: bit(7),
                require_key_proof: bit(8) && bit(9),
                allow_self_signed_leaf: bit(10),
                allow_non_root_anchor: bit(11),
                rfc5280: strict(12),
                max_chain,
                sha384_pre21: strict(13),
                unknown_flag_is_active: bit(14),
                expired: strict(15),
                not_yet_valid: strict(16),
                time: if bit(17) { TimePolicy::Require } else { TimePolicy::Ignore },
                expiry_horizon_days: horizon,
            }
        });
    prop_oneof![3 => Just(Policy::default()), 2 => switched]
}

pub(super) fn situations() -> impl Strategy<Value = Situation> {
    let times = [
        "1969-01-01T00:00:00Z",
        "2025-03-01T00:00:00Z",
        "2034-12-20T00:00:00Z",
        "2040-01-01T00:00:00Z",
    ];
    let times = times.map(|text| Some(text.parse().unwrap()));
    let times = usually(Some(now()), [&times[..], &[None]].concat());
    let list = usually(
        Some(Source::HostInterface),
        vec![None, Some(Source::Hello), Some(Source::WsManagement)],
    );
    (facts(), entries(), list, policies(), times).prop_map(|(facts, entries, list, policy, now)| {
        Situation { facts, entries, list, policy, now }
    })
}
