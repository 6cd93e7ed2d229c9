//! A directory that is stored into.

use super::names::Names;
use crate::error::{Error, ErrorKind, Result};
use crate::fs::{self, Dir, NoReplace, Stat};
use crate::open_folder::OpenFolder;
use crate::options::Durability;
use crate::work::{Area, Batch, BatchName};
use std::ffi::OsStr;
use std::path::Path;

const ADVICE_TAKEN: &str = "its file system takes this name for that of another file which is there, spelled otherwise: take that one \
                            out of the way, and this one is stored by a later collection";

/// A directory that is stored into, and what is known about it.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) dir: Dir,
    pub(super) stat: Stat,
    /// Stored files must survive a power cut.
    pub(super) is_durable: bool,
    /// Each content is synced before it is placed, instead of all of them together.
    pub(super) syncs_contents: bool,
    room: Option<Room>,
    names: Option<Names>,
    umask: Option<u32>,
    /// The last batch that was checked, and whether its files may be moved here.
    movable: Option<(BatchName, bool)>,
    /// A rename into it that should have worked was refused: nothing more is moved.
    pub(super) refuses_moves: bool,
    /// It can rename without overwriting, as far as is known.
    no_replace: bool,
}

/// How much may still be written; `None`: unknown or unlimited.
#[derive(Clone, Copy, Debug)]
struct Room {
    space: Option<u64>,
    largest_file: Option<u64>,
}

impl Target {
    pub(super) fn open(path: &Path, durability: Durability) -> Result<Self> {
        let is_durable = durability != Durability::None;
        let dir = Dir::open(path, "open the store's folder")?;
        let stat = dir.metadata()?;
        Ok(Self {
            dir,
            stat,
            is_durable,
            syncs_contents: is_durable,
            room: None,
            names: None,
            umask: None,
            movable: None,
            refuses_moves: false,
            no_replace: true,
        })
    }

    /// Files stored into the drop folder would be collected again and again.
    pub(super) fn check_is_elsewhere(&self, folder: &OpenFolder<'_>) -> Result<()> {
        let area = Area::find(&folder.dir, folder.options)?;
        let is_area =
            area.map(|area| area.dir().metadata()).transpose()?.is_some_and(|area| area.is_same_inode(&self.stat));
        if is_area || folder.dir.metadata()?.is_same_inode(&self.stat) {
            let advice = "name another folder";
            return Err(Error::refused(ErrorKind::InvalidArgument, "store into", Some(self.dir.path()), advice)
                .because("it is the drop folder or its work area"));
        }
        Ok(())
    }

    /// Other programs may have written to it meanwhile.
    pub(super) fn forget_room(&mut self) {
        self.room = None;
    }

    /// Reserves `size` bytes before anything is written.
    pub(super) fn reserve(&mut self, size: u64, name: &OsStr) -> Result<()> {
        let room = self.room.get_or_insert_with(|| Room {
            space: fs::available_space(self.dir.path()),
            largest_file: fs::file_size_limit(),
        });
        if room.largest_file.is_some_and(|largest| size > largest) {
            return Err(Error::beyond_limit(format!("write the {size} bytes of"), &self.dir.path_of(name)));
        }
        if let Some(space) = &mut room.space {
            *space = space.checked_sub(size).ok_or_else(|| {
                Error::no_space(format!("find {size} bytes of free space for"), &self.dir.path_of(name))
            })?;
        }
        Ok(())
    }

    /// Returns whether files of a batch can be renamed to here, as far as that is known beforehand.
    pub(super) fn takes_moves_from(&mut self, batch: &Batch) -> Result<bool> {
        let movable = match &self.movable {
            Some((known, movable)) if known == batch.name() => *movable,
            _ => {
                let movable = fs::may_rename(batch.dir(), &self.dir)?;
                self.movable = Some((batch.name().clone(), movable));
                movable
            }
        };
        Ok(movable && !self.refuses_moves)
    }

    /// Returns the umask of the process. If it is unknown, one that removes every permission: a
    /// copy gets the right mode.
    pub(super) fn umask(&mut self) -> u32 {
        *self.umask.get_or_insert_with(|| fs::umask().unwrap_or(0o777))
    }

    /// Renames an entry of `from` to `name`. An older file of exactly that name is replaced; a file
    /// of another name never is, even if the file system takes the two names for one.
    pub(super) fn put(&mut self, from: Option<&Dir>, entry: &OsStr, name: &OsStr) -> Result<()> {
        let from = from.unwrap_or(&self.dir);
        if self.no_replace {
            match from.rename_no_replace(entry, &self.dir, name)? {
                NoReplace::Done => return Ok(()),
                NoReplace::Exists => {}
                NoReplace::Unsupported => self.no_replace = false,
            }
        }
        if self.dir.stat(name)?.is_some() {
            let names = match self.names {
                Some(names) => names,
                None => *self.names.insert(Names::of(&self.dir)?),
            };
            if names == Names::MayBeOne && !self.dir.lists(name)? {
                let taken = Error::taken("store it as", &self.dir.path_of(name));
                return Err(taken.with_kind(ErrorKind::Io, ADVICE_TAKEN));
            }
        }
        from.rename(entry, &self.dir, name)
    }
}
