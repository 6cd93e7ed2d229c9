//! One rejected file, and its ways out of the work area.

use super::area::Area;
use super::give_back::{MovedBack, move_back};
use super::reject::is_id;
use super::text_file::read_text;
use crate::error::{Error, ErrorKind, Result};
use crate::fs::{Dir, Kind, OpenFile, Stat};
use crate::rules::reject_reason::RejectReason;
use crate::status::RejectedFile;
use std::ffi::{OsStr, OsString};
use std::sync::Arc;

const NO_SAFE_WAY: &str = "this file system offers no way to do so without the risk of overwriting another file";

/// The folder of one rejected file, open.
#[derive(Debug)]
pub(crate) struct RejectedEntry {
    rejected: Arc<Dir>,
    own: Dir,
    id: String,
    name: OsString,
    stat: Stat,
    /// Nothing else is there.
    is_alone: bool,
}

impl Area {
    /// Opens the folder of a rejected file. `None` where there is no such file.
    pub(crate) fn open_rejected(&self, id: &str) -> Result<Option<RejectedEntry>> {
        match self.rejected_dir()? {
            Some(rejected) => RejectedEntry::open(&Arc::new(rejected), id),
            None => Ok(None),
        }
    }

    /// Whether a file of that name is claimed: it will come back, or be offered, under this name.
    fn has_claimed(&self, name: &OsStr) -> Result<bool> {
        for batch in self.contents()?.batches {
            if let Some(dir) = self.dir().open_dir(batch.to_text())? {
                if dir.stat(name)?.is_some() {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }
}

impl RejectedEntry {
    /// The same below the folder of rejected files.
    pub(crate) fn open(rejected: &Arc<Dir>, id: &str) -> Result<Option<Self>> {
        if !is_id(id) {
            return Ok(None);
        }
        let Some(own) = rejected.open_dir(id)? else { return Ok(None) };
        let (mut first, mut count): (Option<OsString>, u64) = (None, 0);
        own.list(&mut |name, _| {
            // What NFS makes of a removed file that is open.
            if !name.as_encoded_bytes().starts_with(b".") {
                first.get_or_insert_with(|| name.to_owned());
                count += 1;
            }
        })?;
        let Some(name) = first else { return Ok(None) };
        let Some(stat) = own.stat(&name)? else { return Ok(None) };
        Ok(Some(Self { rejected: Arc::clone(rejected), own, id: id.to_owned(), name, stat, is_alone: count == 1 }))
    }

    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    pub(crate) fn stat(&self) -> &Stat {
        &self.stat
    }

    /// As a person sees it.
    pub(crate) fn describe(&self) -> Result<RejectedFile> {
        // A reason that cannot be read hides no file.
        let reason = read_text(&self.rejected, &format!("{}.txt", self.id)).ok().flatten().unwrap_or_default();
        Ok(RejectedFile {
            id: self.id.clone(),
            name: self.name.clone(),
            reason: RejectReason::from_text(&reason),
            path: self.own.path_of(&self.name),
            size: if self.stat.kind == Kind::File { self.stat.size } else { 0 },
            // The folder has not changed since the file was moved into it.
            rejected_at: self.own.metadata()?.mtime,
        })
    }

    /// Opens it for reading; nothing but a plain file that has no other name.
    pub(crate) fn open_file(&self) -> Result<OpenFile> {
        self.check_is_file(1)?;
        let handle = self.own.open_private(&self.name)?;
        self.check_unchanged(&handle)?;
        Ok(handle)
    }

    /// Checks that nobody has changed it, or swapped it, while `handle` was read.
    pub(crate) fn check_unchanged(&self, handle: &OpenFile) -> Result<()> {
        let now = handle.stat()?;
        let is_there = self.own.stat(&self.name)?.is_some_and(|stat| stat.is_same_inode(&now));
        if is_there && now.is_same_content(&self.stat) && now.ctime == self.stat.ctime {
            return Ok(());
        }
        Err(self
            .refused(ErrorKind::Changed, "go on with", "look again: nothing was done")
            .because("somebody changed or moved it meanwhile"))
    }

    /// Moves it into the drop folder under its own name, and never onto another file. Under the
    /// collector lock.
    pub(crate) fn put_back(&self, area: &Area, folder: &Dir) -> Result<()> {
        if area.has_claimed(&self.name)? {
            return Err(self.taken(folder));
        }
        // An earlier attempt may have ended between its two steps, where the file system has no
        // single one.
        let is_linked = folder.stat(&self.name)?.is_some_and(|stat| stat.is_same_inode(&self.stat));
        self.check_is_file(if is_linked { 2 } else { 1 })?;
        match move_back(&self.own, &self.name, folder)? {
            MovedBack::Done => {}
            MovedBack::Gone => return Err(self.gone()),
            MovedBack::NameTaken => return Err(self.taken(folder)),
            MovedBack::Impossible => {
                let advice = "store it elsewhere, or let the agent send it again";
                return Err(self.refused(ErrorKind::Io, "put back", advice).because(NO_SAFE_WAY));
            }
        }
        if area.is_durable() {
            folder.sync()?;
            self.own.sync()?;
        }
        self.forget();
        Ok(())
    }

    /// The error of finding a file of its name in the way.
    fn taken(&self, folder: &Dir) -> Error {
        let path = folder.path_of(&self.name);
        Error::refused(ErrorKind::AlreadyExists, "put back", Some(&path), "deal with that one first")
            .because("a file of this name is waiting or claimed there, and is newer")
    }

    /// The error of finding it gone.
    fn gone(&self) -> Error {
        Error::missing("find the rejected file", &self.own.path_of(&self.name))
    }

    /// Removes it for good. Where there is a folder with something in it, that stays. Not synced:
    /// after a power cut it may be there again, and whole.
    pub(crate) fn delete(&self) -> Result<()> {
        let mut names = vec![self.name.clone()];
        if !self.is_alone {
            names.clear();
            self.own.reopen()?.list(&mut |name, _| names.push(name.to_owned()))?;
        }
        let mut removed = false;
        for name in names {
            removed |= match self.own.stat(&name)? {
                Some(stat) if stat.kind == Kind::Directory => self.own.remove_dir(&name)?,
                Some(_) => self.own.unlink(&name)?,
                None => false,
            };
        }
        if !removed {
            return Err(self.gone());
        }
        self.forget();
        Ok(())
    }

    /// Removes what is left when the file is gone, the reason last. What resists is left to the
    /// next collection.
    fn forget(&self) {
        let _ = self.rejected.remove_dir(&self.id).and_then(|_| self.rejected.unlink(format!("{}.txt", self.id)));
    }

    fn check_is_file(&self, links: u64) -> Result<()> {
        if self.is_alone && self.stat.kind == Kind::File && self.stat.links == links {
            return Ok(());
        }
        Err(self
            .refused(ErrorKind::Changed, "use", "look at it, or delete it")
            .because("what is there is not the one plain file that was rejected"))
    }

    fn refused(&self, kind: ErrorKind, action: &str, advice: &'static str) -> Error {
        Error::refused(kind, action, Some(&self.own.path_of(&self.name)), advice)
    }
}
