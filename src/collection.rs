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
    /// It is over already: nothing to collect, or not now, as `report.arbitration` says; or nothing to offer was left of what there
    /// was.
    Finished(Report),
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

    /// Returns the next delivery, oldest leftovers first; `None` when there is none at the moment. Several may be open at once. A
    /// delivery with an older one of its name that is open waits: ask again after answering.
    ///
    /// # Errors
    /// [`LockLost`](crate::ErrorKind::LockLost) when somebody removed `lock.txt`; the collection has then stopped.
    ///
    /// # Examples
    /// ```
    /// # let place = tempfile::tempdir()?;
    /// # std::fs::create_dir_all(place.path().join("sync"))?;
    /// # std::fs::write(place.path().join("sync/students.csv"), "id;name\n1;Ada\n")?;
    /// # let options = sync_ingest::Options::default().settle(std::time::Duration::ZERO);
    /// # let folder = sync_ingest::DropFolder::new(place.path().join("sync"), options)?;
    /// # let sync_ingest::Outcome::Collecting(mut collection) = folder.collect()? else { panic!("nothing there") };
    /// while let Some(mut delivery) = collection.next_delivery()? {
    ///     delivery.copy_to(&place.path().join(delivery.name()))?;
    ///     delivery.acknowledge()?;
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
    ///
    /// # Examples
    /// ```
    /// # let place = tempfile::tempdir()?;
    /// # std::fs::create_dir_all(place.path().join("sync"))?;
    /// # std::fs::write(place.path().join("sync/students.csv"), "id;name\n1;Ada\n")?;
    /// # let options = sync_ingest::Options::default().durability(sync_ingest::Durability::Deferred).settle(std::time::Duration::ZERO);
    /// # let folder = sync_ingest::DropFolder::new(place.path().join("sync"), options)?;
    /// # let sync_ingest::Outcome::Collecting(mut collection) = folder.collect()? else { panic!("nothing there") };
    /// let mut copied = Vec::new();
    /// while let Some(mut delivery) = collection.next_delivery()? {
    ///     delivery.copy_to(&place.path().join(delivery.name()))?;
    ///     copied.push(delivery);
    /// }
    /// collection.sync()?; // once for all of them
    /// for delivery in copied {
    ///     delivery.acknowledge()?;
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn sync(&mut self) -> Result<()> {
        locked(&self.session).sync_copies()
    }

    /// Returns what has happened so far. The alarms are in the report of [`finish`](Self::finish).
    ///
    /// # Examples
    /// ```
    /// # let place = tempfile::tempdir()?;
    /// # std::fs::create_dir_all(place.path().join("sync"))?;
    /// # std::fs::write(place.path().join("sync/students.csv"), "id;name\n1;Ada\n")?;
    /// # let options = sync_ingest::Options::default().settle(std::time::Duration::ZERO);
    /// # let folder = sync_ingest::DropFolder::new(place.path().join("sync"), options)?;
    /// # let sync_ingest::Outcome::Collecting(mut collection) = folder.collect()? else { panic!("nothing there") };
    /// # let mut delivery = collection.next_delivery()?.expect("one file is there");
    /// delivery.acknowledge()?;
    /// assert_eq!(collection.report().delivered.len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn report(&self) -> Report {
        locked(&self.session).report()
    }

    /// Ends the collection: puts back what has not been answered, updates the alarms, and removes `lock.txt`. A
    /// delivery that is still open can no longer be answered.
    ///
    /// # Errors
    /// Whatever the system says; the lock is given back in any case.
    ///
    /// # Examples
    /// ```
    /// # let place = tempfile::tempdir()?;
    /// # std::fs::create_dir_all(place.path().join("sync"))?;
    /// # std::fs::write(place.path().join("sync/students.csv"), "id;name\n1;Ada\n")?;
    /// # let options = sync_ingest::Options::default().settle(std::time::Duration::ZERO);
    /// # let folder = sync_ingest::DropFolder::new(place.path().join("sync"), options)?;
    /// # let sync_ingest::Outcome::Collecting(mut collection) = folder.collect()? else { panic!("nothing there") };
    /// # let mut delivery = collection.next_delivery()?.expect("one file is there");
    /// delivery.acknowledge()?;
    /// let report = collection.finish()?;
    /// assert_eq!((report.delivered.len(), report.alarms.len()), (1, 0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
