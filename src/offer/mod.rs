//! What a collection and its open deliveries share.

mod answer;
mod copies;
mod finish;
mod next;
mod queue;

use crate::alarms::Findings;
use crate::error::{Error, ErrorKind, Result};
use crate::fs::{self, Dir};
use crate::lock::CollectorLock;
use crate::open_folder::OpenFolder;
use crate::options::Options;
use crate::report::{NotStored, PutBackReason, Report};
use crate::rules::alarm::AlarmKind;
use crate::rules::claim_record::{ClaimRecord, Progress};
use crate::rules::skip::SkipReason;
use crate::scan::{Criteria, Skips};
use crate::work::{Area, BatchName, Claim, Probe};
use copies::Copies;
pub(crate) use queue::Leftovers;
use queue::Queue;
use std::collections::{HashMap, HashSet, VecDeque};
use std::ffi::OsString;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

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
    /// Verified batches of earlier collections whose turn has not come yet.
    leftovers: Leftovers,
    /// The files claimed by this pass, which come after the leftovers.
    fresh: Vec<Claim>,
    /// Not offered yet, oldest first.
    queue: Queue,
    /// Offered and not answered, by id.
    open: HashMap<String, Open>,
    copies: Copies,
    /// Batches that were opened since nothing was open.
    opened_batches: usize,
    /// Leftovers over which a store has died, for when nothing else is left to offer.
    suspects: VecDeque<Claim>,
    /// Names with an older delivery that has no answer yet.
    unanswered: HashMap<OsString, Unanswered>,
    /// Batches to remove once they are empty.
    touched: Vec<BatchName>,
    /// Put back once too often.
    failing: Vec<NotStored<PutBackReason>>,
    report: Report,
    /// What the looks at the folder left alone, and what this collection leaves to the next one.
    skips: Skips,
    criteria: Criteria,
    /// Every entry of the folder was looked at.
    complete: bool,
    findings: Findings,
}

/// Why a newer delivery of a name has to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unanswered {
    /// Until the older one is answered.
    Open,
    /// Until a suspect has had its turn.
    Suspect,
    /// For the next collection.
    StaysClaimed,
}

/// A delivery that is open.
#[derive(Debug)]
struct Open {
    claim: Arc<Claim>,
    progress: Progress,
    /// It is in the store already.
    moved: bool,
    /// It was read twice, and was not the same both times: whatever is answered now, it goes back
    /// as new content.
    changed: bool,
}

/// What a collection begins with.
pub(crate) struct Start<'a> {
    pub(crate) folder: OpenFolder<'a>,
    pub(crate) area: Area,
    pub(crate) lock: CollectorLock,
    pub(crate) leftovers: Leftovers,
    pub(crate) claims: Vec<Claim>,
    pub(crate) blocked: HashSet<OsString>,
    pub(crate) report: Report,
    pub(crate) skips: Skips,
    pub(crate) criteria: Criteria,
    pub(crate) complete: bool,
    pub(crate) findings: Findings,
}

impl Session {
    pub(crate) fn begin(start: Start<'_>) -> Arc<Mutex<Self>> {
        let Start { folder, area, lock, leftovers, claims, blocked, report, skips, criteria, complete, findings } =
            start;
        Arc::new(Mutex::new(Self {
            options: Arc::new(folder.options.clone()),
            probe: Probe { user: fs::effective_user(), network: folder.network },
            folder: folder.dir,
            area,
            lock: Some(lock),
            lost: false,
            leftovers,
            fresh: claims,
            queue: Queue::default(),
            open: HashMap::new(),
            copies: Copies::default(),
            opened_batches: 0,
            suspects: VecDeque::new(),
            unanswered: blocked.into_iter().map(|name| (name, Unanswered::StaysClaimed)).collect(),
            touched: Vec::new(),
            failing: Vec::new(),
            report,
            skips,
            criteria,
            complete,
            findings,
        }))
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
            // A forked child: all of this is its parent's.
            Some(lock) if !lock.held().is_of_this_process() => Err(over()),
            Some(lock) if self.lost => Err(lock.held().lost()),
            Some(_) => Ok(()),
        }
    }

    /// Refreshes the timestamp of the lock in a long collection.
    pub(crate) fn refresh_lock_if_due(&mut self) -> Result<()> {
        self.check_going_on()?;
        let Some(lock) = &mut self.lock else { return Err(over()) };
        let kept = lock.refresh_if_due();
        self.lost |= kept.as_ref().is_err_and(|error| error.kind() == ErrorKind::LockLost);
        kept
    }

    pub(crate) fn report(&self) -> Report {
        let Skips { skipped, ready_in, .. } = &self.skips;
        Report { skipped: skipped.clone(), ready_in: *ready_in, ..self.report.clone() }
    }

    /// A claimed file is left to the next collection.
    fn skip(&mut self, claim: &Claim, reason: SkipReason) {
        let ClaimRecord { name, ctime, .. } = &claim.record;
        self.skips.skip(name, reason, *ctime, self.criteria.patience());
    }

    /// A claimed file resists: it stays, and a person is informed.
    fn put_back_failed(&mut self, claim: &Claim, error: &Error) {
        self.unanswered.insert(claim.record.name.clone(), Unanswered::StaysClaimed);
        let ClaimRecord { name, ctime, .. } = &claim.record;
        self.skips.raise(AlarmKind::UnreadableFile, name, SkipReason::Unreadable, *ctime);
        self.skips.blame(error);
        self.report.put_back.push(claim.not_stored(error.into()));
    }

    pub(crate) fn is_over(&self) -> bool {
        self.lock.is_none()
    }

    pub(crate) fn options(&self) -> Arc<Options> {
        Arc::clone(&self.options)
    }

    pub(crate) fn probe(&self) -> Probe {
        self.probe
    }
}

/// The process died while storing it, or ended without an answer.
fn is_suspect(progress: Progress) -> bool {
    progress.deaths > 0 || (progress.offered && progress.attempts > 0)
}

fn over() -> Error {
    let advice = "what was not answered in time is offered again by the next collection";
    Error::refused(ErrorKind::AlreadyOver, "answer this delivery", None, advice)
        .because("it or its collection has already ended")
}

/// A panic of the caller between two calls leaves nothing half done.
pub(crate) fn locked(session: &Mutex<Session>) -> MutexGuard<'_, Session> {
    session.lock().unwrap_or_else(PoisonError::into_inner)
}
