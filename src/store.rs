//! The built-in store: a directory.

use crate::collection::Collection;
use crate::delivery::Delivery;
use crate::drop_folder::{DropFolder, Outcome};
use crate::error::{Error, ErrorKind, Result};
use crate::fs::{self, Dir, Wanted, file};
use crate::options::{Durability, Options};
use crate::report::Report;
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::path::Path;

/// From this many files on one `syncfs` is cheaper than a sync for each. Measured on ext4: 0.27 ms for each file, and
/// about the same for a whole quiet file system as for some hundred.
const SYNC_TOGETHER_FROM: usize = 256;

const MOVE_ADVICE: &str = "copy it instead: whoever delivered it could still change it in the store";

/// A directory that is stored into.
#[derive(Debug)]
pub(crate) struct Target {
    dir: Dir,
    device: u64,
    /// What is left of its free space, once that has been asked for.
    space: Option<u64>,
}

impl Target {
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let dir = Dir::open(path, "open the store's folder")?;
        let device = dir.own_stat()?.device;
        Ok(Self { dir, device, space: None })
    }

    /// Takes `size` bytes of what is free, before anything is written.
    fn reserve(&mut self, size: u64, name: &OsStr) -> Result<()> {
        let left = match self.space {
            Some(left) => left,
            None => fs::available_space(self.dir.path())?,
        };
        if size > left {
            return Err(self.dir.error(format!("find {size} bytes of free space for"), name, rustix::io::Errno::NOSPC));
        }
        self.space = Some(left - size);
        Ok(())
    }
}

/// A delivery on its way into a directory: everything is prepared but the last rename.
#[derive(Debug)]
pub(crate) struct Placing {
    name: OsString,
    /// The copy under its temporary name; `None`: the claimed file itself will be moved.
    copy: Option<String>,
}

impl Placing {
    /// Copies the content under a temporary name.
    pub(crate) fn copy(delivery: &mut Delivery, target: &mut Target, name: &OsStr, sync: bool) -> Result<Self> {
        target.reserve(delivery.size(), name)?;
        let target = &target.dir;
        let temp = format!(".sync_ingest-{}", delivery.id());
        let temp_path = target.path_of(&temp);
        // What an earlier attempt at the same delivery left.
        if delivery.attempt() > 1 {
            target.unlink(&temp)?;
        }
        let Some(copy) = target.create_file(&temp, 0o644)? else {
            return Err(target.error("create", temp.as_ref(), rustix::io::Errno::EXIST));
        };
        let copied = Self::fill(delivery, &copy, &temp_path, sync);
        if copied.is_err() {
            let _ = target.unlink(&temp);
        }
        copied.map(|()| Self { name: name.to_owned(), copy: Some(temp) })
    }

    fn fill(delivery: &mut Delivery, copy: &File, path: &Path, sync: bool) -> Result<()> {
        let wanted = wanted(delivery.options());
        delivery.copy_content(copy, path, wanted)?;
        if sync { file::sync(copy, path) } else { Ok(()) }
    }

    /// Makes sure that moving is allowed: on one file system, and either the agent is trusted, or the file is sealed.
    pub(crate) fn movement(delivery: &mut Delivery, target: &Target, name: &OsStr, sync: bool) -> Result<Self> {
        let stat = delivery.claim().stat()?;
        if stat.device != target.device || !(delivery.claim().sealed || delivery.options().trust_agent) {
            return Err(Error::refused(ErrorKind::MoveRefused, "move", Some(delivery.path()), MOVE_ADVICE));
        }
        let wanted = wanted(delivery.options());
        if wanted != Wanted::default() {
            delivery.hash(wanted)?;
        }
        if sync {
            file::sync(&delivery.claim().open()?, delivery.path())?;
        }
        Ok(Self { name: name.to_owned(), copy: None })
    }

    /// Renames into place. For a move this is the step that cannot be taken back.
    pub(crate) fn place(&self, delivery: &mut Delivery, target: &Target) -> Result<()> {
        let target = &target.dir;
        match &self.copy {
            Some(temp) => target.rename(temp, target, &self.name).inspect_err(|_| {
                let _ = target.unlink(temp);
            }),
            None => {
                delivery.check_lock()?;
                let claim = delivery.claim();
                claim.batch.dir().rename(&claim.record.name, target, &self.name)?;
                delivery.moved = true;
                Ok(())
            }
        }
    }

    /// Places a single one, and makes that durable.
    pub(crate) fn finish(self, delivery: &mut Delivery, target: &Target, durable: bool) -> Result<()> {
        self.place(delivery, target)?;
        if durable { target.dir.sync() } else { Ok(()) }
    }
}

fn wanted(options: &Options) -> Wanted {
    Wanted { sha256: options.sha256, sha1: options.sha1 }
}

/// One whole collection into a directory.
pub(crate) fn collect_into(drop_folder: &DropFolder, directory: &Path) -> Result<Report> {
    let mut target = Target::open(directory)?;
    match drop_folder.collect()? {
        Outcome::NotCollecting(report) => Ok(report),
        Outcome::Collecting(mut collection) => {
            // A delivery whose older namesake has just been answered comes with the next round.
            let stored = loop {
                match store_round(&mut collection, &mut target, drop_folder.options()) {
                    Ok(0) => break Ok(()),
                    Ok(_) => {}
                    // The report says so, with an alarm.
                    Err(error) if error.kind() == ErrorKind::LockLost => break Ok(()),
                    Err(error) => break Err(error),
                }
            };
            let report = collection.finish();
            stored.and(report)
        }
    }
}

/// Everything that can be offered at once: prepare all, sync once, rename all, sync, acknowledge all. Says how many were offered.
fn store_round(collection: &mut Collection, target: &mut Target, options: &Options) -> Result<usize> {
    let mut offered = Vec::new();
    while let Some(delivery) = collection.next_delivery()? {
        offered.push(delivery);
    }
    let count = offered.len();
    let together = options.durability == Durability::Automatic && count >= SYNC_TOGETHER_FROM;
    let sync_each = options.durability != Durability::None && !together;
    target.space = None;
    let mut prepared = Vec::with_capacity(count);
    for mut delivery in offered {
        let name = delivery.name().to_owned();
        let placing = match Placing::movement(&mut delivery, target, &name, sync_each) {
            Err(error) if error.kind() == ErrorKind::MoveRefused => {
                Placing::copy(&mut delivery, target, &name, sync_each)
            }
            other => other,
        };
        match placing {
            Ok(placing) => prepared.push((delivery, placing)),
            Err(error) => delivery.put_back(&error.to_string())?,
        }
    }
    if together && !prepared.is_empty() {
        target.dir.sync_file_system()?;
    }
    let mut placed = Vec::with_capacity(prepared.len());
    for (mut delivery, placing) in prepared {
        match placing.place(&mut delivery, target) {
            Ok(()) => placed.push(delivery),
            Err(error) => delivery.put_back(&error.to_string())?,
        }
    }
    if options.durability != Durability::None && !placed.is_empty() {
        target.dir.sync()?;
    }
    for delivery in placed {
        match delivery.acknowledge() {
            Ok(()) => {}
            // It is in the store, and what has changed since is a delivery of its own.
            Err(error) if error.kind() == ErrorKind::Changed => {}
            Err(error) => return Err(error),
        }
    }
    Ok(count)
}
