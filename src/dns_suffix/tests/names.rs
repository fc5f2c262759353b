//! Normalisation, its refusals, and the parts of a name.

use alloc::string::ToString;

use super::*;
use crate::error::{Error, Fault};

/// What normalisation of R-301 gives, and what it changed.
#[test]
fn normalisation() {
    let (blanks, dot, case) = (NameChanges::BLANKS, NameChanges::TRAILING_DOT, NameChanges::CASE);
    for (received, text, changes) in [
        ("example.com", "example.com", NameChanges::empty()),
        (" \t\r\nexample.com\n\r\t ", "example.com", blanks),
        ("example.com.", "example.com", dot),
        ("example.com. ", "example.com", blanks | dot),
        ("EXAMPLE.Com", "example.com", case),
        (" Example.Com.\n", "example.com", blanks | dot | case),
        ("a_b-c.x0", "a_b-c.x0", NameChanges::empty()),
        ("corp", "corp", NameChanges::empty()),
    ] {
        for name in [identifier(received), suffix(received)] {
            assert_eq!(name.as_str(), text, "{received:?}");
            assert_eq!(name.changes(), changes, "{received:?}");
            assert_eq!(name.changes().beyond_case(), changes.intersects(blanks | dot));
            assert_eq!(name.as_received(), received.as_bytes());
        }
    }
}

#[test]
fn malformed_names_say_what_and_where() {
    use NameProblem::{Byte, Empty, EmptyLabel, LabelTooLong, TooLong};
    let label = "a".repeat(63);
    let name = [label.as_str(); 4].join("."); // 255 bytes
    for (received, problem, offset) in [
        ("", Empty, 0),
        (" \n", Empty, 2),
        (".", Empty, 0),
        ("..", EmptyLabel, 0),
        (".example.com", EmptyLabel, 0),
        ("example..com", EmptyLabel, 8),
        ("example.com..", EmptyLabel, 12),
        (" example.com. .", Byte(b' '), 13),
        ("example .com", Byte(b' '), 7),
        ("example.com\0", Byte(0), 11),
        ("  example.com\0.evil.org", Byte(0), 13),
        ("example.com\u{a0}", Byte(0xc2), 11),
        ("b\u{fc}cher.example", Byte(0xc3), 1),
        ("https://example.com", Byte(b':'), 5),
        ("John Doe", Byte(b' '), 4),
        ("a@example.com", Byte(b'@'), 1),
        ("*.exa mple.com", Byte(b' '), 5),
        ("a*..example.com", EmptyLabel, 3),
        (&["a".repeat(64).as_str(), "com"].join("."), LabelTooLong, 63),
        (&["com", "a".repeat(64).as_str()].join("."), LabelTooLong, 67),
        (&name, TooLong, 253),
        (&name[..254], TooLong, 253),
    ] {
        let error = NameError::Malformed { problem, offset };
        assert_eq!(DnsName::identifier(received.as_bytes()), Err(error), "{received:?}");
        assert_eq!(DnsName::suffix(received.as_bytes()), Err(error), "{received:?}");
    }
    for longest in [&name[..253], &label, &[&label, "com"].join(".")] {
        assert_eq!(suffix(longest).as_str(), longest);
    }
    assert_eq!(suffix(&["a"; 127].join(".")).labels(), 127);
}

#[test]
fn invalid_utf8_is_a_byte_like_others() {
    let error = NameError::Malformed { problem: NameProblem::Byte(0xff), offset: 3 };
    assert_eq!(DnsName::suffix(b"abc\xff"), Err(error));
}

/// R-336 and R-302a.
#[test]
fn wildcards_stand_leftmost_above_two_labels() {
    for (received, offset) in [
        ("*", 0),
        ("*.com", 0),
        ("*.com.", 0),
        (" *", 1),
        ("a*.example.com", 1),
        ("*a.example.com", 0),
        ("**.example.com", 0),
        ("a.*.example.com", 2),
        ("*.*.example.com", 2),
        ("example.*", 8),
    ] {
        let misplaced = |offset| Err(NameError::MisplacedWildcard { offset });
        assert_eq!(DnsName::identifier(received.as_bytes()), misplaced(offset), "{received}");
        let first = received.find('*').unwrap(); // devices have no wildcard suffixes at all
        assert_eq!(DnsName::suffix(received.as_bytes()), misplaced(first), "{received}");
    }
    let wildcard = identifier("*.Example.com");
    assert!(wildcard.is_wildcard() && wildcard.is_fqdn());
    assert_eq!((wildcard.labels(), wildcard.base_labels()), (3, 2));
    assert_eq!((wildcard.as_str(), wildcard.base()), ("*.example.com", "example.com"));
    let offset = 0;
    assert_eq!(DnsName::suffix(b"*.example.com"), Err(NameError::MisplacedWildcard { offset }));
}

/// Only a full address is one.
#[test]
fn addresses_are_no_identifiers() {
    for received in ["10.0.0.1", "255.255.255.255", "010.000.000.001", "1.2.3.4."] {
        assert_eq!(DnsName::identifier(received.as_bytes()), Err(NameError::IpAddress));
    }
    for received in ["10.0.1", "10.0.0.0.1", "256.0.0.1", "1.2.3.a"] {
        assert_eq!(identifier(received).as_str(), received);
    }
}

#[test]
fn errors_of_names_become_errors_of_the_crate() {
    let error = Error::from(DnsName::suffix(b"  a\0").unwrap_err());
    assert_eq!((error.offset(), error.kind().fault()), (Some(3), Fault::Input));
    assert_eq!(
        DnsName::suffix(b"a\0").unwrap_err().to_string(),
        "not a DNS name: a byte other than letters, digits, hyphen and underscore: 0x00 (at byte 1)"
    );
    assert_eq!(Error::from(NameError::IpAddress).offset(), None);
}

#[test]
fn parts_of_a_name() {
    let name = identifier("Amt.example.co.uk");
    assert_eq!(name.labels(), 4);
    for (labels, tail) in
        [(0, ""), (1, "uk"), (2, "co.uk"), (3, "example.co.uk"), (4, "amt.example.co.uk")]
    {
        assert_eq!(name.tail(labels), tail);
    }
    assert_eq!(name.tail(5), "amt.example.co.uk");
    assert_eq!(name.label_from_right(0), Some("uk"));
    assert_eq!(name.label_from_right(3), Some("amt"));
    assert_eq!(name.label_from_right(4), None);
    assert!(!identifier("corp").is_fqdn() && identifier("a.b").is_fqdn());
    assert_eq!(identifier(" AMT.example.CO.uk."), name);
    assert_ne!(identifier("example.co.uk"), name);
}
