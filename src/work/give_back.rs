//! Giving a claimed file back to the drop folder, without overwriting what stands there now.

use crate::error::Result;
use crate::fs::{Dir, NoReplace};
use std::ffi::OsStr;

/// What giving back came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Returned {
    /// It is in the drop folder again.
    Home,
    /// Something newer has taken its name.
    Superseded,
    /// There is no way to do it without the risk of overwriting: it stays claimed, and is tried again.
    Stays,
    /// It is no longer there.
    Gone,
}

/// How often its place may turn out to be free after it was taken.
const TRIES: usize = 8;

/// `put_back` of step 5 in `tests/model`: never overwrites.
pub(crate) fn return_home(batch: &Dir, name: &OsStr, folder: &Dir) -> Result<Returned> {
    for _ in 0..TRIES {
        if let Some(returned) = try_to_return(batch, name, folder)? {
            return Ok(returned);
        }
    }
    Ok(Returned::Stays)
}

/// `None`: what was in the way has gone.
fn try_to_return(batch: &Dir, name: &OsStr, folder: &Dir) -> Result<Option<Returned>> {
    match batch.rename_no_replace(name, folder, name) {
        Ok(NoReplace::Done) => return Ok(Some(Returned::Home)),
        Ok(NoReplace::Exists) => return occupied(batch, name, folder),
        Ok(NoReplace::Unsupported) => {}
        Err(error) if error.is_vanished() => return Ok(Some(Returned::Gone)),
        Err(error) => return Err(error),
    }
    match batch.link(name, folder, name)? {
        NoReplace::Done => {
            batch.unlink(name)?;
            Ok(Some(Returned::Home))
        }
        NoReplace::Exists => occupied(batch, name, folder),
        NoReplace::Unsupported if folder.stat(name)?.is_some() || folder.lists(name)? => occupied(batch, name, folder),
        NoReplace::Unsupported => Ok(Some(Returned::Stays)),
    }
}

/// The name is taken: by something newer, or by this very file when link + unlink was interrupted.
fn occupied(batch: &Dir, name: &OsStr, folder: &Dir) -> Result<Option<Returned>> {
    let Some(claimed) = batch.stat(name)? else { return Ok(Some(Returned::Gone)) };
    let Some(standing) = folder.stat(name)? else { return Ok(None) };
    if claimed.is_same_inode(&standing) {
        batch.unlink(name)?;
        return Ok(Some(Returned::Home));
    }
    Ok(Some(Returned::Superseded))
}
