//! The answers of the store.

use super::{Open, Session, Unanswered, over};
use crate::error::Result;
use crate::report::{Delivered, Digests, PutBackReason};
use crate::rules::claim_record::Progress;
use crate::rules::reject_reason::RejectReason;
use crate::rules::skip::SkipReason;
use crate::work::{Batch, Claim, GivenBack, Presence};

impl Session {
    /// The store has it.
    pub(crate) fn acknowledge(&mut self, claim: &Claim, digests: Digests) -> Result<()> {
        let Open { moved, changed, .. } = *self.open_delivery(claim)?;
        if changed {
            self.check_lock()?;
            return self.refuse_changed(claim);
        }
        if !moved {
            if let Err(error) = self.ensure_copied(claim) {
                self.put_back(claim, (&error).into())?;
                return Err(error);
            }
            self.check_lock()?;
            let presence = match claim.presence() {
                Ok(Presence::Same) => claim.remove().map(|()| Presence::Same),
                other => other,
            };
            match presence {
                Ok(Presence::Same) => {}
                // The store has it, and gets it once more.
                Err(error) => {
                    self.put_back(claim, (&error).into())?;
                    return Err(error);
                }
                Ok(Presence::Gone) => {
                    self.close(claim);
                    return Err(claim.vanished());
                }
                Ok(Presence::Changed) => return self.refuse_changed(claim),
            }
        }
        self.delivered(claim, digests);
        // The answer is final: a lock that cannot be refreshed shows with the next step.
        let _ = self.refresh_lock_if_due();
        Ok(())
    }

    pub(super) fn delivered(&mut self, claim: &Claim, digests: Digests) {
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

    /// It is in the store, in one step that cannot be taken back: whatever is answered now, it is
    /// delivered.
    pub(crate) fn note_moved(&mut self, claim: &Claim) {
        if let Some(open) = self.open.get_mut(&claim.id) {
            open.moved = true;
        }
    }

    /// It was read twice, and was not the same both times.
    pub(crate) fn note_changed(&mut self, claim: &Claim) {
        if let Some(open) = self.open.get_mut(&claim.id) {
            open.changed = true;
        }
    }

    /// It stays claimed and is offered first next time.
    pub(crate) fn put_back(&mut self, claim: &Claim, reason: PutBackReason) -> Result<()> {
        let Open { progress, moved, changed, .. } = *self.open_delivery(claim)?;
        if moved {
            self.delivered(claim, Digests::default());
            return Ok(());
        }
        if changed && self.check_lock().is_ok() {
            return self.give_back_changed(claim);
        }
        let answered = Progress { offered: false, ..progress };
        self.note_put_back(claim, reason);
        claim.write_progress(answered)
    }

    /// It was dropped without an answer, as by a store that has failed: that counts like a death of
    /// the process.
    pub(crate) fn put_back_unanswered(&mut self, claim: &Claim, reason: PutBackReason) {
        let Some(&Open { moved, changed, .. }) = self.open.get(&claim.id) else { return };
        if moved {
            self.delivered(claim, Digests::default());
        } else if changed && self.check_lock().is_ok() {
            // A file that cannot be given back stays claimed.
            let _ = self.give_back_changed(claim);
        } else {
            self.note_put_back(claim, reason);
        }
    }

    /// Reports that it stays claimed, and lets those of its name that wait do the same.
    pub(super) fn note_put_back(&mut self, claim: &Claim, reason: PutBackReason) {
        let Some(Open { progress, .. }) = self.open.remove(&claim.id) else { return };
        self.copies.forget(&claim.id);
        self.unanswered.insert(claim.record.name.clone(), Unanswered::StaysClaimed);
        if progress.attempts >= self.options.max_attempts {
            self.failing.push(claim.not_stored(reason.clone()));
        }
        self.report.put_back.push(claim.not_stored(reason));
        self.go_on_with(&claim.record.name);
    }

    /// It is set aside.
    pub(crate) fn reject(&mut self, claim: &Claim, reason: RejectReason) -> Result<()> {
        let Open { moved, changed, .. } = *self.open_delivery(claim)?;
        if moved {
            return Err(over());
        }
        self.check_lock()?;
        match claim.presence()? {
            Presence::Changed => self.refuse_changed(claim),
            Presence::Same if changed => self.refuse_changed(claim),
            Presence::Same | Presence::Gone => {
                self.move_to_rejected(claim, reason)?;
                self.close(claim);
                Ok(())
            }
        }
    }

    pub(super) fn move_to_rejected(&mut self, claim: &Claim, reason: RejectReason) -> Result<()> {
        claim.reject(&reason)?;
        self.report.rejected.push(claim.not_stored(reason));
        Ok(())
    }

    /// The answer comes too late: a writer has changed it.
    fn refuse_changed(&mut self, claim: &Claim) -> Result<()> {
        self.give_back_changed(claim)?;
        Err(claim.changed())
    }

    /// It goes back as new content; where that cannot be done, it stays claimed.
    fn give_back_changed(&mut self, claim: &Claim) -> Result<()> {
        match self.give_back_as_new(claim) {
            Ok(()) => self.close(claim),
            Err(error) => {
                self.note_put_back(claim, (&error).into());
                return Err(error);
            }
        }
        Ok(())
    }

    /// What a writer changed after it was claimed is new content: back to the folder, where it has
    /// to settle.
    pub(super) fn give_back_as_new(&mut self, claim: &Claim) -> Result<()> {
        if self.has_younger(claim)? {
            // Its name is free only because the newer one was claimed: back in the folder it would
            // overtake that one.
            let superseded = claim.supersede(self.criteria.now.wall)?;
            self.report.superseded.push(superseded);
            return Ok(());
        }
        match claim.give_back(&self.folder)? {
            GivenBack::Superseded(answered) => self.report.superseded.push(answered),
            GivenBack::Stays => {
                // Not in a verified batch: there it would never be offered again.
                claim.batch.set_aside(std::slice::from_ref(&claim.record.name))?;
                self.skip(claim, SkipReason::ChangedMeanwhile);
            }
            GivenBack::Home => {
                self.skip(claim, SkipReason::ChangedMeanwhile);
            }
            GivenBack::Gone => {}
        }
        Ok(())
    }

    /// Returns whether a newer file of that name is claimed.
    fn has_younger(&self, claim: &Claim) -> Result<bool> {
        let name = &claim.record.name;
        let known = self.queue.iter().chain(&self.suspects).chain(&self.fresh);
        let mut newer = known.filter(|other| other.batch.name().number > claim.batch.name().number);
        if newer.any(|other| other.record.name == *name) {
            return Ok(true);
        }
        for batch in &self.leftovers.batches {
            if Batch::open(&self.area, batch)?.is_some_and(|batch| matches!(batch.dir().stat(name), Ok(Some(_)))) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    pub(super) fn close(&mut self, claim: &Claim) {
        self.open.remove(&claim.id);
        self.copies.forget(&claim.id);
        self.unanswered.remove(&claim.record.name);
        self.go_on_with(&claim.record.name);
    }

    pub(super) fn open_delivery(&self, claim: &Claim) -> Result<&Open> {
        let is_here = self.lock.as_ref().is_some_and(|lock| lock.held().is_of_this_process());
        self.open.get(&claim.id).filter(|_| is_here).ok_or_else(over)
    }
}
