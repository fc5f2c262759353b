//! What can be known about a device, and where from, by numbers.

use core_lib::{ControlMode, Flow, Interface, Platform, Source, SuffixSource, TlsMode};

use crate::status::accepted;

/// Where a fact is from; accepted as `int32_t`.
///
/// Since: 0.1
#[repr(i32)]
pub enum amtp_source {
    /// Not stated.
    Unstated = 0,
    /// Told by a person, or configured.
    Operator = 1,
    /// A Hello message: unauthenticated, and its list of hashes may be cut.
    Hello = 2,
    /// The host interface (MEI/HECI) of the device.
    HostInterface = 3,
    /// WS-Management.
    WsManagement = 4,
    /// An unauthenticated answer of the device, such as the `Server:` header.
    Scan = 5,
}

accepted! { amtp_source => Source {
    Unstated => Source::Unstated,
    Operator => Source::Operator,
    Hello => Source::Hello,
    HostInterface => Source::HostInterface,
    WsManagement => Source::WsManagement,
    Scan => Source::Scan,
} }

/// Where a DNS suffix comes from; only the first three count. Accepted as `int32_t`.
///
/// Since: 0.1
#[repr(i32)]
pub enum amtp_suffix_source {
    /// The PKI DNS suffix, set in MEBx, by USB key or by a local agent.
    PkiDnsSuffix = 1,
    /// DHCP option 15 as received by the device on its wired AMT LAN.
    DhcpOption15 = 2,
    /// DHCPv6 option 24 received by the device.
    DhcpV6Option24 = 3,
    /// The operating system's primary or connection suffix.
    OperatingSystem = 4,
    /// The domain name on the static-IP page of AMT.
    StaticIpPage = 5,
    /// `AMT_GeneralSettings.DomainName`.
    GeneralSettings = 6,
    /// A DHCP option seen on the network but not reported by the device.
    SeenOnNetwork = 7,
    /// The suffix of an interface that AMT does not use.
    OtherInterface = 8,
}

accepted! { amtp_suffix_source => SuffixSource {
    PkiDnsSuffix => SuffixSource::PkiDnsSuffix,
    DhcpOption15 => SuffixSource::DhcpOption15,
    DhcpV6Option24 => SuffixSource::DhcpV6Option24,
    OperatingSystem => SuffixSource::OperatingSystem,
    StaticIpPage => SuffixSource::StaticIpPage,
    GeneralSettings => SuffixSource::GeneralSettings,
    SeenOnNetwork => SuffixSource::SeenOnNetwork,
    OtherInterface => SuffixSource::OtherInterface,
} }

/// Facts about a device; accepted as `int32_t`. The comment says what states each.
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(i32)]
pub enum amtp_fact {
    /// The firmware release: `amtp_facts_set_release`.
    Release = 1,
    /// DNS suffixes: `amtp_facts_add_suffix`.
    Suffixes = 2,
    /// The root certificate hashes that the device holds: `amtp_facts_add_root_hashes`.
    RootHashes = 3,
    /// The provisioning server FQDN next to the PKI DNS suffix: `amtp_facts_set_name`.
    ServerFqdn = 4,
    /// The home domain that Environment Detection will be given: `amtp_facts_set_name`.
    HomeDomain = 5,
    /// The kind of platform, which decides on release 15: one of `amtp_platform`.
    Platform = 6,
    /// How the device will be provisioned: one of `amtp_flow`.
    Flow = 7,
    /// The network interface that provisioning goes through: one of `amtp_interface`.
    Interface = 8,
    /// The control mode that the device is in: one of `amtp_control_mode`.
    ControlMode = 9,
    /// The provisioning mode: one of `amtp_tls_mode`.
    TlsMode = 10,
    /// Is the network interface open for provisioning? 0 or 1.
    InterfaceOpen = 11,
    /// Is the link up? 0 or 1.
    LinkUp = 12,
    /// Is remote configuration (zero-touch configuration) enabled? 0 or 1.
    RemoteConfiguration = 13,
    /// Does DHCP offer a DNS server, option 6? 0 or 1.
    DhcpDnsServer = 14,
    /// Does AMT have a static IP address? 0 or 1.
    StaticIp = 15,
    /// Will CIRA be used? 0 or 1.
    Cira = 16,
    /// Does the caller's TLS stack send the root certificate? 0 or 1.
    RootPresented = 17,
    /// Did the caller's TLS stack refuse the device's own certificate? 0 or 1.
    DeviceCertificateRefused = 18,
    /// Judge against the table of known roots instead of the device's list? 0 or 1.
    AssumeDefaultRoots = 19,
}

accepted! { amtp_fact => amtp_fact {
    Release => Self::Release,
    Suffixes => Self::Suffixes,
    RootHashes => Self::RootHashes,
    ServerFqdn => Self::ServerFqdn,
    HomeDomain => Self::HomeDomain,
    Platform => Self::Platform,
    Flow => Self::Flow,
    Interface => Self::Interface,
    ControlMode => Self::ControlMode,
    TlsMode => Self::TlsMode,
    InterfaceOpen => Self::InterfaceOpen,
    LinkUp => Self::LinkUp,
    RemoteConfiguration => Self::RemoteConfiguration,
    DhcpDnsServer => Self::DhcpDnsServer,
    StaticIp => Self::StaticIp,
    Cira => Self::Cira,
    RootPresented => Self::RootPresented,
    DeviceCertificateRefused => Self::DeviceCertificateRefused,
    AssumeDefaultRoots => Self::AssumeDefaultRoots,
} }

/// Kinds of platform; accepted as `int32_t`.
///
/// Since: 0.1
#[repr(i32)]
pub enum amtp_platform {
    /// An H platform.
    H = 1,
    /// Any other.
    NotH = 2,
}

accepted! { amtp_platform => Platform {
    H => Platform::H,
    NotH => Platform::NotH,
} }

/// How a device will be provisioned; accepted as `int32_t`.
///
/// Since: 0.1
#[repr(i32)]
pub enum amtp_flow {
    /// Over the network, by TLS with the provisioning certificate.
    TlsPki = 1,
    /// From the host, through the host interface.
    HostBased = 2,
}

accepted! { amtp_flow => Flow {
    TlsPki => Flow::TlsPki,
    HostBased => Flow::HostBased,
} }

/// Kinds of network interface; accepted as `int32_t`.
///
/// Since: 0.1
#[repr(i32)]
pub enum amtp_interface {
    /// The built-in wired LAN of AMT.
    Wired = 1,
    /// The WLAN of AMT.
    Wireless = 2,
    /// A dock that takes part in AMT.
    Dock = 3,
    /// An interface that AMT does not use.
    Other = 4,
}

accepted! { amtp_interface => Interface {
    Wired => Interface::Wired,
    Wireless => Interface::Wireless,
    Dock => Interface::Dock,
    Other => Interface::Other,
} }

/// Control modes of a device; accepted as `int32_t`.
///
/// Since: 0.1
#[repr(i32)]
pub enum amtp_control_mode {
    /// Not provisioned.
    None = 1,
    /// Client Control Mode.
    Client = 2,
    /// Admin Control Mode.
    Admin = 3,
}

accepted! { amtp_control_mode => ControlMode {
    None => ControlMode::None,
    Client => ControlMode::Client,
    Admin => ControlMode::Admin,
} }

/// Provisioning modes of a device; accepted as `int32_t`.
///
/// Since: 0.1
#[repr(i32)]
pub enum amtp_tls_mode {
    /// Certificates.
    Pki = 1,
    /// Pre-shared keys.
    Psk = 2,
}

accepted! { amtp_tls_mode => TlsMode {
    Pki => TlsMode::Pki,
    Psk => TlsMode::Psk,
} }
