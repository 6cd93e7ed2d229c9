//! The locks of dead collectors, kept here until they are reported.

use super::area::{Area, Contents};
use crate::fs::{Access, Opened};
use crate::rules::lock_text::{LockText, MAX_LEN};
use std::ffi::{OsStr, OsString};

/// The lock of a dead collector.
#[derive(Clone, Debug)]
pub(crate) struct RecoveredLock {
    pub(crate) name: OsString,
    pub(crate) text: LockText,
}

impl Area {
    /// Returns those that have not been reported. One that cannot be read now is left to the next
    /// collection.
    pub(crate) fn recovered_locks(&self, contents: &Contents) -> Vec<RecoveredLock> {
        contents.recovered_locks.iter().filter_map(|name| self.recovered_lock(name)).collect()
    }

    fn recovered_lock(&self, name: &OsStr) -> Option<RecoveredLock> {
        let Ok(Opened::File(handle, _)) = self.dir().open_file(name, Access::Read) else { return None };
        let bytes = handle.read_start(MAX_LEN + 1).ok()?;
        match LockText::parse(&bytes) {
            Some(text) => Some(RecoveredLock { name: name.to_owned(), text }),
            None => {
                // A process that has rewritten it since then has nothing to report.
                self.forget_recovered_lock(name);
                None
            }
        }
    }

    /// It has been reported. What cannot be removed is reported once more.
    pub(crate) fn forget_recovered_lock(&self, name: &OsStr) {
        let _ = self.dir().unlink(name);
    }
}
