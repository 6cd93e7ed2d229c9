//! What was set aside for a person.

use super::area::{Area, read_text};
use crate::error::Result;
use crate::fs::{Dir, EntryType};
use crate::report::Answered;
use std::ffi::{OsStr, OsString};

impl Area {
    /// Moves a claimed file to the rejected folder. The reason is there before the file is.
    pub(crate) fn reject(&self, from: &Dir, name: &OsStr, id: &str, reason: &str, durable: bool) -> Result<()> {
        let rejected = self.make_rejected_dir()?;
        let place = self.make_dir(&rejected, id)?;
        self.put_text(&rejected, format!("{id}.txt"), &one_line(reason), durable)?;
        from.rename(name, &place, name)?;
        if durable {
            place.sync()?;
            rejected.sync()?;
            from.sync()?;
        }
        Ok(())
    }

    /// The rejected files: the first `limit`, and how many there are. What a person left there besides is nobody's business.
    pub(crate) fn rejected(&self, limit: usize) -> Result<(Vec<Answered>, u64)> {
        let Some(rejected) = self.rejected_dir()? else { return Ok((Vec::new(), 0)) };
        let mut ids = Vec::new();
        rejected.reopen()?.list(&mut |name, entry_type| {
            if matches!(entry_type, EntryType::Directory | EntryType::Unknown)
                && !name.as_encoded_bytes().ends_with(b".txt")
            {
                ids.extend(name.to_str().map(str::to_owned));
            }
        })?;
        ids.sort();
        let (mut first, mut count) = (Vec::new(), 0);
        for id in ids {
            if first.len() >= limit {
                count += 1;
            } else if let Some(name) = rejected.open_dir(&id).ok().flatten().and_then(|place| only_entry(&place)) {
                count += 1;
                let reason = read_text(&rejected, &format!("{id}.txt")).ok().flatten().unwrap_or_default();
                first.push(Answered { id, name, reason: reason.trim_end().to_owned() });
            }
        }
        Ok((first, count))
    }
}

fn only_entry(dir: &Dir) -> Option<OsString> {
    let mut entry = None;
    dir.list(&mut |name, _| entry = Some(name.to_owned())).ok()?;
    entry
}

/// Reasons come from stores: one printable line.
fn one_line(reason: &str) -> String {
    let mut line: String = reason.chars().take(2_000).map(|c| if c.is_control() { ' ' } else { c }).collect();
    line.push('\n');
    line
}
