//! `lock.txt`.

use super::held::{HeldLock, own_text};
use super::orphan::{Found, OrphanRules, examine};
use crate::error::{ErrorKind, Result};
use crate::fs::{Dir, OpenFile};
use crate::rules::timestamp::Timestamp;
use crate::status::LockKind;
use std::cell::Cell;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// `lock.txt`, held. Dropping it releases the lock.
#[derive(Debug)]
#[must_use = "dropping the lock releases it"]
pub struct CollectorLock {
    held: HeldLock,
    refreshed: Instant,
    one_thread_at_a_time: PhantomData<Cell<()>>,
}

/// The result of trying to take the lock.
#[derive(Debug)]
#[allow(clippy::large_enum_variant, reason = "one is made for each collection, and matched at once")]
pub(crate) enum Take {
    /// We hold it.
    Taken(CollectorLock),
    /// Another process holds it.
    Busy,
}

/// What is needed to take the lock.
pub(crate) struct TakeRules<'a> {
    pub(crate) orphans: OrphanRules,
    pub(crate) now: Timestamp,
    /// Where the lock is prepared, and where an orphan goes that is in the way.
    pub(crate) area: &'a Arc<Dir>,
    /// Applied to each file that is made.
    pub(crate) adopt: &'a dyn Fn(&OpenFile) -> Result<()>,
}

/// The time after which a running collection refreshes its lock.
const REFRESH: Duration = Duration::from_secs(60);
/// How often the lock may disappear between a look and the next step before it counts as busy.
const TRIES: usize = 8;

impl CollectorLock {
    /// Step 2 of the protocol, "Lock" (`lock` in `tests/model`).
    pub(crate) fn take(folder: &Arc<Dir>, rules: &TakeRules<'_>) -> Result<Take> {
        for _ in 0..TRIES {
            match examine(folder, LockKind::Collector, rules.orphans)? {
                Found::Foreign | Found::Live => return Ok(Take::Busy),
                Found::Orphan(orphan) => match orphan.move_to(rules.area, folder) {
                    Ok(()) => {}
                    // A sticky folder and another user's lock: a person has to remove it.
                    Err(error) if error.kind() == ErrorKind::PermissionDenied => return Ok(Take::Busy),
                    Err(error) => return Err(error),
                },
                Found::Nothing => {}
            }
            let text = own_text(rules.now, None);
            let name = LockKind::Collector.file_name();
            if let Some(held) = HeldLock::publish(folder, name, rules.area, text, rules.adopt)? {
                let refreshed = Instant::now();
                return Ok(Take::Taken(Self { held, refreshed, one_thread_at_a_time: PhantomData }));
            }
        }
        Ok(Take::Busy)
    }

    /// Returns whether `lock.txt` is still ours.
    ///
    /// # Errors
    /// It cannot be looked at.
    ///
    /// # Examples
    /// ```
    /// # let place = tempfile::tempdir()?;
    /// # std::fs::create_dir_all(place.path().join("sync"))?;
    /// # std::fs::write(place.path().join("sync/students.csv"), "id;name\n1;Ada\n")?;
    /// # let options = sync_ingest::Options::default().settle(std::time::Duration::ZERO);
    /// # let folder = sync_ingest::DropFolder::new(place.path().join("sync"), options)?;
    /// # let sync_ingest::Attempt::Granted(mut lock) = folder.take_lock()? else { panic!("nobody else is there") };
    /// assert!(lock.is_held()?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn is_held(&self) -> Result<bool> {
        self.held.is_held()
    }

    /// Refreshes its timestamp: long work must do so now and then, so that the lock does not count
    /// as stale.
    ///
    /// # Errors
    /// [`LockLost`](crate::ErrorKind::LockLost) when somebody has removed it.
    ///
    /// # Examples
    /// ```
    /// # let place = tempfile::tempdir()?;
    /// # std::fs::create_dir_all(place.path().join("sync"))?;
    /// # std::fs::write(place.path().join("sync/students.csv"), "id;name\n1;Ada\n")?;
    /// # let options = sync_ingest::Options::default().settle(std::time::Duration::ZERO);
    /// # let folder = sync_ingest::DropFolder::new(place.path().join("sync"), options)?;
    /// # let sync_ingest::Attempt::Granted(mut lock) = folder.take_lock()? else { panic!("nobody else is there") };
    /// lock.refresh()?;
    /// assert!(folder.stale_locks()?.is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn refresh(&mut self) -> Result<()> {
        self.held.refresh()?;
        self.refreshed = Instant::now();
        Ok(())
    }

    /// Refreshes it if the last refresh was long enough ago.
    pub(crate) fn refresh_if_due(&mut self) -> Result<()> {
        if self.refreshed.elapsed() < REFRESH { Ok(()) } else { self.refresh() }
    }

    /// Removes `lock.txt`.
    ///
    /// # Errors
    /// [`LockLost`](crate::ErrorKind::LockLost) when somebody has removed it before.
    ///
    /// # Examples
    /// ```
    /// # let place = tempfile::tempdir()?;
    /// # std::fs::create_dir_all(place.path().join("sync"))?;
    /// # std::fs::write(place.path().join("sync/students.csv"), "id;name\n1;Ada\n")?;
    /// # let options = sync_ingest::Options::default().settle(std::time::Duration::ZERO);
    /// # let folder = sync_ingest::DropFolder::new(place.path().join("sync"), options)?;
    /// # let sync_ingest::Attempt::Granted(mut lock) = folder.take_lock()? else { panic!("nobody else is there") };
    /// lock.release()?;
    /// assert!(!folder.path().join("lock.txt").exists());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn release(self) -> Result<()> {
        self.held.release()
    }

    pub(crate) fn held(&self) -> &HeldLock {
        &self.held
    }
}
