//! Checksum files in a batch: each is claimed with its file, under its own name, and goes wherever
//! that goes.

use super::batch::Batch;
use super::give_back::{MovedBack, move_back};
use super::new_batch::Refusal;
use crate::error::{ErrorKind, Result};
use crate::fs::{self, Access, Dir, Kind, Opened, Stat, Wanted};
use crate::rules::checksum::{MOST_BYTES, checksum_name};
use crate::rules::checksum_fault::ChecksumFault;
use crate::rules::checksum_text;
use crate::rules::skip::SkipReason;
use std::ffi::OsStr;

/// The content of a checksum file.
enum Checksum {
    Of(String),
    NotUnderstood(ChecksumFault),
    Unreadable,
}

impl Batch {
    /// Claims the checksum file of a claimed file, and compares the two. Returns the SHA-256 if
    /// they match: from now on whatever changes the file changes its change time, too, so what is
    /// offered is what was compared.
    pub(super) fn compare_checksum(
        &self,
        from: &Dir,
        name: &OsStr,
        claimed: &Stat,
        tick: &mut dyn FnMut(),
    ) -> Result<String, Refusal> {
        let Some(checksum) = checksum_name(name) else { return Err(SkipReason::ChangedMeanwhile.into()) };
        // The renaming changes its change time.
        let since = from.stat(&checksum)?.map_or(claimed.ctime, |stat| stat.ctime);
        match from.rename(&checksum, self.dir(), &checksum) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Err(SkipReason::ChangedMeanwhile.into()),
            renamed => renamed?,
        }
        let expected = match self.read_checksum(&checksum, name)? {
            Checksum::Of(expected) => expected,
            Checksum::NotUnderstood(why) => return Err(Refusal::NotUnderstood(why, since)),
            Checksum::Unreadable => return Err(SkipReason::Unreadable.into()),
        };
        let handle = match self.dir().open_private(name) {
            Err(error) if error.kind() == ErrorKind::PermissionDenied => return Err(SkipReason::Unreadable.into()),
            opened => opened?,
        };
        let digests = fs::hash(&handle, claimed.size, Wanted { sha256: true, sha1: false }, tick);
        let after = handle.stat()?;
        if !after.is_same_content(claimed) || after.ctime != claimed.ctime {
            return Err(SkipReason::ChangedMeanwhile.into());
        }
        digests?.sha256.filter(|sha256| *sha256 == expected).ok_or_else(|| SkipReason::ChecksumMismatch.into())
    }

    /// Returns the content of the checksum file that came with a claimed file.
    fn read_checksum(&self, checksum: &OsStr, name: &OsStr) -> Result<Checksum> {
        let expected = match self.dir().open_file(checksum, Access::Read)? {
            Opened::File(_, stat) if stat.links != 1 => Err(ChecksumFault::NotAFile),
            Opened::File(_, stat) if stat.size > MOST_BYTES => Err(ChecksumFault::TooLong),
            Opened::File(handle, _) => {
                let most = usize::try_from(MOST_BYTES).unwrap_or(usize::MAX);
                checksum_text::read(&handle.read_start(most)?, name)
            }
            Opened::Denied(_) => return Ok(Checksum::Unreadable),
            Opened::NotAFile(_) | Opened::Absent => Err(ChecksumFault::NotAFile),
        };
        Ok(expected.map_or_else(Checksum::NotUnderstood, Checksum::Of))
    }

    /// The SHA-256 with which an earlier collection has compared a claimed file; `None` where that
    /// cannot be read any more.
    pub(super) fn expected_sha256(&self, name: &OsStr) -> Result<Option<String>> {
        let Some(checksum) = checksum_name(name) else { return Ok(None) };
        Ok(match self.read_checksum(&checksum, name)? {
            Checksum::Of(expected) => Some(expected),
            Checksum::NotUnderstood(_) | Checksum::Unreadable => None,
        })
    }

    /// Moves the checksum file of a claimed file back. A newer one that is there stays: it is that
    /// of a newer file. What is no plain file is no checksum file either, and holds nothing back.
    pub(super) fn give_back_checksum(&self, folder: &Dir, name: &OsStr) -> Result<MovedBack> {
        let Some(checksum) = checksum_name(name) else { return Ok(MovedBack::Gone) };
        let Some(stat) = self.dir().stat(&checksum)? else { return Ok(MovedBack::Gone) };
        let returned = match move_back(self.dir(), &checksum, folder) {
            Err(_) if stat.kind != Kind::File => return Ok(MovedBack::Gone),
            returned => returned?,
        };
        if returned == MovedBack::NameTaken {
            self.remove_checksum(&checksum)?;
        }
        Ok(returned)
    }

    /// Removes a checksum file, or what was swapped in for it.
    pub(super) fn remove_checksum(&self, checksum: &OsStr) -> Result<()> {
        match self.dir().stat(checksum)? {
            Some(stat) if stat.kind == Kind::Directory => self.dir().remove_dir(checksum),
            _ => self.dir().unlink(checksum),
        }
        .map(|_| ())
    }

    /// Moves the checksum file of a file, if it has one, to where that has gone.
    pub(super) fn move_checksum(&self, to: &Dir, name: &OsStr) -> Result<()> {
        let Some(checksum) = checksum_name(name) else { return Ok(()) };
        match self.dir().rename(&checksum, to, &checksum) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}
