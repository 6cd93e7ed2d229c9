//! A drop folder, its work area and a store as plain lists: what must be where, and what may be
//! offered when.

use crate::play::{Answer, Offer, Time};
use std::collections::{BTreeMap, BTreeSet};
use sync_ingest::{AlarmKind, Arbitration, Report, SkipReason};

/// A delivery is rejected after so many crashes while it was being stored.
pub(crate) const MAX_ATTEMPTS: u32 = 3;

/// The role of a name for a collector.
pub(crate) fn reason_of(name: &str) -> Option<SkipReason> {
    match name {
        ".hidden" => Some(SkipReason::Hidden),
        "_omitted.csv" => Some(SkipReason::Omitted),
        "d.csv.part" => Some(SkipReason::UnfinishedName),
        _ => None,
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Claim {
    name: String,
    content: u64,
    /// Known once it has been offered.
    id: Option<String>,
    attempts: u32,
    deaths: u32,
    /// Offered, without a recorded answer.
    offered: bool,
    /// The number of its batch.
    batch: u64,
}

impl Claim {
    fn is_suspect(&self) -> bool {
        self.deaths > 0 || self.offered
    }

    fn will_be_rejected(&self) -> bool {
        self.offered && self.deaths + 1 >= MAX_ATTEMPTS
    }
}

/// What is in the place of `lock.txt`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lock {
    Foreign,
    Orphan,
}

#[derive(Debug, Default)]
pub(crate) struct Reference {
    pub(crate) folder: BTreeMap<String, u64>,
    pub(crate) agent_lock: bool,
    pub(crate) collector_lock: Option<Lock>,
    pub(crate) store: BTreeMap<String, u64>,
    pub(crate) rejected: BTreeMap<String, u64>,
    claimed: Vec<Claim>,
    batches: u64,
    ids: BTreeSet<String>,
    recovered: u64,
}

/// A pass in progress.
#[derive(Debug)]
pub(crate) struct Pass {
    pub(crate) outcome: Arbitration,
    time: Time,
    recovered: bool,
    fresh_batch: u64,
    /// Indices of claims that will not be answered any more in this pass.
    over: BTreeSet<(u64, String)>,
    /// Names with an older delivery that stays claimed.
    stays: BTreeSet<String>,
    /// The files in the folder when it began.
    seen: Vec<String>,
    answers: BTreeMap<Answer, u64>,
    failing: bool,
}

impl Reference {
    pub(crate) fn claimed(&self) -> u64 {
        self.claimed.len() as u64
    }

    /// Steps 1 to 5.
    pub(crate) fn begin(&mut self, time: Time) -> Pass {
        let seen: Vec<String> = self.folder.keys().cloned().collect();
        let is_ready = |name: &String| reason_of(name).is_none() && time != Time::AtOnce;
        let ready: Vec<String> = seen.iter().filter(|name| is_ready(name)).cloned().collect();
        let (mut recovered, has_work) = (false, !ready.is_empty() || !self.claimed.is_empty());
        let outcome = match self.collector_lock {
            Some(Lock::Foreign) => Arbitration::CollectorBusy,
            lock => {
                recovered = lock == Some(Lock::Orphan);
                self.collector_lock = None;
                match (self.agent_lock, has_work) {
                    (true, _) => Arbitration::AgentDelivering,
                    (false, true) => Arbitration::Collecting,
                    (false, false) => Arbitration::Nothing,
                }
            }
        };
        self.recovered += u64::from(recovered);
        if outcome == Arbitration::Collecting && !ready.is_empty() {
            self.batches += 1;
            for name in ready {
                let content = self.folder.remove(&name).unwrap();
                let batch = self.batches;
                self.claimed.push(Claim { name, content, id: None, attempts: 0, deaths: 0, offered: false, batch });
            }
        }
        Pass {
            outcome,
            time,
            recovered,
            fresh_batch: self.batches,
            over: BTreeSet::new(),
            stays: BTreeSet::new(),
            seen,
            answers: BTreeMap::new(),
            failing: false,
        }
    }

    /// Returns the claims that may still be offered in this pass, oldest first.
    fn open(&self, pass: &Pass) -> Vec<Claim> {
        let is_open = |claim: &&Claim| {
            !pass.over.contains(&(claim.batch, claim.name.clone())) && !pass.stays.contains(&claim.name)
        };
        self.claimed.iter().filter(is_open).cloned().collect()
    }

    /// Step 6: checks that it was the turn of what was offered, and answers it.
    pub(crate) fn offered(&mut self, pass: &mut Pass, offer: &Offer, answer: Option<Answer>) {
        self.reject_before(pass, offer);
        let open = self.open(pass);
        let oldest = open.iter().find(|claim| claim.name == offer.name).cloned();
        let claim = oldest.unwrap_or_else(|| panic!("{offer:?} is not to be offered: {self:#?}"));
        assert_eq!(offer.content, claim.content, "{offer:?}: not the oldest of its name, or not what was delivered");
        let is_first = |one: &Claim| open.iter().find(|other| other.name == one.name) == Some(one);
        let mut before = open.iter().filter(|one| is_first(one) && !one.is_suspect());
        if claim.is_suspect() && !has_older_answered(pass, &claim) {
            assert_eq!(before.next(), None, "a suspect comes last: {offer:?}");
        } else if claim.batch == pass.fresh_batch {
            let earlier = before.find(|one| one.batch < claim.batch);
            assert_eq!(earlier, None, "leftovers come first: {offer:?}");
        }
        assert_eq!(offer.attempt, claim.attempts + 1, "{offer:?}");
        match &claim.id {
            Some(id) => assert_eq!(&offer.id, id, "the id is stable"),
            None => assert!(self.ids.insert(offer.id.clone()), "a new delivery has a new id: {offer:?}"),
        }
        let place = self.claimed.iter().position(|one| *one == claim).unwrap();
        let deaths = claim.deaths + u32::from(claim.offered);
        let key = (claim.batch, claim.name.clone());
        let now = Claim { id: Some(offer.id.clone()), attempts: claim.attempts + 1, deaths, offered: true, ..claim };
        if let Some(answer) = answer {
            *pass.answers.entry(answer).or_default() += 1;
        }
        match answer {
            Some(Answer::Acknowledge) => {
                self.store.insert(now.name.clone(), now.content);
                self.claimed.remove(place);
            }
            Some(Answer::Reject) => {
                self.rejected.insert(offer.id.clone(), now.content);
                self.claimed.remove(place);
            }
            Some(Answer::PutBack | Answer::Drop) | None => {
                pass.stays.insert(now.name.clone());
                pass.failing |= now.attempts >= MAX_ATTEMPTS;
                let offered = answer != Some(Answer::PutBack);
                self.claimed[place] = Claim { offered, ..now };
            }
        }
        pass.over.insert(key);
    }

    /// A claim with too many crashes is rejected when its turn comes.
    fn reject_before(&mut self, pass: &Pass, offer: &Offer) {
        while let Some(claim) = self.open(pass).into_iter().find(|claim| claim.name == offer.name) {
            if !claim.will_be_rejected() {
                return;
            }
            self.reject(&claim);
        }
    }

    fn reject(&mut self, claim: &Claim) {
        self.rejected.insert(claim.id.clone().unwrap(), claim.content);
        self.claimed.retain(|one| one != claim);
    }

    /// The process has died. What it had rejected before can only be seen from its traces.
    pub(crate) fn died(&mut self, pass: &Pass, rejected: &[String]) {
        if pass.outcome == Arbitration::Collecting {
            self.collector_lock = Some(Lock::Orphan);
            let is_rejected = |claim: &&Claim| claim.id.as_ref().is_some_and(|id| rejected.contains(id));
            for claim in self.claimed.iter().filter(is_rejected).cloned().collect::<Vec<_>>() {
                assert!(claim.will_be_rejected(), "rejected too early: {claim:?}");
                self.reject(&claim);
            }
        } else if !pass.recovered && pass.outcome != Arbitration::CollectorBusy {
            self.recovered = 0;
        }
    }

    /// Step 7: checks that everything that could be offered was, and that the report agrees.
    pub(crate) fn end(&mut self, mut pass: Pass, report: &Report) {
        assert_eq!(report.arbitration, pass.outcome);
        if pass.outcome == Arbitration::Collecting {
            while let Some(claim) = self.open(&pass).into_iter().next() {
                assert!(claim.will_be_rejected(), "{claim:?} was not offered");
                *pass.answers.entry(Answer::Reject).or_default() += 1;
                self.reject(&claim);
            }
        }
        if !pass.recovered && pass.outcome != Arbitration::CollectorBusy {
            self.recovered = 0;
        }
        self.check_counts(&pass, report);
        self.check_alarms(&pass, report);
    }

    fn check_counts(&self, pass: &Pass, report: &Report) {
        let count = |answer| pass.answers.get(&answer).copied().unwrap_or_default();
        assert_eq!(report.delivered.len() as u64, count(Answer::Acknowledge));
        assert_eq!(report.put_back.len() as u64, count(Answer::PutBack) + count(Answer::Drop));
        assert_eq!(report.ready_in.is_some(), self.count_of(pass, SkipReason::Unsettled) > 0);
        for reason in SkipReason::ALL {
            assert_eq!(report.skipped.count(reason), self.count_of(pass, reason), "{reason} {report:?}");
        }
    }

    /// Returns how many entries must be left alone for this reason.
    fn count_of(&self, pass: &Pass, reason: SkipReason) -> u64 {
        let plain = |name: &&String| reason_of(name).is_none();
        let is_waiting = |claim: &&Claim| {
            let is_over = pass.over.contains(&(claim.batch, claim.name.clone()));
            !is_over && pass.stays.contains(&claim.name)
        };
        (match reason {
            SkipReason::Unsettled if pass.time == Time::AtOnce => pass.seen.iter().filter(plain).count(),
            SkipReason::WaitsForOlder => self.claimed.iter().filter(is_waiting).count(),
            SkipReason::LockFile => {
                usize::from(self.agent_lock) + usize::from(pass.outcome == Arbitration::CollectorBusy)
            }
            _ => pass.seen.iter().filter(|name| reason_of(name) == Some(reason)).count(),
        }) as u64
    }

    fn check_alarms(&self, pass: &Pass, report: &Report) {
        let count_of = |kind| report.alarms.iter().find(|alarm| alarm.kind == kind).map(|alarm| alarm.count);
        let is_late = pass.time == Time::AfterHours;
        let is_busy = pass.outcome == Arbitration::CollectorBusy;
        let counted = |count: u64| (count > 0).then_some(count);
        assert_eq!(count_of(AlarmKind::StaleAgentLock), counted(u64::from(is_late && self.agent_lock)));
        assert_eq!(count_of(AlarmKind::StaleCollectorLock), counted(u64::from(is_late && is_busy)));
        assert_eq!(count_of(AlarmKind::RecoveredLock), counted(self.recovered), "{report:?}");
        assert_eq!(count_of(AlarmKind::LostLock), None);
        if matches!(pass.outcome, Arbitration::Collecting | Arbitration::Nothing) {
            let unfinished = if is_late { self.count_of(pass, SkipReason::UnfinishedName) } else { 0 };
            assert_eq!(count_of(AlarmKind::UnfinishedFile), counted(unfinished));
        }
        if pass.outcome == Arbitration::Collecting {
            assert_eq!(count_of(AlarmKind::RejectedFile), counted(self.rejected.len() as u64));
            assert!(!pass.failing || count_of(AlarmKind::FailingStore).is_some());
        }
    }
}

/// A second suspect of a name is offered in its turn, once the first one is answered.
fn has_older_answered(pass: &Pass, claim: &Claim) -> bool {
    pass.over.iter().any(|(batch, name)| *name == claim.name && *batch < claim.batch)
}
