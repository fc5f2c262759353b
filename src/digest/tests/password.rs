use proptest::prelude::*;

use super::*;

#[test]
fn passwords() {
    type P = PasswordProblems;
    let classes = P::NO_LOWER | P::NO_UPPER | P::NO_DIGIT | P::NO_SYMBOL;
    for (password, expected) in [
        ("P@ssw0rd", P::empty()),
        ("P@ssw0r", P::TOO_SHORT),
        ("P@ssw0rdP@ssw0rdP@ssw0rdP@ssw0rd", P::empty()),
        ("P@ssw0rdP@ssw0rdP@ssw0rdP@ssw0rd!", P::TOO_LONG),
        ("admin", P::TOO_SHORT | P::NO_UPPER | P::NO_DIGIT | P::NO_SYMBOL),
        ("", P::TOO_SHORT | classes),
        ("P@SSW0RD", P::NO_LOWER),
        ("p@ssw0rd", P::NO_UPPER),
        ("P@ssword", P::NO_DIGIT),
        ("Passw0rd", P::NO_SYMBOL),
        ("Passw0r_", P::NO_SYMBOL | P::UNSAFE),
        ("Passw0r ", P::NO_SYMBOL | P::BLANK),
        ("Passw0r~", P::empty()),
        ("Passw0r!", P::empty()),
        ("P@ssw0rd ", P::BLANK),
        ("Passw0rd'", P::UNSAFE),
        ("Passw0rd<", P::UNSAFE),
        ("Passw0rd>", P::UNSAFE),
        ("Passw0rd&", P::UNSAFE),
        ("P@ssw0rd:", P::FORBIDDEN),
        ("P@ssw0rd,", P::FORBIDDEN),
        ("P@ssw0rd\"", P::FORBIDDEN),
        ("P@ssw0rd\x1f", P::FORBIDDEN),
        ("P@ssw0rd\x7f", P::FORBIDDEN),
        ("P@ssw0rd\u{e9}", P::FORBIDDEN),
        ("P\u{e9}ssw0rd", P::FORBIDDEN | P::NO_SYMBOL),
    ] {
        let problems = check_password(password.as_bytes());
        assert_eq!(problems, expected, "{password:?}");
        let accepted = (expected - P::BLANK - P::UNSAFE).is_empty();
        assert_eq!(problems.is_accepted(), accepted, "{password:?}");
        assert_eq!(problems.reasons().count(), expected.iter().count());
    }
    let reasons: Vec<_> = PasswordProblems::all().reasons().collect();
    assert!(reasons.iter().all(|a| reasons.iter().filter(|b| a == *b).count() == 1), "{reasons:?}");
}

#[test]
fn user_names() {
    type P = UserNameProblems;
    for (name, expected) in [
        ("admin", P::empty()),
        ("a", P::empty()),
        ("renamed-$admin0", P::empty()),
        ("sixteen.letters.", P::empty()),
        ("seventeen.letters", P::TOO_LONG),
        ("", P::EMPTY),
        ("Administrator", P::RESERVED),
        ("Admin", P::RESERVED),
        ("administrator", P::empty()),
        ("$$OsAdmin", P::SYSTEM),
        ("$OsAdmin", P::empty()),
        ("a:b", P::FORBIDDEN),
        ("a,b", P::FORBIDDEN),
        ("a<b", P::FORBIDDEN),
        ("a>b", P::FORBIDDEN),
        ("a&b", P::FORBIDDEN),
        ("a\"b", P::FORBIDDEN),
        ("a b", P::FORBIDDEN),
        ("a\tb", P::FORBIDDEN),
        ("a\x7f", P::FORBIDDEN),
        ("\u{e4}", P::FORBIDDEN),
        ("!~", P::empty()),
    ] {
        let problems = check_user_name(name.as_bytes());
        assert_eq!(problems, expected, "{name:?}");
        assert_eq!(problems.reasons().count(), expected.iter().count());
    }
    let reasons: Vec<_> = UserNameProblems::all().reasons().collect();
    assert!(reasons.iter().all(|a| reasons.iter().filter(|b| a == *b).count() == 1), "{reasons:?}");
}

/// Each byte value gives one character of the strict set or none, and each character comes from
/// equally many byte values: that is what "no bias" means.
#[test]
fn every_character_is_equally_likely() {
    let strict: Vec<u8> = (b'!'..=b'~').filter(|c| !b":,\"'<>&_".contains(c)).collect();
    assert_eq!(strict.len(), 86);
    let mut times = [0; 128];
    for byte in 0..=255_u8 {
        // In front of a sequence that makes a password of every class.
        let rest: Vec<u8> = (0..19).map(|n| n * 9).collect();
        let random = [&[byte][..], &rest].concat();
        match generate_password(&random) {
            Ok(password) => times[usize::from(password.expose()[0])] += 1,
            // The byte was thrown away, so one is missing.
            Err(_) => assert!(byte >= 172, "{byte}"),
        }
    }
    for character in 0..128_u8 {
        let expected = if strict.contains(&character) { 2 } else { 0 };
        assert_eq!(times[usize::from(character)], expected, "{character}");
    }
}

#[test]
fn passwords_lacking_a_class_are_drawn_anew() {
    let lacking = [40; 20]; // one letter only
    let whole: Vec<u8> = (0..20).map(|n| n * 8).collect();
    let expected = generate_password(&whole).unwrap();
    let random = [&lacking[..], &[255; 7], &whole].concat();
    assert!(generate_password(&random).unwrap() == expected);
    for short in [&[][..], &lacking, &random[..46]] {
        let kind = ErrorKind::Random { needed: 256, found: short.len() };
        assert_eq!(generate_password(short).map(drop), Err(Error::new(kind)));
    }
}

proptest! {
    #[test]
    fn generated_passwords_satisfy_every_rule(random in prop::collection::vec(any::<u8>(), 256)) {
        let password = generate_password(&random).unwrap();
        prop_assert_eq!(password.expose().len(), 20);
        prop_assert_eq!(check_password(password.expose()), PasswordProblems::empty());
    }
}
