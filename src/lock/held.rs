//! A published lock file that is ours.

use super::aside::{Aside, give_back, take_aside};
use crate::error::{Error, ErrorKind, Result};
use crate::fs::{self, Dir, Flock, HeldFile, NoReplace, OpenFile, Stat};
use crate::rules::lock_text::{LockText, to_word};
use crate::rules::temporary::Temporary;
use crate::rules::timestamp::Timestamp;
use std::sync::Arc;

/// A published lock file that is ours: open, and flock-ed as long as it is open, where there are
/// flocks. Dropping it removes it.
#[derive(Debug)]
pub(crate) struct HeldLock {
    folder: Arc<Dir>,
    name: &'static str,
    /// Where it was prepared, and where it goes to be removed.
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
    /// Publishes a lock as `name`, complete and flock-ed from the first moment that others can see
    /// it. `None` if the name is taken. `temp` is where it is prepared, on the same mount; `adopt`
    /// is applied to the new file.
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
            // A process that cannot see that it is held has removed it: look at the lock once more.
            Err(error) if error.is_vanished() => Ok(NoReplace::Exists),
            linked => linked,
        });
        let stat = file.stat();
        let removed = temp.unlink(&temp_name);
        let (linked, inode) = (linked?, stat?);
        // A repeated NFS request returns EEXIST even though the first one succeeded: a link count
        // of two is the proof.
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

    /// Synced whatever the options: a power cut could leave an empty file under the name, which
    /// nobody would recognise as ours, so that it would never be recovered.
    fn write(file: &OpenFile, text: &LockText, adopt: &dyn Fn(&OpenFile) -> Result<()>) -> Result<()> {
        file.write_at(text.to_text().as_bytes(), 0)?;
        file.set_mode(0o644)?;
        adopt(file)?;
        file.sync()
    }

    /// For file systems with neither hard links nor such a rename. For a moment the lock is empty,
    /// which others take for a lock of other software: busy. It is flock-ed before its owner is
    /// written.
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

    /// Returns whether the name still leads to our file.
    pub(crate) fn is_held(&self) -> Result<bool> {
        Ok(self.folder.stat(self.name)?.is_some_and(|stat| stat.is_same_inode(&self.inode)))
    }

    /// Returns whether this is still the process that took it.
    pub(crate) fn is_of_this_process(&self) -> bool {
        self.process.is_this()
    }

    /// Returns the time of its last refresh, by the clock of the file system that holds it.
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
        // It was removed at this very moment, and another lock has taken its place, which is not
        // ours to remove.
        let aside = Temporary::Unlocked.name(&fs::random_hex::<8>());
        match take_aside(&self.folder, self.name, &self.inode, &self.aside, &aside)? {
            Aside::Taken => self.aside.unlink(&aside).map(|_| ()).inspect_err(|_| {
                // A lock that cannot be removed stays; once this process is dead, the next one
                // recovers it.
                let _ = give_back(&self.folder, self.name, &self.aside, &aside);
            }),
            Aside::Gone | Aside::Another => Err(self.lost()),
        }
    }

    /// Returns the error for a lock that is gone.
    pub(crate) fn lost(&self) -> Error {
        let advice = "nothing was lost: what is claimed is offered again";
        Error::refused(ErrorKind::LockLost, "keep the lock", Some(self.file.path()), advice)
            .because("somebody removed or replaced it")
    }
}

impl Drop for HeldLock {
    fn drop(&mut self) {
        if !self.released {
            // There is no caller to report an error to; the next collection recovers an orphan.
            let _ = self.remove();
        }
    }
}
