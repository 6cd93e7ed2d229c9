//! Paths that the caller names: links in them are followed.

use super::open_file::OpenFile;
#[cfg(feature = "tables")]
use super::stat::Kind;
use super::sys::uninterrupted;
#[cfg(feature = "tables")]
use crate::error::ErrorKind;
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

/// The same for a regular file only.
#[cfg(feature = "tables")]
pub(crate) fn open_regular(path: &Path, action: &str) -> Result<OpenFile> {
    let file = open_by_path(path, action)?;
    let what = match file.stat()?.kind {
        Kind::File => return Ok(file),
        Kind::Directory => "it is a folder",
        Kind::SymbolicLink | Kind::Special => "it is a FIFO, a socket or a device",
    };
    let advice = "give the path of a regular file";
    Err(Error::refused(ErrorKind::InvalidArgument, action, Some(path), advice).because(what))
}

/// Returns the folder that contains a path; for a bare name, the current one.
pub(crate) fn parent_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}
