//! The work area itself: finding it, making it, and what lies in it.

use super::batch_name::BatchName;
use crate::error::{Error, ErrorKind, Result};
use crate::fs::{self, Dir, Stat, file};
use crate::lock::LOCK_TEMP;
use crate::options::Options;
use crate::rules::timestamp::Timestamp;
use std::ffi::{OsStr, OsString};
use std::os::fd::AsFd;
use std::path::Path;
use std::sync::Arc;

/// Its name inside the drop folder, where the caller names no other place.
pub(crate) const INSIDE: &str = ".sync_ingest";
const ALARMS: &str = "alarms";
const LOOKS: &str = "looks";
const REJECTED: &str = "rejected";

const NOT_OURS: &str = "the work area must be a folder of the collector's user: remove it, or name another place for it outside the drop folder";
const ROOT_INSIDE: &str = "root would lock the service's user out of a folder that somebody else owns: run as the service's \
                           user, or name a work area outside the drop folder";
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
    pub(crate) alarms: bool,
    pub(crate) rejected: bool,
    lock_temps: Vec<OsString>,
}

impl Area {
    /// The work area, if it is there.
    pub(crate) fn find(folder: &Dir, options: &Options) -> Result<Option<Self>> {
        let found = match &options.work_area {
            Some(path) => Dir::open_if_there(path, "open the work area"),
            None => folder.open_dir(INSIDE),
        };
        match found.map_err(|error| match error.kind() {
            ErrorKind::NotADirectory => error.with_kind(ErrorKind::WorkArea, NOT_OURS),
            _ => error,
        })? {
            Some(dir) => Self::check(dir, options).map(Some),
            None => Ok(None),
        }
    }

    /// The work area, made if it is not there, and known to be on the file system of the drop folder.
    pub(crate) fn make(folder: &Dir, options: &Options) -> Result<Self> {
        let area = match Self::find(folder, options)? {
            Some(area) => area,
            None => Self::make_anew(folder, options)?,
        };
        if area.dir.own_stat()?.device != folder.own_stat()?.device {
            return Err(Self::other_mount(area.dir.path()));
        }
        Ok(area)
    }

    fn make_anew(folder: &Dir, options: &Options) -> Result<Self> {
        let is_root = fs::effective_user() == 0;
        let (dir, parent) = match &options.work_area {
            None => {
                let parent = folder.own_stat()?;
                if is_root && parent.user != 0 {
                    let path = folder.path_of(INSIDE);
                    return Err(Error::refused(ErrorKind::WorkArea, "make the work area", Some(&path), ROOT_INSIDE));
                }
                (folder.make_dir(INSIDE)?, parent)
            }
            Some(path) => {
                let parent = Dir::open(parent_of(path), "open the folder above the work area")?;
                let name = path
                    .file_name()
                    .ok_or_else(|| Error::invalid("use a work area without a name", "name a folder"))?;
                (parent.make_dir(name)?, parent.own_stat()?)
            }
        };
        dir.set_mode(0o700)?;
        if is_root && parent.user != 0 {
            dir.give_to(&dir, parent.user, parent.group)?;
        }
        Self::check(dir, options)
    }

    /// Type and owner, by descriptor.
    fn check(dir: Dir, options: &Options) -> Result<Self> {
        let stat = dir.own_stat()?;
        let user = fs::effective_user();
        let expected = stat.user == user || (user == 0 && Self::is_of_the_service(&stat, options)?);
        if !expected {
            let action = format!("use the work area, which belongs to user {},", stat.user);
            return Err(Error::refused(ErrorKind::WorkArea, action, Some(dir.path()), NOT_OURS));
        }
        if stat.mode & 0o777 != 0o700 {
            dir.set_mode(0o700)?;
        }
        let gift = (user == 0 && stat.user != 0).then_some((stat.user, stat.group));
        Ok(Self { dir: Arc::new(dir), gift })
    }

    /// For root: whether the owner is that of the folder above, which is the service's user where the caller named the place.
    fn is_of_the_service(stat: &Stat, options: &Options) -> Result<bool> {
        let Some(path) = &options.work_area else { return Ok(false) };
        Ok(Dir::open(parent_of(path), "open the folder above the work area")?.own_stat()?.user == stat.user)
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
        let dir = parent.make_dir(name)?;
        dir.set_mode(0o700)?;
        self.adopt(&dir)?;
        Ok(dir)
    }

    /// The folder of rejected files, made if it is not there.
    pub(crate) fn make_rejected_dir(&self) -> Result<Dir> {
        self.make_dir(&self.dir, REJECTED)
    }

    pub(crate) fn rejected_dir(&self) -> Result<Option<Dir>> {
        self.dir.open_dir(REJECTED)
    }

    /// What lies in it.
    pub(crate) fn contents(&self) -> Result<Contents> {
        let mut contents = Contents::default();
        self.dir.reopen()?.list(&mut |name, _| {
            if let Some(batch) = BatchName::parse(name) {
                contents.batches.push(batch);
            } else if name == ALARMS {
                contents.alarms = true;
            } else if name == REJECTED {
                contents.rejected = true;
            } else if name.as_encoded_bytes().starts_with(LOCK_TEMP.as_bytes()) {
                contents.lock_temps.push(name.to_owned());
            }
        })?;
        contents.batches.sort();
        Ok(contents)
    }

    /// Removes what collectors left that died while they prepared a lock.
    pub(crate) fn remove_lock_temps(&self, contents: &Contents) -> Result<()> {
        contents.lock_temps.iter().try_for_each(|name| remove_dead_temp(&self.dir, name))
    }

    /// The clock of the file system that holds the work area.
    pub(crate) fn file_system_time(&self) -> Result<Timestamp> {
        let name = format!("{LOCK_TEMP}clock-{}", fs::random_hex::<8>());
        let path = self.dir.path_of(&name);
        let Some(probe) = self.dir.create_file(&name, 0o600)? else {
            return Err(self.dir.error("create", name.as_ref(), rustix::io::Errno::EXIST));
        };
        let stat = file::stat(&probe, &path);
        self.dir.unlink(&name)?;
        Ok(stat?.mtime)
    }

    pub(crate) fn read_alarms(&self) -> Result<Option<String>> {
        self.read_text(ALARMS)
    }

    pub(crate) fn write_alarms(&self, text: &str) -> Result<()> {
        self.write_text(ALARMS, text)
    }

    pub(super) fn read_looks(&self) -> Result<Option<String>> {
        self.read_text(LOOKS)
    }

    pub(super) fn write_looks(&self, text: &str) -> Result<()> {
        self.write_text(LOOKS, text)
    }

    fn read_text(&self, name: &str) -> Result<Option<String>> {
        read_text(&self.dir, name)
    }

    /// Replaces a small text atomically; an empty one is removed.
    fn write_text(&self, name: &str, text: &str) -> Result<()> {
        if text.is_empty() {
            return self.dir.unlink(name).map(|_| ());
        }
        let temp = format!("{LOCK_TEMP}{name}-{}", fs::random_hex::<8>());
        let path = self.dir.path_of(&temp);
        let Some(handle) = self.dir.create_file(&temp, 0o600)? else {
            return Err(self.dir.error("create", temp.as_ref(), rustix::io::Errno::EXIST));
        };
        // Held like a lock, so that nobody tidies it away before it is in place.
        fs::try_flock(&handle, &path)?;
        let written = file::write_at(&handle, text.as_bytes(), 0, &path).and_then(|()| self.adopt(&handle));
        match written.and_then(|()| self.dir.rename(&temp, &self.dir, name)) {
            Ok(()) => Ok(()),
            Err(error) => {
                let _ = self.dir.unlink(&temp);
                Err(error)
            }
        }
    }
}

/// A small text of ours; what cannot be read as one counts as absent.
pub(super) fn read_text(dir: &Dir, name: impl AsRef<OsStr>) -> Result<Option<String>> {
    const LIMIT: usize = 64 << 20;
    match dir.open_file(&name, fs::Access::Read)? {
        fs::Opened::File(handle, stat) => {
            let size = usize::try_from(stat.size).unwrap_or(LIMIT).min(LIMIT);
            Ok(String::from_utf8(file::read_start(&handle, size, &dir.path_of(&name))?).ok())
        }
        _ => Ok(None),
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

fn parent_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}
