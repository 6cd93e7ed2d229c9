//! A batch of claimed files, and the single claim.

use super::area::{Area, read_text};
use super::batch_name::BatchName;
use super::return_home::{Returned, return_home};
use crate::error::{Error, ErrorKind, Result};
use crate::fs::{self, Dir, Stat, Writers, file};
use crate::rules::claim_record::{self, ClaimRecord, HEADER, Progress};
use crate::rules::settled::Evidence;
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;

/// The file with one line for each claim. Names of this form are never collected, so it is in nobody's way.
const CLAIMS: &str = ".claims";

/// A batch of claimed files.
#[derive(Debug)]
pub(crate) struct Batch {
    area: Area,
    dir: Dir,
    name: BatchName,
    claims: Option<File>,
}

/// One claimed file of a verified batch.
#[derive(Debug)]
pub(crate) struct Claim {
    pub(crate) batch: Arc<Batch>,
    pub(crate) id: String,
    pub(crate) record: ClaimRecord,
    /// It is our own file, nobody else may write to it, and nobody had it open for writing once it was out of sight: so
    /// nobody can change it any more.
    pub(crate) sealed: bool,
    offset: u64,
}

/// What a claimed file is opened for: on network file systems to learn its true size, on local ones to ask for a lease, which
/// only its owner and root may.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Probe {
    pub(crate) user: u32,
    pub(crate) network: bool,
}

/// What became of a file that was to be claimed.
#[derive(Debug)]
pub(crate) enum Claiming {
    /// With whether it is sealed.
    Claimed((ClaimRecord, bool)),
    /// Its owner removed or renamed it.
    Gone,
    /// It changed between inspection and claim, and was given back.
    Changed,
    /// Somebody has it open for writing, and it was given back.
    OpenForWriting,
    /// It cannot be opened, and was given back.
    Unreadable,
    /// It cannot be moved.
    Refused,
}

/// What recovering a verified batch came to.
#[derive(Debug)]
pub(crate) enum Recovered {
    Claims(Arc<Batch>, Vec<Claim>),
    /// Its record cannot be believed: it counts as not verified.
    Unreadable(Batch),
}

/// What a claim is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Presence {
    Same,
    /// A writer changed it after it was claimed.
    Changed,
    Gone,
}

impl Batch {
    /// A new, unverified batch.
    pub(crate) fn begin(area: &Area, number: u64) -> Result<Self> {
        let name = BatchName { number, token: fs::random_hex::<12>(), verified: false };
        let dir = area.make_dir(area.dir(), name.to_text())?;
        Ok(Self { area: area.clone(), dir, name, claims: None })
    }

    /// A batch that an earlier collection left.
    pub(crate) fn open(area: &Area, name: &BatchName) -> Result<Option<Self>> {
        let dir = area.dir().open_dir(name.to_text())?;
        Ok(dir.map(|dir| Self { area: area.clone(), dir, name: name.clone(), claims: None }))
    }

    /// Step 4, "Claim": what is renamed is what was inspected, or it is given back. Only now, where nobody can swap names, is
    /// it opened, and asked whether somebody has it open for writing (`docs/adr/0006-lease-after-claim.md`).
    pub(crate) fn claim(
        &self,
        folder: &Dir,
        name: &OsStr,
        inspected: &Stat,
        evidence: Evidence,
        probe: Probe,
    ) -> Result<Claiming> {
        match folder.rename(name, &self.dir, name) {
            Ok(()) => {}
            Err(error) if error.errno() == Some(libc::EXDEV) => return Err(Area::other_mount(self.area.dir().path())),
            Err(error) => {
                return match error.kind() {
                    ErrorKind::NotFound => Ok(Claiming::Gone),
                    ErrorKind::NoSpace | ErrorKind::ReadOnly => Err(error),
                    _ => Ok(Claiming::Refused),
                };
            }
        }
        let refused = match self.dir.stat(name)? {
            Some(claimed) if claimed.is_same_content(inspected) => match self.probe(name, &claimed, probe)? {
                Ok(sealed) => return Ok(Claiming::Claimed((record(name, &claimed, evidence), sealed))),
                Err(refused) => refused,
            },
            _ => Claiming::Changed,
        };
        self.give_back(folder, name, false)?;
        Ok(refused)
    }

    /// Whether a claimed file is sealed, or why it cannot be offered.
    fn probe(&self, name: &OsStr, claimed: &Stat, probe: Probe) -> Result<Result<bool, Claiming>> {
        let tells_more = probe.network || claimed.user == probe.user || probe.user == 0;
        if !tells_more {
            return Ok(Ok(false));
        }
        let handle = match self.dir.open_private(name) {
            Ok(handle) => handle,
            Err(error) if error.kind() == ErrorKind::PermissionDenied => return Ok(Err(Claiming::Unreadable)),
            Err(error) => return Err(error),
        };
        if probe.network {
            let opened = file::stat(&handle, &self.dir.path_of(name))?;
            return Ok(if opened.is_same_content(claimed) { Ok(false) } else { Err(Claiming::Changed) });
        }
        Ok(match fs::writers(&handle) {
            Writers::Some => Err(Claiming::OpenForWriting),
            Writers::None => Ok(claimed.user == probe.user && claimed.mode & 0o022 == 0),
            Writers::Unknown => Ok(false),
        })
    }

    /// Gives a claimed file back; one whose name was taken by something newer is rejected as superseded.
    pub(crate) fn give_back(&self, folder: &Dir, name: &OsStr, durable: bool) -> Result<Returned> {
        let returned = return_home(&self.dir, name, folder)?;
        if returned == Returned::Superseded {
            let id = format!("{}-{}", self.name.token, fs::random_hex::<4>());
            self.area.reject(&self.dir, name, &id, "superseded: a newer file of this name was delivered", durable)?;
        }
        Ok(returned)
    }

    /// The end of step 5: marks the whole batch as verified, durably and in one step, and gives its claims.
    pub(crate) fn verify(
        mut self,
        claimed: Vec<(ClaimRecord, bool)>,
        durable: bool,
    ) -> Result<(Arc<Self>, Vec<Claim>)> {
        let path = self.dir.path_of(CLAIMS);
        let Some(claims) = self.dir.create_file(CLAIMS, 0o600)? else {
            return Err(self.dir.error("create", CLAIMS.as_ref(), rustix::io::Errno::EXIST));
        };
        let mut text = HEADER.to_owned();
        let mut numbered = Vec::with_capacity(claimed.len());
        for (record, sealed) in claimed {
            let offset = text.len() as u64;
            text.push_str(&record.to_line());
            numbered.push((offset, record, sealed));
        }
        file::write_at(&claims, text.as_bytes(), 0, &path)?;
        self.area.adopt(&claims)?;
        if durable {
            file::sync_data(&claims, &path)?;
            self.dir.sync()?;
        }
        let verified = BatchName { verified: true, ..self.name.clone() };
        self.area.dir().rename(self.name.to_text(), self.area.dir(), verified.to_text())?;
        if durable {
            self.area.dir().sync()?;
        }
        self.dir.moved_to(self.area.dir().path_of(verified.to_text()));
        self.name = verified;
        self.claims = Some(claims);
        let batch = Arc::new(self);
        let claims = batch.number(numbered);
        Ok((batch, claims))
    }

    /// Recovery of a verified batch.
    pub(crate) fn recover(mut self) -> Result<Recovered> {
        let Some(records) = read_text(&self.dir, CLAIMS)?.as_deref().and_then(claim_record::parse) else {
            return Ok(Recovered::Unreadable(self));
        };
        if let fs::Opened::File(claims, _) = self.dir.open_file(CLAIMS, fs::Access::WriteIfPossible)? {
            self.claims = Some(claims);
        }
        let batch = Arc::new(self);
        let claims = batch.number(records.into_iter().map(|(offset, record)| (offset, record, false)));
        Ok(Recovered::Claims(batch, claims))
    }

    fn number(self: &Arc<Self>, records: impl IntoIterator<Item = (u64, ClaimRecord, bool)>) -> Vec<Claim> {
        let claim = |(index, (offset, record, sealed))| Claim {
            batch: Arc::clone(self),
            id: format!("{}-{index}", self.name.token),
            record,
            sealed,
            offset,
        };
        records.into_iter().enumerate().map(claim).collect()
    }

    /// The names of the files in it.
    pub(crate) fn files(&self) -> Result<Vec<OsString>> {
        let mut names = Vec::new();
        self.dir.reopen()?.list(&mut |name, _| {
            if name != CLAIMS {
                names.push(name.to_owned());
            }
        })?;
        Ok(names)
    }

    /// Removes the batch once nothing is left in it. Says whether it is gone.
    pub(crate) fn remove_if_empty(&self) -> Result<bool> {
        if !self.files()?.is_empty() {
            return Ok(false);
        }
        self.dir.unlink(CLAIMS)?;
        self.area.dir().remove_dir(self.name.to_text())?;
        Ok(true)
    }

    pub(crate) fn dir(&self) -> &Dir {
        &self.dir
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

impl Claim {
    /// Whether it is still what was claimed.
    pub(crate) fn presence(&self) -> Result<Presence> {
        Ok(match self.batch.dir.stat(&self.record.name)? {
            None => Presence::Gone,
            Some(stat) if self.is_unchanged(&stat) => Presence::Same,
            Some(_) => Presence::Changed,
        })
    }

    /// Whether `stat` shows what was claimed: ctime, size and link count decide, which no client can set back.
    pub(crate) fn is_unchanged(&self, stat: &Stat) -> bool {
        let record = &self.record;
        stat.kind == fs::Kind::File
            && (stat.inode, stat.size, stat.ctime, stat.links) == (record.inode, record.size, record.ctime, 1)
    }

    /// Opens it for reading.
    pub(crate) fn open(&self) -> Result<File> {
        let handle = self.batch.dir.open_private(&self.record.name)?;
        self.check_unchanged(&handle)?;
        Ok(handle)
    }

    /// What it is now, if it is still what was claimed.
    pub(crate) fn stat(&self) -> Result<Stat> {
        match self.batch.dir.stat(&self.record.name)? {
            Some(stat) if self.is_unchanged(&stat) => Ok(stat),
            Some(_) => Err(self.changed()),
            None => Err(self.batch.dir.error("look at", &self.record.name, rustix::io::Errno::NOENT)),
        }
    }

    /// For a leftover, of which nothing is known but what is written: whether it is sealed.
    pub(crate) fn seal(&mut self, user: u32, network: bool) -> Result<()> {
        let stat = self.stat()?;
        let probed = self.batch.probe(&self.record.name, &stat, Probe { user, network })?;
        self.sealed = matches!(probed, Ok(true));
        Ok(())
    }

    /// Checks that nobody has changed it while `handle` was read.
    pub(crate) fn check_unchanged(&self, handle: &File) -> Result<()> {
        if self.is_unchanged(&file::stat(handle, &self.path())?) { Ok(()) } else { Err(self.changed()) }
    }

    /// The error of finding it changed.
    pub(crate) fn changed(&self) -> Error {
        let advice =
            "a writer changed it after it was claimed; its new content will be a new delivery when it has settled";
        Error::refused(ErrorKind::Changed, "go on with", Some(&self.path()), advice)
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.batch.dir.path_of(&self.record.name)
    }

    /// Writes down how far its offering has come.
    pub(crate) fn write_progress(&self, progress: Progress) -> Result<()> {
        match &self.batch.claims {
            Some(claims) => {
                let text = progress.to_text();
                file::write_at(claims, text.as_bytes(), self.offset, &self.batch.dir.path_of(CLAIMS))
            }
            None => Ok(()),
        }
    }

    /// Removes it: the store has it.
    pub(crate) fn remove(&self) -> Result<()> {
        self.batch.dir.unlink(&self.record.name).map(|_| ())
    }

    /// Sets it aside.
    pub(crate) fn reject(&self, reason: &str, durable: bool) -> Result<()> {
        self.batch.area.reject(&self.batch.dir, &self.record.name, &self.id, reason, durable)
    }

    /// Gives it back as new content.
    pub(crate) fn give_back(&self, folder: &Dir, durable: bool) -> Result<Returned> {
        self.batch.give_back(folder, &self.record.name, durable)
    }
}
