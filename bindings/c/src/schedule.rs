//! When devices send Hello messages, and how long they stay open for provisioning.

use core::mem::MaybeUninit;

use core_lib::{HelloSchedule, WallTime, WindowState, window_state};

use crate::evaluation::time;
use crate::guard::{guard, guard_or};
use crate::handle::put;
use crate::status::{Abi, amtp_status};

/// Is a device open for provisioning, as far as its Hellos tell?
///
/// Since: 0.1
#[derive(Clone, Copy)]
#[repr(i32)]
pub enum amtp_window {
    /// Nothing was told.
    None = 0,
    /// It is.
    Open = 1,
    /// By some sources it is, by others it is not; trying does no harm.
    MaybeClosed = 2,
    /// It is not, until somebody opens it again.
    Closed = 3,
}

impl From<WindowState> for amtp_window {
    fn from(state: WindowState) -> Self {
        match state {
            WindowState::Open => Self::Open,
            WindowState::MaybeClosed => Self::MaybeClosed,
            WindowState::Closed => Self::Closed,
        }
    }
}

/// How many Hellos a device sends: once a minute for 5 minutes, every 5 minutes for an hour, every hour for
/// 23 hours. That is a profile of products, no law of the firmware.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_hello_schedule_count() -> usize {
    guard_or(0, || Ok(HelloSchedule::PRODUCT.messages()))
}

/// When Hello number `index`, from 0, is due, in seconds after the start of the device.
///
/// Errors: `AMTP_ERR_INDEX`.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_hello_schedule_due(
    index: usize,
    out: Option<&mut MaybeUninit<u64>>,
) -> amtp_status {
    guard(|| put(out, HelloSchedule::PRODUCT.times().nth(index).ok_or(Abi::Index)?.as_secs()))
}

/// When the next Hello is expected, strictly after `now`; all in seconds since 1970 (UTC). The first Hello
/// that was received, at `first`, is taken for the first that was sent.
///
/// Errors: `AMTP_ERR_ABSENT` after the last.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_hello_schedule_next(
    first: i64,
    now: i64,
    out: Option<&mut MaybeUninit<i64>>,
) -> amtp_status {
    guard(|| {
        let (first, now) = (WallTime::from_unix(first), WallTime::from_unix(now));
        let next = HelloSchedule::PRODUCT.next_expected(first, now).ok_or(Abi::Absent)?;
        put(out, next.unix())
    })
}

/// Is a device open for provisioning at `now`? `first` and `last` are when its first and last Hello of the
/// current period were received, `extended_until` is the end of an extension that it confirmed, or
/// `AMTP_TIME_UNKNOWN`; all in seconds since 1970 (UTC). What the device itself says goes before.
///
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn amtp_hello_window(
    first: i64,
    last: i64,
    extended_until: i64,
    now: i64,
) -> amtp_window {
    guard_or(amtp_window::None, || {
        let [first, last, now] = [first, last, now].map(WallTime::from_unix);
        Ok(window_state(first, last, time(extended_until), now).into())
    })
}
