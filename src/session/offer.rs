//! Step 6, "Offer": whose turn it is.

use super::{MOST_BATCHES, Offer, Open, Session, is_suspect};
use crate::error::Result;
use crate::rules::claim_record::Progress;
use crate::work::{Batch, Claim, Presence, Recovered};
use std::sync::Arc;

impl Session {
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
        if self.open.values().any(|open| is_suspect(open.claim.record.progress)) {
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
            Err(error) if error.is_about_everything() => return Err(error),
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
        Ok(Some(Offer { claim, attempt, options: Arc::clone(&self.options), probe: self.probe }))
    }

    /// Whether a claim can be offered; what cannot is dealt with.
    fn prepare(&mut self, claim: &mut Claim, progress: &mut Progress) -> Result<bool> {
        if !claim.fresh {
            match claim.presence()? {
                Presence::Gone => return Ok(false),
                Presence::Changed => return self.return_changed(claim).map(|()| false),
                Presence::Same => claim.seal(self.probe)?,
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
}
