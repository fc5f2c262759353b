//! what else has to be right, and releases beyond the tables.

use amt_provisioning::SuffixSource::{DhcpOption15, PkiDnsSuffix};
use amt_provisioning::{ControlMode, DeviceFacts, Fact, Finding, Flow, Rule, TlsMode, Verdict};

use crate::common::rows::{Row, row};
use crate::common::{Digest, Forge, Key, Scene, suffix};

fn facts(change: impl FnOnce(&mut DeviceFacts)) -> Scene {
    Scene::ordinary().set(|scene| change(&mut scene.facts))
}

/// Facts that only advise: the rule, the fact, and the finding if its value is `bad`.
fn advice() -> Vec<Row> {
    use Finding::*;
    type Set = fn(&mut DeviceFacts, Fact<bool>);
    let all: [(&str, Rule, Set, bool, Finding); 4] = [
        ("R-802, S0-5", Rule::R802, |f, v| f.dhcp_dns_server = v, false, DhcpOption6Missing),
        (
            "R-805, S0-6, E5",
            Rule::R805,
            |f, v| f.device_certificate_refused = v,
            true,
            DeviceCertImplausible,
        ),
        ("R-807, S1-15", Rule::R807, |f, v| f.link_up = v, false, LinkDown),
        ("R-812, S4-19, S4-20", Rule::R812, |f, v| f.static_ip = v, true, StaticIpProfile),
    ];
    let mut rows = Vec::new();
    for (id, rule, set, bad, finding) in all {
        rows.push(row(id, rule, facts(|f| set(f, bad.into()))).advises(&[finding]));
        rows.push(row(id, rule, facts(|f| set(f, (!bad).into()))));
        rows.push(row(id, rule, Scene::ordinary()).not_evaluated(&[]));
    }
    rows
}

/// Facts that flows over the network need, and host-based ones do not.
fn preconditions() -> Vec<Row> {
    use Finding::*;
    type Set = fn(&mut DeviceFacts, bool);
    let tls_mode: Set =
        |f, pki| f.tls_mode = Fact::known(if pki { TlsMode::Pki } else { TlsMode::Psk });
    let all: [(&str, Rule, Set, Finding); 3] = [
        ("R-803, S0-7", Rule::R803, tls_mode, DeviceNotPkiMode),
        ("R-804, S0-7, G4", Rule::R804, |f, open| f.interface_open = open.into(), InterfaceClosed),
        (
            "R-809",
            Rule::R809,
            |f, on| f.remote_configuration = on.into(),
            RemoteConfigurationDisabled,
        ),
    ];
    let mut rows = Vec::new();
    for (id, rule, set, finding) in all {
        let by = |flow: Option<Flow>, good| {
            facts(|f| {
                set(f, good);
                f.flow = flow.into();
            })
        };
        rows.push(row(id, rule, by(Some(Flow::TlsPki), true)));
        rows.push(row(id, rule, by(Some(Flow::TlsPki), false)).fails(&[finding]));
        rows.push(row(format!("{id} flow unknown"), rule, by(None, false)).fails(&[finding]));
        rows.push(row(id, rule, by(Some(Flow::HostBased), false)).not_applicable());
        rows.push(row(id, rule, Scene::ordinary()).not_evaluated(&[]));
    }
    rows
}

fn others() -> Vec<Row> {
    use Finding::*;
    let mode = |mode| facts(|f| f.control_mode = Fact::known(mode));
    let cira = |fixed: Option<bool>, cira: Option<bool>| {
        facts(|f| {
            f.static_ip = fixed.into();
            f.cira = cira.into();
        })
    };
    let home = |domain: &str, source| {
        facts(|f| {
            f.home_domain = Fact::known(domain.as_bytes().to_vec());
            f.suffixes = Fact::known(vec![suffix(source, "example.com")]);
        })
    };
    let offered = |release: &str, flow| {
        Scene::signed_with(Digest::Sha1, &Forge::leaf("amt.example.com"))
            .release(release)
            .set(|s| s.facts.flow = Fact::known(flow))
    };
    let newest = |release: &str| {
        let leaf = Forge::leaf("amt.example.com").key(Key::Rsa3072);
        Scene::signed_with(Digest::Sha384, &leaf).release(release)
    };
    vec![
        row("R-810, D18 Admin Control Mode", Rule::R810, mode(ControlMode::Admin))
            .not_applicable_with(&[AlreadyProvisioned])
            .verdict(Verdict::NotApplicable),
        row("R-810 Client Control Mode", Rule::R810, mode(ControlMode::Client)),
        row("R-810 not provisioned", Rule::R810, mode(ControlMode::None)),
        row("R-810 unknown", Rule::R810, Scene::ordinary()).not_evaluated(&[]),
        row("R-811 PKI before 2.2", Rule::R811, offered("2.1", Flow::TlsPki))
            .advises(&[FlowNotAvailable]),
        row("R-811 PKI from 2.2", Rule::R811, offered("2.2", Flow::TlsPki)),
        row("R-811 host-based before 6.2", Rule::R811, offered("6.1", Flow::HostBased))
            .advises(&[FlowNotAvailable]),
        row("R-811 host-based from 6.2", Rule::R811, offered("6.2", Flow::HostBased)),
        row("R-811 flow unknown", Rule::R811, Scene::ordinary()).not_evaluated(&[]),
        row("R-813, S4-22", Rule::R813, cira(Some(true), Some(true))).advises(&[StaticIpCira]),
        row("R-813 DHCP", Rule::R813, cira(Some(false), Some(true))).not_applicable(),
        row("R-813 no CIRA", Rule::R813, cira(Some(true), Some(false))).not_applicable(),
        row("R-813 unknown", Rule::R813, cira(Some(true), None)).not_evaluated(&[]),
        row("R-814, D14", Rule::R814, home("Example.com", DhcpOption15))
            .advises(&[HomeDomainIsSuffix]),
        row("R-814 another domain", Rule::R814, home("home.example.com", DhcpOption15)),
        row("R-814 not by DHCP", Rule::R814, home("example.com", PkiDnsSuffix)),
        row("R-814 unknown", Rule::R814, Scene::ordinary()).not_evaluated(&[]),
        row("R-024, D-33 within the tables", Rule::R024, newest("22.65535")),
        row("R-024, D-33 beyond", Rule::R024, newest("23.0")).advises(&[ReleaseBeyondTable]),
        row(
            "R-024 unknown",
            Rule::R024,
            Scene::ordinary().set(|s| s.facts.release = Fact::Unknown),
        )
        .not_evaluated(&[])
        .verdict(Verdict::Undetermined)
        .missing(&["release"]),
    ]
}

pub(crate) fn rows() -> Vec<Row> {
    [advice(), preconditions(), others()].concat()
}
