//! Deliveries that were put back or rejected, translated.

use super::call::{at, outward_count};
use super::text::outward;
use std::ffi::CString;
use std::os::unix::ffi::OsStrExt;

pub(super) struct AnsweredList(Vec<Answered>);

pub(super) struct Answered {
    pub(super) id: CString,
    pub(super) name: CString,
    pub(super) reason: CString,
}

impl AnsweredList {
    pub(super) fn count(&self) -> i64 {
        outward_count(self.0.len())
    }

    pub(super) fn at(&self, index: i64) -> Option<&Answered> {
        at(&self.0, index)
    }
}

impl From<&[crate::Answered]> for AnsweredList {
    fn from(answered: &[crate::Answered]) -> Self {
        Self(answered.iter().map(Answered::from).collect())
    }
}

impl From<&crate::Answered> for Answered {
    fn from(answered: &crate::Answered) -> Self {
        Self { id: outward(&*answered.id), name: outward(answered.name.as_bytes()), reason: outward(&*answered.reason) }
    }
}
