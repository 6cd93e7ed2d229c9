//! Advisory locks, by the `fs2` crate (see `docs/adr/0001-fs2.md`).

use super::open_file::OpenFile;
use crate::error::{Error, Result};
use std::time::{Duration, Instant};

/// How long to wait for a lock that is held: a forked child holds its parent's until it ends or
/// executes another program.
const PATIENCE: Duration = Duration::from_millis(100);

/// The result of asking for the exclusive flock of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flock {
    /// We hold it now.
    Taken,
    /// Somebody holds it.
    Busy,
    /// There are no flocks here: a file system or a file server without them, or a sandbox that
    /// forbids the call. Then no process can be known to be dead.
    Unsupported,
}

/// The errors of a file system, a server whose lock service is down, or a sandbox that mean that
/// there are no flocks.
const NO_FLOCKS: [i32; 7] =
    [libc::ENOLCK, libc::ENOSYS, libc::EOPNOTSUPP, libc::EINVAL, libc::ENOTTY, libc::EPERM, libc::EACCES];

impl OpenFile {
    /// Takes the exclusive flock, unless somebody holds it.
    pub(crate) fn try_flock(&self) -> Result<Flock> {
        loop {
            // By its full name: since Rust 1.89 the standard library has methods of the same names.
            let Err(error) = fs2::FileExt::try_lock_exclusive(&self.file) else { return Ok(Flock::Taken) };
            match error.raw_os_error() {
                Some(libc::EINTR) => {}
                number if number == fs2::lock_contended_error().raw_os_error() => return Ok(Flock::Busy),
                Some(number) if NO_FLOCKS.contains(&number) => return Ok(Flock::Unsupported),
                _ => return Err(Error::system("lock", self.path(), error)),
            }
        }
    }

    /// Takes the exclusive flock, and waits for it for up to a tenth of a second.
    pub(crate) fn try_flock_patiently(&self) -> Result<Flock> {
        let start = Instant::now();
        loop {
            let flock = self.try_flock()?;
            if flock != Flock::Busy || start.elapsed() >= PATIENCE {
                return Ok(flock);
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}
