use alloc::vec::Vec;
use core::fmt;

use crate::error::{Error, ErrorKind};
use crate::secret::Counted;

/// A request, to be written as often as it takes, always with the same body (W-101, S2-20).
///
/// ```
/// use amt_provisioning::HttpRequest;
/// let request = HttpRequest::wsman("device.example.com:16993", b"<Envelope/>");
/// assert_eq!(
///     request.to_bytes(None)?,
///     b"POST /wsman HTTP/1.1\r\n\
///       Host: device.example.com:16993\r\n\
///       Content-Type: application/soap+xml;charset=UTF-8\r\n\
///       Content-Length: 11\r\n\
///       \r\n\
///       <Envelope/>"
/// );
/// # Ok::<(), amt_provisioning::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct HttpRequest<'a> {
    /// The method. `HEAD` and `CONNECT` are refused: their answers have no body, whatever they say.
    pub method: &'a str,
    /// The request target: a path such as `/wsman`, with a query if need be.
    pub target: &'a str,
    /// Name or address of the device, an IPv6 address in brackets; `:` and the port.
    pub host: &'a str,
    /// The media type of the body; `None` leaves the field out.
    pub content_type: Option<&'a str>,
    /// The body: UTF-8 for devices, which answer any other encoding with 401 (W-102).
    pub body: &'a [u8],
}

impl fmt::Debug for HttpRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpRequest")
            .field("method", &self.method)
            .field("target", &self.target)
            .field("host", &self.host)
            .field("content_type", &self.content_type)
            .field("body", &Counted(self.body))
            .finish()
    }
}

impl<'a> HttpRequest<'a> {
    /// Where devices take WS-Management.
    pub const WSMAN: &'static str = "/wsman";

    /// A request of WS-Management: `POST /wsman`.
    #[must_use]
    pub const fn wsman(host: &'a str, body: &'a [u8]) -> Self {
        let content_type = Some("application/soap+xml;charset=UTF-8");
        Self { method: "POST", target: Self::WSMAN, host, content_type, body }
    }

    /// Refuses what would write another request than the one that is meant.
    pub(super) fn check(&self) -> Result<(), Error> {
        let refuse = |name, problem| Err(Error::new(ErrorKind::HeaderValue { name, problem }));
        let all = |text: &str, fits: fn(u8) -> bool| !text.is_empty() && text.bytes().all(fits);
        if !all(self.method, |byte| byte.is_ascii_alphabetic()) {
            return refuse("method", "expected letters only");
        }
        if ["HEAD", "CONNECT"].iter().any(|method| self.method.eq_ignore_ascii_case(method)) {
            return refuse("method", "its answers are framed otherwise");
        }
        if !self.target.starts_with('/')
            || !all(self.target, |byte| byte.is_ascii_graphic() && byte != b'#')
        {
            return refuse("target", "expected a path of visible ASCII characters without '#'");
        }
        // uri-host and port (RFC 3986, 3.2.2).
        if !all(self.host, |byte| {
            byte.is_ascii_alphanumeric() || b"-._~%!$&'()*+,;=:[]".contains(&byte)
        }) {
            return refuse("host", "expected a name or an address, and a port");
        }
        let printable = |byte: u8| byte == b' ' || byte.is_ascii_graphic();
        if self.content_type.is_some_and(|content_type| !content_type.bytes().all(printable)) {
            return refuse("content type", "expected printable ASCII characters");
        }
        Ok(())
    }

    /// The request with this value of the `Authorization` field.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::HeaderValue`] for a value that would not stay within its line or its part of it.
    pub fn to_bytes(&self, authorization: Option<&[u8]>) -> Result<Vec<u8>, Error> {
        self.check()?;
        if authorization.is_some_and(|value| value.iter().any(u8::is_ascii_control)) {
            let (name, problem) = ("authorization", "a control character");
            return Err(Error::new(ErrorKind::HeaderValue { name, problem }));
        }
        let length = alloc::format!("{}", self.body.len());
        let fields = [
            ("Host", Some(self.host.as_bytes())),
            ("Content-Type", self.content_type.map(str::as_bytes)),
            ("Content-Length", Some(length.as_bytes())),
            ("Authorization", authorization),
        ];
        // Names and punctuation take less than 100 bytes.
        let texts = fields.iter().filter_map(|field| field.1).map(<[u8]>::len);
        let capacity = texts.chain([self.method.len(), self.target.len(), self.body.len(), 100]);
        let mut bytes = Vec::with_capacity(capacity.fold(0, usize::saturating_add));
        for part in [self.method, " ", self.target, " HTTP/1.1\r\n"] {
            bytes.extend_from_slice(part.as_bytes());
        }
        for (name, value) in fields {
            let Some(value) = value else { continue };
            for part in [name.as_bytes(), b": ", value, b"\r\n"] {
                bytes.extend_from_slice(part);
            }
        }
        bytes.extend_from_slice(b"\r\n");
        bytes.extend_from_slice(self.body);
        Ok(bytes)
    }
}
