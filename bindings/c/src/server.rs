//! Where devices look for their provisioning server.

use core::ffi::c_char;
use core::mem::MaybeUninit;

use core_lib::{DnsName, LookupMethod, ServerCandidate, ServerLookup};

use crate::bytes::{output_text, text};
use crate::guard::{guard, guard_or};
use crate::handle::{self, Exclusive, last_error, mutable, put_new, read, write};
use crate::sized::{amtp_error, put_error};
use crate::status::{Abi, Failure, accepted, amtp_status, truth};

/// Where a device looks for its provisioning server, as far as its settings are known. A new one is that of
/// an untouched device, which finds none.
///
/// Threads: setting needs exclusive use; everything else may be done by several threads at once.
///
/// Since: 0.1
pub struct amtp_server_lookup(Exclusive<ServerLookup>);

mutable!(amtp_server_lookup, ServerLookup);

/// The setting that a host comes from; accepted as `int32_t`.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(i32)]
pub enum amtp_lookup_method {
    /// There is no such host.
    None = 0,
    /// The server's address, set in MEBx or with a USB key.
    Address = 1,
    /// The server's name, set in MEBx or with a USB key.
    Fqdn = 2,
    /// The default name, `provisionserver`, in the internal domain set in the device.
    InternalDomain = 3,
    /// The default name in the domain of DHCP option 15.
    DhcpOption15 = 4,
    /// The default name in a domain of DHCPv6 option 24.
    DhcpV6Option24 = 5,
}

accepted! { amtp_lookup_method => LookupMethod {
    Address => LookupMethod::Address,
    Fqdn => LookupMethod::Fqdn,
    InternalDomain => LookupMethod::InternalDomain,
    DhcpOption15 => LookupMethod::DhcpOption15,
    DhcpV6Option24 => LookupMethod::DhcpV6Option24,
} }

impl From<LookupMethod> for amtp_lookup_method {
    fn from(method: LookupMethod) -> Self {
        match method {
            LookupMethod::Address => Self::Address,
            LookupMethod::Fqdn => Self::Fqdn,
            LookupMethod::InternalDomain => Self::InternalDomain,
            LookupMethod::DhcpOption15 => Self::DhcpOption15,
            LookupMethod::DhcpV6Option24 => Self::DhcpV6Option24,
            _ => Self::None,
        }
    }
}

fn candidate(
    lookup: Option<&amtp_server_lookup>,
    index: usize,
) -> Result<ServerCandidate, Failure> {
    read(lookup)?.candidates().into_iter().nth(index).ok_or(Abi::Index.into())
}

/// Makes the settings of an untouched device. `*out` is owned by the caller (free with
/// `amtp_server_lookup_free`).
///
/// Errors: none of its own.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_server_lookup_new(
    out: Option<&mut MaybeUninit<*mut amtp_server_lookup>>,
) -> amtp_status {
    guard(|| put_new(out, || Ok(amtp_server_lookup(Exclusive::new(ServerLookup::default())))))
}

/// Frees settings; NULL is fine.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_server_lookup_free(lookup: Option<Box<amtp_server_lookup>>) {
    handle::free(lookup);
}

/// States one setting; `method` is one of `amtp_lookup_method`. The value, an address or a DNS name, is copied
/// before return. It replaces the one before, but for DHCPv6 option 24, where it is added; the first five count.
///
/// Errors: `AMTP_ERR_ENUM`, `AMTP_ERR_RANGE` for what is no address, `AMTP_ERR_NAME`, `AMTP_ERR_UTF8`,
/// `AMTP_ERR_POISONED`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_server_lookup_set(
    lookup: Option<&mut amtp_server_lookup>,
    method: i32,
    value: *const c_char,
    len: usize,
) -> amtp_status {
    guard(|| {
        write(lookup, |lookup| {
            let method = amtp_lookup_method::accept(method)?;
            // SAFETY: the header asks for `len` readable bytes.
            let value = unsafe { text(value, len) }?;
            if method == LookupMethod::Address {
                lookup.address = Some(value.parse().map_err(|_| Abi::Range)?);
                return Ok(());
            }
            let name = DnsName::suffix(value.as_bytes()).map_err(core_lib::Error::from)?;
            match method {
                LookupMethod::Fqdn => lookup.fqdn = Some(name),
                LookupMethod::InternalDomain => lookup.internal_domain = Some(name),
                LookupMethod::DhcpOption15 => lookup.dhcp_suffix = Some(name),
                LookupMethod::DhcpV6Option24 => lookup.dhcp_v6_suffixes.push(name),
                _ => return Err(Abi::Enum.into()),
            }
            Ok(())
        })
    })
}

/// States whether the device is known to have no DNS server: `none` is 1 or 0.
///
/// Errors: `AMTP_ERR_ENUM`, `AMTP_ERR_POISONED`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_server_lookup_set_no_dns_server(
    lookup: Option<&mut amtp_server_lookup>,
    none: i32,
) -> amtp_status {
    guard(|| {
        write(lookup, |lookup| {
            lookup.no_dns_server = truth(none)?;
            Ok(())
        })
    })
}

/// How many hosts the device tries; 0 for NULL. None: set the address, or serve DHCP options 6 and 15.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_server_lookup_count(lookup: Option<&amtp_server_lookup>) -> usize {
    guard_or(0, || Ok(read(lookup)?.candidates().len()))
}

/// The setting that host number `index`, from 0, comes from; `AMTP_LOOKUP_METHOD_NONE` if there is none.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_server_lookup_method(
    lookup: Option<&amtp_server_lookup>,
    index: usize,
) -> amtp_lookup_method {
    guard_or(amtp_lookup_method::None, || Ok(candidate(lookup, index)?.method.into()))
}

/// The name or address of host number `index`, from 0, in the order in which the device tries them, written into
/// `buf`. The device connects to TCP port 9971.
///
/// Errors: `AMTP_ERR_INDEX`, `AMTP_ERR_BUFFER`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_server_lookup_host(
    lookup: Option<&amtp_server_lookup>,
    index: usize,
    buf: *mut c_char,
    cap: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
) -> amtp_status {
    guard(|| {
        let candidate = candidate(lookup, index)?;
        // SAFETY: the header asks for `cap` writable bytes.
        unsafe { output_text(&candidate.host, buf, cap, out_len) }
    })
}

/// Where the value that was set last could not be read.
///
/// Errors: `AMTP_ERR_ABSENT` if it did not fail by its input, `AMTP_ERR_STRUCT_SIZE`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_server_lookup_error(
    lookup: Option<&amtp_server_lookup>,
    out: *mut amtp_error,
) -> amtp_status {
    guard(|| {
        let error = last_error(lookup)?;
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
pub unsafe extern "C" fn amtp_server_lookup_error_text(
    lookup: Option<&amtp_server_lookup>,
    buf: *mut c_char,
    cap: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
) -> amtp_status {
    guard(|| {
        let error = last_error(lookup)?;
        // SAFETY: the header asks for `cap` writable bytes.
        unsafe { output_text(&error, buf, cap, out_len) }
    })
}
