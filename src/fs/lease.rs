//! Whether somebody has a file open for writing.

#![allow(unsafe_code, reason = "no safe wrapper offers leases")]

use super::open_file::OpenFile;
use std::os::fd::AsRawFd;

/// From `<asm-generic/fcntl.h>`; the libc crate lacks it.
const F_SETSIG: libc::c_int = 10;

/// Whether somebody on this host has a file open for writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Writers {
    /// Nobody has.
    None,
    /// Somebody has.
    Some,
    /// Unknown: another user's file without CAP_LEASE, or a file system that cannot answer.
    Unknown,
}

/// Asks for a read lease, which the kernel refuses while a process has the file open for writing.
/// `file` must have been opened for reading only. The lease lasts until the file is closed, so
/// close it at once.
pub(crate) fn writers(file: &OpenFile) -> Writers {
    let fd = file.file.as_raw_fd();
    // The default signal for a broken lease, SIGIO, would kill the process; SIGURG is ignored by
    // default. SAFETY: `fd` is open for as long as `file` lives, and F_SETSIG takes an integer.
    if unsafe { libc::fcntl(fd, F_SETSIG, libc::SIGURG) } != 0 {
        return Writers::Unknown;
    }
    // SAFETY: as above; F_SETLEASE takes an integer.
    if unsafe { libc::fcntl(fd, libc::F_SETLEASE, libc::F_RDLCK) } == 0 {
        return Writers::None;
    }
    match std::io::Error::last_os_error().raw_os_error() {
        Some(libc::EAGAIN) => Writers::Some,
        _ => Writers::Unknown,
    }
}
