//! What rules ask about a path, worked out once.

use alloc::vec::Vec;
use core::cmp::Reverse;

use super::constraints;
use super::leaf::Leaf;
use super::links::Index;
use super::paths::{End, Route};
use super::second_opinion::{self, Opinion, Subject};
use crate::certificate::{Certificate, Digest, KeyKind, SignatureAlgorithm};
use crate::finding::FindingSet;
use crate::root_hash::{Hash, HashAlgorithm, KnownRoot};
use crate::time::{Validity, WallTime};

bitflags::bitflags! {
    /// Digests that sign certificates of a path.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(crate) struct Digests: u8 {
        /// MD2 and MD5.
        const BROKEN = 1;
        /// SHA-1.
        const SHA1 = 1 << 1;
        /// SHA-256.
        const SHA256 = 1 << 2;
        /// SHA-384 and SHA-512.
        const LONG = 1 << 3;
        /// An algorithm whose digest is not known here.
        const OTHER = 1 << 4;
    }
}

impl Digests {
    pub(crate) fn of(algorithm: SignatureAlgorithm) -> Self {
        match algorithm.digest() {
            Some(Digest::Md2 | Digest::Md5) => Self::BROKEN,
            Some(Digest::Sha1) => Self::SHA1,
            Some(Digest::Sha256) => Self::SHA256,
            Some(Digest::Sha384 | Digest::Sha512) => Self::LONG,
            None => Self::OTHER,
        }
    }
}

/// SHA-1, SHA-256 and SHA-384 of a certificate's DER.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hashes {
    pub(crate) sha1: Hash,
    pub(crate) sha256: Hash,
    pub(crate) sha384: Hash,
}

impl Hashes {
    pub(crate) fn of(der: &[u8]) -> Self {
        Self { sha1: Hash::sha1(der), sha256: Hash::sha256(der), sha384: Hash::sha384(der) }
    }

    /// The hash with an entry's own algorithm. SHA-512 entries exist on releases 2.0 to 5.x
    /// only and are hashed when they occur; MD5 is never computed.
    #[inline]
    pub(crate) fn equals(&self, entry: &Hash, der: &[u8]) -> bool {
        match entry.algorithm() {
            HashAlgorithm::Sha1 => self.sha1 == *entry,
            HashAlgorithm::Sha256 => self.sha256 == *entry,
            HashAlgorithm::Sha384 => self.sha384 == *entry,
            HashAlgorithm::Sha512 => is_sha512(entry, der),
            HashAlgorithm::Md5 => false,
        }
    }

    pub(crate) fn all(&self) -> [Hash; 3] {
        [self.sha1, self.sha256, self.sha384]
    }
}

/// Kept out of the loops over lists, which hardly ever come here.
#[cold]
fn is_sha512(entry: &Hash, der: &[u8]) -> bool {
    Hash::of(HashAlgorithm::Sha512, der).as_ref() == Some(entry)
}

/// One path from a leaf upwards.
#[derive(Clone, Debug)]
pub(crate) struct Path {
    members: Vec<Index>,
    pub(crate) end: End,
    /// A link could not be verified with the algorithms at hand.
    pub(crate) unknown_link: bool,
    /// Digests of the signatures below the root.
    pub(crate) digests: Digests,
    /// Digest of the root's signature over itself; empty if there is no root.
    pub(crate) root_digest: Digests,
    /// Smallest and largest RSA key of the path in bits; `None` if there is none.
    pub(crate) rsa_bits: Option<(u32, u32)>,
    /// Some RSA key is neither 1024 nor 2048 bits long.
    pub(crate) unusual_rsa: bool,
    /// When leaf and intermediates are all valid.
    pub(crate) validity: Validity,
    /// What R-407 finds.
    pub(crate) constraints: FindingSet,
    pub(crate) opinion: Opinion,
    /// Hashes of the last certificate: the root, or where the path stops.
    pub(crate) hashes: Option<Hashes>,
    /// The known root it ends in.
    pub(crate) known_root: Option<&'static KnownRoot>,
}

impl Path {
    pub(crate) fn new(route: Route, all: &[&Certificate], leaf: &Leaf) -> Self {
        let Route { members, end, unknown_link } = route;
        let path: Vec<&Certificate> =
            members.iter().filter_map(|index| all.get(*index).copied()).collect();
        let (below, root) = match (end, path.split_last()) {
            (End::Root, Some((root, below))) => (below, Some(*root)),
            _ => (path.as_slice(), None),
        };
        let rsa = path.iter().filter_map(|c| match c.public_key().kind() {
            KeyKind::Rsa { bits } => Some(bits),
            _ => None,
        });
        let violations = constraints::check(&path, below.len(), leaf);
        let constraints = violations.iter().map(|violation| violation.cause.finding()).collect();
        let opinion = match root {
            _ if unknown_link => Opinion::NotAsked("not every link is verified"),
            None => Opinion::NotAsked("the path is not complete"),
            Some(_) => second_opinion::ask(&Subject { path: &path, violations: &violations }),
        };
        let digests = below.iter().map(|c| Digests::of(c.signature_algorithm()));
        let hashes = path.last().map(|top| Hashes::of(top.der()));
        Self {
            end,
            unknown_link,
            digests: digests.fold(Digests::empty(), Digests::union),
            root_digest: root
                .map_or(Digests::empty(), |root| Digests::of(root.signature_algorithm())),
            rsa_bits: rsa.clone().min().zip(rsa.clone().max()),
            unusual_rsa: rsa.clone().any(|bits| bits != 1024 && bits != 2048),
            validity: Validity {
                not_before: below
                    .iter()
                    .map(|c| c.validity().not_before)
                    .max()
                    .unwrap_or(WallTime::MIN),
                not_after: below
                    .iter()
                    .map(|c| c.validity().not_after)
                    .min()
                    .unwrap_or(WallTime::MAX),
            },
            constraints,
            opinion,
            known_root: hashes
                .filter(|_| root.is_some())
                .and_then(|hashes| KnownRoot::find(&hashes.sha256)),
            hashes,
            members,
        }
    }

    /// The certificates' numbers in the bag, leaf first.
    pub(crate) fn members(&self) -> &[Index] {
        &self.members
    }

    /// How many certificates stand below the root: all, if there is none.
    pub(crate) fn below_root(&self) -> usize {
        self.members.len() - usize::from(self.end == End::Root)
    }

    /// The root's number in the bag.
    pub(crate) fn root(&self) -> Option<Index> {
        self.members.last().copied().filter(|_| self.end == End::Root)
    }

    /// Hashes of the root.
    pub(crate) fn root_hashes(&self) -> Option<&Hashes> {
        self.hashes.as_ref().filter(|_| self.end == End::Root)
    }

    /// Digests of every signature of the path, the root's included.
    pub(crate) fn all_digests(&self) -> Digests {
        self.digests.union(self.root_digest)
    }

    /// What decides between paths that are judged equal: fewer certificates, the later expiry, and
    /// last the hashes, so that the choice never rests on the order of the input.
    pub(crate) fn preference(&self, all: &[&Certificate]) -> (usize, Reverse<WallTime>, Vec<u8>) {
        let members = self.members.iter().filter_map(|index| all.get(*index));
        let hashes = members.flat_map(|c| Hash::sha256(c.der()).as_bytes().to_vec()).collect();
        (self.members.len(), Reverse(self.validity.not_after), hashes)
    }
}
