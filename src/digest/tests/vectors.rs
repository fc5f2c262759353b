//! Examples of the RFCs with their errata, and values computed with Python's `hashlib`.

use super::*;

/// RFC 2617, 3.5.
#[test]
fn rfc_2617() {
    let field = b"Digest realm=\"testrealm@host.com\", qop=\"auth,auth-int\", \
        nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"";
    let choice = DigestPolicy::TLS.choose([field.as_slice()]).unwrap();
    let cnonce = Cnonce::from_fixed_text("0a4f113b").unwrap();
    let account = account("Mufasa", "Circle Of Life");
    let mut client = DigestClient::new(&choice, &account, cnonce).unwrap();
    assert_eq!(
        text(client.authorize(&GET).unwrap()),
        "Digest username=\"Mufasa\", realm=\"testrealm@host.com\", \
         nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", uri=\"/dir/index.html\", \
         response=\"6629fae49393a05397450978507c4ef1\", \
         opaque=\"5ccc069c403ebaf9f0171e9517f40e41\", qop=auth, nc=00000001, cnonce=\"0a4f113b\""
    );
}

/// RFC 7616, 3.9.1: both challenges of one answer.
#[test]
fn rfc_7616_md5_and_sha_256() {
    let field = |algorithm: &str| {
        std::format!(
            "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", \
             algorithm={algorithm}, nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", \
             opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\""
        )
    };
    let (sha, md5) = (field("SHA-256"), field("MD5"));
    for (algorithms, algorithm, response) in [
        (
            DigestAlgorithm::STRONGEST_FIRST,
            "SHA-256",
            "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
        ),
        (&[DigestAlgorithm::MD5], "MD5", "8ca523f5e9506fed4657c9700eebdbec"),
    ] {
        let policy = DigestPolicy { algorithms, ..DigestPolicy::TLS };
        let choice = policy.choose([sha.as_bytes(), md5.as_bytes()]).unwrap();
        let cnonce =
            Cnonce::from_fixed_text("f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ").unwrap();
        let account = account("Mufasa", "Circle of Life");
        let mut client = DigestClient::new(&choice, &account, cnonce).unwrap();
        assert_eq!(
            text(client.authorize(&GET).unwrap()),
            std::format!(
                "Digest username=\"Mufasa\", realm=\"http-auth@example.org\", \
                 nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", uri=\"/dir/index.html\", \
                 response=\"{response}\", algorithm={algorithm}, \
                 opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\", qop=auth, nc=00000001, \
                 cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\""
            )
        );
    }
}

/// RFC 7616, 3.9.2, with erratum 4897: user name and response of the text are wrong.
#[test]
fn rfc_7616_sha_512_256_and_userhash() {
    let field = b"Digest realm=\"api@example.org\", qop=\"auth\", algorithm=SHA-512-256, \
        nonce=\"5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK\", \
        opaque=\"HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS\", charset=UTF-8, userhash=true";
    let choice = DigestPolicy::TLS.choose([field.as_slice()]).unwrap();
    assert!(choice.challenge.utf8 && choice.challenge.userhash);
    let cnonce = Cnonce::from_fixed_text("NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v").unwrap();
    let account = account("J\u{e4}s\u{f8}n Doe", "Secret, or not?");
    let mut client = DigestClient::new(&choice, &account, cnonce).unwrap();
    let request = DigestRequest { method: "GET", uri: "/doe.json", body: b"" };
    let answer = client.authorize(&request).unwrap();
    assert_eq!(
        text(answer.clone()),
        "Digest \
         username=\"793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b\", \
         realm=\"api@example.org\", nonce=\"5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK\", \
         uri=\"/doe.json\", \
         response=\"3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5\", \
         algorithm=SHA-512-256, opaque=\"HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS\", \
         qop=auth, nc=00000001, cnonce=\"NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v\", \
         userhash=true"
    );
    let answer = Authorization::parse(&answer).unwrap();
    assert!(answer.is_user("J\u{e4}s\u{f8}n Doe") && !answer.is_user("Jason Doe"));
}

/// RFC 2069, 2.4, with erratum 749: the response of the text is wrong.
#[test]
fn rfc_2069() {
    let field = b"Digest realm=\"testrealm@host.com\", \
        nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"";
    let mut client = client(field, &account("Mufasa", "CircleOfLife"));
    assert_eq!(
        text(client.authorize(&GET).unwrap()),
        "Digest username=\"Mufasa\", realm=\"testrealm@host.com\", \
         nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", uri=\"/dir/index.html\", \
         response=\"1949323746fe6a43ef61f9606e7febea\", \
         opaque=\"5ccc069c403ebaf9f0171e9517f40e41\""
    );
}

/// Ten answers on, a body of 16 bytes in 10 characters; `hashlib` says what comes out.
#[test]
fn every_algorithm_and_quality() {
    let body = "<a>\u{e9}\u{20ac}\u{1f512}</a>".as_bytes();
    let request = DigestRequest { body, ..POST };
    for (algorithm, qop, response) in [
        ("MD5", "auth", "e978dae95b7e324059e189f0668cf92f"),
        ("MD5", "auth-int", "501ee53652edeb0c7538bcfafcb8a620"),
        ("MD5-sess", "auth", "e3fb784829afaca5ef167c92bb948857"),
        ("MD5-sess", "auth-int", "4032532393adbacf0fca155dc7a34a40"),
        ("SHA-256", "auth", "9391c5de9471d8ea3ea71d9d4fa1b5ad3f7ae86eb4c26c2a11ab0716a276a273"),
        ("SHA-256", "auth-int", "0c659f16ea18857a97182fee85da153a477e49faf990954dd17751da049efedb"),
        (
            "SHA-256-sess",
            "auth",
            "93192eb445378950f5bb7d712072a841d1d07179652eae93d5fc6cd816ef35dc",
        ),
        (
            "SHA-256-sess",
            "auth-int",
            "a25179cfe6aaff10ca3325c405b0672e451664f7f167207a8e4ac3a376fea20d",
        ),
        ("SHA-512-256", "auth", "7abcb9e908037a3bc6c6da81c1951c5edc739878996db9856129cc32a18f6aca"),
        (
            "SHA-512-256",
            "auth-int",
            "8e75e4ab676a703b1b50452df0bbcb1328f8f4421613dc555393d72aa6595970",
        ),
        (
            "SHA-512-256-sess",
            "auth",
            "c46ed7ee1a26b21288d6d193721f44cacfdd95997f18e875b694bb05d8678a46",
        ),
        (
            "SHA-512-256-sess",
            "auth-int",
            "e9e4e4dd91659c416119db48e26d1408617da8ba1fa70f4e7f09f8195c66005f",
        ),
    ] {
        let field = std::format!(
            "Digest realm=\"{REALM}\", nonce=\"{NONCE}\", qop={qop}, algorithm={algorithm}"
        );
        let mut client = client(field.as_bytes(), &account("admin", "P@ssw0rd"));
        client.resume_after(NonceCount::new(9).unwrap());
        let answer = text(client.authorize(&request).unwrap());
        assert_eq!(param(&answer, "response"), Some(&*std::format!("\"{response}\"")), "{field}");
        assert_eq!(param(&answer, "nc"), Some("0000000a"));
        assert_eq!(param(&answer, "qop"), Some(qop));
        assert_eq!(param(&answer, "algorithm"), Some(algorithm));
    }
}

#[test]
fn form_of_rfc_2069_with_either_hash() {
    for (algorithm, response) in [
        ("MD5", "33f2884fc10a9bae449c8509a9a7dadf"),
        ("SHA-256", "d662a4a23bfea94688435cd21f7e256a2763ceda25d1b2e63035c1774bbd491a"),
    ] {
        let field =
            std::format!("Digest realm=\"{REALM}\", nonce=\"{NONCE}\", algorithm={algorithm}");
        let answer =
            client(field.as_bytes(), &account("admin", "P@ssw0rd")).authorize(&POST).unwrap();
        let start =
            std::format!("Digest username=\"admin\", realm=\"{REALM}\", nonce=\"{NONCE}\", ");
        assert_eq!(
            text(answer),
            std::format!("{start}uri=\"/wsman\", response=\"{response}\", algorithm={algorithm}")
        );
    }
}

/// Python's `hashlib` and `base64`.
#[test]
fn hashes_that_devices_are_given() {
    let password = Secret::from("P@ssw0rd");
    let setup = SetupPassword::new(REALM.as_bytes(), &password);
    assert_eq!(setup.expose(), "00f5db0b01188d356ee0c13585429f77");
    let acl = AclPassword::new("admin", REALM.as_bytes(), &password);
    assert_eq!(acl.expose(), "APXbCwEYjTVu4ME1hUKfdw==");
}
