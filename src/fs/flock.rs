//! Advisory locks, by the `fs2` crate (see `docs/adr/0001-fs2.md`).

use crate::error::{Error, Result};
use std::fs::File;
use std::path::Path;
use std::time::{Duration, Instant};

/// How long a lock that is held may take to become free: a forked child holds its parent's until it ends or executes.
const PATIENCE: Duration = Duration::from_millis(100);

/// Takes the exclusive flock of an open file, unless somebody holds it. Says whether it is ours now.
pub(crate) fn try_flock(file: &File, path: &Path) -> Result<bool> {
    // By its full name: since Rust 1.89 the standard library has methods of the same names.
    match fs2::FileExt::try_lock_exclusive(file) {
        Ok(()) => Ok(true),
        Err(error) if error.raw_os_error() == fs2::lock_contended_error().raw_os_error() => Ok(false),
        Err(error) if error.kind() == std::io::ErrorKind::Interrupted => try_flock(file, path),
        Err(error) => Err(Error::system("lock", path, error)),
    }
}

/// The same, with a tenth of a second of patience.
pub(crate) fn try_flock_patiently(file: &File, path: &Path) -> Result<bool> {
    let start = Instant::now();
    loop {
        if try_flock(file, path)? {
            return Ok(true);
        }
        if start.elapsed() >= PATIENCE {
            return Ok(false);
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}
