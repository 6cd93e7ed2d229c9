//! What this user may do, as far as the system can answer without trying.

use super::dir::Dir;
use super::sys::uninterrupted;
use crate::error::Result;
use crate::rules::permission::MayWrite;
use rustix::fs::{Access, AtFlags};
use rustix::io::Errno;
use std::ffi::OsStr;

impl Dir {
    /// Returns whether this user may make, move and remove entries.
    pub(crate) fn may_write(&self) -> MayWrite {
        let access = Access::WRITE_OK | Access::EXEC_OK;
        match uninterrupted(|| rustix::fs::accessat(self, ".", access, AtFlags::EACCESS)) {
            Err(Errno::ACCESS) => MayWrite::No,
            Err(Errno::ROFS) => MayWrite::ReadOnly,
            // Where the system does not know, trying will show.
            _ => MayWrite::Yes,
        }
    }

    /// Returns whether this user may read the entry. Where that is not known, opening it will show.
    pub(crate) fn may_read(&self, name: impl AsRef<OsStr>) -> Result<bool> {
        let name = name.as_ref();
        let flags = AtFlags::EACCESS | AtFlags::SYMLINK_NOFOLLOW;
        match uninterrupted(|| rustix::fs::accessat(self, name, Access::READ_OK, flags)) {
            Ok(()) => Ok(true),
            Err(Errno::ACCESS) => Ok(false),
            // Before Linux 5.8 the flags are unknown. A sandbox that does not know the call answers
            // EPERM, which this call never returns for an entry that is only to be read.
            Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP | Errno::PERM) => Ok(true),
            Err(errno) => Err(self.error("look at", name, errno)),
        }
    }
}
