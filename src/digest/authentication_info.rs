use super::grammar::{Params, Reader};
use super::{HeaderValue, NonceCount, Qop};
use crate::error::Error;

/// What a server tells after it accepted credentials: the `Authentication-Info` field (RFC 7616,
/// 3.5), borrowed.
///
/// ```
/// use amt_provisioning::AuthenticationInfo;
/// let info = AuthenticationInfo::parse(br#"rspauth="6629fae4", nextnonce="abc", nc=00000001"#)?;
/// assert!(info.nextnonce.is_some_and(|nonce| nonce.is(b"abc")));
/// # Ok::<(), amt_provisioning::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AuthenticationInfo<'a> {
    /// The nonce to use from now on.
    pub nextnonce: Option<HeaderValue<'a>>,
    /// The proof that the server knows the password.
    pub rspauth: Option<HeaderValue<'a>>,
    /// What the proof is computed over; `None` if not told, then as in the request.
    pub qop: Option<Qop>,
    /// The client's nonce, returned.
    pub cnonce: Option<HeaderValue<'a>>,
    /// The nonce count, returned.
    pub count: Option<NonceCount>,
}

impl<'a> AuthenticationInfo<'a> {
    const NAMES: &'static [&'static str; 5] = &["nextnonce", "rspauth", "qop", "cnonce", "nc"];

    /// Reads the value of the field.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Header`](crate::ErrorKind::Header) where it leaves the grammar, where a known
    /// parameter occurs twice, and where qop or nonce count have a value that is none.
    pub fn parse(field: &'a [u8]) -> Result<Self, Error> {
        let reader = Reader::new("Authentication-Info", field)?;
        let [nextnonce, rspauth, qop, cnonce, nc] = Params::new(Self::NAMES).read(reader)?;
        nextnonce.map_or(Ok(()), |nonce| nonce.without_controls(&reader))?; // it would be sent
        Ok(Self {
            nextnonce,
            rspauth,
            qop: reader.known(qop, "an unknown qop", Qop::from_value)?,
            cnonce,
            count: reader.known(nc, "no nonce count", |nc| NonceCount::from_digits(nc.bytes()))?,
        })
    }
}
