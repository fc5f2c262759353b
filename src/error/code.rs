//! The pinned number of every kind of error: one table for the C header, its documentation and logs.

use core::fmt;

use super::{ErrorKind, HelloProblem, HttpProblem};

macro_rules! codes {
    ($($number:literal $variant:ident $name:literal $text:literal $kind:pat,)*) => {
        /// The pinned code of an [`ErrorKind`]: a negative number and a name, which the C ABI
        /// returns too.
        ///
        /// Hundreds are subjects: 1 certificates and their containers, 2 texts and values, 3 Hello
        /// messages, 4 HTTP and Digest, 5 the caller's own mistakes. Numbers below 100 belong to
        /// the C ABI itself. A number never changes and is never used again.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ErrorCode { $(#[doc = concat!("`", $name, "`: ", $text, ".")] $variant,)* }

        impl ErrorCode {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The number.
            #[must_use]
            pub const fn number(self) -> i32 {
                match self { $(Self::$variant => $number,)* }
            }

            /// The name, such as `AMTP_ERR_PEM`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// What it means, in a few words; an [`Error`](super::Error) says more.
            #[must_use]
            pub const fn text(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// The code with this number.
            #[must_use]
            pub const fn from_number(number: i32) -> Option<Self> {
                match number { $($number => Some(Self::$variant),)* _ => None }
            }
        }

        impl ErrorKind {
            /// The pinned code.
            #[must_use]
            pub const fn code(self) -> ErrorCode {
                match self { $($kind => ErrorCode::$variant,)* }
            }
        }
    };
}

codes! {
    // Certificates and their containers.
    -101 Empty "AMTP_ERR_EMPTY" "the input is empty"
        ErrorKind::Empty,
    -102 Pkcs12 "AMTP_ERR_PKCS12" "the input is a PKCS#12 container, which is not opened here"
        ErrorKind::Pkcs12,
    -103 NotCertificate "AMTP_ERR_NOT_CERTIFICATE" "the input is neither a certificate nor a container of certificates"
        ErrorKind::NotCertificate { .. },
    -104 Pem "AMTP_ERR_PEM" "a PEM block is damaged"
        ErrorKind::Pem { .. },
    -105 Base64 "AMTP_ERR_BASE64" "base64 is damaged"
        ErrorKind::Base64 { .. },
    -106 Asn1 "AMTP_ERR_ASN1" "an ASN.1 structure is damaged"
        ErrorKind::Asn1 { .. },
    -107 TrailingBytes "AMTP_ERR_TRAILING_BYTES" "bytes follow a certificate or container"
        ErrorKind::TrailingBytes { .. },
    -108 TooManyCertificates "AMTP_ERR_TOO_MANY_CERTIFICATES" "more certificates or unreadable parts than the limit"
        ErrorKind::TooManyCertificates { .. },
    -109 CertificateTooLarge "AMTP_ERR_CERTIFICATE_TOO_LARGE" "a certificate is longer than the limit"
        ErrorKind::CertificateTooLarge { .. },
    -110 InputTooLarge "AMTP_ERR_INPUT_TOO_LARGE" "the input is longer than the limit"
        ErrorKind::InputTooLarge { .. },

    // Texts and values.
    -201 HashText "AMTP_ERR_HASH_TEXT" "the text is no hash"
        ErrorKind::HashText { .. },
    -202 HashLength "AMTP_ERR_HASH_LENGTH" "no hash is as long as the value"
        ErrorKind::HashLength { .. },
    -203 Release "AMTP_ERR_RELEASE" "the text is no firmware release"
        ErrorKind::Release { .. },
    -204 Time "AMTP_ERR_TIME" "the text is no time"
        ErrorKind::Time,
    -205 Uuid "AMTP_ERR_UUID" "the text is no UUID"
        ErrorKind::Uuid,
    -206 Name "AMTP_ERR_NAME" "a DNS name is malformed"
        ErrorKind::Name { .. },

    // Hello messages.
    -301 HelloTruncated "AMTP_ERR_HELLO_TRUNCATED" "the data ends before the Hello message does"
        ErrorKind::Hello { problem: HelloProblem::Truncated { .. } },
    -302 HelloTrailing "AMTP_ERR_HELLO_TRAILING" "too many bytes follow the Hello message"
        ErrorKind::Hello { problem: HelloProblem::Trailing { .. } },
    -303 HelloVersion "AMTP_ERR_HELLO_VERSION" "the interface version of the Hello message is unknown"
        ErrorKind::Hello { problem: HelloProblem::Version { .. } },
    -304 HelloFirstField "AMTP_ERR_HELLO_FIRST_FIELD" "the first field of the Hello message is neither 0 nor 1"
        ErrorKind::Hello { problem: HelloProblem::FirstField { .. } },
    -305 HelloAlgorithm "AMTP_ERR_HELLO_ALGORITHM" "a hash algorithm of the Hello message is unknown"
        ErrorKind::Hello { problem: HelloProblem::Algorithm { .. } },
    -306 HelloHashLength "AMTP_ERR_HELLO_HASH_LENGTH" "a hash of the Hello message has another length than its algorithm"
        ErrorKind::Hello { problem: HelloProblem::HashLength { .. } },
    -307 HelloSize "AMTP_ERR_HELLO_SIZE" "the Hello message is longer than the limit"
        ErrorKind::Hello { problem: HelloProblem::Size { .. } },
    -308 HelloHttpProbe "AMTP_ERR_HELLO_HTTP_PROBE" "the data is an HTTP request, not a Hello message"
        ErrorKind::Hello { problem: HelloProblem::HttpProbe },

    // HTTP answers and Digest challenges.
    -401 Header "AMTP_ERR_HEADER" "a header field cannot be read, or its challenge not be answered"
        ErrorKind::Header { .. },
    -402 AuthScheme "AMTP_ERR_AUTH_SCHEME" "authentication other than Digest is wanted"
        ErrorKind::AuthScheme,
    -403 DigestPolicy "AMTP_ERR_DIGEST_POLICY" "the policy allows none of the Digest challenges"
        ErrorKind::DigestPolicy,
    -404 HttpNotHttp "AMTP_ERR_HTTP_NOT_HTTP" "the data is no HTTP answer"
        ErrorKind::Http { problem: HttpProblem::NotHttp },
    -405 HttpLine "AMTP_ERR_HTTP_LINE" "a status line or a field of the answer is damaged"
        ErrorKind::Http { problem: HttpProblem::Line },
    -406 HttpHeadTooLarge "AMTP_ERR_HTTP_HEAD_TOO_LARGE" "status line and fields of the answer are longer than the limit"
        ErrorKind::Http { problem: HttpProblem::HeadTooLarge { .. } },
    -407 HttpTooManyFields "AMTP_ERR_HTTP_TOO_MANY_FIELDS" "the answer has more fields than the limit"
        ErrorKind::Http { problem: HttpProblem::TooManyFields { .. } },
    -408 HttpTooManyInterim "AMTP_ERR_HTTP_TOO_MANY_INTERIM" "more interim answers than the limit"
        ErrorKind::Http { problem: HttpProblem::TooManyInterim { .. } },
    -409 HttpUpgrade "AMTP_ERR_HTTP_UPGRADE" "the answer switches to another protocol"
        ErrorKind::Http { problem: HttpProblem::Upgrade },
    -410 HttpLength "AMTP_ERR_HTTP_LENGTH" "the Content-Length of the answer is no number, or several"
        ErrorKind::Http { problem: HttpProblem::Length },
    -411 HttpCoding "AMTP_ERR_HTTP_CODING" "the transfer coding of the answer is unknown"
        ErrorKind::Http { problem: HttpProblem::Coding },
    -412 HttpBodyTooLarge "AMTP_ERR_HTTP_BODY_TOO_LARGE" "the body of the answer is longer than the limit"
        ErrorKind::Http { problem: HttpProblem::BodyTooLarge { .. } },
    -413 HttpChunkLine "AMTP_ERR_HTTP_CHUNK_LINE" "the size line of a chunk is longer than the limit"
        ErrorKind::Http { problem: HttpProblem::ChunkLine { .. } },
    -414 HttpChunkSize "AMTP_ERR_HTTP_CHUNK_SIZE" "the size of a chunk is no number"
        ErrorKind::Http { problem: HttpProblem::ChunkSize },
    -415 HttpChunkEnd "AMTP_ERR_HTTP_CHUNK_END" "a chunk is longer than its size"
        ErrorKind::Http { problem: HttpProblem::ChunkEnd },
    -416 HttpTruncated "AMTP_ERR_HTTP_TRUNCATED" "the connection ended before the answer did"
        ErrorKind::Http { problem: HttpProblem::Truncated },

    // Values and calls of the caller.
    -501 StoredHash "AMTP_ERR_STORED_HASH" "the stored password hash is for another realm or algorithm"
        ErrorKind::StoredHash,
    -502 NonceCount "AMTP_ERR_NONCE_COUNT" "the nonce is used up"
        ErrorKind::NonceCount,
    -503 HeaderValue "AMTP_ERR_HEADER_VALUE" "a value cannot be written into a header field"
        ErrorKind::HeaderValue { .. },
    -504 OutOfTurn "AMTP_ERR_OUT_OF_TURN" "the call makes no sense in this state; nothing has changed"
        ErrorKind::OutOfTurn { .. },
    -505 Random "AMTP_ERR_RANDOM" "too few random bytes"
        ErrorKind::Random { .. },
    -506 Snapshot "AMTP_ERR_SNAPSHOT" "the bytes are no saved session, or of another one"
        ErrorKind::Snapshot { .. },
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeSet;

    use super::*;

    /// Numbers that were given away. Lines are added, never changed: programs have them compiled in.
    const GIVEN: &[(i32, &str)] = &[
        (-101, "EMPTY"),
        (-102, "PKCS12"),
        (-103, "NOT_CERTIFICATE"),
        (-104, "PEM"),
        (-105, "BASE64"),
        (-106, "ASN1"),
        (-107, "TRAILING_BYTES"),
        (-108, "TOO_MANY_CERTIFICATES"),
        (-109, "CERTIFICATE_TOO_LARGE"),
        (-110, "INPUT_TOO_LARGE"),
        (-201, "HASH_TEXT"),
        (-202, "HASH_LENGTH"),
        (-203, "RELEASE"),
        (-204, "TIME"),
        (-205, "UUID"),
        (-206, "NAME"),
        (-301, "HELLO_TRUNCATED"),
        (-302, "HELLO_TRAILING"),
        (-303, "HELLO_VERSION"),
        (-304, "HELLO_FIRST_FIELD"),
        (-305, "HELLO_ALGORITHM"),
        (-306, "HELLO_HASH_LENGTH"),
        (-307, "HELLO_SIZE"),
        (-308, "HELLO_HTTP_PROBE"),
        (-401, "HEADER"),
        (-402, "AUTH_SCHEME"),
        (-403, "DIGEST_POLICY"),
        (-404, "HTTP_NOT_HTTP"),
        (-405, "HTTP_LINE"),
        (-406, "HTTP_HEAD_TOO_LARGE"),
        (-407, "HTTP_TOO_MANY_FIELDS"),
        (-408, "HTTP_TOO_MANY_INTERIM"),
        (-409, "HTTP_UPGRADE"),
        (-410, "HTTP_LENGTH"),
        (-411, "HTTP_CODING"),
        (-412, "HTTP_BODY_TOO_LARGE"),
        (-413, "HTTP_CHUNK_LINE"),
        (-414, "HTTP_CHUNK_SIZE"),
        (-415, "HTTP_CHUNK_END"),
        (-416, "HTTP_TRUNCATED"),
        (-501, "STORED_HASH"),
        (-502, "NONCE_COUNT"),
        (-503, "HEADER_VALUE"),
        (-504, "OUT_OF_TURN"),
        (-505, "RANDOM"),
        (-506, "SNAPSHOT"),
    ];

    #[test]
    fn numbers_stay_as_they_were_given() {
        let given = GIVEN.iter().map(|(number, name)| (*number, alloc::format!("AMTP_ERR_{name}")));
        let codes = ErrorCode::ALL.iter().map(|code| (code.number(), code.name().into()));
        assert!(codes.eq(given), "add a line to GIVEN for a new code; never change one");
    }

    #[test]
    fn numbers_and_names_are_unique() {
        let numbers: BTreeSet<_> = ErrorCode::ALL.iter().map(|code| code.number()).collect();
        let names: BTreeSet<_> = ErrorCode::ALL.iter().map(|code| code.name()).collect();
        assert_eq!((numbers.len(), names.len()), (ErrorCode::ALL.len(), ErrorCode::ALL.len()));
        for code in ErrorCode::ALL {
            assert!((-599..=-100).contains(&code.number()), "{code}");
            assert_eq!(ErrorCode::from_number(code.number()), Some(*code));
            assert!(!code.text().is_empty() && !code.text().ends_with('.'), "{code}");
        }
        assert_eq!(ErrorCode::from_number(0), None);
    }

    #[test]
    fn a_kind_has_the_code_of_its_own_problem() {
        assert_eq!(ErrorKind::Pkcs12.code(), ErrorCode::Pkcs12);
        let probe = ErrorKind::Hello { problem: HelloProblem::HttpProbe };
        assert_eq!(
            (probe.code().number(), probe.code().name()),
            (-308, "AMTP_ERR_HELLO_HTTP_PROBE")
        );
        let cut = ErrorKind::Http { problem: HttpProblem::Truncated };
        assert_eq!(cut.code().number(), -416);
    }
}
