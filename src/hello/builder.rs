use alloc::vec::Vec;

use super::HelloEntry;
use super::scan::{PKI, PSK};
use crate::root_hash::Hash;
use crate::uuid::Uuid;

/// Writes a Hello as a device does: for tests, and for whoever plays a device.
///
/// See [`Hello`](super::Hello) for an example.
#[derive(Clone, Debug)]
pub struct HelloBuilder<'a> {
    credentials_set: bool,
    retry_count: u32,
    uuid: Uuid,
    content: Content<'a>,
}

#[derive(Clone, Debug)]
enum Content<'a> {
    Pki { count: u8, hashes: &'a [Hash] },
    Psk { pid: [u8; 8] },
}

impl<'a> HelloBuilder<'a> {
    /// A message of version 3 with these root hashes; `None` if there are more than 255, which is
    /// what its one byte can count.
    #[must_use]
    pub fn pki(uuid: Uuid, hashes: &'a [Hash]) -> Option<Self> {
        let count = u8::try_from(hashes.len()).ok()?;
        Some(Self::new(uuid, Content::Pki { count, hashes }))
    }

    /// A message of version 2 that names the key `pid`.
    #[must_use]
    pub const fn psk(uuid: Uuid, pid: [u8; 8]) -> Self {
        Self::new(uuid, Content::Psk { pid })
    }

    const fn new(uuid: Uuid, content: Content<'a>) -> Self {
        Self { credentials_set: true, retry_count: 0, uuid, content }
    }

    /// The field "admin credentials set"; true unless changed, as in every message seen (H-14).
    #[must_use]
    pub const fn credentials_set(mut self, set: bool) -> Self {
        self.credentials_set = set;
        self
    }

    /// The retry count; 0 unless changed.
    #[must_use]
    pub const fn retry_count(mut self, count: u32) -> Self {
        self.retry_count = count;
        self
    }

    /// The bytes of the message.
    #[must_use]
    pub fn build(&self) -> Vec<u8> {
        let version = match self.content {
            Content::Pki { .. } => PKI,
            Content::Psk { .. } => PSK,
        };
        let mut bytes = Vec::new();
        bytes.extend(u16::from(self.credentials_set).to_le_bytes());
        bytes.extend(version.to_le_bytes());
        bytes.extend(self.retry_count.to_le_bytes());
        bytes.extend(self.uuid.to_smbios());
        match self.content {
            Content::Psk { pid } => bytes.extend(pid),
            Content::Pki { count, hashes } => {
                bytes.push(count);
                for hash in hashes {
                    let HelloEntry { id, value } = hash.into();
                    bytes.extend([id, u8::try_from(value.len()).unwrap_or(u8::MAX)]);
                    bytes.extend(value);
                }
            }
        }
        bytes
    }
}
