use core::fmt;

use crate::digest::Credentials;
use crate::secret::{Cnonce, Counted};

/// What happened, told to [`HttpExchange::handle`](super::HttpExchange::handle).
pub enum HttpInput<'a> {
    /// A connection is open, TLS included, and nothing was sent on it.
    Connected,
    /// Bytes came, in any portions.
    Received(&'a [u8]),
    /// The connection ended, or could not be opened.
    Closed,
    /// The account to answer with, and a client nonce of fresh random bytes.
    Credentials {
        /// The account.
        account: &'a Credentials,
        /// The client nonce.
        cnonce: Cnonce,
    },
}

impl fmt::Debug for HttpInput<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Connected => f.write_str("Connected"),
            Self::Received(bytes) => f.debug_tuple("Received").field(&Counted(bytes)).finish(),
            Self::Closed => f.write_str("Closed"),
            Self::Credentials { account, .. } => {
                f.debug_struct("Credentials").field("account", account).finish_non_exhaustive()
            }
        }
    }
}
