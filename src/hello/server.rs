use alloc::format;
use alloc::vec::Vec;
use core::fmt;
use core::net::IpAddr;

use crate::dns_suffix::DnsName;

/// A device takes no more suffixes from DHCPv6 option 24 (IRG
/// overviewofpskpkiautomaticconfigurationflow.htm).
const MAX_DHCP_V6_SUFFIXES: usize = 5;

/// Where a device looks for its provisioning server, as far as its settings are known (IRG
/// overviewofpskpkiautomaticconfigurationflow.htm). The default is an untouched device.
///
/// ```
/// use amt_provisioning::{DnsName, ServerLookup};
/// let lookup = ServerLookup {
///     dhcp_suffix: Some(DnsName::suffix(b"corp.example.com")?),
///     ..ServerLookup::default()
/// };
/// let hosts: Vec<String> = lookup.candidates().iter().map(|c| c.host.to_string()).collect();
/// assert_eq!(hosts, ["provisionserver.corp.example.com"]);
/// # Ok::<(), amt_provisioning::NameError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServerLookup {
    /// The server's address, set in MEBx or with a USB key.
    pub address: Option<IpAddr>,
    /// The device is known to have no DNS server, neither set nor from DHCP option 6.
    pub no_dns_server: bool,
    /// The server's name, set in MEBx or with a USB key.
    pub fqdn: Option<DnsName>,
    /// The internal domain set in the device.
    pub internal_domain: Option<DnsName>,
    /// DHCP option 15.
    pub dhcp_suffix: Option<DnsName>,
    /// DHCPv6 option 24; the first five count.
    pub dhcp_v6_suffixes: Vec<DnsName>,
}

/// A host that a device tries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerCandidate {
    /// Which host.
    pub host: ServerHost,
    /// Why.
    pub method: LookupMethod,
}

/// A host by address or by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServerHost {
    /// Connected to as it is.
    Address(IpAddr),
    /// Asked of DNS.
    Name(DnsName),
}

/// The setting that a candidate comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LookupMethod {
    /// The address set in the device.
    Address,
    /// The name set in the device.
    Fqdn,
    /// The default name in the internal domain set in the device.
    InternalDomain,
    /// The default name in the domain of DHCP option 15.
    DhcpOption15,
    /// The default name in a domain of DHCPv6 option 24.
    DhcpV6Option24,
}

impl ServerLookup {
    /// The host name that devices look for (LMS OOB_Service).
    pub const DEFAULT_NAME: &'static str = "provisionserver";

    /// The TCP port that devices connect to (LMS OOB_Service; MC).
    pub const DEFAULT_PORT: u16 = 9971;

    /// The hosts that the device tries, in its order. One method excludes the next: a device with
    /// an address asks for no name, and one with a name does not look for the default name.
    ///
    /// Empty if the device has nothing to go by: then set the address, or serve DHCP options 6 and
    /// 15. A name may occur twice, by different methods; one too long for DNS is left out.
    #[must_use]
    pub fn candidates(&self) -> Vec<ServerCandidate> {
        if let Some(address) = self.address {
            let host = ServerHost::Address(address);
            return [ServerCandidate { host, method: LookupMethod::Address }].into();
        }
        if self.no_dns_server {
            return Vec::new();
        }
        if let Some(name) = &self.fqdn {
            let host = ServerHost::Name(name.clone());
            return [ServerCandidate { host, method: LookupMethod::Fqdn }].into();
        }
        let tag = |method| move |domain| (domain, method);
        let internal = self.internal_domain.iter().map(tag(LookupMethod::InternalDomain));
        let dhcp = self.dhcp_suffix.iter().map(tag(LookupMethod::DhcpOption15));
        let dhcp_v6 = self.dhcp_v6_suffixes.iter().take(MAX_DHCP_V6_SUFFIXES);
        let dhcp_v6 = dhcp_v6.map(tag(LookupMethod::DhcpV6Option24));
        internal.chain(dhcp).chain(dhcp_v6).filter_map(default_name).collect()
    }
}

fn default_name((domain, method): (&DnsName, LookupMethod)) -> Option<ServerCandidate> {
    let name = format!("{}.{domain}", ServerLookup::DEFAULT_NAME);
    let host = ServerHost::Name(DnsName::suffix(name.as_bytes()).ok()?);
    Some(ServerCandidate { host, method })
}

impl fmt::Display for ServerHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(address) => address.fmt(f),
            Self::Name(name) => name.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::{String, ToString};

    use super::*;

    fn name(text: &str) -> DnsName {
        DnsName::suffix(text.as_bytes()).unwrap()
    }

    fn full() -> ServerLookup {
        ServerLookup {
            address: Some([192, 0, 2, 7].into()),
            no_dns_server: false,
            fqdn: Some(name("amt.example.com")),
            internal_domain: Some(name("Internal.Example")),
            dhcp_suffix: Some(name("dhcp.example")),
            dhcp_v6_suffixes: ["a", "b", "c", "d", "e", "f"].map(name).into(),
        }
    }

    fn shown(lookup: &ServerLookup) -> Vec<(String, LookupMethod)> {
        let candidates = lookup.candidates().into_iter();
        candidates.map(|candidate| (candidate.host.to_string(), candidate.method)).collect()
    }

    #[test]
    fn methods_in_their_order_exclude_the_next() {
        use LookupMethod as By;
        let owned = |rows: &[(&str, By)]| -> Vec<(String, By)> {
            rows.iter().map(|(host, method)| (host.to_string(), *method)).collect()
        };
        let mut lookup = full();
        assert_eq!(shown(&lookup), owned(&[("192.0.2.7", By::Address)]));
        lookup.no_dns_server = true;
        assert_eq!(shown(&lookup), owned(&[("192.0.2.7", By::Address)]));
        lookup.address = None;
        assert_eq!(shown(&lookup), []);
        lookup.no_dns_server = false;
        assert_eq!(shown(&lookup), owned(&[("amt.example.com", By::Fqdn)]));
        lookup.fqdn = None;
        let defaults = [
            ("provisionserver.internal.example", By::InternalDomain),
            ("provisionserver.dhcp.example", By::DhcpOption15),
            ("provisionserver.a", By::DhcpV6Option24),
            ("provisionserver.b", By::DhcpV6Option24),
            ("provisionserver.c", By::DhcpV6Option24),
            ("provisionserver.d", By::DhcpV6Option24),
            ("provisionserver.e", By::DhcpV6Option24),
        ];
        assert_eq!(shown(&lookup), owned(&defaults));
        lookup.internal_domain = None;
        assert_eq!(shown(&lookup), owned(&defaults[1..]));
        lookup.dhcp_suffix = None;
        assert_eq!(shown(&lookup), owned(&defaults[2..]));
        assert_eq!(shown(&ServerLookup::default()), []);
    }

    #[test]
    fn a_name_too_long_is_left_out() {
        let label = "x".repeat(63);
        let domain = |last: usize| {
            name(&[&label, &label, &label, &"y".repeat(last)].map(|l| l as &str).join("."))
        };
        // 253 less "provisionserver." and three labels with their dots.
        let fits = 253 - 16 - 3 * 64;
        for (last, count) in [(fits, 1), (fits + 1, 0)] {
            let lookup = ServerLookup { dhcp_suffix: Some(domain(last)), ..Default::default() };
            assert_eq!(lookup.candidates().len(), count, "{last}");
        }
    }
}
