//! How much may be written: free space, the limits of the process, and the modes that it gives.

use crate::rules::stored_mode::parse_umask;
use std::path::Path;

/// Returns the bytes that this user can still write to the file system at `path`; `None` if that is
/// not known: file systems in memory (ramfs) and many FUSE ones report "0 of 0", others lack the
/// call. Only writing shows then whether there is room.
pub(crate) fn available_space(path: &Path) -> Option<u64> {
    match fs2::statvfs(path) {
        Err(error) if error.kind() == std::io::ErrorKind::Interrupted => available_space(path),
        Err(_) => None,
        Ok(stat) => (stat.total_space() > 0).then(|| stat.available_space()),
    }
}

/// Returns the largest file that this process may write (`RLIMIT_FSIZE`); `None` if there is no
/// limit.
#[allow(unsafe_code, reason = "the safe wrapper panics where a sandbox forbids the call")]
pub(crate) fn file_size_limit() -> Option<u64> {
    let mut limit = libc::rlimit { rlim_cur: libc::RLIM_INFINITY, rlim_max: libc::RLIM_INFINITY };
    // SAFETY: writes to a structure that outlives the call.
    let asked = unsafe { libc::getrlimit(libc::RLIMIT_FSIZE, &mut limit) };
    (asked == 0 && limit.rlim_cur != libc::RLIM_INFINITY).then_some(limit.rlim_cur)
}

/// Returns the umask of the process; `None` if it cannot be read without changing it for the other
/// threads.
pub(crate) fn umask() -> Option<u32> {
    parse_umask(&std::fs::read_to_string("/proc/self/status").ok()?)
}
