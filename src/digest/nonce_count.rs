use core::fmt;
use core::num::NonZeroU32;

use crate::secret::write_hex;

/// How often a nonce was answered, from 1: `nc` (W-522). Shown as 8 lower-case hex digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NonceCount(NonZeroU32);

impl NonceCount {
    /// `00000001`, for the first answer to each nonce.
    pub const FIRST: Self = Self(NonZeroU32::MIN);

    /// `None` for 0, which no answer carries.
    #[must_use]
    pub const fn new(count: u32) -> Option<Self> {
        match NonZeroU32::new(count) {
            Some(count) => Some(Self(count)),
            None => None,
        }
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0.get()
    }

    /// The count of the following answer; `None` if 8 digits cannot say it.
    #[must_use]
    pub const fn next(self) -> Option<Self> {
        match self.0.checked_add(1) {
            Some(count) => Some(Self(count)),
            None => None,
        }
    }

    /// The digits that go over the wire.
    pub(super) fn digits(self) -> [u8; 8] {
        let mut digits = [0; 8];
        write_hex(&self.get().to_be_bytes(), &mut digits);
        digits
    }

    /// From 1 to 8 hex digits: peers leave the leading zeros out (W-526).
    pub(super) fn from_digits(digits: impl Iterator<Item = u8>) -> Option<Self> {
        let mut count = 0_u32;
        for (index, digit) in digits.enumerate() {
            let digit = char::from(digit).to_digit(16).filter(|_| index < 8)?;
            count = count << 4 | digit;
        }
        Self::new(count)
    }
}

impl fmt::Display for NonceCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", self.get())
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn counts_to_the_last_digit() {
        let next = |count| NonceCount::new(count).unwrap().next().map(NonceCount::get);
        assert_eq!(NonceCount::FIRST.to_string(), "00000001");
        assert_eq!((next(1), next(0x0f), next(u32::MAX - 1)), (Some(2), Some(16), Some(u32::MAX)));
        assert_eq!((next(u32::MAX), NonceCount::new(0)), (None, None));
        for count in [1, 0xa, 0x1234_abcd, u32::MAX] {
            let count = NonceCount::new(count).unwrap();
            assert_eq!(count.digits(), *count.to_string().as_bytes());
            assert_eq!(NonceCount::from_digits(count.digits().into_iter()), Some(count));
        }
    }

    #[test]
    fn digits_that_are_read() {
        for (text, expected) in [
            ("1", Some(1)),
            ("0000000A", Some(10)),
            ("ffffffff", Some(u32::MAX)),
            ("000000001", None),
            ("00000000", None),
            ("", None),
            ("+1", None),
            ("0000000g", None),
        ] {
            let read = NonceCount::from_digits(text.bytes()).map(NonceCount::get);
            assert_eq!(read, expected, "{text}");
        }
    }
}
