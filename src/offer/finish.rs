//! The end of a collection.

use super::{Session, is_suspect, over};
use crate::alarms::{self, AlarmUpdate, Known, Ledger, RejectedLook};
use crate::error::Result;
use crate::fs;
use crate::open_folder::permission_obstacles;
use crate::report::{PutBackReason, Report};
use crate::rules::skip::SkipReason;
use crate::rules::timestamp::Timestamp;
use crate::scan::Skips;
use crate::work::Batch;
use std::sync::Arc;

impl Session {
    /// Puts back what is open, updates the alarms, and then (step 7, "Unlock") removes the lock.
    /// Nothing of that keeps the rest from being done.
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
        let offered_all =
            self.queue.is_empty() && self.fresh.is_empty() && self.leftovers.is_empty() && self.suspects.is_empty();
        self.close_all();
        self.update_alarms(offered_all);
        let report = std::mem::take(&mut self.report);
        if !self.lost && report.put_back.is_empty() {
            self.area.note_good_collection(self.options.now.unwrap_or_else(fs::now).wall, self.probe.network);
        }
        if let Some(lock) = self.lock.take().filter(|_| !self.lost) {
            // A lock that cannot be removed is recovered, and reported, by the next collection.
            let _ = lock.release();
        }
        Ok(report)
    }

    fn close_all(&mut self) {
        let open: Vec<_> = self.open.values().map(|open| Arc::clone(&open.claim)).collect();
        for claim in open {
            self.put_back_unanswered(&claim, PutBackReason::NotAnswered);
        }
        let waiting = self.queue.drain().chain(std::mem::take(&mut self.suspects));
        for claim in waiting.chain(std::mem::take(&mut self.fresh)) {
            if self.unanswered.contains_key(&claim.record.name) && !is_suspect(claim.record.progress) {
                self.skip(&claim, SkipReason::WaitsForOlder);
            } else {
                self.report.put_back.push(claim.not_stored(PutBackReason::NotOffered));
            }
        }
        if self.lost {
            return;
        }
        for name in std::mem::take(&mut self.touched) {
            // Files that cannot be removed now are removed by the next collection.
            let _ = Batch::open(&self.area, &name).map(|batch| batch.map(Batch::remove_if_empty));
        }
    }

    fn update_alarms(&mut self, offered_all: bool) {
        let now: Timestamp = self.options.now.unwrap_or_else(fs::now).wall;
        self.skips.judge_on_their_way(&|_| None, now, self.options.max_age);
        let mut findings = std::mem::take(&mut self.findings);
        findings.entries(&self.skips, self.complete, &|| permission_obstacles(&self.folder, &self.skips));
        findings.lost_lock(self.lost, now);
        findings.failing_store(&self.failing, offered_all, now);
        let look = RejectedLook::AndMore(self.report.rejected.len() as u64);
        let find = |ledger: &Ledger| {
            let mut findings = findings.clone();
            findings.rejected(&self.area, ledger, look, now);
            findings
        };
        let AlarmUpdate { active, ended, .. } =
            alarms::update(self.folder.path(), &self.area, Known::Nothing, &find, now);
        (self.report.alarms, self.report.ended) = (active, ended);
        let Skips { skipped, ready_in, .. } = std::mem::take(&mut self.skips);
        (self.report.skipped, self.report.ready_in) = (skipped, ready_in);
    }
}
