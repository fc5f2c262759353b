//! What a session has learned, and what its current step has cost.

use super::super::operation::{Instance, ProvisioningState};
use super::super::settings::{KerberosSettings, SecretRef};
use crate::release::Release;
use crate::root_hash::Hash;
use crate::time::WallTime;

use alloc::sync::Arc;
use alloc::vec::Vec;

/// What was learned from the device and the embedder.
#[derive(Debug, Default)]
pub(in super::super) struct Known {
    pub(in super::super) release: Option<Release>,
    pub(in super::super) realm: Vec<u8>,
    /// SHA-256 of the certificate that answers, and whether it was taken as self-signed.
    pub(in super::super) pin: Option<Hash>,
    pub(in super::super) self_signed: bool,
    /// The agreed one-time password was reported, and is right.
    pub(in super::super) one_time_password: bool,
    /// The device's time, and the caller's when it told it.
    pub(in super::super) time: Option<(WallTime, WallTime)>,
    pub(in super::super) keys: Vec<Instance>,
    /// The answer to the generation of the key was lost.
    pub(in super::super) key_lost: bool,
    pub(in super::super) key: Option<Instance>,
    pub(in super::super) public_key: Vec<u8>,
    /// The device's certificate, DER, and its instance in the device.
    pub(in super::super) certificate: Option<Arc<[u8]>>,
    pub(in super::super) duplicate: bool,
    pub(in super::super) stored: Option<Instance>,
    pub(in super::super) admin: Option<SecretRef>,
    pub(in super::super) mebx: Option<SecretRef>,
    pub(in super::super) mebx_sent: bool,
    pub(in super::super) commit_lost: bool,
    /// After a lost answer to CommitChanges the device is looked for where it was before.
    pub(in super::super) at_setup: bool,
    /// What was read last, and nothing since.
    pub(in super::super) state: Option<ProvisioningState>,
    pub(in super::super) mode: Option<u32>,
    /// The entry of the access control list to remove next.
    pub(in super::super) acl: Option<u32>,
    /// So many were removed.
    pub(in super::super) removed: u8,
    pub(in super::super) kerberos: Option<KerberosSettings>,
}

/// What the current step has cost so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Efforts {
    /// Connections and calls that came to nothing.
    pub(in super::super) lost: u8,
    /// Looks for what somebody else has to do.
    pub(in super::super) looks: u8,
    /// A refusal of the account was excused.
    pub(in super::super) excused: bool,
    /// A call may have had its effect, though its answer was lost.
    pub(in super::super) acted: bool,
}

/// The chosen certificate, and which of its paths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Chosen {
    pub(in super::super) certificate: usize,
    pub(in super::super) candidate: usize,
    pub(in super::super) path: usize,
}
