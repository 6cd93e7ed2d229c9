//! A rejected file that a person stores under another name.

use super::placing::temp_name;
use super::target::Target;
use crate::error::{Error, ErrorKind, Result};
use crate::fs::{self, Dir, Flock, NoReplace, OpenFile, Wanted};
use crate::open_folder::OpenFolder;
use crate::rules::stored_mode::mode_of_copy;
use crate::work::RejectedEntry;
use std::ffi::OsStr;
use std::path::Path;

/// What to do if the name is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IfExists {
    /// Refuse: the file that is there stays.
    #[default]
    Refuse,
    /// Replace it atomically.
    Replace,
}

/// Copies a rejected file into a directory: under a hidden name, then in one step under its own.
pub(crate) fn store_rejected(
    folder: &OpenFolder<'_>,
    entry: &RejectedEntry,
    directory: &Path,
    name: &OsStr,
    if_exists: IfExists,
) -> Result<()> {
    check_name(name)?;
    let mut target = Target::open(directory, folder.options.durability)?;
    target.check_is_elsewhere(folder)?;
    let temp = temp_name(entry.id());
    // Copies left by a dead process.
    target.dir.remove_dead(&temp)?;
    if if_exists == IfExists::Refuse && target.dir.stat(name)?.is_some() {
        return Err(taken(&target.dir, name));
    }
    let stat = *entry.stat();
    fs::outlast_tick(stat.ctime);
    let source = entry.open_file()?;
    target.reserve(stat.size, name)?;
    // Its flock is held until it has its name.
    let copy = create_copy(&target.dir, &temp, mode_of_copy(stat.mode))?;
    let is_durable = target.is_durable;
    fs::copy(&source, &copy, stat.size, Wanted::default(), is_durable, &mut || {})
        .and_then(|_| entry.check_unchanged(&source))
        .and_then(|()| if is_durable { copy.sync() } else { Ok(()) })
        .and_then(|()| place(&mut target, &temp, name, if_exists))
        .inspect_err(|_| {
            let _ = target.dir.unlink(&temp);
        })?;
    if is_durable { target.dir.sync() } else { Ok(()) }
}

fn check_name(name: &OsStr) -> Result<()> {
    let bytes = name.as_encoded_bytes();
    let is_name = !matches!(bytes, b"" | b"." | b"..") && !bytes.iter().any(|byte| matches!(byte, b'/' | 0));
    let refused = || Error::invalid(format!("store it as {name:?}"), "give a file name, without folders");
    if is_name { Ok(()) } else { Err(refused()) }
}

/// Creates the hidden copy.
fn create_copy(dir: &Dir, temp: &str, mode: u32) -> Result<OpenFile> {
    let path = dir.path_of(temp);
    let held = || {
        Error::refused(ErrorKind::Held, "create", Some(&path), "if no program is, remove this copy")
            .because("somebody else is storing this file here")
    };
    if dir.stat(temp)?.is_some() {
        return Err(held());
    }
    let copy = dir.create_for_store(temp, mode)?;
    // A process that found it before it was held may have removed it.
    match copy.try_flock()? {
        Flock::Busy => Err(held()),
        _ if copy.stat()?.links == 0 => Err(held()),
        _ => Ok(copy),
    }
}

fn place(target: &mut Target, temp: &str, name: &OsStr, if_exists: IfExists) -> Result<()> {
    if if_exists == IfExists::Replace {
        return target.put(None, temp.as_ref(), name);
    }
    let dir = &target.dir;
    match dir.rename_no_replace(temp, dir, name)? {
        NoReplace::Done => return Ok(()),
        NoReplace::Exists => return Err(taken(dir, name)),
        NoReplace::Unsupported => {}
    }
    match dir.link(temp, dir, name)? {
        NoReplace::Done => dir.unlink(temp).map(drop),
        NoReplace::Exists => Err(taken(dir, name)),
        NoReplace::Unsupported => {
            let error = Error::refused(ErrorKind::Io, "store it as", Some(&dir.path_of(name)), "allow to replace it");
            Err(error.because("this file system offers no way to do so without the risk of overwriting another file"))
        }
    }
}

fn taken(dir: &Dir, name: &OsStr) -> Error {
    let advice = "choose another name, or allow to replace it";
    Error::refused(ErrorKind::AlreadyExists, "store it as", Some(&dir.path_of(name)), advice)
        .because("there is a file of this name")
}
