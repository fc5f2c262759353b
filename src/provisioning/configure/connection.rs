//! The connection to the device: where it leads, and who answers.

use super::super::message::{Endpoint, Event, Output};
use super::super::outbox::Outbox;
use super::super::outcome::{ConnectFailure, Milestone, Seen};
use super::super::peer::{PeerRules, PeerTrust};
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
    /// Are the changes committed, so that the device answers as the provisioned one?
    fn is_committed(&self) -> bool {
        self.plan
            .steps()
            .iter()
            .take(self.at.saturating_add(1))
            .any(|step| *step == Step::Reconnect)
    }

    pub(in super::super) fn endpoint(&self) -> Endpoint {
        let provisioned = self.is_committed();
        let plain = provisioned
            && self.device.configuration.tls == TlsAuthentication::Unchanged
            && self.known.release.is_some_and(|release| release.major() < TLS_ONLY_FROM);
        let Chosen { certificate, candidate, path } = self.chosen;
        let prepared = self.service.certificates.get(certificate).filter(|_| !provisioned);
        let chain = prepared.map(|prepared| {
            prepared.presentation_of(candidate, path).map(<[u8]>::to_vec).collect()
        });
        let port = if plain { 16992 } else { 16993 };
        Endpoint { address: self.address, port, chain, tls: !plain }
    }

    pub(super) fn connected(
        &mut self,
        chain: &[&[u8]],
        now: Now,
        out: &mut Outbox<Output>,
    ) -> Next {
        let provisioned = self.is_committed();
        if self.endpoint().tls {
            let own = self.known.certificate.as_deref().filter(|_| provisioned);
            let pin = own.map(Hash::sha256).or(self.service.peer.pin);
            let rules = PeerRules { pin, ..self.service.peer.clone() };
            let trust = rules
                .judge(chain, self.known.release.or(self.device.facts.release.value().copied()))
                .map_err(|finding| self.cause(finding, Seen::Nothing))?;
            self.known.pin = chain.first().map(|leaf| Hash::sha256(leaf));
            out.push(Output::Event(Event::PeerAccepted(trust)));
            if trust == PeerTrust::Unverified {
                let note = self.cause(Finding::PeerUnverifiedAccepted, Seen::Nothing);
                out.push(Output::Event(Event::Note(note)));
            }
        }
        self.milestone = self.milestone.max(Milestone::Connected);
        self.new_connection = false;
        self.advance(now, out)
    }

    /// A connection was opened anew: the same device has to answer.
    pub(super) fn same_peer(&self, chain: &[&[u8]]) -> Next {
        let leaf = chain.first().map(|leaf| Hash::sha256(leaf));
        match self.known.pin {
            Some(_) if leaf != self.known.pin => {
                Err(self.cause(Finding::PeerChanged, Seen::Nothing))
            }
            _ => Ok(()),
        }
    }

    pub(super) fn not_connected(&mut self, why: ConnectFailure, out: &mut Outbox<Output>) -> Next {
        self.tries = self.tries.saturating_add(1);
        let finding = match why {
            // What the device refuses at first it will refuse again; after its restart it need not.
            ConnectFailure::Tls(_) if self.step() == Some(Step::Connect) => {
                Some(Finding::TlsRefused)
            }
            _ if self.tries < self.service.transport_attempts => None,
            ConnectFailure::Tls(_) => Some(Finding::TlsRefused),
            ConnectFailure::Tcp(_) => Some(Finding::DeviceUnreachable),
        };
        match finding {
            Some(finding) => Err(self.cause(finding, Seen::Connection(why))),
            None => {
                self.pause(Timer::Retry, Then::Again, out);
                Ok(())
            }
        }
    }
}
