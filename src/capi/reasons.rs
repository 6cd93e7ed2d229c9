//! Why a delivery was not stored.

use crate::{PutBackReason, RejectReason};

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
