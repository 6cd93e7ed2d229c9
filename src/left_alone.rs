//! What a look at the drop folder left alone, and what of it has lasted so long that a person must hear of it.

use crate::report::Skipped;
use crate::rules::name::COLLECTOR_LOCK;
use crate::rules::not_understood::NotUnderstood;
use crate::rules::permission::Permissions;
use crate::rules::skip::SkipReason;
use crate::rules::timestamp::Timestamp;
use std::ffi::{OsStr, OsString};
use std::time::Duration;

/// Files of one kind of trouble that has lasted: how many, and since when.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) count: u64,
    pub(crate) since: Option<Timestamp>,
}

impl Tally {
    fn absorb(&mut self, other: Self) {
        self.count += other.count;
        self.since = [self.since, other.since].into_iter().flatten().min();
    }

    pub(crate) fn add(&mut self, since: Timestamp) {
        self.count += 1;
        self.since = Some(self.since.map_or(since, |before| before.min(since)));
    }
}

/// What was left alone, and what of it a person must hear of.
#[derive(Clone, Debug, Default)]
pub(crate) struct LeftAlone {
    pub(crate) skipped: Skipped,
    pub(crate) ready_in: Option<Duration>,
    pub(crate) unfinished: Tally,
    pub(crate) unreadable: Tally,
    /// One of those that cannot be read or moved.
    pub(crate) example: Option<Permissions>,
    /// A file of somebody else waits, or is among them.
    pub(crate) foreign: bool,
    pub(crate) oversized: Tally,
    pub(crate) mismatched: Tally,
    /// Files whose checksum files are not understood, and why one of them is not.
    pub(crate) unread: Tally,
    pub(crate) unread_example: Option<(OsString, NotUnderstood)>,
}

impl LeftAlone {
    /// Adds what was left alone elsewhere.
    pub(crate) fn absorb(&mut self, other: Self) {
        self.skipped.absorb(other.skipped);
        self.ready_in = [self.ready_in, other.ready_in].into_iter().flatten().min();
        self.unfinished.absorb(other.unfinished);
        self.unreadable.absorb(other.unreadable);
        self.example = self.example.or(other.example);
        self.foreign |= other.foreign;
        self.oversized.absorb(other.oversized);
        self.mismatched.absorb(other.mismatched);
        self.unread.absorb(other.unread);
        self.unread_example = self.unread_example.take().or(other.unread_example);
    }

    /// Keeps the first file whose checksum file is not understood, as an example.
    pub(crate) fn not_understood(&mut self, name: &OsStr, why: NotUnderstood) {
        self.unread_example.get_or_insert_with(|| (name.to_owned(), why));
    }

    /// The lock that was there turned out to be an orphan, and is gone.
    pub(crate) fn forget_collector_lock(&mut self) {
        self.skipped.forget(SkipReason::LockFile, COLLECTOR_LOCK.as_ref());
    }
}
