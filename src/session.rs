//! What a collection and its open deliveries share.

use crate::alarms::{self, Findings};
use crate::collection::Collection;
use crate::error::{Error, ErrorKind, Result};
use crate::fs::{self, Dir};
use crate::lock::CollectorLock;
use crate::options::{Durability, Options};
use crate::protocol::Pass;
use crate::report::{Answered, Arbitration, Delivered, Digests, Report};
use crate::rules::claim_record::Progress;
use crate::rules::skip::SkipReason;
use crate::rules::timestamp::Timestamp;
use crate::scan::LeftAlone;
use crate::work::{Area, Batch, Claim, Presence, Returned};
use std::collections::{HashMap, HashSet, VecDeque};
use std::ffi::OsString;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How long a collection goes on before it makes its lock young again.
const REFRESH: Duration = Duration::from_secs(60);

/// What a collection and its open deliveries share.
#[derive(Debug)]
pub(crate) struct Session {
    options: Arc<Options>,
    folder: Arc<Dir>,
    user: u32,
    network: bool,
    area: Area,
    /// `None` once the collection is over.
    lock: Option<CollectorLock>,
    lost: bool,
    refreshed: Instant,
    /// Not offered yet, oldest first.
    queue: VecDeque<Claim>,
    batches: Vec<Arc<Batch>>,
    /// Offered and not answered, by id.
    open: HashMap<String, (Arc<Claim>, Progress)>,
    /// Names of which an older delivery is open or was put back.
    unanswered: HashSet<OsString>,
    /// Put back once too often.
    failing: Vec<Answered>,
    report: Report,
    findings: Findings,
}

/// A delivery as it is offered.
pub(crate) struct Offer {
    pub(crate) claim: Arc<Claim>,
    pub(crate) attempt: u32,
    pub(crate) options: Arc<Options>,
}

impl Session {
    pub(crate) fn begin(
        pass: Pass<'_>,
        area: Area,
        lock: CollectorLock,
        leftovers: Vec<Claim>,
        claims: Vec<Claim>,
        left_alone: LeftAlone,
        findings: Findings,
    ) -> Collection {
        let queue: VecDeque<Claim> = leftovers.into_iter().chain(claims).collect();
        let mut batches: Vec<Arc<Batch>> = Vec::new();
        for claim in &queue {
            if !batches.last().is_some_and(|last| Arc::ptr_eq(last, &claim.batch)) {
                batches.push(Arc::clone(&claim.batch));
            }
        }
        let LeftAlone { skipped, ready_in, .. } = left_alone;
        Collection::new(Arc::new(Mutex::new(Self {
            options: Arc::new(pass.options.clone()),
            folder: pass.folder,
            user: fs::effective_user(),
            network: pass.network,
            area,
            lock: Some(lock),
            lost: false,
            refreshed: Instant::now(),
            queue,
            batches,
            open: HashMap::new(),
            unanswered: HashSet::new(),
            failing: Vec::new(),
            report: Report { arbitration: Arbitration::Collecting, skipped, ready_in, ..Report::default() },
            findings,
        })))
    }

    /// Step 6, "Offer": the next delivery of which no older namesake waits for an answer.
    pub(crate) fn offer(&mut self) -> Result<Option<Offer>> {
        self.check_going_on()?;
        self.keep_lock_young()?;
        loop {
            let next = self.queue.iter().position(|claim| !self.unanswered.contains(&claim.record.name));
            let Some(claim) = next.and_then(|index| self.queue.remove(index)) else { return Ok(None) };
            if let Some(offer) = self.try_offer(claim)? {
                return Ok(Some(offer));
            }
        }
    }

    /// `None` when the claim turns out not to be one that can be offered.
    fn try_offer(&mut self, mut claim: Claim) -> Result<Option<Offer>> {
        let mut progress = claim.record.progress;
        let is_leftover = progress != Progress::default();
        if is_leftover {
            match claim.presence()? {
                Presence::Gone => return Ok(None),
                Presence::Changed => {
                    self.return_changed(&claim)?;
                    return Ok(None);
                }
                Presence::Same => claim.seal(self.user, self.network)?,
            }
        }
        if progress.offered {
            progress.deaths += 1;
            if progress.deaths >= self.options.max_attempts {
                self.reject(&claim, &format!("the store died {} times while it took this file", progress.deaths))?;
                return Ok(None);
            }
        }
        progress.attempts += 1;
        progress.offered = true;
        claim.write_progress(progress)?;
        let claim = Arc::new(claim);
        self.unanswered.insert(claim.record.name.clone());
        self.open.insert(claim.id.clone(), (Arc::clone(&claim), progress));
        Ok(Some(Offer { claim, attempt: progress.attempts, options: Arc::clone(&self.options) }))
    }

    /// The store has it. `moved`: it is the store's already, in one step.
    pub(crate) fn acknowledge(&mut self, claim: &Claim, attempt: u32, digests: Digests, moved: bool) -> Result<()> {
        self.check_open(claim)?;
        if !moved {
            self.check_lock()?;
            match claim.presence()? {
                Presence::Same => claim.remove()?,
                Presence::Gone => return Err(self.vanished(claim)),
                Presence::Changed => {
                    self.close(claim);
                    self.return_changed(claim)?;
                    return Err(claim.changed());
                }
            }
        }
        self.close(claim);
        self.report.delivered.push(Delivered {
            id: claim.id.clone(),
            name: claim.record.name.clone(),
            size: claim.record.size,
            attempt,
            evidence: claim.record.evidence,
            digests,
        });
        self.keep_lock_young()
    }

    /// It stays claimed and is offered first next time.
    pub(crate) fn put_back(&mut self, claim: &Claim, reason: &str) -> Result<()> {
        self.check_open(claim)?;
        if let Some((_, progress)) = self.open.remove(&claim.id) {
            claim.write_progress(Progress { offered: false, ..progress })?;
            let answered = answered(claim, reason);
            if progress.attempts >= self.options.max_attempts {
                self.failing.push(answered.clone());
            }
            self.report.put_back.push(answered);
        }
        Ok(())
    }

    /// It is set aside.
    pub(crate) fn refuse(&mut self, claim: &Claim, reason: &str) -> Result<()> {
        self.check_open(claim)?;
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
        self.report.rejected.push(answered(claim, reason));
        Ok(())
    }

    /// What a writer changed after it was claimed is new content: back to the folder, where it has to settle.
    fn return_changed(&mut self, claim: &Claim) -> Result<()> {
        match claim.give_back(&self.folder, self.is_durable())? {
            Returned::Superseded => {
                self.report.rejected.push(answered(claim, "superseded: a newer file of this name was delivered"))
            }
            Returned::Home | Returned::Stays => {
                self.report.skipped.add(SkipReason::ChangedMeanwhile, &claim.record.name)
            }
            Returned::Gone => {}
        }
        Ok(())
    }

    fn close(&mut self, claim: &Claim) {
        self.open.remove(&claim.id);
        self.unanswered.remove(&claim.record.name);
    }

    fn vanished(&mut self, claim: &Claim) -> Error {
        self.close(claim);
        claim.batch.dir().error("find the claimed file", &claim.record.name, rustix::io::Errno::NOENT)
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

    fn check_open(&self, claim: &Claim) -> Result<()> {
        if self.lock.is_some() && self.open.contains_key(&claim.id) { Ok(()) } else { Err(over()) }
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

    /// Puts back what is open, updates the alarms, and then (step 7, "Unlock") removes the lock.
    pub(crate) fn finish(&mut self) -> Result<Report> {
        self.check_is_not_over()?;
        let closed = self.close_all();
        let told = self.tell();
        // Whatever went wrong before, the lock is given back.
        let Some(lock) = self.lock.take() else { return Err(over()) };
        if !self.lost {
            lock.release()?;
        }
        closed.and(told)?;
        Ok(std::mem::take(&mut self.report))
    }

    fn check_is_not_over(&self) -> Result<()> {
        if self.is_over() { Err(over()) } else { Ok(()) }
    }

    fn close_all(&mut self) -> Result<()> {
        let open: Vec<_> = self.open.values().map(|(claim, _)| Arc::clone(claim)).collect();
        for claim in open {
            self.put_back(&claim, "the collection ended before it was answered")?;
        }
        for claim in std::mem::take(&mut self.queue) {
            if self.unanswered.contains(&claim.record.name) {
                self.report.skipped.add(SkipReason::WaitsForOlder, &claim.record.name);
            } else {
                self.report.put_back.push(answered(&claim, "the collection ended before it was offered"));
            }
        }
        if !self.lost {
            for batch in &self.batches {
                batch.remove_if_empty()?;
            }
        }
        Ok(())
    }

    fn tell(&mut self) -> Result<()> {
        if !self.lost {
            if let Some(lock) = &self.lock {
                self.lost = !lock.is_held()?;
            }
        }
        let now: Timestamp = self.options.now.unwrap_or_else(fs::now).wall;
        self.findings.lost_lock(self.lost, now);
        self.findings.failing_store(&self.failing, now);
        let (first, count) = self.area.rejected(1)?;
        self.findings.rejected(&first, count, &self.area.dir().path_of("rejected"), now);
        let (alarms, ended) = alarms::update(&self.area, &self.findings, now)?;
        (self.report.alarms, self.report.ended) = (alarms, ended);
        Ok(())
    }

    pub(crate) fn is_durable(&self) -> bool {
        self.options.durability != Durability::None
    }
}

fn answered(claim: &Claim, reason: &str) -> Answered {
    Answered { id: claim.id.clone(), name: claim.record.name.clone(), reason: reason.to_owned() }
}

fn over() -> Error {
    Error::refused(
        ErrorKind::AlreadyOver,
        "answer this delivery: it or its collection has already come to its end",
        None,
        "what was not answered in time is offered again by the next collection",
    )
}
