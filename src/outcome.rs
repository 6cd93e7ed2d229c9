//! What asking for a collection or a lock came to.

use crate::collection::Collection;
use crate::report::{Arbitration, Report};

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

/// The outcome of asking for a lock, or for something that is done under one.
#[derive(Debug)]
#[must_use = "what was granted is given back when it is dropped"]
pub enum Attempt<T> {
    /// It is ours until it is dropped; or it is done.
    Granted(T),
    /// Somebody else goes first: [`Arbitration::AgentDelivering`] or [`Arbitration::CollectorBusy`].
    Refused(Arbitration),
}
