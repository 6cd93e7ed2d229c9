//! `lock.txt`.

use super::held::{HeldLock, own_text};
use super::orphan::{Found, OrphanRules, examine};
use crate::error::Result;
use crate::fs::Dir;
use crate::rules::lock_text::LockText;
use crate::rules::timestamp::Timestamp;
use crate::status::LockKind;
use std::cell::Cell;
use std::fs::File;
use std::marker::PhantomData;
use std::sync::Arc;

/// `lock.txt`, held. Dropping it gives it back.
#[derive(Debug)]
#[must_use = "dropping the lock gives it back"]
pub struct CollectorLock {
    held: Option<HeldLock>,
    one_thread_at_a_time: PhantomData<Cell<()>>,
}

/// What taking the lock came to.
#[derive(Debug)]
#[allow(clippy::large_enum_variant, reason = "one is made for each collection, and matched at once")]
pub(crate) enum Take {
    /// It is ours. The text of the orphan that was in the way, if one was.
    Taken(CollectorLock, Option<LockText>),
    /// Somebody else holds it.
    Busy,
}

/// What taking the lock rests on.
pub(crate) struct TakeRules<'a> {
    pub(crate) orphans: OrphanRules,
    pub(crate) now: Timestamp,
    /// Where the lock is prepared.
    pub(crate) temp: &'a Dir,
    /// What is done to a file that was made.
    pub(crate) adopt: &'a dyn Fn(&File) -> Result<()>,
}

/// How often the lock may slip away between a look and the next step before it counts as busy.
const TRIES: usize = 8;

impl CollectorLock {
    /// Step 2 of the protocol, "Lock" (`lock` in `tests/model`).
    pub(crate) fn take(folder: &Arc<Dir>, rules: &TakeRules<'_>) -> Result<Take> {
        let mut recovered = None;
        for _ in 0..TRIES {
            match examine(folder, LockKind::Collector, rules.orphans)? {
                Found::Foreign | Found::Live => return Ok(Take::Busy),
                Found::Orphan(_claimed, text) => {
                    folder.unlink(LockKind::Collector.file_name())?;
                    recovered = Some(text);
                }
                Found::Nothing => {}
            }
            let text = own_text(rules.now, None);
            let name = LockKind::Collector.file_name();
            if let Some(held) = HeldLock::publish(folder, name, rules.temp, &text, rules.adopt)? {
                return Ok(Take::Taken(Self { held: Some(held), one_thread_at_a_time: PhantomData }, recovered));
            }
        }
        Ok(Take::Busy)
    }

    /// Whether `lock.txt` is still ours.
    ///
    /// # Errors
    /// It cannot be looked at.
    pub fn is_held(&self) -> Result<bool> {
        self.held().is_held()
    }

    /// Makes it young again: long work must do that now and then.
    ///
    /// # Errors
    /// [`LockLost`](crate::ErrorKind::LockLost) when somebody has removed it.
    pub fn refresh(&mut self) -> Result<()> {
        self.held().refresh()
    }

    /// Removes `lock.txt`.
    ///
    /// # Errors
    /// [`LockLost`](crate::ErrorKind::LockLost) when somebody has removed it before.
    pub fn release(mut self) -> Result<()> {
        self.held.take().expect("a lock is released once").release()
    }

    pub(crate) fn held(&self) -> &HeldLock {
        self.held.as_ref().expect("a lock is held until it is released")
    }
}

impl Drop for CollectorLock {
    fn drop(&mut self) {
        if let Some(held) = self.held.take() {
            // Nobody is left to tell; an orphan is recovered by the next collection.
            let _ = held.release();
        }
    }
}
