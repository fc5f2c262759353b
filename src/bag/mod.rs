//! The input: certificates out of files of any form, sliced out raw and never re-encoded.
//!
//! Three layers, each of which only narrows down: *text* (`text`, `pem`, `base64`) yields bytes,
//! *structures* (`ber`, `shape`, `pkcs7`) yields slices that claim to be certificates, and
//! [`Certificate::parse`] has the last word on each. What is recognised decides, not what a label or
//! a file name claims.
//!
//! Input is hostile until proven otherwise: no recursion, work linear in its length, memory bounded by
//! it and by [`BagLimits`]. Private keys in PEM are stepped over; they are neither decoded nor copied.

#![deny(clippy::arithmetic_side_effects)]
#![cfg_attr(test, allow(clippy::arithmetic_side_effects))]

mod base64;
mod ber;
mod pem;
mod pkcs7;
mod reader;
mod shape;
#[cfg(test)]
mod tests;
mod text;

use alloc::vec::Vec;
use core::iter;

use crate::certificate::Certificate;
use crate::error::{Error, ErrorKind};
use crate::finding::Finding;

use reader::Reader;

/// How much input is read before it is refused as a whole (R-104, D-23).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BagLimits {
    /// The most certificates, duplicates not counted, and the most [notes](Bag::notes): 1,024.
    ///
    /// A chain has 3 or 4, and the root store of an operating system, the largest collection that
    /// anybody would pass, 150 to 500.
    pub certificates: usize,
    /// The longest certificate, in bytes: 16 KiB.
    ///
    /// Certificates of CAs have 1 to 2 KiB; those with a hundred names or a large RSA key 8.
    pub certificate_bytes: usize,
    /// The longest input, all items together, in bytes: 24 MiB.
    ///
    /// As many certificates of that length in base64 with CR LF after every 64 letters are 22 MiB; the
    /// rest is for the text around them. Raise it along with the other two.
    pub input_bytes: usize,
}

impl Default for BagLimits {
    fn default() -> Self {
        Self { certificates: 1024, certificate_bytes: 16 << 10, input_bytes: 24 << 20 }
    }
}

/// The certificates of an input, in an order that does not depend on that of the input (R-105).
///
/// Each item of input may be
///
/// - PEM: any number of blocks, with other text around them, such as the output of
///   `openssl s_client -showcerts`; also in UTF-16 with a byte order mark;
/// - DER: one certificate or several back to back (R-102);
/// - PKCS#7 (`.p7b`) in DER or BER;
/// - base64 of DER or PKCS#7 without BEGIN and END lines.
///
/// Whatever cannot be used is skipped and [noted](Bag::notes) (R-101, R-114). A bag without a
/// certificate is no error here either: judging it is left to the validation.
///
/// ```
/// use amt_provisioning::{Bag, Finding};
///
/// # let chain = include_bytes!("fixtures/chain.pem");
/// let bag = Bag::read(chain)?;
/// assert_eq!(bag.certificates().len(), 2);
/// assert!(bag.notes().is_empty());
///
/// let bag = Bag::read(b"Dear administrator, ...")?;
/// assert_eq!(bag.notes()[0].finding(), Finding::InputNotCertificate);
/// # Ok::<(), amt_provisioning::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Bag {
    /// Sorted by their DER, without duplicates.
    certificates: Vec<BagCertificate>,
    notes: Vec<Note>,
    duplicates: usize,
    keys_ignored: usize,
}

impl Bag {
    /// Reads one item within the default limits.
    ///
    /// # Errors
    ///
    /// As [`read_all`](Self::read_all).
    pub fn read(input: &[u8]) -> Result<Self, Error> {
        Self::read_all(iter::once(input), &BagLimits::default())
    }

    /// Reads any number of items, each the contents of a file or of an input field.
    ///
    /// # Errors
    ///
    /// Only if a limit is exceeded: [`ErrorKind::InputTooLarge`],
    /// [`ErrorKind::CertificateTooLarge`] or [`ErrorKind::TooManyCertificates`]. Whether the input is
    /// refused does not depend on its order; which limit is named may, if it exceeds several.
    pub fn read_all<'a>(
        items: impl IntoIterator<Item = &'a [u8]>,
        limits: &BagLimits,
    ) -> Result<Self, Error> {
        let mut reader = Reader::new(limits);
        let mut length = 0_usize;
        for (item, bytes) in items.into_iter().enumerate() {
            length = length.saturating_add(bytes.len());
            if length > limits.input_bytes {
                let kind = ErrorKind::InputTooLarge { length, limit: limits.input_bytes };
                return Err(Error::new(kind).in_item(item));
            }
            reader.item(item, bytes)?;
        }
        Ok(reader.finish())
    }

    /// The distinct certificates, sorted by their DER.
    #[must_use]
    pub fn certificates(&self) -> &[BagCertificate] {
        &self.certificates
    }

    /// What could not be used, in the order of the input.
    #[must_use]
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// How many certificates were byte-identical to one before them (R-103).
    #[must_use]
    pub const fn duplicates(&self) -> usize {
        self.duplicates
    }

    /// How many PEM blocks with a private key were stepped over, unread.
    #[must_use]
    pub const fn keys_ignored(&self) -> usize {
        self.keys_ignored
    }
}

/// A certificate and where it first occurred.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct BagCertificate {
    /// The certificate.
    pub certificate: Certificate,
    /// The item that holds it, counted from 0.
    pub item: usize,
    /// Its place among all readable certificates of the input, duplicates included, counted from 0.
    pub position: usize,
    /// Byte of the item at which it begins, or its PEM block, or the base64 that holds it.
    pub offset: usize,
}

/// A part of the input that is not used: advice, which decides nothing (R-114).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Note {
    error: Error,
}

impl Note {
    /// [`Finding::InputIsPfx`], [`Finding::InputTrailingBytes`] or
    /// [`Finding::InputNotCertificate`].
    #[must_use]
    pub const fn finding(&self) -> Finding {
        match self.error.kind() {
            ErrorKind::Pkcs12 => Finding::InputIsPfx,
            ErrorKind::TrailingBytes { .. } => Finding::InputTrailingBytes,
            _ => Finding::InputNotCertificate,
        }
    }

    /// What was found instead, in which item and at which byte of it. Inside base64 that is the
    /// first byte of the base64 or its PEM block.
    #[must_use]
    pub const fn error(&self) -> Error {
        self.error
    }
}
