//! Temporary files: their maker holds the flock for as long as they are needed.

use super::dir::{Access, Dir, Opened};
use super::flock::Flock;
use super::host::random_hex;
use super::open_file::OpenFile;
use super::stat::Stat;
use crate::error::Result;
use crate::rules::temporary::Temporary;
use rustix::io::Errno;
use std::ffi::{OsStr, OsString};

/// How often a temporary file may be tidied away the moment it was made.
const CREATE_TRIES: usize = 16;

/// A temporary file that was just created.
#[derive(Debug)]
pub(crate) struct HeldFile {
    pub(crate) name: OsString,
    pub(crate) file: OpenFile,
    /// Its flock is ours: everywhere but where there are none.
    pub(crate) flocked: bool,
}

impl Dir {
    /// Creates a temporary file, and holds its flock, so that nobody tidies it away.
    pub(crate) fn create_held(&self, purpose: Temporary, mode: u32) -> Result<HeldFile> {
        for _ in 0..CREATE_TRIES {
            let name = OsString::from(purpose.name(&random_hex::<8>()));
            let Some(file) = self.create_file(&name, mode)? else { continue };
            // Somebody who tidies may have taken it for a dead one's between these two steps, and removes it then.
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

    /// Removes a temporary file whose maker is dead. One of which that cannot be known stays.
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
