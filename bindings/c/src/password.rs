//! Passwords and user names that AMT takes.

use core::ffi::c_char;
use core::mem::MaybeUninit;

use core_lib::{
    PasswordProblems, UserNameProblems, check_password, check_user_name, generate_password,
};

use crate::bytes::{input, output};
use crate::guard::guard;
use crate::handle::put;
use crate::status::{Abi, amtp_status};

/// A password has fewer than 8 characters.
///
/// Since: 0.1
pub const AMTP_PASSWORD_TOO_SHORT: u32 = 1;
/// A password has more than 32 characters.
///
/// Since: 0.1
pub const AMTP_PASSWORD_TOO_LONG: u32 = 2;
/// A password has one of `:`, `,` and `"`, a control character or one outside ASCII.
///
/// Since: 0.1
pub const AMTP_PASSWORD_FORBIDDEN: u32 = 4;
/// A password has no lower-case letter.
///
/// Since: 0.1
pub const AMTP_PASSWORD_NO_LOWER: u32 = 8;
/// A password has no upper-case letter.
///
/// Since: 0.1
pub const AMTP_PASSWORD_NO_UPPER: u32 = 16;
/// A password has no digit.
///
/// Since: 0.1
pub const AMTP_PASSWORD_NO_DIGIT: u32 = 32;
/// A password has no character that is neither letter nor digit; `_` counts as a letter, a blank for nothing.
///
/// Since: 0.1
pub const AMTP_PASSWORD_NO_SYMBOL: u32 = 64;
/// A note: a password has a blank, which Intel allows and HP refuses.
///
/// Since: 0.1
pub const AMTP_PASSWORD_BLANK: u32 = 128;
/// A note: a password has one of `'`, `<`, `>`, `&` and `_`, on which consoles disagree.
///
/// Since: 0.1
pub const AMTP_PASSWORD_UNSAFE: u32 = 256;
/// The notes among the problems of a password: they do not keep AMT from taking it.
///
/// Since: 0.1
pub const AMTP_PASSWORD_NOTES: u32 = 384;

const _: () = {
    use PasswordProblems as P;
    assert!(P::TOO_SHORT.bits() == 1 && P::TOO_LONG.bits() == 2 && P::FORBIDDEN.bits() == 4);
    assert!(P::NO_LOWER.bits() == 8 && P::NO_UPPER.bits() == 16 && P::NO_DIGIT.bits() == 32);
    assert!(P::NO_SYMBOL.bits() == 64 && P::BLANK.bits() == 128 && P::UNSAFE.bits() == 256);
    assert!(P::NOTES.bits() == 384);
};

/// A user name has no character.
///
/// Since: 0.1
pub const AMTP_USER_NAME_EMPTY: u32 = 1;
/// A user name has more than 16 characters.
///
/// Since: 0.1
pub const AMTP_USER_NAME_TOO_LONG: u32 = 2;
/// A user name has one of `:`, `,`, `<`, `>`, `&` and `"`, a blank, a control character or one outside ASCII.
///
/// Since: 0.1
pub const AMTP_USER_NAME_FORBIDDEN: u32 = 4;
/// A user name is `Administrator` (refused by release 3.2) or `Admin` (from 4.0).
///
/// Since: 0.1
pub const AMTP_USER_NAME_RESERVED: u32 = 8;
/// A user name begins with `$$`, as the firmware's own users do.
///
/// Since: 0.1
pub const AMTP_USER_NAME_SYSTEM: u32 = 16;

const _: () = {
    use UserNameProblems as P;
    assert!(P::EMPTY.bits() == 1 && P::TOO_LONG.bits() == 2 && P::FORBIDDEN.bits() == 4);
    assert!(P::RESERVED.bits() == 8 && P::SYSTEM.bits() == 16);
};

/// What is wrong with a new password, to `*out`: a sum of `AMTP_PASSWORD_...`. 0 says that everybody takes it;
/// AMT takes it if there are notes only (`AMTP_PASSWORD_NOTES`). The password is copied before return.
///
/// Errors: none of its own.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_password_check(
    password: *const u8,
    len: usize,
    out: Option<&mut MaybeUninit<u32>>,
) -> amtp_status {
    guard(|| {
        // SAFETY: the header asks for `len` readable bytes.
        let password = unsafe { input(password, len) }?;
        put(out, check_password(password).bits().into())
    })
}

/// Problems of a password in words, one a line, written into `buf`; `problems` is a sum of
/// `AMTP_PASSWORD_...`.
///
/// Errors: `AMTP_ERR_RANGE` for any other number, `AMTP_ERR_BUFFER`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_password_reasons(
    problems: u32,
    buf: *mut c_char,
    cap: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
) -> amtp_status {
    guard(|| {
        let problems = u16::try_from(problems).ok().and_then(PasswordProblems::from_bits);
        let reasons = lines(problems.ok_or(Abi::Range)?.reasons());
        // SAFETY: the header asks for `cap` writable bytes.
        unsafe { output(reasons.as_bytes(), buf.cast(), cap, out_len) }
    })
}

/// What is wrong with the name of a new user, to `*out`: a sum of `AMTP_USER_NAME_...`, 0 for nothing. The
/// name is copied before return.
///
/// Errors: none of its own.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_user_name_check(
    name: *const u8,
    len: usize,
    out: Option<&mut MaybeUninit<u32>>,
) -> amtp_status {
    guard(|| {
        // SAFETY: the header asks for `len` readable bytes.
        let name = unsafe { input(name, len) }?;
        put(out, check_user_name(name).bits().into())
    })
}

/// Problems of a user name in words, one a line, written into `buf`; `problems` is a sum of
/// `AMTP_USER_NAME_...`.
///
/// Errors: `AMTP_ERR_RANGE` for any other number, `AMTP_ERR_BUFFER`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_user_name_reasons(
    problems: u32,
    buf: *mut c_char,
    cap: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
) -> amtp_status {
    guard(|| {
        let problems = u8::try_from(problems).ok().and_then(UserNameProblems::from_bits);
        let reasons = lines(problems.ok_or(Abi::Range)?.reasons());
        // SAFETY: the header asks for `cap` writable bytes.
        unsafe { output(reasons.as_bytes(), buf.cast(), cap, out_len) }
    })
}

fn lines(reasons: impl Iterator<Item = &'static str>) -> String {
    reasons.collect::<Vec<_>>().join("\n")
}

/// A strong password that everybody takes, 20 characters, written into `buf`. It is made of `random` alone:
/// 256 bytes of a cryptographic generator, which serve for nothing else; they are copied before return.
/// Store it before a device gets to know it.
///
/// Errors: `AMTP_ERR_RANDOM` if the random bytes run out, `AMTP_ERR_BUFFER`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_password_generate(
    random: *const u8,
    len: usize,
    buf: *mut c_char,
    cap: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
) -> amtp_status {
    guard(|| {
        // SAFETY: the header asks for `len` readable bytes.
        let password = generate_password(unsafe { input(random, len) }?)?;
        // SAFETY: the header asks for `cap` writable bytes.
        unsafe { output(password.expose(), buf.cast(), cap, out_len) }
    })
}
