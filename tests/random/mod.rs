//! Random bags: a chain, what is odd about it, and what lies beside it.

// Each test program uses its own part of this module.
#![allow(dead_code, unreachable_pub)]

use proptest::prelude::*;
use proptest::sample::select;

use super::common::forge::{
    Extension, attribute, basic_constraints, cn, ip_address, key_usage, name_constraints, policies,
    san,
};
use super::common::{Cert, Digest, Forge, Key, der};

/// What is odd about one certificate of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quirk {
    /// The issuer's name in another string type, or in other case.
    PrintableIssuer,
    OtherCaseIssuer,
    /// The name of its issuer, and its own key.
    SelfIssued,
    WrongSignature,
    Sha384,
    P384,
    Rsa,
    Version1,
    Expired,
    Before1970,
    CaTrue,
    NoBasicConstraints,
    PathLength(u8),
    LongPathLength,
    NoKeyUsage,
    NoCertSign,
    Permit(&'static str),
    Exclude(&'static str),
    DirectoryNames,
    Addresses,
    WrittenMinimum,
    San(&'static [&'static str]),
    SanAddress,
    PlainCn,
    Policies,
    CriticalPolicies,
    PolicyConstraints,
    UnknownExtension,
    UnknownCritical,
    CriticalCrlPoints,
}

impl Quirk {
    const ALL: [Self; 32] = [
        Self::PrintableIssuer,
        Self::OtherCaseIssuer,
        Self::SelfIssued,
        Self::SelfIssued,
        Self::SelfIssued,
        Self::WrongSignature,
        Self::Sha384,
        Self::P384,
        Self::Rsa,
        Self::Version1,
        Self::Expired,
        Self::Before1970,
        Self::CaTrue,
        Self::NoBasicConstraints,
        Self::PathLength(0),
        Self::PathLength(0),
        Self::PathLength(1),
        Self::PathLength(2),
        Self::LongPathLength,
        Self::NoKeyUsage,
        Self::NoCertSign,
        Self::DirectoryNames,
        Self::Addresses,
        Self::WrittenMinimum,
        Self::SanAddress,
        Self::PlainCn,
        Self::Policies,
        Self::CriticalPolicies,
        Self::PolicyConstraints,
        Self::UnknownExtension,
        Self::UnknownCritical,
        Self::CriticalCrlPoints,
    ];

    /// Names of a leaf, or of a CA.
    const NAMES: [Self; 5] = [
        Self::San(&["amt.example.com"]),
        Self::San(&["*.example.com"]),
        Self::San(&["amt.example.com", "amt.example.org"]),
        Self::San(&["amt.example.com."]),
        Self::PlainCn,
    ];

    /// What a CA makes of them.
    const CONSTRAINTS: [Self; 9] = [
        Self::Permit("example.com"),
        Self::Permit(".example.com"),
        Self::Permit("example.org"),
        Self::Exclude("example.org"),
        Self::Exclude("amt.example.com"),
        Self::Exclude("a.b.example.com"),
        Self::Exclude("*.example.org"),
        Self::DirectoryNames,
        Self::Addresses,
    ];

    fn apply(self, forge: Forge, is_ca: bool) -> Forge {
        let unknown = || Extension::new("1.3.6.1.4.1.99999.1", der::tlv(der::NULL, &[]));
        let permitted = |subtree: Vec<u8>| {
            let subtrees = der::tlv(der::constructed(0), &der::sequence(&[subtree]));
            Extension::new("2.5.29.30", der::sequence(&[subtrees])).critical()
        };
        let policy = || policies("2.5.29.32", &["2.23.140.1.2.1"]);
        match self {
            Self::Sha384 => forge.digest(Digest::Sha384),
            Self::Version1 => forge.version(1),
            Self::Expired => forge.valid("200101000000Z", "250601000000Z"),
            Self::Before1970 => forge.valid("600101000000Z", "350101000000Z"),
            Self::CaTrue => forge.with(basic_constraints(true, None)),
            Self::NoBasicConstraints => forge.without("2.5.29.19"),
            Self::PathLength(length) if is_ca => forge.with(basic_constraints(true, Some(length))),
            Self::LongPathLength if is_ca => {
                let value = [der::tlv(der::BOOLEAN, &[0xff]), der::unsigned(&[1, 0])];
                forge.with(Extension::new("2.5.29.19", der::sequence(&value)).critical())
            }
            Self::NoKeyUsage => forge.without("2.5.29.15"),
            Self::NoCertSign => forge.with(key_usage(&[0, 6])),
            Self::Permit(name) => forge.with(name_constraints(&[name], &[])),
            Self::Exclude(name) => forge.with(name_constraints(&[], &[name])),
            Self::DirectoryNames => {
                forge.with(permitted(der::tlv(der::constructed(4), &der::sequence(&[cn("Any")]))))
            }
            Self::Addresses => {
                let base = der::tlv(der::context(7), &[192, 0, 2, 0, 255, 255, 255, 0]);
                forge.with(permitted(base))
            }
            Self::WrittenMinimum => {
                let base = der::tlv(der::context(2), b"example.com");
                forge.with(permitted([base, der::tlv(der::context(0), &[0])].concat()))
            }
            Self::San(names) => forge.with(san(names)),
            Self::SanAddress => {
                forge.with(super::common::forge::alternative_names(&[ip_address([10, 0, 0, 1])]))
            }
            Self::PlainCn if !is_ca => forge.subject(&[cn("Provisioning server")]),
            Self::Policies => forge.with(policy()),
            Self::CriticalPolicies => forge.with(policy().critical()),
            Self::PolicyConstraints => {
                let value = der::sequence(&[der::tlv(der::context(0), &[0])]);
                forge.with(Extension::new("2.5.29.36", value).critical())
            }
            Self::UnknownExtension => forge.with(unknown()),
            Self::UnknownCritical => forge.with(unknown().critical()),
            Self::CriticalCrlPoints => {
                forge.with(Extension::new("2.5.29.31", der::sequence(&[])).critical())
            }
            _ => forge,
        }
    }
}

/// What lies beside the chain and has to do with it.
#[derive(Clone, Copy, Debug)]
pub enum Extra {
    /// The certificate at this place again, by the same issuer, with nothing odd about it.
    Twin(u8),
    /// Its name with another key, by the same issuer.
    Namesake(u8),
    /// Another provisioning certificate below the same CA.
    Leaf,
}

/// A certificate that is no leaf candidate and issued nothing.
#[derive(Clone, Copy, Debug)]
pub enum Stranger {
    Root,
    Version1Root,
    SelfSigned,
    /// A CA whose issuer is not there.
    Ca,
    /// A root with the name of the chain's, and another key.
    RootNamesake,
    /// A CA with a name of the chain, and another key, by an issuer who is not there.
    CaNamesake,
}

impl Stranger {
    pub fn cert(self, number: u8) -> Cert {
        let key = Key::P256(200 + number);
        let ca = |name: &str| Forge::ca(name, key).serial(&[77, number]);
        let nobody = der::sequence(&[cn("Nobody")]);
        match self {
            Self::Root => ca(&format!("Stranger {number}")).self_issued(),
            Self::Version1Root => ca("Old Stranger").version(1).self_issued(),
            Self::SelfSigned => Forge::leaf("stranger.example.com").key(key).self_issued(),
            Self::Ca => ca("Strange CA").sign(&nobody, Key::P256(250)),
            Self::RootNamesake => ca("Root").self_issued(),
            Self::CaNamesake => ca("CA 1").sign(&nobody, Key::P256(250)),
        }
    }
}

/// How to make a bag.
#[derive(Clone, Debug)]
pub struct Spec {
    /// Certificates of the chain, root included.
    pub length: u8,
    /// With their place, the leaf's being 0; one beyond the root means the root.
    pub quirks: Vec<(u8, Quirk)>,
    pub extra: Vec<Extra>,
}

pub fn specs() -> impl Strategy<Value = Spec> {
    let length = prop_oneof![8 => 2u8..=5, 1 => 6u8..=10];
    let quirks = prop::collection::vec((0u8..5, select(&Quirk::ALL[..])), 0..4);
    // Some mean something only together.
    let names = (select(&Quirk::NAMES[..]), 1u8..4, select(&Quirk::CONSTRAINTS[..]))
        .prop_map(|(name, place, constraint)| vec![(0, name), (place, constraint)]);
    let plain_cn = names.clone().prop_map(|names| [names, vec![(0, Quirk::PlainCn)]].concat());
    let rollover = (1u8..4, 0u8..2)
        .prop_map(|(at, limit)| vec![(at, Quirk::SelfIssued), (at + 1, Quirk::PathLength(limit))]);
    let together = prop_oneof![4 => Just(Vec::new()), 2 => names, 2 => plain_cn, 1 => rollover];
    let quirks = (quirks, together).prop_map(|(alone, together)| [together, alone].concat());
    let extra = prop_oneof![
        (0u8..3).prop_map(Extra::Twin),
        (0u8..3).prop_map(Extra::Namesake),
        Just(Extra::Leaf)
    ];
    let extra = prop_oneof![2 => Just(Vec::new()), 1 => prop::collection::vec(extra, 1..3)];
    (length, quirks, extra).prop_map(|(length, quirks, extra)| Spec { length, quirks, extra })
}

pub fn strangers() -> impl Strategy<Value = Vec<Stranger>> {
    use Stranger::{Ca, CaNamesake, Root, RootNamesake, SelfSigned, Version1Root};
    let all = [Root, Version1Root, SelfSigned, Ca, RootNamesake, CaNamesake];
    prop::collection::vec(select(all.to_vec()), 1..5)
}

/// A bag made to a specification.
#[derive(Clone, Debug)]
pub struct RandomBag {
    /// Leaf first, root last.
    pub chain: Vec<Cert>,
    pub extra: Vec<Cert>,
}

impl RandomBag {
    pub fn input(&self) -> Vec<Vec<u8>> {
        self.chain.iter().chain(&self.extra).map(|cert| cert.der.clone()).collect()
    }
}

impl Spec {
    pub fn has(&self, wanted: impl Fn(Quirk) -> bool) -> bool {
        self.quirks.iter().any(|(_, quirk)| wanted(*quirk))
    }

    fn at(&self, place: u8) -> impl Iterator<Item = Quirk> {
        let last = self.length - 1;
        let here = self.quirks.iter().filter(move |(at, _)| (*at).min(last) == place);
        here.map(|(_, quirk)| *quirk)
    }

    fn text(&self, place: u8) -> String {
        let root = self.length - 1;
        match place {
            _ if place == root => "Root".into(),
            _ if self.at(place).any(|quirk| quirk == Quirk::SelfIssued) => self.text(place + 1),
            _ => format!("CA {place}"),
        }
    }

    fn key(&self, place: u8) -> Key {
        let number = 10 + place;
        self.at(place).fold(Key::P256(number), |key, quirk| match quirk {
            Quirk::P384 => Key::P384(number),
            Quirk::Rsa => Key::OtherRsa2048,
            _ => key,
        })
    }

    /// The certificate at `place` before anything odd is done to it.
    fn plain(&self, place: u8) -> Forge {
        let forge = match place {
            0 => Forge::leaf("amt.example.com"),
            _ => Forge::ca(&self.text(place), self.key(place)),
        };
        forge.serial(&[1 + place])
    }

    fn sign(&self, place: u8, forge: &Forge, issuer: Option<&Cert>) -> Cert {
        let Some(issuer) = issuer else { return forge.self_issued() };
        let wrong = self.at(place).any(|quirk| quirk == Quirk::WrongSignature);
        forge.sign(&issuer.subject, if wrong { Key::P256(199) } else { issuer.key })
    }

    pub fn build(&self) -> RandomBag {
        let mut chain: Vec<Cert> = Vec::new();
        for place in (0..self.length).rev() {
            let mut forge = self.plain(place);
            for quirk in self.at(place) {
                forge = quirk.apply(forge, place > 0);
                let issuer = self.text((place + 1).min(self.length - 1));
                let named = |tag, text: &str| attribute("2.5.4.3", tag, text.as_bytes());
                forge.issuer = match quirk {
                    Quirk::PrintableIssuer => {
                        Some(der::sequence(&[named(der::PRINTABLE_STRING, &issuer)]))
                    }
                    Quirk::OtherCaseIssuer => {
                        Some(der::sequence(&[named(der::UTF8_STRING, &issuer.to_uppercase())]))
                    }
                    _ => forge.issuer,
                };
            }
            chain.insert(0, self.sign(place, &forge, chain.first()));
        }
        let issuer_of = |place: u8| chain.get(usize::from(place) + 1);
        let extra = self.extra.iter().enumerate().map(|(number, extra)| {
            let number = u8::try_from(number).unwrap();
            match extra {
                Extra::Twin(place) => {
                    let place = (*place).min(self.length - 1);
                    let forge = self.plain(place).serial(&[100 + number]);
                    self.sign(place, &forge, issuer_of(place))
                }
                Extra::Namesake(place) => {
                    let place = (*place).clamp(1, self.length - 1);
                    let forge = self.plain(place).key(Key::P256(150 + number));
                    self.sign(place, &forge, issuer_of(place))
                }
                Extra::Leaf => {
                    let forge = Forge::leaf("b.example.com").serial(&[120 + number]);
                    self.sign(0, &forge, issuer_of(0))
                }
            }
        });
        let extra = extra.collect();
        RandomBag { chain, extra }
    }
}
