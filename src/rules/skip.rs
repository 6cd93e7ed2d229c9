//! Why an entry of the drop folder is left alone, and when that becomes an alarm.

use super::alarm::AlarmKind;
use super::word::words;

/// Why an entry of the drop folder was left alone. The numbers are those of the C constants and
/// never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum SkipReason {
    /// The name begins with `.`, or is reserved by an operating system, as in `Thumbs.db`.
    Hidden = 1,
    /// The name begins with `_`.
    Omitted = 2,
    /// `lock.txt` or `alock.txt`, or a name that could be taken for one of them.
    LockFile = 3,
    /// A name that programs use for unfinished, temporary or backup files.
    UnfinishedName = 4,
    /// The name contains control or text-direction characters, which could deceive a terminal, a
    /// log or a page.
    HostileName = 5,
    /// A directory.
    Directory = 6,
    /// A symbolic link.
    SymbolicLink = 7,
    /// A file with more than one name (hard link).
    HardLink = 8,
    /// A FIFO, a socket or a device.
    SpecialFile = 9,
    /// Larger than the size limit.
    TooLarge = 10,
    /// Changed more recently than the settle time.
    Unsettled = 11,
    /// A process on this host has it open for writing.
    OpenForWriting = 12,
    /// This user may not read it.
    Unreadable = 13,
    /// It could not be inspected; what cannot be checked is not collected.
    Unchecked = 14,
    /// It could not be moved into the work area.
    Unclaimable = 15,
    /// It changed between its inspection and its claim.
    ChangedMeanwhile = 16,
    /// The batch was full: the next collection takes it.
    BatchFull = 17,
    /// An older delivery of the same name has not been answered yet.
    WaitsForOlder = 18,
    /// It does not match its checksum file.
    ChecksumMismatch = 19,
    /// Its checksum file cannot be understood, or is about another file.
    UnreadableChecksum = 20,
}

words!(SkipReason {
    Hidden => "hidden",
    Omitted => "omitted",
    LockFile => "lock_file",
    UnfinishedName => "unfinished_name",
    HostileName => "hostile_name",
    Directory => "directory",
    SymbolicLink => "symbolic_link",
    HardLink => "hard_link",
    SpecialFile => "special_file",
    TooLarge => "too_large",
    Unsettled => "unsettled",
    OpenForWriting => "open_for_writing",
    Unreadable => "unreadable",
    Unchecked => "unchecked",
    Unclaimable => "unclaimable",
    ChangedMeanwhile => "changed_meanwhile",
    BatchFull => "batch_full",
    WaitsForOlder => "waits_for_older",
    ChecksumMismatch => "checksum_mismatch",
    UnreadableChecksum => "unreadable_checksum",
});

impl SkipReason {
    /// Returns one sentence for a person.
    ///
    /// # Examples
    /// ```
    /// use sync_ingest::SkipReason;
    ///
    /// assert_eq!(SkipReason::SymbolicLink.explanation(), "symbolic links are never followed");
    /// ```
    #[must_use]
    pub const fn explanation(self) -> &'static str {
        match self {
            Self::Hidden => "names that begin with a dot, or that an operating system reserves, are left alone",
            Self::Omitted => "names that begin with an underscore are left alone",
            Self::LockFile => "lock files, and names that look like one, are never collected",
            Self::UnfinishedName => "the name is that of an unfinished, temporary or backup file",
            Self::HostileName => "the name contains control characters",
            Self::Directory => "directories are not collected",
            Self::SymbolicLink => "symbolic links are never followed",
            Self::HardLink => "the file has a second name through which it could be changed",
            Self::SpecialFile => "it is a FIFO, a socket or a device",
            Self::TooLarge => "it is larger than the size limit",
            Self::Unsettled => "it changed a moment ago, so its upload may still be in progress",
            Self::OpenForWriting => "a process has it open for writing",
            Self::Unreadable => "this user may not read it",
            Self::Unchecked => "it could not be inspected",
            Self::Unclaimable => "it could not be moved into the work area",
            Self::ChangedMeanwhile => "it changed while it was being claimed",
            Self::BatchFull => "the batch was full; the next collection takes it",
            Self::WaitsForOlder => "an older delivery of the same name comes first",
            Self::ChecksumMismatch => "it does not match its checksum file",
            Self::UnreadableChecksum => "its checksum file cannot be understood",
        }
    }
}

/// When a skip reason becomes an alarm, and of which kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Concern {
    /// Its sender intends it, or another alarm covers it.
    Never,
    /// Normal while a file is being delivered: an alarm once it lasts too long.
    WhenItLasts(AlarmKind),
    /// Needs a person from the start: an alarm once it lasts too long.
    Lasting(AlarmKind),
    /// An alarm once it has settled: until then the file may still be being written.
    OnceSettled(AlarmKind),
    /// An alarm from the start.
    AtOnce(AlarmKind),
}

impl SkipReason {
    /// Returns whether an entry that is left alone for this reason stays there until a person acts.
    /// All other entries are hidden or omitted by their sender's choice, or still being delivered.
    ///
    /// # Examples
    /// ```
    /// use sync_ingest::SkipReason;
    ///
    /// assert!(SkipReason::TooLarge.needs_a_person());
    /// assert!(!SkipReason::Unsettled.needs_a_person(), "it is on its way");
    /// ```
    #[must_use]
    pub const fn needs_a_person(self) -> bool {
        matches!(self.concern(), Concern::Lasting(_) | Concern::OnceSettled(_) | Concern::AtOnce(_))
    }

    /// Returns when this reason becomes an alarm (`docs/adr/0010-left-alone.md`).
    pub(crate) const fn concern(self) -> Concern {
        match self {
            Self::Hidden | Self::Omitted | Self::LockFile | Self::BatchFull => Concern::Never,
            Self::UnfinishedName | Self::Unsettled | Self::OpenForWriting | Self::ChangedMeanwhile => {
                Concern::WhenItLasts(AlarmKind::UnfinishedFile)
            }
            Self::WaitsForOlder => Concern::WhenItLasts(AlarmKind::LeftBehind),
            Self::HostileName | Self::Directory | Self::SymbolicLink | Self::HardLink | Self::SpecialFile => {
                Concern::Lasting(AlarmKind::LeftBehind)
            }
            Self::ChecksumMismatch => Concern::Lasting(AlarmKind::ChecksumMismatch),
            Self::UnreadableChecksum => Concern::OnceSettled(AlarmKind::UnreadableChecksum),
            Self::TooLarge => Concern::AtOnce(AlarmKind::OversizedFile),
            Self::Unreadable | Self::Unchecked | Self::Unclaimable => Concern::AtOnce(AlarmKind::UnreadableFile),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_holds_every_number_once_in_order() {
        for (index, reason) in SkipReason::ALL.iter().enumerate() {
            assert_eq!(*reason as usize, index + 1);
        }
    }
}
