//! A delivery in a report that the store acknowledged.

use super::call::outward_count;
use super::text::outward;
use super::words::sync_ingest_evidence;
use std::ffi::CString;
use std::os::unix::ffi::OsStrExt;

/// A delivery that the store acknowledged, in the types of C.
pub(super) struct Delivered {
    pub(super) id: CString,
    pub(super) name: CString,
    pub(super) size: i64,
    pub(super) attempt: i64,
    pub(super) evidence: sync_ingest_evidence,
    pub(super) sha256: Option<CString>,
    pub(super) sha1: Option<CString>,
}

impl From<&crate::Delivered> for Delivered {
    fn from(delivered: &crate::Delivered) -> Self {
        Self {
            id: outward(&*delivered.id),
            name: outward(delivered.name.as_bytes()),
            size: outward_count(delivered.size),
            attempt: delivered.attempt.into(),
            evidence: delivered.evidence.into(),
            sha256: delivered.digests.sha256.as_deref().map(outward),
            sha1: delivered.digests.sha1.as_deref().map(outward),
        }
    }
}
