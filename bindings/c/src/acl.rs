//! Who may do what on a device.

use core::ffi::c_char;

use core_lib::provisioning::{AclAccess, AclEntry, AclUser, DeviceSettings, SecretRef};

use crate::bytes::{input, text};
use crate::device_settings::{amtp_device_settings, set};
use crate::status::{Abi, Failure, accepted, amtp_status};

/// From where an entry of the access control list may be used; accepted as `int32_t`.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(i32)]
pub enum amtp_acl_access {
    /// Through the host interface.
    Local = 1,
    /// Over the network.
    Network = 2,
    /// Both.
    Any = 3,
}

accepted! { amtp_acl_access => AclAccess {
    Local => AclAccess::Local,
    Network => AclAccess::Network,
    Any => AclAccess::Any,
} }

/// Has the access control list emptied, and forgets the entries that were added.
///
/// Errors: `AMTP_ERR_POISONED`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_device_settings_clear_acl(
    settings: Option<&mut amtp_device_settings>,
) -> amtp_status {
    set(settings, |settings| {
        settings.configuration.acl = Some(Vec::new());
        Ok(())
    })
}

/// Adds an entry to the list.
///
/// # Safety
///
/// As [`input`].
unsafe fn add_acl(
    settings: &mut DeviceSettings,
    user: AclUser,
    access: i32,
    realms: *const u32,
    count: usize,
) -> Result<(), Failure> {
    let access = amtp_acl_access::accept(access)?;
    // SAFETY: this function's own condition.
    let realms = unsafe { input(realms, count) }?.to_vec();
    let entries = settings.configuration.acl.get_or_insert_default();
    entries.push(AclEntry { user, access, realms });
    Ok(())
}

/// Adds an entry to the access control list, which is emptied first: a user with a password that the caller holds.
/// `access` is one of `amtp_acl_access`, `realms` are `count` numbers of realms. All are copied before return.
///
/// Errors: `AMTP_ERR_ENUM`, `AMTP_ERR_UTF8`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_device_settings_add_digest_user(
    settings: Option<&mut amtp_device_settings>,
    name: *const c_char,
    len: usize,
    reference: u64,
    access: i32,
    realms: *const u32,
    count: usize,
) -> amtp_status {
    set(settings, |settings| {
        // SAFETY: the header asks for `len` readable bytes.
        let name = unsafe { text(name, len) }?.into();
        let user = AclUser::Digest { name, password: SecretRef(reference) };
        // SAFETY: the header asks for `count` readable numbers.
        unsafe { add_acl(settings, user, access, realms, count) }
    })
}

/// The same for a directory user or group: `sid` is the binary SID, 1 to 28 bytes, a multiple of 4. All are copied before
/// return.
///
/// Errors: `AMTP_ERR_RANGE`, `AMTP_ERR_ENUM`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_device_settings_add_kerberos_user(
    settings: Option<&mut amtp_device_settings>,
    sid: *const u8,
    len: usize,
    access: i32,
    realms: *const u32,
    count: usize,
) -> amtp_status {
    set(settings, |settings| {
        // SAFETY: the header asks for `len` readable bytes.
        let sid = unsafe { input(sid, len) }?.to_vec();
        if !(1..=28).contains(&sid.len()) || sid.len() % 4 != 0 {
            return Err(Abi::Range.into());
        }
        // SAFETY: the header asks for `count` readable numbers.
        unsafe { add_acl(settings, AclUser::Kerberos { sid }, access, realms, count) }
    })
}
