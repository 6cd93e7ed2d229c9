//! The two locks.

use crate::error::Result;

/// `lock.txt`, held. Dropping it gives it back.
#[derive(Debug)]
#[must_use = "dropping the lock gives it back"]
pub struct CollectorLock {}

impl CollectorLock {
    /// Whether `lock.txt` is still ours.
    ///
    /// # Errors
    /// It cannot be looked at.
    pub fn is_held(&self) -> Result<bool> {
        todo!()
    }

    /// Makes it young again: long work must do that now and then.
    ///
    /// # Errors
    /// [`LockLost`](crate::ErrorKind::LockLost) when somebody has removed it.
    pub fn refresh(&mut self) -> Result<()> {
        todo!()
    }

    /// Removes `lock.txt`.
    ///
    /// # Errors
    /// [`LockLost`](crate::ErrorKind::LockLost) when somebody has removed it before.
    pub fn release(self) -> Result<()> {
        todo!()
    }
}
