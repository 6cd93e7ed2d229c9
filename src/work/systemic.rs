//! Whether a failure is about one entry, or about everything.

use super::area::Area;
use crate::error::Result;
use crate::fs::{Dir, HeldFile, file};
use crate::rules::temporary::Temporary;

impl Area {
    /// Returns whether a failure that was met with one entry is about everything: the one place that decides it, and not by the
    /// number of an error, which one sender can bring about for a file of his. A file of our own is made here, written, and moved
    /// to the drop folder and back; where that works, what failed is that entry's matter alone.
    pub(crate) fn is_systemic(&self, folder: &Dir) -> bool {
        self.probe(folder).is_err()
    }

    fn probe(&self, folder: &Dir) -> Result<()> {
        let HeldFile { name, file: probe, .. } = self.dir().create_held(Temporary::Probe, 0o600)?;
        let path = self.dir().path_of(&name);
        let moved = file::write_at(&probe, b"probe", 0, &path)
            .and_then(|()| self.dir().rename(&name, folder, &name))
            .and_then(|()| folder.rename(&name, self.dir(), &name));
        let removed =
            self.dir().unlink(&name).and_then(|is_back| if is_back { Ok(true) } else { folder.unlink(&name) });
        moved.and(removed.map(|_| ()))
    }
}
