//! Takes the files that a remote system drops into a folder, whole, once, and never loses one.
#![cfg_attr(
    test,
    allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests set the stage by themselves")
)]

mod agent;
mod alarms;
#[cfg(feature = "capi")]
mod capi;
mod claiming;
mod collection;
mod delivery;
mod drop_folder;
mod error;
mod fs;
mod lock;
mod options;
mod outcome;
mod pass;
mod protocol;
mod recovery;
mod report;
mod rules;
mod scan;
mod session;
mod status;
mod store;
mod survey;
mod unlock;
mod work;

pub use agent::AgentSession;
pub use collection::Collection;
pub use delivery::Delivery;
pub use drop_folder::DropFolder;
pub use error::{Error, ErrorKind, Result};
pub use lock::CollectorLock;
pub use options::{Durability, Options};
pub use outcome::{Attempt, Outcome};
pub use report::{Alarm, Answered, Arbitration, Delivered, Digests, NAMES_PER_REASON, Report, Skipped};
pub use rules::alarm::AlarmKind;
pub use rules::name::check_name;
pub use rules::settled::Evidence;
pub use rules::skip::SkipReason;
pub use rules::staleness::Age;
pub use rules::timestamp::{Now, Timestamp};
pub use status::{FileSystem, LockKind, LockStatus, Status, Waiting};

/// The version of this crate.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
