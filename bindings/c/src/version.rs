//! Which library this is.

use crate::bytes::amtp_str;

/// The version of the library at run time, as `AMTP_VERSION_NUMBER` of its header: major * 1,000,000 +
/// minor * 1,000 + patch.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_version_number() -> u32 {
    NUMBER
}

/// The version of the library at run time, such as `0.1.0`. The text is static.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_version_string() -> amtp_str {
    env!("CARGO_PKG_VERSION").into()
}

/// The number of the binary interface at run time: a program runs with every library of the number that it was
/// built for, `AMTP_ABI_VERSION`, if that library is not older than the program's header.
/// `AMTP_CHECK_VERSION()` compares both.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_abi_version() -> u32 {
    const { number(env!("AMTP_ABI_VERSION")) }
}

const NUMBER: u32 = number(env!("CARGO_PKG_VERSION_MAJOR")) * 1_000_000
    + number(env!("CARGO_PKG_VERSION_MINOR")) * 1_000
    + number(env!("CARGO_PKG_VERSION_PATCH"));

/// Cargo gives decimal digits only.
#[allow(clippy::as_conversions)] // widening; `u32::from` is not const
const fn number(digits: &str) -> u32 {
    let (mut value, mut rest) = (0, digits.as_bytes());
    while let [digit, later @ ..] = rest {
        value = value * 10 + (*digit - b'0') as u32;
        rest = later;
    }
    value
}
