//! Older versions of files that their agent has sent again before they were stored: history, kept
//! for a while.
//!
//! `superseded/DAY/ID/NAME`, with the day counted from 1970, so that what is too old is found by a
//! look at a few names.

use super::area::{Area, Contents};
use crate::error::Result;
use crate::fs::Dir;
use crate::report::NotStored;
use crate::rules::reject_reason::RejectReason;
use crate::rules::timestamp::Timestamp;
use std::ffi::{OsStr, OsString};

/// How long they are kept: two weekends and the days between (`docs/adr/0011-superseded.md`).
const KEPT_DAYS: i64 = 14;
/// How many entries one collection removes at most: the next ones go on.
const MOST_REMOVED: usize = 1_000;

const DAY: i64 = 24 * 60 * 60;

impl Area {
    /// Sets a claimed file aside because a newer one of its name was delivered.
    pub(crate) fn supersede(&self, from: &Dir, name: &OsStr, id: String, now: Timestamp) -> Result<NotStored> {
        let day = self.make_dir(&self.make_superseded_dir()?, (now.seconds / DAY).to_string())?;
        self.set_aside_in(&day, from, name, &id, &RejectReason::Superseded)?;
        Ok(NotStored::new(id, name, RejectReason::Superseded))
    }

    /// Removes what has been kept for long enough. What resists is tried again by the next
    /// collection.
    pub(crate) fn remove_old_superseded(&self, contents: &Contents, now: Timestamp) {
        if contents.superseded {
            let _ = self.try_remove_old_superseded(now.seconds / DAY);
        }
    }

    fn try_remove_old_superseded(&self, today: i64) -> Result<()> {
        let Some(superseded) = self.superseded_dir()? else { return Ok(()) };
        let mut days: Vec<OsString> = Vec::new();
        superseded.reopen()?.list(&mut |name, _| {
            let day = name.to_str().and_then(|day| day.parse::<i64>().ok());
            days.extend(day.filter(|day| *day < today - KEPT_DAYS).map(|_| name.to_owned()));
        })?;
        for day in days {
            let Some(dir) = superseded.open_dir(&day)? else { continue };
            for entry in some_entries(&dir)? {
                remove(&dir, &entry)?;
            }
            superseded.remove_dir(&day)?;
        }
        Ok(())
    }
}

fn some_entries(dir: &Dir) -> Result<Vec<OsString>> {
    let mut entries = Vec::new();
    dir.reopen()?.list(&mut |name, _| {
        if entries.len() < MOST_REMOVED {
            entries.push(name.to_owned());
        }
    })?;
    Ok(entries)
}

/// A reason, or the folder of one file.
fn remove(day: &Dir, entry: &OsStr) -> Result<()> {
    if entry.as_encoded_bytes().ends_with(b".txt") {
        return day.unlink(entry).map(|_| ());
    }
    if let Some(own) = day.open_dir(entry)? {
        for file in some_entries(&own)? {
            own.unlink(&file)?;
        }
    }
    day.remove_dir(entry).map(|_| ())
}
