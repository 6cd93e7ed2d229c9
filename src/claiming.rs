//! Steps 4 and 5 of the protocol: claim, and look once more.

use crate::error::Result;
use crate::fs::{Dir, Stat};
use crate::left_alone::LeftAlone;
use crate::lock::CollectorLock;
use crate::pass::Pass;
use crate::report::NotStored;
use crate::rules::checksum::checksum_name;
use crate::rules::hashing::Hashing;
use crate::rules::settled::Evidence;
use crate::rules::skip::SkipReason;
use crate::rules::timestamp::Timestamp;
use crate::scan::{self, Candidate, Criteria};
use crate::work::{Area, Batch, Claim, Claimed, Claiming, GivenBack, Inspected, Looks, Probe, Refusal};
use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::sync::Arc;

/// How many files one pass tries to claim at most beyond the first ones.
const MOST_TRIED: usize = 10_000;

/// What steps 4 and 5 came to.
pub(crate) enum Claims {
    /// An agent lock has appeared, and everything was given back.
    Withdrawn,
    Verified(Vec<Claim>),
}

impl Claims {
    /// Adds what was verified to `claims`. Says whether everything was given back instead.
    pub(crate) fn add_to(self, claims: &mut Vec<Claim>) -> bool {
        match self {
            Self::Verified(verified) => {
                claims.extend(verified);
                false
            }
            Self::Withdrawn => true,
        }
    }
}

/// Steps 4 and 5 of one pass.
pub(crate) struct ClaimingRun<'a> {
    pass: &'a Pass<'a>,
    area: &'a Area,
    criteria: &'a Criteria,
    looks: &'a mut Looks,
    lock: &'a mut CollectorLock,
    /// Names of which an older file could not be recovered: once its name were free, that one would overtake the younger.
    blocked: &'a HashSet<OsString>,
    /// Refused files of the batch that cannot be given back.
    stays: Vec<OsString>,
    /// What lies in the batch: a newer file of such a name, which a second look may find, would take its place.
    in_batch: HashSet<OsString>,
}

impl<'a> ClaimingRun<'a> {
    pub(crate) fn new(
        pass: &'a Pass<'a>,
        area: &'a Area,
        criteria: &'a Criteria,
        looks: &'a mut Looks,
        lock: &'a mut CollectorLock,
        blocked: &'a HashSet<OsString>,
    ) -> Self {
        Self { pass, area, criteria, looks, lock, blocked, stays: Vec::new(), in_batch: HashSet::new() }
    }

    /// Files that could not be given back (see [`GivenBack::Stays`]) are claimed anew where they are.
    pub(crate) fn claim_stuck(
        &mut self,
        stuck: &Batch,
        number: u64,
        room: usize,
        left: &mut LeftAlone,
        superseded: &mut Vec<NotStored>,
    ) -> Result<Claims> {
        let look = scan::look_at_all(stuck.dir(), self.criteria, self.looks, room)?;
        left.absorb(look.left_alone);
        self.claim_from(stuck.dir(), number, look.candidates, None, left, superseded)
    }

    /// Claims what was found in the drop folder.
    pub(crate) fn claim(
        &mut self,
        number: u64,
        candidates: Vec<Candidate>,
        room: usize,
        left: &mut LeftAlone,
        superseded: &mut Vec<NotStored>,
    ) -> Result<Claims> {
        let folder = Arc::clone(&self.pass.folder);
        self.claim_from(&folder, number, candidates, Some(room), left, superseded)
    }

    /// `fill_to`: how many to claim from the whole folder where some candidates turn out not to be claimable.
    fn claim_from(
        &mut self,
        from: &Dir,
        number: u64,
        candidates: Vec<Candidate>,
        fill_to: Option<usize>,
        left: &mut LeftAlone,
        superseded: &mut Vec<NotStored>,
    ) -> Result<Claims> {
        if candidates.is_empty() {
            return Ok(Claims::Verified(Vec::new()));
        }
        let batch = Batch::begin(self.area, number)?;
        self.in_batch.clear();
        let wanted = candidates.len();
        let is_overfull = left.skipped.count(SkipReason::BatchFull) > 0;
        let mut claimed = Vec::with_capacity(wanted);
        let mut hashing = Hashing::begin(candidates.iter().any(|candidate| candidate.evidence != Evidence::Complete));
        for candidate in self.affordable(candidates, &mut hashing, left) {
            claimed.extend(self.claim_one(&batch, from, candidate, left, superseded)?);
        }
        if let Some(room) = fill_to.filter(|_| claimed.len() < wanted && is_overfull) {
            self.fill_up(&batch, &mut claimed, room, hashing, left, superseded)?;
        }
        let claimed = self.compare(&batch, from, claimed, left, superseded)?;
        self.look_once_more(batch, from, claimed, superseded, left)
    }

    /// What is to be hashed comes last, the smallest first, and no more of it than the others can wait for: what is too much
    /// comes with the next pass.
    fn affordable(
        &self,
        mut candidates: Vec<Candidate>,
        hashing: &mut Hashing,
        left: &mut LeftAlone,
    ) -> Vec<Candidate> {
        let size_to_hash =
            |candidate: &Candidate| (candidate.evidence == Evidence::Complete).then_some(candidate.stat.size);
        // `None` comes first.
        candidates.sort_by_key(size_to_hash);
        candidates.retain(|candidate| self.affords(candidate, hashing, left));
        candidates
    }

    /// Whether a candidate need not be hashed, or may be in this pass; otherwise it is left to the next one.
    fn affords(&self, candidate: &Candidate, hashing: &mut Hashing, left: &mut LeftAlone) -> bool {
        let Candidate { name, stat, evidence } = candidate;
        let age = self.criteria.now.wall.since(stat.ctime).unwrap_or_default();
        let affords = *evidence != Evidence::Complete || hashing.affords(stat.size, age);
        if !affords {
            self.criteria.leave(left, name, SkipReason::BatchFull, None);
        }
        affords
    }

    /// What cannot be claimed must not take the place of what can: goes through the whole folder until the batch is full. What
    /// it leaves alone replaces what was counted before. What it gives back may be listed again: it is asked before it is moved
    /// again, and after so many the next pass goes on.
    fn fill_up(
        &mut self,
        batch: &Batch,
        claimed: &mut Vec<Claimed>,
        room: usize,
        mut hashing: Hashing,
        left: &mut LeftAlone,
        superseded: &mut Vec<NotStored>,
    ) -> Result<()> {
        let folder = Arc::clone(&self.pass.folder);
        let criteria = self.criteria;
        let mut failed = None;
        let mut tried: HashSet<u64> = HashSet::new();
        // The listing needs what earlier looks have seen, while claiming notes what it sees itself.
        let mut looks = std::mem::take(self.looks);
        let anew = scan::each_candidate(&folder, criteria, &mut looks, true, &mut |candidate, left| {
            if !tried.insert(candidate.stat.inode) || !self.affords(&candidate, &mut hashing, left) {
                return true;
            }
            match self.claim_one(batch, &folder, candidate, left, superseded) {
                Ok(one) => claimed.extend(one),
                Err(error) => failed = Some(error),
            }
            failed.is_none() && claimed.len() < room && tried.len() < MOST_TRIED
        });
        let noted = std::mem::replace(self.looks, looks);
        self.looks.absorb(noted);
        *left = anew?;
        failed.map_or(Ok(()), Err)
    }

    /// Step 4, "Claim".
    fn claim_one(
        &mut self,
        batch: &Batch,
        from: &Dir,
        candidate: Candidate,
        left: &mut LeftAlone,
        superseded: &mut Vec<NotStored>,
    ) -> Result<Option<Claimed>> {
        let Candidate { name, stat, evidence } = candidate;
        if self.blocked.contains(&name) || self.in_batch.contains(&name) {
            self.criteria.leave(left, &name, SkipReason::WaitsForOlder, None);
            return Ok(None);
        }
        let probe = Probe { user: self.criteria.user, network: self.pass.network };
        let inspected = Inspected { name: &name, stat: &stat, evidence };
        let claiming = batch.claim(from, &self.pass.folder, inspected, probe)?;
        self.claimed_or_left(batch, &name, stat, claiming, left, superseded)
    }

    /// Compares what is to be complete with its checksum files, where nobody can swap names any more.
    fn compare(
        &mut self,
        batch: &Batch,
        from: &Dir,
        claimed: Vec<Claimed>,
        left: &mut LeftAlone,
        superseded: &mut Vec<NotStored>,
    ) -> Result<Vec<Claimed>> {
        let is_complete = |claimed: &Claimed| claimed.record.evidence == Evidence::Complete;
        self.outlast(claimed.iter().filter(|one| is_complete(one)).map(|one| one.record.ctime));
        let mut compared = Vec::with_capacity(claimed.len());
        for one in claimed {
            if !is_complete(&one) {
                compared.push(one);
                continue;
            }
            let (name, stat) = (one.record.name.clone(), one.stat);
            // Whether the lock is still ours shows with each answer.
            let mut keep_young = || drop(self.lock.keep_young());
            let claiming = batch.compare(from, &self.pass.folder, one, &mut keep_young)?;
            compared.extend(self.claimed_or_left(batch, &name, stat, claiming, left, superseded)?);
        }
        Ok(compared)
    }

    /// What was claimed, or why it is left alone.
    fn claimed_or_left(
        &mut self,
        batch: &Batch,
        name: &OsStr,
        stat: Stat,
        claiming: Claiming,
        left: &mut LeftAlone,
        superseded: &mut Vec<NotStored>,
    ) -> Result<Option<Claimed>> {
        let stays = matches!(claiming, Claiming::Stays(_));
        if stays {
            self.stays.push(name.to_owned());
        }
        if stays || matches!(claiming, Claiming::Claimed(_)) {
            self.in_batch.insert(name.to_owned());
        }
        let reason = match claiming {
            Claiming::Claimed(claimed) => {
                // What is still to be compared is remembered until that is done.
                if claimed.record.evidence != Evidence::Complete || claimed.is_compared() {
                    self.looks.forget(&stat);
                }
                return Ok(Some(claimed));
            }
            Claiming::Gone => return Ok(None),
            Claiming::Superseded(answered) => {
                superseded.push(answered);
                return Ok(None);
            }
            Claiming::GivenBack(refusal) | Claiming::Stays(refusal) => match refusal {
                Refusal::Changed => SkipReason::ChangedMeanwhile,
                Refusal::Unreadable => SkipReason::Unreadable,
                Refusal::Resists => SkipReason::Unclaimable,
                Refusal::OpenForWriting => {
                    self.looks.note_open(&stat, self.criteria.now.wall);
                    SkipReason::OpenForWriting
                }
                Refusal::Mismatch | Refusal::NotUnderstood(..) => {
                    let place: &Dir = if stays { batch.dir() } else { &self.pass.folder };
                    return self.note_refusal(place, name, stat, refusal, left).map(|()| None);
                }
            },
            Claiming::Immovable(error) => {
                left.blame(&error);
                SkipReason::Unclaimable
            }
        };
        self.criteria.leave(left, name, reason, Some(stat));
        Ok(None)
    }

    /// A file that does not match its checksum file, or has one that is not understood, is not claimed again before one of the two has
    /// changed: since the claim, which has changed both.
    fn note_refusal(
        &mut self,
        place: &Dir,
        name: &OsStr,
        inspected: Stat,
        refusal: Refusal,
        left: &mut LeftAlone,
    ) -> Result<()> {
        let now = self.criteria.now.wall;
        let checksum = checksum_name(name).map(|checksum| place.stat(checksum)).transpose()?.flatten();
        let both = place.stat(name)?.filter(|stat| stat.is_same_inode(&inspected)).zip(checksum);
        let (reason, since) = if let Refusal::NotUnderstood(why, since) = refusal {
            left.not_understood(name, why);
            let note = |(stat, checksum)| self.looks.note_unread(&stat, &checksum, why, since);
            (SkipReason::UnreadableChecksum, both.map_or(since, note))
        } else {
            let note = |(stat, checksum)| self.looks.note_mismatch(&stat, &checksum, now);
            (SkipReason::ChecksumMismatch, both.map_or(now, note))
        };
        self.criteria.leave(left, name, reason, Some(Stat { ctime: since, ..inspected }));
        Ok(())
    }

    /// Step 5, "Look once more": who does not honour lock.txt may be writing into what was claimed.
    fn look_once_more(
        &mut self,
        batch: Batch,
        from: &Dir,
        claimed: Vec<Claimed>,
        superseded: &mut Vec<NotStored>,
        left: &mut LeftAlone,
    ) -> Result<Claims> {
        let durable = self.pass.is_durable();
        let stays = std::mem::take(&mut self.stays);
        if scan::agent_is_delivering(&self.pass.folder, self.pass.network)? {
            for Claimed { record, stat, .. } in &claimed {
                match batch.give_back(&self.pass.folder, &record.name, durable) {
                    Ok(GivenBack::Superseded(answered)) => superseded.push(answered),
                    Ok(_) => {}
                    Err(error) if self.area.is_systemic(&self.pass.folder) => return Err(error),
                    // Recovery goes on with it.
                    Err(_) => self.criteria.leave(left, &record.name, SkipReason::Unclaimable, Some(*stat)),
                }
            }
            tidy(batch);
            return Ok(Claims::Withdrawn);
        }
        if !stays.is_empty() {
            tidy(batch.set_aside(&stays)?);
        }
        if claimed.is_empty() {
            tidy(batch);
            return Ok(Claims::Verified(Vec::new()));
        }
        let claims = batch.verify(claimed, durable.then_some(from))?;
        // So that what is stored is what is acknowledged.
        self.outlast(claims.iter().map(|claim| claim.record.ctime));
        Ok(Claims::Verified(claims))
    }

    /// From here on whoever changes one of the files that bear these change times changes that time, too.
    fn outlast(&self, claimed: impl IntoIterator<Item = Timestamp>) {
        self.area.outlast(claimed, self.pass.network);
    }
}

/// Removes a batch if nothing is left in it. What cannot be removed now is removed by the next pass.
fn tidy(batch: Batch) {
    let _ = batch.remove_if_empty();
}
