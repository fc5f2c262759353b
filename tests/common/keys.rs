//! Keys that sign: RSA from `fixtures/keys`, EC from fixed scalars.

use std::sync::OnceLock;

use p256::ecdsa::signature::hazmat::PrehashSigner;
use rsa::pkcs1v15::Pkcs1v15Sign;
use rsa::pkcs8::DecodePrivateKey;
use rsa::traits::PublicKeyParts;
use rsa::{BigUint, RsaPrivateKey};
use sha2_10::Digest as _;

use super::der;

/// A key pair. EC keys of different numbers are different; any number but 0 and 255 will do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    Rsa1024,
    Rsa1536,
    Rsa2048,
    OtherRsa2048,
    ThirdRsa2048,
    Rsa3072,
    Rsa4096,
    P256(u8),
    P384(u8),
}

/// What a signature hashes with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Digest {
    /// Cannot be computed here: signatures are dummies.
    Md2,
    Md5,
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

macro_rules! rsa_keys {
    ($($variant:ident $file:literal,)*) => {
        fn private(self) -> Option<&'static RsaPrivateKey> {
            match self {
                $(Self::$variant => {
                    static KEY: OnceLock<RsaPrivateKey> = OnceLock::new();
                    Some(KEY.get_or_init(|| {
                        let pem = include_str!(concat!("../fixtures/keys/rsa-", $file, ".pem"));
                        RsaPrivateKey::from_pkcs8_pem(pem).unwrap()
                    }))
                })*
                Self::P256(_) | Self::P384(_) => None,
            }
        }
    };
}

impl Key {
    rsa_keys! {
        Rsa1024 "1024",
        Rsa1536 "1536",
        Rsa2048 "2048-a",
        OtherRsa2048 "2048-b",
        ThirdRsa2048 "2048-c",
        Rsa3072 "3072",
        Rsa4096 "4096",
    }

    fn p256(number: u8) -> p256::ecdsa::SigningKey {
        p256::ecdsa::SigningKey::from_slice(&[number; 32]).unwrap()
    }

    fn p384(number: u8) -> p384::ecdsa::SigningKey {
        p384::ecdsa::SigningKey::from_slice(&[number; 48]).unwrap()
    }

    /// The DER SubjectPublicKeyInfo.
    pub fn spki(self) -> Vec<u8> {
        match (self, self.private()) {
            (Self::P256(number), _) => {
                let point = Self::p256(number).verifying_key().to_encoded_point(false);
                ec_spki("1.2.840.10045.3.1.7", point.as_bytes())
            }
            (Self::P384(number), _) => {
                let point = Self::p384(number).verifying_key().to_encoded_point(false);
                ec_spki("1.3.132.0.34", point.as_bytes())
            }
            (_, Some(key)) => rsa_spki(key.n()),
            (_, None) => unreachable!("every other key is RSA"),
        }
    }

    /// The AlgorithmIdentifier of this key's signatures.
    pub fn signature_algorithm(self, digest: Digest) -> Vec<u8> {
        let rsa = |arc: u8| {
            der::algorithm(&format!("1.2.840.113549.1.1.{arc}"), &der::tlv(der::NULL, &[]))
        };
        let ecdsa = |arc: &str| der::algorithm(&format!("1.2.840.10045.4.{arc}"), &[]);
        let is_ec = matches!(self, Self::P256(_) | Self::P384(_));
        match (is_ec, digest) {
            (false, Digest::Md2) => rsa(2),
            (false, Digest::Md5) => rsa(4),
            (false, Digest::Sha1) => rsa(5),
            (false, Digest::Sha256) => rsa(11),
            (false, Digest::Sha384) => rsa(12),
            (false, Digest::Sha512) => rsa(13),
            (true, Digest::Sha1) => ecdsa("1"),
            (true, Digest::Sha256) => ecdsa("3.2"),
            (true, Digest::Sha384) => ecdsa("3.3"),
            (true, Digest::Sha512) => ecdsa("3.4"),
            (true, Digest::Md2 | Digest::Md5) => panic!("no such algorithm"),
        }
    }

    /// A signature over `message`: RSASSA-PKCS1-v1_5, or ECDSA with deterministic nonces.
    pub fn sign(self, digest: Digest, message: &[u8]) -> Vec<u8> {
        let hashed = match digest {
            Digest::Md2 => return vec![0x5a; 128],
            Digest::Md5 => md5_10::Md5::digest(message).to_vec(),
            Digest::Sha1 => sha1_10::Sha1::digest(message).to_vec(),
            Digest::Sha256 => sha2_10::Sha256::digest(message).to_vec(),
            Digest::Sha384 => sha2_10::Sha384::digest(message).to_vec(),
            Digest::Sha512 => sha2_10::Sha512::digest(message).to_vec(),
        };
        match (self, self.private()) {
            (Self::P256(number), _) => {
                let signature: p256::ecdsa::Signature =
                    Self::p256(number).sign_prehash(&hashed).unwrap();
                signature.to_der().as_bytes().to_vec()
            }
            (Self::P384(number), _) => {
                let signature: p384::ecdsa::Signature =
                    Self::p384(number).sign_prehash(&hashed).unwrap();
                signature.to_der().as_bytes().to_vec()
            }
            (_, Some(key)) => {
                let padding = match digest {
                    Digest::Md2 | Digest::Md5 => Pkcs1v15Sign::new::<md5_10::Md5>(),
                    Digest::Sha1 => Pkcs1v15Sign::new::<sha1_10::Sha1>(),
                    Digest::Sha256 => Pkcs1v15Sign::new::<sha2_10::Sha256>(),
                    Digest::Sha384 => Pkcs1v15Sign::new::<sha2_10::Sha384>(),
                    Digest::Sha512 => Pkcs1v15Sign::new::<sha2_10::Sha512>(),
                };
                key.sign(padding, &hashed).unwrap()
            }
            (_, None) => unreachable!("every other key is RSA"),
        }
    }
}

fn ec_spki(curve: &str, point: &[u8]) -> Vec<u8> {
    der::sequence(&[der::algorithm("1.2.840.10045.2.1", &der::oid(curve)), der::bits(point)])
}

fn rsa_spki(modulus: &BigUint) -> Vec<u8> {
    let key = der::sequence(&[der::unsigned(&modulus.to_bytes_be()), der::unsigned(&[1, 0, 1])]);
    let rsa = der::algorithm("1.2.840.113549.1.1.1", &der::tlv(der::NULL, &[]));
    der::sequence(&[rsa, der::bits(&key)])
}

/// A public RSA key of any size that nobody has the private key of: for leaves.
pub fn rsa_public(bits: usize) -> Vec<u8> {
    rsa_spki(&((BigUint::from(1u8) << (bits - 1)) + 1u8))
}

/// A public key on P-521: the curve's generator, as SEC 2 prints it.
pub fn p521_public() -> Vec<u8> {
    let x = "00c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928\
             fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66";
    let y = "011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef42640\
             c550b9013fad0761353c7086a272c24088be94769fd16650";
    let point: Vec<u8> = (0..x.len() + y.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&[x, y].concat()[at..at + 2], 16).unwrap())
        .collect();
    ec_spki("1.3.132.0.35", &[&[4], point.as_slice()].concat())
}
