//! names of the certificate and suffixes of the device.

use amt_provisioning::SuffixSource::{
    DhcpOption15, DhcpV6Option24, GeneralSettings, OperatingSystem, OtherInterface, PkiDnsSuffix,
    SeenOnNetwork, StaticIpPage,
};
use amt_provisioning::{DepthExtension, DnsName, Fact, Finding, Rule, Source, SuffixFact};

use crate::common::forge::{alternative_names, attribute, cn, ip_address, ou, san, utf16};
use crate::common::rows::{Row, one_line, row};
use crate::common::{Digest, Forge, PublicRoot, Scene, der, suffix};
use crate::{REJECTED, UNDETERMINED};

/// The ordinary scene with this CN and this PKI DNS suffix.
pub(crate) fn named(common_name: &str, pki_suffix: &str) -> Scene {
    Scene::with_leaf(&Forge::leaf(common_name)).suffixes(&[suffix(PkiDnsSuffix, pki_suffix)])
}

/// The same on an old release, whose chains are signed with SHA-1.
fn named_on(release: &str, common_name: &str, pki_suffix: &str) -> Scene {
    Scene::signed_with(Digest::Sha1, &Forge::leaf(common_name))
        .release(release)
        .suffixes(&[suffix(PkiDnsSuffix, pki_suffix)])
}

/// The ordinary scene with another subject and these alternative names.
pub(crate) fn subject_and_san(subject: &[Vec<u8>], names: &[&str]) -> Scene {
    let leaf = Forge::leaf("").subject(subject);
    Scene::with_leaf(&if names.is_empty() { leaf } else { leaf.with(san(names)) })
}

/// The ordinary scene with these suffixes.
fn suffixes(suffixes: &[SuffixFact]) -> Scene {
    Scene::ordinary().suffixes(suffixes)
}

///
fn well_formed() -> Vec<Row> {
    use Finding::*;
    let label = "a".repeat(63);
    let long_label = "a".repeat(64);
    // 3 * 64 + 61 bytes, and one more.
    let longest = format!("{label}.{label}.{label}.{}.example.com", "b".repeat(49));
    let too_long = format!("{label}.{label}.{label}.{}.example.com", "b".repeat(50));
    assert_eq!((longest.len(), too_long.len()), (253, 254));
    let ip_only = Forge::leaf("mgmt").with(alternative_names(&[ip_address([192, 0, 2, 1])]));
    let printable = cn_as(der::PRINTABLE_STRING, b"*.example.com");
    let bmp = cn_as(der::BMP_STRING, &utf16("amt.example.com"));
    let mut rows = vec![
        row(
            "R-301 blanks in the suffix",
            Rule::R306,
            named("amt.example.com", "\t example.com\r\n"),
        )
        .advises(&[NameNormalised]),
        row("R-301 blanks in the CN", Rule::R308, named(" amt.example.com ", "example.com"))
            .advises(&[NameNormalised]),
        row("R-303 letter case is no change", Rule::R306, named("AMT.Example.COM", "eXample.com"))
            .shows(&["case"]),
        row("R-301 letter case", Rule::R308, named("AMT.Example.COM", "example.com")),
        row("R-301 one trailing dot, D-05", Rule::R308, named("amt.example.com.", "example.com"))
            .advises(&[NameNormalised]),
        row(
            "R-301 longest label",
            Rule::R306,
            named(&format!("amt.{label}.com"), &format!("{label}.com")),
        ),
        row(
            "R-301 label too long",
            Rule::R306,
            named("amt.example.com", &format!("{long_label}.com")),
        )
        .fails(&[NameMalformed]),
        row("R-301 longest name", Rule::R306, named(&longest, "example.com"))
            .beside(&[SuffixReadingDiffers]),
        row("R-301 name too long", Rule::R308, named(&too_long, "example.com")).fails(&[CnNotFqdn]),
        row("R-301 underscore and dash", Rule::R306, named("a_m-t.example.com", "example.com")),
        row("R-302b", Rule::R308, Scene::with_leaf(&Forge::leaf("").subject(&[printable])))
            .advises(&[NameAlphabet]),
        row(
            "R-302b within its alphabet",
            Rule::R308,
            Scene::with_leaf(&Forge::leaf("").subject(&[bmp])),
        ),
        row("R-304 A-label", Rule::R306, named("amt.xn--bcher-kva.com", "xn--bcher-kva.com")),
        row("R-304 U-label", Rule::R308, named("amt.b\u{fc}cher.com", "xn--bcher-kva.com"))
            .fails(&[CnNotFqdn, NameMalformed]),
        row(
            "R-302, A9 hidden character in the CN",
            Rule::R308,
            named("amt.example.com\u{200b}", "example.com"),
        )
        .fails(&[CnNotFqdn, NameMalformed])
        .shows(&["0xe2 at byte 15"]),
        row(
            "R-302 NUL in an alternative name",
            Rule::R308,
            subject_and_san(&[cn("amt.example.com")], &["amt\0.example.com"]),
        )
        .advises(&[NameMalformed]),
        row("R-305 address as alternative name", Rule::R306, Scene::with_leaf(&ip_only))
            .fails(&[SuffixMismatch]),
        row("R-305 address as CN", Rule::R306, named("192.0.2.1", "2.1")).fails(&[SuffixMismatch]),
    ];
    // suffixes that are no names match nothing, not even by what stands before the NUL.
    for bad in [
        "",
        " ",
        ".",
        "example.com..",
        ".example.com",
        "a..com",
        "example.com\0",
        "example.com\0.org",
        "exam ple.com",
        "example,com",
        "example.com/",
        "ex\u{e4}mple.com",
        "\u{feff}example.com",
    ] {
        let malformed = row(format!("R-302 {bad:?}"), Rule::R306, named("amt.example.com", bad));
        rows.push(malformed.fails(&[NameMalformed]).beside(&[SuffixMismatch]));
    }
    rows
}

fn cn_as(tag: u8, text: &[u8]) -> Vec<u8> {
    attribute("2.5.4.3", tag, text)
}

///
fn identifiers() -> Vec<Row> {
    use Finding::*;
    let host = "amt.example.com";
    let email = der::tlv(der::context(1), host.as_bytes());
    let uri = der::tlv(der::context(6), b"https://amt.example.com/");
    let others = Forge::leaf("mgmt").with(alternative_names(&[email, uri]));
    let mut rows = vec![
        row("R-306 by CN", Rule::R306, Scene::ordinary())
            .shows(&["CN amt.example.com", "example.com"]),
        row("R-306 CN and SAN", Rule::R306, subject_and_san(&[cn(host)], &[host])),
        row("R-306 one of many", Rule::R306, subject_and_san(&[cn(host)], &["a.org", "b.org"])),
        row(
            "R-307 the last of many",
            Rule::R306,
            subject_and_san(&[cn("a.org")], &["b.org", host]),
        )
        .advises(&[SanOnlyMatch]),
        row("R-306 other kinds of names", Rule::R306, Scene::with_leaf(&others))
            .fails(&[SuffixMismatch]),
        row("R-306, A10, J1", Rule::R306, named("amt.example.org", "example.com"))
            .fails(&[SuffixMismatch])
            .shows(&["amt.example.org differs in label 1 from the right: org against com"]),
        row("R-339 first label that differs", Rule::R306, named("amt.example.com", "a.b.com"))
            .fails(&[SuffixMismatch])
            .shows(&["differs in label 2 from the right: example against b"]),
        row("R-308 no CN, S0-11", Rule::R308, subject_and_san(&[ou("IT")], &[host]))
            .advises(&[CnMissing]),
        row("R-308 no name at all", Rule::R308, subject_and_san(&[ou("IT")], &[]))
            .fails(&[CnMissing]),
        row("R-308 an FQDN", Rule::R308, Scene::ordinary()),
        row(
            "R-309 all CNs match",
            Rule::R306,
            subject_and_san(&[cn(host), cn("b.example.com")], &[]),
        ),
        row("R-309 no CN matches", Rule::R306, subject_and_san(&[cn("a.org"), cn("b.org")], &[]))
            .fails(&[SuffixMismatch]),
        row("R-309, D-09 mixed", Rule::R306, subject_and_san(&[cn(host), cn("a.org")], &[]))
            .undetermined(&[CnMultipleDisagree]),
        row(
            "R-309 mixed, but SAN matches",
            Rule::R306,
            subject_and_san(&[cn(host), cn("a.org")], &[host]),
        ),
    ];
    for bad in ["mgmt", "John Doe", "https://amt.example.com", "", "amt..example.com"] {
        let name = format!("R-308 {bad:?}");
        rows.push(row(name.clone(), Rule::R308, named(bad, "example.com")).fails(&[CnNotFqdn]));
        rows.push(
            row(name, Rule::R308, subject_and_san(&[cn(bad)], &[host])).advises(&[CnNotFqdn]),
        );
    }
    rows
}

///
fn sources() -> Vec<Row> {
    use Finding::*;
    let five: Vec<SuffixFact> = ["a.org", "b.org", "c.org", "d.org", "example.com"]
        .map(|value| suffix(DhcpV6Option24, value))
        .to_vec();
    let none = |fact| Scene::ordinary().set(|s| s.facts.suffixes = fact);
    let pki = |value: &str| suffix(PkiDnsSuffix, value);
    let dhcp = |value: &str| suffix(DhcpOption15, value);
    let public = |value: &str| Scene::under(PublicRoot::DigicertG2).suffixes(&[pki(value)]);
    let mut rows = vec![
        row("R-310", Rule::R306, suffixes(&[pki("example.com")])),
        row("R-311, S4-10", Rule::R306, suffixes(&[dhcp("example.com")])),
        row("R-312, D-30 the fifth matches", Rule::R306, suffixes(&five)),
        row("R-312 four do not", Rule::R306, suffixes(&five[..4])).fails(&[SuffixMismatch]),
        row("D-30 option 24 only", Rule::R306, suffixes(&[dhcp("a.org"), five[4].clone()]))
            .shows(&["DHCPv6 option 24 example.com; amt.example.com matches"]),
        row("R-315, A23 not given", Rule::R306, none(Fact::Unknown))
            .lacks_input(&[SuffixNotGiven])
            .missing(&["dns_suffix"]),
        row("R-315, D5, D6, D12, D-31 absent", Rule::R306, none(Fact::Absent(Source::Operator)))
            .fails(&[SuffixMissing]),
        row("R-315 none", Rule::R306, suffixes(&[])).fails(&[SuffixMissing]),
        row(
            "R-314 an ignored one that does not match either",
            Rule::R306,
            suffixes(&[suffix(OperatingSystem, "a.org")]),
        )
        .fails(&[SuffixMissing]),
        row(
            "R-314 an ignored one beside one that fails",
            Rule::R306,
            suffixes(&[pki("a.org"), suffix(OperatingSystem, "example.com")]),
        )
        .fails(&[SuffixMismatch, SuffixSourceIgnored]),
        row(
            "R-314 an ignored one beside one that matches",
            Rule::R306,
            suffixes(&[pki("example.com"), suffix(OperatingSystem, "a.org")]),
        ),
        row("R-316 agree", Rule::R316, suffixes(&[pki("example.com"), dhcp("example.com")])),
        row("R-316 only one", Rule::R316, suffixes(&[pki("example.com")])).not_applicable(),
        row("R-316, D-01, D19", Rule::R316, suffixes(&[pki("example.com"), dhcp("a.org")]))
            .advises(&[SuffixSourcesDisagree])
            .shows(&["PKI DNS suffix: pass", "DHCP suffix: fail"]),
        row("R-316, D-01 PKI first", Rule::R306, suffixes(&[pki("a.org"), dhcp("example.com")]))
            .fails(&[SuffixMismatch]),
        row("R-317, D15", Rule::R317, suffixes(&[pki("amt.example.com")]))
            .advises(&[SuffixIsHostName]),
        row("R-317 below the host name", Rule::R317, named("*.example.com", "a.example.com")),
        row("R-317 the domain", Rule::R317, Scene::ordinary()),
        row("R-317 no domain above", Rule::R317, named("example.com", "example.com")),
        row("R-318 private root", Rule::R318, named("amt.corp.local", "corp.local")),
        row("R-318 registered domain", Rule::R318, public("example.com")),
    ];
    for source in [OperatingSystem, StaticIpPage, GeneralSettings, SeenOnNetwork, OtherInterface] {
        let ignored = suffixes(&[suffix(source, "example.com")]);
        rows.push(
            row(format!("R-313, R-314, S4-11, S4-12, D1, D2, D7 {source:?}"), Rule::R306, ignored)
                .fails(&[SuffixMissing, SuffixSourceIgnored]),
        );
    }
    for tld in [
        "local", "corp", "internal", "lan", "home", "intranet", "private", "test", "example",
        "invalid",
    ] {
        let never = public(&format!("company.{tld}"));
        rows.push(
            row(format!("R-318, D3, S4-15 {tld}"), Rule::R318, never)
                .advises(&[SuffixNeverPublic])
                .verdict(REJECTED),
        );
    }
    rows.push(
        row("R-318 single label", Rule::R318, public("corp"))
            .advises(&[SuffixNeverPublic])
            .verdict(REJECTED),
    );
    rows
}

/// beyond the worked examples.
fn matching() -> Vec<Row> {
    use Finding::*;
    let registry =
        |labels, name: &str, of: &str| named(name, of).set(|s| s.policy.registry_labels = labels);
    let mut rows = vec![
        row(
            "R-330, A6, D11 any number of labels",
            Rule::R306,
            named("a.b.c.example.com.au", "example.com.au"),
        )
        .advises(&[SuffixReadingDiffers]),
        row("R-347 one label", Rule::R306, named("a.example.com", "example.com")),
        row("R-348 before 2.6", Rule::R306, named_on("2.5", "a.b.example.com", "example.com"))
            .advises(&[SuffixReadingDiffers]),
        row("R-332", Rule::R306, named("amt.corp", "corp")).fails(&[SuffixMismatch, SuffixBareTld]),
        row(
            "R-344, R-345 depth below a wildcard",
            Rule::R306,
            named("*.b.example.com", "c.example.com"),
        )
        .advises(&[SuffixOnlyByDepth]),
        row("R-343, D-02 too short", Rule::R306, named("example.uk", "host.example.uk"))
            .fails(&[SuffixMismatch]),
        row("R-346 wildcard of a registry suffix", Rule::R306, named("*.example.co.uk", "co.uk"))
            .advises(&[SuffixTooBroad]),
        row("R-346, S4-14 depth", Rule::R306, named("a.b.com.ua", "c.com.ua"))
            .advises(&[SuffixOnlyByDepth, SuffixTooBroad]),
        row(
            "R-346 marked by the caller",
            Rule::R306,
            registry(Some(2), "host.github.io", "github.io"),
        )
        .advises(&[SuffixTooBroad]),
        row(
            "R-346 longer than what is marked",
            Rule::R306,
            registry(Some(2), "host.me.github.io", "me.github.io"),
        ),
        row("R-346 not marked", Rule::R306, registry(None, "host.github.io", "github.io")),
        row(
            "R-349, J1 names the release",
            Rule::R306,
            named_on("5.0", "a.example.org", "b.example.org"),
        )
        .fails(&[SuffixMismatch, SuffixDepthNotAvailable])
        .shows(&["from release 5.1 on"]),
        row("R-349 an earlier one", Rule::R306, named_on("2.5", "a.example.org", "b.example.org"))
            .fails(&[SuffixMismatch, SuffixDepthNotAvailable])
            .shows(&["from release 4.1 on"]),
        row("R-349, D10 com", Rule::R306, named_on("2.5", "a.example.com", "b.example.com"))
            .fails(&[SuffixMismatch, SuffixDepthNotAvailable])
            .shows(&["from release 2.6 on"]),
        row(
            "R-349 no release would do",
            Rule::R306,
            named_on("2.5", "a.example.org", "b.example.net"),
        )
        .fails(&[SuffixMismatch]),
        row("R-023, R-342 release unknown, and it matters", Rule::R306, {
            named("a.example.org", "b.example.org").set(|s| s.facts.release = Fact::Unknown)
        })
        .undetermined(&[ReleaseNotGiven])
        .beside(&[SuffixOnlyByDepth, SuffixMismatch, SuffixDepthNotAvailable])
        .missing(&["release"]),
        row("R-023 release unknown, and it does not matter", Rule::R306, {
            Scene::ordinary().set(|s| s.facts.release = Fact::Unknown)
        })
        .verdict(UNDETERMINED)
        .missing(&["release"]),
    ];
    // only one complete leftmost label is a wildcard.
    for bad in ["*", "*.com", "a*.example.com", "*a.example.com", "a.*.com", "*.*.example.com"] {
        let id = format!("R-336, R-302a {bad}");
        let (by_suffix, by_cn) = (named(bad, "example.com"), named(bad, "example.com"));
        rows.push(
            row(id.clone(), Rule::R306, by_suffix).fails(&[SuffixMismatch, WildcardMalformed]),
        );
        rows.push(row(id, Rule::R308, by_cn).fails(&[CnNotFqdn, WildcardMalformed]));
    }
    let suffix = row("R-301 wildcard suffix", Rule::R306, named("a.example.com", "*.example.com"));
    rows.push(suffix.fails(&[WildcardMalformed]).beside(&[SuffixMismatch]));
    // R-337, D-07: wildcards match on every release, and are documented for extended TLD releases.
    for (releases, findings) in
        [("2.0 2.6 4.0 5.0", &[WildcardUncertain][..]), ("4.1 5.1 6.0 10.0", &[])]
    {
        for release in releases.split(' ') {
            let old = named_on(release, "*.example.com.au", "a.example.com.au");
            rows.push(row(format!("R-337 {release}"), Rule::R306, old).advises(findings));
        }
    }
    rows
}

pub(crate) fn rows() -> Vec<Row> {
    [well_formed(), identifiers(), sources(), matching()].concat()
}

/// the table of the rule, name by name; every other top-level domain has no depth.
#[test]
fn tld_depths() {
    let two = "com net org gov edu de ch dk cz cl ua";
    let three = "arpa fr cn nl br mx uk pl tw ca fi be ru se ar es no at in tr ro hu nz pt il gr \
                 co ie za th sg hk lt id hr ee bg";
    let none = "au io eu local jp us info";
    let name = |text: String| DnsName::suffix(text.as_bytes()).unwrap();
    let matches = |identifier: String, suffix: String| {
        let identifier = DnsName::identifier(identifier.as_bytes()).unwrap();
        identifier.matches(&name(suffix), DepthExtension::Full).is_match()
    };
    for (list, depth, count) in [(two, 2, 11), (three, 3, 37), (none, 9, 7)] {
        assert_eq!(list.split_whitespace().count(), count);
        for tld in list.split_whitespace() {
            // Two labels in common, then three.
            assert_eq!(matches(format!("x.d.{tld}"), format!("y.d.{tld}")), depth <= 2, "{tld}");
            assert_eq!(
                matches(format!("x.e.d.{tld}"), format!("y.e.d.{tld}")),
                depth <= 3,
                "{tld}"
            );
        }
    }
}

/// S4-27, worked examples 22 to 24, D1, S4-1: the case end to end. The suffix that Windows had was
/// ignored; the PKI DNS suffix in MEBx solved it.
#[test]
fn unicomm() {
    let scene = named("ema.unicomm.com.ua", "unicomm.com.ua").release("v16.1.30.2269");
    let solved = scene.explain();
    assert!(solved.to_string().starts_with("ACCEPTED"), "{solved}");
    let windows = scene.suffixes(&[suffix(OperatingSystem, "unicomm.com.ua")]).explain();
    let rejecting: Vec<_> =
        windows.rules.iter().filter(|row| row.outcome == amt_provisioning::Outcome::Fail).collect();
    let [failed] = rejecting.as_slice() else { panic!("{windows}") };
    assert_eq!(failed.id, Rule::R306);
    assert_eq!(failed.findings, [Finding::SuffixSourceIgnored, Finding::SuffixMissing]);
    for told in
        ["operating system", "PKI DNS suffix in MEBx", "DHCP option 15 on the wired AMT network"]
    {
        assert!(one_line(&windows).contains(told), "{windows}");
    }
    assert_eq!(windows.headline, Some(Finding::SuffixSourceIgnored));
}
