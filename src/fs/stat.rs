//! What `stat` returns for an entry.

use crate::rules::permission::Permissions;
use crate::rules::timestamp::Timestamp;
use rustix::fs::FileType;

/// The type of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    File,
    Directory,
    SymbolicLink,
    /// A FIFO, a socket or a device.
    Special,
}

/// What `stat` returns for an entry.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stat {
    pub(crate) kind: Kind,
    pub(crate) device: u64,
    pub(crate) inode: u64,
    pub(crate) size: u64,
    pub(crate) links: u64,
    pub(crate) mode: u32,
    pub(crate) user: u32,
    pub(crate) group: u32,
    pub(crate) mtime: Timestamp,
    pub(crate) ctime: Timestamp,
}

impl Stat {
    /// Owner, group and mode.
    pub(crate) fn permissions(&self) -> Permissions {
        Permissions { user: self.user, group: self.group, mode: self.mode }
    }

    /// Returns whether both are the same inode.
    pub(crate) fn is_same_inode(&self, other: &Self) -> bool {
        (self.device, self.inode) == (other.device, other.inode)
    }

    /// Returns whether both are the same inode with the same content, as far as that is visible
    /// after a rename.
    pub(crate) fn is_same_content(&self, other: &Self) -> bool {
        self.is_same_inode(other)
            && (self.kind, self.links, self.size, self.mtime) == (other.kind, other.links, other.size, other.mtime)
    }
}

#[allow(clippy::unnecessary_cast, reason = "the widths of these fields differ between architectures")]
impl From<rustix::fs::Stat> for Stat {
    fn from(raw: rustix::fs::Stat) -> Self {
        Self {
            kind: match FileType::from_raw_mode(raw.st_mode) {
                FileType::RegularFile => Kind::File,
                FileType::Directory => Kind::Directory,
                FileType::Symlink => Kind::SymbolicLink,
                _ => Kind::Special,
            },
            device: raw.st_dev as u64,
            inode: raw.st_ino as u64,
            size: raw.st_size as u64,
            links: raw.st_nlink as u64,
            mode: raw.st_mode,
            user: raw.st_uid,
            group: raw.st_gid,
            mtime: Timestamp { seconds: raw.st_mtime as i64, nanoseconds: raw.st_mtime_nsec as u32 },
            ctime: Timestamp { seconds: raw.st_ctime as i64, nanoseconds: raw.st_ctime_nsec as u32 },
        }
    }
}
