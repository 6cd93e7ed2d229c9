//! The place of a scenario: a new directory with the drop folder `drop` and the store `store`.

use crate::percent;
use crate::scenario::{Age, Preparation, sha256};
use rustix::fs::{AtFlags, CWD, FileType, Mode, Timespec, Timestamps, mknodat, utimensat};
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// The work area in the drop folder, unless a scenario names another place.
const WORK_AREA: &str = ".sync_ingest";

pub(crate) struct Place {
    base: tempfile::TempDir,
}

impl Place {
    pub(crate) fn new() -> Self {
        let base = tempfile::tempdir().expect("a temporary directory");
        fs::create_dir(base.path().join("drop")).expect("the drop folder");
        fs::create_dir(base.path().join("store")).expect("the store");
        Self { base }
    }

    pub(crate) fn folder(&self) -> PathBuf {
        self.base.path().join("drop")
    }

    pub(crate) fn store(&self) -> PathBuf {
        self.base.path().join("store")
    }

    /// Returns a path that a scenario names, as in `work_area=area`.
    pub(crate) fn resolve(&self, path: &str) -> PathBuf {
        self.base.path().join(path)
    }

    pub(crate) fn prepare(&self, preparation: &Preparation) -> io::Result<()> {
        let place = |path: &OsStr| self.place(path);
        match preparation {
            Preparation::File { path, content, age } => {
                fs::write(place(path), content)?;
                set_age(&place(path), *age)
            }
            Preparation::Sparse { path, size } => File::create_new(place(path))?.set_len(*size),
            Preparation::Directory { path, age } => {
                fs::create_dir(place(path))?;
                set_age(&place(path), *age)
            }
            Preparation::Link { path, target, age } => {
                symlink(target, place(path))?;
                set_age(&place(path), *age)
            }
            Preparation::HardLink { path, existing } => fs::hard_link(place(existing), place(path)),
            Preparation::Fifo { path } => Ok(mknodat(CWD, place(path), FileType::Fifo, Mode::from(0o600), 0)?),
            Preparation::Socket { path } => UnixListener::bind(place(path)).map(drop),
            Preparation::OurLock { path, age } => {
                fs::write(place(path), our_lock())?;
                set_age(&place(path), *age)
            }
            Preparation::Remove { path } => match fs::symlink_metadata(place(path))?.is_dir() {
                true => fs::remove_dir(place(path)),
                false => fs::remove_file(place(path)),
            },
            Preparation::NoFolder => fs::remove_dir_all(self.folder()),
        }
    }

    /// Returns a path relative to the drop folder, which need not exist.
    fn place(&self, path: &OsStr) -> PathBuf {
        match Path::new(path).strip_prefix("..") {
            Ok(beside) => self.base.path().join(beside),
            Err(_) => self.folder().join(path),
        }
    }

    /// Returns the visible result, whichever driver ran.
    pub(crate) fn evidence(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for entry in entries(&self.store()) {
            let what = match entry.metadata().unwrap().is_file() {
                true => sha256(&fs::read(&entry).unwrap()),
                false => "directory".to_owned(),
            };
            lines.push(format!("store {} {what}", percent::encode(entry.file_name().unwrap())));
        }
        for entry in entries(&self.folder()) {
            let name = entry.file_name().unwrap();
            if name != WORK_AREA {
                lines.push(format!("left {}", percent::encode(name)));
            }
        }
        lines
    }
}

/// Returns the entries of a directory; none if it does not exist.
fn entries(directory: &Path) -> Vec<PathBuf> {
    match fs::read_dir(directory) {
        Ok(entries) => entries.map(|entry| entry.unwrap().path()).collect(),
        Err(_) => Vec::new(),
    }
}

/// The lock of a collector of this library that was killed on some host.
fn our_lock() -> String {
    let (boot, token) = ("5f2c6a0e9b1d4c77", "0123456789abcdef0123456789abcdef");
    let written = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    format!("{written}\nsync_ingest 0.1.0\nhost front-9\nboot {boot}\ntoken {token}\n")
}

/// Sets the modification time, even of a link itself.
fn set_age(path: &Path, age: Option<Age>) -> io::Result<()> {
    let when = match age {
        None => return Ok(()),
        Some(Age::Past(time)) => SystemTime::now() - time,
        Some(Age::Ahead(time)) => SystemTime::now() + time,
    };
    let seconds = when.duration_since(UNIX_EPOCH).unwrap().as_secs();
    let time = Timespec { tv_sec: i64::try_from(seconds).unwrap(), tv_nsec: 0 };
    let times = Timestamps { last_access: time, last_modification: time };
    Ok(utimensat(CWD, path, &times, AtFlags::SYMLINK_NOFOLLOW)?)
}
