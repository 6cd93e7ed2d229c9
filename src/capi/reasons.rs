//! Why a delivery was not stored.

use super::words::{text, texts};
use crate::{ErrorKind, PutBackReason, RejectReason};
use std::ffi::c_char;

/// Why a delivery was put back. Later versions may know more reasons.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum sync_ingest_put_back_reason {
    /// There is no such entry.
    SYNC_INGEST_PUT_BACK_NONE = 0,
    /// The store put it back: the reason in words is the store's own.
    SYNC_INGEST_PUT_BACK_STORE = 1,
    /// It could not be taken: the reason in words is the message of an error.
    SYNC_INGEST_PUT_BACK_ERROR = 2,
    /// It was freed without an answer.
    SYNC_INGEST_PUT_BACK_DROPPED = 3,
    /// The collection ended before it was answered.
    SYNC_INGEST_PUT_BACK_NOT_ANSWERED = 4,
    /// The collection ended before it was offered.
    SYNC_INGEST_PUT_BACK_NOT_OFFERED = 5,
}

impl From<&PutBackReason> for sync_ingest_put_back_reason {
    fn from(reason: &PutBackReason) -> Self {
        match reason {
            PutBackReason::Store(_) => Self::SYNC_INGEST_PUT_BACK_STORE,
            PutBackReason::Error { .. } => Self::SYNC_INGEST_PUT_BACK_ERROR,
            PutBackReason::Dropped => Self::SYNC_INGEST_PUT_BACK_DROPPED,
            PutBackReason::NotAnswered => Self::SYNC_INGEST_PUT_BACK_NOT_ANSWERED,
            PutBackReason::NotOffered => Self::SYNC_INGEST_PUT_BACK_NOT_OFFERED,
        }
    }
}

/// Why a file was set aside for a person. Later versions may know more reasons.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum sync_ingest_reject_reason {
    /// There is no such entry.
    SYNC_INGEST_REJECT_NONE = 0,
    /// The store rejected it: the reason in words is the store's own.
    SYNC_INGEST_REJECT_STORE = 1,
    /// A newer file of its name was delivered before this one was stored.
    SYNC_INGEST_REJECT_SUPERSEDED = 2,
    /// The process died too often while it stored this file.
    SYNC_INGEST_REJECT_STORE_DIED = 3,
    /// It was swapped for something that is not a file while it was claimed.
    SYNC_INGEST_REJECT_NOT_A_FILE = 4,
}

impl From<&RejectReason> for sync_ingest_reject_reason {
    fn from(reason: &RejectReason) -> Self {
        match reason {
            RejectReason::Store(_) => Self::SYNC_INGEST_REJECT_STORE,
            RejectReason::Superseded => Self::SYNC_INGEST_REJECT_SUPERSEDED,
            RejectReason::StoreDied(_) => Self::SYNC_INGEST_REJECT_STORE_DIED,
            RejectReason::NotAFile => Self::SYNC_INGEST_REJECT_NOT_A_FILE,
        }
    }
}

/// One of each kind, in the order of the numbers.
static PUT_BACK_REASONS: [PutBackReason; 5] = [
    PutBackReason::Store(String::new()),
    PutBackReason::Error { kind: ErrorKind::Io, message: String::new() },
    PutBackReason::Dropped,
    PutBackReason::NotAnswered,
    PutBackReason::NotOffered,
];
static REJECT_REASONS: [RejectReason; 4] =
    [RejectReason::Store(String::new()), RejectReason::Superseded, RejectReason::StoreDied(0), RejectReason::NotAFile];

static PUT_BACK_WORDS: [[u8; 16]; PUT_BACK_REASONS.len()] = texts!(PUT_BACK_REASONS, as_str, 16);
static REJECT_WORDS: [[u8; 16]; REJECT_REASONS.len()] = texts!(REJECT_REASONS, as_str, 16);

/// Returns the word for a sync_ingest_put_back_reason, as in "not_answered"; NULL for a number that
/// is no reason. A static string.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_put_back_reason_word(reason: i32) -> *const c_char {
    text(&PUT_BACK_WORDS, 1, reason)
}

/// Returns the word for a sync_ingest_reject_reason, as in "store_died"; NULL for a number that is
/// no reason. A static string.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_reject_reason_word(reason: i32) -> *const c_char {
    text(&REJECT_WORDS, 1, reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reasons_are_listed_in_the_order_of_their_numbers() {
        for (index, reason) in PUT_BACK_REASONS.iter().enumerate() {
            assert_eq!(sync_ingest_put_back_reason::from(reason) as usize, index + 1);
        }
        for (index, reason) in REJECT_REASONS.iter().enumerate() {
            assert_eq!(sync_ingest_reject_reason::from(reason) as usize, index + 1);
        }
    }
}
