//! What one look or collection finds that a person must hear of, each kind with its own diagnosis.

use super::ledger::Ledger;
use crate::error::Refusal;
use crate::report::{NotStored, PutBackReason};
use crate::rules::alarm::AlarmKind;
use crate::rules::shell::quoted;
use crate::rules::staleness::Age;
use crate::rules::timestamp::Timestamp;
use crate::scan::{Skips, Tally};
use crate::status::{LockKind, LockStatus};
use crate::work::{Area, RecoveredLock, Rejected};
use std::ffi::OsString;
use std::path::Path;

/// Something found.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    pub(crate) kind: AlarmKind,
    pub(crate) diagnosis: String,
    pub(crate) since: Timestamp,
    pub(crate) count: u64,
    /// It happened, rather than lasts: counts add up, and it is over when a collection goes well.
    pub(crate) event: bool,
    /// What shows that it is as it was when it was counted: see [`Area::witness`].
    pub(crate) witness: Option<String>,
    /// The look could not see all of its kind: an incident that is active already stays as it is.
    pub(crate) partial: bool,
}

impl Finding {
    /// Something that lasts, and of which all was seen.
    pub(super) fn new(kind: AlarmKind, diagnosis: String, since: Timestamp, count: u64) -> Self {
        Self { kind, diagnosis, since, count, event: false, witness: None, partial: false }
    }
}

/// How closely the rejected files are looked at.
#[derive(Clone, Copy, Debug)]
pub(crate) enum RejectedLook {
    /// Whether they have changed: one system call, however many there are.
    Brief,
    /// Under the collector lock, by a pass that has rejected so many itself: counts them anew unless they are very many.
    AndMore(u64),
    /// For a person: counts them anew.
    Exact,
}

/// From so many on they are counted one by one no more, but only by what is added.
const COUNTED_BELOW: u64 = 1_000;

/// What was found, and which kinds were looked for: a kind that was looked for and not found is over.
#[derive(Clone, Debug, Default)]
pub(crate) struct Findings {
    pub(crate) found: Vec<Finding>,
    pub(crate) looked_for: Vec<AlarmKind>,
    /// Recovered locks that lie in the work area until this is written down.
    pub(crate) recovered_locks: Vec<OsString>,
}

impl Findings {
    /// What the two locks show.
    pub(crate) fn locks(
        &mut self,
        folder: &Path,
        collector: Option<&LockStatus>,
        agent: Option<&LockStatus>,
        now: Timestamp,
    ) {
        use AlarmKind::{ClockSkew, StaleAgentLock, StaleCollectorLock};
        self.looked_for.extend([StaleCollectorLock, StaleAgentLock, ClockSkew]);
        for lock in [collector, agent].into_iter().flatten() {
            let name = lock.kind.file_name();
            if lock.stale {
                let (kind, diagnosis) = match lock.kind {
                    LockKind::Collector => (StaleCollectorLock, stale_collector(folder, lock)),
                    LockKind::Agent => (StaleAgentLock, stale_agent(folder, lock)),
                };
                self.found.push(Finding::new(kind, diagnosis, lock.since, 1));
            }
            if let Some((mtime, ctime)) = lock.disagreement {
                let text = format!(
                    "{name} was modified at {} by its own account and changed at {} by that of the file system; its age counts from \
                     the later one. The agent preserves modification times, or a clock is wrong.",
                    mtime.to_rfc3339(),
                    ctime.to_rfc3339()
                );
                self.found.push(Finding::new(ClockSkew, text, now, 1));
            }
            if let Age::Future(ahead) = lock.age {
                // Clocks of hosts differ by a moment; only what cannot be that is worth a word.
                if ahead.as_secs() >= 60 {
                    let text = format!(
                        "{name} bears a time {} s in the future, so its age is not known: the clock of this host, of the file \
                         server or of the agent is wrong. Compare them with `date`.",
                        ahead.as_secs()
                    );
                    self.found.push(Finding::new(ClockSkew, text, now, 1));
                }
            }
        }
    }

    /// What the entries of the folder show. `complete`: every entry was looked at closely. `advice`: what is amiss with permissions.
    pub(crate) fn entries(&mut self, left: &Skips, complete: bool, advice: &dyn Fn() -> Vec<String>) {
        for kind in ENTRY_ALARMS {
            if let Some(Tally { count, oldest, since }) = left.tallies().get(&kind) {
                let mut diagnosis = format!("{count} {} The oldest is {oldest:?}.", entry_text(kind));
                if kind == AlarmKind::UnreadableChecksum {
                    diagnosis.push_str(&not_understood(left));
                }
                if kind == AlarmKind::UnreadableFile {
                    diagnosis.push_str(&remedy(left.refusal.as_ref()));
                    advice().iter().for_each(|line| diagnosis.push_str(&format!(" Here {line}.")));
                }
                self.found.push(Finding { partial: !complete, ..Finding::new(kind, diagnosis, *since, *count) });
            } else if complete {
                self.looked_for.push(kind);
            }
        }
    }

    /// Locks of dead collectors that had to be recovered. An incident is over with the next pass that finds none.
    pub(crate) fn recovery(&mut self, recovered: &[RecoveredLock], now: Timestamp) {
        self.looked_for.push(AlarmKind::RecoveredLock);
        for RecoveredLock { name, text } in recovered {
            let diagnosis = format!(
                "A collector of sync_ingest {} on host {} died at or after {} without removing lock.txt. The lock was recovered \
                 and its files are offered again: nothing was lost. Look at that host's logs for the reason.",
                text.version,
                text.host,
                text.written.to_rfc3339()
            );
            self.event(AlarmKind::RecoveredLock, diagnosis, now);
            self.recovered_locks.push(name.clone());
        }
    }

    /// Whether our lock was gone before we removed it.
    pub(crate) fn lost_lock(&mut self, lost: bool, now: Timestamp) {
        self.looked_for.push(AlarmKind::LostLock);
        if lost {
            let diagnosis = "Somebody removed or replaced lock.txt while a collection was going on. It stopped and nothing was lost. \
                             Only the collector may remove lock.txt: look for another sync tool or a script that does."
                .to_owned();
            self.event(AlarmKind::LostLock, diagnosis, now);
        }
    }

    /// What waits in the rejected folder. What cannot be looked at stays as it was.
    pub(crate) fn rejected(&mut self, area: &Area, ledger: &Ledger, look: RejectedLook, now: Timestamp) {
        let known = ledger.get(&AlarmKind::RejectedFile);
        let intact = known.and_then(|incident| area.intact(incident.witness.as_deref()?));
        let counted = match (look, known, intact) {
            (RejectedLook::Brief, Some(_), Some(_)) => return,
            (RejectedLook::AndMore(0), Some(known), Some(_)) if known.count >= COUNTED_BELOW => return,
            (RejectedLook::AndMore(more), Some(known), Some(id)) if known.count >= COUNTED_BELOW => {
                area.rejected_one(id).map(|one| Rejected { first: vec![one], count: known.count.saturating_add(more) })
            }
            _ => area.rejected(1).ok(),
        };
        let Some(Rejected { first, count }) = counted else { return };
        self.looked_for.push(AlarmKind::RejectedFile);
        let Some(one) = first.first() else {
            area.remove_rejected_dir(matches!(look, RejectedLook::AndMore(_)));
            return;
        };
        let place = area.dir().path_of("rejected");
        let diagnosis = format!(
            "{count} rejected file(s) wait in {place:?} for a person to look at; the first one is {:?}: {}. Remove them there \
             once they have been dealt with.",
            one.name, one.reason
        );
        let witness = area.witness(&one.id, now);
        self.found.push(Finding { witness, ..Finding::new(AlarmKind::RejectedFile, diagnosis, now, count) });
    }

    /// What the store keeps putting back. `complete`: everything that is claimed was offered.
    pub(crate) fn failing_store(&mut self, failing: &[NotStored<PutBackReason>], complete: bool, now: Timestamp) {
        if complete {
            self.looked_for.push(AlarmKind::FailingStore);
        }
        if let Some(one) = failing.first() {
            let diagnosis = format!(
                "The store has put {} file(s) back again and again; the first one is {:?}: {}. They stay claimed and are offered \
                 again with each collection.",
                failing.len(),
                one.name,
                one.reason
            );
            self.found.push(Finding::new(AlarmKind::FailingStore, diagnosis, now, failing.len() as u64));
        }
    }

    /// Files wait, and it can be seen that they cannot be taken.
    pub(crate) fn permissions(&mut self, advice: &[String], waiting: u64, now: Timestamp) {
        if waiting > 0 && !advice.is_empty() && !self.found.iter().any(|one| one.kind == AlarmKind::UnreadableFile) {
            let diagnosis = format!("{waiting} file(s) wait, but {}.", advice.join("; "));
            self.found.push(Finding::new(AlarmKind::UnreadableFile, diagnosis, now, waiting));
        }
    }

    fn event(&mut self, kind: AlarmKind, diagnosis: String, now: Timestamp) {
        self.found.push(Finding { event: true, ..Finding::new(kind, diagnosis, now, 1) });
    }
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

/// What to do about a file that resists: what the system said decides.
fn remedy(refusal: Option<&(Refusal, String)>) -> String {
    let Some((Refusal::Attributes | Refusal::OtherPlace | Refusal::Failure, said)) = refusal else {
        return " Let the agent upload with mode 0640 or 0660 into a folder of a group that both share (mode 2770, not sticky)."
            .to_owned();
    };
    let look_at = match refusal {
        Some((Refusal::Attributes, _)) => "the attributes of the file (lsattr), and whether the folder is sticky",
        Some((Refusal::OtherPlace, _)) => "its project (lsattr -p), and at mounts below the folder",
        _ => "the log of the kernel (dmesg), and at the disk",
    };
    format!(" The system says: {said}. Look at {look_at}.")
}

fn entry_text(kind: AlarmKind) -> &'static str {
    match kind {
        AlarmKind::UnfinishedFile => {
            "file(s) bear the name of an unfinished upload, a temporary file or a backup, are open for writing, or go on \
             changing, and that for longer than the threshold. The transfer was probably cut off, or never ends: let the agent upload them again, then remove the remains."
        }
        AlarmKind::UnreadableFile => {
            "file(s) cannot be read, looked at or moved by the collector's user, so they are not collected."
        }
        AlarmKind::OversizedFile => {
            "file(s) are larger than the size limit, so they are not collected. Raise the limit if they are meant to be that large."
        }
        AlarmKind::ChecksumMismatch => {
            "file(s) have not matched their checksum files (_NAME.sha256) for longer than the threshold, so they are not collected. \
             Either was cut off, or one was replaced without the other: let the agent deliver both again, the checksum file first."
        }
        AlarmKind::UnreadableChecksum => {
            "file(s) have checksum files (_NAME.sha256) that cannot be understood, so they are not collected. Expected is one line as \
             sha256sum writes it: 64 hexadecimal digits, two spaces, and the name of the file. Let the agent deliver it anew, or remove it."
        }
        _ => {
            "entries have been left alone for longer than the threshold, because they are no plain files, bear a name that could \
             deceive, or are checksum files without a file: nobody collects them. Remove them, or rename what is to stay so that \
             it begins with an underscore."
        }
    }
}

fn not_understood(left: &Skips) -> String {
    let example = left.not_understood.as_ref();
    example.map_or_else(String::new, |(name, why)| format!(" Of {name:?}: {}.", why.explanation()))
}

fn stale_collector(folder: &Path, lock: &LockStatus) -> String {
    format!(
        "lock.txt is {} old; it was made by {}. The collector keeps failing to finish and to remove its lock, and agents that honour \
         it cannot deliver. Look at the log of the collector on that host. If no collection is running there: sync-ingest unlock \
         {} --collector",
        hours_and_minutes(lock.age),
        lock.holder,
        quoted(folder)
    )
}

fn stale_agent(folder: &Path, lock: &LockStatus) -> String {
    format!(
        "alock.txt is {} old; it was made by {}. The remote delivery process is at fault: it has died or hangs, and nothing is \
         collected until the lock is gone. Ask whoever runs it. If no delivery is going on: sync-ingest unlock {} --agent",
        hours_and_minutes(lock.age),
        lock.holder,
        quoted(folder)
    )
}

fn hours_and_minutes(age: Age) -> String {
    let minutes = age.seconds() / 60;
    format!("{} h {:02} min", minutes / 60, minutes % 60)
}
