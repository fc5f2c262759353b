//! Opens PKCS#12 files (.pfx, .p12) and takes every certificate out of them.
//!
//! The private keys are counted and dropped: what encrypts them is not undone, nothing in them is
//! read. What the certificates are good for is not asked here.
//!
//! # Built on
//!
//! RustCrypto's `pkcs12` (types, the key derivation of RFC 7292), `cms` by way of it, `pkcs5` (PBES2)
//! and `der`, which reads BER as well as DER. What is here only joins them. Of `pkcs12` there is no
//! release yet for this generation of RustCrypto, hence the pre-release, pinned.
//!
//! The crates that do it all in one call fall short:
//!
//! - `p12-keystore` 0.4 decrypts every key and fails if it cannot; its store drops certificates that
//!   belong to no key; no RC2-128, no absent password; no BER, hence nothing from Firefox or Bouncy
//!   Castle.
//! - `picky` 7 has the same gaps, but for the store, and brings RSA and JOSE along.
//! - `p12` 0.6 knows neither PBES2 nor a MAC other than with SHA-1.
//!
//! # Not read
//!
//! PBMAC1 (RFC 9579), scrypt, RC4, protection by a public key instead of a password, and BER strings
//! in pieces of definite length (NSS and Bouncy Castle write indefinite ones) are
//! [`PfxError::Unsupported`]. A PBKDF2 salt of more than 32 bytes is [`PfxError::Malformed`].

#![deny(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod password;
#[cfg(test)]
mod tests;

use base64ct::{Base64, Encoding};
use der::asn1::{AnyRef, ContextSpecific, ObjectIdentifier, OctetString};
use der::{Decode, EncodingRules, ErrorKind, Reader, SliceReader, Tag, Tagged};
use pkcs12::cms::encrypted_data::EncryptedData;
use pkcs12::{CertBag, MacData};

use password::{Password, Work};

/// Longest file that is read: a key with its chain takes less than 10 KB, all the roots that an
/// operating system trusts less than 300 KB.
const MAX_BYTES: usize = 1 << 20;

/// Deepest nesting of bags in bags. No known writer nests them at all.
const MAX_DEPTH: u8 = 4;

const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
const ENCRYPTED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.6");

/// What a PKCS#12 file holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Opened {
    /// Every X.509 certificate as DER, in file order; whether it belongs to a key or not.
    pub(crate) certificates: Vec<Vec<u8>>,
    /// How many private keys there are. They were not read.
    pub(crate) keys: usize,
}

/// Why a PKCS#12 file could not be opened.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum PfxError {
    /// Something else altogether.
    #[error(
        "expected a PKCS#12 (.pfx, .p12) file, found {found}; \
         certificates in other forms (PEM, DER, PKCS#7) need no opening"
    )]
    NotPkcs12 {
        /// What it looks like instead.
        found: &'static str,
    },
    /// It begins like PKCS#12 and goes on as something else.
    #[error("damaged PKCS#12 file: {what}: {problem}{}; copy or export it again", place(*offset))]
    Malformed {
        /// The part that was being read.
        what: &'static str,
        /// What is wrong with it.
        problem: &'static str,
        /// Byte offset into the file (what its base64 decodes to, if it is text), unless the part
        /// lies inside another.
        offset: Option<u32>,
    },
    /// The two cannot be told apart: each is seen only by what it makes of the rest of the file.
    #[error(
        "wrong password, or the PKCS#12 file was altered after it was written; \
         check the password (that of this file), then export the file again"
    )]
    WrongPasswordOrAltered,
    /// It may well be sound, but this tool cannot tell.
    #[error("the PKCS#12 file uses {algorithm}, which this tool cannot read; {TAKE_OUT}")]
    Unsupported {
        /// Name, where known, and object identifier.
        algorithm: String,
    },
    /// More than a file that is not made to do harm would have.
    #[error("the PKCS#12 file has {found} {what}, the limit is {limit}; {TAKE_OUT}")]
    Limit {
        /// What there is too much of.
        what: &'static str,
        /// How much of it there is, at least.
        found: u64,
        /// How much there may be.
        limit: u64,
    },
}

/// The way round a file that is not read here.
const TAKE_OUT: &str = "take the certificates out with \
    `openssl pkcs12 -in FILE -nokeys -out certificates.pem` and give it those";

fn place(offset: Option<u32>) -> String {
    offset.map(|offset| format!(" (at byte {offset})")).unwrap_or_default()
}

/// Takes the certificates out of a PKCS#12 file: binary, or as base64 with or without PEM lines.
///
/// The password goes unused, and is not checked, if the file has neither a MAC nor an encrypted
/// part. An empty one stands for both that PKCS#12 knows: no characters, and none at all.
///
/// # Errors
///
/// See [`PfxError`]. A file without a MAC is not protected against change, and a change of the
/// certificates in it may go unnoticed here.
pub(crate) fn open(bytes: &[u8], password: &str) -> Result<Opened, PfxError> {
    if bytes.len() > MAX_BYTES {
        let [found, limit] = [bytes.len(), MAX_BYTES].map(|n| n.try_into().unwrap_or(u64::MAX));
        return Err(PfxError::Limit { what: "bytes", found, limit });
    }
    let container = unwrap_text(bytes)?;
    if !begins_like_pkcs12(&container) {
        return Err(PfxError::NotPkcs12 { found: found_instead(&container) });
    }
    let (safe, mac) = sequence(&container, |pfx| {
        let _version = u8::decode(pfx)?;
        let content = content(pfx)?;
        Ok((content, Option::<MacData>::decode(pfx)?))
    })
    .map_err(|error| damaged("container", error, error.position().map(u32::from)))?;
    let Content::Plain(safe) = safe else {
        return Err(PfxError::Malformed {
            what: "container",
            problem: "it is encrypted as a whole",
            offset: None,
        });
    };

    let mut opened = Err(PfxError::WrongPasswordOrAltered);
    for password in Password::readings(password) {
        opened = open_safe(&safe, mac.as_ref(), &password);
        if opened != Err(PfxError::WrongPasswordOrAltered) {
            break;
        }
    }
    opened
}

/// Checks the MAC of the authenticated safe, if there is one, and reads all of its parts.
fn open_safe(
    safe: &[u8],
    mac: Option<&MacData>,
    password: &Password<'_>,
) -> Result<Opened, PfxError> {
    let mut work = Work::default();
    if let Some(mac) = mac {
        password.check(mac, safe, &mut work)?;
    }
    let contents = sequence(safe, |safe| {
        let mut contents = Vec::new();
        while !safe.is_finished() {
            contents.push(content(safe)?);
        }
        Ok(contents)
    })
    .map_err(|error| damaged("authenticated safe", error, None))?;

    let mut opened = Opened::default();
    for content in contents {
        match content {
            Content::Plain(plain) => sequence(&plain, |bags| read_bags(bags, 0, &mut opened))
                .map_err(|error| damaged("bags", error, None))?,
            Content::Encrypted(data) => {
                let plain = password.decrypt(&data.enc_content_info, &mut work)?;
                // With a wrong password, one time in 256 the padding looks right nevertheless.
                sequence(&plain, |bags| read_bags(bags, 0, &mut opened))
                    .map_err(|_| PfxError::WrongPasswordOrAltered)?;
            }
        }
    }
    Ok(opened)
}

/// A ContentInfo, as far as protection by password goes.
enum Content {
    Plain(Vec<u8>),
    Encrypted(Box<EncryptedData>),
}

/// `ContentInfo ::= SEQUENCE { contentType OBJECT IDENTIFIER, content [0] EXPLICIT ANY }`
///
/// Not `cms::ContentInfo`: its `Any` forgets that a BER string is in pieces.
fn content(reader: &mut SliceReader<'_>) -> der::Result<Content> {
    reader.sequence(|reader| match ObjectIdentifier::decode(reader)? {
        DATA => Ok(Content::Plain(explicit::<OctetString>(reader)?.into_bytes().into())),
        ENCRYPTED_DATA => Ok(Content::Encrypted(Box::new(explicit(reader)?))),
        oid => Err(reader.error(ErrorKind::OidUnknown { oid })),
    })
}

/// Reads every `SafeBag ::= SEQUENCE { bagId, bagValue [0] EXPLICIT ANY, attributes OPTIONAL }`.
///
/// Not `pkcs12::SafeBag`: it misjudges where a value of indefinite length ends.
fn read_bags(bags: &mut SliceReader<'_>, depth: u8, opened: &mut Opened) -> der::Result<()> {
    if depth > MAX_DEPTH {
        return Err(bags.error(ErrorKind::NestingDepth));
    }
    while !bags.is_finished() {
        bags.sequence(|bag| {
            match ObjectIdentifier::decode(bag)? {
                pkcs12::PKCS_12_CERT_BAG_OID => {
                    let CertBag { cert_id, cert_value } = explicit(bag)?;
                    if cert_id != pkcs12::PKCS_12_X509_CERT_OID {
                        return Err(bag.error(ErrorKind::OidUnknown { oid: cert_id }));
                    }
                    opened.certificates.push(cert_value.into_bytes().into());
                }
                pkcs12::PKCS_12_SAFE_CONTENTS_BAG_OID => {
                    let nested = explicit::<AnyRef<'_>>(bag)?;
                    nested.tag().assert_eq(Tag::Sequence)?;
                    let mut nested = ber(nested.value())?;
                    read_bags(&mut nested, depth.saturating_add(1), opened)?;
                }
                kind => {
                    explicit::<AnyRef<'_>>(bag)?;
                    if [pkcs12::PKCS_12_KEY_BAG_OID, pkcs12::PKCS_12_PKCS8_KEY_BAG_OID]
                        .contains(&kind)
                    {
                        opened.keys = opened.keys.saturating_add(1);
                    }
                }
            }
            Option::<AnyRef<'_>>::decode(bag)?; // the attributes: names, which key goes with it
            Ok(())
        })?;
    }
    Ok(())
}

/// A value in an explicit context-specific tag; PKCS#12 has no other than `[0]`.
fn explicit<'a, T: Decode<'a, Error = der::Error>>(reader: &mut SliceReader<'a>) -> der::Result<T> {
    Ok(ContextSpecific::decode(reader)?.value)
}

fn ber(bytes: &[u8]) -> der::Result<SliceReader<'_>> {
    SliceReader::new_with_encoding_rules(bytes, EncodingRules::Ber)
}

/// Reads `bytes` as one SEQUENCE.
fn sequence<'a, T>(
    bytes: &'a [u8],
    read: impl FnOnce(&mut SliceReader<'a>) -> der::Result<T>,
) -> der::Result<T> {
    let mut reader = ber(bytes)?;
    let value = reader.sequence(read)?;
    reader.finish()?;
    Ok(value)
}

/// Says for a person what `der` found wrong.
fn damaged(what: &'static str, error: der::Error, offset: Option<u32>) -> PfxError {
    let problem = match error.kind() {
        ErrorKind::OidUnknown { oid } => return unsupported(oid),
        ErrorKind::Noncanonical { tag: Tag::OctetString } => {
            let algorithm = "BER strings in pieces of definite length".to_owned();
            return PfxError::Unsupported { algorithm };
        }
        ErrorKind::Incomplete { .. } => "it is cut off",
        ErrorKind::TrailingData { .. } => "bytes follow its end",
        ErrorKind::NestingDepth => "it is nested too deeply",
        _ => "it is not built as it should be",
    };
    PfxError::Malformed { what, problem, offset }
}

/// The error for an algorithm or a kind of protection that is not read here.
fn unsupported(oid: ObjectIdentifier) -> PfxError {
    const NAMES: [(&str, &str); 9] = [
        ("1.2.840.113549.1.5.14", "PBMAC1"),
        ("1.2.840.113549.1.7.2", "a signature instead of a password (SignedData)"),
        ("1.2.840.113549.1.7.3", "public keys instead of a password (EnvelopedData)"),
        ("1.2.840.113549.1.9.22.2", "an SDSI certificate"),
        ("1.2.840.113549.1.12.1.1", "RC4-128"),
        ("1.2.840.113549.1.12.1.2", "RC4-40"),
        ("1.2.840.113549.2.5", "MD5"),
        ("1.2.840.113549.3.2", "PBES2 with RC2"),
        ("1.3.6.1.4.1.11591.4.11", "scrypt"),
    ];
    let oid = oid.to_string();
    let algorithm = match NAMES.iter().find(|(known, _)| *known == oid) {
        Some((_, name)) => format!("{name} ({oid})"),
        None => format!("the algorithm {oid}"),
    };
    PfxError::Unsupported { algorithm }
}

/// The container itself, taken out of base64 and PEM lines if it is in such.
fn unwrap_text(bytes: &[u8]) -> Result<Vec<u8>, PfxError> {
    let text = match core::str::from_utf8(bytes) {
        Ok(text) if !bytes.starts_with(&[SEQUENCE]) => text.trim_start_matches('\u{feff}').trim(),
        _ => return Ok(bytes.to_vec()),
    };
    let body = match text.split_once("-----BEGIN ").and_then(|(_, rest)| rest.split_once("-----")) {
        Some((_label, rest)) => rest.split_once("-----END ").map_or(rest, |(body, _)| body),
        None => text,
    };
    let base64: String = body.split_ascii_whitespace().collect();
    // Whatever its length, a SEQUENCE of more than 127 bytes is "MI…" in base64.
    if !base64.starts_with("MI") {
        let found = if text.is_empty() { "an empty file" } else { "text" };
        return Err(PfxError::NotPkcs12 { found });
    }
    Base64::decode_vec(&base64).map_err(|_| PfxError::Malformed {
        what: "base64",
        problem: "it is cut off or has other characters in it",
        offset: None,
    })
}

const SEQUENCE: u8 = 0x30;

/// Whether the bytes begin with `SEQUENCE { INTEGER 3`, as far as they go.
fn begins_like_pkcs12(container: &[u8]) -> bool {
    const VERSION_3: [u8; 3] = [0x02, 0x01, 0x03];
    let [SEQUENCE, rest @ ..] = container else { return false };
    let length_octets = match rest {
        [first @ 0x81..=0x84, ..] => usize::from(first & 0x7f).saturating_add(1),
        _ => 1,
    };
    let body = rest.get(length_octets..).unwrap_or_default();
    body.iter().zip(VERSION_3).all(|(found, expected)| *found == expected)
}

/// Something that is not PKCS#12, in a word.
fn found_instead(container: &[u8]) -> &'static str {
    match container {
        [SEQUENCE, ..] => "another ASN.1 structure, such as a certificate or a key",
        [0xfe, 0xed, 0xfe, 0xed, ..] => "a Java keystore (JKS)",
        _ => "other binary data",
    }
}
