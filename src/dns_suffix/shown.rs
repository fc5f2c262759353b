use core::fmt;

/// Bytes shown beyond this are counted only: twice what a DNS name can have, so that a report
/// stays readable whatever a certificate holds.
const MAX_SHOWN: usize = 512;

/// Shows received bytes so that nothing in them can hide (R-005, R-302).
///
/// Printable ASCII is shown as text, in quotes where it is empty or begins or ends with a blank.
/// Anything else is shown in hex, with the first byte that is not printable ASCII and its offset.
///
/// ```
/// use amt_provisioning::ShownBytes;
/// assert_eq!(ShownBytes(b"amt.example.com").to_string(), "amt.example.com");
/// assert_eq!(ShownBytes(b"com\0").to_string(), "hex 63 6f 6d 00 (0x00 at byte 3)");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShownBytes<'a>(pub &'a [u8]);

impl ShownBytes<'_> {
    /// Offset and value of the first byte that is not printable ASCII.
    #[must_use]
    pub fn first_hidden(&self) -> Option<(usize, u8)> {
        self.0.iter().copied().enumerate().find(|(_, byte)| !matches!(byte, b' '..=b'~'))
    }
}

impl fmt::Display for ShownBytes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (shown, rest) = self.0.split_at_checked(MAX_SHOWN).unwrap_or((self.0, &[]));
        let hidden = self.first_hidden();
        if hidden.is_some() {
            f.write_str("hex")?;
            shown.iter().try_for_each(|byte| write!(f, " {byte:02x}"))?;
        } else {
            let text = core::str::from_utf8(shown).unwrap_or_default(); // ASCII, so it is
            match self.0 {
                [] | [b' ', ..] | [.., b' '] => write!(f, "\"{text}\"")?,
                _ => f.write_str(text)?,
            }
        }
        if !rest.is_empty() {
            write!(f, "... and {} bytes more", rest.len())?;
        }
        match hidden {
            Some((offset, byte)) => write!(f, " (0x{byte:02x} at byte {offset})"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn nothing_hides() {
        for (bytes, shown) in [
            (&b"example.com"[..], "example.com"),
            (b"John Doe", "John Doe"),
            (b"example.com ", "\"example.com \""),
            (b" x", "\" x\""),
            (b"", "\"\""),
            (b"~", "~"),
            (b"\x7f", "hex 7f (0x7f at byte 0)"),
            (b"a\tb\n", "hex 61 09 62 0a (0x09 at byte 1)"),
            ("com\u{a0}".as_bytes(), "hex 63 6f 6d c2 a0 (0xc2 at byte 3)"),
            ("\u{200e}a".as_bytes(), "hex e2 80 8e 61 (0xe2 at byte 0)"),
        ] {
            assert_eq!(ShownBytes(bytes).to_string(), shown);
        }
    }

    #[test]
    fn long_input_is_cut() {
        let mut bytes = [b'a'; MAX_SHOWN + 2];
        assert_eq!(ShownBytes(&bytes[..MAX_SHOWN]).to_string().len(), MAX_SHOWN);
        assert!(ShownBytes(&bytes).to_string().ends_with("aaa... and 2 bytes more"));
        bytes[MAX_SHOWN + 1] = 0;
        let shown = ShownBytes(&bytes).to_string();
        assert!(shown.ends_with(" 61... and 2 bytes more (0x00 at byte 513)"), "{shown}");
    }
}
