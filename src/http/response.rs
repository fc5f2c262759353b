use alloc::vec::Vec;

use super::HttpFields;

const SOAP: &[u8] = b"application/soap+xml";

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpResponse {
    /// The status code: 100 to 999.
    pub status: u16,
    /// The header fields.
    pub fields: HttpFields,
    /// The body, without its transfer coding.
    pub body: Vec<u8>,
    /// Fields that came behind a chunked body.
    pub trailers: HttpFields,
    /// The connection may be used for the next request.
    pub keep_alive: bool,
}

impl HttpResponse {
    /// Does it come from the operation that was asked for: 2xx, or a SOAP fault (W-305)? A device runs
    /// none for an account that is not right.
    pub(super) fn is_result(&self) -> bool {
        let soap = |value: &[u8]| {
            value.get(..SOAP.len()).is_some_and(|start| start.eq_ignore_ascii_case(SOAP))
        };
        matches!(self.status, 200..=299) || self.fields.first("Content-Type").is_some_and(soap)
    }

    /// What the `Server` field says after `Intel(R) Active Management Technology`: the release, for
    /// want of a better source (W-106).
    ///
    /// ```
    /// use amt_provisioning::{HttpLimits, HttpProgress, HttpReader};
    /// let mut reader = HttpReader::new(HttpLimits::default());
    /// let progress = reader.push(
    ///     b"HTTP/1.1 200 OK\r\nServer: Intel(R) Active Management Technology 16.1.25.1424\r\n\
    ///       Transfer-Encoding: chunked\r\n\r\n0004\r\n<a/>\r\n0\r\n\r\n",
    /// )?;
    /// assert_eq!(progress, HttpProgress::Whole { unused: 0 });
    /// let response = reader.take().unwrap();
    /// assert_eq!((response.status, &response.body[..]), (200, &b"<a/>"[..]));
    /// assert_eq!(response.amt_release(), Some("16.1.25.1424"));
    /// # Ok::<(), amt_provisioning::Error>(())
    /// ```
    #[must_use]
    pub fn amt_release(&self) -> Option<&str> {
        let server = core::str::from_utf8(self.fields.first("Server")?).ok()?;
        let release = server.strip_prefix("Intel(R) Active Management Technology")?.trim();
        (!release.is_empty()).then_some(release)
    }
}
