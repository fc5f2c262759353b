//! A device of ours: the library's server side behind a socket.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

use amt_provisioning::{
    Authorization, Credentials, DigestAlgorithm, DigestOffer, DigestRequest, NonceCount, Qop,
    QopSet, Secret, Verification,
};

use crate::{PASSWORD, PATIENCE, USER};

/// A realm as devices have it.
pub const REALM: &str = "Digest:7E0B0C71B3C5D7B0B0F6F5AE1B6C5D4E";

/// How a [`Device`] challenges and answers.
#[derive(Clone, Copy, Debug)]
pub struct Setup {
    /// Of each nonce in turn; the last one stays.
    pub realms: &'static [&'static str],
    /// How many requests each nonce in turn serves for; the one behind the last serves for ever.
    pub nonce_serves: &'static [u32],
    /// Named in the challenge if there.
    pub algorithm: Option<DigestAlgorithm>,
    /// Offered; none for the form of RFC 2069.
    pub qop: QopSet,
    /// Offered.
    pub opaque: Option<&'static str>,
    /// Offered.
    pub userhash: bool,
    /// Challenges are written as devices do.
    pub device_shaped: bool,
    /// Every 401 ends its connection, as devices do.
    pub closes: bool,
    /// `Authentication-Info` is sent.
    pub proves: bool,
    /// With the nonce for the next request, a new one every time.
    pub nextnonce: bool,
    /// Answers go out byte by byte.
    pub bytewise: bool,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            realms: &[REALM],
            nonce_serves: &[],
            algorithm: None,
            qop: QopSet::AUTH,
            opaque: None,
            userhash: false,
            device_shaped: false,
            closes: false,
            proves: false,
            nextnonce: false,
            bytewise: false,
        }
    }
}

/// What a device made of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It had no credentials.
    Challenged,
    /// Its credentials were right.
    Accepted,
    /// They were, but for a nonce or a count that is over.
    Stale,
    /// They were wrong.
    Refused,
}

/// A request as a device saw it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// On which connection it came, from 1.
    pub connection: usize,
    /// What became of it.
    pub outcome: Outcome,
    /// Its nonce count, if it had one.
    pub count: Option<u32>,
    /// Its quality of protection, if it had one.
    pub qop: Option<Qop>,
    /// Its user name was hashed.
    pub userhash: bool,
}

/// A device on a loopback port, with one account; it answers with the body of the request. One
/// connection at a time.
#[derive(Debug)]
pub struct Device {
    /// Where it listens.
    pub address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
    over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Device {
    /// Starts one.
    #[must_use]
    pub fn start(setup: Setup) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let (seen, over) = (Arc::default(), Arc::<AtomicBool>::default());
        let mut state = State::new(setup, Arc::clone(&seen));
        let ended = Arc::clone(&over);
        let thread = thread::spawn(move || {
            while let Ok((stream, _)) = listener.accept() {
                if ended.load(Ordering::SeqCst) {
                    return;
                }
                state.connection += 1;
                state.serve(stream);
            }
        });
        Self { address, seen, over, thread: Some(thread) }
    }

    /// The requests so far.
    #[must_use]
    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// What became of them.
    #[must_use]
    pub fn outcomes(&self) -> Vec<Outcome> {
        self.seen().iter().map(|seen| seen.outcome).collect()
    }

    /// The nonce counts of those with credentials.
    #[must_use]
    pub fn counts(&self) -> Vec<u32> {
        self.seen().iter().filter_map(|seen| seen.count).collect()
    }
}

impl Drop for Device {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
        // Wakes the thread; a connection that is still open ends first, with whoever opened it.
        let woken = TcpStream::connect(self.address);
        if let (Ok(_), Some(thread)) = (woken, self.thread.take()) {
            // A panic of it has already failed the test: there was no answer.
            let _ = thread.join();
        }
    }
}

struct State {
    setup: Setup,
    seen: Arc<Mutex<Vec<Seen>>>,
    connection: usize,
    /// How many nonces came before this one.
    nonces: usize,
    served: u32,
    last: Option<NonceCount>,
}

impl State {
    const fn new(setup: Setup, seen: Arc<Mutex<Vec<Seen>>>) -> Self {
        Self { setup, seen, connection: 0, nonces: 0, served: 0, last: None }
    }

    fn serve(&mut self, mut stream: TcpStream) {
        stream.set_nodelay(true).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let mut buffer = Vec::new();
        while let Some(request) = Request::read(&mut stream, &mut buffer) {
            let (answer, close) = self.answer(&request);
            let portion = if self.setup.bytewise { 1 } else { answer.len() };
            for portion in answer.chunks(portion) {
                if stream.write_all(portion).is_err() {
                    return;
                }
            }
            if close {
                return;
            }
        }
    }

    /// Has something that base64 has and tokens have not.
    fn nonce(&self) -> String {
        format!("+AF/{:028}=", self.nonces)
    }

    fn realm(&self) -> &'static str {
        self.setup.realms[self.nonces.min(self.setup.realms.len() - 1)]
    }

    fn new_nonce(&mut self) {
        self.nonces += 1;
        (self.served, self.last) = (0, None);
    }

    fn worn_out(&self) -> bool {
        self.setup.nonce_serves.get(self.nonces).is_some_and(|limit| self.served >= *limit)
    }

    /// The answer, and whether the connection ends behind it.
    fn answer(&mut self, request: &Request) -> (Vec<u8>, bool) {
        // A nonce that serves for nothing is offered at least.
        let offered = request.authorization.is_some() || self.served > 0;
        if offered && self.worn_out() {
            self.new_nonce();
        }
        let Some(field) = &request.authorization else {
            self.record(Outcome::Challenged, None);
            return self.unauthorized(false);
        };
        let answer = Authorization::parse(field).unwrap();
        let (realm, nonce) = (self.realm(), self.nonce());
        let offer = self.offer(realm, &nonce, false);
        let algorithm = offer.algorithm.unwrap_or(DigestAlgorithm::MD5);
        let account = Credentials::new(USER, Secret::from(PASSWORD));
        let ha1 = account.ha1(algorithm.hash, realm.as_bytes()).unwrap();
        let verification = match answer.is_user(USER) {
            true => offer.verify(&answer, &ha1, &request.digest(), self.last),
            false => Verification::Refused,
        };
        match verification {
            Verification::Accepted { count } => {
                self.record(Outcome::Accepted, Some(&answer));
                (self.served, self.last) = (self.served + 1, count);
                if self.setup.nextnonce {
                    self.new_nonce();
                }
                let next = self.setup.nextnonce.then(|| self.nonce());
                let next = next.as_ref().map(String::as_bytes);
                let info = answer.info(&ha1, &request.body, next).unwrap();
                (self.success(&request.body, &info), false)
            }
            Verification::Stale => {
                self.record(Outcome::Stale, Some(&answer));
                self.unauthorized(true)
            }
            Verification::Refused => {
                self.record(Outcome::Refused, Some(&answer));
                self.unauthorized(false)
            }
        }
    }

    fn record(&self, outcome: Outcome, answer: Option<&Authorization<'_>>) {
        self.seen.lock().unwrap().push(Seen {
            connection: self.connection,
            outcome,
            count: answer.and_then(|answer| answer.count).map(NonceCount::get),
            qop: answer.and_then(|answer| answer.qop),
            userhash: answer.is_some_and(|answer| answer.userhash),
        });
    }

    fn offer<'a>(&self, realm: &'a str, nonce: &'a str, stale: bool) -> DigestOffer<'a> {
        let Setup { algorithm, qop, opaque, userhash, .. } = self.setup;
        let opaque = opaque.map(str::as_bytes);
        let offer = DigestOffer::new(realm.as_bytes(), nonce.as_bytes());
        DigestOffer { algorithm, qop, opaque, stale, userhash, ..offer }
    }

    fn unauthorized(&self, stale: bool) -> (Vec<u8>, bool) {
        let nonce = self.nonce();
        let offer = self.offer(self.realm(), &nonce, stale);
        let field = match self.setup.device_shaped {
            true => offer.to_device_field().unwrap(),
            false => offer.to_field().unwrap(),
        };
        let mut answer = b"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: ".to_vec();
        answer.extend(field);
        answer.extend(b"\r\nContent-Type: text/html\r\nContent-Length: 4\r\n");
        if self.setup.closes {
            answer.extend(b"Connection: close\r\n");
        }
        answer.extend(b"\r\npage");
        (answer, self.setup.closes)
    }

    /// Chunks as devices write them (W-103), the first one byte long.
    fn success(&self, body: &[u8], info: &[u8]) -> Vec<u8> {
        let mut answer = b"HTTP/1.1 200 OK\r\n".to_vec();
        if self.setup.proves {
            answer.extend([b"Authentication-Info: ", info, b"\r\n"].concat());
        }
        answer.extend(b"Content-Type: application/soap+xml; charset=UTF-8\r\n");
        answer.extend(b"Transfer-Encoding: chunked\r\n\r\n");
        let (first, rest) = body.split_at(body.len().min(1));
        for chunk in [first, rest].into_iter().filter(|chunk| !chunk.is_empty()) {
            answer.extend(format!("{:04X}\r\n", chunk.len()).as_bytes());
            answer.extend([chunk, b"\r\n"].concat());
        }
        answer.extend(b"0\r\n\r\n");
        answer
    }
}

struct Request {
    method: String,
    target: String,
    authorization: Option<Vec<u8>>,
    body: Vec<u8>,
}

impl Request {
    /// `None` if the connection ends, or nothing comes for too long.
    fn read(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Option<Self> {
        loop {
            if let Some((request, length)) = Self::parse(buffer) {
                buffer.drain(..length);
                return Some(request);
            }
            let mut portion = [0; 4096];
            match stream.read(&mut portion) {
                Ok(0) => return None,
                Ok(read) => buffer.extend(&portion[..read]),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => return None,
            }
        }
    }

    /// A whole request, and how long it is.
    fn parse(bytes: &[u8]) -> Option<(Self, usize)> {
        let mut headers = [httparse::EMPTY_HEADER; 32];
        let mut head = httparse::Request::new(&mut headers);
        let httparse::Status::Complete(start) = head.parse(bytes).unwrap() else { return None };
        let value = |name: &str| {
            let field = head.headers.iter().find(|field| field.name.eq_ignore_ascii_case(name));
            field.map(|field| field.value.to_vec())
        };
        let length = value("Content-Length").map_or(0, |length| {
            let length = String::from_utf8(length).unwrap();
            length.parse().unwrap()
        });
        let request = Self {
            method: head.method?.to_owned(),
            target: head.path?.to_owned(),
            authorization: value("Authorization"),
            body: bytes.get(start..start + length)?.to_vec(),
        };
        Some((request, start + length))
    }

    fn digest(&self) -> DigestRequest<'_> {
        DigestRequest { method: &self.method, uri: &self.target, body: &self.body }
    }
}
