//! Paths that the caller names: links in them are followed.

use super::open_file::OpenFile;
use super::sys::uninterrupted;
use crate::error::{Error, Result};
use rustix::fs::{Mode, OFlags};
use std::path::Path;

/// Opens a file for reading. Never waits for a FIFO's writer.
pub(crate) fn open_by_path(path: &Path, action: &str) -> Result<OpenFile> {
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    uninterrupted(|| rustix::fs::open(path, flags, Mode::empty()))
        .map(|fd| OpenFile::new(fd, path.to_owned()))
        .map_err(|errno| Error::system(action, path, errno))
}

/// Returns the folder that contains a path; for a bare name, the current one.
pub(crate) fn parent_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}
