//! The worked examples 1 to 50 of the name rules, as one table.
#![cfg(any(feature = "ring", feature = "aws-lc-rs", feature = "rustcrypto"))]

mod common;

use amt_provisioning::SuffixSource::{
    self, DhcpOption15, OperatingSystem, PkiDnsSuffix, StaticIpPage,
};
use amt_provisioning::{Fact, Finding, FindingSet, Interface, Outcome, Rule, Verdict};
use common::{Forge, Scene, forge, suffix};

/// From here on to 21.x nothing but the names decides in the ordinary scene.
const ORDINARY: &str = "16.0";

struct Example {
    number: u8,
    leaf: Forge,
    suffixes: Vec<(SuffixSource, &'static str)>,
    server_fqdn: Option<&'static str>,
    interface: Interface,
    releases: &'static str,
    /// The rule that the example is about.
    rule: Rule,
    outcome: Outcome,
    /// Findings of names and marker: exactly these ...
    findings: Vec<Finding>,
    /// ... but these may stand beside them.
    beside: Vec<Finding>,
}

/// An identifier and a PKI DNS suffix.
fn example(number: u8, identifier: &str, suffix: &'static str) -> Example {
    Example {
        number,
        leaf: Forge::leaf(identifier),
        suffixes: vec![(PkiDnsSuffix, suffix)],
        server_fqdn: None,
        interface: Interface::Wired,
        releases: ORDINARY,
        rule: Rule::R306,
        outcome: Outcome::NotEvaluated,
        findings: Vec::new(),
        beside: Vec::new(),
    }
}

impl Example {
    fn on(self, releases: &'static str) -> Self {
        Self { releases, ..self }
    }

    fn from(self, suffixes: &[(SuffixSource, &'static str)]) -> Self {
        Self { suffixes: suffixes.to_vec(), ..self }
    }

    fn strict(self, fqdn: &'static str) -> Self {
        Self { server_fqdn: Some(fqdn), rule: Rule::R350, ..self }
    }

    fn over(self, interface: Interface) -> Self {
        Self { interface, rule: Rule::R360, ..self }
    }

    fn with(self, change: impl FnOnce(Forge) -> Forge) -> Self {
        Self { leaf: change(self.leaf), ..self }
    }

    fn accepted(self, findings: &[Finding]) -> Self {
        Self { outcome: Outcome::Pass, findings: findings.to_vec(), ..self }
    }

    fn rejected(self, findings: &[Finding]) -> Self {
        Self { outcome: Outcome::Fail, findings: findings.to_vec(), ..self }
    }

    fn beside(self, findings: &[Finding]) -> Self {
        Self { beside: findings.to_vec(), ..self }
    }
}

/// Is it a finding of names or of the marker?
fn concerns_names(finding: &Finding) -> bool {
    let id = finding.rule().id();
    id.starts_with("R-3") || id.starts_with("R-20")
}

fn examples() -> Vec<Example> {
    use Finding::{
        CnNotFqdn, InterfaceNeedsPkiSuffix, MarkerMissing, NameMalformed, NameNormalised,
        SanOnlyMatch, StrictFqdnMismatch, SuffixBareTld, SuffixDepthNotAvailable, SuffixIsHostName,
        SuffixMismatch, SuffixMissing, SuffixOnlyByDepth, SuffixReadingDiffers,
        SuffixSourceIgnored, SuffixSourcesDisagree, SuffixTooBroad, WildcardMalformed,
        WildcardWithoutMarker,
    };
    let intel = "intel.vprodemo.com";
    let server = "server.east.company.local";
    let wildcard = "*.east.company.local";
    let ema = "ema.unicomm.com.ua";
    // extended TLD releases, and the others from 2.6 on.
    let (extended, earlier) = ("4.1 4.2 5.1 5.2 6.0 16.0", "2.6 3.2 4.0 5.0 5.0.9");
    vec![
        example(1, intel, "vprodemo.com").accepted(&[]),
        example(2, intel, "intel.vprodemo.com").accepted(&[SuffixIsHostName]),
        example(3, intel, "amt.vprodemo.com").accepted(&[SuffixOnlyByDepth]),
        example(4, intel, "xyz.vprodemo.com").accepted(&[SuffixOnlyByDepth]),
        example(5, intel, "vprodomain.com").rejected(&[SuffixMismatch]),
        example(6, intel, "com").rejected(&[SuffixMismatch, SuffixBareTld]),
        example(7, server, "east.company.local").accepted(&[]),
        example(8, server, "company.local").accepted(&[SuffixReadingDiffers]),
        example(9, server, "mkgt.east.company.local").rejected(&[SuffixMismatch]),
        example(10, server, "west.company.local").rejected(&[SuffixMismatch]),
        example(11, wildcard, "east.company.local").accepted(&[]),
        example(12, wildcard, "mkgt.east.company.local").accepted(&[]),
        example(13, wildcard, "company.local").accepted(&[]),
        example(14, wildcard, "west.company.local").rejected(&[SuffixMismatch]),
        example(15, "csa.ftl.intel.com", "dev.intel.com")
            .on("2.6 3.0 4.0 4.1 5.0 6.0 16.0")
            .accepted(&[SuffixOnlyByDepth]),
        example(15, "csa.ftl.intel.com", "dev.intel.com")
            .on("2.0 2.5 2.5.9")
            .rejected(&[SuffixMismatch, SuffixDepthNotAvailable]),
        example(16, "csa.ftl.intel.fr", "dev.intel.fr").rejected(&[SuffixMismatch]),
        example(17, "a.example.co.uk", "b.example.co.uk")
            .on(extended)
            .accepted(&[SuffixOnlyByDepth]),
        example(17, "a.example.co.uk", "b.example.co.uk")
            .on(earlier)
            .rejected(&[SuffixMismatch, SuffixDepthNotAvailable]),
        example(18, "a.example.org", "b.example.org").on(extended).accepted(&[SuffixOnlyByDepth]),
        example(18, "a.example.org", "b.example.org")
            .on(earlier)
            .rejected(&[SuffixMismatch, SuffixDepthNotAvailable]),
        example(19, "amt.foo.co.uk", "bar.co.uk").rejected(&[SuffixMismatch]),
        example(20, "amt.foo.co.uk", "hq.foo.co.uk").accepted(&[SuffixOnlyByDepth]),
        example(21, "amt.foo.co.uk", "co.uk").accepted(&[SuffixTooBroad, SuffixReadingDiffers]),
        example(22, ema, "unicomm.com.ua").accepted(&[]),
        example(23, ema, "")
            .from(&[(OperatingSystem, "unicomm.com.ua")])
            .rejected(&[SuffixMissing, SuffixSourceIgnored]),
        example(24, ema, "")
            .from(&[(StaticIpPage, "unicomm.com.ua")])
            .rejected(&[SuffixMissing, SuffixSourceIgnored]),
        example(25, ema, "other.com.ua").accepted(&[SuffixTooBroad, SuffixOnlyByDepth]),
        example(26, "domain.com", "foo.domain.com").on("2.6 16.0").accepted(&[SuffixOnlyByDepth]),
        example(26, "domain.com", "foo.domain.com")
            .on("2.5")
            .rejected(&[SuffixMismatch, SuffixDepthNotAvailable]),
        example(27, "test.domain.com", "domain.com").accepted(&[]),
        example(28, "host.domain.com.au", "domain.com.au").accepted(&[]),
        example(29, "host.domain.com.au", "lab.domain.com.au").rejected(&[SuffixMismatch]),
        example(30, "ema.domain.pl", "domain.pl").accepted(&[]),
        example(31, "ema.domain.pl", "oddzial.domain.pl").rejected(&[SuffixMismatch]),
        example(32, "ema.hq.domain.pl", "lab.hq.domain.pl").accepted(&[SuffixOnlyByDepth]),
        example(33, "example.fr", "lab.example.fr").rejected(&[SuffixMismatch]),
        example(34, "example.fr", "example.fr").accepted(&[]),
        example(35, "server.badexample.com", "example.com").rejected(&[SuffixMismatch]),
        example(36, "company.local", "west.company.local").rejected(&[SuffixMismatch]),
        example(37, "*.com", "evil.com")
            .rejected(&[SuffixMismatch, WildcardMalformed])
            .beside(&[CnNotFqdn]),
        example(38, "com", "evil.com").rejected(&[SuffixMismatch, CnNotFqdn]),
        example(39, "AMT.EXAMPLE.COM", "example.com").accepted(&[]),
        example(40, "amt.example.com", "example.com.").accepted(&[NameNormalised]),
        example(41, "amt.example.com", "example.com\u{a0}")
            .rejected(&[NameMalformed])
            .beside(&[SuffixMismatch]),
        example(42, "mgmt", "example.com")
            .with(|leaf| leaf.with(forge::san(&["amt.example.com"])))
            .accepted(&[SanOnlyMatch, CnNotFqdn]),
        example(43, "*.example.com", "a.b.example.com").accepted(&[]),
        example(44, "*.example.co.uk", "lab.other.co.uk").rejected(&[SuffixMismatch]),
        example(45, "*.test.net", "test.net")
            .with(|leaf| leaf.with(forge::san(&["*.test.net", "test.net"])))
            .with(|leaf| leaf.with(forge::eku(&[forge::SERVER_AUTH])))
            .accepted(&[MarkerMissing, WildcardWithoutMarker]),
        example(46, ema, "").from(&[]).strict("ema.unicomm.com.ua").accepted(&[]),
        example(47, ema, "unicomm.com.ua")
            .strict("ema2.unicomm.com.ua")
            .rejected(&[StrictFqdnMismatch]),
        example(48, "amt.example.com", "")
            .from(&[(PkiDnsSuffix, "example.com"), (DhcpOption15, "corp.local")])
            .accepted(&[SuffixSourcesDisagree]),
        example(49, "amt.example.com", "")
            .from(&[(PkiDnsSuffix, "corp.local"), (DhcpOption15, "example.com")])
            .rejected(&[SuffixMismatch, SuffixSourcesDisagree]),
        example(50, intel, "")
            .from(&[(DhcpOption15, "vprodemo.com")])
            .over(Interface::Wireless)
            .rejected(&[InterfaceNeedsPkiSuffix])
            .beside(&[SuffixMissing, SuffixSourceIgnored]),
    ]
}

#[test]
fn every_example_is_there() {
    let numbers: std::collections::BTreeSet<u8> = examples().iter().map(|e| e.number).collect();
    assert!(numbers.into_iter().eq(1..=50));
}

#[test]
fn worked_examples() {
    for example in examples() {
        for release in example.releases.split(' ') {
            let number = example.number;
            let mut scene = Scene::with_leaf(&example.leaf).release(release);
            let suffixes = example.suffixes.iter().map(|(source, value)| suffix(*source, value));
            scene.facts.suffixes = Fact::known(suffixes.collect());
            scene.facts.server_fqdn =
                example.server_fqdn.map(|name| name.as_bytes().to_vec()).into();
            scene.facts.interface = Fact::known(example.interface);
            let report = scene.explain();
            let shown = format!("example {number} on {release}\n{report}");
            let evaluation = scene.judge();
            assert_eq!(evaluation.outcome(example.rule), Some(example.outcome), "{shown}");
            let found: FindingSet = evaluation.findings().iter().filter(concerns_names).collect();
            let beside: FindingSet = example.beside.iter().copied().collect();
            let expected: FindingSet = example.findings.iter().copied().collect();
            assert_eq!(found.union(beside), expected.union(beside), "{shown}");
            assert!(expected.iter().all(|finding| found.contains(finding)), "{shown}");
            let other_fault = expected.contains(Finding::MarkerMissing);
            let accepted = example.outcome == Outcome::Pass && !other_fault;
            let verdict = if accepted { Verdict::Accepted } else { Verdict::Rejected };
            if release == ORDINARY {
                assert_eq!(evaluation.verdict(), verdict, "{shown}");
            }
        }
    }
}

/// what cannot be seen is shown in hex, with its place.
#[test]
fn hidden_characters_are_shown_in_hex() {
    let scene = Scene::ordinary().suffixes(&[suffix(PkiDnsSuffix, "example.com\u{a0}")]);
    let report = scene.explain();
    let row = report.rules.iter().find(|row| row.id == Rule::R306).unwrap();
    assert!(row.wanted.contains("6d c2 a0") && row.wanted.contains("0xc2 at byte 11"), "{report}");
}
