//! Extended attributes of a directory: a small text that is read in one system call, where the file
//! system has any.

use super::dir::Dir;
use super::sys::uninterrupted;
use rustix::fs::XattrFlags;

/// The size that every file system with attributes can hold: ext4 keeps them in one block.
const LONGEST: usize = 2_048;

impl Dir {
    /// Reads an attribute of the directory itself; one that cannot be read counts as absent.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        let mut value = vec![0; LONGEST];
        let length = uninterrupted(|| rustix::fs::fgetxattr(self, name, &mut value[..])).ok()?;
        value.truncate(length);
        String::from_utf8(value).ok()
    }

    /// Sets an attribute of the directory itself, where the file system can. Returns whether it is
    /// set.
    pub(crate) fn set_attribute(&self, name: &str, value: &str) -> bool {
        let set = || rustix::fs::fsetxattr(self, name, value.as_bytes(), XattrFlags::empty());
        value.len() <= LONGEST && uninterrupted(set).is_ok()
    }
}
