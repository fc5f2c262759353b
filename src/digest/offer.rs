use alloc::vec::Vec;

use super::writer::{Writer, without_controls};
use super::{Authorization, DigestAlgorithm, DigestRequest, Ha1, NonceCount, QopSet};
use crate::error::{Error, ErrorKind};
use crate::secret::same;

/// A challenge as a server makes it: the device's side, for tests without hardware.
///
/// ```
/// use amt_provisioning::{
///     Authorization, Cnonce, Credentials, DigestClient, DigestHash, DigestOffer, DigestPolicy,
///     DigestRequest, NonceCount, Secret, Verification,
/// };
/// let offer = DigestOffer::new(b"Digest:7E0B0C71B3C5D7B0B0F6F5AE1B6C5D4E", b"a fresh nonce");
/// let account = Credentials::new("admin", Secret::from("P@ssw0rd"));
/// let request = DigestRequest { method: "POST", uri: "/wsman", body: b"" };
///
/// // The client:
/// let field = offer.to_field()?;
/// let choice = DigestPolicy::default().choose([field.as_slice()])?;
/// let mut client = DigestClient::new(&choice, &account, Cnonce::new(&[0xa5; 16])?)?;
/// let field = client.authorize(&request)?;
///
/// // The server:
/// let answer = Authorization::parse(&field)?;
/// assert!(answer.is_user("admin"));
/// let ha1 = account.ha1(DigestHash::Md5, offer.realm)?;
/// let verified = offer.verify(&answer, &ha1, &request, None);
/// assert_eq!(verified, Verification::Accepted { count: Some(NonceCount::FIRST) });
/// # Ok::<(), amt_provisioning::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct DigestOffer<'a> {
    /// The realm.
    pub realm: &'a [u8],
    /// A nonce made of fresh random bytes.
    pub nonce: &'a [u8],
    /// To be sent back by the client.
    pub opaque: Option<&'a [u8]>,
    /// The algorithm; `None` names none, which means MD5.
    pub algorithm: Option<DigestAlgorithm>,
    /// The qualities of protection; none at all asks for the form of RFC 2069.
    pub qop: QopSet,
    /// The last answer was refused for its nonce only.
    pub stale: bool,
    /// The hash of the user name is taken.
    pub userhash: bool,
}

impl<'a> DigestOffer<'a> {
    /// An offer of MD5 and `auth`, as devices make it.
    #[must_use]
    pub const fn new(realm: &'a [u8], nonce: &'a [u8]) -> Self {
        let (opaque, algorithm, qop) = (None, None, QopSet::AUTH);
        Self { realm, nonce, opaque, algorithm, qop, stale: false, userhash: false }
    }

    fn check(&self) -> Result<(), Error> {
        without_controls("realm", self.realm)?;
        without_controls("nonce", self.nonce)?;
        without_controls("opaque", self.opaque.unwrap_or_default())
    }

    /// The value of the `WWW-Authenticate` field as RFC 7616 writes it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::HeaderValue`] if a value holds a control
    /// character.
    pub fn to_field(&self) -> Result<Vec<u8>, Error> {
        self.check()?;
        let mut field = Writer::new(256);
        field.text("Digest realm=\"").escaped(self.realm);
        field.text("\", nonce=\"").escaped(self.nonce).text("\"");
        let both = (self.qop.contains(QopSet::AUTH), self.qop.contains(QopSet::AUTH_INT));
        field.text(match both {
            (true, true) => ", qop=\"auth, auth-int\"",
            (true, false) => ", qop=\"auth\"",
            (false, true) => ", qop=\"auth-int\"",
            (false, false) => "",
        });
        if let Some(algorithm) = self.algorithm {
            field.text(", algorithm=").text(algorithm.name()).text(", charset=UTF-8");
        }
        if let Some(opaque) = self.opaque {
            field.text(", opaque=\"").escaped(opaque).text("\"");
        }
        if self.stale {
            field.text(", stale=true");
        }
        if self.userhash {
            field.text(", userhash=true");
        }
        Ok(field.finish())
    }

    /// The value of the `WWW-Authenticate` field as devices write it: realm, nonce, stale, qop, all
    /// quoted, with one blank only (W-502). Their qop is `auth`, `auth-int, auth` or, where `auth` is not
    /// allowed, `auth-int` (W-503, W-536).
    ///
    /// # Errors
    ///
    /// As [`to_field`](Self::to_field), and the same kind for what devices do not offer: algorithm,
    /// opaque, user hash, or no qop.
    pub fn to_device_field(&self) -> Result<Vec<u8>, Error> {
        self.check()?;
        let more = self.algorithm.is_some() || self.opaque.is_some() || self.userhash;
        if more || self.qop.is_empty() {
            let (name, problem) =
                ("offer", "devices offer qop, and no algorithm, opaque or user hash");
            return Err(Error::new(ErrorKind::HeaderValue { name, problem }));
        }
        let mut field = Writer::new(256);
        field.text("Digest realm=\"").escaped(self.realm);
        field.text("\", nonce=\"").escaped(self.nonce);
        field.text(if self.stale { "\",stale=\"true\"" } else { "\",stale=\"false\"" });
        field.text(match self.qop {
            QopSet::AUTH => ",qop=\"auth\"",
            QopSet::AUTH_INT => ",qop=\"auth-int\"",
            _ => ",qop=\"auth-int, auth\"",
        });
        Ok(field.finish())
    }

    /// Judges an answer to this offer, in a time that does not depend on where a wrong response
    /// differs.
    ///
    /// `ha1` is that of the user whom the answer names; `last` is the count of the last answer to
    /// this nonce that was accepted. An answer to a qop that was not offered, with another realm,
    /// algorithm, opaque or target than it should have, is refused.
    pub fn verify(
        &self,
        answer: &Authorization<'_>,
        ha1: &Ha1,
        request: &DigestRequest<'_>,
        last: Option<NonceCount>,
    ) -> Verification {
        let algorithm = self.algorithm.unwrap_or(DigestAlgorithm::MD5);
        let fits = answer.realm.is(self.realm)
            && answer.uri.is(request.uri.as_bytes())
            && answer.algorithm() == algorithm
            && ha1.hash() == algorithm.hash
            && answer.opaque.is_some() == self.opaque.is_some()
            && answer.opaque.is_none_or(|opaque| opaque.is(self.opaque.unwrap_or_default()))
            && answer.qop.map_or(self.qop.is_empty(), |qop| self.qop.contains(qop.set()));
        let a2 = request.hash(algorithm.hash, answer.qop);
        let expected = answer.proof(ha1, &a2);
        if !fits || !same(expected.as_bytes(), &answer.response.to_vec()) {
            return Verification::Refused;
        }
        let count = answer.count;
        let replayed = count.is_some_and(|count| last.is_some_and(|last| count <= last));
        match replayed || !answer.nonce.is(self.nonce) {
            true => Verification::Stale,
            false => Verification::Accepted { count },
        }
    }
}

/// What [`DigestOffer::verify`] finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[must_use]
pub enum Verification {
    /// The credentials are right and the nonce is the one offered.
    Accepted {
        /// To be passed as `last` with the next answer; `None` without qop, where answers can be
        /// replayed.
        count: Option<NonceCount>,
    },
    /// The credentials are right, but for another nonce, or this count was there already: make a
    /// new offer with `stale` set.
    Stale,
    /// The credentials are wrong.
    Refused,
}
