//! The one way to break a lock: it is renamed out of the way first, and identified afterwards.
//!
//! Between a look at a name and its removal, the lock of a live process may take its place. So the
//! name is renamed to one of our own and the inode compared; a lock that was not meant goes back,
//! without overwriting. A crash in between leaves a hidden `.sync_ingest-unlocked-…`, or, for a
//! collector being recovered, a `recovered-lock-…` in the work area. The next process that holds
//! the lock removes it; the owner of a lock removed by mistake finds it gone and stops.

use super::file::in_lock_folder;
use crate::error::Result;
use crate::fs::{Dir, Kind, NoReplace, Stat};
use std::ffi::OsStr;

/// The result of taking a lock out of the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Aside {
    /// It is there now, unless the current holder of the lock has already removed it.
    Taken,
    /// There was no lock, or there no longer is.
    Gone,
    /// Another lock had taken its place, and was put back.
    Another,
}

/// Moves the lock `name`, if it is still the one that was seen, to `aside` in `to`.
pub(crate) fn take_aside(folder: &Dir, name: &str, seen: &Stat, to: &Dir, aside: &str) -> Result<Aside> {
    match folder.rename(name, to, aside) {
        Err(error) if error.is_vanished() => return Ok(Aside::Gone),
        moved => moved?,
    }
    match to.stat(aside) {
        Ok(Some(moved)) if moved.is_same_inode(seen) => Ok(Aside::Taken),
        Ok(Some(_)) => give_back(folder, name, to, aside).map(|()| Aside::Another),
        // The current holder of the lock has already removed it.
        Ok(None) => Ok(Aside::Taken),
        Err(error) => {
            let _ = give_back(folder, name, to, aside);
            Err(error)
        }
    }
}

/// Renames a lock back to its name. If a third one has taken the name meanwhile, the owner of this
/// one finds its lock gone.
pub(crate) fn give_back(folder: &Dir, name: &str, from: &Dir, aside: &str) -> Result<()> {
    let given = match from.rename_no_replace(aside, folder, name) {
        Err(error) if error.is_vanished() => return Ok(()),
        Ok(NoReplace::Unsupported) => match from.link(aside, folder, name)? {
            // Neither operation is available, or the lock is a directory: check and rename, so that
            // the moment in which two could hold it is short.
            NoReplace::Unsupported if folder.stat(name)?.is_none() => return from.rename(aside, folder, name),
            NoReplace::Unsupported => NoReplace::Exists,
            linked => {
                from.unlink(aside)?;
                linked
            }
        },
        given => given?,
    };
    match given {
        NoReplace::Exists if from.stat(aside)?.is_some_and(|stat| stat.kind == Kind::Directory) => {
            from.remove_dir(aside).map(|_| ())
        }
        NoReplace::Exists => from.unlink(aside).map(|_| ()),
        _ => Ok(()),
    }
}

/// Removes what was taken aside. If the lock is a directory, its ownership markers go with it.
pub(crate) fn remove_aside(from: &Dir, aside: &OsStr, lock: &Stat) -> Result<()> {
    if lock.kind != Kind::Directory {
        return from.unlink(aside).map(|_| ());
    }
    if from.remove_dir(aside).is_ok() {
        return Ok(());
    }
    match in_lock_folder(from, aside, lock, &mut |lock, mark, _| lock.unlink(mark).map(|_| ())) {
        // Another process has already removed it.
        Err(error) if error.is_vanished() => return Ok(()),
        removed => removed?,
    }
    from.remove_dir(aside).map(|_| ())
}
