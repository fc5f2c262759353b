use alloc::vec::Vec;

use super::grammar::all;
use crate::error::{Error, ErrorKind};

/// Writes a header field: its fixed text as it stands there, and values between.
pub(super) struct Writer(Vec<u8>);

impl Writer {
    /// `capacity` is about the length of the field.
    pub(super) fn new(capacity: usize) -> Self {
        Self(Vec::with_capacity(capacity))
    }

    /// Appends text as it is.
    pub(super) fn text(&mut self, text: impl AsRef<[u8]>) -> &mut Self {
        self.0.extend_from_slice(text.as_ref());
        self
    }

    /// Appends what stands between the quotes of a quoted string: the value, with a backslash
    /// before each `"` and `\`.
    pub(super) fn escaped(&mut self, value: &[u8]) -> &mut Self {
        let plain = |byte: u8| (byte != b'"') & (byte != b'\\');
        if all(value, plain) {
            return self.text(value);
        }
        for byte in value.iter().copied() {
            if !plain(byte) {
                self.0.push(b'\\');
            }
            self.0.push(byte);
        }
        self
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.0
    }
}

/// Refuses control characters: a line break in a value would write another header field (W-521).
pub(super) fn without_controls(name: &'static str, value: &[u8]) -> Result<(), Error> {
    match value.iter().position(u8::is_ascii_control) {
        Some(offset) => {
            let problem = "a control character";
            Err(Error::new(ErrorKind::HeaderValue { name, problem }).at(offset))
        }
        None => Ok(()),
    }
}
