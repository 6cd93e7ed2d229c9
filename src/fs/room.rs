//! What room is left on the file system of a folder.

use super::dir::Dir;
use super::host::effective_user;
use super::sys::uninterrupted;

/// What this user can still make there. `None`: the file system does not say, as one without a fixed number of inodes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Room {
    pub(crate) bytes: Option<u64>,
    pub(crate) inodes: Option<u64>,
}

/// Asks for it. Whatever goes wrong: then nothing is known.
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
    // What is kept back is kept back for root.
    let free = if effective_user() == 0 { all_free } else { free };
    Room { bytes: (total > 0).then(|| free.saturating_mul(block)), inodes: (inodes > 0).then_some(free_inodes) }
}
