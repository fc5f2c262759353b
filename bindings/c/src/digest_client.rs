//! The client of HTTP Digest.

use core::ffi::c_char;
use core::mem::MaybeUninit;

use core_lib::{
    AuthenticationInfo, Cnonce, DigestClient, DigestPolicy, FindingSet, NonceCount, Refusal,
    ServerProof,
};

use crate::bytes::{amtp_bytes, input, inputs, output_text, text};
use crate::credentials::amtp_credentials;
use crate::digest::{amtp_digest_request, policy, request};
use crate::finding::{amtp_finding, put_finding};
use crate::guard::{guard, guard_or};
use crate::handle::{self, Exclusive, last_error, mutable, put, put_new, read, shared, write};
use crate::sized::{amtp_error, put_error};
use crate::status::{Abi, Failure, amtp_status};

/// Answers the challenges of one server with one account: keeps the nonce and its count, and the key that was
/// made of the credentials, which is wiped when the handle is freed; not the password.
///
/// Threads: what takes it by pointer to non-const needs exclusive use; reading may be done by several threads
/// at once.
///
/// Since: 0.1
pub struct amtp_digest_client(Exclusive<State>);

mutable!(amtp_digest_client, State);

/// What a client handle holds.
pub(crate) struct State {
    policy: DigestPolicy<'static>,
    /// There once a challenge was answered.
    client: Option<DigestClient>,
    /// About the challenge that was answered last.
    findings: FindingSet,
    /// The value that was made last, for the caller to look at.
    field: Vec<u8>,
}

impl State {
    fn client(&self) -> Result<&DigestClient, Failure> {
        self.client.as_ref().ok_or(Abi::Absent.into())
    }

    fn client_mut(&mut self) -> Result<&mut DigestClient, Failure> {
        self.client.as_mut().ok_or(Abi::Absent.into())
    }
}

/// Why a request with credentials was answered with 401.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(i32)]
pub enum amtp_refusal {
    /// Nothing was refused.
    None = 0,
    /// Only the nonce was: answer the new challenge with the same credentials.
    StaleNonce = 1,
    /// The realm is another one, so the key was the wrong one: answer the new challenge.
    RealmChanged = 2,
    /// User name or password is wrong, or the account is locked: devices do not tell.
    WrongCredentials = 3,
}

impl From<Refusal> for amtp_refusal {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::StaleNonce => Self::StaleNonce,
            Refusal::RealmChanged => Self::RealmChanged,
            Refusal::WrongCredentials => Self::WrongCredentials,
        }
    }
}

/// Whether the server showed that it knows the password too.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(i32)]
pub enum amtp_server_proof {
    /// It did not try; few servers do.
    Absent = 0,
    /// It did.
    Valid = 1,
    /// It tried and failed: the answer may not be the server's (`SERVER_PROOF_INVALID`).
    Invalid = 2,
}

impl From<ServerProof> for amtp_server_proof {
    fn from(proof: ServerProof) -> Self {
        match proof {
            ServerProof::Absent => Self::Absent,
            ServerProof::Valid => Self::Valid,
            ServerProof::Invalid => Self::Invalid,
        }
    }
}

/// Makes a client that has answered nothing. `*out` is owned by the caller (free with
/// `amtp_digest_client_free`).
///
/// `profile` is one of `amtp_digest_profile`; `algorithm` is the only `amtp_digest_algorithm` to answer with,
/// or `AMTP_DIGEST_ANY`.
///
/// Errors: `AMTP_ERR_ENUM`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_digest_client_new(
    profile: i32,
    algorithm: i32,
    out: Option<&mut MaybeUninit<*mut amtp_digest_client>>,
) -> amtp_status {
    guard(|| {
        let policy = policy(profile, algorithm)?;
        let state = State { policy, client: None, findings: FindingSet::EMPTY, field: Vec::new() };
        put_new(out, || Ok(amtp_digest_client(Exclusive::new(state))))
    })
}

/// Frees a client, and wipes its key; NULL is fine.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_digest_client_free(client: Option<Box<amtp_digest_client>>) {
    handle::free(client);
}

/// Takes the challenge that a 401 answer carries: the first one, or a further one after a refusal that is not
/// the fault of the credentials, which are the same ones then. The nonce count begins anew.
///
/// `fields` are the values of the `WWW-Authenticate` fields in their order; `random` is at least 8, better 16
/// bytes of a cryptographic generator, which serve for nothing else. Both are copied before return;
/// `credentials` are only read.
///
/// Errors: `AMTP_ERR_HEADER`, `AMTP_ERR_AUTH_SCHEME`, `AMTP_ERR_DIGEST_POLICY`, `AMTP_ERR_STORED_HASH`,
/// `AMTP_ERR_HEADER_VALUE`, `AMTP_ERR_RANDOM`; nothing has changed then, and `amtp_digest_client_error` says
/// in which field.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_digest_client_challenge(
    client: Option<&mut amtp_digest_client>,
    fields: *const amtp_bytes,
    count: usize,
    credentials: Option<&amtp_credentials>,
    random: *const u8,
    random_len: usize,
) -> amtp_status {
    guard(|| {
        let credentials = &shared(credentials)?.0;
        write(client, |state| {
            // SAFETY: the header asks for readable bytes.
            let (fields, random) = unsafe { (inputs(fields, count)?, input(random, random_len)?) };
            let choice = state.policy.choose(fields)?;
            let cnonce = Cnonce::new(random)?;
            match &mut state.client {
                Some(client) => client.renew(&choice, credentials, cnonce)?,
                None => state.client = Some(DigestClient::new(&choice, credentials, cnonce)?),
            }
            state.findings = choice.challenge.findings();
            Ok(())
        })
    })
}

/// The value of the `Authorization` field for the next request, and counts it. `*out` is borrowed from
/// `client` until the next call of this function or until that is freed; what is in `request` is copied
/// before return.
///
/// Errors: `AMTP_ERR_ABSENT` before a challenge was taken; `AMTP_ERR_HEADER_VALUE`; `AMTP_ERR_NONCE_COUNT` if
/// the nonce is used up: send a request without credentials to get a new one; `AMTP_ERR_UTF8`,
/// `AMTP_ERR_STRUCT_SIZE`. Nothing is counted then.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_digest_client_authorize(
    client: Option<&mut amtp_digest_client>,
    request: *const amtp_digest_request,
    out: Option<&mut MaybeUninit<amtp_bytes>>,
) -> amtp_status {
    guard(|| {
        // Looked at first: an answer that nobody sees must not be counted.
        let out = out.ok_or(Abi::Null)?;
        write(client, |state| {
            // SAFETY: the header asks for a struct with its size set, and readable views in it.
            let request = unsafe { self::request(request) }?;
            state.field = state.client_mut()?.authorize(&request)?;
            put(Some(out), state.field.as_slice().into())
        })
    })
}

/// What a 401 answer to the last request says about the credentials, to `*out`: one of `amtp_refusal`.
/// `fields` as for `amtp_digest_client_challenge`, copied before return. A second refusal in a row is never
/// excused.
///
/// Errors: `AMTP_ERR_ABSENT` before a challenge was taken; `AMTP_ERR_HEADER`, `AMTP_ERR_AUTH_SCHEME`,
/// `AMTP_ERR_DIGEST_POLICY`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_digest_client_refusal(
    client: Option<&amtp_digest_client>,
    fields: *const amtp_bytes,
    count: usize,
    out: Option<&mut MaybeUninit<amtp_refusal>>,
) -> amtp_status {
    guard(|| {
        let state = read(client)?;
        // SAFETY: the header asks for `count` readable items, each with its readable bytes.
        let choice = state.policy.choose(unsafe { inputs(fields, count) }?)?;
        put(out, state.client()?.refusal(&choice.challenge).into())
    })
}

/// To be called when a request was answered as to an account that is right: with 2xx, or with a SOAP fault.
/// Other answers, such as 503, say nothing about it.
///
/// Errors: `AMTP_ERR_ABSENT` before a challenge was taken.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_digest_client_accepted(
    client: Option<&mut amtp_digest_client>,
) -> amtp_status {
    guard(|| {
        write(client, |state| {
            state.client_mut()?.accepted();
            Ok(())
        })
    })
}

/// Checks and heeds the `Authentication-Info` field of the answer to the last request: the proof of the
/// server, to `*out`, one of `amtp_server_proof`; and the nonce to use from now on, unless the proof is false.
/// `uri` is that of the request, `body` the body of the answer. All are copied before return.
///
/// Errors: `AMTP_ERR_ABSENT` before a challenge was taken; `AMTP_ERR_HEADER`, `AMTP_ERR_UTF8`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_digest_client_heed(
    client: Option<&mut amtp_digest_client>,
    info: *const u8,
    info_len: usize,
    uri: *const c_char,
    uri_len: usize,
    body: *const u8,
    body_len: usize,
    out: Option<&mut MaybeUninit<amtp_server_proof>>,
) -> amtp_status {
    guard(|| {
        let out = out.ok_or(Abi::Null)?;
        write(client, |state| {
            // SAFETY: the header asks for readable bytes.
            let (info, uri) = unsafe { (input(info, info_len)?, text(uri, uri_len)?) };
            // SAFETY: as above.
            let body = unsafe { input(body, body_len) }?;
            let client = state.client_mut()?;
            let proof = client.heed(&AuthenticationInfo::parse(info)?, uri, body);
            put(Some(out), proof.into())
        })
    })
}

/// The realm of the challenge. `*out` is borrowed from `client` until it takes another challenge or is freed.
///
/// Errors: `AMTP_ERR_ABSENT` before a challenge was taken.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_digest_client_realm(
    client: Option<&amtp_digest_client>,
    out: Option<&mut MaybeUninit<amtp_bytes>>,
) -> amtp_status {
    guard(|| put(out, read(client)?.client()?.realm().into()))
}

/// The nonce that will be answered next. `*out` is borrowed from `client` until it takes another challenge,
/// heeds the answer of a server, or is freed.
///
/// Errors: `AMTP_ERR_ABSENT` before a challenge was taken.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_digest_client_nonce(
    client: Option<&amtp_digest_client>,
    out: Option<&mut MaybeUninit<amtp_bytes>>,
) -> amtp_status {
    guard(|| put(out, read(client)?.client()?.nonce().into()))
}

/// The count of the next answer, from 1; 0 if the nonce is used up, or before a challenge was taken.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_digest_client_count(client: Option<&amtp_digest_client>) -> u32 {
    guard_or(0, || Ok(read(client)?.client()?.following().map_or(0, NonceCount::get)))
}

/// How many findings there are about the challenge that was taken last.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_digest_client_finding_count(client: Option<&amtp_digest_client>) -> usize {
    guard_or(0, || Ok(read(client)?.findings.iter().count()))
}

/// Finding number `index` about the challenge that was taken last. Its texts are static.
///
/// Errors: `AMTP_ERR_INDEX`, `AMTP_ERR_STRUCT_SIZE`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_digest_client_finding(
    client: Option<&amtp_digest_client>,
    index: usize,
    out: *mut amtp_finding,
) -> amtp_status {
    guard(|| {
        let findings = read(client)?.findings;
        // SAFETY: the header asks for a struct with its size set.
        unsafe { put_finding(findings, index, out) }
    })
}

/// Where the last call that wrote to the client failed; `item` is the number of the field.
///
/// Errors: `AMTP_ERR_ABSENT` if it did not fail by its input, `AMTP_ERR_STRUCT_SIZE`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_digest_client_error(
    client: Option<&amtp_digest_client>,
    out: *mut amtp_error,
) -> amtp_status {
    guard(|| {
        let error = last_error(client)?;
        // SAFETY: the header asks for a struct with its size set.
        unsafe { put_error(error, out) }
    })
}

/// The same in words, with the place, written into `buf`.
///
/// Errors: `AMTP_ERR_ABSENT` if it did not fail by its input, `AMTP_ERR_BUFFER`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_digest_client_error_text(
    client: Option<&amtp_digest_client>,
    buf: *mut c_char,
    cap: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
) -> amtp_status {
    guard(|| {
        let error = last_error(client)?;
        // SAFETY: the header asks for `cap` writable bytes.
        unsafe { output_text(&error, buf, cap, out_len) }
    })
}
