//! One claimed file, offered to the store.

mod content;

use crate::error::{Error, Result};
use crate::fs::{Dir, OpenFile, Stat, Wanted};
use crate::offer::{Session, locked};
use crate::options::Options;
use crate::report::{Digests, PutBackReason};
use crate::rules::reject_reason::RejectReason;
use crate::rules::settled::Evidence;
use crate::rules::timestamp::Timestamp;
use crate::work::{Claim, Probe};
use std::cell::Cell;
use std::ffi::OsStr;
use std::fs::File;
use std::marker::PhantomData;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// One claimed file, offered to the store. Answer with [`acknowledge`](Self::acknowledge),
/// [`put_back`](Self::put_back) or [`reject`](Self::reject). One that is dropped without an answer
/// is put back and counts as a death of its store: after [`Options::max_attempts`] of them it is
/// rejected.
#[derive(Debug)]
#[must_use = "a delivery that is dropped without an answer is put back"]
pub struct Delivery {
    session: Arc<Mutex<Session>>,
    options: Arc<Options>,
    probe: Probe,
    claim: Arc<Claim>,
    path: PathBuf,
    attempt: u32,
    digests: Digests,
    /// It was read twice, and was not the same both times.
    changed: bool,
    answered: bool,
    one_thread_at_a_time: PhantomData<Cell<()>>,
}

impl Delivery {
    pub(crate) fn new(session: &Arc<Mutex<Session>>, claim: Arc<Claim>, attempt: u32) -> Self {
        let (options, probe) = {
            let session = locked(session);
            (session.options(), session.probe())
        };
        Self {
            session: Arc::clone(session),
            options,
            probe,
            path: claim.path(),
            digests: Digests { sha256: claim.sha256.clone(), sha1: None },
            claim,
            attempt,
            changed: false,
            answered: false,
            one_thread_at_a_time: PhantomData,
        }
    }

    /// Returns its stable id: it stays when it is offered again, and differs if the content has
    /// changed. At most 64 ASCII letters, digits and dashes.
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
    /// let id = delivery.id().to_owned();
    /// delivery.put_back("the database does not answer")?;
    /// collection.finish()?;
    ///
    /// let sync_ingest::Outcome::Collecting(mut again) = folder.collect()? else { panic!() };
    /// let delivery = again.next_delivery()?.expect("it is offered again");
    /// assert_eq!(delivery.id(), id, "by the same id");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn id(&self) -> &str {
        &self.claim.id
    }

    /// Returns its name in the drop folder.
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
    /// assert_eq!(delivery.name(), "students.csv");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn name(&self) -> &OsStr {
        &self.claim.record.name
    }

    /// Returns its size in bytes.
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
    /// assert_eq!(delivery.size(), 14);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn size(&self) -> u64 {
        self.claim.record.size
    }

    /// Returns its modification time, as the agent set it.
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
    /// let age = sync_ingest::Timestamp::from(std::time::SystemTime::now()).since(delivery.modified());
    /// assert!(age.is_some_and(|age| age.as_secs() < 60));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn modified(&self) -> Timestamp {
        self.claim.record.mtime
    }

    /// Returns how often it has been offered, including this time: 1 the first time. After a power
    /// cut the last value may repeat, but never 1.
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
    /// assert_eq!(delivery.attempt(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// Returns the evidence that its upload was over.
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
    /// assert_eq!(delivery.evidence(), sync_ingest::Evidence::AgentLock, "for a settle time of 0");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn evidence(&self) -> Evidence {
        self.claim.record.evidence
    }

    /// Returns its path while it is claimed, for stores that read by path. Never write there; do
    /// not remove it.
    ///
    /// Its agent may still change it, and through a shared mapping without a trace in its times.
    /// Content stored by [`copy_to`](Self::copy_to) and [`move_to`](Self::move_to) has the
    /// [`digests`](Self::digests). A store that reads by itself, here or from [`open`](Self::open),
    /// has to hash what it reads: if the hashes differ, call [`digest`](Self::digest), which
    /// detects the change too, or put it back.
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
    /// let rows = std::fs::read_to_string(delivery.path())?.lines().count();
    /// assert_eq!(rows, 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the hashes computed so far, by [`copy_to`](Self::copy_to),
    /// [`move_to`](Self::move_to) or [`digest`](Self::digest), or when it was compared with its
    /// checksum file. They never change: other content is [`Changed`](crate::ErrorKind::Changed),
    /// is not stored, and becomes a new delivery.
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
    /// assert_eq!(delivery.digests().sha256, None, "nobody has hashed it yet");
    /// delivery.digest(true, false)?;
    /// assert_eq!(delivery.digests().sha256.as_ref().map(String::len), Some(64));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn digests(&self) -> &Digests {
        &self.digests
    }

    /// Opens it for reading.
    ///
    /// # Errors [`Changed`](crate::ErrorKind::Changed) if the content was changed since the claim.
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
    /// use std::io::Read;
    ///
    /// let mut text = String::new();
    /// delivery.open()?.read_to_string(&mut text)?;
    /// assert!(text.starts_with("id;name"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn open(&self) -> Result<File> {
        self.claim.open().map(OpenFile::into_file)
    }

    /// Computes SHA-256 and SHA-1 as asked, and verifies those that are known.
    ///
    /// # Errors [`Changed`](crate::ErrorKind::Changed) if a writer has changed it; otherwise any
    /// failure of the system.
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
    /// let digests = delivery.digest(true, true)?;
    /// assert!(digests.sha256.is_some() && digests.sha1.is_some());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn digest(&mut self, sha256: bool, sha1: bool) -> Result<&Digests> {
        self.hash(Wanted { sha256, sha1 })?;
        Ok(&self.digests)
    }

    /// Removes it: the store has it, durably. Refused if the lock is lost or the file has changed.
    ///
    /// # Errors
    /// [`LockLost`](crate::ErrorKind::LockLost), [`Changed`](crate::ErrorKind::Changed) (the new
    /// content will be a new delivery), [`AlreadyOver`](crate::ErrorKind::AlreadyOver) after the
    /// end of the collection.
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
    /// assert_eq!(collection.finish()?.delivered.len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn acknowledge(mut self) -> Result<()> {
        self.answered = true;
        let digests = std::mem::take(&mut self.digests);
        let result = locked(&self.session).acknowledge(&self.claim, digests);
        // A file that could not be removed stays claimed, as if it were put back.
        self.answered = result.is_ok();
        result
    }

    /// Leaves it claimed, with its id, to be offered first next time. `reason` is for the report.
    ///
    /// # Errors
    /// [`AlreadyOver`](crate::ErrorKind::AlreadyOver) after the end of the collection.
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
    /// delivery.put_back("the database does not answer")?;
    /// assert_eq!(collection.finish()?.put_back.len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn put_back(mut self, reason: &str) -> Result<()> {
        self.answered = true;
        locked(&self.session).put_back(&self.claim, PutBackReason::Store(reason.to_owned()))
    }

    /// The same for one that the built-in store could not store.
    pub(crate) fn put_back_after(mut self, error: &Error) -> Result<()> {
        self.answered = true;
        locked(&self.session).put_back(&self.claim, error.into())
    }

    /// Rejects it: it is set aside in the rejected folder, with the reason, for a person.
    ///
    /// # Errors [`AlreadyOver`](crate::ErrorKind::AlreadyOver) after the end of the collection;
    /// otherwise any failure of the system, and it is put back.
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
    /// delivery.reject("it has no column \"email\"")?;
    /// assert_eq!(collection.finish()?.rejected.len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn reject(mut self, reason: &str) -> Result<()> {
        let result = locked(&self.session).reject(&self.claim, RejectReason::Store(reason.to_owned()));
        self.answered = result.is_ok();
        result
    }

    pub(crate) fn claim(&self) -> &Claim {
        &self.claim
    }

    /// Returns its mode if nobody can change it any more; asks again, since this process or its
    /// user may have opened it after the claim.
    pub(crate) fn is_sealed_now(&self) -> Result<Option<u32>> {
        self.claim.is_sealed_now(self.probe)
    }

    pub(crate) fn options(&self) -> &Options {
        &self.options
    }

    pub(crate) fn check_lock(&self) -> Result<()> {
        locked(&self.session).check_lock()
    }

    pub(crate) fn note_moved(&self) {
        locked(&self.session).note_moved(&self.claim);
    }

    pub(crate) fn note_copied(&self, copy: OpenFile, folder: Dir, stat: &Stat) {
        locked(&self.session).note_copied(&self.claim, copy, folder, stat);
    }
}

impl Drop for Delivery {
    fn drop(&mut self) {
        if !self.answered {
            // After the end of the collection it counts as put back already.
            locked(&self.session).put_back_unanswered(&self.claim, PutBackReason::Dropped);
        }
    }
}
