//! Who goes first, and the result of asking for a lock.

use crate::rules::word::words;

/// The outcome of the arbitration: who may go ahead. The numbers are those of the C constants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Arbitration {
    /// Nothing waits to be collected.
    #[default]
    Nothing = 0,
    /// This collector holds the lock.
    Collecting = 1,
    /// An agent is delivering (`alock.txt` is there): try again later.
    AgentDelivering = 2,
    /// Another collector holds `lock.txt`: try again later.
    CollectorBusy = 3,
}

words!(Arbitration {
    Nothing => "nothing",
    Collecting => "collected",
    AgentDelivering => "agent_delivering",
    CollectorBusy => "collector_busy",
});

/// The result of asking for a lock, or for something that is done under one.
#[derive(Debug)]
#[must_use = "what was granted is given back when it is dropped"]
pub enum Attempt<T> {
    /// The lock is held until it is dropped; or the work under it is done.
    Granted(T),
    /// Somebody else goes first: [`Arbitration::AgentDelivering`] or
    /// [`Arbitration::CollectorBusy`].
    Refused(Arbitration),
}
