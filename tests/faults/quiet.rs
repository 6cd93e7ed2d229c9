//! Acts that take no file: looking, breaking a lock, holding one, and a collection that finds an
//! agent at work.

use crate::common::Folder;
use crate::common::stage::{Stage, Wrongs, contents, must};
use crate::common::told::Told;
use crate::common::trial::Trial;
use crate::common::world::World;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use sync_ingest::{AlarmKind, Attempt, Durability, Error, LockKind};

/// A stage, and its visible state before the act.
pub(crate) struct Seen {
    stage: Stage,
    before: Vec<String>,
}

impl AsRef<Folder> for Seen {
    fn as_ref(&self) -> &Folder {
        &self.stage.folder
    }
}

impl Seen {
    fn new() -> Self {
        let stage = Stage::new(World::Complete, Durability::None).with_leftovers().with_new_files();
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

fn status(seen: &Seen) -> Result<Told, Error> {
    let drop_folder = seen.stage.drop_folder();
    let (status, stale) = (drop_folder.status()?, drop_folder.stale_locks()?.len());
    let locks = (status.collector_lock.is_some(), status.agent_lock.is_some(), stale);
    let counts = (status.waiting_count, status.claimed, status.unverified, status.rejected_count);
    Ok(Told { outcome: format!("{locks:?} {counts:?}"), ..Told::default() })
}

pub(crate) fn looking() -> Trial<Seen> {
    Trial {
        what: "looking".to_owned(),
        world: World::Complete,
        set_up: Box::new(Seen::new),
        act: status,
        look: Box::new(|seen, _| {
            let mut wrongs = Wrongs::new();
            let after = look_at(&seen.stage.folder.path());
            must(&mut wrongs, after == seen.before, || format!("changed: {after:#?}"));
            wrongs
        }),
    }
}

fn unlock(seen: &Seen, kind: LockKind) -> Result<Told, Error> {
    let outcome = match seen.stage.drop_folder().unlock(kind)? {
        Some(_) => "removed",
        None => "nothing",
    };
    Ok(Told { outcome: outcome.to_owned(), ..Told::default() })
}

/// Removes the lock of a dead collector, or a foreign one.
pub(crate) fn unlocking(kind: LockKind) -> Trial<Seen> {
    let look = move |seen: &Seen, told: Option<&Told>| {
        let mut wrongs = Wrongs::new();
        let (folder, name) = (&seen.stage.folder, kind.file_name());
        let is_removed = told.is_some_and(|told| told.outcome == "removed");
        must(&mut wrongs, folder.has(name) != is_removed, || format!("{name}, removed: {is_removed}"));
        let next = Told::of(unlock(seen, kind));
        must(&mut wrongs, next.error.is_none() && !folder.has(name), || format!("the next: {next:?}"));
        let of_others = |seen: &[String]| {
            let lock = format!("{:?}", folder.path().join(name));
            seen.iter().filter(|line| !line.starts_with(&lock)).cloned().collect::<Vec<_>>()
        };
        let after = of_others(&look_at(&folder.path()));
        must(&mut wrongs, after == of_others(&seen.before), || format!("changed: {after:#?}"));
        wrongs
    };
    Trial {
        what: format!("removing {}", kind.file_name()),
        world: World::Complete,
        set_up: Box::new(Seen::new),
        act: match kind {
            LockKind::Collector => |seen| unlock(seen, LockKind::Collector),
            LockKind::Agent => |seen| unlock(seen, LockKind::Agent),
        },
        look: Box::new(look),
    }
}

fn hold(folder: &Folder) -> Result<Told, Error> {
    let mut lock = match folder.settle_zero().take_lock()? {
        Attempt::Granted(lock) => lock,
        Attempt::Refused(arbitration) => return Ok(Told::refused(arbitration)),
    };
    lock.refresh()?;
    lock.release()?;
    Ok(Told::default())
}

/// Takes only the lock, where a dead collector has left one.
pub(crate) fn holding() -> Trial<Folder> {
    Trial {
        what: "holding the lock alone".to_owned(),
        world: World::Complete,
        set_up: Box::new(|| {
            let folder = Folder::in_memory();
            folder.drop("students.csv", "1");
            folder.plant_orphan_lock();
            folder
        }),
        act: hold,
        look: Box::new(|folder, told| {
            let mut wrongs = Wrongs::new();
            let is_done = told.is_some_and(|told| *told == Told::default());
            must(&mut wrongs, !is_done || !folder.has("lock.txt"), || "the lock is still there".to_owned());
            let next = Told::of(hold(folder));
            must(&mut wrongs, next == Told::default(), || format!("the next: {next:?}"));
            let next = Told::of(folder.settle_zero().collect_into(&folder.store()).map(Told::from));
            must(&mut wrongs, next.delivered.len() == 1, || format!("the next collection: {next:?}"));
            must(&mut wrongs, next.has_alarm(AlarmKind::RecoveredLock), || {
                format!("the orphan is not reported: {next:?}")
            });
            let last = Told::of(folder.settle_zero().collect_into(&folder.store()).map(Told::from));
            must(&mut wrongs, last.outcome == "nothing", || format!("the last one: {last:?}"));
            must(&mut wrongs, folder.is_clean(), || format!("left: {:?}", folder.entries()));
            wrongs
        }),
    }
}

/// An agent lock that appeared while a collector was dead.
pub(crate) fn waiting_for_an_agent() -> Trial<Stage> {
    Trial {
        what: "a collection that finds an agent at work".to_owned(),
        world: World::Complete,
        set_up: Box::new(|| {
            let stage = Stage::new(World::Complete, Durability::None).with_leftovers().with_new_files();
            stage.folder.drop("alock.txt", "somebody else");
            stage
        }),
        act: Stage::collect,
        look: Box::new(|stage, told| {
            let mut wrongs = stage.wrongs_now(told);
            must(&mut wrongs, stage.folder.has("alock.txt"), || "the lock of the agent is gone".to_owned());
            let stored = contents(&stage.folder.store());
            must(&mut wrongs, stored.len() == 2, || format!("stored while an agent delivers: {stored:?}"));
            let _ = fs::remove_file(stage.folder.path().join("alock.txt"));
            wrongs.extend(stage.wrongs_next(told));
            wrongs
        }),
    }
}
