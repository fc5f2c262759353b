use super::HttpResponse;
use crate::digest::{ServerProof, TrialEvent};

/// The answer to a call. Its status may be any but 401.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct HttpAnswer {
    /// The request carried credentials, and the answer shows that they are right: 2xx, or a SOAP
    /// fault (W-305). Others, such as 503, say nothing about them; and a device may ask for none.
    pub authenticated: bool,
    /// The answer.
    pub response: HttpResponse,
    /// Whether the device showed that it knows the password (W-534).
    pub proof: ServerProof,
}

impl HttpAnswer {
    /// What it says about the account, for [`CredentialTrial::handle`](crate::CredentialTrial):
    /// [`TrialEvent::Accepted`], or nothing.
    #[must_use]
    pub fn trial_event(&self) -> Option<TrialEvent> {
        self.authenticated.then_some(TrialEvent::Accepted)
    }
}
