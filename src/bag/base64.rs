//! Base64 as it is found in files: blanks anywhere, padding or none.
//!
//! `base64ct` decodes; its readers (and `pem-rfc7468`'s) want lines of one length, which certificates
//! that went through mail, a web form or a configuration file no longer have.

use alloc::string::String;
use alloc::vec::Vec;

use base64ct::{Base64Unpadded, Encoding as _};

use super::text::{Text, is_blank};
use crate::error::{Error, ErrorKind};

/// So many letters in a row, of which the first is an `M`, are taken for DER in base64: a
/// SEQUENCE's 0x30 gives the `M`, and no text begins with a word that long.
const RUN: usize = 16;

/// Whether the text is meant as base64 of DER, be it damaged further on.
pub(super) fn is_meant(text: &Text<'_>) -> bool {
    let mut letters = text.clone().skip_while(|(_, c)| is_ignored(*c)).take(RUN);
    let first = letters.next().is_some_and(|(_, c)| c == 'M');
    first && letters.filter(|(_, c)| is_letter(*c)).count() == RUN.saturating_sub(1)
}

/// The first bytes, enough to recognise a private key or a PKCS#12 file before any secret of it
/// is decoded: 6, or 9 where the outer length takes more than one byte. There a key is so long that
/// its 9 first bytes are only tags, lengths and the version.
pub(super) fn head(text: &Text<'_>) -> Vec<u8> {
    let bytes = |letters: usize| {
        let text = text.clone().map(|(_, c)| c).filter(|c| !is_ignored(*c));
        Base64Unpadded::decode_vec(&text.take(letters).collect::<String>()).unwrap_or_default()
    };
    let head = bytes(8);
    if matches!(head.as_slice(), [_, 0x82..=0x84, ..]) { bytes(12) } else { head }
}

/// The bytes that the text stands for.
///
/// # Errors
///
/// [`ErrorKind::Base64`] at the byte of the item where it is damaged.
pub(super) fn decode(text: Text<'_>) -> Result<Vec<u8>, Error> {
    let damaged = |problem| Error::new(ErrorKind::Base64 { problem });
    let start = text.offset();
    let mut letters = String::with_capacity(text.len());
    let mut padding = 0_u8;
    for (offset, c) in text {
        match c {
            _ if is_letter(c) && padding == 0 => letters.push(c),
            _ if is_ignored(c) => {}
            '=' if padding < 2 => padding = padding.saturating_add(1),
            _ if padding > 0 => return Err(damaged("text follows the padding").at(offset)),
            _ => return Err(damaged("a character that is not base64").at(offset)),
        }
    }
    if letters.is_empty() {
        return Err(damaged("it is empty").at(start));
    }
    // The letters are all right, so what is left to go wrong is their number and the last one's
    // unused bits.
    Base64Unpadded::decode_vec(&letters).map_err(|_| damaged("its end is cut off").at(start))
}

const fn is_letter(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '+' | '/')
}

/// Blanks, and the quotes around a value copied from a program or a configuration file.
fn is_ignored(c: char) -> bool {
    is_blank(c) || matches!(c, '"' | '\'')
}

#[cfg(test)]
mod tests {
    use super::*;

    // RFC 4648, section 10.
    #[test]
    fn decodes_whatever_the_lines_and_the_padding() {
        for (text, want) in [
            ("Zg==", "f"),
            ("Zg", "f"),
            ("Zm8=", "fo"),
            ("Zm9v", "foo"),
            ("Zm9vYg==", "foob"),
            ("  \"Zm9v\r\nYm\r Fy\" \u{a0}\u{200e}", "foobar"),
        ] {
            assert_eq!(decode(Text::new(text.as_bytes())).unwrap(), want.as_bytes(), "{text:?}");
        }
    }

    #[test]
    fn damage_is_named_with_its_place() {
        for (text, problem, offset) in [
            ("", "it is empty", 0),
            (" = ", "it is empty", 0),
            ("Zm9v*mFy", "a character that is not base64", 4),
            ("Zm9v\u{e9}", "a character that is not base64", 4),
            ("Zg==Zg==", "text follows the padding", 4),
            ("Zg===", "text follows the padding", 4),
            ("Zm9vY", "its end is cut off", 0),
            ("Zh==", "its end is cut off", 0),
        ] {
            let want = Error::new(ErrorKind::Base64 { problem }).at(offset);
            assert_eq!(decode(Text::new(text.as_bytes())), Err(want), "{text:?}");
        }
    }

    #[test]
    fn the_head_ends_before_any_secret() {
        let head = |text: &str| head(&Text::new(text.as_bytes()));
        // SEC1 P-256: 30 77 02 01 01 04 | 20, then the key.
        assert_eq!(head("MHcCAQEEIAAAAAAA"), [0x30, 0x77, 2, 1, 1, 4]);
        // PKCS#1 RSA: 30 82 02 5d 02 01 00 02 81 | 81, then the modulus.
        assert_eq!(head("MIICXQIBAAKBgQD0"), [0x30, 0x82, 2, 0x5d, 2, 1, 0, 2, 0x81]);
        assert_eq!(head(" M H\ncC"), [0x30, 0x77, 2]);
        assert_eq!(head("M*"), []);
    }

    #[test]
    fn prose_is_not_meant_as_base64() {
        let meant = |text: &str| is_meant(&Text::new(text.as_bytes()));
        assert!(meant("MIIBGjCBwAIBAjAKBggqhkjOPQQDAjAX"));
        assert!(meant("\r\n \"MIIBGjCBwAIBAjAK\" damaged here"));
        assert!(!meant("MIT License, Copyright"));
        assert!(!meant("MIIBGjCBwAIBAjA"));
        assert!(!meant("Antidisestablishmentarianism"));
        assert!(!meant(""));
    }
}
