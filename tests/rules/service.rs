//! the provisioning server's FQDN, and the interface it is reached through.

use amt_provisioning::SuffixSource::{DhcpOption15, PkiDnsSuffix};
use amt_provisioning::{Fact, Finding, Interface, Outcome, Rule, SuffixFact, Switch};

use crate::common::forge::{cn, san};
use crate::common::rows::{Row, row};
use crate::common::{Digest, Forge, Scene, suffix};
use crate::names::{named, subject_and_san};

/// The same scene with a configured provisioning server FQDN.
fn strict(fqdn: &str, scene: Scene) -> Scene {
    scene.set(|s| s.facts.server_fqdn = Fact::known(fqdn.as_bytes().to_vec()))
}

fn strict_fqdn() -> Vec<Row> {
    use Finding::*;
    let host = "amt.example.com";
    let no_suffixes = |fact| Scene::ordinary().set(|s| s.facts.suffixes = fact);
    let elsewhere = named(host, "example.org");
    let san_only = subject_and_san(&[cn("other.example.com")], &[host]);
    let two_cns = subject_and_san(&[cn(host), cn("b.example.com")], &[]);
    let wildcard = Scene::with_leaf(&Forge::leaf("*.example.com").with(san(&["*.example.com"])));
    vec![
        row("R-350 not configured, R-352, S3-1", Rule::R350, Scene::ordinary()).not_applicable(),
        row("R-350, S4-13", Rule::R350, strict(host, Scene::ordinary())),
        row("R-350 replaces the suffix rule", Rule::R350, strict(host, elsewhere.clone())),
        row("R-350 replaces the suffix rule", Rule::R306, strict(host, elsewhere))
            .not_applicable()
            .shows(&["for information"]),
        row(
            "R-350, R-315 suffixes not given",
            Rule::R350,
            strict(host, no_suffixes(Fact::Unknown)),
        ),
        row(
            "R-350, R-315 suffixes not given",
            Rule::R306,
            strict(host, no_suffixes(Fact::Unknown)),
        )
        .not_applicable(),
        row("R-350 letter case", Rule::R350, strict("AMT.example.COM", Scene::ordinary())),
        row("R-350 trailing dot", Rule::R350, strict("amt.example.com.", Scene::ordinary()))
            .advises(&[NameNormalised]),
        row(
            "R-350, D13 the domain is not enough",
            Rule::R350,
            strict("example.com", Scene::ordinary()),
        )
        .fails(&[StrictFqdnMismatch]),
        row("R-351, D13 another host", Rule::R350, strict("ems.example.com", Scene::ordinary()))
            .fails(&[StrictFqdnMismatch])
            .shows(&["CN ems.example.com", "CN amt.example.com"]),
        row("R-351 a longer name", Rule::R350, strict("a.amt.example.com", Scene::ordinary()))
            .fails(&[StrictFqdnMismatch]),
        row("R-351, D-10 SAN only", Rule::R350, strict(host, san_only.clone()))
            .fails(&[StrictFqdnSanOnly]),
        row(
            "D-10 policy",
            Rule::R350,
            strict(host, san_only).set(|s| s.policy.strict_accepts_san = true),
        )
        .advises(&[StrictFqdnSanOnly])
        .by_policy(Switch::StrictAcceptsSan, Outcome::Fail),
        row("R-351, D-10 a wildcard never equals", Rule::R350, strict(host, wildcard.clone()))
            .fails(&[StrictFqdnMismatch]),
        row(
            "D-10 nor by policy",
            Rule::R350,
            strict(host, wildcard).set(|s| s.policy.strict_accepts_san = true),
        )
        .fails(&[StrictFqdnMismatch]),
        row("R-350, R-309 two CNs", Rule::R350, strict(host, two_cns))
            .undetermined(&[CnMultipleDisagree]),
        row("R-350, R-302 malformed", Rule::R350, strict("amt.example.com\0", Scene::ordinary()))
            .fails(&[NameMalformed]),
    ]
}

fn interfaces() -> Vec<Row> {
    use Finding::*;
    use Interface::{Dock, Other, Wired, Wireless};
    let over = |interface, suffixes: &[SuffixFact]| {
        Scene::ordinary().suffixes(suffixes).set(|s| s.facts.interface = Fact::known(interface))
    };
    let pki = &[suffix(PkiDnsSuffix, "example.com")][..];
    let dhcp = &[suffix(DhcpOption15, "example.com")][..];
    let wireless_on = |release: &str| {
        Scene::signed_with(Digest::Sha1, &Forge::leaf("amt.example.com"))
            .release(release)
            .set(|s| s.facts.interface = Fact::known(Wireless))
    };
    vec![
        row("R-360, R-806, S0-8", Rule::R360, over(Wired, pki)),
        row("R-360 wired, DHCP", Rule::R360, over(Wired, dhcp)),
        row("R-360, S4-10 wireless, PKI suffix", Rule::R360, over(Wireless, pki)),
        row("R-360, D16 wireless, DHCP", Rule::R360, over(Wireless, dhcp))
            .fails(&[InterfaceNeedsPkiSuffix]),
        row("R-360, R-362, S4-23 dock, PKI suffix", Rule::R360, over(Dock, pki))
            .advises(&[DockOemEnabled]),
        row("R-360 dock, DHCP", Rule::R360, over(Dock, dhcp))
            .fails(&[InterfaceNeedsPkiSuffix, DockOemEnabled]),
        row("R-360, S4-23 not AMT-capable", Rule::R360, over(Other, pki))
            .fails(&[InterfaceNotSupported]),
        row("R-360, R-004 unknown", Rule::R360, {
            Scene::ordinary().set(|s| s.facts.interface = Fact::Unknown)
        })
        .not_evaluated(&[])
        .shows(&["wired"]),
        row("R-360, R-311 unknown, DHCP", Rule::R306, {
            Scene::ordinary().suffixes(dhcp).set(|s| s.facts.interface = Fact::Unknown)
        }),
        row("R-361 wired", Rule::R361, over(Wired, pki)).not_applicable(),
        row("R-361, D-13, D16, S0-8 before 6.0", Rule::R361, wireless_on("5.2"))
            .fails(&[InterfaceNotSupported]),
        row("R-361 just before 6.0", Rule::R361, wireless_on("5.65535.65535.65535"))
            .fails(&[InterfaceNotSupported]),
        row("R-361, D-13 6.0", Rule::R361, wireless_on("6.0")).undetermined(&[WirelessUncertain]),
        row("R-361, D-13 10.x", Rule::R361, wireless_on("10.65535"))
            .undetermined(&[WirelessUncertain]),
        row("R-361, D-13 from 11.0", Rule::R361, wireless_on("11.0")),
    ]
}

pub(crate) fn rows() -> Vec<Row> {
    [strict_fqdn(), interfaces()].concat()
}
