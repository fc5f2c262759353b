//! What rules ask about a leaf, worked out once.

use alloc::vec::Vec;

use crate::certificate::{Certificate, KeyKind};
use crate::dns_suffix::{DnsName, NameError};
use crate::oid;

/// The OU that marks a provisioning certificate: 33 characters, no full stop.
pub(crate) const INTEL_OU: &str = "Intel(R) Client Setup Certificate";

bitflags::bitflags! {
    /// Which markers a leaf carries, or nearly carries.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(crate) struct Marker: u8 {
        /// The AMT OID in Extended Key Usage.
        const OID = 1;
        /// An OU that is exactly the Intel OU.
        const OU = 1 << 1;
        /// An OU that is nearly the Intel OU.
        const OU_NEAR_MISS = 1 << 2;
        /// The AMT OID in a policy extension.
        const OTHER_EXTENSION = 1 << 3;
    }
}

impl Marker {
    pub(crate) fn of(leaf: &Certificate) -> Self {
        let mut marker = Self::empty();
        let purposes = leaf.key_purposes();
        marker.set(
            Self::OID,
            purposes.is_some_and(|mut all| all.any(|p| p == oid::AMT_PROVISIONING)),
        );
        for unit in leaf.subject().organizational_units() {
            let text = unit.text().unwrap_or_default();
            if text == INTEL_OU {
                marker |= Self::OU;
            } else if is_near_miss(&text) {
                marker |= Self::OU_NEAR_MISS;
            }
        }
        let elsewhere = [oid::CERTIFICATE_POLICIES, oid::APPLICATION_POLICIES];
        let misplaced = leaf.extensions().any(|extension| {
            elsewhere.iter().any(|oid| extension.oid == *oid)
                && contains(extension.value, oid::AMT_PROVISIONING.as_bytes())
        });
        marker.set(Self::OTHER_EXTENSION, misplaced);
        marker
    }

    /// Is R-202 satisfied?
    pub(crate) const fn satisfied(self) -> bool {
        self.intersects(Self::OID.union(Self::OU))
    }
}

/// Does `value` hold an OBJECT IDENTIFIER with this content?
fn contains(value: &[u8], oid: &[u8]) -> bool {
    value.windows(oid.len()).any(|window| window == oid)
}

/// Is `text` the Intel OU but for case, blanks, one full stop at the end, the registered mark and
/// quotation marks?
fn is_near_miss(text: &str) -> bool {
    fold(text) == fold(INTEL_OU)
}

fn fold(text: &str) -> Vec<char> {
    let text =
        text.trim_matches(|c: char| c.is_whitespace() || "\"'\u{201C}\u{201D}\u{201E}".contains(c));
    let text = text.strip_suffix('.').unwrap_or(text).to_lowercase();
    let text = text.replace("(r)", " ").replace('\u{AE}', " ");
    let mut folded: Vec<char> = Vec::new();
    for word in text.split_whitespace() {
        folded.extend(word.chars());
        folded.push(' ');
    }
    folded
}

/// Where an identifier stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// A CN of the subject.
    CommonName,
    /// A dNSName of subjectAltName.
    AlternativeName,
}

impl Place {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::CommonName => "CN",
            Self::AlternativeName => "SAN",
        }
    }
}

/// A name that may match a device's suffix.
#[derive(Clone, Debug)]
pub(crate) struct Identifier {
    pub(crate) place: Place,
    pub(crate) received: Vec<u8>,
    pub(crate) name: Result<DnsName, NameError>,
    /// Its bytes break the alphabet of their string type (R-302b).
    pub(crate) odd_alphabet: bool,
}

impl Identifier {
    /// The name, if it can match anything: well formed and of at least two labels.
    pub(crate) fn usable(&self) -> Option<&DnsName> {
        self.name.as_ref().ok().filter(|name| name.base_labels() >= 2)
    }
}

/// The facts of one leaf.
#[derive(Clone, Debug)]
pub(crate) struct Leaf {
    pub(crate) server_auth: bool,
    pub(crate) marker: Marker,
    pub(crate) key: KeyKind,
    /// CNs first, in the order of the certificate.
    pub(crate) identifiers: Vec<Identifier>,
}

impl Leaf {
    pub(crate) fn of(certificate: &Certificate) -> Self {
        let identifier = |place, received: &[u8], odd_alphabet| Identifier {
            place,
            received: received.to_vec(),
            name: DnsName::identifier(received),
            odd_alphabet,
        };
        let common_names = certificate
            .subject()
            .common_names()
            .map(|value| identifier(Place::CommonName, &value.octets(), value.breaks_alphabet()));
        let alternative_names = certificate
            .dns_names()
            .map(|received| identifier(Place::AlternativeName, received, !received.is_ascii()));
        let purposes = certificate.key_purposes();
        Self {
            server_auth: purposes.is_some_and(|mut all| all.any(|p| p == oid::SERVER_AUTH)),
            marker: Marker::of(certificate),
            key: certificate.public_key().kind(),
            identifiers: common_names.chain(alternative_names).collect(),
        }
    }

    /// Is one of its names a wildcard?
    pub(crate) fn has_wildcard(&self) -> bool {
        let mut names = self.identifiers.iter().filter_map(|i| i.name.as_ref().ok());
        names.any(DnsName::is_wildcard)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_misses_of_the_ou() {
        assert_eq!(INTEL_OU.len(), 33);
        for text in [
            "intel(r) client setup certificate",
            "Intel(R) Client Setup Certificate.",
            " Intel(R)  Client Setup\tCertificate ",
            "Intel(r) Client Setup Certificate",
            "Intel\u{AE} Client Setup Certificate",
            "Intel Client Setup Certificate",
            "\"Intel(R) Client Setup Certificate\"",
            "INTEL(R) CLIENT SETUP CERTIFICATE",
            "Intel(R)Client Setup Certificate",
        ] {
            assert!(is_near_miss(text), "{text}");
        }
        for text in [
            "Intel(R) Client Setup Certificates",
            "Intel(R) Client Setup Certificate..",
            "Intel(R) Client",
            "",
            "IT department",
        ] {
            assert!(!is_near_miss(text), "{text}");
        }
    }
}
