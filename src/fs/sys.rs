//! System calls on descriptors, repeated when a signal interrupts them. The rest of this folder
//! builds on them.

use super::stat::Stat;
use rustix::fs::Mode;
use rustix::io::Errno;
use std::os::fd::{AsFd, BorrowedFd};

/// Repeats a call that a signal interrupted.
pub(super) fn uninterrupted<T>(mut call: impl FnMut() -> rustix::io::Result<T>) -> rustix::io::Result<T> {
    loop {
        match call() {
            Err(Errno::INTR) => {}
            other => return other,
        }
    }
}

pub(super) fn stat_of(fd: &impl AsFd) -> rustix::io::Result<Stat> {
    uninterrupted(|| rustix::fs::fstat(fd)).map(Stat::from)
}

pub(super) fn set_mode_of(fd: &impl AsFd, mode: u32) -> rustix::io::Result<()> {
    uninterrupted(|| rustix::fs::fchmod(fd, Mode::from_raw_mode(mode)))
}

/// A call that brings a file to the disk.
type Sync<'a> = fn(BorrowedFd<'a>) -> rustix::io::Result<()>;

/// Uses the first of these calls that is available: a file system may lack the one for a single
/// file, and a sandbox may forbid either.
pub(super) fn sync_by<'a>(calls: &[Sync<'a>], file: &'a impl AsFd) -> rustix::io::Result<()> {
    let mut answer = Err(Errno::NOSYS);
    for call in calls {
        answer = uninterrupted(|| call(file.as_fd()));
        if !matches!(answer, Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP | Errno::PERM)) {
            break;
        }
    }
    answer
}
