//! What the machine rests in.

use super::super::message::Purpose;

/// What is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Wait {
    Connection,
    Answer,
    /// Random bytes for a new password.
    Random,
    /// A password to be stored.
    Stored(Purpose),
    Directory,
    Certificate,
    /// Time; then the step is done again, or done.
    Pause(Then),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Then {
    Again,
    /// The same message is sent once more.
    SendAgain,
    Advance,
}

impl Wait {
    /// What is waited for, in the words of errors.
    pub(in super::super) const fn text(self) -> &'static str {
        match self {
            Self::Connection => "a connection",
            Self::Answer => "an answer",
            Self::Random => "random bytes",
            Self::Stored(_) => "the password to be stored",
            Self::Directory => "a directory account",
            Self::Certificate => "a device certificate",
            Self::Pause(_) => "time to pass",
        }
    }
}
