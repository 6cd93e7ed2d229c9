//! How the file system of a folder compares names.

use crate::error::Result;
use crate::fs::Dir;

/// How the file system of a folder compares names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Names {
    /// Byte by byte.
    Bytes,
    /// Two different spellings may be the same name: capitals and small letters, composed and
    /// decomposed characters, or a dot or a blank at the end.
    MayBeOne,
}

/// A test file, whose name has one of each feature that file systems are known to ignore.
const PROBE: &str = ".sync_ingest-copy-names-\u{e9}";
const SPELLED_OTHERWISE: [&str; 5] = [
    ".SYNC_INGEST-COPY-NAMES-\u{e9}",
    ".sync_ingest-copy-names-\u{c9}",
    ".sync_ingest-copy-names-e\u{301}",
    ".sync_ingest-copy-names-\u{e9}.",
    ".sync_ingest-copy-names-\u{e9} ",
];

impl Names {
    /// Asks the file system. Only the file system knows which two names are the same; this returns
    /// whether it has to be asked for each.
    ///
    /// # Errors
    /// The test file could not be removed: the next call does it.
    pub(super) fn of(dir: &Dir) -> Result<Self> {
        let made = dir.create_file(PROBE, 0o600);
        let is_there = |name: &str| !matches!(dir.stat(name), Ok(None));
        let is_one = made.is_err() || SPELLED_OTHERWISE.iter().any(|name| is_there(name)) || !is_there(PROBE);
        dir.unlink(PROBE)?;
        Ok(if is_one { Self::MayBeOne } else { Self::Bytes })
    }
}
