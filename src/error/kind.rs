use super::{Asn1Problem, Fault, HashTextProblem, HelloProblem, HttpProblem};

/// Kinds of [`Error`](super::Error).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The input has no bytes, or only blanks.
    #[error("the input is empty; expected a certificate in PEM, DER, base64 or PKCS#7 form")]
    Empty,
    /// A PKCS#12 container: opening it is the caller's task.
    #[error("this is a PKCS#12 (.pfx/.p12) container; open it first and pass its certificates")]
    Pkcs12,
    /// Neither a certificate nor a container of certificates.
    #[error("expected a certificate (PEM, DER, base64 or PKCS#7), found {found}")]
    NotCertificate {
        /// What it looks like instead.
        found: &'static str,
    },
    /// A PEM block is damaged.
    #[error("damaged PEM block: {problem}")]
    Pem {
        /// What is wrong with it.
        problem: &'static str,
    },
    /// Base64 that does not decode.
    #[error("damaged base64: {problem}")]
    Base64 {
        /// What is wrong with it.
        problem: &'static str,
    },
    /// An ASN.1 structure is damaged.
    #[error("damaged {structure}: {problem}")]
    Asn1 {
        /// Which structure or field was being read.
        structure: &'static str,
        /// What is wrong with it.
        problem: Asn1Problem,
    },
    /// Bytes after a certificate, which are no other one.
    #[error("{length} bytes follow the end of a certificate or container")]
    TrailingBytes {
        /// How many.
        length: usize,
    },
    /// More certificates, or more parts that are no certificate, than the limit.
    #[error("the input has more than {limit} certificates or unreadable parts")]
    TooManyCertificates {
        /// The limit in force.
        limit: usize,
    },
    /// A certificate longer than the limit.
    #[error("a certificate of {length} bytes; the limit is {limit}")]
    CertificateTooLarge {
        /// Its length in bytes.
        length: usize,
        /// The limit in force.
        limit: usize,
    },
    /// An input longer than the limit.
    #[error("an input of {length} bytes; the limit is {limit}")]
    InputTooLarge {
        /// Its length in bytes.
        length: usize,
        /// The limit in force.
        limit: usize,
    },
    /// Text that is not a hash.
    #[error(
        "expected a hash: 32, 40, 64, 96 or 128 hex digits, or base64 of 20, 32 or 48 bytes; found {problem}"
    )]
    HashText {
        /// What was found.
        problem: HashTextProblem,
    },
    /// The value of a list entry is as long as no hash is.
    #[error("expected a hash of 16, 20, 32, 48 or 64 bytes, found {length} bytes")]
    HashLength {
        /// The length found.
        length: usize,
    },
    /// Text that is not a firmware release.
    #[error("expected a firmware release such as 16.1.30.2269, v16.1.30 or 2.6: {problem}")]
    Release {
        /// What is wrong with it.
        problem: &'static str,
    },
    /// Text that is not a time.
    #[error("expected a time such as 2026-11-21T12:00:00Z, or Unix seconds")]
    Time,
    /// Text that is not a UUID.
    #[error("expected a UUID such as 00112233-4455-6677-8899-aabbccddeeff")]
    Uuid,
    /// Bytes that are not a Hello message.
    #[error("not a Hello message: {problem}")]
    Hello {
        /// What is wrong with them.
        problem: HelloProblem,
    },
    /// A DNS name that matches nothing.
    #[error("malformed DNS name: {problem}")]
    Name {
        /// What is wrong with it.
        problem: &'static str,
    },
    /// A header field that cannot be read, or a challenge that cannot be answered (W-504, W-508).
    #[error("damaged {field}: {problem}")]
    Header {
        /// The name of the field.
        field: &'static str,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// Authentication is wanted, but not Digest, and nothing else is answered (W-507).
    #[error("no authentication scheme but Digest is supported")]
    AuthScheme,
    /// Digest challenges that the caller's policy does not want (W-510, W-512).
    #[error("no challenge offers an algorithm and a qop that the policy allows")]
    DigestPolicy,
    /// A stored hash of another realm or algorithm than the challenge's (W-511).
    #[error("the stored password hash was made for another realm or algorithm")]
    StoredHash,
    /// A nonce that was answered 2³² - 1 times (W-522).
    #[error("the nonce is used up; a request without credentials gets a new one")]
    NonceCount,
    /// A value that cannot be written into a header field (W-521).
    #[error("the {name} cannot be sent: {problem}")]
    HeaderValue {
        /// Which value.
        name: &'static str,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// Bytes that are not an HTTP answer, or one that cannot be read.
    #[error("not an HTTP answer that can be read: {problem}")]
    Http {
        /// What is wrong with them.
        problem: HttpProblem,
    },
    /// A call that makes no sense in the state of its object; nothing has changed.
    #[error("out of turn: expected {expected}, got {found}")]
    OutOfTurn {
        /// What the object waits for.
        expected: &'static str,
        /// What it was given.
        found: &'static str,
    },
    /// A saved session cannot be taken up.
    #[error("damaged or foreign snapshot: {problem}")]
    Snapshot {
        /// What is wrong with it.
        problem: &'static str,
    },
    /// Too few random bytes.
    #[error("{found} random bytes do not suffice; give at least {needed}")]
    Random {
        /// How many practically always suffice.
        needed: usize,
        /// How many were given.
        found: usize,
    },
}

impl ErrorKind {
    /// Whose fault it is.
    #[must_use]
    pub const fn fault(self) -> Fault {
        match self {
            Self::TooManyCertificates { .. }
            | Self::CertificateTooLarge { .. }
            | Self::InputTooLarge { .. }
            | Self::Hello { problem: HelloProblem::Size { .. } } => Fault::Limit,
            Self::Http { problem } if problem.is_limit() => Fault::Limit,
            Self::OutOfTurn { .. }
            | Self::Random { .. }
            | Self::HeaderValue { .. }
            | Self::StoredHash
            | Self::NonceCount => Fault::Caller,
            _ => Fault::Input,
        }
    }
}
