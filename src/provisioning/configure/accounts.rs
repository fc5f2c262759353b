//! Which account a device takes (F-CRED), and the change to the new password (D-W7).

use super::super::message::{Event, Output};
use super::super::operation::{Account, CallFailure, Operation};
use super::super::outbox::Outbox;
use super::super::outcome::{Milestone, Seen};
use super::super::plan::Step;
use super::super::settings::{SecretRef, ServicePoint};
use super::super::timer::Timer;
use super::{Configure, Next, Then};
use crate::digest::{FactoryAccounts, Refusal, TrialEvent, TrialStep, Turns};
use crate::finding::Finding;
use crate::time::Now;

use alloc::vec::Vec;

/// The accounts of a session, and whose turn it is.
#[derive(Debug)]
pub(in super::super) struct Accounts {
    candidates: Vec<Account>,
    pub(in super::super) turns: Turns,
    /// The new password's account, and whether it is in use.
    pub(in super::super) admin: Option<SecretRef>,
    /// The old account is asked, since the new one was refused.
    pub(in super::super) doubted: bool,
}

impl Accounts {
    pub(super) fn new(service: &ServicePoint) -> Self {
        let mut candidates: Vec<Account> = Vec::new();
        let empty =
            (service.factory == FactoryAccounts::AdminOrEmpty).then_some(Account::FactoryEmpty);
        let stored = service.accounts.iter().map(|account| Account::Stored(*account));
        for account in stored.chain([Account::Factory]).chain(empty) {
            if !candidates.contains(&account) {
                candidates.push(account);
            }
        }
        Self { candidates, turns: Turns::default(), admin: None, doubted: false }
    }

    /// The account to use.
    pub(super) fn current(&self) -> Account {
        match self.admin {
            Some(admin) if !self.doubted => Account::Stored(admin),
            _ => self.candidates.get(self.turns.current).copied().unwrap_or(Account::Factory),
        }
    }
}

impl Configure {
    /// An answer came: the account is right.
    pub(super) fn accepted(&mut self, out: &mut Outbox<Output>) {
        if self.milestone < Milestone::Authenticated {
            let accounts = self.accounts.candidates.len();
            let _ = self.accounts.turns.handle(TrialEvent::Accepted, accounts);
            self.milestone = Milestone::Authenticated;
            out.push(Output::Event(Event::Authenticated(self.accounts.current())));
        }
    }

    /// The device may have the new password: from here on it is the account.
    pub(super) fn change_account(&mut self) {
        self.accounts.admin = self.known.admin;
        self.reconnect();
    }

    /// An account was refused, or does not fit.
    pub(super) fn refused(
        &mut self,
        event: TrialEvent,
        failure: CallFailure,
        operation: &Operation,
        now: Now,
        out: &mut Outbox<Output>,
    ) -> Next {
        if self.milestone < Milestone::Authenticated {
            return self.trial(event, failure, now, out);
        }
        self.reconnect();
        if self.step() == Some(Step::CheckAdminPassword) && !self.accounts.doubted {
            self.accounts.doubted = true;
            return self.send_again(now, out);
        }
        if self.tries == 0 && operation.is_repeatable() {
            self.tries = 1;
            return self.send_again(now, out);
        }
        Err(self.cause(Finding::CredentialsExhausted, Seen::Answer(failure)))
    }

    /// The trial of accounts: the same message with the next one, on another connection.
    pub(super) fn trial(
        &mut self,
        event: TrialEvent,
        failure: CallFailure,
        now: Now,
        out: &mut Outbox<Output>,
    ) -> Next {
        let accounts = self.accounts.candidates.len();
        let seen = Seen::Answer(failure);
        self.reconnect();
        match self.accounts.turns.handle(event, accounts) {
            TrialStep::AnswerAgain => self.send_again(now, out),
            TrialStep::Connect { after } if after.is_zero() => self.send_again(now, out),
            TrialStep::Connect { .. } => {
                self.pause(Timer::BetweenAccounts, Then::SendAgain, out);
                Ok(())
            }
            TrialStep::Found => Ok(()),
            TrialStep::Ended(finding) => Err(self.cause(finding, seen)),
        }
    }
}

/// What the trial makes of a failure, if it is the account's.
pub(super) const fn trial_event(failure: CallFailure) -> Option<TrialEvent> {
    match failure {
        CallFailure::Refused(Refusal::StaleNonce) => Some(TrialEvent::Refused(Refusal::StaleNonce)),
        CallFailure::Refused(refusal) => Some(TrialEvent::Refused(refusal)),
        CallFailure::Unfit => Some(TrialEvent::Unfit),
        _ => None,
    }
}
