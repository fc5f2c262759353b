use alloc::sync::Arc;
use alloc::vec::Vec;
use core::net::IpAddr;

use super::message::{Endpoint, Input, Output};
use super::plan::{Plan, Way};
use super::session::{Resolving, Session, service_point_session};
use super::settings::{DeviceSettings, ServicePoint};
use crate::error::Error;
use crate::hello::Hello;
use crate::time::Now;
use crate::uuid::Uuid;

/// The service point's session with a device that sent a Hello (F-OOB).
#[derive(Debug)]
pub struct OutOfBand(Session);

service_point_session!(OutOfBand);

impl OutOfBand {
    /// Begun by a Hello that came from this address. It is a trigger, not evidence (I-18).
    #[must_use]
    pub fn new(service: Arc<ServicePoint>, hello: &Hello<'_>, from: IpAddr, now: Now) -> Self {
        let (uuid, hashes) = (hello.uuid(), hello.root_hashes());
        Self(Session::resolve(Resolving { service, uuid, address: from, hashes }, now))
    }

    /// Goes on with a saved session. `device` is what the registry said about it; nothing if it had
    /// not yet.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Snapshot`](crate::ErrorKind::Snapshot) if the bytes are none of such a session,
    /// or do not fit the device's settings.
    pub fn restore(
        service: Arc<ServicePoint>,
        device: Option<Arc<DeviceSettings>>,
        snapshot: &[u8],
        now: Now,
    ) -> Result<Self, Error> {
        Session::restore(Way::OutOfBand, service, device, snapshot, now).map(Self)
    }
}
