//! What the benchmarks run on: the same chains, device, messages and operations for all of them.

extern crate alloc;
extern crate std;

mod digest;
mod hello;

use alloc::vec::Vec;
use core::hint::black_box;

use amt_provisioning::{
    Bag, BagLimits, Certificate, Device, DeviceFacts, Digest, Evaluation, Hash, KnownRoot,
    Platform, Policy, Prepared, Release, Report, RootHashList, SignatureAlgorithm, Source,
    SuffixFact, SuffixSource, WallTime,
};
use ring::signature::{self, UnparsedPublicKey, VerificationAlgorithm};
use sha2::Digest as _;
use x509_cert::der::Decode;

pub use digest::Answer;
pub use hello::Message;

/// 2036-01-01: the chains were made in 2026 and are valid for twenty years.
pub const NOW: WallTime = WallTime::from_unix(2_082_758_400);

/// Root hashes in the device's list, as many as a full Hello message has.
const HASHES: usize = 24;

/// The chains by name: the keys of the CAs, which sign.
pub const CHAINS: [(&str, &str); 3] = [
    ("RSA-2048", include_str!("../data/rsa-2048.pem")),
    ("ECDSA P-256", include_str!("../data/ecdsa-p256.pem")),
    ("ECDSA P-384", include_str!("../data/ecdsa-p384.pem")),
];

/// A chain of four certificates, the device to judge it against, and what the floor verifies.
pub struct Subject {
    /// The name of the chain.
    pub name: &'static str,
    /// DER, leaf first.
    pub chain: Vec<Vec<u8>>,
    /// A device that accepts the chain.
    pub device: Device,
    /// Who signed what, for three links.
    signatures: Vec<Signature>,
}

struct Signature {
    key: UnparsedPublicKey<Vec<u8>>,
    message: Vec<u8>,
    signature: Vec<u8>,
}

impl Subject {
    /// All of [`CHAINS`].
    pub fn all() -> impl Iterator<Item = Self> {
        CHAINS.into_iter().map(|(name, pem)| Self::new(name, pem))
    }

    fn new(name: &'static str, pem: &str) -> Self {
        let bag = Bag::read(pem.as_bytes()).expect("the fixtures are readable");
        let mut entries: Vec<_> = bag.certificates().iter().collect();
        entries.sort_by_key(|entry| entry.position);
        let certificates: Vec<&Certificate> =
            entries.iter().map(|entry| &entry.certificate).collect();
        let chain: Vec<Vec<u8>> = certificates.iter().map(|c| c.der().to_vec()).collect();
        let [.., root] = chain.as_slice() else { panic!("{name} is empty") };
        let subject = Self {
            name,
            device: device(root),
            signatures: certificates
                .windows(2)
                .map(|link| Signature::new(link[0], link[1].public_key().key()))
                .collect(),
            chain,
        };
        let evaluation = subject.judge(&subject.prepare());
        let verdict = evaluation.verdict();
        assert_eq!(verdict.name(), "accepted", "{name}: {:?}", evaluation.findings());
        subject
    }

    /// From bytes to a certificate that is ready to be judged: everything read, every signature
    /// verified.
    pub fn prepare(&self) -> Prepared {
        let items = self.chain.iter().map(Vec::as_slice);
        let bag = Bag::read_all(items, &BagLimits::default()).expect("four small certificates");
        Prepared::new(bag)
    }

    /// Every rule, for one device.
    pub fn judge(&self, prepared: &Prepared) -> Evaluation {
        prepared.judge(&self.device, &Policy::default(), Some(NOW))
    }

    /// Every rule, for one device, in words.
    pub fn explain(&self, prepared: &Prepared) -> Report {
        prepared.explain(&self.device, &Policy::default(), Some(NOW))
    }

    /// What preparing cannot do without, whoever does it: the bare signatures, one parse of each
    /// certificate, and the hashes that a device's list may hold of the root.
    pub fn floor(&self) {
        for der in &self.chain {
            black_box(x509_cert::Certificate::from_der(der).expect("a certificate"));
        }
        for Signature { key, message, signature } in &self.signatures {
            key.verify(message, signature).expect("a valid signature");
        }
        if let Some(root) = self.chain.last() {
            black_box(sha1::Sha1::digest(root));
            black_box(sha2::Sha256::digest(root));
            black_box(sha2::Sha384::digest(root));
        }
    }
}

impl Signature {
    fn new(signed: &Certificate, key: &[u8]) -> Self {
        let algorithm: &dyn VerificationAlgorithm = match signed.signature_algorithm() {
            SignatureAlgorithm::RsaPkcs1(Digest::Sha256) => &signature::RSA_PKCS1_2048_8192_SHA256,
            SignatureAlgorithm::Ecdsa(Digest::Sha256) => &signature::ECDSA_P256_SHA256_ASN1,
            SignatureAlgorithm::Ecdsa(Digest::Sha384) => &signature::ECDSA_P384_SHA384_ASN1,
            other => panic!("no fixture is signed with {other}"),
        };
        Self {
            key: UnparsedPublicKey::new(algorithm, key.to_vec()),
            message: signed.to_be_signed().to_vec(),
            signature: signed.signature().to_vec(),
        }
    }
}

/// A device of release 16 that knows `root` and has a suffix from two sources. Its list ends with
/// the root's hash, which is the slowest place to find it.
fn device(root: &[u8]) -> Device {
    let known = KnownRoot::all().iter().take(HASHES - 1).map(|root| root.sha256.hash);
    let entries = known.chain([Hash::sha256(root)]).map(Into::into).collect();
    let suffix = |source| SuffixFact { value: b"example.com".to_vec(), source };
    Device::new(DeviceFacts {
        release: Release::new(16, 1, 30, 2269).into(),
        platform: Platform::NotH.into(),
        suffixes: alloc::vec![
            suffix(SuffixSource::PkiDnsSuffix),
            suffix(SuffixSource::DhcpOption15),
        ]
        .into(),
        root_hashes: RootHashList { entries, source: Source::HostInterface }.into(),
        ..DeviceFacts::default()
    })
}
