//! Listing a directory of any size in constant memory.

use super::dir::Dir;
use crate::error::{Error, Result};
use rustix::fs::{FileType, RawDir};
use std::ffi::OsStr;
use std::os::fd::BorrowedFd;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

/// Bytes of entries that one system call brings.
const BUFFER: usize = 64 * 1024;

/// What the listing itself says of an entry: a hint that saves a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EntryType {
    Directory,
    SymbolicLink,
    Special,
    File,
    /// The file system does not say: look at it.
    Unknown,
}

impl Dir {
    /// Whether a fresh listing holds that name. Where another host may have made it, nothing else tells the truth.
    pub(crate) fn lists(&self, name: impl AsRef<OsStr>) -> Result<bool> {
        let (name, mut found) = (name.as_ref(), false);
        self.reopen()?.list(&mut |other, _| found |= other == name)?;
        Ok(found)
    }
}

/// Gives every entry but `.` and `..` to `visit`.
pub(super) fn list(fd: BorrowedFd<'_>, path: &Path, visit: &mut dyn FnMut(&OsStr, EntryType)) -> Result<()> {
    let mut buffer = Vec::with_capacity(BUFFER);
    let mut entries = RawDir::new(fd, buffer.spare_capacity_mut());
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(rustix::io::Errno::INTR) => continue,
            Err(errno) => return Err(Error::system("list the folder", path, errno)),
        };
        let name = entry.file_name().to_bytes();
        if name == b"." || name == b".." {
            continue;
        }
        let entry_type = match entry.file_type() {
            FileType::Directory => EntryType::Directory,
            FileType::Symlink => EntryType::SymbolicLink,
            FileType::RegularFile => EntryType::File,
            FileType::Unknown => EntryType::Unknown,
            _ => EntryType::Special,
        };
        visit(OsStr::from_bytes(name), entry_type);
    }
    Ok(())
}
