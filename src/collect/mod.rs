//! Steps 1 to 5 of a collection, up to the batch that may be offered: look, lock, look again,
//! claim, look once more. Here is their order; the model of these steps is in `tests/model`, with
//! the same names.

mod claim;
mod conclude;
mod lock;
mod recover;

pub(crate) use lock::take_lock;

use crate::arbitration::Arbitration;
use crate::collection::Outcome;
use crate::error::Result;
use crate::lock::CollectorLock;
use crate::open_folder::OpenFolder;
use crate::report::NotStored;
use crate::rules::skip::SkipReason;
use crate::scan::{self, Criteria, Memory, Skips};
use crate::work::{Area, Contents};
use claim::Claims;
use conclude::conclude;
use lock::Orphans;

/// A pass under the collector lock.
struct Pass<'a> {
    folder: OpenFolder<'a>,
    lock: CollectorLock,
    /// By the clock of the file system that holds the files.
    criteria: Criteria,
    area: AreaSeen,
    memory: Memory,
    found: Found,
}

/// The work area, and what lay in it.
struct AreaSeen {
    area: Area,
    contents: Contents,
    orphans: Orphans,
}

/// What a pass has found so far.
#[derive(Default)]
struct Found {
    skips: Skips,
    rejected: Vec<NotStored>,
    superseded: Vec<NotStored>,
    /// Every entry of the drop folder was inspected: an alarm without a finding has ended.
    complete: bool,
}

/// A whole pass, from the first look to the first offer.
pub(crate) fn collect(folder: OpenFolder<'_>) -> Result<Outcome> {
    // 1. Look.
    let area = Area::find(&folder.dir, folder.options)?;
    let contents = area.as_ref().map(Area::contents).transpose()?.unwrap_or_default();
    let mut glance = scan::glance(&folder.dir, &folder.criteria(folder.now), folder.options.max_files)?;
    if !glance.collector_lock {
        if glance.agent_lock {
            let found = Found::glimpsed(glance.skips);
            return Ok(conclude(Arbitration::AgentDelivering, &folder, area, &contents, None, found));
        }
        if glance.names.is_empty() && contents.is_settled() {
            let found = Found { complete: true, ..Found::glimpsed(glance.skips) };
            return Ok(conclude(Arbitration::Nothing, &folder, area, &contents, None, found));
        }
    }
    // 2. Lock.
    let area = Area::make(&folder.dir, folder.options)?;
    let Some(mut pass) = Pass::lock(&folder, &area)? else {
        let found = Found::glimpsed(glance.skips);
        return Ok(conclude(Arbitration::CollectorBusy, &folder, Some(area), &contents, None, found));
    };
    if pass.area.orphans.found {
        glance.skips.forget_collector_lock();
    }
    pass.tidy();
    let recovery = pass.recover()?;
    // 3. Look again, and only then for the agent.
    pass.memory = Memory::read(&area)?;
    let room = room_for(folder.options.max_files, recovery.leftovers.count);
    let look = match recovery.returned {
        true => scan::look_at_all(&folder.dir, &pass.criteria, &mut pass.memory, room)?,
        false => scan::look_again(&folder.dir, &pass.criteria, &mut pass.memory, glance, room)?,
    };
    if scan::agent_is_delivering(&folder.dir, folder.network)? {
        pass.found.add_look(look.skips);
        return Ok(pass.conclude(Arbitration::AgentDelivering));
    }
    // 4. Claim, and 5. Look once more.
    let claims = pass.claim(look, &recovery, room)?;
    pass.memory.write(&area)?;
    let claims = match claims {
        Claims::Verified(claims) => claims,
        Claims::Withdrawn => return Ok(pass.conclude(Arbitration::AgentDelivering)),
    };
    pass.found.complete = pass.found.skips.skipped.count(SkipReason::BatchFull) == 0;
    if recovery.leftovers.is_empty() && claims.is_empty() {
        return Ok(pass.conclude(Arbitration::Nothing));
    }
    // 6. Offer.
    Ok(Outcome::Collecting(pass.offer(recovery, claims)))
}

impl Found {
    /// What a look without the lock has skipped.
    fn glimpsed(skips: Skips) -> Self {
        Self { skips, ..Self::default() }
    }

    /// Adds what a look at the drop folder has skipped; its examples come before those of the work
    /// area.
    fn add_look(&mut self, look: Skips) {
        let in_area = std::mem::replace(&mut self.skips, look);
        self.skips.absorb(in_area);
    }
}

impl Pass<'_> {
    /// Removes the remains of dead collectors, and superseded files that were kept for long enough.
    fn tidy(&self) {
        let AreaSeen { area, contents, .. } = &self.area;
        area.remove_temporaries(contents);
        area.remove_old_superseded(contents, self.criteria.now.wall);
    }
}

/// How many files may be claimed beside what is left over, so that neither memory nor the work area
/// grows while a store fails, and a few bad files do not hold back the others even where the limit
/// is small.
fn room_for(max_files: usize, leftovers: u64) -> usize {
    let leftovers = usize::try_from(leftovers).unwrap_or(usize::MAX);
    let most = max_files.saturating_mul(2).max(1_000);
    if leftovers >= most { 0 } else { max_files.saturating_sub(leftovers).max(1) }
}
