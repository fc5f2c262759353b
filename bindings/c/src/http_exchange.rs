//! Conversations with devices over HTTP.

use core::ffi::c_char;
use core::mem::MaybeUninit;

use core_lib::{
    Cnonce, Error, HttpAnswer, HttpExchange, HttpFailure, HttpInput, HttpOutput, HttpResponse,
};

use crate::bytes::{amtp_bytes, input, output_text, text};
use crate::credentials::amtp_credentials;
use crate::digest::policy;
use crate::digest_client::{amtp_refusal, amtp_server_proof};
use crate::guard::guard;
use crate::handle::{self, Exclusive, last_error, mutable, put_new, read, shared, write};
use crate::http::{amtp_http_response, limits, put_response};
use crate::sized::{amtp_error, by_value, put_error, put_sized};
use crate::status::{Abi, Failure, amtp_status};
use crate::trial::amtp_trial_event;

/// Conversation with a device over HTTP, without I/O: each call goes out as a request without credentials
/// first, the 401 is answered, and the same bytes go out again; later calls reuse the nonce.
///
/// Start a call, then do what `amtp_exchange_poll` says and tell what came of it, until the call is finished.
/// Nothing is ever sent twice but for a 401. The account is asked for when it is needed and not kept; another
/// one needs `amtp_exchange_new_connection`. Bodies of calls and keys are wiped.
///
/// Threads: what takes it by pointer to non-const needs exclusive use; reading may be done by several threads
/// at once.
///
/// Since: 0.1
pub struct amtp_exchange(Exclusive<State>);

mutable!(amtp_exchange, State);

/// What an exchange handle holds.
pub(crate) struct State {
    exchange: HttpExchange,
    /// Of the call that finished last.
    result: Option<Finished>,
}

/// How a call ended.
struct Finished {
    result: amtp_exchange_result,
    response: Option<HttpResponse>,
    error: Option<Error>,
}

/// What an exchange asks for.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(i32)]
pub enum amtp_exchange_action {
    /// Nothing: no call is under way.
    Idle = 0,
    /// Close the connection if there is one, open another, TLS included, and call `amtp_exchange_connected`.
    Connect = 1,
    /// Send the bytes.
    Send = 2,
    /// Wait for bytes, and for the end of the connection.
    Receive = 3,
    /// Give the account to answer the challenge with: `amtp_exchange_credentials`.
    Answer = 4,
    /// The call has ended: `amtp_exchange_get_result`.
    Finished = 5,
}

/// What to do next. Set `struct_size` before the call.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(C)]
pub struct amtp_exchange_step {
    /// `sizeof(amtp_exchange_step)`, set by the caller.
    pub struct_size: usize,
    /// What.
    pub action: amtp_exchange_action,
    /// With `AMTP_EXCHANGE_ACTION_ANSWER`: why the account is asked for once more, which must be the same one.
    pub again: amtp_refusal,
    /// With `AMTP_EXCHANGE_ACTION_SEND`: the bytes; otherwise empty.
    pub bytes: amtp_bytes,
}

by_value! { amtp_exchange_step = 32; }

/// How a call ended.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(i32)]
pub enum amtp_exchange_outcome {
    /// There is an answer; its status may be any but 401.
    Answered = 1,
    /// The account was refused: another one, on a new connection, may be tried. There is the last 401.
    Refused = 2,
    /// The 401, which is there, has no challenge that can be answered; the error says why.
    Challenge = 3,
    /// The connection ended, or could not be opened.
    Dropped = 4,
    /// The answer cannot be read; the error says why.
    Damaged = 5,
}

/// How a call ended. Set `struct_size` before the call.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(C)]
pub struct amtp_exchange_result {
    /// `sizeof(amtp_exchange_result)`, set by the caller.
    pub struct_size: usize,
    /// How.
    pub outcome: amtp_exchange_outcome,
    /// Whether the device showed that it knows the password.
    pub proof: amtp_server_proof,
    /// What it says about the account, for `amtp_trial_handle`; `AMTP_TRIAL_EVENT_NONE` if nothing.
    pub event: amtp_trial_event,
    /// After `AMTP_EXCHANGE_OUTCOME_DROPPED`: 1 if the request was handed out for sending, so that the device may
    /// have acted on it; 0 otherwise.
    pub sent: i32,
    /// After `AMTP_EXCHANGE_OUTCOME_DROPPED`: so many bytes of the answer had come.
    pub received: usize,
}

by_value! { amtp_exchange_result = 32; }

impl Finished {
    fn new(result: Result<HttpAnswer, HttpFailure>) -> Self {
        let event = match &result {
            Ok(answer) => answer.trial_event(),
            Err(failure) => failure.trial_event(),
        };
        let mut shown = amtp_exchange_result {
            struct_size: 0,
            outcome: amtp_exchange_outcome::Answered,
            proof: amtp_server_proof::Absent,
            event: event.map_or(amtp_trial_event::None, amtp_trial_event::from),
            sent: 0,
            received: 0,
        };
        let (outcome, response, error) = match result {
            Ok(HttpAnswer { response, proof, .. }) => {
                shown.proof = proof.into();
                (amtp_exchange_outcome::Answered, Some(response), None)
            }
            Err(HttpFailure::Refused { response }) => {
                (amtp_exchange_outcome::Refused, Some(*response), None)
            }
            Err(HttpFailure::Challenge { error, response }) => {
                (amtp_exchange_outcome::Challenge, Some(*response), Some(error))
            }
            Err(HttpFailure::Dropped { sent, received }) => {
                (shown.sent, shown.received) = (sent.into(), received);
                (amtp_exchange_outcome::Dropped, None, None)
            }
            Err(HttpFailure::Damaged(error)) => (amtp_exchange_outcome::Damaged, None, Some(error)),
            // The core says more than this library knows: there is no answer, whatever the reason.
            Err(_) => (amtp_exchange_outcome::Damaged, None, None),
        };
        shown.outcome = outcome;
        Self { result: shown, response, error }
    }
}

/// Makes an exchange with the device at `host`: its name or address, an IPv6 address in brackets, `:` and the
/// port; copied before return. Requests go to `/wsman`. `*out` is owned by the caller (free with
/// `amtp_exchange_free`).
///
/// `profile` and `algorithm` as for `amtp_digest_client_new`. `max_body` is the longest body that is read; 0
/// stands for 1 MiB.
///
/// Errors: `AMTP_ERR_HEADER_VALUE` if `host` is neither, `AMTP_ERR_ENUM`, `AMTP_ERR_UTF8`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_exchange_new(
    host: *const c_char,
    len: usize,
    profile: i32,
    algorithm: i32,
    max_body: usize,
    out: Option<&mut MaybeUninit<*mut amtp_exchange>>,
) -> amtp_status {
    guard(|| {
        // SAFETY: the header asks for `len` readable bytes.
        let host = unsafe { text(host, len) }?;
        let exchange = HttpExchange::new(host, policy(profile, algorithm)?)?;
        let exchange = exchange.with_limits(limits(max_body));
        put_new(out, || Ok(amtp_exchange(Exclusive::new(State { exchange, result: None }))))
    })
}

/// Frees an exchange; NULL is fine.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_exchange_free(exchange: Option<Box<amtp_exchange>>) {
    handle::free(exchange);
}

/// Begins a call with this body, which is copied before return.
///
/// Errors: `AMTP_ERR_OUT_OF_TURN` while another one is under way.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_exchange_start(
    exchange: Option<&mut amtp_exchange>,
    body: *const u8,
    len: usize,
) -> amtp_status {
    guard(|| {
        write(exchange, |state| {
            // SAFETY: the header asks for `len` readable bytes.
            state.exchange.start(unsafe { input(body, len) }?)?;
            state.result = None;
            Ok(())
        })
    })
}

/// What to do next. The bytes to send are borrowed from the exchange until the next call that writes to it;
/// asked again, it says that there are bytes to receive.
///
/// Errors: `AMTP_ERR_STRUCT_SIZE`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_exchange_poll(
    exchange: Option<&mut amtp_exchange>,
    out: *mut amtp_exchange_step,
) -> amtp_status {
    guard(|| {
        write(exchange, |State { exchange, result }| {
            let poll = |struct_size| {
                let (mut again, mut bytes) = (amtp_refusal::None, amtp_bytes::default());
                let action = match exchange.poll() {
                    HttpOutput::Idle => amtp_exchange_action::Idle,
                    HttpOutput::Connect => amtp_exchange_action::Connect,
                    HttpOutput::Send(request) => {
                        bytes = request.into();
                        amtp_exchange_action::Send
                    }
                    HttpOutput::Receive => amtp_exchange_action::Receive,
                    HttpOutput::Answer { again: refusal } => {
                        again = refusal.map_or(amtp_refusal::None, amtp_refusal::from);
                        amtp_exchange_action::Answer
                    }
                    HttpOutput::Finished(ended) => {
                        *result = Some(Finished::new(ended));
                        amtp_exchange_action::Finished
                    }
                };
                Ok(amtp_exchange_step { struct_size, action, again, bytes })
            };
            // SAFETY: the header asks for a struct with its size set.
            unsafe { put_sized(out, poll) }
        })
    })
}

fn tell(exchange: Option<&mut amtp_exchange>, input: HttpInput<'_>) -> Result<(), Failure> {
    write(exchange, |state| Ok(state.exchange.handle(input)?))
}

/// Tells that a connection is open, TLS included, and nothing was sent on it.
///
/// Errors: `AMTP_ERR_OUT_OF_TURN` if none was asked for.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_exchange_connected(exchange: Option<&mut amtp_exchange>) -> amtp_status {
    guard(|| tell(exchange, HttpInput::Connected))
}

/// Tells that bytes came, in any portions; they are copied before return. What is wrong with them is a result
/// of the call.
///
/// Errors: none of its own.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_exchange_received(
    exchange: Option<&mut amtp_exchange>,
    data: *const u8,
    len: usize,
) -> amtp_status {
    // SAFETY: the header asks for `len` readable bytes.
    guard(|| tell(exchange, HttpInput::Received(unsafe { input(data, len) }?)))
}

/// Tells that the connection ended, or could not be opened; at any time.
///
/// Errors: none of its own.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_exchange_closed(exchange: Option<&mut amtp_exchange>) -> amtp_status {
    guard(|| tell(exchange, HttpInput::Closed))
}

/// Gives the account to answer the challenge with, which is only read. `random` as for
/// `amtp_digest_client_challenge`, copied before return.
///
/// Errors: `AMTP_ERR_OUT_OF_TURN` if it was not asked for, `AMTP_ERR_STORED_HASH`, `AMTP_ERR_HEADER_VALUE`,
/// `AMTP_ERR_RANDOM`; nothing has changed then, and another account may be given.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_exchange_credentials(
    exchange: Option<&mut amtp_exchange>,
    credentials: Option<&amtp_credentials>,
    random: *const u8,
    random_len: usize,
) -> amtp_status {
    guard(|| {
        let account = &shared(credentials)?.0;
        // SAFETY: the header asks for readable bytes.
        let random = unsafe { input(random, random_len) }?;
        write(exchange, |state| {
            let cnonce = Cnonce::new(random)?;
            Ok(state.exchange.handle(HttpInput::Credentials { account, cnonce })?)
        })
    })
}

/// Forgets account and connection: the next call opens a new one and begins without credentials. To be called
/// when another account is to be used, since devices keep a connection to the account that it began with. A
/// call under way is given up.
///
/// Errors: none of its own.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_exchange_new_connection(
    exchange: Option<&mut amtp_exchange>,
) -> amtp_status {
    guard(|| {
        write(exchange, |state| {
            state.exchange.new_connection();
            Ok(())
        })
    })
}

fn finished(exchange: Option<&amtp_exchange>) -> Result<&Finished, Failure> {
    read(exchange)?.result.as_ref().ok_or(Abi::Absent.into())
}

/// How the last call ended; kept until the next one starts.
///
/// Errors: `AMTP_ERR_ABSENT` if none has, `AMTP_ERR_STRUCT_SIZE`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_exchange_get_result(
    exchange: Option<&amtp_exchange>,
    out: *mut amtp_exchange_result,
) -> amtp_status {
    guard(|| {
        let result = finished(exchange)?.result;
        // SAFETY: the header asks for a struct with its size set.
        unsafe { put_sized(out, |struct_size| Ok(amtp_exchange_result { struct_size, ..result })) }
    })
}

/// Gives the answer of the last call away. `*out` is owned by the caller (free with
/// `amtp_http_response_free`).
///
/// Errors: `AMTP_ERR_ABSENT` if there is none, or it was given away already.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_exchange_take_response(
    exchange: Option<&mut amtp_exchange>,
    out: Option<&mut MaybeUninit<*mut amtp_http_response>>,
) -> amtp_status {
    guard(|| write(exchange, |state| put_response(out, || state.result.as_mut()?.response.take())))
}

/// Why the last function failed, or else why the last call to the device has no answer.
fn error(exchange: Option<&amtp_exchange>) -> Result<Error, Failure> {
    let ended = read(exchange)?.result.as_ref().and_then(|finished| finished.error);
    last_error(exchange).or(ended.ok_or(Abi::Absent.into()))
}

/// Where the last function that wrote to the exchange failed; if it did not, what is wrong with the challenge or
/// the answer that ended the last call.
///
/// Errors: `AMTP_ERR_ABSENT` if there is nothing, `AMTP_ERR_STRUCT_SIZE`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_exchange_error(
    exchange: Option<&amtp_exchange>,
    out: *mut amtp_error,
) -> amtp_status {
    guard(|| {
        let error = error(exchange)?;
        // SAFETY: the header asks for a struct with its size set.
        unsafe { put_error(error, out) }
    })
}

/// The same in words, with the place, written into `buf`.
///
/// Errors: `AMTP_ERR_ABSENT` if there is nothing, `AMTP_ERR_BUFFER`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_exchange_error_text(
    exchange: Option<&amtp_exchange>,
    buf: *mut c_char,
    cap: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
) -> amtp_status {
    guard(|| {
        let error = error(exchange)?;
        // SAFETY: the header asks for `cap` writable bytes.
        unsafe { output_text(&error, buf, cap, out_len) }
    })
}
