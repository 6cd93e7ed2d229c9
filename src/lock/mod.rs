//! The two locks.

mod aside;
mod collector;
mod held;
mod info;
mod orphan;
mod spelling;

pub(crate) use aside::{Aside, give_back, remove_aside, take_aside};
pub use collector::CollectorLock;
pub(crate) use collector::{Take, TakeRules};
pub(crate) use held::{HeldLock, own_text};
pub(crate) use info::{LockFile, in_lock_folder, observe};
pub(crate) use orphan::{Found, OrphanRules, RECOVERED_LOCK, examine};
pub(crate) use spelling::{is_lock, lists_lock};
