//! Findings about messages, which are no part of a verdict; `H-` and `W-` are their rules. What each
//! rule says in full is tested where messages are read.

use amt_provisioning::{
    CredentialTrial, Credentials, DigestHash, DigestPolicy, Error, ErrorKind, FactoryAccounts,
    Finding, FindingSet, Ha1, Hello, HelloBuilder, HelloProblem, Refusal, Rule, Secret,
    ServerProof, TrialEvent, TrialStep, Uuid,
};

/// What the messages of this file raise.
pub(crate) fn raised() -> FindingSet {
    let read = hellos().filter_map(Result::ok).flat_map(|findings| findings.iter());
    read.chain(problems().map(HelloProblem::finding)).chain(digest()).chain(trials()).collect()
}

/// The rules that they break.
pub(crate) fn broken() -> impl Iterator<Item = Rule> {
    problems().map(HelloProblem::rule)
}

fn hellos() -> impl Iterator<Item = Result<FindingSet, Error>> {
    let device = Uuid::from_bytes([7; 16]);
    let absent = Uuid::from_bytes([0; 16]);
    let pki = || HelloBuilder::pki(device, &[]).unwrap();
    let (mut trailing, mut version) = (pki().build(), pki().build());
    trailing.push(0);
    version[2] = 9;
    let mut algorithm = pki().build();
    algorithm[24] = 1;
    algorithm.extend([9, 20]);
    [
        HelloBuilder::psk(device, *b"ABCD1234").build(),
        HelloBuilder::pki(absent, &[]).unwrap().build(),
        pki().retry_count(15).build(),
        pki().build()[..20].to_vec(),
        b"GET / HTTP/1.1\r\n".to_vec(),
        b"\x02\x00\x03\x00".to_vec(),
        [pki().build(), vec![0; 65]].concat(),
        trailing,
        version,
        algorithm,
        oversize(),
    ]
    .into_iter()
    .map(|bytes| Hello::parse_with(&bytes, &policy(&bytes)).map(|hello| hello.findings()))
}

/// Longer than its limit, which is below its declared length.
fn oversize() -> Vec<u8> {
    let hashes = [amt_provisioning::Hash::sha256(b"root"); 4];
    HelloBuilder::pki(Uuid::from_bytes([7; 16]), &hashes).unwrap().build()
}

fn policy(bytes: &[u8]) -> amt_provisioning::HelloPolicy {
    let max_length = if bytes.len() == oversize().len() { 100 } else { usize::MAX };
    amt_provisioning::HelloPolicy { max_length, ..Default::default() }
}

fn problems() -> impl Iterator<Item = HelloProblem> {
    hellos().filter_map(Result::err).map(|error| match error.kind() {
        ErrorKind::Hello { problem } => problem,
        other => panic!("{other}"),
    })
}

fn digest() -> impl Iterator<Item = Finding> {
    let field: &[u8] = b"Digest realm=\"no device's\" nonce=\"n\", qop=\"auth\"";
    let choice = DigestPolicy::TLS.choose([field]).unwrap();
    choice.challenge.findings().iter().chain(ServerProof::Invalid.finding())
}

fn trials() -> impl Iterator<Item = Finding> {
    let stored = || {
        let ha1 = Ha1::new(DigestHash::Md5, "admin", b"r", &Secret::from("x"));
        Credentials::stored("admin", b"r", ha1)
    };
    let wrong = TrialEvent::Refused(Refusal::WrongCredentials);
    let first = [TrialEvent::Unfit, TrialEvent::Dropped, wrong];
    first.into_iter().map(move |first| {
        let mut trial = CredentialTrial::new([stored()], FactoryAccounts::Admin);
        let mut event = first;
        loop {
            match trial.handle(event) {
                TrialStep::Ended(finding) => return finding,
                _ if first == TrialEvent::Unfit => event = wrong,
                _ => {}
            }
        }
    })
}
