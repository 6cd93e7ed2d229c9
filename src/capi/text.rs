//! Text on its way in and out. Names and paths are bytes; only what people read must be UTF-8.

use super::call::required;
use super::error::{Result, sync_ingest_error};
use std::ffi::{CStr, CString, OsStr, c_char};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

/// A text that C gave, or `None` for NULL.
///
/// # Safety
/// `text` is NULL or leads to bytes that end with a NUL, and nothing changes them for as long as
/// `'a`: the header asks for that until the call returns.
pub(super) unsafe fn inward<'a>(text: *const c_char) -> Option<&'a CStr> {
    // SAFETY: not NULL, and the rest is what the caller promises.
    (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) })
}

/// A name, byte for byte.
pub(super) fn name(text: &CStr) -> &OsStr {
    OsStr::from_bytes(text.to_bytes())
}

/// A path that may not be NULL, byte for byte.
pub(super) fn path<'a>(text: Option<&'a CStr>, argument: &str) -> Result<&'a Path> {
    Ok(Path::new(name(required(text, argument)?)))
}

/// A text that must be UTF-8.
pub(super) fn utf8<'a>(text: Option<&'a CStr>, argument: &str) -> Result<&'a str> {
    required(text, argument)?
        .to_str()
        .map_err(|_| sync_ingest_error::invalid(format!("the argument `{argument}` is not UTF-8")))
}

/// A text for C. A NUL byte cannot cross and is left out.
pub(super) fn outward(text: impl Into<Vec<u8>>) -> CString {
    let mut bytes = text.into();
    bytes.retain(|byte| *byte != 0);
    CString::new(bytes).unwrap_or_default()
}

/// `text` with a NUL behind it, in an array of `WIDTH` bytes: made by the compiler, which refuses
/// one that is too long.
pub(super) const fn terminated<const WIDTH: usize>(text: &str) -> [u8; WIDTH] {
    assert!(text.len() < WIDTH, "the array is too small for the text and its NUL");
    let mut bytes = [0; WIDTH];
    let mut index = 0;
    while index < text.len() {
        bytes[index] = text.as_bytes()[index];
        index += 1;
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cross_byte_for_byte_in_both_directions() {
        let bytes = b"caf\xe9\n.csv";
        let out = outward(&bytes[..]);
        assert_eq!(out.to_bytes(), bytes);
        assert_eq!(name(&out).as_bytes(), bytes);
        assert!(utf8(Some(&out), "agent").is_err());
    }

    #[test]
    fn a_nul_inside_a_text_does_not_hide_what_follows() {
        assert_eq!(outward("a\0b").to_bytes(), b"ab");
    }

    #[test]
    fn a_null_text_is_none() {
        // SAFETY: NULL is allowed.
        assert_eq!(unsafe { inward(std::ptr::null()) }, None);
    }
}
