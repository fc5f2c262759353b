use alloc::vec::Vec;
use std::format;
use std::string::String;

use super::REALM;
use crate::{
    Authorization, DigestHash, DigestOffer, DigestRequest, Ha1, NonceCount, Secret, Verification,
};

/// A device that verifies answers, as far as a test needs one.
pub(super) struct Device {
    pub(super) password: &'static str,
    pub(super) realm: &'static [u8],
    pub(super) nonce: &'static [u8],
    pub(super) last: Option<NonceCount>,
    /// Closes after each 401.
    pub(super) closes: bool,
    /// Each request: on which connection it came, its nonce count if it had credentials, its body.
    pub(super) seen: Vec<(usize, Option<u32>, Vec<u8>)>,
    pub(super) connection: usize,
}

impl Device {
    pub(super) fn new() -> Self {
        Self {
            password: "P@ssw0rd",
            realm: REALM,
            nonce: b"first",
            last: None,
            closes: false,
            seen: Vec::new(),
            connection: 0,
        }
    }

    pub(super) fn ha1(&self) -> Ha1 {
        Ha1::new(DigestHash::Md5, "admin", self.realm, &Secret::from(self.password))
    }

    /// The connection and the nonce count of each request.
    pub(super) fn counts(&self) -> Vec<(usize, Option<u32>)> {
        self.seen.iter().map(|seen| (seen.0, seen.1)).collect()
    }

    pub(super) fn unauthorized(&self, stale: bool) -> Vec<u8> {
        let mut offer = DigestOffer::new(self.realm, self.nonce);
        offer.stale = stale;
        let field = String::from_utf8(offer.to_device_field().unwrap()).unwrap();
        let connection = if self.closes { "close" } else { "keep-alive" };
        format!(
            "HTTP/1.1 401 Unauthorized\r\nConnection: {connection}\r\nContent-Length: 4\r\n\
             WWW-Authenticate: {field}\r\n\r\npage"
        )
        .into_bytes()
    }

    pub(super) fn answer(&mut self, request: &[u8]) -> Vec<u8> {
        let text = String::from_utf8(request.to_vec()).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let value = head.lines().find_map(|line| line.strip_prefix("Authorization: "));
        let answer = value.map(|value| Authorization::parse(value.as_bytes()).unwrap());
        let count = answer.and_then(|answer| answer.count).map(NonceCount::get);
        self.seen.push((self.connection, count, body.as_bytes().to_vec()));
        let Some(answer) = answer else { return self.unauthorized(false) };
        let request = DigestRequest { method: "POST", uri: "/wsman", body: body.as_bytes() };
        let offer = DigestOffer::new(self.realm, self.nonce);
        match offer.verify(&answer, &self.ha1(), &request, self.last) {
            Verification::Accepted { count } => {
                self.last = count;
                b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0002\r\nok\r\n0\r\n\r\n"
                    .to_vec()
            }
            // Devices do not say so (D-W3).
            Verification::Stale | Verification::Refused => self.unauthorized(false),
        }
    }
}
