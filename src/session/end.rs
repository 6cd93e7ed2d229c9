//! The end of a collection.

use super::{Session, over};
use crate::alarms::{self, Told};
use crate::error::Result;
use crate::fs;
use crate::report::Report;
use crate::rules::skip::SkipReason;
use crate::rules::timestamp::Timestamp;
use crate::work::Batch;
use std::sync::Arc;

impl Session {
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
}
