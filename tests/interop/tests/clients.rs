//! Clients of others ask our server side.

use amt_provisioning::{DigestAlgorithm, Qop, QopSet};
use amt_provisioning_interop::device::REALM;
use amt_provisioning_interop::{Client, Device, Outcome, PASSWORD, Reply, Setup};

use Outcome::{Accepted, Challenged, Refused, Stale};

/// One request with the right password.
fn let_in(client: Client, setup: Setup) -> Device {
    let device = Device::start(setup);
    let replies = client.post(device.address, PASSWORD, 1);
    assert_eq!(replies, [Reply::echo()], "{client:?}: {:?}", device.seen());
    assert_eq!(device.outcomes(), [Challenged, Accepted], "{client:?}");
    device
}

#[test]
fn algorithms() {
    type A = DigestAlgorithm;
    for client in Client::ALL {
        for algorithm in [A::MD5, A::MD5_SESS, A::SHA_256, A::SHA_256_SESS] {
            if (client, algorithm) == (Client::Requests, A::SHA_256_SESS) {
                continue; // the one that it does not know
            }
            let setup =
                Setup { algorithm: Some(algorithm), opaque: Some("+/="), ..Setup::default() };
            let seen = let_in(client, setup).seen();
            assert_eq!((seen[1].qop, seen[1].count), (Some(Qop::Auth), Some(1)));
            // Only aiohttp hashes the body.
            if client == Client::Aiohttp {
                let setup = Setup { qop: QopSet::AUTH_INT, ..setup };
                assert_eq!(let_in(client, setup).seen()[1].qop, Some(Qop::AuthInt));
            }
        }
    }
}

/// The form of RFC 2069.
#[test]
fn without_qop() {
    for client in Client::ALL {
        let device = let_in(client, Setup { qop: QopSet::empty(), ..Setup::default() });
        assert_eq!((device.seen()[1].qop, device.seen()[1].count), (None, None));
    }
}

/// One blank, `stale` quoted, closed behind the 401 (W-502, W-503, W-105).
#[test]
fn challenges_of_devices() {
    for client in Client::ALL {
        for qop in [QopSet::AUTH, QopSet::all()] {
            let both = qop == QopSet::all();
            if client == Client::Requests && both {
                continue; // it finds `auth` at the start of a list only, or without blanks
            }
            let setup = Setup { qop, device_shaped: true, closes: true, ..Setup::default() };
            let seen = let_in(client, setup).seen();
            assert_eq!((seen[0].connection, seen[1].connection), (1, 2), "{client:?}");
            let integrity = client == Client::Aiohttp && both;
            let expected = if integrity { Qop::AuthInt } else { Qop::Auth };
            assert_eq!(seen[1].qop, Some(expected), "{client:?}");
        }
    }
}

#[test]
fn hashed_user_names() {
    for algorithm in [DigestAlgorithm::MD5, DigestAlgorithm::SHA_256] {
        let setup = Setup { algorithm: Some(algorithm), userhash: true, ..Setup::default() };
        // The others send the name.
        for client in Client::ALL {
            assert_eq!(let_in(client, setup).seen()[1].userhash, client == Client::Curl);
        }
    }
}

#[test]
fn wrong_passwords() {
    for client in Client::ALL {
        for device_shaped in [false, true] {
            let device = Device::start(Setup { device_shaped, ..Setup::default() });
            let replies = client.post(device.address, "P@ssw0rd1", 1);
            assert_eq!(replies, [Reply { status: 401, body: "page".to_owned() }], "{client:?}");
            assert_eq!(device.outcomes(), [Challenged, Refused], "{client:?}");
        }
    }
}

/// A nonce serves for several requests with rising counts, over one connection.
#[test]
fn nonces_are_counted() {
    for client in Client::PYTHON {
        let device = Device::start(Setup::default());
        assert_eq!(client.post(device.address, PASSWORD, 3), vec![Reply::echo(); 3]);
        assert_eq!(device.outcomes(), [Challenged, Accepted, Accepted, Accepted], "{client:?}");
        assert_eq!(device.counts(), [1, 2, 3], "{client:?}");
        assert!(device.seen().iter().all(|seen| seen.connection == 1), "{client:?}");
    }
}

/// curl answers when the first nonce is over before it served; the others when a later one is.
#[test]
fn stale_nonces() {
    for device_shaped in [false, true] {
        let setup = Setup { device_shaped, nonce_serves: &[0], ..Setup::default() };
        let device = Device::start(setup);
        assert_eq!(Client::Curl.post(device.address, PASSWORD, 1), [Reply::echo()]);
        assert_eq!(device.outcomes(), [Challenged, Stale, Accepted]);

        let setup = Setup { nonce_serves: &[1, 2], ..setup };
        for client in Client::PYTHON {
            let device = Device::start(setup);
            assert_eq!(client.post(device.address, PASSWORD, 4), vec![Reply::echo(); 4]);
            let expected = [Challenged, Accepted, Stale, Accepted, Accepted, Stale, Accepted];
            assert_eq!(device.outcomes(), expected, "{client:?}");
            assert_eq!(device.counts(), [1, 2, 1, 2, 3, 1], "{client:?}");
        }
    }
}

/// Answers for the realm before are refused, and the new one is answered.
#[test]
fn another_realm() {
    let setup = Setup {
        realms: &[REALM, "Digest:00112233445566778899AABBCCDDEEFF"],
        nonce_serves: &[1],
        ..Setup::default()
    };
    for client in Client::PYTHON {
        let device = Device::start(setup);
        assert_eq!(client.post(device.address, PASSWORD, 2), vec![Reply::echo(); 2]);
        assert_eq!(device.outcomes(), [Challenged, Accepted, Refused, Accepted], "{client:?}");
    }
    let device = Device::start(setup);
    assert_eq!(Client::Curl.post(device.address, PASSWORD, 2), vec![Reply::echo(); 2]);
    // It keeps nothing from one request to the next.
    assert_eq!(device.outcomes(), [Challenged, Accepted, Challenged, Accepted]);
}
