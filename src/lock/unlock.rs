//! Breaking a lock because a person asked for it.

use super::aside::{Aside, give_back, remove_aside, take_aside};
use super::file::{LockFile, in_lock_folder};
use crate::error::{Error, ErrorKind, Result};
use crate::fs::{self, Access, Dir, Flock, Kind, OpenFile, Opened, Stat};
use crate::options::Options;
use crate::rules::temporary::Temporary;
use crate::rules::timestamp::Timestamp;
use crate::status::{LockKind, LockStatus};
use std::ffi::OsString;

const HELD_ADVICE: &str = "a live process holds it: end that process first, then its lock is recovered by itself";
const UNKNOWN_ADVICE: &str = "without flocks it is unknown here whether its owner is alive (a sandbox forbids them, or the \
                              lock service of the file server is down): run this where there are some, or make sure that its owner \
                              has ended and remove the file";
const REPLACED_ADVICE: &str =
    "another lock has taken its place meanwhile, whose owner is alive: look again, and decide again";

/// Returns the lock that was removed; `None` where there was none.
pub(crate) fn unlock(folder: &Dir, which: LockKind, now: Timestamp, options: &Options) -> Result<Option<LockStatus>> {
    let name = which.file_name();
    // Held to the end, so that no other lock can get the number of this inode.
    let Some(seen) = folder.hold(name)? else { return Ok(None) };
    let Some(lock) = LockFile::read(folder, which)? else { return Ok(None) };
    if !lock.stat.is_same_inode(&seen.stat) {
        return Err(refused(folder, name, REPLACED_ADVICE));
    }
    let status = lock.describe(which, now, options);
    // If it is one of our own, we hold its flock until it is gone.
    let _flocked = match lock.text.as_ref().is_some_and(|text| text.flocked) {
        true => hold(folder, name, &lock.stat)?,
        false => None,
    };
    if lock.stat.kind == Kind::Directory {
        check_removable(folder, name, &lock.stat)?;
    }
    let aside = Temporary::Unlocked.name(&fs::random_hex::<8>());
    match take_aside(folder, name, &lock.stat, folder, &aside)? {
        Aside::Gone => return Ok(None),
        Aside::Another => return Err(refused(folder, name, REPLACED_ADVICE)),
        Aside::Taken => {}
    }
    if let Err(error) = remove_aside(folder, aside.as_ref(), &lock.stat) {
        // It stays a lock that everybody sees.
        let _ = give_back(folder, name, folder, &aside);
        return Err(error);
    }
    Ok(Some(status))
}

/// Takes the flock of the lock that was looked at.
fn hold(folder: &Dir, name: &str, seen: &Stat) -> Result<Option<OpenFile>> {
    match folder.open_file(name, Access::WriteIfPossible)? {
        Opened::File(_, stat) if !stat.is_same_inode(seen) => Err(refused(folder, name, REPLACED_ADVICE)),
        Opened::File(handle, _) => match handle.try_flock_patiently()? {
            Flock::Busy => Err(refused(folder, name, HELD_ADVICE)),
            Flock::Unsupported => Err(refused(folder, name, UNKNOWN_ADVICE)),
            Flock::Taken => Ok(Some(handle)),
        },
        _ => Ok(None),
    }
}

/// The ownership markers that an agent has put into a lock that is a directory go with it; if it
/// holds anything else, that stays, and so does the lock.
fn check_removable(folder: &Dir, name: &str, seen: &Stat) -> Result<()> {
    let (mut marks, mut others) = (Vec::<OsString>::new(), false);
    let looked = in_lock_folder(folder, name, seen, &mut |_, mark, _| {
        marks.push(mark.to_owned());
        Ok(())
    });
    match looked {
        // Then only the system knows whether it is empty.
        Err(error) if error.kind() == ErrorKind::PermissionDenied => return Ok(()),
        looked => looked?,
    }
    if let Some(lock) = folder.open_dir(name)? {
        lock.list(&mut |entry, _| others |= !marks.iter().any(|mark| mark == entry))?;
    }
    if others { Err(Error::not_empty("remove", &folder.path_of(name))) } else { Ok(()) }
}

fn refused(folder: &Dir, name: &str, advice: &'static str) -> Error {
    Error::refused(ErrorKind::Held, "remove", Some(&folder.path_of(name)), advice)
}
