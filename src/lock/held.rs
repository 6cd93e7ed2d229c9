//! A published lock file that is ours.

use super::aside::{Aside, give_back, take_aside};
use crate::error::{Error, ErrorKind, Result};
use crate::fs::{self, Dir, Flock, HeldFile, NoReplace, OpenFile, Stat};
use crate::rules::lock_text::{LockText, to_word};
use crate::rules::temporary::Temporary;
use crate::rules::timestamp::Timestamp;
use std::sync::Arc;

/// A published lock file that is ours: open, and flock-ed for as long as it is, where there are flocks. Dropping it removes it.
#[derive(Debug)]
pub(crate) struct HeldLock {
    folder: Arc<Dir>,
    name: &'static str,
    /// Where it was prepared, and where it is put to be removed.
    aside: Arc<Dir>,
    file: OpenFile,
    inode: Stat,
    /// A forked child must not remove its parent's lock.
    process: fs::Process,
    released: bool,
}

/// The text of a lock that this process makes.
pub(crate) fn own_text(now: Timestamp, agent: Option<&str>) -> LockText {
    LockText {
        written: now,
        version: crate::VERSION.to_owned(),
        host: to_word(&fs::host_name()),
        boot: fs::boot_id_text(),
        token: fs::random_hex::<16>(),
        agent: agent.map(str::to_owned),
        flocked: true,
    }
}

impl HeldLock {
    /// Publishes a lock as `name`, complete and flock-ed from the first moment that others can see it. `None` when the name is
    /// taken. `temp` is where it is prepared, on the same mount; `adopt` is done to the new file.
    pub(crate) fn publish(
        folder: &Arc<Dir>,
        name: &'static str,
        temp: &Arc<Dir>,
        text: LockText,
        adopt: &dyn Fn(&OpenFile) -> Result<()>,
    ) -> Result<Option<Self>> {
        let HeldFile { name: temp_name, mut file, flocked } = temp.create_held(Temporary::Lock, 0o644)?;
        let text = LockText { flocked, ..text };
        let written = Self::write(&file, &text, adopt);
        let linked = written.and_then(|()| match temp.link(&temp_name, folder, name) {
            // No hard links here: a rename that cannot overwrite publishes it just as completely.
            Ok(NoReplace::Unsupported) => temp.rename_no_replace(&temp_name, folder, name),
            // Whoever cannot see that it is held has tidied it away: look at the lock once more.
            Err(error) if error.is_vanished() => Ok(NoReplace::Exists),
            linked => linked,
        });
        let stat = file.stat();
        let removed = temp.unlink(&temp_name);
        let (linked, inode) = (linked?, stat?);
        // A repeated NFS request says EEXIST to the one who succeeded: two names are the proof.
        if linked == NoReplace::Done || (linked == NoReplace::Exists && inode.links == 2) {
            file.moved_to(folder.path_of(name));
            let held = Self::hold(folder, name, temp, file, inode);
            return removed.map(|_| Some(held));
        }
        match linked {
            NoReplace::Unsupported => Self::create_in_place(folder, name, temp, text, adopt),
            _ => Ok(None),
        }
    }

    fn hold(folder: &Arc<Dir>, name: &'static str, aside: &Arc<Dir>, file: OpenFile, inode: Stat) -> Self {
        let (folder, aside) = (Arc::clone(folder), Arc::clone(aside));
        Self { folder, name, aside, file, inode, process: fs::Process::this(), released: false }
    }

    /// Also to the disk, whatever else is synced: a power cut could leave the name with nothing in it, which is not known as
    /// ours and so is never recovered.
    fn write(file: &OpenFile, text: &LockText, adopt: &dyn Fn(&OpenFile) -> Result<()>) -> Result<()> {
        file.write_at(text.to_text().as_bytes(), 0)?;
        file.set_mode(0o644)?;
        adopt(file)?;
        file.sync()
    }

    /// Where neither hard links nor such a rename exist. For a moment the lock is empty, which others take for somebody else's:
    /// busy. It is flock-ed before it says whose it is.
    fn create_in_place(
        folder: &Arc<Dir>,
        name: &'static str,
        aside: &Arc<Dir>,
        text: LockText,
        adopt: &dyn Fn(&OpenFile) -> Result<()>,
    ) -> Result<Option<Self>> {
        let Some(file) = folder.create_file(name, 0o644)? else { return Ok(None) };
        let inode = match file.stat() {
            Ok(inode) => inode,
            Err(error) => {
                folder.unlink(name)?;
                return Err(error);
            }
        };
        let held = Self::hold(folder, name, aside, file, inode);
        let flocked = match held.file.try_flock()? {
            Flock::Busy => return Ok(None),
            flock => flock == Flock::Taken,
        };
        Self::write(&held.file, &LockText { flocked, ..text }, adopt)?;
        Ok(Some(held))
    }

    /// Whether the name still leads to our file.
    pub(crate) fn is_held(&self) -> Result<bool> {
        Ok(self.folder.stat(self.name)?.is_some_and(|stat| stat.is_same_inode(&self.inode)))
    }

    /// Whether this is still the process that took it.
    pub(crate) fn is_of_this_process(&self) -> bool {
        self.process.is_this()
    }

    /// The clock of the file system that holds the lock, at its last refresh.
    pub(crate) fn file_system_time(&self) -> Result<Timestamp> {
        Ok(self.file.stat()?.mtime)
    }

    /// Refreshes its timestamp.
    pub(crate) fn refresh(&self) -> Result<()> {
        if !self.is_held()? {
            return Err(self.lost());
        }
        self.file.touch()
    }

    /// Removes it, if it is still ours.
    pub(crate) fn release(mut self) -> Result<()> {
        self.remove()
    }

    fn remove(&mut self) -> Result<()> {
        self.released = true;
        if !self.is_of_this_process() {
            return Ok(());
        }
        if !self.is_held()? {
            return Err(self.lost());
        }
        // Whoever removed it that very moment has made room for another one, which is not ours to remove.
        let aside = Temporary::Unlocked.name(&fs::random_hex::<8>());
        match take_aside(&self.folder, self.name, &self.inode, &self.aside, &aside)? {
            Aside::Taken => self.aside.unlink(&aside).map(|_| ()).inspect_err(|_| {
                // What cannot be removed stays a lock: its owner is dead soon, and the next one recovers it.
                let _ = give_back(&self.folder, self.name, &self.aside, &aside);
            }),
            Aside::Gone | Aside::Another => Err(self.lost()),
        }
    }

    /// The error of finding it gone.
    pub(crate) fn lost(&self) -> Error {
        let advice = "nothing was lost: what is claimed is offered again";
        Error::refused(ErrorKind::LockLost, "keep the lock", Some(self.file.path()), advice)
            .because("somebody removed or replaced it")
    }
}

impl Drop for HeldLock {
    fn drop(&mut self) {
        if !self.released {
            // Nobody is left to tell; an orphan is recovered by the next one.
            let _ = self.remove();
        }
    }
}
