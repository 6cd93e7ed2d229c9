//! What was set aside for a person.

use super::area::{Area, read_text};
use crate::error::Result;
use crate::fs::{Dir, file};
use crate::report::Answered;
use std::ffi::{OsStr, OsString};

impl Area {
    /// Moves a claimed file to the rejected folder. The reason is there before the file is.
    pub(crate) fn reject(&self, from: &Dir, name: &OsStr, id: &str, reason: &str, durable: bool) -> Result<()> {
        let rejected = self.make_rejected_dir()?;
        let place = self.make_dir(&rejected, id)?;
        let note = format!("{id}.txt");
        if let Some(handle) = rejected.create_file(&note, 0o600)? {
            let path = rejected.path_of(&note);
            file::write_at(&handle, one_line(reason).as_bytes(), 0, &path)?;
            self.adopt(&handle)?;
            if durable {
                file::sync(&handle, &path)?;
            }
        }
        from.rename(name, &place, name)?;
        if durable {
            place.sync()?;
            rejected.sync()?;
            from.sync()?;
        }
        Ok(())
    }

    /// The rejected files: the first `limit`, and how many there are.
    pub(crate) fn rejected(&self, limit: usize) -> Result<(Vec<Answered>, u64)> {
        let Some(rejected) = self.rejected_dir()? else { return Ok((Vec::new(), 0)) };
        let mut ids = Vec::new();
        rejected.reopen()?.list(&mut |name, _| ids.push(name.to_owned()))?;
        ids.sort();
        let (mut first, mut count) = (Vec::new(), 0);
        for id in ids.iter().filter_map(|id| id.to_str()).filter(|id| !id.ends_with(".txt")) {
            let Some(name) = rejected.open_dir(id)?.map(|place| only_entry(&place)).transpose()?.flatten() else {
                continue;
            };
            count += 1;
            if first.len() < limit {
                let reason = read_text(&rejected, format!("{id}.txt"))?.unwrap_or_default().trim_end().to_owned();
                first.push(Answered { id: id.to_owned(), name, reason });
            }
        }
        Ok((first, count))
    }
}

fn only_entry(dir: &Dir) -> Result<Option<OsString>> {
    let mut entry = None;
    dir.list(&mut |name, _| entry = Some(name.to_owned()))?;
    Ok(entry)
}

/// Reasons come from stores: one printable line.
fn one_line(reason: &str) -> String {
    let mut line: String = reason.chars().take(2_000).map(|c| if c.is_control() { ' ' } else { c }).collect();
    line.push('\n');
    line
}
