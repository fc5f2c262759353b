use alloc::sync::Arc;
use alloc::vec::Vec;
use core::net::IpAddr;

use super::configure::Configure;
use super::message::{Endpoint, Input, Output};
use super::one_time_password::OneTimePassword;
use super::outbox::Outbox;
use super::outcome::Seen;
use super::plan::{Plan, Way};
use super::session::{Session, service_point_session};
use super::settings::{DeviceSettings, ServicePoint};
use crate::error::Error;
use crate::finding::Finding;
use crate::root_hash::Hash;
use crate::time::Now;
use crate::uuid::Uuid;

/// The service point's session with a device whose client agent began it (F-INB).
#[derive(Debug)]
pub struct InBand(Session);

service_point_session!(InBand);

impl InBand {
    /// Begun by the site server's instruction. `address` is the wired one, also if the client is on
    /// wireless.
    ///
    /// `reported` is the hash of the one-time password that the agent reports now. It is compared
    /// with the agreed one before anything is sent to the device; what the device itself reports is
    /// compared too, and both must agree (DF-07).
    #[must_use]
    pub fn new(
        service: Arc<ServicePoint>,
        device: Arc<DeviceSettings>,
        uuid: Uuid,
        address: IpAddr,
        reported: Option<Hash>,
        now: Now,
    ) -> Self {
        let agreed = device.one_time_password;
        let mut configure = Configure::new(service, device, Way::InBand, uuid, address);
        let checked = match (agreed, reported) {
            (Some(agreed), Some(reported)) => {
                let agree = OneTimePassword::agree(&agreed, &reported);
                configure.known.one_time_password = agree;
                let mismatch = || configure.cause(Finding::OtpMismatch, Seen::Nothing);
                agree.then_some(()).ok_or_else(mismatch)
            }
            _ => Ok(()),
        };
        Self(Session::configure(configure, None, now, Outbox::new(now.monotonic), checked))
    }

    /// Goes on with a saved session.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Snapshot`](crate::ErrorKind::Snapshot) if the bytes are none of such a session,
    /// or do not fit the device's settings.
    pub fn restore(
        service: Arc<ServicePoint>,
        device: Arc<DeviceSettings>,
        snapshot: &[u8],
        now: Now,
    ) -> Result<Self, Error> {
        Session::restore(Way::InBand, service, Some(device), snapshot, now).map(Self)
    }
}
