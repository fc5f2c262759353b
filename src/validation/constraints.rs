//! what RFC 5280 asks of intermediates and of critical extensions.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use const_oid::ObjectIdentifier;

use super::leaf::{Identifier, Leaf, Place};
use super::second_opinion::POLICY_EXTENSIONS;
use crate::certificate::{Certificate, KeyUsage, NameConstraints};
use crate::dns_suffix::{DnsName, ShownBytes};
use crate::finding::Finding;
use crate::oid;

/// The extensions that may be critical; the policy extensions besides.
const UNDERSTOOD: [ObjectIdentifier; 5] = [
    oid::BASIC_CONSTRAINTS,
    oid::KEY_USAGE,
    oid::EXTENDED_KEY_USAGE,
    oid::SUBJECT_ALT_NAME,
    oid::NAME_CONSTRAINTS,
];

/// One constraint that a path does not keep, or an extension that was carried unprocessed.
#[derive(Debug)]
pub(crate) struct Violation {
    pub(crate) cause: Cause,
    /// Place of the certificate in the path, 0 being the leaf.
    pub(crate) place: usize,
    pub(crate) seen: String,
}

/// What is violated: finer than the finding, because webpki makes some of these checks only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// A critical policy extension; carried, not refused.
    Policy,
    /// A critical extension that is not understood.
    CriticalExtension,
    /// The one of these that webpki understands.
    CriticalCrlDistributionPoints,
    NotCa,
    NoKeyCertSign,
    PathLength,
    /// A constraint on the CN.
    CommonName,
    /// A constraint on an alternative name.
    AlternativeName,
    /// An excluded name more than one label below a wildcard among the alternative names.
    DeepWildcard,
}

impl Cause {
    pub(crate) const fn finding(self) -> Finding {
        match self {
            Self::Policy => Finding::ChainPolicyIgnored,
            Self::CriticalExtension | Self::CriticalCrlDistributionPoints => {
                Finding::ChainCriticalExtension
            }
            Self::NotCa | Self::NoKeyCertSign => Finding::ChainIssuerNotCa,
            Self::PathLength => Finding::ChainPathLength,
            Self::CommonName | Self::AlternativeName | Self::DeepWildcard => {
                Finding::ChainNameConstraints
            }
        }
    }
}

/// Checks a path whose first `below_root` certificates stand below a root.
pub(crate) fn check(path: &[&Certificate], below_root: usize, leaf: &Leaf) -> Vec<Violation> {
    let mut violations = Vec::new();
    let mut cas_below = 0;
    for (place, certificate) in path.iter().take(below_root).enumerate() {
        let mut report = |cause, seen| violations.push(Violation { cause, place, seen });
        for extension in certificate.extensions().filter(|extension| extension.critical) {
            let is_one_of =
                |known: &[ObjectIdentifier]| known.iter().any(|oid| extension.oid == *oid);
            if is_one_of(&POLICY_EXTENSIONS) {
                report(Cause::Policy, format!("critical {}", extension.oid));
            } else if !is_one_of(&UNDERSTOOD) {
                let cause = if is_one_of(&[oid::CRL_DISTRIBUTION_POINTS]) {
                    Cause::CriticalCrlDistributionPoints
                } else {
                    Cause::CriticalExtension
                };
                report(cause, format!("critical extension {}", extension.oid));
            }
        }
        if place == 0 {
            continue;
        }
        if let Some((cause, problem)) = not_a_ca(certificate) {
            report(cause, String::from(problem));
        }
        let allowed = certificate.basic_constraints().and_then(|basic| basic.path_length);
        if let Some(allowed) = allowed.filter(|allowed| cas_below > *allowed) {
            let seen = format!("path length {allowed} with {cas_below} CA certificates below");
            report(Cause::PathLength, seen);
        }
        // Self-issued certificates do not count (RFC 5280, 4.2.1.9).
        if !certificate.is_self_issued() {
            cas_below += 1;
        }
        if let Some(constraints) = certificate.name_constraints() {
            let bases = Bases::of(constraints);
            let intermediates = path.iter().take(place).skip(1);
            for identifier in &leaf.identifiers {
                let Identifier { place, received, name, .. } = identifier;
                bases.judge(*place, received, name.as_ref().ok(), &mut report);
            }
            for received in intermediates.flat_map(|c| c.dns_names()) {
                let name = DnsName::identifier(received).ok();
                bases.judge(Place::AlternativeName, received, name.as_ref(), &mut report);
            }
        }
    }
    violations
}

fn not_a_ca(certificate: &Certificate) -> Option<(Cause, &'static str)> {
    if certificate.version() != 3 {
        Some((Cause::NotCa, "not a version 3 certificate"))
    } else if !certificate.is_ca() {
        Some((Cause::NotCa, "basicConstraints without CA:TRUE"))
    } else {
        let usage = certificate.key_usage();
        usage
            .is_some_and(|usage| !usage.contains(KeyUsage::KEY_CERT_SIGN))
            .then_some((Cause::NoKeyCertSign, "keyUsage without keyCertSign"))
    }
}

/// The DNS names that a CA certificate permits and excludes (RFC 5280, 4.2.1.10).
struct Bases<'a> {
    permitted: Vec<&'a [u8]>,
    excluded: Vec<&'a [u8]>,
    /// Some base is no DNS name, so that nothing can be held against it.
    malformed: bool,
}

impl<'a> Bases<'a> {
    fn of(constraints: NameConstraints<'a>) -> Self {
        let permitted: Vec<&[u8]> = constraints.permitted().collect();
        let excluded: Vec<&[u8]> = constraints.excluded().collect();
        let malformed = permitted.iter().chain(&excluded).any(|base| is_malformed(base));
        Self { permitted, excluded, malformed }
    }

    /// Reports a name that is not allowed; a malformed one is `None`.
    fn judge(
        &self,
        place: Place,
        received: &[u8],
        name: Option<&DnsName>,
        report: &mut impl FnMut(Cause, String),
    ) {
        let is_cn = place == Place::CommonName;
        let refused = match name {
            // A CN that is no host name is not constrained as one.
            Some(name) if is_cn && !name.is_fqdn() => None,
            Some(name) => self.refuse(name),
            None if is_cn || self.permitted.is_empty() && self.excluded.is_empty() => None,
            None => Some((Cause::AlternativeName, "is malformed")),
        };
        if let Some((cause, problem)) = refused {
            let cause = if is_cn { Cause::CommonName } else { cause };
            report(cause, format!("{} {} {problem}", place.name(), ShownBytes(received)));
        }
    }

    fn refuse(&self, name: &DnsName) -> Option<(Cause, &'static str)> {
        if self.malformed {
            return Some((Cause::AlternativeName, "is held against a malformed constraint"));
        }
        let text = name.as_str().as_bytes();
        // A wildcard stands for every host below its base, so an excluded one among them counts,
        // however many labels deeper it is.
        let labels_below = |excluded: &&[u8]| {
            let (excluded, base) = (trim_dot(excluded), name.base().as_bytes());
            let is_below = name.is_wildcard() && is_within(excluded, base);
            is_below.then(|| dots(excluded).saturating_sub(dots(base)))
        };
        let depth = |excluded: &&[u8]| {
            if is_within(text, excluded) { Some(0) } else { labels_below(excluded) }
        };
        let permitted = |base: &&[u8]| is_within(text, base);
        match self.excluded.iter().filter_map(depth).min() {
            Some(0 | 1) => Some((Cause::AlternativeName, "is excluded")),
            Some(_) => Some((Cause::DeepWildcard, "is excluded")),
            None if self.permitted.is_empty() || self.permitted.iter().any(permitted) => None,
            None => Some((Cause::AlternativeName, "is not permitted")),
        }
    }
}

fn dots(name: &[u8]) -> usize {
    name.iter().filter(|byte| **byte == b'.').count()
}

/// A base is a DNS name as it is, perhaps after a dot; an empty one holds every name.
fn is_malformed(base: &[u8]) -> bool {
    let name = DnsName::suffix(trim_dot(base));
    !base.is_empty() && !name.is_ok_and(|name| !name.changes().beyond_case())
}

fn trim_dot(base: &[u8]) -> &[u8] {
    base.strip_prefix(b".").unwrap_or(base)
}

/// Is `name` the constraint's base or below it (RFC 5280, 4.2.1.10)? A base that begins with a dot
/// holds names below it only; an empty base holds every name.
fn is_within(name: &[u8], base: &[u8]) -> bool {
    let tail = trim_dot(base);
    if tail.is_empty() {
        return true;
    }
    let Some(start) = name.len().checked_sub(tail.len()) else { return false };
    let Some((head, end)) = name.split_at_checked(start) else { return false };
    end.eq_ignore_ascii_case(tail)
        && (head.ends_with(b".") || head.is_empty() && tail.len() == base.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_within_a_base() {
        for (name, base, within) in [
            ("example.com", "example.com", true),
            ("amt.example.com", "example.com", true),
            ("amt.example.com", "EXAMPLE.com", true),
            ("badexample.com", "example.com", false),
            ("example.com", "amt.example.com", false),
            ("amt.example.com", ".example.com", true),
            ("example.com", ".example.com", false),
            ("example.com", "", true),
            ("com", "example.com", false),
        ] {
            assert_eq!(is_within(name.as_bytes(), base.as_bytes()), within, "{name} in {base}");
        }
    }

    #[test]
    fn permitted_and_excluded() {
        use Cause::{AlternativeName, DeepWildcard};
        for (name, permitted, excluded, refused) in [
            ("amt.example.com", vec!["example.com"], vec![], None),
            ("amt.example.org", vec!["example.com"], vec![], Some(AlternativeName)),
            ("amt.example.org", vec!["example.com", "example.org"], vec![], None),
            ("amt.example.com", vec![], vec!["example.com"], Some(AlternativeName)),
            (
                "amt.example.com",
                vec!["example.com"],
                vec!["amt.example.com"],
                Some(AlternativeName),
            ),
            ("amt.example.com", vec![], vec![], None),
            ("amt.example.com", vec![""], vec![], None),
            ("amt.example.com", vec![], vec![""], Some(AlternativeName)),
            // Every host below example.com is below `.example.com` too.
            ("*.example.com", vec!["example.com"], vec![], None),
            ("*.example.com", vec![".example.com"], vec![], None),
            ("*.example.com", vec!["amt.example.com"], vec![], Some(AlternativeName)),
            ("*.example.com", vec![], vec!["example.com"], Some(AlternativeName)),
            ("*.example.com", vec![], vec![".example.com"], Some(AlternativeName)),
            ("*.example.com", vec![], vec!["amt.EXAMPLE.com"], Some(AlternativeName)),
            ("*.example.com", vec![], vec![".amt.example.com"], Some(AlternativeName)),
            ("*.example.com", vec![], vec!["a.amt.example.com"], Some(DeepWildcard)),
            ("*.example.com", vec![], vec!["badexample.com"], None),
            (
                "*.example.com",
                vec![],
                vec!["a.amt.example.com", "amt.example.com"],
                Some(AlternativeName),
            ),
            // What is no DNS name can neither permit nor exclude.
            (
                "amt.example.com",
                vec!["example.com", "*.example.org"],
                vec![],
                Some(AlternativeName),
            ),
            ("amt.example.com", vec![], vec!["example.org."], Some(AlternativeName)),
            ("amt.example.com", vec!["."], vec![], Some(AlternativeName)),
            ("amt.example.com", vec![" example.com"], vec![], Some(AlternativeName)),
        ] {
            let bytes = |names: Vec<&'static str>| names.into_iter().map(str::as_bytes).collect();
            let (permitted, excluded): (Vec<&[u8]>, Vec<&[u8]>) =
                (bytes(permitted), bytes(excluded));
            let malformed = permitted.iter().chain(&excluded).any(|base| is_malformed(base));
            let name = DnsName::identifier(name.as_bytes()).unwrap();
            let bases = Bases { permitted, excluded, malformed };
            let cause = bases.refuse(&name).map(|(cause, _)| cause);
            assert_eq!(cause, refused, "{name:?} {:?} {:?}", bases.permitted, bases.excluded);
        }
    }

    use alloc::vec;
}
