//! Detecting a fork.

#![allow(unsafe_code, reason = "no safe wrapper offers MADV_WIPEONFORK")]

use super::host::process_id;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicU8, Ordering};

/// A process; a child forked from it is another one. Comparing costs no system call on kernels that
/// can wipe memory in a child (Linux 4.14).
#[derive(Debug)]
pub(crate) struct Process {
    id: u32,
    page: Option<WipedPage>,
}

impl Process {
    /// Returns the current process.
    pub(crate) fn this() -> Self {
        Self { id: process_id(), page: WipedPage::new() }
    }

    /// Returns whether the current process is still the same.
    pub(crate) fn is_this(&self) -> bool {
        match &self.page {
            Some(page) => page.mark().load(Ordering::Relaxed) == MARK,
            None => self.id == process_id(),
        }
    }
}

const MARK: u8 = 1;

/// A page of memory whose first byte is the mark, and zero in every child.
#[derive(Debug)]
struct WipedPage {
    start: NonNull<libc::c_void>,
    size: usize,
}

// SAFETY: the page belongs to the process, and is only read and written atomically.
unsafe impl Send for WipedPage {}
// SAFETY: as above.
unsafe impl Sync for WipedPage {}

impl WipedPage {
    fn new() -> Option<Self> {
        // SAFETY: takes an integer.
        let size = usize::try_from(unsafe { libc::sysconf(libc::_SC_PAGESIZE) }).ok()?;
        let (access, flags) = (libc::PROT_READ | libc::PROT_WRITE, libc::MAP_PRIVATE | libc::MAP_ANONYMOUS);
        // SAFETY: a new mapping of memory that nothing else uses.
        let start = unsafe { libc::mmap(std::ptr::null_mut(), size, access, flags, -1, 0) };
        if start == libc::MAP_FAILED {
            return None;
        }
        let page = Self { start: NonNull::new(start)?, size };
        // SAFETY: the whole of a mapping of our own.
        let wiped = unsafe { libc::madvise(page.start.as_ptr(), size, libc::MADV_WIPEONFORK) };
        page.mark().store(MARK, Ordering::Relaxed);
        (wiped == 0).then_some(page)
    }

    fn mark(&self) -> &AtomicU8 {
        // SAFETY: the first byte of a mapping that lives as long as `self`, and is only accessed
        // atomically.
        unsafe { AtomicU8::from_ptr(self.start.as_ptr().cast()) }
    }
}

impl Drop for WipedPage {
    fn drop(&mut self) {
        // SAFETY: mapped by `new`, and nobody refers to it any more.
        unsafe { libc::munmap(self.start.as_ptr(), self.size) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns whether a forked child takes itself for that process.
    fn child_is(process: &Process) -> bool {
        // SAFETY: the child only reads memory and exits.
        match unsafe { libc::fork() } {
            -1 => panic!("fork: {}", std::io::Error::last_os_error()),
            // SAFETY: ends the child without running anything else.
            0 => unsafe { libc::_exit(i32::from(process.is_this())) },
            child => {
                let mut status = 0;
                // SAFETY: waits for our own child and writes to `status` alone.
                assert_eq!(unsafe { libc::waitpid(child, &mut status, 0) }, child);
                status != 0
            }
        }
    }

    #[test]
    fn a_forked_child_is_another_process_with_and_without_memory_that_is_wiped() {
        let process = Process::this();
        let without = Process { id: process_id(), page: None };
        assert!(process.page.is_some(), "this kernel cannot wipe memory in a child");
        for process in [process, without] {
            assert!(process.is_this() && !child_is(&process) && process.is_this());
        }
    }
}
