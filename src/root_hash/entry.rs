#![deny(clippy::arithmetic_side_effects)]

use alloc::string::String;
use core::str::FromStr;

use super::hash::MAX;
use super::{Hash, HashAlgorithm, HashText};
use crate::error::{Error, ErrorKind, HashTextProblem};
use crate::release::Release;

/// One entry of a device's list of root hashes, as far as its source tells.
///
/// Read from `[ALGORITHM:]HASH[,active|inactive][,default]` (see [`HashText`] for the hash):
///
/// ```
/// use amt_provisioning::HashEntry;
/// let entry: HashEntry = "sha1:742c3192e607e424eb4549542be1bbc53e6174e2,inactive".parse()?;
/// assert_eq!(entry.active, Some(false));
/// # Ok::<(), amt_provisioning::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HashEntry {
    /// The hash.
    pub hash: Hash,
    /// Is the entry active? `None` if its source does not say, as a Hello message (R-604).
    pub active: Option<bool>,
    /// Did it come with the firmware? `None` if its source does not say.
    pub default: Option<bool>,
    /// The name the device gives it; for people, never compared (R-605).
    pub name: Option<String>,
    /// The algorithm id did not fit the length, or is unknown; the length was used (R-602, D-26).
    pub id_conflict: bool,
}

impl From<Hash> for HashEntry {
    /// An entry of which nothing but the hash is known.
    fn from(hash: Hash) -> Self {
        Self { hash, active: None, default: None, name: None, id_conflict: false }
    }
}

impl HashEntry {
    /// An entry of a Hello message: algorithm id and value (R-603).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::HashLength`] if no hash is as long as `value`.
    pub fn from_hello(id: u8, value: &[u8]) -> Result<Self, Error> {
        Self::new(value, hello_lengths(id))
    }

    /// An entry as the host interface (MEI `GetCertHashEntry`) or `AMT_ProvisioningCertificateHash`
    /// gives it: algorithm id, and the value or a field of 64 bytes that begins with it (R-602).
    /// What id 3 means depends on the release; unknown, both meanings are taken.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::HashLength`] if no hash is as long as the value; so is SHA-224 (id 4).
    pub fn from_interface(id: u8, field: &[u8], release: Option<Release>) -> Result<Self, Error> {
        let lengths = interface_lengths(id, release);
        let is_value = |length: &usize| {
            field.get(*length..).is_some_and(|rest| rest.iter().all(|byte| *byte == 0))
        };
        let length = if field.len() == MAX {
            let shortest =
                || HashAlgorithm::ALL.map(HashAlgorithm::length).into_iter().find(is_value);
            lengths.iter().copied().find(is_value).or_else(shortest)
        } else {
            None
        };
        Self::new(length.and_then(|length| field.get(..length)).unwrap_or(field), lengths)
    }

    fn new(value: &[u8], lengths: &[usize]) -> Result<Self, Error> {
        let length = value.len();
        let hash = Hash::from_bytes(value).ok_or(Error::new(ErrorKind::HashLength { length }))?;
        Ok(Self { id_conflict: !lengths.contains(&length), ..Self::from(hash) })
    }
}

// The interfaces number the algorithms each in their own way; they share no table (R-603).

/// Lengths that an algorithm id of a Hello message stands for: 3 is SHA-384, or SHA-512 on releases
/// 2.0 to 5.x, which the message does not tell.
pub(crate) const fn hello_lengths(id: u8) -> &'static [usize] {
    match id {
        0 => &[16],
        1 => &[20],
        2 => &[32],
        3 => &[48, 64],
        _ => &[],
    }
}

/// Lengths that an algorithm id of the host interface or of WS-Management stands for.
fn interface_lengths(id: u8, release: Option<Release>) -> &'static [usize] {
    const SHA384_SINCE: Release = Release::new(6, 0, 0, 0);
    match id {
        0 => &[16],
        1 => &[20],
        2 => &[32],
        3 => match release {
            Some(release) if release < SHA384_SINCE => &[64],
            Some(_) => &[48],
            None => &[48, 64],
        },
        4 => &[28],
        5 => &[64],
        _ => &[],
    }
}

impl FromStr for HashEntry {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let mut words = text.split(',');
        let hash = words.next().unwrap_or_default();
        let mut entry = Self::from(hash.parse::<HashText>()?.hash);
        let mut offset = hash.len();
        for word in words {
            let at = offset.saturating_add(1);
            match word.trim() {
                "active" if entry.active.is_none() => entry.active = Some(true),
                "inactive" if entry.active.is_none() => entry.active = Some(false),
                "default" => entry.default = Some(true),
                _ => {
                    let problem = HashTextProblem::Flag;
                    return Err(Error::new(ErrorKind::HashText { problem }).at(at));
                }
            }
            offset = at.saturating_add(word.len());
        }
        Ok(entry)
    }
}

#[cfg(test)]
mod tests {
    use std::format;

    use super::*;

    const OLD: Option<Release> = Some(Release::new(5, u16::MAX, 0, 0));
    const NEW: Option<Release> = Some(Release::new(6, 0, 0, 0));

    /// A field of `length` bytes, the first `value` of which are not zero.
    fn field(value: usize, length: usize) -> [u8; 70] {
        let mut bytes = [0; 70];
        bytes[..value.min(length)].fill(0xab);
        bytes
    }

    #[test]
    fn hello_ids_are_its_own() {
        for (id, length, conflict) in [
            (1, 20, false),
            (2, 32, false),
            (3, 48, false),
            (3, 64, false),
            (0, 16, false),
            (1, 32, true),
            (2, 20, true),
            (0, 20, true),
            (4, 32, true),
            (5, 64, true),
        ] {
            let entry = HashEntry::from_hello(id, &field(length, length)[..length]).unwrap();
            assert_eq!(entry.hash.as_bytes().len(), length);
            assert_eq!(entry.id_conflict, conflict, "id {id}, {length} bytes");
            assert_eq!((entry.active, entry.default), (None, None));
        }
        // The field is exact: trailing zeros belong to the value.
        let entry = HashEntry::from_hello(1, &field(20, 64)[..64]).unwrap();
        assert_eq!(entry.hash.algorithm(), HashAlgorithm::Sha512);
        assert!(entry.id_conflict);
        for length in [0, 19, 21, 28, 65] {
            let error = HashEntry::from_hello(1, &field(length, length)[..length]).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::HashLength { length });
        }
    }

    #[test]
    fn interface_ids_and_fields() {
        // id, bytes of value, bytes of field, release; length used, conflict
        for (id, value, length, release, used, conflict) in [
            (1, 20, 20, None, 20, false),
            (0, 16, 16, None, 16, false),
            (5, 64, 64, None, 64, false),
            // RPC-GO#941: id 4 beside a SHA-256 value.
            (4, 32, 32, None, 32, true),
            (4, 32, 64, None, 32, true),
            (9, 20, 64, None, 20, true),
            (1, 32, 32, None, 32, true),
            // Fields of 64 bytes are cut as the id says, even where the value ends in zeros ...
            (1, 20, 64, None, 20, false),
            (2, 32, 64, None, 32, false),
            (2, 31, 64, None, 32, false),
            (2, 16, 64, None, 32, false),
            // ... or else where only zeros follow.
            (1, 21, 64, None, 32, true),
            (1, 48, 64, None, 48, true),
            (1, 64, 64, None, 64, true),
            (0, 17, 64, None, 20, true),
            // Id 3 changed its meaning with 6.0.
            (3, 48, 64, NEW, 48, false),
            (3, 48, 48, NEW, 48, false),
            (3, 64, 64, NEW, 64, true),
            (3, 64, 64, OLD, 64, false),
            (3, 48, 64, OLD, 64, false),
            (3, 48, 48, OLD, 48, true),
            (3, 48, 64, None, 48, false),
            (3, 49, 64, None, 64, false),
        ] {
            let bytes = &field(value, length)[..length];
            let entry = HashEntry::from_interface(id, bytes, release).unwrap();
            let case = format!("id {id}, {value} bytes in {length}, {release:?}");
            assert_eq!(entry.hash.as_bytes(), &bytes[..used], "{case}");
            assert_eq!(entry.id_conflict, conflict, "{case}");
        }
        // SHA-224 is no algorithm here, neither exact nor in a field; 63 bytes are no field.
        for (id, value, length, found) in [(4, 28, 28, 28), (4, 28, 64, 28), (1, 20, 63, 63)] {
            let error = HashEntry::from_interface(id, &field(value, length)[..length], None);
            assert_eq!(error.unwrap_err().kind(), ErrorKind::HashLength { length: found });
        }
    }

    #[test]
    fn text_with_flags() {
        const G1: &str = "742c3192e607e424eb4549542be1bbc53e6174e2";
        for (suffix, active, default) in [
            ("", None, None),
            (",active", Some(true), None),
            (", inactive ", Some(false), None),
            (",default", None, Some(true)),
            (",default,inactive", Some(false), Some(true)),
        ] {
            let entry: HashEntry = format!("SHA1:{G1}{suffix}").parse().unwrap();
            assert_eq!(entry.hash, G1.parse().unwrap());
            assert_eq!((entry.active, entry.default), (active, default), "{suffix}");
            assert!(entry.name.is_none() && !entry.id_conflict);
        }
        for (suffix, at) in [(",on", 41), (",", 41), (",active,inactive", 48)] {
            let error = format!("{G1}{suffix}").parse::<HashEntry>().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::HashText { problem: HashTextProblem::Flag });
            assert_eq!(error.offset(), Some(at), "{suffix}");
        }
        assert!(",inactive".parse::<HashEntry>().is_err());
    }
}
