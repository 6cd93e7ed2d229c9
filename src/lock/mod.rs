//! The two locks.

mod aside;
mod collector;
mod file;
mod held;
mod orphan;
mod spelling;
mod unlock;

pub(crate) use aside::remove_aside;
pub use collector::CollectorLock;
pub(crate) use collector::{Take, TakeRules};
pub(crate) use file::observe;
pub(crate) use held::{HeldLock, own_text};
pub(crate) use orphan::{Found, OrphanRules, RECOVERED_LOCK, examine};
pub(crate) use spelling::{is_lock, lists_lock};
pub(crate) use unlock::unlock;
