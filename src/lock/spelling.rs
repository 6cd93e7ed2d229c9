//! Finding a lock in a listing, however it is spelled there.

use crate::error::Result;
use crate::fs::Dir;
use crate::rules::lock_name::resembled;
use crate::status::LockKind;
use std::ffi::OsStr;

/// Returns whether an entry of a listing is that lock: by its name, or because the file system
/// finds it under that name. If that is unknown, it counts as the lock.
pub(crate) fn is_lock(folder: &Dir, kind: LockKind, listed: &OsStr) -> bool {
    let name = kind.file_name();
    if listed == name {
        return true;
    }
    if resembled(listed.as_encoded_bytes()) != Some(name) {
        return false;
    }
    match (folder.stat(name), folder.stat(listed)) {
        (Ok(Some(lock)), Ok(Some(listed))) => lock.is_same_inode(&listed),
        (Ok(_), Ok(_)) => false,
        (Err(_), _) | (_, Err(_)) => true,
    }
}

/// Returns whether a fresh listing shows that lock. If another host may have made it, nothing else
/// is reliable.
pub(crate) fn lists_lock(folder: &Dir, kind: LockKind) -> Result<bool> {
    let mut found = false;
    folder.reopen()?.list(&mut |listed, _| found |= is_lock(folder, kind, listed))?;
    Ok(found)
}
