//! HTTP requests and answers.

use core::ffi::c_char;
use core::mem::MaybeUninit;

use core_lib::{HttpLimits, HttpRequest, HttpResponse, Secret};

use crate::bytes::{amtp_bytes, amtp_str, input, output, text};
use crate::digest::text_view;
use crate::guard::guard;
use crate::handle::{self, put, put_new, shared};
use crate::sized::{Given, by_value, get_sized, put_sized};
use crate::status::{Abi, Failure, amtp_status};

/// A request, for callers with an authentication of their own; `amtp_exchange` writes its requests itself. Set
/// `struct_size` before the call.
///
/// Since: 0.1
#[derive(Clone, Copy, Default)]
#[repr(C)]
pub struct amtp_http_request {
    /// `sizeof(amtp_http_request)`, set by the caller.
    pub struct_size: usize,
    /// The method, such as `POST`. `HEAD` and `CONNECT` are refused.
    pub method: amtp_str,
    /// The request target, a path; `/wsman` for WS-Management.
    pub target: amtp_str,
    /// Name or address of the device, an IPv6 address in brackets; `:` and the port.
    pub host: amtp_str,
    /// The media type of the body, `application/soap+xml;charset=UTF-8` for WS-Management; empty leaves the
    /// field out.
    pub content_type: amtp_str,
    /// The value of the `Authorization` field; empty leaves it out.
    pub authorization: amtp_bytes,
    /// The body.
    pub body: amtp_bytes,
}

by_value! { amtp_http_request = 104; }
// SAFETY: nothing but integers and pointers.
unsafe impl Given for amtp_http_request {}

/// The bytes of a request of HTTP/1.1, written into `buf`. What is in `request` is copied before return.
///
/// Errors: `AMTP_ERR_HEADER_VALUE` for what would write another request than the one that is meant,
/// `AMTP_ERR_UTF8`, `AMTP_ERR_STRUCT_SIZE`, `AMTP_ERR_BUFFER`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_http_request_write(
    request: *const amtp_http_request,
    buf: *mut u8,
    cap: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
) -> amtp_status {
    guard(|| {
        // SAFETY: the header asks for a struct with its size set, and readable views in it.
        let (request, authorization) = unsafe {
            let given = get_sized(request, amtp_http_request::default())?;
            let content_type = text_view(given.content_type)?;
            let request = HttpRequest {
                method: text_view(given.method)?,
                target: text_view(given.target)?,
                host: text_view(given.host)?,
                content_type: Some(content_type).filter(|text| !text.is_empty()),
                body: input(given.body.ptr, given.body.len)?,
            };
            (request, input(given.authorization.ptr, given.authorization.len)?)
        };
        let authorization = Some(authorization).filter(|value| !value.is_empty());
        // The body may hold a password.
        let bytes = Secret::from(request.to_bytes(authorization)?);
        // SAFETY: the header asks for `cap` writable bytes.
        unsafe { output(bytes.expose(), buf, cap, out_len) }
    })
}

/// How much of an answer is read; 0 stands for the default.
pub(crate) fn limits(max_body: usize) -> HttpLimits {
    let mut limits = HttpLimits::default();
    if max_body != 0 {
        limits.max_body = max_body;
    }
    limits
}

/// An answer.
///
/// Threads: never written to; any number of threads may use it at once.
///
/// Since: 0.1
pub struct amtp_http_response(HttpResponse);

/// Gives an answer to the caller; `take` runs only if there is a place for it.
pub(crate) fn put_response(
    out: handle::Out<'_, *mut amtp_http_response>,
    take: impl FnOnce() -> Option<HttpResponse>,
) -> Result<(), Failure> {
    put_new(out, || Ok(amtp_http_response(take().ok_or(Abi::Absent)?)))
}

/// Frees an answer; NULL is fine.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_http_response_free(response: Option<Box<amtp_http_response>>) {
    handle::free(response);
}

/// What an answer has, but for the contents of its fields. `body` and `release` are borrowed from the answer
/// until that is freed. Set `struct_size` before the call.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(C)]
pub struct amtp_http_message {
    /// `sizeof(amtp_http_message)`, set by the caller.
    pub struct_size: usize,
    /// The status code: 100 to 999.
    pub status: u32,
    /// May the connection be used for the next request? 0 or 1.
    pub keep_alive: i32,
    /// The body, without its transfer coding.
    pub body: amtp_bytes,
    /// How many header fields there are.
    pub fields: usize,
    /// How many fields came behind a chunked body.
    pub trailers: usize,
    /// The firmware release that the `Server` field of a device tells, for want of a better source; empty if
    /// it tells none.
    pub release: amtp_str,
}

by_value! { amtp_http_message = 64; }

/// Status, body and numbers of fields. Its views are borrowed from the answer until that is freed.
///
/// Errors: `AMTP_ERR_STRUCT_SIZE`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_http_response_get(
    response: Option<&amtp_http_response>,
    out: *mut amtp_http_message,
) -> amtp_status {
    guard(|| {
        let response = &shared(response)?.0;
        let make = |struct_size| {
            Ok(amtp_http_message {
                struct_size,
                status: response.status.into(),
                keep_alive: response.keep_alive.into(),
                body: response.body.as_slice().into(),
                fields: response.fields.iter().count(),
                trailers: response.trailers.iter().count(),
                release: response.amt_release().unwrap_or_default().into(),
            })
        };
        // SAFETY: the header asks for a struct with its size set.
        unsafe { put_sized(out, make) }
    })
}

/// A field of an answer. Both views are borrowed from the answer until that is freed. Set `struct_size` before
/// the call.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(C)]
pub struct amtp_http_field {
    /// `sizeof(amtp_http_field)`, set by the caller.
    pub struct_size: usize,
    /// The name, as sent.
    pub name: amtp_str,
    /// The value without the blanks around it, in any encoding.
    pub value: amtp_bytes,
}

by_value! { amtp_http_field = 40; }

/// Field number `index`; those behind a chunked body have the numbers after the header fields. Its views are
/// borrowed from the answer until that is freed.
///
/// Errors: `AMTP_ERR_INDEX`, `AMTP_ERR_STRUCT_SIZE`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_http_response_field(
    response: Option<&amtp_http_response>,
    index: usize,
    out: *mut amtp_http_field,
) -> amtp_status {
    guard(|| {
        let response = &shared(response)?.0;
        let mut fields = response.fields.iter().chain(response.trailers.iter());
        let (name, value) = fields.nth(index).ok_or(Abi::Index)?;
        let make = |struct_size| {
            Ok(amtp_http_field { struct_size, name: name.into(), value: value.into() })
        };
        // SAFETY: the header asks for a struct with its size set.
        unsafe { put_sized(out, make) }
    })
}

/// The value of header field number `index` of those with this name, which has no case. `*out` is borrowed from
/// the answer until that is freed; `name` is copied before return.
///
/// Errors: `AMTP_ERR_INDEX` if there are not so many, `AMTP_ERR_UTF8`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_http_response_value(
    response: Option<&amtp_http_response>,
    name: *const c_char,
    len: usize,
    index: usize,
    out: Option<&mut MaybeUninit<amtp_bytes>>,
) -> amtp_status {
    guard(|| {
        let response = &shared(response)?.0;
        // SAFETY: the header asks for `len` readable bytes.
        let name = unsafe { text(name, len) }?;
        let value = response.fields.all(name).nth(index).ok_or(Abi::Index)?;
        put(out, value.into())
    })
}
