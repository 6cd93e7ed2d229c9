//! The details of an incident besides its kind, its beginning and its count.

use crate::report::{AlarmFile, AlarmLock, Cause, FILES_PER_ALARM, NotStored};
use crate::rules::holder::Holder;
use crate::rules::permission::Obstacle;
use crate::rules::staleness::Age;
use crate::rules::timestamp::Timestamp;
use crate::status::{LockKind, LockStatus};
use std::fmt::Display;

/// The details of an incident besides its kind, its beginning and its count. They stay the same
/// while nothing happens: anything that depends on the time of a look is computed when an alarm is
/// made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Details {
    pub(super) lock: Option<SeenLock>,
    pub(super) files: Vec<AlarmFile>,
    pub(super) obstacles: Vec<Obstacle>,
}

/// The lock that an incident is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SeenLock {
    pub(super) kind: LockKind,
    pub(super) holder: Holder,
    pub(super) since: Timestamp,
    pub(super) disagreement: Option<(Timestamp, Timestamp)>,
}

/// How many bytes of a store's reason are kept: stores may write very long ones.
const LONGEST_REASON: usize = 500;

impl Details {
    pub(super) fn of_lock(lock: SeenLock) -> Self {
        Self { lock: Some(lock), ..Self::default() }
    }

    pub(super) fn of_files(files: Vec<AlarmFile>) -> Self {
        Self { files, ..Self::default() }
    }

    pub(super) fn of_not_stored<R: Display>(not_stored: &[NotStored<R>]) -> Self {
        let file = |one: &NotStored<R>| AlarmFile {
            name: one.name.clone(),
            cause: Cause::Answered(one.reason.to_string().chars().take(LONGEST_REASON).collect()),
        };
        Self::of_files(not_stored.iter().take(FILES_PER_ALARM).map(file).collect())
    }
}

impl SeenLock {
    pub(super) fn of(lock: &LockStatus) -> Self {
        let LockStatus { kind, holder, since, .. } = lock;
        Self { kind: *kind, holder: holder.clone(), since: *since, disagreement: lock.disagreement }
    }

    pub(super) fn at(&self, now: Timestamp) -> AlarmLock {
        let Self { kind, holder, since, disagreement } = self;
        let age = Age::at(now, *since);
        AlarmLock { kind: *kind, holder: holder.clone(), since: *since, age, disagreement: *disagreement }
    }
}
