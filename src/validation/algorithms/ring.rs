//! What `ring` verifies.

use pki_types::InvalidSignature;
use ring::signature::{self, UnparsedPublicKey};

use super::Algorithm;
use crate::certificate::Curve::{P256, P384};
use crate::certificate::Digest::{Sha1, Sha256, Sha384, Sha512};

macro_rules! verify {
    ($algorithm:ident) => {
        |key, message, signature| {
            UnparsedPublicKey::new(&signature::$algorithm, key)
                .verify(message, signature)
                .map_err(|_| InvalidSignature)
        }
    };
}

pub(super) const ALGORITHMS: &[Algorithm<'static>] = &[
    Algorithm::rsa(Sha1, 1024, verify!(RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY)),
    Algorithm::rsa(Sha256, 1024, verify!(RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY)),
    Algorithm::rsa(Sha384, 2048, verify!(RSA_PKCS1_2048_8192_SHA384)),
    Algorithm::rsa(Sha512, 1024, verify!(RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY)),
    Algorithm::ecdsa(P256, Sha256, verify!(ECDSA_P256_SHA256_ASN1)),
    Algorithm::ecdsa(P256, Sha384, verify!(ECDSA_P256_SHA384_ASN1)),
    Algorithm::ecdsa(P384, Sha256, verify!(ECDSA_P384_SHA256_ASN1)),
    Algorithm::ecdsa(P384, Sha384, verify!(ECDSA_P384_SHA384_ASN1)),
];
