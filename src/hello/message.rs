use core::net::IpAddr;

use super::scan::{PKI, PSK, Reach, Scan};
use super::{HelloEntries, HelloPolicy};
use crate::error::Error;
use crate::finding::{Finding, FindingSet};
use crate::root_hash::RootHashList;
use crate::source::Source;
use crate::uuid::Uuid;

/// The greatest retry count that is documented (H-06).
const MAX_RETRY_COUNT: u32 = 14;

/// Up to here both versions are the same.
pub(super) const COMMON: usize = 24;

/// A Hello message, as a view of its bytes.
///
/// It is not authenticated: it may start work, but nothing in it is to be trusted. Repeats and
/// floods are the caller's to limit, with [`key`](Self::key) (H-12). It is never answered on its
/// own connection.
///
/// ```
/// use amt_provisioning::{Finding, Hash, Hello, HelloBody, HelloBuilder, Source};
/// let uuid = "00112233-4455-6677-8899-aabbccddeeff".parse()?;
/// let hashes = [Hash::sha256(b"a root"), Hash::sha1(b"another")];
/// let mut bytes = HelloBuilder::pki(uuid, &hashes).unwrap().retry_count(3).build();
/// bytes.push(0);
///
/// let hello = Hello::parse(&bytes)?;
/// assert_eq!((hello.uuid(), hello.retry_count(), hello.trailing()), (uuid, 3, &[0][..]));
/// assert!(hello.findings().contains(Finding::HelloTrailingBytes));
/// let HelloBody::Pki(mut entries) = hello.body() else { panic!() };
/// assert_eq!(entries.len(), 2);
/// assert_eq!(entries.next().unwrap().id, 2);
/// let list = hello.root_hashes().unwrap();
/// assert_eq!((list.entries[1].hash, list.source), (hashes[1], Source::Hello));
///
/// let error = Hello::parse(&bytes[..40]).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "not a Hello message: it ends after 40 bytes, expected at least 59 (at byte 40)"
/// );
/// # Ok::<(), amt_provisioning::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hello<'a> {
    pub(super) head: Head,
    pub(super) body: HelloBody<'a>,
    pub(super) trailing: &'a [u8],
}

/// The fields that both versions share, less the version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head {
    credentials_set: bool,
    retry_count: u32,
    pub(super) uuid: Uuid,
}

impl Head {
    /// The first field was found to be 0 or 1.
    pub(super) const fn read(bytes: &[u8; COMMON]) -> Self {
        let [credentials, _, _, _, r0, r1, r2, r3, uuid @ ..] = bytes;
        Self {
            credentials_set: *credentials != 0,
            retry_count: u32::from_le_bytes([*r0, *r1, *r2, *r3]),
            uuid: Uuid::from_smbios(*uuid),
        }
    }
}

/// What the two versions do not share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HelloBody<'a> {
    /// Version 3: the device trusts a certificate under one of these roots.
    Pki(HelloEntries<'a>),
    /// Version 2, until release 11.0: the device and its server share a key. Recognised only (H-04,
    /// DF-09).
    Psk {
        /// The name of the key; by Intel's guide capital letters and digits.
        pid: &'a [u8; 8],
    },
}

/// Tells senders of Hellos apart, to limit repeats and floods (H-12). It proves nothing about them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HelloKey {
    /// The UUID in the message.
    pub uuid: Uuid,
    /// The address it came from; IPv4 addresses mapped into IPv6 are IPv4 here.
    pub source: IpAddr,
}

impl<'a> Hello<'a> {
    /// Reads all that a device sent before it closed the connection, without allocation.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Hello`](crate::ErrorKind::Hello) with the problem and its offset. The first
    /// problem in the order of the bytes is told, so what is no Hello is never called a cut one.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, Error> {
        Self::parse_with(bytes, &HelloPolicy::default())
    }

    /// The same under other limits.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse).
    pub fn parse_with(bytes: &'a [u8], policy: &HelloPolicy) -> Result<Self, Error> {
        match Scan::default().advance(bytes, policy)? {
            Reach::Whole(hello) => Ok(hello),
            Reach::Part { at_end, .. } => Err(at_end),
        }
    }

    /// The interface version: 2 or 3.
    #[must_use]
    pub const fn version(&self) -> u16 {
        match self.body {
            HelloBody::Pki(_) => PKI,
            HelloBody::Psk { .. } => PSK,
        }
    }

    /// "Admin credentials set": was the factory password changed? A hint only, for every message
    /// seen says so; no order of credentials may rest on it alone (H-14, DF-02).
    #[must_use]
    pub const fn credentials_set(&self) -> bool {
        self.head.credentials_set
    }

    /// How often the device has sent before, it says; no schedule follows from it (H-06).
    #[must_use]
    pub const fn retry_count(&self) -> u32 {
        self.head.retry_count
    }

    /// The UUID; the message may have none, see [`Uuid::is_absent`] and [`Uuid::swapped`].
    #[must_use]
    pub const fn uuid(&self) -> Uuid {
        self.head.uuid
    }

    /// What the version is about: root hashes or a key.
    #[must_use]
    pub fn body(&self) -> HelloBody<'a> {
        self.body.clone()
    }

    /// What follows the declared end; nobody knows what it means (H-03).
    #[must_use]
    pub const fn trailing(&self) -> &'a [u8] {
        self.trailing
    }

    /// The root hashes as the device's list, possibly incomplete (R-608). `None` for a PSK message:
    /// then the list is unknown rather than empty (R-606).
    #[must_use]
    pub fn root_hashes(&self) -> Option<RootHashList> {
        match self.body() {
            HelloBody::Pki(entries) => Some(RootHashList {
                entries: entries.hash_entries().collect(),
                source: Source::Hello,
            }),
            HelloBody::Psk { .. } => None,
        }
    }

    /// What is worth a note though the message could be read.
    #[must_use]
    pub fn findings(&self) -> FindingSet {
        let (psk, empty) = match &self.body {
            HelloBody::Pki(entries) => (false, entries.len() == 0),
            HelloBody::Psk { .. } => (true, false),
        };
        [
            (psk, Finding::HelloPsk),
            (empty, Finding::RootHashListEmpty),
            (self.uuid().is_absent(), Finding::HelloUuidAbsent),
            (self.retry_count() > MAX_RETRY_COUNT, Finding::HelloRetryCount),
            (!self.trailing.is_empty(), Finding::HelloTrailingBytes),
        ]
        .into_iter()
        .filter_map(|(found, finding)| found.then_some(finding))
        .collect()
    }

    /// Who sent it, seen from the address `source`.
    #[must_use]
    pub const fn key(&self, source: IpAddr) -> HelloKey {
        HelloKey { uuid: self.uuid(), source: source.to_canonical() }
    }

    /// How long the message says it is, in bytes.
    pub(super) const fn declared_length(&self) -> usize {
        // One for the number of entries.
        let body = match &self.body {
            HelloBody::Pki(entries) => entries.bytes().len().saturating_add(1),
            HelloBody::Psk { pid } => pid.len(),
        };
        COMMON.saturating_add(body)
    }
}
