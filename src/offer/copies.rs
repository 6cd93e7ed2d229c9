//! Copies that a store has made and that are not on the disk yet (`Durability::Deferred`).

use super::Session;
use crate::error::{Error, ErrorKind, Result};
use crate::fs::{self, Dir, OpenFile, Stat};
use crate::work::Claim;
use std::collections::HashSet;

#[derive(Debug, Default)]
pub(super) struct Copies {
    unsynced: Vec<Unsynced>,
    /// The folders that contain them, each once.
    folders: Vec<(Stat, Dir)>,
    /// Deliveries whose copy may not have reached the disk. A second sync of the same file could
    /// claim that it has.
    failed: HashSet<String>,
}

#[derive(Debug)]
struct Unsynced {
    id: String,
    copy: OpenFile,
    folder: usize,
}

impl Copies {
    pub(super) fn forget(&mut self, id: &str) {
        self.unsynced.retain(|one| one.id != id);
        self.failed.remove(id);
    }

    fn folder(&mut self, folder: Dir, stat: &Stat) -> usize {
        match self.folders.iter().position(|(known, _)| known.is_same_inode(stat)) {
            Some(known) => known,
            None => {
                self.folders.push((*stat, folder));
                self.folders.len() - 1
            }
        }
    }

    /// Contents first, then the folders. The first failure is the answer; which deliveries have
    /// failed is remembered.
    fn sync(&mut self) -> Result<()> {
        let unsynced = std::mem::take(&mut self.unsynced);
        let folders = std::mem::take(&mut self.folders);
        fs::begin_to_write_all(unsynced.iter().map(|one| &one.copy));
        let mut answer = Ok(());
        for one in &unsynced {
            if let Err(error) = one.copy.sync() {
                self.failed.insert(one.id.clone());
                answer = answer.and(Err(error));
            }
        }
        for (number, (_, folder)) in folders.iter().enumerate() {
            if let Err(error) = folder.sync() {
                self.failed.extend(unsynced.iter().filter(|one| one.folder == number).map(|one| one.id.clone()));
                answer = answer.and(Err(error));
            }
        }
        answer
    }
}

impl Session {
    /// A copy of an open delivery is in its place.
    pub(crate) fn note_copied(&mut self, claim: &Claim, copy: OpenFile, folder: Dir, stat: &Stat) {
        let folder = self.copies.folder(folder, stat);
        self.copies.unsynced.push(Unsynced { id: claim.id.clone(), copy, folder });
        if self.copies.unsynced.len() >= fs::MOST_UNSYNCED {
            // The delivery whose copy failed gets the error with its answer.
            let _ = self.copies.sync();
        }
    }

    /// Brings all copies to the disk that were made so far.
    pub(crate) fn sync_copies(&mut self) -> Result<()> {
        self.check_going_on()?;
        let synced = self.copies.sync();
        // Whether the lock is still ours shows with the next answer.
        let _ = self.refresh_lock_if_due();
        synced
    }

    /// Before a delivery is removed: its copies are on the disk, or it stays.
    pub(super) fn ensure_copied(&mut self, claim: &Claim) -> Result<()> {
        if self.copies.unsynced.iter().any(|one| one.id == claim.id) {
            // The others get it with their own answers.
            let _ = self.copies.sync();
        }
        if !self.copies.failed.contains(&claim.id) {
            return Ok(());
        }
        let advice = "it is offered again by the next collection";
        Err(Error::refused(ErrorKind::Io, "sync the copy of", Some(&claim.path()), advice)
            .because("an earlier attempt has failed, and a second one could hide that"))
    }
}
