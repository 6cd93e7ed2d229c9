//! One claimed file of a verified batch.

use super::batch::{Batch, Probe};
use super::give_back::GivenBack;
use super::new_batch::Refusal;
use crate::error::{Error, ErrorKind, Result};
use crate::fs::{Dir, Kind, OpenFile, Stat};
use crate::report::NotStored;
use crate::rules::claim_record::{ClaimRecord, Progress};
use crate::rules::reject_reason::RejectReason;
use crate::rules::settled::Evidence;
use crate::rules::timestamp::Timestamp;
use std::path::PathBuf;
use std::sync::Arc;

/// One claimed file of a verified batch.
#[derive(Debug)]
pub(crate) struct Claim {
    pub(crate) batch: Arc<Batch>,
    pub(crate) id: String,
    pub(crate) record: ClaimRecord,
    /// It was claimed by this collection: what is known of it is new.
    pub(crate) fresh: bool,
    /// It is our own file, nobody else may write to it, and nobody had it open for writing once it
    /// was out of sight: so nobody can change it any more. Its mode, where that is so.
    pub(crate) sealed: Option<u32>,
    /// Its SHA-256, if it was compared with its checksum file.
    pub(crate) sha256: Option<String>,
    pub(super) offset: u64,
}

/// What a claim is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Presence {
    Same,
    /// A writer changed it after it was claimed.
    Changed,
    Gone,
}

impl Claim {
    /// Whether it is still what was claimed.
    pub(crate) fn presence(&self) -> Result<Presence> {
        Ok(match self.batch.dir.stat(&self.record.name)? {
            None => Presence::Gone,
            Some(stat) if self.is_unchanged(&stat) => Presence::Same,
            Some(_) => Presence::Changed,
        })
    }

    /// Whether `stat` shows what was claimed: ctime, size and link count decide, which no client
    /// can set back.
    fn is_unchanged(&self, stat: &Stat) -> bool {
        let record = &self.record;
        stat.kind == Kind::File
            && (stat.inode, stat.size, stat.ctime, stat.links) == (record.inode, record.size, record.ctime, 1)
    }

    /// Opens it for reading.
    pub(crate) fn open(&self) -> Result<OpenFile> {
        let handle = self.batch.dir.open_private(&self.record.name)?;
        self.check_unchanged(&handle)?;
        Ok(handle)
    }

    /// Checks that nobody has changed it while `handle` was read.
    pub(crate) fn check_unchanged(&self, handle: &OpenFile) -> Result<()> {
        if self.is_unchanged(&handle.stat()?) { Ok(()) } else { Err(self.changed()) }
    }

    /// What it is now, if it is still what was claimed.
    pub(crate) fn stat(&self) -> Result<Stat> {
        match self.batch.dir.stat(&self.record.name)? {
            Some(stat) if self.is_unchanged(&stat) => Ok(stat),
            Some(_) => Err(self.changed()),
            None => Err(self.vanished()),
        }
    }

    /// For a leftover, of which nothing is known but what is written.
    pub(crate) fn seal(&mut self, probe: Probe) -> Result<()> {
        self.sealed = self.is_sealed_now(probe)?;
        if self.record.evidence == Evidence::Complete {
            self.sha256 = self.batch.expected_sha256(&self.record.name)?;
        }
        Ok(())
    }

    /// Asks again whether it is sealed, and with which mode.
    pub(crate) fn is_sealed_now(&self, probe: Probe) -> Result<Option<u32>> {
        let stat = self.stat()?;
        match self.batch.probe(&self.record.name, &stat, probe) {
            Ok(sealed) => Ok(sealed.then_some(stat.mode)),
            Err(Refusal::Failed(error)) => Err(error),
            Err(_) => Ok(None),
        }
    }

    /// The error of finding it changed.
    pub(crate) fn changed(&self) -> Error {
        let advice = "its new content will be a new delivery when it has settled";
        Error::refused(ErrorKind::Changed, "store", Some(&self.path()), advice)
            .because("a writer changed it after it was claimed")
    }

    /// The error of not finding it.
    pub(crate) fn vanished(&self) -> Error {
        Error::missing("find the claimed file", &self.path())
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.batch.dir.path_of(&self.record.name)
    }

    /// Writes down how far its offering has come.
    pub(crate) fn write_progress(&self, progress: Progress) -> Result<()> {
        match &self.batch.claims {
            Some(claims) => {
                let text = progress.to_text();
                // One that another process has written may reach beyond this one's file size limit.
                let write = if self.fresh { OpenFile::overwrite_at } else { OpenFile::write_at };
                write(claims, text.as_bytes(), self.offset)
            }
            None => Ok(()),
        }
    }

    /// Removes it: the store has it.
    pub(crate) fn remove(&self) -> Result<()> {
        self.batch.dir.unlink(&self.record.name).map(|_| ())
    }

    /// Sets it aside.
    pub(crate) fn reject(&self, reason: &RejectReason) -> Result<()> {
        self.batch.area.reject(&self.batch.dir, &self.record.name, &self.id, reason)
    }

    /// Sets it aside because a newer file of its name was delivered.
    pub(crate) fn supersede(&self, now: Timestamp) -> Result<NotStored> {
        self.batch.area.supersede(&self.batch.dir, &self.record.name, self.id.clone(), now)
    }

    /// Moves it back to the drop folder, as new content.
    pub(crate) fn give_back(&self, folder: &Dir) -> Result<GivenBack> {
        self.batch.give_back(folder, &self.record.name)
    }

    /// As a report names it.
    pub(crate) fn not_stored<R>(&self, reason: R) -> NotStored<R> {
        NotStored::new(&*self.id, &self.record.name, reason)
    }
}
