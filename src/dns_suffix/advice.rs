//! What to tell a person about a suffix that may well match.

#![deny(clippy::arithmetic_side_effects)]

use super::matching::Match;
use super::name::DnsName;

/// Top-level domains for which no public CA can issue.
const NEVER_PUBLIC: [&str; 10] = [
    "corp", "example", "home", "internal", "intranet", "invalid", "lan", "local", "private", "test",
];

/// Second labels under which country registries sell names.
const REGISTRY_LABELS: [&str; 8] = ["ac", "co", "com", "edu", "gov", "mil", "net", "org"];

impl DnsName {
    /// Can no public CA issue a certificate for this suffix?
    #[must_use]
    pub const fn is_never_public(&self) -> bool {
        self.never_public
    }

    /// Is this suffix the host name `identifier`, or below it, where the host's domain would match
    /// as well? Not where that domain is a registry's, such as `co.uk`: nobody should be
    /// told to enter it.
    #[must_use]
    pub fn is_host_name(&self, identifier: &DnsName) -> bool {
        let labels = identifier.labels();
        let domain_is_registry = labels == 3 && identifier.under_registry;
        // Never so for a wildcard, whose first label is not compared.
        labels >= 3
            && self.labels() >= labels
            && !domain_is_registry
            && identifier.equal_labels(self) == labels
    }
}

impl Match {
    /// Does this match with `suffix` rest on a name under which anybody can register?
    ///
    /// Such a name is `co.uk` and its like. A caller with a list of public suffixes passes in
    /// `registry_labels` how many of the suffix's last labels are one: 2 for `github.io` and all
    /// names below it.
    #[must_use]
    pub fn is_too_broad(self, suffix: &DnsName, registry_labels: Option<u8>) -> bool {
        self.is_match()
            && (registry_labels.is_some_and(|labels| self.compared_labels() <= labels)
                || suffix.under_registry && self.compared_labels() == 2)
    }
}

/// Is it a single label, or in one of [`NEVER_PUBLIC`]?
pub(super) fn is_never_public(name: &str) -> bool {
    name.rsplit_once('.').is_none_or(|(_, tld)| NEVER_PUBLIC.contains(&tld))
}

/// Does it end in one of [`REGISTRY_LABELS`] and a two-letter top-level domain?
pub(super) fn is_under_registry(name: &str) -> bool {
    let mut labels = name.rsplit('.');
    labels.next().is_some_and(|tld| tld.len() == 2)
        && labels.next().is_some_and(|label| REGISTRY_LABELS.contains(&label))
}
