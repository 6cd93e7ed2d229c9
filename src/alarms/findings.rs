//! What one look or collection finds that a person must know about.

use super::details::{Details, SeenLock};
use super::ledger::Ledger;
use crate::report::{AlarmFile, Cause, FILES_PER_ALARM, NotStored, PutBackReason};
use crate::rules::alarm::AlarmKind;
use crate::rules::holder::Holder;
use crate::rules::permission::Obstacle;
use crate::rules::skip::SkipReason;
use crate::rules::staleness::Age;
use crate::rules::timestamp::Timestamp;
use crate::scan::{Concerning, Skips};
use crate::status::{LockKind, LockStatus};
use crate::work::{Area, RecoveredLock, Rejected};
use std::ffi::OsString;

/// Something found.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    pub(crate) kind: AlarmKind,
    pub(crate) details: Details,
    pub(crate) since: Timestamp,
    pub(crate) count: u64,
    /// It is an event, not a state: counts add up, and it ends when a collection goes well.
    pub(crate) event: bool,
    /// Shows that it is unchanged since it was counted: see [`Area::witness`].
    pub(crate) witness: Option<String>,
    /// The look could not see all of this kind: an active incident stays as it is.
    pub(crate) partial: bool,
}

impl Finding {
    /// Returns a state that lasts, and of which everything was seen.
    pub(super) fn new(kind: AlarmKind, details: Details, since: Timestamp, count: u64) -> Self {
        Self { kind, details, since, count, event: false, witness: None, partial: false }
    }
}

/// How closely the rejected files are checked.
#[derive(Clone, Copy, Debug)]
pub(crate) enum RejectedLook {
    /// Only whether they have changed: one system call, however many there are.
    Brief,
    /// Under the collector lock, by a pass that has rejected this many itself: recounts them unless
    /// there are very many.
    AndMore(u64),
    /// For a person: recounts them.
    Exact,
}

/// From this many on, only additions are counted.
const COUNTED_BELOW: u64 = 1_000;

/// What was found, and which kinds were looked for: a kind that was looked for and not found has
/// ended.
#[derive(Clone, Debug, Default)]
pub(crate) struct Findings {
    pub(crate) found: Vec<Finding>,
    pub(crate) looked_for: Vec<AlarmKind>,
    /// Recovered locks that are kept in the work area until this is written down.
    pub(crate) recovered_locks: Vec<OsString>,
}

impl Findings {
    /// Adds what the two locks show.
    pub(crate) fn locks(&mut self, collector: Option<&LockStatus>, agent: Option<&LockStatus>, now: Timestamp) {
        use AlarmKind::{ClockSkew, StaleAgentLock, StaleCollectorLock};
        self.looked_for.extend([StaleCollectorLock, StaleAgentLock, ClockSkew]);
        for lock in [collector, agent].into_iter().flatten() {
            if lock.stale {
                let kind = match lock.kind {
                    LockKind::Collector => StaleCollectorLock,
                    LockKind::Agent => StaleAgentLock,
                };
                self.found.push(Finding::new(kind, Details::of_lock(SeenLock::of(lock)), lock.since, 1));
            }
            // Clocks of hosts differ by a moment; only a larger difference is reported.
            let is_ahead = matches!(lock.age, Age::Future(ahead) if ahead.as_secs() >= 60);
            if is_ahead || lock.disagreement.is_some() {
                let disagreement = lock.disagreement.filter(|_| !is_ahead);
                let seen = SeenLock { disagreement, ..SeenLock::of(lock) };
                self.found.push(Finding::new(ClockSkew, Details::of_lock(seen), now, 1));
            }
        }
    }

    /// Adds what the entries of the folder show. `complete`: every entry was inspected.
    /// `obstacles`: what is wrong with permissions.
    pub(crate) fn entries(&mut self, left: &Skips, complete: bool, obstacles: &dyn Fn() -> Vec<Obstacle>) {
        for kind in ENTRY_ALARMS {
            if let Some(tally) = left.tallies().get(&kind) {
                let mut details = Details::of_files(tally.oldest.iter().map(|one| file(left, one)).collect());
                if kind == AlarmKind::UnreadableFile {
                    details.obstacles.extend(left.refused.map(|errno| Obstacle::Refused { errno }));
                    details.obstacles.extend(obstacles());
                }
                let finding = Finding::new(kind, details, tally.since(), tally.count);
                self.found.push(Finding { partial: !complete, ..finding });
            } else if complete {
                self.looked_for.push(kind);
            }
        }
    }

    /// Adds the locks of dead collectors that had to be recovered. The incident ends with the next
    /// pass that finds none.
    pub(crate) fn recovery(&mut self, recovered: &[RecoveredLock], now: Timestamp) {
        self.looked_for.push(AlarmKind::RecoveredLock);
        for RecoveredLock { name, text } in recovered {
            let holder = Holder::Collector { version: text.version.clone(), host: text.host.clone() };
            let seen = SeenLock { kind: LockKind::Collector, holder, since: text.written, disagreement: None };
            self.event(AlarmKind::RecoveredLock, Details::of_lock(seen), now);
            self.recovered_locks.push(name.clone());
        }
    }

    /// Adds whether our lock was gone before we removed it.
    pub(crate) fn lost_lock(&mut self, lost: bool, now: Timestamp) {
        self.looked_for.push(AlarmKind::LostLock);
        if lost {
            self.event(AlarmKind::LostLock, Details::default(), now);
        }
    }

    /// Adds what waits in the rejected folder. If it cannot be read, the incident stays as it was.
    pub(crate) fn rejected(&mut self, area: &Area, ledger: &Ledger, look: RejectedLook, now: Timestamp) {
        let known = ledger.get(&AlarmKind::RejectedFile);
        let intact = known.and_then(|incident| area.intact(incident.witness.as_deref()?));
        let counted = match (look, known, intact) {
            (RejectedLook::Brief, Some(_), Some(_)) => return,
            (RejectedLook::AndMore(0), Some(known), Some(_)) if known.count >= COUNTED_BELOW => return,
            (RejectedLook::AndMore(more), Some(known), Some(id)) if known.count >= COUNTED_BELOW => {
                area.rejected_one(id).map(|one| Rejected { first: vec![one], count: known.count.saturating_add(more) })
            }
            _ => area.rejected(FILES_PER_ALARM).ok(),
        };
        let Some(Rejected { first, count }) = counted else { return };
        self.looked_for.push(AlarmKind::RejectedFile);
        let Some(one) = first.first() else {
            area.remove_rejected_dir(matches!(look, RejectedLook::AndMore(_)));
            return;
        };
        let (witness, details) = (area.witness(&one.id, now), Details::of_not_stored(&first));
        self.found.push(Finding { witness, ..Finding::new(AlarmKind::RejectedFile, details, now, count) });
    }

    /// Adds what the store keeps putting back. `complete`: everything that is claimed was offered.
    pub(crate) fn failing_store(&mut self, failing: &[NotStored<PutBackReason>], complete: bool, now: Timestamp) {
        if complete {
            self.looked_for.push(AlarmKind::FailingStore);
        }
        if !failing.is_empty() {
            let details = Details::of_not_stored(failing);
            self.found.push(Finding::new(AlarmKind::FailingStore, details, now, failing.len() as u64));
        }
    }

    /// Adds that files wait which evidently cannot be taken.
    pub(crate) fn permissions(&mut self, obstacles: &[Obstacle], waiting: u64, now: Timestamp) {
        if waiting > 0 && !obstacles.is_empty() && !self.found.iter().any(|one| one.kind == AlarmKind::UnreadableFile) {
            let details = Details { obstacles: obstacles.to_vec(), ..Details::default() };
            self.found.push(Finding::new(AlarmKind::UnreadableFile, details, now, waiting));
        }
    }

    fn event(&mut self, kind: AlarmKind, details: Details, now: Timestamp) {
        self.found.push(Finding { event: true, ..Finding::new(kind, details, now, 1) });
    }
}

fn file(left: &Skips, one: &Concerning) -> AlarmFile {
    let fault = left.checksum_fault(&one.name).filter(|_| one.reason == SkipReason::UnreadableChecksum);
    AlarmFile { name: one.name.clone(), cause: fault.map_or(Cause::Skipped(one.reason), Cause::Checksum) }
}

/// The kinds that entries of the folder raise.
const ENTRY_ALARMS: [AlarmKind; 6] = [
    AlarmKind::UnfinishedFile,
    AlarmKind::UnreadableFile,
    AlarmKind::OversizedFile,
    AlarmKind::ChecksumMismatch,
    AlarmKind::UnreadableChecksum,
    AlarmKind::LeftBehind,
];
