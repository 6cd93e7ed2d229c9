//! The room left on the file system of a folder.

use super::dir::Dir;
use super::host::effective_user;
use super::sys::uninterrupted;

/// What this user can still create there. `None`: the file system does not report it, for example
/// because it has no fixed number of inodes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Room {
    pub(crate) bytes: Option<u64>,
    pub(crate) inodes: Option<u64>,
}

/// Asks the file system. After any error nothing is known.
pub(crate) fn room(dir: &Dir) -> Room {
    let Ok(statfs) = uninterrupted(|| rustix::fs::fstatfs(dir)) else { return Room::default() };
    #[allow(clippy::unnecessary_cast, reason = "the widths of these fields differ between architectures")]
    let (total, free, all_free, block, inodes, free_inodes) = (
        statfs.f_blocks as u64,
        statfs.f_bavail as u64,
        statfs.f_bfree as u64,
        statfs.f_bsize as u64,
        statfs.f_files as u64,
        statfs.f_ffree as u64,
    );
    // The reserved part is for root.
    let free = if effective_user() == 0 { all_free } else { free };
    Room { bytes: (total > 0).then(|| free.saturating_mul(block)), inodes: (inodes > 0).then_some(free_inodes) }
}
