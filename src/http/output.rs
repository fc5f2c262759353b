use core::fmt;

use super::{HttpAnswer, HttpFailure};
use crate::digest::Refusal;
use crate::secret::Counted;

/// What to do next, told by [`HttpExchange::poll`](super::HttpExchange::poll).
#[must_use]
pub enum HttpOutput<'a> {
    /// No call is under way.
    Idle,
    /// Close the connection if there is one, open another, and say
    /// [`Connected`](super::HttpInput::Connected).
    Connect,
    /// Send these bytes, all of them. Asked again, the exchange says [`Receive`](Self::Receive);
    /// [`HttpExchange::request`](super::HttpExchange::request) has them until the answer is whole.
    Send(&'a [u8]),
    /// Wait for bytes, and for the end of the connection.
    Receive,
    /// Give the account to answer the challenge with: [`Credentials`](super::HttpInput::Credentials).
    Answer {
        /// Why the account is asked for once more; it must be the same one. `None` at first.
        again: Option<Refusal>,
    },
    /// The call has ended.
    Finished(Result<HttpAnswer, HttpFailure>),
}

/// Requests are only counted: they hold credentials, and passwords in their bodies.
impl fmt::Debug for HttpOutput<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Idle => f.write_str("Idle"),
            Self::Connect => f.write_str("Connect"),
            Self::Send(bytes) => f.debug_tuple("Send").field(&Counted(bytes)).finish(),
            Self::Receive => f.write_str("Receive"),
            Self::Answer { again } => f.debug_struct("Answer").field("again", again).finish(),
            Self::Finished(result) => f.debug_tuple("Finished").field(result).finish(),
        }
    }
}
