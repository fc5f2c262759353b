use core::iter::repeat_n;
use core::time::Duration;

use crate::finding::Basis;
use crate::time::WallTime;

/// When a device sends its Hellos: a profile of products, no law of the firmware.
///
/// Times are wall-clock times, since hours pass between messages and servers restart in between. A
/// clock that is set back does no harm: time before the first Hello counts as that of the first
/// Hello.
///
/// ```
/// use core::time::Duration;
/// use amt_provisioning::{HelloSchedule, WallTime};
/// let schedule = HelloSchedule::PRODUCT;
/// assert_eq!((schedule.messages(), schedule.due(40)), (40, Some(Duration::from_secs(1445 * 60))));
///
/// let first: WallTime = "2026-11-21T12:00:00Z".parse()?;
/// let now: WallTime = "2026-11-21T12:04:30Z".parse()?;
/// let next = schedule.next_expected(first, now).unwrap();
/// assert_eq!(next.to_string(), "2026-11-21T12:09:00Z");
/// # Ok::<(), amt_provisioning::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HelloSchedule {
    /// The intervals, in their order.
    pub intervals: &'static [HelloInterval],
    /// On what authority it stands.
    pub basis: Basis,
    /// Where it is written; keys as in [`finding`](crate::finding).
    pub source: &'static str,
}

/// Some equal intervals, each of which ends with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HelloInterval {
    /// The length of one, in minutes.
    pub minutes: u16,
    /// How many follow one another.
    pub times: u8,
}

impl HelloSchedule {
    /// Once a minute for 5 minutes, every 5 minutes for an hour, every hour for 23 hours.
    pub const PRODUCT: Self = Self {
        intervals: &[
            HelloInterval { minutes: 1, times: 5 },
            HelloInterval { minutes: 5, times: 12 },
            HelloInterval { minutes: 60, times: 23 },
        ],
        basis: Basis::Microsoft,
        source: "MS-PROC",
    };

    /// When the messages are due, counted from the start of the device: the sums of the intervals.
    pub fn times(&self) -> impl Iterator<Item = Duration> + use<> {
        let intervals = self.intervals.iter();
        intervals.flat_map(|row| repeat_n(row.minutes, row.times.into())).scan(
            Duration::ZERO,
            |due, minutes| {
                *due =
                    due.saturating_add(Duration::from_secs(u64::from(minutes).saturating_mul(60)));
                Some(*due)
            },
        )
    }

    /// How many messages a device sends.
    #[must_use]
    pub fn messages(&self) -> usize {
        self.times().count()
    }

    /// When message number `message`, counted from 1, is due after the start of the device.
    #[must_use]
    pub fn due(&self, message: usize) -> Option<Duration> {
        self.times().nth(message.checked_sub(1)?)
    }

    /// When the next Hello is expected, strictly after `now`; `None` after the last.
    ///
    /// The first Hello that was received is taken for the first that was sent: the device started
    /// one interval, a minute, before it.
    #[must_use]
    pub fn next_expected(&self, first_received: WallTime, now: WallTime) -> Option<WallTime> {
        let first = self.times().next()?;
        let now = now.max(first_received);
        self.times()
            .map(|due| later(first_received, due.saturating_sub(first)))
            .find(|expected| *expected > now)
    }
}

fn later(time: WallTime, by: Duration) -> WallTime {
    let seconds = i64::try_from(by.as_secs()).unwrap_or(i64::MAX);
    WallTime::from_unix(time.unix().saturating_add(seconds))
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;

    const MINUTE: i64 = 60;

    fn at(seconds: i64) -> WallTime {
        WallTime::from_unix(seconds)
    }

    /// The minutes as the description counts them out.
    fn minutes() -> Vec<u64> {
        let mut minutes: Vec<u64> = (1..=5).collect();
        minutes.extend((10..=65).step_by(5));
        minutes.extend((125..=1445).step_by(60));
        minutes
    }

    #[test]
    fn forty_messages_in_a_day_and_five_minutes() {
        let schedule = HelloSchedule::PRODUCT;
        let due: Vec<u64> = schedule.times().map(|due| due.as_secs() / 60).collect();
        assert_eq!(due, minutes());
        assert_eq!(schedule.messages(), 40);
        for (message, minutes) in
            [(1, 1), (5, 5), (6, 10), (7, 15), (17, 65), (18, 125), (19, 185), (40, 1445)]
        {
            assert_eq!(schedule.due(message), Some(Duration::from_secs(minutes * 60)));
        }
        assert_eq!((schedule.due(0), schedule.due(41)), (None, None));
    }

    #[test]
    fn next_is_counted_from_a_minute_before_the_first() {
        let schedule = HelloSchedule::PRODUCT;
        let first = at(1_000_000);
        let after = |seconds| schedule.next_expected(first, at(first.unix() + seconds));
        for (seconds, expected) in [
            (0, Some(MINUTE)),
            (MINUTE - 1, Some(MINUTE)),
            (MINUTE, Some(2 * MINUTE)), // the one due now is not the next
            (4 * MINUTE, Some(9 * MINUTE)),
            (64 * MINUTE, Some(124 * MINUTE)),
            (1444 * MINUTE - 1, Some(1444 * MINUTE)),
            (1444 * MINUTE, None),
            (1_000_000, None),
            (-1, Some(MINUTE)), // a clock set back
            (-1_000_000, Some(MINUTE)),
        ] {
            assert_eq!(after(seconds), expected.map(|s| at(first.unix() + s)), "{seconds}");
        }
    }

    #[test]
    fn next_goes_through_all_messages_once() {
        let schedule = HelloSchedule::PRODUCT;
        let start = at(-MINUTE);
        let (first, mut now, mut seen) = (at(0), at(0), Vec::from([1]));
        while let Some(next) = schedule.next_expected(first, now) {
            seen.push(u64::try_from(next.unix() - start.unix()).unwrap() / 60);
            now = next;
        }
        assert_eq!(seen, minutes());
    }

    #[test]
    fn extreme_times_and_profiles_are_harmless() {
        let schedule = HelloSchedule::PRODUCT;
        assert_eq!(schedule.next_expected(WallTime::MAX, WallTime::MIN), None);
        assert_eq!(schedule.next_expected(WallTime::MIN, WallTime::MAX), None);
        let intervals = &[HelloInterval { minutes: u16::MAX, times: u8::MAX }; 3];
        let long = HelloSchedule { intervals, ..schedule };
        assert_eq!(long.due(765), Some(Duration::from_secs(65_535 * 765 * 60)));
        let none = HelloSchedule { intervals: &[], ..schedule };
        assert_eq!((none.messages(), none.next_expected(at(0), at(0))), (0, None));
    }
}
