//! The versions.

use super::call::look;
use super::text::terminated;
use std::ffi::c_char;
use std::ptr::null;

/// The ABI that this header describes: the number in the file name of the shared library. It
/// changes only when a program that was built with an older header would no longer work; functions
/// and constants are added without that.
pub const SYNC_INGEST_ABI_VERSION: i32 = 1;

static VERSION: [u8; 32] = terminated(crate::VERSION);

/// Returns the version of the library that is loaded, as in "1.2.3". A static string.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_version() -> *const c_char {
    look(null(), || Some(VERSION.as_ptr().cast()))
}

/// Returns the ABI number of the library that is loaded. A program that loads the library itself
/// compares it with SYNC_INGEST_ABI_VERSION, for which it was built, before anything else.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_abi_version() -> i32 {
    look(0, || Some(SYNC_INGEST_ABI_VERSION))
}
