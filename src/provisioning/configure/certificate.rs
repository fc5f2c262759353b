//! The device's certificate: requested, awaited, checked (F-DEVCERT).

use alloc::sync::Arc;

use super::super::message::Output;
use super::super::outbox::Outbox;
use super::super::outcome::Seen;
use super::super::timer::Timer;
use super::{Configure, Next, Then, Wait};
use crate::certificate::Certificate;
use crate::finding::Finding;
use crate::oid;
use crate::time::Now;

impl Configure {
    /// Asks for the certificate once, and whether it is there.
    pub(super) fn look_for_certificate(&mut self, out: &mut Outbox<Output>) {
        if self.tries == 0 {
            out.push(Output::RequestDeviceCertificate {
                fqdn: self.device.fqdn(),
                public_key: Arc::from(self.known.public_key.as_slice()),
            });
        }
        self.tries = self.tries.saturating_add(1);
        self.look(out);
    }

    pub(super) fn look(&mut self, out: &mut Outbox<Output>) {
        out.push(Output::LookForDeviceCertificate { look: self.tries });
        self.rest(Wait::Certificate, Timer::Embedder, out);
    }

    pub(super) fn certificate_look(
        &mut self,
        found: Option<&[u8]>,
        now: Now,
        out: &mut Outbox<Output>,
    ) -> Next {
        match found {
            Some(der) if self.is_ours(der, now) => {
                self.known.certificate = Some(Arc::from(der));
                self.advance(now, out)
            }
            Some(_) => Err(self.cause(Finding::DeviceCertificateUnfit, Seen::Nothing)),
            None if self.tries < self.service.certificate_looks => {
                self.pause(Timer::DeviceCertificate, Then::Again, out);
                Ok(())
            }
            None => {
                let looks = Seen::Times(self.tries);
                Err(self.cause(Finding::DeviceCertificateMissing, looks))
            }
        }
    }

    /// Is it for this device: its name and key, for a TLS server, valid now?
    fn is_ours(&self, der: &[u8], now: Now) -> bool {
        let Ok(certificate) = Certificate::parse(der) else { return false };
        let fqdn = self.device.fqdn();
        let same = |name: &[u8]| name.eq_ignore_ascii_case(fqdn.as_bytes());
        let named = certificate.dns_names().any(same)
            || certificate.subject().common_names().any(|name| same(name.bytes()));
        let key = certificate.public_key();
        let wanted = self.known.public_key.as_slice();
        // RSA keys come without the SubjectPublicKeyInfo around them.
        let keyed = [key.spki(), key.key()].contains(&wanted);
        let purpose = certificate
            .key_purposes()
            .is_none_or(|mut purposes| purposes.any(|purpose| purpose == oid::SERVER_AUTH));
        named && keyed && purpose && certificate.validity().contains(now.wall)
    }
}
