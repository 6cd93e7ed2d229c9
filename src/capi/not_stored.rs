//! Deliveries that were put back or rejected, translated.

use super::call::{at, outward_count};
use super::code::sync_ingest_code;
use super::reasons::{sync_ingest_put_back_reason, sync_ingest_reject_reason};
use super::text::outward;
use crate::{NotStored, PutBackReason, RejectReason};
use std::ffi::CString;
use std::os::unix::ffi::OsStrExt;

pub(super) struct NotStoredList<R>(Vec<Entry<R>>);

pub(super) struct Entry<R> {
    pub(super) id: CString,
    pub(super) name: CString,
    /// In words.
    pub(super) text: CString,
    pub(super) reason: R,
}

/// Why a delivery was put back.
pub(super) struct PutBack {
    pub(super) kind: sync_ingest_put_back_reason,
    /// The kind of the error that was the reason.
    pub(super) code: sync_ingest_code,
}

/// Why a delivery was rejected.
pub(super) struct Rejected {
    pub(super) kind: sync_ingest_reject_reason,
    /// How often the process died while storing it, where that was the reason.
    pub(super) deaths: i64,
}

impl<R> NotStoredList<R> {
    pub(super) fn count(&self) -> i64 {
        outward_count(self.0.len())
    }

    pub(super) fn at(&self, index: i64) -> Option<&Entry<R>> {
        at(&self.0, index)
    }
}

impl<'a, R: ToString, C: From<&'a R>> From<&'a [NotStored<R>]> for NotStoredList<C> {
    fn from(list: &'a [NotStored<R>]) -> Self {
        let entry = |one: &'a NotStored<R>| Entry {
            id: outward(&*one.id),
            name: outward(one.name.as_bytes()),
            text: outward(one.reason.to_string()),
            reason: C::from(&one.reason),
        };
        Self(list.iter().map(entry).collect())
    }
}

impl From<&PutBackReason> for PutBack {
    fn from(reason: &PutBackReason) -> Self {
        let code = match reason {
            PutBackReason::Error { kind, .. } => (*kind).into(),
            _ => sync_ingest_code::SYNC_INGEST_OK,
        };
        Self { kind: reason.into(), code }
    }
}

impl From<&RejectReason> for Rejected {
    fn from(reason: &RejectReason) -> Self {
        let deaths = match reason {
            RejectReason::StoreDied(deaths) => i64::from(*deaths),
            _ => 0,
        };
        Self { kind: reason.into(), deaths }
    }
}
