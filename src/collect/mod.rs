//! The protocol of a collection, step by step, up to the batch that may be offered: look, lock, look again, claim, look once
//! more. The model of these steps is in `tests/model`, with the same names.

mod claim;
mod conclude;
mod lock;
mod recover;

use crate::alarms::Findings;
use crate::arbitration::Arbitration;
use crate::collection::{Collection, Outcome};
use crate::error::Result;
use crate::offer::{Session, Start};
use crate::open_folder::OpenFolder;
use crate::report::Report;
use crate::rules::skip::SkipReason;
use crate::scan::{self, CloseLook, Glance, Memory};
use crate::work::{Area, Claim, Contents};
use claim::ClaimingRun;
use conclude::{Ending, give_up};
use lock::Locked;
use recover::{Recovery, recover};

impl OpenFolder<'_> {
    /// A whole pass, from the first look to the first offer.
    pub(crate) fn collect(self) -> Result<Outcome> {
        // 1. Look.
        let area = Area::find(&self.dir, self.options)?;
        let contents = area.as_ref().map(Area::contents).transpose()?.unwrap_or_default();
        let glance = scan::glance(&self.dir, &self.criteria(self.now), self.options.max_files)?;
        if !glance.collector_lock {
            if glance.agent_lock {
                let ending = Ending { skips: glance.skips, ..Ending::default() };
                return self.end(Arbitration::AgentDelivering, area, &contents, None, ending);
            }
            let nothing_left = contents.batches.is_empty() && contents.recovered_locks.is_empty();
            if glance.names.is_empty() && nothing_left && !contents.lock_remains {
                let ending = Ending { skips: glance.skips, complete: true, ..Ending::default() };
                return self.end(Arbitration::Nothing, area, &contents, None, ending);
            }
        }
        // 2. Lock.
        let area = Area::make(&self.dir, self.options)?;
        match self.lock(area)? {
            Ok(locked) => self.collect_locked(glance, locked),
            Err(area) => {
                let ending = Ending { skips: glance.skips, ..Ending::default() };
                self.end(Arbitration::CollectorBusy, Some(area), &contents, None, ending)
            }
        }
    }

    fn collect_locked(self, mut glance: Glance, mut locked: Locked) -> Result<Outcome> {
        if locked.orphans.found {
            glance.skips.forget_collector_lock();
        }
        let contents = std::mem::take(&mut locked.contents);
        locked.area.remove_temporaries(&contents);
        locked.area.remove_old_superseded(&contents, locked.now.wall);
        let criteria = self.criteria(locked.now);
        let mut recovery = recover(&self, &locked.area, &contents, &criteria)?;
        // 3. Look again, and only then for the agent.
        let mut memory = Memory::read(&locked.area)?;
        let room = room_for(self.options.max_files, recovery.leftovers.count);
        let look = if recovery.returned {
            scan::look_at_all(&self.dir, &criteria, &mut memory, room)?
        } else {
            scan::look_again(&self.dir, &criteria, &mut memory, glance, room)?
        };
        let CloseLook { candidates, mut skips } = look;
        let rejected = std::mem::take(&mut recovery.rejected);
        let mut superseded = std::mem::take(&mut recovery.superseded);
        // What was left in the work area; it is told apart because a second look at the folder begins to count anew.
        let mut left_in_area = std::mem::take(&mut recovery.skips);
        if scan::agent_is_delivering(&self.dir, self.network)? {
            skips.absorb(left_in_area);
            return self.withdraw(&contents, locked, Ending { skips, rejected, superseded, complete: false });
        }
        // 4. Claim, and 5. Look once more.
        let mut claiming =
            ClaimingRun::new(&self, &locked.area, &criteria, &mut memory, &mut locked.lock, &recovery.blocked);
        let number = contents.batches.last().map_or(1, |last| last.number.saturating_add(1));
        let mut claims = Vec::new();
        let mut withdrawn = false;
        for (stuck, number) in recovery.stuck.iter().zip(number..) {
            withdrawn |=
                claiming.claim_stuck(stuck, number, room, &mut left_in_area, &mut superseded)?.add_to(&mut claims);
        }
        if !withdrawn {
            let number = number + recovery.stuck.len() as u64;
            withdrawn = claiming.claim(number, candidates, room, &mut skips, &mut superseded)?.add_to(&mut claims);
        }
        memory.write(&locked.area)?;
        skips.absorb(left_in_area);
        if withdrawn {
            return self.withdraw(&contents, locked, Ending { skips, rejected, superseded, complete: false });
        }
        let complete = skips.skipped.count(SkipReason::BatchFull) == 0;
        if recovery.leftovers.is_empty() && claims.is_empty() {
            let Locked { area, lock, orphans, .. } = locked;
            let ending = Ending { skips, rejected, superseded, complete };
            let outcome = self.end(Arbitration::Nothing, Some(area), &contents, Some(orphans), ending);
            give_up(lock);
            return outcome;
        }
        let ending = Ending { skips, rejected, superseded, complete };
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
        let Ending { mut skips, rejected, superseded, complete } = ending;
        let Recovery { leftovers, blocked, .. } = recovery;
        self.remember(&mut skips, Some(&area), contents, complete, now.wall);
        let mut findings = Findings::default();
        findings.locks(self.path, None, None, now.wall);
        orphans.add_to(&mut findings, now.wall);
        let report = Report { arbitration: Arbitration::Collecting, rejected, superseded, ..Report::default() };
        let criteria = self.criteria(now);
        Collection::new(Session::begin(Start {
            folder: self,
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

/// How many files may be claimed beside what is left over, so that neither memory nor the work area grows while a store fails,
/// and a few bad files do not hold back the others even where the limit is small.
fn room_for(max_files: usize, leftovers: u64) -> usize {
    let leftovers = usize::try_from(leftovers).unwrap_or(usize::MAX);
    let most = max_files.saturating_mul(2).max(1_000);
    if leftovers >= most { 0 } else { max_files.saturating_sub(leftovers).max(1) }
}
