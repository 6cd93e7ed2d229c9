//! Making files. What belongs to the library has its mode by descriptor, whatever the umask.

use super::dir::{Dir, set_mode_of, stat_of, uninterrupted};
use crate::error::{Error, Result};
use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;
use std::ffi::OsStr;
use std::fs::File;
use std::os::fd::AsFd;

impl Dir {
    /// Creates a file for reading and writing, under a name that nobody else uses.
    pub(crate) fn create_new(&self, name: impl AsRef<OsStr>, mode: u32) -> Result<File> {
        let name = name.as_ref();
        self.create_file(name, mode)?.ok_or_else(|| Error::taken("create", &self.path_of(name)))
    }

    /// Creates a file for reading and writing; `None` when the name is taken.
    pub(crate) fn create_file(&self, name: impl AsRef<OsStr>, mode: u32) -> Result<Option<File>> {
        let file = self.create_under_umask(name.as_ref(), mode)?;
        if let Some(file) = &file {
            let made = stat_of(file).map_err(|errno| Error::system("look at", &self.path_of(name.as_ref()), errno))?;
            if made.mode & 0o7777 != mode {
                // Mounts without modes refuse, and give each file the same one.
                let _ = set_mode_of(file, mode);
            }
        }
        Ok(file)
    }

    /// Creates a file for the users of a store: its mode is what the umask leaves, but its owner can read it.
    pub(crate) fn create_for_store(&self, name: impl AsRef<OsStr>, mode: u32) -> Result<File> {
        let name = name.as_ref();
        let path = self.path_of(name);
        let file = self.create_under_umask(name, mode)?.ok_or_else(|| Error::taken("create", &path))?;
        let made = stat_of(&file).map_err(|errno| Error::system("look at", &path, errno))?.mode & 0o777;
        if made & 0o400 == 0 {
            let _ = set_mode_of(&file, made | 0o400);
        }
        Ok(file)
    }

    fn create_under_umask(&self, name: &OsStr, mode: u32) -> Result<Option<File>> {
        let flags = OFlags::RDWR | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        match uninterrupted(|| rustix::fs::openat(self.as_fd(), name, flags, Mode::from_raw_mode(mode))) {
            Ok(fd) => Ok(Some(File::from(fd))),
            Err(Errno::EXIST) => Ok(None),
            Err(errno) => Err(Error::system("create", &self.path_of(name), errno)),
        }
    }
}
