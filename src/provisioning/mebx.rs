//! Whether the MEBx password is set: it depends on what happened before, and on the release.

use super::settings::SecretRef;
use crate::device::Fact;
use crate::release::Release;

/// What to do about the MEBx password.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MebxSettings {
    /// The password to set.
    pub password: MebxPassword,
    /// Whether somebody changed it before.
    pub changed: Fact<bool>,
    /// The device's policy, if it is known.
    pub policy: Fact<MebxPolicy>,
}

/// Which password MEBx gets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MebxPassword {
    /// None: it stays as it is.
    #[default]
    Unchanged,
    /// One that the embedder holds.
    Stored(SecretRef),
    /// A new random one.
    Random,
}

impl MebxPassword {
    pub(super) const fn stored(self) -> Option<SecretRef> {
        match self {
            Self::Stored(reference) => Some(reference),
            Self::Unchanged | Self::Random => None,
        }
    }
}

/// When a device lets its MEBx password be set over the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MebxPolicy {
    /// While it is the default one; the usual policy.
    DefaultPasswordOnly,
    /// During setup.
    DuringSetup,
    /// At any time.
    Anytime,
}

/// What becomes of the MEBx password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MebxDecision {
    /// It is left alone.
    Leave,
    /// It is tried; a refusal is noted and is no failure (DF-11).
    Try,
    /// It must be set, since CommitChanges fails without.
    Require,
}

impl MebxSettings {
    /// From this release on CommitChanges wants a MEBx password.
    const REQUIRED_FROM: u16 = 19;

    /// The decision for a device in setup over TLS-PKI.
    #[must_use]
    pub fn decide(&self, release: Option<Release>) -> MebxDecision {
        let required = release.is_some_and(|release| release.major() >= Self::REQUIRED_FROM);
        let default_only =
            matches!(self.policy.value(), None | Some(MebxPolicy::DefaultPasswordOnly));
        match self.password {
            MebxPassword::Unchanged => MebxDecision::Leave,
            _ if required => MebxDecision::Require,
            _ if default_only && self.changed.value() == Some(&true) => MebxDecision::Leave,
            _ => MebxDecision::Try,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decisions() {
        let release = |major| Some(Release::new(major, 0, 0, 0));
        let stored = MebxPassword::Stored(SecretRef(1));
        let anytime = Fact::known(MebxPolicy::Anytime);
        let usual = Fact::known(MebxPolicy::DefaultPasswordOnly);
        for (password, changed, policy, release, decision) in [
            (
                MebxPassword::Unchanged,
                Fact::Unknown,
                Fact::Unknown,
                release(19),
                MebxDecision::Leave,
            ),
            (stored, Fact::Unknown, Fact::Unknown, release(18), MebxDecision::Try),
            (stored, Fact::Unknown, Fact::Unknown, release(19), MebxDecision::Require),
            (stored, Fact::Unknown, Fact::Unknown, None, MebxDecision::Try),
            (stored, Fact::known(true), Fact::Unknown, release(11), MebxDecision::Leave),
            (stored, Fact::known(true), usual, release(11), MebxDecision::Leave),
            (stored, Fact::known(false), usual, release(11), MebxDecision::Try),
            (stored, Fact::known(true), anytime, release(11), MebxDecision::Try),
            (MebxPassword::Random, Fact::known(true), usual, release(19), MebxDecision::Require),
        ] {
            let settings = MebxSettings { password, changed, policy };
            assert_eq!(settings.decide(release), decision, "{settings:?} {release:?}");
        }
    }
}
