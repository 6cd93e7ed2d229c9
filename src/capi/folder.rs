//! The drop folder.

use super::agent::sync_ingest_agent;
use super::call::{answer, free, required};
use super::code::sync_ingest_code;
use super::collection::sync_ingest_collection;
use super::error::sync_ingest_error;
use super::guard::Guarded;
use super::lock::sync_ingest_lock;
use super::locks::lock_kind;
use super::options::sync_ingest_options;
use super::report::sync_ingest_report;
use super::status::sync_ingest_status;
use super::text::{inward, path, utf8};
use super::words::sync_ingest_arbitration;
use crate::{Arbitration, Attempt, DropFolder, LockKind, Outcome};
use std::ffi::c_char;
use std::mem::MaybeUninit;

/// A folder that agents write into and that is collected from. Holds a path and options, no
/// descriptor: a folder that was moved away and made again is found. Objects made from it outlive
/// it.
pub struct sync_ingest_folder {
    pub(super) folder: Guarded<DropFolder>,
}

/// Writes a drop folder at `path`, with a copy of `options` (NULL: the defaults), yours to free.
/// Nothing is looked at yet.
///
/// Errors: SYNC_INGEST_INVALID_ARGUMENT for an empty path, or options out of range.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sync_ingest_folder_open(
    path: *const c_char,
    options: Option<&sync_ingest_options>,
    folder: Option<&mut MaybeUninit<Option<Box<sync_ingest_folder>>>>,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    // SAFETY: as the header asks.
    let path = unsafe { inward(path) };
    answer(error, || {
        let (path, folder) = (self::path(path, "path")?, required(folder, "folder")?);
        let options = options.map(sync_ingest_options::copy).transpose()?.unwrap_or_default();
        let opened = DropFolder::new(path, options)?;
        folder.write(Some(Box::new(sync_ingest_folder { folder: Guarded::new(opened) })));
        Ok(())
    })
}

/// Begins a collection: looks at the folder and, where there is something to collect, takes the
/// collector lock and claims a batch.
///
/// Writes either `collection`, and NULL to `report`: the lock is ours, take the deliveries. Or
/// `report`, and NULL to `collection`: it is over already, as there is nothing to collect, or not
/// now; sync_ingest_report_arbitration() returns which. Either is yours to free.
///
/// Errors: any failure of the system on the folder or the work area. Nothing is lost then: what was
/// claimed is given back, or recovered by the next collection.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_folder_collect(
    folder: Option<&mut sync_ingest_folder>,
    collection: Option<&mut MaybeUninit<Option<Box<sync_ingest_collection>>>>,
    report: Option<&mut MaybeUninit<Option<Box<sync_ingest_report>>>>,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    answer(error, || {
        let (folder, collection) = (required(folder, "folder")?, required(collection, "collection")?);
        let report = required(report, "report")?;
        let (begun, refused) = match folder.folder.run(|folder| Ok(folder.collect()?))? {
            Outcome::Collecting(begun) => (Some(Box::new(begun.into())), None),
            Outcome::Finished(finished) => (None, Some(Box::new((&finished).into()))),
        };
        collection.write(begun);
        report.write(refused);
        Ok(())
    })
}

/// Collects into a directory: each file under its own name, a file of that name that is already
/// there replaced atomically, synced as the options ask before it is acknowledged. Files of the
/// calling user that nobody has open are moved (if the agent is trusted, any file), all others
/// copied, and hashed on the way where the options ask for it. What cannot be stored is put back
/// and reported. The report is yours to free.
///
/// Errors: as sync_ingest_folder_collect(), and any failure of the system on the directory itself.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sync_ingest_folder_collect_into(
    folder: Option<&mut sync_ingest_folder>,
    directory: *const c_char,
    report: Option<&mut MaybeUninit<Option<Box<sync_ingest_report>>>>,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    // SAFETY: as the header asks.
    let directory = unsafe { inward(directory) };
    answer(error, || {
        let (folder, directory) = (required(folder, "folder")?, path(directory, "directory")?);
        let report = required(report, "report")?;
        let finished = folder.folder.run(|folder| Ok(folder.collect_into(directory)?))?;
        report.write(Some(Box::new((&finished).into())));
        Ok(())
    })
}

/// Writes the state of the folder, read without changing anything; never probes by locking. The
/// status is yours to free.
///
/// Errors: the folder cannot be read.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_folder_status(
    folder: Option<&mut sync_ingest_folder>,
    status: Option<&mut MaybeUninit<Option<Box<sync_ingest_status>>>>,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    answer(error, || {
        let (folder, status) = (required(folder, "folder")?, required(status, "status")?);
        let seen = folder.folder.run(|folder| Ok(folder.status()?))?;
        status.write(Some(Box::new((&seen).into())));
        Ok(())
    })
}

/// Writes 1 for each of the two locks that is there and too old, otherwise 0. Changes nothing.
///
/// Errors: the folder cannot be read.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_folder_stale_locks(
    folder: Option<&mut sync_ingest_folder>,
    collector_is_stale: Option<&mut MaybeUninit<i32>>,
    agent_is_stale: Option<&mut MaybeUninit<i32>>,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    answer(error, || {
        let (folder, collector) = (required(folder, "folder")?, required(collector_is_stale, "collector_is_stale")?);
        let agent = required(agent_is_stale, "agent_is_stale")?;
        let stale = folder.folder.run(|folder| Ok(folder.stale_locks()?))?;
        let is_stale = |kind| i32::from(stale.iter().any(|lock| lock.kind == kind));
        collector.write(is_stale(LockKind::Collector));
        agent.write(is_stale(LockKind::Agent));
        Ok(())
    })
}

/// Takes the collector lock alone, with the same arbitration as a collection, and recovers an
/// orphan. Writes the lock, yours to free, and SYNC_INGEST_ARBITRATION_COLLECTING; or NULL, and who
/// goes first.
///
/// Errors: the folder or the work area cannot be used.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_folder_lock(
    folder: Option<&mut sync_ingest_folder>,
    lock: Option<&mut MaybeUninit<Option<Box<sync_ingest_lock>>>>,
    arbitration: Option<&mut MaybeUninit<sync_ingest_arbitration>>,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    answer(error, || {
        let (folder, lock) = (required(folder, "folder")?, required(lock, "lock")?);
        let arbitration = required(arbitration, "arbitration")?;
        let (taken, outcome) = match folder.folder.run(|folder| Ok(folder.take_lock()?))? {
            Attempt::Granted(taken) => (Some(Box::new(taken.into())), Arbitration::Collecting),
            Attempt::Refused(outcome) => (None, outcome),
        };
        lock.write(taken);
        arbitration.write(outcome.into());
        Ok(())
    })
}

/// Removes a lock that only a person may break, because a person asked for it. `kind` is a
/// sync_ingest_lock_kind. Writes 1 to `removed`, or 0 where there was no such lock.
///
/// Errors: SYNC_INGEST_HELD when a live process of this library holds the lock.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_folder_unlock(
    folder: Option<&mut sync_ingest_folder>,
    kind: i32,
    removed: Option<&mut MaybeUninit<i32>>,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    answer(error, || {
        let (folder, removed) = (required(folder, "folder")?, required(removed, "removed")?);
        let kind = lock_kind(kind)
            .ok_or_else(|| sync_ingest_error::invalid(format!("the argument `kind` is no lock: {kind}")))?;
        let lock = folder.folder.run(|folder| Ok(folder.unlock(kind)?))?;
        removed.write(i32::from(lock.is_some()));
        Ok(())
    })
}

/// Begins the agent's side, for a program on this host: publishes `alock.txt` unless a lock is
/// there. `agent` is this agent's own name, a printable word of at most 63 characters; a lock that
/// an agent of this name left behind when it was killed is taken back. Writes the session, yours to
/// free, and SYNC_INGEST_ARBITRATION_AGENT_DELIVERING; or NULL, and who goes first.
///
/// Errors: SYNC_INGEST_INVALID_ARGUMENT for such a name; otherwise the folder cannot be used.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sync_ingest_folder_begin_agent_session(
    folder: Option<&mut sync_ingest_folder>,
    agent: *const c_char,
    session: Option<&mut MaybeUninit<Option<Box<sync_ingest_agent>>>>,
    arbitration: Option<&mut MaybeUninit<sync_ingest_arbitration>>,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    // SAFETY: as the header asks.
    let agent = unsafe { inward(agent) };
    answer(error, || {
        let (folder, agent) = (required(folder, "folder")?, utf8(agent, "agent")?);
        let (session, arbitration) = (required(session, "session")?, required(arbitration, "arbitration")?);
        let (begun, outcome) = match folder.folder.run(|folder| Ok(folder.begin_agent_session(agent)?))? {
            Attempt::Granted(begun) => (Some(Box::new(begun.into())), Arbitration::AgentDelivering),
            Attempt::Refused(outcome) => (None, outcome),
        };
        session.write(begun);
        arbitration.write(outcome.into());
        Ok(())
    })
}

/// Begins the agent's side under its old name, for programs that were written for release 0.1: as
/// sync_ingest_folder_begin_agent_session().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sync_ingest_folder_begin_delivery(
    folder: Option<&mut sync_ingest_folder>,
    agent: *const c_char,
    session: Option<&mut MaybeUninit<Option<Box<sync_ingest_agent>>>>,
    arbitration: Option<&mut MaybeUninit<sync_ingest_arbitration>>,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    // SAFETY: as the header asks.
    unsafe { sync_ingest_folder_begin_agent_session(folder, agent, session, arbitration, error) }
}

/// Frees a folder. Collections, locks and sessions that were made from it go on.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_folder_free(folder: Option<Box<sync_ingest_folder>>) {
    free(folder);
}
