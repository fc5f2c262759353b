#![deny(clippy::arithmetic_side_effects)]

use core::iter::FusedIterator;

use super::grammar::{Element, Params, Reader};
use super::{DigestAlgorithm, HeaderValue, QopSet};
use crate::error::Error;
use crate::finding::{Finding, FindingSet};

/// One challenge of a 401 answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Challenge<'a> {
    /// Of scheme `Digest`.
    Digest(DigestChallenge<'a>),
    /// Of another scheme, which is never answered (W-507).
    Other {
        /// Its name, as sent.
        scheme: &'a [u8],
    },
}

/// A challenge of scheme `Digest` that can be answered, borrowed from its header field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DigestChallenge<'a> {
    /// The realm; empty is legal.
    pub realm: HeaderValue<'a>,
    /// The nonce, never empty.
    pub nonce: HeaderValue<'a>,
    /// To be sent back as it is.
    pub opaque: Option<HeaderValue<'a>>,
    /// The algorithm; `None` if none is named, which means MD5.
    pub algorithm: Option<DigestAlgorithm>,
    /// The known qualities of protection, never empty; `None` if there is no `qop` parameter, which
    /// asks for the form of RFC 2069.
    pub qop: Option<QopSet>,
    /// The nonce of the last answer was refused, not its credentials (W-506).
    pub stale: bool,
    /// The server takes the hash of the user name in place of the name.
    pub userhash: bool,
    /// The server says that user name and password are UTF-8, which is sent anyway (W-525).
    pub utf8: bool,
    /// The targets that the challenge speaks for, separated by blanks.
    pub domain: Option<HeaderValue<'a>>,
    pub(super) comma_missing: bool,
}

impl<'a> DigestChallenge<'a> {
    const NAMES: &'static [&'static str; 9] =
        &["realm", "nonce", "qop", "stale", "algorithm", "opaque", "charset", "userhash", "domain"];

    fn new(words: Words<'a>, reader: &Reader<'a>) -> Result<Self, Error> {
        let Words { scheme, params, comma_missing } = words;
        let [realm, nonce, qop, stale, algorithm, opaque, charset, userhash, domain] =
            params.unique(reader)?;
        let realm = realm.ok_or(reader.error_at("expected a realm", scheme))?;
        let nonce = nonce.ok_or(reader.error_at("expected a nonce", scheme))?;
        if nonce.raw().is_empty() {
            return Err(reader.error_at("an empty nonce", nonce.raw()));
        }
        // They would have to be sent back (W-521).
        for value in [Some(realm), Some(nonce), opaque].into_iter().flatten() {
            value.without_controls(reader)?;
        }
        let algorithm =
            reader.known(algorithm, "an unknown algorithm", DigestAlgorithm::from_value)?;
        let qop = reader.known(qop, "no known qop", |qop| {
            Some(QopSet::from_value(qop)).filter(|known| !known.is_empty())
        })?;
        if qop.is_none() && algorithm.is_some_and(|algorithm| algorithm.session) {
            return Err(reader.error_at("a session algorithm without qop", scheme));
        }
        let says = |value: Option<HeaderValue<'_>>, word| value.is_some_and(|v| v.is_name(word));
        Ok(Self {
            realm,
            nonce,
            opaque,
            algorithm,
            qop,
            stale: says(stale, "true"),
            userhash: says(userhash, "true"),
            utf8: says(charset, "UTF-8"),
            domain,
            comma_missing,
        })
    }

    /// The algorithm to answer with.
    #[must_use]
    pub fn algorithm(&self) -> DigestAlgorithm {
        self.algorithm.unwrap_or(DigestAlgorithm::MD5)
    }

    /// What is unusual about it, for a device: `REALM_UNEXPECTED`, `CHALLENGE_COMMA_MISSING`.
    #[must_use]
    pub fn findings(&self) -> FindingSet {
        let unexpected = !is_device_realm(self.realm.raw());
        let found = [
            (self.comma_missing, Finding::ChallengeCommaMissing),
            (unexpected, Finding::RealmUnexpected),
        ];
        found.into_iter().filter_map(|(is, finding)| is.then_some(finding)).collect()
    }
}

/// `Digest:` and 32 hex digits (W-502).
pub(crate) fn is_device_realm(realm: &[u8]) -> bool {
    realm
        .strip_prefix(b"Digest:")
        .is_some_and(|hex| hex.len() == 32 && hex.iter().all(u8::is_ascii_hexdigit))
}

/// Reads all challenges of a 401 answer: several in one `WWW-Authenticate` field, or several
/// fields, in their order (W-501). Allocates nothing.
///
/// The grammar is that of RFC 9110, 11.6.1. What devices send beyond it is taken too: quoted
/// `stale` and other values, and blanks alone between two parameters (W-502, W-508). Unknown
/// parameters are passed over. A challenge that cannot be answered is an error item, and the ones
/// behind it are still read: a known parameter that occurs twice (D-W1), no realm, no nonce or an
/// empty one, an unknown algorithm, no known qop, a session algorithm without qop, a tabulator in what
/// would go back (W-504, W-509, W-521).
/// Behind an error of grammar nobody knows where the next challenge begins, so reading goes on with
/// the next field. Each error tells the field, counted from 0, and the byte in it.
///
/// ```
/// use amt_provisioning::{Challenge, Challenges};
/// // A device of release 16.1.
/// let field: &[u8] = b"Digest realm=\"Digest:7E0B0C71B3C5D7B0B0F6F5AE1B6C5D4E\", \
///     nonce=\"+AFLMQAAAAAAAAAA5YFbYPVHjvs4WN7z\",stale=\"false\",qop=\"auth-int, auth\"";
/// let Some(Ok(Challenge::Digest(digest))) = Challenges::new([field]).next() else { panic!() };
/// assert!(digest.nonce.is(b"+AFLMQAAAAAAAAAA5YFbYPVHjvs4WN7z") && !digest.stale);
///
/// let fields: [&[u8]; 2] = [b"Negotiate, Basic realm=\"x\"", b"Digest realm=\"x\", nonce="];
/// let mut challenges = Challenges::new(fields);
/// assert_eq!(challenges.next(), Some(Ok(Challenge::Other { scheme: b"Negotiate" })));
/// assert_eq!(challenges.next(), Some(Ok(Challenge::Other { scheme: b"Basic" })));
/// let error = challenges.next().unwrap().unwrap_err();
/// assert_eq!((error.item(), error.offset()), (Some(1), Some(24)));
/// ```
#[derive(Clone, Debug)]
pub struct Challenges<'a, I> {
    fields: I,
    /// The number of the field that is read, and of the one behind it.
    field: usize,
    following: usize,
    reader: Reader<'a>,
    /// The name of the challenge to read next, if it was read already.
    scheme: Option<&'a [u8]>,
}

impl<'a, I: Iterator<Item = &'a [u8]>> Challenges<'a, I> {
    /// From the values of the `WWW-Authenticate` fields, in their order.
    pub fn new(fields: impl IntoIterator<IntoIter = I>) -> Self {
        let fields = fields.into_iter();
        Self { fields, field: 0, following: 0, reader: Reader::empty(), scheme: None }
    }

    /// The words of the next challenge of the field, if there is one.
    fn words(&mut self) -> Result<Option<Words<'a>>, Error> {
        let scheme = match self.scheme.take() {
            Some(scheme) => scheme,
            None => match self.reader.element()? {
                None => return Ok(None),
                Some((_, Element::Scheme { name })) => name,
                Some((_, Element::Param { name, .. })) => {
                    return Err(self.reader.error_at("expected a scheme", name));
                }
            },
        };
        let params = Params::new(DigestChallenge::NAMES);
        let mut words = Words { scheme, params, comma_missing: false };
        if !self.reader.skip_spaces() {
            return match self.reader.is_at_border() {
                true => Ok(Some(words)),
                false => Err(self.reader.error("expected a blank behind the scheme")),
            };
        }
        if self.reader.skip_token68() {
            return Ok(Some(words));
        }
        let mut first = true;
        while let Some((gap, element)) = self.reader.element()? {
            // Behind the scheme and its spaces comes the first one at once.
            let separated = gap.comma || gap.blank != first;
            match element {
                Element::Param { name, value } if separated => {
                    words.comma_missing |= !first && !gap.comma;
                    words.params.put(name, value);
                }
                Element::Scheme { name } if gap.comma => {
                    self.scheme = Some(name);
                    break;
                }
                Element::Param { name, .. } => {
                    return Err(self.reader.error_at("expected a comma", name));
                }
                Element::Scheme { .. } => {
                    return Err(self.reader.error("expected an equals sign"));
                }
            }
            first = false;
        }
        Ok(Some(words))
    }
}

/// A challenge that is right in grammar.
struct Words<'a> {
    scheme: &'a [u8],
    /// Those that have a meaning for Digest.
    params: Params<'a, 9>,
    /// Two parameters are separated by blanks alone (W-508).
    comma_missing: bool,
}

impl<'a, I: Iterator<Item = &'a [u8]>> Iterator for Challenges<'a, I> {
    type Item = Result<Challenge<'a>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.words() {
                Ok(Some(words)) if words.scheme.eq_ignore_ascii_case(b"Digest") => {
                    let digest = DigestChallenge::new(words, &self.reader).map(Challenge::Digest);
                    return Some(digest.map_err(|error| error.in_item(self.field)));
                }
                Ok(Some(Words { scheme, .. })) => return Some(Ok(Challenge::Other { scheme })),
                Ok(None) => {}
                Err(error) => {
                    self.reader = Reader::empty();
                    return Some(Err(error.in_item(self.field)));
                }
            }
            let line = self.fields.next()?;
            (self.field, self.following) = (self.following, self.following.saturating_add(1));
            match Reader::new("WWW-Authenticate", line) {
                Ok(reader) => self.reader = reader,
                Err(error) => return Some(Err(error.in_item(self.field))),
            }
        }
    }
}

impl<'a, I: Iterator<Item = &'a [u8]> + FusedIterator> FusedIterator for Challenges<'a, I> {}
