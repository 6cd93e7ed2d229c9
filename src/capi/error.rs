//! The error object: the description of a failure.

use super::call::{free, look};
use super::code::sync_ingest_code;
use super::text::outward;
use std::any::Any;
use std::ffi::{CStr, CString, c_char};
use std::os::unix::ffi::OsStrExt;
use std::ptr::null;

/// The result of everything that an exported function does.
pub(super) type Result<T> = std::result::Result<T, sync_ingest_error>;

/// Why a call failed. Made by the call that fails, and yours to free; it depends on no other object
/// and never changes.
#[derive(Debug)]
pub struct sync_ingest_error {
    code: sync_ingest_code,
    message: CString,
    path: Option<CString>,
    errno: i32,
    #[cfg(feature = "tables")]
    pub(super) refused: Option<crate::tables::Refused>,
}

impl sync_ingest_error {
    pub(super) fn new(code: sync_ingest_code, message: impl Into<Vec<u8>>) -> Self {
        Self {
            code,
            message: outward(message),
            path: None,
            errno: 0,
            #[cfg(feature = "tables")]
            refused: None,
        }
    }

    /// An argument that no call can work with.
    pub(super) fn invalid(message: impl Into<Vec<u8>>) -> Self {
        Self::new(sync_ingest_code::SYNC_INGEST_INVALID_ARGUMENT, message)
    }

    /// A handle whose object has been answered, finished or released.
    pub(super) fn over(message: &'static str) -> Self {
        Self::new(sync_ingest_code::SYNC_INGEST_ALREADY_OVER, message)
    }

    /// A panic of this library, caught.
    pub(super) fn panicked(payload: Box<dyn Any + Send>) -> Self {
        let what = payload.downcast_ref::<&str>().copied().or_else(|| payload.downcast_ref::<String>().map(|s| &**s));
        let message = format!("a defect of sync_ingest: {}", what.unwrap_or("it panicked"));
        // Not dropped: a payload of an unknown type could panic once more.
        std::mem::forget(payload);
        Self::new(sync_ingest_code::SYNC_INGEST_PANIC, message)
    }

    /// A later call on the handle that the panic happened in.
    pub(super) fn unusable() -> Self {
        let message = "an earlier call on this handle ended in a defect of sync_ingest: free it and make a new one";
        Self::new(sync_ingest_code::SYNC_INGEST_PANIC, message)
    }

    #[cfg(feature = "tables")]
    pub(super) fn set_path(&mut self, path: &std::path::Path) {
        self.path = Some(outward(path.as_os_str().as_bytes()));
    }

    pub(super) fn code(&self) -> sync_ingest_code {
        self.code
    }
}

impl From<crate::Error> for sync_ingest_error {
    fn from(error: crate::Error) -> Self {
        Self {
            path: error.path().map(|path| outward(path.as_os_str().as_bytes())),
            errno: error.errno().unwrap_or(0),
            ..Self::new(error.kind().into(), error.to_string())
        }
    }
}

/// Returns the code of the call that failed; SYNC_INGEST_OK for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_error_code(error: Option<&sync_ingest_error>) -> sync_ingest_code {
    look(sync_ingest_code::SYNC_INGEST_OK, || Some(error?.code))
}

/// Returns one line for a person: what was tried, on which path, what the system answered, and what
/// to do about it where that is known. Control characters of file names are escaped. Borrowed from
/// the error.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_error_message(error: Option<&sync_ingest_error>) -> *const c_char {
    look(null(), || Some(error?.message.as_ptr()))
}

/// Returns the path that the failure is about, byte for byte; NULL where there is none. Borrowed
/// from the error.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_error_path(error: Option<&sync_ingest_error>) -> *const c_char {
    look(null(), || error?.path.as_deref().map(CStr::as_ptr))
}

/// Returns the error number of the system (`errno`); 0 where the system reported none.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_error_errno(error: Option<&sync_ingest_error>) -> i32 {
    look(0, || Some(error?.errno))
}

/// Frees an error.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_error_free(error: Option<Box<sync_ingest_error>>) {
    free(error);
}
