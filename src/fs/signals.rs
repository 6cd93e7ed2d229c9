//! Keeping the host's signal handlers off our threads, and our signals away from the host.

#![allow(unsafe_code, reason = "no safe wrapper offers signal masks")]

use crate::error::Result;

/// Blocks every signal in this thread until it is dropped. Threads started meanwhile inherit the
/// mask, so that no handler of the host runs on one of our threads.
pub(super) struct SignalsBlocked(libc::sigset_t);

impl SignalsBlocked {
    pub(super) fn new() -> Self {
        // SAFETY: an all-zero sigset_t is a valid value, and both calls only write to the sets that
        // they are given.
        unsafe {
            let mut all: libc::sigset_t = std::mem::zeroed();
            let mut before: libc::sigset_t = std::mem::zeroed();
            libc::sigfillset(&mut all);
            libc::pthread_sigmask(libc::SIG_SETMASK, &all, &mut before);
            Self(before)
        }
    }
}

impl Drop for SignalsBlocked {
    fn drop(&mut self) {
        // SAFETY: `self.0` is the set that `new` was given by the system.
        unsafe {
            libc::pthread_sigmask(libc::SIG_SETMASK, &self.0, std::ptr::null_mut());
        }
    }
}

/// Runs `write`. A write beyond the file size limit of the process (`RLIMIT_FSIZE`) causes the
/// error EFBIG and a signal that would end the process; the signal never leaves this call.
pub(super) fn without_size_signal<T>(write: impl FnOnce() -> Result<T>) -> Result<T> {
    let mut held = SizeSignalHeld::new();
    let result = write();
    held.may_be_pending = result.as_ref().is_err_and(|error| error.errno() == Some(libc::EFBIG));
    result
}

/// Blocks SIGXFSZ in this thread, to which the kernel sends it, until it is dropped.
struct SizeSignalHeld {
    before: libc::sigset_t,
    may_be_pending: bool,
}

fn size_signal() -> libc::sigset_t {
    // SAFETY: an all-zero sigset_t is a valid value, and both calls only write to it.
    unsafe {
        let mut set: libc::sigset_t = std::mem::zeroed();
        libc::sigemptyset(&mut set);
        libc::sigaddset(&mut set, libc::SIGXFSZ);
        set
    }
}

impl SizeSignalHeld {
    fn new() -> Self {
        // SAFETY: as above; `size_signal()` lives as long as the call.
        unsafe {
            let mut before: libc::sigset_t = std::mem::zeroed();
            libc::pthread_sigmask(libc::SIG_BLOCK, &size_signal(), &mut before);
            // True until the write has returned; it stays true after a panic.
            Self { before, may_be_pending: true }
        }
    }
}

impl Drop for SizeSignalHeld {
    fn drop(&mut self) {
        // SAFETY: `before` is the set that `new` was given by the system, and the others live as
        // long as the calls.
        unsafe {
            // A program that had blocked it before may be waiting for it.
            let is_ours = libc::sigismember(&self.before, libc::SIGXFSZ) == 0;
            if self.may_be_pending && is_ours {
                let at_once = libc::timespec { tv_sec: 0, tv_nsec: 0 };
                libc::sigtimedwait(&size_signal(), std::ptr::null_mut(), &at_once);
            }
            libc::pthread_sigmask(libc::SIG_SETMASK, &self.before, std::ptr::null_mut());
        }
    }
}
