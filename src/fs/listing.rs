//! Listing a directory of any size in constant memory.

use super::dir::Dir;
use crate::error::{Error, Result};
use rustix::fs::{FileType, RawDir, RawDirEntry};
use std::ffi::OsStr;
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

/// Bytes of entries that one system call returns.
const BUFFER: usize = 32 * 1024;

/// The type of an entry as the listing reports it: a hint that may save a `stat`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EntryType {
    Directory,
    SymbolicLink,
    Special,
    File,
    /// The file system does not report it: use `stat`.
    Unknown,
}

impl Dir {
    /// Calls `visit` for every entry. A directory can be listed once: [`reopen`](Self::reopen) it
    /// to list it again.
    pub(crate) fn list(&self, visit: &mut dyn FnMut(&OsStr, EntryType)) -> Result<()> {
        self.list_inodes(&mut |name, entry_type, _| visit(name, entry_type))
    }

    /// The same with the inodes, as far as the listing reports them.
    pub(crate) fn list_inodes(&self, visit: &mut dyn FnMut(&OsStr, EntryType, u64)) -> Result<()> {
        list(self.as_fd(), self.path(), visit)
    }

    /// The same for the entries that one system call returns; the next call continues after them.
    /// Returns whether there were any.
    pub(crate) fn list_some(&self, visit: &mut dyn FnMut(&OsStr, EntryType)) -> Result<bool> {
        let mut buffer = Vec::with_capacity(BUFFER);
        let mut entries = RawDir::new(self.as_fd(), buffer.spare_capacity_mut());
        let mut any = false;
        while let Some(entry) = entries.next() {
            match entry {
                Ok(entry) => {
                    any = true;
                    visit_entry(&entry, &mut |name, entry_type, _| visit(name, entry_type));
                }
                Err(rustix::io::Errno::INTR) => continue,
                Err(errno) => return Err(Error::system("list the folder", self.path(), errno)),
            }
            if entries.is_buffer_empty() {
                break;
            }
        }
        Ok(any)
    }

    /// Returns whether a fresh listing contains that name. If another host may have made it,
    /// nothing else is reliable.
    pub(crate) fn lists(&self, name: impl AsRef<OsStr>) -> Result<bool> {
        let (name, mut found) = (name.as_ref(), false);
        self.reopen()?.list(&mut |other, _| found |= other == name)?;
        Ok(found)
    }
}

/// Calls `visit` for every entry but `.` and `..`, with its inode as far as the listing reports it.
fn list(fd: BorrowedFd<'_>, path: &Path, visit: &mut dyn FnMut(&OsStr, EntryType, u64)) -> Result<()> {
    let mut buffer = Vec::with_capacity(BUFFER);
    let mut entries = RawDir::new(fd, buffer.spare_capacity_mut());
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(rustix::io::Errno::INTR) => continue,
            Err(errno) => return Err(Error::system("list the folder", path, errno)),
        };
        visit_entry(&entry, visit);
    }
    Ok(())
}

fn visit_entry(entry: &RawDirEntry<'_>, visit: &mut dyn FnMut(&OsStr, EntryType, u64)) {
    let name = entry.file_name().to_bytes();
    if name == b"." || name == b".." {
        return;
    }
    let entry_type = match entry.file_type() {
        FileType::Directory => EntryType::Directory,
        FileType::Symlink => EntryType::SymbolicLink,
        FileType::RegularFile => EntryType::File,
        FileType::Unknown => EntryType::Unknown,
        _ => EntryType::Special,
    };
    visit(OsStr::from_bytes(name), entry_type, entry.ino());
}
