//! Files of certificates, and what is worked out from them.

use std::slice;

use amt_provisioning::pki_types::{
    AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm, alg_id,
};
use amt_provisioning::*;

/// So few that an input of a few KiB reaches every limit.
fn read(item: &[u8]) -> Result<Bag, Error> {
    let mut limits = BagLimits::default();
    (limits.certificates, limits.certificate_bytes, limits.input_bytes) = (8, 2048, 16 << 10);
    Bag::read_all([item], &limits)
}

fn ders(bag: &Bag) -> Vec<&[u8]> {
    bag.certificates().iter().map(|found| found.certificate.der()).collect()
}

/// Any file: what is found is sorted, stands in the input where it is said to, and is found again
/// in the certificates back to back.
pub fn bag(data: &[u8]) {
    let Ok(bag) = read(data) else { return };
    let binary = matches!(data, [0x30, 0x80..=0x84, ..]);
    for found in bag.certificates() {
        let at = &data[found.offset..];
        assert!(!binary || at.starts_with(found.certificate.der()));
    }
    for note in bag.notes() {
        assert!(note.error().offset().is_some_and(|offset| offset <= data.len()));
        assert!(!note.error().to_string().is_empty());
    }
    let found = ders(&bag);
    assert!(found.is_sorted_by(|a, b| a < b));
    // A file of less than 128 bytes is not taken for DER.
    if found.iter().all(|der| der[1] >= 0x80) {
        let again = read(&found.iter().rev().copied().collect::<Vec<_>>().concat());
        assert_eq!(again.map(|again| ders(&again).concat()), Ok(found.concat()));
    }
}

/// PEM: how lines end and how characters are encoded changes nothing.
pub fn pem(data: &[u8]) {
    let block = [b"-----BEGIN CERTIFICATE-----\n", data, b"\n-----END CERTIFICATE-----\n"].concat();
    let Ok(text) = String::from_utf8(block) else { return };
    let crlf = text.replace('\n', "\r\n").into_bytes();
    let utf16 = ["\u{feff}", &text].concat().encode_utf16().flat_map(u16::to_be_bytes).collect();
    let plain = read(text.as_bytes());
    for other in [crlf, utf16] {
        let (Ok(plain), Ok(other)) = (&plain, read(&other)) else { continue };
        assert_eq!(ders(plain), ders(&other));
        assert_eq!(plain.notes().len(), other.notes().len());
        assert_eq!(plain.duplicates(), other.duplicates());
        assert_eq!(plain.keys_ignored(), other.keys_ignored());
    }
}

/// PKCS#7 in BER: what is a certificate outside of the container is one inside, and nothing else.
pub fn pkcs7(data: &[u8]) {
    const SIGNED_DATA: &[u8] = b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x80\
        \x30\x80\x02\x01\x01\x31\x00\x30\x0b\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01\xa0\x80";
    let streamed = [SIGNED_DATA, data, &[0; 8]].concat();
    let (Ok(outside), Ok(inside)) = (read(data), read(&streamed)) else { return };
    for found in inside.certificates() {
        assert!(streamed[found.offset..].starts_with(found.certificate.der()));
    }
    let length: usize = ders(&outside).iter().map(|der| der.len()).sum();
    if length == data.len() {
        assert_eq!(ders(&outside), ders(&inside));
    }
}

/// Believes every signature, so that changed certificates still make paths.
#[derive(Debug)]
struct Gullible(AlgorithmIdentifier, AlgorithmIdentifier);

impl SignatureVerificationAlgorithm for Gullible {
    fn verify_signature(&self, _: &[u8], _: &[u8], _: &[u8]) -> Result<(), InvalidSignature> {
        Ok(())
    }
    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        self.0
    }
    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        self.1
    }
}

/// Judging: whatever the bag holds, the report says what the judgement says, presents certificates
/// of the bag, and one more trusted hash never turns accepted into rejected.
pub fn prepare(data: &[u8]) {
    static EC: Gullible = Gullible(alg_id::ECDSA_P256, alg_id::ECDSA_SHA256);
    static RSA: Gullible = Gullible(alg_id::RSA_ENCRYPTION, alg_id::RSA_PKCS1_SHA256);
    let Ok(bag) = read(data) else { return };
    let hashes: Vec<HashEntry> = ders(&bag).into_iter().map(|d| Hash::sha256(d).into()).collect();
    let algorithms = [Algorithm::new(&EC), Algorithm::new(&RSA)].map(Option::unwrap);
    let limits = PathLimits { certificates: 4, paths: 4, signatures: 8, steps: 64 };
    let prepared = Prepared::with(bag, None, SignatureAlgorithms::new(&algorithms), limits);
    let now = Some(WallTime::from_unix(1_800_000_000)); // January 2027
    let policy = Policy { expired: Strictness::Warn, ..Policy::default() };
    let judge = |trusted: &[HashEntry]| {
        let suffix =
            SuffixFact { value: b"example.com".into(), source: SuffixSource::PkiDnsSuffix };
        let device = Device::new(DeviceFacts {
            release: Fact::known(Release::new(16, 1, 0, 0)),
            suffixes: Fact::known(vec![suffix]),
            root_hashes: Fact::known(RootHashList {
                entries: trusted.to_vec(),
                ..Default::default()
            }),
            ..DeviceFacts::default()
        });
        let evaluation = prepared.judge(&device, &policy, now);
        let report = prepared.explain(&device, &policy, now);
        assert_eq!(report.verdict, evaluation.verdict());
        assert_eq!(report.headline, evaluation.headline());
        for der in prepared.presentation(&evaluation) {
            assert!(ders(prepared.bag()).contains(&der));
        }
        evaluation.verdict()
    };
    if hashes.iter().any(|hash| judge(slice::from_ref(hash)) == Verdict::Accepted) {
        assert_ne!(judge(&hashes), Verdict::Rejected);
    }
}
