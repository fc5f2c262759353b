//! Root hashes as text, and the answer of Configuration Manager's `CheckCertificate`.

use core::ffi::c_char;
use core::mem::MaybeUninit;

use core_lib::{Fact, Finding, Hash, HashAlgorithm, HashText, RootHashList, check_root_hash};

use crate::bytes::{amtp_str, input, output_text, text};
use crate::facts::amtp_facts;
use crate::guard::guard;
use crate::handle::read;
use crate::sized::{by_value, put_sized};
use crate::status::{Abi, accepted, amtp_status};

/// A hash algorithm of a device's list of roots; accepted as `int32_t`.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(i32)]
pub enum amtp_hash_algorithm {
    /// MD5, 16 bytes. Never computed here.
    Md5 = 1,
    /// SHA-1, 20 bytes.
    Sha1 = 2,
    /// SHA-256, 32 bytes.
    Sha256 = 3,
    /// SHA-384, 48 bytes.
    Sha384 = 4,
    /// SHA-512, 64 bytes, on releases 2.0 to 5.x.
    Sha512 = 5,
}

accepted! { amtp_hash_algorithm => HashAlgorithm {
    Md5 => HashAlgorithm::Md5,
    Sha1 => HashAlgorithm::Sha1,
    Sha256 => HashAlgorithm::Sha256,
    Sha384 => HashAlgorithm::Sha384,
    Sha512 => HashAlgorithm::Sha512,
} }

impl From<HashAlgorithm> for amtp_hash_algorithm {
    fn from(algorithm: HashAlgorithm) -> Self {
        match algorithm {
            HashAlgorithm::Md5 => Self::Md5,
            HashAlgorithm::Sha1 => Self::Sha1,
            HashAlgorithm::Sha256 => Self::Sha256,
            HashAlgorithm::Sha384 => Self::Sha384,
            HashAlgorithm::Sha512 => Self::Sha512,
        }
    }
}

/// A hash. Set `struct_size` before the call.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(C)]
pub struct amtp_hash {
    /// `sizeof(amtp_hash)`, set by the caller.
    pub struct_size: usize,
    /// Its algorithm, told by its length.
    pub algorithm: amtp_hash_algorithm,
    /// What had to be removed to read it: 1 blanks, 2 line breaks, 4 colons or hyphens, 8 invisible characters,
    /// 16 quotation marks, 32 `0x`, 64 the name of an algorithm; added up.
    pub stripped: u32,
    /// How many bytes it has.
    pub len: usize,
    /// The bytes; zeros follow.
    pub value: [u8; 64],
}

by_value! { amtp_hash = 88; }

impl amtp_hash {
    fn new(struct_size: usize, hash: &Hash, stripped: u32) -> Self {
        let mut value = [0; 64];
        value.iter_mut().zip(hash.as_bytes()).for_each(|(to, from)| *to = *from);
        let (algorithm, len) = (hash.algorithm().into(), hash.as_bytes().len());
        Self { struct_size, algorithm, stripped, len, value }
    }
}

/// Reads a hash as people paste it: hex digits with anything between that certificate dialogues put there, or
/// base64. The text is copied before return.
///
/// Errors: `AMTP_ERR_HASH_TEXT`, which `amtp_hash_problem` explains, and `AMTP_ERR_STRUCT_SIZE`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_hash_read(
    hash: *const c_char,
    len: usize,
    out: *mut amtp_hash,
) -> amtp_status {
    guard(|| {
        // SAFETY: the header asks for `len` readable bytes.
        let bytes = unsafe { input(hash.cast::<u8>(), len) }?;
        let read = HashText::from_bytes(bytes)?;
        let stripped = read.stripped.bits().into();
        // SAFETY: the header asks for a struct with its size set.
        unsafe { put_sized(out, |size| Ok(amtp_hash::new(size, &read.hash, stripped))) }
    })
}

/// Why a text is no hash, and at which byte, written into `buf`. The text is copied before return.
///
/// Errors: `AMTP_ERR_ABSENT` if it is one, `AMTP_ERR_BUFFER`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_hash_problem(
    hash: *const c_char,
    len: usize,
    buf: *mut c_char,
    cap: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
) -> amtp_status {
    guard(|| {
        // SAFETY: the header asks for `len` readable bytes.
        let bytes = unsafe { input(hash.cast::<u8>(), len) }?;
        let error = HashText::from_bytes(bytes).err().ok_or(Abi::Absent)?;
        // SAFETY: the header asks for `cap` writable bytes.
        unsafe { output_text(&error, buf, cap, out_len) }
    })
}

/// Computes the hash of `data`, such as a root certificate in DER; `algorithm` is one of
/// `amtp_hash_algorithm`. The data is copied before return.
///
/// Errors: `AMTP_ERR_ENUM`, also for MD5; `AMTP_ERR_STRUCT_SIZE`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_hash_compute(
    algorithm: i32,
    data: *const u8,
    len: usize,
    out: *mut amtp_hash,
) -> amtp_status {
    guard(|| {
        // SAFETY: the header asks for `len` readable bytes.
        let data = unsafe { input(data, len) }?;
        let computed = Hash::of(amtp_hash_algorithm::accept(algorithm)?, data).ok_or(Abi::Enum)?;
        // SAFETY: the header asks for a struct with its size set.
        unsafe { put_sized(out, |size| Ok(amtp_hash::new(size, &computed, 0))) }
    })
}

/// What Configuration Manager's `CheckCertificate` answers. All texts are static. Set `struct_size` before the
/// call.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(C)]
pub struct amtp_check {
    /// `sizeof(amtp_check)`, set by the caller.
    pub struct_size: usize,
    /// `ErrorCode`: 0 if an active entry is equal, otherwise 1.
    pub error_code: i32,
    /// `ReturnValue`: always equal to `ErrorCode`.
    pub return_value: i32,
    /// `ErrorMsg`: empty if an active entry is equal.
    pub error_msg: amtp_str,
    /// The name of the finding behind the code 1; empty for 0.
    pub finding: amtp_str,
}

by_value! { amtp_check = 48; }

/// Is a hash an active entry of the device's list? Answers as the WMI method
/// `CCM_PrvsMethodProvider.CheckCertificate` does, so that scripts need no change. The list is that of
/// `facts`; if they hold none, it counts as one that could not be read. The text is copied before return.
///
/// Errors: `AMTP_ERR_UTF8`, `AMTP_ERR_STRUCT_SIZE`; a text that is no hash is an answer, not an error.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_check_root_hash(
    facts: Option<&amtp_facts>,
    hash: *const c_char,
    len: usize,
    out: *mut amtp_check,
) -> amtp_status {
    guard(|| {
        let facts = read(facts)?;
        // SAFETY: the header asks for `len` readable bytes.
        let asked = unsafe { text(hash, len) }?;
        let none = RootHashList::default();
        let list = match &facts.root_hashes {
            Fact::Unknown => None,
            Fact::Absent(_) => Some(&none),
            Fact::Known(list, _) => Some(list),
        };
        let answer = check_root_hash(asked, list);
        let make = |struct_size| {
            Ok(amtp_check {
                struct_size,
                error_code: answer.error_code,
                return_value: answer.return_value,
                error_msg: answer.error_msg.into(),
                finding: answer.finding.map_or("", Finding::name).into(),
            })
        };
        // SAFETY: the header asks for a struct with its size set.
        unsafe { put_sized(out, make) }
    })
}
