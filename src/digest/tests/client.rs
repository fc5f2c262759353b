use std::format;

use super::*;

/// Nonce counts of the answers to a sequence of challenges.
#[test]
fn counts_begin_anew_with_each_nonce() {
    let field = |nonce: &str| format!("Digest realm=r, nonce={nonce}, qop=auth");
    let account = account("admin", "P@ssw0rd");
    let mut client = client(field("n1").as_bytes(), &account);
    let mut seen = Vec::new();
    let mut answer = |client: &mut DigestClient| {
        let answer = text(client.authorize(&POST).unwrap());
        let (nonce, nc) = (param(&answer, "nonce").unwrap(), param(&answer, "nc").unwrap());
        seen.push(format!("{nonce}:{nc}"));
    };
    answer(&mut client);
    answer(&mut client);
    let next = field("n2");
    let choice = DigestPolicy::TLS.choose([next.as_bytes()]).unwrap();
    client.renew(&choice, &account, cnonce()).unwrap();
    answer(&mut client);
    answer(&mut client);
    let info = AuthenticationInfo::parse(b"nextnonce=n3").unwrap();
    assert_eq!(client.heed(&info, "/wsman", b""), ServerProof::Absent);
    answer(&mut client);
    let info = AuthenticationInfo::parse(b"nextnonce=\"n3\"").unwrap(); // no other than before
    assert_eq!(client.heed(&info, "/wsman", b""), ServerProof::Absent);
    answer(&mut client);
    assert_eq!(
        seen,
        [
            "\"n1\":00000001",
            "\"n1\":00000002",
            "\"n2\":00000001",
            "\"n2\":00000002",
            "\"n3\":00000001",
            "\"n3\":00000002"
        ]
    );
}

#[test]
fn a_nonce_is_used_up() {
    let mut client = client(b"Digest realm=r, nonce=n, qop=auth", &account("admin", "x"));
    client.resume_after(NonceCount::new(u32::MAX - 1).unwrap());
    let last = text(client.authorize(&POST).unwrap());
    assert_eq!(param(&last, "nc"), Some("ffffffff"));
    assert_eq!(client.following(), None);
    assert_eq!(client.authorize(&POST), Err(Error::new(ErrorKind::NonceCount)));
}

/// Python's `hashlib`, over the values that are meant.
#[test]
fn escapes_are_undone_for_the_hash_and_written_again() {
    let field = br#"Digest realm="a \"b\" \\ \c", nonce="n\"o=\\", opaque="\o\"p\\", qop=auth"#;
    let mut client = client(field, &account(r#"say "hi" \"#, "x"));
    assert_eq!((client.realm(), client.nonce()), (&br#"a "b" \ c"#[..], &br#"n"o=\"#[..]));
    let request = DigestRequest { method: "GET", uri: "/", body: b"" };
    let answer = client.authorize(&request).unwrap();
    assert_eq!(
        text(answer.clone()),
        format!(
            r#"Digest username="say \"hi\" \\", realm="a \"b\" \\ c", nonce="n\"o=\\", uri="/", response="83cafaeaa366653047dfdd69636d1708", opaque="\o\"p\\", qop=auth, nc=00000001, cnonce="{CNONCE}""#
        )
    );
    let read = Authorization::parse(&answer).unwrap();
    assert!(read.is_user(r#"say "hi" \"#) && read.realm.is(br#"a "b" \ c"#));
}

/// Realm, nonce and opaque go back as they came, whatever their encoding.
#[test]
fn bytes_that_are_no_text_go_back() {
    let field = b"Digest realm=\"\xe9\xff\", nonce=\"\x80\", opaque=\"\\\xfe\"";
    let answer = client(field, &account("admin", "x")).authorize(&POST).unwrap();
    assert!(answer.starts_with(b"Digest username=\"admin\", realm=\"\xe9\xff\", nonce=\"\x80\", "));
    assert!(answer.ends_with(b", opaque=\"\\\xfe\""));
}

#[test]
fn controls_are_refused() {
    let refused = |name, problem| Err(Error::new(ErrorKind::HeaderValue { name, problem }));
    let control = "a control character";
    let field = b"Digest realm=r, nonce=n, qop=auth";
    let choice = DigestPolicy::TLS.choose([field.as_slice()]).unwrap();
    for (user, offset) in [("ad\r\nmin", 2), ("\0", 0), ("admin\t", 5), ("\x7f", 0)] {
        let made = DigestClient::new(&choice, &account(user, "x"), cnonce()).map(drop);
        let expected = ErrorKind::HeaderValue { name: "user name", problem: control };
        assert_eq!(made, Err(Error::new(expected).at(offset)), "{user:?}");
    }
    let mut client = client(field, &account("admin", "x"));
    let expected = ErrorKind::HeaderValue { name: "uri", problem: control };
    let request = DigestRequest { uri: "/\n", ..POST };
    assert_eq!(client.authorize(&request), Err(Error::new(expected).at(1)));
    for method in ["", "GET ", "GET\r\nX: y", "G\u{c9}T"] {
        let request = DigestRequest { method, ..POST };
        assert_eq!(client.authorize(&request), refused("method", "no token"), "{method:?}");
    }
    // What was refused is not counted.
    assert_eq!(client.following(), Some(NonceCount::FIRST));
    for (text, problem) in [("a\nb", control), (&"c".repeat(65), "longer than 64 characters")] {
        let made = Cnonce::from_fixed_text(text).map(drop);
        assert_eq!(made, refused("client nonce", problem).map(drop));
    }
    assert!(Cnonce::from_fixed_text(&"c".repeat(64)).is_ok());
}

#[test]
fn only_what_the_challenge_had_is_sent() {
    for (params, absent) in [
        ("qop=auth", &["algorithm", "opaque", "userhash"][..]),
        ("algorithm=MD5", &["opaque", "qop", "nc", "cnonce", "userhash"]),
        ("opaque=\"\"", &["algorithm", "qop", "nc", "cnonce", "userhash"]),
        ("userhash=true", &["algorithm", "opaque", "qop", "nc", "cnonce"]),
        ("opaque=o, qop=auth-int, algorithm=MD5-sess, userhash=true", &[]),
    ] {
        let field = format!("Digest realm=r, nonce=n, {params}");
        let answer = client(field.as_bytes(), &account("admin", "x")).authorize(&POST);
        let answer = text(answer.unwrap());
        for name in ["algorithm", "opaque", "qop", "nc", "cnonce", "userhash"] {
            let expected = !absent.contains(&name);
            assert_eq!(param(&answer, name).is_some(), expected, "{name} in {answer}");
        }
    }
}

#[test]
fn a_stored_hash_answers_its_own_realm_and_algorithm() {
    let field = |realm: &str, algorithm: &str| {
        format!("Digest realm=\"{realm}\", nonce=n, qop=auth, algorithm={algorithm}")
    };
    let password = account("admin", "P@ssw0rd");
    for hash in [DigestHash::Md5, DigestHash::Sha256, DigestHash::Sha512_256] {
        let kept = password.ha1(hash, b"r").unwrap();
        let kept = Ha1::from_bytes(hash, kept.expose()).unwrap();
        let stored = Credentials::stored("admin", b"r", kept);
        for algorithm in DigestAlgorithm::STRONGEST_FIRST {
            for realm in ["r", "R"] {
                let field = field(realm, algorithm.name());
                let choice = DigestPolicy::TLS.choose([field.as_bytes()]).unwrap();
                let made = DigestClient::new(&choice, &stored, cnonce());
                if algorithm.hash == hash && realm == "r" {
                    let answer = made.unwrap().authorize(&POST);
                    assert_eq!(answer, client(field.as_bytes(), &password).authorize(&POST));
                } else {
                    assert_eq!(made.map(drop), Err(Error::new(ErrorKind::StoredHash)));
                }
            }
        }
    }
    for (hash, length) in [(DigestHash::Md5, 16), (DigestHash::Sha512_256, 32)] {
        for wrong in [0, length - 1, length + 1] {
            assert!(Ha1::from_bytes(hash, &[0; 33][..wrong]).is_none());
        }
        assert!(Ha1::from_bytes(hash, &[0; 33][..length]).is_some());
    }
}

/// W-532: what a second 401 says, before and after the account has succeeded.
#[test]
fn refusals() {
    use Refusal::{RealmChanged, StaleNonce, WrongCredentials};
    let account = account("admin", "P@ssw0rd");
    for (field, at_first, after_success) in [
        ("realm=r, nonce=n2, stale=\"false\"", WrongCredentials, StaleNonce),
        ("realm=r, nonce=n1, stale=\"false\"", WrongCredentials, WrongCredentials),
        ("realm=r, nonce=n2, stale=true", StaleNonce, StaleNonce),
        ("realm=r, nonce=n1, stale=true", StaleNonce, StaleNonce),
        ("realm=R, nonce=n1, stale=\"false\"", RealmChanged, RealmChanged),
        ("realm=R, nonce=n2, stale=true", RealmChanged, RealmChanged),
    ] {
        let field = format!("Digest {field}, qop=auth");
        let choice = DigestPolicy::TLS.choose([field.as_bytes()]).unwrap();
        let fresh = || client(b"Digest realm=r, nonce=n1, stale=\"false\", qop=auth", &account);
        for (succeeded, expected) in [(false, at_first), (true, after_success)] {
            let mut client = fresh();
            if succeeded {
                client.accepted();
            }
            assert_eq!(client.refusal(&choice.challenge), expected, "{field} {succeeded}");
            // The second in a row is never excused; once accepted again, it may be.
            client.renew(&choice, &account, cnonce()).unwrap();
            let third = challenge(b"Digest realm=x, nonce=n3, stale=true").unwrap();
            assert_eq!(client.refusal(&third), WrongCredentials);
            client.accepted();
            assert_eq!(client.refusal(&third), RealmChanged);
        }
    }
}

/// W-524: realm and nonce replaced while the client lives; a client made anew says the same.
#[test]
fn the_key_follows_the_realm() {
    let account = account("admin", "P@ssw0rd");
    for algorithm in ["MD5", "SHA-256-sess"] {
        let field =
            |realm| format!("Digest realm={realm}, nonce=n, qop=auth, algorithm={algorithm}");
        let mut old = client(field("r1").as_bytes(), &account);
        let before = old.authorize(&POST).unwrap();
        let next = field("r2");
        let choice = DigestPolicy::TLS.choose([next.as_bytes()]).unwrap();
        old.renew(&choice, &account, cnonce()).unwrap();
        let answer = old.authorize(&POST).unwrap();
        assert_eq!(answer, client(next.as_bytes(), &account).authorize(&POST).unwrap());
        assert_ne!(param(&text(before), "response"), param(&text(answer), "response"));
    }
}

/// RFC 2617's example; the server's proof by Python's `hashlib`.
#[test]
fn the_server_proves_itself() {
    const AUTH: &str = "376602cfd2f4e8e5e78b948a85263e85";
    const INT: &str = "b132f1a6fcf3b31b06cef6f942d49c5b";
    const NONE: &str = "2a38c66e35e2b1f6763297add4c6c66f";
    use ServerProof::{Absent, Invalid, Valid};
    for (qop, info, expected) in [
        (
            "qop=auth",
            format!("rspauth=\"{AUTH}\", qop=auth, nc=00000001, cnonce=\"0a4f113b\""),
            Valid,
        ),
        ("qop=auth", format!("RSPAUTH=\"{AUTH}\""), Valid),
        ("qop=auth", format!("rspauth=\"{INT}\", qop=auth-int"), Valid),
        ("qop=auth-int", format!("rspauth=\"{INT}\""), Valid),
        ("qop=auth-int", format!("rspauth=\"{AUTH}\", qop=auth"), Valid),
        ("x=y", format!("rspauth=\"{NONE}\""), Valid),
        ("qop=auth", "nextnonce=\"n2\"".into(), Absent),
        ("qop=auth", "".into(), Absent),
        ("qop=auth", format!("rspauth=\"{INT}\""), Invalid),
        ("qop=auth", format!("rspauth=\"{NONE}\""), Invalid),
        ("qop=auth", format!("rspauth=\"{}\"", AUTH.replace("85", "86")), Invalid),
        ("qop=auth", format!("rspauth=\"{}\"", &AUTH[..31]), Invalid),
        ("qop=auth", "rspauth=\"\"".into(), Invalid),
        ("qop=auth", format!("rspauth=\"{AUTH}\", nc=00000002"), Invalid),
        ("qop=auth", format!("rspauth=\"{AUTH}\", cnonce=\"0a4f113c\""), Invalid),
        ("x=y", format!("rspauth=\"{AUTH}\""), Invalid),
    ] {
        let field = format!(
            "Digest realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", {qop}"
        );
        let choice = DigestPolicy::TLS.choose([field.as_bytes()]).unwrap();
        let cnonce = Cnonce::from_fixed_text("0a4f113b").unwrap();
        let account = account("Mufasa", "Circle Of Life");
        let mut client = DigestClient::new(&choice, &account, cnonce).unwrap();
        client.authorize(&GET).unwrap();
        for (next, nonce) in
            [("", None), (", nextnonce=\"\"", None), (", nextnonce=next", Some("next"))]
        {
            let info = info.clone() + next;
            let Ok(read) = AuthenticationInfo::parse(info.as_bytes()) else { continue };
            let before = client.nonce().to_vec();
            assert_eq!(client.heed(&read, "/dir/index.html", b"hello"), expected, "{qop} {info}");
            match nonce.filter(|_| expected == Valid) {
                Some(nonce) => assert_eq!(client.nonce(), nonce.as_bytes()),
                None if expected == Absent => {}
                None => assert_eq!(client.nonce(), before),
            }
        }
    }
}

#[test]
fn infos_that_are_refused_say_where() {
    let error = |problem, offset| {
        let field = "Authentication-Info";
        Err(Error::new(ErrorKind::Header { field, problem }).at(offset))
    };
    for (info, expected) in [
        ("qop=authint", error("an unknown qop", 4)),
        ("rspauth=a, nc=0", error("no nonce count", 14)),
        ("nc=000000001", error("no nonce count", 3)),
        ("nextnonce=a, NextNonce=a", error("a parameter occurs twice", 13)),
        ("nextnonce=a rspauth=b", error("expected a comma", 12)),
        ("Digest nextnonce=a", error("expected an equals sign", 6)),
        ("nextnonce=\"", error("a quoted string without end", 11)),
    ] {
        assert_eq!(AuthenticationInfo::parse(info.as_bytes()).map(drop), expected, "{info}");
    }
    assert!(AuthenticationInfo::parse(b" , x=y,, nextnonce=a ,").is_ok());
}
