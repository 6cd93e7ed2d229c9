//! The drop folder: everything that can be done with one.

use crate::agent::AgentSession;
use crate::error::{Error, Result};
use crate::lock::CollectorLock;
use crate::options::Options;
use crate::outcome::{Attempt, Outcome};
use crate::pass::Pass;
use crate::rejected::RejectedFiles;
use crate::report::Report;
use crate::rules::claim_record::MOST_CLAIMS;
use crate::rules::unfinished;
use crate::status::{LockKind, LockStatus, Status};
use crate::{store, survey, unlock};
use std::path::{Path, PathBuf};

/// A folder that agents write into and that is collected from.
///
/// Holds a path and options, no descriptor: a folder that was moved away and made anew is found. Links in the path are
/// followed; inside the folder, never.
#[derive(Clone, Debug)]
pub struct DropFolder {
    path: PathBuf,
    options: Options,
}

impl DropFolder {
    /// A drop folder at `path`. Looks at nothing yet.
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) for an empty path, one with a NUL byte, or options out of range.
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

    /// The path of the folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The options it is collected with.
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Looks, and where there is something to collect, takes the collector lock and claims a batch.
    ///
    /// # Errors
    /// Whatever the system says on the folder or the work area. Nothing is lost then: claimed files are given back or
    /// recovered by the next collection.
    pub fn collect(&self) -> Result<Outcome> {
        self.pass()?.collect()
    }

    /// One whole collection into a directory: each file under its own name, a file of that name that is already there
    /// replaced atomically, synced as [`Options::durability`] says before it is acknowledged. Files of our own user
    /// that nobody has open are moved (with [`Options::trust_agent`], any file), all others copied, and hashed on the way
    /// where [`Options::sha256`] or [`Options::sha1`] ask for it. What cannot be stored is put back and reported.
    ///
    /// # Errors
    /// As [`collect`](Self::collect), and whatever the system says on the directory itself.
    pub fn collect_into(&self, directory: &Path) -> Result<Report> {
        store::collect_into(self.pass()?, directory)
    }

    /// What can be seen without changing anything; never probes by locking.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn status(&self) -> Result<Status> {
        survey::status(&self.pass()?)
    }

    /// The locks that are older than [`Options::max_age`]: none, one or both. Changes nothing.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn stale_locks(&self) -> Result<Vec<LockStatus>> {
        survey::stale_locks(&self.pass()?)
    }

    /// Takes the collector lock alone, with the same arbitration as a collection, and recovers an orphan.
    ///
    /// # Errors
    /// The folder or the work area cannot be used.
    pub fn take_lock(&self) -> Result<Attempt<CollectorLock>> {
        self.pass()?.take_lock()
    }

    /// Begins the agent's side for a program on this host: publishes `alock.txt` unless a lock is there. `agent` is
    /// this agent's own name; a lock that an agent of this name left behind when it was killed is taken back.
    ///
    /// # Errors
    /// The folder cannot be used, or `agent` is not a single printable word of at most 63 characters.
    pub fn begin_delivery(&self, agent: &str) -> Result<Attempt<AgentSession>> {
        AgentSession::begin(&self.pass()?, agent)
    }

    /// The files that were rejected and wait for a person.
    #[must_use]
    pub fn rejected(&self) -> RejectedFiles<'_> {
        RejectedFiles::new(&self.path, &self.options)
    }

    /// Removes a lock that is not ours to break, because a person said so. Returns what was removed, `None` where
    /// there was no lock.
    ///
    /// # Errors
    /// [`Held`](crate::ErrorKind::Held) when a live process of this library holds the lock.
    pub fn unlock(&self, which: LockKind) -> Result<Option<LockStatus>> {
        unlock::unlock(&self.pass()?, which)
    }

    fn pass(&self) -> Result<Pass<'_>> {
        Pass::open(&self.path, &self.options)
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
