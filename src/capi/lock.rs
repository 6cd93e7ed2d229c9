//! The collector lock, held alone.

use super::call::{answer, free, required};
use super::code::sync_ingest_code;
use super::error::{Result, sync_ingest_error};
use super::guard::Guarded;
use crate::CollectorLock;
use std::mem::MaybeUninit;

/// `lock.txt`, held until it is released or freed.
pub struct sync_ingest_lock {
    /// `None` after the release.
    lock: Guarded<Option<CollectorLock>>,
}

impl From<CollectorLock> for sync_ingest_lock {
    fn from(lock: CollectorLock) -> Self {
        Self { lock: Guarded::new(Some(lock)) }
    }
}

fn released() -> sync_ingest_error {
    sync_ingest_error::over("cannot use the collector lock: it has been released")
}

impl sync_ingest_lock {
    fn run<R>(&mut self, action: impl FnOnce(&mut CollectorLock) -> crate::Result<R>) -> Result<R> {
        self.lock.run(|lock| Ok(action(lock.as_mut().ok_or_else(released)?)?))
    }
}

/// Writes 1 when `lock.txt` is still ours, otherwise 0.
///
/// Errors: it cannot be looked at; SYNC_INGEST_ALREADY_OVER after the release.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_lock_is_held(
    lock: Option<&mut sync_ingest_lock>,
    held: Option<&mut MaybeUninit<i32>>,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    answer(error, || {
        let (lock, held) = (required(lock, "lock")?, required(held, "held")?);
        held.write(i32::from(lock.run(|lock| lock.is_held())?));
        Ok(())
    })
}

/// Refreshes the timestamp of `lock.txt`: long work must do that now and then, so that the lock
/// does not count as stale.
///
/// Errors: SYNC_INGEST_LOCK_LOST when somebody has removed it; SYNC_INGEST_ALREADY_OVER after the
/// release.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_lock_refresh(
    lock: Option<&mut sync_ingest_lock>,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    answer(error, || required(lock, "lock")?.run(CollectorLock::refresh))
}

/// Removes `lock.txt`. Whatever it returns, the lock is released then, and the handle still yours
/// to free.
///
/// Errors: SYNC_INGEST_LOCK_LOST when somebody has removed it before; SYNC_INGEST_ALREADY_OVER the
/// second time.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_lock_release(
    lock: Option<&mut sync_ingest_lock>,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    answer(error, || required(lock, "lock")?.lock.run(|lock| Ok(lock.take().ok_or_else(released)?.release()?)))
}

/// Frees a lock, and releases it if it is still held.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_lock_free(lock: Option<Box<sync_ingest_lock>>) {
    free(lock);
}
