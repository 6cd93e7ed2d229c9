//! The locks that a status has seen, and who made them.

use super::call::look;
use super::holder::sync_ingest_holder;
use super::status::sync_ingest_status;
use crate::{LockKind, LockStatus};
use std::ffi::c_char;
use std::ptr::null;

/// One of the two locks.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum sync_ingest_lock_kind {
    /// There is no such lock.
    SYNC_INGEST_LOCK_NONE = 0,
    /// `lock.txt`: the collector's.
    SYNC_INGEST_LOCK_COLLECTOR = 1,
    /// `alock.txt`: the agent's.
    SYNC_INGEST_LOCK_AGENT = 2,
}

impl From<LockKind> for sync_ingest_lock_kind {
    fn from(kind: LockKind) -> Self {
        match kind {
            LockKind::Collector => Self::SYNC_INGEST_LOCK_COLLECTOR,
            LockKind::Agent => Self::SYNC_INGEST_LOCK_AGENT,
        }
    }
}

/// Returns the lock of this kind.
pub(super) fn lock_kind(number: i32) -> Option<LockKind> {
    [LockKind::Collector, LockKind::Agent].into_iter().find(|kind| sync_ingest_lock_kind::from(*kind) as i32 == number)
}

/// A lock that is there, translated.
pub(super) struct Lock {
    holder: sync_ingest_holder,
    ours: i32,
    since_seconds: i64,
    age_seconds: i64,
    stale: i32,
}

impl From<&LockStatus> for Lock {
    fn from(lock: &LockStatus) -> Self {
        Self {
            holder: (&lock.holder).into(),
            ours: lock.ours.into(),
            since_seconds: lock.since.seconds,
            age_seconds: lock.age.seconds(),
            stale: lock.stale.into(),
        }
    }
}

/// Returns 1 when a lock is there, otherwise 0. `kind` is a sync_ingest_lock_kind.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_lock_present(status: Option<&sync_ingest_status>, kind: i32) -> i32 {
    look(0, || Some(i32::from(status?.lock(kind).is_some())))
}

/// Returns who made a lock, in English: as sync_ingest_holder_text(); NULL when it is not there.
/// `kind` is a sync_ingest_lock_kind.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_lock_holder(status: Option<&sync_ingest_status>, kind: i32) -> *const c_char {
    look(null(), || Some(status?.lock(kind)?.holder.text()))
}

/// Returns who made a lock, lent until the status is freed; NULL when it is not there. `kind` is a
/// sync_ingest_lock_kind.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_lock_held_by(
    status: Option<&sync_ingest_status>,
    kind: i32,
) -> Option<&sync_ingest_holder> {
    look(None, || Some(status?.lock(kind).map(|lock| &lock.holder)))
}

/// Returns 1 when this library wrote a lock, otherwise 0. `kind` is a sync_ingest_lock_kind.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_lock_ours(status: Option<&sync_ingest_status>, kind: i32) -> i32 {
    look(0, || Some(status?.lock(kind)?.ours))
}

/// Returns from when the age of a lock counts, in seconds since 1970-01-01 00:00:00 UTC; 0 when it
/// is not there. `kind` is a sync_ingest_lock_kind.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_lock_since_seconds(status: Option<&sync_ingest_status>, kind: i32) -> i64 {
    look(0, || Some(status?.lock(kind)?.since_seconds))
}

/// Returns how old a lock is, in seconds; negative when its time lies in the future, 0 when it is
/// not there. `kind` is a sync_ingest_lock_kind.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_lock_age_seconds(status: Option<&sync_ingest_status>, kind: i32) -> i64 {
    look(0, || Some(status?.lock(kind)?.age_seconds))
}

/// Returns 1 when a lock is too old, otherwise 0. `kind` is a sync_ingest_lock_kind.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_lock_stale(status: Option<&sync_ingest_status>, kind: i32) -> i32 {
    look(0, || Some(status?.lock(kind)?.stale))
}
