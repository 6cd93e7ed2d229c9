//! File systems that lack a system call: a filter in the process answers instead of the kernel.
#![allow(unsafe_code, reason = "filters for system calls have no safe wrapper")]

use super::TestFolder;
use std::fmt;
use sync_ingest::LockKind;

/// A system call that the file system lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileSystemFault {
    /// It lacks nothing.
    None,
    /// As on FAT and some FUSE file systems.
    NoHardLinks,
    /// As on NFS, which cannot rename without overwriting.
    NoRenameWithoutOverwriting,
    /// It lacks both.
    Neither,
}

impl FileSystemFault {
    /// Applies it to this process from now on.
    pub fn begin(self) {
        let (link, rename) = ((libc::SYS_linkat, libc::EPERM), (libc::SYS_renameat2, libc::EINVAL));
        match self {
            Self::None => {}
            Self::NoHardLinks => refuse(&[link]),
            Self::NoRenameWithoutOverwriting => refuse(&[rename]),
            Self::Neither => refuse(&[link, rename]),
        }
    }
}

impl fmt::Display for FileSystemFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "",
            Self::NoHardLinks => ", no hard links",
            Self::NoRenameWithoutOverwriting => ", no rename without overwriting",
            Self::Neither => ", neither hard links nor rename without overwriting",
        })
    }
}

impl TestFolder {
    /// Where a lock can neither be linked nor renamed into place, a crash between its creation and
    /// its first word leaves an empty lock that might be anybody's: no collector breaks it, an
    /// alarm reports it, and a person removes it.
    pub fn remove_empty_lock(&self, fault: FileSystemFault, name: &str) {
        if fault == FileSystemFault::Neither && self.has(name) && self.read(name).is_empty() {
            let kind = if name == "lock.txt" { LockKind::Collector } else { LockKind::Agent };
            assert!(self.later(4 * 3_600).stale_locks().unwrap().iter().any(|lock| lock.kind == kind));
            assert!(self.settle_zero().unlock(kind).unwrap().is_some());
        }
    }
}

/// From now on these calls of this thread, and of those that it starts, fail with these errors.
pub fn refuse(calls: &[(libc::c_long, i32)]) {
    let step = |code: u32, jf: u8, k: u32| libc::sock_filter { code: code as u16, jt: 0, jf, k };
    // The number of the call is the first word that a filter sees.
    let mut program = vec![step(libc::BPF_LD | libc::BPF_W | libc::BPF_ABS, 0, 0)];
    for (call, errno) in calls {
        program.push(step(libc::BPF_JMP | libc::BPF_JEQ | libc::BPF_K, 1, *call as u32));
        program.push(step(libc::BPF_RET | libc::BPF_K, 0, libc::SECCOMP_RET_ERRNO | *errno as u32));
    }
    program.push(step(libc::BPF_RET | libc::BPF_K, 0, libc::SECCOMP_RET_ALLOW));
    let filter = libc::sock_fprog { len: program.len() as u16, filter: program.as_mut_ptr() };
    // SAFETY: takes integers, and a program that outlives the call, which copies it.
    let results = unsafe {
        [
            libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0),
            libc::prctl(libc::PR_SET_SECCOMP, libc::SECCOMP_MODE_FILTER, &filter),
        ]
    };
    assert_eq!(results, [0, 0], "a filter for system calls: {}", std::io::Error::last_os_error());
}
