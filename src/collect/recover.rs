//! What an earlier collection left in the work area: batches that are not verified are given back,
//! those that are come first.

use super::Pass;
use crate::error::{Error, ErrorKind, Result};
use crate::offer::Leftovers;
use crate::rules::skip::SkipReason;
use crate::work::{Batch, BatchName, GivenBack, Recovered};
use std::collections::HashSet;
use std::ffi::{OsStr, OsString};

/// The result of recovery.
#[derive(Debug, Default)]
pub(super) struct Recovery {
    pub(super) leftovers: Leftovers,
    /// Batches with files that could not be given back.
    pub(super) stuck: Vec<Batch>,
    /// Something was given back, so the first look at the folder is out of date.
    pub(super) returned: bool,
    /// Names of files that resist: a newer file of such a name must not overtake the older one.
    pub(super) blocked: HashSet<OsString>,
}

impl Pass<'_> {
    /// Under the lock. An entry that resists is left where it is, with a reason, and does not hold
    /// back the others.
    pub(super) fn recover(&mut self) -> Result<Recovery> {
        let mut recovery = Recovery::default();
        let area = self.area.area.clone();
        for name in self.area.contents.batches.clone() {
            let Err(error) = self.recover_batch(&mut recovery, &name) else { continue };
            let error = area.only_this_entry(error, &self.folder.dir)?;
            if error.kind() == ErrorKind::NotADirectory {
                // Somebody has planted it: no file of ours is in there.
                self.criteria.skip(&mut self.found.skips, name.to_text().as_ref(), SkipReason::Unclaimable, None);
                continue;
            }
            // If not even the names can be read, nothing may overtake the files in there: the pass
            // ends.
            let Some(batch) = Batch::open(&area, &name)? else { continue };
            self.found.skips.blame(&error);
            for file in batch.files()? {
                self.block(&mut recovery, &file);
            }
        }
        Ok(recovery)
    }

    fn recover_batch(&mut self, recovery: &mut Recovery, name: &BatchName) -> Result<()> {
        let area = self.area.area.clone();
        // It was there a moment ago, and nobody but us removes it.
        let Some(batch) = Batch::open(&area, name)? else {
            return Err(Error::missing("open the folder", &area.dir().path_of(name.to_text())));
        };
        if !name.verified {
            return self.recover_unverified(recovery, batch);
        }
        match batch.recover()? {
            Recovered::Unreadable(batch) => self.recover_unverified(recovery, batch),
            Recovered::Claims(batch, claims) => {
                // Files that the record does not know were not verified.
                let known: HashSet<&OsStr> = claims.iter().map(|claim| claim.record.name.as_os_str()).collect();
                let (claimed, strangers): (Vec<_>, Vec<_>) =
                    batch.files()?.into_iter().partition(|file| known.contains(file.as_os_str()));
                let stays = self.give_back(recovery, &batch, &strangers);
                if !stays.is_empty() {
                    recovery.stuck.push(batch.set_aside(&stays)?);
                }
                drop((claims, batch));
                match (claimed.len() as u64, Batch::open(&area, name)?) {
                    (0, Some(spent)) => self.remove(recovery, spent),
                    (count, _) => {
                        recovery.leftovers.count += count;
                        recovery.leftovers.batches.push_back(name.clone());
                        Ok(())
                    }
                }
            }
        }
    }

    fn recover_unverified(&mut self, recovery: &mut Recovery, batch: Batch) -> Result<()> {
        let files = batch.files()?;
        let stays = self.give_back(recovery, &batch, &files);
        // Files that could not be moved, and files that the system wrongly reports as gone.
        recovery.blocked.extend(batch.files()?.into_iter().filter(|file| !stays.contains(file)));
        if !stays.is_empty() {
            recovery.stuck.push(batch);
            return Ok(());
        }
        self.remove(recovery, batch)
    }

    /// A batch in which nothing is to be recovered any more.
    fn remove(&mut self, recovery: &mut Recovery, batch: Batch) -> Result<()> {
        let (area, name) = (batch.area().clone(), batch.name().clone());
        if batch.remove_if_empty().unwrap_or(false) {
            return Ok(());
        }
        if let Some(batch) = Batch::open(&area, &name)? {
            if let Some(rejected) = batch.reject_what_is_no_file()? {
                recovery.blocked.remove(&rejected.name);
                self.found.rejected.push(rejected);
            }
        }
        Ok(())
    }

    /// Returns the names of those that had to stay.
    fn give_back(&mut self, recovery: &mut Recovery, batch: &Batch, files: &[OsString]) -> Vec<OsString> {
        let mut stays = Vec::new();
        for file in files {
            match batch.give_back(&self.folder.dir, file) {
                Ok(GivenBack::Home | GivenBack::Gone) => recovery.returned = true,
                Ok(GivenBack::Superseded(answered)) => self.found.superseded.push(answered),
                Ok(GivenBack::Stays) => stays.push(file.clone()),
                Err(error) => {
                    self.found.skips.blame(&error);
                    self.block(recovery, file);
                }
            }
        }
        stays
    }

    /// It cannot be moved: no newer file of its name may overtake it, and a person is informed.
    fn block(&mut self, recovery: &mut Recovery, file: &OsStr) {
        self.criteria.skip(&mut self.found.skips, file, SkipReason::Unclaimable, None);
        recovery.blocked.insert(file.to_owned());
    }
}
