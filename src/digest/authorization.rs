use alloc::vec::Vec;

use super::algorithm::HashHex;
use super::grammar::{Params, Reader};
use super::response::{Quality, a2, response};
use super::writer::{Writer, without_controls};
use super::{DigestAlgorithm, Ha1, HeaderValue, NonceCount, Qop};
use crate::error::Error;

/// Credentials as a server reads them: the `Authorization` field, borrowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Authorization<'a> {
    /// The user name, or its hash; see [`is_user`](Self::is_user).
    pub username: HeaderValue<'a>,
    /// Whether the user name is hashed.
    pub userhash: bool,
    /// The realm.
    pub realm: HeaderValue<'a>,
    /// The nonce that is answered.
    pub nonce: HeaderValue<'a>,
    /// The request target.
    pub uri: HeaderValue<'a>,
    /// The proof.
    pub response: HeaderValue<'a>,
    /// The algorithm; `None` if none is named, which means MD5.
    pub algorithm: Option<DigestAlgorithm>,
    /// What the challenge gave for sending back.
    pub opaque: Option<HeaderValue<'a>>,
    /// What the proof is computed over; `None` in the form of RFC 2069.
    pub qop: Option<Qop>,
    /// The nonce count; there if `qop` is.
    pub count: Option<NonceCount>,
    /// The client's nonce; there if `qop` is.
    pub cnonce: Option<HeaderValue<'a>>,
    /// The nonce count as sent: the proof covers its characters.
    nc: Option<HeaderValue<'a>>,
}

impl<'a> Authorization<'a> {
    const NAMES: &'static [&'static str; 11] = &[
        "username",
        "realm",
        "nonce",
        "uri",
        "response",
        "qop",
        "nc",
        "cnonce",
        "algorithm",
        "opaque",
        "userhash",
    ];

    /// Reads the value of the field.
    ///
    /// Quoted `qop` and `nc`, and a nonce count without leading zeros, are taken, as devices do
    /// (W-526).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::AuthScheme`](crate::ErrorKind::AuthScheme) if it is of another scheme;
    /// [`ErrorKind::Header`](crate::ErrorKind::Header) where it leaves the grammar, or a known
    /// parameter occurs twice, is missing, or has a value that is none.
    pub fn parse(field: &'a [u8]) -> Result<Self, Error> {
        let mut reader = Reader::new("Authorization", field)?;
        reader.skip_digest()?;
        let [username, realm, nonce, uri, response, qop, nc, cnonce, algorithm, opaque, userhash] =
            Params::new(Self::NAMES).read(reader)?;
        let missing = |problem| reader.error(problem);
        let qop = reader.known(qop, "an unknown qop", Qop::from_value)?;
        let count = reader.known(nc, "no nonce count", |nc| NonceCount::from_digits(nc.bytes()))?;
        if qop.is_some() && count.is_none() {
            return Err(missing("expected nc"));
        }
        if qop.is_some() && cnonce.is_none() {
            return Err(missing("expected cnonce"));
        }
        Ok(Self {
            username: username.ok_or(missing("expected username"))?,
            userhash: userhash.is_some_and(|value| value.is_name("true")),
            realm: realm.ok_or(missing("expected realm"))?,
            nonce: nonce.ok_or(missing("expected nonce"))?,
            uri: uri.ok_or(missing("expected uri"))?,
            response: response.ok_or(missing("expected response"))?,
            algorithm: reader.known(
                algorithm,
                "an unknown algorithm",
                DigestAlgorithm::from_value,
            )?,
            opaque,
            qop,
            count: count.filter(|_| qop.is_some()),
            cnonce: cnonce.filter(|_| qop.is_some()),
            nc,
        })
    }

    /// The algorithm it was made with.
    #[must_use]
    pub fn algorithm(&self) -> DigestAlgorithm {
        self.algorithm.unwrap_or(DigestAlgorithm::MD5)
    }

    /// Is this the user? Compares the hash of the name if that was sent.
    #[must_use]
    pub fn is_user(&self, name: &str) -> bool {
        if self.userhash {
            let parts = [name.as_bytes(), &self.realm.to_vec()];
            self.username.is(self.algorithm().hash.hex(&parts).as_bytes())
        } else {
            self.username.is(name.as_bytes())
        }
    }

    /// The value of the `Authentication-Info` field for the answer to these credentials, once they
    /// are verified: the server's own proof over `body`, the body of the answer, and the nonce to
    /// use from now on if it shall change.
    ///
    /// With a session algorithm the key stays that of the first nonce (RFC 7616, 3.4.2), which this
    /// stateless side does not remember: leave the nonce as it is there.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::HeaderValue`](crate::ErrorKind::HeaderValue) if the nonce holds a control
    /// character.
    pub fn info(&self, ha1: &Ha1, body: &[u8], next: Option<&[u8]>) -> Result<Vec<u8>, Error> {
        let proof = self.proof(ha1, &a2(ha1.hash(), b"", &self.uri.to_vec(), self.qop, body));
        let mut field = Writer::new(192);
        field.text("rspauth=\"").text(proof.as_bytes()).text("\"");
        if let (Some(qop), Some(cnonce), Some(count)) = (self.qop, self.cnonce, self.count) {
            field.text(", qop=").text(qop.name()).text(", nc=").text(count.digits());
            field.text(", cnonce=\"").text(cnonce.raw()).text("\"");
        }
        if let Some(nonce) = next {
            without_controls("nonce", nonce)?;
            field.text(", nextnonce=\"").escaped(nonce).text("\"");
        }
        Ok(field.finish())
    }

    /// The response that the parameters of this field ask for.
    pub(super) fn proof(&self, ha1: &Ha1, a2: &HashHex) -> HashHex {
        let text = |value: Option<HeaderValue<'_>>| value.map(|v| v.to_vec()).unwrap_or_default();
        let (nonce, nc, cnonce) = (self.nonce.to_vec(), text(self.nc), text(self.cnonce));
        let key = ha1.key(self.algorithm().session, &nonce, &cnonce);
        let quality = |qop: Qop| Quality { nc: &nc, cnonce: &cnonce, qop: qop.name().as_bytes() };
        response(ha1.hash(), &key, &nonce, self.qop.map(quality), a2)
    }
}
