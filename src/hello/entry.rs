use core::iter::FusedIterator;

use crate::error::HelloProblem;
use crate::root_hash::{Hash, HashAlgorithm, HashEntry, hello_lengths};

/// One root hash as it stands in a Hello.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HelloEntry<'a> {
    /// The algorithm id: 0 MD5, 1 SHA-1, 2 SHA-256, 3 SHA-384, or SHA-512 on releases 2.0 to 5.x
    ///
    pub id: u8,
    /// The hash.
    pub value: &'a [u8],
}

impl<'a> From<&'a Hash> for HelloEntry<'a> {
    fn from(hash: &'a Hash) -> Self {
        let id = match hash.algorithm() {
            HashAlgorithm::Md5 => 0,
            HashAlgorithm::Sha1 => 1,
            HashAlgorithm::Sha256 => 2,
            HashAlgorithm::Sha384 | HashAlgorithm::Sha512 => 3,
        };
        Self { id, value: hash.as_bytes() }
    }
}

/// Does the length fit the algorithm (H-07)?
pub(super) fn fits(id: u8, length: u8) -> bool {
    hello_lengths(id).contains(&usize::from(length))
}

/// Why it does not.
pub(super) const fn misfit(id: u8, length: u8) -> HelloProblem {
    if hello_lengths(id).is_empty() {
        HelloProblem::Algorithm { found: id }
    } else {
        HelloProblem::HashLength { algorithm: id, found: length }
    }
}

/// The root hashes of a Hello, in its order. Their lengths fit their algorithms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelloEntries<'a> {
    left: u8,
    bytes: &'a [u8],
}

impl<'a> HelloEntries<'a> {
    /// `bytes` are `left` entries that were checked.
    pub(super) const fn new(left: u8, bytes: &'a [u8]) -> Self {
        Self { left, bytes }
    }

    /// The bytes of the entries not yet taken.
    pub(super) const fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// As entries of a device's list. None is lost, for every length that fits an algorithm is that
    /// of a hash.
    pub(super) fn hash_entries(self) -> impl Iterator<Item = HashEntry> + use<'a> {
        self.filter_map(|entry| HashEntry::from_hello(entry.id, entry.value).ok())
    }
}

impl<'a> Iterator for HelloEntries<'a> {
    type Item = HelloEntry<'a>;

    fn next(&mut self) -> Option<HelloEntry<'a>> {
        let [id, length, rest @ ..] = self.bytes else { return None };
        let (value, rest) = rest.split_at_checked(usize::from(*length))?;
        self.left = self.left.saturating_sub(1);
        self.bytes = rest;
        Some(HelloEntry { id: *id, value })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = usize::from(self.left);
        (left, Some(left))
    }
}

impl ExactSizeIterator for HelloEntries<'_> {}
impl FusedIterator for HelloEntries<'_> {}
