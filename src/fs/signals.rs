//! Keeping the host's signal handlers off our threads.

#![allow(unsafe_code, reason = "no safe wrapper offers signal masks")]

/// Blocks every signal in this thread until it is dropped. Threads that are started meanwhile inherit it, so that a
/// handler of the host never runs on one of ours.
pub(super) struct SignalsBlocked(libc::sigset_t);

impl SignalsBlocked {
    pub(super) fn new() -> Self {
        // SAFETY: an all-zero sigset_t is a valid value, and both calls only write to the sets that they are given.
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
