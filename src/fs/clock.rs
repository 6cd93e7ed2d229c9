//! The clocks of the machine.

use crate::rules::timestamp::{Now, Timestamp};
use rustix::time::{ClockId, clock_gettime};
use std::time::Duration;

/// Reads both clocks; without a system call on usual machines.
pub(crate) fn now() -> Now {
    let wall = clock_gettime(ClockId::Realtime);
    let boot = clock_gettime(ClockId::Boottime);
    Now {
        wall: Timestamp { seconds: wall.tv_sec, nanoseconds: wall.tv_nsec as u32 },
        monotonic: Duration::new(boot.tv_sec as u64, boot.tv_nsec as u32),
    }
}
