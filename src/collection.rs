//! One pass under the collector lock.

use crate::delivery::Delivery;
use crate::error::Result;
use crate::offer::{Session, locked};
use crate::report::Report;
use std::cell::Cell;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex};

/// The outcome of asking for a collection.
#[derive(Debug)]
#[allow(clippy::large_enum_variant, reason = "one is made for each collection, and matched at once")]
#[must_use = "an outcome that is dropped gives the collector lock back at once"]
pub enum Outcome {
    /// The collector lock is ours: take the deliveries.
    Collecting(Collection),
    /// Nothing to collect, or not now: `report.arbitration` says which.
    NotCollecting(Report),
}

/// One pass under the collector lock. Dropping it gives the lock back; what has not been answered is put back.
#[derive(Debug)]
#[must_use = "dropping a collection ends it"]
pub struct Collection {
    session: Arc<Mutex<Session>>,
    one_thread_at_a_time: PhantomData<Cell<()>>,
}

impl Collection {
    pub(crate) fn new(session: Arc<Mutex<Session>>) -> Self {
        Self { session, one_thread_at_a_time: PhantomData }
    }

    /// The next delivery, oldest leftovers first; `None` when there is none at the moment. Several may be open at once. A
    /// delivery whose older namesake is open waits: ask again after answering.
    ///
    /// # Errors
    /// [`LockLost`](crate::ErrorKind::LockLost) when somebody removed `lock.txt`; the collection has then stopped.
    pub fn next_delivery(&mut self) -> Result<Option<Delivery>> {
        let offered = locked(&self.session).offer_next()?;
        Ok(offered.map(|(claim, attempt)| Delivery::new(&self.session, claim, attempt)))
    }

    /// Brings every copy to the disk that [`Delivery::copy_to`] has made so far and left to be synced later
    /// ([`Durability::Deferred`](crate::Durability::Deferred)): all of them together, which takes a fraction of the time of one after
    /// the other. Nothing to do with any other durability.
    ///
    /// # Errors
    /// What the system says of the first copy that could not be synced. Its delivery cannot be acknowledged any more; which one
    /// that is shows there, and the others can be.
    pub fn sync(&mut self) -> Result<()> {
        locked(&self.session).sync_copies()
    }

    /// What has happened so far. The alarms are in the report of [`finish`](Self::finish).
    #[must_use]
    pub fn report(&self) -> Report {
        locked(&self.session).report()
    }

    /// Ends the collection: puts back what has not been answered, updates the alarms, and removes `lock.txt`. A
    /// delivery that is still open can no longer be answered.
    ///
    /// # Errors
    /// Whatever the system says; the lock is given back in any case.
    pub fn finish(self) -> Result<Report> {
        locked(&self.session).finish()
    }
}

impl Drop for Collection {
    fn drop(&mut self) {
        let mut session = locked(&self.session);
        if !session.is_over() {
            // Nobody is left to tell; the next collection recovers what this one could not tidy up.
            let _ = session.finish();
        }
    }
}
