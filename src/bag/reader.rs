//! Reads one item after the other into a [`Bag`].

use alloc::vec::Vec;

use super::ber::{Element, Elements};
use super::pem::{Block, Blocks};
use super::shape::Shape;
use super::text::{Text, is_blank};
use super::{Bag, BagCertificate, BagLimits, Note, base64, pkcs7};
use crate::certificate::Certificate;
use crate::error::{Error, ErrorKind};

/// Every method returns an error only for a limit; what else is wrong becomes a note.
pub(super) struct Reader<'l> {
    limits: &'l BagLimits,
    bag: Bag,
    /// The item being read.
    item: usize,
    /// Certificates read so far, duplicates included.
    position: usize,
}

/// Where the bytes of a structure come from, so that places can be given in the item.
#[derive(Clone, Copy)]
enum Origin {
    /// They are the item.
    Item,
    /// They were decoded from base64 that begins at this byte of the item.
    Base64(usize),
}

impl Origin {
    const fn offset(self, offset: usize) -> usize {
        match self {
            Self::Item => offset,
            Self::Base64(start) => start,
        }
    }

    /// The error of a structure, placed in the item.
    const fn place(self, error: Error) -> Error {
        match self {
            Self::Item => error,
            Self::Base64(start) => Error::new(error.kind()).at(start),
        }
    }
}

/// What a block of text is said to hold.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Content {
    /// Certificates or PKCS#7, whichever it says: `certutil -encode` says CERTIFICATE for both.
    Certificates,
    /// A certificate, followed by trust settings of OpenSSL that are none of our business.
    TrustedCertificate,
}

impl<'l> Reader<'l> {
    pub(super) const fn new(limits: &'l BagLimits) -> Self {
        let bag =
            Bag { certificates: Vec::new(), notes: Vec::new(), duplicates: 0, keys_ignored: 0 };
        Self { limits, bag, item: 0, position: 0 }
    }

    pub(super) fn finish(self) -> Bag {
        self.bag
    }

    pub(super) fn item(&mut self, item: usize, bytes: &[u8]) -> Result<(), Error> {
        self.item = item;
        if is_long_sequence(bytes) {
            return self.structures(bytes, Origin::Item, Content::Certificates);
        }
        let text = Text::new(bytes);
        let mut blocks = Blocks::new(text.clone()).peekable();
        if blocks.peek().is_some() {
            return blocks.try_for_each(|block| match block {
                Ok(block) => self.block(block),
                Err(error) => self.note(error),
            });
        }
        if base64::is_meant(&text) {
            return self.base64(text, 0, Content::Certificates);
        }
        self.note(Error::new(refusal(bytes, text)).at(0))
    }

    fn block(&mut self, block: Block<'_>) -> Result<(), Error> {
        let Block { label, offset, body } = block;
        let found = match label.as_str() {
            // RFC 7468, sections 5 and 8, and OpenSSL's pem.h.
            "CERTIFICATE"
            | "X509 CERTIFICATE"
            | "X.509 CERTIFICATE"
            | "CERTIFICATE CHAIN"
            | "PKCS7"
            | "PKCS #7 SIGNED DATA"
            | "CMS" => return self.base64(body, offset, Content::Certificates),
            "TRUSTED CERTIFICATE" => return self.base64(body, offset, Content::TrustedCertificate),
            label if label.ends_with("PRIVATE KEY") => {
                self.bag.keys_ignored = self.bag.keys_ignored.saturating_add(1);
                return Ok(());
            }
            "PKCS12" | "PFX" => return self.note(Error::new(ErrorKind::Pkcs12).at(offset)),
            "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => "a certificate request",
            "X509 CRL" | "CRL" => "a CRL",
            label if label.ends_with("PUBLIC KEY") => "a public key",
            label if label.ends_with("PARAMETERS") => "key parameters",
            _ => "a PEM block of another kind",
        };
        self.note(Error::new(ErrorKind::NotCertificate { found }).at(offset))
    }

    /// Base64 of structures; `offset` is where it, or its block, begins.
    fn base64(&mut self, text: Text<'_>, offset: usize, content: Content) -> Result<(), Error> {
        let shape = Shape::of(&base64::head(&text));
        if let (Shape::PrivateKey | Shape::Pkcs12, Some(kind)) = (shape, shape.refusal()) {
            return self.note(Error::new(kind).at(offset));
        }
        match base64::decode(text) {
            Ok(bytes) => self.structures(&bytes, Origin::Base64(offset), content),
            Err(error) => self.note(error),
        }
    }

    /// Structures back to back, and perhaps other bytes behind them.
    fn structures(&mut self, bytes: &[u8], origin: Origin, content: Content) -> Result<(), Error> {
        let mut elements = Elements::new(bytes);
        loop {
            let shape = Shape::of(elements.rest);
            let refusal = shape.refusal();
            if let Some(kind) = refusal {
                self.note(Error::new(kind).at(origin.offset(elements.offset)))?;
            }
            let element = match elements.next(shape.name()) {
                Ok(Some(element)) => element,
                Err(error) if refusal.is_none() => return self.note(origin.place(error)),
                _ => return Ok(()),
            };
            match shape {
                Shape::Certificate => self.certificate(&element, origin)?,
                Shape::SignedData => self.signed_data(&element, origin)?,
                _ => {}
            }
            if content == Content::TrustedCertificate || elements.rest.is_empty() {
                return Ok(());
            }
            if !is_long_sequence(elements.rest) {
                if refusal.is_some() {
                    return Ok(());
                }
                let kind = ErrorKind::TrailingBytes { length: elements.rest.len() };
                return self.note(Error::new(kind).at(origin.offset(elements.offset)));
            }
        }
    }

    fn signed_data(&mut self, container: &Element<'_>, origin: Origin) -> Result<(), Error> {
        let mut members = match pkcs7::certificates(container) {
            Ok(Some(members)) => members,
            Ok(None) => {
                let found = "a PKCS#7 container without certificates";
                let error = Error::new(ErrorKind::NotCertificate { found });
                return self.note(error.at(origin.offset(container.offset)));
            }
            Err(error) => return self.note(origin.place(error)),
        };
        loop {
            let member = match members.next(pkcs7::STRUCTURE) {
                Ok(Some(member)) => member,
                Ok(None) => return Ok(()),
                Err(error) => return self.note(origin.place(error)),
            };
            if member.tag == pkcs7::CERTIFICATE {
                self.certificate(&member, origin)?;
            } else {
                // CertificateChoices (RFC 5652, 10.2.2) has attribute certificates and others.
                let found = "an attribute certificate or one of another kind";
                let error = Error::new(ErrorKind::NotCertificate { found });
                self.note(error.at(origin.offset(member.offset)))?;
            }
        }
    }

    fn certificate(&mut self, element: &Element<'_>, origin: Origin) -> Result<(), Error> {
        let der = element.whole;
        let offset = origin.offset(element.offset);
        let limit = self.limits.certificate_bytes;
        if der.len() > limit {
            let kind = ErrorKind::CertificateTooLarge { length: der.len(), limit };
            return Err(Error::new(kind).at(offset).in_item(self.item));
        }
        let certificates = &mut self.bag.certificates;
        match certificates.binary_search_by(|known| known.certificate.der().cmp(der)) {
            Ok(_) => self.bag.duplicates = self.bag.duplicates.saturating_add(1),
            Err(index) => {
                let certificate = match Certificate::parse(der) {
                    Ok(certificate) => certificate,
                    Err(error) => return self.note(origin.place(error.nested(element.offset))),
                };
                if certificates.len() >= self.limits.certificates {
                    return Err(self.too_many());
                }
                let (item, position) = (self.item, self.position);
                certificates.insert(index, BagCertificate { certificate, item, position, offset });
            }
        }
        self.position = self.position.saturating_add(1);
        Ok(())
    }

    fn note(&mut self, error: Error) -> Result<(), Error> {
        if self.bag.notes.len() >= self.limits.certificates {
            return Err(self.too_many());
        }
        self.bag.notes.push(Note { error: error.in_item(self.item) });
        Ok(())
    }

    const fn too_many(&self) -> Error {
        Error::new(ErrorKind::TooManyCertificates { limit: self.limits.certificates })
    }
}

/// The start of a SEQUENCE of at least 128 bytes or of indefinite length, as every certificate and
/// every container is. In text, 0x30 is the digit 0, but no byte like the second follows it.
const fn is_long_sequence(bytes: &[u8]) -> bool {
    matches!(bytes, [0x30, 0x80..=0x84, ..])
}

/// What an item is that is neither a structure of some length, nor PEM, nor base64.
fn refusal(bytes: &[u8], text: Text<'_>) -> ErrorKind {
    match Shape::of(bytes).refusal() {
        Some(kind) if Shape::of(bytes) != Shape::Unknown => kind,
        _ if text.clone().all(|(_, c)| is_blank(c)) => ErrorKind::Empty,
        _ if is_prose(text) => ErrorKind::NotCertificate { found: "text" },
        _ => ErrorKind::NotCertificate { found: "binary data" },
    }
}

fn is_prose(mut text: Text<'_>) -> bool {
    text.all(|(_, c)| is_blank(c) || !(c.is_control() || c == char::REPLACEMENT_CHARACTER))
}
