//! Builds any X.509 certificate from scratch and signs it with a real key.

use base64ct::{Base64, Encoding};
use sha2_10::Digest as _;

use super::der;
use super::keys::{Digest, Key};

pub const SERVER_AUTH: &str = "1.3.6.1.5.5.7.3.1";
pub const CLIENT_AUTH: &str = "1.3.6.1.5.5.7.3.2";
pub const ANY_PURPOSE: &str = "2.5.29.37.0";
pub const AMT_PROVISIONING: &str = "2.16.840.1.113741.1.2.3";
pub const INTEL_OU: &str = "Intel(R) Client Setup Certificate";

/// A certificate with the key behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cert {
    pub der: Vec<u8>,
    /// The DER Name.
    pub subject: Vec<u8>,
    pub key: Key,
}

impl Cert {
    pub fn sha1(&self) -> Vec<u8> {
        sha1_10::Sha1::digest(&self.der).to_vec()
    }

    pub fn sha256(&self) -> Vec<u8> {
        sha2_10::Sha256::digest(&self.der).to_vec()
    }

    pub fn sha384(&self) -> Vec<u8> {
        sha2_10::Sha384::digest(&self.der).to_vec()
    }

    pub fn sha512(&self) -> Vec<u8> {
        sha2_10::Sha512::digest(&self.der).to_vec()
    }

    pub fn pem(&self) -> String {
        let base64 = Base64::encode_string(&self.der);
        let lines: Vec<&str> =
            base64.as_bytes().chunks(64).map(|line| core::str::from_utf8(line).unwrap()).collect();
        let body = lines.join("\n");
        format!("-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n")
    }
}

/// An attribute of a name, alone in its relative distinguished name; `tag` is its string type.
pub fn attribute(oid: &str, tag: u8, value: &[u8]) -> Vec<u8> {
    der::tlv(der::SET, &der::sequence(&[der::oid(oid), der::tlv(tag, value)]))
}

pub fn cn(text: &str) -> Vec<u8> {
    attribute("2.5.4.3", der::UTF8_STRING, text.as_bytes())
}

pub fn ou(text: &str) -> Vec<u8> {
    attribute("2.5.4.11", der::UTF8_STRING, text.as_bytes())
}

/// The content of a BMPString.
pub fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

/// An extension: its object identifier and whole encoding.
#[derive(Clone, Debug)]
pub struct Extension {
    oid: String,
    critical: bool,
    value: Vec<u8>,
}

impl Extension {
    pub fn new(oid: &str, value: Vec<u8>) -> Self {
        Self { oid: oid.into(), critical: false, value }
    }

    pub fn critical(mut self) -> Self {
        self.critical = true;
        self
    }

    fn der(&self) -> Vec<u8> {
        let critical = if self.critical { der::tlv(der::BOOLEAN, &[0xff]) } else { Vec::new() };
        der::sequence(&[der::oid(&self.oid), critical, der::tlv(der::OCTET_STRING, &self.value)])
    }
}

/// A SEQUENCE OF OBJECT IDENTIFIER, as in Extended Key Usage.
fn oids(dotted: &[&str]) -> Vec<u8> {
    der::sequence(&dotted.iter().map(|dotted| der::oid(dotted)).collect::<Vec<_>>())
}

/// Extended Key Usage.
pub fn eku(purposes: &[&str]) -> Extension {
    Extension::new("2.5.29.37", oids(purposes))
}

fn dns_name(name: &[u8]) -> Vec<u8> {
    der::tlv(der::context(2), name)
}

/// Alternative names, each a whole GeneralName.
pub fn alternative_names(names: &[Vec<u8>]) -> Extension {
    Extension::new("2.5.29.17", der::sequence(names))
}

/// Alternative names, all dNSName.
pub fn san(names: &[&str]) -> Extension {
    alternative_names(&names.iter().map(|name| dns_name(name.as_bytes())).collect::<Vec<_>>())
}

/// A GeneralName of four address bytes.
pub fn ip_address(address: [u8; 4]) -> Vec<u8> {
    der::tlv(der::context(7), &address)
}

pub fn basic_constraints(ca: bool, path_length: Option<u8>) -> Extension {
    let ca = if ca { der::tlv(der::BOOLEAN, &[0xff]) } else { Vec::new() };
    let path_length = path_length.map_or_else(Vec::new, |length| der::unsigned(&[length]));
    Extension::new("2.5.29.19", der::sequence(&[ca, path_length])).critical()
}

/// Key usage by bit numbers of RFC 5280, 4.2.1.3: 0 digitalSignature, 5 keyCertSign, 6 cRLSign.
pub fn key_usage(numbers: &[u8]) -> Extension {
    let byte = numbers.iter().fold(0, |byte, number| byte | 0x80 >> number);
    let unused = u8::try_from(u8::trailing_zeros(byte)).unwrap() % 8;
    Extension::new("2.5.29.15", der::tlv(der::BIT_STRING, &[unused, byte])).critical()
}

/// Permitted and excluded DNS names.
pub fn name_constraints(permitted: &[&str], excluded: &[&str]) -> Extension {
    let subtrees = |number, names: &[&str]| {
        let subtree = |name: &&str| der::sequence(&[dns_name(name.as_bytes())]);
        let content: Vec<u8> = names.iter().flat_map(subtree).collect();
        if content.is_empty() { content } else { der::tlv(der::constructed(number), &content) }
    };
    let value = der::sequence(&[subtrees(0, permitted), subtrees(1, excluded)]);
    Extension::new("2.5.29.30", value).critical()
}

/// Certificate policies without qualifiers; `oid` may name another extension of the same form.
pub fn policies(oid: &str, policies: &[&str]) -> Extension {
    let information = |policy: &&str| der::sequence(&[der::oid(policy)]);
    Extension::new(oid, der::sequence(&policies.iter().map(information).collect::<Vec<_>>()))
}

pub fn subject_key_identifier(value: &[u8]) -> Extension {
    Extension::new("2.5.29.14", der::tlv(der::OCTET_STRING, value))
}

pub fn authority_key_identifier(value: &[u8]) -> Extension {
    Extension::new("2.5.29.35", der::sequence(&[der::tlv(der::context(0), value)]))
}

/// A certificate to be. Every field can be set; the defaults make an ordinary one.
#[derive(Clone, Debug)]
pub struct Forge {
    /// 1 or 3. Version 1 has no extensions.
    pub version: u8,
    pub serial: Vec<u8>,
    /// Relative distinguished names, each encoded.
    pub subject: Vec<Vec<u8>>,
    /// A DER Name to state instead of the issuer's subject.
    pub issuer: Option<Vec<u8>>,
    /// Both in `YYMMDDhhmmssZ`, then a UTCTime, or `YYYYMMDDhhmmssZ`, then a GeneralizedTime.
    pub validity: (String, String),
    pub key: Key,
    /// A SubjectPublicKeyInfo to state instead of that of `key`.
    pub spki: Option<Vec<u8>>,
    /// With an issuerUniqueID, which no CA has issued for decades and RFC 5280 lets readers expect.
    pub unique_id: bool,
    pub extensions: Vec<Extension>,
    pub digest: Digest,
    /// AlgorithmIdentifier and signature to state instead of making one.
    pub signature: Option<(Vec<u8>, Vec<u8>)>,
}

impl Forge {
    fn new(subject: Vec<Vec<u8>>, key: Key) -> Self {
        Self {
            version: 3,
            serial: vec![1],
            subject,
            issuer: None,
            validity: ("250101000000Z".into(), "350101000000Z".into()),
            key,
            spki: None,
            unique_id: false,
            extensions: Vec::new(),
            digest: Digest::Sha256,
            signature: None,
        }
    }

    /// A provisioning certificate by purpose and marker, with an RSA key of 2048 bits.
    pub fn leaf(common_name: &str) -> Self {
        Self::new(vec![cn(common_name)], Key::Rsa2048).with(eku(&[SERVER_AUTH, AMT_PROVISIONING]))
    }

    /// A CA certificate.
    pub fn ca(common_name: &str, key: Key) -> Self {
        let forge = Self::new(vec![cn(common_name)], key);
        forge.with(basic_constraints(true, None)).with(key_usage(&[5, 6]))
    }

    pub fn version(mut self, version: u8) -> Self {
        self.version = version;
        self
    }

    pub fn serial(mut self, serial: &[u8]) -> Self {
        self.serial = serial.to_vec();
        self
    }

    pub fn subject(mut self, names: &[Vec<u8>]) -> Self {
        self.subject = names.to_vec();
        self
    }

    /// One more attribute of the subject.
    pub fn and(mut self, attribute: Vec<u8>) -> Self {
        self.subject.push(attribute);
        self
    }

    pub fn issuer(mut self, names: &[Vec<u8>]) -> Self {
        self.issuer = Some(der::sequence(names));
        self
    }

    pub fn valid(mut self, not_before: &str, not_after: &str) -> Self {
        self.validity = (not_before.into(), not_after.into());
        self
    }

    pub fn key(mut self, key: Key) -> Self {
        self.key = key;
        self
    }

    pub fn spki(mut self, spki: Vec<u8>) -> Self {
        self.spki = Some(spki);
        self
    }

    pub fn digest(mut self, digest: Digest) -> Self {
        self.digest = digest;
        self
    }

    /// States a signature that nobody made.
    pub fn signature(mut self, algorithm: Vec<u8>, signature: &[u8]) -> Self {
        self.signature = Some((algorithm, signature.to_vec()));
        self
    }

    /// Sets an extension; one with the same object identifier is replaced.
    pub fn with(self, extension: Extension) -> Self {
        let mut forge = self.without(&extension.oid);
        forge.extensions.push(extension);
        forge
    }

    pub fn without(mut self, oid: &str) -> Self {
        self.extensions.retain(|extension| extension.oid != oid);
        self
    }

    pub fn self_issued(&self) -> Cert {
        self.sign(&der::sequence(&self.subject), self.key)
    }

    pub fn issued_by(&self, issuer: &Cert) -> Cert {
        self.sign(&issuer.subject, issuer.key)
    }

    /// Signs with `signer`, whatever the issuer's name.
    pub fn sign(&self, issuer: &[u8], signer: Key) -> Cert {
        let algorithm = match &self.signature {
            Some((algorithm, _)) => algorithm.clone(),
            None => signer.signature_algorithm(self.digest),
        };
        let version = match self.version {
            1 => Vec::new(),
            version => der::tlv(der::constructed(0), &der::unsigned(&[version - 1])),
        };
        let time = |text: &str| {
            let tag = if text.len() == 13 { der::UTC_TIME } else { der::GENERALIZED_TIME };
            der::tlv(tag, text.as_bytes())
        };
        let subject = der::sequence(&self.subject);
        let extensions: Vec<Vec<u8>> = self.extensions.iter().map(Extension::der).collect();
        let extensions = match self.version {
            3 if !extensions.is_empty() => {
                der::tlv(der::constructed(3), &der::sequence(&extensions))
            }
            _ => Vec::new(),
        };
        let to_be_signed = der::sequence(&[
            version,
            der::unsigned(&self.serial),
            algorithm.clone(),
            self.issuer.clone().unwrap_or_else(|| issuer.to_vec()),
            der::sequence(&[time(&self.validity.0), time(&self.validity.1)]),
            subject.clone(),
            self.spki.clone().unwrap_or_else(|| self.key.spki()),
            if self.unique_id { der::tlv(der::context(1), &[0, 1]) } else { Vec::new() },
            extensions,
        ]);
        let signature = match &self.signature {
            Some((_, signature)) => signature.clone(),
            None => signer.sign(self.digest, &to_be_signed),
        };
        let der = der::sequence(&[to_be_signed, algorithm, der::bits(&signature)]);
        Cert { der, subject, key: self.key }
    }
}
