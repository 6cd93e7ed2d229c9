//! What an earlier collection left in the work area: batches that are not verified are given back, those that are come first.

use crate::error::{Error, ErrorKind, Result};
use crate::left_alone::LeftAlone;
use crate::pass::Pass;
use crate::report::NotStored;
use crate::rules::skip::SkipReason;
use crate::scan::Criteria;
use crate::work::{Area, Batch, BatchName, Contents, GivenBack, Recovered};
use std::collections::{HashSet, VecDeque};
use std::ffi::{OsStr, OsString};

/// Verified batches, oldest first, and how many files are in them. They are opened one by one, when their turn comes.
#[derive(Debug, Default)]
pub(crate) struct Leftovers {
    pub(crate) batches: VecDeque<BatchName>,
    pub(crate) count: u64,
}

impl Leftovers {
    pub(crate) fn is_empty(&self) -> bool {
        self.batches.is_empty()
    }
}

/// What recovery came to.
#[derive(Debug, Default)]
pub(crate) struct Recovery {
    pub(crate) leftovers: Leftovers,
    /// Batches with files that could not be given back.
    pub(crate) stuck: Vec<Batch>,
    /// Something was given back, so the first look at the folder is out of date.
    pub(crate) returned: bool,
    pub(crate) rejected: Vec<NotStored>,
    pub(crate) superseded: Vec<NotStored>,
    pub(crate) left_alone: LeftAlone,
    /// Names of files that resist: a younger file of such a name must not overtake the older one.
    pub(crate) blocked: HashSet<OsString>,
}

/// Under the lock. An entry that resists is left where it is, with a reason, and does not hold back the others.
pub(crate) fn recover(pass: &Pass<'_>, area: &Area, contents: &Contents, criteria: &Criteria) -> Result<Recovery> {
    let mut recovery = Recovery::default();
    for name in &contents.batches {
        if let Err(error) = recovery.recover_batch(pass, area, name, criteria) {
            if area.is_systemic(&pass.folder) {
                return Err(error);
            }
            if error.kind() == ErrorKind::NotADirectory {
                // Somebody has planted it: no file of ours is in there.
                criteria.leave(&mut recovery.left_alone, name.to_text().as_ref(), SkipReason::Unclaimable, None);
                continue;
            }
            // Where not even the names are to be had, nothing may overtake what is in there: the pass ends.
            let Some(batch) = Batch::open(area, name)? else { continue };
            recovery.left_alone.blame(&error);
            for file in batch.files()? {
                recovery.block(criteria, &file);
            }
        }
    }
    Ok(recovery)
}

impl Recovery {
    fn recover_batch(&mut self, pass: &Pass<'_>, area: &Area, name: &BatchName, criteria: &Criteria) -> Result<()> {
        // It was there a moment ago, and nobody but us removes it.
        let Some(batch) = Batch::open(area, name)? else {
            return Err(Error::missing("open the folder", &area.dir().path_of(name.to_text())));
        };
        if !name.verified {
            return self.recover_unverified(pass, batch, criteria);
        }
        match batch.recover()? {
            Recovered::Unreadable(batch) => self.recover_unverified(pass, batch, criteria),
            Recovered::Claims(batch, claims) => {
                // Files that the record does not know were not verified.
                let known: HashSet<&OsStr> = claims.iter().map(|claim| claim.record.name.as_os_str()).collect();
                let (claimed, strangers): (Vec<_>, Vec<_>) =
                    batch.files()?.into_iter().partition(|file| known.contains(file.as_os_str()));
                let stays = self.give_back(pass, &batch, &strangers, criteria);
                if !stays.is_empty() {
                    self.stuck.push(batch.set_aside(&stays)?);
                }
                drop((claims, batch));
                match (claimed.len() as u64, Batch::open(area, name)?) {
                    (0, Some(spent)) => self.remove(spent),
                    (count, _) => {
                        self.leftovers.count += count;
                        self.leftovers.batches.push_back(name.clone());
                        Ok(())
                    }
                }
            }
        }
    }

    fn recover_unverified(&mut self, pass: &Pass<'_>, batch: Batch, criteria: &Criteria) -> Result<()> {
        let files = batch.files()?;
        let stays = self.give_back(pass, &batch, &files, criteria);
        // What resisted, and what the system says is gone and is not.
        self.blocked.extend(batch.files()?.into_iter().filter(|file| !stays.contains(file)));
        if !stays.is_empty() {
            self.stuck.push(batch);
            return Ok(());
        }
        self.remove(batch)
    }

    /// A batch in which nothing is to be recovered any more.
    fn remove(&mut self, batch: Batch) -> Result<()> {
        let (area, name) = (batch.area().clone(), batch.name().clone());
        if batch.remove_if_empty().unwrap_or(false) {
            return Ok(());
        }
        if let Some(batch) = Batch::open(&area, &name)? {
            if let Some(rejected) = batch.reject_what_is_no_file()? {
                self.blocked.remove(&rejected.name);
                self.rejected.push(rejected);
            }
        }
        Ok(())
    }

    /// Gives the names of those that had to stay.
    fn give_back(&mut self, pass: &Pass<'_>, batch: &Batch, files: &[OsString], criteria: &Criteria) -> Vec<OsString> {
        let mut stays = Vec::new();
        for file in files {
            match batch.give_back(&pass.folder, file, pass.is_durable()) {
                Ok(GivenBack::Home | GivenBack::Gone) => self.returned = true,
                Ok(GivenBack::Superseded(answered)) => self.superseded.push(answered),
                Ok(GivenBack::Stays) => stays.push(file.clone()),
                Err(error) => {
                    self.left_alone.blame(&error);
                    self.block(criteria, file);
                }
            }
        }
        stays
    }

    /// It resists: nothing younger of its name may overtake it, and a person hears of it.
    fn block(&mut self, criteria: &Criteria, file: &OsStr) {
        criteria.leave(&mut self.left_alone, file, SkipReason::Unclaimable, None);
        self.blocked.insert(file.to_owned());
    }
}
