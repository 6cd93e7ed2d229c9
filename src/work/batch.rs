//! A batch of claimed files.

use super::area::Area;
use super::batch_name::BatchName;
use super::claim::Claim;
use super::return_home::{Returned, return_home};
use super::text_file::open_text;
use crate::error::{Error, ErrorKind, Result};
use crate::fs::{self, Dir, Stat, Writers, file};
use crate::report::NotStored;
use crate::rules::claim_record::{self, ClaimRecord, Progress};
use crate::rules::not_understood::NotUnderstood;
use crate::rules::reject_reason::RejectReason;
use crate::rules::settled::Evidence;
use crate::rules::timestamp::Timestamp;
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::sync::Arc;

/// The file with one line for each claim. Names of this form are never collected, so it is in nobody's way.
pub(super) const CLAIMS: &str = ".claims";

/// A batch of claimed files.
#[derive(Debug)]
pub(crate) struct Batch {
    pub(super) area: Area,
    pub(super) dir: Dir,
    pub(super) claims: Option<File>,
    name: BatchName,
}

/// What a claimed file is opened for: on network file systems to learn its true size, on local ones to ask for a lease, which
/// only its owner and root may.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Probe {
    pub(crate) user: u32,
    pub(crate) network: bool,
}

/// A claim before its batch is verified.
#[derive(Debug)]
pub(crate) struct Claimed {
    pub(crate) record: ClaimRecord,
    pub(crate) stat: Stat,
    sealed: bool,
    /// Its SHA-256, if that was compared with its checksum file.
    sha256: Option<String>,
}

impl Claimed {
    pub(crate) fn is_compared(&self) -> bool {
        self.sha256.is_some()
    }
}

/// What became of a file that was to be claimed.
#[derive(Debug)]
pub(crate) enum Claiming {
    Claimed(Claimed),
    /// Its owner removed or renamed it.
    Gone,
    /// It was not what it should be, and was given back.
    GivenBack(Refusal),
    /// The same, but there is no way to give it back: it must not be in a batch that is verified.
    Stays(Refusal),
    /// The same, but something newer had taken its name.
    Superseded(NotStored),
    /// It cannot be moved.
    Immovable(Error),
}

/// Why a claimed file is not offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It changed between inspection and claim.
    Changed,
    /// Somebody has it open for writing.
    OpenForWriting,
    /// It cannot be opened.
    Unreadable,
    /// It is not what its checksum file says.
    Mismatch,
    /// The system refuses what works for files of our own.
    Resists,
    /// Its checksum file, which has not changed since then, cannot be read as one.
    NotUnderstood(NotUnderstood, Timestamp),
}

/// A file as it was inspected, with the evidence that its upload is over. What is complete is still to be hashed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Inspected<'a> {
    pub(crate) name: &'a OsStr,
    pub(crate) stat: &'a Stat,
    pub(crate) evidence: Evidence,
}

/// What became of a claimed file that was to be given back.
#[derive(Debug)]
pub(crate) enum GivenBack {
    Home,
    /// There is no way to do it without the risk of overwriting: it stays claimed.
    Stays,
    Gone,
    /// Something newer has taken its name: the agent has abandoned it.
    Superseded(NotStored),
}

/// What recovering a verified batch came to.
#[derive(Debug)]
pub(crate) enum Recovered {
    Claims(Arc<Batch>, Vec<Claim>),
    /// Its record cannot be believed: it counts as not verified.
    Unreadable(Batch),
}

/// The offset of a record in its file, the record, and what is known of a file that was claimed just now: its mode if it is sealed,
/// and its SHA-256 if that was compared.
type Numbered = (u64, ClaimRecord, Option<(Option<u32>, Option<String>)>);

impl Batch {
    /// A new, unverified batch.
    pub(crate) fn begin(area: &Area, number: u64) -> Result<Self> {
        let name = BatchName { number, token: fs::random_hex::<12>(), verified: false };
        let dir = area.make_dir(area.dir(), name.to_text())?;
        Ok(Self { area: area.clone(), dir, name, claims: None })
    }

    /// A batch that an earlier collection left.
    pub(crate) fn open(area: &Area, name: &BatchName) -> Result<Option<Self>> {
        let Some(dir) = area.dir().open_dir(name.to_text())? else { return Ok(None) };
        Ok(Some(Self { area: area.clone(), dir, name: name.clone(), claims: None }))
    }

    /// Step 4, "Claim": what is renamed is what was inspected, or it is given back to `folder`. Only now, where nobody can swap
    /// names, is it opened, and asked whether somebody has it open for writing (`docs/adr/0006-lease-after-claim.md`).
    pub(crate) fn claim(&self, from: &Dir, folder: &Dir, inspected: Inspected<'_>, probe: Probe) -> Result<Claiming> {
        let name = inspected.name;
        match from.rename(name, &self.dir, name) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Claiming::Gone),
            // Its owner may have given it another project, or made it immutable.
            Err(error) if !self.area.is_systemic(folder) => return Ok(Claiming::Immovable(error)),
            Err(error) => return Err(error),
        }
        let checked = self.check_claimed(inspected, probe);
        self.claimed_or_given_back(folder, name, checked)
    }

    /// A file that is to be complete: compares it with its checksum file, which it takes along. Only when the tick of its claim is
    /// over: otherwise a change after the comparison might not show. `tick` is called while it is hashed.
    pub(crate) fn compare(
        &self,
        from: &Dir,
        folder: &Dir,
        claimed: Claimed,
        tick: &mut dyn FnMut(),
    ) -> Result<Claiming> {
        let name = claimed.record.name.clone();
        let compared = self.compare_checksum(from, &name, &claimed.stat, tick);
        let claimed = compared.map(|compared| compared.map(|sha256| Claimed { sha256: Some(sha256), ..claimed }));
        self.claimed_or_given_back(folder, &name, claimed)
    }

    fn claimed_or_given_back(
        &self,
        folder: &Dir,
        name: &OsStr,
        claimed: Result<Result<Claimed, Refusal>>,
    ) -> Result<Claiming> {
        let refusal = match claimed {
            Ok(Ok(claimed)) => return Ok(Claiming::Claimed(claimed)),
            Ok(Err(refusal)) => refusal,
            Err(error) if self.area.is_systemic(folder) => return Err(error),
            // One file that cannot be looked at does not hold back the others.
            Err(_) => Refusal::Unreadable,
        };
        Ok(match self.give_back(folder, name, false) {
            Ok(GivenBack::Superseded(answered)) => Claiming::Superseded(answered),
            Ok(GivenBack::Gone) => Claiming::Gone,
            Ok(GivenBack::Home) => Claiming::GivenBack(refusal),
            Ok(GivenBack::Stays) => Claiming::Stays(refusal),
            Err(error) if self.area.is_systemic(folder) => return Err(error),
            Err(_) => Claiming::Stays(Refusal::Resists),
        })
    }

    /// What a claimed file is, or why it cannot be offered.
    fn check_claimed(&self, inspected: Inspected<'_>, probe: Probe) -> Result<Result<Claimed, Refusal>> {
        let Inspected { name, stat, evidence } = inspected;
        let claimed = match self.dir.stat(name)? {
            Some(claimed) if claimed.is_same_content(stat) => claimed,
            _ => return Ok(Err(Refusal::Changed)),
        };
        let sealed = self.probe(name, &claimed, probe)?;
        let record = record(name, &claimed, evidence);
        Ok(sealed.map(|sealed| Claimed { record, stat: claimed, sealed, sha256: None }))
    }

    /// Whether a claimed file is sealed, or why it cannot be offered.
    pub(super) fn probe(&self, name: &OsStr, claimed: &Stat, probe: Probe) -> Result<Result<bool, Refusal>> {
        let tells_more = probe.network || claimed.user == probe.user || probe.user == 0;
        if !tells_more {
            return Ok(Ok(false));
        }
        let handle = match self.dir.open_private(name) {
            Ok(handle) => handle,
            Err(error) if error.kind() == ErrorKind::PermissionDenied => return Ok(Err(Refusal::Unreadable)),
            Err(error) => return Err(error),
        };
        if probe.network {
            let opened = file::stat(&handle, &self.dir.path_of(name))?;
            return Ok(if opened.is_same_content(claimed) { Ok(false) } else { Err(Refusal::Changed) });
        }
        Ok(match fs::writers(&handle) {
            Writers::Some => Err(Refusal::OpenForWriting),
            Writers::None => Ok(claimed.user == probe.user && claimed.mode & 0o022 == 0),
            Writers::Unknown => Ok(false),
        })
    }

    /// Gives a claimed file back, its checksum file first; one whose name was taken by something newer is superseded.
    pub(crate) fn give_back(&self, folder: &Dir, name: &OsStr, durable: bool) -> Result<GivenBack> {
        if self.give_back_checksum(folder, name)? == Returned::Stays {
            return Ok(GivenBack::Stays);
        }
        Ok(match return_home(&self.dir, name, folder)? {
            Returned::Home => GivenBack::Home,
            Returned::Stays => GivenBack::Stays,
            Returned::Gone => GivenBack::Gone,
            Returned::Superseded => {
                let id = format!("{}-{}", self.name.token, fs::random_hex::<4>());
                GivenBack::Superseded(self.area.supersede(&self.dir, name, id, fs::now().wall, durable)?)
            }
        })
    }

    /// Moves files that are not verified, and cannot be given back, into an unverified batch of their own. What resists stays: no
    /// record knows it, so it is never offered.
    pub(crate) fn set_aside(&self, names: &[OsString]) -> Result<Self> {
        let aside = Self::begin(&self.area, self.name.number)?;
        for name in names {
            if self.dir.rename(name, &aside.dir, name).is_ok() {
                self.move_checksum(&aside.dir, name)?;
            }
        }
        Ok(aside)
    }

    /// Rejects what is left of an unverified batch where none of it is a file: somebody has swapped folders in while it was
    /// claimed, which nobody else can move. Returns what was rejected.
    pub(crate) fn reject_what_is_no_file(self) -> Result<Option<NotStored>> {
        let (files, others) = self.entries()?;
        let Some(first) = files.first().or(others.first()).cloned() else { return Ok(None) };
        for name in files.iter().chain(&others) {
            if self.dir.stat(name)?.is_none_or(|stat| stat.kind == fs::Kind::File) {
                return Ok(None);
            }
        }
        self.dir.unlink(CLAIMS)?;
        let id = format!("{}-{}", self.name.token, fs::random_hex::<4>());
        self.area.reject_batch(&self.name.to_text(), &id, &RejectReason::NotAFile)?;
        Ok(Some(NotStored::new(id, first, RejectReason::NotAFile)))
    }

    /// The end of step 5: marks the whole batch as verified, in one step, and gives its claims. Durably where it is told `from`
    /// which folder they came: some file systems (btrfs) would after a power cut show them there as well.
    pub(crate) fn verify(mut self, claimed: Vec<Claimed>, from: Option<&Dir>) -> Result<Vec<Claim>> {
        let path = self.dir.path_of(CLAIMS);
        let claims = self.dir.create_new(CLAIMS, 0o600)?;
        let mut text = claim_record::header(&fs::boot_id_text());
        let mut numbered = Vec::with_capacity(claimed.len());
        for Claimed { record, stat, sealed, sha256 } in claimed {
            let offset = text.len() as u64;
            text.push_str(&record.to_line());
            numbered.push((offset, record, Some((sealed.then_some(stat.mode), sha256))));
        }
        file::write_at(&claims, text.as_bytes(), 0, &path)?;
        self.area.adopt(&claims)?;
        if let Some(from) = from {
            file::sync_data(&claims, &path)?;
            self.dir.sync()?;
            from.sync()?;
        }
        let verified = BatchName { verified: true, ..self.name.clone() };
        self.area.dir().rename(self.name.to_text(), self.area.dir(), verified.to_text())?;
        if from.is_some() {
            self.area.dir().sync()?;
        }
        self.dir.moved_to(self.area.dir().path_of(verified.to_text()));
        self.name = verified;
        self.claims = Some(claims);
        Ok(Arc::new(self).number(numbered))
    }

    /// Recovery of a verified batch.
    pub(crate) fn recover(mut self) -> Result<Recovered> {
        let Some((claims, text)) = open_text(&self.dir, CLAIMS, fs::Access::WriteIfPossible)? else {
            return Ok(Recovered::Unreadable(self));
        };
        let Some(records) = claim_record::parse(&text, fs::boot_id_hash().as_deref()) else {
            return Ok(Recovered::Unreadable(self));
        };
        self.claims = Some(claims);
        let batch = Arc::new(self);
        let claims = batch.number(records.into_iter().map(|(offset, record)| (offset, record, None)));
        Ok(Recovered::Claims(batch, claims))
    }

    fn number(self: &Arc<Self>, records: impl IntoIterator<Item = Numbered>) -> Vec<Claim> {
        let claim = |(index, (offset, record, known)): (usize, Numbered)| {
            let fresh = known.is_some();
            let (sealed, sha256) = known.unwrap_or_default();
            let id = format!("{}-{index}", self.name.token);
            Claim { batch: Arc::clone(self), id, record, fresh, sealed, sha256, offset }
        };
        records.into_iter().enumerate().map(claim).collect()
    }

    /// The names of the files in it. Hidden ones are our own, or what NFS makes of a removed file that is open; with an
    /// underscore begin only checksum files.
    pub(crate) fn files(&self) -> Result<Vec<OsString>> {
        Ok(self.entries()?.0)
    }

    /// The files, and the checksum files.
    fn entries(&self) -> Result<(Vec<OsString>, Vec<OsString>)> {
        let (mut files, mut checksums) = (Vec::new(), Vec::new());
        self.dir.reopen()?.list(&mut |name, _| match name.as_encoded_bytes().first() {
            Some(b'.') => {}
            Some(b'_') => checksums.push(name.to_owned()),
            _ => files.push(name.to_owned()),
        })?;
        Ok((files, checksums))
    }

    /// Removes the batch once no file is left in it, and with it the checksum files of those that are gone. Says whether it is gone.
    pub(crate) fn remove_if_empty(mut self) -> Result<bool> {
        let (files, checksums) = self.entries()?;
        if !files.is_empty() {
            return Ok(false);
        }
        for checksum in checksums {
            self.remove_checksum(&checksum)?;
        }
        // NFS keeps a removed file, and so its folder, while it is open.
        self.claims = None;
        self.dir.unlink(CLAIMS)?;
        match self.area.dir().remove_dir(self.name.to_text()) {
            Err(error) if error.is_not_empty() => Ok(false),
            removed => removed,
        }
    }

    pub(crate) fn dir(&self) -> &Dir {
        &self.dir
    }

    pub(crate) fn area(&self) -> &Area {
        &self.area
    }

    pub(crate) fn name(&self) -> &BatchName {
        &self.name
    }
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
