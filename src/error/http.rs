/// What is wrong with an HTTP answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HttpProblem {
    /// It begins otherwise than every answer does.
    #[error("expected \"HTTP/1.\"")]
    NotHttp,
    /// A status line or a field that is none.
    #[error("a damaged status line or field")]
    Line,
    /// Status line and fields, or trailers, are longer than the limit (W-107).
    #[error("status line and fields of more than {limit} bytes")]
    HeadTooLarge {
        /// The limit in force.
        limit: usize,
    },
    /// There are more fields than the limit.
    #[error("more than {limit} fields")]
    TooManyFields {
        /// The limit in force.
        limit: usize,
    },
    /// More interim answers than the limit.
    #[error("more than {limit} interim answers")]
    TooManyInterim {
        /// The limit in force.
        limit: u8,
    },
    /// 101: it goes on in another protocol, which nobody asked for.
    #[error("another protocol follows")]
    Upgrade,
    /// A `Content-Length` that is no number, or several that differ.
    #[error("expected one decimal number as Content-Length")]
    Length,
    /// A transfer coding that is not known.
    #[error("expected chunked as the only transfer coding")]
    Coding,
    /// The body is longer than the limit (W-107).
    #[error("a body of more than {limit} bytes")]
    BodyTooLarge {
        /// The limit in force.
        limit: usize,
    },
    /// The line with the size of a chunk is longer than the limit (W-107).
    #[error("a chunk size line of more than {limit} bytes")]
    ChunkLine {
        /// The limit in force.
        limit: usize,
    },
    /// A chunk size that is none.
    #[error("expected a chunk size in hex digits")]
    ChunkSize,
    /// A chunk is longer than its size.
    #[error("expected a line end behind the chunk")]
    ChunkEnd,
    /// The connection ended before the answer did.
    #[error("the connection ended too early")]
    Truncated,
}

impl HttpProblem {
    pub(super) const fn is_limit(self) -> bool {
        matches!(
            self,
            Self::HeadTooLarge { .. }
                | Self::TooManyFields { .. }
                | Self::TooManyInterim { .. }
                | Self::BodyTooLarge { .. }
                | Self::ChunkLine { .. }
        )
    }
}
