//! What is known and wanted of one device.

use core::ffi::c_char;
use core::mem::MaybeUninit;
use std::sync::Arc;

use core_lib::Fact;
use core_lib::provisioning::{
    Configuration, DeviceSettings, KerberosSettings, MebxPassword, MebxPolicy, MebxSettings,
    NamesFrom, PayloadRef, PowerScheme, SecretRef, TlsAuthentication,
};

use crate::bytes::{amtp_bytes, input, inputs, text};
use crate::facts::amtp_facts;
use crate::guard::guard;
use crate::handle::{self, Exclusive, mutable, put_new, read, write};
use crate::service_point::sha256_of;
use crate::status::{Abi, Failure, accepted, amtp_status, truth};

/// What is known of one device, and what it shall be configured with. New ones leave everything in the device as
/// it is but the admin password. A session keeps what was set when it was given them.
///
/// Threads: setting needs exclusive use; sessions may be given them by several threads at once.
///
/// Since: 0.1
pub struct amtp_device_settings(Exclusive<Arc<DeviceSettings>>);

mutable!(amtp_device_settings, Arc<DeviceSettings>);

/// Where host and domain name come from; accepted as `int32_t`.
///
/// Since: 0.1
#[repr(i32)]
pub enum amtp_names_from {
    /// The import of the computer; the default.
    Import = 0,
    /// Its discovery.
    Discovery = 1,
    /// The registration of its client.
    Registration = 2,
}

accepted! { amtp_names_from => NamesFrom {
    Import => NamesFrom::Import,
    Discovery => NamesFrom::Discovery,
    Registration => NamesFrom::Registration,
} }

/// TLS of a device once it is provisioned; accepted as `int32_t`.
///
/// Since: 0.1
#[repr(i32)]
pub enum amtp_tls_authentication {
    /// As it is; the default.
    Unchanged = 0,
    /// The device has a certificate.
    Server = 1,
    /// So have those who call it.
    Mutual = 2,
}

accepted! { amtp_tls_authentication => TlsAuthentication {
    Unchanged => TlsAuthentication::Unchanged,
    Server => TlsAuthentication::Server,
    Mutual => TlsAuthentication::Mutual { roots: Vec::new(), trusted_names: Vec::new() },
} }

/// Which password MEBx gets; accepted as `int32_t`.
///
/// Since: 0.1
#[repr(i32)]
pub enum amtp_mebx_password {
    /// It stays as it is; the default.
    Unchanged = 0,
    /// One that the caller holds.
    Stored = 1,
    /// A new random one.
    Random = 2,
}

/// When a device lets its MEBx password be set over the network; accepted as `int32_t`.
///
/// Since: 0.1
#[repr(i32)]
pub enum amtp_mebx_policy {
    /// That is not known; the default.
    Unknown = 0,
    /// While it is the default one.
    DefaultPasswordOnly = 1,
    /// During setup.
    DuringSetup = 2,
    /// At any time.
    Anytime = 3,
}

accepted! { amtp_mebx_policy => Fact<MebxPolicy> {
    Unknown => Fact::Unknown,
    DefaultPasswordOnly => Fact::known(MebxPolicy::DefaultPasswordOnly),
    DuringSetup => Fact::known(MebxPolicy::DuringSetup),
    Anytime => Fact::known(MebxPolicy::Anytime),
} }

/// Settings of a device that are a yes or no; accepted as `int32_t`.
///
/// Since: 0.1
#[repr(i32)]
pub enum amtp_device_option {
    /// Answer ICMP echo requests.
    PingIcmp = 1,
    /// Answer RMCP pings.
    PingRmcp = 2,
    /// Serve the web user interface.
    WebUi = 3,
    /// Serial over LAN.
    Sol = 4,
    /// IDE redirection.
    IdeR = 5,
    /// Ask for a directory account, and enable Kerberos with it.
    Kerberos = 6,
}

type Setter = fn(&mut Configuration, bool);

accepted! { amtp_device_option => Setter {
    PingIcmp => |wanted, on| wanted.ping.get_or_insert_default().0 = on,
    PingRmcp => |wanted, on| wanted.ping.get_or_insert_default().1 = on,
    WebUi => |wanted, on| wanted.web_ui = Some(on),
    Sol => |wanted, on| wanted.redirection.get_or_insert_default().0 = on,
    IdeR => |wanted, on| wanted.redirection.get_or_insert_default().1 = on,
    Kerberos => |wanted, on| wanted.kerberos = on,
} }

/// What a session is given.
pub(crate) fn settings_of(
    settings: Option<&amtp_device_settings>,
) -> Result<Arc<DeviceSettings>, Failure> {
    Ok(Arc::clone(read(settings)?))
}

/// Sessions that run keep what they have.
pub(crate) fn set(
    settings: Option<&mut amtp_device_settings>,
    change: impl FnOnce(&mut DeviceSettings) -> Result<(), Failure>,
) -> amtp_status {
    guard(|| write(settings, |settings| change(Arc::make_mut(settings))))
}

/// Makes settings that say nothing. `*out` is owned by the caller (free with `amtp_device_settings_free`).
///
/// Errors: none of its own.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_device_settings_new(
    out: Option<&mut MaybeUninit<*mut amtp_device_settings>>,
) -> amtp_status {
    guard(|| put_new(out, || Ok(amtp_device_settings(Exclusive::default()))))
}

/// Frees settings; NULL is fine. Sessions go on.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_device_settings_free(settings: Option<Box<amtp_device_settings>>) {
    handle::free(settings);
}

/// Sets host name, without domain, and domain name; `from` is one of `amtp_names_from`. All are copied before return.
///
/// Errors: `AMTP_ERR_UTF8`, `AMTP_ERR_ENUM`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_device_settings_set_names(
    settings: Option<&mut amtp_device_settings>,
    host: *const c_char,
    host_len: usize,
    domain: *const c_char,
    domain_len: usize,
    from: i32,
) -> amtp_status {
    set(settings, |settings| {
        let from = amtp_names_from::accept(from)?;
        // SAFETY: the header asks for readable bytes.
        let (host, domain) = unsafe { (text(host, host_len)?, text(domain, domain_len)?) };
        (settings.host, settings.domain) = (host.into(), domain.into());
        settings.names_from = from;
        Ok(())
    })
}

/// Sets what is known about the device, copied before return; a Hello adds its root hashes.
///
/// Errors: `AMTP_ERR_POISONED`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_device_settings_set_facts(
    settings: Option<&mut amtp_device_settings>,
    facts: Option<&amtp_facts>,
) -> amtp_status {
    set(settings, |settings| {
        settings.facts = read(facts)?.clone();
        Ok(())
    })
}

/// Sets the SHA-256 of the one-time password that was agreed on, 32 bytes, copied before return.
///
/// Errors: `AMTP_ERR_RANGE` for another length.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_device_settings_set_one_time_password(
    settings: Option<&mut amtp_device_settings>,
    sha256: *const u8,
    len: usize,
) -> amtp_status {
    set(settings, |settings| {
        // SAFETY: the header asks for `len` readable bytes.
        settings.one_time_password = Some(sha256_of(unsafe { input(sha256, len) }?)?);
        Ok(())
    })
}

/// Accepts one certificate of the device only: that with this SHA-256, 32 bytes, copied before return.
///
/// Errors: `AMTP_ERR_RANGE` for another length.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_device_settings_set_pin(
    settings: Option<&mut amtp_device_settings>,
    sha256: *const u8,
    len: usize,
) -> amtp_status {
    set(settings, |settings| {
        // SAFETY: the header asks for `len` readable bytes.
        settings.pin = Some(sha256_of(unsafe { input(sha256, len) }?)?);
        Ok(())
    })
}

/// Sets the directory account that exists already: its Kerberos realm, its service principal names in UTF-8, and the
/// reference of its key. All are copied before return. Without it the session asks for one, if the option
/// `AMTP_DEVICE_OPTION_KERBEROS` is set.
///
/// Errors: `AMTP_ERR_UTF8`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_device_settings_set_directory_account(
    settings: Option<&mut amtp_device_settings>,
    realm: *const c_char,
    len: usize,
    principals: *const amtp_bytes,
    count: usize,
    reference: u64,
) -> amtp_status {
    set(settings, |settings| {
        // SAFETY: the header asks for readable bytes and views.
        let account = unsafe { kerberos(realm, len, principals, count, reference) }?;
        settings.directory_account = Some(account);
        Ok(())
    })
}

/// # Safety
///
/// `realm` has `len` readable bytes, `principals` `count` readable views.
pub(crate) unsafe fn kerberos(
    realm: *const c_char,
    len: usize,
    principals: *const amtp_bytes,
    count: usize,
    reference: u64,
) -> Result<KerberosSettings, Failure> {
    // SAFETY: as the caller promises.
    let (realm, names) = unsafe { (text(realm, len)?, inputs(principals, count)?) };
    let name = |name| core::str::from_utf8(name).map(Into::into).map_err(|_| Abi::Utf8);
    let principals = names.into_iter().map(name).collect::<Result<_, Abi>>()?;
    Ok(KerberosSettings { realm: realm.into(), principals, key: SecretRef(reference) })
}

/// Sets by how many hours, 1 to 24, to extend the provisioning period.
///
/// Errors: `AMTP_ERR_RANGE`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_device_settings_set_extend_period(
    settings: Option<&mut amtp_device_settings>,
    hours: u8,
) -> amtp_status {
    set(settings, |settings| {
        let hours = (1..=24).contains(&hours).then_some(hours).ok_or(Abi::Range)?;
        settings.extend_period = Some(hours);
        Ok(())
    })
}

/// Sets TLS of the device: one of `amtp_tls_authentication`. Roots and names that were added are forgotten.
///
/// Errors: `AMTP_ERR_ENUM`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_device_settings_set_tls(
    settings: Option<&mut amtp_device_settings>,
    authentication: i32,
) -> amtp_status {
    set(settings, |settings| {
        settings.configuration.tls = amtp_tls_authentication::accept(authentication)?;
        Ok(())
    })
}

/// Adds a root that the device shall trust with `AMTP_TLS_AUTHENTICATION_MUTUAL`, in DER; copied before return.
///
/// Errors: `AMTP_ERR_ABSENT` unless mutual TLS was set.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_device_settings_add_tls_root(
    settings: Option<&mut amtp_device_settings>,
    certificate: *const u8,
    len: usize,
) -> amtp_status {
    set(settings, |settings| {
        let TlsAuthentication::Mutual { roots, .. } = &mut settings.configuration.tls else {
            return Err(Abi::Absent.into());
        };
        // SAFETY: the header asks for `len` readable bytes.
        roots.push(Arc::from(unsafe { input(certificate, len) }?));
        Ok(())
    })
}

/// Adds a common name that callers' certificates may have with `AMTP_TLS_AUTHENTICATION_MUTUAL`, at most four; none
/// means any. All are copied before return.
///
/// Errors: `AMTP_ERR_ABSENT` unless mutual TLS was set, `AMTP_ERR_RANGE` for a fifth, `AMTP_ERR_UTF8`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_device_settings_add_tls_name(
    settings: Option<&mut amtp_device_settings>,
    name: *const c_char,
    len: usize,
) -> amtp_status {
    set(settings, |settings| {
        let TlsAuthentication::Mutual { trusted_names, .. } = &mut settings.configuration.tls
        else {
            return Err(Abi::Absent.into());
        };
        if trusted_names.len() >= 4 {
            return Err(Abi::Range.into());
        }
        // SAFETY: the header asks for `len` readable bytes.
        trusted_names.push(unsafe { text(name, len) }?.into());
        Ok(())
    })
}

/// Sets what to do about the MEBx password: `password` is one of `amtp_mebx_password`, with the caller's
/// `reference` for `AMTP_MEBX_PASSWORD_STORED`; `changed` is 1 or 0 if somebody is known to have changed it or not,
/// -1 if that is not known; `policy` is one of `amtp_mebx_policy`.
///
/// Errors: `AMTP_ERR_ENUM`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_device_settings_set_mebx(
    settings: Option<&mut amtp_device_settings>,
    password: i32,
    reference: u64,
    changed: i32,
    policy: i32,
) -> amtp_status {
    set(settings, |settings| {
        let changed = match changed {
            -1 => Fact::Unknown,
            known => Fact::known(truth(known)?),
        };
        settings.configuration.mebx = MebxSettings {
            password: amtp_mebx_password::accept(password)?(SecretRef(reference)),
            changed,
            policy: amtp_mebx_policy::accept(policy)?,
        };
        Ok(())
    })
}

type Password = fn(SecretRef) -> MebxPassword;

accepted! { amtp_mebx_password => Password {
    Unchanged => |_| MebxPassword::Unchanged,
    Stored => MebxPassword::Stored,
    Random => |_| MebxPassword::Random,
} }

/// Sets one of `amtp_device_option`: `on` is 1 or 0. Pings go in pairs, and so does redirection: what is not set
/// of a pair is off.
///
/// Errors: `AMTP_ERR_ENUM`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_device_settings_set_option(
    settings: Option<&mut amtp_device_settings>,
    option: i32,
    on: i32,
) -> amtp_status {
    set(settings, |settings| {
        amtp_device_option::accept(option)?(&mut settings.configuration, truth(on)?);
        Ok(())
    })
}

/// Sets the power package: its `InstanceID`, GUID or description, copied before return; with length 0 "always on
/// except power loss".
///
/// Errors: `AMTP_ERR_UTF8`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_device_settings_set_power_scheme(
    settings: Option<&mut amtp_device_settings>,
    scheme: *const c_char,
    len: usize,
) -> amtp_status {
    set(settings, |settings| {
        // SAFETY: the header asks for `len` readable bytes.
        settings.configuration.power_scheme = Some(power_scheme(unsafe { text(scheme, len) }?));
        Ok(())
    })
}

/// The scheme that a text stands for.
pub(crate) fn power_scheme(text: &str) -> PowerScheme {
    match text {
        "" => PowerScheme::AlwaysOnExceptPowerLoss,
        name => PowerScheme::Named(name.into()),
    }
}

/// Has the wireless profiles replaced by `count` profiles of the caller, which `profiles` are the caller's numbers
/// for. All are copied before return.
///
/// Errors: `AMTP_ERR_POISONED`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn amtp_device_settings_set_wireless(
    settings: Option<&mut amtp_device_settings>,
    profiles: *const u64,
    count: usize,
) -> amtp_status {
    set(settings, |settings| {
        // SAFETY: the header asks for `count` readable numbers.
        let profiles = unsafe { input(profiles, count) }?;
        settings.configuration.wireless = Some(profiles.iter().copied().map(PayloadRef).collect());
        Ok(())
    })
}

/// Sets the wired 802.1X profile: the caller's number for it.
///
/// Errors: `AMTP_ERR_POISONED`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_device_settings_set_wired_8021x(
    settings: Option<&mut amtp_device_settings>,
    profile: u64,
) -> amtp_status {
    set(settings, |settings| {
        settings.configuration.wired_8021x = Some(PayloadRef(profile));
        Ok(())
    })
}
