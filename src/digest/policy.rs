use super::{Challenge, Challenges, DigestAlgorithm, DigestChallenge, DigestHash, Qop};
use crate::error::{Error, ErrorKind};

/// Which challenges are answered, and how.
///
/// ```
/// use amt_provisioning::{DigestAlgorithm, DigestPolicy, Qop};
/// let fields: [&[u8]; 2] = [
///     b"Digest realm=\"r\", nonce=\"a\", qop=\"auth\", algorithm=MD5",
///     b"Digest realm=\"r\", nonce=\"b\", qop=\"auth,auth-int\", algorithm=SHA-256",
/// ];
/// let choice = DigestPolicy::default().choose(fields)?;
/// assert!(choice.challenge.nonce.is(b"b") && choice.qop == Some(Qop::Auth));
/// let md5 = DigestPolicy { algorithms: &[DigestAlgorithm::MD5], ..DigestPolicy::TCP };
/// assert!(md5.choose(fields)?.challenge.nonce.is(b"a"));
/// # Ok::<(), amt_provisioning::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DigestPolicy<'p> {
    /// What may be used, the most wanted first.
    pub algorithms: &'p [DigestAlgorithm],
    /// What may be used, the most wanted first.
    pub qops: &'p [Qop],
    /// Whether challenges without `qop` are answered, in the form of RFC 2069.
    pub without_qop: bool,
}

impl DigestPolicy<'static> {
    /// The strongest algorithm; `auth` before `auth-int`: for devices over TLS, which protects the
    /// body already (W-510, W-512, D-W2).
    pub const TLS: Self = Self {
        algorithms: DigestAlgorithm::STRONGEST_FIRST,
        qops: &[Qop::Auth, Qop::AuthInt],
        without_qop: true,
    };
    /// The strongest algorithm; `auth-int` before `auth`: for devices over plain TCP.
    pub const TCP: Self = Self { qops: &[Qop::AuthInt, Qop::Auth], ..Self::TLS };
}

impl Default for DigestPolicy<'static> {
    fn default() -> Self {
        Self::TLS
    }
}

/// The challenge to answer, and the quality of protection to answer it with.
///
/// Made by [`DigestPolicy::choose`] only, so that both fit each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DigestChoice<'a> {
    /// The challenge.
    pub challenge: DigestChallenge<'a>,
    /// One that the challenge offers; `None` for the form of RFC 2069.
    pub qop: Option<Qop>,
}

impl DigestPolicy<'_> {
    /// The challenge whose algorithm is wanted most; of equal ones the first.
    ///
    /// `fields` are the values of the `WWW-Authenticate` fields of a 401 answer, in their order.
    ///
    /// # Errors
    ///
    /// Of the first challenge that is not of another scheme: what is wrong with it, or
    /// [`ErrorKind::DigestPolicy`] if this policy does not want it. [`ErrorKind::AuthScheme`] if
    /// there is none.
    pub fn choose<'a>(
        &self,
        fields: impl IntoIterator<Item = &'a [u8]>,
    ) -> Result<DigestChoice<'a>, Error> {
        self.choose_of(fields, |_| true)
    }

    /// The same among the challenges that an account with a hash of this kind can answer
    /// ([`Credentials::stored_hash`](super::Credentials::stored_hash)); `None` for a password, which
    /// answers all (W-511).
    ///
    /// # Errors
    ///
    /// As [`choose`](Self::choose); [`ErrorKind::DigestPolicy`] too if only other hashes are wanted.
    pub fn choose_for<'a>(
        &self,
        fields: impl IntoIterator<Item = &'a [u8]>,
        hash: Option<DigestHash>,
    ) -> Result<DigestChoice<'a>, Error> {
        self.choose_of(fields, |algorithm| hash.is_none_or(|hash| hash == algorithm.hash))
    }

    fn choose_of<'a>(
        &self,
        fields: impl IntoIterator<Item = &'a [u8]>,
        fits: impl Fn(DigestAlgorithm) -> bool,
    ) -> Result<DigestChoice<'a>, Error> {
        let mut best: Option<(usize, DigestChoice<'a>)> = None;
        let mut refused = None;
        for challenge in Challenges::new(fields) {
            let error = match challenge {
                Ok(Challenge::Other { .. }) => continue,
                Ok(Challenge::Digest(challenge)) => {
                    match self.rank(&challenge).filter(|_| fits(challenge.algorithm())) {
                        Some((rank, qop)) => {
                            if best.is_none_or(|(lowest, _)| rank < lowest) {
                                best = Some((rank, DigestChoice { challenge, qop }));
                            }
                            continue;
                        }
                        None => Error::new(ErrorKind::DigestPolicy),
                    }
                }
                Err(error) => error,
            };
            refused.get_or_insert(error);
        }
        let refused = refused.unwrap_or(Error::new(ErrorKind::AuthScheme));
        best.map(|(_, choice)| choice).ok_or(refused)
    }

    /// The place of a challenge's algorithm among the wanted ones, and the quality of protection to
    /// answer with; `None` if the challenge is not wanted.
    fn rank(&self, challenge: &DigestChallenge<'_>) -> Option<(usize, Option<Qop>)> {
        let algorithm = challenge.algorithm();
        let rank = self.algorithms.iter().position(|wanted| *wanted == algorithm)?;
        let qop = match challenge.qop {
            None => self.without_qop.then_some(None)?,
            Some(offered) => {
                Some(self.qops.iter().copied().find(|qop| offered.contains(qop.set()))?)
            }
        };
        Some((rank, qop))
    }
}
