//! The end of a pass without a collection: what was seen becomes the report, and what a person must hear of an alarm.

use super::lock::{Locked, Orphans};
use crate::alarms::{self, Findings, Known, Ledger, RejectedLook, Told};
use crate::arbitration::Arbitration;
use crate::collection::Outcome;
use crate::error::Result;
use crate::lock::{CollectorLock, observe};
use crate::open_folder::{OpenFolder, permission_advice};
use crate::report::{Answered, Report};
use crate::rules::timestamp::Timestamp;
use crate::scan::{FirstSeen, Skips};
use crate::status::LockKind;
use crate::work::{Area, Contents};
use std::ffi::OsStr;

/// What is known of the folder when a pass ends without a collection.
#[derive(Default)]
pub(super) struct Ending {
    pub(super) skips: Skips,
    pub(super) rejected: Vec<Answered>,
    pub(super) superseded: Vec<Answered>,
    /// Every entry was looked at.
    pub(super) complete: bool,
}

impl OpenFolder<'_> {
    /// Judges what is on its way by what earlier looks remember of it, and remembers it for later ones.
    pub(super) fn remember(
        &self,
        skips: &mut Skips,
        area: Option<&Area>,
        contents: &Contents,
        complete: bool,
        now: Timestamp,
    ) {
        if skips.on_their_way().is_empty() && !(contents.first_seen && complete) {
            return;
        }
        let before = area.filter(|_| contents.first_seen).map(FirstSeen::read).unwrap_or_default();
        let first_seen = |name: &OsStr| match area {
            Some(_) => before.of(name),
            None => self.written_since(name, now),
        };
        let after = before.after(skips, complete, &first_seen, now);
        skips.judge_on_their_way(&first_seen, now, self.options.max_age);
        // What cannot be remembered is as old as it says itself.
        let _ = match area {
            Some(area) if after != before => after.write(area),
            // No work area is made for files that have just arrived.
            None if !skips.tallies().is_empty() => {
                Area::make(&self.dir, self.options).and_then(|area| after.write(&area))
            }
            _ => Ok(()),
        };
    }

    /// Where there is no work area yet, and so no memory: since when a file has been written in its place. One that is not written
    /// now was moved here, and its birth says nothing.
    pub(super) fn written_since(&self, name: &OsStr, now: Timestamp) -> Option<Timestamp> {
        let modified = self.dir.stat(name).ok().flatten()?.mtime;
        let is_written = now.since(modified).is_some_and(|age| age <= self.options.settle_on(self.network));
        if is_written { self.dir.birth(name) } else { None }
    }

    /// Gives the lock back because an agent goes first.
    pub(super) fn withdraw(self, contents: &Contents, locked: Locked, ending: Ending) -> Result<Outcome> {
        let Locked { area, lock, orphans, .. } = locked;
        let outcome = self.end(Arbitration::AgentDelivering, Some(area), contents, Some(orphans), ending);
        give_up(lock);
        outcome
    }

    /// Ends a pass without a collection: what was seen becomes the report, and what a person must hear of an alarm. `orphans`:
    /// those that were recovered, under our own lock.
    pub(super) fn end(
        self,
        arbitration: Arbitration,
        area: Option<Area>,
        contents: &Contents,
        orphans: Option<Orphans>,
        ending: Ending,
    ) -> Result<Outcome> {
        let Ending { mut skips, rejected, superseded, complete } = ending;
        let now = self.clock(area.as_ref());
        let under_lock = orphans.is_some();
        let is_nothing = arbitration == Arbitration::Nothing;
        if arbitration != Arbitration::CollectorBusy {
            self.remember(&mut skips, area.as_ref(), contents, complete, now);
        }
        let find = || {
            let mut findings = Findings::default();
            let is_seen = |kind| {
                let is_own = kind == LockKind::Collector && under_lock;
                if is_nothing || is_own { None } else { observe(&self.dir, kind, now, self.options).ok().flatten() }
            };
            findings.locks(self.path, is_seen(LockKind::Collector).as_ref(), is_seen(LockKind::Agent).as_ref(), now);
            if arbitration != Arbitration::CollectorBusy {
                findings.entries(&skips, complete, &|| permission_advice(&self.dir, &skips));
                findings.lost_lock(false, now);
                match &orphans {
                    Some(orphans) => orphans.add_to(&mut findings, now),
                    None => findings.recovery(&[], now),
                }
            }
            if is_nothing && contents.batches.is_empty() {
                findings.failing_store(&[], true, now);
            }
            findings
        };
        let look = if under_lock { RejectedLook::AndMore(rejected.len() as u64) } else { RejectedLook::Brief };
        let Told { stand, ended, .. } = self.tell(area, contents, look, &find, now);
        let Skips { skipped, ready_in, .. } = skips;
        let alarms = stand;
        let report =
            Report { arbitration, skipped, ready_in, rejected, superseded, alarms, ended, ..Report::default() };
        Ok(Outcome::Finished(report))
    }

    /// Brings the incidents up to date. Where none is active and nothing was found, nothing is looked at or written.
    pub(super) fn tell(
        &self,
        area: Option<Area>,
        contents: &Contents,
        look: RejectedLook,
        find: &dyn Fn() -> Findings,
        now: Timestamp,
    ) -> Told {
        let Some(area) = area else {
            if find().found.is_empty() {
                return Told::default();
            }
            return match Area::make(&self.dir, self.options) {
                Ok(area) => alarms::tell(&area, Known::Nothing, &|_| find(), now),
                Err(_) => Told { stand: alarms::active(None, &|_| find(), now), ..Told::default() },
            };
        };
        let find_all = |ledger: &Ledger| {
            let mut findings = find();
            if contents.rejected || contents.alarms.is_some() || !matches!(look, RejectedLook::Brief) {
                findings.rejected(&area, ledger, look, now);
            }
            findings
        };
        // What was seen in the first listing of the work area saves a look.
        if contents.alarms.is_none()
            && matches!(look, RejectedLook::Brief)
            && find_all(&Ledger::default()).found.is_empty()
        {
            return Told::default();
        }
        let known = contents.alarms.map_or(Known::Nothing, Known::Inode);
        alarms::tell(&area, known, &find_all, now)
    }

    /// The clock of the file system that holds the locks, where it may differ from ours.
    pub(super) fn clock(&self, area: Option<&Area>) -> Timestamp {
        match area {
            Some(area) if self.network && self.options.now.is_none() => {
                area.file_system_time().unwrap_or(self.now.wall)
            }
            _ => self.now.wall,
        }
    }
}

/// A lock that cannot be removed is recovered, and told of, by the next pass; what this one has to tell must not be lost for it.
pub(super) fn give_up(lock: CollectorLock) {
    let _ = lock.release();
}
