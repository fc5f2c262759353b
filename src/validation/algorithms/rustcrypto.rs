//! What `rsa`, `p256` and `p384` verify.
//!
//! RUSTSEC-2023-0071 concerns what `rsa` does with private keys, which never come here.

use pki_types::InvalidSignature;
use rsa::pkcs1::{self, der::Decode};
use rsa::pkcs8::AssociatedOid;
use rsa::{BigUint, Pkcs1v15Sign, RsaPublicKey};
use sha1_10::Sha1;
use sha2_10::{Digest, Sha256, Sha384, Sha512};

use super::Algorithm;
use crate::certificate::{Curve, Digest as Name};

pub(super) const ALGORITHMS: &[Algorithm<'static>] = &[
    Algorithm::rsa(Name::Sha1, 1024, rsa::<Sha1>),
    Algorithm::rsa(Name::Sha256, 1024, rsa::<Sha256>),
    Algorithm::rsa(Name::Sha384, 1024, rsa::<Sha384>),
    Algorithm::rsa(Name::Sha512, 1024, rsa::<Sha512>),
    Algorithm::ecdsa(Curve::P256, Name::Sha256, p256::<Sha256>),
    Algorithm::ecdsa(Curve::P256, Name::Sha384, p256::<Sha384>),
    Algorithm::ecdsa(Curve::P256, Name::Sha512, p256::<Sha512>),
    Algorithm::ecdsa(Curve::P384, Name::Sha256, p384::<Sha256>),
    Algorithm::ecdsa(Curve::P384, Name::Sha384, p384::<Sha384>),
    Algorithm::ecdsa(Curve::P384, Name::Sha512, p384::<Sha512>),
];

/// `rsa` itself stops at 4096 bits unless told otherwise.
const MAX_BITS: usize = 8192;

fn rsa<D: Digest + AssociatedOid>(
    key: &[u8],
    message: &[u8],
    signature: &[u8],
) -> Result<(), InvalidSignature> {
    let key = pkcs1::RsaPublicKey::from_der(key).map_err(|_| InvalidSignature)?;
    let [modulus, exponent] = [key.modulus, key.public_exponent]
        .map(|integer| BigUint::from_bytes_be(integer.as_bytes()));
    RsaPublicKey::new_with_max_size(modulus, exponent, MAX_BITS)
        .and_then(|key| key.verify(Pkcs1v15Sign::new::<D>(), &D::digest(message), signature))
        .map_err(|_| InvalidSignature)
}

macro_rules! ecdsa {
    ($curve:ident) => {
        fn $curve<D: Digest>(
            key: &[u8],
            message: &[u8],
            signature: &[u8],
        ) -> Result<(), InvalidSignature> {
            use $curve::ecdsa::signature::hazmat::PrehashVerifier;
            use $curve::ecdsa::{Signature, VerifyingKey};

            let signature = Signature::from_der(signature).map_err(|_| InvalidSignature)?;
            VerifyingKey::from_sec1_bytes(key)
                .and_then(|key| key.verify_prehash(&D::digest(message), &signature))
                .map_err(|_| InvalidSignature)
        }
    };
}

ecdsa!(p256);
ecdsa!(p384);
