/// What is wrong with an ASN.1 structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Asn1Problem {
    /// The bytes end before the structure does.
    #[error("it is cut off")]
    Truncated,
    /// A length that is not minimal, indefinite where it may not be, or beyond 4 GiB.
    #[error("invalid length")]
    Length,
    /// Another tag than expected.
    #[error("unexpected tag 0x{found:02x}")]
    Tag {
        /// The identifier octet found.
        found: u8,
    },
    /// Bytes after the end of the structure.
    #[error("bytes follow its end")]
    Trailing,
    /// The same extension twice (RFC 5280, 4.2).
    #[error("an extension occurs twice")]
    DuplicateExtension,
    /// The structure is nested deeper than the limit.
    #[error("nested too deeply")]
    Depth,
    /// A value outside what the structure allows.
    #[error("invalid value")]
    Value,
}
