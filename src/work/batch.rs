//! A batch of claimed files.

use super::area::Area;
use super::batch_name::BatchName;
use super::claim::Claim;
use super::new_batch::Refusal;
use super::text_file::open_text;
use crate::error::{ErrorKind, Result};
use crate::fs::{self, Dir, OpenFile, Stat, Writers};
use crate::report::NotStored;
use crate::rules::claim_record::{self, ClaimRecord};
use crate::rules::reject_reason::RejectReason;
use crate::rules::skip::SkipReason;
use std::ffi::{OsStr, OsString};
use std::sync::Arc;

/// The file with one line for each claim. Names of this form are never collected, so it cannot
/// clash with one.
pub(super) const CLAIMS: &str = ".claims";

/// A batch of claimed files.
#[derive(Debug)]
pub(crate) struct Batch {
    pub(super) area: Area,
    pub(super) dir: Dir,
    pub(super) claims: Option<OpenFile>,
    pub(super) name: BatchName,
}

/// What a claimed file is opened for: on network file systems to learn its true size, on local ones
/// to ask for a lease, which only its owner and root may.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Probe {
    pub(crate) user: u32,
    pub(crate) network: bool,
}

/// What recovering a verified batch came to.
#[derive(Debug)]
pub(crate) enum Recovered {
    Claims(Arc<Batch>, Vec<Claim>),
    /// Its record cannot be believed: it counts as not verified.
    Unreadable(Batch),
}

impl Batch {
    /// A new, unverified batch.
    pub(super) fn begin(area: &Area, number: u64) -> Result<Self> {
        let name = BatchName { number, token: fs::random_hex::<12>(), verified: false };
        let dir = area.make_dir(area.dir(), name.to_text())?;
        Ok(Self { area: area.clone(), dir, name, claims: None })
    }

    /// A batch that an earlier collection left.
    pub(crate) fn open(area: &Area, name: &BatchName) -> Result<Option<Self>> {
        let Some(dir) = area.dir().open_dir(name.to_text())? else { return Ok(None) };
        Ok(Some(Self { area: area.clone(), dir, name: name.clone(), claims: None }))
    }

    /// Returns whether a claimed file is sealed.
    pub(super) fn probe(&self, name: &OsStr, claimed: &Stat, probe: Probe) -> Result<bool, Refusal> {
        let tells_more = probe.network || claimed.user == probe.user || probe.user == 0;
        if !tells_more {
            return Ok(false);
        }
        let handle = match self.dir.open_private(name) {
            Err(error) if error.kind() == ErrorKind::PermissionDenied => return Err(SkipReason::Unreadable.into()),
            opened => opened?,
        };
        if probe.network {
            let opened = handle.stat()?;
            return if opened.is_same_content(claimed) { Ok(false) } else { Err(SkipReason::ChangedMeanwhile.into()) };
        }
        match fs::writers(&handle) {
            Writers::Some => Err(SkipReason::OpenForWriting.into()),
            Writers::None => Ok(claimed.user == probe.user && claimed.mode & 0o022 == 0),
            Writers::Unknown => Ok(false),
        }
    }

    /// Moves files that are not verified, and cannot be given back, into an unverified batch of
    /// their own. What resists stays: no record knows it, so it is never offered.
    pub(crate) fn set_aside(&self, names: &[OsString]) -> Result<Self> {
        let aside = Self::begin(&self.area, self.name.number)?;
        for name in names {
            if self.dir.rename(name, &aside.dir, name).is_ok() {
                self.move_checksum(&aside.dir, name)?;
            }
        }
        Ok(aside)
    }

    /// Rejects what is left of an unverified batch where none of it is a file: somebody has swapped
    /// folders in while it was claimed, which nobody else can move. Returns what was rejected.
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
        let claims = records.into_iter().enumerate();
        let claims = claims.map(|(index, (offset, record))| batch.claim(index, offset, record)).collect();
        Ok(Recovered::Claims(batch, claims))
    }

    pub(super) fn claim(self: &Arc<Self>, index: usize, offset: u64, record: ClaimRecord) -> Claim {
        let id = format!("{}-{index}", self.name.token);
        Claim { batch: Arc::clone(self), id, record, fresh: false, sealed: None, sha256: None, offset }
    }

    /// After it was renamed: it has another name, and a record of its claims.
    pub(super) fn became(&mut self, name: BatchName, mut claims: OpenFile) {
        self.dir.moved_to(self.area.dir().path_of(name.to_text()));
        claims.moved_to(self.dir.path_of(CLAIMS));
        self.name = name;
        self.claims = Some(claims);
    }

    /// The names of the files in it. Hidden ones are our own, or what NFS makes of a removed file
    /// that is open; with an underscore begin only checksum files.
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

    /// Removes the batch once no file is left in it, and with it the checksum files of those that
    /// are gone. Returns whether it is gone.
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
