//! The algorithms of R-511 as they are written in certificates: contents of AlgorithmIdentifier.

use pki_types::{AlgorithmIdentifier, alg_id};

use super::{KeyRange, OWN_RSA};
use crate::certificate::SignatureAlgorithm::{self, Ecdsa, RsaPkcs1};
use crate::certificate::{Curve, Digest};

const fn id(contents: &'static [u8]) -> AlgorithmIdentifier {
    AlgorithmIdentifier::from_slice(contents)
}

/// Signature algorithms. RSA has parameters NULL, or none, which RFC 4055, 5 says to accept.
const SIGNATURES: [(SignatureAlgorithm, AlgorithmIdentifier); 13] = [
    (RsaPkcs1(Digest::Sha1), id(b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x05\x05\x00")),
    (RsaPkcs1(Digest::Sha1), id(b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x05")),
    // The older name of OIW, still met in certificates made with Microsoft's makecert.
    (RsaPkcs1(Digest::Sha1), id(b"\x06\x05\x2b\x0e\x03\x02\x1d\x05\x00")),
    (RsaPkcs1(Digest::Sha1), id(b"\x06\x05\x2b\x0e\x03\x02\x1d")),
    (RsaPkcs1(Digest::Sha256), alg_id::RSA_PKCS1_SHA256),
    (RsaPkcs1(Digest::Sha256), id(b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b")),
    (RsaPkcs1(Digest::Sha384), alg_id::RSA_PKCS1_SHA384),
    (RsaPkcs1(Digest::Sha384), id(b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0c")),
    (RsaPkcs1(Digest::Sha512), alg_id::RSA_PKCS1_SHA512),
    (RsaPkcs1(Digest::Sha512), id(b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0d")),
    (Ecdsa(Digest::Sha256), alg_id::ECDSA_SHA256),
    (Ecdsa(Digest::Sha384), alg_id::ECDSA_SHA384),
    (Ecdsa(Digest::Sha512), alg_id::ECDSA_SHA512),
];

/// Key algorithms. RSA has parameters NULL (RFC 3279, 2.3.1); some certificates leave them out.
const KEYS: [(KeyRange, AlgorithmIdentifier); 4] = [
    (OWN_RSA, alg_id::RSA_ENCRYPTION),
    (OWN_RSA, id(b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01")),
    (KeyRange::Ec(Curve::P256), alg_id::ECDSA_P256),
    (KeyRange::Ec(Curve::P384), alg_id::ECDSA_P384),
];

/// A signature algorithm with a key algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pair {
    /// Contents of signatureAlgorithm.
    pub(crate) signature: AlgorithmIdentifier,
    /// Contents of the issuer's subjectPublicKeyInfo.algorithm.
    pub(crate) key: AlgorithmIdentifier,
}

/// Every signature algorithm of R-511 with every key algorithm, also where such keys make no such
/// signatures.
pub(crate) fn pairs() -> impl Iterator<Item = Pair> {
    SIGNATURES
        .into_iter()
        .flat_map(|(_, signature)| KEYS.into_iter().map(move |(_, key)| Pair { signature, key }))
}

/// What the two identifiers of a verifier mean together.
pub(super) fn recognise(
    signature: AlgorithmIdentifier,
    key: AlgorithmIdentifier,
) -> Option<(SignatureAlgorithm, KeyRange)> {
    let (algorithm, _) = SIGNATURES.into_iter().find(|(_, id)| *id == signature)?;
    let (range, _) = KEYS.into_iter().find(|(_, id)| *id == key)?;
    belong(algorithm, range).then_some((algorithm, range))
}

const fn belong(algorithm: SignatureAlgorithm, range: KeyRange) -> bool {
    matches!((algorithm, range), (RsaPkcs1(_), KeyRange::Rsa { .. }) | (Ecdsa(_), KeyRange::Ec(_)))
}

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeMap;
    use alloc::format;
    use alloc::vec::Vec;

    use const_oid::ObjectIdentifier;

    use super::*;
    use crate::certificate::KeyKind;

    #[test]
    fn identifiers_are_those_of_the_algorithms_of_r_511() {
        // The object identifier in front, decoded by `const_oid`, and the parameters as they are.
        let split = |identifier: AlgorithmIdentifier| {
            let [6, length, ref rest @ ..] = identifier.as_ref()[..] else {
                panic!("{identifier:?}")
            };
            let (oid, parameters) = rest.split_at(length.into());
            (ObjectIdentifier::from_bytes(oid).unwrap(), parameters.to_vec())
        };
        let absent_or_null: [&[u8]; 2] = [b"", b"\x05\x00"];
        let mut seen = BTreeMap::<_, usize>::new();
        for Pair { signature, key } in pairs() {
            if recognise(signature, key).is_none() {
                continue;
            }
            let (signature, parameters) = split(signature);
            let (key, key_parameters) = split(key);
            let algorithm = SignatureAlgorithm::from_oid(signature);
            let what = match algorithm {
                SignatureAlgorithm::RsaPkcs1(_) => {
                    assert_eq!(key, crate::oid::RSA_ENCRYPTION);
                    assert!(absent_or_null.contains(&&*parameters));
                    assert!(absent_or_null.contains(&&*key_parameters));
                    format!("{algorithm}")
                }
                _ => {
                    assert_eq!(key, crate::oid::EC_PUBLIC_KEY);
                    assert_eq!(parameters, b"");
                    let curve = ObjectIdentifier::from_bytes(&key_parameters[2..]).unwrap();
                    format!("{algorithm}, {}", KeyKind::Ec(Curve::from_oid(curve)))
                }
            };
            *seen.entry(what).or_default() += 1;
        }
        // RSA: both forms of the signature algorithm with both of the key; SHA-1 has two names.
        let expected = [
            ("RSA with SHA-1", 8),
            ("RSA with SHA-256", 4),
            ("RSA with SHA-384", 4),
            ("RSA with SHA-512", 4),
            ("ECDSA with SHA-256, EC P-256", 1),
            ("ECDSA with SHA-384, EC P-256", 1),
            ("ECDSA with SHA-512, EC P-256", 1),
            ("ECDSA with SHA-256, EC P-384", 1),
            ("ECDSA with SHA-384, EC P-384", 1),
            ("ECDSA with SHA-512, EC P-384", 1),
        ];
        assert_eq!(seen.len(), expected.len());
        for (what, count) in expected {
            assert_eq!(seen[what], count, "{what}");
        }
        let pairs: Vec<_> = pairs().collect();
        for (at, pair) in pairs.iter().enumerate() {
            assert!(!pairs[..at].contains(pair), "{pair:?} twice");
        }
    }
}
