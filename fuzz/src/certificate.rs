//! One certificate, read by the library and by x509-cert.

use amt_provisioning::{Certificate, Error, ErrorKind, oid};
use x509_cert::Certificate as Theirs;
use x509_cert::der::{Decode, Encode};
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::ext::pkix::{
    AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage, KeyUsage, NameConstraints,
    SubjectAltName, SubjectKeyIdentifier,
};

/// What both read is the same, and what x509-cert reads we read, unless there is a [`reason`].
pub fn certificate(data: &[u8]) {
    match (Certificate::parse(data), Theirs::from_der(data)) {
        (Ok(ours), Ok(theirs)) => agree(&ours, &theirs),
        (Err(error), Ok(theirs)) => assert!(reason(error, &theirs), "{error}"),
        (Ok(ours), Err(_)) => assert_eq!(ours.der(), data),
        (Err(error), Err(_)) => assert!(error.offset().is_some_and(|at| at <= data.len())),
    }
}

fn agree(ours: &Certificate, theirs: &Theirs) {
    let tbs = theirs.tbs_certificate();
    let spki = tbs.subject_public_key_info();
    assert_eq!(ours.serial(), tbs.serial_number().as_bytes());
    assert_eq!(ours.subject().as_bytes(), tbs.subject().to_der().unwrap());
    assert_eq!(ours.issuer().as_bytes(), tbs.issuer().to_der().unwrap());
    assert_eq!(ours.public_key().spki(), spki.to_der().unwrap());
    assert_eq!(ours.public_key().key(), spki.subject_public_key.raw_bytes());
    assert_eq!(ours.signature(), theirs.signature().raw_bytes());
    let (ours_validity, theirs_validity) = (ours.validity(), tbs.validity());
    let unix = |time: x509_cert::time::Time| time.to_unix_duration().as_secs() as i64;
    assert_eq!(ours_validity.not_before.unix(), unix(theirs_validity.not_before));
    assert_eq!(ours_validity.not_after.unix(), unix(theirs_validity.not_after));
    for (ours, theirs) in ours.extensions().zip(tbs.extensions().into_iter().flatten()) {
        assert_eq!((ours.critical, ours.value), (theirs.critical, theirs.extn_value.as_bytes()));
    }
    // What x509-cert cannot read of an extension is not compared.
    if let Ok(theirs) = tbs.get_extension::<BasicConstraints>() {
        let theirs = theirs.map(|(_, theirs)| (theirs.ca, theirs.path_len_constraint));
        let ours = ours.basic_constraints().map(|ours| (ours.ca, ours.path_length));
        assert_eq!(ours, theirs.map(|(ca, length)| (ca, length.map(u32::from))));
    }
    if let Ok(theirs) = tbs.get_extension::<ExtendedKeyUsage>() {
        // By their bytes: const-oid shows arcs from 2^32 on wrongly.
        let ours: Option<Vec<_>> =
            ours.key_purposes().map(|ours| ours.map(|o| o.as_bytes()).collect());
        let theirs = theirs.as_ref().map(|(_, theirs)| &theirs.0);
        assert_eq!(ours, theirs.map(|oids| oids.iter().map(|oid| oid.as_bytes()).collect()));
    }
    if let Ok(theirs) = tbs.get_extension::<SubjectAltName>() {
        let theirs = theirs.map_or_else(Vec::new, |(_, theirs)| theirs.0);
        let theirs = theirs.iter().filter_map(|name| match name {
            GeneralName::DnsName(name) => Some(name.as_bytes()),
            _ => None,
        });
        assert!(ours.dns_names().eq(theirs));
    }
}

/// Is there a known reason for us to refuse what x509-cert reads? It reads no keys, and extensions
/// only when asked; then it must refuse them too.
fn reason(error: Error, theirs: &Theirs) -> bool {
    let ErrorKind::Asn1 { structure, .. } = error.kind() else { return false };
    let tbs = theirs.tbs_certificate();
    match structure {
        // RFC 5280, 4.1.1.2 and 4.2, which x509-cert does not check.
        "certificate signature algorithm" => tbs.signature() != theirs.signature_algorithm(),
        "certificate extensions" => {
            let mut oids: Vec<_> =
                tbs.extensions().into_iter().flatten().map(|e| e.extn_id).collect();
            oids.sort_unstable();
            oids.windows(2).any(|pair| pair[0] == pair[1])
        }
        // Keys and signatures are octets.
        "certificate signature" => theirs.signature().unused_bits() != 0,
        "certificate public key" => {
            let spki = tbs.subject_public_key_info();
            [oid::RSA_ENCRYPTION, oid::EC_PUBLIC_KEY].contains(&spki.algorithm.oid)
                || spki.subject_public_key.unused_bits() != 0
        }
        "basicConstraints" => tbs.get_extension::<BasicConstraints>().is_err(),
        "keyUsage" => tbs.get_extension::<KeyUsage>().is_err(),
        "extendedKeyUsage" => tbs.get_extension::<ExtendedKeyUsage>().is_err(),
        "subjectAltName" => tbs.get_extension::<SubjectAltName>().is_err(),
        "nameConstraints" => tbs.get_extension::<NameConstraints>().is_err(),
        "subjectKeyIdentifier" => tbs.get_extension::<SubjectKeyIdentifier>().is_err(),
        "authorityKeyIdentifier" => tbs.get_extension::<AuthorityKeyIdentifier>().is_err(),
        _ => false,
    }
}
