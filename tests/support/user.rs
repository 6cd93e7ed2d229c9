//! Acting as another user, which only root can do.
#![allow(unsafe_code, reason = "the credentials of a single thread have no safe wrapper")]

use std::panic::resume_unwind;
use std::path::Path;

/// The user and the group of the service that collects.
pub const SERVICE: u32 = 12_001;
/// The user of the agent, who is in the service's group too, and in a group of its own.
pub const AGENT: u32 = 12_002;

/// Returns whether other users can be acted as; prints `SKIPPED:` if not.
pub fn is_root(test: &str) -> bool {
    let is_root = rustix::process::geteuid().is_root();
    if !is_root {
        println!("SKIPPED: {test}: only root can act as other users");
    }
    is_root
}

/// Runs as a user, in a separate thread, because on Linux credentials belong to threads.
pub fn as_user<T: Send>(user: u32, act: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let thread = scope.spawn(|| {
            become_user(user);
            act()
        });
        thread.join().unwrap_or_else(|panic| resume_unwind(panic))
    })
}

/// Switches this thread to that user for good.
pub fn become_user(user: u32) {
    let groups = [SERVICE];
    // SAFETY: these calls take integers, and an array that outlives them. The calls themselves, and
    // not the functions of the C library, which would change every thread of the process.
    let results = unsafe {
        [
            libc::syscall(libc::SYS_setgroups, groups.len(), groups.as_ptr()),
            libc::syscall(libc::SYS_setresgid, user, user, user),
            libc::syscall(libc::SYS_setresuid, user, user, user),
        ]
    };
    assert_eq!(results, [0, 0, 0], "becoming user {user}: {}", std::io::Error::last_os_error());
}

/// Changes the owner and the mode of a file or folder.
pub fn give(path: &Path, user: u32, group: u32, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    std::os::unix::fs::chown(path, Some(user), Some(group)).unwrap();
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}
