//! What a session asks of a device, and what it may be told.

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use super::settings::{AclEntry, KerberosSettings, NamesFrom, PayloadRef, PowerScheme, SecretRef};
use crate::digest::Refusal;
use crate::release::Release;
use crate::secret::Secret;
use crate::time::WallTime;

/// One call to the device, a value without its wire form: `Class.Method`, or a read that may take
/// several messages.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Operation {
    /// Get `AMT_GeneralSettings`: [`Reply::GeneralSettings`].
    GetGeneralSettings,
    /// Get `AMT_SetupAndConfigurationService`: [`Reply::SetupService`].
    GetSetupService,
    /// Get `IPS_HostBasedSetupService`: [`Reply::ControlMode`].
    GetControlMode,
    /// Enumerate `CIM_SoftwareIdentity`, instance `AMT`: [`Reply::Release`].
    GetRelease,
    /// `AMT_SetupAndConfigurationService.ExtendProvisioningPeriod`.
    ExtendProvisioningPeriod {
        /// 1 to 24; 0 ends it.
        hours: u8,
    },
    /// `AMT_TimeSynchronizationService.GetLowAccuracyTimeSynch`: [`Reply::Time`].
    GetTime,
    /// `AMT_TimeSynchronizationService.SetHighAccuracyTimeSynch`.
    SetTime {
        /// Ta0: the device's time as it told it.
        device: WallTime,
        /// Tm1: the caller's time when it did.
        read: WallTime,
        /// Tm2: the caller's time now.
        sent: WallTime,
    },
    /// Put `AMT_GeneralSettings`: `HostName`, `DomainName`.
    SetNames {
        /// The host name, without domain.
        host: String,
        /// The domain name.
        domain: String,
        /// Where they come from; nothing of it goes to the device.
        from: NamesFrom,
    },
    /// `AMT_PublicKeyManagementService.AddTrustedRootCertificate`; 2058 is no failure (I-28).
    AddTrustedRoot {
        /// DER.
        certificate: Arc<[u8]>,
    },
    /// Enumerate `AMT_PublicPrivateKeyPair`: [`Reply::Instances`].
    ListKeyPairs,
    /// `AMT_PublicKeyManagementService.GenerateKeyPair`: [`Reply::Instance`]. Sent once.
    GenerateKeyPair {
        /// The kind and size of key.
        key: DeviceKey,
    },
    /// Get `AMT_PublicPrivateKeyPair.DERKey`: [`Reply::PublicKey`].
    GetPublicKey {
        /// The key pair.
        key_pair: Instance,
    },
    /// `AMT_PublicKeyManagementService.AddCertificate`: [`Reply::Instance`]. 2058 is no failure
    /// (I-28): [`FindCertificate`](Self::FindCertificate) follows.
    AddCertificate {
        /// DER.
        certificate: Arc<[u8]>,
    },
    /// Enumerate `AMT_PublicKeyCertificate` for this one: [`Reply::Instance`].
    FindCertificate {
        /// DER.
        certificate: Arc<[u8]>,
    },
    /// Create or Put `AMT_TLSCredentialContext`.
    BindTlsCertificate {
        /// The certificate.
        certificate: Instance,
    },
    /// Put `AMT_TLSSettingData` of one of its two instances.
    SetTls {
        /// Which.
        side: TlsSide,
        /// Client certificates are asked for.
        mutual: bool,
        /// `TrustedCN`: at most four; none means any.
        trusted_names: Vec<String>,
    },
    /// `AMT_AuthorizationService.SetAdminAclEntryEx` for `admin`. Sent once.
    SetAdminPassword {
        /// The realm to hash for, read from this device.
        realm: Vec<u8>,
        /// The password, stored before.
        password: SecretRef,
    },
    /// `AMT_SetupAndConfigurationService.SetMEBxPassword`.
    SetMebxPassword {
        /// The password, stored before.
        password: SecretRef,
    },
    /// `AMT_SetupAndConfigurationService.CommitChanges`. Sent once.
    CommitChanges,
    /// `AMT_AuthorizationService.EnumerateUserAclEntries` and the names of its entries:
    /// [`Reply::AclEntries`], those that can be removed.
    ListAclEntries,
    /// `AMT_AuthorizationService.RemoveUserAclEntry`.
    RemoveAclEntry {
        /// Its handle.
        handle: u32,
    },
    /// `AMT_AuthorizationService.AddUserAclEntryEx`; 2058 is no failure, since the list was emptied
    /// before.
    AddAclEntry {
        /// The realm to hash for.
        realm: Vec<u8>,
        /// Who may do what.
        entry: AclEntry,
    },
    /// Put `AMT_GeneralSettings`: `PingResponseEnabled`, `RmcpPingResponseEnabled`.
    SetPing {
        /// Answer ICMP echo requests.
        icmp: bool,
        /// Answer RMCP pings.
        rmcp: bool,
    },
    /// `AMT_WebUIService.RequestStateChange`.
    SetWebUi {
        /// Serve it.
        enabled: bool,
    },
    /// `AMT_RedirectionService.RequestStateChange`, and Put of `ListenerEnabled`.
    SetRedirection {
        /// Serial over LAN.
        sol: bool,
        /// IDE redirection.
        ide_r: bool,
    },
    /// Put `AMT_KerberosSettingData`.
    SetKerberos {
        /// What to write.
        settings: KerberosSettings,
    },
    /// The current `AMT_SystemPowerScheme`: [`Reply::PowerScheme`].
    GetPowerScheme,
    /// `AMT_SystemPowerScheme.SetPowerScheme`.
    SetPowerScheme {
        /// Which.
        scheme: PowerScheme,
    },
    /// Delete every `CIM_WiFiEndpointSettings`.
    DeleteWirelessProfiles,
    /// Delete the certificates and keys that only those and 802.1X profiles referred to.
    DeleteProfileCertificates,
    /// Is there wireless management? [`Reply::Wireless`].
    DetectWireless,
    /// `AMT_WiFiPortConfigurationService.AddWiFiSettings`.
    AddWirelessProfile {
        /// The embedder's profile.
        profile: PayloadRef,
    },
    /// Put `AMT_8021XProfile` or `IPS_IEEE8021xSettings`.
    SetWired8021x {
        /// The embedder's profile.
        profile: PayloadRef,
    },
}

impl Operation {
    /// May it be sent again when its answer was lost? What may not is sent once, and the device's
    /// state is read after a lost answer (I-02).
    #[must_use]
    pub const fn is_repeatable(&self) -> bool {
        !matches!(
            self,
            Self::GenerateKeyPair { .. } | Self::SetAdminPassword { .. } | Self::CommitChanges
        )
    }

    /// The secret that the device gets with it.
    #[must_use]
    pub const fn secret(&self) -> Option<SecretRef> {
        match self {
            Self::SetAdminPassword { password, .. } | Self::SetMebxPassword { password } => {
                Some(*password)
            }
            Self::AddAclEntry { entry, .. } => entry.secret(),
            Self::SetKerberos { settings } => Some(settings.key),
            _ => None,
        }
    }
}

/// One of the two instances of `AMT_TLSSettingData`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TlsSide {
    /// `Intel(r) AMT 802.3 TLS Settings`.
    Remote,
    /// `Intel(r) AMT LMS TLS Settings`.
    Local,
}

/// A key that the device generates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DeviceKey {
    /// RSA of 2048 bits.
    Rsa2048,
    /// EC on P-384: from release 22 on.
    EcP384,
}

/// The `InstanceID` of an object of the device.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instance(pub String);

/// A call: which message, and which sending of it. No two are equal in a session.
///
/// The message decides the `MessageID`, so that every sending of it has the same bytes (I-05).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Call {
    /// Number of the message, from 1.
    pub message: u32,
    /// Number of the sending, from 1.
    pub sending: u32,
}

/// Whose account a call is made with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Account {
    /// An account that the embedder holds: a configured one, or `admin` with the password that it
    /// was given to store.
    Stored(SecretRef),
    /// `admin` with the password `admin`.
    Factory,
    /// `admin` without a password.
    FactoryEmpty,
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stored(SecretRef(number)) => write!(f, "reference {number}"),
            Self::Factory => f.write_str("admin, with the factory password"),
            Self::FactoryEmpty => f.write_str("admin, without a password"),
        }
    }
}

/// What a device answered.
#[derive(Debug, PartialEq)]
#[non_exhaustive]
pub enum Reply {
    /// Return value 0, or the answer to Put, Create and Delete.
    Done,
    /// `AMT_GeneralSettings`.
    GeneralSettings {
        /// `DigestRealm`.
        realm: Vec<u8>,
    },
    /// `AMT_SetupAndConfigurationService`.
    SetupService {
        /// `ProvisioningState`.
        state: ProvisioningState,
        /// `ProvisioningServerOTP`, decoded; readable in setup only.
        one_time_password: Option<Secret>,
    },
    /// `CurrentControlMode`: 0, 1 client, 2 admin.
    ControlMode(u32),
    /// The firmware release.
    Release(Release),
    /// The device's time.
    Time(WallTime),
    /// What was made or found.
    Instance(Instance),
    /// What there is.
    Instances(Vec<Instance>),
    /// A SubjectPublicKeyInfo, or for RSA a PKCS#1 RSAPublicKey; DER.
    PublicKey(Vec<u8>),
    /// Handles of the ACL entries that can be removed: not `admin`, not those named `$$`.
    AclEntries(Vec<u32>),
    /// The current power scheme, in the form that the configuration names it.
    PowerScheme(PowerScheme),
    /// Whether there is wireless management.
    Wireless(bool),
}

/// `AMT_SetupAndConfigurationService.ProvisioningState`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProvisioningState {
    /// 0: nobody has begun.
    Pre,
    /// 1: in setup.
    In,
    /// 2: provisioned.
    Post,
    /// Another number (I-30).
    Other(u32),
}

impl ProvisioningState {
    /// The number.
    #[must_use]
    pub const fn number(self) -> u32 {
        match self {
            Self::Pre => 0,
            Self::In => 1,
            Self::Post => 2,
            Self::Other(number) => number,
        }
    }
}

impl From<u32> for ProvisioningState {
    fn from(number: u32) -> Self {
        match number {
            0 => Self::Pre,
            1 => Self::In,
            2 => Self::Post,
            other => Self::Other(other),
        }
    }
}

impl fmt::Display for ProvisioningState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pre => f.write_str("0 (pre-provisioning)"),
            Self::In => f.write_str("1 (in provisioning)"),
            Self::Post => f.write_str("2 (post-provisioning)"),
            Self::Other(number) => write!(f, "{number}"),
        }
    }
}

/// Why a call has no [`Reply`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CallFailure {
    /// A return value that is not 0 (I-04).
    Returned(u32),
    /// A SOAP fault.
    Fault(FaultCode),
    /// An HTTP status that is neither success, 401 nor that of a fault.
    Http(u16),
    /// 401 to an answered challenge.
    Refused(Refusal),
    /// It was not sent: the account does not fit the challenge.
    Unfit,
    /// The answer belongs to another request, or cannot be read; the device may have acted.
    Unreadable,
    /// The connection ended, or time ran out, after it was sent; the device may have acted.
    Lost,
    /// It was not sent: no connection came about.
    NotSent,
}

impl CallFailure {
    /// May the device have done what was asked?
    pub(super) const fn may_have_acted(self) -> bool {
        match self {
            Self::Unreadable | Self::Lost | Self::Http(_) => true,
            Self::Fault(code) => code.passes(),
            Self::Returned(_) | Self::Refused(_) | Self::Unfit | Self::NotSent => false,
        }
    }

    /// Is the call without an answer that tells what the device did?
    pub(super) const fn is_lost(self, repeatable: bool) -> bool {
        match self {
            Self::Unreadable | Self::Lost | Self::NotSent => true,
            Self::Fault(code) => code.passes(),
            // Nobody knows how far it got (F-ACM 10).
            Self::Http(_) => !repeatable,
            Self::Returned(_) | Self::Refused(_) | Self::Unfit => false,
        }
    }
}

/// The subcode of a SOAP fault (W-306).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FaultCode {
    /// No such class or instance, or not in this state.
    DestinationUnreachable,
    /// The account lacks the realm.
    AccessDenied,
    /// No such method on this release.
    ActionNotSupported,
    /// Not now.
    EndpointUnavailable,
    /// Not now.
    TimedOut,
    /// Something inside the device.
    InternalError,
    /// The message was not as the device wants it.
    InvalidMessage,
    /// The message was too large.
    EncodingLimit,
    /// Another one.
    Other,
}

impl FaultCode {
    /// May the next attempt fare better?
    const fn passes(self) -> bool {
        matches!(self, Self::EndpointUnavailable | Self::TimedOut | Self::InternalError)
    }

    /// The name, as in the message.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::DestinationUnreachable => "DestinationUnreachable",
            Self::AccessDenied => "AccessDenied",
            Self::ActionNotSupported => "ActionNotSupported",
            Self::EndpointUnavailable => "EndpointUnavailable",
            Self::TimedOut => "TimedOut",
            Self::InternalError => "InternalError",
            Self::InvalidMessage => "InvalidRepresentation",
            Self::EncodingLimit => "EncodingLimit",
            Self::Other => "another fault",
        }
    }
}
