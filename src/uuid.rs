//! The UUID of a device, and the two orders in which its bytes are written.

use core::fmt;

/// The UUID of a device, by which it is known to firmware, inventories and directories.
///
/// Shown and read in its canonical form (RFC 9562, 4); capitals are read too.
///
/// ```
/// use amt_provisioning::Uuid;
/// // The example of the SMBIOS specification (DSP0134, 7.2.1).
/// let uuid = Uuid::from_smbios([
///     0x33, 0x22, 0x11, 0x00, 0x55, 0x44, 0x77, 0x66, //
///     0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff,
/// ]);
/// assert_eq!(uuid.to_string(), "00112233-4455-6677-8899-aabbccddeeff");
/// assert_eq!("00112233-4455-6677-8899-AABBCCDDEEFF".parse(), Ok(uuid));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uuid([u8; 16]);

impl Uuid {
    /// From bytes in the order in which they are shown.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The bytes in the order in which they are shown.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 16] {
        self.0
    }

    /// From bytes in SMBIOS order, as devices send them: the first three groups little-endian.
    #[must_use]
    pub const fn from_smbios(bytes: [u8; 16]) -> Self {
        Self(reordered(bytes))
    }

    /// The bytes in SMBIOS order.
    #[must_use]
    pub const fn to_smbios(self) -> [u8; 16] {
        reordered(self.0)
    }

    /// The UUID that is seen where somebody took one order for the other. Ask an inventory for the
    /// UUID itself first, then for this one, and report a hit by this one (H-13).
    #[must_use]
    pub const fn swapped(self) -> Self {
        Self(reordered(self.0))
    }

    /// From text; an error is the offset of the first byte that does not belong there. `FromStr` is
    /// beside the errors, which name this type.
    pub(crate) fn from_text(text: &str) -> Result<Self, usize> {
        const LENGTH: usize = 36;
        let mut value = 0u128;
        for (at, byte) in text.bytes().enumerate() {
            match (at, char::from(byte).to_digit(16)) {
                (8 | 13 | 18 | 23, _) if byte == b'-' => {}
                (8 | 13 | 18 | 23 | LENGTH.., _) | (_, None) => return Err(at),
                (_, Some(digit)) => value = value << 4 | u128::from(digit),
            }
        }
        if text.len() < LENGTH {
            return Err(text.len());
        }
        Ok(Self(value.to_be_bytes()))
    }

    /// Does it say that there is none, by zeros or ones throughout (H-10)?
    #[must_use]
    pub const fn is_absent(self) -> bool {
        matches!(u128::from_be_bytes(self.0), 0 | u128::MAX)
    }
}

/// The one order for the other: each of the first three groups backwards.
const fn reordered([a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p]: [u8; 16]) -> [u8; 16] {
    [d, c, b, a, f, e, h, g, i, j, k, l, m, n, o, p]
}

impl fmt::Display for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = u128::from_be_bytes(self.0);
        let group = |shift: u32, mask: u128| value >> shift & mask;
        write!(
            f,
            "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
            group(96, 0xffff_ffff),
            group(80, 0xffff),
            group(64, 0xffff),
            group(48, 0xffff),
            group(0, 0xffff_ffff_ffff),
        )
    }
}

impl fmt::Debug for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Uuid {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::ToString;

    use super::*;
    use crate::error::ErrorKind;

    /// Python: `uuid.UUID(bytes_le=bytes(range(0xa0, 0xb0)))`.
    #[test]
    fn orders() {
        let smbios: [u8; 16] = core::array::from_fn(|i| 0xa0 + u8::try_from(i).unwrap());
        let uuid = Uuid::from_smbios(smbios);
        assert_eq!(uuid.to_string(), "a3a2a1a0-a5a4-a7a6-a8a9-aaabacadaeaf");
        assert_eq!(uuid.to_smbios(), smbios);
        assert_eq!(uuid.to_bytes()[..4], [0xa3, 0xa2, 0xa1, 0xa0]);
        assert_eq!(Uuid::from_bytes(uuid.to_bytes()), uuid);
        assert_eq!(uuid.swapped().to_string(), "a0a1a2a3-a4a5-a6a7-a8a9-aaabacadaeaf");
        assert_eq!(uuid.swapped().swapped(), uuid);
        assert_eq!(uuid.swapped(), Uuid::from_bytes(smbios));
    }

    #[test]
    fn text() {
        let text = "4c4c4544-0042-3510-8052-b4c04f564432";
        let uuid: Uuid = text.parse().unwrap();
        assert_eq!(uuid.to_string(), text);
        assert_eq!(format!("{uuid:?}"), text);
        assert_eq!(text.to_ascii_uppercase().parse(), Ok(uuid));
        for (text, offset) in [
            ("", 0),
            ("4c4c4544-0042-3510-8052-b4c04f56443", 35),
            ("4c4c4544-0042-3510-8052-b4c04f5644322", 36),
            ("4c4c4544-0042-3510-8052-b4c04f564432 ", 36),
            ("4c4c4544-0042-3510-8052-b4c04f564432-", 36),
            ("4c4c454400423510", 8),
            ("4c4c4544-0042-3510-8052fb4c04f564432", 23),
            ("4c4c454-40042-3510-8052-b4c04f564432", 7),
            ("4c4c4544-0042-3510-8052-b4c04f56443g", 35),
            ("{c4c4544-0042-3510-8052-b4c04f564432", 0),
            ("4c4c4544-0042-3510-8052-b4c04f5644\u{e4}", 34),
            ("+c4c4544-0042-3510-8052-b4c04f564432", 0),
        ] {
            let error = text.parse::<Uuid>().unwrap_err();
            assert_eq!((error.kind(), error.offset()), (ErrorKind::Uuid, Some(offset)), "{text}");
        }
    }

    #[test]
    fn absent_is_all_zeros_or_all_ones() {
        for (text, absent) in [
            ("00000000-0000-0000-0000-000000000000", true),
            ("ffffffff-ffff-ffff-ffff-ffffffffffff", true),
            ("00000000-0000-0000-0000-000000000001", false),
            ("7fffffff-ffff-ffff-ffff-ffffffffffff", false),
        ] {
            assert_eq!(text.parse::<Uuid>().unwrap().is_absent(), absent, "{text}");
        }
    }
}
