use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use base64ct::{Base64, Encoding as _};
use zeroize::{ZeroizeOnDrop, Zeroizing};

use super::algorithm::{HashHex, HashValue};
use super::{DigestAlgorithm, DigestHash};
use crate::error::{Error, ErrorKind};
use crate::secret::{Secret, same};

/// HA1, the hash of user name, realm and password: what a console can keep in place of the
/// password. It is worth as much as the password to whoever reads it, for this realm.
///
/// Wiped when dropped, hidden from `Debug`.
#[derive(ZeroizeOnDrop)]
pub struct Ha1 {
    #[zeroize(skip)]
    hash: DigestHash,
    value: Zeroizing<HashValue>,
}

impl Ha1 {
    /// H(user `:` realm `:` password).
    #[must_use]
    pub fn new(hash: DigestHash, user: &str, realm: &[u8], password: &Secret) -> Self {
        let parts = [user.as_bytes(), realm, password.expose()];
        Self { hash, value: hash.of(&parts).into() }
    }

    /// From bytes that were stored; `None` unless they are as many as the hash has.
    #[must_use]
    pub fn from_bytes(hash: DigestHash, bytes: &[u8]) -> Option<Self> {
        (bytes.len() == hash.length()).then(|| Self { hash, value: HashValue::new(bytes).into() })
    }

    /// The hash function it was made with; it answers no other (W-511).
    #[must_use]
    pub const fn hash(&self) -> DigestHash {
        self.hash
    }

    /// The bytes to store.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        self.value.as_bytes()
    }

    /// H(A1): HA1 itself, or hashed with the nonces of the first answer (RFC 7616, 3.4.2).
    pub(super) fn key(&self, session: bool, nonce: &[u8], cnonce: &[u8]) -> Zeroizing<HashHex> {
        let key = Zeroizing::new(HashHex::new(self.expose()));
        match session {
            true => self.hash.hex(&[key.as_bytes(), nonce, cnonce]).into(),
            false => key,
        }
    }

    fn duplicate(&self) -> Self {
        Self { hash: self.hash, value: HashValue::new(self.expose()).into() }
    }
}

impl PartialEq for Ha1 {
    fn eq(&self, other: &Self) -> bool {
        self.hash == other.hash && same(self.expose(), other.expose())
    }
}

impl Eq for Ha1 {}

impl fmt::Debug for Ha1 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ha1({:?}, ..)", self.hash)
    }
}

/// A user name with its password, or with a stored [`Ha1`].
///
/// ```
/// use amt_provisioning::{Credentials, DigestHash, Ha1, Secret};
/// let realm = b"Digest:7E0B0C71B3C5D7B0B0F6F5AE1B6C5D4E";
/// let typed = Credentials::new("admin", Secret::from("P@ssw0rd"));
/// let kept = typed.ha1(DigestHash::Md5, realm)?.expose().to_vec(); // into the database
/// let ha1 = Ha1::from_bytes(DigestHash::Md5, &kept).unwrap();
/// let stored = Credentials::stored("admin", realm, ha1);
/// assert!(stored.ha1(DigestHash::Md5, realm).is_ok());
/// assert!(stored.ha1(DigestHash::Md5, b"another realm").is_err());
/// # Ok::<(), amt_provisioning::Error>(())
/// ```
#[derive(ZeroizeOnDrop)]
pub struct Credentials {
    #[zeroize(skip)]
    user: String,
    secret: Kind,
}

#[derive(PartialEq, ZeroizeOnDrop)]
enum Kind {
    Password(Secret),
    Stored {
        #[zeroize(skip)]
        realm: Vec<u8>,
        ha1: Ha1,
    },
}

impl Credentials {
    /// A user name, taken as UTF-8 (W-525), and its password.
    #[must_use]
    pub fn new(user: impl Into<String>, password: Secret) -> Self {
        Self { user: user.into(), secret: Kind::Password(password) }
    }

    /// A user name and the hash that was made for one realm.
    #[must_use]
    pub fn stored(user: impl Into<String>, realm: &[u8], ha1: Ha1) -> Self {
        Self { user: user.into(), secret: Kind::Stored { realm: realm.to_owned(), ha1 } }
    }

    /// `admin` with the password `admin`, which a device has until it is changed.
    #[must_use]
    pub fn factory() -> Self {
        Self::new("admin", Secret::from("admin"))
    }

    /// Another one with the same secret, which is wiped by itself: by name, as secrets are not `Clone`.
    #[must_use]
    pub fn duplicate(&self) -> Self {
        let secret = match &self.secret {
            Kind::Password(password) => Kind::Password(Secret::from(password.expose().to_owned())),
            Kind::Stored { realm, ha1 } => {
                Kind::Stored { realm: realm.clone(), ha1: ha1.duplicate() }
            }
        };
        Self { user: self.user.clone(), secret }
    }

    /// The user name.
    #[must_use]
    pub fn user(&self) -> &str {
        &self.user
    }

    /// HA1 for a realm. It is made anew for each challenge, so none outlives its realm (W-524).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::StoredHash`] if only a hash is at hand and it was made for another realm or
    /// hash function.
    pub fn ha1(&self, hash: DigestHash, realm: &[u8]) -> Result<Ha1, Error> {
        match &self.secret {
            Kind::Password(password) => Ok(Ha1::new(hash, &self.user, realm, password)),
            Kind::Stored { realm: made_for, ha1 } if made_for == realm && ha1.hash == hash => {
                Ok(ha1.duplicate())
            }
            Kind::Stored { .. } => Err(Error::new(ErrorKind::StoredHash)),
        }
    }

    /// The hash function of a stored hash, which answers no other (W-511); `None` for a password.
    #[must_use]
    pub fn stored_hash(&self) -> Option<DigestHash> {
        match &self.secret {
            Kind::Password(_) => None,
            Kind::Stored { ha1, .. } => Some(ha1.hash),
        }
    }

    /// Would both give the same answer, as far as both have one?
    pub(super) fn answers_as(&self, other: &Self) -> bool {
        match (&self.secret, &other.secret) {
            (Kind::Password(_), Kind::Stored { realm, ha1 }) => {
                self.user == other.user && self.ha1(ha1.hash, realm).is_ok_and(|ours| ours == *ha1)
            }
            (Kind::Stored { .. }, Kind::Password(_)) => other.answers_as(self),
            _ => self == other,
        }
    }

    /// H(A1) for an answer.
    pub(super) fn key(
        &self,
        algorithm: DigestAlgorithm,
        realm: &[u8],
        nonce: &[u8],
        cnonce: &[u8],
    ) -> Result<Zeroizing<HashHex>, Error> {
        Ok(self.ha1(algorithm.hash, realm)?.key(algorithm.session, nonce, cnonce))
    }
}

impl PartialEq for Credentials {
    /// The same user with the same password or hash; secrets are compared in constant time.
    fn eq(&self, other: &Self) -> bool {
        self.user == other.user && self.secret == other.secret
    }
}

impl Eq for Credentials {}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.secret {
            Kind::Password(_) => "password",
            Kind::Stored { .. } => "stored hash",
        };
        write!(f, "Credentials({:?}, {kind})", self.user)
    }
}

/// The password hash that host-based setup wants: lower-case hex digits, always of user `admin`.
///
/// A type of its own, so that it cannot be sent where [`AclPassword`] is wanted. Wiped when dropped.
///
/// ```
/// use amt_provisioning::{AclPassword, Secret, SetupPassword};
/// let (realm, password) = (b"Digest:7E0B0C71B3C5D7B0B0F6F5AE1B6C5D4E", Secret::from("P@ssw0rd"));
/// let hex = SetupPassword::new(realm, &password);
/// assert_eq!(hex.expose(), "00f5db0b01188d356ee0c13585429f77");
/// let base64 = AclPassword::new("admin", realm, &password);
/// assert_eq!(base64.expose(), "APXbCwEYjTVu4ME1hUKfdw==");
/// ```
#[derive(ZeroizeOnDrop)]
pub struct SetupPassword(Zeroizing<String>);

impl SetupPassword {
    /// For the realm just read from this device.
    #[must_use]
    pub fn new(realm: &[u8], password: &Secret) -> Self {
        let ha1 = Ha1::new(DigestHash::Md5, "admin", realm, password);
        let hex = Zeroizing::new(HashHex::new(ha1.expose()));
        let mut text = Zeroizing::new(String::with_capacity(hex.as_bytes().len())); // never grows
        text.extend(hex.as_bytes().iter().copied().map(char::from));
        Self(text)
    }

    /// The value of `NetworkAdminPassword`.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SetupPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SetupPassword(..)")
    }
}

/// The password hash that the calls for users want: Base64 of the 16 bytes, not of their hex digits.
/// Wiped when dropped.
#[derive(ZeroizeOnDrop)]
pub struct AclPassword(Zeroizing<String>);

impl AclPassword {
    /// For the realm just read from this device.
    #[must_use]
    pub fn new(user: &str, realm: &[u8], password: &Secret) -> Self {
        let ha1 = Ha1::new(DigestHash::Md5, user, realm, password);
        Self(Zeroizing::new(Base64::encode_string(ha1.expose())))
    }

    /// The value of `DigestPassword`.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for AclPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AclPassword(..)")
    }
}
