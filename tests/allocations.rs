//! Judging a device allocates nothing, whatever there is to find; nor does reading messages and header
//! fields, right or wrong.

mod common;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::hint::black_box;

use amt_provisioning::{
    AuthenticationInfo, Authorization, Challenges, DeviceFacts, DigestPolicy, Fact, Finding, Flow,
    Hash, Hello, HelloBody, HelloBuilder, Interface, SuffixSource, TlsMode, TrimNames,
};
use common::{Digest, Forge, Key, Scene, entry, intermediate, leaf, root, suffix};

/// Counts by thread: the test harness and other tests allocate at the same time.
struct Counting;

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: everything is passed on as it is; counting allocates nothing.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        // SAFETY: the caller promises what `System` asks for.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: as above, and `memory` is from `System`.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// How often `work` allocates.
fn allocations<T>(work: impl FnOnce() -> T) -> (usize, T) {
    let before = ALLOCATIONS.get();
    let result = work();
    (ALLOCATIONS.get() - before, result)
}

/// Each scene with a finding that shows it is what it is called.
fn scenes() -> Vec<(&'static str, Scene, Finding)> {
    use Finding::*;
    let typed = [leaf().sha1(), intermediate().sha256(), leaf().sha384(), leaf().sha512()];
    let reversed = root().sha256().into_iter().rev().collect();
    let other_root = Forge::ca("Other Root", Key::P256(3)).self_issued();
    let cross = Forge::ca("Test Intermediate", Key::P256(2)).issued_by(&other_root);
    let other_leaf = Forge::leaf("amt.example.org").issued_by(intermediate());
    let all_wrong = Scene::ordinary()
        .suffixes(&[
            suffix(SuffixSource::PkiDnsSuffix, " example.org. "),
            suffix(SuffixSource::DhcpOption15, "a\0b"),
            suffix(SuffixSource::OperatingSystem, "example.com"),
        ])
        .set(|scene| {
            scene.facts.server_fqdn = Fact::known(b"amt.example.org".to_vec());
            scene.facts.home_domain = Fact::known(b"example.org".to_vec());
            scene.facts.interface = Fact::known(Interface::Dock);
            scene.facts.flow = Fact::known(Flow::HostBased);
            scene.facts.tls_mode = Fact::known(TlsMode::Psk);
            scene.policy.trim_names = TrimNames::Reject;
            scene.policy.unknown_flag_is_active = false;
        });
    vec![
        ("accepted", Scene::ordinary(), KeyNotChecked),
        (
            "nothing known",
            Scene::ordinary().set(|scene| {
                scene.facts = DeviceFacts::default();
                scene.now = None;
            }),
            RootHashListUnavailable,
        ),
        (
            "releases disagree",
            Scene::signed_with(Digest::Sha1, &Forge::leaf("amt.example.com"))
                .set(|scene| scene.facts.release = Fact::Unknown),
            ReleaseNotGiven,
        ),
        (
            "typing mistakes",
            Scene::ordinary().listing(typed.iter().chain([&reversed]).map(|hash| entry(hash))),
            DeviceHashDamaged,
        ),
        (
            "CA below the root",
            Scene::ordinary()
                .listing([entry(&intermediate().sha256())])
                .set(|scene| scene.policy.allow_non_root_anchor = true),
            RootHashNoMatch,
        ),
        ("several paths", Scene::ordinary().and(&cross).and(&other_root), ChainAlternativePaths),
        ("several candidates", Scene::ordinary().and(&other_leaf), LeafAmbiguous),
        ("no root", Scene::ordinary().without(root()), ChainRootMissing),
        ("no certificate", Scene::ordinary().set(|scene| scene.input.clear()), LeafNotFound),
        ("all names wrong", all_wrong, StrictFqdnMismatch),
    ]
}

#[test]
fn judging_allocates_nothing() {
    for (name, scene, expected) in scenes() {
        let (prepared, device) = (scene.prepared(), scene.device());
        let (count, evaluation) = allocations(|| prepared.judge(&device, &scene.policy, scene.now));
        let findings = evaluation.findings();
        assert!(findings.contains(expected), "{name}: {findings:?}");
        assert_eq!(count, 0, "{name}");
        let (count, _) = allocations(|| prepared.explain(&device, &scene.policy, scene.now));
        assert_ne!(count, 0, "they are counted at all");
    }
}

/// Everything a view tells without a list of its own.
fn read(message: &[u8]) -> bool {
    let Ok(hello) = Hello::parse(message) else { return false };
    black_box((hello.uuid(), hello.retry_count(), hello.trailing(), hello.findings()));
    if let HelloBody::Pki(entries) = hello.body() {
        entries.for_each(|entry| _ = black_box(entry));
    }
    true
}

#[test]
fn reading_a_hello_allocates_nothing() {
    let uuid = "00112233-4455-6677-8899-aabbccddeeff".parse().unwrap();
    let hashes = [Hash::sha256(b"root"); 24];
    let message = HelloBuilder::pki(uuid, &hashes).unwrap().build();
    let mut damaged = message.clone();
    damaged[25] = 9;
    let psk = HelloBuilder::psk(uuid, *b"ABCD1234").build();
    for (bytes, readable) in [
        (&message[..], true),
        (&psk, true),
        (&message[..800], false),
        (&damaged, false),
        (b"GET / HTTP/1.1\r\n\r\n", false),
        (b"", false),
    ] {
        assert_eq!(allocations(|| read(bytes)), (0, readable), "{} bytes", bytes.len());
    }
}

#[test]
fn reading_header_fields_allocates_nothing() {
    let digest = "Digest realm=\"Digest:7E0B0C71B3C5D7B0B0F6F5AE1B6C5D4E\", nonce=\"a\\\"b\"";
    let amt = format!("{digest},stale=\"false\",qop=\"auth-int, auth\"");
    let long = "x".repeat(20_000);
    for (fields, answerable) in [
        (&[&amt[..]][..], true),
        (&["Negotiate, Basic realm=\"x\", Digest realm=r", &amt], true),
        (&["Digest realm=\"x", "Digest nonce=\"\"", "=", &long, "NTLM ab=="], false),
        (&[], false),
    ] {
        let fields = || fields.iter().map(|field| field.as_bytes());
        let each = || Challenges::new(fields()).filter(Result::is_ok).count();
        assert_eq!(allocations(each).0, 0, "{}", fields().count());
        let choice = || DigestPolicy::TLS.choose(fields()).is_ok();
        assert_eq!(allocations(choice), (0, answerable), "{}", fields().count());
    }
    let credentials = format!(
        "{digest}, username=\"admin\", uri=\"/wsman\", response=\"x\", qop=auth, nc=1, cnonce=c"
    );
    for (field, readable) in [(&credentials[..], true), (digest, false), (&long, false)] {
        let parse = || Authorization::parse(field.as_bytes()).is_ok();
        assert_eq!(allocations(parse), (0, readable), "{field}");
    }
    let info = "rspauth=\"6629fae4\", nextnonce=\"a\\\"b\", qop=auth, nc=00000001, cnonce=\"c\"";
    for (field, readable) in [(info, true), ("rspauth=\"", false), (&long, false)] {
        let parse = || AuthenticationInfo::parse(field.as_bytes()).is_ok();
        assert_eq!(allocations(parse), (0, readable), "{field}");
    }
}
