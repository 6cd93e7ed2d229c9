//! Breaking a lock because a person said so.

use crate::error::{Error, ErrorKind, Result};
use crate::fs::{self, Access, Dir, Kind, Opened, Stat};
use crate::lock::{LockFile, in_lock_folder};
use crate::pass::Pass;
use crate::status::{LockKind, LockStatus};

const HELD_ADVICE: &str = "a live process holds it: end that process first, then its lock is recovered by itself";

pub(crate) fn unlock(pass: &Pass<'_>, which: LockKind) -> Result<Option<LockStatus>> {
    let (folder, name) = (&pass.folder, which.file_name());
    let Some(lock) = LockFile::read(folder, which)? else { return Ok(None) };
    let status = lock.describe(which, pass.now.wall, pass.options);
    let removed = match (lock.stat.kind, &lock.text) {
        (Kind::Directory, _) => match folder.remove_dir(name) {
            Ok(removed) => removed,
            Err(_) => {
                // What an agent has put there to say whose lock it is goes with it; anything else stays, and the folder with it.
                in_lock_folder(folder, name, &lock.stat, &mut |lock, mark, _| lock.unlink(mark).map(|_| ()))?;
                folder.remove_dir(name)?
            }
        },
        (Kind::File, Some(_)) => {
            // The flock is ours until the lock is gone.
            let handle = match folder.open_file(name, Access::WriteIfPossible)? {
                Opened::File(handle, _) if fs::try_flock_patiently(&handle, &folder.path_of(name))? => Some(handle),
                Opened::File(..) => return Err(held(folder, name)),
                _ => None,
            };
            let removed = remove_if_same(folder, name, &lock.stat)?;
            drop(handle);
            removed
        }
        _ => remove_if_same(folder, name, &lock.stat)?,
    };
    Ok(removed.then_some(status))
}

/// Only the lock that was looked at: by now another one may stand there.
fn remove_if_same(folder: &Dir, name: &str, seen: &Stat) -> Result<bool> {
    match folder.stat(name)? {
        None => Ok(false),
        Some(now) if now.is_same_inode(seen) => folder.unlink(name),
        Some(_) => Err(held(folder, name)),
    }
}

fn held(folder: &Dir, name: &str) -> Error {
    Error::refused(ErrorKind::Held, "remove", Some(&folder.path_of(name)), HELD_ADVICE)
}
