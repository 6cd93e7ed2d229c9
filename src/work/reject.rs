//! What was set aside for a person.

use super::area::Area;
use super::text_file::{put_text, read_text};
use crate::error::Result;
use crate::fs::{Dir, EntryType};
use crate::report::Answered;
use crate::rules::timestamp::Timestamp;
use std::collections::BinaryHeap;
use std::ffi::{OsStr, OsString};
use std::time::Duration;

/// Rejected files: the first of them, by their ids, and how many there are.
#[derive(Debug, Default)]
pub(crate) struct Rejected {
    pub(crate) first: Vec<Answered>,
    pub(crate) count: u64,
}

/// How many ids one listing keeps: the folders of those whose file a person has removed may still be there.
const MOST_LISTED: usize = 100;

impl Area {
    /// Moves a claimed file to the rejected folder. The reason is there before the file is.
    pub(crate) fn reject(&self, from: &Dir, name: &OsStr, id: &str, reason: &str) -> Result<()> {
        self.set_aside_in(&self.make_rejected_dir()?, from, name, id, reason)
    }

    /// Moves a whole batch to the rejected folder: its own name can be moved whatever is in it.
    pub(super) fn reject_batch(&self, batch: &str, id: &str, reason: &str) -> Result<()> {
        let rejected = self.make_rejected_dir()?;
        put_text(self, &rejected, format!("{id}.txt"), &one_line(reason), false)?;
        self.dir().rename(batch, &rejected, id)
    }

    /// Moves a claimed file to a folder of its own in `place`, with the reason beside it.
    pub(super) fn set_aside_in(&self, place: &Dir, from: &Dir, name: &OsStr, id: &str, reason: &str) -> Result<()> {
        let own = self.make_dir(place, id)?;
        put_text(self, place, format!("{id}.txt"), &one_line(reason), self.is_durable())?;
        from.rename(name, &own, name)?;
        if self.is_durable() {
            own.sync()?;
            place.sync()?;
            from.sync()?;
        }
        Ok(())
    }

    /// The rejected files: the first `limit`, at most 100, and how many there are. What a person left there besides is nobody's
    /// business.
    pub(crate) fn rejected(&self, limit: usize) -> Result<Rejected> {
        let Some(rejected) = self.rejected_dir()? else { return Ok(Rejected::default()) };
        let (mut ids, mut count) = (BinaryHeap::with_capacity(MOST_LISTED + 1), 0);
        rejected.reopen()?.list(&mut |name, entry_type| {
            let is_folder = matches!(entry_type, EntryType::Directory | EntryType::Unknown);
            if let Some(id) = name.to_str().filter(|id| is_folder && !id.ends_with(".txt")) {
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
    pub(crate) fn rejected_one(&self, id: &str) -> Option<Answered> {
        rejected_one(&self.rejected_dir().ok().flatten()?, id)
    }

    /// A word that says what the folder of a rejected file is like, and changes when its file is removed. `None` while such a
    /// change might not show: the clocks of some file systems tick once in two seconds.
    pub(crate) fn witness(&self, id: &str, now: Timestamp) -> Option<String> {
        let stat = self.rejected_dir().ok().flatten()?.stat(id).ok().flatten()?;
        let tick = if stat.ctime.nanoseconds == 0 { Duration::from_secs(2) } else { Duration::from_millis(50) };
        let Timestamp { seconds, nanoseconds } = stat.ctime;
        now.since(stat.ctime).filter(|age| *age > tick).map(|_| format!("{id}.{}.{seconds}.{nanoseconds}", stat.inode))
    }

    /// Returns the id of the rejected file that a witness speaks of, if it is as it was then: one system call.
    pub(crate) fn intact<'a>(&self, witness: &'a str) -> Option<&'a str> {
        let mut words = witness.rsplitn(4, '.');
        let (nanoseconds, seconds, inode, id) = (words.next()?, words.next()?, words.next()?, words.next()?);
        let is_plain = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let stat = self.dir().stat(self.rejected_path(id)).ok().flatten().filter(|_| is_plain)?;
        let ctime = Timestamp { seconds: seconds.parse().ok()?, nanoseconds: nanoseconds.parse().ok()? };
        (stat.inode.to_string() == inode && stat.ctime == ctime).then_some(id)
    }
}

fn rejected_one(rejected: &Dir, id: &str) -> Option<Answered> {
    let place = rejected.open_dir(id).ok().flatten()?;
    let mut entry: Option<OsString> = None;
    place.list(&mut |name, _| entry = Some(name.to_owned())).ok()?;
    let reason = read_text(rejected, &format!("{id}.txt")).ok().flatten().unwrap_or_default();
    Some(Answered { id: id.to_owned(), name: entry?, reason: reason.trim_end().to_owned() })
}

/// Reasons come from stores: one printable line.
fn one_line(reason: &str) -> String {
    let mut line: String = reason.chars().take(2_000).map(|c| if c.is_control() { ' ' } else { c }).collect();
    line.push('\n');
    line
}
