use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::mem;

use zeroize::Zeroizing;

use super::{
    HttpAnswer, HttpFailure, HttpInput, HttpLimits, HttpOutput, HttpProgress, HttpReader,
    HttpRequest, HttpResponse,
};
use crate::digest::{
    AuthenticationInfo, Credentials, DigestChoice, DigestClient, DigestHash, DigestPolicy,
    DigestRequest, Refusal, ServerProof,
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
    /// This call had another connection opened for bytes that nobody had asked for.
    reconnected: bool,
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
            reconnected: false,
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
        self.reconnected = false;
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

    /// The request that was given out last, for whoever sends it in parts; empty once the answer is
    /// whole.
    #[must_use]
    pub fn request(&self) -> &[u8] {
        match self.state {
            State::Receive => &self.request,
            _ => &[],
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

    /// Once for each call: whoever always speaks first is no HTTP server.
    fn reconnect(&mut self) {
        self.connected = false;
        if mem::replace(&mut self.reconnected, true) {
            self.finish(Err(HttpFailure::Dropped { sent: false, received: 0 }));
        } else {
            self.begin();
        }
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
                match self.unauthorized_head() {
                    Some(response) => self.whole(response),
                    None => self.finish(Err(HttpFailure::Damaged(error))),
                }
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
        match self.unauthorized_head() {
            Some(response) => self.whole(response),
            None => self.finish(Err(HttpFailure::Dropped { sent, received })),
        }
    }

    /// Of a 401 the head is all that matters (W-105).
    fn unauthorized_head(&mut self) -> Option<HttpResponse> {
        self.reader.take_partial().filter(|response| response.status == 401)
    }

    fn whole(&mut self, response: HttpResponse) {
        if response.status == 401 {
            return self.unauthorized(response);
        }
        let (authenticated, proof) = match &mut self.client {
            Some(client) if response.is_result() => (true, settle(client, &response)),
            _ => (false, ServerProof::Absent),
        };
        self.finish(Ok(HttpAnswer { authenticated, response, proof }));
    }

    fn unauthorized(&mut self, response: HttpResponse) {
        // An account that answered with one hash may have no other.
        let hash = self.client.as_ref().map(DigestClient::hash);
        let refusal = match choose(&self.policy, &response, hash) {
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
        let choice = choose(&self.policy, response, account.stored_hash())?;
        match &mut self.client {
            Some(client) => client.renew(&choice, account, cnonce)?,
            None => self.client = Some(DigestClient::new(&choice, account, cnonce)?),
        }
        self.begin();
        Ok(())
    }

    fn finish(&mut self, result: Result<HttpAnswer, HttpFailure>) {
        // A nonce serves for further calls only if the account is known to be right: a refusal would
        // else count against it, though the nonce may be old (W-530, W-532).
        if !self.client.as_ref().is_some_and(DigestClient::is_accepted) {
            self.client = None;
        }
        self.state = State::Finished(result);
        self.wipe();
    }

    fn wipe(&mut self) {
        self.body = Zeroizing::default();
        self.request = Zeroizing::default();
        self.reader = HttpReader::new(self.limits);
    }
}

/// The challenge that a hash of this kind can answer, or else the best, whose answer says why not.
fn choose<'a>(
    policy: &DigestPolicy<'_>,
    response: &'a HttpResponse,
    hash: Option<DigestHash>,
) -> Result<DigestChoice<'a>, Error> {
    let fields = || response.fields.all("WWW-Authenticate");
    policy.choose_for(fields(), hash).or_else(|_| policy.choose(fields()))
}

/// The credentials were right; the server may show that it knows them, and name a new nonce.
fn settle(client: &mut DigestClient, response: &HttpResponse) -> ServerProof {
    client.accepted();
    // Several lines are as good as one (RFC 9110, 5.3), and trailers will do (RFC 7615, 4).
    let name = "Authentication-Info";
    let lines: Vec<&[u8]> = response.fields.all(name).chain(response.trailers.all(name)).collect();
    match AuthenticationInfo::parse(&lines.join(&b", "[..])) {
        _ if lines.is_empty() => ServerProof::Absent,
        Ok(info) => client.heed(&info, HttpRequest::WSMAN, &response.body),
        Err(_) => ServerProof::Invalid,
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
