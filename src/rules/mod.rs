//! The pure rules: what a name, an age or a lock text means. They use no file system, clock or
//! environment; everything they need is passed in.

pub(crate) mod alarm;
pub(crate) mod change_time;
pub(crate) mod checksum;
pub(crate) mod checksum_fault;
pub(crate) mod checksum_text;
pub(crate) mod claim_record;
pub(crate) mod hashing;
pub(crate) mod holder;
pub(crate) mod lock_kind;
pub(crate) mod lock_name;
pub(crate) mod lock_text;
pub(crate) mod name;
pub(crate) mod percent;
pub(crate) mod permission;
pub(crate) mod reject_reason;
pub(crate) mod remote_agent;
pub(crate) mod settled;
pub(crate) mod shell;
pub(crate) mod skip;
pub(crate) mod staleness;
pub(crate) mod stored_mode;
pub(crate) mod temporary;
pub(crate) mod timestamp;
pub(crate) mod unfinished;
pub(crate) mod word;
