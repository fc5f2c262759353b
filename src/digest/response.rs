use super::algorithm::HashHex;
use super::grammar::is_token;
use super::writer::without_controls;
use super::{DigestHash, Qop};
use crate::error::{Error, ErrorKind};

/// The request that credentials are sent with.
#[derive(Clone, Copy, Debug)]
pub struct DigestRequest<'a> {
    /// The method, such as `POST`.
    pub method: &'a str,
    /// The request target exactly as sent, such as `/wsman` (W-520).
    pub uri: &'a str,
    /// The bytes of the body, before any transfer coding.
    pub body: &'a [u8],
}

impl DigestRequest<'_> {
    pub(super) fn check(&self) -> Result<(), Error> {
        if !is_token(self.method.as_bytes()) {
            let (name, problem) = ("method", "no token");
            return Err(Error::new(ErrorKind::HeaderValue { name, problem }));
        }
        without_controls("uri", self.uri.as_bytes())
    }

    /// H(A2) of the request.
    pub(super) fn hash(&self, hash: DigestHash, qop: Option<Qop>) -> HashHex {
        a2(hash, self.method.as_bytes(), self.uri.as_bytes(), qop, self.body)
    }
}

/// H(A2): of a request, or of an answer if `method` is empty (RFC 7616, 3.4.3 and 3.5).
pub(super) fn a2(
    hash: DigestHash,
    method: &[u8],
    uri: &[u8],
    qop: Option<Qop>,
    body: &[u8],
) -> HashHex {
    match qop {
        Some(Qop::AuthInt) => hash.hex(&[method, uri, hash.hex(&[body]).as_bytes()]),
        Some(Qop::Auth) | None => hash.hex(&[method, uri]),
    }
}

/// What a response covers if there is a qop; the texts as they go over the wire.
#[derive(Clone, Copy)]
pub(super) struct Quality<'a> {
    pub(super) nc: &'a [u8],
    pub(super) cnonce: &'a [u8],
    pub(super) qop: &'a [u8],
}

/// The response; `key` is H(A1) (RFC 7616, 3.4.1; without quality RFC 2069, 2.1.2).
pub(super) fn response(
    hash: DigestHash,
    key: &HashHex,
    nonce: &[u8],
    quality: Option<Quality<'_>>,
    a2: &HashHex,
) -> HashHex {
    let (key, a2) = (key.as_bytes(), a2.as_bytes());
    match quality {
        Some(Quality { nc, cnonce, qop }) => hash.hex(&[key, nonce, nc, cnonce, qop, a2]),
        None => hash.hex(&[key, nonce, a2]),
    }
}
