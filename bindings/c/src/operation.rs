//! What a session asks of a device.

use core::mem::MaybeUninit;

use core_lib::provisioning::{
    AclAccess, AclEntry, AclUser, DeviceKey, Operation, Output, PowerScheme, TlsSide,
};

use crate::bytes::{amtp_bytes, amtp_str};
use crate::guard::{guard, guard_or};
use crate::handle::{Out, put, read};
use crate::session::amtp_session;
use crate::status::{Abi, Failure, accepted, amtp_status};

/// What is asked of a device: the method, its operands of `amtp_operand`, and in brackets the reply of
/// `amtp_reply_kind` where that is not `AMTP_REPLY_KIND_DONE`. What must not be sent twice says so.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(i32)]
pub enum amtp_operation {
    /// Nothing, or something that this header does not know.
    None = 0,
    /// Get `AMT_GeneralSettings` (general settings).
    GetGeneralSettings = 1,
    /// Get `AMT_SetupAndConfigurationService` (setup service).
    GetSetupService = 2,
    /// Get `IPS_HostBasedSetupService` (control mode).
    GetControlMode = 3,
    /// Enumerate `CIM_SoftwareIdentity`, instance `AMT` (release).
    GetRelease = 4,
    /// `AMT_SetupAndConfigurationService.ExtendProvisioningPeriod`: hours.
    ExtendProvisioningPeriod = 5,
    /// `AMT_TimeSynchronizationService.GetLowAccuracyTimeSynch` (time).
    GetTime = 6,
    /// `AMT_TimeSynchronizationService.SetHighAccuracyTimeSynch`: device time, read time, sent time.
    SetTime = 7,
    /// Put `AMT_GeneralSettings`: host, domain.
    SetNames = 8,
    /// `AMT_PublicKeyManagementService.AddTrustedRootCertificate`: certificate. 2058 is no failure.
    AddTrustedRoot = 9,
    /// Enumerate `AMT_PublicPrivateKeyPair` (instances).
    ListKeyPairs = 10,
    /// `AMT_PublicKeyManagementService.GenerateKeyPair`: key (instance). Sent once.
    GenerateKeyPair = 11,
    /// Get `AMT_PublicPrivateKeyPair.DERKey`: instance (public key).
    GetPublicKey = 12,
    /// `AMT_PublicKeyManagementService.AddCertificate`: certificate (instance).
    AddCertificate = 13,
    /// Enumerate `AMT_PublicKeyCertificate` for this one: certificate (instance).
    FindCertificate = 14,
    /// Create or Put `AMT_TLSCredentialContext`: instance.
    BindTlsCertificate = 15,
    /// Put `AMT_TLSSettingData`: side, mutual, trusted names.
    SetTls = 16,
    /// `AMT_AuthorizationService.SetAdminAclEntryEx` for `admin`: realm, secret. Sent once.
    SetAdminPassword = 17,
    /// `AMT_SetupAndConfigurationService.SetMEBxPassword`: secret.
    SetMebxPassword = 18,
    /// `AMT_SetupAndConfigurationService.CommitChanges`. Sent once.
    CommitChanges = 19,
    /// `AMT_AuthorizationService.EnumerateUserAclEntries` and the names of its entries (ACL entries).
    ListAclEntries = 20,
    /// `AMT_AuthorizationService.RemoveUserAclEntry`: handle.
    RemoveAclEntry = 21,
    /// `AMT_AuthorizationService.AddUserAclEntryEx`: realm, access, ACL realms, and user with secret, or SID.
    AddAclEntry = 22,
    /// Put `AMT_GeneralSettings`: ICMP, RMCP.
    SetPing = 23,
    /// `AMT_WebUIService.RequestStateChange`: enabled.
    SetWebUi = 24,
    /// `AMT_RedirectionService.RequestStateChange`, and Put of `ListenerEnabled`: SOL, IDE-R.
    SetRedirection = 25,
    /// Put `AMT_KerberosSettingData`: Kerberos realm, principals, secret.
    SetKerberos = 26,
    /// The current `AMT_SystemPowerScheme` (power scheme).
    GetPowerScheme = 27,
    /// `AMT_SystemPowerScheme.SetPowerScheme`: power scheme.
    SetPowerScheme = 28,
    /// Delete every `CIM_WiFiEndpointSettings`.
    DeleteWirelessProfiles = 29,
    /// Delete the certificates and keys that only those and 802.1X profiles referred to.
    DeleteProfileCertificates = 30,
    /// Is there wireless management? (wireless)
    DetectWireless = 31,
    /// `AMT_WiFiPortConfigurationService.AddWiFiSettings`: profile.
    AddWirelessProfile = 32,
    /// Put `AMT_8021XProfile` or `IPS_IEEE8021xSettings`: profile.
    SetWired8021x = 33,
}

macro_rules! operations {
    ($($variant:ident)*) => {
        impl From<&Operation> for amtp_operation {
            fn from(operation: &Operation) -> Self {
                match operation {
                    $(Operation::$variant { .. } => Self::$variant,)*
                    _ => Self::None,
                }
            }
        }
    };
}

operations! {
    GetGeneralSettings GetSetupService GetControlMode GetRelease ExtendProvisioningPeriod GetTime SetTime SetNames
    AddTrustedRoot ListKeyPairs GenerateKeyPair GetPublicKey AddCertificate FindCertificate BindTlsCertificate SetTls
    SetAdminPassword SetMebxPassword CommitChanges ListAclEntries RemoveAclEntry AddAclEntry SetPing SetWebUi
    SetRedirection SetKerberos GetPowerScheme SetPowerScheme DeleteWirelessProfiles DeleteProfileCertificates
    DetectWireless AddWirelessProfile SetWired8021x
}

/// What an operation is about; accepted as `int32_t`. The comment begins with the function that shows it; those
/// with "several" are counted by `amtp_session_operand_count`.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(i32)]
pub enum amtp_operand {
    /// Text: the host name, without domain.
    Host = 1,
    /// Text: the domain name.
    Domain = 2,
    /// Text: the `InstanceID` of a key pair or a certificate.
    Instance = 3,
    /// Text, several: `TrustedCN`; none means any.
    TrustedName = 4,
    /// Text: the user of an ACL entry with a password.
    User = 5,
    /// Text: `InstanceID`, GUID or description of a power scheme; empty: always on except power loss.
    PowerScheme = 6,
    /// Text: the Kerberos realm.
    KerberosRealm = 7,
    /// Text, several: the service principal names.
    Principal = 8,
    /// Bytes: a certificate in DER.
    Certificate = 9,
    /// Bytes: the digest realm, read from this device, to hash the password for.
    Realm = 10,
    /// Bytes: the binary SID of an ACL entry for a directory user or group.
    Sid = 11,
    /// Number: hours, 1 to 24, or 0 to end the period.
    Hours = 12,
    /// Number: Ta0, the device's time as it told it, in seconds since 1970 (UTC).
    DeviceTime = 13,
    /// Number: Tm1, the caller's time when it did.
    ReadTime = 14,
    /// Number: Tm2, the caller's time now.
    SentTime = 15,
    /// Number: the kind of key, 1 RSA of 2048 bits, 2 EC on P-384.
    Key = 16,
    /// Number: 1 `Intel(r) AMT 802.3 TLS Settings`, 2 `Intel(r) AMT LMS TLS Settings`.
    Side = 17,
    /// Number: 1 if client certificates are asked for.
    Mutual = 18,
    /// Number: the handle of an ACL entry.
    Handle = 19,
    /// Number: one of `amtp_acl_access`.
    Access = 20,
    /// Number, several: the realms of an ACL entry.
    AclRealm = 21,
    /// Number: 1 to answer ICMP echo requests.
    Icmp = 22,
    /// Number: 1 to answer RMCP pings.
    Rmcp = 23,
    /// Number: 1 to serve the web user interface.
    Enabled = 24,
    /// Number: 1 for serial over LAN.
    Sol = 25,
    /// Number: 1 for IDE redirection.
    IdeR = 26,
    /// Reference: the password or key that the device gets.
    Secret = 27,
    /// Reference: the wireless or 802.1X profile.
    Profile = 28,
}

accepted! { amtp_operand => amtp_operand {
    Host => Self::Host,
    Domain => Self::Domain,
    Instance => Self::Instance,
    TrustedName => Self::TrustedName,
    User => Self::User,
    PowerScheme => Self::PowerScheme,
    KerberosRealm => Self::KerberosRealm,
    Principal => Self::Principal,
    Certificate => Self::Certificate,
    Realm => Self::Realm,
    Sid => Self::Sid,
    Hours => Self::Hours,
    DeviceTime => Self::DeviceTime,
    ReadTime => Self::ReadTime,
    SentTime => Self::SentTime,
    Key => Self::Key,
    Side => Self::Side,
    Mutual => Self::Mutual,
    Handle => Self::Handle,
    Access => Self::Access,
    AclRealm => Self::AclRealm,
    Icmp => Self::Icmp,
    Rmcp => Self::Rmcp,
    Enabled => Self::Enabled,
    Sol => Self::Sol,
    IdeR => Self::IdeR,
    Secret => Self::Secret,
    Profile => Self::Profile,
} }

/// An operand, or one of several.
enum Value<'a> {
    Text(&'a str),
    Bytes(&'a [u8]),
    Number(i64),
    Reference(u64),
}

/// An operand of which there are several.
fn several(operation: &Operation, operand: amtp_operand, index: usize) -> Option<Value<'_>> {
    use amtp_operand as A;
    match (operation, operand) {
        (Operation::SetTls { trusted_names, .. }, A::TrustedName) => {
            trusted_names.get(index).map(|name| Value::Text(name))
        }
        (Operation::SetKerberos { settings }, A::Principal) => {
            settings.principals.get(index).map(|name| Value::Text(name))
        }
        (Operation::AddAclEntry { entry, .. }, A::AclRealm) => {
            entry.realms.get(index).map(|realm| Value::Number((*realm).into()))
        }
        _ => None,
    }
}

/// An operand of which there is one.
fn single(operation: &Operation, operand: amtp_operand) -> Option<Value<'_>> {
    use Operation as O;
    use amtp_operand as A;
    let flag = |on: bool| Value::Number(on.into());
    Some(match (operation, operand) {
        (O::SetNames { host, .. }, A::Host) => Value::Text(host),
        (O::SetNames { domain, .. }, A::Domain) => Value::Text(domain),
        (O::GetPublicKey { key_pair: instance }, A::Instance)
        | (O::BindTlsCertificate { certificate: instance }, A::Instance) => {
            Value::Text(&instance.0)
        }
        (O::SetPowerScheme { scheme }, A::PowerScheme) => Value::Text(match scheme {
            PowerScheme::AlwaysOnExceptPowerLoss => "",
            PowerScheme::Named(name) => name,
        }),
        (O::SetKerberos { settings }, A::KerberosRealm) => Value::Text(&settings.realm),
        (O::SetKerberos { settings }, A::Secret) => Value::Reference(settings.key.0),
        (O::AddTrustedRoot { certificate }, A::Certificate)
        | (O::AddCertificate { certificate }, A::Certificate)
        | (O::FindCertificate { certificate }, A::Certificate) => Value::Bytes(certificate),
        (O::SetAdminPassword { realm, .. }, A::Realm)
        | (O::AddAclEntry { realm, .. }, A::Realm) => Value::Bytes(realm),
        (O::AddAclEntry { entry, .. }, _) => return acl(entry, operand),
        (O::ExtendProvisioningPeriod { hours }, A::Hours) => Value::Number((*hours).into()),
        (O::SetTime { device, .. }, A::DeviceTime) => Value::Number(device.unix()),
        (O::SetTime { read, .. }, A::ReadTime) => Value::Number(read.unix()),
        (O::SetTime { sent, .. }, A::SentTime) => Value::Number(sent.unix()),
        (O::GenerateKeyPair { key }, A::Key) => Value::Number(match key {
            DeviceKey::Rsa2048 => 1,
            DeviceKey::EcP384 => 2,
        }),
        (O::SetTls { side, .. }, A::Side) => Value::Number(match side {
            TlsSide::Remote => 1,
            TlsSide::Local => 2,
        }),
        (O::SetTls { mutual, .. }, A::Mutual) => flag(*mutual),
        (O::RemoveAclEntry { handle }, A::Handle) => Value::Number((*handle).into()),
        (O::SetPing { icmp, .. }, A::Icmp) => flag(*icmp),
        (O::SetPing { rmcp, .. }, A::Rmcp) => flag(*rmcp),
        (O::SetWebUi { enabled }, A::Enabled) => flag(*enabled),
        (O::SetRedirection { sol, .. }, A::Sol) => flag(*sol),
        (O::SetRedirection { ide_r, .. }, A::IdeR) => flag(*ide_r),
        (O::AddWirelessProfile { profile }, A::Profile)
        | (O::SetWired8021x { profile }, A::Profile) => Value::Reference(profile.0),
        (operation, A::Secret) => Value::Reference(operation.secret()?.0),
        _ => return None,
    })
}

fn acl(entry: &AclEntry, operand: amtp_operand) -> Option<Value<'_>> {
    Some(match (&entry.user, operand) {
        (AclUser::Digest { name, .. }, amtp_operand::User) => Value::Text(name),
        (AclUser::Digest { password, .. }, amtp_operand::Secret) => Value::Reference(password.0),
        (AclUser::Kerberos { sid }, amtp_operand::Sid) => Value::Bytes(sid),
        (_, amtp_operand::Access) => Value::Number(match entry.access {
            AclAccess::Local => 1,
            AclAccess::Network => 2,
            AclAccess::Any => 3,
        }),
        _ => return None,
    })
}

fn value(operation: &Operation, operand: amtp_operand, index: usize) -> Option<Value<'_>> {
    let one = single(operation, operand).filter(|_| index == 0);
    one.or_else(|| several(operation, operand, index))
}

/// The operation of the current output.
fn current(session: Option<&amtp_session>) -> Result<&Operation, Failure> {
    match &read(session)?.output {
        Some(Output::Invoke { operation, .. }) => Ok(operation),
        _ => Err(Abi::Absent.into()),
    }
}

/// Writes an operand, if it is of the right kind.
fn put_operand<'a, T>(
    session: Option<&'a amtp_session>,
    operand: i32,
    index: usize,
    out: Out<'_, T>,
    take: impl FnOnce(Value<'a>) -> Option<T>,
) -> amtp_status {
    guard(|| {
        let out = out.ok_or(Abi::Null)?;
        let operation = current(session)?;
        let found = value(operation, amtp_operand::accept(operand)?, index);
        put(Some(out), found.and_then(take).ok_or(Abi::Absent)?)
    })
}

/// How many values the operand has in the operation of the current output: 0 if it has none, or there is no
/// operation; `operand` is one of `amtp_operand`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_session_operand_count(
    session: Option<&amtp_session>,
    operand: i32,
) -> usize {
    guard_or(0, || {
        let (operation, operand) = (current(session)?, amtp_operand::accept(operand)?);
        Ok((0..).take_while(|index| value(operation, operand, *index).is_some()).count())
    })
}

/// An operand that is a text, number `index` of it, from 0. `*out` is borrowed from the session until the next
/// `amtp_session_poll`, or until it is freed.
///
/// Errors: `AMTP_ERR_ABSENT` if the operation has no such text, or there is none; `AMTP_ERR_ENUM`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_session_operand_text(
    session: Option<&amtp_session>,
    operand: i32,
    index: usize,
    out: Option<&mut MaybeUninit<amtp_str>>,
) -> amtp_status {
    put_operand(session, operand, index, out, |value| match value {
        Value::Text(text) => Some(text.into()),
        _ => None,
    })
}

/// The same for an operand that is bytes. `*out` is borrowed from the session until the next `amtp_session_poll`,
/// or until it is freed.
///
/// Errors: `AMTP_ERR_ABSENT`, `AMTP_ERR_ENUM`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_session_operand_bytes(
    session: Option<&amtp_session>,
    operand: i32,
    index: usize,
    out: Option<&mut MaybeUninit<amtp_bytes>>,
) -> amtp_status {
    put_operand(session, operand, index, out, |value| match value {
        Value::Bytes(bytes) => Some(bytes.into()),
        _ => None,
    })
}

/// The same for an operand that is a number.
///
/// Errors: `AMTP_ERR_ABSENT`, `AMTP_ERR_ENUM`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_session_operand_number(
    session: Option<&amtp_session>,
    operand: i32,
    index: usize,
    out: Option<&mut MaybeUninit<i64>>,
) -> amtp_status {
    put_operand(session, operand, index, out, |value| match value {
        Value::Number(number) => Some(number),
        _ => None,
    })
}

/// The same for an operand that is a number of the caller: what it was given to store, or holds.
///
/// Errors: `AMTP_ERR_ABSENT`, `AMTP_ERR_ENUM`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_session_operand_reference(
    session: Option<&amtp_session>,
    operand: i32,
    out: Option<&mut MaybeUninit<u64>>,
) -> amtp_status {
    put_operand(session, operand, 0, out, |value| match value {
        Value::Reference(number) => Some(number),
        _ => None,
    })
}
