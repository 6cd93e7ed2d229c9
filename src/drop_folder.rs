//! The drop folder: everything that can be done with one.

use crate::agent::AgentSession;
use crate::arbitration::Attempt;
use crate::collection::Outcome;
use crate::error::{Error, Result};
use crate::lock::{self, CollectorLock};
use crate::open_folder::OpenFolder;
use crate::options::Options;
use crate::rejected::RejectedFiles;
use crate::report::Report;
use crate::rules::claim_record::MOST_CLAIMS;
use crate::rules::unfinished;
use crate::status::{LockKind, LockStatus, Status};
use crate::{collect, observe, store};
use std::path::{Path, PathBuf};

/// A folder that agents write into and that is collected from.
///
/// Holds a path and options, no descriptor, so a folder that was moved away and made again is
/// found. Links in the path are followed; inside the folder, never.
#[derive(Clone, Debug)]
pub struct DropFolder {
    path: PathBuf,
    options: Options,
}

impl DropFolder {
    /// Returns a drop folder at `path`. Does not access it yet.
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) for an empty path, one with a NUL
    /// byte, or options out of range.
    ///
    /// # Examples
    /// ```
    /// use sync_ingest::{DropFolder, ErrorKind, Options};
    ///
    /// let folder = DropFolder::new("/srv/sync", Options::default().work_area("/srv/ingest"))?;
    /// assert_eq!(folder.path(), std::path::Path::new("/srv/sync"));
    ///
    /// let error = DropFolder::new("/srv/sync", Options::default().max_files(0)).unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(path: impl Into<PathBuf>, options: Options) -> Result<Self> {
        let path = path.into();
        check_path(&path, "a drop folder")?;
        if let Some(area) = &options.work_area {
            check_path(area, "a work area")?;
        }
        if !(1..=MOST_CLAIMS).contains(&options.max_files) {
            let action = format!("collect at most {} files", options.max_files);
            return Err(Error::invalid(action, "allow 1 to 100,000; what is left comes with the next collection"));
        }
        if options.max_attempts == 0 {
            return Err(Error::invalid("offer a delivery 0 times", "allow at least one attempt"));
        }
        for pattern in &options.unfinished_names {
            if let Err(advice) = unfinished::check(pattern.as_encoded_bytes()) {
                return Err(Error::invalid(format!("leave files alone whose names match {pattern:?}"), advice));
            }
        }
        Ok(Self { path, options })
    }

    /// Returns the path of the folder.
    ///
    /// # Examples
    /// ```
    /// # let place = tempfile::tempdir()?;
    /// # std::fs::create_dir_all(place.path().join("sync"))?;
    /// # std::fs::write(place.path().join("sync/students.csv"), "id;name\n1;Ada\n")?;
    /// # let options = sync_ingest::Options::default().settle(std::time::Duration::ZERO);
    /// # let folder = sync_ingest::DropFolder::new(place.path().join("sync"), options)?;
    /// assert_eq!(folder.path(), place.path().join("sync"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the options it is collected with.
    ///
    /// # Examples
    /// ```
    /// # let place = tempfile::tempdir()?;
    /// # std::fs::create_dir_all(place.path().join("sync"))?;
    /// # std::fs::write(place.path().join("sync/students.csv"), "id;name\n1;Ada\n")?;
    /// # let options = sync_ingest::Options::default().settle(std::time::Duration::ZERO);
    /// # let folder = sync_ingest::DropFolder::new(place.path().join("sync"), options)?;
    /// assert_eq!(folder.options().settle, Some(std::time::Duration::ZERO));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Looks, and if there is something to collect, takes the collector lock and claims a batch.
    ///
    /// # Errors
    /// Any failure of the system on the folder or the work area. Nothing is lost then: claimed
    /// files are given back or recovered by the next collection.
    ///
    /// # Examples
    /// ```
    /// # let place = tempfile::tempdir()?;
    /// # std::fs::create_dir_all(place.path().join("sync"))?;
    /// # std::fs::write(place.path().join("sync/students.csv"), "id;name\n1;Ada\n")?;
    /// # let options = sync_ingest::Options::default().settle(std::time::Duration::ZERO);
    /// # let folder = sync_ingest::DropFolder::new(place.path().join("sync"), options)?;
    /// use sync_ingest::Outcome;
    ///
    /// match folder.collect()? {
    ///     Outcome::Collecting(mut collection) => {
    ///         while let Some(mut delivery) = collection.next_delivery()? {
    ///             delivery.copy_to(&place.path().join(delivery.name()))?;
    ///             delivery.acknowledge()?;
    ///         }
    ///         assert_eq!(collection.finish()?.delivered.len(), 1);
    ///     }
    ///     Outcome::Finished(report) => println!("{}", report.arbitration),
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn collect(&self) -> Result<Outcome> {
        collect::collect(self.open()?)
    }

    /// Collects into a directory: each file under its own name, replacing a file of that name
    /// atomically, synced as [`Options::durability`] asks before it is acknowledged. Files of our
    /// own user that no process has open are moved (with [`Options::trust_agent`], any file), all
    /// others copied, and hashed on the way if [`Options::sha256`] or [`Options::sha1`] ask for it.
    /// Files that cannot be stored are put back and reported.
    ///
    /// # Errors
    /// As [`collect`](Self::collect), and any failure of the system on the directory itself.
    ///
    /// # Examples
    /// ```
    /// # let place = tempfile::tempdir()?;
    /// # std::fs::create_dir_all(place.path().join("sync"))?;
    /// # std::fs::write(place.path().join("sync/students.csv"), "id;name\n1;Ada\n")?;
    /// # let options = sync_ingest::Options::default().settle(std::time::Duration::ZERO);
    /// # let folder = sync_ingest::DropFolder::new(place.path().join("sync"), options)?;
    /// let store = place.path().join("store");
    /// std::fs::create_dir(&store)?;
    /// let report = folder.collect_into(&store)?;
    /// assert_eq!(report.delivered[0].name, "students.csv");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn collect_into(&self, directory: &Path) -> Result<Report> {
        store::collect_into(self.open()?, directory)
    }

    /// Returns the state of the folder, read without changing anything; never probes by locking.
    ///
    /// # Errors
    /// The folder cannot be read.
    ///
    /// # Examples
    /// ```
    /// # let place = tempfile::tempdir()?;
    /// # std::fs::create_dir_all(place.path().join("sync"))?;
    /// # std::fs::write(place.path().join("sync/students.csv"), "id;name\n1;Ada\n")?;
    /// # let options = sync_ingest::Options::default().settle(std::time::Duration::ZERO);
    /// # let folder = sync_ingest::DropFolder::new(place.path().join("sync"), options)?;
    /// let status = folder.status()?;
    /// assert_eq!(status.waiting[0].name, "students.csv");
    /// assert!(status.collector_lock.is_none() && status.alarms.is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn status(&self) -> Result<Status> {
        observe::status(&self.open()?)
    }

    /// Returns the locks that are older than [`Options::max_age`]: none, one or both. Changes
    /// nothing.
    ///
    /// # Errors
    /// The folder cannot be read.
    ///
    /// # Examples
    /// ```
    /// # let place = tempfile::tempdir()?;
    /// # std::fs::create_dir_all(place.path().join("sync"))?;
    /// # std::fs::write(place.path().join("sync/students.csv"), "id;name\n1;Ada\n")?;
    /// # let options = sync_ingest::Options::default().settle(std::time::Duration::ZERO);
    /// # let folder = sync_ingest::DropFolder::new(place.path().join("sync"), options)?;
    /// use sync_ingest::{DropFolder, LockKind, Options};
    /// use std::time::Duration;
    ///
    /// std::fs::write(folder.path().join("alock.txt"), "")?;
    /// assert!(folder.stale_locks()?.is_empty(), "not yet");
    ///
    /// let impatient = DropFolder::new(folder.path(), Options::default().max_age(Duration::ZERO))?;
    /// assert_eq!(impatient.stale_locks()?[0].kind, LockKind::Agent);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn stale_locks(&self) -> Result<Vec<LockStatus>> {
        observe::stale_locks(&self.open()?)
    }

    /// Takes the collector lock alone, with the same arbitration as a collection, and recovers an
    /// orphan.
    ///
    /// # Errors
    /// The folder or the work area cannot be used.
    ///
    /// # Examples
    /// ```
    /// # let place = tempfile::tempdir()?;
    /// # std::fs::create_dir_all(place.path().join("sync"))?;
    /// # std::fs::write(place.path().join("sync/students.csv"), "id;name\n1;Ada\n")?;
    /// # let options = sync_ingest::Options::default().settle(std::time::Duration::ZERO);
    /// # let folder = sync_ingest::DropFolder::new(place.path().join("sync"), options)?;
    /// use sync_ingest::{Arbitration, Attempt};
    ///
    /// match folder.take_lock()? {
    ///     Attempt::Granted(lock) => {
    ///         let second = folder.take_lock()?;
    ///         assert!(matches!(second, Attempt::Refused(Arbitration::CollectorBusy)));
    ///         lock.release()?;
    ///     }
    ///     Attempt::Refused(arbitration) => println!("{arbitration}"),
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn take_lock(&self) -> Result<Attempt<CollectorLock>> {
        collect::take_lock(self.open()?)
    }

    /// Begins the agent's side for a program on this host: publishes `alock.txt` unless a lock is
    /// there. `agent` is this agent's own name; a lock that an agent of this name left behind when
    /// it was killed is taken over.
    ///
    /// # Errors
    /// The folder cannot be used, or `agent` is not a single printable word of at most 63
    /// characters.
    ///
    /// # Examples
    /// ```
    /// # let place = tempfile::tempdir()?;
    /// # std::fs::create_dir(place.path().join("sync"))?;
    /// # std::fs::write(place.path().join("export.csv"), "id;name\n1;Ada\n")?;
    /// # let folder = sync_ingest::DropFolder::new(place.path().join("sync"), sync_ingest::Options::default())?;
    /// use sync_ingest::Attempt;
    ///
    /// match folder.begin_agent_session("registry")? {
    ///     Attempt::Granted(mut session) => {
    ///         session.deliver(&place.path().join("export.csv"), None)?;
    ///         session.finish()?;
    ///     }
    ///     Attempt::Refused(arbitration) => println!("try again later: {arbitration}"),
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn begin_agent_session(&self, agent: &str) -> Result<Attempt<AgentSession>> {
        AgentSession::begin(&self.open()?, agent)
    }

    /// Returns the files that were rejected and wait for a person. Does not access them yet.
    ///
    /// # Examples
    /// ```
    /// # let place = tempfile::tempdir()?;
    /// # let folder = sync_ingest::DropFolder::new(place.path(), sync_ingest::Options::default())?;
    /// assert_eq!(folder.rejected().list()?.count(), 0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn rejected(&self) -> RejectedFiles<'_> {
        RejectedFiles::new(&self.path, &self.options)
    }

    /// Removes a lock that the library does not break by itself, because a person asked for it.
    /// Returns the lock that was removed; `None` if there was none.
    ///
    /// # Errors
    /// [`Held`](crate::ErrorKind::Held) when a live process of this library holds the lock.
    ///
    /// # Examples
    /// ```
    /// # let place = tempfile::tempdir()?;
    /// # std::fs::create_dir_all(place.path().join("sync"))?;
    /// # std::fs::write(place.path().join("sync/students.csv"), "id;name\n1;Ada\n")?;
    /// # let options = sync_ingest::Options::default().settle(std::time::Duration::ZERO);
    /// # let folder = sync_ingest::DropFolder::new(place.path().join("sync"), options)?;
    /// use sync_ingest::LockKind;
    ///
    /// std::fs::write(folder.path().join("alock.txt"), "")?;
    /// let removed = folder.unlock(LockKind::Agent)?.expect("there was one");
    /// assert_eq!(removed.kind, LockKind::Agent);
    /// assert!(folder.unlock(LockKind::Agent)?.is_none(), "and now there is none");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn unlock(&self, which: LockKind) -> Result<Option<LockStatus>> {
        let folder = self.open()?;
        lock::unlock(&folder.dir, which, folder.now.wall, folder.options)
    }

    fn open(&self) -> Result<OpenFolder<'_>> {
        OpenFolder::open(&self.path, &self.options)
    }
}

fn check_path(path: &Path, what: &str) -> Result<()> {
    let bytes = path.as_os_str().as_encoded_bytes();
    if bytes.is_empty() {
        return Err(Error::invalid(format!("use {what} without a path"), "name a folder"));
    }
    if bytes.contains(&0) {
        return Err(Error::invalid(format!("use {what} whose path holds a NUL byte"), "name a folder"));
    }
    Ok(())
}
