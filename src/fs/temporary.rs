//! Temporary files: the process that made one holds its flock for as long as it is needed.

use super::dir::{Access, Dir, Opened};
use super::flock::Flock;
use super::host::random_hex;
use super::open_file::OpenFile;
use super::stat::Stat;
use crate::error::Result;
use crate::rules::temporary::Temporary;
use rustix::io::Errno;
use std::ffi::{OsStr, OsString};

/// How often a temporary file may be removed by a concurrent clean-up the moment it was made.
const CREATE_TRIES: usize = 16;

/// A temporary file that was just created.
#[derive(Debug)]
pub(crate) struct HeldFile {
    pub(crate) name: OsString,
    pub(crate) file: OpenFile,
    /// We hold its flock, except where there are no flocks.
    pub(crate) flocked: bool,
}

impl Dir {
    /// Creates a temporary file and holds its flock, so that no clean-up removes it.
    pub(crate) fn create_held(&self, purpose: Temporary, mode: u32) -> Result<HeldFile> {
        for _ in 0..CREATE_TRIES {
            let name = OsString::from(purpose.name(&random_hex::<8>()));
            let Some(file) = self.create_file(&name, mode)? else { continue };
            // Between these two steps a clean-up may have taken it for that of a dead process, and
            // will remove it.
            let held = file.try_flock().and_then(|flock| Ok((flock, file.stat()?)));
            match held {
                Ok((Flock::Taken | Flock::Unsupported, Stat { links: 0, .. }) | (Flock::Busy, _)) => {}
                Ok((flock, _)) => return Ok(HeldFile { name, file, flocked: flock == Flock::Taken }),
                Err(error) => {
                    let _ = self.unlink(&name);
                    return Err(error);
                }
            }
        }
        Err(self.error("create", purpose.prefix().as_ref(), Errno::BUSY))
    }

    /// Removes a temporary file whose maker is dead. If that cannot be known, it stays.
    pub(crate) fn remove_dead(&self, name: impl AsRef<OsStr>) -> Result<()> {
        let name = name.as_ref();
        if let Opened::File(file, _) = self.open_file(name, Access::WriteIfPossible)? {
            if file.try_flock()? == Flock::Taken {
                self.unlink(name)?;
            }
        }
        Ok(())
    }
}
