//! Who holds a lock, and since when.

use crate::error::Result;
use crate::fs::{Access, Dir, Kind, Opened, Stat, file};
use crate::options::Options;
use crate::rules::lock_text::{LockText, MAX_LEN};
use crate::rules::staleness::{Age, lock_since};
use crate::rules::timestamp::Timestamp;
use crate::status::{LockKind, LockStatus};

/// A lock file as it was found.
#[derive(Debug)]
pub(crate) struct LockFile {
    pub(crate) stat: Stat,
    /// What it says, where this library wrote it.
    pub(crate) text: Option<LockText>,
    /// What it is, in words, where nobody can have written it.
    pub(crate) oddity: Option<&'static str>,
}

impl LockFile {
    /// Reads a lock without locking it. `None` where there is none.
    pub(crate) fn read(folder: &Dir, kind: LockKind) -> Result<Option<Self>> {
        let name = kind.file_name();
        Ok(match folder.open_file(name, Access::Read)? {
            Opened::Absent => None,
            Opened::NotAFile(stat) => Some(Self { stat, text: None, oddity: Some(oddity(stat.kind)) }),
            Opened::Denied(stat, _) => {
                Some(Self { stat, text: None, oddity: Some("a file that this user may not read") })
            }
            Opened::File(handle, stat) => {
                let bytes = file::read_start(&handle, MAX_LEN + 1, &folder.path_of(name))?;
                Some(Self { stat, text: LockText::parse(&bytes), oddity: None })
            }
        })
    }

    /// What a person wants to know of it.
    pub(crate) fn describe(&self, kind: LockKind, now: Timestamp, options: &Options) -> LockStatus {
        let since = lock_since(self.stat.mtime, self.stat.ctime, options.lock_age_from_ctime);
        let age = Age::at(now, since);
        let holder = match (&self.text, self.oddity) {
            (Some(LockText { agent: Some(agent), host, version, .. }), _) => {
                format!("agent {agent} on host {host} (sync_ingest {version})")
            }
            (Some(LockText { host, version, .. }), _) => format!("sync_ingest {version} on host {host}"),
            (None, Some(oddity)) => format!("unknown: it is {oddity}"),
            (None, None) => format!("somebody else (user {})", self.stat.user),
        };
        LockStatus { kind, holder, ours: self.text.is_some(), since, age, stale: age.is_over(options.max_age) }
    }
}

/// What a person wants to know of a lock; `None` where there is none.
pub(crate) fn observe(folder: &Dir, kind: LockKind, now: Timestamp, options: &Options) -> Result<Option<LockStatus>> {
    Ok(LockFile::read(folder, kind)?.map(|lock| lock.describe(kind, now, options)))
}

fn oddity(kind: Kind) -> &'static str {
    match kind {
        Kind::File => "a file",
        Kind::Directory => "a directory",
        Kind::SymbolicLink => "a symbolic link",
        Kind::Special => "a FIFO, socket or device",
    }
}
