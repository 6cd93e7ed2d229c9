//! The built-in store: a directory.

use crate::collection::Collection;
use crate::delivery::Delivery;
use crate::error::{Error, ErrorKind, Result};
use crate::fs::{self, Dir, Wanted, file};
use crate::options::{Durability, Options};
use crate::outcome::Outcome;
use crate::pass::Pass;
use crate::report::Report;
use crate::work::Area;
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

/// From this many files on one `syncfs` is cheaper than a sync for each. Measured on ext4: 0.27 ms for each file, and
/// about the same for a whole quiet file system as for some hundred.
const SYNC_TOGETHER_FROM: usize = 256;

const MOVE_ADVICE: &str = "copy it instead: whoever delivered it could still change it in the store";

/// A directory that is stored into.
#[derive(Debug)]
struct Target {
    dir: Dir,
    device: u64,
    /// What is left of its free space, once that has been asked for.
    space: Option<u64>,
}

impl Target {
    fn open(path: &Path) -> Result<Self> {
        let dir = Dir::open(path, "open the store's folder")?;
        let device = dir.own_stat()?.device;
        Ok(Self { dir, device, space: None })
    }

    /// What is stored into the drop folder would be collected again and again.
    fn check_is_elsewhere(&self, pass: &Pass<'_>) -> Result<()> {
        let own = self.dir.own_stat()?;
        let area = Area::find(&pass.folder, pass.options)?;
        let is_area = area.map(|area| area.dir().own_stat()).transpose()?.is_some_and(|area| area.is_same_inode(&own));
        if is_area || pass.folder.own_stat()?.is_same_inode(&own) {
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
    fn reserve(&mut self, size: u64, name: &OsStr) -> Result<()> {
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

/// A delivery on its way into a directory: everything is prepared but the last rename.
#[derive(Debug)]
struct Placing {
    name: OsString,
    /// The copy under its temporary name; `None`: the claimed file itself will be moved.
    copy: Option<String>,
}

impl Placing {
    /// Copies the content under a temporary name.
    fn copy(delivery: &mut Delivery, target: &mut Target, name: &OsStr, sync: bool) -> Result<Self> {
        target.reserve(delivery.size(), name)?;
        let target = &target.dir;
        let temp = temp_name(delivery.id());
        let temp_path = target.path_of(&temp);
        remove_half_copy(delivery, target)?;
        let copy = target.create_new(&temp, 0o644)?;
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
    fn movement(delivery: &mut Delivery, target: &Target, name: &OsStr, sealed: bool, sync: bool) -> Result<Self> {
        let stat = delivery.claim().stat()?;
        if stat.device != target.device || !(sealed || delivery.options().trust_agent) {
            return Err(Error::refused(ErrorKind::MoveRefused, "move", Some(delivery.path()), MOVE_ADVICE));
        }
        remove_half_copy(delivery, &target.dir)?;
        let mut wanted = wanted(delivery.options());
        // Nothing has changed since it was compared with its checksum file.
        wanted.sha256 &= delivery.digests().sha256.is_none();
        if wanted != Wanted::default() {
            delivery.hash(wanted)?;
        }
        if sync {
            file::sync(&delivery.claim().open()?, delivery.path())?;
        }
        Ok(Self { name: name.to_owned(), copy: None })
    }

    /// Renames into place. For a move this is the step that cannot be taken back.
    fn place(&self, delivery: &mut Delivery, target: &Target) -> Result<()> {
        let target = &target.dir;
        match &self.copy {
            Some(temp) => target.rename(temp, target, &self.name).inspect_err(|_| {
                let _ = target.unlink(temp);
            }),
            None => {
                delivery.check_lock()?;
                let claim = delivery.claim();
                claim.batch.dir().rename(&claim.record.name, target, &self.name)?;
                delivery.note_moved();
                Ok(())
            }
        }
    }

    /// Places a single one, and makes that durable.
    fn finish(self, delivery: &mut Delivery, target: &Target, durable: bool) -> Result<()> {
        self.place(delivery, target)?;
        if !durable {
            return Ok(());
        }
        target.dir.sync()?;
        if self.copy.is_none() { delivery.claim().batch.dir().sync() } else { Ok(()) }
    }
}

/// Removes what an earlier attempt at the same delivery has left.
fn remove_half_copy(delivery: &Delivery, target: &Dir) -> Result<()> {
    if delivery.attempt() > 1 {
        target.unlink(temp_name(delivery.id()))?;
    }
    Ok(())
}

/// The hidden name of a copy that is not complete.
fn temp_name(id: &str) -> String {
    format!(".sync_ingest-{id}")
}

fn wanted(options: &Options) -> Wanted {
    Wanted { sha256: options.sha256, sha1: options.sha1 }
}

/// One whole collection into a directory.
pub(crate) fn collect_into(pass: Pass<'_>, directory: &Path) -> Result<Report> {
    let mut target = Target::open(directory)?;
    target.check_is_elsewhere(&pass)?;
    let options = pass.options;
    match pass.collect()? {
        Outcome::NotCollecting(report) => Ok(report),
        Outcome::Collecting(mut collection) => {
            // A delivery whose older namesake has just been answered comes with the next round.
            let stored = loop {
                match store_round(&mut collection, &mut target, options) {
                    Ok(0) => break Ok(()),
                    Ok(_) => {}
                    // The report says so, with an alarm.
                    Err(error) if error.kind() == ErrorKind::LockLost => break Ok(()),
                    Err(error) => break Err(error),
                }
            };
            let report = collection.finish()?;
            for rejected in &report.rejected {
                // What a store that died over it has left.
                let _ = target.dir.unlink(temp_name(&rejected.id));
            }
            stored.map(|()| report)
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
        let sealed = delivery.claim().sealed;
        let placing = match Placing::movement(&mut delivery, target, &name, sealed, sync_each) {
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
    let (mut placed, mut emptied) = (Vec::with_capacity(prepared.len()), Vec::new());
    for (mut delivery, placing) in prepared {
        match placing.place(&mut delivery, target) {
            Ok(()) => {
                let batch = &delivery.claim().batch;
                if placing.copy.is_none() && emptied.last().is_none_or(|last| !Arc::ptr_eq(last, batch)) {
                    emptied.push(Arc::clone(batch));
                }
                placed.push(delivery);
            }
            Err(error) => delivery.put_back(&error.to_string())?,
        }
    }
    if options.durability != Durability::None && !placed.is_empty() {
        target.dir.sync()?;
        emptied.iter().try_for_each(|batch| batch.dir().sync())?;
    }
    let mut failed = Ok(count);
    for delivery in placed {
        match delivery.acknowledge() {
            Ok(()) => {}
            // It is in the store, and what has changed since is a delivery of its own.
            Err(error) if error.kind() == ErrorKind::Changed => {}
            Err(error) => failed = failed.and(Err(error)),
        }
    }
    failed
}

impl Delivery {
    /// Copies it to `destination` under a temporary name, hashes it on the way as the options ask, checks that it did not
    /// change meanwhile, syncs as the options say, and renames the copy into place. An existing file is replaced atomically.
    ///
    /// # Errors
    /// [`NoSpace`](crate::ErrorKind::NoSpace) before anything is written when there is not enough;
    /// [`Changed`](crate::ErrorKind::Changed) when a writer changed it meanwhile.
    pub fn copy_to(&mut self, destination: &Path) -> Result<()> {
        let (mut target, name) = split(destination)?;
        let durable = self.options().durability != Durability::None;
        let placing = Placing::copy(self, &mut target, name, durable)?;
        placing.finish(self, &target, durable)
    }

    /// Moves it to `destination`, without copying, on the same file system; hashes and syncs as the options say. An existing
    /// file is replaced atomically. From then on only [`acknowledge`](Self::acknowledge) makes sense.
    ///
    /// # Errors
    /// [`MoveRefused`](crate::ErrorKind::MoveRefused) when it is on another file system, or when it belongs to another user,
    /// may be written by others or is open for writing, unless [`Options::trust_agent`]: copy it then.
    pub fn move_to(&mut self, destination: &Path) -> Result<()> {
        let (target, name) = split(destination)?;
        let durable = self.options().durability != Durability::None;
        let sealed = self.is_sealed_now()?;
        let placing = Placing::movement(self, &target, name, sealed, durable)?;
        placing.finish(self, &target, durable)
    }
}

/// The folder and the name of a destination.
fn split(destination: &Path) -> Result<(Target, &OsStr)> {
    let name = destination.file_name().ok_or_else(|| {
        Error::invalid(format!("store at {destination:?}"), "the destination must end in a file name")
    })?;
    Ok((Target::open(fs::parent_of(destination))?, name))
}
