//! What a person must hear of.

/// What a person must hear of. The numbers are those of the C constants and never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum AlarmKind {
    /// `lock.txt` is older than the threshold: the collector keeps failing to finish or to remove it.
    StaleCollectorLock = 1,
    /// `alock.txt` is older than the threshold: the remote delivery process is at fault.
    StaleAgentLock = 2,
    /// The lock of a collector that had died was recovered.
    RecoveredLock = 3,
    /// Somebody removed `lock.txt` while a collection was going on.
    LostLock = 4,
    /// Rejected files wait for a person to look at them.
    RejectedFile = 5,
    /// An upload has not finished for too long.
    UnfinishedFile = 6,
    /// A file cannot be read, looked at or moved.
    UnreadableFile = 7,
    /// A file is larger than the size limit.
    OversizedFile = 8,
    /// A lock bears a time in the future: one of the clocks is wrong.
    ClockSkew = 9,
    /// A delivery was put back, so the store does not take it.
    FailingStore = 10,
    /// A file has not matched its checksum file for too long.
    ChecksumMismatch = 11,
    /// An entry that nobody collects has been left alone for too long.
    LeftBehind = 12,
    /// A checksum file cannot be understood.
    UnreadableChecksum = 13,
}

impl AlarmKind {
    /// Every kind, in the order of the numbers.
    pub const ALL: [Self; 13] = [
        Self::StaleCollectorLock,
        Self::StaleAgentLock,
        Self::RecoveredLock,
        Self::LostLock,
        Self::RejectedFile,
        Self::UnfinishedFile,
        Self::UnreadableFile,
        Self::OversizedFile,
        Self::ClockSkew,
        Self::FailingStore,
        Self::ChecksumMismatch,
        Self::LeftBehind,
        Self::UnreadableChecksum,
    ];

    /// The word that the command line, logs and JSON use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::StaleCollectorLock => "stale_collector_lock",
            Self::StaleAgentLock => "stale_agent_lock",
            Self::RecoveredLock => "recovered_lock",
            Self::LostLock => "lost_lock",
            Self::RejectedFile => "rejected_file",
            Self::UnfinishedFile => "unfinished_file",
            Self::UnreadableFile => "unreadable_file",
            Self::OversizedFile => "oversized_file",
            Self::ClockSkew => "clock_skew",
            Self::FailingStore => "failing_store",
            Self::ChecksumMismatch => "checksum_mismatch",
            Self::LeftBehind => "left_behind",
            Self::UnreadableChecksum => "unreadable_checksum",
        }
    }

    /// The kind of that word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

impl std::fmt::Display for AlarmKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_holds_every_number_once_in_order_and_every_word_leads_back() {
        for (index, kind) in AlarmKind::ALL.iter().enumerate() {
            assert_eq!(*kind as usize, index + 1);
            assert_eq!(AlarmKind::from_word(kind.as_str()), Some(*kind));
        }
    }
}
