//! Small texts of ours in the work area, each replaced as a whole.

use super::area::Area;
use crate::error::{Error, Result};
use crate::fs::{self, Dir, HeldFile, OpenFile};
use crate::rules::claim_record;
use crate::rules::temporary::Temporary;
use std::ffi::OsStr;

/// The incidents that are active.
pub(super) const ALARMS: &str = "alarms";
/// A copy of them, behind the inode of their file.
const ALARMS_COPY: &str = "user.sync_ingest.alarms";
const LOOKS: &str = "looks";
/// See `src/scan/first_seen.rs`.
pub(super) const FIRST_SEEN: &str = "first-seen";

impl Area {
    pub(crate) fn read_alarms(&self) -> Result<Option<String>> {
        Ok(open_text(self.dir(), ALARMS, fs::Access::Read)?.map(|(_, text)| text))
    }

    /// The same by the copy that an attribute of the work area holds, if that is of the file with
    /// this inode, which a listing has shown: so a look reads them in one system call.
    pub(crate) fn read_alarms_of(&self, inode: u64) -> Result<Option<String>> {
        let copy = self.dir().attribute(ALARMS_COPY);
        let text = copy.as_deref().and_then(|copy| copy.split_once('\n')).filter(|(of, _)| *of == inode.to_string());
        match text {
            Some((_, text)) => Ok(Some(text.to_owned())),
            None => self.read_alarms(),
        }
    }

    pub(crate) fn write_alarms(&self, text: &str) -> Result<()> {
        self.write_text(ALARMS, text, true)?;
        if let Some(stat) = self.dir().stat(ALARMS)? {
            self.dir().set_attribute(ALARMS_COPY, &format!("{}\n{text}", stat.inode));
        }
        Ok(())
    }

    /// If a file server wrongly answers that there are none, files are hashed once more.
    pub(crate) fn read_looks(&self) -> Result<Option<String>> {
        read_text(self.dir(), LOOKS)
    }

    pub(crate) fn write_looks(&self, text: &str) -> Result<()> {
        self.write_text(LOOKS, text, false)
    }

    pub(crate) fn read_first_seen(&self) -> Result<Option<String>> {
        read_text(self.dir(), FIRST_SEEN)
    }

    pub(crate) fn write_first_seen(&self, text: &str) -> Result<()> {
        self.write_text(FIRST_SEEN, text, false)
    }

    /// Replaces a small text atomically; an empty one is removed. One that is not synced may be
    /// empty after a power cut.
    fn write_text(&self, name: &str, text: &str, durable: bool) -> Result<()> {
        if text.is_empty() {
            return self.dir().unlink(name).map(|_| ());
        }
        put_text(self, self.dir(), name, text, durable)
    }
}

/// Replaces a small text in a folder of the work area: a reader finds the old one, or the whole new
/// one.
pub(super) fn put_text(area: &Area, dir: &Dir, name: impl AsRef<OsStr>, text: &str, durable: bool) -> Result<()> {
    let HeldFile { name: temp, file: handle, .. } = area.dir().create_held(Temporary::Text, 0o600)?;
    let written = handle
        .write_at(text.as_bytes(), 0)
        .and_then(|()| area.adopt(&handle))
        .and_then(|()| if durable { handle.sync() } else { Ok(()) });
    written.and_then(|()| area.dir().rename(&temp, dir, name)).inspect_err(|_| {
        let _ = area.dir().unlink(&temp);
    })
}

/// A small text of ours; what cannot be read as one counts as absent.
pub(super) fn read_text(dir: &Dir, name: &str) -> Result<Option<String>> {
    Ok(read_opened(dir, name, dir.open_own_file(name, fs::Access::Read)?)?.map(|(_, text)| text))
}

/// The same for a text on which much depends: a file server may answer from its cache that it is
/// not there, but a fresh listing is reliable.
pub(super) fn open_text(dir: &Dir, name: &str, access: fs::Access) -> Result<Option<(OpenFile, String)>> {
    let opened = dir.open_own_file(name, access)?;
    if matches!(opened, fs::Opened::Absent) && dir.lists(name)? {
        return Err(Error::missing("open", &dir.path_of(name)));
    }
    read_opened(dir, name, opened)
}

fn read_opened(dir: &Dir, name: &str, opened: fs::Opened) -> Result<Option<(OpenFile, String)>> {
    match opened {
        fs::Opened::File(handle, stat) => {
            // No limit of ours may be lower than what we write; the largest text is the record of a
            // full batch.
            let size = usize::try_from(stat.size).unwrap_or(usize::MAX).min(claim_record::LONGEST);
            let text = String::from_utf8(handle.read_start(size)?);
            Ok(text.ok().map(|text| (handle, text)))
        }
        fs::Opened::Denied(_) => Err(Error::denied("read", &dir.path_of(name))),
        fs::Opened::Absent | fs::Opened::NotAFile(_) => Ok(None),
    }
}
