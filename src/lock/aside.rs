//! The one way to break a lock: it is taken out of the way by a rename, and only then is it known which one that was.
//!
//! Between a look at a name and its removal another lock may take its place, which belongs to somebody alive. So the name is
//! renamed to one of our own, the inode compared, and a lock that was not meant goes back, without overwriting. A crash in between
//! leaves a hidden `.sync_ingest-unlocked-…` (of a collector that is recovered, a `recovered-lock-…` in the work area): whoever
//! holds the lock next removes it, and if it was somebody's lock, he finds it gone and stops.

use super::info::in_lock_folder;
use crate::error::Result;
use crate::fs::{Dir, Kind, NoReplace, Stat};
use std::ffi::OsStr;

/// What taking a lock out of the way came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Aside {
    /// It lies there now, unless whoever holds the lock by now has tidied it away.
    Taken,
    /// There was none, or no longer.
    Gone,
    /// Another one had taken its place, and has it again.
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
        // Whoever holds the lock by now has tidied it away.
        Ok(None) => Ok(Aside::Taken),
        Err(error) => {
            let _ = give_back(folder, name, to, aside);
            Err(error)
        }
    }
}

/// Renames a lock back to its name. Where a third one has taken that meanwhile, whoever held this one finds it gone.
pub(crate) fn give_back(folder: &Dir, name: &str, from: &Dir, aside: &str) -> Result<()> {
    let given = match from.rename_no_replace(aside, folder, name) {
        Err(error) if error.is_vanished() => return Ok(()),
        Ok(NoReplace::Unsupported) => match from.link(aside, folder, name)? {
            // Neither way is there, or it is a folder: by a look, so that the moment in which two could have it is short.
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

/// Removes what has been taken aside. Of a lock that is a folder, what an agent has put there to say whose it is goes with it.
pub(crate) fn remove_aside(from: &Dir, aside: &OsStr, lock: &Stat) -> Result<()> {
    if lock.kind != Kind::Directory {
        return from.unlink(aside).map(|_| ());
    }
    if from.remove_dir(aside).is_ok() {
        return Ok(());
    }
    match in_lock_folder(from, aside, lock, &mut |lock, mark, _| lock.unlink(mark).map(|_| ())) {
        // Somebody else has tidied it away meanwhile.
        Err(error) if error.is_vanished() => return Ok(()),
        removed => removed?,
    }
    from.remove_dir(aside).map(|_| ())
}
