//! Signatures made by OpenSSL against every provider that is compiled in.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::vec::Vec;

use base64ct::{Base64, Encoding};
use const_oid::ObjectIdentifier;
use pki_types::{AlgorithmIdentifier, alg_id};

use super::*;
use crate::certificate::Digest;

/// Who finds a signature valid: `r` for ring, `a` for aws-lc-rs, `c` for rustcrypto. To the others
/// it is unknown; `.` is not tried. For `ring` as R-511 states it; for the others by the documentation of their crates.
const EXPECTED: &str = "
    key          md5  sha1  sha256  sha384  sha512
    rsa-1024     -    rac   rac     c       rac
    rsa-1536     -    rac   rac     c       rac
    rsa-2048     -    rac   rac     rac     rac
    rsa-2048-e3  -    rac   rac     rac     rac
    rsa-3072     -    rac   rac     rac     rac
    rsa-4096     -    rac   rac     rac     rac
    rsa-8192     -    rac   rac     rac     rac
    p256         .    -     rac     rac     ac
    p384         .    -     rac     rac     ac
    p521         .    -     -       -       -
";

type Provider = (char, SignatureAlgorithms<'static>);

const PROVIDERS: &[Provider] = &[
    #[cfg(feature = "ring")]
    ('r', SignatureAlgorithms::RING),
    #[cfg(feature = "aws-lc-rs")]
    ('a', SignatureAlgorithms::AWS_LC_RS),
    #[cfg(feature = "rustcrypto")]
    ('c', SignatureAlgorithms::RUSTCRYPTO),
];

/// The file that `tests/fixtures/signatures/generate.sh` writes.
struct Fixtures {
    message: &'static [u8],
    keys: BTreeMap<&'static str, Vec<u8>>,
    signatures: BTreeMap<(&'static str, &'static str), Vec<u8>>,
}

impl Fixtures {
    fn read() -> Self {
        let mut read = Self { message: b"", keys: BTreeMap::new(), signatures: BTreeMap::new() };
        let text = include_str!("../../../tests/fixtures/signatures/signatures.txt");
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let (kind, rest) = line.split_once(' ').unwrap();
            let decode = |text| Base64::decode_vec(text).unwrap();
            match (kind, rest.split(' ').collect::<Vec<_>>().as_slice()) {
                ("message", _) => read.message = rest.as_bytes(),
                ("key", [key, bytes]) => assert!(read.keys.insert(key, decode(bytes)).is_none()),
                ("sig", [key, column, bytes]) => {
                    assert!(read.signatures.insert((key, column), decode(bytes)).is_none());
                }
                _ => panic!("{line}"),
            }
        }
        read
    }

    fn case<'a>(&'a self, key: &'a str, column: &'a str) -> Case<'a> {
        let kind = kind(key);
        let algorithm = match (kind, digest(column)) {
            (KeyKind::Rsa { .. }, Some(digest)) => SignatureAlgorithm::RsaPkcs1(digest),
            (KeyKind::Rsa { .. }, None) => SignatureAlgorithm::RsaPss,
            (KeyKind::Ec(_), Some(digest)) => SignatureAlgorithm::Ecdsa(digest),
            _ => SignatureAlgorithm::Ed25519,
        };
        let (key, signature) = (&self.keys[key], &self.signatures[&(key, column)]);
        Case { algorithm, kind, key, message: self.message, signature }
    }
}

fn digest(column: &str) -> Option<Digest> {
    match column {
        "md5" => Some(Digest::Md5),
        "sha1" => Some(Digest::Sha1),
        "sha256" => Some(Digest::Sha256),
        "sha384" => Some(Digest::Sha384),
        "sha512" => Some(Digest::Sha512),
        _ => None,
    }
}

fn kind(key: &str) -> KeyKind {
    match key.split('-').collect::<Vec<_>>().as_slice() {
        ["rsa", bits, ..] => KeyKind::Rsa { bits: bits.parse().unwrap() },
        ["p256", ..] => KeyKind::Ec(Curve::P256),
        ["p384"] => KeyKind::Ec(Curve::P384),
        ["p521"] => KeyKind::Ec(Curve::P521),
        ["ed25519"] => KeyKind::Ed25519,
        _ => panic!("{key}"),
    }
}

/// One call of `verify`.
#[derive(Clone, Copy)]
struct Case<'a> {
    algorithm: SignatureAlgorithm,
    kind: KeyKind,
    key: &'a [u8],
    message: &'a [u8],
    signature: &'a [u8],
}

impl Case<'_> {
    fn ask(&self, algorithms: SignatureAlgorithms<'_>) -> Answer {
        algorithms.verify(self.algorithm, self.kind, self.key, self.message, self.signature)
    }
}

/// Calls `then` for each cell of the table and each provider, with the answer expected.
fn each_cell(
    providers: &[Provider],
    mut then: impl FnMut(&str, SignatureAlgorithms<'_>, Case<'_>, Answer),
) {
    let fixtures = Fixtures::read();
    let mut rows = EXPECTED.trim().lines().map(str::split_whitespace);
    let columns: Vec<_> = rows.next().unwrap().skip(1).collect();
    let mut cells = 0;
    for mut row in rows {
        let key = row.next().unwrap();
        for (column, cell) in columns.iter().zip(row).filter(|(_, cell)| *cell != ".") {
            let case = fixtures.case(key, column);
            for (provider, algorithms) in providers {
                let valid = cell.contains(*provider);
                let expected = if valid { Answer::Valid } else { Answer::Unknown };
                then(&format!("{provider}: {key} with {column}"), *algorithms, case, expected);
            }
            cells += 1;
        }
    }
    assert_eq!(cells, 7 * 5 + 3 * 4);
}

#[test]
fn openssl_signatures_are_valid_or_unknown_as_the_tables_say() {
    each_cell(PROVIDERS, |what, algorithms, case, expected| {
        assert_eq!(case.ask(algorithms), expected, "{what}");
    });
}

fn flipped(bytes: &[u8], byte: usize, bit: usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[byte] ^= 1 << bit;
    bytes
}

#[test]
fn one_flipped_bit_makes_a_signature_invalid() {
    each_cell(PROVIDERS, |what, algorithms, case, expected| {
        if expected != Answer::Valid {
            return;
        }
        let invalid = |case: Case<'_>, part: &str, byte: usize| {
            assert_eq!(case.ask(algorithms), Answer::Invalid, "{what}: {part}, byte {byte}");
        };
        let places = |bytes: &[u8]| [0, bytes.len() / 2, bytes.len() - 1];
        for byte in places(case.key) {
            invalid(Case { key: &flipped(case.key, byte, byte % 8), ..case }, "key", byte);
        }
        for byte in places(case.message) {
            let message = &flipped(case.message, byte, byte % 8);
            invalid(Case { message, ..case }, "message", byte);
        }
        for byte in places(case.signature) {
            let signature = &flipped(case.signature, byte, byte % 8);
            invalid(Case { signature, ..case }, "signature", byte);
        }
    });
}

/// Every bit of one small case, so that no octet of key or signature is read loosely: among them
/// the "hybrid" form of a point, which RFC 5480, 2.2 forbids.
#[test]
fn any_flipped_bit_of_a_p256_key_or_signature_is_invalid() {
    let fixtures = Fixtures::read();
    let case = fixtures.case("p256", "sha256");
    for (name, algorithms) in PROVIDERS {
        for bit in 0..case.key.len() * 8 {
            let key = &flipped(case.key, bit / 8, bit % 8);
            assert_eq!(Case { key, ..case }.ask(*algorithms), Answer::Invalid, "{name} {bit}");
        }
        for bit in 0..case.signature.len() * 8 {
            let signature = &flipped(case.signature, bit / 8, bit % 8);
            assert_eq!(
                Case { signature, ..case }.ask(*algorithms),
                Answer::Invalid,
                "{name} {bit}"
            );
        }
    }
}

#[test]
fn a_signature_of_another_digest_or_key_is_invalid() {
    let fixtures = Fixtures::read();
    for (name, algorithms) in PROVIDERS {
        for (key, other) in [("rsa-2048", "rsa-2048-e3"), ("p256", "p384")] {
            let case = fixtures.case(key, "sha256");
            let signature = fixtures.case(key, "sha384").signature;
            assert_eq!(
                Case { signature, ..case }.ask(*algorithms),
                Answer::Invalid,
                "{name} {key}"
            );
            let signature = fixtures.case(other, "sha256").signature;
            assert_eq!(
                Case { signature, ..case }.ask(*algorithms),
                Answer::Invalid,
                "{name} {key}"
            );
        }
    }
}

#[test]
fn what_no_provider_verifies_is_unknown() {
    let fixtures = Fixtures::read();
    let valid = fixtures.case("rsa-2048", "sha256");
    let rsa = |algorithm| Case { algorithm, ..valid };
    let other = ObjectIdentifier::new_unwrap("1.2.3");
    let compressed =
        Case { key: &fixtures.keys["p256-compressed"], ..fixtures.case("p256", "sha256") };
    for (what, case) in [
        ("RSASSA-PSS", fixtures.case("rsa-2048", "pss")),
        ("Ed25519", fixtures.case("ed25519", "eddsa")),
        ("MD2", rsa(SignatureAlgorithm::RsaPkcs1(Digest::Md2))),
        ("another algorithm", rsa(SignatureAlgorithm::Other(other))),
        ("another key", Case { kind: KeyKind::Other(other), ..valid }),
        ("another curve", Case { kind: KeyKind::Ec(Curve::Other), ..compressed }),
        ("a compressed point", compressed),
        ("RSA 1023", Case { kind: KeyKind::Rsa { bits: 1023 }, ..valid }),
        ("RSA 8193", Case { kind: KeyKind::Rsa { bits: 8193 }, ..valid }),
    ] {
        for (name, algorithms) in PROVIDERS {
            assert_eq!(case.ask(*algorithms), Answer::Unknown, "{name}: {what}");
        }
        assert_eq!(case.ask(SignatureAlgorithms::new(&[])), Answer::Unknown, "{what}");
    }
}

#[test]
fn a_key_of_another_family_is_invalid_even_without_provider() {
    use SignatureAlgorithm::{Ecdsa, Ed25519, Other, RsaPkcs1, RsaPss};
    let other = ObjectIdentifier::new_unwrap("1.2.3");
    let signatures = [
        RsaPkcs1(Digest::Md5),
        RsaPkcs1(Digest::Sha256),
        RsaPss,
        Ecdsa(Digest::Sha1),
        Ed25519,
        Other(other),
    ];
    // In the order of `signatures`: x for Invalid, - for Unknown.
    for (kind, expected) in [
        (KeyKind::Rsa { bits: 2048 }, "---xx-"),
        (KeyKind::Ec(Curve::P256), "xxx-x-"),
        (KeyKind::Ec(Curve::Other), "xxx-x-"),
        (KeyKind::Ed25519, "xxxx--"),
        (KeyKind::Other(other), "------"),
    ] {
        for (algorithm, expected) in signatures.into_iter().zip(expected.chars()) {
            let expected = if expected == 'x' { Answer::Invalid } else { Answer::Unknown };
            let case = Case { algorithm, kind, key: b"", message: b"", signature: b"" };
            assert_eq!(case.ask(SignatureAlgorithms::new(&[])), expected, "{algorithm} {kind}");
        }
    }
}

#[test]
fn garbage_is_never_valid() {
    let fixtures = Fixtures::read();
    let filled = |byte: u8| [byte; 64];
    let sequence: [u8; 64] = core::array::from_fn(|i| if i == 0 { 0x30 } else { 62 });
    let point: [u8; 64] = core::array::from_fn(|i| if i == 0 { 4 } else { 1 });
    for key in ["rsa-1024", "rsa-8192", "p256", "p384"] {
        let case = fixtures.case(key, "sha256");
        for (name, algorithms) in PROVIDERS {
            for long in [&filled(0), &filled(0xff), &sequence, &point] {
                for length in 0..=64 {
                    let garbage = &long[..length];
                    for case in [
                        Case { key: garbage, ..case },
                        Case { signature: garbage, ..case },
                        Case { key: garbage, signature: garbage, ..case },
                    ] {
                        assert_eq!(case.ask(*algorithms), Answer::Invalid, "{name} {key} {length}");
                    }
                }
            }
            for length in 0..=64 {
                for case in [
                    Case { key: &case.key[..length], ..case },
                    Case { signature: &case.signature[..length], ..case },
                ] {
                    assert_eq!(case.ask(*algorithms), Answer::Invalid, "{name} {key} {length}");
                }
            }
        }
    }
}

/// A caller's verifier that finds every signature valid.
#[derive(Debug)]
struct Own {
    signature: AlgorithmIdentifier,
    key: AlgorithmIdentifier,
}

impl SignatureVerificationAlgorithm for Own {
    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        self.signature
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        self.key
    }

    fn verify_signature(&self, key: &[u8], _: &[u8], _: &[u8]) -> Result<(), InvalidSignature> {
        if key.is_empty() { Err(InvalidSignature) } else { Ok(()) }
    }
}

#[test]
fn own_verifiers_are_recognised_by_their_identifiers() {
    let own = Own { signature: alg_id::RSA_PKCS1_SHA384, key: alg_id::RSA_ENCRYPTION };
    let rsa = Algorithm::new(&own).unwrap();
    let own = Own { signature: alg_id::ECDSA_SHA512, key: alg_id::ECDSA_P384 };
    let ecdsa = Algorithm::new(&own).unwrap();
    let default = [rsa, ecdsa];
    let stated = [rsa.with_rsa_bits(1024..=2047), ecdsa.with_rsa_bits(1024..=2047)];

    let rsa_384 = SignatureAlgorithm::RsaPkcs1(Digest::Sha384);
    let ecdsa_512 = SignatureAlgorithm::Ecdsa(Digest::Sha512);
    let bits = |bits| KeyKind::Rsa { bits };
    use Answer::{Invalid, Unknown, Valid};
    for (algorithm, kind, by_default, as_stated) in [
        (rsa_384, bits(1023), Unknown, Unknown),
        (rsa_384, bits(1024), Unknown, Valid),
        (rsa_384, bits(2047), Unknown, Valid),
        (rsa_384, bits(2048), Valid, Unknown),
        (rsa_384, bits(8192), Valid, Unknown),
        (rsa_384, bits(8193), Unknown, Unknown),
        (rsa_384, KeyKind::Ec(Curve::P384), Invalid, Invalid),
        (SignatureAlgorithm::RsaPkcs1(Digest::Sha256), bits(2048), Unknown, Unknown),
        (ecdsa_512, KeyKind::Ec(Curve::P384), Valid, Valid),
        (ecdsa_512, KeyKind::Ec(Curve::P256), Unknown, Unknown),
        (SignatureAlgorithm::Ecdsa(Digest::Sha384), KeyKind::Ec(Curve::P384), Unknown, Unknown),
    ] {
        let case = Case { algorithm, kind, key: b"\x04", message: b"", signature: b"" };
        let what = format!("{algorithm}, {kind}");
        assert_eq!(case.ask(SignatureAlgorithms::new(&default)), by_default, "{what}");
        assert_eq!(case.ask(SignatureAlgorithms::new(&stated)), as_stated, "{what}");
    }
    let refused =
        Case { algorithm: rsa_384, kind: bits(2048), key: b"", message: b"", signature: b"" };
    assert_eq!(refused.ask(SignatureAlgorithms::new(&default)), Invalid);
}

#[test]
fn other_own_verifiers_are_not_recognised() {
    for (signature, key) in [
        (alg_id::RSA_PSS_SHA256, alg_id::RSA_ENCRYPTION),
        (alg_id::ED25519, alg_id::ED25519),
        (alg_id::ECDSA_SHA512, alg_id::ECDSA_P521),
        (alg_id::ECDSA_SHA256, alg_id::ECDSA_P256K1),
        (alg_id::ECDSA_SHA256, alg_id::RSA_ENCRYPTION),
        (alg_id::RSA_PKCS1_SHA256, alg_id::ECDSA_P256),
    ] {
        assert!(Algorithm::new(&Own { signature, key }).is_none(), "{signature:?} {key:?}");
    }
}

#[test]
fn the_first_that_covers_a_key_decides() {
    let own = Own { signature: alg_id::RSA_PKCS1_SHA256, key: alg_id::RSA_ENCRYPTION };
    let yes = Algorithm::new(&own).unwrap();
    for (name, algorithms) in PROVIDERS {
        let added: Vec<_> = core::iter::once(yes.with_rsa_bits(4096..=4096))
            .chain(algorithms.as_slice().iter().copied())
            .collect();
        let fixtures = Fixtures::read();
        for (key, expected) in [("rsa-2048", Answer::Invalid), ("rsa-4096", Answer::Valid)] {
            let case = Case { signature: b"", ..fixtures.case(key, "sha256") };
            assert_eq!(case.ask(SignatureAlgorithms::new(&added)), expected, "{name} {key}");
        }
    }
}

#[cfg(any(feature = "ring", feature = "aws-lc-rs", feature = "rustcrypto"))]
#[test]
fn the_default_provider_answers_as_the_first_that_is_compiled_in() {
    let (first, _) = PROVIDERS[0];
    let default = [(first, SignatureAlgorithms::default_provider())];
    each_cell(&default, |what, algorithms, case, expected| {
        assert_eq!(case.ask(algorithms), expected, "{what}");
    });
}
