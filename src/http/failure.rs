use alloc::boxed::Box;

use super::HttpResponse;
use crate::digest::{Refusal, TrialEvent};
use crate::error::Error;

/// Why a call has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum HttpFailure {
    /// The account was refused: another one, on a new connection, may be tried.
    Refused {
        /// The last 401.
        response: Box<HttpResponse>,
    },
    /// The 401 has no challenge that can be answered: why (W-504, W-507, W-512).
    Challenge {
        /// What is wrong with its challenges; `item` counts the fields.
        error: Error,
        /// The 401.
        response: Box<HttpResponse>,
    },
    /// The connection ended, or could not be opened. If the request was sent, the device may have
    /// acted on it (W-109).
    Dropped {
        /// The request was handed out for sending.
        sent: bool,
        /// So many bytes of the answer had come.
        received: usize,
    },
    /// The answer cannot be read.
    Damaged(Error),
}

impl HttpFailure {
    /// What it says about the account, for [`CredentialTrial::handle`](crate::CredentialTrial).
    /// `None` if it says nothing: then a trial cannot go on either.
    #[must_use]
    pub const fn trial_event(&self) -> Option<TrialEvent> {
        match self {
            Self::Refused { .. } => Some(TrialEvent::Refused(Refusal::WrongCredentials)),
            Self::Dropped { .. } => Some(TrialEvent::Dropped),
            Self::Challenge { .. } | Self::Damaged(_) => None,
        }
    }
}
