//! The work area itself: finding it, making it, and its contents.

use super::batch_name::BatchName;
use super::ownership::{self, Owner};
use super::text_file::{ALARMS, FIRST_SEEN};
use crate::error::{Error, ErrorKind, Result};
use crate::fs::{self, Dir, Flock, HeldFile, OpenFile};
use crate::lock::RECOVERED_LOCK;
use crate::options::{Durability, Options};
use crate::rules::temporary::Temporary;
use crate::rules::timestamp::Timestamp;
use std::ffi::{OsStr, OsString};
use std::os::fd::AsFd;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Its name inside the drop folder, where the caller names no other place.
pub(crate) const INSIDE: &str = ".sync_ingest";
const GUARD: &str = "guard";
const REJECTED: &str = "rejected";
const SUPERSEDED: &str = "superseded";

const NOT_A_FOLDER: &str =
    "the work area must be a folder of the collector's user: name another place for it, outside the drop folder";
const OTHER_MOUNT: &str = "the work area must be on the same mount as the drop folder: name another place for it";

/// The work area, open and checked.
#[derive(Clone, Debug)]
pub(crate) struct Area {
    dir: Arc<Dir>,
    /// The user and group of the service, which own everything that root makes here.
    owner: Option<Owner>,
    /// What is set aside or verified here survives a power cut.
    durable: bool,
}

/// The contents of the work area.
#[derive(Debug, Default)]
pub(crate) struct Contents {
    /// Oldest first.
    pub(crate) batches: Vec<BatchName>,
    /// The inode of the file of incidents, where there is one.
    pub(crate) alarms: Option<u64>,
    pub(crate) rejected: bool,
    pub(crate) superseded: bool,
    pub(crate) first_seen: bool,
    temporaries: Vec<OsString>,
    /// A process died while releasing its lock: removed under the next lock.
    pub(crate) lock_remains: bool,
    pub(crate) recovered_locks: Vec<OsString>,
}

impl Contents {
    /// Whether an earlier collection has left nothing that needs a collection to recover or report
    /// it.
    pub(crate) fn is_settled(&self) -> bool {
        self.batches.is_empty() && self.recovered_locks.is_empty() && !self.lock_remains
    }
}

impl Area {
    /// The work area, if it is there.
    pub(crate) fn find(folder: &Dir, options: &Options) -> Result<Option<Self>> {
        let found = match &options.work_area {
            None => folder.open_dir(INSIDE),
            // Root follows no link here: the owner of the folder above could lead it anywhere.
            Some(path) if fs::effective_user() == 0 => Self::open_through_parent(path),
            Some(path) => match Dir::open_if_there(path, "open the work area") {
                // Perhaps it was made under an odd umask.
                Err(error) if error.kind() == ErrorKind::PermissionDenied => {
                    Self::open_through_parent(path).or(Err(error))
                }
                found => found,
            },
        };
        match found.map_err(|error| match error.kind() {
            ErrorKind::NotADirectory => error.with_kind(ErrorKind::WorkArea, NOT_A_FOLDER),
            ErrorKind::PermissionDenied => match &options.work_area {
                None => ownership::explain_denied(error, folder.reopen().ok(), &folder.path_of(INSIDE)),
                Some(path) => {
                    let above = Dir::open_if_there(fs::parent_of(path), "open the folder above the work area");
                    ownership::explain_denied(error, above.ok().flatten(), path)
                }
            },
            _ => error,
        })? {
            Some(dir) => {
                let owner = ownership::check(&dir, options)?;
                Ok(Some(Self { dir: Arc::new(dir), owner, durable: options.durability != Durability::None }))
            }
            None => Ok(None),
        }
    }

    fn open_through_parent(path: &Path) -> Result<Option<Dir>> {
        let Some(name) = path.file_name() else { return Dir::open_if_there(path, "open the work area") };
        match Dir::open_if_there(fs::parent_of(path), "open the folder above the work area")? {
            Some(parent) => parent.open_dir(name),
            None => Ok(None),
        }
    }

    /// The work area, made if it is not there, and known to be on the file system of the drop
    /// folder.
    pub(crate) fn make(folder: &Dir, options: &Options) -> Result<Self> {
        let area = match Self::find(folder, options)? {
            Some(area) => area,
            None => Self::make_anew(folder, options)?,
        };
        let (own, above) = (area.dir.metadata()?, folder.metadata()?);
        if own.device != above.device {
            return Err(Self::other_mount(area.dir.path()));
        }
        if own.is_same_inode(&above) {
            return Err(Error::refused(ErrorKind::WorkArea, "use the work area", Some(area.dir.path()), NOT_A_FOLDER)
                .because("it is the drop folder itself"));
        }
        Ok(area)
    }

    fn make_anew(folder: &Dir, options: &Options) -> Result<Self> {
        let drop_folder = folder.metadata()?;
        match &options.work_area {
            None => {
                ownership::check_root_inside(&drop_folder, &folder.path_of(INSIDE))?;
                make_dir(folder, INSIDE.as_ref(), None)?;
            }
            Some(path) => {
                let parent = Dir::open(fs::parent_of(path), "open the folder above the work area")?;
                let name = path
                    .file_name()
                    .ok_or_else(|| Error::invalid("use a work area without a name", "name a folder"))?;
                let owner = ownership::owner_below(&parent.metadata()?, &drop_folder, path)?;
                make_dir(&parent, name, owner)?;
            }
        }
        let missing = || Error::missing("open the work area", options.work_area.as_deref().unwrap_or(folder.path()));
        Self::find(folder, options)?.ok_or_else(missing)
    }

    pub(crate) fn other_mount(path: &Path) -> Error {
        Error::refused(ErrorKind::WorkArea, "use the work area", Some(path), OTHER_MOUNT)
    }

    pub(crate) fn dir(&self) -> &Arc<Dir> {
        &self.dir
    }

    /// Whether what is set aside or verified here survives a power cut.
    pub(crate) fn is_durable(&self) -> bool {
        self.durable
    }

    /// What root has made is given to the service's user.
    pub(crate) fn adopt(&self, made: &impl AsFd) -> Result<()> {
        match self.owner {
            Some((user, group)) => self.dir.give_to(made, user, group),
            None => Ok(()),
        }
    }

    /// Makes a folder in `parent`, mode 0700 whatever the umask.
    pub(crate) fn make_dir(&self, parent: &Dir, name: impl AsRef<OsStr>) -> Result<Dir> {
        make_dir(parent, name.as_ref(), self.owner)
    }

    /// The folder of rejected files, made if it is not there.
    pub(crate) fn make_rejected_dir(&self) -> Result<Dir> {
        self.make_dir(&self.dir, REJECTED)
    }

    pub(crate) fn rejected_dir(&self) -> Result<Option<Dir>> {
        self.dir.open_dir(REJECTED)
    }

    /// Returns where rejected files wait, for people.
    pub(crate) fn rejected_place(&self) -> PathBuf {
        self.dir.path_of(REJECTED)
    }

    /// Removes the folder of rejected files if it is empty: an unused one would cost every look a
    /// call.
    pub(super) fn remove_empty_rejected_dir(&self) {
        let _ = self.dir.remove_dir(REJECTED);
    }

    /// The folder of one rejected file, below the area.
    pub(super) fn rejected_path(&self, id: &str) -> PathBuf {
        Path::new(REJECTED).join(id)
    }

    pub(super) fn make_superseded_dir(&self) -> Result<Dir> {
        self.make_dir(&self.dir, SUPERSEDED)
    }

    pub(super) fn superseded_dir(&self) -> Result<Option<Dir>> {
        self.dir.open_dir(SUPERSEDED)
    }

    /// Returns its contents.
    pub(crate) fn contents(&self) -> Result<Contents> {
        let mut contents = Contents::default();
        self.dir.reopen()?.list_inodes(&mut |name, entry_type, inode| {
            let is_file = matches!(entry_type, fs::EntryType::File | fs::EntryType::Unknown);
            if let Some(batch) = BatchName::parse(name) {
                contents.batches.push(batch);
            } else if name == ALARMS {
                contents.alarms = Some(inode);
            } else if name == REJECTED {
                contents.rejected = true;
            } else if name == SUPERSEDED {
                contents.superseded = true;
            } else if name == FIRST_SEEN {
                contents.first_seen = true;
            } else if let Some(purpose) = Temporary::of(name.as_encoded_bytes()) {
                contents.lock_remains |= purpose == Temporary::Unlocked;
                contents.temporaries.push(name.to_owned());
            } else if is_file && name.as_encoded_bytes().starts_with(RECOVERED_LOCK.as_bytes()) {
                contents.recovered_locks.push(name.to_owned());
            }
        })?;
        contents.batches.sort();
        Ok(contents)
    }

    /// Removes what collectors left that died: under the collector lock. What resists is left to
    /// the next one.
    pub(crate) fn remove_temporaries(&self, contents: &Contents) {
        for name in &contents.temporaries {
            let _ = match Temporary::of(name.as_encoded_bytes()) {
                Some(Temporary::Folder) => self.dir.remove_dir(name).map(|_| ()),
                // The process that was giving it back now finds this lock in its place.
                Some(Temporary::Unlocked) => self.dir.unlink(name).map(|_| ()),
                _ => self.dir.remove_dead(name),
            };
        }
    }

    /// The clock of the file system that holds the work area.
    pub(crate) fn file_system_time(&self) -> Result<Timestamp> {
        let HeldFile { name, file: probe, .. } = self.dir.create_held(Temporary::Probe, 0o600)?;
        let stat = probe.stat();
        self.dir.unlink(&name)?;
        Ok(stat?.mtime)
    }

    /// Held while the incidents are brought up to date; `None` when somebody else holds it for too
    /// long.
    pub(crate) fn guard(&self) -> Result<Option<OpenFile>> {
        if self.dir.stat(GUARD)?.is_none() {
            let HeldFile { name: temp, file: made, .. } = self.dir.create_held(Temporary::Text, 0o600)?;
            let placed = self.adopt(&made).and_then(|()| match self.dir.link(&temp, &self.dir, GUARD)? {
                fs::NoReplace::Unsupported => self.dir.rename(&temp, &self.dir, GUARD),
                _ => Ok(()),
            });
            let removed = self.dir.unlink(&temp);
            placed.and(removed)?;
        }
        let fs::Opened::File(handle, _) = self.dir.open_own_file(GUARD, fs::Access::WriteIfPossible)? else {
            return Ok(None);
        };
        // Without flocks two processes may write at the same time: an incident may then be reported
        // twice.
        Ok((handle.try_flock_patiently()? != Flock::Busy).then_some(handle))
    }
}

/// Makes a folder, mode 0700 whatever the umask, and opens it; an existing one is opened. What root
/// makes for somebody else is given away before it has its name, so that a root that is killed
/// locks nobody out.
fn make_dir(parent: &Dir, name: &OsStr, owner: Option<Owner>) -> Result<Dir> {
    if let Some(there) = parent.open_dir(name)? {
        return Ok(there);
    }
    let Some((user, group)) = owner else {
        let dir = parent.make_dir(name)?;
        ownership::close_to_others(&dir, parent, name)?;
        return Ok(dir);
    };
    let temp = Temporary::Folder.name(&fs::random_hex::<8>());
    let mut dir = parent.make_dir(&temp)?;
    ownership::close_to_others(&dir, parent, temp.as_ref())?;
    dir.give_to(&dir, user, group)?;
    match parent.rename_no_replace(&temp, parent, name)? {
        fs::NoReplace::Done => {
            dir.moved_to(parent.path_of(name));
            Ok(dir)
        }
        fs::NoReplace::Exists => {
            parent.remove_dir(&temp)?;
            parent.open_dir(name)?.ok_or_else(|| Error::missing("open the folder", &parent.path_of(name)))
        }
        fs::NoReplace::Unsupported => {
            parent.rename(&temp, parent, name)?;
            dir.moved_to(parent.path_of(name));
            Ok(dir)
        }
    }
}
