//! How much may be written: free space, the limits of the process, and the modes that it gives.

use crate::rules::stored_mode::parse_umask;
use std::path::Path;

/// Bytes that this user can still write to the file system at `path`, `None` where that is not known: file systems in memory (ramfs)
/// and many FUSE ones say "0 of 0", others have no such call. Whether there is room shows then when it is written.
pub(crate) fn available_space(path: &Path) -> Option<u64> {
    match fs2::statvfs(path) {
        Err(error) if error.kind() == std::io::ErrorKind::Interrupted => available_space(path),
        Err(_) => None,
        Ok(stat) => (stat.total_space() > 0).then(|| stat.available_space()),
    }
}

/// The largest file that this process may write (`RLIMIT_FSIZE`), `None` where there is no limit.
#[allow(unsafe_code, reason = "the safe wrapper panics where a sandbox forbids the call")]
pub(crate) fn file_size_limit() -> Option<u64> {
    let mut limit = libc::rlimit { rlim_cur: libc::RLIM_INFINITY, rlim_max: libc::RLIM_INFINITY };
    // SAFETY: writes to a structure that outlives the call.
    let asked = unsafe { libc::getrlimit(libc::RLIMIT_FSIZE, &mut limit) };
    (asked == 0 && limit.rlim_cur != libc::RLIM_INFINITY).then_some(limit.rlim_cur)
}

/// The umask of the process, `None` where it cannot be told without changing it for the other threads, too.
pub(crate) fn umask() -> Option<u32> {
    parse_umask(&std::fs::read_to_string("/proc/self/status").ok()?)
}
