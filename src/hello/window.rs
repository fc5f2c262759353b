use crate::finding::{Basis, Finding};
use crate::time::WallTime;

/// Devices are open for so long after a Hello "in most cases" (IRG
/// intelamtenhancementsforremoteconfiguration.htm), in seconds.
const OPEN: i64 = 6 * 3600;

/// The last message of [`HelloSchedule::PRODUCT`](crate::HelloSchedule::PRODUCT), in seconds.
const LAST_MESSAGE: i64 = 1445 * 60;

/// Is a device's network interface open for provisioning, as far as its Hellos tell (H-20, DF-06)?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WindowState {
    /// It is.
    Open,
    /// By some sources it is, by others it is not; trying does no harm.
    MaybeClosed,
    /// It is not, until somebody opens it again.
    Closed,
}

impl WindowState {
    /// [`Finding::InterfaceClosed`] if it is closed.
    #[must_use]
    pub const fn finding(self) -> Option<Finding> {
        match self {
            Self::Closed => Some(Finding::InterfaceClosed),
            Self::Open | Self::MaybeClosed => None,
        }
    }
}

/// Tells from the Hellos of a device whether it is open for provisioning at `now`.
///
/// What the device itself says goes before: see [`DeviceFacts::interface_open`]. `first_hello` and
/// `last_hello` were received in the current period, which begins anew when the device is opened
/// again. `extended_until` is the end of an extension that the device confirmed
/// (`ExtendProvisioningPeriod`).
///
/// | state | when |
/// | --- | --- |
/// | open | within the extension, or less than 6 hours after the last Hello |
/// | closed | otherwise, if an extension has run out since the last Hello, or more than 24 hours and 5 minutes after the first |
/// | maybe closed | otherwise |
///
/// Wall-clock times, as in [`HelloSchedule`](crate::HelloSchedule); a clock that is set back makes
/// Hellos look recent, never old. The sources, which differ: [`WindowStatement::ALL`].
///
/// ```
/// use amt_provisioning::{WallTime, WindowState, window_state};
/// let hello: WallTime = "2026-11-21T12:00:00Z".parse()?;
/// for (now, state) in [
///     ("2026-11-21T17:59:59Z", WindowState::Open),
///     ("2026-11-21T18:00:00Z", WindowState::MaybeClosed),
///     ("2026-11-22T12:05:01Z", WindowState::Closed),
/// ] {
///     assert_eq!(window_state(hello, hello, None, now.parse()?), state);
/// }
/// # Ok::<(), amt_provisioning::Error>(())
/// ```
///
/// [`DeviceFacts::interface_open`]: crate::DeviceFacts::interface_open
#[must_use]
pub fn window_state(
    first_hello: WallTime,
    last_hello: WallTime,
    extended_until: Option<WallTime>,
    now: WallTime,
) -> WindowState {
    let age = |hello: WallTime| now.unix().saturating_sub(hello.unix());
    let last_hello = last_hello.max(first_hello);
    let extended = extended_until.is_some_and(|until| now < until);
    // A Hello after the end of the extension shows that the device was opened again.
    let ran_out = extended_until.is_some_and(|until| last_hello < until);
    if extended || age(last_hello) < OPEN {
        WindowState::Open
    } else if ran_out || age(first_hello) > LAST_MESSAGE {
        WindowState::Closed
    } else {
        WindowState::MaybeClosed
    }
}

/// What one source says about how long devices are open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WindowStatement {
    /// The longest time it names, in hours.
    pub hours: Option<u16>,
    /// What it says.
    pub text: &'static str,
    /// On what authority it stands.
    pub basis: Basis,
    /// Where it is written; keys as in [`finding`](crate::finding), and papers of OEMs.
    pub source: &'static str,
}

impl WindowStatement {
    /// The sources behind [`window_state`], which differ.
    pub const ALL: &'static [Self] = &[
        Self {
            hours: Some(6),
            text: "open for a limited time, in most cases 6 hours, then closed; opened again by a local agent, from release 6 on also in MEBx or with a USB key",
            basis: Basis::IntelGuide,
            source: "IRG intelamtenhancementsforremoteconfiguration.htm",
        },
        Self {
            hours: Some(255),
            text: "open for at most 255 hours after the first Hello; the server may set the period to 1 to 24 hours",
            basis: Basis::IntelGuide,
            source: "IRG remotesetupandconfigurationflow.htm",
        },
        Self {
            hours: Some(24),
            text: "ExtendProvisioningPeriod adds at most 24 hours a call; not called in time, the interface closes",
            basis: Basis::IntelOther,
            source: "LMS AMT_SetupAndConfigurationService",
        },
        Self {
            hours: Some(24),
            text: "messages are sent for about 24 hours",
            basis: Basis::Microsoft,
            source: "MS-PROC",
        },
        Self {
            hours: Some(6),
            text: "a device whose server is not there for more than six hours stops",
            basis: Basis::IntelOther,
            source: "Altiris Out of Band Management 7.0 SP3, page 60",
        },
        Self {
            hours: Some(6),
            text: "set by the OEM; notebooks were shipped with 0, and send no Hello until an agent opens them for 6 hours",
            basis: Basis::IntelOther,
            source: "HP dc7900 paper, page 27; HP notebook paper of 2011, page 21",
        },
        Self {
            hours: Some(6),
            text: "opening again gives another 6 hours",
            basis: Basis::IntelOther,
            source: "HP 8100 paper, page 40",
        },
    ];
}

#[cfg(test)]
mod tests {
    use super::WindowState::{Closed, MaybeClosed, Open};
    use super::*;
    use crate::HelloSchedule;

    const HOUR: i64 = 3600;
    const DAY: i64 = 24 * HOUR + 5 * 60;

    #[test]
    fn states_and_their_borders() {
        let at = WallTime::from_unix;
        // first Hello 0; last Hello, end of the extension, now
        for (last, extended, now, expected) in [
            (0, None, 0, Open),
            (0, None, 6 * HOUR - 1, Open),
            (0, None, 6 * HOUR, MaybeClosed),
            (5 * HOUR, None, 11 * HOUR - 1, Open),
            (5 * HOUR, None, 11 * HOUR, MaybeClosed),
            (0, None, DAY, MaybeClosed),
            (0, None, DAY + 1, Closed),
            // A Hello of the last six hours outweighs the first one's age.
            (20 * HOUR, None, DAY + 1, Open),
            (20 * HOUR, None, 26 * HOUR, Closed),
            // Extensions.
            (0, Some(10 * HOUR), 10 * HOUR - 1, Open),
            (0, Some(10 * HOUR), 10 * HOUR, Closed),
            (0, Some(HOUR), 2 * HOUR, Open),
            (0, Some(HOUR), 6 * HOUR, Closed),
            (0, Some(30 * HOUR), 30 * HOUR - 1, Open),
            (HOUR, Some(HOUR), 7 * HOUR, MaybeClosed), // opened again when it had run out
            (HOUR, Some(HOUR + 1), 7 * HOUR, Closed),
            // A clock set back.
            (0, None, -HOUR, Open),
            (0, None, -1000 * HOUR, Open),
            (0, Some(-HOUR), -2 * HOUR, Open),
            // Hellos in the wrong order.
            (-7 * HOUR, None, HOUR, Open),
        ] {
            let state = window_state(at(0), at(last), extended.map(at), at(now));
            assert_eq!(state, expected, "{last} {extended:?} {now}");
        }
        let (min, max) = (WallTime::MIN, WallTime::MAX);
        assert_eq!(window_state(min, min, Some(min), max), Closed);
        assert_eq!(window_state(max, max, Some(max), min), Open);
    }

    #[test]
    fn it_outlasts_the_schedule_and_the_shortest_statement() {
        let schedule = HelloSchedule::PRODUCT;
        let last = schedule.due(schedule.messages()).unwrap().as_secs();
        assert_eq!(i64::try_from(last).unwrap(), LAST_MESSAGE);
        let shortest = WindowStatement::ALL.iter().filter_map(|row| row.hours).min().unwrap();
        assert_eq!(i64::from(shortest) * HOUR, OPEN);
    }

    #[test]
    fn closed_is_a_finding() {
        assert_eq!(Closed.finding(), Some(Finding::InterfaceClosed));
        assert_eq!((Open.finding(), MaybeClosed.finding()), (None, None));
    }
}
