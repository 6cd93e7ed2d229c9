//! The enumerations of reports and statuses, and the words for them.

use super::call::look;
use crate::{AlarmKind, Arbitration, Evidence, SkipReason};
use std::ffi::c_char;
use std::ptr::null;

/// The outcome of the arbitration: who goes.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum sync_ingest_arbitration {
    /// Nothing waits to be collected.
    SYNC_INGEST_ARBITRATION_NOTHING = 0,
    /// The collector lock is ours.
    SYNC_INGEST_ARBITRATION_COLLECTING = 1,
    /// An agent is delivering (`alock.txt` is there): try again later.
    SYNC_INGEST_ARBITRATION_AGENT_DELIVERING = 2,
    /// A collector holds `lock.txt`: try again later.
    SYNC_INGEST_ARBITRATION_COLLECTOR_BUSY = 3,
}

impl From<Arbitration> for sync_ingest_arbitration {
    fn from(arbitration: Arbitration) -> Self {
        match arbitration {
            Arbitration::Nothing => Self::SYNC_INGEST_ARBITRATION_NOTHING,
            Arbitration::Collecting => Self::SYNC_INGEST_ARBITRATION_COLLECTING,
            Arbitration::AgentDelivering => Self::SYNC_INGEST_ARBITRATION_AGENT_DELIVERING,
            Arbitration::CollectorBusy => Self::SYNC_INGEST_ARBITRATION_COLLECTOR_BUSY,
        }
    }
}

/// Why an entry of the drop folder is left alone. Later versions may know more reasons; they are
/// numbered without gaps, so to go through them all, count up from 1 until
/// sync_ingest_skip_reason_word() is NULL.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum sync_ingest_skip_reason {
    /// It is not left alone: it may be collected.
    SYNC_INGEST_SKIP_NONE = 0,
    /// The name begins with `.`, or is one that a system keeps for itself, as in `Thumbs.db`.
    SYNC_INGEST_SKIP_HIDDEN = 1,
    /// The name begins with `_`.
    SYNC_INGEST_SKIP_OMITTED = 2,
    /// `lock.txt` or `alock.txt`.
    SYNC_INGEST_SKIP_LOCK_FILE = 3,
    /// A name that programs give to unfinished, temporary and backup files.
    SYNC_INGEST_SKIP_UNFINISHED_NAME = 4,
    /// Control or text-direction characters, which could deceive a terminal, a log or a page.
    SYNC_INGEST_SKIP_HOSTILE_NAME = 5,
    /// A directory.
    SYNC_INGEST_SKIP_DIRECTORY = 6,
    /// A symbolic link.
    SYNC_INGEST_SKIP_SYMBOLIC_LINK = 7,
    /// A file with more than one name (hard link).
    SYNC_INGEST_SKIP_HARD_LINK = 8,
    /// A FIFO, a socket or a device.
    SYNC_INGEST_SKIP_SPECIAL_FILE = 9,
    /// Larger than the size limit.
    SYNC_INGEST_SKIP_TOO_LARGE = 10,
    /// Changed more recently than the settle time.
    SYNC_INGEST_SKIP_UNSETTLED = 11,
    /// Some process of this host has it open for writing.
    SYNC_INGEST_SKIP_OPEN_FOR_WRITING = 12,
    /// This user may not read it.
    SYNC_INGEST_SKIP_UNREADABLE = 13,
    /// It could not be inspected; a file that cannot be checked is not collected.
    SYNC_INGEST_SKIP_UNCHECKED = 14,
    /// It could not be moved into the work area.
    SYNC_INGEST_SKIP_UNCLAIMABLE = 15,
    /// It changed between inspection and claim.
    SYNC_INGEST_SKIP_CHANGED_MEANWHILE = 16,
    /// The batch was full: the next collection takes it.
    SYNC_INGEST_SKIP_BATCH_FULL = 17,
    /// An older delivery of the same name has not been answered yet.
    SYNC_INGEST_SKIP_WAITS_FOR_OLDER = 18,
    /// It does not match its checksum file.
    SYNC_INGEST_SKIP_CHECKSUM_MISMATCH = 19,
    /// Its checksum file cannot be read as one, or is not about it.
    SYNC_INGEST_SKIP_UNREADABLE_CHECKSUM = 20,
}

impl From<SkipReason> for sync_ingest_skip_reason {
    fn from(reason: SkipReason) -> Self {
        match reason {
            SkipReason::Hidden => Self::SYNC_INGEST_SKIP_HIDDEN,
            SkipReason::Omitted => Self::SYNC_INGEST_SKIP_OMITTED,
            SkipReason::LockFile => Self::SYNC_INGEST_SKIP_LOCK_FILE,
            SkipReason::UnfinishedName => Self::SYNC_INGEST_SKIP_UNFINISHED_NAME,
            SkipReason::HostileName => Self::SYNC_INGEST_SKIP_HOSTILE_NAME,
            SkipReason::Directory => Self::SYNC_INGEST_SKIP_DIRECTORY,
            SkipReason::SymbolicLink => Self::SYNC_INGEST_SKIP_SYMBOLIC_LINK,
            SkipReason::HardLink => Self::SYNC_INGEST_SKIP_HARD_LINK,
            SkipReason::SpecialFile => Self::SYNC_INGEST_SKIP_SPECIAL_FILE,
            SkipReason::TooLarge => Self::SYNC_INGEST_SKIP_TOO_LARGE,
            SkipReason::Unsettled => Self::SYNC_INGEST_SKIP_UNSETTLED,
            SkipReason::OpenForWriting => Self::SYNC_INGEST_SKIP_OPEN_FOR_WRITING,
            SkipReason::Unreadable => Self::SYNC_INGEST_SKIP_UNREADABLE,
            SkipReason::Unchecked => Self::SYNC_INGEST_SKIP_UNCHECKED,
            SkipReason::Unclaimable => Self::SYNC_INGEST_SKIP_UNCLAIMABLE,
            SkipReason::ChangedMeanwhile => Self::SYNC_INGEST_SKIP_CHANGED_MEANWHILE,
            SkipReason::BatchFull => Self::SYNC_INGEST_SKIP_BATCH_FULL,
            SkipReason::WaitsForOlder => Self::SYNC_INGEST_SKIP_WAITS_FOR_OLDER,
            SkipReason::ChecksumMismatch => Self::SYNC_INGEST_SKIP_CHECKSUM_MISMATCH,
            SkipReason::UnreadableChecksum => Self::SYNC_INGEST_SKIP_UNREADABLE_CHECKSUM,
        }
    }
}

/// The evidence that the upload of a delivered file was over.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum sync_ingest_evidence {
    /// There is no such delivery. No delivery goes without evidence.
    SYNC_INGEST_EVIDENCE_NONE = 0,
    /// The caller relies on agents always locking (settle time 0), and no agent lock was there.
    SYNC_INGEST_EVIDENCE_AGENT_LOCK = 1,
    /// The file had not changed for the settle time.
    SYNC_INGEST_EVIDENCE_SETTLED = 2,
    /// A checksum that was delivered with it matched.
    SYNC_INGEST_EVIDENCE_COMPLETE = 3,
}

impl From<Evidence> for sync_ingest_evidence {
    fn from(evidence: Evidence) -> Self {
        match evidence {
            Evidence::AgentLock => Self::SYNC_INGEST_EVIDENCE_AGENT_LOCK,
            Evidence::Settled => Self::SYNC_INGEST_EVIDENCE_SETTLED,
            Evidence::Complete => Self::SYNC_INGEST_EVIDENCE_COMPLETE,
        }
    }
}

/// The kinds of alarms. Later versions may know more kinds: show the diagnosis of one that you do
/// not know.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum sync_ingest_alarm_kind {
    /// There is no such alarm.
    SYNC_INGEST_ALARM_NONE = 0,
    /// `lock.txt` is too old: the collector keeps failing to finish or to remove it.
    SYNC_INGEST_ALARM_STALE_COLLECTOR_LOCK = 1,
    /// `alock.txt` is too old: the remote delivery process is at fault.
    SYNC_INGEST_ALARM_STALE_AGENT_LOCK = 2,
    /// The lock of a collector that had died was recovered.
    SYNC_INGEST_ALARM_RECOVERED_LOCK = 3,
    /// Somebody removed `lock.txt` while a collection was going on.
    SYNC_INGEST_ALARM_LOST_LOCK = 4,
    /// Rejected files wait for a person to look at them.
    SYNC_INGEST_ALARM_REJECTED_FILE = 5,
    /// An upload has not finished for too long.
    SYNC_INGEST_ALARM_UNFINISHED_FILE = 6,
    /// A file cannot be read, looked at or moved.
    SYNC_INGEST_ALARM_UNREADABLE_FILE = 7,
    /// A file is larger than the size limit.
    SYNC_INGEST_ALARM_OVERSIZED_FILE = 8,
    /// A lock has a time in the future: one of the clocks is wrong.
    SYNC_INGEST_ALARM_CLOCK_SKEW = 9,
    /// A delivery has been put back as often as the options allow: the store does not take it.
    SYNC_INGEST_ALARM_FAILING_STORE = 10,
    /// A file has not matched its checksum file for too long.
    SYNC_INGEST_ALARM_CHECKSUM_MISMATCH = 11,
    /// An entry that nobody collects has been left alone for too long.
    SYNC_INGEST_ALARM_LEFT_BEHIND = 12,
    /// A checksum file cannot be understood.
    SYNC_INGEST_ALARM_UNREADABLE_CHECKSUM = 13,
}

impl From<AlarmKind> for sync_ingest_alarm_kind {
    fn from(kind: AlarmKind) -> Self {
        match kind {
            AlarmKind::StaleCollectorLock => Self::SYNC_INGEST_ALARM_STALE_COLLECTOR_LOCK,
            AlarmKind::StaleAgentLock => Self::SYNC_INGEST_ALARM_STALE_AGENT_LOCK,
            AlarmKind::RecoveredLock => Self::SYNC_INGEST_ALARM_RECOVERED_LOCK,
            AlarmKind::LostLock => Self::SYNC_INGEST_ALARM_LOST_LOCK,
            AlarmKind::RejectedFile => Self::SYNC_INGEST_ALARM_REJECTED_FILE,
            AlarmKind::UnfinishedFile => Self::SYNC_INGEST_ALARM_UNFINISHED_FILE,
            AlarmKind::UnreadableFile => Self::SYNC_INGEST_ALARM_UNREADABLE_FILE,
            AlarmKind::OversizedFile => Self::SYNC_INGEST_ALARM_OVERSIZED_FILE,
            AlarmKind::ClockSkew => Self::SYNC_INGEST_ALARM_CLOCK_SKEW,
            AlarmKind::FailingStore => Self::SYNC_INGEST_ALARM_FAILING_STORE,
            AlarmKind::ChecksumMismatch => Self::SYNC_INGEST_ALARM_CHECKSUM_MISMATCH,
            AlarmKind::LeftBehind => Self::SYNC_INGEST_ALARM_LEFT_BEHIND,
            AlarmKind::UnreadableChecksum => Self::SYNC_INGEST_ALARM_UNREADABLE_CHECKSUM,
        }
    }
}

/// The texts of all members of an enumeration, NUL-terminated by the compiler.
macro_rules! texts {
    ($members:expr, $text:ident, $width:literal) => {{
        let mut texts = [[0; $width]; $members.len()];
        let mut index = 0;
        while index < texts.len() {
            texts[index] = $crate::capi::text::terminated($members[index].$text());
            index += 1;
        }
        texts
    }};
}

pub(super) use texts;

static SKIP_REASON_WORDS: [[u8; 24]; SkipReason::ALL.len()] = texts!(SkipReason::ALL, as_str, 24);
static SKIP_REASON_EXPLANATIONS: [[u8; 96]; SkipReason::ALL.len()] = texts!(SkipReason::ALL, explanation, 96);
static ALARM_KIND_WORDS: [[u8; 32]; AlarmKind::ALL.len()] = texts!(AlarmKind::ALL, as_str, 32);
static EVIDENCE_WORDS: [[u8; 16]; Evidence::ALL.len()] = texts!(Evidence::ALL, as_str, 16);
static ARBITRATION_WORDS: [[u8; 24]; Arbitration::ALL.len()] = texts!(Arbitration::ALL, as_str, 24);

/// Returns the text of the member with the number `number`, in a list whose first member has the
/// number `first`.
pub(super) fn text<const WIDTH: usize>(texts: &'static [[u8; WIDTH]], first: i32, number: i32) -> *const c_char {
    look(null(), || {
        let index = usize::try_from(number.checked_sub(first)?).ok()?;
        Some(texts.get(index)?.as_ptr().cast())
    })
}

/// Returns the word for a skip reason that logs and JSON use, as in "symbolic_link"; NULL for a
/// number that is no reason, SYNC_INGEST_SKIP_NONE among them. A static string.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_skip_reason_word(reason: i32) -> *const c_char {
    text(&SKIP_REASON_WORDS, 1, reason)
}

/// Returns one English sentence for a person on a skip reason; NULL for a number that is no reason.
/// A static string.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_skip_reason_explanation(reason: i32) -> *const c_char {
    text(&SKIP_REASON_EXPLANATIONS, 1, reason)
}

/// Returns the word for a kind of alarm, as in "stale_agent_lock"; NULL for a number that is no
/// kind. A static string.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_alarm_kind_word(kind: i32) -> *const c_char {
    text(&ALARM_KIND_WORDS, 1, kind)
}

/// Returns the word for an evidence, as in "settled"; NULL for a number that is no evidence. A
/// static string.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_evidence_word(evidence: i32) -> *const c_char {
    text(&EVIDENCE_WORDS, 1, evidence)
}

/// Returns the word for the outcome of an arbitration: "nothing", "collected", "agent_delivering"
/// or "collector_busy"; NULL for any other number. A static string.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_arbitration_word(arbitration: i32) -> *const c_char {
    text(&ARBITRATION_WORDS, 0, arbitration)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ffi::CStr;

    fn read(text: *const c_char) -> &'static str {
        assert!(!text.is_null());
        // SAFETY: not NULL, so it is one of the static texts.
        unsafe { CStr::from_ptr(text) }.to_str().unwrap()
    }

    #[test]
    fn constants_have_the_numbers_and_words_of_the_rust_enumerations() {
        for reason in SkipReason::ALL {
            let number = sync_ingest_skip_reason::from(reason) as i32;
            assert_eq!(number, reason as i32);
            assert_eq!(read(sync_ingest_skip_reason_word(number)), reason.as_str());
            assert_eq!(read(sync_ingest_skip_reason_explanation(number)), reason.explanation());
        }
        for kind in AlarmKind::ALL {
            let number = sync_ingest_alarm_kind::from(kind) as i32;
            assert_eq!(number, kind as i32);
            assert_eq!(read(sync_ingest_alarm_kind_word(number)), kind.as_str());
        }
        for evidence in Evidence::ALL {
            let number = sync_ingest_evidence::from(evidence) as i32;
            assert_eq!(number, evidence as i32);
            assert_eq!(read(sync_ingest_evidence_word(number)), evidence.as_str());
        }
        for arbitration in Arbitration::ALL {
            let number = sync_ingest_arbitration::from(arbitration) as i32;
            assert_eq!(number, arbitration as i32);
            assert_eq!(read(sync_ingest_arbitration_word(number)), arbitration.as_str());
        }
    }

    #[test]
    fn numbers_that_are_none_have_no_word() {
        for number in [i32::MIN, -1, 0, 21, i32::MAX] {
            assert!(sync_ingest_skip_reason_word(number).is_null(), "{number}");
            assert!(sync_ingest_skip_reason_explanation(number).is_null(), "{number}");
            assert!(sync_ingest_alarm_kind_word(number).is_null(), "{number}");
            assert!(sync_ingest_evidence_word(number).is_null(), "{number}");
            assert!(number == 0 || sync_ingest_arbitration_word(number).is_null(), "{number}");
        }
    }
}
