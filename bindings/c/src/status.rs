//! Status codes.

use core_lib::{Error, ErrorCode};

use crate::bytes::amtp_str;

/// 0 (`AMTP_OK`), or one of the negative numbers `AMTP_ERR_...`.
///
/// Since: 0.1
pub type amtp_status = i32;

/// Why a call fails.
pub(crate) enum Failure {
    /// The call itself is wrong.
    Abi(Abi),
    /// The core says why.
    Core(Error),
}

impl Failure {
    pub(crate) const fn number(&self) -> i32 {
        match self {
            Self::Abi(code) => code.number(),
            Self::Core(error) => error.kind().code().number(),
        }
    }
}

impl From<Abi> for Failure {
    fn from(code: Abi) -> Self {
        Self::Abi(code)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Core(error)
    }
}

/// How an `int32_t` that a function accepts becomes a value of the core, by the enum that names it in C.
macro_rules! accepted {
    ($name:ident => $value:ty { $($variant:ident => $core:expr,)* }) => {
        impl $name {
            /// The value that `number` stands for.
            #[allow(clippy::as_conversions)] // the discriminant of a `repr(i32)` enum
            pub(crate) fn accept(number: i32) -> Result<$value, $crate::status::Failure> {
                $(if number == Self::$variant as i32 {
                    return Ok($core);
                })*
                Err($crate::status::Abi::Enum.into())
            }
        }
    };
}
pub(crate) use accepted;

/// An `int32_t` that says yes or no.
pub(crate) fn truth(value: i32) -> Result<bool, Failure> {
    match value {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(Abi::Enum.into()),
    }
}

macro_rules! codes {
    ($($number:literal $variant:ident $name:literal $text:literal,)*) => {
        /// What only a caller of the C library can meet. Numbers are never used again.
        #[derive(Clone, Copy)]
        pub(crate) enum Abi { $($variant,)* }

        impl Abi {
            pub(crate) const fn number(self) -> i32 {
                match self { $(Self::$variant => $number,)* }
            }
        }

        /// Number, name and text of each.
        const ABI: &[(i32, &str, &str)] = &[$(($number, $name, $text)),*];
    };
}

codes! {
    -1 Null "AMTP_ERR_NULL" "a pointer is NULL that may not be",
    -2 Buffer "AMTP_ERR_BUFFER" "the buffer is too small; *out_len says what is needed",
    -3 Utf8 "AMTP_ERR_UTF8" "the text is not UTF-8",
    -4 Enum "AMTP_ERR_ENUM" "a number stands for nothing that is known here",
    -5 Range "AMTP_ERR_RANGE" "a number or length is out of range",
    -6 StructSize "AMTP_ERR_STRUCT_SIZE" "struct_size is not set, or that of no version of the struct",
    -7 Index "AMTP_ERR_INDEX" "there are not so many",
    -8 Absent "AMTP_ERR_ABSENT" "there is none",
    -9 NotJudged "AMTP_ERR_NOT_JUDGED" "nothing has been judged into this evaluation yet",
    -90 Panic "AMTP_ERR_PANIC" "a defect of the library; a handle that was being written to is unusable",
    -91 Poisoned "AMTP_ERR_POISONED" "the handle is unusable since AMTP_ERR_PANIC; free it",
}

/// Every status: number, name and text.
fn all() -> impl Iterator<Item = (i32, &'static str, &'static str)> {
    let core = ErrorCode::ALL.iter().map(|code| (code.number(), code.name(), code.text()));
    [(0, "AMTP_OK", "success")].into_iter().chain(ABI.iter().copied()).chain(core)
}

fn find(status: amtp_status) -> (&'static str, &'static str) {
    let found = all().find(|(number, ..)| *number == status);
    found.map_or(("", "unknown status"), |(_, name, text)| (name, text))
}

/// The name of a status, such as `AMTP_ERR_PEM`; empty for a number that is no status. The text is static.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_status_name(status: amtp_status) -> amtp_str {
    find(status).0.into()
}

/// What a status means, in a few words. The text is static.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_status_text(status: amtp_status) -> amtp_str {
    find(status).1.into()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Lines are added, never changed: programs have the numbers compiled in.
    #[test]
    fn numbers_stay_as_they_were_given() {
        let given = [
            (-1, "AMTP_ERR_NULL"),
            (-2, "AMTP_ERR_BUFFER"),
            (-3, "AMTP_ERR_UTF8"),
            (-4, "AMTP_ERR_ENUM"),
            (-5, "AMTP_ERR_RANGE"),
            (-6, "AMTP_ERR_STRUCT_SIZE"),
            (-7, "AMTP_ERR_INDEX"),
            (-8, "AMTP_ERR_ABSENT"),
            (-9, "AMTP_ERR_NOT_JUDGED"),
            (-90, "AMTP_ERR_PANIC"),
            (-91, "AMTP_ERR_POISONED"),
        ];
        assert!(ABI.iter().map(|(number, name, _)| (*number, *name)).eq(given));
        let numbers: BTreeSet<_> = all().map(|(number, ..)| number).collect();
        assert_eq!(numbers.len(), all().count());
    }
}
