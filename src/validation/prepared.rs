//! A bag made ready for judging: leaf candidates, paths and signatures, each worked out once.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::algorithms::SignatureAlgorithms;
use super::leaf::Leaf;
use super::limits::PathLimits;
use super::links::{Index, Links};
use super::path::Path;
use super::paths::Search;
use crate::bag::Bag;
use crate::certificate::Certificate;

/// A bag of certificates made ready for judging: all leaf candidates, all paths, every signature
/// verified once.
///
/// It is independent of any device and of the time, so one prepared bag judges any number of
/// devices, from any number of threads, without verifying anything again. Private keys never enter:
/// the caller proves which key it holds by its public key.
#[derive(Clone, Debug)]
pub struct Prepared {
    bag: Bag,
    limits: PathLimits,
    key_proof: KeyProof,
    candidates: Vec<Candidate>,
    unused: Vec<Index>,
}

/// Whether the leaf belongs to the private key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyProof {
    /// No public key was given.
    NotGiven,
    /// It is that of every candidate.
    Matches,
    /// No certificate has it; candidates were found by structure.
    Differs,
}

/// A certificate that may be the leaf, with its paths.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    pub(crate) index: Index,
    pub(crate) leaf: Leaf,
    /// The preferred one first; without a root only if none has one.
    pub(crate) paths: Vec<Path>,
    /// A limit was reached: there may be more paths.
    pub(crate) limited: bool,
}

impl Prepared {
    /// Prepares a bag with the default crypto provider, without a key proof, within the default
    /// limits.
    #[cfg(any(feature = "ring", feature = "aws-lc-rs", feature = "rustcrypto"))]
    #[must_use]
    pub fn new(bag: Bag) -> Self {
        Self::with(bag, None, SignatureAlgorithms::default_provider(), PathLimits::default())
    }

    /// Prepares a bag.
    ///
    /// `public_key` is the DER SubjectPublicKeyInfo of the private key that the caller holds, if it
    /// can tell.
    #[must_use]
    pub fn with(
        bag: Bag,
        public_key: Option<&[u8]>,
        algorithms: SignatureAlgorithms<'_>,
        limits: PathLimits,
    ) -> Self {
        let all: Vec<&Certificate> = bag.certificates().iter().map(|c| &c.certificate).collect();
        let mut search = Search::new(&all, algorithms, &limits);
        let matching: Vec<Index> = public_key.map_or_else(Vec::new, |key| {
            (0..all.len())
                .filter(|i| all.get(*i).is_some_and(|c| c.public_key().spki() == key))
                .collect()
        });
        let key_proof = match (public_key, matching.is_empty()) {
            (None, _) => KeyProof::NotGiven,
            (Some(_), false) => KeyProof::Matches,
            (Some(_), true) => KeyProof::Differs,
        };
        let leaves = if matching.is_empty() { leaves(&all, &mut search.links) } else { matching };
        let mut candidates = Vec::new();
        for index in leaves {
            let Some(certificate) = all.get(index) else { continue };
            let leaf = Leaf::of(certificate);
            let found = search.routes(index);
            let path = |route| Path::new(route, &all, &leaf);
            let mut paths: Vec<Path> = found.routes.into_iter().map(path).collect();
            // A single path needs no preference, which hashes every certificate.
            paths.sort_by_cached_key(|path| path.preference(&all));
            candidates.push(Candidate { index, leaf, paths, limited: found.limited });
        }
        let paths = candidates.iter().flat_map(|candidate| &candidate.paths);
        let used: BTreeSet<Index> = paths.flat_map(Path::members).copied().collect();
        let unused = (0..all.len()).filter(|index| !used.contains(index)).collect();
        Self { limits, key_proof, candidates, unused, bag }
    }

    /// The bag it was made from.
    #[must_use]
    pub const fn bag(&self) -> &Bag {
        &self.bag
    }

    pub(crate) const fn limits(&self) -> &PathLimits {
        &self.limits
    }

    pub(crate) const fn key_proof(&self) -> KeyProof {
        self.key_proof
    }

    pub(crate) fn candidates(&self) -> &[Candidate] {
        &self.candidates
    }

    /// Numbers of the certificates that are on no path.
    pub(crate) fn unused(&self) -> &[Index] {
        &self.unused
    }

    pub(crate) fn certificate(&self, index: Index) -> Option<&Certificate> {
        self.bag.certificates().get(index).map(|c| &c.certificate)
    }
}

/// Which certificates may be the leaf: those that issued no other certificate of the bag.
///
/// CA certificates and self-issued ones count only if nothing else is left: an unrelated root, also
/// one of version 1 that does not say that it is a CA, must not compete with the leaf. Of several,
/// those that carry a marker are meant.
fn leaves(all: &[&Certificate], links: &mut Links<'_>) -> Vec<Index> {
    let is_issuer = |c: &Certificate| c.is_ca() || c.is_self_issued();
    let (issuers, others): (Vec<Index>, Vec<Index>) =
        (0..all.len()).partition(|index| all.get(*index).is_some_and(|c| is_issuer(c)));
    let mut candidates = Vec::new();
    for group in [others, issuers] {
        if candidates.is_empty() {
            candidates = group;
            candidates.retain(|index| !links.has_issued(*index));
        }
    }
    let marked: Vec<Index> = candidates
        .iter()
        .copied()
        .filter(|index| all.get(*index).is_some_and(|c| Leaf::of(c).marker.satisfied()))
        .collect();
    if candidates.len() > 1 && !marked.is_empty() { marked } else { candidates }
}
