//! The two locks.

mod collector;
mod held;
mod info;
mod orphan;

pub use collector::CollectorLock;
pub(crate) use collector::{Take, TakeRules};
pub(crate) use held::{HeldLock, LOCK_TEMP, own_text};
pub(crate) use info::{LockFile, in_lock_folder, observe};
pub(crate) use orphan::{Found, OrphanRules, RECOVERED_LOCK, examine};
