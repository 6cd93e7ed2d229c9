//! Making files. The library's own files get their mode by descriptor, whatever the umask.

use super::dir::Dir;
use super::open_file::OpenFile;
use super::sys::{set_mode_of, uninterrupted};
use crate::error::{Error, Result};
use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;
use std::ffi::OsStr;
use std::os::fd::AsFd;

impl Dir {
    /// Creates a file for reading and writing, under a name that nobody else uses.
    pub(crate) fn create_new(&self, name: impl AsRef<OsStr>, mode: u32) -> Result<OpenFile> {
        let name = name.as_ref();
        self.create_file(name, mode)?.ok_or_else(|| Error::taken("create", &self.path_of(name)))
    }

    /// Creates a file for reading and writing; `None` when the name is taken.
    pub(crate) fn create_file(&self, name: impl AsRef<OsStr>, mode: u32) -> Result<Option<OpenFile>> {
        let file = self.create_under_umask(name.as_ref(), mode)?;
        if let Some(file) = &file {
            if file.stat()?.mode & 0o7777 != mode {
                // Mounts without modes refuse, and show every file with the same one.
                let _ = set_mode_of(file, mode);
            }
        }
        Ok(file)
    }

    /// Creates a file for the users of a store: the umask applies to its mode, but its owner can
    /// read it.
    pub(crate) fn create_for_store(&self, name: impl AsRef<OsStr>, mode: u32) -> Result<OpenFile> {
        let name = name.as_ref();
        let file = self.create_under_umask(name, mode)?.ok_or_else(|| Error::taken("create", &self.path_of(name)))?;
        let made = file.stat()?.mode & 0o777;
        if made & 0o400 == 0 {
            let _ = set_mode_of(&file, made | 0o400);
        }
        Ok(file)
    }

    fn create_under_umask(&self, name: &OsStr, mode: u32) -> Result<Option<OpenFile>> {
        let flags = OFlags::RDWR | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        match uninterrupted(|| rustix::fs::openat(self.as_fd(), name, flags, Mode::from_raw_mode(mode))) {
            Ok(fd) => Ok(Some(OpenFile::new(fd, self.path_of(name)))),
            Err(Errno::EXIST) => Ok(None),
            Err(errno) => Err(Error::system("create", &self.path_of(name), errno)),
        }
    }
}
