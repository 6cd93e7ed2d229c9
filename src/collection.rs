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
#[must_use = "an outcome that is dropped releases the collector lock at once"]
pub enum Outcome {
    /// The collector lock is ours: take the deliveries.
    Collecting(Collection),
    /// It has already ended: nothing to collect, or not now, as `report.arbitration` shows; or
    /// nothing was left to offer.
    Finished(Report),
}

/// One pass under the collector lock. Dropping it releases the lock; deliveries without an answer
/// are put back.
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

    /// Returns the next delivery, oldest leftovers first; `None` if there is none at the moment.
    /// Several may be open at once. A delivery waits while an older one of its name is open: ask
    /// again after answering that one.
    ///
    /// # Errors
    /// [`LockLost`](crate::ErrorKind::LockLost) when somebody removed `lock.txt`; the collection
    /// has then stopped.
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

    /// Brings every copy to the disk that [`Delivery::copy_to`] has made so far and left to be
    /// synced later ([`Durability::Deferred`](crate::Durability::Deferred)): all of them together,
    /// which takes a fraction of the time of syncing one after the other. With any other durability
    /// this does nothing.
    ///
    /// # Errors
    /// The error of the first copy that could not be synced. Its delivery can no longer be
    /// acknowledged, and its own answer returns the error again; the others can be.
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

    /// Ends the collection: puts back deliveries without an answer, updates the alarms, and removes
    /// `lock.txt`. A delivery that is still open can no longer be answered.
    ///
    /// # Errors
    /// Any failure of the system; the lock is released in any case.
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
            // There is no caller to report an error to; the next collection recovers what remains.
            let _ = session.finish();
        }
    }
}
