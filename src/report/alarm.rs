//! Something that a person must know about, as data.

use crate::rules::alarm::AlarmKind;
use crate::rules::checksum_fault::ChecksumFault;
use crate::rules::holder::Holder;
use crate::rules::lock_kind::LockKind;
use crate::rules::permission::Obstacle;
use crate::rules::skip::SkipReason;
use crate::rules::staleness::Age;
use crate::rules::timestamp::Timestamp;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// How many files of an alarm are named; beyond that they are only counted.
pub const FILES_PER_ALARM: usize = 10;

/// Something that a person must know about: one incident of its kind in this folder. `Display`
/// writes its diagnosis.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Alarm {
    /// What it is.
    pub kind: AlarmKind,
    /// Since when: the time of the lock or file where it has one, otherwise when it was first seen.
    pub since: Timestamp,
    /// How long it has lasted.
    pub age: Age,
    /// How many files or locks it is about, or how often it happened.
    pub count: u64,
    /// The lock that it is about, where it is about one: a stale lock, one with a wrong time, or
    /// that of a dead collector.
    pub lock: Option<AlarmLock>,
    /// The first ten of the files that it is about; what was left alone begins with the oldest.
    /// None where it is about no file, about all that wait, or was recorded by release 0.1.0 and
    /// has not been seen since.
    pub files: Vec<AlarmFile>,
    /// What keeps the collector's user from reading or moving the files.
    pub obstacles: Vec<Obstacle>,
    pub(crate) place: Place,
    /// What release 0.1.0 has written down, where nothing else is known.
    pub(crate) recorded: Option<String>,
}

impl Alarm {
    /// Returns the drop folder, as the caller has named it.
    ///
    /// # Examples
    /// ```
    /// # let place = tempfile::tempdir()?;
    /// # let sync = place.path().join("sync");
    /// # std::fs::create_dir_all(&sync)?;
    /// # std::fs::write(sync.join("alock.txt"), "")?;
    /// # let options = sync_ingest::Options::default().max_age(std::time::Duration::ZERO);
    /// # let folder = sync_ingest::DropFolder::new(&sync, options)?;
    /// let alarms = folder.status()?.alarms;
    /// assert_eq!(alarms[0].folder(), sync);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.place.folder
    }

    /// Returns what happened, who is at fault and what to do, in English.
    ///
    /// # Examples
    /// ```
    /// # let place = tempfile::tempdir()?;
    /// # let sync = place.path().join("sync");
    /// # std::fs::create_dir_all(&sync)?;
    /// # std::fs::write(sync.join("alock.txt"), "")?;
    /// # let options = sync_ingest::Options::default().max_age(std::time::Duration::ZERO);
    /// # let folder = sync_ingest::DropFolder::new(&sync, options)?;
    /// for alarm in folder.status()?.alarms {
    ///     eprintln!("{}: {}", alarm.kind, alarm.diagnosis());
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn diagnosis(&self) -> String {
        self.to_string()
    }
}

/// The lock that an alarm is about.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AlarmLock {
    /// Which one.
    pub kind: LockKind,
    /// Who made it.
    pub holder: Holder,
    /// From when its age counts.
    pub since: Timestamp,
    /// How old it is.
    pub age: Age,
    /// Its mtime and ctime, where they are more than a minute apart and the age is to count from
    /// the later one.
    pub disagreement: Option<(Timestamp, Timestamp)>,
}

/// A file that an alarm is about.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AlarmFile {
    /// Its name in the drop folder.
    pub name: OsString,
    /// Why it is part of the alarm.
    pub cause: Cause,
}

/// Why a file is part of an alarm.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cause {
    /// It was left alone.
    Skipped(SkipReason),
    /// It was left alone because its checksum file cannot be understood.
    Checksum(ChecksumFault),
    /// The store has rejected it, or keeps putting it back: why, in words.
    Answered(String),
}

/// What the sentences about an alarm name besides its data: places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    /// The drop folder, as the caller has named it.
    pub(crate) folder: PathBuf,
    /// Where rejected files wait.
    pub(crate) rejected: PathBuf,
}
