//! How a drop folder is to be collected.

use crate::rules::settled::{DEFAULT_SETTLE_LOCAL, DEFAULT_SETTLE_NETWORK};
use crate::rules::staleness::DEFAULT_MAX_AGE;
use crate::rules::timestamp::Now;
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

/// How a drop folder is to be collected. Every field has a default that is safe.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Options {
    /// Where claimed and rejected files are kept: on the same mount as the drop folder, and best outside the agent's
    /// reach. One work area serves one drop folder. `None`: `.sync_ingest` inside the drop folder.
    pub work_area: Option<PathBuf>,
    /// How long a file must have been left alone. `None`: 30 s on local, 90 s on network file systems. Zero says that
    /// agents always use `alock.txt`, so that nothing else needs to be waited for.
    pub settle: Option<Duration>,
    /// Age at which a lock, or an upload that does not finish, becomes an alarm. Default: three hours.
    pub max_age: Duration,
    /// Count the age of a lock from the later of its mtime and ctime, for agents that preserve modification times.
    pub lock_age_from_ctime: bool,
    /// More names of unfinished files, which are left alone, beside those that are known
    /// (`docs/adr/0013-names-that-say-not-finished.md`): an ending as in `*.busy`, a beginning as in `tmp-*`, both as in
    /// `new_*.csv`, or a whole name. The case of ASCII letters does not matter.
    pub unfinished_names: Vec<OsString>,
    /// How many files one collection claims at most, leftovers included; 1 to 100,000. Default: 10,000.
    pub max_files: usize,
    /// Largest file that is collected, in bytes. Default: 4 GiB.
    pub max_size: u64,
    /// How often the store may die over a delivery before it is rejected; and after how many offers one that is put back
    /// again and again becomes an alarm. Default: 5.
    pub max_attempts: u32,
    /// What reaches the disk before a delivery is acknowledged. Default: everything.
    pub durability: Durability,
    /// Allow files of other users to be moved into a store: whoever delivered them may then still change them.
    pub trust_agent: bool,
    /// The caller already holds a lock of its own that spans all hosts, so an orphan lock of another host is recovered.
    pub cluster_locked: bool,
    /// Compute the SHA-256 of what the built-in store takes.
    pub sha256: bool,
    /// Compute the SHA-1 of what the built-in store takes.
    pub sha1: bool,
    /// Deliver each file with a checksum file, so that it is collected at once: the agent's side.
    pub checksums: bool,
    /// The time to decide by. `None`: the clocks of the machine, and of the file system where it has its own.
    pub now: Option<Now>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            work_area: None,
            settle: None,
            max_age: DEFAULT_MAX_AGE,
            lock_age_from_ctime: false,
            unfinished_names: Vec::new(),
            max_files: 10_000,
            max_size: 4 << 30,
            max_attempts: 5,
            durability: Durability::Automatic,
            trust_agent: false,
            cluster_locked: false,
            sha256: false,
            sha1: false,
            checksums: false,
            now: None,
        }
    }
}

impl Options {
    /// The settle time on a file system of this kind.
    #[must_use]
    pub(crate) fn settle_on(&self, network: bool) -> Duration {
        self.settle.unwrap_or(if network { DEFAULT_SETTLE_NETWORK } else { DEFAULT_SETTLE_LOCAL })
    }
}

/// What reaches the disk before a delivery is acknowledged. The numbers are those of the C constants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Durability {
    /// Nothing is synced: a power cut may lose what was stored last, a crash of the process may not.
    None = 0,
    /// Every file and folder by itself. Right for web requests: a busy neighbour on the same file system does not
    /// slow it down.
    PerFile = 1,
    /// File by file up to 256 files, one `syncfs` for more.
    #[default]
    Automatic = 2,
    /// As `PerFile`, but [`copy_to`](crate::Delivery::copy_to) leaves the copy to be synced later, together with others: by
    /// [`Collection::sync`](crate::Collection::sync), or at the latest when the first of them is acknowledged. For stores that take
    /// several deliveries at a time and copy them to a place of their own: until then a power cut may leave an empty file there.
    Deferred = 3,
}
