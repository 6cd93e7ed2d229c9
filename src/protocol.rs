//! The protocol of a collection, step by step, up to the batch that may be offered: look, lock, look again, claim, look once
//! more. The model of these steps is in `tests/model`, with the same names.

use crate::alarms::{self, Findings, Known, Ledger, RejectedLook, Told};
use crate::claiming::ClaimingRun;
use crate::collection::Collection;
use crate::error::Result;
use crate::left_alone::LeftAlone;
use crate::lock::{CollectorLock, OrphanRules, Take, TakeRules, observe};
use crate::outcome::{Attempt, Outcome};
use crate::pass::{Pass, permission_obstacles};
use crate::recovery::{Recovery, recover};
use crate::report::{Answered, Arbitration, Report};
use crate::rules::skip::SkipReason;
use crate::rules::timestamp::{Now, Timestamp};
use crate::scan::{self, CloseLook, Glance};
use crate::session::{Session, Start};
use crate::status::LockKind;
use crate::work::{Area, Claim, Contents, FirstSeen, Looks, RecoveredLock};
use std::ffi::OsStr;

/// The lock, and what it lets us find out.
struct Locked {
    area: Area,
    lock: CollectorLock,
    /// What lies in the area.
    contents: Contents,
    orphans: Orphans,
    now: Now,
}

/// The locks of dead collectors that were recovered.
struct Orphans {
    /// There were some.
    found: bool,
    /// Those that could not be written down yet.
    untold: Vec<RecoveredLock>,
}

impl Orphans {
    /// Those that have been written down stand by themselves.
    fn add_to(&self, findings: &mut Findings, now: Timestamp) {
        if !self.found || !self.untold.is_empty() {
            findings.recovery(&self.untold, now);
        }
    }
}

/// What is known of the folder when a pass ends without a collection.
#[derive(Default)]
struct Ending {
    left_alone: LeftAlone,
    rejected: Vec<Answered>,
    superseded: Vec<Answered>,
    /// Every entry was looked at.
    complete: bool,
}

impl Pass<'_> {
    /// A whole pass, from the first look to the first offer.
    pub(crate) fn collect(self) -> Result<Outcome> {
        // 1. Look.
        let area = Area::find(&self.folder, self.options)?;
        let contents = area.as_ref().map(Area::contents).transpose()?.unwrap_or_default();
        let glance = scan::glance(&self.folder, &self.criteria(self.now), self.options.max_files)?;
        if !glance.collector_lock {
            if glance.agent_lock {
                let ending = Ending { left_alone: glance.left_alone, ..Ending::default() };
                return self.end(Arbitration::AgentDelivering, area, &contents, None, ending);
            }
            let nothing_left = contents.batches.is_empty() && contents.recovered_locks.is_empty();
            if glance.names.is_empty() && nothing_left && !contents.lock_remains {
                let ending = Ending { left_alone: glance.left_alone, complete: true, ..Ending::default() };
                return self.end(Arbitration::Nothing, area, &contents, None, ending);
            }
        }
        // 2. Lock.
        let area = Area::make(&self.folder, self.options)?;
        match self.lock(area)? {
            Ok(locked) => self.collect_locked(glance, locked),
            Err(area) => {
                let ending = Ending { left_alone: glance.left_alone, ..Ending::default() };
                self.end(Arbitration::CollectorBusy, Some(area), &contents, None, ending)
            }
        }
    }

    /// The lock alone: steps 2 and 3 without looking at files. An orphan that could not be written down is told by the next pass.
    pub(crate) fn take_lock(self) -> Result<Attempt<CollectorLock>> {
        let area = Area::make(&self.folder, self.options)?;
        let Ok(Locked { lock, .. }) = self.lock(area)? else {
            return Ok(Attempt::Refused(Arbitration::CollectorBusy));
        };
        if scan::agent_is_delivering(&self.folder, self.network)? {
            lock.release()?;
            return Ok(Attempt::Refused(Arbitration::AgentDelivering));
        }
        Ok(Attempt::Granted(lock))
    }

    /// Step 2. The area is given back when somebody else holds the lock. Recovered orphans, also those of one who died before he
    /// could tell, are written down at once: whatever happens next, they are told.
    fn lock(&self, area: Area) -> Result<Result<Locked, Area>> {
        let rules = TakeRules {
            orphans: OrphanRules { network: self.network, cluster_locked: self.options.cluster_locked },
            now: self.now.wall,
            area: area.dir(),
            adopt: &|file| area.adopt(file),
        };
        let lock = match CollectorLock::take(&self.folder, &rules)? {
            Take::Busy => return Ok(Err(area)),
            Take::Taken(lock) => lock,
        };
        let mut contents = area.contents()?;
        let orphans = self.tell_orphans(&area, &contents);
        if orphans.found {
            // Telling makes files there, too.
            contents = area.contents()?;
        }
        // From here on the clock of the file system that holds the files.
        let mut now = self.now;
        if self.network && self.options.now.is_none() {
            now.wall = lock.held().file_system_time()?;
        }
        Ok(Ok(Locked { area, lock, contents, orphans, now }))
    }

    fn tell_orphans(&self, area: &Area, contents: &Contents) -> Orphans {
        let orphans = area.recovered_locks(contents);
        let find = || {
            let mut findings = Findings::default();
            findings.recovery(&orphans, self.now.wall);
            findings
        };
        let is_told =
            orphans.is_empty() || alarms::tell(self.path, area, Known::Nothing, &|_| find(), self.now.wall).remembered;
        Orphans { found: !orphans.is_empty(), untold: if is_told { Vec::new() } else { orphans } }
    }

    fn collect_locked(self, mut glance: Glance, mut locked: Locked) -> Result<Outcome> {
        if locked.orphans.found {
            glance.left_alone.forget_collector_lock();
        }
        let contents = std::mem::take(&mut locked.contents);
        locked.area.remove_temporaries(&contents);
        locked.area.remove_old_superseded(&contents, locked.now.wall);
        let criteria = self.criteria(locked.now);
        let mut recovery = recover(&self, &locked.area, &contents, &criteria)?;
        // 3. Look again, and only then for the agent.
        let mut looks = Looks::read(&locked.area)?;
        let room = room_for(self.options.max_files, recovery.leftovers.count);
        let look = if recovery.returned {
            scan::look_at_all(&self.folder, &criteria, &mut looks, room)?
        } else {
            scan::look_again(&self.folder, &criteria, &mut looks, glance, room)?
        };
        let CloseLook { candidates, mut left_alone } = look;
        let rejected = std::mem::take(&mut recovery.rejected);
        let mut superseded = std::mem::take(&mut recovery.superseded);
        // What was left in the work area; it is told apart because a second look at the folder begins to count anew.
        let mut left_in_area = std::mem::take(&mut recovery.left_alone);
        if scan::agent_is_delivering(&self.folder, self.network)? {
            left_alone.absorb(left_in_area);
            return self.withdraw(&contents, locked, Ending { left_alone, rejected, superseded, complete: false });
        }
        // 4. Claim, and 5. Look once more.
        let mut claiming =
            ClaimingRun::new(&self, &locked.area, &criteria, &mut looks, &mut locked.lock, &recovery.blocked);
        let number = contents.batches.last().map_or(1, |last| last.number.saturating_add(1));
        let mut claims = Vec::new();
        let mut withdrawn = false;
        for (stuck, number) in recovery.stuck.iter().zip(number..) {
            withdrawn |=
                claiming.claim_stuck(stuck, number, room, &mut left_in_area, &mut superseded)?.add_to(&mut claims);
        }
        if !withdrawn {
            let number = number + recovery.stuck.len() as u64;
            withdrawn = claiming.claim(number, candidates, room, &mut left_alone, &mut superseded)?.add_to(&mut claims);
        }
        looks.write(&locked.area)?;
        left_alone.absorb(left_in_area);
        if withdrawn {
            return self.withdraw(&contents, locked, Ending { left_alone, rejected, superseded, complete: false });
        }
        let complete = left_alone.skipped.count(SkipReason::BatchFull) == 0;
        if recovery.leftovers.is_empty() && claims.is_empty() {
            let Locked { area, lock, orphans, .. } = locked;
            let ending = Ending { left_alone, rejected, superseded, complete };
            let outcome = self.end(Arbitration::Nothing, Some(area), &contents, Some(orphans), ending);
            give_up(lock);
            return outcome;
        }
        let ending = Ending { left_alone, rejected, superseded, complete };
        Ok(Outcome::Collecting(self.offer(locked, &contents, recovery, claims, ending)))
    }

    /// Step 6, "Offer", begins.
    fn offer(
        self,
        locked: Locked,
        contents: &Contents,
        recovery: Recovery,
        claims: Vec<Claim>,
        ending: Ending,
    ) -> Collection {
        let Locked { area, lock, orphans, now, .. } = locked;
        let Ending { mut left_alone, rejected, superseded, complete } = ending;
        let Recovery { leftovers, blocked, .. } = recovery;
        self.remember(&mut left_alone, Some(&area), contents, complete, now.wall);
        let mut findings = Findings::default();
        findings.locks(None, None, now.wall);
        orphans.add_to(&mut findings, now.wall);
        let report = Report { arbitration: Arbitration::Collecting, rejected, superseded, ..Report::default() };
        let criteria = self.criteria(now);
        Collection::new(Session::begin(Start {
            pass: self,
            area,
            lock,
            leftovers,
            claims,
            blocked,
            report,
            left_alone,
            criteria,
            complete,
            findings,
        }))
    }

    /// Judges what is on its way by what earlier looks remember of it, and remembers it for later ones.
    fn remember(
        &self,
        left_alone: &mut LeftAlone,
        area: Option<&Area>,
        contents: &Contents,
        complete: bool,
        now: Timestamp,
    ) {
        if left_alone.on_their_way().is_empty() && !(contents.first_seen && complete) {
            return;
        }
        let before = area.filter(|_| contents.first_seen).map(FirstSeen::read).unwrap_or_default();
        let first_seen = |name: &OsStr| match area {
            Some(_) => before.of(name),
            None => self.written_since(name, now),
        };
        let after = before.after(left_alone, complete, &first_seen, now);
        left_alone.judge_on_their_way(&first_seen, now, self.options.max_age);
        // What cannot be remembered is as old as it says itself.
        let _ = match area {
            Some(area) if after != before => after.write(area),
            // No work area is made for files that have just arrived.
            None if !left_alone.tallies().is_empty() => {
                Area::make(&self.folder, self.options).and_then(|area| after.write(&area))
            }
            _ => Ok(()),
        };
    }

    /// Where there is no work area yet, and so no memory: since when a file has been written in its place. One that is not written
    /// now was moved here, and its birth says nothing.
    fn written_since(&self, name: &OsStr, now: Timestamp) -> Option<Timestamp> {
        let modified = self.folder.stat(name).ok().flatten()?.mtime;
        let is_written = now.since(modified).is_some_and(|age| age <= self.options.settle_on(self.network));
        if is_written { self.folder.birth(name) } else { None }
    }

    /// Gives the lock back because an agent goes first.
    fn withdraw(self, contents: &Contents, locked: Locked, ending: Ending) -> Result<Outcome> {
        let Locked { area, lock, orphans, .. } = locked;
        let outcome = self.end(Arbitration::AgentDelivering, Some(area), contents, Some(orphans), ending);
        give_up(lock);
        outcome
    }

    /// Ends a pass without a collection: what was seen becomes the report, and what a person must hear of an alarm. `orphans`:
    /// those that were recovered, under our own lock.
    fn end(
        self,
        arbitration: Arbitration,
        area: Option<Area>,
        contents: &Contents,
        orphans: Option<Orphans>,
        ending: Ending,
    ) -> Result<Outcome> {
        let Ending { mut left_alone, rejected, superseded, complete } = ending;
        let now = self.clock(area.as_ref());
        let under_lock = orphans.is_some();
        let is_nothing = arbitration == Arbitration::Nothing;
        if arbitration != Arbitration::CollectorBusy {
            self.remember(&mut left_alone, area.as_ref(), contents, complete, now);
        }
        let find = || {
            let mut findings = Findings::default();
            let is_seen = |kind| {
                let is_own = kind == LockKind::Collector && under_lock;
                if is_nothing || is_own { None } else { observe(&self.folder, kind, now, self.options).ok().flatten() }
            };
            findings.locks(is_seen(LockKind::Collector).as_ref(), is_seen(LockKind::Agent).as_ref(), now);
            if arbitration != Arbitration::CollectorBusy {
                findings.entries(&left_alone, complete, &|| permission_obstacles(&self.folder, &left_alone));
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
        let LeftAlone { skipped, ready_in, .. } = left_alone;
        let alarms = stand;
        let report =
            Report { arbitration, skipped, ready_in, rejected, superseded, alarms, ended, ..Report::default() };
        Ok(Outcome::NotCollecting(report))
    }

    /// Brings the incidents up to date. Where none is active and nothing was found, nothing is looked at or written.
    fn tell(
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
            return match Area::make(&self.folder, self.options) {
                Ok(area) => alarms::tell(self.path, &area, Known::Nothing, &|_| find(), now),
                Err(_) => Told { stand: alarms::active(self.path, None, &|_| find(), now), ..Told::default() },
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
        alarms::tell(self.path, &area, known, &find_all, now)
    }

    /// The clock of the file system that holds the locks, where it may differ from ours.
    fn clock(&self, area: Option<&Area>) -> Timestamp {
        match area {
            Some(area) if self.network && self.options.now.is_none() => {
                area.file_system_time().unwrap_or(self.now.wall)
            }
            _ => self.now.wall,
        }
    }
}

/// How many files may be claimed beside what is left over, so that neither memory nor the work area grows while a store fails,
/// and a few bad files do not hold back the others even where the limit is small.
fn room_for(max_files: usize, leftovers: u64) -> usize {
    let leftovers = usize::try_from(leftovers).unwrap_or(usize::MAX);
    let most = max_files.saturating_mul(2).max(1_000);
    if leftovers >= most { 0 } else { max_files.saturating_sub(leftovers).max(1) }
}

/// A lock that cannot be removed is recovered, and told of, by the next pass; what this one has to tell must not be lost for it.
fn give_up(lock: CollectorLock) {
    let _ = lock.release();
}
