//! HTTP and Digest of `amt-provisioning` against programs that others wrote: our server side
//! answers their clients, our client side asks their servers, over loopback. A peer that is not
//! installed fails its tests; `.ci/run` installs them all.
//!
//! What each can do, and so what is tested:
//!
//! | client | algorithms | `auth-int` | userhash | a nonce serves for | a stale nonce |
//! | --- | --- | --- | --- | --- | --- |
//! | curl 7.88 | MD5, SHA-256, `-sess` | without a body only | yes | one request | answered at once |
//! | requests 2.34 | MD5, MD5-sess, SHA-256 | no | no | many | answered if the one before served |
//! | httpx 0.28 | MD5, SHA-256, `-sess` | no | no | many | likewise |
//! | aiohttp 3.14 | MD5, SHA-256, `-sess` | yes, before `auth` | no | many | likewise |
//!
//! All of them know the form of RFC 2069, without qop, and the challenges of devices; but requests
//! does not find `auth` in `auth-int, auth`, which newer devices offer.
//!
//! | server | algorithms | qop | else |
//! | --- | --- | --- | --- |
//! | Apache httpd 2.4, `mod_auth_digest` | MD5 | `auth` | `rspauth`, `nextnonce`; a nonce ends with the process |
//! | lighttpd 1.4, `mod_auth` | MD5, SHA-256, both in one 401 | `auth` | userhash; closes behind a 401 |
//! | Python, `http.server` | | | chunks of odd sizes, trailers, answers that end with the connection |
//!
//! Both servers keep accounts in lines whose fields end at colons, so the realms of devices, which
//! have one, meet our own [`Device`] only. Nobody here knows SHA-512-256, and no server `auth-int`: the
//! crates `http-auth` and `digest_auth` do, in the tests of module `digest`.

pub mod console;
pub mod device;
pub mod peer;

use std::time::Duration;

pub use console::Console;
pub use device::{Device, Outcome, Setup};
pub use peer::{Client, Peer, Reply};

/// The user of every server.
pub const USER: &str = "admin";
/// His password.
pub const PASSWORD: &str = "P@ssw0rd";
/// A body with characters of several bytes.
pub const BODY: &str = "<a>\u{20ac} \u{1d11e}</a>";
/// How long a peer may take, over whatever it does.
pub const PATIENCE: Duration = Duration::from_secs(30);
