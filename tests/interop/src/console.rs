//! A console of ours: the library's client side behind a socket.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};

use amt_provisioning::{
    Cnonce, Credentials, DigestPolicy, HttpAnswer, HttpExchange, HttpFailure, HttpInput,
    HttpOutput, Refusal, Secret,
};

use crate::{PATIENCE, USER};

/// An [`HttpExchange`] over TCP.
#[derive(Debug)]
pub struct Console {
    address: SocketAddr,
    exchange: HttpExchange,
    stream: Option<TcpStream>,
    /// How many connections were opened.
    pub connections: usize,
    /// Why the account was asked for, each time.
    pub asked: Vec<Option<Refusal>>,
    /// The requests.
    pub sent: Vec<Vec<u8>>,
}

impl Console {
    /// For the device at this address.
    #[must_use]
    pub fn new(address: SocketAddr, policy: DigestPolicy<'static>) -> Self {
        Self {
            address,
            exchange: HttpExchange::new(&address.to_string(), policy).unwrap(),
            stream: None,
            connections: 0,
            asked: Vec::new(),
            sent: Vec::new(),
        }
    }

    /// Makes a call.
    ///
    /// # Errors
    ///
    /// Those of [`HttpExchange`].
    pub fn call(&mut self, password: &str, body: &[u8]) -> Result<HttpAnswer, HttpFailure> {
        let account = Credentials::new(USER, Secret::from(password));
        self.notice_the_end();
        self.exchange.start(body).unwrap();
        loop {
            let input = match self.exchange.poll() {
                HttpOutput::Idle => panic!("a call is under way"),
                HttpOutput::Connect => {
                    self.connections += 1;
                    // The old one ends before the new one begins.
                    drop(self.stream.take());
                    let stream = TcpStream::connect_timeout(&self.address, PATIENCE).unwrap();
                    stream.set_read_timeout(Some(PATIENCE)).unwrap();
                    self.stream = Some(stream);
                    HttpInput::Connected
                }
                HttpOutput::Send(bytes) => {
                    self.sent.push(bytes.to_vec());
                    match self.stream.as_mut().unwrap().write_all(bytes) {
                        Ok(()) => continue,
                        Err(_) => HttpInput::Closed,
                    }
                }
                HttpOutput::Receive => {
                    let mut portion = [0; 4096];
                    let read = self.stream.as_mut().unwrap().read(&mut portion);
                    let length = read.unwrap_or_else(|error| match error.kind() {
                        ErrorKind::ConnectionReset => 0,
                        _ => panic!("no answer: {error}"),
                    });
                    let input = match &portion[..length] {
                        [] => HttpInput::Closed,
                        bytes => HttpInput::Received(bytes),
                    };
                    self.exchange.handle(input).unwrap();
                    continue;
                }
                HttpOutput::Answer { again } => {
                    self.asked.push(again);
                    let cnonce = Cnonce::new(&random()).unwrap();
                    HttpInput::Credentials { account: &account, cnonce }
                }
                HttpOutput::Finished(result) => return result,
            };
            self.exchange.handle(input).unwrap();
        }
    }

    /// The nonce counts of the requests; `None` for those without credentials.
    #[must_use]
    pub fn counts(&self) -> Vec<Option<u32>> {
        let count = |request: &Vec<u8>| {
            let text = String::from_utf8_lossy(request).into_owned();
            let (_, rest) = text.split_once(", nc=")?;
            Some(u32::from_str_radix(&rest[..8], 16).unwrap())
        };
        self.sent.iter().map(count).collect()
    }

    /// Does the last request hold this text?
    #[must_use]
    pub fn said(&self, text: &str) -> bool {
        self.sent.last().is_some_and(|request| String::from_utf8_lossy(request).contains(text))
    }

    /// Tells if the connection has ended since the last call.
    fn notice_the_end(&mut self) {
        let Some(stream) = &self.stream else { return };
        stream.set_nonblocking(true).unwrap();
        let peeked = stream.peek(&mut [0]);
        stream.set_nonblocking(false).unwrap();
        match peeked {
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            Ok(1..) => panic!("bytes nobody asked for"),
            Ok(0) | Err(_) => self.exchange.handle(HttpInput::Closed).unwrap(),
        }
    }
}

/// The standard library's hash maps are seeded by the system's generator.
fn random() -> [u8; 16] {
    let half = || RandomState::new().build_hasher().finish().to_be_bytes();
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&half());
    bytes[8..].copy_from_slice(&half());
    bytes
}
