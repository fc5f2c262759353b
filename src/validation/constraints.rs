//! what RFC 5280 asks of intermediates and of critical extensions.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use const_oid::ObjectIdentifier;

use super::leaf::{Leaf, Place};
use super::second_opinion::POLICY_EXTENSIONS;
use crate::certificate::{Certificate, KeyUsage};
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
    pub(crate) finding: Finding,
    /// Place of the certificate in the path, 0 being the leaf.
    pub(crate) place: usize,
    pub(crate) seen: String,
}

/// Checks a path whose first `below_root` certificates stand below a root.
pub(crate) fn check(path: &[&Certificate], below_root: usize, leaf: &Leaf) -> Vec<Violation> {
    let mut violations = Vec::new();
    let mut cas_below = 0;
    for (place, certificate) in path.iter().take(below_root).enumerate() {
        let mut report = |finding, seen| violations.push(Violation { finding, place, seen });
        for extension in certificate.extensions().filter(|extension| extension.critical) {
            let is_one_of =
                |known: &[ObjectIdentifier]| known.iter().any(|oid| extension.oid == *oid);
            if is_one_of(&POLICY_EXTENSIONS) {
                report(Finding::ChainPolicyIgnored, format!("critical {}", extension.oid));
            } else if !is_one_of(&UNDERSTOOD) {
                let seen = format!("critical extension {}", extension.oid);
                report(Finding::ChainCriticalExtension, seen);
            }
        }
        if place == 0 {
            continue;
        }
        if let Some(problem) = not_a_ca(certificate) {
            report(Finding::ChainIssuerNotCa, String::from(problem));
        }
        let allowed = certificate.basic_constraints().and_then(|basic| basic.path_length);
        if let Some(allowed) = allowed.filter(|allowed| cas_below > *allowed) {
            let seen = format!("path length {allowed} with {cas_below} CA certificates below");
            report(Finding::ChainPathLength, seen);
        }
        // Self-issued certificates do not count (RFC 5280, 4.2.1.9).
        if !certificate.is_self_issued() {
            cas_below += 1;
        }
        for seen in refused_names(certificate, leaf) {
            report(Finding::ChainNameConstraints, seen);
        }
    }
    violations
}

fn not_a_ca(certificate: &Certificate) -> Option<&'static str> {
    if certificate.version() != 3 {
        Some("not a version 3 certificate")
    } else if !certificate.is_ca() {
        Some("basicConstraints without CA:TRUE")
    } else {
        let usage = certificate.key_usage();
        usage
            .is_some_and(|usage| !usage.contains(KeyUsage::KEY_CERT_SIGN))
            .then_some("keyUsage without keyCertSign")
    }
}

/// CNs and alternative names of the leaf that the certificate's constraints do not allow.
fn refused_names(certificate: &Certificate, leaf: &Leaf) -> Vec<String> {
    let Some(constraints) = certificate.name_constraints() else { return Vec::new() };
    let permitted: Vec<&[u8]> = constraints.permitted().collect();
    let excluded: Vec<&[u8]> = constraints.excluded().collect();
    let refused = leaf.identifiers.iter().filter_map(|identifier| {
        let is_cn = identifier.place == Place::CommonName;
        let problem = match &identifier.name {
            // A CN that is no host name is not constrained as one.
            Ok(name) if is_cn && !name.is_fqdn() => None,
            Ok(name) => violated(name, &permitted, &excluded),
            Err(_) if is_cn || permitted.is_empty() && excluded.is_empty() => None,
            Err(_) => Some("is malformed"),
        };
        let shown = ShownBytes(&identifier.received);
        problem.map(|problem| format!("{} {shown} {problem}", identifier.place.name()))
    });
    refused.collect()
}

fn violated<B: AsRef<[u8]>>(
    name: &DnsName,
    permitted: &[B],
    excluded: &[B],
) -> Option<&'static str> {
    let within = |base: &B| is_within(name.base().as_bytes(), base.as_ref());
    // `*.example.com` stands for hosts below an excluded name, too.
    let covers =
        |base: &B| name.is_wildcard() && is_within(trim_dot(base.as_ref()), name.base().as_bytes());
    if excluded.iter().any(|base| within(base) || covers(base)) {
        Some("is excluded")
    } else if !permitted.is_empty() && !permitted.iter().any(within) {
        Some("is not permitted")
    } else {
        None
    }
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
        for (name, permitted, excluded, allowed) in [
            ("amt.example.com", vec!["example.com"], vec![], true),
            ("amt.example.org", vec!["example.com"], vec![], false),
            ("amt.example.org", vec!["example.com", "example.org"], vec![], true),
            ("amt.example.com", vec![], vec!["example.com"], false),
            ("amt.example.com", vec!["example.com"], vec!["amt.example.com"], false),
            ("*.example.com", vec![], vec!["amt.example.com"], false),
            ("*.example.com", vec!["amt.example.com"], vec![], false),
            ("*.example.com", vec!["example.com"], vec![], true),
            ("amt.example.com", vec![], vec![], true),
        ] {
            let name = DnsName::identifier(name.as_bytes()).unwrap();
            let problem = violated(&name, &permitted, &excluded);
            assert_eq!(problem.is_none(), allowed, "{name:?} {permitted:?} {excluded:?}");
        }
    }

    use alloc::vec;
}
