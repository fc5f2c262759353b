/// What was found instead of a hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HashTextProblem {
    /// Nothing was left after stripping separators.
    #[error("nothing")]
    Empty,
    /// Hex digits, but not as many as any hash has.
    #[error("{digits} hex digits")]
    Digits {
        /// How many.
        digits: usize,
    },
    /// A character that is neither a hex digit nor a known separator, and the text is no base64.
    #[error("the character U+{code:04X}")]
    Character {
        /// Its code point.
        code: u32,
    },
    /// The label or the caller states another algorithm than the length tells.
    #[error("{found} bytes although {expected} bytes were stated")]
    Length {
        /// The length that the stated algorithm has.
        expected: usize,
        /// The length of the text's hash.
        found: usize,
    },
    /// A label in front of the hash that names no algorithm we know.
    #[error("an unknown algorithm name")]
    Algorithm,
    /// A word after the hash that is no flag of an entry, or contradicts an earlier one.
    #[error("a word after the comma other than one of active and inactive, or default")]
    Flag,
    /// Bytes that are no text.
    #[error("bytes that are not UTF-8")]
    NotUtf8,
}
