//! What one may say about a device: by flags, or as one line of a device file.

use core::str::FromStr;
use std::path::PathBuf;

use amt_provisioning::{
    self as amt, DeviceFacts, Error, Fact, HashEntry, ReleaseText, RootHashList, Source,
    SuffixFact, SuffixSource,
};
use clap::{Args, ValueEnum};
use serde::Deserialize;

use crate::hello;
use crate::input;
use crate::output::Failure;

/// Facts about one device. What is not said is unknown, never guessed.
///
/// The field names are the keys of a device file.
#[derive(Args, Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[command(next_help_heading = "Facts about the device")]
pub(crate) struct Facts {
    /// What a device file calls the device.
    #[arg(skip)]
    pub(crate) id: Option<String>,

    /// Firmware release: 16.1.30.2269, v16.1.30, 2.6; a word H or LP behind it tells the platform
    #[arg(long, value_name = "VERSION")]
    firmware: Option<Firmware>,

    /// Kind of platform; decides on release 15 only
    #[arg(long, value_name = "KIND")]
    platform: Option<Platform>,

    /// Root certificate hash that the device holds: `[ALG:]HEX[,inactive]`; repeatable
    #[arg(long = "root-hash", value_name = "TEXT")]
    root_hashes: Option<Vec<RootHash>>,

    /// File with all root certificate hashes of the device, one a line, `#` begins a comment
    #[arg(long = "root-hashes", value_name = "FILE")]
    #[serde(skip)]
    root_hashes_file: Option<PathBuf>,

    /// Hello message of the device, for its root hashes and PKI or PSK mode; in place of hashes
    #[arg(long, value_name = "FILE", conflicts_with_all = ["root_hashes", "root_hashes_file"])]
    #[serde(skip)]
    hello: Option<PathBuf>,

    /// Instead of the device's hashes take those known for its firmware; at most undetermined
    #[arg(long, conflicts_with_all = ["root_hashes", "root_hashes_file", "hello"])]
    assume_default_roots: bool,

    /// DHCP option 15 as received by the device; repeatable; empty if it received none
    #[arg(long, value_name = "NAME")]
    dhcp_suffix: Option<Vec<String>>,

    /// DHCPv6 option 24 as received by the device; repeatable
    #[arg(long, value_name = "NAME")]
    dhcpv6_suffix: Option<Vec<String>>,

    /// PKI DNS suffix set in the device (MEBx, USB key); repeatable
    #[arg(long, value_name = "NAME")]
    pki_suffix: Option<Vec<String>>,

    /// DNS suffix of the operating system, which AMT ignores; repeatable
    #[arg(long, value_name = "NAME")]
    os_suffix: Option<Vec<String>>,

    /// Domain name on AMT's static-IP page, which AMT ignores; repeatable
    #[arg(long, value_name = "NAME")]
    static_suffix: Option<Vec<String>>,

    /// Provisioning server FQDN set in the device; empty if none is
    #[arg(long, value_name = "NAME")]
    server_fqdn: Option<String>,

    /// Network interface that provisioning goes through
    #[arg(long, value_name = "KIND")]
    interface: Option<Interface>,

    /// How the device will be provisioned
    #[arg(long, value_name = "FLOW")]
    flow: Option<Flow>,

    /// Provisioning mode of the device
    #[arg(long, value_name = "MODE")]
    tls_mode: Option<TlsMode>,

    /// Control mode the device is in
    #[arg(long, value_name = "MODE")]
    control_mode: Option<ControlMode>,

    /// Is the network interface open for provisioning?
    #[arg(long, value_name = "yes|no", hide_possible_values = true)]
    interface_open: Option<YesNo>,

    /// State of the network link
    #[arg(long, value_name = "up|down", hide_possible_values = true)]
    link: Option<Link>,

    /// Is remote configuration (ZTC) enabled in the device?
    #[arg(long, value_name = "on|off", hide_possible_values = true)]
    remote_configuration: Option<OnOff>,

    /// Does DHCP offer a DNS server (option 6)?
    #[arg(long, value_name = "yes|no", hide_possible_values = true)]
    dhcp_dns_server: Option<YesNo>,

    /// Does AMT have a static IP address?
    #[arg(long, value_name = "yes|no", hide_possible_values = true)]
    static_ip: Option<YesNo>,

    /// Will CIRA be used?
    #[arg(long, value_name = "yes|no", hide_possible_values = true)]
    cira: Option<YesNo>,

    /// Home domain that Environment Detection will be given; empty if none
    #[arg(long, value_name = "NAME")]
    home_domain: Option<String>,

    /// Does the TLS stack of the provisioning server send the root certificate?
    #[arg(long, value_name = "yes|no", hide_possible_values = true)]
    root_presented: Option<YesNo>,

    /// Did the TLS stack of the provisioning server refuse the device's own certificate?
    #[arg(long, value_name = "yes|no", hide_possible_values = true)]
    device_certificate_refused: Option<YesNo>,
}

impl Facts {
    /// The files that [`read`](Self::read) reads.
    pub(crate) fn files(&self) -> impl Iterator<Item = &PathBuf> {
        self.root_hashes_file.iter().chain(&self.hello)
    }

    /// The facts that the flags state; a flag outweighs what a Hello says.
    pub(crate) fn read(&self) -> Result<DeviceFacts, Failure> {
        let mut facts = match &self.hello {
            Some(file) => hello::facts(file)?,
            None => DeviceFacts::default(),
        };
        self.apply_to(&mut facts);
        if let Some(file) = &self.root_hashes_file {
            let mut list = input::root_hashes(file)?;
            list.entries.extend(self.root_hashes.iter().flatten().map(|hash| hash.0.clone()));
            facts.root_hashes = known(list);
        }
        Ok(facts)
    }

    /// Replaces those facts that are stated here. Every DNS suffix replaces those of its source.
    pub(crate) fn apply_to(&self, facts: &mut DeviceFacts) {
        if let Some(Firmware(text)) = self.firmware {
            facts.release = known(text.release);
            set(&mut facts.platform, text.platform);
        }
        set(&mut facts.platform, self.platform);
        if let Some(hashes) = &self.root_hashes {
            let entries = hashes.iter().map(|hash| hash.0.clone()).collect();
            facts.root_hashes = known(RootHashList { entries, source: Source::Operator });
            facts.assume_default_roots = false;
        }
        facts.assume_default_roots |= self.assume_default_roots;
        for (names, source) in [
            (&self.dhcp_suffix, SuffixSource::DhcpOption15),
            (&self.dhcpv6_suffix, SuffixSource::DhcpV6Option24),
            (&self.pki_suffix, SuffixSource::PkiDnsSuffix),
            (&self.os_suffix, SuffixSource::OperatingSystem),
            (&self.static_suffix, SuffixSource::StaticIpPage),
        ] {
            if let Some(names) = names {
                replace(&mut facts.suffixes, source, names);
            }
        }
        set_name(&mut facts.server_fqdn, self.server_fqdn.as_deref());
        set(&mut facts.interface, self.interface);
        set(&mut facts.flow, self.flow);
        set(&mut facts.tls_mode, self.tls_mode);
        set(&mut facts.control_mode, self.control_mode);
        set(&mut facts.interface_open, self.interface_open);
        set(&mut facts.link_up, self.link);
        set(&mut facts.remote_configuration, self.remote_configuration);
        set(&mut facts.dhcp_dns_server, self.dhcp_dns_server);
        set(&mut facts.static_ip, self.static_ip);
        set(&mut facts.cira, self.cira);
        set_name(&mut facts.home_domain, self.home_domain.as_deref());
        set(&mut facts.root_presented, self.root_presented);
        set(&mut facts.device_certificate_refused, self.device_certificate_refused);
    }

    /// What `clap` refuses among the flags, and a device file may still say.
    pub(crate) fn contradiction(&self) -> Option<&'static str> {
        (self.assume_default_roots && self.root_hashes.is_some())
            .then_some("assume_default_roots: cannot stand beside root_hashes")
    }
}

fn known<T>(value: T) -> Fact<T> {
    Fact::Known(value, Source::Operator)
}

fn set<T, F: Into<T>>(fact: &mut Fact<T>, stated: Option<F>) {
    if let Some(value) = stated {
        *fact = known(value.into());
    }
}

/// An empty name says that there is none.
fn set_name(fact: &mut Fact<Vec<u8>>, stated: Option<&str>) {
    match stated {
        None => {}
        Some("") => *fact = Fact::Absent(Source::Operator),
        Some(name) => *fact = known(name.into()),
    }
}

fn replace(suffixes: &mut Fact<Vec<SuffixFact>>, source: SuffixSource, names: &[String]) {
    let mut all = suffixes.value().cloned().unwrap_or_default();
    all.retain(|suffix| suffix.source != source);
    let names = names.iter().filter(|name| !name.is_empty());
    all.extend(names.map(|name| SuffixFact { value: name.clone().into_bytes(), source }));
    *suffixes = known(all);
}

/// A firmware release as text.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Firmware(pub(crate) ReleaseText);

impl FromStr for Firmware {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        text.parse().map(Self)
    }
}

impl TryFrom<String> for Firmware {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        text.parse()
    }
}

/// A root hash as text; active unless it says otherwise, on the word of whoever states it.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct RootHash(HashEntry);

impl FromStr for RootHash {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let mut entry: HashEntry = text.parse()?;
        entry.active = entry.active.or(Some(true));
        Ok(Self(entry))
    }
}

impl TryFrom<String> for RootHash {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        text.parse()
    }
}

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident => $target:ty { $($word:ident => $value:expr,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, ValueEnum, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub(crate) enum $name { $($word,)* }

        impl From<$name> for $target {
            fn from(word: $name) -> Self {
                match word { $($name::$word => $value,)* }
            }
        }
    )*};
}

words! {
    Platform => amt::Platform {
        H => Self::H,
        NotH => Self::NotH,
    }
    Interface => amt::Interface {
        Wired => Self::Wired,
        Wireless => Self::Wireless,
        Dock => Self::Dock,
        Other => Self::Other,
    }
    Flow => amt::Flow {
        TlsPki => Self::TlsPki,
        HostBased => Self::HostBased,
    }
    TlsMode => amt::TlsMode {
        Pki => Self::Pki,
        Psk => Self::Psk,
    }
    ControlMode => amt::ControlMode {
        None => Self::None,
        Client => Self::Client,
        Admin => Self::Admin,
    }
    Link => bool {
        Up => true,
        Down => false,
    }
    OnOff => bool {
        On => true,
        Off => false,
    }
}

/// `yes` and `no` as a flag, `true` and `false` in JSON.
#[derive(Clone, Copy, Debug, ValueEnum, Deserialize)]
#[serde(from = "bool")]
pub(crate) enum YesNo {
    Yes,
    No,
}

impl From<bool> for YesNo {
    fn from(value: bool) -> Self {
        if value { Self::Yes } else { Self::No }
    }
}

impl From<YesNo> for bool {
    fn from(word: YesNo) -> Self {
        matches!(word, YesNo::Yes)
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Flags {
        #[command(flatten)]
        facts: Facts,
    }

    fn flags(flags: &[&str]) -> DeviceFacts {
        let parsed = Flags::try_parse_from([&["amtp"], flags].concat());
        parsed.map_err(|error| error.to_string()).unwrap().facts.read().unwrap()
    }

    fn line(json: &str) -> DeviceFacts {
        let mut facts = DeviceFacts::default();
        serde_json::from_str::<Facts>(json).unwrap().apply_to(&mut facts);
        facts
    }

    #[test]
    fn a_line_of_a_device_file_says_what_the_flags_of_the_same_name_say() {
        let sha1 = "742c3192e607e424eb4549542be1bbc53e6174e2";
        for (arguments, json) in [
            ("", "{}"),
            ("--firmware=16.1.30", r#"{"firmware": "16.1.30"}"#),
            ("--firmware=15.0_H", r#"{"firmware": "15.0 H"}"#),
            ("--platform=not-h", r#"{"platform": "not-h"}"#),
            ("--root-hash=S", r#"{"root_hashes": ["S"]}"#),
            ("--root-hash=S --root-hash=S,inactive", r#"{"root_hashes": ["S", "S,inactive"]}"#),
            ("--assume-default-roots", r#"{"assume_default_roots": true}"#),
            ("--dhcp-suffix=a.b --dhcp-suffix=c.d", r#"{"dhcp_suffix": ["a.b", "c.d"]}"#),
            ("--dhcp-suffix=", r#"{"dhcp_suffix": []}"#),
            ("--dhcp-suffix=", r#"{"dhcp_suffix": [""]}"#),
            ("--dhcpv6-suffix=a.b", r#"{"dhcpv6_suffix": ["a.b"]}"#),
            ("--pki-suffix=a.b", r#"{"pki_suffix": ["a.b"]}"#),
            ("--os-suffix=a.b", r#"{"os_suffix": ["a.b"]}"#),
            ("--static-suffix=a.b", r#"{"static_suffix": ["a.b"]}"#),
            ("--server-fqdn=a.b", r#"{"server_fqdn": "a.b"}"#),
            ("--server-fqdn=", r#"{"server_fqdn": ""}"#),
            ("--interface=dock", r#"{"interface": "dock"}"#),
            ("--flow=host-based", r#"{"flow": "host-based"}"#),
            ("--tls-mode=psk", r#"{"tls_mode": "psk"}"#),
            ("--control-mode=client", r#"{"control_mode": "client"}"#),
            ("--interface-open=no", r#"{"interface_open": false}"#),
            ("--link=up", r#"{"link": "up"}"#),
            ("--remote-configuration=off", r#"{"remote_configuration": "off"}"#),
            ("--dhcp-dns-server=yes", r#"{"dhcp_dns_server": true}"#),
            ("--static-ip=no", r#"{"static_ip": false}"#),
            ("--cira=yes", r#"{"cira": true}"#),
            ("--home-domain=a.b", r#"{"home_domain": "a.b"}"#),
            ("--root-presented=no", r#"{"root_presented": false}"#),
            ("--device-certificate-refused=yes", r#"{"device_certificate_refused": true}"#),
        ] {
            let arguments = arguments.replace('S', sha1);
            let arguments: Vec<String> =
                arguments.split_whitespace().map(|word| word.replace('_', " ")).collect();
            let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
            let stated = flags(&arguments);
            assert_eq!(stated, line(&json.replace('S', sha1)), "{arguments:?}");
            assert_eq!(stated == DeviceFacts::default(), arguments.is_empty(), "{arguments:?}");
        }
    }

    #[test]
    fn suffixes_are_replaced_source_by_source() {
        let mut facts = flags(&["--dhcp-suffix=a.b", "--pki-suffix=c.d"]);
        serde_json::from_str::<Facts>(r#"{"dhcp_suffix": ["e.f"]}"#).unwrap().apply_to(&mut facts);
        let suffixes = facts.suffixes.value().unwrap().iter();
        let suffixes: Vec<_> = suffixes.map(|suffix| (suffix.source, &suffix.value[..])).collect();
        let expected =
            [(SuffixSource::PkiDnsSuffix, &b"c.d"[..]), (SuffixSource::DhcpOption15, b"e.f")];
        assert_eq!(suffixes, expected);
    }

    #[test]
    fn a_platform_in_the_firmware_text_yields_to_the_stated_one() {
        let both = flags(&["--firmware=15.0 H", "--platform=not-h"]);
        assert_eq!(both.platform.value(), Some(&amt::Platform::NotH));
        // A text without such a word leaves what was known.
        let mut facts = flags(&["--platform=h"]);
        serde_json::from_str::<Facts>(r#"{"firmware": "15.0"}"#).unwrap().apply_to(&mut facts);
        assert_eq!(facts.platform.value(), Some(&amt::Platform::H));
    }
}
