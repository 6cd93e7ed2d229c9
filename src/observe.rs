//! Looking without changing anything.

use crate::alarms::{self, Findings, Ledger, RejectedLook};
use crate::error::Result;
use crate::fs;
use crate::lock::observe;
use crate::open_folder::{OpenFolder, obstacles_to_others, permission_obstacles};
use crate::report::NAMES_PER_REASON;
use crate::rules::skip::SkipReason;
use crate::rules::staleness::Age;
use crate::scan::{self, FirstSeen, Memory};
use crate::status::{LockKind, LockStatus, Status};
use crate::work::{Area, Batch};
use std::ffi::OsString;

/// Returns the whole state of a drop folder.
pub(crate) fn status(folder: &OpenFolder<'_>) -> Result<Status> {
    let now = folder.now.wall;
    let area = Area::find(&folder.dir, folder.options)?;
    let contents = area.as_ref().map(Area::contents).transpose()?.unwrap_or_default();
    let collector_lock = observe(&folder.dir, LockKind::Collector, now, folder.options)?;
    let agent_lock = observe(&folder.dir, LockKind::Agent, now, folder.options)?;
    let mut memory = area.as_ref().map(Memory::read).transpose()?.unwrap_or_default();
    let mut view = scan::view(&folder.dir, &folder.criteria(folder.now), &mut memory, NAMES_PER_REASON)?;
    let (mut claimed, mut unverified) = (0, 0);
    for name in &contents.batches {
        let Some(area) = &area else { break };
        let Some(batch) = Batch::open(area, name)? else { continue };
        *(if name.verified { &mut claimed } else { &mut unverified }) += batch.files()?.len() as u64;
    }
    let mut file_system = fs::file_system(&folder.dir)?;
    file_system.verified &= !area.as_ref().is_some_and(Area::doubts_change_times);
    let rejected = area.as_ref().map(|area| area.rejected(NAMES_PER_REASON)).transpose()?.unwrap_or_default();
    let seen = area.as_ref().filter(|_| contents.first_seen).map(FirstSeen::read).unwrap_or_default();
    view.skips.judge_on_their_way(&|name| seen.of(name), now, folder.options.max_age);
    // Files that wait or are claimed may turn out to be something that only a collection can see.
    let complete = view.waiting_count == 0 && contents.batches.is_empty();
    let find = |ledger: &Ledger| {
        let mut findings = Findings::default();
        findings.locks(collector_lock.as_ref(), agent_lock.as_ref(), now);
        let obstacles = permission_obstacles(&folder.dir, &view.skips);
        findings.entries(&view.skips, complete, &|| obstacles.clone());
        findings.permissions(&obstacles, view.waiting_count, now);
        if let Some(area) = &area {
            findings.rejected(area, ledger, RejectedLook::Exact, now);
        }
        findings
    };
    let obstacles = obstacles_to_others(&folder.dir, &view.skips);
    let alarms = alarms::active(folder.path, area.as_ref(), &find, now);
    let is_mistaken = |name: &&OsString| scan::is_mistaken_lock(&folder.dir, name);
    let mistaken_locks = view.skips.skipped.names(SkipReason::LockFile).iter().filter(is_mistaken).cloned().collect();
    let last_good_collection = area.as_ref().and_then(Area::last_good_collection);
    let room = fs::room(&folder.dir);
    Ok(Status {
        folder: folder.path.to_owned(),
        collector_lock,
        agent_lock,
        mistaken_locks,
        waiting: view.waiting,
        waiting_count: view.waiting_count,
        oldest_waiting: view.oldest,
        oldest_waiting_age: view.oldest.map(|since| Age::at(now, since)),
        last_good_collection,
        last_good_collection_age: last_good_collection.map(|at| Age::at(now, at)),
        skipped: view.skips.skipped,
        ready_in: view.skips.ready_in,
        claimed,
        unverified,
        rejected: rejected.first,
        rejected_count: rejected.count,
        alarms,
        obstacles,
        file_system,
        free_bytes: room.bytes,
        free_inodes: room.inodes,
    })
}

/// Returns the locks that are too old.
pub(crate) fn stale_locks(folder: &OpenFolder<'_>) -> Result<Vec<LockStatus>> {
    let mut stale = Vec::new();
    for kind in [LockKind::Collector, LockKind::Agent] {
        stale.extend(observe(&folder.dir, kind, folder.now.wall, folder.options)?.filter(|lock| lock.stale));
    }
    Ok(stale)
}
