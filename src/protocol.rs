//! The protocol of a collection, step by step, up to the batch that may be offered: look, lock, look again, claim, look once
//! more. The model of these steps is in `tests/model`, with the same names.

use crate::alarms::{self, Findings};
use crate::drop_folder::{Attempt, DropFolder, Outcome};
use crate::error::Result;
use crate::fs::{self, Dir};
use crate::lock::{CollectorLock, OrphanRules, Take, TakeRules, observe};
use crate::options::{Durability, Options};
use crate::report::{Alarm, Arbitration, Report};
use crate::rules::lock_text::LockText;
use crate::rules::skip::SkipReason;
use crate::rules::timestamp::{Now, Timestamp};
use crate::scan::{self, Candidate, CloseLook, Criteria, Glance, LeftAlone};
use crate::session::Session;
use crate::status::LockKind;
use crate::work::{Area, Batch, Claim, Claiming, Contents, INSIDE, Looks, Probe, Recovered};
use std::path::Path;
use std::sync::Arc;

/// A drop folder that was opened for one pass.
pub(crate) struct Pass<'a> {
    pub(crate) path: &'a Path,
    pub(crate) options: &'a Options,
    pub(crate) folder: Arc<Dir>,
    pub(crate) network: bool,
    pub(crate) now: Now,
}

/// What the lock has let us find out.
struct Locked {
    area: Area,
    lock: CollectorLock,
    recovered: Option<LockText>,
    now: Now,
}

/// What is known of the folder when a pass ends without a collection.
#[derive(Default)]
struct Ending {
    left_alone: LeftAlone,
    /// Every entry was looked at.
    complete: bool,
    /// Under our own lock: whether an orphan had to be recovered.
    locked: Option<Option<LockText>>,
}

impl<'a> Pass<'a> {
    pub(crate) fn open(drop_folder: &'a DropFolder) -> Result<Self> {
        let (path, options) = (drop_folder.path(), drop_folder.options());
        let folder = Arc::new(Dir::open(path, "open the drop folder")?);
        let network = fs::file_system(&folder)?.network;
        Ok(Self { path, options, folder, network, now: options.now.unwrap_or_else(fs::now) })
    }

    pub(crate) fn criteria(&self, now: Now) -> Criteria {
        Criteria {
            now,
            settle: self.options.settle_on(self.network),
            max_size: self.options.max_size,
            max_age: self.options.max_age,
            user: fs::effective_user(),
            own_entry: self.options.work_area.is_none().then_some(INSIDE),
        }
    }

    pub(crate) fn collect(self) -> Result<Outcome> {
        // 1. Look.
        let area = Area::find(&self.folder, self.options)?;
        let contents = area.as_ref().map(Area::contents).transpose()?.unwrap_or_default();
        let glance = scan::glance(&self.folder, &self.criteria(self.now), self.options.max_files)?;
        if !glance.collector_lock {
            if glance.agent_lock {
                let ending = Ending { left_alone: glance.left_alone, ..Ending::default() };
                return self.end(Arbitration::AgentDelivering, area, &contents, ending);
            }
            if glance.names.is_empty() && contents.batches.is_empty() {
                let ending = Ending { left_alone: glance.left_alone, complete: true, locked: None };
                return self.end(Arbitration::Nothing, area, &contents, ending);
            }
        }
        // 2. Lock.
        let area = Area::make(&self.folder, self.options)?;
        match self.lock(area)? {
            Ok(locked) => self.collect_locked(glance, locked),
            Err(area) => {
                let ending = Ending { left_alone: glance.left_alone, ..Ending::default() };
                self.end(Arbitration::CollectorBusy, Some(area), &contents, ending)
            }
        }
    }

    /// The lock alone: steps 2 and 3 without looking at files.
    pub(crate) fn take_lock(self) -> Result<Attempt<CollectorLock>> {
        let area = Area::make(&self.folder, self.options)?;
        let Ok(Locked { lock, .. }) = self.lock(area)? else { return Ok(Attempt::Refused(Arbitration::CollectorBusy)) };
        if scan::agent_is_delivering(&self.folder, self.network)? {
            lock.release()?;
            return Ok(Attempt::Refused(Arbitration::AgentDelivering));
        }
        Ok(Attempt::Granted(lock))
    }

    /// Step 2. The area is given back when somebody else holds the lock.
    fn lock(&self, area: Area) -> Result<Result<Locked, Area>> {
        let rules = TakeRules {
            orphans: OrphanRules { network: self.network, cluster_locked: self.options.cluster_locked },
            now: self.now.wall,
            temp: area.dir(),
            adopt: &|file| area.adopt(file),
        };
        match CollectorLock::take(&self.folder, &rules)? {
            Take::Busy => Ok(Err(area)),
            Take::Taken(lock, recovered) => {
                // From here on the clock of the file system that holds the files.
                let mut now = self.now;
                if self.network && self.options.now.is_none() {
                    now.wall = lock.held().file_system_time()?;
                }
                Ok(Ok(Locked { area, lock, recovered, now }))
            }
        }
    }

    fn collect_locked(self, glance: Glance, locked: Locked) -> Result<Outcome> {
        let contents = locked.area.contents()?;
        locked.area.remove_lock_temps(&contents)?;
        let (leftovers, returned) = self.recover(&locked.area, &contents)?;
        // 3. Look again, and only then for the agent.
        let criteria = self.criteria(locked.now);
        let mut looks = Looks::read(&locked.area)?;
        let max_files = self.options.max_files;
        let look = if returned {
            scan::look_at_all(&self.folder, &criteria, &mut looks, max_files)?
        } else {
            scan::look_again(&self.folder, &criteria, &mut looks, glance, max_files)?
        };
        looks.write(&locked.area)?;
        if scan::agent_is_delivering(&self.folder, self.network)? {
            return self.withdraw(&contents, locked, look.left_alone);
        }
        let complete = look.left_alone.skipped.count(SkipReason::BatchFull) == 0;
        let CloseLook { candidates, mut left_alone } = look;
        let number = contents.batches.last().map_or(1, |last| last.number + 1);
        // 4. Claim, and 5. Look once more.
        let Some(claims) = self.claim(&locked.area, number, &candidates, &criteria, &mut left_alone)? else {
            return self.withdraw(&contents, locked, left_alone);
        };
        if leftovers.is_empty() && claims.is_empty() {
            let Locked { area, lock, recovered, .. } = locked;
            let ending = Ending { left_alone, complete, locked: Some(recovered) };
            let outcome = self.end(Arbitration::Nothing, Some(area), &contents, ending);
            return lock.release().and(outcome);
        }
        let Locked { area, lock, recovered, now } = locked;
        let mut findings = Findings::default();
        findings.locks(self.path, None, None, now.wall);
        findings.entries(&left_alone, complete);
        findings.recovery(recovered.as_ref(), now.wall);
        // 6. Offer.
        Ok(Outcome::Collecting(Session::begin(self, area, lock, leftovers, claims, left_alone, findings)))
    }

    /// Recovery: batches that are not verified are given back, those that are come first. Says also whether anything was
    /// given back, since then the first look is out of date.
    fn recover(&self, area: &Area, contents: &Contents) -> Result<(Vec<Claim>, bool)> {
        let (mut leftovers, mut returned) = (Vec::new(), false);
        for name in &contents.batches {
            let Some(batch) = Batch::open(area, name)? else { continue };
            let unverified = if name.verified {
                match batch.recover()? {
                    Recovered::Claims(batch, claims) => {
                        returned |= self.give_back_strangers(&batch, &claims)?;
                        if !batch.remove_if_empty()? {
                            leftovers.extend(claims);
                        }
                        continue;
                    }
                    Recovered::Unreadable(batch) => batch,
                }
            } else {
                batch
            };
            for file in unverified.files()? {
                unverified.give_back(&self.folder, &file, self.is_durable())?;
                returned = true;
            }
            unverified.remove_if_empty()?;
        }
        Ok((leftovers, returned))
    }

    /// Files of a verified batch that its record does not know were not verified.
    fn give_back_strangers(&self, batch: &Batch, claims: &[Claim]) -> Result<bool> {
        let known: std::collections::HashSet<_> = claims.iter().map(|claim| claim.record.name.as_os_str()).collect();
        let mut returned = false;
        for file in batch.files()?.iter().filter(|file| !known.contains(file.as_os_str())) {
            batch.give_back(&self.folder, file, self.is_durable())?;
            returned = true;
        }
        Ok(returned)
    }

    /// Steps 4 and 5. `None`: an agent lock has appeared, and everything was given back.
    fn claim(
        &self,
        area: &Area,
        number: u64,
        candidates: &[Candidate],
        criteria: &Criteria,
        left: &mut LeftAlone,
    ) -> Result<Option<Vec<Claim>>> {
        if candidates.is_empty() {
            return Ok(Some(Vec::new()));
        }
        let batch = Batch::begin(area, number)?;
        let probe = Probe { user: criteria.user, network: self.network };
        let mut records = Vec::with_capacity(candidates.len());
        for Candidate { name, stat, evidence } in candidates {
            match batch.claim(&self.folder, name, stat, *evidence, probe)? {
                Claiming::Claimed(claimed) => records.push(claimed),
                Claiming::Gone => {}
                Claiming::Changed => criteria.leave(left, name, SkipReason::ChangedMeanwhile, Some(*stat)),
                Claiming::OpenForWriting => criteria.leave(left, name, SkipReason::OpenForWriting, Some(*stat)),
                Claiming::Unreadable => criteria.leave(left, name, SkipReason::Unreadable, Some(*stat)),
                Claiming::Refused => criteria.leave(left, name, SkipReason::Unclaimable, Some(*stat)),
            }
        }
        // 5. Look once more: who does not honour lock.txt may be writing into what was claimed.
        if scan::agent_is_delivering(&self.folder, self.network)? {
            for record in &records {
                batch.give_back(&self.folder, &record.0.name, self.is_durable())?;
            }
            batch.remove_if_empty()?;
            return Ok(None);
        }
        if records.is_empty() {
            batch.remove_if_empty()?;
            return Ok(Some(Vec::new()));
        }
        Ok(Some(batch.verify(records, self.is_durable())?.1))
    }

    /// Gives the lock back because an agent goes first.
    fn withdraw(self, contents: &Contents, locked: Locked, left_alone: LeftAlone) -> Result<Outcome> {
        let Locked { area, lock, recovered, .. } = locked;
        let ending = Ending { left_alone, complete: false, locked: Some(recovered) };
        let outcome = self.end(Arbitration::AgentDelivering, Some(area), contents, ending);
        lock.release().and(outcome)
    }

    /// Ends a pass without a collection: what was seen becomes the report, and what a person must hear of an alarm.
    fn end(self, arbitration: Arbitration, area: Option<Area>, contents: &Contents, ending: Ending) -> Result<Outcome> {
        let Ending { left_alone, complete, locked } = ending;
        let now = self.clock(area.as_ref());
        let mut findings = Findings::default();
        let collector = if locked.is_some() || arbitration == Arbitration::Nothing {
            None
        } else {
            observe(&self.folder, LockKind::Collector, now, self.options)?
        };
        let agent = match arbitration {
            Arbitration::Nothing => None,
            _ => observe(&self.folder, LockKind::Agent, now, self.options)?,
        };
        findings.locks(self.path, collector.as_ref(), agent.as_ref(), now);
        if arbitration != Arbitration::CollectorBusy {
            findings.entries(&left_alone, complete);
        }
        if let Some(recovered) = &locked {
            findings.recovery(recovered.as_ref(), now);
            findings.lost_lock(false, now);
        }
        if arbitration == Arbitration::Nothing && contents.batches.is_empty() {
            findings.failing_store(&[], now);
        }
        let (alarms, ended) = self.tell(area, contents, findings, now)?;
        let LeftAlone { skipped, ready_in, .. } = left_alone;
        Ok(Outcome::NotCollecting(Report { arbitration, skipped, ready_in, alarms, ended, ..Report::default() }))
    }

    /// Brings the incidents up to date. Where none stands and nothing was found, nothing is looked at or written.
    fn tell(
        &self,
        area: Option<Area>,
        contents: &Contents,
        mut findings: Findings,
        now: Timestamp,
    ) -> Result<(Vec<Alarm>, Vec<Alarm>)> {
        if contents.rejected || contents.alarms {
            if let Some(area) = &area {
                let (first, count) = area.rejected(1)?;
                findings.rejected(&first, count, &area.dir().path_of("rejected"), now);
            }
        }
        if findings.found.is_empty() && !contents.alarms {
            return Ok((Vec::new(), Vec::new()));
        }
        match area.map_or_else(|| Area::make(&self.folder, self.options), Ok) {
            Ok(area) => alarms::update(&area, &findings, now),
            // Where nothing can be remembered, it is told each time rather than never.
            Err(_) => Ok((alarms::read_standing(None, &findings, now)?, Vec::new())),
        }
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

    fn is_durable(&self) -> bool {
        self.options.durability != Durability::None
    }
}
