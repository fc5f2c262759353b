//! Input that was cut, changed or made to cost.

use super::*;

#[test]
fn every_prefix_and_every_changed_byte_is_survived() {
    let want = unpem(CHAIN);
    for (name, container) in containers() {
        for end in 0..container.len() {
            let bag = read(&container[..end]);
            assert!(ders(&bag).iter().all(|der| want.contains(der)), "{name} up to {end}");
        }
    }
    let structures =
        [unpem(CHAIN).concat(), unpem(P7B).concat(), unbase64(STREAMED), unbase64(PFX)];
    for container in structures {
        for index in 0..container.len() {
            for value in [0x00, 0x80, container[index] ^ 1] {
                let mut changed = container.clone();
                changed[index] = value;
                // Whatever is found stands in the input just so, and where it is said to.
                for found in read(&changed).certificates() {
                    assert!(changed[found.offset..].starts_with(found.certificate.der()));
                }
            }
        }
    }
    for index in 0..CHAIN.len() {
        for value in [b"-", b"\n", b"A", b"=", &[0xff]] {
            read([&CHAIN.as_bytes()[..index], value, &CHAIN.as_bytes()[index + 1..]].concat());
        }
    }
}

/// A megabyte each, which would take hours if anything were searched again for each line, block or
/// level.
#[test]
fn hostile_input_takes_linear_work() {
    let (size, long) = (1 << 20, 1 << 20);
    let fill = |part: &[u8]| part.repeat(size / part.len());
    let nested: Vec<u8> = [0x30, 0x80].repeat(long);
    let pkcs7 =
        [&[0x30, 0x80, 6, 9, 42, 134, 72, 134, 247, 13, 1, 7, 2, 0xa0, 0x80][..], &nested].concat();
    for (name, item) in [
        ("dashes", fill(b"-")),
        ("broken BEGIN lines", fill(b"-----BEGIN \n")),
        ("END lines of no kind", fill(b"-----END A\n")),
        ("a BEGIN line and dashes", [b"-----BEGIN A-----", &fill(b"----- ")[..]].concat()),
        ("blanks", fill(b" ")),
        ("quotes and one letter", [&fill(b"\"")[..], b"M"].concat()),
        ("base64 of nothing", [b"MIIBGjCBwAIBAjAKBggqhkjOPQ", &fill(b"A\n")[..]].concat()),
        ("nested sequences", nested),
        ("nested sequences in PKCS#7", pkcs7),
        ("a tag without end", [&[0x30, 0x80, 0x3f], &fill(&[0x80])[..]].concat()),
        ("surrogates", [&[0xff, 0xfe], &fill(&[0x00, 0xd8])[..]].concat()),
        ("half of UTF-8", fill(&[0xf0, 0x9f])),
    ] {
        let bag = read(item);
        assert!(
            bag.certificates().is_empty() && (1..=2).contains(&bag.notes().len()),
            "{name}: {:?}",
            notes(&bag)
        );
    }
    let many = |part: &[u8]| Bag::read(&fill(part)).unwrap_err().kind();
    let refused = ErrorKind::TooManyCertificates { limit: 1024 };
    for part in
        [&b"-----BEGIN A-----\n"[..], b"-----BEGIN A-----", b"-----END A-----\n", &[0x30, 0x81, 0]]
    {
        assert_eq!(many(part), refused, "{:?}", String::from_utf8_lossy(part));
    }
    // Copies of one certificate and keys cost neither memory nor a limit.
    let bag = read(fill(&unpem(CHAIN)[0]));
    assert_eq!((bag.certificates().len(), bag.notes().len()), (1, 0));
    let key = b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
    assert_eq!(read(fill(key)).keys_ignored(), size / key.len());
}
