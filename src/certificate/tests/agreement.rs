//! Certificates of rcgen and of the system's root store: what x509-cert reads of the same bytes must
//! be what we read.

use alloc::string::ToString;
use alloc::vec;
use alloc::vec::Vec;

use der::asn1::{AnyRef, UintRef};
use der::{Decode, Encode, Reader};
use pki_types::CertificateDer;
use pki_types::pem::PemObject;
use x509_cert::ext::pkix;
use x509_cert::ext::pkix::name::GeneralName;

use crate::certificate::{Certificate, Curve, KeyKind, SignatureAlgorithm};

/// A leaf and its CA that have between them every extension with a method.
pub(super) fn generated() -> [Certificate; 2] {
    use rcgen::{GeneralSubtree, KeyUsagePurpose};
    let mut ca = rcgen::CertificateParams::new([]).unwrap();
    ca.distinguished_name.push(rcgen::DnType::OrganizationName, "Example, Inc.");
    ca.distinguished_name.push(rcgen::DnType::CommonName, "Example CA");
    ca.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Constrained(3));
    ca.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    ca.name_constraints = Some(rcgen::NameConstraints {
        permitted_subtrees: vec![
            GeneralSubtree::DnsName("example.com".into()),
            GeneralSubtree::DnsName("example.org".into()),
        ],
        excluded_subtrees: vec![
            GeneralSubtree::Rfc822Name("example.com".into()),
            GeneralSubtree::DnsName("secret.example.com".into()),
        ],
    });
    let key = rcgen::KeyPair::generate_for(&rcgen::PKCS_ECDSA_P384_SHA384).unwrap();
    let ca = rcgen::CertifiedIssuer::self_signed(ca, key).unwrap();

    let names = ["amt.example.com".into(), "192.0.2.1".into(), "*.example.com".into()];
    let mut leaf = rcgen::CertificateParams::new(names).unwrap();
    leaf.distinguished_name.push(rcgen::DnType::CommonName, "amt.example.com");
    leaf.is_ca = rcgen::IsCa::ExplicitNoCa;
    leaf.key_usages = vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::DecipherOnly];
    leaf.extended_key_usages = vec![
        rcgen::ExtendedKeyUsagePurpose::ServerAuth,
        rcgen::ExtendedKeyUsagePurpose::Other(vec![2, 16, 840, 1, 113_741, 1, 2, 3]),
    ];
    leaf.use_authority_key_identifier_extension = true;
    let leaf = leaf.signed_by(&rcgen::KeyPair::generate().unwrap(), &ca).unwrap();
    [leaf.der(), ca.der()].map(|der| Certificate::parse(der).unwrap())
}

fn assert_agreement(ours: &Certificate) {
    let theirs = x509_cert::Certificate::from_der(ours.der()).unwrap();
    let tbs = theirs.tbs_certificate();
    // Encoding again would not do: x509-cert writes the GeneralizedTime of one root as UTCTime.
    let signed = AnyRef::from_der(ours.der()).unwrap().sequence(|parts| {
        let signed = parts.tlv_bytes();
        parts.drain(parts.remaining_len()).and(signed)
    });
    assert_eq!(Ok(ours.to_be_signed()), signed);
    assert_eq!(ours.signature(), theirs.signature().raw_bytes());
    let algorithm = SignatureAlgorithm::from_oid(theirs.signature_algorithm().oid);
    assert_eq!(ours.signature_algorithm(), algorithm);
    assert_eq!(ours.version(), tbs.version() as u8 + 1);
    assert_eq!(ours.serial(), tbs.serial_number().as_bytes());
    assert_eq!(ours.issuer().as_bytes(), tbs.issuer().to_der().unwrap());
    assert_eq!(ours.subject().as_bytes(), tbs.subject().to_der().unwrap());
    assert_eq!(ours.is_self_issued(), tbs.subject() == tbs.issuer());
    let unix = |time: x509_cert::time::Time| i64::try_from(time.to_unix_duration().as_secs());
    assert_eq!(Ok(ours.validity().not_before.unix()), unix(tbs.validity().not_before));
    assert_eq!(Ok(ours.validity().not_after.unix()), unix(tbs.validity().not_after));

    let spki = tbs.subject_public_key_info();
    let key = spki.subject_public_key.raw_bytes();
    assert_eq!(ours.public_key().spki(), spki.to_der().unwrap());
    assert_eq!(ours.public_key().key(), key);
    let expected = match ours.public_key().kind() {
        KeyKind::Rsa { .. } => {
            let modulus = AnyRef::from_der(key).unwrap().sequence(|numbers| {
                let modulus = UintRef::decode(numbers)?;
                numbers.decode::<UintRef<'_>>().map(|_| modulus)
            });
            let octets = modulus.unwrap().as_bytes();
            KeyKind::Rsa { bits: octets.len() as u32 * 8 - octets[0].leading_zeros() }
        }
        _ => {
            let parameters = spki.algorithm.parameters.as_ref().unwrap();
            KeyKind::Ec(Curve::from_oid(parameters.decode_as().unwrap()))
        }
    };
    assert_eq!(ours.public_key().kind(), expected);
    assert_extensions_agree(ours, tbs);
}

fn assert_extensions_agree(ours: &Certificate, tbs: &x509_cert::TbsCertificate) {
    let theirs = tbs.extensions().map_or(&[][..], |extensions| extensions);
    assert_eq!(ours.extensions().count(), theirs.len());
    for (ours, theirs) in ours.extensions().zip(theirs) {
        assert!(ours.oid == theirs.extn_id);
        assert_eq!(ours.critical, theirs.critical);
        assert_eq!(ours.value, theirs.extn_value.as_bytes());
    }

    let constraints = tbs.get_extension::<pkix::BasicConstraints>().unwrap().map(|(_, c)| c);
    assert_eq!(
        ours.basic_constraints().map(|c| (c.ca, c.path_length)),
        constraints.as_ref().map(|c| (c.ca, c.path_len_constraint.map(u32::from))),
    );
    assert_eq!(ours.is_ca(), constraints.is_some_and(|c| c.ca));
    let usage = tbs.get_extension::<pkix::KeyUsage>().unwrap();
    assert_eq!(ours.key_usage().map(|u| u.bits()), usage.map(|(_, u)| u.0.bits()));
    let purposes = tbs.get_extension::<pkix::ExtendedKeyUsage>().unwrap();
    assert_eq!(
        ours.key_purposes().map(|p| p.map(|oid| oid.to_string()).collect::<Vec<_>>()),
        purposes.map(|(_, p)| p.0.iter().map(|oid| oid.to_string()).collect::<Vec<_>>()),
    );
    let names = tbs.get_extension::<pkix::SubjectAltName>().unwrap().map(|(_, names)| names.0);
    let names = names.iter().flatten().filter_map(dns_name);
    assert!(ours.dns_names().eq(names));
    let key_id = tbs.get_extension::<pkix::SubjectKeyIdentifier>().unwrap().map(|(_, id)| id.0);
    assert_eq!(ours.subject_key_identifier(), key_id.as_ref().map(|id| id.as_bytes()));
    let key_id = tbs.get_extension::<pkix::AuthorityKeyIdentifier>().unwrap();
    let key_id = key_id.and_then(|(_, id)| id.key_identifier);
    assert_eq!(ours.authority_key_identifier(), key_id.as_ref().map(|id| id.as_bytes()));
    let constraints = tbs.get_extension::<pkix::NameConstraints>().unwrap().map(|(_, c)| c);
    assert_eq!(ours.name_constraints().is_some(), constraints.is_some());
    if let (Some(ours), Some(theirs)) = (ours.name_constraints(), constraints) {
        let bases = |s: Option<Vec<_>>| {
            let subtrees: Vec<pkix::constraints::name::GeneralSubtree> = s.unwrap_or_default();
            subtrees.into_iter().map(|subtree| subtree.base).collect::<Vec<_>>()
        };
        let (permitted, excluded) =
            (bases(theirs.permitted_subtrees), bases(theirs.excluded_subtrees));
        assert!(ours.permitted().eq(permitted.iter().filter_map(dns_name)));
        assert!(ours.excluded().eq(excluded.iter().filter_map(dns_name)));
        let all_dns = permitted.iter().chain(&excluded).all(|base| dns_name(base).is_some());
        assert_eq!(ours.other_forms(), !all_dns);
    }
}

fn dns_name(name: &GeneralName) -> Option<&[u8]> {
    match name {
        GeneralName::DnsName(name) => Some(name.as_bytes()),
        _ => None,
    }
}

#[test]
fn on_generated_certificates() {
    let [leaf, ca] = generated();
    assert_agreement(&leaf);
    assert_agreement(&ca);
    // Every extension that is compared must have been there.
    assert!(leaf.key_purposes().is_some() && leaf.authority_key_identifier().is_some());
    assert!(leaf.dns_names().count() == 2 && leaf.key_usage().is_some());
    assert!(ca.name_constraints().is_some_and(|constraints| constraints.other_forms()));
    assert!(ca.subject_key_identifier().is_some() && ca.is_ca() && ca.is_self_issued());
}

/// Debian's bundle, where the machine has it: roots from 1998 on.
#[test]
fn on_the_roots_of_the_system() {
    let Ok(bundle) = std::fs::read("/etc/ssl/certs/ca-certificates.crt") else {
        return;
    };
    for der in CertificateDer::pem_slice_iter(&bundle) {
        let root = Certificate::parse(&der.unwrap()).unwrap();
        std::println!("{}", root.subject());
        assert_agreement(&root);
        assert!(root.is_self_issued());
    }
}
