//! A directory that is stored into.

use crate::error::{Error, ErrorKind, Result};
use crate::fs::{self, Dir, Stat};
use crate::pass::Pass;
use crate::work::Area;
use std::ffi::OsStr;
use std::path::Path;

/// A directory that is stored into.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) dir: Dir,
    pub(super) stat: Stat,
    /// What is left of its free space, once that has been asked for.
    pub(super) space: Option<u64>,
}

impl Target {
    pub(super) fn open(path: &Path) -> Result<Self> {
        let dir = Dir::open(path, "open the store's folder")?;
        let stat = dir.own_stat()?;
        Ok(Self { dir, stat, space: None })
    }

    /// What is stored into the drop folder would be collected again and again.
    pub(super) fn check_is_elsewhere(&self, pass: &Pass<'_>) -> Result<()> {
        let area = Area::find(&pass.folder, pass.options)?;
        let is_area =
            area.map(|area| area.dir().own_stat()).transpose()?.is_some_and(|area| area.is_same_inode(&self.stat));
        if is_area || pass.folder.own_stat()?.is_same_inode(&self.stat) {
            let action = "store into the drop folder or its work area:";
            return Err(Error::refused(
                ErrorKind::InvalidArgument,
                action,
                Some(self.dir.path()),
                "name another folder",
            ));
        }
        Ok(())
    }

    /// Takes `size` bytes of what is free, before anything is written.
    pub(super) fn reserve(&mut self, size: u64, name: &OsStr) -> Result<()> {
        let left = match self.space {
            Some(left) => left,
            None => fs::available_space(self.dir.path())?,
        };
        if size > left {
            return Err(Error::no_space(format!("find {size} bytes of free space for"), &self.dir.path_of(name)));
        }
        self.space = Some(left - size);
        Ok(())
    }
}
