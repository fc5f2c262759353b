use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::mem;

use zeroize::Zeroizing;

use super::{HttpLimits, HttpProgress, HttpReader, HttpRequest, HttpResponse};
use crate::digest::{
    AuthenticationInfo, Credentials, DigestClient, DigestPolicy, DigestRequest, Refusal,
    ServerProof, TrialEvent,
};
use crate::error::{Error, ErrorKind};
use crate::secret::Cnonce;

/// Conversation with a device over HTTP, without I/O: each call goes out as a request without
/// credentials first, the 401 is answered, and the same bytes go out again (S2-18 to S2-21; W-530).
///
/// [`start`](Self::start) a call, then do what [`poll`](Self::poll) says and tell what came of it
/// with [`handle`](Self::handle), until the call is finished. One call is under way at a time
/// (W-111). The nonce is kept for the next calls, counted up, which spares them the 401 (W-531).
/// Nothing is ever sent twice but for a 401: whether a call whose answer was lost may be made again
/// is the caller's to know.
///
/// The account is asked for when it is needed and not kept. Another account needs a
/// [`new_connection`](Self::new_connection) (W-108).
///
/// ```
/// use amt_provisioning::{
///     Cnonce, Credentials, DigestPolicy, HttpExchange, HttpInput, HttpOutput, Secret,
/// };
/// # let mut network = [
/// #     &b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nWWW-Authenticate: Digest \
/// #         realm=\"Digest:7E0B0C71B3C5D7B0B0F6F5AE1B6C5D4E\", nonce=\"+AFLMQ\",qop=\"auth\"\r\n\r\n"[..],
/// #     b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0004\r\n<a/>\r\n0\r\n\r\n",
/// # ].into_iter();
/// # let (mut sent, random) = (Vec::new(), [0xa5; 16]);
/// let admin = Credentials::new("admin", Secret::from("P@ssw0rd"));
/// let mut exchange = HttpExchange::new("device.example.com:16993", DigestPolicy::TLS)?;
/// exchange.start(b"<Envelope/>")?;
/// let answer = loop {
///     match exchange.poll() {
///         HttpOutput::Connect => exchange.handle(HttpInput::Connected)?, // after the handshake
///         HttpOutput::Send(bytes) => sent.push(bytes.to_vec()),
///         HttpOutput::Receive => exchange.handle(HttpInput::Received(network.next().unwrap()))?,
///         HttpOutput::Answer { .. } => {
///             let cnonce = Cnonce::new(&random)?;
///             exchange.handle(HttpInput::Credentials { account: &admin, cnonce })?;
///         }
///         HttpOutput::Finished(result) => break result.unwrap(),
///         HttpOutput::Idle => unreachable!(),
///     }
/// };
/// assert_eq!((answer.response.status, &answer.response.body[..]), (200, &b"<a/>"[..]));
/// assert!(sent.iter().all(|request| request.ends_with(b"\r\n\r\n<Envelope/>")));
/// # Ok::<(), amt_provisioning::Error>(())
/// ```
pub struct HttpExchange {
    host: String,
    policy: DigestPolicy<'static>,
    limits: HttpLimits,
    /// Knows the nonce, once a challenge was answered.
    client: Option<DigestClient>,
    connected: bool,
    state: State,
    /// The body of the call; it may hold a password.
    body: Zeroizing<Vec<u8>>,
    /// The request as it goes out.
    request: Zeroizing<Vec<u8>>,
    reader: HttpReader,
}

enum State {
    Idle,
    /// A connection is to be opened; the request is written then.
    Connect,
    Send,
    Receive,
    /// The challenge of this 401 is to be answered.
    Answer {
        response: HttpResponse,
        refusal: Option<Refusal>,
    },
    Finished(Result<HttpAnswer, HttpFailure>),
}

impl State {
    /// What is waited for.
    const fn expects(&self) -> &'static str {
        match self {
            Self::Idle => "a call to start",
            Self::Connect => "a connection",
            Self::Send => "the request to be taken for sending",
            Self::Receive => "bytes of the answer",
            Self::Answer { .. } => "credentials",
            Self::Finished(_) => "the result to be taken",
        }
    }
}

/// What happened, told to [`HttpExchange::handle`].
#[derive(Debug)]
pub enum HttpInput<'a> {
    /// A connection is open, TLS included, and nothing was sent on it.
    Connected,
    /// Bytes came, in any portions.
    Received(&'a [u8]),
    /// The connection ended, or could not be opened.
    Closed,
    /// The account to answer with, and a client nonce of fresh random bytes.
    Credentials {
        /// The account.
        account: &'a Credentials,
        /// The client nonce.
        cnonce: Cnonce,
    },
}

/// What to do next, told by [`HttpExchange::poll`].
#[derive(Debug)]
#[must_use]
pub enum HttpOutput<'a> {
    /// No call is under way.
    Idle,
    /// Close the connection if there is one, open another, and say
    /// [`Connected`](HttpInput::Connected).
    Connect,
    /// Send these bytes. Asked again, the exchange says [`Receive`](Self::Receive).
    Send(&'a [u8]),
    /// Wait for bytes, and for the end of the connection.
    Receive,
    /// Give the account to answer the challenge with: [`Credentials`](HttpInput::Credentials).
    Answer {
        /// Why the account is asked for once more; it must be the same one. `None` at first.
        again: Option<Refusal>,
    },
    /// The call has ended.
    Finished(Result<HttpAnswer, HttpFailure>),
}

/// The answer to a call. Its status may be any but 401.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpAnswer {
    /// The answer.
    pub response: HttpResponse,
    /// Whether the device showed that it knows the password (W-534).
    pub proof: ServerProof,
}

/// Why a call has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum HttpFailure {
    /// The account was refused: another one, on a new connection, may be tried.
    Refused {
        /// The last 401.
        response: Box<HttpResponse>,
    },
    /// The 401 has no challenge that can be answered: why (W-504, W-507, W-512).
    Challenge {
        /// What is wrong with its challenges; `item` counts the fields.
        error: Error,
        /// The 401.
        response: Box<HttpResponse>,
    },
    /// The connection ended, or could not be opened. If the request was sent, the device may have
    /// acted on it (W-109).
    Dropped {
        /// The request was handed out for sending.
        sent: bool,
        /// So many bytes of the answer had come.
        received: usize,
    },
    /// The answer cannot be read.
    Damaged(Error),
}

impl HttpFailure {
    /// What it says about the account, for [`CredentialTrial::handle`](crate::CredentialTrial).
    /// `None` if it says nothing: then a trial cannot go on either.
    #[must_use]
    pub const fn trial_event(&self) -> Option<TrialEvent> {
        match self {
            Self::Refused { .. } => Some(TrialEvent::Refused(Refusal::WrongCredentials)),
            Self::Dropped { .. } => Some(TrialEvent::Dropped),
            Self::Challenge { .. } | Self::Damaged(_) => None,
        }
    }
}

impl HttpExchange {
    /// With the device at `host`: its name or address, an IPv6 address in brackets, `:` and the
    /// port. Requests go to `/wsman`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::HeaderValue`] if `host` is neither.
    pub fn new(host: &str, policy: DigestPolicy<'static>) -> Result<Self, Error> {
        HttpRequest::wsman(host, b"").check()?;
        Ok(Self {
            host: host.into(),
            policy,
            limits: HttpLimits::default(),
            client: None,
            connected: false,
            state: State::Idle,
            body: Zeroizing::default(),
            request: Zeroizing::default(),
            reader: HttpReader::new(HttpLimits::default()),
        })
    }

    /// The same with other limits for answers.
    #[must_use]
    pub fn with_limits(mut self, limits: HttpLimits) -> Self {
        self.limits = limits;
        self.reader = HttpReader::new(limits);
        self
    }

    /// Begins a call with this body.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::OutOfTurn`] while another one is under way.
    pub fn start(&mut self, body: &[u8]) -> Result<(), Error> {
        if !matches!(self.state, State::Idle) {
            return Err(self.out_of_turn("another call"));
        }
        self.body = Zeroizing::new(body.to_vec());
        self.begin();
        Ok(())
    }

    /// Forgets account and connection: the next call opens a new one and begins without
    /// credentials. To be called when another account is to be used, since devices keep a
    /// connection to the account that it began with (W-108). A call under way is given up.
    pub fn new_connection(&mut self) {
        self.client = None;
        self.connected = false;
        self.state = State::Idle;
        self.wipe();
    }

    /// What to do next.
    pub fn poll(&mut self) -> HttpOutput<'_> {
        match &self.state {
            State::Idle => HttpOutput::Idle,
            State::Connect => HttpOutput::Connect,
            State::Receive => HttpOutput::Receive,
            State::Answer { refusal, .. } => HttpOutput::Answer { again: *refusal },
            State::Send => {
                self.state = State::Receive;
                HttpOutput::Send(&self.request)
            }
            State::Finished(_) => match mem::replace(&mut self.state, State::Idle) {
                State::Finished(result) => HttpOutput::Finished(result),
                _ => HttpOutput::Idle,
            },
        }
    }

    /// Takes what happened.
    ///
    /// The end of the connection may be told at any time. Bytes that come when none are expected
    /// make the connection unfit for the next call.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::OutOfTurn`] for what was not asked for, and the errors of
    /// [`DigestClient::new`]: then nothing has changed, and another account may be given.
    pub fn handle(&mut self, input: HttpInput<'_>) -> Result<(), Error> {
        match (input, &self.state) {
            (HttpInput::Closed, _) => self.closed(),
            (HttpInput::Connected, State::Connect) => {
                self.connected = true;
                self.write();
            }
            (HttpInput::Received(bytes), State::Receive) => self.received(bytes),
            (HttpInput::Received([]), _) => {}
            // Nobody knows what these bytes answer, so nothing goes out on this connection.
            (HttpInput::Received(_), State::Send) => self.reconnect(),
            (HttpInput::Received(_), _) => self.connected = false,
            (HttpInput::Credentials { account, cnonce }, State::Answer { .. }) => {
                self.answer(account, cnonce)?;
            }
            (HttpInput::Connected, _) => return Err(self.out_of_turn("a connection")),
            (HttpInput::Credentials { .. }, _) => return Err(self.out_of_turn("credentials")),
        }
        Ok(())
    }

    const fn out_of_turn(&self, found: &'static str) -> Error {
        Error::new(ErrorKind::OutOfTurn { expected: self.state.expects(), found })
    }

    fn begin(&mut self) {
        match self.connected {
            true => self.write(),
            false => self.state = State::Connect,
        }
    }

    fn reconnect(&mut self) {
        self.connected = false;
        self.begin();
    }

    /// Writes the request, with credentials if a nonce is known.
    fn write(&mut self) {
        let request = HttpRequest::wsman(&self.host, &self.body);
        let digest = digest_request(&self.body);
        let authorization = match self.client.as_mut().map(|client| client.authorize(&digest)) {
            Some(Ok(authorization)) => Some(authorization),
            // The nonce is used up: the request without credentials gets a new one (W-522).
            Some(Err(_)) => {
                self.client = None;
                None
            }
            None => None,
        };
        match request.to_bytes(authorization.as_deref()) {
            Ok(bytes) => {
                self.request = Zeroizing::new(bytes);
                self.reader = HttpReader::new(self.limits);
                self.state = State::Send;
            }
            // The host was checked, and a written field holds no control characters.
            Err(error) => self.finish(Err(HttpFailure::Damaged(error))),
        }
    }

    fn received(&mut self, bytes: &[u8]) {
        match self.reader.push(bytes) {
            Ok(HttpProgress::NeedMore) => {}
            Ok(HttpProgress::Whole { unused }) => {
                if let Some(response) = self.reader.take() {
                    self.connected = response.keep_alive && unused == 0;
                    self.whole(response);
                }
            }
            Err(error) => {
                self.connected = false;
                self.finish(Err(HttpFailure::Damaged(error)));
            }
        }
    }

    fn closed(&mut self) {
        self.connected = false;
        let sent = match &self.state {
            // What is still to be sent needs a connection, and what was finished needs none.
            State::Idle | State::Answer { .. } | State::Finished(_) => return,
            State::Connect | State::Send => false,
            State::Receive => true,
        };
        let received = self.reader.taken();
        if self.reader.end().is_ok() {
            if let Some(response) = self.reader.take() {
                return self.whole(response);
            }
        }
        // Of a 401 the head is all that matters (W-105).
        match self.reader.take_partial() {
            Some(response) if response.status == 401 => self.whole(response),
            _ => self.finish(Err(HttpFailure::Dropped { sent, received })),
        }
    }

    fn whole(&mut self, response: HttpResponse) {
        if response.status == 401 {
            return self.unauthorized(response);
        }
        let proof = self.proof(&response);
        self.finish(Ok(HttpAnswer { response, proof }));
    }

    /// The credentials were right; the server may show that it knows them, and name a new nonce.
    fn proof(&mut self, response: &HttpResponse) -> ServerProof {
        let Some(client) = &mut self.client else { return ServerProof::Absent };
        client.accepted();
        let name = "Authentication-Info";
        let value = response.fields.first(name).or_else(|| response.trailers.first(name));
        match value.map(AuthenticationInfo::parse) {
            None => ServerProof::Absent,
            Some(Ok(info)) => client.heed(&info, HttpRequest::WSMAN, &response.body),
            Some(Err(_)) => ServerProof::Invalid,
        }
    }

    fn unauthorized(&mut self, response: HttpResponse) {
        let choice = self.policy.choose(response.fields.all("WWW-Authenticate"));
        let refusal = match choice {
            Err(error) => {
                let response = Box::new(response);
                return self.finish(Err(HttpFailure::Challenge { error, response }));
            }
            Ok(choice) => self.client.as_ref().map(|client| client.refusal(&choice.challenge)),
        };
        match refusal {
            Some(Refusal::WrongCredentials) => {
                self.client = None;
                let response = Box::new(response);
                self.finish(Err(HttpFailure::Refused { response }));
            }
            refusal => self.state = State::Answer { response, refusal },
        }
    }

    fn answer(&mut self, account: &Credentials, cnonce: Cnonce) -> Result<(), Error> {
        let State::Answer { response, .. } = &self.state else { return Ok(()) };
        let choice = self.policy.choose(response.fields.all("WWW-Authenticate"))?;
        match &mut self.client {
            Some(client) => client.renew(&choice, account, cnonce)?,
            None => self.client = Some(DigestClient::new(&choice, account, cnonce)?),
        }
        self.begin();
        Ok(())
    }

    fn finish(&mut self, result: Result<HttpAnswer, HttpFailure>) {
        self.state = State::Finished(result);
        self.wipe();
    }

    fn wipe(&mut self) {
        self.body = Zeroizing::default();
        self.request = Zeroizing::default();
        self.reader = HttpReader::new(self.limits);
    }
}

/// What the credentials of a call cover.
const fn digest_request(body: &[u8]) -> DigestRequest<'_> {
    DigestRequest { method: "POST", uri: HttpRequest::WSMAN, body }
}

impl fmt::Debug for HttpExchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpExchange")
            .field("host", &self.host)
            .field("state", &format_args!("waits for {}", self.state.expects()))
            .field("connected", &self.connected)
            .field("client", &self.client)
            .finish_non_exhaustive()
    }
}
