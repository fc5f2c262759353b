use std::format;

use super::*;

fn verify(offer: &DigestOffer<'_>, answer: &[u8], last: Option<NonceCount>) -> Verification {
    let ha1 = account("admin", "P@ssw0rd").ha1(DigestHash::Md5, REALM.as_bytes()).unwrap();
    offer.verify(&Authorization::parse(answer).unwrap(), &ha1, &POST, last)
}

#[test]
fn offers_are_written_as_rfc_and_as_device() {
    let offer = DigestOffer::new(REALM.as_bytes(), NONCE.as_bytes());
    let start = format!("Digest realm=\"{REALM}\", nonce=\"{NONCE}\"");
    let full = DigestOffer {
        opaque: Some(b"a\"b"),
        algorithm: Some(DigestAlgorithm::SHA_256_SESS),
        qop: QopSet::all(),
        stale: true,
        userhash: true,
        ..offer
    };
    let none = DigestOffer { qop: QopSet::empty(), ..offer };
    let int = DigestOffer { qop: QopSet::AUTH_INT, ..offer };
    for (offer, rest) in [
        (offer, ", qop=\"auth\""),
        (none, ""),
        (int, ", qop=\"auth-int\""),
        (
            full,
            ", qop=\"auth, auth-int\", algorithm=SHA-256-sess, charset=UTF-8, opaque=\"a\\\"b\", \
             stale=true, userhash=true",
        ),
    ] {
        assert_eq!(text(offer.to_field().unwrap()), format!("{start}{rest}"));
    }
    let both = DigestOffer { qop: QopSet::all(), stale: true, ..offer };
    for (offer, rest) in [
        (offer, ",stale=\"false\",qop=\"auth\""),
        (both, ",stale=\"true\",qop=\"auth-int, auth\""),
        (int, ",stale=\"false\",qop=\"auth-int\""),
    ] {
        assert_eq!(text(offer.to_device_field().unwrap()), format!("{start}{rest}"));
    }
    // What devices do not offer: `verify` would expect it.
    for offer in [
        none,
        DigestOffer { algorithm: Some(DigestAlgorithm::MD5), ..offer },
        DigestOffer { opaque: Some(b"o"), ..offer },
        DigestOffer { userhash: true, ..offer },
    ] {
        assert!(offer.to_device_field().is_err() && offer.to_field().is_ok());
    }
    for offer in [
        DigestOffer { realm: b"a\r\nb", ..offer },
        DigestOffer { nonce: b"a\x00", ..offer },
        DigestOffer { opaque: Some(b"\x7f"), ..offer },
    ] {
        assert!(offer.to_field().is_err() && offer.to_device_field().is_err());
    }
}

#[test]
fn answers_are_judged() {
    let offer = DigestOffer {
        opaque: Some(b"o"),
        qop: QopSet::all(),
        ..DigestOffer::new(REALM.as_bytes(), NONCE.as_bytes())
    };
    let count = |count| NonceCount::new(count);
    let field = offer.to_field().unwrap();
    let answer = |field: &[u8], password: &str, request: &DigestRequest<'_>, after: u32| {
        let mut client = client(field, &account("admin", password));
        count(after).into_iter().for_each(|after| client.resume_after(after));
        text(client.authorize(request).unwrap())
    };
    let right = answer(&field, "P@ssw0rd", &POST, 0);
    let change = |from: &str, to: &str| {
        assert!(right.contains(from), "{from}");
        right.replacen(from, to, 1)
    };
    let other = |offer: DigestOffer<'_>| answer(&offer.to_field().unwrap(), "P@ssw0rd", &POST, 0);
    let accepted = |n| Verification::Accepted { count: count(n) };

    for (answer, last, expected) in [
        (right.clone(), None, accepted(1)),
        // The count rises, with or without gaps.
        (answer(&field, "P@ssw0rd", &POST, 1), count(1), accepted(2)),
        (answer(&field, "P@ssw0rd", &POST, 8), count(1), accepted(9)),
        (right.clone(), count(1), Verification::Stale),
        (answer(&field, "P@ssw0rd", &POST, 1), count(3), Verification::Stale),
        // Right for another nonce.
        (other(DigestOffer { nonce: b"old", ..offer }), None, Verification::Stale),
        // Quoted, as devices take it.
        (change("qop=auth", "qop=\"auth\""), None, accepted(1)),
        (change("nc=00000001", "nc=\"00000001\""), None, accepted(1)),
        // Wrong.
        (answer(&field, "p@ssw0rd", &POST, 0), None, Verification::Refused),
        (
            answer(&field, "P@ssw0rd", &DigestRequest { method: "GET", ..POST }, 0),
            None,
            Verification::Refused,
        ),
        (
            answer(&field, "P@ssw0rd", &DigestRequest { uri: "/other", ..POST }, 0),
            None,
            Verification::Refused,
        ),
        (change("uri=\"/wsman\"", "uri=\"/other\""), None, Verification::Refused),
        (change(REALM, &REALM.to_lowercase()), None, Verification::Refused),
        (change(NONCE, "guessed"), None, Verification::Refused),
        (change("opaque=\"o\"", "opaque=\"p\""), None, Verification::Refused),
        (change(", opaque=\"o\"", ""), None, Verification::Refused),
        (change("nc=00000001", "nc=00000002"), None, Verification::Refused),
        (change("nc=00000001", "nc=1"), None, Verification::Refused),
        (change(CNONCE, "0"), None, Verification::Refused),
        (change("qop=auth", "qop=auth-int"), None, Verification::Refused),
        (change("qop=auth", "algorithm=SHA-256, qop=auth"), None, Verification::Refused),
        (change("qop=auth", "algorithm=MD5-sess, qop=auth"), None, Verification::Refused),
        (change("response=\"", "response=\"0"), None, Verification::Refused),
        // Less than was asked for.
        (other(DigestOffer { qop: QopSet::empty(), ..offer }), None, Verification::Refused),
    ] {
        assert_eq!(verify(&offer, answer.as_bytes(), last), expected, "{answer} {last:?}");
    }
    // Neither more than was asked for.
    let only = DigestOffer { qop: QopSet::AUTH_INT, ..offer };
    assert_eq!(verify(&only, right.as_bytes(), None), Verification::Refused);
    let none = DigestOffer { qop: QopSet::empty(), ..offer };
    assert_eq!(verify(&none, right.as_bytes(), None), Verification::Refused);
    let answer = other(none);
    assert_eq!(verify(&none, answer.as_bytes(), None), Verification::Accepted { count: None });
    let no_opaque = DigestOffer { opaque: None, ..offer };
    assert_eq!(verify(&no_opaque, right.as_bytes(), None), Verification::Refused);
    // A hash of another function never fits.
    let ha1 = account("admin", "P@ssw0rd").ha1(DigestHash::Sha256, REALM.as_bytes()).unwrap();
    let read = Authorization::parse(right.as_bytes()).unwrap();
    assert_eq!(offer.verify(&read, &ha1, &POST, None), Verification::Refused);
}

#[test]
fn the_body_counts_with_auth_int_only() {
    for (qop, expected) in [(QopSet::AUTH, true), (QopSet::AUTH_INT, false)] {
        let offer = DigestOffer { qop, ..DigestOffer::new(REALM.as_bytes(), NONCE.as_bytes()) };
        let mut client = client(&offer.to_field().unwrap(), &account("admin", "P@ssw0rd"));
        let altered = DigestRequest { body: b"<altered/>", ..POST };
        let answer = client.authorize(&altered).unwrap();
        let accepted = matches!(verify(&offer, &answer, None), Verification::Accepted { .. });
        assert_eq!(accepted, expected);
    }
}

/// The server's proof is the one that the client wants, and a next nonce is heeded.
#[test]
fn infos_are_taken_by_the_client() {
    for (qop, algorithm) in [
        (QopSet::AUTH, None),
        (QopSet::AUTH_INT, Some(DigestAlgorithm::SHA_256)),
        (QopSet::AUTH, Some(DigestAlgorithm::MD5_SESS)),
        (QopSet::empty(), None),
    ] {
        let offer = DigestOffer { qop, algorithm, ..DigestOffer::new(b"r", b"n1") };
        let account = account("admin", "P@ssw0rd");
        let mut client = client(&offer.to_field().unwrap(), &account);
        let answer = client.authorize(&POST).unwrap();
        let answer = Authorization::parse(&answer).unwrap();
        let ha1 = account.ha1(answer.algorithm().hash, b"r").unwrap();
        let info = |body: &[u8]| answer.info(&ha1, body, Some(b"n\"2")).unwrap();
        let (right, wrong) = (info(b"answer"), info(b"altered"));
        let read = AuthenticationInfo::parse(&wrong).unwrap();
        let proof = client.heed(&read, "/wsman", b"answer");
        if qop == QopSet::AUTH_INT {
            assert_eq!((proof, client.nonce()), (ServerProof::Invalid, &b"n1"[..]));
        } else {
            assert_eq!((proof, client.nonce()), (ServerProof::Valid, &b"n\"2"[..]));
            continue;
        }
        let read = AuthenticationInfo::parse(&right).unwrap();
        assert_eq!(client.heed(&read, "/wsman", b"answer"), ServerProof::Valid);
        let next = DigestOffer { nonce: b"n\"2", ..offer };
        let second = client.authorize(&POST).unwrap();
        let second = Authorization::parse(&second).unwrap();
        let expected = Verification::Accepted { count: Some(NonceCount::FIRST) };
        assert_eq!(next.verify(&second, &ha1, &POST, None), expected);
    }
    let answer = b"Digest username=u, realm=r, nonce=n, uri=\"/\", response=x";
    let ha1 = account("u", "x").ha1(DigestHash::Md5, b"r").unwrap();
    assert!(Authorization::parse(answer).unwrap().info(&ha1, b"", Some(b"\n")).is_err());
}

#[test]
fn authorizations_that_are_refused_say_where() {
    let error = |problem, offset| {
        let field = "Authorization";
        Err(Error::new(ErrorKind::Header { field, problem }).at(offset))
    };
    let start = "Digest username=u, realm=r, nonce=n, uri=\"/\", response=x";
    assert_eq!(start.len(), 56);
    for (rest, expected) in [
        ("", Ok(())),
        (",qop=auth, nc=1, cnonce=\"\", OPAQUE=o, unknown=x", Ok(())),
        (", qop=auth, nc=1", error("expected cnonce", 7)),
        (", qop=auth, cnonce=c", error("expected nc", 7)),
        (", qop=authint", error("an unknown qop", 62)),
        (", nc=x", error("no nonce count", 61)),
        (", algorithm=SHA", error("an unknown algorithm", 68)),
        (", Realm=r", error("a parameter occurs twice", 58)),
        (" opaque=o", error("expected a comma", 57)),
        (", x", error("expected an equals sign", 59)),
    ] {
        let field = format!("{start}{rest}");
        assert_eq!(Authorization::parse(field.as_bytes()).map(drop), expected, "{rest}");
    }
    for name in ["username", "realm", "nonce", "uri", "response"] {
        let field = start.replace(name, "x");
        let problem = Authorization::parse(field.as_bytes()).unwrap_err().kind();
        let ErrorKind::Header { problem, .. } = problem else { panic!() };
        assert_eq!(problem, format!("expected {name}"));
    }
    let scheme = Err(Error::new(ErrorKind::AuthScheme));
    for (field, expected) in [
        ("", scheme),
        ("Basic YWRtaW46YWRtaW4=", scheme),
        ("Digest", error("expected a blank behind the scheme", 6)),
        ("Digest\tusername=u", error("expected a blank behind the scheme", 6)),
        ("Digest username=\"\r\n\"", error("a control character in a quoted string", 17)),
    ] {
        assert_eq!(Authorization::parse(field.as_bytes()).map(drop), expected, "{field:?}");
    }
}
