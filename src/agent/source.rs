//! A file to deliver: it must stay unchanged from its first byte to its last, or it is not
//! delivered.

use crate::error::{Error, ErrorKind, Result};
use crate::fs::{self, Kind, OpenFile, Stat, Wanted, Writers};
use crate::report::Digests;
use std::path::Path;

const CHANGED_ADVICE: &str = "nothing of it was delivered: deliver it again once the program that writes it has finished, or deliver a copy of it";
const NO_SIZE_ADVICE: &str = "the system generates its content on reading, as in /proc and /sys, so it is unknown when it is whole: \
                              copy it into a file, and deliver that";
/// How often it may change while waiting for it to come to rest.
const TRIES: usize = 3;

/// A file to deliver.
pub(super) struct Source {
    file: OpenFile,
    /// Its metadata when it was opened, which must be the same once it has been copied.
    before: Stat,
    /// It may change without a trace, through a shared mapping on a file system in memory or within
    /// a coarse timestamp, so its content is read twice.
    doubtful: bool,
}

impl Source {
    /// The caller names this path, so links in it are followed.
    pub(super) fn open(path: &Path) -> Result<Self> {
        // Asked with a separate descriptor: closing it gives the lease back.
        let doubtful = fs::writers(&open(path)?) != Writers::None;
        let file = open(path)?;
        if doubtful {
            // From here on, writes through a mapping change the ctime. This is a hint: the digest
            // decides.
            let _ = file.sync_data();
        }
        let before = look_at_rest(&file)?;
        // Timestamps in whole seconds may be those of a file system that shows no second change
        // within one.
        let doubtful = doubtful || before.ctime.nanoseconds == 0;
        Ok(Self { file, before, doubtful })
    }

    /// Copies it to `target`. The digest, if requested, is that of the bytes that were written.
    pub(super) fn copy_to(&self, target: &OpenFile, sha256: bool) -> Result<Digests> {
        let wanted = Wanted { sha256: sha256 || self.doubtful, sha1: false };
        let copied = fs::copy(&self.file, target, self.before.size, wanted, true, &mut || {});
        // A change explains any other error.
        self.check_unchanged()?;
        let copied = copied.map_err(|error| self.why(error))?;
        if self.doubtful {
            let again = open(self.file.path())?;
            let read = fs::hash(&again, self.before.size, wanted, &mut || {});
            self.check_unchanged()?;
            if read.map_err(|error| self.why(error))?.sha256 != copied.sha256 {
                return Err(self.changed());
            }
        }
        Ok(Digests { sha256: copied.sha256.filter(|_| sha256), ..copied })
    }

    /// Device, inode, size, mtime and ctime.
    fn check_unchanged(&self) -> Result<()> {
        if is_unchanged(&self.file.stat()?, &self.before) { Ok(()) } else { Err(self.changed()) }
    }

    /// Explains a failed read: if nothing has changed and the file is shorter than its size, that
    /// size is made up.
    fn why(&self, error: Error) -> Error {
        if error.kind() != ErrorKind::Io || error.errno().is_some() {
            return error;
        }
        Error::refused(ErrorKind::InvalidArgument, "deliver", Some(self.file.path()), NO_SIZE_ADVICE)
            .because(format!("it does not hold the {} bytes that it claims to hold", self.before.size))
    }

    fn changed(&self) -> Error {
        changed(self.file.path())
    }
}

fn open(path: &Path) -> Result<OpenFile> {
    let file = fs::open_by_path(path, "open the file to deliver,")?;
    match file.stat()?.kind {
        Kind::File => Ok(file),
        _ => Err(Error::refused(ErrorKind::InvalidArgument, "deliver", Some(path), "name a file")
            .because("it is not a regular file")),
    }
}

/// Returns its metadata once a further change would be visible.
fn look_at_rest(file: &OpenFile) -> Result<Stat> {
    let mut before = file.stat()?;
    for _ in 0..TRIES {
        fs::outlast_tick(before.ctime);
        let now = file.stat()?;
        if is_unchanged(&now, &before) {
            return Ok(before);
        }
        before = now;
    }
    Err(changed(file.path()))
}

fn is_unchanged(now: &Stat, before: &Stat) -> bool {
    now.is_same_content(before) && now.ctime == before.ctime
}

fn changed(path: &Path) -> Error {
    Error::refused(ErrorKind::Changed, "deliver", Some(path), CHANGED_ADVICE).because("it changes while it is read")
}
