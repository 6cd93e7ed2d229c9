//! Alarms as data.

use super::call::{at, look, outward_count};
use super::holder::sync_ingest_holder;
use super::locks::sync_ingest_lock_kind;
use super::text::outward;
use super::words::{sync_ingest_alarm_kind, sync_ingest_skip_reason};
use crate::{AlarmFile, AlarmLock, Cause, ChecksumFault, Obstacle};
use std::ffi::{CStr, CString, c_char};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::ptr::null;

/// One alarm of a report or status, lent: it stays as it is until that is freed. Its kind, its
/// diagnosis, its time and its count are read from the report or status itself. Lists are read by
/// index, from 0; outside a list there is NULL, 0 or the constant for none.
pub struct sync_ingest_alarm {
    pub(super) kind: sync_ingest_alarm_kind,
    pub(super) diagnosis: CString,
    pub(super) since_seconds: i64,
    pub(super) age_seconds: i64,
    pub(super) occurrences: i64,
    lock: Option<Lock>,
    files: Vec<File>,
    obstacles: Vec<Obstructing>,
}

struct Lock {
    kind: sync_ingest_lock_kind,
    holder: sync_ingest_holder,
    since_seconds: i64,
    age_seconds: i64,
    disagreement: Option<(i64, i64)>,
}

struct File {
    name: CString,
    skip_reason: sync_ingest_skip_reason,
    checksum_fault: sync_ingest_checksum_fault,
    answer: Option<CString>,
}

/// An obstacle, translated.
pub(super) struct Obstructing {
    pub(super) kind: sync_ingest_obstacle,
    pub(super) number: i64,
    advice: Option<CString>,
}

/// Why a checksum file cannot be understood.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum sync_ingest_checksum_fault {
    /// There is no such file, or its checksum file is not the matter.
    SYNC_INGEST_CHECKSUM_FAULT_NONE = 0,
    /// It is a link, a folder, a FIFO, or a file with a second name.
    SYNC_INGEST_CHECKSUM_FAULT_NOT_A_FILE = 1,
    /// It is too large for a checksum file.
    SYNC_INGEST_CHECKSUM_FAULT_TOO_LONG = 2,
    /// It is empty, apart from comments.
    SYNC_INGEST_CHECKSUM_FAULT_EMPTY = 3,
    /// It holds no digest.
    SYNC_INGEST_CHECKSUM_FAULT_NO_DIGEST = 4,
    /// Its digests are not SHA-256.
    SYNC_INGEST_CHECKSUM_FAULT_OTHER_ALGORITHM = 5,
    /// It names another file.
    SYNC_INGEST_CHECKSUM_FAULT_OTHER_FILE = 6,
    /// It contains several digests, each of which could be meant.
    SYNC_INGEST_CHECKSUM_FAULT_AMBIGUOUS = 7,
}

/// What keeps a collector's user from reading or moving the files of a folder.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum sync_ingest_obstacle {
    /// There is no such obstacle.
    SYNC_INGEST_OBSTACLE_NONE = 0,
    /// The file system of the folder is mounted read-only.
    SYNC_INGEST_OBSTACLE_READ_ONLY_FILE_SYSTEM = 1,
    /// The collector may move nothing out of the folder; the number is its user id.
    SYNC_INGEST_OBSTACLE_FOLDER_NOT_WRITABLE = 2,
    /// The folder is sticky, so that only owners may move their files.
    SYNC_INGEST_OBSTACLE_STICKY_FOLDER = 3,
    /// A file may be read by nobody but its owner; the number is its permission bits.
    SYNC_INGEST_OBSTACLE_PRIVATE_FILE = 4,
    /// Files keep their agent's own group, because the folder does not pass its own on; the number
    /// is the group id of a file.
    SYNC_INGEST_OBSTACLE_GROUP_NOT_INHERITED = 5,
    /// The system has refused to read or move a file; the number is its errno.
    SYNC_INGEST_OBSTACLE_REFUSED = 6,
}

impl From<ChecksumFault> for sync_ingest_checksum_fault {
    fn from(fault: ChecksumFault) -> Self {
        match fault {
            ChecksumFault::NotAFile => Self::SYNC_INGEST_CHECKSUM_FAULT_NOT_A_FILE,
            ChecksumFault::TooLong => Self::SYNC_INGEST_CHECKSUM_FAULT_TOO_LONG,
            ChecksumFault::Empty => Self::SYNC_INGEST_CHECKSUM_FAULT_EMPTY,
            ChecksumFault::NoDigest => Self::SYNC_INGEST_CHECKSUM_FAULT_NO_DIGEST,
            ChecksumFault::OtherAlgorithm => Self::SYNC_INGEST_CHECKSUM_FAULT_OTHER_ALGORITHM,
            ChecksumFault::OtherFile => Self::SYNC_INGEST_CHECKSUM_FAULT_OTHER_FILE,
            ChecksumFault::Ambiguous => Self::SYNC_INGEST_CHECKSUM_FAULT_AMBIGUOUS,
        }
    }
}

impl From<Obstacle> for sync_ingest_obstacle {
    fn from(obstacle: Obstacle) -> Self {
        match obstacle {
            Obstacle::ReadOnlyFileSystem => Self::SYNC_INGEST_OBSTACLE_READ_ONLY_FILE_SYSTEM,
            Obstacle::FolderNotWritable { .. } => Self::SYNC_INGEST_OBSTACLE_FOLDER_NOT_WRITABLE,
            Obstacle::StickyFolder => Self::SYNC_INGEST_OBSTACLE_STICKY_FOLDER,
            Obstacle::PrivateFile { .. } => Self::SYNC_INGEST_OBSTACLE_PRIVATE_FILE,
            Obstacle::GroupNotInherited { .. } => Self::SYNC_INGEST_OBSTACLE_GROUP_NOT_INHERITED,
            Obstacle::Refused { .. } => Self::SYNC_INGEST_OBSTACLE_REFUSED,
        }
    }
}

pub(super) struct Alarms(Vec<sync_ingest_alarm>);

impl Alarms {
    pub(super) fn count(&self) -> i64 {
        outward_count(self.0.len())
    }

    pub(super) fn at(&self, index: i64) -> Option<&sync_ingest_alarm> {
        at(&self.0, index)
    }
}

impl From<&[crate::Alarm]> for Alarms {
    fn from(alarms: &[crate::Alarm]) -> Self {
        Self(alarms.iter().map(sync_ingest_alarm::from).collect())
    }
}

impl From<&crate::Alarm> for sync_ingest_alarm {
    fn from(alarm: &crate::Alarm) -> Self {
        let obstacle = |one: &Obstacle| Obstructing::new(*one, alarm.folder());
        Self {
            kind: alarm.kind.into(),
            diagnosis: outward(alarm.diagnosis()),
            since_seconds: alarm.since.seconds,
            age_seconds: alarm.age.seconds(),
            occurrences: outward_count(alarm.count),
            lock: alarm.lock.as_ref().map(Lock::from),
            files: alarm.files.iter().map(File::from).collect(),
            obstacles: alarm.obstacles.iter().map(obstacle).collect(),
        }
    }
}

impl From<&AlarmLock> for Lock {
    fn from(lock: &AlarmLock) -> Self {
        Self {
            kind: lock.kind.into(),
            holder: (&lock.holder).into(),
            since_seconds: lock.since.seconds,
            age_seconds: lock.age.seconds(),
            disagreement: lock.disagreement.map(|(mtime, ctime)| (mtime.seconds, ctime.seconds)),
        }
    }
}

impl From<&AlarmFile> for File {
    fn from(file: &AlarmFile) -> Self {
        use sync_ingest_checksum_fault::SYNC_INGEST_CHECKSUM_FAULT_NONE;
        use sync_ingest_skip_reason::{SYNC_INGEST_SKIP_NONE, SYNC_INGEST_SKIP_UNREADABLE_CHECKSUM};
        let (skip_reason, checksum_fault, answer) = match &file.cause {
            Cause::Skipped(reason) => ((*reason).into(), SYNC_INGEST_CHECKSUM_FAULT_NONE, None),
            Cause::Checksum(fault) => (SYNC_INGEST_SKIP_UNREADABLE_CHECKSUM, (*fault).into(), None),
            Cause::Answered(reason) => {
                (SYNC_INGEST_SKIP_NONE, SYNC_INGEST_CHECKSUM_FAULT_NONE, Some(outward(&**reason)))
            }
        };
        Self { name: outward(file.name.as_bytes()), skip_reason, checksum_fault, answer }
    }
}

impl Obstructing {
    pub(super) fn new(obstacle: Obstacle, folder: &Path) -> Self {
        let advice = obstacle.advice(folder).map(outward);
        Self { kind: obstacle.into(), number: obstacle.number().unwrap_or(-1), advice }
    }

    pub(super) fn advice(&self) -> Option<*const c_char> {
        self.advice.as_deref().map(CStr::as_ptr)
    }
}

impl sync_ingest_alarm {
    fn file(&self, index: i64) -> Option<&File> {
        at(&self.files, index)
    }

    fn obstacle(&self, index: i64) -> Option<&Obstructing> {
        at(&self.obstacles, index)
    }
}

/// Returns which lock an alarm is about, or SYNC_INGEST_LOCK_NONE if it is about none. A stale
/// lock, one with a wrong time, and that of a dead collector are.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_alarm_lock(alarm: Option<&sync_ingest_alarm>) -> sync_ingest_lock_kind {
    look(sync_ingest_lock_kind::SYNC_INGEST_LOCK_NONE, || Some(alarm?.lock.as_ref()?.kind))
}

/// Returns who made the lock that an alarm is about, lent as the alarm is, or NULL if it is about
/// none.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_alarm_lock_held_by(alarm: Option<&sync_ingest_alarm>) -> Option<&sync_ingest_holder> {
    look(None, || Some(alarm?.lock.as_ref().map(|lock| &lock.holder)))
}

/// Returns from when the age of the lock of an alarm counts, in seconds since 1970-01-01 00:00:00
/// UTC; 0 if it is about none.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_alarm_lock_since_seconds(alarm: Option<&sync_ingest_alarm>) -> i64 {
    look(0, || Some(alarm?.lock.as_ref()?.since_seconds))
}

/// Returns how old the lock of an alarm is, in seconds; negative if its time lies in the future, 0
/// if the alarm is about none.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_alarm_lock_age_seconds(alarm: Option<&sync_ingest_alarm>) -> i64 {
    look(0, || Some(alarm?.lock.as_ref()?.age_seconds))
}

/// Returns the modification time of the lock of an alarm in seconds since 1970-01-01 00:00:00 UTC,
/// if it disagrees with its change time and the age was to count from the later one; otherwise 0.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_alarm_lock_modified_seconds(alarm: Option<&sync_ingest_alarm>) -> i64 {
    look(0, || Some(alarm?.lock.as_ref()?.disagreement?.0))
}

/// Returns the change time of the lock of an alarm in seconds since 1970-01-01 00:00:00 UTC, if it
/// disagrees with its modification time and the age was to count from the later one; otherwise 0.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_alarm_lock_changed_seconds(alarm: Option<&sync_ingest_alarm>) -> i64 {
    look(0, || Some(alarm?.lock.as_ref()?.disagreement?.1))
}

/// Returns how many of the files that an alarm is about are listed: the first 10; what was left
/// alone begins with the oldest.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_alarm_file_count(alarm: Option<&sync_ingest_alarm>) -> i64 {
    look(0, || Some(outward_count(alarm?.files.len())))
}

/// Returns the name of a file that an alarm is about, byte for byte, or NULL if the index is out of
/// range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_alarm_file_name(alarm: Option<&sync_ingest_alarm>, index: i64) -> *const c_char {
    look(null(), || Some(alarm?.file(index)?.name.as_ptr()))
}

/// Returns why a file that an alarm is about was left alone, or SYNC_INGEST_SKIP_NONE if it was
/// not: then it was answered.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_alarm_file_skip_reason(
    alarm: Option<&sync_ingest_alarm>,
    index: i64,
) -> sync_ingest_skip_reason {
    look(sync_ingest_skip_reason::SYNC_INGEST_SKIP_NONE, || Some(alarm?.file(index)?.skip_reason))
}

/// Returns why the checksum file of a file that an alarm is about cannot be understood, or
/// SYNC_INGEST_CHECKSUM_FAULT_NONE if that is not the matter.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_alarm_file_checksum_fault(
    alarm: Option<&sync_ingest_alarm>,
    index: i64,
) -> sync_ingest_checksum_fault {
    look(sync_ingest_checksum_fault::SYNC_INGEST_CHECKSUM_FAULT_NONE, || Some(alarm?.file(index)?.checksum_fault))
}

/// Returns why the store has rejected a file that an alarm is about, or keeps putting it back, in
/// words; NULL if the store has not answered it.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_alarm_file_answer(alarm: Option<&sync_ingest_alarm>, index: i64) -> *const c_char {
    look(null(), || alarm?.file(index)?.answer.as_deref().map(CStr::as_ptr))
}

/// Returns how many obstacles are known that keep the collector's user from the files of an alarm.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_alarm_obstacle_count(alarm: Option<&sync_ingest_alarm>) -> i64 {
    look(0, || Some(outward_count(alarm?.obstacles.len())))
}

/// Returns what an obstacle is, or SYNC_INGEST_OBSTACLE_NONE if the index is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_alarm_obstacle_kind(
    alarm: Option<&sync_ingest_alarm>,
    index: i64,
) -> sync_ingest_obstacle {
    look(sync_ingest_obstacle::SYNC_INGEST_OBSTACLE_NONE, || Some(alarm?.obstacle(index)?.kind))
}

/// Returns the number that its sync_ingest_obstacle names, or -1 if it names none.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_alarm_obstacle_number(alarm: Option<&sync_ingest_alarm>, index: i64) -> i64 {
    look(-1, || Some(alarm?.obstacle(index)?.number))
}

/// Returns what is wrong with permissions and the line that fixes it, in English; NULL for
/// SYNC_INGEST_OBSTACLE_REFUSED, which is no matter of permissions.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_alarm_obstacle_advice(alarm: Option<&sync_ingest_alarm>, index: i64) -> *const c_char {
    look(null(), || alarm?.obstacle(index)?.advice())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_have_the_numbers_of_the_rust_enumeration() {
        for fault in ChecksumFault::ALL {
            assert_eq!(sync_ingest_checksum_fault::from(fault) as i32, fault as i32);
        }
    }
}
