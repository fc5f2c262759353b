//! Secrets are shown nowhere and wiped everywhere.

use alloc::string::ToString;
use core::fmt::Debug;
use std::format;

use zeroize::{ZeroizeOnDrop, Zeroizing};

use super::algorithm::{HashHex, HashValue};
use super::*;

/// Fails to compile if a type is not wiped.
const _: () = {
    const fn wiped<T: ZeroizeOnDrop>() {}
    wiped::<Secret>();
    wiped::<Ha1>();
    wiped::<Credentials>();
    wiped::<SetupPassword>();
    wiped::<AclPassword>();
    wiped::<DigestClient>();
    wiped::<Zeroizing<HashHex>>();
    wiped::<Zeroizing<HashValue>>();
    wiped::<md5::Md5>();
    wiped::<sha2::Sha256>();
    wiped::<sha2::Sha512_256>();
};

#[test]
fn nothing_shows_a_secret() {
    let password = "pA55-W0rd!";
    let secret = || Secret::from(password);
    let credentials = account("admin", password);
    let ha1 = credentials.ha1(DigestHash::Md5, REALM.as_bytes()).unwrap();
    let kept = Ha1::from_bytes(DigestHash::Md5, ha1.expose()).unwrap();
    let stored = Credentials::stored("admin", REALM.as_bytes(), kept);
    let setup = SetupPassword::new(REALM.as_bytes(), &secret());
    let acl = AclPassword::new("admin", REALM.as_bytes(), &secret());
    let field = format!("Digest realm=\"{REALM}\", nonce=\"{NONCE}\", qop=auth");
    let client = client(field.as_bytes(), &credentials);
    let trial = CredentialTrial::new([account("admin", password)], FactoryAccounts::Admin);
    let generated = generate_password(&[0, 90, 150, 30].repeat(8)).map(drop).unwrap_err();
    let hashes = [setup.expose().to_string(), acl.expose().to_string(), CNONCE.to_string()];
    let numbers = |bytes: &[u8]| format!("{bytes:?}").trim_matches(['[', ']']).to_string();
    let hidden = [
        password.to_string(),
        numbers(password.as_bytes()),
        numbers(ha1.expose()),
        numbers(setup.expose().as_bytes()),
    ];
    let shown: &[&dyn Debug] = &[
        &secret(),
        &credentials,
        &stored,
        &ha1,
        &setup,
        &acl,
        &client,
        &trial,
        &cnonce(),
        &DigestClient::new(
            &DigestPolicy::TLS.choose([field.as_bytes()]).unwrap(),
            &stored,
            cnonce(),
        ),
        &generated,
    ];
    for value in shown {
        for text in [format!("{value:?}"), format!("{value:#?}").replace([' ', '\n'], "")] {
            for secret in hashes.iter().chain(&hidden) {
                assert!(!text.contains(secret.as_str()), "{text}");
                assert!(!text.contains(&secret.replace(' ', "")), "{text}");
            }
        }
    }
    assert!(format!("{credentials:?}").contains("admin"), "the user name is no secret");
}

#[test]
fn accounts_compare_by_user_and_secret() {
    let ha1 = |password: &str| account("admin", password).ha1(DigestHash::Md5, b"r").unwrap();
    let stored = |password: &str| Credentials::stored("admin", b"r", ha1(password));
    assert!(account("admin", "x") == account("admin", "x"));
    assert!(account("admin", "x") != account("admin", "y"));
    assert!(account("admin", "x") != account("Admin", "x"));
    assert!(stored("x") == stored("x") && stored("x") != stored("y"));
    assert!(stored("x") != account("admin", "x"));
    assert!(stored("x") != Credentials::stored("admin", b"R", ha1("x")));
    assert!(Credentials::factory() == account("admin", "admin"));
    for account in [account("admin", "x"), stored("x")] {
        assert!(account.duplicate() == account);
    }
}
