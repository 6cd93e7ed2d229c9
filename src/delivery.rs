//! One claimed file, offered to the store.

use crate::error::Result;
use crate::report::Digests;
use crate::rules::settled::Evidence;
use crate::rules::timestamp::Timestamp;
use std::ffi::OsStr;
use std::fs::File;
use std::path::Path;

/// One claimed file, offered to the store. Answer with [`acknowledge`](Self::acknowledge), [`put_back`](Self::put_back)
/// or [`reject`](Self::reject); one that is dropped without an answer is put back.
#[derive(Debug)]
#[must_use = "a delivery that is dropped without an answer is put back"]
pub struct Delivery {}

impl Delivery {
    /// Its stable id: the same when it is offered again, another one when the content has changed. At most 64 ASCII
    /// letters, digits and dashes.
    #[must_use]
    pub fn id(&self) -> &str {
        todo!()
    }
    /// Its name in the drop folder.
    #[must_use]
    pub fn name(&self) -> &OsStr {
        todo!()
    }
    /// Its size in bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        todo!()
    }
    /// Its modification time, as the agent set it.
    #[must_use]
    pub fn modified(&self) -> Timestamp {
        todo!()
    }
    /// How often it has been offered, this time included: 1 the first time.
    #[must_use]
    pub fn attempt(&self) -> u32 {
        todo!()
    }
    /// What showed that its upload was over.
    #[must_use]
    pub fn evidence(&self) -> Evidence {
        todo!()
    }
    /// Where it lies claimed, for stores that read by path. Never write there; do not remove it.
    #[must_use]
    pub fn path(&self) -> &Path {
        todo!()
    }
    /// The hashes computed so far, by [`copy_to`](Self::copy_to) or [`digest`](Self::digest).
    #[must_use]
    pub fn digests(&self) -> &Digests {
        todo!()
    }

    /// Opens it for reading.
    ///
    /// # Errors
    /// [`Changed`](crate::ErrorKind::Changed) when it is no longer what was claimed.
    pub fn open(&self) -> Result<File> {
        todo!()
    }

    /// Hashes it: SHA-256 and SHA-1 as asked.
    ///
    /// # Errors
    /// [`Changed`](crate::ErrorKind::Changed) when a writer changed it meanwhile; otherwise what the system says.
    pub fn digest(&mut self, sha256: bool, sha1: bool) -> Result<&Digests> {
        todo!()
    }

    /// Copies it to `destination` under a temporary name, hashes it on the way as the options ask, checks that it did not
    /// change meanwhile, syncs as the options say, and renames the copy into place. An existing file is replaced atomically.
    ///
    /// # Errors
    /// [`NoSpace`](crate::ErrorKind::NoSpace) before anything is written when there is not enough;
    /// [`Changed`](crate::ErrorKind::Changed) when a writer changed it meanwhile.
    pub fn copy_to(&mut self, destination: &Path) -> Result<()> {
        todo!()
    }

    /// Moves it to `destination`, without copying, on the same file system; hashes and syncs as the options say. An existing
    /// file is replaced atomically.
    ///
    /// # Errors
    /// [`MoveRefused`](crate::ErrorKind::MoveRefused) when it is on another file system, or when it belongs to another user or
    /// somebody has it open, unless [`Options::trust_agent`](crate::Options::trust_agent): copy it then.
    pub fn move_to(&mut self, destination: &Path) -> Result<()> {
        todo!()
    }

    /// The store has it, durably: remove it. Refused when the lock is lost or the claimed file has changed.
    ///
    /// # Errors
    /// [`LockLost`](crate::ErrorKind::LockLost), [`Changed`](crate::ErrorKind::Changed) (the new content will be a new
    /// delivery), [`AlreadyOver`](crate::ErrorKind::AlreadyOver) after the end of the collection.
    pub fn acknowledge(self) -> Result<()> {
        todo!()
    }

    /// Try again later: it stays claimed, with its id, and is offered first next time. `reason` is for the report.
    ///
    /// # Errors
    /// [`AlreadyOver`](crate::ErrorKind::AlreadyOver) after the end of the collection.
    pub fn put_back(self, reason: &str) -> Result<()> {
        todo!()
    }

    /// Never: set it aside in the rejected folder, with the reason, for a person to look at.
    ///
    /// # Errors
    /// [`AlreadyOver`](crate::ErrorKind::AlreadyOver) after the end of the collection; otherwise what the system says,
    /// and it is put back.
    pub fn reject(self, reason: &str) -> Result<()> {
        todo!()
    }
}
