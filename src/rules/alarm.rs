//! The kinds of alarms.

use super::word::words;

/// A condition that a person must know about. The numbers are those of the C constants and never
/// change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum AlarmKind {
    /// `lock.txt` is older than the threshold: the collector fails to finish, or to remove it.
    StaleCollectorLock = 1,
    /// `alock.txt` is older than the threshold: the remote delivery process is at fault.
    StaleAgentLock = 2,
    /// The lock of a dead collector was recovered.
    RecoveredLock = 3,
    /// Somebody removed `lock.txt` during a collection.
    LostLock = 4,
    /// Rejected files wait for a person to look at them.
    RejectedFile = 5,
    /// An upload has not finished for too long.
    UnfinishedFile = 6,
    /// A file cannot be read, inspected or moved.
    UnreadableFile = 7,
    /// A file is larger than the size limit.
    OversizedFile = 8,
    /// A lock has a time in the future: one of the clocks is wrong.
    ClockSkew = 9,
    /// A delivery has been put back as often as the options allow: the store does not accept it.
    FailingStore = 10,
    /// A file has failed to match its checksum file for too long.
    ChecksumMismatch = 11,
    /// An entry that is never collected has been in the folder for too long.
    LeftBehind = 12,
    /// A checksum file cannot be understood.
    UnreadableChecksum = 13,
}

words!(AlarmKind {
    StaleCollectorLock => "stale_collector_lock",
    StaleAgentLock => "stale_agent_lock",
    RecoveredLock => "recovered_lock",
    LostLock => "lost_lock",
    RejectedFile => "rejected_file",
    UnfinishedFile => "unfinished_file",
    UnreadableFile => "unreadable_file",
    OversizedFile => "oversized_file",
    ClockSkew => "clock_skew",
    FailingStore => "failing_store",
    ChecksumMismatch => "checksum_mismatch",
    LeftBehind => "left_behind",
    UnreadableChecksum => "unreadable_checksum",
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_holds_every_number_once_in_order_and_every_word_leads_back() {
        for (index, kind) in AlarmKind::ALL.iter().enumerate() {
            assert_eq!(*kind as usize, index + 1);
            assert_eq!(kind.as_str().parse(), Ok(*kind));
        }
    }
}
