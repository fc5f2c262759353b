//! Device facts as the caller knows them.

use alloc::vec::Vec;

use crate::release::{Platform, Release};
use crate::root_hash::RootHashList;
use crate::source::Source;

/// One fact: unknown, known to be absent, or a value; with its source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fact<T> {
    /// The caller does not know. Never guessed.
    #[default]
    Unknown,
    /// The caller knows that the device has none.
    Absent(Source),
    /// The caller knows the value.
    Known(T, Source),
}

impl<T> Fact<T> {
    /// A value whose source is not stated.
    pub const fn known(value: T) -> Self {
        Self::Known(value, Source::Unstated)
    }

    /// The value, if there is one.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Known(value, _) => Some(value),
            Self::Unknown | Self::Absent(_) => None,
        }
    }

    /// Where it is from; `None` if it is unknown.
    pub const fn source(&self) -> Option<Source> {
        match self {
            Self::Known(_, source) | Self::Absent(source) => Some(*source),
            Self::Unknown => None,
        }
    }

    /// Does the caller know nothing?
    pub const fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown)
    }
}

impl<T> From<T> for Fact<T> {
    fn from(value: T) -> Self {
        Self::known(value)
    }
}

/// `None` is [`Fact::Unknown`].
impl<T> From<Option<T>> for Fact<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Unknown, Self::known)
    }
}

/// Everything the caller knows about a device; the default is to know nothing.
///
/// A rule whose fact is unknown is `not_evaluated`, and if it is mandatory the verdict is
/// `undetermined` and names the missing fact.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeviceFacts {
    /// The firmware release.
    pub release: Fact<Release>,
    /// The kind of platform; decides on release 15 only.
    pub platform: Fact<Platform>,
    /// All DNS suffixes that the caller knows of, from every source, also those that do not count.
    /// `Known` with an empty list, or `Absent`: the device has none.
    pub suffixes: Fact<Vec<SuffixFact>>,
    /// The provisioning server FQDN configured next to the PKI DNS suffix.
    pub server_fqdn: Fact<Vec<u8>>,
    /// The root certificate hashes of the device. `Absent` is an empty list.
    pub root_hashes: Fact<RootHashList>,
    /// Judge against the table of known roots instead of the device's list.
    pub assume_default_roots: bool,
    /// How the device will be provisioned.
    pub flow: Fact<Flow>,
    /// The network interface that provisioning goes through.
    pub interface: Fact<Interface>,
    /// The control mode the device is in.
    pub control_mode: Fact<ControlMode>,
    /// PKI or PSK mode.
    pub tls_mode: Fact<TlsMode>,
    /// Is the network interface open for provisioning?
    pub interface_open: Fact<bool>,
    /// Is the link up?
    pub link_up: Fact<bool>,
    /// Is remote configuration (zero-touch configuration) enabled?
    pub remote_configuration: Fact<bool>,
    /// Does DHCP offer a DNS server, option 6?
    pub dhcp_dns_server: Fact<bool>,
    /// Does AMT have a static IP address?
    pub static_ip: Fact<bool>,
    /// Will CIRA be used?
    pub cira: Fact<bool>,
    /// The home domain that Environment Detection will be given.
    pub home_domain: Fact<Vec<u8>>,
    /// Does the caller's TLS stack send the root certificate?
    pub root_presented: Fact<bool>,
    /// Did the caller's TLS stack refuse the device's own certificate?
    pub device_certificate_refused: Fact<bool>,
}

/// A DNS suffix as received, with its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuffixFact {
    /// The bytes as received.
    pub value: Vec<u8>,
    /// Which setting or option it comes from.
    pub source: SuffixSource,
}

/// Where a DNS suffix comes from; only the first three count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum SuffixSource {
    /// The PKI DNS suffix (`TrustedDNSSuffix`), set in MEBx, by USB key or by a local agent.
    PkiDnsSuffix,
    /// DHCP option 15 as received by the device (`DhcpDNSSuffix`) on its wired AMT LAN.
    DhcpOption15,
    /// DHCPv6 option 24 received by the device; up to five.
    DhcpV6Option24,
    /// The operating system's primary or connection suffix.
    OperatingSystem,
    /// The domain name on the static-IP page of AMT.
    StaticIpPage,
    /// `AMT_GeneralSettings.DomainName`.
    GeneralSettings,
    /// A DHCP option seen on the network but not reported by the device.
    SeenOnNetwork,
    /// The suffix of an interface that AMT does not use.
    OtherInterface,
}

impl SuffixSource {
    /// Does a suffix from here count when provisioning goes through `interface`?
    ///
    /// DHCP counts on the wired AMT LAN only; an unknown interface is taken as wired.
    #[must_use]
    pub const fn counts(self, interface: Option<Interface>) -> bool {
        match self {
            Self::PkiDnsSuffix => true,
            Self::DhcpOption15 | Self::DhcpV6Option24 => {
                matches!(interface, None | Some(Interface::Wired))
            }
            _ => false,
        }
    }

    /// The name used in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::PkiDnsSuffix => "PKI DNS suffix",
            Self::DhcpOption15 => "DHCP option 15",
            Self::DhcpV6Option24 => "DHCPv6 option 24",
            Self::OperatingSystem => "operating system",
            Self::StaticIpPage => "AMT static-IP page",
            Self::GeneralSettings => "AMT_GeneralSettings.DomainName",
            Self::SeenOnNetwork => "DHCP seen on the network",
            Self::OtherInterface => "another interface",
        }
    }
}

/// How the device will be provisioned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Flow {
    /// Over the network, by TLS with the provisioning certificate.
    TlsPki,
    /// From the host, through the host interface.
    HostBased,
}

impl Flow {
    /// The name used in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::TlsPki => "tls-pki",
            Self::HostBased => "host-based",
        }
    }
}

/// Kind of network interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Interface {
    /// The built-in wired LAN of AMT.
    Wired,
    /// The WLAN of AMT.
    Wireless,
    /// A dock that takes part in AMT.
    Dock,
    /// An interface that AMT does not use.
    Other,
}

impl Interface {
    /// The name used in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Wired => "wired",
            Self::Wireless => "wireless",
            Self::Dock => "dock",
            Self::Other => "other",
        }
    }
}

/// Control mode of a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ControlMode {
    /// Not provisioned.
    None,
    /// Client Control Mode.
    Client,
    /// Admin Control Mode.
    Admin,
}

impl ControlMode {
    /// The name used in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Client => "client",
            Self::Admin => "admin",
        }
    }
}

/// Provisioning mode of a device (MEI `GetProvisioningTlsMode`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TlsMode {
    /// Certificates.
    Pki,
    /// Pre-shared keys.
    Psk,
}

impl TlsMode {
    /// The name used in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pki => "pki",
            Self::Psk => "psk",
        }
    }
}
