//! A drop folder, opened for one pass.

use crate::error::Result;
use crate::fs::{self, Dir};
use crate::options::Options;
use crate::rules::permission::{Obstacle, Trouble, obstacles};
use crate::rules::timestamp::Now;
use crate::scan::{Criteria, Skips};
use crate::work::INSIDE;
use std::path::Path;
use std::sync::Arc;

/// A drop folder, opened for one pass.
#[derive(Clone)]
pub(crate) struct OpenFolder<'a> {
    pub(crate) path: &'a Path,
    pub(crate) options: &'a Options,
    pub(crate) dir: Arc<Dir>,
    pub(crate) network: bool,
    pub(crate) now: Now,
}

impl<'a> OpenFolder<'a> {
    pub(crate) fn open(path: &'a Path, options: &'a Options) -> Result<Self> {
        let dir = Arc::new(Dir::open(path, "open the drop folder")?);
        let network = fs::file_system(&dir)?.network;
        Ok(Self { path, options, dir, network, now: options.now.unwrap_or_else(fs::now) })
    }

    pub(crate) fn criteria(&self, now: Now) -> Criteria {
        Criteria {
            now,
            settle: self.options.settle_on(self.network),
            max_size: self.options.max_size,
            max_age: self.options.max_age,
            user: fs::effective_user(),
            checksums: true,
            unfinished_names: Arc::from(&*self.options.unfinished_names),
            own_entry: self.options.work_area.is_none().then_some(INSIDE),
        }
    }
}

/// Returns what is wrong with the permissions of the folder; checked if an entry was left alone
/// that this may explain.
pub(crate) fn permission_obstacles(folder: &Dir, left: &Skips) -> Vec<Obstacle> {
    obstacles_to(folder, left, left.foreign)
}

/// Returns what is wrong with the permissions of the folder, even if no file of another user has
/// arrived yet.
pub(crate) fn obstacles_to_others(folder: &Dir, left: &Skips) -> Vec<Obstacle> {
    obstacles_to(folder, left, true)
}

fn obstacles_to(folder: &Dir, left: &Skips, foreign: bool) -> Vec<Obstacle> {
    match folder.metadata() {
        Ok(stat) => {
            let (user, may_write) = (fs::effective_user(), folder.may_write());
            let trouble = Trouble { may_write, foreign, file: left.example };
            obstacles(stat.permissions(), user, trouble)
        }
        Err(_) => Vec::new(),
    }
}
