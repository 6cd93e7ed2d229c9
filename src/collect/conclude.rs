//! The end of steps 1 to 5. Without a batch to offer, what was found becomes the report, and what a
//! person must know about an alarm; with one, it goes along.

use super::lock::Orphans;
use super::recover::Recovery;
use super::{AreaSeen, Found, Pass};
use crate::alarms::{self, AlarmUpdate, Findings, Known, Ledger, RejectedLook};
use crate::arbitration::Arbitration;
use crate::collection::{Collection, Outcome};
use crate::lock::observe;
use crate::offer::{Session, Start};
use crate::open_folder::{OpenFolder, permission_obstacles};
use crate::report::Report;
use crate::rules::timestamp::Timestamp;
use crate::scan::{FirstSeen, Skips};
use crate::status::LockKind;
use crate::work::{Area, Claim, Contents};
use std::ffi::OsStr;

impl Pass<'_> {
    /// Ends the pass and releases the lock: an agent goes first, or there is nothing to offer.
    pub(super) fn conclude(self, arbitration: Arbitration) -> Outcome {
        let Self { folder, lock, area, found, .. } = self;
        let AreaSeen { area, contents, orphans } = area;
        let outcome = conclude(arbitration, &folder, Some(area), &contents, Some(orphans), found);
        // A lock that cannot be removed is recovered, and reported, by the next pass; what this one
        // reports must not be lost for it.
        let _ = lock.release();
        outcome
    }

    /// Step 6, "Offer", begins.
    pub(super) fn offer(self, recovery: Recovery, claims: Vec<Claim>) -> Collection {
        let Self { folder, lock, criteria, area, mut found, .. } = self;
        let AreaSeen { area, contents, orphans } = area;
        let now = criteria.now.wall;
        remember(&folder, Some(&area), &contents, &mut found, now);
        let mut findings = Findings::default();
        findings.locks(None, None, now);
        orphans.add_to(&mut findings, now);
        let Found { skips, rejected, superseded, complete } = found;
        let report = Report { arbitration: Arbitration::Collecting, rejected, superseded, ..Report::default() };
        let Recovery { leftovers, blocked, .. } = recovery;
        Collection::new(Session::begin(Start {
            folder,
            area,
            lock,
            leftovers,
            claims,
            blocked,
            report,
            skips,
            criteria,
            complete,
            findings,
        }))
    }
}

/// Ends a pass without a collection. `orphans`: those that were recovered, under our own lock.
pub(super) fn conclude(
    arbitration: Arbitration,
    folder: &OpenFolder<'_>,
    area: Option<Area>,
    contents: &Contents,
    orphans: Option<Orphans>,
    mut found: Found,
) -> Outcome {
    let now = clock(folder, area.as_ref());
    let is_busy = arbitration == Arbitration::CollectorBusy;
    if !is_busy {
        remember(folder, area.as_ref(), contents, &mut found, now);
    }
    let Found { skips, rejected, superseded, complete } = found;
    let find = || {
        let mut findings = Findings::default();
        let [collector, agent] = locks(arbitration, folder, orphans.is_some(), now);
        findings.locks(collector.as_ref(), agent.as_ref(), now);
        if !is_busy {
            findings.entries(&skips, complete, &|| permission_obstacles(&folder.dir, &skips));
            findings.lost_lock(false, now);
            match &orphans {
                Some(orphans) => orphans.add_to(&mut findings, now),
                None => findings.recovery(&[], now),
            }
        }
        if arbitration == Arbitration::Nothing && contents.batches.is_empty() {
            findings.failing_store(&[], true, now);
        }
        findings
    };
    let look = match orphans {
        Some(_) => RejectedLook::AndMore(rejected.len() as u64),
        None => RejectedLook::Brief,
    };
    let AlarmUpdate { active, ended, .. } = update_alarms(folder, area, contents, look, &find, now);
    let Skips { skipped, ready_in, .. } = skips;
    let report =
        Report { arbitration, skipped, ready_in, rejected, superseded, alarms: active, ended, ..Report::default() };
    Outcome::Finished(report)
}

/// What the two locks look like, as far as they matter: if nothing waits they do not, and our own
/// lock is not reported.
fn locks(
    arbitration: Arbitration,
    folder: &OpenFolder<'_>,
    is_locked: bool,
    now: Timestamp,
) -> [Option<crate::status::LockStatus>; 2] {
    [LockKind::Collector, LockKind::Agent].map(|kind| {
        let is_own = kind == LockKind::Collector && is_locked;
        let is_there = arbitration != Arbitration::Nothing && !is_own;
        is_there.then(|| observe(&folder.dir, kind, now, folder.options).ok().flatten()).flatten()
    })
}

/// Judges unfinished entries by what earlier looks remember of them, and remembers them for later
/// ones.
fn remember(folder: &OpenFolder<'_>, area: Option<&Area>, contents: &Contents, found: &mut Found, now: Timestamp) {
    let Found { skips, complete, .. } = found;
    if skips.on_their_way().is_empty() && !(contents.first_seen && *complete) {
        return;
    }
    let before = area.filter(|_| contents.first_seen).map(FirstSeen::read).unwrap_or_default();
    let first_seen = |name: &OsStr| match area {
        Some(_) => before.of(name),
        None => written_since(folder, name, now),
    };
    let after = before.after(skips, *complete, &first_seen, now);
    skips.judge_on_their_way(&first_seen, now, folder.options.max_age);
    // A file whose first sight cannot be remembered counts as old as it claims to be.
    let _ = match area {
        Some(area) if after != before => after.write(area),
        // No work area is made for files that have just arrived.
        None if !skips.tallies().is_empty() => {
            Area::make(&folder.dir, folder.options).and_then(|area| after.write(&area))
        }
        _ => Ok(()),
    };
}

/// Where there is no work area yet, and so no memory: since when a file has been written in its
/// place. One that is not written now was moved here, and its birth proves nothing.
fn written_since(folder: &OpenFolder<'_>, name: &OsStr, now: Timestamp) -> Option<Timestamp> {
    let modified = folder.dir.stat(name).ok().flatten()?.mtime;
    let is_written = now.since(modified).is_some_and(|age| age <= folder.options.settle_on(folder.network));
    if is_written { folder.dir.birth(name) } else { None }
}

/// Brings the incidents up to date. Where none is active and nothing was found, nothing is looked
/// at or written.
fn update_alarms(
    folder: &OpenFolder<'_>,
    area: Option<Area>,
    contents: &Contents,
    look: RejectedLook,
    find: &dyn Fn() -> Findings,
    now: Timestamp,
) -> AlarmUpdate {
    let Some(area) = area else {
        if find().found.is_empty() {
            return AlarmUpdate::default();
        }
        return match Area::make(&folder.dir, folder.options) {
            Ok(area) => alarms::update(folder.path, &area, Known::Nothing, &|_| find(), now),
            Err(_) => {
                AlarmUpdate { active: alarms::active(folder.path, None, &|_| find(), now), ..AlarmUpdate::default() }
            }
        };
    };
    let is_brief = matches!(look, RejectedLook::Brief);
    let find_all = |ledger: &Ledger| {
        let mut findings = find();
        if contents.rejected || contents.alarms.is_some() || !is_brief {
            findings.rejected(&area, ledger, look, now);
        }
        findings
    };
    // The first listing of the work area saves another look.
    if contents.alarms.is_none() && is_brief && find_all(&Ledger::default()).found.is_empty() {
        return AlarmUpdate::default();
    }
    let known = contents.alarms.map_or(Known::Nothing, Known::Inode);
    alarms::update(folder.path, &area, known, &find_all, now)
}

/// The clock of the file system that holds the locks, where it may differ from ours.
fn clock(folder: &OpenFolder<'_>, area: Option<&Area>) -> Timestamp {
    match area {
        Some(area) if folder.network && folder.options.now.is_none() => {
            area.file_system_time().unwrap_or(folder.now.wall)
        }
        _ => folder.now.wall,
    }
}
