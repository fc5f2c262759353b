//! The crates `http-auth` and `digest_auth` answer our challenges, and we theirs. No RFC has an
//! example of a session algorithm or of `auth-int`, so these three implementations, of different
//! hands, stand in for one.

use alloc::string::ToString;

use proptest::prelude::*;

use super::*;

/// What may stand in a quoted string: `digest_auth` panics beyond ASCII, so neither goes there.
fn value() -> impl Strategy<Value = String> {
    "[ -~]{1,40}"
}

proptest! {
    #[test]
    fn three_implementations_agree(
        [realm, nonce, opaque, user, password] in [value(), value(), value(), value(), value()],
        uri in "/[!-~]{0,30}",
        body in ".{0,80}",
        with_opaque: bool,
        userhash: bool,
        count in 1..20_u32,
    ) {
        for (algorithm, qop) in combinations() {
            let offer = DigestOffer {
                opaque: with_opaque.then_some(opaque.as_bytes()),
                algorithm: Some(algorithm),
                qop: qop.map_or(QopSet::empty(), Qop::set),
                userhash,
                ..DigestOffer::new(realm.as_bytes(), nonce.as_bytes())
            };
            let field = offer.to_field().unwrap();
            let request = DigestRequest { method: "POST", uri: &uri, body: body.as_bytes() };
            let account = account(&user, &password);
            let ha1 = account.ha1(algorithm.hash, realm.as_bytes()).unwrap();
            let verify = |answer: &[u8]| {
                let answer = Authorization::parse(answer).unwrap();
                assert!(answer.is_user(&user) && answer.userhash == userhash);
                offer.verify(&answer, &ha1, &request, NonceCount::new(count - 1))
            };
            let accepted = Verification::Accepted { count: qop.and(NonceCount::new(count)) };

            // Our client.
            let mut client = client(&field, &account);
            if let Some(before) = NonceCount::new(count - 1) {
                client.resume_after(before);
            }
            let ours = client.authorize(&request).unwrap();
            prop_assert_eq!(verify(&ours), accepted);
            let ours = Authorization::parse(&ours).unwrap();
            let response = core::str::from_utf8(ours.response.raw()).unwrap();
            let field = core::str::from_utf8(&field).unwrap();

            // http-auth reads our challenge and makes the same of it.
            let challenges = http_auth::parse_challenges(field).unwrap();
            let mut peer = http_auth::DigestClient::try_from(&challenges[0]).unwrap();
            prop_assert_eq!(peer.realm(), &realm);
            prop_assert_eq!(peer.nonce(), &nonce);
            prop_assert_eq!(peer.opaque(), with_opaque.then_some(opaque.as_str()));
            // It forgets to hash the body for `auth-int`, so it is given the hash.
            let hashed_body = algorithm.hash.hex(&[body.as_bytes()]);
            let params = http_auth::PasswordParams {
                username: &user,
                password: &password,
                uri: &uri,
                method: "POST",
                body: Some(hashed_body.as_bytes()),
            };
            let mut theirs = String::new();
            for _ in 0..count {
                theirs = peer.respond_with_testing_cnonce(&params, CNONCE).unwrap();
            }
            prop_assert!(theirs.contains(response), "{theirs}");
            if qop.is_some() || algorithm == DigestAlgorithm::MD5 {
                // Without qop it does not name its algorithm, which then means MD5.
                prop_assert_eq!(verify(theirs.as_bytes()), accepted);
            }

            // digest_auth too, and it reads our answer.
            let mut peer = digest_auth::parse(field).unwrap();
            let method = digest_auth::HttpMethod::POST;
            let body = Some(body.as_bytes());
            let mut context =
                digest_auth::AuthContext::new_with_method(&user, &password, &uri, body, method);
            context.set_custom_cnonce(CNONCE);
            peer.nc = count - 1;
            let theirs = peer.respond(&context).unwrap();
            prop_assert_eq!(&theirs.response, response);
            prop_assert_eq!(verify(theirs.to_string().as_bytes()), accepted);
            let answer = client_answer(field, &account, &request, count);
            let mut read = digest_auth::AuthorizationHeader::parse(&answer).unwrap();
            read.digest(&context);
            prop_assert_eq!(&read.response, response);
        }
    }
}

/// Every algorithm with every qop; without qop the session ones are not defined (W-509).
fn combinations() -> impl Iterator<Item = (DigestAlgorithm, Option<Qop>)> {
    let qops = |algorithm: &DigestAlgorithm| {
        let none = (!algorithm.session).then_some(None);
        [Some(Qop::Auth), Some(Qop::AuthInt)].into_iter().chain(none)
    };
    let all = DigestAlgorithm::STRONGEST_FIRST.iter();
    all.flat_map(move |algorithm| qops(algorithm).map(|qop| (*algorithm, qop)))
}

fn client_answer(
    field: &str,
    account: &Credentials,
    request: &DigestRequest<'_>,
    count: u32,
) -> String {
    let mut client = client(field.as_bytes(), account);
    if let Some(before) = NonceCount::new(count - 1) {
        client.resume_after(before);
    }
    text(client.authorize(request).unwrap())
}
