//! Our client side asks servers, those of others and our own.

use amt_provisioning::{
    DigestAlgorithm, DigestPolicy, HttpAnswer, HttpFailure, Qop, QopSet, Refusal, ServerProof,
};
use amt_provisioning_interop::device::REALM;
use amt_provisioning_interop::{BODY, Console, Device, Outcome, PASSWORD, Peer, Setup};

use Outcome::{Accepted, Challenged, Refused, Stale};

fn let_in(console: &mut Console) -> HttpAnswer {
    let answer = console.call(PASSWORD, BODY.as_bytes()).unwrap();
    assert_eq!(answer.response.status, 200);
    assert_eq!(String::from_utf8_lossy(&answer.response.body), BODY);
    answer
}

fn refused(console: &mut Console) {
    let failure = console.call("P@ssw0rd1", BODY.as_bytes()).unwrap_err();
    assert!(matches!(failure, HttpFailure::Refused { .. }), "{failure:?}");
}

mod apache {
    use super::*;

    #[test]
    fn proves_itself_over_one_connection() {
        let apache = Peer::apache(true, 300);
        let mut console = Console::new(apache.address, DigestPolicy::TLS);
        for _ in 0..3 {
            assert_eq!(let_in(&mut console).proof, ServerProof::Valid);
        }
        assert_eq!(console.counts(), [None, Some(1), Some(2), Some(3)]);
        assert_eq!((console.connections, console.asked), (1, vec![None]));
    }

    /// `auth-int` is wanted, `auth` is there.
    #[test]
    fn refuses_a_wrong_password() {
        let apache = Peer::apache(true, 300);
        let mut console = Console::new(apache.address, DigestPolicy::TCP);
        refused(&mut console);
        assert_eq!(console.counts(), [None, Some(1)]);
        assert!(console.said("qop=auth,"));
    }

    #[test]
    fn closes_behind_each_answer() {
        let apache = Peer::apache(false, 300);
        let mut console = Console::new(apache.address, DigestPolicy::TLS);
        for _ in 0..2 {
            assert_eq!(let_in(&mut console).proof, ServerProof::Valid);
        }
        assert_eq!(console.counts(), [None, Some(1), Some(2)]);
        assert_eq!(console.connections, 3);
    }

    /// Its nonces are of no use to the next process.
    #[test]
    fn calls_a_nonce_stale() {
        let mut apache = Peer::apache(true, 300);
        let mut console = Console::new(apache.address, DigestPolicy::TLS);
        let_in(&mut console);
        apache.restart();
        assert_eq!(let_in(&mut console).proof, ServerProof::Valid);
        let_in(&mut console);
        assert_eq!(console.counts(), [None, Some(1), Some(2), Some(1), Some(2)]);
        assert_eq!(console.asked, [None, Some(Refusal::StaleNonce)]);
        assert_eq!(console.connections, 2);
    }

    /// It gives another nonce half a minute before one ends.
    #[test]
    fn gives_the_next_nonce() {
        let apache = Peer::apache(true, 20);
        let mut console = Console::new(apache.address, DigestPolicy::TLS);
        for _ in 0..3 {
            let answer = let_in(&mut console);
            let info = answer.response.fields.first("Authentication-Info").unwrap();
            assert!(info.windows(11).any(|part| part == b"nextnonce=\""));
            assert_eq!(answer.proof, ServerProof::Valid);
        }
        assert_eq!(console.counts(), [None, Some(1), Some(1), Some(1)]);
        assert_eq!(console.asked, [None]);
    }
}

mod lighttpd {
    use super::*;

    #[test]
    fn is_answered_with_its_strongest_algorithm() {
        let lighttpd = Peer::lighttpd("MD5|SHA-256", false);
        for (algorithms, name) in [
            (DigestAlgorithm::STRONGEST_FIRST, ", algorithm=SHA-256,"),
            (&[DigestAlgorithm::MD5], ", algorithm=MD5,"),
        ] {
            let policy = DigestPolicy { algorithms, ..DigestPolicy::TLS };
            let mut console = Console::new(lighttpd.address, policy);
            for _ in 0..2 {
                let_in(&mut console);
                assert!(console.said(name) && !console.said("userhash"));
            }
            assert_eq!(console.counts(), [None, Some(1), Some(2)]);
            // It closes behind a 401.
            assert_eq!((console.connections, console.asked), (2, vec![None]));
        }
    }

    #[test]
    fn takes_hashed_user_names() {
        for algorithm in ["MD5", "SHA-256"] {
            let lighttpd = Peer::lighttpd(algorithm, true);
            let mut console = Console::new(lighttpd.address, DigestPolicy::TLS);
            let_in(&mut console);
            assert!(console.said("userhash=true") && !console.said("admin"));
        }
    }

    #[test]
    fn refuses_a_wrong_password() {
        for userhash in [false, true] {
            let lighttpd = Peer::lighttpd("SHA-256|MD5", userhash);
            let mut console = Console::new(lighttpd.address, DigestPolicy::TLS);
            refused(&mut console);
            assert_eq!(console.counts(), [None, Some(1)]);
        }
    }
}

mod python {
    use super::*;

    #[test]
    fn chunks_of_any_size() {
        let python = Peer::python("chunked");
        let mut console = Console::new(python.address, DigestPolicy::TLS);
        for _ in 0..2 {
            let answer = let_in(&mut console);
            assert_eq!(answer.response.trailers.first("X-Trailer"), Some(&b"trailing"[..]));
        }
        assert_eq!(console.connections, 1);
    }

    #[test]
    fn answers_end_with_the_connection() {
        let python = Peer::python("close");
        let mut console = Console::new(python.address, DigestPolicy::TLS);
        for _ in 0..2 {
            let_in(&mut console);
        }
        assert_eq!(console.connections, 2);
    }
}

/// Our own server, byte by byte: what the others cannot do.
mod device {
    use super::*;

    #[test]
    fn algorithms_and_proofs() {
        for algorithm in DigestAlgorithm::STRONGEST_FIRST {
            for qop in [QopSet::AUTH, QopSet::AUTH_INT] {
                let device = Device::start(Setup {
                    algorithm: Some(*algorithm),
                    qop,
                    userhash: true,
                    proves: true,
                    bytewise: true,
                    ..Setup::default()
                });
                let mut console = Console::new(device.address, DigestPolicy::TCP);
                for _ in 0..2 {
                    assert_eq!(let_in(&mut console).proof, ServerProof::Valid, "{algorithm}");
                }
                assert_eq!(device.counts(), [1, 2]);
                assert_eq!(console.connections, 1);
            }
        }
    }

    #[test]
    fn another_nonce_and_another_realm() {
        let device = Device::start(Setup {
            realms: &[REALM, REALM, "Digest:00112233445566778899AABBCCDDEEFF"],
            nonce_serves: &[1, 2],
            qop: QopSet::all(),
            device_shaped: true,
            closes: true,
            bytewise: true,
            ..Setup::default()
        });
        let mut console = Console::new(device.address, DigestPolicy::TCP);
        for _ in 0..4 {
            let_in(&mut console);
        }
        let asked = [None, Some(Refusal::StaleNonce), Some(Refusal::RealmChanged)];
        assert_eq!(console.asked, asked);
        let expected = [Challenged, Accepted, Stale, Accepted, Accepted, Refused, Accepted];
        assert_eq!(device.outcomes(), expected);
        assert_eq!(device.counts(), [1, 2, 1, 2, 3, 1]);
        assert!(device.seen()[1..].iter().all(|seen| seen.qop == Some(Qop::AuthInt)));
        assert_eq!(console.connections, 4);
    }

    #[test]
    fn the_next_nonce() {
        let setup = Setup { proves: true, nextnonce: true, bytewise: true, ..Setup::default() };
        let device = Device::start(setup);
        let mut console = Console::new(device.address, DigestPolicy::TLS);
        for _ in 0..3 {
            assert_eq!(let_in(&mut console).proof, ServerProof::Valid);
        }
        assert_eq!(device.outcomes(), [Challenged, Accepted, Accepted, Accepted]);
        assert_eq!(device.counts(), [1, 1, 1]);
    }

    #[test]
    fn a_wrong_password() {
        let device = Device::start(Setup { bytewise: true, ..Setup::default() });
        let mut console = Console::new(device.address, DigestPolicy::TLS);
        refused(&mut console);
        assert_eq!(device.outcomes(), [Challenged, Refused]);
    }
}
