//! Any bytes: the same as a reader that takes them one by one, written apart from the rules alone.

use alloc::vec;

use proptest::collection::vec as many;
use proptest::prelude::*;

use super::*;
use crate::hello::{Hello, HelloAssembler, HelloBody, HelloBuilder, HelloPolicy};

/// What a naive reader finds: the entries, and the bytes behind the end.
type Naive = (Option<Vec<(u8, Vec<u8>)>>, Vec<u8>);

fn naive(data: &[u8], policy: HelloPolicy) -> Result<Naive, (HelloProblem, usize)> {
    let limit = policy.max_length.clamp(32, 16_855);
    let tolerated = if policy.strict_tail { 0 } else { 64 };
    let size = Err((HelloProblem::Size { limit }, limit));
    let methods = ["GET ", "POST ", "HEAD "].map(str::as_bytes);
    let word = |at: usize| u16::from(data[at]) + 256 * u16::from(data[at + 1]);
    let mut end = None; // of the message
    let mut entry = 25; // where the current one begins
    let mut wanted = 25;
    let mut found = Vec::new();
    for length in 1..=data.len() {
        let seen = &data[..length];
        if let Some(end) = end {
            if length > end + tolerated {
                return Err((HelloProblem::Trailing { limit: tolerated }, end));
            }
        }
        if length > limit {
            return size;
        }
        if end.is_some() || length < 2 {
            continue;
        }
        if word(0) > 1 {
            if methods.contains(&seen) {
                return Err((HelloProblem::HttpProbe, 0));
            }
            if !methods.iter().any(|method| method.starts_with(seen)) {
                return Err((HelloProblem::FirstField { found: word(0) }, 0));
            }
            continue;
        }
        match length {
            4 if word(2) == 2 => wanted = 32,
            4 if word(2) != 3 => wanted = 24,
            24 if wanted == 24 => {
                let uuid = Some(Uuid::from_smbios(data[8..24].try_into().unwrap()));
                return Err((HelloProblem::Version { found: word(2), uuid }, 2));
            }
            32 if wanted == 32 => end = Some(32),
            25 if word(2) == 3 && data[24] == 0 => end = Some(25),
            25 if word(2) == 3 => wanted = 27,
            _ if length == wanted && length == entry + 2 => {
                let (id, size) = (data[entry], data[entry + 1]);
                let fits: &[u8] = match id {
                    0 => &[16],
                    1 => &[20],
                    2 => &[32],
                    3 => &[48, 64],
                    _ => return Err((HelloProblem::Algorithm { found: id }, entry)),
                };
                if !fits.contains(&size) {
                    let problem = HelloProblem::HashLength { algorithm: id, found: size };
                    return Err((problem, entry));
                }
                wanted = length + usize::from(size);
            }
            _ if length == wanted && length > 25 => {
                found.push((data[entry], data[entry + 2..length].to_vec()));
                if found.len() == usize::from(data[24]) {
                    end = Some(length);
                } else {
                    (entry, wanted) = (length, length + 2);
                }
            }
            _ => {}
        }
        if end.is_none() && wanted > limit {
            return size;
        }
    }
    match end {
        Some(end) => Ok(((word(2) == 3).then_some(found), data[end..].to_vec())),
        None if wanted == 24 => Err((HelloProblem::Version { found: word(2), uuid: None }, 2)),
        None => {
            let found = data.len();
            Err((HelloProblem::Truncated { expected: wanted, found }, found))
        }
    }
}

/// Mostly right, so that every part is reached.
fn mostly<T: Clone + core::fmt::Debug + 'static>(
    right: &'static [T],
    any: impl Strategy<Value = T> + 'static,
) -> impl Strategy<Value = T> {
    prop_oneof![30 => proptest::sample::select(right), 1 => any]
}

prop_compose! {
    fn entry()(
        (id, length) in mostly(
            &[(0, 16), (1, 20), (2, 32), (3, 48), (3, 64)],
            (0..6u8, proptest::sample::select(&[0u8, 16, 20, 31, 32, 33, 48, 64, 255][..])),
        ),
        fill in any::<u8>(),
    ) -> Vec<u8> {
        [vec![id, length], vec![fill; usize::from(length)]].concat()
    }
}

prop_compose! {
    fn message()(
        first in mostly(&[0, 1], any::<u16>()),
        version in mostly(&[2, 3, 3, 3], any::<u16>()),
        retry_count in any::<u32>(),
        uuid in any::<[u8; 16]>(),
        entries in many(entry(), 0..12),
        more in mostly(&[0], -2..=2i8),
        tail in prop_oneof![3 => 0..4usize, 1 => 60..70usize],
    ) -> Vec<u8> {
        let rest = if version == 2 {
            [vec![b'P'; 8], vec![9; tail]].concat()
        } else {
            let count = u8::try_from(entries.len()).unwrap().saturating_add_signed(more);
            [vec![count], entries.concat(), vec![9; tail]].concat()
        };
        raw(first, version, retry_count, uuid, &rest)
    }
}

fn policy() -> impl Strategy<Value = HelloPolicy> {
    let lengths = prop_oneof![2 => Just(HelloPolicy::MAX_LENGTH), 1 => 0..400usize];
    (any::<bool>(), lengths)
        .prop_map(|(strict_tail, max_length)| HelloPolicy { strict_tail, max_length })
}

fn check(bytes: &[u8], policy: HelloPolicy) {
    let read = Hello::parse_with(bytes, &policy).map(|hello| {
        let entries = match hello.body() {
            HelloBody::Pki(entries) => {
                let hashes = hello.root_hashes().unwrap().entries;
                assert_eq!(hashes.len(), entries.len());
                Some(entries.map(|entry| (entry.id, entry.value.to_vec())).collect())
            }
            HelloBody::Psk { pid } => {
                assert_eq!(pid, &bytes[24..32]);
                None
            }
        };
        assert_eq!(hello.uuid().to_smbios(), bytes[8..24]);
        assert_eq!(hello.retry_count().to_le_bytes(), bytes[4..8]);
        assert_eq!(u8::from(hello.credentials_set()), bytes[0]);
        (entries, hello.trailing().to_vec())
    });
    match (read, naive(bytes, policy)) {
        (Ok(read), naive) => assert_eq!(Ok(read), naive),
        (read, naive) => assert_eq!(Err(fault(read)), naive),
    }
}

/// Splits `bytes` after as many bytes as each of `lengths` says.
fn check_any_split(bytes: &[u8], lengths: &[usize], policy: HelloPolicy) {
    let mut assembler = HelloAssembler::new(policy);
    let mut rest = bytes;
    for length in lengths.iter().chain([&usize::MAX]) {
        let fragment;
        (fragment, rest) = rest.split_at((*length).min(rest.len()));
        let pushed = assembler.push(fragment);
        let seen = &bytes[..bytes.len() - rest.len()];
        // What is told on the way is told of the bytes alone, not of their split.
        assert_eq!(pushed, HelloAssembler::new(policy).push(seen));
    }
    assert_eq!(assembler.finish(), Hello::parse_with(bytes, &policy));
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(2000)
    })]

    #[test]
    fn messages_as_the_naive_reader(
        bytes in message(),
        cut in prop_oneof![2 => Just(1.0), 1 => 0.0..1.0f64],
        policy in policy(),
    ) {
        let cut = (bytes.len() as f64 * cut) as usize;
        check(&bytes[..cut], policy);
    }

    #[test]
    fn any_bytes_as_the_naive_reader(bytes in many(any::<u8>(), 0..200), policy in policy()) {
        check(&bytes, policy);
    }

    #[test]
    fn beginnings_of_requests_as_the_naive_reader(
        bytes in "(GET|POST|HEAD|PUT) ?[/x]{0,3}",
        cut in 0..9usize,
    ) {
        let bytes = bytes.as_bytes();
        check(&bytes[..cut.min(bytes.len())], HelloPolicy::default());
    }

    #[test]
    fn any_split(
        bytes in message(),
        lengths in many(0..40usize, 0..20),
        policy in policy(),
    ) {
        check_any_split(&bytes, &lengths, policy);
    }

    #[test]
    fn what_is_built_is_read(
        credentials_set: bool,
        retry_count: u32,
        uuid: [u8; 16],
        algorithms in many(proptest::sample::select(&HashAlgorithm::ALL[..]), 0..40),
        pid: [u8; 8],
        fill: u8,
    ) {
        let uuid = Uuid::from_bytes(uuid);
        let hashes: Vec<Hash> = algorithms
            .iter()
            .map(|algorithm| Hash::from_bytes(&vec![fill; algorithm.length()]).unwrap())
            .collect();
        for builder in [HelloBuilder::pki(uuid, &hashes).unwrap(), HelloBuilder::psk(uuid, pid)] {
            let bytes = builder.credentials_set(credentials_set).retry_count(retry_count).build();
            let strict = HelloPolicy { strict_tail: true, ..HelloPolicy::default() };
            let hello = Hello::parse_with(&bytes, &strict).unwrap();
            prop_assert_eq!(hello.uuid(), uuid);
            prop_assert_eq!(hello.credentials_set(), credentials_set);
            prop_assert_eq!(hello.retry_count(), retry_count);
            match hello.body() {
                HelloBody::Psk { pid: read } => prop_assert_eq!(read, &pid),
                HelloBody::Pki(_) => {
                    let list = hello.root_hashes().unwrap();
                    let read: Vec<Hash> = list.entries.iter().map(|entry| entry.hash).collect();
                    prop_assert_eq!(&read, &hashes);
                }
            }
        }
    }

    #[test]
    fn uuids_are_read_as_shown(bytes: [u8; 16]) {
        use alloc::string::ToString;
        let uuid = Uuid::from_bytes(bytes);
        prop_assert_eq!(uuid.to_string().parse(), Ok(uuid));
        prop_assert_eq!(Uuid::from_smbios(uuid.to_smbios()), uuid);
    }
}
