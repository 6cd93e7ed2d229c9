//! What a collection and its open deliveries share.

use crate::alarms::{self, Findings, Told};
use crate::collection::Collection;
use crate::error::{Error, ErrorKind, Result};
use crate::fs::{self, Dir};
use crate::lock::CollectorLock;
use crate::options::{Durability, Options};
use crate::protocol::{Pass, is_about_everything};
use crate::recovery::Leftovers;
use crate::report::{Answered, Delivered, Digests, Report};
use crate::rules::claim_record::Progress;
use crate::rules::skip::SkipReason;
use crate::rules::timestamp::Timestamp;
use crate::work::{Area, Batch, BatchName, Claim, GivenBack, Presence, Probe, Recovered};
use std::collections::{HashMap, HashSet, VecDeque};
use std::ffi::OsString;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How long a collection goes on before it makes its lock young again.
const REFRESH: Duration = Duration::from_secs(60);

/// How many batches may be open at once: each holds two descriptors.
const MOST_BATCHES: usize = 64;

/// What a collection and its open deliveries share.
#[derive(Debug)]
pub(crate) struct Session {
    options: Arc<Options>,
    folder: Arc<Dir>,
    probe: Probe,
    area: Area,
    /// `None` once the collection is over.
    lock: Option<CollectorLock>,
    lost: bool,
    refreshed: Instant,
    /// Verified batches of earlier collections whose turn has not come yet.
    leftovers: Leftovers,
    /// What was claimed now; it comes after the leftovers.
    fresh: Vec<Claim>,
    /// Not offered yet, oldest first.
    queue: VecDeque<Claim>,
    /// Offered and not answered, by id.
    open: HashMap<String, Open>,
    /// Batches that were opened since nothing was open.
    opened_batches: usize,
    /// Names of which an older delivery is open or was put back.
    unanswered: HashSet<OsString>,
    /// Batches to remove once they are empty.
    touched: Vec<BatchName>,
    /// Put back once too often.
    failing: Vec<Answered>,
    report: Report,
    findings: Findings,
}

/// A delivery that is open.
#[derive(Debug)]
struct Open {
    claim: Arc<Claim>,
    progress: Progress,
    /// It lies in the store already.
    moved: bool,
}

/// A delivery as it is offered.
pub(crate) struct Offer {
    pub(crate) claim: Arc<Claim>,
    pub(crate) attempt: u32,
    pub(crate) options: Arc<Options>,
}

/// What a collection begins with.
pub(crate) struct Start<'a> {
    pub(crate) pass: Pass<'a>,
    pub(crate) area: Area,
    pub(crate) lock: CollectorLock,
    pub(crate) leftovers: Leftovers,
    pub(crate) claims: Vec<Claim>,
    pub(crate) report: Report,
    pub(crate) findings: Findings,
}

impl Session {
    pub(crate) fn begin(start: Start<'_>) -> Collection {
        let Start { pass, area, lock, leftovers, claims, report, findings } = start;
        Collection::new(Arc::new(Mutex::new(Self {
            options: Arc::new(pass.options.clone()),
            probe: Probe { user: fs::effective_user(), network: pass.network },
            folder: pass.folder,
            area,
            lock: Some(lock),
            lost: false,
            refreshed: Instant::now(),
            leftovers,
            fresh: claims,
            queue: VecDeque::new(),
            open: HashMap::new(),
            opened_batches: 0,
            unanswered: HashSet::new(),
            touched: Vec::new(),
            failing: Vec::new(),
            report,
            findings,
        })))
    }

    /// Step 6, "Offer": the next delivery that does not have to wait for the answer to another one.
    pub(crate) fn offer(&mut self) -> Result<Option<Offer>> {
        self.check_going_on()?;
        self.keep_lock_young()?;
        loop {
            if self.open.is_empty() {
                self.opened_batches = 0;
            }
            if let Some(claim) = self.next_claim() {
                if let Some(offer) = self.try_offer(claim)? {
                    return Ok(Some(offer));
                }
            } else if !self.load_more() {
                return Ok(None);
            }
        }
    }

    /// A file over which a store has died is offered when nothing else is open, and nothing else is while it is: only the
    /// culprit may be blamed again.
    fn next_claim(&mut self) -> Option<Claim> {
        if self.open.values().any(|open| is_suspect(open.progress)) {
            return None;
        }
        let alone = self.open.is_empty();
        let next = self.queue.iter().position(|claim| {
            !self.unanswered.contains(&claim.record.name) && (alone || !is_suspect(claim.record.progress))
        });
        next.and_then(|index| self.queue.remove(index))
    }

    /// Opens the next batch. Says whether there was one whose turn has come.
    fn load_more(&mut self) -> bool {
        let waits_for_answers =
            !self.open.is_empty() && (!self.queue.is_empty() || self.opened_batches >= MOST_BATCHES);
        if waits_for_answers {
            return false;
        }
        while let Some(name) = self.leftovers.batches.pop_front() {
            // One that resists is left to the next collection, and does not hold back the others.
            if let Ok(Some(Recovered::Claims(_, claims))) =
                Batch::open(&self.area, &name).and_then(|batch| batch.map(Batch::recover).transpose())
            {
                self.touched.push(name);
                self.opened_batches += 1;
                self.queue.extend(claims);
                return true;
            }
        }
        let fresh = std::mem::take(&mut self.fresh);
        for claim in &fresh {
            if self.touched.last() != Some(claim.batch.name()) {
                self.touched.push(claim.batch.name().clone());
            }
        }
        let is_more = !fresh.is_empty();
        self.queue.extend(fresh);
        is_more
    }

    /// `None` when the claim turns out not to be one that can be offered.
    fn try_offer(&mut self, mut claim: Claim) -> Result<Option<Offer>> {
        let mut progress = claim.record.progress;
        let prepared = self.prepare(&mut claim, &mut progress);
        match prepared {
            Ok(true) => {}
            Ok(false) => return Ok(None),
            Err(error) if is_about_everything(error.kind()) => return Err(error),
            Err(error) => {
                self.unanswered.insert(claim.record.name.clone());
                self.report.put_back.push(claim.answered(&error.to_string()));
                return Ok(None);
            }
        }
        let claim = Arc::new(claim);
        self.unanswered.insert(claim.record.name.clone());
        let attempt = progress.attempts;
        self.open.insert(claim.id.clone(), Open { claim: Arc::clone(&claim), progress, moved: false });
        Ok(Some(Offer { claim, attempt, options: Arc::clone(&self.options) }))
    }

    /// Whether a claim can be offered; what cannot is dealt with.
    fn prepare(&mut self, claim: &mut Claim, progress: &mut Progress) -> Result<bool> {
        let is_fresh = *progress == Progress::default() && claim.sealed;
        if !is_fresh {
            match claim.presence()? {
                Presence::Gone => return Ok(false),
                Presence::Changed => return self.return_changed(claim).map(|()| false),
                Presence::Same if *progress != Progress::default() => claim.seal(self.probe)?,
                Presence::Same => {}
            }
        }
        if progress.offered {
            progress.deaths += 1;
            if progress.deaths >= self.options.max_attempts {
                let reason = format!("the store died {} times while it took this file", progress.deaths);
                return self.reject(claim, &reason).map(|()| false);
            }
        }
        progress.attempts += 1;
        progress.offered = true;
        claim.write_progress(*progress)?;
        Ok(true)
    }

    /// The store has it.
    pub(crate) fn acknowledge(&mut self, claim: &Claim, digests: Digests) -> Result<()> {
        let moved = self.open_delivery(claim)?.moved;
        if !moved {
            self.check_lock()?;
            match claim.presence()? {
                Presence::Same => claim.remove()?,
                Presence::Gone => {
                    self.close(claim);
                    return Err(claim.vanished());
                }
                Presence::Changed => {
                    self.close(claim);
                    self.return_changed(claim)?;
                    return Err(claim.changed());
                }
            }
        }
        self.delivered(claim, digests);
        // What is done is done: a lock that cannot be refreshed shows with the next step.
        let _ = self.keep_lock_young();
        Ok(())
    }

    fn delivered(&mut self, claim: &Claim, digests: Digests) {
        let attempt = self.open.get(&claim.id).map_or(0, |open| open.progress.attempts);
        self.close(claim);
        self.report.delivered.push(Delivered {
            id: claim.id.clone(),
            name: claim.record.name.clone(),
            size: claim.record.size,
            attempt,
            evidence: claim.record.evidence,
            digests,
        });
    }

    /// It lies in the store, in one step that cannot be taken back: whatever is answered now, it is delivered.
    pub(crate) fn note_moved(&mut self, claim: &Claim) {
        if let Some(open) = self.open.get_mut(&claim.id) {
            open.moved = true;
        }
    }

    /// It stays claimed and is offered first next time.
    pub(crate) fn put_back(&mut self, claim: &Claim, reason: &str) -> Result<()> {
        let Open { progress, moved, .. } = self.open_delivery(claim)?;
        if *moved {
            self.delivered(claim, Digests::default());
            return Ok(());
        }
        let answered = Progress { offered: false, ..*progress };
        self.stays_claimed(claim, reason);
        claim.write_progress(answered)
    }

    /// It was dropped without an answer, which is what is left of a store that died in a tidy way: it counts as a death.
    pub(crate) fn abandon(&mut self, claim: &Claim, reason: &str) {
        match self.open.get(&claim.id) {
            Some(open) if open.moved => self.delivered(claim, Digests::default()),
            Some(_) => self.stays_claimed(claim, reason),
            None => {}
        }
    }

    fn stays_claimed(&mut self, claim: &Claim, reason: &str) {
        let Some(Open { progress, .. }) = self.open.remove(&claim.id) else { return };
        if progress.attempts >= self.options.max_attempts {
            self.failing.push(claim.answered(reason));
        }
        self.report.put_back.push(claim.answered(reason));
    }

    /// It is set aside.
    pub(crate) fn refuse(&mut self, claim: &Claim, reason: &str) -> Result<()> {
        if self.open_delivery(claim)?.moved {
            return Err(over());
        }
        self.check_lock()?;
        match claim.presence()? {
            Presence::Changed => {
                self.close(claim);
                self.return_changed(claim)?;
                Err(claim.changed())
            }
            _ => {
                self.reject(claim, reason)?;
                self.close(claim);
                Ok(())
            }
        }
    }

    fn reject(&mut self, claim: &Claim, reason: &str) -> Result<()> {
        claim.reject(reason, self.is_durable())?;
        self.report.rejected.push(claim.answered(reason));
        Ok(())
    }

    /// What a writer changed after it was claimed is new content: back to the folder, where it has to settle.
    fn return_changed(&mut self, claim: &Claim) -> Result<()> {
        match claim.give_back(&self.folder, self.is_durable())? {
            GivenBack::Rejected(answered) => self.report.rejected.push(answered),
            GivenBack::Home | GivenBack::Stays => {
                self.report.skipped.add(SkipReason::ChangedMeanwhile, &claim.record.name);
            }
            GivenBack::Gone => {}
        }
        Ok(())
    }

    fn close(&mut self, claim: &Claim) {
        self.open.remove(&claim.id);
        self.unanswered.remove(&claim.record.name);
    }

    /// The lock must be ours at every step that cannot be taken back.
    pub(crate) fn check_lock(&mut self) -> Result<()> {
        self.check_going_on()?;
        let Some(lock) = &self.lock else { return Err(over()) };
        if lock.is_held()? {
            return Ok(());
        }
        self.lost = true;
        Err(lock.held().lost())
    }

    fn check_going_on(&self) -> Result<()> {
        match &self.lock {
            None => Err(over()),
            Some(lock) if self.lost => Err(lock.held().lost()),
            Some(_) => Ok(()),
        }
    }

    fn open_delivery(&self, claim: &Claim) -> Result<&Open> {
        let is_here = self.lock.as_ref().is_some_and(|lock| lock.held().is_of_this_process());
        self.open.get(&claim.id).filter(|_| is_here).ok_or_else(over)
    }

    /// Long collections make their lock young again.
    pub(crate) fn keep_lock_young(&mut self) -> Result<()> {
        if self.refreshed.elapsed() < REFRESH {
            return Ok(());
        }
        self.check_lock()?;
        if let Some(lock) = &mut self.lock {
            lock.refresh()?;
        }
        self.refreshed = Instant::now();
        Ok(())
    }

    pub(crate) fn report(&self) -> Report {
        self.report.clone()
    }

    pub(crate) fn is_over(&self) -> bool {
        self.lock.is_none()
    }

    /// Puts back what is open, updates the alarms, and then (step 7, "Unlock") removes the lock. Nothing of that keeps the rest
    /// from being done.
    pub(crate) fn finish(&mut self) -> Result<Report> {
        match &self.lock {
            None => return Err(over()),
            Some(lock) if !lock.held().is_of_this_process() => {
                // A forked child: all of this is its parent's.
                self.lock = None;
                return Err(over());
            }
            Some(lock) => self.lost |= !lock.is_held().unwrap_or(true),
        }
        let offered_all = self.queue.is_empty() && self.fresh.is_empty() && self.leftovers.is_empty();
        self.close_all();
        self.tell(offered_all);
        let report = std::mem::take(&mut self.report);
        match self.lock.take() {
            Some(lock) if !self.lost => lock.release().map(|()| report),
            _ => Ok(report),
        }
    }

    fn close_all(&mut self) {
        let open: Vec<_> = self.open.values().map(|open| Arc::clone(&open.claim)).collect();
        for claim in open {
            self.abandon(&claim, "the collection ended before it was answered");
        }
        for claim in std::mem::take(&mut self.queue).into_iter().chain(std::mem::take(&mut self.fresh)) {
            if self.unanswered.contains(&claim.record.name) {
                self.report.skipped.add(SkipReason::WaitsForOlder, &claim.record.name);
            } else {
                self.report.put_back.push(claim.answered("the collection ended before it was offered"));
            }
        }
        if self.lost {
            return;
        }
        for name in std::mem::take(&mut self.touched) {
            // What cannot be removed now is removed by the next collection.
            let _ = Batch::open(&self.area, &name).map(|batch| batch.map(Batch::remove_if_empty));
        }
    }

    fn tell(&mut self, offered_all: bool) {
        let now: Timestamp = self.options.now.unwrap_or_else(fs::now).wall;
        self.findings.lost_lock(self.lost, now);
        self.findings.failing_store(&self.failing, offered_all, now);
        if let Ok((first, count)) = self.area.rejected(1) {
            self.findings.rejected(&first, count, &self.area.dir().path_of("rejected"), now);
        }
        let Told { stand, ended, .. } = alarms::tell(&self.area, &self.findings, now);
        (self.report.alarms, self.report.ended) = (stand, ended);
    }

    pub(crate) fn is_durable(&self) -> bool {
        self.options.durability != Durability::None
    }
}

/// A store has died over it, or ended without an answer.
fn is_suspect(progress: Progress) -> bool {
    progress.deaths > 0 || (progress.offered && progress.attempts > 0)
}

fn over() -> Error {
    Error::refused(
        ErrorKind::AlreadyOver,
        "answer this delivery: it or its collection has already come to its end",
        None,
        "what was not answered in time is offered again by the next collection",
    )
}
