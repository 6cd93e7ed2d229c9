//! Who made a lock.

use super::call::look;
use super::text::outward;
use crate::{Holder, Oddity};
use std::ffi::{CStr, CString, c_char};
use std::ptr::null;

/// Who made a lock. Later versions may know more kinds: show the text of a holder whose kind you do
/// not know.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum sync_ingest_holder_kind {
    /// There is no such lock.
    SYNC_INGEST_HOLDER_NONE = 0,
    /// A collector that uses this library: its version and host are known.
    SYNC_INGEST_HOLDER_COLLECTOR = 1,
    /// An agent that uses this library: its name, host and version are known.
    SYNC_INGEST_HOLDER_AGENT = 2,
    /// `sync-deliver`, the script for agents on other hosts: its name is known, and over SFTP its
    /// host.
    SYNC_INGEST_HOLDER_REMOTE_AGENT = 3,
    /// Other software: only the id of the user who owns the lock is known.
    SYNC_INGEST_HOLDER_USER = 4,
    /// Unknown: the entry with the name of the lock is not a readable file, but a
    /// sync_ingest_oddity.
    SYNC_INGEST_HOLDER_ODD = 5,
}

/// What has the name of a lock, if it is not a readable file.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum sync_ingest_oddity {
    /// There is no such lock, or it is a file that could be read.
    SYNC_INGEST_ODDITY_NONE = 0,
    /// A file that this user cannot read.
    SYNC_INGEST_ODDITY_UNREADABLE_FILE = 1,
    /// A directory.
    SYNC_INGEST_ODDITY_DIRECTORY = 2,
    /// A symbolic link.
    SYNC_INGEST_ODDITY_SYMBOLIC_LINK = 3,
    /// A FIFO, a socket or a device.
    SYNC_INGEST_ODDITY_SPECIAL_FILE = 4,
}

impl From<&Holder> for sync_ingest_holder_kind {
    fn from(holder: &Holder) -> Self {
        match holder {
            Holder::Collector { .. } => Self::SYNC_INGEST_HOLDER_COLLECTOR,
            Holder::Agent { .. } => Self::SYNC_INGEST_HOLDER_AGENT,
            Holder::RemoteAgent { .. } => Self::SYNC_INGEST_HOLDER_REMOTE_AGENT,
            Holder::User(_) => Self::SYNC_INGEST_HOLDER_USER,
            Holder::Odd(_) => Self::SYNC_INGEST_HOLDER_ODD,
        }
    }
}

impl From<Oddity> for sync_ingest_oddity {
    fn from(oddity: Oddity) -> Self {
        match oddity {
            Oddity::UnreadableFile => Self::SYNC_INGEST_ODDITY_UNREADABLE_FILE,
            Oddity::Directory => Self::SYNC_INGEST_ODDITY_DIRECTORY,
            Oddity::SymbolicLink => Self::SYNC_INGEST_ODDITY_SYMBOLIC_LINK,
            Oddity::SpecialFile => Self::SYNC_INGEST_ODDITY_SPECIAL_FILE,
        }
    }
}

/// Who made a lock, lent by the status or alarm that has seen it: it stays as it is until that is
/// freed.
pub struct sync_ingest_holder {
    text: CString,
    kind: sync_ingest_holder_kind,
    name: Option<CString>,
    host: Option<CString>,
    version: Option<CString>,
    user: i64,
    oddity: sync_ingest_oddity,
}

impl From<&Holder> for sync_ingest_holder {
    fn from(holder: &Holder) -> Self {
        Self {
            text: outward(holder.to_string()),
            kind: holder.into(),
            name: holder.name().map(outward),
            host: holder.host().map(outward),
            version: holder.version().map(outward),
            user: holder.user().map_or(-1, i64::from),
            oddity: holder.oddity().map_or(sync_ingest_oddity::SYNC_INGEST_ODDITY_NONE, sync_ingest_oddity::from),
        }
    }
}

impl sync_ingest_holder {
    pub(super) fn text(&self) -> *const c_char {
        self.text.as_ptr()
    }
}

/// Returns who made a lock, in English: software, version and host where the lock names them. NULL
/// for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_holder_text(holder: Option<&sync_ingest_holder>) -> *const c_char {
    look(null(), || Some(holder?.text()))
}

/// Returns what kind of holder it is, or SYNC_INGEST_HOLDER_NONE for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_holder_kind_of(holder: Option<&sync_ingest_holder>) -> sync_ingest_holder_kind {
    look(sync_ingest_holder_kind::SYNC_INGEST_HOLDER_NONE, || Some(holder?.kind))
}

/// Returns the name that an agent has given itself, or NULL if the holder is no agent.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_holder_name(holder: Option<&sync_ingest_holder>) -> *const c_char {
    look(null(), || holder?.name.as_deref().map(CStr::as_ptr))
}

/// Returns the host name of the holder, or NULL if the lock does not hold it.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_holder_host(holder: Option<&sync_ingest_holder>) -> *const c_char {
    look(null(), || holder?.host.as_deref().map(CStr::as_ptr))
}

/// Returns the version of this library that wrote the lock, or NULL if other software did.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_holder_version(holder: Option<&sync_ingest_holder>) -> *const c_char {
    look(null(), || holder?.version.as_deref().map(CStr::as_ptr))
}

/// Returns the id of the user who owns the lock, or -1 unless the holder is a
/// SYNC_INGEST_HOLDER_USER.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_holder_user(holder: Option<&sync_ingest_holder>) -> i64 {
    look(-1, || Some(holder?.user))
}

/// Returns what has the name of the lock, or SYNC_INGEST_ODDITY_NONE unless the holder is a
/// SYNC_INGEST_HOLDER_ODD.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_holder_oddity(holder: Option<&sync_ingest_holder>) -> sync_ingest_oddity {
    look(sync_ingest_oddity::SYNC_INGEST_ODDITY_NONE, || Some(holder?.oddity))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_have_the_numbers_of_the_rust_enumeration() {
        for oddity in Oddity::ALL {
            assert_eq!(sync_ingest_oddity::from(oddity) as i32, oddity as i32);
        }
    }
}
