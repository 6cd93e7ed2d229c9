//! A file that is changed through a mapping: without a system call and, on file systems in memory,
//! without a trace in its times.
#![allow(unsafe_code, reason = "mappings have no safe wrapper")]

use std::fs::File;
use std::os::fd::AsRawFd;
use std::sync::atomic::Ordering;

/// A writable mapping that others see.
#[derive(Debug)]
pub struct Mapping {
    start: *mut u8,
    size: usize,
}

// SAFETY: it belongs to the process, not to a thread.
unsafe impl Send for Mapping {}
// SAFETY: it is written to byte by byte and atomically.
unsafe impl Sync for Mapping {}

impl Mapping {
    pub fn new(file: &File, size: usize) -> Self {
        let (access, flags) = (libc::PROT_READ | libc::PROT_WRITE, libc::MAP_SHARED);
        // SAFETY: a new mapping of an open file; nothing else uses it.
        let start = unsafe { libc::mmap(std::ptr::null_mut(), size, access, flags, file.as_raw_fd(), 0) };
        assert_ne!(start, libc::MAP_FAILED);
        Self { start: start.cast(), size }
    }

    pub fn set(&self, at: usize, byte: u8) {
        assert!(at < self.size);
        // SAFETY: within the mapping, which lives as long as `self`, and of a file that nobody
        // makes shorter.
        unsafe { std::sync::atomic::AtomicU8::from_ptr(self.start.add(at)) }.store(byte, Ordering::Relaxed);
    }
}

impl Drop for Mapping {
    fn drop(&mut self) {
        // SAFETY: mapped by `new`, and nothing refers to it any more.
        unsafe { libc::munmap(self.start.cast(), self.size) };
    }
}
