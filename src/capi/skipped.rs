//! Skipped entries, translated: a count and the first names for each reason.

use super::call::{at, outward_count};
use super::text::outward;
use crate::SkipReason;
use std::ffi::{CString, c_char};
use std::os::unix::ffi::OsStrExt;

pub(super) struct Skipped {
    total: i64,
    /// In the order of the numbers.
    by_reason: [Names; SkipReason::ALL.len()],
}

struct Names {
    count: i64,
    first: Vec<CString>,
}

impl Skipped {
    pub(super) fn total(&self) -> i64 {
        self.total
    }

    pub(super) fn count(&self, reason: i32) -> Option<i64> {
        Some(self.of(reason)?.count)
    }

    pub(super) fn name_count(&self, reason: i32) -> Option<i64> {
        Some(outward_count(self.of(reason)?.first.len()))
    }

    pub(super) fn name(&self, reason: i32, index: i64) -> Option<*const c_char> {
        Some(at(&self.of(reason)?.first, index)?.as_ptr())
    }

    fn of(&self, reason: i32) -> Option<&Names> {
        at(&self.by_reason, i64::from(reason) - 1)
    }
}

impl From<&crate::Skipped> for Skipped {
    fn from(skipped: &crate::Skipped) -> Self {
        let by_reason = SkipReason::ALL.map(|reason| Names {
            count: outward_count(skipped.count(reason)),
            first: skipped.names(reason).iter().map(|name| outward(name.as_bytes())).collect(),
        });
        Self { total: outward_count(skipped.total()), by_reason }
    }
}
