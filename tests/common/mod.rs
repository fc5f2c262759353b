//! What the black-box tests share: a certificate forge, the ordinary chain, and a scene to judge.
//!
//! The *ordinary scene*: leaf `amt.example.com` (RSA 2048, serverAuth and the AMT OID), one
//! intermediate, a root, all signed with SHA-256; a device of release 16.1 on its wired LAN whose
//! PKI DNS suffix is `example.com` and which lists the SHA-256 hash of the root; a time at which all
//! of them are valid. It is accepted, and every test changes one thing about it.

// Each test program uses its own part of this module.
#![allow(dead_code, unreachable_pub, unused_imports)]

pub mod der;
pub mod forge;
pub mod keys;
pub mod rows;

use std::sync::LazyLock;

use amt_provisioning::pki_types::{
    AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm, alg_id,
};
use amt_provisioning::{
    Algorithm, Bag, BagLimits, Device, DeviceFacts, Evaluation, Fact, Hash, HashEntry, Interface,
    PathLimits, Policy, Prepared, Release, Report, RootHashList, SignatureAlgorithms, Source,
    SuffixFact, SuffixSource, WallTime,
};

pub use forge::{Cert, Forge};
pub use keys::{Digest, Key};

/// The time of the ordinary scene.
pub fn now() -> WallTime {
    "2026-06-01T00:00:00Z".parse().unwrap()
}

pub fn release(text: &str) -> Release {
    text.parse().unwrap()
}

/// The ordinary root.
pub fn root() -> &'static Cert {
    static ROOT: LazyLock<Cert> =
        LazyLock::new(|| Forge::ca("Test Root", Key::P256(1)).self_issued());
    &ROOT
}

/// The ordinary intermediate.
pub fn intermediate() -> &'static Cert {
    static INTERMEDIATE: LazyLock<Cert> =
        LazyLock::new(|| Forge::ca("Test Intermediate", Key::P256(2)).issued_by(root()));
    &INTERMEDIATE
}

/// The ordinary leaf.
pub fn leaf() -> &'static Cert {
    static LEAF: LazyLock<Cert> =
        LazyLock::new(|| Forge::leaf("amt.example.com").issued_by(intermediate()));
    &LEAF
}

/// A public root that devices know, from `fixtures/roots`.
#[derive(Clone, Copy, Debug)]
pub enum PublicRoot {
    /// Version 1, RSA 1024, signed with MD2; removed from firmware with 11.8.65.3580 and 12.0.32.
    VerisignG1,
    /// In firmware since after 11.8.
    DigicertG2,
}

/// A suffix of a device.
pub fn suffix(source: SuffixSource, value: impl AsRef<[u8]>) -> SuffixFact {
    SuffixFact { value: value.as_ref().to_vec(), source }
}

/// An active entry of a device's list.
pub fn entry(hash: &[u8]) -> HashEntry {
    HashEntry { active: Some(true), ..HashEntry::from(Hash::from_bytes(hash).unwrap()) }
}

/// A device's list.
pub fn list(entries: impl IntoIterator<Item = HashEntry>) -> Fact<RootHashList> {
    let entries = entries.into_iter().collect();
    Fact::known(RootHashList { entries, source: Source::HostInterface })
}

/// The facts of the ordinary scene, for a device that lists `root`.
pub fn facts(root: &Cert) -> DeviceFacts {
    DeviceFacts {
        release: Fact::known(release("16.1")),
        suffixes: Fact::known(vec![suffix(SuffixSource::PkiDnsSuffix, "example.com")]),
        root_hashes: list([entry(&root.sha256())]),
        interface: Fact::known(Interface::Wired),
        ..DeviceFacts::default()
    }
}

/// Everything that a judgement rests on.
#[derive(Clone, Debug)]
pub struct Scene {
    /// Certificates as items of input, the leaf first.
    pub input: Vec<Vec<u8>>,
    /// The SubjectPublicKeyInfo of the key that the caller holds.
    pub public_key: Option<Vec<u8>>,
    pub algorithms: SignatureAlgorithms<'static>,
    pub limits: PathLimits,
    pub facts: DeviceFacts,
    pub policy: Policy,
    pub now: Option<WallTime>,
}

impl Scene {
    /// The ordinary scene.
    pub fn ordinary() -> Self {
        Self::of(&[leaf(), intermediate(), root()])
    }

    /// The ordinary scene with another chain; the device lists the last certificate.
    pub fn of(chain: &[&Cert]) -> Self {
        Self {
            input: chain.iter().map(|cert| cert.der.clone()).collect(),
            public_key: None,
            algorithms: SignatureAlgorithms::default_provider(),
            limits: PathLimits::default(),
            facts: facts(chain.last().unwrap()),
            policy: Policy::default(),
            now: Some(now()),
        }
    }

    /// The ordinary scene with another leaf under the same intermediate.
    pub fn with_leaf(leaf: &Forge) -> Self {
        Self::of(&[&leaf.issued_by(intermediate()), intermediate(), root()])
    }

    /// The ordinary scene with RSA keys and every signature made with `digest`: with SHA-1, old
    /// releases accept it.
    pub fn signed_with(digest: Digest, leaf: &Forge) -> Self {
        let root = Forge::ca("RSA Root", Key::Rsa2048).digest(digest).self_issued();
        let ca = Forge::ca("RSA CA", Key::OtherRsa2048).digest(digest).issued_by(&root);
        let leaf = leaf.clone().digest(digest).issued_by(&ca);
        Self::of(&[&leaf, &ca, &root])
    }

    /// The ordinary leaf under a public root that the device lists. Nobody here has the root's key:
    /// the crypto provider of this scene takes every signature for good.
    pub fn under(root: PublicRoot) -> Self {
        static ANYTHING: LazyLock<[Algorithm<'static>; 1]> =
            LazyLock::new(|| [Algorithm::new(&Credulous).unwrap().with_rsa_bits(1024..=8192)]);
        let pem: &[u8] = match root {
            PublicRoot::VerisignG1 => include_bytes!("../fixtures/roots/verisign-class-3-g1.pem"),
            PublicRoot::DigicertG2 => {
                include_bytes!("../fixtures/roots/digicert-global-root-g2.pem")
            }
        };
        let bag = Bag::read(pem).unwrap();
        let root = &bag.certificates()[0].certificate;
        let cert = Cert {
            der: root.der().to_vec(),
            subject: root.subject().as_bytes().to_vec(),
            key: Key::Rsa2048,
        };
        let leaf = Forge::leaf("amt.example.com").issued_by(&cert);
        Self { algorithms: SignatureAlgorithms::new(&*ANYTHING), ..Self::of(&[&leaf, &cert]) }
    }

    /// Changes anything.
    pub fn set(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    pub fn release(self, text: &str) -> Self {
        self.set(|scene| scene.facts.release = Fact::known(release(text)))
    }

    pub fn suffixes(self, suffixes: &[SuffixFact]) -> Self {
        self.set(|scene| scene.facts.suffixes = Fact::known(suffixes.to_vec()))
    }

    /// With another list of root hashes.
    pub fn listing(self, entries: impl IntoIterator<Item = HashEntry>) -> Self {
        self.set(|scene| scene.facts.root_hashes = list(entries))
    }

    /// With one more certificate in the bag.
    pub fn and(self, cert: &Cert) -> Self {
        self.set(|scene| scene.input.push(cert.der.clone()))
    }

    /// Without this certificate.
    pub fn without(self, cert: &Cert) -> Self {
        self.set(|scene| scene.input.retain(|der| *der != cert.der))
    }

    pub fn bag(&self) -> Bag {
        Bag::read_all(self.input.iter().map(Vec::as_slice), &BagLimits::default()).unwrap()
    }

    pub fn prepared(&self) -> Prepared {
        Prepared::with(self.bag(), self.public_key.as_deref(), self.algorithms, self.limits)
    }

    pub fn device(&self) -> Device {
        Device::new(self.facts.clone())
    }

    pub fn judge(&self) -> Evaluation {
        self.prepared().judge(&self.device(), &self.policy, self.now)
    }

    pub fn explain(&self) -> Report {
        self.prepared().explain(&self.device(), &self.policy, self.now)
    }
}

/// Takes every signature for good.
#[derive(Debug)]
struct Credulous;

impl SignatureVerificationAlgorithm for Credulous {
    fn verify_signature(&self, _: &[u8], _: &[u8], _: &[u8]) -> Result<(), InvalidSignature> {
        Ok(())
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::RSA_ENCRYPTION
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::RSA_PKCS1_SHA256
    }
}
