//! A drop folder for one test, and a store beside it.

#![allow(dead_code, unreachable_pub, reason = "each test file uses what it needs")]

pub mod checked_folder;
pub mod file_system_fault;
pub mod mapping;
pub mod mounts;
pub mod pause;
pub mod process;
pub mod reported;
pub mod strace;
pub mod trial;
pub mod user;

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use sync_ingest::{Attempt, Delivered, DropFolder, Error, NotStored, Now, Options, Outcome, Timestamp};

/// A drop folder for one test, and a store beside it.
#[derive(Debug)]
pub struct TestFolder {
    base: tempfile::TempDir,
}

impl TestFolder {
    pub fn new() -> Self {
        Self::at(tempfile::tempdir().unwrap())
    }

    /// On a file system in memory if there is one: syncing takes no time there.
    pub fn in_memory() -> Self {
        tempfile::tempdir_in("/dev/shm").map_or_else(|_| Self::new(), Self::at)
    }

    fn at(base: tempfile::TempDir) -> Self {
        fs::create_dir(base.path().join("sync")).unwrap();
        fs::create_dir(base.path().join("store")).unwrap();
        Self { base }
    }

    pub fn path(&self) -> PathBuf {
        self.base.path().join("sync")
    }

    pub fn store(&self) -> PathBuf {
        self.base.path().join("store")
    }

    pub fn beside(&self, name: &str) -> PathBuf {
        self.base.path().join(name)
    }

    pub fn drop(&self, name: &str, content: &str) {
        fs::write(self.path().join(name), content).unwrap();
    }

    pub fn has(&self, name: &str) -> bool {
        self.path().join(name).symlink_metadata().is_ok()
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap()
    }

    pub fn stored(&self, name: &str) -> String {
        fs::read_to_string(self.store().join(name)).unwrap()
    }

    pub fn entries(&self) -> Vec<String> {
        entries(&self.path())
    }

    /// Asserts that only an empty work area is left.
    pub fn is_clean(&self) -> bool {
        let area = self.path().join(".sync_ingest");
        let is_empty = || entries(&area).iter().all(|name| name == "guard" || name == "rejected");
        self.entries().iter().all(|name| name == ".sync_ingest") && (!area.exists() || is_empty())
    }

    pub fn set_mtime(&self, name: &str, seconds: u64) {
        let file = fs::File::options().write(true).open(self.path().join(name)).unwrap();
        file.set_modified(UNIX_EPOCH + Duration::from_secs(seconds)).unwrap();
    }

    /// Plants the lock of a dead collector of this library.
    pub fn plant_orphan_lock(&self) {
        let other = Self::new();
        other.drop("students.csv", "1");
        let Outcome::Collecting(collection) = other.settle_zero().collect().unwrap() else { panic!() };
        let text = fs::read_to_string(other.path().join("lock.txt")).unwrap();
        drop(collection);
        self.drop("lock.txt", &text);
    }

    pub fn with(&self, change: impl FnOnce(&mut Options)) -> DropFolder {
        let mut options = Options::default();
        change(&mut options);
        DropFolder::new(self.path(), options).unwrap()
    }

    /// As with agents that always lock.
    pub fn settle_zero(&self) -> DropFolder {
        self.with(|options| options.settle = Some(Duration::ZERO))
    }

    /// As if so many seconds had passed.
    pub fn later(&self, seconds: u64) -> DropFolder {
        self.with(|options| options.now = Some(now_plus(seconds)))
    }
}

/// The length of a test: the short form of `make test`, or the long one of `make proof`.
pub fn in_short_or_long<T>(short: T, long: T) -> T {
    if at_length() { long } else { short }
}

impl AsRef<Self> for TestFolder {
    fn as_ref(&self) -> &Self {
        self
    }
}

/// Returns whether it was granted. In a race an error is an answer too: a panic would leave the
/// other process waiting.
pub fn is_granted<T>(attempt: &Result<Attempt<T>, Error>) -> Result<bool, String> {
    attempt.as_ref().map(|attempt| matches!(attempt, Attempt::Granted(_))).map_err(ToString::to_string)
}

/// The clocks, this many seconds ahead.
pub fn now_plus(seconds: u64) -> Now {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap() + Duration::from_secs(seconds);
    let wall = Timestamp { seconds: since.as_secs() as i64, nanoseconds: since.subsec_nanos() };
    Now { wall, monotonic: Duration::from_secs(1_000_000 + seconds) }
}

/// Returns whether the long form is requested, as by `scripts/proof`.
pub fn at_length() -> bool {
    std::env::var("SYNC_INGEST_PROOF").is_ok_and(|length| length == "long")
}

pub fn entries(path: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(path).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Anything that a report names.
pub trait Named {
    fn name(&self) -> &str;
}

impl Named for Delivered {
    fn name(&self) -> &str {
        self.name.to_str().unwrap()
    }
}

impl<R> Named for NotStored<R> {
    fn name(&self) -> &str {
        self.name.to_str().unwrap()
    }
}

pub fn names<T: Named>(items: &[T]) -> Vec<&str> {
    items.iter().map(Named::name).collect()
}

pub fn inode(path: &Path) -> u64 {
    fs::symlink_metadata(path).unwrap().ino()
}
