//! Symbolic links as small texts: read in one system call, replaced in one step, and never followed.

use super::dir::{Dir, uninterrupted};
use crate::error::{Error, Result};
use rustix::io::Errno;
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStringExt;

/// What reading a link found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum LinkText {
    Absent,
    /// There is something else of that name.
    NotALink,
    Text(OsString),
}

/// The longest text that every file system holds: xfs allows 1,024 bytes.
pub(crate) const LONGEST_LINK: usize = 1_000;

impl Dir {
    /// Reads the text of a link.
    pub(crate) fn read_link(&self, name: impl AsRef<OsStr>) -> Result<LinkText> {
        let name = name.as_ref();
        match uninterrupted(|| rustix::fs::readlinkat(self, name, Vec::with_capacity(4_096))) {
            Ok(text) => Ok(LinkText::Text(OsString::from_vec(text.into_bytes()))),
            Err(Errno::NOENT) => Ok(LinkText::Absent),
            Err(Errno::INVAL) => Ok(LinkText::NotALink),
            Err(errno) => Err(Error::system("read", &self.path_of(name), errno)),
        }
    }

    /// Makes a link of this text. Returns whether it could be made: some file systems have none, and the name may be taken.
    pub(crate) fn make_link(&self, text: &str, name: impl AsRef<OsStr>) -> bool {
        uninterrupted(|| rustix::fs::symlinkat(text, self, name.as_ref())).is_ok()
    }
}
