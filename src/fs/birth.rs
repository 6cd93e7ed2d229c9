//! When a file was made, where the file system remembers it.

use super::dir::Dir;
use super::sys::uninterrupted;
use crate::rules::timestamp::Timestamp;
use rustix::fs::{AtFlags, StatxFlags};
use std::ffi::OsStr;

impl Dir {
    /// Returns when an entry was made; links are not followed. `None` where that is not known: NFS,
    /// older kernels.
    pub(crate) fn birth(&self, name: impl AsRef<OsStr>) -> Option<Timestamp> {
        let flags = AtFlags::SYMLINK_NOFOLLOW;
        let stat = uninterrupted(|| rustix::fs::statx(self, name.as_ref(), flags, StatxFlags::BTIME)).ok()?;
        let is_known = stat.stx_mask & StatxFlags::BTIME.bits() != 0;
        is_known.then_some(Timestamp { seconds: stat.stx_btime.tv_sec, nanoseconds: stat.stx_btime.tv_nsec })
    }
}
