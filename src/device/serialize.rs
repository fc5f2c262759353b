//! Facts as data: a fact is `null` if unknown, else an object with `value` (`null` if the device has
//! none) and `source`. Bytes are text where they are printable ASCII, else `hex:` and hex digits.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::facts::{
    ControlMode, DeviceFacts, Fact, Flow, Interface, SuffixFact, SuffixSource, TlsMode,
};
use crate::dns_suffix::ShownBytes;
use crate::release::Platform;
use crate::root_hash::{HashEntry, RootHashList};
use crate::source::Source;

impl<T: Serialize> Serialize for Fact<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Unknown => to.serialize_none(),
            Self::Absent(source) => fact(to, None::<()>, *source),
            Self::Known(value, source) => fact(to, value, *source),
        }
    }
}

fn fact<S: Serializer>(to: S, value: impl Serialize, source: Source) -> Result<S::Ok, S::Error> {
    let mut fact = to.serialize_struct("Fact", 2)?;
    fact.serialize_field("value", &value)?;
    fact.serialize_field("source", &source)?;
    fact.end()
}

macro_rules! by_name {
    ($($type:ty)*) => {$(
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.name())
            }
        }
    )*};
}

by_name!(ControlMode Flow Interface Platform SuffixSource TlsMode);

/// Received bytes.
fn shown(bytes: &[u8]) -> String {
    ShownBytes(bytes).to_string()
}

fn shown_fact(fact: &Fact<Vec<u8>>) -> Fact<String> {
    match fact {
        Fact::Unknown => Fact::Unknown,
        Fact::Absent(source) => Fact::Absent(*source),
        Fact::Known(bytes, source) => Fact::Known(shown(bytes), *source),
    }
}

impl Serialize for SuffixFact {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut suffix = to.serialize_struct("SuffixFact", 2)?;
        suffix.serialize_field("value", &shown(&self.value))?;
        suffix.serialize_field("source", &self.source)?;
        suffix.end()
    }
}

impl Serialize for HashEntry {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut entry = to.serialize_struct("HashEntry", 6)?;
        entry.serialize_field("algorithm", self.hash.algorithm().name())?;
        entry.serialize_field("hash", &self.hash.to_string())?;
        entry.serialize_field("active", &self.active)?;
        entry.serialize_field("default", &self.default)?;
        entry.serialize_field("name", &self.name)?;
        entry.serialize_field("id_conflict", &self.id_conflict)?;
        entry.end()
    }
}

impl Serialize for RootHashList {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut list = to.serialize_struct("RootHashList", 2)?;
        list.serialize_field("entries", &self.entries)?;
        list.serialize_field("source", &self.source)?;
        list.end()
    }
}

impl Serialize for DeviceFacts {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut facts = to.serialize_struct("DeviceFacts", 19)?;
        facts.serialize_field("release", &self.release)?;
        facts.serialize_field("platform", &self.platform)?;
        facts.serialize_field("suffixes", &self.suffixes)?;
        facts.serialize_field("server_fqdn", &shown_fact(&self.server_fqdn))?;
        facts.serialize_field("root_hashes", &self.root_hashes)?;
        facts.serialize_field("assume_default_roots", &self.assume_default_roots)?;
        facts.serialize_field("flow", &self.flow)?;
        facts.serialize_field("interface", &self.interface)?;
        facts.serialize_field("control_mode", &self.control_mode)?;
        facts.serialize_field("tls_mode", &self.tls_mode)?;
        facts.serialize_field("interface_open", &self.interface_open)?;
        facts.serialize_field("link_up", &self.link_up)?;
        facts.serialize_field("remote_configuration", &self.remote_configuration)?;
        facts.serialize_field("dhcp_dns_server", &self.dhcp_dns_server)?;
        facts.serialize_field("static_ip", &self.static_ip)?;
        facts.serialize_field("cira", &self.cira)?;
        facts.serialize_field("home_domain", &shown_fact(&self.home_domain))?;
        facts.serialize_field("root_presented", &self.root_presented)?;
        facts.serialize_field("device_certificate_refused", &self.device_certificate_refused)?;
        facts.end()
    }
}
