//! what RFC 5280 asks of intermediates and of critical extensions.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::leaf::{Leaf, Place};
use super::second_opinion::POLICY_EXTENSIONS;
use crate::certificate::{Certificate, KeyUsage};
use crate::dns_suffix::DnsName;
use crate::finding::{Finding, FindingSet};
use crate::oid;

/// The extensions that may be critical; the policy extensions besides.
const UNDERSTOOD: [const_oid::ObjectIdentifier; 5] = [
    oid::BASIC_CONSTRAINTS,
    oid::KEY_USAGE,
    oid::EXTENDED_KEY_USAGE,
    oid::SUBJECT_ALT_NAME,
    oid::NAME_CONSTRAINTS,
];

/// The findings of a path whose first `below_root` certificates stand below a root.
pub(crate) fn findings(path: &[&Certificate], below_root: usize, leaf: &Leaf) -> FindingSet {
    let mut found = FindingSet::EMPTY;
    check(path, below_root, leaf, &mut |finding, _, _| found.insert(finding));
    found
}

/// Calls `report` with each finding, the place of the certificate in the path, and what was seen.
pub(crate) fn check(
    path: &[&Certificate],
    below_root: usize,
    leaf: &Leaf,
    report: &mut dyn FnMut(Finding, usize, &dyn Fn() -> String),
) {
    let mut cas_below = 0;
    for (place, certificate) in path.iter().take(below_root).enumerate() {
        for extension in certificate.extensions().filter(|extension| extension.critical) {
            if POLICY_EXTENSIONS.iter().any(|oid| extension.oid == *oid) {
                report(Finding::ChainPolicyIgnored, place, &|| {
                    format!("critical {}", extension.oid)
                });
            } else if !UNDERSTOOD.iter().any(|oid| extension.oid == *oid) {
                report(Finding::ChainCriticalExtension, place, &|| {
                    format!("critical extension {}", extension.oid)
                });
            }
        }
        if place == 0 {
            continue;
        }
        if let Some(problem) = not_a_ca(certificate) {
            report(Finding::ChainIssuerNotCa, place, &|| String::from(problem));
        }
        let allowed = certificate.basic_constraints().and_then(|basic| basic.path_length);
        if let Some(allowed) = allowed.filter(|allowed| cas_below > *allowed) {
            report(Finding::ChainPathLength, place, &|| {
                format!("path length {allowed} with {cas_below} CA certificates below")
            });
        }
        // Self-issued certificates do not count (RFC 5280, 4.2.1.9).
        if !certificate.is_self_issued() {
            cas_below += 1;
        }
        check_names(certificate, place, leaf, report);
    }
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

/// Constraints on DNS names, against the CNs and alternative names of the leaf.
fn check_names(
    certificate: &Certificate,
    place: usize,
    leaf: &Leaf,
    report: &mut dyn FnMut(Finding, usize, &dyn Fn() -> String),
) {
    let Some(constraints) = certificate.name_constraints() else { return };
    let permitted: Vec<&[u8]> = constraints.permitted().collect();
    let excluded: Vec<&[u8]> = constraints.excluded().collect();
    for identifier in &leaf.identifiers {
        let violation = match &identifier.name {
            // A CN that is no host name is not constrained as one.
            Ok(name) if !name.is_fqdn() && identifier.place == Place::CommonName => None,
            Ok(name) => violated(name, &permitted, &excluded),
            Err(_) if identifier.place == Place::CommonName => None,
            Err(_) => (!permitted.is_empty() || !excluded.is_empty()).then_some("malformed"),
        };
        if let Some(problem) = violation {
            report(Finding::ChainNameConstraints, place, &|| {
                let name = String::from_utf8_lossy(&identifier.received);
                format!("{} {} {problem}", identifier.place.name(), name.escape_debug())
            });
        }
    }
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
