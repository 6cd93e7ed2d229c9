//! Moving a claimed file back to the drop folder, without overwriting what is there now.

use super::batch::Batch;
use crate::error::Result;
use crate::fs::{self, Dir, NoReplace};
use crate::report::NotStored;
use std::ffi::OsStr;

/// What became of a claimed file that was to be given back.
#[derive(Debug)]
pub(crate) enum GivenBack {
    Home,
    /// There is no way to do it without the risk of overwriting: it stays claimed.
    Stays,
    Gone,
    /// Something newer has taken its name: the agent has abandoned it.
    Superseded(NotStored),
}

impl Batch {
    /// Moves a claimed file back, its checksum file first; one whose name was taken by something
    /// newer is superseded.
    pub(crate) fn give_back(&self, folder: &Dir, name: &OsStr) -> Result<GivenBack> {
        if self.give_back_checksum(folder, name)? == MovedBack::Impossible {
            return Ok(GivenBack::Stays);
        }
        Ok(match move_back(&self.dir, name, folder)? {
            MovedBack::Done => GivenBack::Home,
            MovedBack::Impossible => GivenBack::Stays,
            MovedBack::Gone => GivenBack::Gone,
            MovedBack::NameTaken => {
                let id = format!("{}-{}", self.name.token, fs::random_hex::<4>());
                GivenBack::Superseded(self.area.supersede(&self.dir, name, id, fs::now().wall)?)
            }
        })
    }
}

/// What moving an entry back came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MovedBack {
    /// It is in the drop folder again.
    Done,
    /// Something newer has taken its name.
    NameTaken,
    /// There is no way to do it without the risk of overwriting: it stays, and is tried again.
    Impossible,
    /// It is no longer there.
    Gone,
}

/// How often its place may turn out to be free after it was taken.
const TRIES: usize = 8;

/// `give_back` and `put_back` in `tests/model`: never overwrites.
pub(super) fn move_back(batch: &Dir, name: &OsStr, folder: &Dir) -> Result<MovedBack> {
    for _ in 0..TRIES {
        if let Some(moved) = try_to_move_back(batch, name, folder)? {
            return Ok(moved);
        }
    }
    Ok(MovedBack::Impossible)
}

/// `None`: what was in the way has gone.
fn try_to_move_back(batch: &Dir, name: &OsStr, folder: &Dir) -> Result<Option<MovedBack>> {
    match batch.rename_no_replace(name, folder, name) {
        Ok(NoReplace::Done) => return Ok(Some(MovedBack::Done)),
        Ok(NoReplace::Exists) => return occupied(batch, name, folder),
        Ok(NoReplace::Unsupported) => {}
        Err(error) if error.is_vanished() => return Ok(Some(MovedBack::Gone)),
        Err(error) => return Err(error),
    }
    match batch.link(name, folder, name)? {
        NoReplace::Done => {
            batch.unlink(name)?;
            Ok(Some(MovedBack::Done))
        }
        NoReplace::Exists => occupied(batch, name, folder),
        NoReplace::Unsupported if folder.stat(name)?.is_some() || folder.lists(name)? => occupied(batch, name, folder),
        NoReplace::Unsupported => Ok(Some(MovedBack::Impossible)),
    }
}

/// The name is taken: by something newer, or by this very file when link + unlink was interrupted.
fn occupied(batch: &Dir, name: &OsStr, folder: &Dir) -> Result<Option<MovedBack>> {
    let Some(claimed) = batch.stat(name)? else { return Ok(Some(MovedBack::Gone)) };
    let Some(standing) = folder.stat(name)? else { return Ok(None) };
    if claimed.is_same_inode(&standing) {
        batch.unlink(name)?;
        return Ok(Some(MovedBack::Done));
    }
    Ok(Some(MovedBack::NameTaken))
}
