//! What was set aside for a person.

use super::area::Area;
use super::rejected_file::RejectedEntry;
use super::text_file::put_text;
use crate::error::{Error, Result};
use crate::fs::{Dir, EntryType};
use crate::report::NotStored;
use crate::rules::reject_reason::RejectReason;
use crate::rules::timestamp::Timestamp;
use crate::status::RejectedFile;
use std::collections::BinaryHeap;
use std::ffi::OsStr;
use std::sync::Arc;
use std::time::Duration;

/// Rejected files: the first of them, by their ids, and how many there are.
#[derive(Debug, Default)]
pub(crate) struct Rejected {
    pub(crate) first: Vec<NotStored>,
    pub(crate) count: u64,
}

/// How many ids one listing keeps: the folders of those whose file a person has removed may still
/// be there.
const MOST_LISTED: usize = 100;
/// The longest id of a delivery.
const MAX_ID: usize = 64;

impl Area {
    /// Moves a claimed file to the rejected folder. The reason is there before the file is.
    pub(crate) fn reject(&self, from: &Dir, name: &OsStr, id: &str, reason: &RejectReason) -> Result<()> {
        self.set_aside_in(&self.make_rejected_dir()?, from, name, id, reason)
    }

    /// Moves a whole batch to the rejected folder: its own name can be moved whatever is in it.
    pub(super) fn reject_batch(&self, batch: &str, id: &str, reason: &RejectReason) -> Result<()> {
        let rejected = self.make_rejected_dir()?;
        put_text(self, &rejected, format!("{id}.txt"), &reason.to_text(), false)?;
        self.dir().rename(batch, &rejected, id)
    }

    /// Moves a claimed file to a folder of its own in `place`, with the reason beside it.
    pub(super) fn set_aside_in(
        &self,
        place: &Dir,
        from: &Dir,
        name: &OsStr,
        id: &str,
        reason: &RejectReason,
    ) -> Result<()> {
        let own = self.make_dir(place, id)?;
        put_text(self, place, format!("{id}.txt"), &reason.to_text(), self.is_durable())?;
        from.rename(name, &own, name)?;
        if self.is_durable() {
            own.sync()?;
            place.sync()?;
            from.sync()?;
        }
        Ok(())
    }

    /// The rejected files: the first `limit`, at most 100, and how many there are. What else a
    /// person left there is ignored.
    pub(crate) fn rejected(&self, limit: usize) -> Result<Rejected> {
        let Some(rejected) = self.rejected_dir()?.map(Arc::new) else { return Ok(Rejected::default()) };
        let (mut ids, mut count) = (BinaryHeap::with_capacity(MOST_LISTED + 1), 0);
        rejected.reopen()?.list(&mut |name, entry_type| {
            if let Some(id) = listed_id(name, entry_type) {
                count += 1;
                ids.push(id.to_owned());
                if ids.len() > MOST_LISTED {
                    ids.pop();
                }
            }
        })?;
        let mut first = Vec::new();
        for id in ids.into_sorted_vec() {
            if first.len() >= limit {
                break;
            }
            match rejected_one(&rejected, &id) {
                Some(answered) => first.push(answered),
                None => count -= 1,
            }
        }
        Ok(Rejected { first, count })
    }

    /// One rejected file, if it is still there.
    pub(crate) fn rejected_one(&self, id: &str) -> Option<NotStored> {
        rejected_one(&Arc::new(self.rejected_dir().ok().flatten()?), id)
    }

    /// Removes the folder of rejected files, in which there are none any more; under the collector
    /// lock also what is left of those whose removal was interrupted.
    pub(crate) fn remove_rejected_dir(&self, is_locked: bool) {
        if is_locked {
            // What resists is tried again by the next collection.
            let _ = self.rejected_dir().and_then(|rejected| rejected.as_ref().map(remove_remains).transpose());
        }
        self.remove_empty_rejected_dir();
    }

    /// Returns a word that identifies the state of a rejected file's folder, and changes when its
    /// file is removed. `None` while such a change might not show: the clocks of some file systems
    /// tick once in two seconds.
    pub(crate) fn witness(&self, id: &str, now: Timestamp) -> Option<String> {
        let stat = self.rejected_dir().ok().flatten()?.stat(id).ok().flatten()?;
        let tick = if stat.ctime.nanoseconds == 0 { Duration::from_secs(2) } else { Duration::from_millis(50) };
        let Timestamp { seconds, nanoseconds } = stat.ctime;
        now.since(stat.ctime).filter(|age| *age > tick).map(|_| format!("{id}.{}.{seconds}.{nanoseconds}", stat.inode))
    }

    /// Returns the id of the rejected file that a witness speaks of, if it is as it was then: one
    /// system call.
    pub(crate) fn intact<'a>(&self, witness: &'a str) -> Option<&'a str> {
        let mut words = witness.rsplitn(4, '.');
        let (nanoseconds, seconds, inode, id) = (words.next()?, words.next()?, words.next()?, words.next()?);
        let stat = self.dir().stat(self.rejected_path(id)).ok().flatten().filter(|_| is_id(id))?;
        let ctime = Timestamp { seconds: seconds.parse().ok()?, nanoseconds: nanoseconds.parse().ok()? };
        (stat.inode.to_string() == inode && stat.ctime == ctime).then_some(id)
    }
}

/// Removes the folders that are empty, and reasons without a folder.
fn remove_remains(rejected: &Dir) -> Result<()> {
    let mut ids: Vec<String> = Vec::new();
    rejected.reopen()?.list(&mut |name, _| {
        let id = name.to_str().map(|name| name.strip_suffix(".txt").unwrap_or(name));
        ids.extend(id.filter(|id| is_id(id)).filter(|_| ids.len() < MOST_LISTED).map(str::to_owned));
    })?;
    for id in ids {
        if rejected.remove_dir(&id).is_ok() {
            rejected.unlink(format!("{id}.txt"))?;
        }
    }
    Ok(())
}

/// Whether this can be the id of a delivery, and never a path.
pub(super) fn is_id(id: &str) -> bool {
    (1..=MAX_ID).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// Returns the id of the rejected file whose folder this entry of a listing is.
pub(super) fn listed_id(name: &OsStr, entry_type: EntryType) -> Option<&str> {
    let is_folder = matches!(entry_type, EntryType::Directory | EntryType::Unknown);
    name.to_str().filter(|id| is_folder && is_id(id))
}

/// Refuses what cannot be the id of a delivery.
pub(crate) fn check_id(id: &str) -> Result<()> {
    let refused = || {
        Error::invalid(format!("use {id:?} as the id of a rejected file"), "take it from the list of rejected files")
    };
    if is_id(id) { Ok(()) } else { Err(refused()) }
}

fn rejected_one(rejected: &Arc<Dir>, id: &str) -> Option<NotStored> {
    let entry = RejectedEntry::open(rejected, id).ok().flatten()?;
    let RejectedFile { id, name, reason, .. } = entry.describe().ok()?;
    Some(NotStored::new(id, name, reason))
}
