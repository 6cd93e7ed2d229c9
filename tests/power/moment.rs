//! Stops a process right before one of its system calls that change something.
#![allow(unsafe_code, reason = "ptrace has no safe wrapper")]

use crate::support::process::fork;
use libc::{c_int, pid_t};
use std::ptr::null_mut;

/// The calls that change what other processes can see, or make it durable.
const CHANGES: [libc::c_long; 13] = [
    libc::SYS_write,
    libc::SYS_pwrite64,
    libc::SYS_copy_file_range,
    libc::SYS_ftruncate,
    libc::SYS_mkdirat,
    libc::SYS_linkat,
    libc::SYS_unlinkat,
    libc::SYS_renameat,
    libc::SYS_renameat2,
    libc::SYS_fchmod,
    libc::SYS_fsync,
    libc::SYS_fdatasync,
    libc::SYS_syncfs,
];
/// A stop at a system call, distinguishable from a SIGTRAP signal.
const AT_A_CALL: c_int = libc::SIGTRAP | 0x80;

/// When `at` is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meanwhile {
    /// While the process is stopped.
    Stopped,
    /// While it continues.
    GoesOn,
}

/// Runs `act` in a separate process up to the change with this number, calls `at`, and kills the
/// process. If it makes fewer changes, `at` is called after its end. Returns how many changes it
/// made.
pub(crate) fn stop_at(change: usize, meanwhile: Meanwhile, act: impl FnOnce(), at: impl FnOnce()) -> usize {
    let child = fork(|| {
        // SAFETY: these take integers; the parent continues when it sees the stop.
        unsafe {
            libc::ptrace(libc::PTRACE_TRACEME, 0, null_mut::<u8>(), null_mut::<u8>());
            libc::raise(libc::SIGSTOP);
        }
        act();
    });
    let process = child.id();
    assert!(libc::WIFSTOPPED(wait(process)));
    let options = (libc::PTRACE_O_TRACESYSGOOD | libc::PTRACE_O_EXITKILL) as usize;
    request(libc::PTRACE_SETOPTIONS, process, options);
    let (mut changes, mut signal) = (0, 0);
    loop {
        request(libc::PTRACE_SYSCALL, process, signal);
        let status = wait(process);
        if !libc::WIFSTOPPED(status) {
            assert_eq!(status, 0, "the process did not end well; see its message on standard error");
            at();
            return changes;
        }
        signal = match libc::WSTOPSIG(status) {
            AT_A_CALL => 0,
            other => other as usize,
        };
        if signal == 0 && entered(process).is_some_and(|call| CHANGES.contains(&call)) {
            changes += 1;
        }
        if changes == change {
            if meanwhile == Meanwhile::GoesOn {
                request(libc::PTRACE_DETACH, process, 0);
            }
            at();
            // SAFETY: takes integers; the process is our own child, which nobody has waited for.
            unsafe { libc::kill(process, libc::SIGKILL) };
            while libc::WIFSTOPPED(wait(process)) {}
            return changes;
        }
    }
}

/// Returns the number of the system call that a stopped process is about to make; `None` if it
/// returns from one.
fn entered(process: pid_t) -> Option<libc::c_long> {
    // SAFETY: integers and unions of integers: any bytes will do, zeros too.
    let mut info: libc::ptrace_syscall_info = unsafe { std::mem::zeroed() };
    let size = size_of_val(&info);
    // SAFETY: writes at most `size` bytes to `info`.
    let filled = unsafe { libc::ptrace(libc::PTRACE_GET_SYSCALL_INFO, process, size, &raw mut info) };
    assert!(filled > 0, "ptrace: {}", std::io::Error::last_os_error());
    // SAFETY: this part of the union is an integer, and means something at an entry.
    (info.op == libc::PTRACE_SYSCALL_INFO_ENTRY).then_some(unsafe { info.u.entry.nr } as libc::c_long)
}

fn request(what: libc::c_uint, process: pid_t, data: usize) {
    // SAFETY: these requests take integers.
    let result = unsafe { libc::ptrace(what, process, null_mut::<u8>(), data) };
    assert_eq!(result, 0, "ptrace: {}", std::io::Error::last_os_error());
}

fn wait(process: pid_t) -> c_int {
    let mut status = 0;
    // SAFETY: waits for a child of our own and writes to `status` alone.
    let ended = unsafe { libc::waitpid(process, &raw mut status, 0) };
    assert_eq!(ended, process, "{}", std::io::Error::last_os_error());
    status
}
