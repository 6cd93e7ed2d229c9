//! A lock file as found: who holds it, and since when.

use crate::error::Result;
use crate::fs::{Access, Dir, Kind, Opened, Stat};
use crate::options::Options;
use crate::rules::holder::{Holder, Oddity};
use crate::rules::lock_text::{LockText, MAX_LEN};
use crate::rules::remote_agent;
use crate::rules::staleness::{Age, lock_since};
use crate::rules::timestamp::Timestamp;
use crate::status::{LockKind, LockStatus};
use std::ffi::{OsStr, OsString};
use std::time::Duration;

/// How far mtime and ctime may differ before the difference is reported.
const DISAGREEMENT: Duration = Duration::from_secs(60);

/// A lock file as found.
#[derive(Debug)]
pub(crate) struct LockFile {
    pub(crate) stat: Stat,
    /// Its content, if this library wrote it.
    pub(crate) text: Option<LockText>,
    /// The holder, if it is an agent without this library that has left its name.
    remote_agent: Option<Holder>,
    /// Its type, if it is not a readable file.
    oddity: Option<Oddity>,
}

impl LockFile {
    /// Reads a lock without locking it. `None` where there is none.
    pub(crate) fn read(folder: &Dir, kind: LockKind) -> Result<Option<Self>> {
        let name = kind.file_name();
        let odd = |stat, oddity| Self { stat, text: None, remote_agent: None, oddity: Some(oddity) };
        let unreadable = |stat| odd(stat, Oddity::UnreadableFile);
        Ok(match folder.open_file(name, Access::Read) {
            Ok(Opened::Absent) => None,
            Ok(Opened::NotAFile(stat)) if stat.kind == Kind::Directory => {
                let mut remote_agent = None;
                in_lock_folder(folder, name, &stat, &mut |_, _, agent| {
                    remote_agent = Some(agent);
                    Ok(())
                })
                // The owner helps a person; only its existence matters here.
                .unwrap_or_default();
                Some(Self { remote_agent, ..odd(stat, oddity(stat.kind)) })
            }
            Ok(Opened::NotAFile(stat)) => Some(odd(stat, oddity(stat.kind))),
            Ok(Opened::Denied(stat)) => Some(unreadable(stat)),
            Ok(Opened::File(handle, stat)) => match handle.read_start(MAX_LEN + 1) {
                Ok(bytes) => {
                    let (text, remote_agent) = (LockText::parse(&bytes), remote_agent::from_text(&bytes));
                    Some(Self { stat, text, remote_agent, oddity: None })
                }
                Err(_) => Some(unreadable(stat)),
            },
            Err(_) => folder.stat(name)?.map(unreadable),
        })
    }

    fn holder(&self) -> Holder {
        match (&self.text, &self.remote_agent, self.oddity) {
            (Some(LockText { agent, host, version, .. }), ..) => {
                let (host, version) = (host.clone(), version.clone());
                match agent.clone() {
                    Some(name) => Holder::Agent { name, host, version },
                    None => Holder::Collector { version, host },
                }
            }
            (None, Some(agent), _) => agent.clone(),
            (None, None, Some(oddity)) => Holder::Odd(oddity),
            (None, None, None) => Holder::User(self.stat.user),
        }
    }

    /// Returns the details that help a person.
    pub(crate) fn describe(&self, kind: LockKind, now: Timestamp, options: &Options) -> LockStatus {
        let since = lock_since(self.stat.mtime, self.stat.ctime, options.lock_age_from_ctime);
        let age = Age::at(now, since);
        let Stat { mtime, ctime, .. } = self.stat;
        let apart = ctime.since(mtime).or(mtime.since(ctime)).unwrap_or_default();
        let disagrees = options.lock_age_from_ctime && apart > DISAGREEMENT;
        LockStatus {
            kind,
            holder: self.holder(),
            ours: self.text.is_some(),
            since,
            age,
            stale: age.is_over(options.max_age),
            disagreement: disagrees.then_some((mtime, ctime)),
        }
    }
}

/// Returns the details of a lock that help a person; `None` if there is no lock.
pub(crate) fn observe(folder: &Dir, kind: LockKind, now: Timestamp, options: &Options) -> Result<Option<LockStatus>> {
    Ok(LockFile::read(folder, kind)?.map(|lock| lock.describe(kind, now, options)))
}

/// Calls `visit` for each ownership marker in a directory-style lock, with the directory, which
/// must still be the one that was looked at.
pub(crate) fn in_lock_folder(
    folder: &Dir,
    name: impl AsRef<OsStr>,
    seen: &Stat,
    visit: &mut dyn FnMut(&Dir, &OsStr, Holder) -> Result<()>,
) -> Result<()> {
    let Some(lock) = folder.open_dir(name)? else { return Ok(()) };
    if !lock.metadata()?.is_same_inode(seen) {
        return Ok(());
    }
    let mut marks: Vec<(OsString, Holder)> = Vec::new();
    lock.list(&mut |mark, _| {
        // One is usual. A folder with many more must not make us use memory for them.
        if marks.len() < 8 {
            marks.extend(remote_agent::from_name(mark.as_encoded_bytes()).map(|agent| (mark.to_owned(), agent)));
        }
    })?;
    marks.into_iter().try_for_each(|(mark, agent)| visit(&lock, &mark, agent))
}

fn oddity(kind: Kind) -> Oddity {
    match kind {
        Kind::File => Oddity::UnreadableFile,
        Kind::Directory => Oddity::Directory,
        Kind::SymbolicLink => Oddity::SymbolicLink,
        Kind::Special => Oddity::SpecialFile,
    }
}
