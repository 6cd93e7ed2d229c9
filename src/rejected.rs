//! The public access to rejected files: nothing outside needs to know how the work area keeps them.

use crate::arbitration::Attempt;
use crate::collect;
use crate::error::{Error, ErrorKind, Result};
use crate::open_folder::OpenFolder;
use crate::options::Options;
use crate::status::RejectedFile;
use crate::store::{self, IfExists};
use crate::work::{Area, RejectedEntries, RejectedEntry, check_id};
use std::cell::Cell;
use std::ffi::OsStr;
use std::marker::PhantomData;
use std::path::Path;

/// The rejected files of a drop folder, which wait for a person. Each is identified by its id.
///
/// After a crash or a failure the file is whole: in its old place, or in its new one.
///
/// # Examples
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # use sync_ingest::Outcome;
/// # let place = tempfile::tempdir()?;
/// # let (path, store) = (place.path().join("sync"), place.path().join("store"));
/// # std::fs::create_dir(&path)?;
/// # std::fs::create_dir(&store)?;
/// # std::fs::write(path.join("students.csv"), "id;name\n1;Ada\n")?;
/// # let options = sync_ingest::Options::default().settle(std::time::Duration::ZERO);
/// # let folder = sync_ingest::DropFolder::new(path, options)?;
/// # let Outcome::Collecting(mut collection) = folder.collect()? else { panic!() };
/// # collection.next_delivery()?.expect("it waits").reject("no such course")?;
/// # collection.finish()?;
/// use sync_ingest::{IfExists, RejectReason};
///
/// for file in folder.rejected().list()? {
///     let file = file?;
///     println!("{} {:?}: {}", file.id, file.name, file.reason);
///     match file.reason {
///         RejectReason::Superseded => folder.rejected().delete(&file.id)?,
///         _ => folder.rejected().store_as(&file.id, &store, "by hand.csv", IfExists::Refuse)?,
///     }
/// }
/// # assert_eq!(std::fs::read_to_string(store.join("by hand.csv"))?, "id;name\n1;Ada\n");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct RejectedFiles<'a> {
    path: &'a Path,
    options: &'a Options,
}

/// The rejected files one by one, in no particular order: see [`RejectedFiles::list`].
#[derive(Debug)]
pub struct RejectedList {
    entries: RejectedEntries,
    one_thread_at_a_time: PhantomData<Cell<()>>,
}

impl Iterator for RejectedList {
    type Item = Result<RejectedFile>;

    fn next(&mut self) -> Option<Self::Item> {
        self.entries.next()
    }
}

impl<'a> RejectedFiles<'a> {
    pub(crate) fn new(path: &'a Path, options: &'a Options) -> Self {
        Self { path, options }
    }

    /// Returns the rejected files one by one. Memory does not grow with their number; each costs
    /// about 15 system calls. One that cannot be looked at is an error of its own, and the next
    /// one follows.
    ///
    /// # Errors
    /// The folder or the work area cannot be read.
    ///
    /// # Examples
    /// ```
    /// # let place = tempfile::tempdir()?;
    /// # let (path, store) = (place.path().join("sync"), place.path().join("store"));
    /// # std::fs::create_dir(&path)?;
    /// # std::fs::create_dir(&store)?;
    /// # std::fs::write(path.join("students.csv"), "id;name\n1;Ada\n")?;
    /// # let folder = sync_ingest::DropFolder::new(path, sync_ingest::Options::default().settle(std::time::Duration::ZERO))?;
    /// # let sync_ingest::Outcome::Collecting(mut collection) = folder.collect()? else { panic!("it waits") };
    /// # collection.next_delivery()?.expect("it waits").reject("no such course")?;
    /// # collection.finish()?;
    /// for file in folder.rejected().list()? {
    ///     let file = file?;
    ///     println!("{} {:?}: {}", file.id, file.name, file.reason);
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn list(&self) -> Result<RejectedList> {
        let area = self.area(&self.open()?)?;
        let entries = area.map(|area| area.rejected_entries()).transpose()?.unwrap_or_default();
        Ok(RejectedList { entries, one_thread_at_a_time: PhantomData })
    }

    /// Returns one rejected file.
    ///
    /// # Errors
    /// [`NotFound`](ErrorKind::NotFound) if there is no such file (any more);
    /// [`InvalidArgument`](ErrorKind::InvalidArgument) for what cannot be an id: at most 64 ASCII
    /// letters, digits and dashes.
    ///
    /// # Examples
    /// ```
    /// # let place = tempfile::tempdir()?;
    /// # let (path, store) = (place.path().join("sync"), place.path().join("store"));
    /// # std::fs::create_dir(&path)?;
    /// # std::fs::create_dir(&store)?;
    /// # std::fs::write(path.join("students.csv"), "id;name\n1;Ada\n")?;
    /// # let folder = sync_ingest::DropFolder::new(path, sync_ingest::Options::default().settle(std::time::Duration::ZERO))?;
    /// # let sync_ingest::Outcome::Collecting(mut collection) = folder.collect()? else { panic!("it waits") };
    /// # collection.next_delivery()?.expect("it waits").reject("no such course")?;
    /// # let id = collection.finish()?.rejected[0].id.clone();
    /// let file = folder.rejected().get(&id)?;
    /// assert_eq!((file.name.to_str(), file.reason.to_string()), (Some("students.csv"), "no such course".to_owned()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn get(&self, id: &str) -> Result<RejectedFile> {
        self.find(&self.open()?, id)?.1.describe()
    }

    /// Moves it back into the drop folder, where it is new content that has to settle, and gets
    /// another id; its checksum file did not come with it. Takes the collector lock meanwhile, so
    /// it may be refused: try again later then.
    ///
    /// # Errors
    /// [`AlreadyExists`](ErrorKind::AlreadyExists) if a file of its name is in the drop folder or
    /// claimed, which is newer; [`Changed`](ErrorKind::Changed) if it is not a plain file; and as
    /// [`get`](Self::get).
    ///
    /// # Examples
    /// ```
    /// # let place = tempfile::tempdir()?;
    /// # let (path, store) = (place.path().join("sync"), place.path().join("store"));
    /// # std::fs::create_dir(&path)?;
    /// # std::fs::create_dir(&store)?;
    /// # std::fs::write(path.join("students.csv"), "id;name\n1;Ada\n")?;
    /// # let folder = sync_ingest::DropFolder::new(path, sync_ingest::Options::default().settle(std::time::Duration::ZERO))?;
    /// # let sync_ingest::Outcome::Collecting(mut collection) = folder.collect()? else { panic!("it waits") };
    /// # collection.next_delivery()?.expect("it waits").reject("no such course")?;
    /// # let id = collection.finish()?.rejected[0].id.clone();
    /// use sync_ingest::Attempt;
    ///
    /// match folder.rejected().put_back(&id)? {
    ///     Attempt::Granted(()) => println!("it is collected once more"),
    ///     Attempt::Refused(arbitration) => println!("try again later: {arbitration}"),
    /// }
    /// assert!(folder.path().join("students.csv").exists());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn put_back(&self, id: &str) -> Result<Attempt<()>> {
        let folder = self.open()?;
        // A file that is not there must not keep anybody waiting for the lock.
        self.find(&folder, id)?;
        let _lock = match collect::take_lock(folder.clone())? {
            Attempt::Granted(lock) => lock,
            Attempt::Refused(arbitration) => return Ok(Attempt::Refused(arbitration)),
        };
        let (area, entry) = self.find(&folder, id)?;
        entry.put_back(&area, &folder.dir).map(Attempt::Granted)
    }

    /// Copies it into `directory` as `name`, synced as [`Options::durability`] asks, and then
    /// removes it here. The name appears there with the whole content or not at all. Needs no lock:
    /// a collection may go on meanwhile.
    ///
    /// # Errors
    /// [`AlreadyExists`](ErrorKind::AlreadyExists) if the name is taken there, unless it may be
    /// replaced; [`InvalidArgument`](ErrorKind::InvalidArgument) for a `name` that is a path, or a
    /// `directory` that is the drop folder or its work area; [`Changed`](ErrorKind::Changed) if it
    /// is not a plain file, or was changed meanwhile; [`NoSpace`](ErrorKind::NoSpace) before
    /// anything is written; [`Held`](ErrorKind::Held) if somebody else is storing it there at this
    /// moment; and as [`get`](Self::get).
    ///
    /// # Examples
    /// ```
    /// # let place = tempfile::tempdir()?;
    /// # let (path, store) = (place.path().join("sync"), place.path().join("store"));
    /// # std::fs::create_dir(&path)?;
    /// # std::fs::create_dir(&store)?;
    /// # std::fs::write(path.join("students.csv"), "id;name\n1;Ada\n")?;
    /// # let folder = sync_ingest::DropFolder::new(path, sync_ingest::Options::default().settle(std::time::Duration::ZERO))?;
    /// # let sync_ingest::Outcome::Collecting(mut collection) = folder.collect()? else { panic!("it waits") };
    /// # collection.next_delivery()?.expect("it waits").reject("no such course")?;
    /// # let id = collection.finish()?.rejected[0].id.clone();
    /// use sync_ingest::IfExists;
    ///
    /// folder.rejected().store_as(&id, &store, "students-fixed.csv", IfExists::Refuse)?;
    /// assert!(store.join("students-fixed.csv").exists());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn store_as(&self, id: &str, directory: &Path, name: impl AsRef<OsStr>, if_exists: IfExists) -> Result<()> {
        let folder = self.open()?;
        let (_, entry) = self.find(&folder, id)?;
        store::store_rejected(&folder, &entry, directory, name.as_ref(), if_exists)?;
        entry.delete()
    }

    /// Removes it for good.
    ///
    /// # Errors
    /// As [`get`](Self::get); and if it is a folder with something in it, which stays.
    ///
    /// # Examples
    /// ```
    /// # let place = tempfile::tempdir()?;
    /// # let (path, store) = (place.path().join("sync"), place.path().join("store"));
    /// # std::fs::create_dir(&path)?;
    /// # std::fs::create_dir(&store)?;
    /// # std::fs::write(path.join("students.csv"), "id;name\n1;Ada\n")?;
    /// # let folder = sync_ingest::DropFolder::new(path, sync_ingest::Options::default().settle(std::time::Duration::ZERO))?;
    /// # let sync_ingest::Outcome::Collecting(mut collection) = folder.collect()? else { panic!("it waits") };
    /// # collection.next_delivery()?.expect("it waits").reject("no such course")?;
    /// # let id = collection.finish()?.rejected[0].id.clone();
    /// folder.rejected().delete(&id)?;
    /// assert_eq!(folder.rejected().list()?.count(), 0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn delete(&self, id: &str) -> Result<()> {
        self.find(&self.open()?, id)?.1.delete()
    }

    fn open(&self) -> Result<OpenFolder<'a>> {
        OpenFolder::open(self.path, self.options)
    }

    fn area(&self, folder: &OpenFolder<'_>) -> Result<Option<Area>> {
        Area::find(&folder.dir, self.options)
    }

    fn find(&self, folder: &OpenFolder<'_>, id: &str) -> Result<(Area, RejectedEntry)> {
        check_id(id)?;
        let missing = || {
            let action = format!("find a rejected file with the id {id} of");
            Error::refused(ErrorKind::NotFound, action, Some(self.path), "list the rejected files")
                .because("it has already been dealt with, or never existed")
        };
        let area = self.area(folder)?.ok_or_else(missing)?;
        let entry = area.open_rejected(id)?.ok_or_else(missing)?;
        Ok((area, entry))
    }
}
