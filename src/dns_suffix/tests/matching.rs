//! The worked examples, and each rule of matching and of advice with its borders.

use alloc::string::ToString;

use super::*;

/// What a row of the worked examples names as its reason.
#[derive(Clone, Copy, Debug, PartialEq)]
enum By {
    Plain,
    Wildcard,
    Depth(u8),
    /// No rule matched; so many labels agree.
    No(u8),
    ///
    Bare,
}
use By::{Bare, Depth, No, Plain, Wildcard};

/// The worked examples for names alone: number, identifier, suffix, reason on release 16, and
/// whether the name is accepted with `com` and `net` only and with no depth extension at all.
const EXAMPLES: &[(u8, &str, &str, By, bool, bool)] = &[
    (1, "intel.vprodemo.com", "vprodemo.com", Plain, true, true),
    (2, "intel.vprodemo.com", "intel.vprodemo.com", Plain, true, true),
    (3, "intel.vprodemo.com", "amt.vprodemo.com", Depth(2), true, false),
    (4, "intel.vprodemo.com", "xyz.vprodemo.com", Depth(2), true, false),
    (5, "intel.vprodemo.com", "vprodomain.com", No(1), false, false),
    (6, "intel.vprodemo.com", "com", Bare, false, false),
    (7, "server.east.company.local", "east.company.local", Plain, true, true),
    (8, "server.east.company.local", "company.local", Plain, true, true),
    (9, "server.east.company.local", "mkgt.east.company.local", No(3), false, false),
    (10, "server.east.company.local", "west.company.local", No(2), false, false),
    (11, "*.east.company.local", "east.company.local", Wildcard, true, true),
    (12, "*.east.company.local", "mkgt.east.company.local", Wildcard, true, true),
    (13, "*.east.company.local", "company.local", Wildcard, true, true),
    (14, "*.east.company.local", "west.company.local", No(2), false, false),
    (15, "csa.ftl.intel.com", "dev.intel.com", Depth(2), true, false),
    (16, "csa.ftl.intel.fr", "dev.intel.fr", No(2), false, false),
    (17, "a.example.co.uk", "b.example.co.uk", Depth(3), false, false),
    (18, "a.example.org", "b.example.org", Depth(2), false, false),
    (19, "amt.foo.co.uk", "bar.co.uk", No(2), false, false),
    (20, "amt.foo.co.uk", "hq.foo.co.uk", Depth(3), false, false),
    (21, "amt.foo.co.uk", "co.uk", Plain, true, true),
    (22, "ema.unicomm.com.ua", "unicomm.com.ua", Plain, true, true),
    (25, "ema.unicomm.com.ua", "other.com.ua", Depth(2), false, false),
    (26, "domain.com", "foo.domain.com", Depth(2), true, false),
    (27, "test.domain.com", "domain.com", Plain, true, true),
    (28, "host.domain.com.au", "domain.com.au", Plain, true, true),
    (29, "host.domain.com.au", "lab.domain.com.au", No(3), false, false),
    (30, "ema.domain.pl", "domain.pl", Plain, true, true),
    (31, "ema.domain.pl", "oddzial.domain.pl", No(2), false, false),
    (32, "ema.hq.domain.pl", "lab.hq.domain.pl", Depth(3), false, false),
    (33, "example.fr", "lab.example.fr", No(2), false, false),
    (34, "example.fr", "example.fr", Plain, true, true),
    (35, "server.badexample.com", "example.com", No(1), false, false),
    (36, "company.local", "west.company.local", No(2), false, false),
    (38, "com", "evil.com", No(1), false, false),
    (39, "AMT.EXAMPLE.COM", "example.com", Plain, true, true),
    (40, "amt.example.com", "example.com.", Plain, true, true),
    (42, "amt.example.com", "example.com", Plain, true, true),
    (42, "mgmt", "example.com", No(0), false, false),
    (43, "*.example.com", "a.b.example.com", Wildcard, true, true),
    (44, "*.example.co.uk", "lab.other.co.uk", No(2), false, false),
    (45, "*.test.net", "test.net", Wildcard, true, true),
    (45, "test.net", "test.net", Plain, true, true),
    (48, "amt.example.com", "example.com", Plain, true, true),
    (48, "amt.example.com", "corp.local", No(0), false, false),
];

#[test]
fn worked_examples() {
    for &(number, of, with, by, com_net, none) in EXAMPLES {
        let full = matched(of, with, Full);
        match by {
            Plain => assert!(full.rules().contains(MatchRules::PLAIN), "example {number}"),
            Wildcard => assert!(full.rules().contains(MatchRules::WILDCARD), "example {number}"),
            Depth(labels) => {
                assert!(full.is_only_by_depth(), "example {number}");
                assert_eq!(full.depth(), Some(labels), "example {number}");
            }
            No(labels) => {
                assert!(!full.is_match() && !full.is_bare_suffix(), "example {number}");
                assert_eq!(full.equal_labels(), labels, "example {number}");
            }
            Bare => assert!(!full.is_match() && full.is_bare_suffix(), "example {number}"),
        }
        assert_eq!(full.is_only_by_depth(), matches!(by, Depth(_)), "example {number}");
        assert_eq!(matched(of, with, ComNet).is_match(), com_net, "example {number}");
        assert_eq!(matched(of, with, NoDepth).is_match(), none, "example {number}");
        let too_broad = full.is_too_broad(&suffix(with), None);
        assert_eq!(too_broad, matches!(number, 21 | 25), "example {number}");
        let wide = full.rules().contains(MatchRules::PLAIN) && !full.is_narrow();
        assert_eq!(wide, matches!(number, 8 | 21), "example {number}");
    }
}

/// The worked examples in which a name is no name.
#[test]
fn worked_examples_with_malformed_names() {
    let offset = 0;
    assert_eq!(DnsName::identifier(b"*.com"), Err(NameError::MisplacedWildcard { offset })); // 37
    let received = "example.com\u{a0}".as_bytes(); // 41
    let error = NameError::Malformed { problem: NameProblem::Byte(0xc2), offset: 11 };
    assert_eq!(DnsName::suffix(received), Err(error));
    assert_eq!(
        ShownBytes(received).to_string(),
        "hex 65 78 61 6d 70 6c 65 2e 63 6f 6d c2 a0 (0xc2 at byte 11)"
    );
}

/// R-350 in examples 46 and 47: a strict host name is compared whole.
#[test]
fn equal_names() {
    let cn = identifier("ema.unicomm.com.ua");
    assert_eq!(cn, suffix("EMA.unicomm.com.ua."));
    assert_ne!(cn, suffix("ema2.unicomm.com.ua"));
    assert_ne!(identifier("*.unicomm.com.ua"), suffix("unicomm.com.ua"));
}

/// the borders of the depth rule.
#[test]
fn depth_counts_labels_without_the_wildcard() {
    for (of, with, by_depth) in [
        ("a.b.fr", "a.b.fr", true),
        ("b.fr", "b.fr", false),               // both too short
        ("b.fr", "a.b.fr", false),             // identifier too short
        ("a.b.fr", "b.fr", false),             // suffix too short
        ("x.a.b.fr", "y.a.b.fr", true),        // the last three agree
        ("*.b.fr", "a.b.fr", false),           // the wildcard is no third label
        ("*.a.b.fr", "y.a.b.fr", true),        // three without it
        ("x.a.b.local", "y.a.b.local", false), // no row
    ] {
        let rules = matched(of, with, Full).rules();
        assert_eq!(rules.contains(MatchRules::DEPTH), by_depth, "{of} {with}");
        assert!(!matched(of, with, ComNet).rules().contains(MatchRules::DEPTH));
    }
    let parts = |extension| matched("a.b.net", "c.b.net", extension).depth();
    assert_eq!((parts(NoDepth), parts(ComNet), parts(Full)), (None, Some(2), Some(2)));
}

/// R-332 and D-06.
#[test]
fn single_label_suffixes_match_only_on_request() {
    let bare = matched("srv.corp", "corp", Full);
    assert!(!bare.is_match() && bare.is_bare_suffix() && bare.compared_labels() == 0);
    assert_eq!(bare.rules_with_bare_suffix(), MatchRules::PLAIN);
    assert!(matched("srv.corp", "lan", Full).rules_with_bare_suffix().is_empty());
    let wildcard = matched("*.srv.corp", "corp", Full);
    assert_eq!(wildcard.rules(), MatchRules::empty());
    assert_eq!(wildcard.rules_with_bare_suffix(), MatchRules::WILDCARD);
    assert!(matched("srv.corp", "srv.corp", Full).is_match());
}

///
#[test]
fn narrow_reading() {
    for (of, with, narrow) in [
        ("a.b.c.local", "a.b.c.local", true),
        ("a.b.c.local", "b.c.local", true),
        ("a.b.c.local", "c.local", false),
        ("*.b.c.local", "b.c.local", true),
        ("*.b.c.local", "c.local", false),
        ("*.b.c.local", "a.b.c.local", false),
        ("a.b.com", "c.b.com", false),
    ] {
        assert_eq!(matched(of, with, Full).is_narrow(), narrow, "{of} {with}");
    }
}

/// the first label that differs, seen from the right.
#[test]
fn first_difference() {
    let (of, with) = (identifier("csa.ftl.intel.fr"), suffix("dev.intel.fr"));
    let differs_at = of.matches(&with, Full).equal_labels();
    assert_eq!(of.label_from_right(differs_at), Some("ftl"));
    assert_eq!(with.label_from_right(differs_at), Some("dev"));
    let short = identifier("company.local").matches(&suffix("west.company.local"), Full);
    assert_eq!(identifier("company.local").label_from_right(short.equal_labels()), None);
}

/// only a difference in the labels compared counts.
#[test]
fn case() {
    for (of, with, differs) in [
        ("AMT.EXAMPLE.COM", "example.com", true),
        ("amt.example.com", "Example.com", true),
        ("AMT.example.com", "example.com", false),
        ("amt.EXAMPLE.COM", "EXAMPLE.COM", false),
        ("amt.EXAMPLE.COM.", " EXAMPLE.COM", false),
        ("*.Example.com", "a.example.com", true),
        ("A.com", "b.org", false),
    ] {
        assert_eq!(identifier(of).differs_in_case(&suffix(with)), differs, "{of} {with}");
    }
}

///
#[test]
fn suffix_that_is_a_host_name() {
    for (with, of, is_host) in [
        ("intel.vprodemo.com", "intel.vprodemo.com", true),
        ("x.intel.vprodemo.com", "intel.vprodemo.com", true),
        ("vprodemo.com", "intel.vprodemo.com", false),
        ("amt.vprodemo.com", "intel.vprodemo.com", false),
        ("example.fr", "example.fr", false), // its parent never matches
        ("a.example.co.uk", "a.example.co.uk", true),
        ("example.co.uk", "example.co.uk", false), // its parent is a registry's
        ("a.example.com", "*.example.com", false), // no host
        ("com", "com", false),
    ] {
        assert_eq!(suffix(with).is_host_name(&identifier(of)), is_host, "{with} {of}");
    }
}

/// R-318, its list typed again.
#[test]
fn suffixes_no_public_ca_issues_for() {
    for tld in "local corp internal lan home intranet private test example invalid".split(' ') {
        assert!(suffix(&["company", tld].join(".")).is_never_public(), "{tld}");
    }
    assert!(suffix("corp").is_never_public() && suffix("com").is_never_public());
    for public in ["company.com", "local.company.com", "locals.xlocal", "a.arpa"] {
        assert!(!suffix(public).is_never_public(), "{public}");
    }
}

///
#[test]
fn matches_as_wide_as_a_registry() {
    for (of, with, registry_labels, broad) in [
        ("a.com.ua", "b.com.ua", None, true),     // (a)
        ("x.a.com.ua", "y.a.com.ua", None, true), // (a): a third label in common does not help
        ("a.b.ua", "c.b.ua", None, false),        // no registry label
        ("a.b.com.ua", "b.com.ua", None, false),  // plain compares three labels
        ("a.co.com", "b.co.com", None, false),    // top-level domain of three letters
        ("a.b.co.uk", "co.uk", None, true),       // (b), plain
        ("*.co.uk", "a.co.uk", None, true),       // (b), wildcard
        ("*.a.co.uk", "co.uk", None, true),       // (b), wildcard, parent
        ("*.a.co.uk", "a.co.uk", None, false),
        ("a.github.io", "github.io", None, false),
        ("a.github.io", "github.io", Some(2), true), // marked by the caller
        ("x.a.github.io", "a.github.io", Some(2), false),
        ("a.uk.com", "b.uk.com", Some(2), true),
        ("a.co.uk", "b.org", Some(3), false), // no match at all
    ] {
        let found = matched(of, with, Full).is_too_broad(&suffix(with), registry_labels);
        assert_eq!(found, broad, "{of} {with}");
    }
}
