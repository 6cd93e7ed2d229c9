//! What can be seen of a drop folder without changing anything.

use crate::report::{Alarm, NotStored, Skipped};
use crate::rules::holder::Holder;
pub use crate::rules::lock_kind::LockKind;
use crate::rules::permission::Obstacle;
use crate::rules::reject_reason::RejectReason;
use crate::rules::staleness::Age;
use crate::rules::timestamp::Timestamp;
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

/// A lock that exists.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LockStatus {
    /// Which one.
    pub kind: LockKind,
    /// Who made it, as far as it shows.
    pub holder: Holder,
    /// Whether this library wrote it.
    pub ours: bool,
    /// From when its age counts.
    pub since: Timestamp,
    /// How old it is.
    pub age: Age,
    /// Whether it is too old.
    pub stale: bool,
    /// Its mtime and ctime, where the age is to count from the later one and the two are more than
    /// a minute apart.
    pub disagreement: Option<(Timestamp, Timestamp)>,
}

/// A file that waits to be collected.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Waiting {
    /// Its name.
    pub name: OsString,
    /// Its size in bytes.
    pub size: u64,
}

/// A file that was rejected and waits for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RejectedFile {
    /// The id of its delivery: at most 64 ASCII letters, digits and dashes.
    pub id: String,
    /// Its name in the drop folder.
    pub name: OsString,
    /// Why it was rejected.
    pub reason: RejectReason,
    /// Its path, to be read. Never write there; do not remove it.
    pub path: PathBuf,
    /// Its size in bytes; 0 unless it is a plain file.
    pub size: u64,
    /// When it was rejected.
    pub rejected_at: Timestamp,
}

/// The file system of the drop folder.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FileSystem {
    /// Its name, as in `ext4`; `unknown (0x…)` with its magic number otherwise.
    pub name: String,
    /// Whether other hosts may use it at the same time.
    pub network: bool,
    /// Whether the promises were verified on it: ext4, xfs, btrfs, tmpfs, NFSv4. False if the last
    /// collection could not make sure that later changes of claimed files show in the change time.
    pub verified: bool,
}

/// What can be seen of a drop folder without changing anything.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Status {
    /// The drop folder, as the caller named it.
    pub folder: PathBuf,
    /// The collector lock, if it is there.
    pub collector_lock: Option<LockStatus>,
    /// The agent lock, if it is there.
    pub agent_lock: Option<LockStatus>,
    /// The first 100 names that look like a lock but are none (`ALOCK.TXT`, `lock.txt.txt`): they
    /// have no effect.
    pub mistaken_locks: Vec<OsString>,
    /// The first 100 files that the next collection could take.
    pub waiting: Vec<Waiting>,
    /// How many there are.
    pub waiting_count: u64,
    /// Since when the oldest of them has been there unchanged, by its change time, which no agent
    /// can set; `None` if none waits.
    pub oldest_waiting: Option<Timestamp>,
    /// How old that one is.
    pub oldest_waiting_age: Option<Age>,
    /// When a collection last offered deliveries and none of them was put back; `None` if that is
    /// not known, as where only earlier releases have collected. Looks that find nothing to collect
    /// leave no trace.
    pub last_good_collection: Option<Timestamp>,
    /// How long ago that was.
    pub last_good_collection_age: Option<Age>,
    /// Entries that would be left alone, with the reasons.
    pub skipped: Skipped,
    /// When the first unsettled file will have settled.
    pub ready_in: Option<Duration>,
    /// Deliveries that are claimed and verified, left over by an earlier collection or being
    /// collected now.
    pub claimed: u64,
    /// Files that are claimed but not verified: the next collection puts them back.
    pub unverified: u64,
    /// The first 100 rejected files, with the reasons.
    pub rejected: Vec<NotStored>,
    /// How many there are.
    pub rejected_count: u64,
    /// Active alarms.
    pub alarms: Vec<Alarm>,
    /// What would keep this user from collecting the files that others deliver there, whatever
    /// waits now.
    pub obstacles: Vec<Obstacle>,
    /// The file system of the folder.
    pub file_system: FileSystem,
    /// Bytes that this user can still write there; `None` if the file system does not report it.
    pub free_bytes: Option<u64>,
    /// Files that can still be made there; `None` if there is no fixed number.
    pub free_inodes: Option<u64>,
}
