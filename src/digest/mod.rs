//! HTTP Digest (RFC 7616, 2617 and 2069): challenge, credentials, authorization.
//!
//! Pure functions over the values of header fields; nothing here knows HTTP messages.
//!
//! ```text
//!  401 + WWW-Authenticate          the client's side                  the server's side
//!  ──────────────────────►  Challenges ─► DigestPolicy::choose         DigestOffer::to_field
//!                                              │
//!        Credentials, Cnonce ─► DigestClient ◄─┘
//!                                    │
//!  Authorization            ◄────────┴ authorize                 ─►  Authorization::parse
//!  ◄──────────────────────                                            DigestOffer::verify
//!  Authentication-Info      ─► heed                               ◄─  Authorization::info
//!  401 again                ─► refusal ─► renew, or CredentialTrial
//! ```
//!
//! | file | content |
//! | --- | --- |
//! | `grammar`, `writer` | header fields read and written (W-501, W-521) |
//! | `challenge`, `policy` | every challenge of an answer, and the one to answer (W-501 to W-512) |
//! | `algorithm`, `response` | the hash computations (W-510, W-520) |
//! | `nonce_count` | `nc` (W-522) |
//! | `credentials` | password or stored hash; the hashes that devices are given |
//! | `client`, `authentication_info` | answers, and what the server says to them (W-521 to W-534) |
//! | `offer`, `authorization` | the server's side |
//! | `trial` | several accounts, one after the other |
//! | `password` | what AMT accepts as password and user name, and new passwords |
//!
//! Decisions where the documents are silent:
//!
//! | id | decision |
//! | --- | --- |
//! | D-W1 | a challenge in which a known parameter occurs twice is not answered; others are |
//! | D-W2 | `auth` over TLS, `auth-int` over plain TCP ([`DigestPolicy`]) |
//! | D-W3 | a new nonce after a success counts as stale, since devices do not say so |
//!
//! User names go out as UTF-8 in `username`; `username*` of RFC 7616 is neither written nor read,
//! since the names of AMT are ASCII.

mod algorithm;
mod authentication_info;
mod authorization;
mod challenge;
mod client;
mod credentials;
mod grammar;
mod nonce_count;
mod offer;
mod password;
mod policy;
mod response;
#[cfg(test)]
mod tests;
mod trial;
mod writer;

pub use algorithm::{DigestAlgorithm, DigestHash, Qop, QopSet};
pub use authentication_info::AuthenticationInfo;
pub use authorization::Authorization;
pub(crate) use challenge::is_device_realm;
pub use challenge::{Challenge, Challenges, DigestChallenge};
pub use client::{DigestClient, Refusal, ServerProof};
pub use credentials::{AclPassword, Credentials, Ha1, SetupPassword};
pub use grammar::HeaderValue;
pub use nonce_count::NonceCount;
pub use offer::{DigestOffer, Verification};
pub use password::{
    PasswordProblems, UserNameProblems, check_password, check_user_name, generate_password,
};
pub use policy::{DigestChoice, DigestPolicy};
pub use response::DigestRequest;
pub(crate) use trial::Turns;
pub use trial::{CredentialTrial, FactoryAccounts, TrialEvent, TrialStep};
