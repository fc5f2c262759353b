use super::scan::PSK_LENGTH;

/// How much is read from whoever connects. The default is as generous as the rules allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HelloPolicy {
    /// Refuse any bytes behind the declared end, instead of keeping up to
    /// [`MAX_TRAILING`](Self::MAX_TRAILING) aside (H-03).
    pub strict_tail: bool,
    /// The longest message, with what follows its declared end, in bytes (H-09). More than
    /// [`MAX_LENGTH`](Self::MAX_LENGTH) means that; less than 32, a PSK message, means 32.
    pub max_length: usize,
}

impl HelloPolicy {
    /// The longest message that can be declared: a head of 25 bytes and 255 entries of a SHA-512
    /// hash (H-09).
    pub const MAX_LENGTH: usize = 25 + 255 * (2 + 64);

    /// Nothing is known about bytes behind the declared end. So many are tolerated, lest a device
    /// be locked out that appends some field (H-03, DF-01).
    pub const MAX_TRAILING: usize = 64;

    pub(super) fn limit(&self) -> usize {
        self.max_length.clamp(PSK_LENGTH, Self::MAX_LENGTH)
    }

    pub(super) const fn tolerated(&self) -> usize {
        if self.strict_tail { 0 } else { Self::MAX_TRAILING }
    }
}

impl Default for HelloPolicy {
    fn default() -> Self {
        Self { strict_tail: false, max_length: Self::MAX_LENGTH }
    }
}
