//! Separate processes for parts of a test: they leave what a crash leaves.
#![allow(unsafe_code, reason = "a fork has no safe wrapper")]

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A child process that runs a part of the test.
#[derive(Debug)]
pub struct Child(libc::pid_t);

/// Seconds after which a child that hangs is ended.
const LIMIT: u32 = 20;

/// The tests of a file that forks run one after the other: a child inherits files that other
/// threads have open for writing, and a file that is open for writing is not collected.
pub fn one_at_a_time() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs `act` in a forked child, which then ends without releasing anything, as if it had been
/// killed.
pub fn fork(act: impl FnOnce()) -> Child {
    // SAFETY: the child runs nothing but `act`, touches nothing that a thread which it lacks may
    // hold, and ends by _exit.
    match unsafe { libc::fork() } {
        -1 => panic!("fork: {}", std::io::Error::last_os_error()),
        0 => {
            // SAFETY: takes an integer.
            unsafe { libc::alarm(LIMIT) };
            let done = catch_unwind(AssertUnwindSafe(act)).map_err(|panic| report_panic(&*panic));
            // SAFETY: ends this process without running anything else.
            unsafe { libc::_exit(if done.is_ok() { 0 } else { 1 }) }
        }
        child => Child(child),
    }
}

/// Output that the test runner captures in a child is lost with it.
fn report_panic(panic: &dyn Any) {
    let text = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
    let line = format!("the child process panicked: {}\n", text.unwrap_or("with something that is no text"));
    let _ = rustix::io::write(std::io::stderr(), line.as_bytes());
}

/// Runs `act` in a child and waits for its end, which must come without a panic.
pub fn die_after(act: impl FnOnce()) {
    fork(act).wait();
}

impl Child {
    /// Waits for the child to end successfully.
    pub fn wait(self) {
        assert_eq!(self.end(), 0, "the child did not end well; see its message on standard error");
    }

    /// Waits for the end of the child; returns its status as the system reports it, which is the
    /// number of the signal that killed it.
    pub fn end(self) -> i32 {
        let mut status = 0;
        // SAFETY: waits for a child of our own and writes to `status` alone.
        let ended = unsafe { libc::waitpid(self.0, &mut status, 0) };
        assert_eq!(ended, self.0);
        status
    }

    pub fn id(&self) -> i32 {
        self.0
    }
}

/// Leaks `value` until the process ends, so that nothing is released.
pub fn hold<T>(value: T) {
    std::mem::forget(value);
}
