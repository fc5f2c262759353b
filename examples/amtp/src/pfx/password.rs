//! A password, and what it opens.

use cbc::Decryptor;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockCipherDecrypt, BlockModeDecrypt, KeyInit, KeyIvInit};
use der::asn1::Any;
use der::oid::AssociatedOid;
use der::{Choice, DecodeValue, EncodingRules};
use des::{TdesEde2, TdesEde3};
use hmac::digest::block_api::BlockSizeUser;
use hmac::digest::{Digest, FixedOutputReset};
use hmac::{Mac, SimpleHmac};
use pkcs5::pbes2::{self, Kdf, PBES2_OID};
use pkcs12::MacData;
use pkcs12::cms::enveloped_data::EncryptedContentInfo;
use pkcs12::kdf::{Pkcs12KeyType, derive_key};
use pkcs12::pbe_params::Pkcs12PbeParams;
use rc2::Rc2;
use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512};

use super::{PfxError, damaged, unsupported};

/// Most hash iterations for one file, over all of its parts: a few seconds at worst. The writers' own
/// numbers are 2000 (Windows), 2048 (OpenSSL), 10 000 (Java) and 600 000 (NSS) for each part, of
/// which a file has two or three.
pub(super) const MAX_ITERATIONS: i64 = 5_000_000;

/// The hash iterations that a file has asked for so far.
#[derive(Default)]
pub(super) struct Work {
    iterations: i64,
}

impl Work {
    /// Adds to them, unless they become too many.
    pub(super) fn add(&mut self, iterations: impl Into<i64>) -> Result<(), PfxError> {
        let iterations = iterations.into();
        if iterations < 1 {
            let (what, problem) = ("iteration count", "it is not positive");
            return Err(PfxError::Malformed { what, problem, offset: None });
        }
        self.iterations = self.iterations.saturating_add(iterations);
        if self.iterations > MAX_ITERATIONS {
            let [found, limit] = [self.iterations, MAX_ITERATIONS].map(i64::unsigned_abs);
            return Err(PfxError::Limit { what: "hash iterations", found, limit });
        }
        Ok(())
    }
}

/// A password in the two forms that a file may want.
pub(super) struct Password<'a> {
    /// For PBES2, which leaves the encoding open: UTF-8, like OpenSSL and NSS.
    utf8: &'a str,
    /// For the key derivation of PKCS#12: UTF-16, most significant byte first.
    utf16: Vec<u8>,
}

impl<'a> Password<'a> {
    /// The ways to read a password, of which the first is the usual one.
    ///
    /// RFC 7292 (B.1) ends every password with a zero character. An empty password is that zero,
    /// or nothing at all: writers disagree.
    pub(super) fn readings(text: &'a str) -> Vec<Self> {
        let utf16 = text.encode_utf16().chain([0]).flat_map(u16::to_be_bytes).collect();
        let mut readings = vec![Self { utf8: text, utf16 }];
        if text.is_empty() {
            readings.push(Self { utf8: text, utf16: Vec::new() });
        }
        readings
    }

    /// Checks the MAC over `content`.
    pub(super) fn check(
        &self,
        mac: &MacData,
        content: &[u8],
        work: &mut Work,
    ) -> Result<(), PfxError> {
        let check = match mac.mac.algorithm.oid {
            Sha1::OID => Self::mac_matches::<Sha1>,
            Sha224::OID => Self::mac_matches::<Sha224>,
            Sha256::OID => Self::mac_matches::<Sha256>,
            Sha384::OID => Self::mac_matches::<Sha384>,
            Sha512::OID => Self::mac_matches::<Sha512>,
            oid => return Err(unsupported(oid)),
        };
        work.add(mac.iterations)?;
        if check(self, mac, content) { Ok(()) } else { Err(PfxError::WrongPasswordOrAltered) }
    }

    fn mac_matches<D: Digest + FixedOutputReset + BlockSizeUser>(
        &self,
        mac: &MacData,
        content: &[u8],
    ) -> bool {
        let (salt, length) = (mac.mac_salt.as_bytes(), <D as Digest>::output_size());
        let key = derive_key::<D>(&self.utf16, salt, Pkcs12KeyType::Mac, mac.iterations, length);
        SimpleHmac::<D>::new_from_slice(&key).is_ok_and(|hmac| {
            hmac.chain_update(content).verify_slice(mac.mac.digest.as_bytes()).is_ok()
        })
    }

    /// Decrypts one part of the file.
    pub(super) fn decrypt(
        &self,
        part: &EncryptedContentInfo,
        work: &mut Work,
    ) -> Result<Vec<u8>, PfxError> {
        let (what, problem) = ("encrypted part", "it has no content");
        let Some(ciphertext) = part.encrypted_content.as_ref() else {
            return Err(PfxError::Malformed { what, problem, offset: None });
        };
        let ciphertext = ciphertext.as_bytes();
        let parameters = part.content_enc_alg.parameters.as_ref();
        match part.content_enc_alg.oid {
            PBES2_OID => self.pbes2(parameters, ciphertext, work),
            pkcs12::PKCS_12_PBE_WITH_SHAAND3_KEY_TRIPLE_DES_CBC => {
                self.pbes1::<TdesEde3>(24, parameters, ciphertext, work)
            }
            pkcs12::PKCS_12_PBE_WITH_SHAAND2_KEY_TRIPLE_DES_CBC => {
                self.pbes1::<TdesEde2>(16, parameters, ciphertext, work)
            }
            pkcs12::PKCS_12_PBE_WITH_SHAAND128_BIT_RC2_CBC => {
                self.pbes1::<Rc2>(16, parameters, ciphertext, work)
            }
            pkcs12::PKCS_12_PBEWITH_SHAAND40_BIT_RC2_CBC => {
                self.pbes1::<Rc2>(5, parameters, ciphertext, work)
            }
            oid => Err(unsupported(oid)),
        }
    }

    /// PBES2 of RFC 8018.
    fn pbes2(
        &self,
        parameters: Option<&Any>,
        ciphertext: &[u8],
        work: &mut Work,
    ) -> Result<Vec<u8>, PfxError> {
        let parameters: pbes2::Parameters = decode(parameters)?;
        match &parameters.kdf {
            Kdf::Pbkdf2(pbkdf2) => work.add(pbkdf2.iteration_count)?,
            // scrypt fills as much memory as the file says.
            other => return Err(unsupported(other.oid())),
        }
        parameters.decrypt(self.utf8, ciphertext).map_err(|error| match error {
            pkcs5::Error::DecryptFailed => PfxError::WrongPasswordOrAltered,
            pkcs5::Error::UnsupportedAlgorithm { oid } => unsupported(oid),
            _ => PfxError::Malformed {
                what: "encryption parameters",
                problem: "they contradict each other",
                offset: None,
            },
        })
    }

    /// The encryption of RFC 7292 itself (appendix C): SHA-1 and cipher `C` in CBC mode.
    fn pbes1<C: KeyInit + BlockCipherDecrypt>(
        &self,
        key_length: usize,
        parameters: Option<&Any>,
        ciphertext: &[u8],
        work: &mut Work,
    ) -> Result<Vec<u8>, PfxError> {
        let Pkcs12PbeParams { salt, iterations } = decode(parameters)?;
        work.add(iterations)?;
        let derive = |kind, length| {
            derive_key::<Sha1>(&self.utf16, salt.as_bytes(), kind, iterations, length)
        };
        let key = derive(Pkcs12KeyType::EncryptionKey, key_length);
        let iv = derive(Pkcs12KeyType::Iv, C::block_size());
        Decryptor::<C>::new_from_slices(&key, &iv)
            .ok()
            .and_then(|cipher| cipher.decrypt_padded_vec::<Pkcs7>(ciphertext).ok())
            .ok_or(PfxError::WrongPasswordOrAltered)
    }
}

/// The parameters of an algorithm.
fn decode<'a, T: Choice<'a> + DecodeValue<'a, Error = der::Error>>(
    parameters: Option<&'a Any>,
) -> Result<T, PfxError> {
    let what = "encryption parameters";
    let Some(parameters) = parameters else {
        return Err(PfxError::Malformed { what, problem: "there are none", offset: None });
    };
    parameters.decode_as_encoding(EncodingRules::Ber).map_err(|error| damaged(what, error, None))
}
