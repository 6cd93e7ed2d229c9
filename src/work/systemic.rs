//! Whether a failure is about one entry, or about everything.

use super::area::Area;
use crate::error::{Error, Result};
use crate::fs::{Dir, HeldFile};
use crate::rules::temporary::Temporary;

impl Area {
    /// Returns whether a failure that was met with one entry is about everything: the one place
    /// that decides it, and not by the number of an error, which one sender can cause for a single
    /// file. A file of our own is made here, written, and moved to the drop folder and back; where
    /// that works, what failed is that entry's matter alone.
    fn is_systemic(&self, folder: &Dir) -> bool {
        self.probe(folder).is_err()
    }

    /// Returns an error that was met with one entry, if it is that entry's matter alone; otherwise
    /// fails with it, and the pass ends.
    pub(crate) fn only_this_entry(&self, error: Error, folder: &Dir) -> Result<Error> {
        if self.is_systemic(folder) { Err(error) } else { Ok(error) }
    }

    fn probe(&self, folder: &Dir) -> Result<()> {
        let HeldFile { name, file: probe, .. } = self.dir().create_held(Temporary::Probe, 0o600)?;
        let moved = probe
            .write_at(b"probe", 0)
            .and_then(|()| self.dir().rename(&name, folder, &name))
            .and_then(|()| folder.rename(&name, self.dir(), &name));
        let removed =
            self.dir().unlink(&name).and_then(|is_back| if is_back { Ok(true) } else { folder.unlink(&name) });
        moved.and(removed.map(|_| ()))
    }
}
