//! Hello messages.

use amt_provisioning::*;

use super::naive;

/// A message: read as naively, in fragments as at once, and strictly no more than by default. Each
/// fragment is as long as its first byte says.
pub fn hello(data: &[u8]) {
    let read = Hello::parse(data);
    match &read {
        Ok(hello) => {
            assert_eq!(naive::hello_length(data), Some(data.len() - hello.trailing().len()));
            assert_eq!(rewritten(hello), data);
        }
        Err(error) => {
            assert_eq!(naive::hello_length(data), None);
            assert!(error.offset().is_some_and(|at| at <= data.len()));
        }
    }
    let strict = HelloPolicy { strict_tail: true, max_length: 100 };
    let fits = data.len() <= 100 && read.as_ref().is_ok_and(|hello| hello.trailing().is_empty());
    assert_eq!(Hello::parse_with(data, &strict).is_ok(), fits);
    for policy in [HelloPolicy::default(), strict] {
        in_fragments(data, policy);
    }
}

fn in_fragments(data: &[u8], policy: HelloPolicy) {
    let mut assembler = HelloAssembler::new(policy);
    let mut progress = assembler.push(&[]);
    let mut rest = data;
    while let Some(length) = rest.first() {
        let fragment;
        (fragment, rest) = rest.split_at(usize::from(*length).clamp(1, rest.len()));
        let pushed = assembler.push(fragment);
        let seen = &data[..data.len() - rest.len()];
        assert_eq!(pushed, HelloAssembler::new(policy).push(seen));
        assert!(progress.is_ok() || pushed == progress, "an error stays");
        progress = pushed;
    }
    let finished = assembler.finish();
    assert_eq!(finished, Hello::parse_with(data, &policy));
    match (progress, finished) {
        (Ok(HelloProgress::Whole { trailing }), Ok(hello)) => {
            assert_eq!(trailing, hello.trailing().len());
        }
        (Ok(HelloProgress::NeedMore { least }), Err(error)) => {
            assert!(least > 0);
            let ErrorKind::Hello { problem } = error.kind() else { panic!("{error}") };
            assert!(matches!(
                problem,
                HelloProblem::Truncated { .. } | HelloProblem::Version { uuid: None, .. }
            ));
        }
        (Err(error), Err(finished)) => assert_eq!(error, finished),
        (progress, finished) => panic!("{progress:?}, {finished:?}"),
    }
}

/// The bytes of a message, from what was read of it.
fn rewritten(hello: &Hello<'_>) -> Vec<u8> {
    let mut uuid = hello.uuid().to_bytes();
    for group in [0..4, 4..6, 6..8] {
        uuid[group].reverse();
    }
    let mut bytes = vec![hello.credentials_set().into(), 0, hello.version() as u8, 0];
    bytes.extend(hello.retry_count().to_le_bytes());
    bytes.extend(uuid);
    match hello.body() {
        HelloBody::Psk { pid } => bytes.extend(pid),
        HelloBody::Pki(entries) => {
            assert_eq!(hello.root_hashes().map(|list| list.entries.len()), Some(entries.len()));
            bytes.push(entries.len() as u8);
            for HelloEntry { id, value } in entries {
                bytes.extend([id, value.len() as u8]);
                bytes.extend(value);
            }
        }
    }
    bytes.extend(hello.trailing());
    bytes
}
