//! The two locks.

use super::name::{AGENT_LOCK, COLLECTOR_LOCK};
use super::word::words;

/// One of the two locks. The numbers are those of the C constants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LockKind {
    /// `lock.txt`: the collector's.
    Collector = 1,
    /// `alock.txt`: the agent's.
    Agent = 2,
}

words!(LockKind {
    Collector => "collector",
    Agent => "agent",
});

impl LockKind {
    /// Returns its file name in the drop folder.
    ///
    /// # Examples
    /// ```
    /// use sync_ingest::LockKind;
    ///
    /// assert_eq!(LockKind::Collector.file_name(), "lock.txt");
    /// assert_eq!(LockKind::Agent.file_name(), "alock.txt");
    /// ```
    #[must_use]
    pub const fn file_name(self) -> &'static str {
        match self {
            Self::Collector => COLLECTOR_LOCK,
            Self::Agent => AGENT_LOCK,
        }
    }
}
