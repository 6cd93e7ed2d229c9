//! Acts that take no file: looking, breaking a lock, holding one, and a collection that finds an
//! agent at work.

use crate::support::TestFolder;
use crate::support::checked_folder::{CheckedFolder, Violations, contents, must};
use crate::support::file_system_fault::FileSystemFault;
use crate::support::reported::Reported;
use crate::support::trial::Trial;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use sync_ingest::{AlarmKind, Attempt, Durability, Error, LockKind};

/// A stage, and its visible state before the act.
pub(crate) struct Seen {
    stage: CheckedFolder,
    before: Vec<String>,
}

impl AsRef<TestFolder> for Seen {
    fn as_ref(&self) -> &TestFolder {
        &self.stage.folder
    }
}

impl Seen {
    fn new() -> Self {
        let stage = CheckedFolder::new(FileSystemFault::None, Durability::None).with_leftovers().with_new_files();
        stage.folder.drop("alock.txt", "somebody else");
        let before = look_at(&stage.folder.path());
        Self { stage, before }
    }
}

/// Describes everything below a folder: contents, inodes, modes and times.
fn look_at(path: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(path).unwrap().map(|entry| entry.unwrap()) {
        let (path, stat) = (entry.path(), entry.metadata().unwrap());
        let times = (stat.mtime(), stat.mtime_nsec(), stat.ctime(), stat.ctime_nsec());
        found.push(format!("{path:?} {} {:o} {} {times:?}", stat.ino(), stat.mode(), stat.len()));
        if stat.is_dir() {
            found.extend(look_at(&path));
        }
    }
    found.sort();
    found
}

fn status(seen: &Seen) -> Result<Reported, Error> {
    let drop_folder = seen.stage.drop_folder();
    let (status, stale) = (drop_folder.status()?, drop_folder.stale_locks()?.len());
    let locks = (status.collector_lock.is_some(), status.agent_lock.is_some(), stale);
    let counts = (status.waiting_count, status.claimed, status.unverified, status.rejected_count);
    Ok(Reported { outcome: format!("{locks:?} {counts:?}"), ..Reported::default() })
}

pub(crate) fn looking() -> Trial<Seen> {
    Trial {
        what: "looking".to_owned(),
        fault: FileSystemFault::None,
        set_up: Box::new(Seen::new),
        act: status,
        look: Box::new(|seen, _| {
            let mut violations = Violations::new();
            let after = look_at(&seen.stage.folder.path());
            must(&mut violations, after == seen.before, || format!("changed: {after:#?}"));
            violations
        }),
    }
}

fn unlock(seen: &Seen, kind: LockKind) -> Result<Reported, Error> {
    let outcome = match seen.stage.drop_folder().unlock(kind)? {
        Some(_) => "removed",
        None => "nothing",
    };
    Ok(Reported { outcome: outcome.to_owned(), ..Reported::default() })
}

/// Removes the lock of a dead collector, or a foreign one.
pub(crate) fn unlocking(kind: LockKind) -> Trial<Seen> {
    let look = move |seen: &Seen, reported: Option<&Reported>| {
        let mut violations = Violations::new();
        let (folder, name) = (&seen.stage.folder, kind.file_name());
        let is_removed = reported.is_some_and(|reported| reported.outcome == "removed");
        must(&mut violations, folder.has(name) != is_removed, || format!("{name}, removed: {is_removed}"));
        let next = Reported::of(unlock(seen, kind));
        must(&mut violations, next.error.is_none() && !folder.has(name), || format!("the next: {next:?}"));
        let of_others = |seen: &[String]| {
            let lock = format!("{:?}", folder.path().join(name));
            seen.iter().filter(|line| !line.starts_with(&lock)).cloned().collect::<Vec<_>>()
        };
        let after = of_others(&look_at(&folder.path()));
        must(&mut violations, after == of_others(&seen.before), || format!("changed: {after:#?}"));
        violations
    };
    Trial {
        what: format!("removing {}", kind.file_name()),
        fault: FileSystemFault::None,
        set_up: Box::new(Seen::new),
        act: match kind {
            LockKind::Collector => |seen| unlock(seen, LockKind::Collector),
            LockKind::Agent => |seen| unlock(seen, LockKind::Agent),
        },
        look: Box::new(look),
    }
}

fn hold(folder: &TestFolder) -> Result<Reported, Error> {
    let mut lock = match folder.settle_zero().take_lock()? {
        Attempt::Granted(lock) => lock,
        Attempt::Refused(arbitration) => return Ok(Reported::refused(arbitration)),
    };
    lock.refresh()?;
    lock.release()?;
    Ok(Reported::default())
}

/// Takes only the lock, where a dead collector has left one.
pub(crate) fn holding() -> Trial<TestFolder> {
    Trial {
        what: "holding the lock alone".to_owned(),
        fault: FileSystemFault::None,
        set_up: Box::new(|| {
            let folder = TestFolder::in_memory();
            folder.drop("students.csv", "1");
            folder.plant_orphan_lock();
            folder
        }),
        act: hold,
        look: Box::new(|folder, reported| {
            let mut violations = Violations::new();
            let is_done = reported.is_some_and(|reported| *reported == Reported::default());
            must(&mut violations, !is_done || !folder.has("lock.txt"), || "the lock is still there".to_owned());
            let next = Reported::of(hold(folder));
            must(&mut violations, next == Reported::default(), || format!("the next: {next:?}"));
            let next = Reported::of(folder.settle_zero().collect_into(&folder.store()).map(Reported::from));
            must(&mut violations, next.delivered.len() == 1, || format!("the next collection: {next:?}"));
            must(&mut violations, next.has_alarm(AlarmKind::RecoveredLock), || {
                format!("the orphan is not reported: {next:?}")
            });
            let last = Reported::of(folder.settle_zero().collect_into(&folder.store()).map(Reported::from));
            must(&mut violations, last.outcome == "nothing", || format!("the last one: {last:?}"));
            must(&mut violations, folder.is_clean(), || format!("left: {:?}", folder.entries()));
            violations
        }),
    }
}

/// An agent lock that appeared while a collector was dead.
pub(crate) fn waiting_for_an_agent() -> Trial<CheckedFolder> {
    Trial {
        what: "a collection that finds an agent at work".to_owned(),
        fault: FileSystemFault::None,
        set_up: Box::new(|| {
            let stage = CheckedFolder::new(FileSystemFault::None, Durability::None).with_leftovers().with_new_files();
            stage.folder.drop("alock.txt", "somebody else");
            stage
        }),
        act: CheckedFolder::collect,
        look: Box::new(|stage, reported| {
            let mut violations = stage.violations_now(reported);
            must(&mut violations, stage.folder.has("alock.txt"), || "the lock of the agent is gone".to_owned());
            let stored = contents(&stage.folder.store());
            must(&mut violations, stored.len() == 2, || format!("stored while an agent delivers: {stored:?}"));
            let _ = fs::remove_file(stage.folder.path().join("alock.txt"));
            violations.extend(stage.violations_next(reported));
            violations
        }),
    }
}
