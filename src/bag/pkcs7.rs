//! PKCS#7 / CMS signedData (RFC 5652, 5.1), of which only the certificates are wanted.

use super::ber::{Element, Elements};
use crate::error::Error;

/// Its name in errors.
pub(super) const STRUCTURE: &str = "PKCS#7 container";

/// The tag of a certificate among the members; the other choices are tagged `[0]` to `[3]`.
pub(super) const CERTIFICATE: u8 = 0x30;

/// `[0]`: the content of a ContentInfo, and the certificates of a SignedData. Within SignedData only
/// the certificates have this tag, so what stands before them needs no look.
const CONTEXT_0: u8 = 0xa0;

/// The members of the CertificateSet; none if it is absent.
///
/// # Errors
///
/// If a structure on the way to it is damaged.
pub(super) fn certificates<'a>(content_info: &Element<'a>) -> Result<Option<Elements<'a>>, Error> {
    let Some(mut content) = find(content_info.contents.clone(), CONTEXT_0)? else {
        return Ok(None);
    };
    match content.next(STRUCTURE)? {
        Some(signed_data) => find(signed_data.contents, CONTEXT_0),
        None => Ok(None),
    }
}

/// The contents of the first element with this tag.
fn find(mut elements: Elements<'_>, tag: u8) -> Result<Option<Elements<'_>>, Error> {
    while let Some(element) = elements.next(STRUCTURE)? {
        if element.tag == tag {
            return Ok(Some(element.contents));
        }
    }
    Ok(None)
}
