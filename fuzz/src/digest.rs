//! Header fields of HTTP Digest.

use amt_provisioning::*;

use super::naive;

const REQUEST: DigestRequest<'_> = DigestRequest { method: "POST", uri: "/wsman", body: b"<a/>" };

fn account() -> Credentials {
    Credentials::new("admin", Secret::from("P@ssw0rd"))
}

fn client(choice: &DigestChoice<'_>) -> DigestClient {
    DigestClient::new(choice, &account(), Cnonce::new(&[0xa5; 16]).unwrap()).unwrap()
}

/// Without an offset if it is of another scheme or too long.
fn assert_within(error: Error, field: &[u8]) {
    assert!(error.offset().is_none_or(|at| at <= field.len()), "{error}");
}

/// The fields of a 401 answer, one a line: what can be answered is answered, and the answer is
/// right by the server that would have sent it.
pub fn challenge(data: &[u8]) {
    let fields: Vec<&[u8]> = data.split(|byte| *byte == b'\n').collect();
    let mut digests = Vec::new();
    for (number, item) in Challenges::new(fields.iter().copied()).enumerate() {
        assert!(number <= data.len());
        match item {
            Ok(Challenge::Digest(digest)) => digests.push(digest),
            Ok(_) => {}
            Err(error) => assert_within(error, fields[error.item().unwrap()]),
        }
    }
    for policy in [DigestPolicy::TLS, DigestPolicy::TCP] {
        let chosen = policy.choose(fields.iter().copied());
        assert_eq!(chosen.is_ok(), !digests.is_empty());
        chosen.iter().for_each(|choice| assert!(digests.contains(&choice.challenge)));
        let each = fields.iter().filter_map(|field| policy.choose([*field]).ok());
        each.for_each(|choice| answer(&choice));
    }
}

fn answer(choice: &DigestChoice<'_>) {
    let asked = &choice.challenge;
    let [realm, nonce] = [asked.realm, asked.nonce].map(|value| value.to_vec());
    let opaque = asked.opaque.map(|value| value.to_vec());
    let offer = DigestOffer {
        opaque: opaque.as_deref(),
        algorithm: asked.algorithm,
        qop: asked.qop.unwrap_or(QopSet::empty()),
        stale: asked.stale,
        userhash: asked.userhash,
        ..DigestOffer::new(&realm, &nonce)
    };
    let ha1 = account().ha1(asked.algorithm().hash, &realm).unwrap();
    let mut client = client(choice);
    for count in 1..=2 {
        let field = client.authorize(&REQUEST).unwrap();
        let answer = Authorization::parse(&field).unwrap();
        assert!(answer.is_user("admin") && !answer.is_user("Admin"));
        let last = NonceCount::new(count - 1);
        let count = choice.qop.and(NonceCount::new(count));
        let verified = offer.verify(&answer, &ha1, &REQUEST, last);
        assert_eq!(verified, Verification::Accepted { count });
        let info = answer.info(&ha1, b"<b/>", None).unwrap();
        let info = AuthenticationInfo::parse(&info).unwrap();
        assert_eq!(client.heed(&info, REQUEST.uri, b"<b/>"), ServerProof::Valid);
    }
    // Tabs are read but never written.
    let Ok(field) = offer.to_field() else {
        return assert!(
            [Some(&realm), Some(&nonce), opaque.as_ref()]
                .iter()
                .any(|value| value.is_some_and(|value| value.contains(&b'\t')))
        );
    };
    let Some(Ok(Challenge::Digest(read))) = Challenges::new([field.as_slice()]).next() else {
        panic!("{}", field.escape_ascii());
    };
    let told = |c: &DigestChallenge<'_>| (c.algorithm, c.qop, c.stale, c.userhash);
    assert_eq!(told(&read), told(asked));
    assert_eq!((read.realm, read.nonce, read.opaque), (asked.realm, asked.nonce, asked.opaque));
}

/// Credentials: written with every value quoted they mean the same, and who does not know the
/// password is refused.
pub fn authorization(data: &[u8]) {
    let read = match Authorization::parse(data) {
        Ok(read) => read,
        Err(error) => return assert_within(error, data),
    };
    let text = |text: &str| text.as_bytes().to_vec();
    let field = naive::parameters(&[
        ("NC", read.count.map(|count| text(&count.to_string()))),
        ("cnonce", read.cnonce.map(|value| value.to_vec())),
        ("Qop", read.qop.map(|qop| text(qop.name()))),
        ("other", Some(text("\"ignored\", nonce=other"))),
        ("opaque", read.opaque.map(|value| value.to_vec())),
        ("response", Some(read.response.to_vec())),
        ("uri", Some(read.uri.to_vec())),
        ("nonce", Some(read.nonce.to_vec())),
        ("realm", Some(read.realm.to_vec())),
        ("username", Some(read.username.to_vec())),
        ("userhash", read.userhash.then(|| text("TRUE"))),
        ("algorithm", read.algorithm.map(|algorithm| text(algorithm.name()))),
    ]);
    let field = [b"dIgEsT ", field.as_slice()].concat();
    let again = Authorization::parse(&field).unwrap();
    let told = |a: &Authorization<'_>| (a.algorithm, a.qop, a.count, a.userhash);
    assert_eq!(told(&again), told(&read));
    let values = |a: &Authorization<'_>| {
        let given = [a.username, a.realm, a.nonce, a.uri, a.response].map(|value| value.to_vec());
        (given, [a.opaque, a.cnonce].map(|value| value.map(|value| value.to_vec())))
    };
    assert_eq!(values(&again), values(&read));

    let (realm, nonce) = (read.realm.to_vec(), read.nonce.to_vec());
    let opaque = read.opaque.map(|value| value.to_vec());
    let offer = DigestOffer {
        opaque: opaque.as_deref(),
        algorithm: read.algorithm,
        qop: QopSet::all(),
        ..DigestOffer::new(&realm, &nonce)
    };
    let ha1 = account().ha1(read.algorithm().hash, &realm).unwrap();
    assert_eq!(offer.verify(&read, &ha1, &REQUEST, None), Verification::Refused);
}

/// What a server says of an accepted answer: written with every value quoted it means the same, and
/// a nonce is taken over unless a false proof comes with it.
pub fn authentication_info(data: &[u8]) {
    let read = match AuthenticationInfo::parse(data) {
        Ok(read) => read,
        Err(error) => return assert_within(error, data),
    };
    let text = |text: &str| text.as_bytes().to_vec();
    let field = naive::parameters(&[
        ("rspauth", read.rspauth.map(|value| value.to_vec())),
        ("nc", read.count.map(|count| text(&count.to_string()))),
        ("QOP", read.qop.map(|qop| text(qop.name()))),
        ("cnonce", read.cnonce.map(|value| value.to_vec())),
        ("nextnonce", read.nextnonce.map(|value| value.to_vec())),
    ]);
    assert_eq!(AuthenticationInfo::parse(&field), Ok(read));

    let field: &[u8] = b"Digest realm=r, nonce=first, qop=auth";
    let mut client = client(&DigestPolicy::TLS.choose([field]).unwrap());
    let proof = client.heed(&read, "/wsman", b"");
    let next = read.nextnonce.map(|value| value.to_vec()).filter(|nonce| !nonce.is_empty());
    let expected = match read.rspauth {
        None => (ServerProof::Absent, next.unwrap_or(text("first"))),
        Some(_) => (ServerProof::Invalid, text("first")),
    };
    assert_eq!((proof, client.nonce().to_vec()), expected);
}
