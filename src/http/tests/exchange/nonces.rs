//! The nonce serves for many calls, and ends in many ways (W-530 to W-532).

use alloc::vec::Vec;

use super::{BODY, Device, account, ask, ask_then, call, exchange};
use crate::{HttpFailure, Refusal, ServerProof};

/// P-70: n1:1 n1:2, then of a new nonce 1 and 2.
#[test]
fn a_nonce_serves_for_many_calls_with_the_same_bytes() {
    let (mut exchange, mut device, admin) = (exchange(), Device::new(), account("P@ssw0rd"));
    for _ in 0..2 {
        let (result, _) = ask(&mut exchange, &mut device, &admin);
        assert_eq!(result.unwrap().response.body, b"ok");
    }
    (device.nonce, device.last) = (b"second", None);
    let (result, asked) = ask(&mut exchange, &mut device, &admin);
    assert_eq!(result.unwrap().proof, ServerProof::Absent);
    assert_eq!(asked, [Some(Refusal::StaleNonce)]);
    assert!(ask(&mut exchange, &mut device, &admin).0.is_ok());
    let counts = [None, Some(1), Some(2), Some(3), Some(1), Some(2)];
    assert_eq!(device.counts(), counts.map(|count| (1, count)));
    assert!(device.seen.iter().all(|seen| seen.2 == BODY));
}

/// P-76: the key is made anew for another realm.
#[test]
fn a_changed_realm_is_answered_once() {
    let (mut exchange, mut device, admin) = (exchange(), Device::new(), account("P@ssw0rd"));
    assert!(ask(&mut exchange, &mut device, &admin).0.is_ok());
    (device.realm, device.nonce, device.last) = (b"Digest:00", b"second", None);
    let (result, asked) = ask(&mut exchange, &mut device, &admin);
    assert!(result.is_ok());
    assert_eq!(asked, [Some(Refusal::RealmChanged)]);
}

/// W-532: a device that calls every nonce stale is not answered for ever.
#[test]
fn staleness_is_excused_once() {
    let (mut exchange, device, admin) = (exchange(), Device::new(), account("P@ssw0rd"));
    let mut requests = 0;
    let (result, asked) = call(&mut exchange, &admin, |_, _| {
        requests += 1;
        device.unauthorized(requests > 1)
    });
    assert!(matches!(result, Err(HttpFailure::Refused { .. })));
    assert_eq!((asked, requests), ([None, Some(Refusal::StaleNonce)].into(), 3));
}

/// A nonce whose credentials were never accepted ends with its call: the next one asks anew, and a
/// refusal of an old nonce never counts against the account (W-530).
#[test]
fn a_call_after_a_lost_answer_begins_anew() {
    let (mut exchange, mut device, admin) = (exchange(), Device::new(), account("P@ssw0rd"));
    // The connection ends where the answer to the credentials should come.
    let (result, _) = ask_then(&mut exchange, &mut device, &admin, b"");
    assert_eq!(result, Err(HttpFailure::Dropped { sent: true, received: 0 }));
    (device.nonce, device.last) = (b"second", None);
    let (result, asked) = ask(&mut exchange, &mut device, &admin);
    assert!(result.unwrap().authenticated);
    assert_eq!(asked, [None]);
    let counts: Vec<_> = device.seen.iter().map(|seen| seen.1).collect();
    assert_eq!(counts, [None, None, Some(1)]);

    // Of an account that was accepted the nonce is kept, and an old one excused.
    let (result, _) = call(&mut exchange, &admin, |_, _| Vec::new());
    assert!(matches!(result, Err(HttpFailure::Dropped { sent: true, .. })));
    (device.nonce, device.last) = (b"third", None);
    let (result, asked) = ask(&mut exchange, &mut device, &admin);
    assert!(result.is_ok());
    assert_eq!(asked, [Some(Refusal::StaleNonce)]);
}
