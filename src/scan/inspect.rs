//! How closely an entry is inspected, and what came of it.

use super::Looks;
use crate::fs::Stat;
use crate::rules::settled::Evidence;
use crate::rules::skip::SkipReason;

/// How closely a file is looked at.
#[derive(Debug)]
pub(super) enum Closeness<'a> {
    /// A first glance, without a lock.
    Glance,
    /// The same, by what earlier looks have seen: for people.
    View(&'a mut Looks),
    /// Under the collector lock, also by what earlier looks have seen.
    Close(&'a mut Looks),
}

impl Closeness<'_> {
    pub(super) fn looks(&mut self) -> Option<&mut Looks> {
        match self {
            Self::Glance => None,
            Self::View(looks) | Self::Close(looks) => Some(looks),
        }
    }
}

/// What came of inspecting an entry.
pub(super) enum Verdict {
    Candidate(Stat, Evidence),
    /// Only a close look can tell.
    Perhaps,
    Skip(SkipReason, Option<Stat>),
    Gone,
}
