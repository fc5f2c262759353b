//! Accounts tried one after the other.

use core::mem::MaybeUninit;

use core_lib::{
    CredentialTrial, Credentials, FactoryAccounts, Finding, Refusal, TrialEvent, TrialStep,
};

use crate::bytes::input;
use crate::credentials::amtp_credentials;
use crate::finding::amtp_finding;
use crate::guard::guard;
use crate::handle::{self, Exclusive, mutable, put, put_new, read, shared, write};
use crate::sized::{by_value, put_sized};
use crate::status::{Abi, Failure, accepted, amtp_status};

/// Tries accounts one after the other: the configured ones in their order, then the factory's, each once, be
/// it given twice. Each has one wrong answer and no more, since nobody knows when a device locks it. Secrets
/// are wiped when the handle is freed.
///
/// Threads: telling it events needs exclusive use; everything else may be done by several threads at once.
///
/// Since: 0.1
pub struct amtp_trial(Exclusive<State>);

mutable!(amtp_trial, State);

/// What a trial handle holds.
pub(crate) struct State {
    trial: CredentialTrial,
    ended: Option<Finding>,
}

impl State {
    fn account(&self) -> Result<(usize, &Credentials), Failure> {
        self.trial.account().ok_or(Abi::Absent.into())
    }
}

/// Which factory accounts are tried when all configured ones failed; accepted as `int32_t`.
///
/// Since: 0.1
#[repr(i32)]
pub enum amtp_factory_accounts {
    /// `admin` with the password `admin`.
    Admin = 1,
    /// That, and `admin` without a password: for a device in setup over TLS-PKI.
    AdminOrEmpty = 2,
}

accepted! { amtp_factory_accounts => FactoryAccounts {
    Admin => FactoryAccounts::Admin,
    AdminOrEmpty => FactoryAccounts::AdminOrEmpty,
} }

/// What became of a request with credentials; accepted as `int32_t`. The first three are those of
/// `amtp_refusal`.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(i32)]
pub enum amtp_trial_event {
    /// Nothing that says something about the account.
    None = 0,
    /// It was answered with 401: only the nonce was refused.
    StaleNonce = 1,
    /// It was answered with 401: the realm is another one.
    RealmChanged = 2,
    /// It was answered with 401: user name or password is wrong.
    WrongCredentials = 3,
    /// It was answered as to an account that is right: with 2xx, or with a SOAP fault.
    Accepted = 4,
    /// The connection ended before an answer.
    Dropped = 5,
    /// It was not sent: the account is a stored hash that does not fit the challenge (`AMTP_ERR_STORED_HASH`).
    Unfit = 6,
}

accepted! { amtp_trial_event => TrialEvent {
    StaleNonce => TrialEvent::Refused(Refusal::StaleNonce),
    RealmChanged => TrialEvent::Refused(Refusal::RealmChanged),
    WrongCredentials => TrialEvent::Refused(Refusal::WrongCredentials),
    Accepted => TrialEvent::Accepted,
    Dropped => TrialEvent::Dropped,
    Unfit => TrialEvent::Unfit,
} }

impl From<TrialEvent> for amtp_trial_event {
    fn from(event: TrialEvent) -> Self {
        match event {
            TrialEvent::Refused(Refusal::StaleNonce) => Self::StaleNonce,
            TrialEvent::Refused(Refusal::RealmChanged) => Self::RealmChanged,
            TrialEvent::Refused(Refusal::WrongCredentials) => Self::WrongCredentials,
            TrialEvent::Accepted => Self::Accepted,
            TrialEvent::Dropped => Self::Dropped,
            TrialEvent::Unfit => Self::Unfit,
        }
    }
}

/// What a trial asks for.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(i32)]
pub enum amtp_trial_action {
    /// Answer the new challenge with the same account.
    AnswerAgain = 1,
    /// Wait, then answer the challenge of a new connection with the account that `amtp_trial_account` gives,
    /// which may be the same.
    Connect = 2,
    /// The account is right. Later answers of the same conversation may be told as well.
    Found = 3,
    /// No account is right, or none can be told to be; `amtp_trial_finding` says why.
    Ended = 4,
}

/// What to do next. Set `struct_size` before the call.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(C)]
pub struct amtp_trial_step {
    /// `sizeof(amtp_trial_step)`, set by the caller.
    pub struct_size: usize,
    /// What.
    pub action: amtp_trial_action,
    /// How long to wait before, in seconds; 0 except with `AMTP_TRIAL_ACTION_CONNECT`.
    pub wait_seconds: u32,
}

by_value! { amtp_trial_step = 16; }

/// Makes a trial of `count` accounts and the factory's. `*out` is owned by the caller (free with
/// `amtp_trial_free`). The accounts are copied before return.
///
/// `factory` is one of `amtp_factory_accounts`. The trial is over after `limit` accounts; 0 sets no limit.
///
/// Errors: `AMTP_ERR_ENUM`; `AMTP_ERR_NULL` also if one of the accounts is NULL.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_trial_new(
    accounts: *const *const amtp_credentials,
    count: usize,
    factory: i32,
    limit: usize,
    out: Option<&mut MaybeUninit<*mut amtp_trial>>,
) -> amtp_status {
    guard(|| {
        // SAFETY: the header asks for `count` readable pointers. To accounts that live, or NULL, which
        // `Option` has room for.
        let accounts = unsafe { input(accounts.cast::<Option<&amtp_credentials>>(), count) }?;
        let accounts: Result<Vec<Credentials>, Failure> =
            accounts.iter().map(|given| Ok(shared(*given)?.0.duplicate())).collect();
        let mut trial = CredentialTrial::new(accounts?, amtp_factory_accounts::accept(factory)?);
        if limit != 0 {
            trial = trial.limited_to(limit);
        }
        put_new(out, || Ok(amtp_trial(Exclusive::new(State { trial, ended: None }))))
    })
}

/// Frees a trial; NULL is fine.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_trial_free(trial: Option<Box<amtp_trial>>) {
    handle::free(trial);
}

/// The place of the current account: among the configured ones, or behind them for the factory's.
///
/// Errors: `AMTP_ERR_ABSENT` when the trial has ended.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_trial_place(
    trial: Option<&amtp_trial>,
    out: Option<&mut MaybeUninit<usize>>,
) -> amtp_status {
    guard(|| put(out, read(trial)?.account()?.0))
}

/// A copy of the current account, to answer with. `*out` is owned by the caller (free with
/// `amtp_credentials_free`).
///
/// Errors: `AMTP_ERR_ABSENT` when the trial has ended.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_trial_account(
    trial: Option<&amtp_trial>,
    out: Option<&mut MaybeUninit<*mut amtp_credentials>>,
) -> amtp_status {
    guard(|| {
        let (_, account) = read(trial)?.account()?;
        put_new(out, || Ok(amtp_credentials(account.duplicate())))
    })
}

/// Takes what became of a request with the current account, `event`, one of `amtp_trial_event`, and says what
/// to do next. Once ended a trial stays so.
///
/// Errors: `AMTP_ERR_ENUM`, also for `AMTP_TRIAL_EVENT_NONE`; `AMTP_ERR_STRUCT_SIZE`. Nothing has changed
/// then.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_trial_handle(
    trial: Option<&mut amtp_trial>,
    event: i32,
    out: *mut amtp_trial_step,
) -> amtp_status {
    guard(|| {
        write(trial, |state| {
            let event = amtp_trial_event::accept(event)?;
            let handle = |struct_size| {
                let mut wait_seconds = 0;
                let action = match state.trial.handle(event) {
                    TrialStep::AnswerAgain => amtp_trial_action::AnswerAgain,
                    TrialStep::Connect { after } => {
                        wait_seconds = u32::try_from(after.as_secs()).unwrap_or(u32::MAX);
                        amtp_trial_action::Connect
                    }
                    TrialStep::Found => amtp_trial_action::Found,
                    TrialStep::Ended(finding) => {
                        state.ended = Some(finding);
                        amtp_trial_action::Ended
                    }
                };
                Ok(amtp_trial_step { struct_size, action, wait_seconds })
            };
            // SAFETY: the header asks for a struct with its size set.
            unsafe { put_sized(out, handle) }
        })
    })
}

/// Why a trial has ended, and what helps. Its texts are static.
///
/// Errors: `AMTP_ERR_ABSENT` before, `AMTP_ERR_STRUCT_SIZE`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_trial_finding(
    trial: Option<&amtp_trial>,
    out: *mut amtp_finding,
) -> amtp_status {
    guard(|| {
        let finding = read(trial)?.ended.ok_or(Abi::Absent)?;
        // SAFETY: the header asks for a struct with its size set.
        unsafe { put_sized(out, |size| Ok(amtp_finding::new(size, finding))) }
    })
}
