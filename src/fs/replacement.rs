//! Files that appear whole under their names, or not at all.

use super::dir::{Access, Dir, Opened};
use super::flock::Flock;
use super::open_file::OpenFile;
use super::path::parent_of;
use super::signals::without_size_signal;
use super::stat::Kind;
use super::sys::set_mode_of;
use crate::error::{Error, ErrorKind, Result};
use crate::rules::temporary::Temporary;
use std::ffi::{OsStr, OsString};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::path::Path;

const ADVICE_NOT_A_FILE: &str = "name a regular file, or one that is not there yet";
const ADVICE_HELD: &str = "another process is writing it: wait until it is done";

/// A file that is being written under a temporary name beside its own. A process that dies
/// meanwhile leaves the temporary file, which the next one that writes the same file removes.
#[derive(Debug)]
pub(crate) struct Replacement {
    dir: Dir,
    name: OsString,
    temporary: String,
    file: OpenFile,
    is_placed: bool,
}

impl Replacement {
    /// Begins to write a file with this mode, of which the umask takes its part. An existing one
    /// keeps its mode.
    pub(crate) fn begin(path: &Path, mode: u32) -> Result<Self> {
        const ACTION: &str = "write";
        let name = path
            .file_name()
            .ok_or_else(|| Error::refused(ErrorKind::InvalidArgument, ACTION, Some(path), ADVICE_NOT_A_FILE))?;
        let dir = Dir::open(parent_of(path), "open the folder")?;
        let existing = dir.stat(name)?;
        if existing.is_some_and(|existing| existing.kind != Kind::File) {
            return Err(Error::refused(ErrorKind::InvalidArgument, ACTION, Some(path), ADVICE_NOT_A_FILE));
        }
        let temporary = Temporary::Table.name(&digits_of(name));
        let file = create(&dir, &temporary, path, mode)?;
        let replacement = Self { dir, name: name.to_owned(), temporary, file, is_placed: false };
        if let Some(existing) = existing {
            // Where modes are kept; elsewhere each file has the same.
            let _ = set_mode_of(&replacement.file, existing.mode & 0o777);
        }
        Ok(replacement)
    }

    /// Appends.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<()> {
        let (file, path) = (&self.file, self.dir.path_of(&self.name));
        without_size_signal(|| (&file.file).write_all(bytes).map_err(|error| Error::system("write", &path, error)))
    }

    /// Puts them into their places, durably; what is there is replaced. None is placed unless all
    /// are on the disk.
    pub(crate) fn place_all(all: Vec<Self>) -> Result<()> {
        all.iter().try_for_each(|one| one.file.sync())?;
        all.into_iter().try_for_each(Self::place)
    }

    fn place(mut self) -> Result<()> {
        self.dir.rename(&self.temporary, &self.dir, &self.name)?;
        self.is_placed = true;
        self.dir.sync()
    }
}

impl Drop for Replacement {
    fn drop(&mut self) {
        if !self.is_placed {
            let _ = self.dir.unlink(&self.temporary);
        }
    }
}

/// Creates the temporary file, and holds its flock, so that nobody takes it for a dead one's.
fn create(dir: &Dir, temporary: &str, path: &Path, mode: u32) -> Result<OpenFile> {
    let held = || Error::refused(ErrorKind::Held, "write", Some(path), ADVICE_HELD);
    if let Opened::File(dead, _) = dir.open_file(temporary, Access::WriteIfPossible)? {
        match dead.try_flock()? {
            Flock::Busy => return Err(held()),
            Flock::Taken | Flock::Unsupported => dir.unlink(temporary)?,
        };
    }
    let file = dir.create_for_store(temporary, mode)?;
    match file.try_flock()? {
        Flock::Busy => Err(held()),
        _ if file.stat()?.links == 0 => Err(held()),
        Flock::Taken | Flock::Unsupported => Ok(file),
    }
}

/// The same for the same name, with one version of this library.
fn digits_of(name: &OsStr) -> String {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}
