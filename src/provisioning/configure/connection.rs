//! The connection to the device: where it leads, and who answers.

use super::super::message::{Endpoint, Event, Output};
use super::super::outbox::Outbox;
use super::super::outcome::{ConnectFailure, Milestone, Seen};
use super::super::peer::PeerTrust;
use super::super::plan::Step;
use super::super::settings::TlsAuthentication;
use super::super::timer::Timer;
use super::{Chosen, Configure, Next, Then};
use crate::finding::Finding;
use crate::root_hash::Hash;
use crate::time::Now;

/// From this release on the device has no port without TLS.
const TLS_ONLY_FROM: u16 = 16;

impl Configure {
    /// Is the device looked for as the provisioned one, since the changes are committed?
    fn is_provisioned(&self) -> bool {
        let mut begun = self.plan.steps().iter().take(self.at.saturating_add(1));
        begun.any(|step| *step == Step::Reconnect) && !self.known.at_setup
    }

    pub(in super::super) fn endpoint(&self) -> Endpoint {
        let provisioned = self.is_provisioned();
        let plain = provisioned
            && self.device.configuration.tls == TlsAuthentication::Unchanged
            && self.known.release.is_some_and(|release| release.major() < TLS_ONLY_FROM);
        let Chosen { certificate, candidate, path } = self.chosen;
        let prepared = self.service.certificates.get(certificate).filter(|_| !provisioned);
        let chain = prepared.map(|prepared| {
            prepared.presentation_of(candidate, path).map(<[u8]>::to_vec).collect()
        });
        let port = if plain { 16992 } else { 16993 };
        let pin = self.expected(provisioned);
        Endpoint { address: self.address, port, chain, tls: !plain, pin }
    }

    /// The one certificate that may answer, if it is known: after the restart the one that was stored,
    /// else what answered before, or what the embedder knows.
    fn expected(&self, provisioned: bool) -> Option<Hash> {
        let own = self.known.certificate.as_deref().filter(|_| provisioned);
        own.map(Hash::sha256).or(self.known.pin).or(self.device.pin)
    }

    pub(super) fn connected(
        &mut self,
        chain: &[&[u8]],
        now: Now,
        out: &mut Outbox<Output>,
    ) -> Next {
        let provisioned = self.is_provisioned();
        let Endpoint { tls, pin, .. } = self.endpoint();
        let leaf = chain.first().map(|leaf| Hash::sha256(leaf));
        if tls {
            let release = self.known.release.or(self.device.facts.release.value().copied());
            let judged = match pin {
                Some(_) if pin == leaf => Ok(PeerTrust::Pinned),
                Some(_) => Err(Finding::PeerChanged),
                None => self.service.peer.judge(chain, release),
            };
            let trust = match judged {
                Ok(trust) => trust,
                // The device may not have restarted yet, and show what it showed before.
                Err(Finding::PeerChanged) if provisioned => {
                    return self.no_connection(Finding::PeerChanged, Seen::Nothing, out);
                }
                Err(finding) => return Err(self.cause(finding, Seen::Nothing)),
            };
            self.known.self_signed |= trust == PeerTrust::SelfSigned;
            out.push(Output::Event(Event::PeerAccepted(trust)));
            if trust == PeerTrust::Unverified {
                self.note(Finding::PeerUnverifiedAccepted, Seen::Nothing, out);
            }
        }
        self.known.pin = leaf.or(self.known.pin);
        self.milestone = self.milestone.max(Milestone::Connected);
        self.new_connection = false;
        self.advance(now, out)
    }

    /// A connection was opened anew: the same device has to answer.
    pub(super) fn same_peer(&self, chain: &[&[u8]]) -> Next {
        let leaf = chain.first().map(|leaf| Hash::sha256(leaf));
        match self.known.pin {
            Some(_) if leaf != self.known.pin && self.endpoint().tls => {
                Err(self.cause(Finding::PeerChanged, Seen::Nothing))
            }
            _ => Ok(()),
        }
    }

    pub(super) fn not_connected(&mut self, why: ConnectFailure, out: &mut Outbox<Output>) -> Next {
        let seen = Seen::Connection(why);
        match why {
            // What the device refuses at first it will refuse again; after its restart it need not.
            ConnectFailure::Tls(_) if self.step() == Some(Step::Connect) => {
                Err(self.cause(Finding::TlsRefused, seen))
            }
            ConnectFailure::Tls(_) => self.no_connection(Finding::TlsRefused, seen, out),
            ConnectFailure::Tcp(_) => self.no_connection(Finding::DeviceUnreachable, seen, out),
        }
    }

    /// Another attempt, or the end.
    fn no_connection(&mut self, finding: Finding, seen: Seen, out: &mut Outbox<Output>) -> Next {
        self.efforts.lost = self.efforts.lost.saturating_add(1);
        if self.efforts.lost < self.service.transport_attempts {
            // If CommitChanges never arrived, the device is still where it was.
            self.known.at_setup = self.known.commit_lost && !self.known.at_setup;
            self.pause(Timer::Retry, Then::Again, out);
            return Ok(());
        }
        Err(self.cause(finding, seen))
    }
}
