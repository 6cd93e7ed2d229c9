//! The file system: the one place that makes system calls.
//!
//! [`Dir`] owns a directory descriptor and every `*at` call; the rest of the crate names entries
//! relative to one, so that nobody can lead it elsewhere by swapping a folder for a link.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "this is the module that the others have to use"
)]

mod access;
mod attribute;
mod birth;
mod clock;
mod create;
mod dir;
mod flock;
mod fork;
mod host;
mod lease;
mod limits;
mod listing;
mod modes;
mod mount;
mod open_file;
mod path;
#[cfg(feature = "tables")]
mod replacement;
mod room;
mod signals;
mod stamp;
mod stat;
mod sys;
mod temporary;
mod transfer;

pub(crate) use clock::{now, outlast_tick};
pub(crate) use dir::{Access, Dir, NoReplace, Opened};
pub(crate) use flock::Flock;
pub(crate) use fork::Process;
pub(crate) use host::{boot_id_hash, boot_id_text, effective_user, host_name, random_hex};
pub(crate) use lease::{Writers, writers};
pub(crate) use limits::{available_space, file_size_limit, umask};
pub(crate) use listing::EntryType;
pub(crate) use modes::may_lack_modes;
pub(crate) use mount::{file_system, may_rename};
pub(crate) use open_file::{MOST_UNSYNCED, OpenFile, begin_to_write_all};
#[cfg(feature = "tables")]
pub(crate) use path::open_regular;
pub(crate) use path::{open_by_path, parent_of};
#[cfg(feature = "tables")]
pub(crate) use replacement::Replacement;
pub(crate) use room::room;
pub(crate) use stamp::outlast_stamp;
pub(crate) use stat::{Kind, Stat};
pub(crate) use temporary::HeldFile;
pub(crate) use transfer::{Wanted, copy, hash};
