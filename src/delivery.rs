//! One claimed file, offered to the store.

use crate::error::{Error, Result};
use crate::fs::{self, Dir, Stat, Wanted};
use crate::options::Options;
use crate::report::{Digests, PutBackReason};
use crate::rules::reject_reason::RejectReason;
use crate::rules::settled::Evidence;
use crate::rules::timestamp::Timestamp;
use crate::session::{Offer, Session, locked};
use crate::work::{Claim, Probe};
use std::cell::Cell;
use std::ffi::OsStr;
use std::fs::File;
use std::marker::PhantomData;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// One claimed file, offered to the store. Answer with [`acknowledge`](Self::acknowledge), [`put_back`](Self::put_back)
/// or [`reject`](Self::reject). One that is dropped without an answer is put back and counts as a death of its store: after
/// [`Options::max_attempts`] of them it is rejected.
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
    pub(crate) fn new(session: &Arc<Mutex<Session>>, offer: Offer) -> Self {
        let Offer { claim, attempt, options, probe } = offer;
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

    /// Its stable id: the same when it is offered again, another one when the content has changed. At most 64 ASCII
    /// letters, digits and dashes.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.claim.id
    }

    /// Its name in the drop folder.
    #[must_use]
    pub fn name(&self) -> &OsStr {
        &self.claim.record.name
    }

    /// Its size in bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.claim.record.size
    }

    /// Its modification time, as the agent set it.
    #[must_use]
    pub fn modified(&self) -> Timestamp {
        self.claim.record.mtime
    }

    /// How often it has been offered, this time included: 1 the first time. After a power cut it may be as high as the last
    /// time, but never 1 again.
    #[must_use]
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// What showed that its upload was over.
    #[must_use]
    pub fn evidence(&self) -> Evidence {
        self.claim.record.evidence
    }

    /// Where it lies claimed, for stores that read by path. Never write there; do not remove it.
    ///
    /// Whoever delivered it may still change it, and through a shared mapping without a trace in its times. What
    /// [`copy_to`](Self::copy_to) and [`move_to`](Self::move_to) store is what [`digests`](Self::digests) says. A store that reads
    /// by itself, here or from [`open`](Self::open), has to hash what it has read: where that is not what `digests` says, call
    /// [`digest`](Self::digest), which notices the change too, or put it back.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The hashes computed so far, by [`copy_to`](Self::copy_to), [`move_to`](Self::move_to) or [`digest`](Self::digest), or
    /// when it was compared with its checksum file. They never change: content that does not have them any more is
    /// [`Changed`](crate::ErrorKind::Changed), is not stored, and becomes a new delivery.
    #[must_use]
    pub fn digests(&self) -> &Digests {
        &self.digests
    }

    /// Opens it for reading.
    ///
    /// # Errors
    /// [`Changed`](crate::ErrorKind::Changed) when it is no longer what was claimed.
    pub fn open(&self) -> Result<File> {
        self.claim.open()
    }

    /// Hashes it: SHA-256 and SHA-1 as asked, and once more those that are known.
    ///
    /// # Errors
    /// [`Changed`](crate::ErrorKind::Changed) when a writer has changed it; otherwise what the system says.
    pub fn digest(&mut self, sha256: bool, sha1: bool) -> Result<&Digests> {
        self.hash(Wanted { sha256, sha1 })?;
        Ok(&self.digests)
    }

    /// The store has it, durably: remove it. Refused when the lock is lost or the claimed file has changed.
    ///
    /// # Errors
    /// [`LockLost`](crate::ErrorKind::LockLost), [`Changed`](crate::ErrorKind::Changed) (the new content will be a new
    /// delivery), [`AlreadyOver`](crate::ErrorKind::AlreadyOver) after the end of the collection.
    pub fn acknowledge(mut self) -> Result<()> {
        self.answered = true;
        let digests = std::mem::take(&mut self.digests);
        let result = locked(&self.session).acknowledge(&self.claim, digests);
        // What could not be removed stays claimed: the same as put back.
        self.answered = result.is_ok();
        result
    }

    /// Try again later: it stays claimed, with its id, and is offered first next time. `reason` is for the report.
    ///
    /// # Errors
    /// [`AlreadyOver`](crate::ErrorKind::AlreadyOver) after the end of the collection.
    pub fn put_back(mut self, reason: &str) -> Result<()> {
        self.answered = true;
        locked(&self.session).put_back(&self.claim, PutBackReason::Store(reason.to_owned()))
    }

    /// The same of one that the built-in store could not store.
    pub(crate) fn put_back_after(mut self, error: &Error) -> Result<()> {
        self.answered = true;
        locked(&self.session).put_back(&self.claim, error.into())
    }

    /// Never: set it aside in the rejected folder, with the reason, for a person to look at.
    ///
    /// # Errors
    /// [`AlreadyOver`](crate::ErrorKind::AlreadyOver) after the end of the collection; otherwise what the system says,
    /// and it is put back.
    pub fn reject(mut self, reason: &str) -> Result<()> {
        let result = locked(&self.session).refuse(&self.claim, RejectReason::Store(reason.to_owned()));
        self.answered = result.is_ok();
        result
    }

    pub(crate) fn claim(&self) -> &Claim {
        &self.claim
    }

    /// Asks again whether nobody can change it any more: this process or its user may have opened it since it was claimed.
    /// Its mode, where nobody can.
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

    pub(crate) fn note_copied(&self, copy: File, path: &Path, folder: Dir, stat: &Stat) {
        locked(&self.session).note_copied(&self.claim, copy, path, folder, stat);
    }

    /// Copies the content and keeps its hashes.
    pub(crate) fn copy_content(&mut self, target: (&File, &Path), wanted: Wanted, will_be_synced: bool) -> Result<()> {
        let wanted = self.with_known(wanted)?;
        let source = self.claim.open()?;
        let size = self.size();
        let mut tick = self.tick();
        let digests = fs::copy((&source, &self.path), target, size, wanted, will_be_synced, &mut tick)?;
        self.claim.check_unchanged(&source)?;
        self.keep(digests)
    }

    /// Hashes the content and keeps its hashes.
    pub(crate) fn hash(&mut self, wanted: Wanted) -> Result<()> {
        let wanted = self.with_known(wanted)?;
        let source = self.claim.open()?;
        let mut tick = self.tick();
        let digests = fs::hash((&source, &self.path), self.size(), wanted, &mut tick)?;
        self.claim.check_unchanged(&source)?;
        self.keep(digests)
    }

    /// Whoever reads it compares it with all that is known of it.
    fn with_known(&self, wanted: Wanted) -> Result<Wanted> {
        self.check_same()?;
        Ok(Wanted {
            sha256: wanted.sha256 || self.digests.sha256.is_some(),
            sha1: wanted.sha1 || self.digests.sha1.is_some(),
        })
    }

    /// Refuses to go on with what has been seen to change.
    pub(crate) fn check_same(&self) -> Result<()> {
        if self.changed { Err(self.claim.changed()) } else { Ok(()) }
    }

    /// Between chunks of a long transfer the lock stays young. Whether it is still ours shows with the answer.
    fn tick(&self) -> impl FnMut() + use<> {
        let session = Arc::clone(&self.session);
        move || {
            let _ = locked(&session).keep_lock_young();
        }
    }

    /// A writer with a shared mapping leaves no trace but in the content.
    fn keep(&mut self, digests: Digests) -> Result<()> {
        let differs = |known: &Option<String>, read: &Option<String>| known.is_some() && known != read;
        if differs(&self.digests.sha256, &digests.sha256) || differs(&self.digests.sha1, &digests.sha1) {
            self.changed = true;
            locked(&self.session).note_changed(&self.claim);
            return Err(self.claim.changed());
        }
        self.digests = digests;
        Ok(())
    }
}

impl Drop for Delivery {
    fn drop(&mut self) {
        if !self.answered {
            // After the end of the collection it counts as put back already.
            locked(&self.session).abandon(&self.claim, PutBackReason::Dropped);
        }
    }
}
