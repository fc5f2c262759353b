//! What a session is told before it begins: what all share, and what is the device's own.

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::mebx::MebxSettings;
use super::peer::PeerRules;
use super::product::Product;
use super::timer::Timers;
use crate::device::DeviceFacts;
use crate::digest::FactoryAccounts;
use crate::root_hash::Hash;
use crate::validation::{Policy, Prepared};

/// Stands for a secret that the embedder holds: a password, with its user name where it is an
/// account. Sessions hold these alone, so what is saved of them holds no secret (I-31).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SecretRef(pub u64);

/// Stands for data that the embedder writes to the device itself, such as a wireless profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PayloadRef(pub u64);

/// What all sessions of a service point share.
#[derive(Clone, Debug)]
pub struct ServicePoint {
    /// The provisioning certificates, each judged for every device.
    pub certificates: Vec<Arc<Prepared>>,
    /// What the caller tolerates of them.
    pub policy: Policy,
    /// Go on with a certificate that the device is predicted to refuse.
    pub try_rejected: bool,
    /// The provisioning accounts, tried in this order before the factory's (F-CRED).
    pub accounts: Vec<SecretRef>,
    /// Which of the factory's.
    pub factory: FactoryAccounts,
    /// What the device's own certificate must be.
    pub peer: PeerRules,
    /// Whose habits to follow where products differ.
    pub product: Product,
    /// How long waits last.
    pub timers: Timers,
    /// How often a call that may be repeated is sent, and a connection tried; at least once.
    pub transport_attempts: u8,
    /// How often a device certificate is looked for.
    pub certificate_looks: u8,
}

impl ServicePoint {
    /// With these certificates, no accounts but the factory's, and the habits that Intel's guide
    /// describes.
    #[must_use]
    pub fn new(certificates: impl IntoIterator<Item = impl Into<Arc<Prepared>>>) -> Self {
        Self {
            certificates: certificates.into_iter().map(Into::into).collect(),
            policy: Policy::default(),
            try_rejected: false,
            accounts: Vec::new(),
            factory: FactoryAccounts::AdminOrEmpty,
            peer: PeerRules::default(),
            product: Product::IntelGuide,
            timers: Timers::default(),
            transport_attempts: 5,
            certificate_looks: 5,
        }
    }
}

/// What is known and wanted of one device.
#[derive(Clone, Debug, Default)]
pub struct DeviceSettings {
    /// Host name, without domain.
    pub host: String,
    /// Domain name.
    pub domain: String,
    /// Where the names come from.
    pub names_from: NamesFrom,
    /// What is known about it; a Hello adds its root hashes.
    pub facts: DeviceFacts,
    /// What the directory account gives, if it was made before, as Configuration Manager 2012 does.
    /// Else the session asks for it before the first stage, if Kerberos is wanted.
    pub directory_account: Option<KerberosSettings>,
    /// SHA-256 of the one-time password, if one was agreed
    /// ([`OneTimePassword::hash`](super::OneTimePassword::hash)).
    pub one_time_password: Option<Hash>,
    /// SHA-256 of the certificate that the device shows, if it is known: no other is accepted.
    pub pin: Option<Hash>,
    /// Hours to extend the provisioning period by, 1 to 24.
    pub extend_period: Option<u8>,
    /// What it shall be configured with.
    pub configuration: Configuration,
}

impl DeviceSettings {
    /// Can a device be provisioned with them? A host name, a period of 1 to 24 hours, a root with
    /// mutual TLS, and no more than 255 of a kind.
    pub(super) fn is_usable(&self) -> bool {
        let wanted = &self.configuration;
        let roots = match &wanted.tls {
            TlsAuthentication::Mutual { roots, .. } => Some(roots.len()),
            TlsAuthentication::Unchanged | TlsAuthentication::Server => None,
        };
        let acl = wanted.acl.as_ref().map_or(0, Vec::len);
        let wireless = wanted.wireless.as_ref().map_or(0, Vec::len);
        !self.host.is_empty()
            && self.extend_period.is_none_or(|hours| (1..=24).contains(&hours))
            && roots != Some(0)
            && [roots.unwrap_or(0), acl, wireless].iter().all(|count| *count <= 255)
    }

    /// Host and domain name as one.
    #[must_use]
    pub fn fqdn(&self) -> String {
        match self.domain.as_str() {
            "" => self.host.clone(),
            domain => [self.host.as_str(), domain].join("."),
        }
    }
}

/// Where host and domain name come from (S2-26, S2-27 of the flows' description).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum NamesFrom {
    /// The import of the computer, for provisioning out of band.
    #[default]
    Import,
    /// Discovery of the computer.
    Discovery,
    /// Registration of its client.
    Registration,
}

/// What a device is configured with. The default leaves everything as it is but the admin password.
#[derive(Clone, Debug, Default)]
pub struct Configuration {
    /// TLS of the device.
    pub tls: TlsAuthentication,
    /// The MEBx password.
    pub mebx: MebxSettings,
    /// Kerberos is enabled, with the directory account.
    pub kerberos: bool,
    /// Who may do what; `None` leaves the entries that there are.
    pub acl: Option<Vec<AclEntry>>,
    /// Answer pings: ICMP, RMCP.
    pub ping: Option<(bool, bool)>,
    /// Serve the web user interface.
    pub web_ui: Option<bool>,
    /// Redirection: serial over LAN, IDE.
    pub redirection: Option<(bool, bool)>,
    /// The power package.
    pub power_scheme: Option<PowerScheme>,
    /// Wireless profiles; `None` leaves those that there are.
    pub wireless: Option<Vec<PayloadRef>>,
    /// The wired 802.1X profile.
    pub wired_8021x: Option<PayloadRef>,
}

/// A power package of the device. Their numbers differ between products, so the embedder finds the
/// instance (D-W5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PowerScheme {
    /// Always on except after a loss of power: number 5 of Configuration Manager.
    AlwaysOnExceptPowerLoss,
    /// Named by `InstanceID`, GUID or description.
    Named(String),
}

/// TLS of a device once it is provisioned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum TlsAuthentication {
    /// As it is: no certificate is needed.
    #[default]
    Unchanged,
    /// The device has a certificate.
    Server,
    /// So have those who call it.
    Mutual {
        /// DER of the roots to trust.
        roots: Vec<Arc<[u8]>>,
        /// Names to trust, at most four; none means any.
        trusted_names: Vec<String>,
    },
}

/// An entry of the access control list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AclEntry {
    /// Who.
    pub user: AclUser,
    /// From where.
    pub access: AclAccess,
    /// Numbers of the realms.
    pub realms: Vec<u32>,
}

impl AclEntry {
    pub(super) const fn secret(&self) -> Option<SecretRef> {
        match self.user {
            AclUser::Digest { password, .. } => Some(password),
            AclUser::Kerberos { .. } => None,
        }
    }
}

/// Who an ACL entry is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AclUser {
    /// A user with a password.
    Digest {
        /// The name.
        name: String,
        /// The password.
        password: SecretRef,
    },
    /// A directory user or group.
    Kerberos {
        /// The binary SID: 1 to 28 bytes, a multiple of 4.
        sid: Vec<u8>,
    },
}

/// From where an ACL entry may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AclAccess {
    /// Through the host interface.
    Local,
    /// Over the network.
    Network,
    /// Both.
    Any,
}

/// What the directory account gives for `AMT_KerberosSettingData`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KerberosSettings {
    /// The Kerberos realm.
    pub realm: String,
    /// The service principal names.
    pub principals: Vec<String>,
    /// Stands for the account's password or master key.
    pub key: SecretRef,
}
