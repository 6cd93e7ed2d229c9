//! One pass under the collector lock.

use crate::delivery::Delivery;
use crate::error::Result;
use crate::report::Report;

/// One pass under the collector lock. Dropping it gives the lock back; what has not been answered is put back.
#[derive(Debug)]
#[must_use = "dropping a collection ends it"]
pub struct Collection {}

impl Collection {
    /// The next delivery, oldest leftovers first; `None` when there is none at the moment. Several may be open at once. A
    /// delivery whose older namesake is open waits: ask again after answering.
    ///
    /// # Errors
    /// [`LockLost`](crate::ErrorKind::LockLost) when somebody removed `lock.txt`; the collection has then stopped.
    pub fn next_delivery(&mut self) -> Result<Option<Delivery>> {
        todo!()
    }

    /// What has happened so far.
    #[must_use]
    pub fn report(&self) -> Report {
        todo!()
    }

    /// Ends the collection: puts back what has not been answered, updates the alarms, and removes `lock.txt`. A
    /// delivery that is still open can no longer be answered.
    ///
    /// # Errors
    /// Whatever the system says; the lock is given back in any case.
    pub fn finish(self) -> Result<Report> {
        todo!()
    }
}
