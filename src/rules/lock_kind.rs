//! The two locks.

use super::name::{AGENT_LOCK, COLLECTOR_LOCK};

/// One of the two locks. The numbers are those of the C constants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockKind {
    /// `lock.txt`: the collector's.
    Collector = 1,
    /// `alock.txt`: the agent's.
    Agent = 2,
}

impl LockKind {
    /// Returns its file name in the drop folder.
    #[must_use]
    pub const fn file_name(self) -> &'static str {
        match self {
            Self::Collector => COLLECTOR_LOCK,
            Self::Agent => AGENT_LOCK,
        }
    }
}
