//! One pass under the collector lock.

use super::call::{answer, free, required};
use super::code::sync_ingest_code;
use super::delivery::sync_ingest_delivery;
use super::error::{Result, sync_ingest_error};
use super::guard::Guarded;
use super::report::sync_ingest_report;
use crate::Collection;
use std::mem::MaybeUninit;

/// One pass under the collector lock, until it is finished or freed. Its deliveries are objects of
/// their own and may outlive it, but they can no longer be answered then.
pub struct sync_ingest_collection {
    /// `None` after the end.
    collection: Guarded<Option<Collection>>,
}

impl From<Collection> for sync_ingest_collection {
    fn from(collection: Collection) -> Self {
        Self { collection: Guarded::new(Some(collection)) }
    }
}

fn finished() -> sync_ingest_error {
    sync_ingest_error::over("cannot use the collection: it has been finished")
}

impl sync_ingest_collection {
    fn run<R>(&mut self, action: impl FnOnce(&mut Collection) -> crate::Result<R>) -> Result<R> {
        self.collection.run(|collection| Ok(action(collection.as_mut().ok_or_else(finished)?)?))
    }
}

/// Writes the next delivery, oldest leftovers first, yours to answer and free; NULL when there is
/// none at the moment. Several may be open at once. A delivery with an older one of its name that
/// is open waits: ask again after answering that one.
///
/// Errors: SYNC_INGEST_LOCK_LOST when somebody removed `lock.txt`; the collection has then stopped.
/// SYNC_INGEST_ALREADY_OVER after the end.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_collection_next(
    collection: Option<&mut sync_ingest_collection>,
    delivery: Option<&mut MaybeUninit<Option<Box<sync_ingest_delivery>>>>,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    answer(error, || {
        let (collection, delivery) = (required(collection, "collection")?, required(delivery, "delivery")?);
        let next = collection.run(Collection::next_delivery)?;
        delivery.write(next.map(|next| Box::new(next.into())));
        Ok(())
    })
}

/// Syncs every copy that sync_ingest_delivery_copy_to() has left to be synced later
/// (SYNC_INGEST_DURABILITY_DEFERRED): all of them together, which takes a fraction of the time of
/// one after the other. Does nothing with any other durability.
///
/// Errors: the failure of the first copy that could not be synced; its delivery cannot be
/// acknowledged any more, the others can. SYNC_INGEST_ALREADY_OVER after the end.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_collection_sync(
    collection: Option<&mut sync_ingest_collection>,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    answer(error, || required(collection, "collection")?.run(Collection::sync))
}

/// Writes a report on what has happened so far, yours to free.
///
/// Errors: SYNC_INGEST_ALREADY_OVER after the end.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_collection_report(
    collection: Option<&mut sync_ingest_collection>,
    report: Option<&mut MaybeUninit<Option<Box<sync_ingest_report>>>>,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    answer(error, || {
        let (collection, report) = (required(collection, "collection")?, required(report, "report")?);
        let so_far = collection.run(|collection| Ok(collection.report()))?;
        report.write(Some(Box::new((&so_far).into())));
        Ok(())
    })
}

/// Ends the collection: puts back what has not been answered, updates the alarms, and removes
/// `lock.txt`. A delivery that is still open can no longer be answered. Writes the report, yours to
/// free. Whatever it returns, the collection is over then, and still yours to free.
///
/// Errors: any failure of the system; SYNC_INGEST_ALREADY_OVER the second time.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_collection_finish(
    collection: Option<&mut sync_ingest_collection>,
    report: Option<&mut MaybeUninit<Option<Box<sync_ingest_report>>>>,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    answer(error, || {
        let (collection, report) = (required(collection, "collection")?, required(report, "report")?);
        let end = |collection: &mut Option<Collection>| Ok(collection.take().ok_or_else(finished)?.finish()?);
        let finished = collection.collection.run(end)?;
        report.write(Some(Box::new((&finished).into())));
        Ok(())
    })
}

/// Frees a collection, and ends it if it is not finished.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_collection_free(collection: Option<Box<sync_ingest_collection>>) {
    free(collection);
}
