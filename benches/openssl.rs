//! The peer: OpenSSL parses the certificates and verifies the chain.

use openssl::stack::Stack;
use openssl::x509::store::{X509Store, X509StoreBuilder};
use openssl::x509::verify::X509VerifyParam;
use openssl::x509::{X509, X509StoreContext};

use amt_provisioning_benches::{NOW, Subject};

/// As `Subject::prepare`: from bytes to a verified chain, with the root as the only trust anchor.
pub(crate) fn verify(subject: &Subject) {
    let certificates = subject.chain.iter().map(|der| X509::from_der(der).expect("a certificate"));
    let mut certificates: Vec<X509> = certificates.collect();
    let root = certificates.pop().expect("a root");
    let leaf = certificates.remove(0);
    let mut intermediates = Stack::new().expect("memory");
    for certificate in certificates {
        intermediates.push(certificate).expect("memory");
    }
    let store = store(root);
    let mut context = X509StoreContext::new().expect("memory");
    let valid = context.init(&store, &leaf, &intermediates, |context| context.verify_cert());
    assert!(valid.expect("no internal error"), "{}: {}", subject.name, context.error());
}

fn store(root: X509) -> X509Store {
    let mut store = X509StoreBuilder::new().expect("memory");
    store.add_cert(root).expect("memory");
    let mut parameters = X509VerifyParam::new().expect("memory");
    parameters.set_time(NOW.unix());
    store.set_param(&parameters).expect("memory");
    store.build()
}
