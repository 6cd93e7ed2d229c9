//! The clocks of the machine.

use super::dir::Dir;
use super::file;
use super::temporary::HeldFile;
use crate::error::Result;
use crate::rules::change_time::{COARSEST, Visibility, visibility};
use crate::rules::temporary::Temporary;
use crate::rules::timestamp::{Now, Timestamp};
use rustix::time::{ClockId, clock_gettime};
use std::fs::File;
use std::path::Path;
use std::time::{Duration, Instant};

/// How long the stamps of a file system may take to go on.
const PATIENCE: Duration = COARSEST.saturating_add(Duration::from_millis(500));
/// The longest pause between two looks at them.
const LONGEST_PAUSE: Duration = Duration::from_millis(16);

/// Reads both clocks; without a system call on usual machines.
pub(crate) fn now() -> Now {
    let wall = clock_gettime(ClockId::Realtime);
    let boot = clock_gettime(ClockId::Boottime);
    Now {
        wall: Timestamp { seconds: wall.tv_sec, nanoseconds: wall.tv_nsec as u32 },
        monotonic: Duration::new(boot.tv_sec as u64, boot.tv_nsec as u32),
    }
}

/// Waits until a change would show: a file system dates changes by a clock that ticks 100 to 1000 times a second, so that on
/// kernels before 6.13 a change within the tick of `ctime` leaves it as it is.
pub(crate) fn outlast_tick(ctime: Timestamp) {
    let ticks = || {
        let now = clock_gettime(ClockId::RealtimeCoarse);
        (now.tv_sec, now.tv_nsec) == (ctime.seconds, i64::from(ctime.nanoseconds))
    };
    while ticks() {
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// The same for a file system that may keep coarser stamps than the kernel's clock, or has a clock of its own: waits until a file
/// of our own in `dir` gets a later stamp than `ctime` when it is changed. Returns whether
/// that came to pass.
pub(crate) fn outlast_stamp(dir: &Dir, ctime: Timestamp) -> Result<bool> {
    let HeldFile { name, file: probe, .. } = dir.create_held(Temporary::Probe, 0o600)?;
    let outlasted = outlast_stamp_of(&probe, &dir.path_of(&name), ctime);
    // NFS keeps a removed file for as long as it is open.
    drop(probe);
    dir.unlink(&name)?;
    outlasted
}

fn outlast_stamp_of(probe: &File, path: &Path, ctime: Timestamp) -> Result<bool> {
    let start = Instant::now();
    let mut pause = Duration::from_millis(1);
    loop {
        change(probe, path)?;
        match visibility(ctime, file::stat(probe, path)?.ctime) {
            Visibility::Sure => return Ok(true),
            Visibility::NotYet if start.elapsed() < PATIENCE => {}
            Visibility::NotYet | Visibility::AheadOfClock => return Ok(false),
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// Changes the content, as the writers do whose changes must show; on a full file system, at least the times.
fn change(probe: &File, path: &Path) -> Result<()> {
    file::write_at(probe, b"x", 0, path).or_else(|_| file::touch(probe, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happened_in_this_tick_is_waited_for_and_nothing_else() {
        let coarse = clock_gettime(ClockId::RealtimeCoarse);
        let now = Timestamp { seconds: coarse.tv_sec, nanoseconds: coarse.tv_nsec as u32 };
        outlast_tick(now);
        let later = clock_gettime(ClockId::RealtimeCoarse);
        assert_ne!((coarse.tv_sec, coarse.tv_nsec), (later.tv_sec, later.tv_nsec));
        // Neither a finer clock nor one that was set back is waited for: this ends at once.
        outlast_tick(Timestamp { seconds: i64::MAX, ..now });
    }
}
