//! Writes DER, sound or not. Independent of the library: object identifiers are encoded here, too.

pub const BOOLEAN: u8 = 0x01;
pub const INTEGER: u8 = 0x02;
pub const BIT_STRING: u8 = 0x03;
pub const OCTET_STRING: u8 = 0x04;
pub const NULL: u8 = 0x05;
pub const OBJECT_IDENTIFIER: u8 = 0x06;
pub const UTF8_STRING: u8 = 0x0c;
pub const PRINTABLE_STRING: u8 = 0x13;
pub const TELETEX_STRING: u8 = 0x14;
pub const IA5_STRING: u8 = 0x16;
pub const UTC_TIME: u8 = 0x17;
pub const GENERALIZED_TIME: u8 = 0x18;
pub const BMP_STRING: u8 = 0x1e;
pub const SEQUENCE: u8 = 0x30;
pub const SET: u8 = 0x31;

/// A context-specific tag of a primitive value.
pub const fn context(number: u8) -> u8 {
    0x80 | number
}

/// A context-specific tag of a constructed value.
pub const fn constructed(number: u8) -> u8 {
    0xa0 | number
}

/// Tag, length and value.
pub fn tlv(tag: u8, value: &[u8]) -> Vec<u8> {
    let length = u32::try_from(value.len()).unwrap().to_be_bytes();
    let header = match length {
        [0, 0, 0, length @ ..=0x7f] => vec![tag, length],
        [0, 0, 0, a] => vec![tag, 0x81, a],
        [0, 0, a, b] => vec![tag, 0x82, a, b],
        [0, a, b, c] => vec![tag, 0x83, a, b, c],
        [a, b, c, d] => vec![tag, 0x84, a, b, c, d],
    };
    [&header, value].concat()
}

pub fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
    tlv(SEQUENCE, &parts.concat())
}

/// An INTEGER that is not negative, from its big-endian bytes.
pub fn unsigned(bytes: &[u8]) -> Vec<u8> {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    let digits = &bytes[zeros..];
    let sign: &[u8] = if digits.first().is_none_or(|byte| *byte >= 0x80) { &[0] } else { &[] };
    tlv(INTEGER, &[sign, digits].concat())
}

/// A BIT STRING of whole octets.
pub fn bits(octets: &[u8]) -> Vec<u8> {
    tlv(BIT_STRING, &[&[0], octets].concat())
}

/// An OBJECT IDENTIFIER from its dotted form.
pub fn oid(dotted: &str) -> Vec<u8> {
    let arcs: Vec<u64> = dotted.split('.').map(|arc| arc.parse().unwrap()).collect();
    let [first, second, rest @ ..] = arcs.as_slice() else { panic!("{dotted}") };
    let mut content = Vec::new();
    for arc in [first * 40 + second].iter().chain(rest) {
        let mut groups = vec![u8::try_from(arc & 0x7f).unwrap()];
        let mut left = arc >> 7;
        while left > 0 {
            groups.push(0x80 | u8::try_from(left & 0x7f).unwrap());
            left >>= 7;
        }
        content.extend(groups.iter().rev());
    }
    tlv(OBJECT_IDENTIFIER, &content)
}

/// An AlgorithmIdentifier with its parameters, encoded.
pub fn algorithm(dotted: &str, parameters: &[u8]) -> Vec<u8> {
    sequence(&[oid(dotted), parameters.to_vec()])
}
