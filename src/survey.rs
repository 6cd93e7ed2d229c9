//! Looking without changing anything.

use crate::alarms::{self, Findings, Ledger, RejectedLook};
use crate::error::Result;
use crate::fs;
use crate::lock::observe;
use crate::pass::{Pass, obstacles_to_others, permission_obstacles};
use crate::report::NAMES_PER_REASON;
use crate::rules::skip::SkipReason;
use crate::scan;
use crate::status::{LockKind, LockStatus, Status};
use crate::work::{Area, Batch, FirstSeen, Looks};
use std::ffi::OsString;

/// The whole state of a drop folder.
pub(crate) fn status(pass: &Pass<'_>) -> Result<Status> {
    let now = pass.now.wall;
    let area = Area::find(&pass.folder, pass.options)?;
    let contents = area.as_ref().map(Area::contents).transpose()?.unwrap_or_default();
    let collector_lock = observe(&pass.folder, LockKind::Collector, now, pass.options)?;
    let agent_lock = observe(&pass.folder, LockKind::Agent, now, pass.options)?;
    let mut looks = area.as_ref().map(Looks::read).transpose()?.unwrap_or_default();
    let mut view = scan::view(&pass.folder, &pass.criteria(pass.now), &mut looks, NAMES_PER_REASON)?;
    let (mut claimed, mut unverified) = (0, 0);
    for name in &contents.batches {
        let Some(area) = &area else { break };
        let Some(batch) = Batch::open(area, name)? else { continue };
        *(if name.verified { &mut claimed } else { &mut unverified }) += batch.files()?.len() as u64;
    }
    let mut file_system = fs::file_system(&pass.folder)?;
    file_system.verified &= !area.as_ref().is_some_and(Area::doubts_change_times);
    let rejected = area.as_ref().map(|area| area.rejected(NAMES_PER_REASON)).transpose()?.unwrap_or_default();
    let seen = area.as_ref().filter(|_| contents.first_seen).map(FirstSeen::read).unwrap_or_default();
    view.left_alone.judge_on_their_way(&|name| seen.of(name), now, pass.options.max_age);
    // What waits, or is claimed, may turn out to be what only a collection can see.
    let complete = view.waiting_count == 0 && contents.batches.is_empty();
    let find = |ledger: &Ledger| {
        let mut findings = Findings::default();
        findings.locks(collector_lock.as_ref(), agent_lock.as_ref(), now);
        let obstacles = permission_obstacles(&pass.folder, &view.left_alone);
        findings.entries(&view.left_alone, complete, &|| obstacles.clone());
        findings.permissions(&obstacles, view.waiting_count, now);
        if let Some(area) = &area {
            findings.rejected(area, ledger, RejectedLook::Exact, now);
        }
        findings
    };
    let obstacles = obstacles_to_others(&pass.folder, &view.left_alone);
    let alarms = alarms::active(pass.path, area.as_ref(), &find, now);
    let is_mistaken = |name: &&OsString| scan::is_mistaken_lock(&pass.folder, name);
    let mistaken_locks =
        view.left_alone.skipped.names(SkipReason::LockFile).iter().filter(is_mistaken).cloned().collect();
    let room = fs::room(&pass.folder);
    Ok(Status {
        folder: pass.path.to_owned(),
        collector_lock,
        agent_lock,
        mistaken_locks,
        waiting: view.waiting,
        waiting_count: view.waiting_count,
        skipped: view.left_alone.skipped,
        ready_in: view.left_alone.ready_in,
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

/// The locks that are too old.
pub(crate) fn stale_locks(pass: &Pass<'_>) -> Result<Vec<LockStatus>> {
    let mut stale = Vec::new();
    for kind in [LockKind::Collector, LockKind::Agent] {
        stale.extend(observe(&pass.folder, kind, pass.now.wall, pass.options)?.filter(|lock| lock.stale));
    }
    Ok(stale)
}
