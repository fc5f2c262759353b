//! A session at rest as bytes, and back (I-31).
//!
//! `AMTP`, the version of this form, what kind of session it is, then its fields, each of a fixed
//! size or behind its length, little-endian. Structures state their fields once, for both directions.
#![deny(clippy::arithmetic_side_effects)]

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::configure::{Chosen, Configure, Efforts, Known, Then, Wait};
use super::message::Purpose;
use super::operation::{Call, Instance, ProvisioningState};
use super::outbox::Outbox;
use super::outcome::Milestone;
use super::plan::{Stage, Step, Way};
use super::session::{Phase, Resolving, Session};
use super::settings::{DeviceSettings, KerberosSettings, SecretRef, ServicePoint};
use super::timer::Timer;
use crate::digest::Turns;
use crate::error::{Error, ErrorKind};
use crate::finding::Finding;
use crate::release::Release;
use crate::root_hash::{Hash, HashEntry, RootHashList};
use crate::source::Source;
use crate::time::{Millis, Now, WallTime};
use crate::uuid::Uuid;

const MAGIC: [u8; 4] = *b"AMTP";
const VERSION: u8 = 1;

/// What can be saved.
trait Saved: Sized {
    fn save(&self, to: &mut Vec<u8>);
    /// `None` if the bytes end too early, or mean nothing.
    fn load(from: &mut &[u8]) -> Option<Self>;
}

macro_rules! saved_integers {
    ($($type:ident)*) => {$(
        impl Saved for $type {
            fn save(&self, to: &mut Vec<u8>) {
                to.extend_from_slice(&self.to_le_bytes());
            }
            fn load(from: &mut &[u8]) -> Option<Self> {
                let (bytes, rest) = from.split_first_chunk()?;
                *from = rest;
                Some(Self::from_le_bytes(*bytes))
            }
        }
    )*};
}
saved_integers!(u8 u16 u32 u64 i64);

/// Values that are others in disguise: how to make the other, and how to come back.
macro_rules! saved_as {
    ($($type:ty as $other:ty: $to:expr, $back:expr;)*) => {$(
        impl Saved for $type {
            fn save(&self, to: &mut Vec<u8>) {
                let make: fn(&$type) -> $other = $to;
                make(self).save(to);
            }
            fn load(from: &mut &[u8]) -> Option<Self> {
                let back: fn($other) -> Option<$type> = $back;
                back(<$other>::load(from)?)
            }
        }
    )*};
}
saved_as! {
    bool as u8: |is| u8::from(*is), |number| match number { 0 => Some(false), 1 => Some(true), _ => None };
    usize as u32: |number| u32::try_from(*number).unwrap_or(u32::MAX), |number| usize::try_from(number).ok();
    String as Vec<u8>: |text| text.as_bytes().to_vec(), |bytes| String::from_utf8(bytes).ok();
    Arc<[u8]> as Vec<u8>: |bytes| bytes.to_vec(), |bytes| Some(Self::from(bytes));
    Instance as String: |instance| instance.0.clone(), |text| Some(Self(text));
    Hash as Vec<u8>: |hash| hash.as_bytes().to_vec(), |bytes| Self::from_bytes(&bytes);
    ProvisioningState as u32: |state| state.number(), |number| Some(Self::from(number));
    Finding as String: |finding| String::from(finding.name()), |name| {
        Self::ALL.iter().find(|finding| finding.name() == name).copied()
    };
    Uuid as [u8; 16]: |uuid| uuid.to_bytes(), |bytes| Some(Self::from_bytes(bytes));
    SecretRef as u64: |reference| reference.0, |number| Some(Self(number));
    Millis as u64: |millis| millis.0, |number| Some(Self(number));
    WallTime as i64: |time| time.unix(), |seconds| {
        let time = Self::from_unix(seconds);
        (time.unix() == seconds).then_some(time)
    };
    Release as [u16; 4]: |release| release.parts(), |[a, b, c, d]| Some(Self::new(a, b, c, d));
    IpAddr as Vec<u8>: |address| match address {
        Self::V4(address) => address.octets().to_vec(),
        Self::V6(address) => address.octets().to_vec(),
    }, |bytes| match bytes.len() {
        4 => bytes.first_chunk::<4>().map(|bytes| Self::V4(Ipv4Addr::from(*bytes))),
        16 => bytes.first_chunk::<16>().map(|bytes| Self::V6(Ipv6Addr::from(*bytes))),
        _ => None,
    };
}

impl<T: Saved + Copy + Default, const N: usize> Saved for [T; N] {
    fn save(&self, to: &mut Vec<u8>) {
        self.iter().for_each(|item| item.save(to));
    }
    fn load(from: &mut &[u8]) -> Option<Self> {
        let mut items = [T::default(); N];
        for item in &mut items {
            *item = T::load(from)?;
        }
        Some(items)
    }
}

impl<T: Saved> Saved for Vec<T> {
    fn save(&self, to: &mut Vec<u8>) {
        self.len().save(to);
        self.iter().for_each(|item| item.save(to));
    }
    fn load(from: &mut &[u8]) -> Option<Self> {
        let length = usize::load(from)?;
        // Every item has a byte at least, so a length beyond the bytes is known to be wrong before
        // anything is set aside for it.
        (length <= from.len()).then_some(())?;
        (0..length).map(|_| T::load(from)).collect()
    }
}

impl<T: Saved> Saved for Option<T> {
    fn save(&self, to: &mut Vec<u8>) {
        self.is_some().save(to);
        if let Some(value) = self {
            value.save(to);
        }
    }
    fn load(from: &mut &[u8]) -> Option<Self> {
        match bool::load(from)? {
            true => T::load(from).map(Some),
            false => Some(None),
        }
    }
}

impl<A: Saved, B: Saved> Saved for (A, B) {
    fn save(&self, to: &mut Vec<u8>) {
        self.0.save(to);
        self.1.save(to);
    }
    fn load(from: &mut &[u8]) -> Option<Self> {
        Some((A::load(from)?, B::load(from)?))
    }
}

/// Structures by their fields; those behind `..` are not saved and begin as by default.
macro_rules! saved_fields {
    ($($type:ident { $($field:ident)* } $(.. $default:expr)?;)*) => {$(
        impl Saved for $type {
            fn save(&self, to: &mut Vec<u8>) {
                $(self.$field.save(to);)*
            }
            fn load(from: &mut &[u8]) -> Option<Self> {
                Some(Self { $($field: Saved::load(from)?,)* $(..$default)? })
            }
        }
    )*};
}
saved_fields! {
    Call { message sending };
    Chosen { certificate candidate path };
    Efforts { lost looks excused acted };
    KerberosSettings { realm principals key };
    Turns { current excused dropped unfit } .. Turns::default();
    // The entry of the access control list is looked up anew.
    Known {
        release realm pin self_signed one_time_password time keys key_lost key public_key certificate duplicate
        stored admin mebx mebx_sent commit_lost at_setup state mode removed kerberos
    } .. Known::default();
}

/// Enumerations by number.
macro_rules! saved_numbers {
    ($($type:ty { $($value:expr),* $(,)? })*) => {$(
        impl Saved for $type {
            fn save(&self, to: &mut Vec<u8>) {
                let all: &[$type] = &[$($value),*];
                let number = all.iter().position(|value| value == self);
                number.and_then(|number| u8::try_from(number).ok()).unwrap_or(u8::MAX).save(to);
            }
            fn load(from: &mut &[u8]) -> Option<Self> {
                let all: &[$type] = &[$($value),*];
                all.get(usize::from(u8::load(from)?)).copied()
            }
        }
    )*};
}
saved_numbers! {
    Milestone {
        Self::None, Self::Connected, Self::Authenticated, Self::InSetup, Self::AdminPassword,
        Self::Provisioned, Self::Configured,
    }
    Way { Self::OutOfBand, Self::InBand }
    Timer {
        Self::Connect, Self::Response, Self::Retry, Self::BetweenAccounts, Self::Embedder,
        Self::DeviceCertificate, Self::TlsGap, Self::AfterCommit, Self::ReadBack, Self::KeyGeneration,
    }
    Wait {
        Self::Connection, Self::Answer, Self::Random, Self::Stored(Purpose::AdminPassword),
        Self::Stored(Purpose::MebxPassword), Self::Directory, Self::Certificate,
        Self::Pause(Then::Again), Self::Pause(Then::SendAgain), Self::Pause(Then::Advance),
    }
}

const fn refused(problem: &'static str) -> Error {
    Error::new(ErrorKind::Snapshot { problem })
}

impl Session {
    pub(super) fn snapshot(&self) -> Result<Vec<u8>, Error> {
        let out_of_turn = |expected| {
            Error::new(ErrorKind::OutOfTurn { expected, found: "a request for a snapshot" })
        };
        if !self.out.is_drained() {
            return Err(out_of_turn("every output to be taken first"));
        }
        let mut to = MAGIC.to_vec();
        VERSION.save(&mut to);
        match &self.phase {
            Phase::Ended(_) => return Err(out_of_turn("nothing")),
            Phase::Resolving(resolving) => {
                (Way::OutOfBand, false).save(&mut to);
                (resolving.uuid, resolving.address).save(&mut to);
                let hashes = |list: &RootHashList| {
                    list.entries.iter().map(|entry| entry.hash).collect::<Vec<_>>()
                };
                resolving.hashes.as_ref().map(hashes).save(&mut to);
            }
            Phase::Configuring(configure) => {
                (configure.way, true).save(&mut to);
                (configure.uuid, configure.address).save(&mut to);
                configure.save(&mut to);
            }
        }
        self.out.left().unwrap_or((Timer::Embedder, Millis(0))).save(&mut to);
        Ok(to)
    }

    pub(super) fn restore(
        way: Way,
        service: Arc<ServicePoint>,
        device: Option<Arc<DeviceSettings>>,
        snapshot: &[u8],
        now: Now,
    ) -> Result<Self, Error> {
        let mut rest = snapshot;
        let from = &mut rest;
        if <[u8; 4]>::load(from) != Some(MAGIC) {
            return Err(refused("it does not begin with AMTP"));
        }
        if u8::load(from) != Some(VERSION) {
            return Err(refused("another version of its form"));
        }
        let (saved_way, configuring): (Way, bool) =
            Saved::load(from).ok_or_else(|| refused("no kind of session"))?;
        // In band the device is known from the beginning.
        if way != saved_way || (way == Way::InBand && !configuring) {
            return Err(refused("another kind of session"));
        }
        let session = match (configuring, device) {
            (true, None) => return Err(refused("the device's settings belong to it")),
            (false, _) => Self::load_resolving(service, from, now),
            (true, Some(device)) => Self::load_configuring(way, service, device, from, now),
        };
        let at = snapshot.len().saturating_sub(from.len());
        let damaged = || refused("a field is cut off or has an impossible value").at(at);
        let session = session.filter(|_| from.is_empty()).ok_or_else(damaged)?;
        Ok(session.resumed(now))
    }

    fn load_resolving(service: Arc<ServicePoint>, from: &mut &[u8], now: Now) -> Option<Self> {
        let (uuid, address) = Saved::load(from)?;
        let hashes = Option::<Vec<Hash>>::load(from)?.map(|hashes| RootHashList {
            entries: hashes.into_iter().map(HashEntry::from).collect(),
            source: Source::Hello,
        });
        let out = load_outbox(&service, from, now)?;
        let resolving = Box::new(Resolving { service, uuid, address, hashes });
        Some(Self { out, phase: Phase::Resolving(resolving) })
    }

    fn load_configuring(
        way: Way,
        service: Arc<ServicePoint>,
        device: Arc<DeviceSettings>,
        from: &mut &[u8],
        now: Now,
    ) -> Option<Self> {
        let (uuid, address) = Saved::load(from)?;
        let mut configure = Configure::new(service, device, way, uuid, address);
        configure.load(from)?;
        let out = load_outbox(&configure.service, from, now)?;
        Some(Self { out, phase: Phase::Configuring(Box::new(configure)) })
    }

    fn resumed(mut self, now: Now) -> Self {
        let next = match &mut self.phase {
            Phase::Configuring(configure) => configure.resume(now, &mut self.out),
            Phase::Resolving(resolving) => {
                resolving.ask(&mut self.out);
                Ok(())
            }
            Phase::Ended(_) => Ok(()),
        };
        self.settle(next);
        self
    }
}

/// The time that is left, which is never more than the whole.
fn load_outbox<O>(service: &ServicePoint, from: &mut &[u8], now: Now) -> Option<Outbox<O>> {
    let mut out = Outbox::new(now.monotonic);
    let (timer, left): (Timer, Millis) = Saved::load(from)?;
    out.wait(timer, left.min(service.timers.of(timer)));
    Some(out)
}

impl Configure {
    fn save(&self, to: &mut Vec<u8>) {
        self.fingerprint().save(to);
        (self.at, self.wait).save(to);
        (self.efforts, self.call).save(to);
        self.chosen.save(to);
        (self.accounts.turns, (self.accounts.admin, self.accounts.doubted)).save(to);
        (self.milestone, self.parting).save(to);
        self.suspects.iter().collect::<Vec<_>>().save(to);
        self.known.save(to);
    }

    fn load(&mut self, from: &mut &[u8]) -> Option<()> {
        let fingerprint = Hash::load(from)?;
        (self.at, self.wait) = Saved::load(from)?;
        (self.efforts, self.call) = Saved::load(from)?;
        self.chosen = Saved::load(from)?;
        (self.accounts.turns, (self.accounts.admin, self.accounts.doubted)) = Saved::load(from)?;
        (self.milestone, self.parting) = Saved::load(from)?;
        self.suspects = Vec::<Finding>::load(from)?.into_iter().collect();
        self.known = Saved::load(from)?;
        if let Some(release) = self.known.release {
            self.replan(release);
        }
        let step = self.step()?;
        let provisioned = self.milestone == Milestone::Provisioned;
        let consistent = self.fingerprint() == fingerprint
            && step.rests_in(self.wait)
            && provisioned == (step.stage() == Stage::Two)
            && self.milestone != Milestone::Configured;
        consistent.then_some(())
    }

    /// What the numbers in a snapshot refer to: the plan, the accounts, the chosen certificate.
    fn fingerprint(&self) -> Hash {
        let steps = self.plan().steps().iter().map(|step| format!("{step}\n"));
        let mut text: Vec<u8> = steps.flat_map(String::into_bytes).collect();
        self.service.accounts.save(&mut text);
        let Chosen { certificate, candidate, path } = self.chosen;
        if let Some(prepared) = self.service.certificates.get(certificate) {
            prepared.presentation_of(candidate, path).for_each(|der| text.extend_from_slice(der));
        }
        Hash::sha256(&text)
    }
}

impl Step {
    /// Can a session rest in `wait` at this step?
    const fn rests_in(self, wait: Wait) -> bool {
        match (self, wait) {
            (Self::Connect | Self::Reconnect, Wait::Connection | Wait::Pause(Then::Again))
            | (Self::DirectoryAccount, Wait::Directory)
            | (Self::DeviceCertificate, Wait::Certificate | Wait::Pause(Then::Again))
            | (Self::TlsGap | Self::Settle, Wait::Pause(Then::Advance))
            | (Self::StoreAdminPassword, Wait::Random | Wait::Stored(Purpose::AdminPassword))
            | (Self::StoreMebxPassword, Wait::Random | Wait::Stored(Purpose::MebxPassword)) => true,
            (
                Self::Connect
                | Self::Reconnect
                | Self::DirectoryAccount
                | Self::DeviceCertificate
                | Self::TlsGap
                | Self::Settle
                | Self::StoreAdminPassword
                | Self::StoreMebxPassword,
                _,
            ) => false,
            (_, wait) => {
                matches!(wait, Wait::Answer | Wait::Pause(Then::Again | Then::SendAgain))
            }
        }
    }
}
