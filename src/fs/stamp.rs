//! The timestamps that a file system gives to changed files.

use super::dir::Dir;
use super::open_file::OpenFile;
use super::temporary::HeldFile;
use crate::error::Result;
use crate::rules::change_time::{COARSEST, Visibility, visibility};
use crate::rules::temporary::Temporary;
use crate::rules::timestamp::Timestamp;
use std::time::{Duration, Instant};

/// The longest that the timestamps of a file system may take to advance.
const PATIENCE: Duration = COARSEST.saturating_add(Duration::from_millis(500));
/// The longest pause between two looks at them.
const LONGEST_PAUSE: Duration = Duration::from_millis(16);

/// Waits until a change would be visible on a file system whose timestamps may be coarser than the
/// kernel's clock, or that has a clock of its own: until a file of our own in `dir` gets a later
/// timestamp than `ctime` when it is changed. Returns whether that happened.
pub(crate) fn outlast_stamp(dir: &Dir, ctime: Timestamp) -> Result<bool> {
    let HeldFile { name, file: probe, .. } = dir.create_held(Temporary::Probe, 0o600)?;
    let outlasted = outlast_stamp_of(&probe, ctime);
    // NFS keeps a removed file for as long as it is open.
    drop(probe);
    dir.unlink(&name)?;
    outlasted
}

fn outlast_stamp_of(probe: &OpenFile, ctime: Timestamp) -> Result<bool> {
    let start = Instant::now();
    let mut pause = Duration::from_millis(1);
    loop {
        change(probe)?;
        match visibility(ctime, probe.stat()?.ctime) {
            Visibility::Sure => return Ok(true),
            Visibility::NotYet if start.elapsed() < PATIENCE => {}
            Visibility::NotYet | Visibility::AheadOfClock => return Ok(false),
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// Changes the content, as the writers do whose changes must be visible; on a full file system, at
/// least the times.
fn change(probe: &OpenFile) -> Result<()> {
    probe.write_at(b"x", 0).or_else(|_| probe.touch())
}
