//! The device's own certificate, as far as its release and the phase have one (flows, 10).

use alloc::vec::Vec;
use core::fmt;

use crate::certificate::{Certificate, Name};
use crate::finding::Finding;
use crate::release::Release;
use crate::validation::{Answer, SignatureAlgorithms};

/// Which certificates of devices are accepted. The connection only carries keys: a device is not
/// known by its certificate before it was provisioned.
#[derive(Clone, Default)]
pub struct PeerRules {
    /// DER of Intel's On Die CA root certificates.
    pub on_die_roots: Vec<Vec<u8>>,
    /// The algorithms to verify their chains with.
    pub algorithms: Option<SignatureAlgorithms<'static>>,
    /// With no root given, accept what cannot be verified; it is reported.
    pub accept_unverified: bool,
}

/// On what grounds the device's certificate was accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PeerTrust {
    /// Self-signed, as of devices up to release 14 in setup; its dates do not count.
    SelfSigned,
    /// Its chain was verified up to a given on-die root.
    OnDieCa,
    /// It was not verified; the caller accepts that.
    Unverified,
    /// It is the one given, or the one that answered before in this session.
    Pinned,
}

impl PeerTrust {
    /// The grounds, in a few words.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::SelfSigned => "self-signed, in setup",
            Self::OnDieCa => "verified up to an on-die root",
            Self::Unverified => "not verified, as the caller allows",
            Self::Pinned => "the one known",
        }
    }
}

/// Releases from here on have a chain of their on-die CA.
const ON_DIE_FROM: u16 = 15;

/// Common names of the leaf, which has no name of the device.
const ON_DIE_LEAVES: [&[u8]; 2] = [b"AMT RCFG", b"iAMT CSME IDevID RCFG"];

/// More certificates than the on-die CA sends are not looked at.
const MAX_CHAIN: usize = 8;

impl PeerRules {
    /// Judges the chain that a device in setup sent, leaf first, of DER.
    ///
    /// # Errors
    ///
    /// [`Finding::PeerUnverified`] for an on-die chain without a root to verify it, else
    /// [`Finding::PeerRefused`].
    pub fn judge(&self, chain: &[&[u8]], release: Option<Release>) -> Result<PeerTrust, Finding> {
        if chain.is_empty() {
            return Err(Finding::PeerRefused);
        }
        let chain: Vec<_> =
            chain.iter().take(MAX_CHAIN).map(|der| Certificate::parse(der)).collect();
        let newer = release.map(Self::is_on_die_release);
        match (chain.as_slice(), newer) {
            ([Ok(leaf)], None | Some(false)) if leaf.is_self_issued() => {
                return Ok(PeerTrust::SelfSigned);
            }
            // The firmware makes it, and may make what is read nowhere else.
            ([Err(_)], Some(false)) => return Ok(PeerTrust::SelfSigned),
            _ => {}
        }
        let read = chain.into_iter().collect::<Result<Vec<_>, _>>();
        let on_die = read.ok().filter(|chain| newer != Some(false) && is_on_die(chain));
        match (on_die, self.on_die_roots.is_empty()) {
            (Some(chain), false) if self.reaches_root(&chain) => Ok(PeerTrust::OnDieCa),
            _ if self.takes_unverified() => Ok(PeerTrust::Unverified),
            (Some(_), true) => Err(Finding::PeerUnverified),
            _ => Err(Finding::PeerRefused),
        }
    }

    /// May a chain be taken that cannot be verified?
    pub(super) fn takes_unverified(&self) -> bool {
        self.accept_unverified && self.on_die_roots.is_empty()
    }

    pub(super) const fn is_on_die_release(release: Release) -> bool {
        release.major() >= ON_DIE_FROM
    }

    /// Is each certificate signed by the next, and the last by a given root, or one itself?
    fn reaches_root(&self, chain: &[Certificate]) -> bool {
        let roots = self.on_die_roots.iter().filter_map(|der| Certificate::parse(der).ok());
        let roots: Vec<_> = roots.collect();
        let linked = chain.windows(2).all(|pair| match pair {
            [child, issuer] => self.signed(child, issuer),
            _ => false,
        });
        let Some(last) = chain.last() else { return false };
        linked && roots.iter().any(|root| root.der() == last.der() || self.signed(last, root))
    }

    fn signed(&self, child: &Certificate, issuer: &Certificate) -> bool {
        let key = issuer.public_key();
        let Some(algorithms) = self.algorithms else { return false };
        let answer = algorithms.verify(
            child.signature_algorithm(),
            key.kind(),
            key.key(),
            child.to_be_signed(),
            child.signature(),
        );
        answer == Answer::Valid && issuer.is_ca() && child.issuer().matches(issuer.subject())
    }
}

/// The shape of an on-die chain: four or six certificates, the names of leaf and ROM CA (RPC-GO).
fn is_on_die(chain: &[Certificate]) -> bool {
    let (Some(leaf), Some(rom)) = (chain.first(), chain.get(2)) else { return false };
    let has = |name: Name<'_>, matches: &dyn Fn(&[u8]) -> bool| {
        name.common_names().any(|value| matches(value.bytes()))
    };
    matches!(chain.len(), 4 | 6)
        && has(leaf.subject(), &|name| ON_DIE_LEAVES.contains(&name))
        && has(rom.subject(), &|name| {
            [&b"ROM CA"[..], b"ROM DE"].iter().any(|part| name.windows(6).any(|at| at == *part))
        })
        && rom.issuer().organizational_units().any(|unit| {
            let unit = unit.bytes();
            [&b"ODCA 2 CSME"[..], b"On Die CSME"].iter().any(|start| unit.starts_with(start))
        })
}

impl fmt::Debug for PeerRules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PeerRules")
            .field("on_die_roots", &self.on_die_roots.len())
            .field("accept_unverified", &self.accept_unverified)
            .finish_non_exhaustive()
    }
}
