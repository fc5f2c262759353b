//! The steps of a session, in their order (flows, F-OOB, 8.6 and 8.7).

use alloc::vec::Vec;
use core::fmt;

use super::mebx::{MebxDecision, MebxPassword};
use super::product::Product;
use super::settings::{DeviceSettings, TlsAuthentication};
use crate::release::Release;

/// Which of the two ways a service point comes to a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Way {
    /// Out of band: the device's Hello begins it.
    OutOfBand,
    /// In band: the client agent begins it.
    InBand,
}

/// A part of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Finding the device, its account and its state.
    Contact,
    /// What the device needs to be provisioned; ends with the read-back.
    One,
    /// What it is configured with afterwards.
    Two,
}

macro_rules! steps {
    ($($variant:ident $(($index:ident))? $stage:ident $text:literal)*) => {
        /// A step of a [`Plan`]. Steps of several of a kind carry their number, from 0.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Step {
            $(#[doc = concat!($text, ".")] $variant $(($index))?,)*
        }

        impl Step {
            /// The part of the session that it belongs to.
            #[must_use]
            pub const fn stage(self) -> Stage {
                match self { $(Self::$variant { .. } => Stage::$stage,)* }
            }

            /// What is done.
            #[must_use]
            pub const fn text(self) -> &'static str {
                match self { $(Self::$variant { .. } => $text,)* }
            }
        }
    };
}

steps! {
    Connect Contact "open a TLS connection with the provisioning certificate"
    Identify Contact "read the general settings, and find an account for it"
    ReadSetup Contact "read the provisioning state"
    ReadRelease Contact "read the firmware release"
    ExtendPeriod Contact "extend the provisioning period"
    DirectoryAccount Contact "create the directory account"

    ReadTime One "read the device's time"
    SetTime One "set the device's time"
    SetNames One "set host and domain name"
    AddRoot(u8) One "add a trusted root"
    ListKeys One "list the key pairs"
    GenerateKey One "generate a key pair"
    ReadKey One "read the public key"
    DeviceCertificate One "get the device's certificate issued"
    AddCertificate One "store the device's certificate"
    BindCertificate One "use the certificate for TLS"
    RemoteTls One "set TLS of the network interface"
    TlsGap One "let the device take the setting"
    LocalTls One "set TLS of the host interface"
    StoreAdminPassword One "make a new admin password and have it stored"
    SetAdminPassword One "set the admin password"
    CheckAdminPassword One "read with the new admin password"
    StoreMebxPassword One "make a new MEBx password and have it stored"
    SetMebxPassword One "set the MEBx password"
    Commit One "commit the changes"
    Settle One "let the device restart"
    Reconnect One "open a connection to the provisioned device"
    ReadBackState One "read the provisioning state back"
    ReadBackMode One "read the control mode back"

    ClearAcl Two "remove the entries of the access control list"
    AddAcl(u8) Two "add an entry to the access control list"
    Ping Two "set the answers to pings"
    WebUi Two "set the web user interface"
    Redirection Two "set serial over LAN and IDE redirection"
    Kerberos Two "enable Kerberos"
    ReadPower Two "read the power package"
    SetPower Two "set the power package"
    ClearWireless Two "delete the wireless profiles"
    ClearProfileCertificates Two "delete the certificates of those profiles"
    DetectWireless Two "see whether there is wireless management"
    AddWireless(u8) Two "add a wireless profile"
    Wired8021x Two "set the wired 802.1X profile"
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())?;
        match self {
            Self::AddRoot(index) | Self::AddAcl(index) | Self::AddWireless(index) => {
                write!(f, " (number {})", u16::from(*index).saturating_add(1))
            }
            _ => Ok(()),
        }
    }
}

/// The steps of a session, in their order: can be looked at before anything runs.
///
/// ```
/// use amt_provisioning::provisioning::{DeviceSettings, Plan, Product, Stage, Way};
/// let plan = Plan::new(Way::OutOfBand, Product::IntelGuide, &DeviceSettings::default(), None);
/// for step in plan.steps().iter().filter(|step| step.stage() == Stage::One) {
///     println!("{step}");
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan(Vec<Step>);

impl Plan {
    /// For a device with these settings. Before its release is known, steps that depend on it are
    /// left out; they all come after [`Step::ReadRelease`].
    #[must_use]
    pub fn new(
        way: Way,
        product: Product,
        device: &DeviceSettings,
        release: Option<Release>,
    ) -> Self {
        let habits = product.habits();
        let wanted = &device.configuration;
        let options = way == Way::OutOfBand || habits.options_in_band;
        let roots = match &wanted.tls {
            TlsAuthentication::Mutual { roots, .. } => roots.len(),
            TlsAuthentication::Unchanged | TlsAuthentication::Server => 0,
        };
        let tls = wanted.tls != TlsAuthentication::Unchanged;
        let mebx = wanted.mebx.decide(release) != MebxDecision::Leave;
        let random = wanted.mebx.password == MebxPassword::Random;
        let mode = release.is_some_and(has_control_mode);
        let wireless = habits.wireless && wanted.wireless.is_some();
        let numbers = |count: usize| 0..u8::try_from(count).unwrap_or(u8::MAX);

        let mut steps = Vec::new();
        let mut add = |wanted: bool, more: &[Step]| {
            if wanted {
                steps.extend_from_slice(more);
            }
        };
        add(true, &[Step::Connect, Step::Identify, Step::ReadSetup, Step::ReadRelease]);
        add(device.extend_period.is_some(), &[Step::ExtendPeriod]);
        add(wanted.kerberos && habits.directory_account, &[Step::DirectoryAccount]);

        add(true, &[Step::ReadTime, Step::SetTime, Step::SetNames]);
        numbers(roots).for_each(|index| add(true, &[Step::AddRoot(index)]));
        add(tls, &[Step::ListKeys, Step::GenerateKey, Step::ReadKey, Step::DeviceCertificate]);
        add(tls, &[Step::AddCertificate, Step::BindCertificate]);
        add(tls, &[Step::RemoteTls, Step::TlsGap, Step::LocalTls]);
        add(true, &[Step::StoreAdminPassword, Step::SetAdminPassword, Step::CheckAdminPassword]);
        add(mebx && random, &[Step::StoreMebxPassword]);
        add(mebx, &[Step::SetMebxPassword]);
        add(true, &[Step::Commit, Step::Settle, Step::Reconnect, Step::ReadBackState]);
        add(mode, &[Step::ReadBackMode]);

        if let Some(acl) = &wanted.acl {
            add(true, &[Step::ClearAcl]);
            numbers(acl.len()).for_each(|index| add(true, &[Step::AddAcl(index)]));
        }
        add(options && wanted.ping.is_some(), &[Step::Ping]);
        add(options && wanted.web_ui.is_some(), &[Step::WebUi]);
        add(options && wanted.redirection.is_some(), &[Step::Redirection]);
        add(wanted.kerberos, &[Step::Kerberos]);
        let power = habits.fixed_power || wanted.power_scheme.is_some();
        add(power, &[Step::ReadPower, Step::SetPower]);
        add(wireless, &[Step::DetectWireless, Step::ClearWireless]);
        add(wireless, &[Step::ClearProfileCertificates]);
        let profiles = wanted.wireless.as_ref().filter(|_| wireless).map_or(0, Vec::len);
        numbers(profiles).for_each(|index| add(true, &[Step::AddWireless(index)]));
        add(habits.wireless && wanted.wired_8021x.is_some(), &[Step::Wired8021x]);
        Self(steps)
    }

    /// The steps.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    pub(super) fn get(&self, at: usize) -> Option<Step> {
        self.0.get(at).copied()
    }
}

/// `IPS_HostBasedSetupService`, which tells the control mode, exists from 6.2 on.
fn has_control_mode(release: Release) -> bool {
    release >= Release::new(6, 2, 0, 0)
}
