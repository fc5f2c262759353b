//! Signatures that cost nothing, so that a thousand certificates can be made, and are counted.

use std::collections::BTreeSet;
use std::sync::Mutex;

use amt_provisioning::pki_types::{
    AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm, alg_id,
};
use amt_provisioning::{
    Algorithm, Bag, BagLimits, Device, PathLimits, Policy, Prepared, Report, SignatureAlgorithms,
};

use super::common::forge::subject_key_identifier;
use super::common::{Digest, Forge, Key, der, facts, now};

/// A point that is on no curve.
fn point(number: u16) -> Vec<u8> {
    let [high, low] = number.to_be_bytes();
    [&[4][..], &[high, low].repeat(32)].concat()
}

/// With the key of that number instead of one that can sign.
pub(super) fn with_key(forge: Forge, key: u16) -> Forge {
    let curve = der::algorithm("1.2.840.10045.2.1", &der::oid("1.2.840.10045.3.1.7"));
    forge.spki(der::sequence(&[curve, der::bits(&point(key))]))
}

/// Signed with the key of that number, in the name of its owner.
pub(super) fn signed(forge: Forge, issuer: (&str, u16)) -> Vec<u8> {
    let algorithm = Key::P256(1).signature_algorithm(Digest::Sha256);
    let name = der::sequence(&[super::common::forge::cn(issuer.0)]);
    forge.signature(algorithm, &point(issuer.1)).sign(&name, Key::P256(1)).der
}

/// A CA certificate; its key identifier tells the two ends of the link, so that no two are equal.
pub(super) fn ca(name: &str, key: u16, issuer: (&str, u16)) -> Vec<u8> {
    let id = [key.to_be_bytes(), issuer.1.to_be_bytes()].concat();
    let forge = Forge::ca(name, Key::P256(1)).with(subject_key_identifier(&id));
    signed(with_key(forge, key), issuer)
}

/// A provisioning certificate; several differ by their serial numbers.
pub(super) fn leaf(number: u16, issuer: (&str, u16)) -> Vec<u8> {
    let forge = Forge::leaf("amt.example.com").serial(&[1, (number >> 8) as u8, number as u8]);
    signed(forge, issuer)
}

/// Says that whoever wrote their key into the signature made it, and takes down each question.
#[derive(Debug, Default)]
struct Counting {
    asked: Mutex<Vec<[Vec<u8>; 2]>>,
}

impl SignatureVerificationAlgorithm for Counting {
    fn verify_signature(
        &self,
        public_key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        self.asked.lock().unwrap().push([message.to_vec(), public_key.to_vec()]);
        if signature == public_key { Ok(()) } else { Err(InvalidSignature) }
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::ECDSA_P256
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::ECDSA_SHA256
    }
}

/// What came of a bag.
pub(super) struct Judged {
    pub(super) report: Report,
    /// How many signatures were verified.
    pub(super) verified: usize,
}

/// Prepares, judges and explains; no more signatures than the limit, none twice, and none but while
/// preparing. The device lists `root`.
pub(super) fn judge(input: &[Vec<u8>], root: &[u8], limits: PathLimits) -> Judged {
    let verifier = Counting::default();
    let own = [Algorithm::new(&verifier).unwrap()];
    let bag = Bag::read_all(input.iter().map(Vec::as_slice), &BagLimits::default()).unwrap();
    let prepared = Prepared::with(bag, None, SignatureAlgorithms::new(&own), limits);
    let count = || verifier.asked.lock().unwrap().len();
    let verified = count();
    assert!(verified <= limits.signatures, "{verified} signatures");

    let mut facts = facts(super::common::root());
    let hash = amt_provisioning::Hash::sha256(root);
    facts.root_hashes = super::common::list([super::common::entry(hash.as_bytes())]);
    let (device, policy) = (Device::new(facts), Policy::default());
    let evaluation = prepared.judge(&device, &policy, Some(now()));
    let report = prepared.explain(&device, &policy, Some(now()));
    assert_eq!(report.verdict, evaluation.verdict());
    assert_eq!(count(), verified, "judging verifies none");
    let asked = verifier.asked.lock().unwrap();
    assert_eq!(asked.iter().collect::<BTreeSet<_>>().len(), verified, "none twice");
    // Rendering ends, too.
    assert!(report.to_string().len() < 16 << 20);
    Judged { report, verified }
}
