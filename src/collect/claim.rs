//! Steps 4 and 5: claim, and look once more.

use super::Pass;
use super::recover::Recovery;
use crate::error::Result;
use crate::fs::{Dir, Stat};
use crate::rules::hashing::Hashing;
use crate::rules::settled::Evidence;
use crate::rules::skip::SkipReason;
use crate::scan::{self, CloseLook, Skips};
use crate::work::{Candidate, Claim, Claiming, Comparing, NewBatch, Probe};
use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::sync::Arc;

/// How many files one pass tries to claim at most beyond the first ones.
const MOST_TRIED: usize = 10_000;

/// The result of steps 4 and 5.
pub(super) enum Claims {
    /// An agent lock has appeared, and everything was given back.
    Withdrawn,
    Verified(Vec<Claim>),
}

/// Claiming from one folder: the drop folder, or a batch with files that could not be given back.
struct Run<'p, 'a> {
    pass: &'p mut Pass<'a>,
    from: &'p Dir,
    /// Names whose older file could not be recovered: once the name were free, that file would
    /// overtake the newer.
    blocked: &'p HashSet<OsString>,
    batch: NewBatch,
    hashing: Hashing,
    skips: Skips,
}

impl Pass<'_> {
    /// Claims what could not be given back where it is, and then what the look at the drop folder
    /// has found.
    pub(super) fn claim(&mut self, look: CloseLook, recovery: &Recovery, room: usize) -> Result<Claims> {
        let mut all = Vec::new();
        let mut is_withdrawn = false;
        let mut number = self.area.contents.batches.last().map_or(1, |last| last.number.saturating_add(1));
        for stuck in &recovery.stuck {
            let look = scan::look_at_all(stuck.dir(), &self.criteria, &mut self.memory, room)?;
            let (claims, skips) = self.claim_from(stuck.dir(), number, look, &recovery.blocked, None)?;
            self.found.skips.absorb(skips);
            is_withdrawn |= add(&mut all, claims);
            number += 1;
        }
        let mut skips = look.skips;
        if !is_withdrawn {
            let folder = Arc::clone(&self.folder.dir);
            let look = CloseLook { skips, ..look };
            let (claims, rest) = self.claim_from(&folder, number, look, &recovery.blocked, Some(room))?;
            skips = rest;
            is_withdrawn = add(&mut all, claims);
        }
        self.found.add_look(skips);
        Ok(if is_withdrawn { Claims::Withdrawn } else { Claims::Verified(all) })
    }

    /// `fill_to`: how many to claim from the whole folder where some candidates turn out not to be
    /// claimable. Returns also what the look and the claims have skipped.
    fn claim_from(
        &mut self,
        from: &Dir,
        number: u64,
        look: CloseLook,
        blocked: &HashSet<OsString>,
        fill_to: Option<usize>,
    ) -> Result<(Claims, Skips)> {
        let CloseLook { candidates, skips } = look;
        if candidates.is_empty() {
            return Ok((Claims::Verified(Vec::new()), skips));
        }
        let probe = Probe { user: self.criteria.user, network: self.folder.network };
        let batch = NewBatch::begin(&self.area.area, number, probe)?;
        let hashing = Hashing::begin(candidates.iter().any(|candidate| candidate.evidence != Evidence::Complete));
        let wanted = candidates.len();
        let is_overfull = skips.skipped.count(SkipReason::BatchFull) > 0;
        let mut run = Run { pass: self, from, blocked, batch, hashing, skips };
        for candidate in run.affordable(candidates) {
            run.claim(&candidate)?;
        }
        if let Some(room) = fill_to.filter(|_| run.batch.len() < wanted && is_overfull) {
            run.fill_up(room)?;
        }
        run.compare()?;
        run.look_once_more()
    }
}

/// Adds what was verified. Returns whether everything was given back instead.
fn add(all: &mut Vec<Claim>, claims: Claims) -> bool {
    match claims {
        Claims::Verified(verified) => all.extend(verified),
        Claims::Withdrawn => return true,
    }
    false
}

impl Run<'_, '_> {
    /// Files to hash come last, the smallest first, and only as many as the others can wait for;
    /// the rest comes with the next pass.
    fn affordable(&mut self, mut candidates: Vec<Candidate>) -> Vec<Candidate> {
        let size_to_hash =
            |candidate: &Candidate| (candidate.evidence == Evidence::Complete).then_some(candidate.stat.size);
        // `None` comes first.
        candidates.sort_by_key(size_to_hash);
        candidates.retain(|candidate| self.affords(candidate));
        candidates
    }

    /// Whether a candidate need not be hashed, or may be in this pass; otherwise it is left to the
    /// next one.
    fn affords(&mut self, candidate: &Candidate) -> bool {
        let Candidate { name, stat, evidence } = candidate;
        let criteria = &self.pass.criteria;
        let age = criteria.now.wall.since(stat.ctime).unwrap_or_default();
        let affords = *evidence != Evidence::Complete || self.hashing.affords(stat.size, age);
        if !affords {
            criteria.skip(&mut self.skips, name, SkipReason::BatchFull, None);
        }
        affords
    }

    /// Files that cannot be claimed must not take the place of others: goes through the whole
    /// folder until the batch is full. What it skips replaces what was counted before. What it
    /// gives back may be listed again: it is asked before it is moved again, and after so many the
    /// next pass goes on.
    fn fill_up(&mut self, room: usize) -> Result<()> {
        let (from, criteria) = (self.from, self.pass.criteria.clone());
        let mut failed = None;
        let mut tried: HashSet<u64> = HashSet::new();
        self.skips = Skips::default();
        // The listing needs what earlier looks have seen, while claiming notes what it sees itself.
        let mut memory = std::mem::take(&mut self.pass.memory);
        let listed = scan::each_candidate(from, &criteria, &mut memory, true, &mut |candidate| {
            if !tried.insert(candidate.stat.inode) || !self.affords(&candidate) {
                return true;
            }
            failed = self.claim(&candidate).err();
            failed.is_none() && self.batch.len() < room && tried.len() < MOST_TRIED
        });
        let noted = std::mem::replace(&mut self.pass.memory, memory);
        self.pass.memory.absorb(noted);
        let claimed = std::mem::replace(&mut self.skips, listed?);
        self.skips.absorb(claimed);
        failed.map_or(Ok(()), Err)
    }

    /// Step 4, "Claim".
    fn claim(&mut self, candidate: &Candidate) -> Result<()> {
        let name = &candidate.name;
        if self.blocked.contains(name) || self.batch.holds(name) {
            self.pass.criteria.skip(&mut self.skips, name, SkipReason::WaitsForOlder, None);
            return Ok(());
        }
        let claiming = self.batch.claim(self.from, &self.pass.folder.dir, candidate)?;
        note(self.pass, &mut self.skips, name, &candidate.stat, claiming);
        Ok(())
    }

    /// Compares files admitted by a checksum with their checksum files, where nobody can swap names
    /// any more.
    fn compare(&mut self) -> Result<()> {
        let Self { pass, skips, from, batch, .. } = self;
        let folder = Arc::clone(&pass.folder.dir);
        // Whether the lock is still ours shows with each answer.
        batch.compare(from, &folder, &mut |step| match step {
            Comparing::Tick => drop(pass.lock.refresh_if_due()),
            Comparing::Compared(name, stat, claiming) => note(pass, skips, name, stat, claiming),
        })
    }

    /// Step 5, "Look once more": an agent that ignores lock.txt may be writing into a claimed file.
    fn look_once_more(self) -> Result<(Claims, Skips)> {
        let Self { pass, from, batch, mut skips, .. } = self;
        let folder = Arc::clone(&pass.folder.dir);
        if scan::agent_is_delivering(&folder, pass.folder.network)? {
            batch.give_back(&folder, &mut |name, stat, claiming| note(pass, &mut skips, name, stat, claiming))?;
            return Ok((Claims::Withdrawn, skips));
        }
        Ok((Claims::Verified(batch.verify(from)?), skips))
    }
}

/// Notes what became of a file that was to be claimed: the one place where a claim becomes a skip.
fn note(pass: &mut Pass<'_>, skips: &mut Skips, name: &OsStr, stat: &Stat, claiming: Claiming) {
    let Pass { criteria, memory, found, .. } = pass;
    let now = criteria.now.wall;
    let left = match claiming {
        Claiming::Claimed => return memory.forget(stat),
        // Files that have yet to be compared are remembered until then.
        Claiming::ToCompare | Claiming::Gone => return,
        Claiming::Superseded(answered) => return found.superseded.push(answered),
        Claiming::Left(left) => left,
    };
    if let Some(error) = &left.error {
        skips.blame(error);
    }
    if left.reason == SkipReason::OpenForWriting {
        memory.note_open(stat, now);
    }
    // A file without proof is not claimed again before it or its checksum file has changed: since
    // the claim, which has changed both.
    let since = left.proof.map_or(stat.ctime, |proof| {
        if let Some((why, _)) = proof.not_understood {
            skips.not_understood(name, why);
        }
        memory.note_failed(&proof, now)
    });
    criteria.skip(skips, name, left.reason, Some(Stat { ctime: since, ..*stat }));
}
