//! normalising a name twice changes no more than normalising it once.

use amt_provisioning::{DnsName, NameChanges};
use proptest::prelude::*;

/// Names, nearly names, and anything.
fn received() -> impl Strategy<Value = Vec<u8>> {
    let label = "[a-zA-Z0-9_-]{1,8}";
    let name = format!(
        "[ \\t\\r\\n]{{0,2}}(\\*\\.)?({label}\\.){{0,4}}{label}\\.?\\.?[ \\t\\r\\n]{{0,2}}"
    );
    prop_oneof![
        4 => proptest::string::string_regex(&name).unwrap().prop_map(String::into_bytes),
        1 => prop::collection::vec(any::<u8>(), 0..40),
        1 => "[a-z.* ]{0,20}".prop_map(String::into_bytes),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn normalisation_is_idempotent(received in received()) {
        for read in [DnsName::identifier, DnsName::suffix] {
            let Ok(name) = read(&received) else { continue };
            let again = read(name.as_str().as_bytes()).unwrap();
            prop_assert_eq!(again.as_str(), name.as_str());
            prop_assert_eq!(again.changes(), NameChanges::empty());
            prop_assert_eq!(name.changes().is_empty(), name.as_str().as_bytes() == received);
            prop_assert_eq!(name.as_received(), received.as_slice());
            prop_assert_eq!((again.labels(), again.is_wildcard()), (name.labels(), name.is_wildcard()));
        }
    }

    /// Case, one trailing dot and blanks around never decide whether a name is one.
    #[test]
    fn what_is_normalised_does_not_decide(received in received()) {
        let dressed = [b" \t", received.to_ascii_uppercase().as_slice(), b" "].concat();
        for read in [DnsName::identifier, DnsName::suffix] {
            let (plain, dressed) = (read(&received), read(&dressed));
            prop_assert_eq!(plain.is_ok(), dressed.is_ok());
            if let (Ok(plain), Ok(dressed)) = (plain, dressed) {
                prop_assert_eq!(plain.as_str(), dressed.as_str());
            }
        }
    }
}
