//! The built-in store: a directory.

mod names;
mod placing;
mod rejected;
mod target;

use crate::collect::collect;
use crate::collection::{Collection, Outcome};
use crate::delivery::Delivery;
use crate::error::{Error, ErrorKind, Result};
use crate::fs;
use crate::open_folder::OpenFolder;
use crate::options::{Durability, Options};
use crate::report::Report;
use placing::{Placing, half_copies};
pub use rejected::IfExists;
pub(crate) use rejected::store_rejected;
use std::ffi::OsStr;
use std::path::Path;
use std::sync::Arc;
use target::Target;

/// From this many files on, one `syncfs` is cheaper than one sync per file. Measured on ext4: 0.3
/// ms for each of 100 files, and about the same for a whole quiet file system as for a few hundred
/// files.
const SYNC_TOGETHER_FROM: usize = 256;

/// Deliveries being stored.
type Placings = Vec<(Delivery, Placing)>;

/// A whole collection into a directory.
pub(crate) fn collect_into(folder: OpenFolder<'_>, directory: &Path) -> Result<Report> {
    let mut target = Target::open(directory, folder.options.durability)?;
    target.check_is_elsewhere(&folder)?;
    let options = folder.options;
    match collect(folder)? {
        Outcome::Finished(report) => Ok(report),
        Outcome::Collecting(mut collection) => {
            // A delivery is offered in the next round if an older one of its name has only just
            // been answered.
            let stored = loop {
                match store_round(&mut collection, &mut target, options) {
                    Ok(0) => break Ok(()),
                    Ok(_) => {}
                    // The report mentions it, with an alarm.
                    Err(error) if error.kind() == ErrorKind::LockLost => break Ok(()),
                    Err(error) => break Err(error),
                }
            };
            let report = collection.finish()?;
            for rejected in &report.rejected {
                // Copies left by a process that died while storing this delivery.
                for name in half_copies(&rejected.id) {
                    let _ = target.dir.unlink(name);
                }
            }
            stored.map(|()| report)
        }
    }
}

/// Stores everything that can be offered at once: prepare all, sync, rename all, sync, acknowledge
/// all. Returns how many were offered.
fn store_round(collection: &mut Collection, target: &mut Target, options: &Options) -> Result<usize> {
    let mut offered = Vec::new();
    while let Some(delivery) = collection.next_delivery()? {
        offered.push(delivery);
    }
    let count = offered.len();
    let together = options.durability == Durability::Automatic && count >= SYNC_TOGETHER_FROM;
    target.syncs_contents = target.is_durable && !together;
    let (mut placed, mut emptied) = (Vec::with_capacity(count), Vec::new());
    while !offered.is_empty() {
        let prepared = prepare(std::mem::take(&mut offered), target)?;
        if together && !prepared.is_empty() {
            target.dir.sync_file_system()?;
        }
        for (mut delivery, placing) in prepared {
            match placing.place(&mut delivery, target) {
                Ok(()) => {
                    let batch = &delivery.claim().batch;
                    if placing.is_move() && emptied.last().is_none_or(|last| !Arc::ptr_eq(last, batch)) {
                        emptied.push(Arc::clone(batch));
                    }
                    placed.push(delivery);
                }
                // From now on everything is copied.
                Err(error) if error.kind() == ErrorKind::MoveRefused => offered.push(delivery),
                Err(error) => put_back(delivery, &error)?,
            }
        }
    }
    if target.is_durable && !placed.is_empty() {
        target.dir.sync()?;
        emptied.iter().try_for_each(|batch| batch.dir().sync())?;
    }
    let mut failed = Ok(count);
    for delivery in placed {
        match delivery.acknowledge() {
            Ok(()) => {}
            Err(error) if is_the_end(&error) => failed = failed.and(Err(error)),
            // It is in the store. Content that has changed since is a delivery of its own, and a
            // file that cannot be removed is put back.
            Err(_) => {}
        }
    }
    failed
}

/// An error here concerns this delivery alone: it stays claimed in any case.
fn put_back(delivery: Delivery, error: &Error) -> Result<()> {
    match delivery.put_back_after(error) {
        Err(error) if is_the_end(&error) => Err(error),
        _ => Ok(()),
    }
}

/// Returns whether the error affects everything, rather than one delivery alone.
fn is_the_end(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::LockLost | ErrorKind::AlreadyOver)
}

/// Does everything but the last rename. A delivery that cannot be stored is put back.
fn prepare(offered: Vec<Delivery>, target: &mut Target) -> Result<Placings> {
    target.forget_room();
    let mut prepared = Vec::with_capacity(offered.len());
    let mut unsynced = Vec::new();
    for mut delivery in offered {
        let name = delivery.name().to_owned();
        let sealed = delivery.claim().sealed;
        let placing = match Placing::movement(&mut delivery, target, &name, sealed) {
            Err(error) if error.kind() == ErrorKind::MoveRefused => Placing::copy(&mut delivery, target, &name),
            other => other,
        };
        match placing {
            Ok(placing) => unsynced.push((delivery, placing)),
            Err(error) => put_back(delivery, &error)?,
        }
        if unsynced.len() == fs::MOST_UNSYNCED {
            sync_contents(&mut unsynced, &mut prepared, target)?;
        }
    }
    sync_contents(&mut unsynced, &mut prepared, target)?;
    Ok(prepared)
}

/// Moves content that has reached the disk, or need not, from `unsynced` to `prepared`.
fn sync_contents(unsynced: &mut Placings, prepared: &mut Placings, target: &Target) -> Result<()> {
    let contents: Vec<_> = unsynced.iter().filter_map(|(_, placing)| placing.unsynced()).collect();
    fs::begin_to_write_all(contents.into_iter());
    for (delivery, mut placing) in unsynced.drain(..) {
        match placing.sync(target) {
            Ok(()) => prepared.push((delivery, placing)),
            Err(error) => put_back(delivery, &error)?,
        }
    }
    Ok(())
}

impl Delivery {
    /// Copies it to `destination` under a temporary name, hashes it on the way as the options ask,
    /// checks that it did not change meanwhile, syncs it if they ask for that, and renames the copy
    /// into place. An existing file is replaced atomically.
    ///
    /// # Errors
    /// [`NoSpace`](crate::ErrorKind::NoSpace) before anything is written when there is not enough;
    /// [`Changed`](crate::ErrorKind::Changed) when a writer changed it meanwhile, or since its
    /// [`digests`](Self::digests) were computed: then nothing is stored, and whatever is answered
    /// it becomes a new delivery.
    ///
    /// # Examples
    /// ```
    /// # let place = tempfile::tempdir()?;
    /// # std::fs::create_dir_all(place.path().join("sync"))?;
    /// # std::fs::write(place.path().join("sync/students.csv"), "id;name\n1;Ada\n")?;
    /// # let options = sync_ingest::Options::default().settle(std::time::Duration::ZERO);
    /// # let folder = sync_ingest::DropFolder::new(place.path().join("sync"), options)?;
    /// # let sync_ingest::Outcome::Collecting(mut collection) = folder.collect()? else { panic!("nothing there") };
    /// # let mut delivery = collection.next_delivery()?.expect("one file is there");
    /// delivery.copy_to(&place.path().join("stored.csv"))?;
    /// delivery.acknowledge()?;
    /// assert_eq!(std::fs::read_to_string(place.path().join("stored.csv"))?, "id;name\n1;Ada\n");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn copy_to(&mut self, destination: &Path) -> Result<()> {
        let durability = self.options().durability;
        let (mut target, name) = split(destination, durability)?;
        let mut placing = Placing::copy(self, &mut target, name)?;
        if durability != Durability::Deferred {
            return placing.finish(self, &mut target);
        }
        let copy = placing.take_unsynced();
        placing.place(self, &mut target)?;
        if let Some(mut copy) = copy {
            copy.moved_to(destination.to_owned());
            self.note_copied(copy, target.dir, &target.stat);
        }
        Ok(())
    }

    /// Moves it to `destination`, without copying, on the same file system; hashes and syncs it if
    /// they ask for that. An existing file is replaced atomically. From then on only
    /// [`acknowledge`](Self::acknowledge) makes sense.
    ///
    /// # Errors
    /// [`MoveRefused`](crate::ErrorKind::MoveRefused) when it is on another file system, or when it
    /// belongs to another user, may be written by others or is open for writing, unless
    /// [`Options::trust_agent`]: copy it then. [`Changed`](crate::ErrorKind::Changed) as for
    /// [`copy_to`](Self::copy_to).
    ///
    /// # Examples
    /// ```
    /// # let place = tempfile::tempdir()?;
    /// # std::fs::create_dir_all(place.path().join("sync"))?;
    /// # std::fs::write(place.path().join("sync/students.csv"), "id;name\n1;Ada\n")?;
    /// # let options = sync_ingest::Options::default().settle(std::time::Duration::ZERO);
    /// # let folder = sync_ingest::DropFolder::new(place.path().join("sync"), options)?;
    /// # let sync_ingest::Outcome::Collecting(mut collection) = folder.collect()? else { panic!("nothing there") };
    /// # let mut delivery = collection.next_delivery()?.expect("one file is there");
    /// use sync_ingest::ErrorKind;
    ///
    /// let destination = place.path().join("stored.csv");
    /// match delivery.move_to(&destination) {
    ///     Err(error) if error.kind() == ErrorKind::MoveRefused => delivery.copy_to(&destination)?,
    ///     moved => moved?,
    /// }
    /// delivery.acknowledge()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn move_to(&mut self, destination: &Path) -> Result<()> {
        let (mut target, name) = split(destination, self.options().durability)?;
        let sealed = self.is_sealed_now()?;
        let placing = Placing::movement(self, &mut target, name, sealed)?;
        placing.finish(self, &mut target)
    }
}

/// Splits a destination into its folder and its name.
fn split(destination: &Path, durability: Durability) -> Result<(Target, &OsStr)> {
    let name = destination.file_name().ok_or_else(|| {
        Error::invalid(format!("store at {destination:?}"), "the destination must end in a file name")
    })?;
    Ok((Target::open(fs::parent_of(destination), durability)?, name))
}
