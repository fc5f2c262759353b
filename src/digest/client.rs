use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use zeroize::{ZeroizeOnDrop, Zeroizing};

use super::algorithm::HashHex;
use super::response::{Quality, a2, response};
use super::writer::{Writer, without_controls};
use super::{
    AuthenticationInfo, Credentials, DigestAlgorithm, DigestChallenge, DigestChoice, DigestRequest,
    HeaderValue, NonceCount, Qop,
};
use crate::error::{Error, ErrorKind};
use crate::finding::Finding;
use crate::secret::{Cnonce, same};

/// Answers challenges with one account: keeps the nonce and its count, and the key that was made of
/// the credentials; not the password.
///
/// ```
/// use amt_provisioning::{
///     Cnonce, Credentials, DigestClient, DigestPolicy, DigestRequest, Refusal, Secret,
/// };
/// let field: &[u8] = b"Digest realm=\"Digest:7E0B0C71B3C5D7B0B0F6F5AE1B6C5D4E\", \
///     nonce=\"+AFLMQAAAAAAAAAA5YFbYPVHjvs4WN7z\",stale=\"false\",qop=\"auth\"";
/// let account = Credentials::new("admin", Secret::from("P@ssw0rd"));
/// # let random = || [0xa5; 16];
/// let choice = DigestPolicy::TLS.choose([field])?;
/// let mut client = DigestClient::new(&choice, &account, Cnonce::new(&random())?)?;
///
/// let request = DigestRequest { method: "POST", uri: "/wsman", body: b"<Envelope/>" };
/// let value = client.authorize(&request)?; // of the Authorization field
/// assert!(value.starts_with(b"Digest username=\"admin\", realm=\"Digest:7E0B"));
/// assert!(value.windows(25).any(|part| part == b"qop=auth, nc=00000001, cno"[..25].as_ref()));
///
/// // The answer is another 401: is it the nonce or the password?
/// assert_eq!(client.refusal(&choice.challenge), Refusal::WrongCredentials);
/// # Ok::<(), amt_provisioning::Error>(())
/// ```
pub struct DigestClient {
    texts: Texts,
    userhash: bool,
    /// As sent, backslashes included: it goes back the same way.
    opaque: Option<Vec<u8>>,
    algorithm: DigestAlgorithm,
    /// Whether the challenge named the algorithm; then the answer does.
    algorithm_named: bool,
    qop: Option<Qop>,
    cnonce: Cnonce,
    /// H(A1).
    key: Zeroizing<HashHex>,
    /// The count of the last answer to this nonce.
    count: Option<NonceCount>,
    standing: Standing,
}

/// What became of the answers so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// Nobody knows yet.
    New,
    /// A refusal was excused, and there was no success since.
    Excused,
    /// The credentials were accepted.
    Accepted,
}

/// Why a request with credentials was answered with 401 (W-532).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// Only the nonce was refused: answer the new challenge with the same credentials.
    StaleNonce,
    /// The realm is another one, so the key was the wrong one: answer the new challenge.
    RealmChanged,
    /// User name or password is wrong, or the account is locked: devices do not tell (W-105).
    WrongCredentials,
}

/// Whether the server showed that it knows the password too (W-534).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[must_use]
pub enum ServerProof {
    /// It did.
    Valid,
    /// It did not try; few servers do.
    Absent,
    /// It tried and failed: `SERVER_PROOF_INVALID`. The answer may not be the server's.
    Invalid,
}

impl ServerProof {
    /// [`Finding::ServerProofInvalid`] if the proof is false.
    #[must_use]
    pub const fn finding(self) -> Option<Finding> {
        match self {
            Self::Invalid => Some(Finding::ServerProofInvalid),
            Self::Valid | Self::Absent => None,
        }
    }
}

impl DigestClient {
    /// Answers a challenge for the first time.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::StoredHash`] if the credentials are a hash of another realm or algorithm;
    /// [`ErrorKind::HeaderValue`] if the user name holds a control character.
    pub fn new(
        choice: &DigestChoice<'_>,
        credentials: &Credentials,
        cnonce: Cnonce,
    ) -> Result<Self, Error> {
        let DigestChoice { challenge, qop } = choice;
        let algorithm = challenge.algorithm();
        let user = credentials.user().as_bytes();
        without_controls("user name", user)?;
        let texts = match challenge.userhash {
            true => {
                let hash = algorithm.hash.hex(&[user, &challenge.realm.to_vec()]);
                Texts::new(hash.as_bytes(), challenge.realm, challenge.nonce)
            }
            false => Texts::new(user, challenge.realm, challenge.nonce),
        };
        let (_, realm, nonce) = texts.parts();
        let key = credentials.key(algorithm, realm, nonce, cnonce.as_bytes())?;
        Ok(Self {
            texts,
            userhash: challenge.userhash,
            opaque: challenge.opaque.map(|opaque| opaque.raw().to_vec()),
            algorithm,
            algorithm_named: challenge.algorithm.is_some(),
            qop: *qop,
            cnonce,
            key,
            count: None,
            standing: Standing::New,
        })
    }

    /// Answers a further challenge with the same credentials: after a [`refusal`](Self::refusal)
    /// that is not their fault. The nonce count begins anew, the key is made anew (W-522, W-524).
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new); then nothing has changed.
    pub fn renew(
        &mut self,
        choice: &DigestChoice<'_>,
        credentials: &Credentials,
        cnonce: Cnonce,
    ) -> Result<(), Error> {
        *self = Self::new(choice, credentials, cnonce)?;
        self.standing = Standing::Excused;
        Ok(())
    }

    /// The value of the `Authorization` field for the next request; counts it (W-521, W-522).
    ///
    /// Bytes, since realm, nonce and opaque go back as they came, whatever their encoding.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::HeaderValue`] if the method is no token or the target holds a control
    /// character, [`ErrorKind::NonceCount`] if the nonce was answered as often as 8 digits can
    /// say: send a request without credentials to get a new one.
    pub fn authorize(&mut self, request: &DigestRequest<'_>) -> Result<Vec<u8>, Error> {
        request.check()?;
        let count = self.following().ok_or(Error::new(ErrorKind::NonceCount))?;
        self.count = Some(count);

        let (hash, nc) = (self.algorithm.hash, count.digits());
        let quality = self.qop.map(|qop| self.quality(&nc, qop));
        let a2 = request.hash(hash, self.qop);
        let (user, realm, nonce) = self.texts.parts();
        let response = response(hash, &self.key, nonce, quality, &a2);

        let opaque = self.opaque.as_deref();
        // Names and punctuation take less than 160 bytes, response and client nonce 64 each.
        let capacity = 160 + 64 + 64 + self.texts.joined.len() + request.uri.len();
        let capacity = capacity + opaque.map_or(0, <[u8]>::len);
        let mut field = Writer::new(capacity);
        field.text("Digest username=\"").escaped(user);
        field.text("\", realm=\"").escaped(realm);
        field.text("\", nonce=\"").escaped(nonce);
        field.text("\", uri=\"").escaped(request.uri.as_bytes());
        field.text("\", response=\"").text(response.as_bytes()).text("\"");
        if self.algorithm_named {
            field.text(", algorithm=").text(self.algorithm.name());
        }
        if let Some(opaque) = opaque {
            field.text(", opaque=\"").text(opaque).text("\"");
        }
        if let Some(Quality { nc, cnonce, qop }) = quality {
            field.text(", qop=").text(qop).text(", nc=").text(nc);
            field.text(", cnonce=\"").escaped(cnonce).text("\"");
        }
        if self.userhash {
            field.text(", userhash=true");
        }
        Ok(field.finish())
    }

    /// What a 401 answer to the last request says about the credentials; `challenge` is the one
    /// that would be answered now (W-532).
    ///
    /// Devices do not say `stale` when they replace a nonce (D-W3), so a new nonce counts as that
    /// if the credentials were [`accepted`](Self::accepted) before. A second refusal in a row is
    /// never excused.
    #[must_use]
    pub fn refusal(&self, challenge: &DigestChallenge<'_>) -> Refusal {
        let replaced = self.standing == Standing::Accepted && !challenge.nonce.is(self.nonce());
        if self.standing == Standing::Excused {
            Refusal::WrongCredentials
        } else if !challenge.realm.is(self.realm()) {
            Refusal::RealmChanged
        } else if challenge.stale || replaced {
            Refusal::StaleNonce
        } else {
            Refusal::WrongCredentials
        }
    }

    /// To be called when a request was answered with anything but 401: the credentials are right.
    pub const fn accepted(&mut self) {
        self.standing = Standing::Accepted;
    }

    /// Checks and heeds the `Authentication-Info` field of the answer to the last request: the
    /// proof of the server, and the nonce to use from now on, unless the proof is false (W-534).
    ///
    /// `uri` is that of the request, `body` the body of the answer.
    pub fn heed(&mut self, info: &AuthenticationInfo<'_>, uri: &str, body: &[u8]) -> ServerProof {
        let proof = self.proof(info, uri, body);
        if let Some(nonce) = info.nextnonce.filter(|nonce| !nonce.raw().is_empty()) {
            if proof != ServerProof::Invalid && !nonce.is(self.nonce()) {
                self.texts.set_nonce(nonce);
                self.count = None;
            }
        }
        proof
    }

    fn proof(&self, info: &AuthenticationInfo<'_>, uri: &str, body: &[u8]) -> ServerProof {
        let Some(given) = info.rspauth else { return ServerProof::Absent };
        let nc = self.count.unwrap_or(NonceCount::FIRST).digits();
        let (hash, qop) = (self.algorithm.hash, info.qop.or(self.qop));
        let quality = self.qop.and(qop).map(|qop| self.quality(&nc, qop));
        let a2 = a2(hash, b"", uri.as_bytes(), qop, body);
        let expected = response(hash, &self.key, self.nonce(), quality, &a2);
        let ours = info.cnonce.is_none_or(|cnonce| cnonce.is(self.cnonce.as_bytes()))
            && info.count.is_none_or(|count| Some(count) == self.count);
        match ours && same(expected.as_bytes(), given.raw()) {
            true => ServerProof::Valid,
            false => ServerProof::Invalid,
        }
    }

    fn quality<'a>(&'a self, nc: &'a [u8], qop: Qop) -> Quality<'a> {
        Quality { nc, cnonce: self.cnonce.as_bytes(), qop: qop.name().as_bytes() }
    }

    /// The realm of the challenge.
    #[must_use]
    pub fn realm(&self) -> &[u8] {
        self.texts.parts().1
    }

    /// The nonce that will be answered next.
    #[must_use]
    pub fn nonce(&self) -> &[u8] {
        self.texts.parts().2
    }

    /// The count of the next answer; `None` if the nonce is used up.
    #[must_use]
    pub const fn following(&self) -> Option<NonceCount> {
        match self.count {
            Some(count) => count.next(),
            None => Some(NonceCount::FIRST),
        }
    }

    /// Goes on as after an answer with this count: the count of a conversation begun elsewhere, or
    /// of an example to work again.
    pub const fn resume_after(&mut self, count: NonceCount) {
        self.count = Some(count);
    }
}

/// What is meant by user name, realm and nonce, in one allocation.
struct Texts {
    joined: Vec<u8>,
    /// Where each of the first two ends.
    user: usize,
    realm: usize,
}

impl Texts {
    fn new(name: &[u8], realm: HeaderValue<'_>, nonce: HeaderValue<'_>) -> Self {
        let lengths = [name, realm.raw(), nonce.raw()].map(<[u8]>::len);
        let mut joined = Vec::with_capacity(lengths.into_iter().fold(0, usize::saturating_add));
        joined.extend_from_slice(name);
        let user = joined.len();
        realm.append_to(&mut joined);
        let realm = joined.len();
        nonce.append_to(&mut joined);
        Self { joined, user, realm }
    }

    fn set_nonce(&mut self, nonce: HeaderValue<'_>) {
        self.joined.truncate(self.realm);
        nonce.append_to(&mut self.joined);
    }

    /// User name, realm and nonce.
    fn parts(&self) -> (&[u8], &[u8], &[u8]) {
        let part = |range: Range<usize>| self.joined.get(range).unwrap_or_default();
        (part(0..self.user), part(self.user..self.realm), part(self.realm..self.joined.len()))
    }
}

/// Its key is.
impl ZeroizeOnDrop for DigestClient {}

impl fmt::Debug for DigestClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DigestClient")
            .field("realm", &format_args!("\"{}\"", self.realm().escape_ascii()))
            .field("algorithm", &self.algorithm)
            .field("qop", &self.qop)
            .field("count", &self.count)
            .finish_non_exhaustive()
    }
}
