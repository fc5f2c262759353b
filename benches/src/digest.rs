use alloc::vec::Vec;
use core::hint::black_box;

use amt_provisioning::{Cnonce, Credentials, DigestClient, DigestPolicy, DigestRequest, Secret};
use http_auth::{PasswordClient, PasswordParams};
use md5::{Digest, Md5};

/// The challenge of a device of release 16.1.
const CHALLENGE: &str = "Digest realm=\"Digest:7E0B0C71B3C5D7B0B0F6F5AE1B6C5D4E\", \
    nonce=\"+AFLMQAAAAAAAAAA5YFbYPVHjvs4WN7z\",stale=\"false\",qop=\"auth-int, auth\"";
const PASSWORD: &str = "P@ssw0rd12345678";

/// The first answer to a challenge.
pub struct Answer {
    account: Credentials,
    /// What its three hashes are of. Two of them are hashed again; any hash is as good to count.
    hashed: [Vec<u8>; 3],
}

impl Answer {
    /// By `admin`, with a password of 16 characters and `qop=auth`.
    pub fn new() -> Self {
        let hash = "00f5db0b01188d356ee0c13585429f77";
        let a1 = ["admin:Digest:7E0B0C71B3C5D7B0B0F6F5AE1B6C5D4E:", PASSWORD].concat();
        let nonces = ":+AFLMQAAAAAAAAAA5YFbYPVHjvs4WN7z:00000001:";
        let response = [hash, nonces, hash, ":auth:", hash].concat();
        Self {
            account: Credentials::new("admin", Secret::from(PASSWORD)),
            hashed: [a1, "POST:/wsman".into(), response].map(Vec::from),
        }
    }

    /// From the challenge's bytes to those of the answer.
    pub fn make(&self) {
        let choice = DigestPolicy::TLS.choose([black_box(CHALLENGE.as_bytes())]);
        let choice = choice.expect("a challenge");
        let cnonce = Cnonce::new(black_box(&[0x5a; 16])).expect("enough random bytes");
        let client = DigestClient::new(&choice, black_box(&self.account), cnonce);
        let request = DigestRequest { method: "POST", uri: "/wsman", body: b"" };
        let answer = client.expect("a user name").authorize(black_box(&request));
        drop(black_box(answer.expect("a request")));
    }

    /// The same by the crate `http-auth`, its client nonce from the system's generator.
    pub fn make_by_peer(&self) {
        let client = PasswordClient::try_from(black_box(CHALLENGE));
        let parameters = PasswordParams {
            username: "admin",
            password: PASSWORD,
            uri: "/wsman",
            method: "POST",
            body: None,
        };
        let answer = client.expect("a challenge").respond(black_box(&parameters));
        drop(black_box(answer.expect("a request")));
    }

    /// What no answer can do without: the bare hashes, of messages ready made.
    pub fn floor(&self) {
        for message in &self.hashed {
            _ = black_box(Md5::digest(black_box(message)));
        }
    }
}

impl Default for Answer {
    fn default() -> Self {
        Self::new()
    }
}
