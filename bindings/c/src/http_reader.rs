//! HTTP answers in fragments.

use core::ffi::c_char;
use core::mem::MaybeUninit;

use core_lib::{HttpProgress, HttpReader};

use crate::bytes::{input, output_text};
use crate::guard::guard;
use crate::handle::{self, Exclusive, last_error, mutable, put_new, write};
use crate::http::{amtp_http_response, limits, put_response};
use crate::sized::{amtp_error, by_value, put_error, put_sized};
use crate::status::amtp_status;

/// Reads one answer after the other out of the bytes of a connection, in whatever fragments they come: for
/// callers with an authentication of their own; `amtp_exchange` reads its answers itself.
///
/// Threads: everything but reading its error needs exclusive use.
///
/// Since: 0.1
pub struct amtp_http_reader(Exclusive<HttpReader>);

mutable!(amtp_http_reader, HttpReader);

/// How far an answer has come. Set `struct_size` before the call.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(C)]
pub struct amtp_http_progress {
    /// `sizeof(amtp_http_progress)`, set by the caller.
    pub struct_size: usize,
    /// 1 if the answer is whole, and `amtp_http_reader_take` gives it; 0 if more is needed.
    pub whole: i32,
    /// How many of the last bytes belong to something else; a connection on which they came is better closed.
    pub unused: usize,
}

by_value! { amtp_http_progress = 24; }

/// Makes a reader. `*out` is owned by the caller (free with `amtp_http_reader_free`). `max_body` is the longest
/// body that is read; 0 stands for 1 MiB.
///
/// Errors: none of its own.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_http_reader_new(
    max_body: usize,
    out: Option<&mut MaybeUninit<*mut amtp_http_reader>>,
) -> amtp_status {
    guard(|| {
        put_new(out, || Ok(amtp_http_reader(Exclusive::new(HttpReader::new(limits(max_body))))))
    })
}

/// Frees a reader; NULL is fine.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_http_reader_free(reader: Option<Box<amtp_http_reader>>) {
    handle::free(reader);
}

/// Takes the next bytes of the connection; they are copied before return.
///
/// Errors: `AMTP_ERR_HTTP_...` as soon as the bytes tell, and from then on always the same: close the
/// connection; `amtp_http_reader_error` says where. `AMTP_ERR_STRUCT_SIZE`: then nothing was taken.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_http_reader_push(
    reader: Option<&mut amtp_http_reader>,
    data: *const u8,
    len: usize,
    out: *mut amtp_http_progress,
) -> amtp_status {
    guard(|| {
        write(reader, |reader| {
            // SAFETY: the header asks for `len` readable bytes.
            let data = unsafe { input(data, len) }?;
            let push = |struct_size| {
                let (whole, unused) = match reader.push(data)? {
                    HttpProgress::NeedMore => (0, 0),
                    HttpProgress::Whole { unused } => (1, unused),
                };
                Ok(amtp_http_progress { struct_size, whole, unused })
            };
            // SAFETY: the header asks for a struct with its size set.
            unsafe { put_sized(out, push) }
        })
    })
}

/// Takes note that the connection has ended, which ends some answers.
///
/// Errors: `AMTP_ERR_HTTP_TRUNCATED` unless the answer is whole now, and those of `amtp_http_reader_push`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_http_reader_end(reader: Option<&mut amtp_http_reader>) -> amtp_status {
    guard(|| write(reader, |reader| Ok(reader.end()?)))
}

/// Gives the answer away, and begins another one. `*out` is owned by the caller (free with
/// `amtp_http_response_free`).
///
/// Errors: `AMTP_ERR_ABSENT` unless the answer is whole.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_http_reader_take(
    reader: Option<&mut amtp_http_reader>,
    out: Option<&mut MaybeUninit<*mut amtp_http_response>>,
) -> amtp_status {
    guard(|| write(reader, |reader| put_response(out, || reader.take())))
}

/// Where the last call that wrote to the reader failed.
///
/// Errors: `AMTP_ERR_ABSENT` if it did not fail by its input, `AMTP_ERR_STRUCT_SIZE`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_http_reader_error(
    reader: Option<&amtp_http_reader>,
    out: *mut amtp_error,
) -> amtp_status {
    guard(|| {
        let error = last_error(reader)?;
        // SAFETY: the header asks for a struct with its size set.
        unsafe { put_error(error, out) }
    })
}

/// The same in words, with the place, written into `buf`.
///
/// Errors: `AMTP_ERR_ABSENT` if it did not fail by its input, `AMTP_ERR_BUFFER`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_http_reader_error_text(
    reader: Option<&amtp_http_reader>,
    buf: *mut c_char,
    cap: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
) -> amtp_status {
    guard(|| {
        let error = last_error(reader)?;
        // SAFETY: the header asks for `cap` writable bytes.
        unsafe { output_text(&error, buf, cap, out_len) }
    })
}
