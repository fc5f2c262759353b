//! Object identifiers, as constants of [`const_oid::ObjectIdentifier`].

use const_oid::ObjectIdentifier;

const fn oid(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

/// Extended key usage of an Intel AMT provisioning certificate.
pub const AMT_PROVISIONING: ObjectIdentifier = oid("2.16.840.1.113741.1.2.3");
/// Extended key usage serverAuth.
pub const SERVER_AUTH: ObjectIdentifier = oid("1.3.6.1.5.5.7.3.1");
/// Extended key usage clientAuth, allowed and not required.
pub const CLIENT_AUTH: ObjectIdentifier = oid("1.3.6.1.5.5.7.3.2");
/// anyExtendedKeyUsage, which satisfies neither purpose rule.
pub const ANY_EXTENDED_KEY_USAGE: ObjectIdentifier = oid("2.5.29.37.0");

/// Extension basicConstraints.
pub const BASIC_CONSTRAINTS: ObjectIdentifier = oid("2.5.29.19");
/// Extension keyUsage.
pub const KEY_USAGE: ObjectIdentifier = oid("2.5.29.15");
/// Extension extendedKeyUsage.
pub const EXTENDED_KEY_USAGE: ObjectIdentifier = oid("2.5.29.37");
/// Extension subjectAltName.
pub const SUBJECT_ALT_NAME: ObjectIdentifier = oid("2.5.29.17");
/// Extension nameConstraints.
pub const NAME_CONSTRAINTS: ObjectIdentifier = oid("2.5.29.30");
/// Extension authorityKeyIdentifier.
pub const AUTHORITY_KEY_IDENTIFIER: ObjectIdentifier = oid("2.5.29.35");
/// Extension subjectKeyIdentifier.
pub const SUBJECT_KEY_IDENTIFIER: ObjectIdentifier = oid("2.5.29.14");
/// Extension certificatePolicies.
pub const CERTIFICATE_POLICIES: ObjectIdentifier = oid("2.5.29.32");
/// Extension cRLDistributionPoints.
pub const CRL_DISTRIBUTION_POINTS: ObjectIdentifier = oid("2.5.29.31");
/// Extension policyMappings.
pub const POLICY_MAPPINGS: ObjectIdentifier = oid("2.5.29.33");
/// Extension policyConstraints.
pub const POLICY_CONSTRAINTS: ObjectIdentifier = oid("2.5.29.36");
/// Extension inhibitAnyPolicy.
pub const INHIBIT_ANY_POLICY: ObjectIdentifier = oid("2.5.29.54");
/// Microsoft's application policies, where the AMT purpose does not count.
pub const APPLICATION_POLICIES: ObjectIdentifier = oid("1.3.6.1.4.1.311.21.10");

/// Attribute commonName.
pub const COMMON_NAME: ObjectIdentifier = oid("2.5.4.3");
/// Attribute organizationalUnitName.
pub const ORGANIZATIONAL_UNIT: ObjectIdentifier = oid("2.5.4.11");
/// Attribute organizationName.
pub const ORGANIZATION: ObjectIdentifier = oid("2.5.4.10");
/// Attribute countryName.
pub const COUNTRY: ObjectIdentifier = oid("2.5.4.6");
/// Attribute stateOrProvinceName.
pub const STATE_OR_PROVINCE: ObjectIdentifier = oid("2.5.4.8");
/// Attribute localityName.
pub const LOCALITY: ObjectIdentifier = oid("2.5.4.7");
/// Attribute serialNumber of a name.
pub const SERIAL_NUMBER: ObjectIdentifier = oid("2.5.4.5");
/// Attribute domainComponent.
pub const DOMAIN_COMPONENT: ObjectIdentifier = oid("0.9.2342.19200300.100.1.25");
/// Attribute emailAddress of PKCS#9.
pub const EMAIL_ADDRESS: ObjectIdentifier = oid("1.2.840.113549.1.9.1");

/// Public key rsaEncryption.
pub const RSA_ENCRYPTION: ObjectIdentifier = oid("1.2.840.113549.1.1.1");
/// Public key id-ecPublicKey.
pub const EC_PUBLIC_KEY: ObjectIdentifier = oid("1.2.840.10045.2.1");
/// Public key and signature Ed25519.
pub const ED25519: ObjectIdentifier = oid("1.3.101.112");
/// Curve P-256.
pub const P256: ObjectIdentifier = oid("1.2.840.10045.3.1.7");
/// Curve P-384.
pub const P384: ObjectIdentifier = oid("1.3.132.0.34");
/// Curve P-521.
pub const P521: ObjectIdentifier = oid("1.3.132.0.35");

/// Signature md2WithRSAEncryption.
pub const RSA_MD2: ObjectIdentifier = oid("1.2.840.113549.1.1.2");
/// Signature md5WithRSAEncryption.
pub const RSA_MD5: ObjectIdentifier = oid("1.2.840.113549.1.1.4");
/// Signature sha1WithRSAEncryption.
pub const RSA_SHA1: ObjectIdentifier = oid("1.2.840.113549.1.1.5");
/// Signature sha1WithRSASignature of OIW, an older name for the same thing.
pub const RSA_SHA1_OIW: ObjectIdentifier = oid("1.3.14.3.2.29");
/// Signature sha256WithRSAEncryption.
pub const RSA_SHA256: ObjectIdentifier = oid("1.2.840.113549.1.1.11");
/// Signature sha384WithRSAEncryption.
pub const RSA_SHA384: ObjectIdentifier = oid("1.2.840.113549.1.1.12");
/// Signature sha512WithRSAEncryption.
pub const RSA_SHA512: ObjectIdentifier = oid("1.2.840.113549.1.1.13");
/// Signature RSASSA-PSS.
pub const RSA_PSS: ObjectIdentifier = oid("1.2.840.113549.1.1.10");
/// Signature ecdsa-with-SHA1.
pub const ECDSA_SHA1: ObjectIdentifier = oid("1.2.840.10045.4.1");
/// Signature ecdsa-with-SHA256.
pub const ECDSA_SHA256: ObjectIdentifier = oid("1.2.840.10045.4.3.2");
/// Signature ecdsa-with-SHA384.
pub const ECDSA_SHA384: ObjectIdentifier = oid("1.2.840.10045.4.3.3");
/// Signature ecdsa-with-SHA512.
pub const ECDSA_SHA512: ObjectIdentifier = oid("1.2.840.10045.4.3.4");

/// PKCS#7 content type signedData, the envelope of a `.p7b`.
pub const SIGNED_DATA: ObjectIdentifier = oid("1.2.840.113549.1.7.2");
/// PKCS#7 content type data, the outer content of a PKCS#12 file.
pub const PKCS7_DATA: ObjectIdentifier = oid("1.2.840.113549.1.7.1");
