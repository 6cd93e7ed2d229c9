//! A batch while its files are claimed, up to the renaming that makes it a verified one: steps 4
//! and 5.

use super::area::Area;
use super::batch::{Batch, CLAIMS, Probe};
use super::batch_name::BatchName;
use super::claim::Claim;
use super::give_back::GivenBack;
use crate::error::{Error, ErrorKind, Result};
use crate::fs::{self, Dir, Stat};
use crate::report::NotStored;
use crate::rules::checksum::checksum_name;
use crate::rules::checksum_fault::ChecksumFault;
use crate::rules::claim_record::{self, ClaimRecord, Progress};
use crate::rules::settled::Evidence;
use crate::rules::skip::SkipReason;
use crate::rules::timestamp::Timestamp;
use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::sync::Arc;

/// A file that may be claimed, as it was inspected. One that is complete is still to be compared
/// with its checksum file.
#[derive(Debug)]
pub(crate) struct Candidate {
    pub(crate) name: OsString,
    pub(crate) stat: Stat,
    pub(crate) evidence: Evidence,
}

/// What became of a file that was to be claimed.
#[derive(Debug)]
pub(crate) enum Claiming {
    /// It is in the batch.
    Claimed,
    /// It is in the batch, and is still to be compared with its checksum file.
    ToCompare,
    /// It is not collected: it was given back, or stays in the work area where that cannot be done.
    Left(Left),
    /// Its owner removed or renamed it.
    Gone,
    /// It was to be given back, but something newer had taken its name.
    Superseded(NotStored),
}

/// What is seen while files are compared with their checksum files.
#[derive(Debug)]
pub(crate) enum Comparing<'a> {
    /// A file is being hashed.
    Tick,
    Compared(&'a OsStr, &'a Stat, Claiming),
}

/// Why a file is not collected.
#[derive(Debug)]
pub(crate) struct Left {
    pub(crate) reason: SkipReason,
    /// The system's error, if the file could not be moved.
    pub(crate) error: Option<Error>,
    /// What is known of its checksum file, where that is the reason.
    pub(crate) proof: Option<Box<FailedProof>>,
}

/// A file that does not match its checksum file, or has one that is not understood.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FailedProof {
    /// Why the checksum file is not understood, and since when it has not changed.
    pub(crate) not_understood: Option<(ChecksumFault, Timestamp)>,
    /// The file and its checksum file where they are now, if both are there.
    pub(crate) pair: Option<(Stat, Stat)>,
}

impl Left {
    fn by(reason: SkipReason) -> Self {
        Self { reason, error: None, proof: None }
    }
}

/// Why a claimed file cannot be offered.
#[derive(Debug)]
pub(super) enum Refusal {
    Left(SkipReason),
    /// Its checksum file, which has not changed since then, cannot be read as one.
    NotUnderstood(ChecksumFault, Timestamp),
    /// It could not be looked at.
    Failed(Error),
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl From<SkipReason> for Refusal {
    fn from(reason: SkipReason) -> Self {
        Self::Left(reason)
    }
}

/// A claimed file that no record knows yet.
#[derive(Debug)]
struct NewClaim {
    record: ClaimRecord,
    stat: Stat,
    sealed: bool,
    /// Its SHA-256, if that was compared with its checksum file.
    sha256: Option<String>,
}

/// A batch that is being claimed: what is in it is given back after a crash.
#[derive(Debug)]
pub(crate) struct NewBatch {
    batch: Batch,
    probe: Probe,
    claims: Vec<NewClaim>,
    /// Refused files that cannot be given back: they must not be in a batch that is verified.
    stuck: Vec<OsString>,
    names: HashSet<OsString>,
}

impl NewBatch {
    pub(crate) fn begin(area: &Area, number: u64, probe: Probe) -> Result<Self> {
        let batch = Batch::begin(area, number)?;
        Ok(Self { batch, probe, claims: Vec::new(), stuck: Vec::new(), names: HashSet::new() })
    }

    /// How many files are claimed.
    pub(crate) fn len(&self) -> usize {
        self.claims.len()
    }

    /// Returns whether it contains a file of that name, whose place a newer one would take.
    pub(crate) fn holds(&self, name: &OsStr) -> bool {
        self.names.contains(name)
    }

    /// Step 4, "Claim": what is renamed is what was inspected, or it is given back to `folder`.
    /// Only now, where nobody can swap names, is it opened, and asked whether somebody has it open
    /// for writing (`docs/adr/0006-lease-after-claim.md`).
    pub(crate) fn claim(&mut self, from: &Dir, folder: &Dir, candidate: &Candidate) -> Result<Claiming> {
        let Candidate { name, stat, evidence } = candidate;
        match from.rename(name, self.batch.dir(), name) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Claiming::Gone),
            // Its owner may have given it another project, or made it immutable.
            Err(error) => {
                let error = self.batch.area().only_this_entry(error, folder)?;
                return Ok(Claiming::Left(Left { error: Some(error), ..Left::by(SkipReason::Unclaimable) }));
            }
        }
        match self.check(candidate) {
            Ok(claim) => {
                self.names.insert(name.clone());
                self.claims.push(claim);
                Ok(if *evidence == Evidence::Complete { Claiming::ToCompare } else { Claiming::Claimed })
            }
            Err(refusal) => self.refuse(folder, name, stat, refusal),
        }
    }

    /// What a claimed file is, or why it cannot be offered.
    fn check(&self, candidate: &Candidate) -> Result<NewClaim, Refusal> {
        let Candidate { name, stat, evidence } = candidate;
        let claimed = match self.batch.dir().stat(name)? {
            Some(claimed) if claimed.is_same_content(stat) => claimed,
            _ => return Err(SkipReason::ChangedMeanwhile.into()),
        };
        let sealed = self.batch.probe(name, &claimed, self.probe)?;
        Ok(NewClaim { record: record(name, &claimed, *evidence), stat: claimed, sealed, sha256: None })
    }

    /// Compares what is to be complete with its checksum file, which it takes along. Only when the
    /// tick of its claim is over: otherwise a change after the comparison might not show.
    pub(crate) fn compare(&mut self, from: &Dir, folder: &Dir, watch: &mut dyn FnMut(Comparing<'_>)) -> Result<()> {
        let is_complete = |claim: &NewClaim| claim.record.evidence == Evidence::Complete;
        self.outlast(self.claims.iter().filter(|claim| is_complete(claim)).map(|claim| claim.record.ctime));
        for claim in std::mem::take(&mut self.claims) {
            if !is_complete(&claim) {
                self.claims.push(claim);
                continue;
            }
            let (name, stat) = (claim.record.name.clone(), claim.stat);
            let compared = match self.batch.compare_checksum(from, &name, &stat, &mut || watch(Comparing::Tick)) {
                Ok(sha256) => {
                    self.claims.push(NewClaim { sha256: Some(sha256), ..claim });
                    Claiming::Claimed
                }
                Err(refusal) => self.refuse(folder, &name, &stat, refusal)?,
            };
            watch(Comparing::Compared(&name, &stat, compared));
        }
        Ok(())
    }

    /// Moves back a file that cannot be offered. One that cannot be looked at does not hold back
    /// the others.
    fn refuse(&mut self, folder: &Dir, name: &OsStr, stat: &Stat, refusal: Refusal) -> Result<Claiming> {
        let mut not_understood = None;
        let mut left = match refusal {
            Refusal::Left(reason) => Left::by(reason),
            Refusal::NotUnderstood(why, since) => {
                not_understood = Some((why, since));
                Left::by(SkipReason::UnreadableChecksum)
            }
            Refusal::Failed(error) => {
                self.batch.area().only_this_entry(error, folder)?;
                Left::by(SkipReason::Unreadable)
            }
        };
        let stays = match self.batch.give_back(folder, name) {
            Ok(GivenBack::Superseded(answered)) => return Ok(Claiming::Superseded(answered)),
            Ok(GivenBack::Gone) => return Ok(Claiming::Gone),
            Ok(GivenBack::Home) => false,
            Ok(GivenBack::Stays) => true,
            Err(error) => {
                self.batch.area().only_this_entry(error, folder)?;
                left = Left::by(SkipReason::Unclaimable);
                true
            }
        };
        if stays {
            self.stuck.push(name.to_owned());
            self.names.insert(name.to_owned());
        }
        if matches!(left.reason, SkipReason::ChecksumMismatch | SkipReason::UnreadableChecksum) {
            let pair = pair(if stays { self.batch.dir() } else { folder }, name, stat)?;
            left.proof = Some(Box::new(FailedProof { not_understood, pair }));
        }
        Ok(Claiming::Left(left))
    }

    /// Moves everything back, because an agent goes first. What cannot be is left to recovery.
    pub(crate) fn give_back(self, folder: &Dir, note: &mut dyn FnMut(&OsStr, &Stat, Claiming)) -> Result<()> {
        for NewClaim { record, stat, .. } in &self.claims {
            match self.batch.give_back(folder, &record.name) {
                Ok(GivenBack::Superseded(answered)) => note(&record.name, stat, Claiming::Superseded(answered)),
                Ok(_) => {}
                Err(error) => {
                    self.batch.area().only_this_entry(error, folder)?;
                    note(&record.name, stat, Claiming::Left(Left::by(SkipReason::Unclaimable)));
                }
            }
        }
        remove_if_empty(self.batch);
        Ok(())
    }

    /// The end of step 5: marks the whole batch as verified, in one step, and returns its claims.
    /// `from` is where they came from: some file systems (btrfs) would after a power cut show them
    /// there as well.
    pub(crate) fn verify(self, from: &Dir) -> Result<Vec<Claim>> {
        let network = self.probe.network;
        let Self { batch, claims, stuck, .. } = self;
        if !stuck.is_empty() {
            remove_if_empty(batch.set_aside(&stuck)?);
        }
        if claims.is_empty() {
            remove_if_empty(batch);
            return Ok(Vec::new());
        }
        let claims = write_record(batch, claims, from)?;
        // So that what is stored is what is acknowledged.
        if let Some(claim) = claims.first() {
            claim.batch.area().outlast(claims.iter().map(|claim| claim.record.ctime), network);
        }
        Ok(claims)
    }

    /// From here on, every change of a file with one of these change times also changes that time.
    fn outlast(&self, claimed: impl IntoIterator<Item = Timestamp>) {
        self.batch.area().outlast(claimed, self.probe.network);
    }
}

fn write_record(mut batch: Batch, new: Vec<NewClaim>, from: &Dir) -> Result<Vec<Claim>> {
    let area = batch.area().clone();
    let file = batch.dir.create_new(CLAIMS, 0o600)?;
    let mut text = claim_record::header(&fs::boot_id_text());
    let mut offsets = Vec::with_capacity(new.len());
    for claim in &new {
        offsets.push(text.len() as u64);
        text.push_str(&claim.record.to_line());
    }
    file.write_at(text.as_bytes(), 0)?;
    area.adopt(&file)?;
    if area.is_durable() {
        file.sync_data()?;
        batch.dir.sync()?;
        from.sync()?;
    }
    let verified = BatchName { verified: true, ..batch.name().clone() };
    area.dir().rename(batch.name().to_text(), area.dir(), verified.to_text())?;
    if area.is_durable() {
        area.dir().sync()?;
    }
    batch.became(verified, file);
    let batch = Arc::new(batch);
    let claim = |(index, (NewClaim { record, stat, sealed, sha256 }, offset))| Claim {
        fresh: true,
        sealed: sealed.then_some(stat.mode),
        sha256,
        ..batch.claim(index, offset, record)
    };
    Ok(new.into_iter().zip(offsets).enumerate().map(claim).collect())
}

/// A file, if it is still the one that was inspected, and its checksum file.
fn pair(place: &Dir, name: &OsStr, inspected: &Stat) -> Result<Option<(Stat, Stat)>> {
    let checksum = checksum_name(name).map(|checksum| place.stat(checksum)).transpose()?.flatten();
    Ok(place.stat(name)?.filter(|stat| stat.is_same_inode(inspected)).zip(checksum))
}

/// What cannot be removed now is removed by the next pass.
fn remove_if_empty(batch: Batch) {
    let _ = batch.remove_if_empty();
}

fn record(name: &OsStr, claimed: &Stat, evidence: Evidence) -> ClaimRecord {
    ClaimRecord {
        progress: Progress::default(),
        inode: claimed.inode,
        size: claimed.size,
        mtime: claimed.mtime,
        ctime: claimed.ctime,
        evidence,
        name: name.to_owned(),
    }
}
