//! Generated names, judged also by the rules written down once more as naively as they read.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use proptest::prelude::*;

use super::*;

/// written down again over strings.
fn naive_name(received: &str, wildcard_allowed: bool) -> Option<String> {
    let name = received.trim_matches([' ', '\t', '\r', '\n']);
    let name = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
    let labels: Vec<&str> = name.split('.').collect();
    let plain_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.chars().all(|c| matches!(c, 'a'..='z' | '0'..='9' | '-' | '_'))
    };
    let rest = match labels.as_slice() {
        ["*", rest @ ..] if wildcard_allowed && rest.len() >= 2 => rest,
        all => all,
    };
    (rest.iter().all(|label| plain_label(label)) && name.len() <= 253).then_some(name)
}

/// The formulas of section 6.4 of the rules, over vectors of labels.
fn naive_match(of: &str, with: &str, extension: DepthExtension) -> (bool, bool, bool) {
    let labels = |name: &str| name.split('.').map(String::from).collect::<Vec<_>>();
    let (i, s) = (labels(of), labels(with));
    let b = i.strip_prefix(&["*".to_string()][..]).unwrap_or(&i).to_vec();
    let last = |name: &[String], n: usize| name[name.len() - n..].to_vec();
    let label_suffix = |short: &[String], long: &[String]| {
        short.len() <= long.len() && last(long, short.len()) == short
    };
    let star = i[0] == "*";
    let plain = !star && s.len() >= 2 && label_suffix(&s, &i);
    let overlap = label_suffix(&s, &b) || label_suffix(&b, &s);
    let wildcard = star && b.len() >= 2 && s.len() >= 2 && overlap;
    let n = match (extension, s.last().unwrap().as_str()) {
        (ComNet | Full, "com") | (Full, "ua") => Some(2),
        (Full, "uk") => Some(3),
        _ => None,
    };
    let depth = n.is_some_and(|n| b.len() >= n && s.len() >= n && last(&b, n) == last(&s, n));
    (plain, wildcard, depth)
}

/// Names of few different labels, so that many of them overlap.
fn names() -> impl Strategy<Value = String> {
    let label = prop::sample::select(&["a", "b", "aa", "co", "com", "ua"][..]);
    let tld = prop::sample::select(&["com", "uk", "ua", "local", "a"][..]);
    (prop::collection::vec(label, 0..4), tld).prop_map(|(mut labels, tld)| {
        labels.push(tld);
        labels.join(".")
    })
}

proptest! {
    #[test]
    fn matching_agrees_with_the_formulas(
        host in names(),
        star: bool,
        with in names(),
        extension in prop::sample::select(&[NoDepth, ComNet, Full][..]),
    ) {
        let of = if star && host.contains('.') { ["*", &host].join(".") } else { host };
        let ours = matched(&of, &with, extension).rules();
        let ours = [MatchRules::PLAIN, MatchRules::WILDCARD, MatchRules::DEPTH].map(|rule| ours.contains(rule));
        let (plain, wildcard, depth) = naive_match(&of, &with, extension);
        prop_assert_eq!(ours, [plain, wildcard, depth]);
    }

    #[test]
    fn normalisation_agrees_with_the_text(received in "[ \t]?[aB*. -]{0,6}[a.]{0,4}[.\u{a0}]?[\r\n]?") {
        let name = DnsName::identifier(received.as_bytes());
        let text = name.ok().map(|name| name.to_string());
        prop_assert_eq!(text, naive_name(&received, true));
        let name = DnsName::suffix(received.as_bytes());
        let text = name.ok().map(|name| name.to_string());
        prop_assert_eq!(text, naive_name(&received, false));
    }

    #[test]
    fn normalisation_is_idempotent(received in "[ \t]?[a-cA-C0-9_-]{1,5}(\\.[a-cA-C]{1,3}){0,5}[.]?[\r\n]?") {
        let once = identifier(&received);
        let twice = identifier(once.as_str());
        prop_assert_eq!(&once, &twice);
        prop_assert!(twice.changes().is_empty());
        prop_assert_eq!(once.changes().is_empty(), once.as_received() == once.as_str().as_bytes());
    }

    #[test]
    fn any_bytes_are_answered(received in prop::collection::vec(any::<u8>(), 0..300)) {
        if let Err(error) = DnsName::identifier(&received) {
            prop_assert!(error.offset().is_none_or(|offset| offset <= received.len()));
        }
    }
}
