use alloc::vec::Vec;
use core::time::Duration;

use super::{Credentials, Refusal};
use crate::finding::Finding;
use crate::secret::Secret;

/// Which of a device's factory accounts are tried when all configured ones failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FactoryAccounts {
    /// `admin` with the password `admin`.
    Admin,
    /// That, and `admin` without a password: for a device in setup over TLS-PKI.
    AdminOrEmpty,
}

/// What became of a request with credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TrialEvent {
    /// It was answered as to an account that is right: with 2xx, or with a SOAP fault (W-305). Other
    /// answers, such as 503, say nothing about the account.
    Accepted,
    /// It was answered with 401; [`DigestClient::refusal`](super::DigestClient::refusal) says why.
    Refused(Refusal),
    /// The connection ended before an answer.
    Dropped,
    /// It was not sent: the account is a stored hash that does not fit the challenge
    /// ([`ErrorKind::StoredHash`](crate::ErrorKind::StoredHash)).
    Unfit,
}

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[must_use]
pub enum TrialStep {
    /// Answer the new challenge with the same account.
    AnswerAgain,
    /// Answer the challenge of a new connection with [`CredentialTrial::account`], which may be
    /// the same: devices keep a connection to the account that it began with (W-108).
    Connect {
        /// How long to wait before.
        after: Duration,
    },
    /// The account is right. Later answers of the same conversation may be handled as well.
    Found,
    /// No account is right, or none can be told to be: why, and what helps.
    Ended(Finding),
}

/// Tries accounts one after the other: the configured ones in their order, then the factory's.
///
/// Each account has one wrong answer and no more, since nobody knows when a device locks it
/// (W-533). A stale nonce or a changed realm is not the account's fault and is excused once, a lost
/// connection too. So a trial ends after at most three requests for each account.
///
/// ```
/// use amt_provisioning::{
///     CredentialTrial, Credentials, FactoryAccounts, Finding, Refusal, Secret, TrialEvent, TrialStep,
/// };
/// let configured = [Credentials::new("admin", Secret::from("P@ssw0rd"))];
/// let mut trial = CredentialTrial::new(configured, FactoryAccounts::Admin);
/// let refused = TrialEvent::Refused(Refusal::WrongCredentials);
/// assert_eq!(trial.handle(refused), TrialStep::Connect { after: CredentialTrial::PACE });
/// assert_eq!(trial.account().map(|(index, account)| (index, account.user())), Some((1, "admin")));
/// assert_eq!(trial.handle(refused), TrialStep::Ended(Finding::CredentialsExhausted));
/// println!("{}", Finding::CredentialsExhausted.remedy());
/// ```
#[derive(Debug)]
pub struct CredentialTrial {
    /// Each with its place among the given ones.
    accounts: Vec<(usize, Credentials)>,
    turns: Turns,
}

/// Whose turn it is: a trial without the accounts themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Turns {
    pub(crate) current: usize,
    /// The current account had its excuse, its second connection.
    pub(crate) excused: bool,
    pub(crate) dropped: bool,
    /// An account could not be tried.
    pub(crate) unfit: bool,
    pub(crate) ended: Option<Finding>,
}

impl CredentialTrial {
    /// The wait between two accounts: the lock-out of devices is not documented (W-533).
    pub const PACE: Duration = Duration::from_secs(20);

    /// A trial of each account once, be it given twice.
    #[must_use]
    pub fn new(
        configured: impl IntoIterator<Item = Credentials>,
        factory: FactoryAccounts,
    ) -> Self {
        let empty = (factory == FactoryAccounts::AdminOrEmpty)
            .then(|| Credentials::new("admin", Secret::from("")));
        let given = configured.into_iter().chain([Credentials::factory()]).chain(empty);
        let mut accounts: Vec<(usize, Credentials)> = Vec::new();
        for (index, account) in given.enumerate() {
            if accounts.iter().all(|(_, known)| !known.answers_as(&account)) {
                accounts.push((index, account));
            }
        }
        Self { accounts, turns: Turns::default() }
    }

    /// The same trial, over after `accounts` of them.
    #[must_use]
    pub fn limited_to(mut self, accounts: usize) -> Self {
        self.accounts.truncate(accounts);
        self
    }

    /// The account to answer with, and its place: among the configured ones, or behind them for the
    /// factory's. `None` when the trial has ended.
    #[must_use]
    pub fn account(&self) -> Option<(usize, &Credentials)> {
        let (index, account) = self.accounts.get(self.turns.current)?;
        self.turns.ended.is_none().then_some((*index, account))
    }

    /// Takes what became of a request with the current account. Once ended it stays so.
    pub fn handle(&mut self, event: TrialEvent) -> TrialStep {
        self.turns.handle(event, self.accounts.len())
    }
}

impl Turns {
    /// Takes what became of a request with the current of so many accounts.
    pub(crate) fn handle(&mut self, event: TrialEvent, accounts: usize) -> TrialStep {
        if let Some(finding) = self.ended {
            return TrialStep::Ended(finding);
        }
        match event {
            TrialEvent::Accepted => {
                (self.excused, self.dropped) = (false, false);
                TrialStep::Found
            }
            TrialEvent::Refused(Refusal::StaleNonce | Refusal::RealmChanged) if !self.excused => {
                self.excused = true;
                TrialStep::AnswerAgain
            }
            TrialEvent::Refused(_) => self.next(CredentialTrial::PACE, accounts),
            TrialEvent::Unfit => {
                self.unfit = true;
                self.next(Duration::ZERO, accounts)
            }
            TrialEvent::Dropped if !self.dropped => {
                self.dropped = true;
                TrialStep::Connect { after: CredentialTrial::PACE }
            }
            // Other accounts would fare no better, and this one may be right.
            TrialEvent::Dropped => self.end(Finding::CredentialTrialCut),
        }
    }

    fn next(&mut self, after: Duration, accounts: usize) -> TrialStep {
        self.current = self.current.saturating_add(1);
        (self.excused, self.dropped) = (false, false);
        if self.current < accounts {
            TrialStep::Connect { after }
        } else if self.unfit {
            self.end(Finding::StoredHashUnfit)
        } else {
            self.end(Finding::CredentialsExhausted)
        }
    }

    fn end(&mut self, finding: Finding) -> TrialStep {
        self.ended = Some(finding);
        TrialStep::Ended(finding)
    }
}
