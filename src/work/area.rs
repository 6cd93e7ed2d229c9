//! The work area itself: finding it, making it, and what lies in it.

use super::batch_name::BatchName;
use super::text_file::{ALARMS, FIRST_SEEN};
use crate::error::{Error, ErrorKind, Result};
use crate::fs::{self, Dir, file};
use crate::lock::{LOCK_TEMP, RECOVERED_LOCK};
use crate::options::Options;
use crate::rules::timestamp::Timestamp;
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::os::fd::AsFd;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Its name inside the drop folder, where the caller names no other place.
pub(crate) const INSIDE: &str = ".sync_ingest";
const GUARD: &str = "guard";
const REJECTED: &str = "rejected";
const SUPERSEDED: &str = "superseded";

const NOT_OURS: &str = "the work area must be a folder of the collector's user: remove it, or name another place for it outside the drop folder";
const ROOT_REFUSED: &str = "root would have to give it to whoever owns the drop folder, which is the agent: run as the service's \
                            user, or name a work area below a folder of that user";
const TOO_OPEN: &str =
    "others may look into it: name a folder that is for the collector alone, or set its mode to 0700";
const OTHER_MOUNT: &str = "the work area must be on the same mount as the drop folder: name another place for it";

/// The work area, open and checked.
#[derive(Clone, Debug)]
pub(crate) struct Area {
    dir: Arc<Dir>,
    /// The user and group that root gives away to what it makes here.
    gift: Option<(u32, u32)>,
}

/// What lies in the work area.
#[derive(Debug, Default)]
pub(crate) struct Contents {
    /// Oldest first.
    pub(crate) batches: Vec<BatchName>,
    /// The inode of the file of incidents, where there is one.
    pub(crate) alarms: Option<u64>,
    pub(crate) rejected: bool,
    pub(crate) superseded: bool,
    pub(crate) first_seen: bool,
    lock_temps: Vec<OsString>,
    pub(crate) recovered_locks: Vec<OsString>,
}

impl Area {
    /// The work area, if it is there.
    pub(crate) fn find(folder: &Dir, options: &Options) -> Result<Option<Self>> {
        let found = match &options.work_area {
            None => folder.open_dir(INSIDE),
            // Root follows no link here: whoever owns the folder above could lead it anywhere.
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
            ErrorKind::NotADirectory => error.with_kind(ErrorKind::WorkArea, NOT_OURS),
            _ => error,
        })? {
            Some(dir) => Self::check(dir, options).map(Some),
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

    /// The work area, made if it is not there, and known to be on the file system of the drop folder.
    pub(crate) fn make(folder: &Dir, options: &Options) -> Result<Self> {
        let area = match Self::find(folder, options)? {
            Some(area) => area,
            None => Self::make_anew(folder, options)?,
        };
        let (own, above) = (area.dir.own_stat()?, folder.own_stat()?);
        if own.device != above.device {
            return Err(Self::other_mount(area.dir.path()));
        }
        if own.is_same_inode(&above) {
            return Err(Error::refused(
                ErrorKind::WorkArea,
                "use the drop folder itself as",
                Some(area.dir.path()),
                NOT_OURS,
            ));
        }
        Ok(area)
    }

    fn make_anew(folder: &Dir, options: &Options) -> Result<Self> {
        let is_root = fs::effective_user() == 0;
        let drop_folder = folder.own_stat()?;
        match &options.work_area {
            None => {
                if is_root && drop_folder.user != 0 {
                    return Err(Self::refuse_root(&folder.path_of(INSIDE)));
                }
                make_dir(folder, INSIDE.as_ref(), None)?;
            }
            Some(path) => {
                let parent = Dir::open(fs::parent_of(path), "open the folder above the work area")?;
                let name = path
                    .file_name()
                    .ok_or_else(|| Error::invalid("use a work area without a name", "name a folder"))?;
                let owner = parent.own_stat()?;
                let gift = (is_root && owner.user != 0).then_some((owner.user, owner.group));
                if gift.is_some() && owner.user == drop_folder.user {
                    return Err(Self::refuse_root(path));
                }
                make_dir(&parent, name, gift)?;
            }
        }
        let missing = || Error::missing("open the work area", options.work_area.as_deref().unwrap_or(folder.path()));
        Self::find(folder, options)?.ok_or_else(missing)
    }

    fn refuse_root(path: &Path) -> Error {
        Error::refused(ErrorKind::WorkArea, "make the work area", Some(path), ROOT_REFUSED)
    }

    /// Type and owner, by descriptor.
    fn check(dir: Dir, options: &Options) -> Result<Self> {
        let stat = dir.own_stat()?;
        let user = fs::effective_user();
        // What is found is never given away or opened up: it may be anybody's.
        let service = if user == 0 { Self::service(options)? } else { None };
        if stat.user != service.map_or(user, |service| service.0) {
            let action = format!("use the work area, which belongs to user {},", stat.user);
            return Err(Error::refused(ErrorKind::WorkArea, action, Some(dir.path()), NOT_OURS));
        }
        if stat.mode & 0o077 != 0 {
            return Err(Error::refused(ErrorKind::WorkArea, "use the work area", Some(dir.path()), TOO_OPEN));
        }
        Ok(Self { dir: Arc::new(dir), gift: service })
    }

    /// For root: the user and group of the service, who owns the folder above where the caller named the place.
    fn service(options: &Options) -> Result<Option<(u32, u32)>> {
        let Some(path) = &options.work_area else { return Ok(None) };
        let above = Dir::open(fs::parent_of(path), "open the folder above the work area")?.own_stat()?;
        Ok((above.user != 0).then_some((above.user, above.group)))
    }

    pub(crate) fn other_mount(path: &Path) -> Error {
        Error::refused(ErrorKind::WorkArea, "use the work area", Some(path), OTHER_MOUNT)
    }

    pub(crate) fn dir(&self) -> &Arc<Dir> {
        &self.dir
    }

    /// What root has made is given to the service's user.
    pub(crate) fn adopt(&self, made: &impl AsFd) -> Result<()> {
        match self.gift {
            Some((user, group)) => self.dir.give_to(made, user, group),
            None => Ok(()),
        }
    }

    /// Makes a folder in `parent`, mode 0700 whatever the umask.
    pub(crate) fn make_dir(&self, parent: &Dir, name: impl AsRef<OsStr>) -> Result<Dir> {
        make_dir(parent, name.as_ref(), self.gift)
    }

    /// The folder of rejected files, made if it is not there.
    pub(crate) fn make_rejected_dir(&self) -> Result<Dir> {
        self.make_dir(&self.dir, REJECTED)
    }

    pub(crate) fn rejected_dir(&self) -> Result<Option<Dir>> {
        self.dir.open_dir(REJECTED)
    }

    /// One that nobody needs any more costs no look anything.
    pub(crate) fn remove_empty_rejected_dir(&self) {
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

    /// What lies in it.
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
            } else if name.as_encoded_bytes().starts_with(LOCK_TEMP.as_bytes()) {
                contents.lock_temps.push(name.to_owned());
            } else if is_file && name.as_encoded_bytes().starts_with(RECOVERED_LOCK.as_bytes()) {
                contents.recovered_locks.push(name.to_owned());
            }
        })?;
        contents.batches.sort();
        Ok(contents)
    }

    /// Removes what collectors left that died while they prepared a lock. What resists is left to the next one.
    pub(crate) fn remove_lock_temps(&self, contents: &Contents) {
        for name in &contents.lock_temps {
            let _ = remove_dead_temp(&self.dir, name);
        }
    }

    /// The clock of the file system that holds the work area.
    pub(crate) fn file_system_time(&self) -> Result<Timestamp> {
        let (name, probe) = self.dir.create_held(LOCK_TEMP, 0o600)?;
        let stat = file::stat(&probe, &self.dir.path_of(&name));
        self.dir.unlink(&name)?;
        Ok(stat?.mtime)
    }

    /// Held while the incidents are brought up to date; `None` when somebody else holds it for too long.
    pub(crate) fn guard(&self) -> Result<Option<File>> {
        if self.dir.stat(GUARD)?.is_none() {
            let (temp, made) = self.dir.create_held(LOCK_TEMP, 0o600)?;
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
        Ok(fs::try_flock_patiently(&handle, &self.dir.path_of(GUARD))?.then_some(handle))
    }
}

/// Removes a temporary file whose maker is dead.
pub(crate) fn remove_dead_temp(dir: &Dir, name: &OsStr) -> Result<()> {
    if let fs::Opened::File(handle, _) = dir.open_file(name, fs::Access::WriteIfPossible)? {
        if fs::try_flock(&handle, &dir.path_of(name))? {
            dir.unlink(name)?;
        }
    }
    Ok(())
}

/// Makes a folder, mode 0700 whatever the umask, and opens it; an existing one is opened. What root makes for somebody else is
/// given away before it has its name, so that a root that is killed locks nobody out.
fn make_dir(parent: &Dir, name: &OsStr, gift: Option<(u32, u32)>) -> Result<Dir> {
    if let Some(there) = parent.open_dir(name)? {
        return Ok(there);
    }
    let Some((user, group)) = gift else {
        let dir = parent.make_dir(name)?;
        dir.set_mode(0o700)?;
        return Ok(dir);
    };
    let temp = format!("{LOCK_TEMP}{}", fs::random_hex::<8>());
    let mut dir = parent.make_dir(&temp)?;
    dir.set_mode(0o700)?;
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
