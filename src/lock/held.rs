//! A published lock file that is ours.

use crate::error::{Error, ErrorKind, Result};
use crate::fs::{self, Dir, NoReplace, Stat, file};
use crate::rules::lock_text::{LockText, to_word};
use crate::rules::timestamp::Timestamp;
use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;

/// What the names of locks that are being prepared begin with.
pub(crate) const LOCK_TEMP: &str = ".sync_ingest-lock-";

/// A published lock file that is ours: open, and flock-ed for as long as it is.
#[derive(Debug)]
pub(crate) struct HeldLock {
    folder: Arc<Dir>,
    name: &'static str,
    file: File,
    inode: Stat,
}

/// The text of a lock that this process makes.
pub(crate) fn own_text(now: Timestamp, agent: Option<&str>) -> LockText {
    LockText {
        written: now,
        version: crate::VERSION.to_owned(),
        host: to_word(&fs::host_name()),
        boot: fs::boot_id_hash().unwrap_or_else(|| "0".repeat(16)),
        token: fs::random_hex::<16>(),
        agent: agent.map(str::to_owned),
    }
}

impl HeldLock {
    /// Publishes a lock as `name`, complete and flock-ed from the first moment that others can see it. `None` when the name is
    /// taken. `temp` is where it is prepared, on the same mount; `adopt` is done to the new file.
    pub(crate) fn publish(
        folder: &Arc<Dir>,
        name: &'static str,
        temp: &Dir,
        text: &LockText,
        adopt: &dyn Fn(&File) -> Result<()>,
    ) -> Result<Option<Self>> {
        let temp_name = format!("{LOCK_TEMP}{}", text.token);
        let temp_path = temp.path_of(&temp_name);
        let Some(file) = temp.create_file(&temp_name, 0o644)? else {
            return Err(temp.error("create", temp_name.as_ref(), rustix::io::Errno::EXIST));
        };
        let prepared = Self::prepare(&file, text, adopt, temp_path);
        let linked = prepared.and_then(|()| temp.link(&temp_name, folder, name));
        // A repeated NFS request says EEXIST to the one who succeeded: two names are the proof.
        let stat = file::stat(&file, &temp.path_of(&temp_name));
        let removed = temp.unlink(&temp_name);
        let held = |inode: Stat| Ok(Some(Self { folder: Arc::clone(folder), name, file, inode }));
        match (linked?, stat?) {
            (NoReplace::Done, stat) => removed.and(held(stat)),
            (NoReplace::Exists, stat) if stat.links == 2 => removed.and(held(stat)),
            (NoReplace::Exists, _) => Ok(None),
            (NoReplace::Unsupported, _) => Self::create_in_place(folder, name, text, adopt),
        }
    }

    fn prepare(file: &File, text: &LockText, adopt: &dyn Fn(&File) -> Result<()>, path: PathBuf) -> Result<()> {
        // Whoever tidies up may hold it for a moment, and removes it then: linking it says ENOENT.
        fs::try_flock_patiently(file, &path)?;
        file::set_mode(file, 0o644, &path)?;
        file::write_at(file, text.to_text().as_bytes(), 0, &path)?;
        adopt(file)
    }

    /// Where hard links do not exist. For a moment the lock is empty, which others take for somebody else's: busy.
    fn create_in_place(
        folder: &Arc<Dir>,
        name: &'static str,
        text: &LockText,
        adopt: &dyn Fn(&File) -> Result<()>,
    ) -> Result<Option<Self>> {
        let Some(file) = folder.create_file(name, 0o644)? else { return Ok(None) };
        let path = folder.path_of(name);
        let prepared = Self::prepare(&file, text, adopt, path.clone()).and_then(|()| file::stat(&file, &path));
        match prepared {
            Ok(inode) => Ok(Some(Self { folder: Arc::clone(folder), name, file, inode })),
            Err(error) => {
                folder.unlink(name)?;
                Err(error)
            }
        }
    }

    /// Whether the name still leads to our file.
    pub(crate) fn is_held(&self) -> Result<bool> {
        Ok(self.folder.stat(self.name)?.is_some_and(|stat| stat.is_same_inode(&self.inode)))
    }

    /// The clock of the file system that holds the lock, at its last refresh.
    pub(crate) fn file_system_time(&self) -> Result<Timestamp> {
        Ok(file::stat(&self.file, &self.path())?.mtime)
    }

    /// Makes it young again.
    pub(crate) fn refresh(&self) -> Result<()> {
        if !self.is_held()? {
            return Err(self.lost());
        }
        file::touch(&self.file, &self.path())
    }

    /// Removes it, if it is still ours.
    pub(crate) fn release(self) -> Result<()> {
        if !self.is_held()? {
            return Err(self.lost());
        }
        self.folder.unlink(self.name)?;
        Ok(())
    }

    /// The error of finding it gone.
    pub(crate) fn lost(&self) -> Error {
        let advice = "somebody removed or replaced it; nothing was lost: what is claimed is offered again";
        Error::refused(ErrorKind::LockLost, "go on: our lock is gone from", Some(&self.path()), advice)
    }

    fn path(&self) -> PathBuf {
        self.folder.path_of(self.name)
    }
}
