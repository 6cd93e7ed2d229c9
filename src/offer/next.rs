//! Step 6, "Offer": whose turn it is.

use super::{MOST_BATCHES, Open, Session, Unanswered, is_suspect};
use crate::error::{Error, Result};
use crate::rules::claim_record::Progress;
use crate::rules::reject_reason::RejectReason;
use crate::rules::skip::SkipReason;
use crate::work::{Batch, BatchName, Claim, Presence, Recovered};
use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::sync::Arc;

impl Session {
    /// Step 6, "Offer": the next claim that does not have to wait for the answer to another one,
    /// and how often it has been offered.
    pub(crate) fn offer_next(&mut self) -> Result<Option<(Arc<Claim>, u32)>> {
        self.check_going_on()?;
        self.refresh_lock_if_due()?;
        loop {
            if self.open.is_empty() {
                self.opened_batches = 0;
            }
            if let Some(claim) = self.next_claim() {
                let name = claim.record.name.clone();
                if let Some(offered) = self.offer(claim)? {
                    return Ok(Some(offered));
                }
                self.go_on_with(&name);
            } else if !self.load_more()? {
                return Ok(None);
            }
        }
    }

    fn next_claim(&mut self) -> Option<Claim> {
        loop {
            let claim = self.queue.pop()?;
            match self.unanswered.get(&claim.record.name) {
                None => return Some(claim),
                Some(Unanswered::Open | Unanswered::Suspect) => self.queue.keep_waiting(claim),
                Some(Unanswered::StaysClaimed) => self.skip(&claim, SkipReason::WaitsForOlder),
            }
        }
    }

    /// An older delivery of this name is out of the way, or stays claimed: so do those that wait
    /// for it.
    pub(super) fn go_on_with(&mut self, name: &OsStr) {
        match self.unanswered.get(name) {
            None => self.queue.release(name),
            Some(Unanswered::StaysClaimed) => {
                for claim in self.queue.take_waiting(name) {
                    self.skip(&claim, SkipReason::WaitsForOlder);
                }
            }
            Some(Unanswered::Open | Unanswered::Suspect) => {}
        }
    }

    /// Opens what comes next: the next batch, then what was claimed now, and at last the suspects.
    /// Returns whether there was anything whose turn has come.
    fn load_more(&mut self) -> Result<bool> {
        if !self.open.is_empty() && (!self.queue.is_empty() || self.opened_batches >= MOST_BATCHES) {
            return Ok(false);
        }
        if let Some(name) = self.leftovers.batches.pop_front() {
            self.opened_batches += 1;
            if let Err(error) = self.load_batch(&name) {
                // Asking again does not return newer files.
                self.leftovers.batches.push_front(name);
                return Err(error);
            }
            self.touched.push(name);
            return Ok(true);
        }
        let fresh = std::mem::take(&mut self.fresh);
        if !fresh.is_empty() {
            for claim in &fresh {
                if self.touched.last() != Some(claim.batch.name()) {
                    self.touched.push(claim.batch.name().clone());
                }
            }
            fresh.into_iter().for_each(|claim| self.queue.push_back(claim));
            return Ok(true);
        }
        // A file over which a store has died is offered when nothing else is left and nothing else
        // is open: only the culprit can be blamed again, and it holds back nobody.
        if self.open.is_empty() {
            if let Some(suspect) = self.suspects.pop_front() {
                self.unanswered.remove(&suspect.record.name);
                self.queue.push_front(suspect);
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// A file that cannot be opened stays where it is, and no newer one overtakes it.
    fn load_batch(&mut self, name: &BatchName) -> Result<()> {
        let Some(batch) = Batch::open(&self.area, name)? else {
            return Err(Error::missing("open the folder", &self.area.dir().path_of(name.to_text())));
        };
        let files: HashSet<OsString> = batch.files()?.into_iter().collect();
        match batch.recover() {
            Ok(Recovered::Claims(_, claims)) => {
                // The process that claimed them may have died before it had made sure that changes
                // show.
                self.area.outlast(claims.iter().map(|claim| claim.record.ctime), self.probe.network);
                // The others were acknowledged before.
                for claim in claims.into_iter().filter(|claim| files.contains(&claim.record.name)) {
                    if is_suspect(claim.record.progress) && !self.unanswered.contains_key(&claim.record.name) {
                        self.unanswered.insert(claim.record.name.clone(), Unanswered::Suspect);
                        self.suspects.push_back(claim);
                    } else {
                        self.queue.push_back(claim);
                    }
                }
            }
            Ok(Recovered::Unreadable(_)) | Err(_) => {
                for file in files {
                    self.criteria.skip(&mut self.skips, &file, SkipReason::Unclaimable, None);
                    self.unanswered.insert(file, Unanswered::StaysClaimed);
                }
            }
        }
        Ok(())
    }

    /// `None` when the claim turns out not to be one that can be offered.
    fn offer(&mut self, mut claim: Claim) -> Result<Option<(Arc<Claim>, u32)>> {
        let mut progress = claim.record.progress;
        let prepared = self.prepare(&mut claim, &mut progress);
        match prepared {
            Ok(true) => {}
            Ok(false) => return Ok(None),
            Err(error) => match self.area.only_this_entry(error, &self.folder) {
                Ok(error) => {
                    self.put_back_failed(&claim, &error);
                    return Ok(None);
                }
                Err(error) => {
                    self.queue.push_front(claim);
                    return Err(error);
                }
            },
        }
        let claim = Arc::new(claim);
        self.unanswered.insert(claim.record.name.clone(), Unanswered::Open);
        let attempt = progress.attempts;
        self.open.insert(claim.id.clone(), Open { claim: Arc::clone(&claim), progress, moved: false, changed: false });
        Ok(Some((claim, attempt)))
    }

    /// Returns whether a claim can be offered; one that cannot is handled here.
    fn prepare(&mut self, claim: &mut Claim, progress: &mut Progress) -> Result<bool> {
        if !claim.fresh {
            match claim.presence()? {
                // It was in the listing: no newer file overtakes it before it is known to be gone.
                Presence::Gone => return Err(claim.vanished()),
                Presence::Changed => return self.give_back_as_new(claim).map(|()| false),
                Presence::Same => claim.seal(self.probe)?,
            }
        }
        if progress.offered {
            progress.deaths += 1;
            if progress.deaths >= self.options.max_attempts {
                return self.move_to_rejected(claim, RejectReason::StoreDied(progress.deaths)).map(|()| false);
            }
        }
        progress.attempts += 1;
        progress.offered = true;
        claim.write_progress(*progress)?;
        Ok(true)
    }
}
