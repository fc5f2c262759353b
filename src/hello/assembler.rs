use alloc::vec::Vec;

use super::scan::{Reach, Scan};
use super::{Hello, HelloPolicy};
use crate::error::Error;

/// Puts a Hello together from the fragments of a connection; two or more are normal (H-01).
///
/// The device says nothing after its message and closes, so the message ends with the connection:
/// then [`finish`](Self::finish). At most [`HelloPolicy::max_length`] bytes and one are kept,
/// whatever is sent, and no entry is checked twice before that.
///
/// ```
/// use amt_provisioning::{Hash, HelloAssembler, HelloBuilder, HelloPolicy, HelloProgress};
/// let uuid = "00112233-4455-6677-8899-aabbccddeeff".parse()?;
/// let bytes = HelloBuilder::pki(uuid, &[Hash::sha256(b"a root")]).unwrap().build();
/// let (first, second) = bytes.split_at(40);
///
/// let mut assembler = HelloAssembler::new(HelloPolicy::default());
/// assert_eq!(assembler.push(first)?, HelloProgress::NeedMore { least: 19 });
/// assert_eq!(assembler.push(second)?, HelloProgress::Whole { trailing: 0 });
/// // The device has closed the connection.
/// assert_eq!(assembler.finish()?.uuid(), uuid);
/// # Ok::<(), amt_provisioning::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct HelloAssembler {
    bytes: Vec<u8>,
    scan: Scan,
    policy: HelloPolicy,
}

/// How far a message has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HelloProgress {
    /// The message is not whole.
    NeedMore {
        /// At least so many bytes are missing.
        least: usize,
    },
    /// The message is whole. Bytes behind its end may still come, until the connection ends.
    Whole {
        /// So many have come already.
        trailing: usize,
    },
}

impl HelloAssembler {
    /// Without any bytes yet.
    #[must_use]
    pub fn new(policy: HelloPolicy) -> Self {
        Self { policy, ..Self::default() }
    }

    /// Takes the next bytes of the connection.
    ///
    /// # Errors
    ///
    /// As [`Hello::parse`], as soon as the bytes tell, and from then on always the same: close the
    /// connection. That the data ends too early is told by [`finish`](Self::finish) only.
    pub fn push(&mut self, fragment: &[u8]) -> Result<HelloProgress, Error> {
        // One byte too many shows that there are too many.
        let keep = self.policy.limit().saturating_add(1);
        let room = keep.saturating_sub(self.bytes.len());
        self.bytes.extend_from_slice(fragment.get(..room).unwrap_or(fragment));
        Ok(match self.scan.advance(&self.bytes, &self.policy)? {
            Reach::Part { total, .. } => {
                HelloProgress::NeedMore { least: total.saturating_sub(self.bytes.len()) }
            }
            Reach::Whole(hello) => HelloProgress::Whole { trailing: hello.trailing().len() },
        })
    }

    /// The message, now that the connection has ended.
    ///
    /// # Errors
    ///
    /// As [`Hello::parse`] of all bytes together.
    pub fn finish(&self) -> Result<Hello<'_>, Error> {
        Hello::parse_with(&self.bytes, &self.policy)
    }

    /// How many bytes of memory are in use.
    #[cfg(test)]
    pub(super) fn kept(&self) -> usize {
        self.bytes.capacity()
    }
}
