//! Breaking a lock because a person said so.

use crate::drop_folder::DropFolder;
use crate::error::{Error, ErrorKind, Result};
use crate::fs::{self, Access, Kind, Opened};
use crate::lock::LockFile;
use crate::protocol::Pass;
use crate::status::{LockKind, LockStatus};

const HELD_ADVICE: &str = "a live process holds it: end that process first, then its lock is recovered by itself";

pub(crate) fn unlock(drop_folder: &DropFolder, which: LockKind) -> Result<Option<LockStatus>> {
    let pass = Pass::open(drop_folder)?;
    let (folder, name) = (&pass.folder, which.file_name());
    let Some(lock) = LockFile::read(folder, which)? else { return Ok(None) };
    let status = lock.describe(which, pass.now.wall, pass.options);
    let removed = match (lock.stat.kind, &lock.text) {
        (Kind::Directory, _) => folder.remove_dir(name)?,
        (Kind::File, Some(_)) => match folder.open_file(name, Access::WriteIfPossible)? {
            Opened::File(handle, _) if !fs::try_flock_patiently(&handle, &folder.path_of(name))? => {
                let path = folder.path_of(name);
                return Err(Error::refused(ErrorKind::Held, "remove", Some(&path), HELD_ADVICE));
            }
            // The flock is ours until the lock is gone.
            Opened::File(_handle, _) => folder.unlink(name)?,
            _ => folder.unlink(name)?,
        },
        _ => folder.unlink(name)?,
    };
    Ok(removed.then_some(status))
}
