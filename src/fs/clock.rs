//! The clocks of the machine.

use crate::rules::timestamp::{Now, Timestamp};
use rustix::time::{ClockId, clock_gettime};
use std::time::Duration;

/// Reads both clocks, on most machines without a system call.
pub(crate) fn now() -> Now {
    let wall = clock_gettime(ClockId::Realtime);
    let boot = clock_gettime(ClockId::Boottime);
    Now {
        wall: Timestamp { seconds: wall.tv_sec, nanoseconds: wall.tv_nsec as u32 },
        monotonic: Duration::new(boot.tv_sec as u64, boot.tv_nsec as u32),
    }
}

/// Waits until a further change would be visible. A file system takes its timestamps from a clock
/// that ticks 100 to 1000 times a second, so on kernels before 6.13 a change within the tick of
/// `ctime` leaves it unchanged.
pub(crate) fn outlast_tick(ctime: Timestamp) {
    let ticks = || {
        let now = clock_gettime(ClockId::RealtimeCoarse);
        (now.tv_sec, now.tv_nsec) == (ctime.seconds, i64::from(ctime.nanoseconds))
    };
    while ticks() {
        std::thread::sleep(Duration::from_millis(1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_current_tick_is_waited_for() {
        let coarse = clock_gettime(ClockId::RealtimeCoarse);
        let now = Timestamp { seconds: coarse.tv_sec, nanoseconds: coarse.tv_nsec as u32 };
        outlast_tick(now);
        let later = clock_gettime(ClockId::RealtimeCoarse);
        assert_ne!((coarse.tv_sec, coarse.tv_nsec), (later.tv_sec, later.tv_nsec));
        // Neither a finer clock nor one that was set back delays this: it returns at once.
        outlast_tick(Timestamp { seconds: i64::MAX, ..now });
    }
}
