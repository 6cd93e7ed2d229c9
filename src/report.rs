//! The report of a collection.

mod alarm;
mod diagnosis;

pub(crate) use alarm::Place;
pub use alarm::{Alarm, AlarmFile, AlarmLock, Cause, FILES_PER_ALARM};

use crate::arbitration::Arbitration;
use crate::error::{Error, ErrorKind};
use crate::rules::reject_reason::RejectReason;
use crate::rules::settled::Evidence;
use crate::rules::skip::SkipReason;
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::time::Duration;

/// How many names are kept per skip reason; beyond that they are only counted.
pub const NAMES_PER_REASON: usize = 100;

/// What one collection did and left, with the reasons.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Report {
    /// The outcome of the arbitration.
    pub arbitration: Arbitration,
    /// Deliveries that the store acknowledged, in that order.
    pub delivered: Vec<Delivered>,
    /// Deliveries that stay claimed and are offered first next time.
    pub put_back: Vec<NotStored<PutBackReason>>,
    /// Deliveries that were set aside for a person.
    pub rejected: Vec<NotStored>,
    /// Older versions of files that their agent sent again before they were stored: set aside for
    /// two weeks. Kept as history; not an incident.
    pub superseded: Vec<NotStored>,
    /// Entries that were left alone.
    pub skipped: Skipped,
    /// Active alarms, each an incident with its count.
    pub alarms: Vec<Alarm>,
    /// Alarms that ended with this collection.
    pub ended: Vec<Alarm>,
    /// When the first unsettled file will have settled, if it does not change. `None` if there is
    /// none.
    pub ready_in: Option<Duration>,
}

impl Report {
    /// Returns whether there is nothing to report: nothing to collect, nothing left alone, no alarm
    /// that is active or has ended. Most looks at a drop folder are like that.
    ///
    /// # Examples
    /// ```
    /// # let place = tempfile::tempdir()?;
    /// # std::fs::create_dir_all(place.path().join("sync"))?;
    /// # std::fs::write(place.path().join("sync/students.csv"), "id;name\n1;Ada\n")?;
    /// # let options = sync_ingest::Options::default().settle(std::time::Duration::ZERO);
    /// # let folder = sync_ingest::DropFolder::new(place.path().join("sync"), options)?;
    /// assert!(!folder.collect_into(place.path())?.is_uneventful(), "a file was there");
    /// assert!(folder.collect_into(place.path())?.is_uneventful());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn is_uneventful(&self) -> bool {
        // Each field by its name, so that a new one is not forgotten here.
        let Self { arbitration, delivered, put_back, rejected, superseded, skipped, alarms, ended, ready_in } = self;
        *arbitration == Arbitration::Nothing
            && delivered.is_empty()
            && put_back.is_empty()
            && rejected.is_empty()
            && superseded.is_empty()
            && skipped.total() == 0
            && alarms.is_empty()
            && ended.is_empty()
            && ready_in.is_none()
    }
}

/// A delivery that the store acknowledged.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Delivered {
    /// Its stable id.
    pub id: String,
    /// Its name in the drop folder.
    pub name: OsString,
    /// Its size in bytes.
    pub size: u64,
    /// How often it had been offered, including this time.
    pub attempt: u32,
    /// The evidence that its upload was over.
    pub evidence: Evidence,
    /// Its hashes, if requested.
    pub digests: Digests,
}

/// A delivery that was rejected or superseded, or with a [`PutBackReason`], put back.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NotStored<R = RejectReason> {
    /// Its stable id.
    pub id: String,
    /// Its name in the drop folder.
    pub name: OsString,
    /// Why; its `Display` is a sentence for people.
    pub reason: R,
}

impl<R> NotStored<R> {
    pub(crate) fn new(id: impl Into<String>, name: impl Into<OsString>, reason: R) -> Self {
        Self { id: id.into(), name: name.into(), reason }
    }
}

/// Why a delivery was put back: it stays claimed and is offered first next time.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PutBackReason {
    /// The store put it back, with this text.
    Store(String),
    /// It could not be taken.
    Error {
        /// What kind of failure it was.
        kind: ErrorKind,
        /// What happened and what to do about it, for people.
        message: String,
    },
    /// It was dropped without an answer.
    Dropped,
    /// The collection ended before it was answered.
    NotAnswered,
    /// The collection ended before it was offered.
    NotOffered,
}

impl PutBackReason {
    /// Returns the word for the kind of reason, as the command line and JSON use it.
    ///
    /// # Examples
    /// ```
    /// use sync_ingest::PutBackReason;
    ///
    /// assert_eq!(PutBackReason::NotAnswered.as_str(), "not_answered");
    /// ```
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Store(_) => "store",
            Self::Error { .. } => "error",
            Self::Dropped => "dropped",
            Self::NotAnswered => "not_answered",
            Self::NotOffered => "not_offered",
        }
    }
}

impl fmt::Display for PutBackReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Store(text) | Self::Error { message: text, .. } => text,
            Self::Dropped => "it was dropped without an answer",
            Self::NotAnswered => "the collection ended before it was answered",
            Self::NotOffered => "the collection ended before it was offered",
        })
    }
}

impl From<&Error> for PutBackReason {
    fn from(error: &Error) -> Self {
        Self::Error { kind: error.kind(), message: error.to_string() }
    }
}

/// Hashes of a content, as lower-case hexadecimal digits, each if requested.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Digests {
    /// SHA-256, 64 digits.
    pub sha256: Option<String>,
    /// SHA-1, 40 digits.
    pub sha1: Option<String>,
}

/// Entries left alone: a count per reason, and the first 100 names of each.
#[derive(Clone, Debug, Default)]
pub struct Skipped {
    counts: [u64; SkipReason::ALL.len()],
    names: [Vec<OsString>; SkipReason::ALL.len()],
}

impl Skipped {
    /// Returns how many were left alone for this reason.
    ///
    /// # Examples
    /// ```
    /// # let place = tempfile::tempdir()?;
    /// # std::fs::create_dir_all(place.path().join("sync"))?;
    /// # std::fs::write(place.path().join("sync/students.csv"), "id;name\n1;Ada\n")?;
    /// # let options = sync_ingest::Options::default().settle(std::time::Duration::ZERO);
    /// # let folder = sync_ingest::DropFolder::new(place.path().join("sync"), options)?;
    /// use sync_ingest::SkipReason;
    ///
    /// std::fs::write(folder.path().join("_draft.csv"), "")?;
    /// let report = folder.collect_into(place.path())?;
    /// assert_eq!(report.skipped.count(SkipReason::Omitted), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn count(&self, reason: SkipReason) -> u64 {
        self.counts[reason as usize - 1]
    }

    /// Returns the first 100 names that were left alone for this reason, in the order of the
    /// folder.
    ///
    /// # Examples
    /// ```
    /// # let place = tempfile::tempdir()?;
    /// # std::fs::create_dir_all(place.path().join("sync"))?;
    /// # std::fs::write(place.path().join("sync/students.csv"), "id;name\n1;Ada\n")?;
    /// # let options = sync_ingest::Options::default().settle(std::time::Duration::ZERO);
    /// # let folder = sync_ingest::DropFolder::new(place.path().join("sync"), options)?;
    /// use sync_ingest::SkipReason;
    ///
    /// std::fs::write(folder.path().join("_draft.csv"), "")?;
    /// let report = folder.collect_into(place.path())?;
    /// assert_eq!(report.skipped.names(SkipReason::Omitted), ["_draft.csv"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn names(&self, reason: SkipReason) -> &[OsString] {
        &self.names[reason as usize - 1]
    }

    /// Returns how many were left alone altogether.
    ///
    /// # Examples
    /// ```
    /// # let place = tempfile::tempdir()?;
    /// # std::fs::create_dir_all(place.path().join("sync"))?;
    /// # std::fs::write(place.path().join("sync/students.csv"), "id;name\n1;Ada\n")?;
    /// # let options = sync_ingest::Options::default().settle(std::time::Duration::ZERO);
    /// # let folder = sync_ingest::DropFolder::new(place.path().join("sync"), options)?;
    /// std::fs::write(folder.path().join("_draft.csv"), "")?;
    /// assert_eq!(folder.collect_into(place.path())?.skipped.total(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// Returns the reasons that occurred, with their counts, in the order of the numbers.
    ///
    /// # Examples
    /// ```
    /// # let place = tempfile::tempdir()?;
    /// # std::fs::create_dir_all(place.path().join("sync"))?;
    /// # std::fs::write(place.path().join("sync/students.csv"), "id;name\n1;Ada\n")?;
    /// # let options = sync_ingest::Options::default().settle(std::time::Duration::ZERO);
    /// # let folder = sync_ingest::DropFolder::new(place.path().join("sync"), options)?;
    /// std::fs::write(folder.path().join("_draft.csv"), "")?;
    /// for (reason, count) in folder.collect_into(place.path())?.skipped.reasons() {
    ///     println!("{count} left alone: {}", reason.explanation());
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn reasons(&self) -> impl Iterator<Item = (SkipReason, u64)> + '_ {
        SkipReason::ALL.into_iter().map(|reason| (reason, self.count(reason))).filter(|(_, count)| *count > 0)
    }

    /// Adds what was left alone elsewhere.
    pub(crate) fn absorb(&mut self, other: Self) {
        for (index, names) in other.names.into_iter().enumerate() {
            self.counts[index] += other.counts[index];
            self.names[index].extend(names);
            self.names[index].truncate(NAMES_PER_REASON);
        }
    }

    /// Removes an entry that turned out not to be left alone.
    pub(crate) fn forget(&mut self, reason: SkipReason, name: &OsStr) {
        let index = reason as usize - 1;
        if let Some(place) = self.names[index].iter().position(|one| one == name) {
            self.names[index].remove(place);
            self.counts[index] -= 1;
        }
    }

    pub(crate) fn add(&mut self, reason: SkipReason, name: &OsStr) {
        let index = reason as usize - 1;
        self.counts[index] += 1;
        if self.names[index].len() < NAMES_PER_REASON {
            self.names[index].push(name.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::alarm::AlarmKind;
    use crate::rules::staleness::Age;
    use crate::rules::timestamp::Timestamp;

    #[test]
    fn a_report_is_uneventful_until_there_is_anything_in_it() {
        assert!(Report::default().is_uneventful());
        let put_back = NotStored::new("", "", PutBackReason::NotOffered);
        let rejected = NotStored::new("", "", RejectReason::Superseded);
        let alarm = Alarm {
            kind: AlarmKind::StaleCollectorLock,
            since: Timestamp::default(),
            age: Age::Known(Duration::ZERO),
            count: 1,
            lock: None,
            files: Vec::new(),
            obstacles: Vec::new(),
            place: Place::default(),
            recorded: None,
        };
        let delivered = Delivered {
            id: String::new(),
            name: OsString::new(),
            size: 0,
            attempt: 1,
            evidence: Evidence::Settled,
            digests: Digests::default(),
        };
        let mut skipped = Skipped::default();
        skipped.add(SkipReason::Hidden, OsStr::new(".htaccess"));
        for eventful in [
            Report { arbitration: Arbitration::AgentDelivering, ..Report::default() },
            Report { delivered: vec![delivered], ..Report::default() },
            Report { put_back: vec![put_back], ..Report::default() },
            Report { rejected: vec![rejected.clone()], ..Report::default() },
            Report { superseded: vec![rejected], ..Report::default() },
            Report { skipped, ..Report::default() },
            Report { alarms: vec![alarm.clone()], ..Report::default() },
            Report { ended: vec![alarm], ..Report::default() },
            Report { ready_in: Some(Duration::ZERO), ..Report::default() },
        ] {
            assert!(!eventful.is_uneventful(), "{eventful:?}");
        }
    }
}
