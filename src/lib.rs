//! Takes the files that a remote system drops into a folder, whole, once, and never loses one.
//!
//! A remote *agent* writes into a *drop folder*; a *collector* takes what is complete and offers it
//! to a *store*. Two lock files arbitrate: `lock.txt` is the collector's, `alock.txt` the agent's.
//! Everything starts at [`DropFolder`]:
//!
//! - [`DropFolder::collect_into`]: one whole collection into a directory, durably.
//! - [`DropFolder::collect`]: the same into a store of your own, delivery by delivery.
//! - [`DropFolder::status`]: the state of the folder, read without changing anything.
//! - [`DropFolder::rejected`]: what a store has rejected, for a person to deal with.
//! - [`DropFolder::begin_agent_session`]: the agent's side, for programs on the same host.
//! - [`DropFolder::take_lock`], [`check_name`], [`DropFolder::stale_locks`],
//!   [`DropFolder::unlock`]: the parts on their own.
//!
//! # A store of your own
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let place = tempfile::tempdir()?;
//! # let (path, store) = (place.path().join("sync"), place.path().join("store"));
//! # std::fs::create_dir(&path)?;
//! # std::fs::create_dir(&store)?;
//! # std::fs::write(path.join("students.csv"), "id;name\n1;Ada\n")?;
//! use std::time::Duration;
//! use sync_ingest::{DropFolder, Options, Outcome};
//!
//! // Our agents always use `alock.txt`, so nothing else needs to be waited for.
//! let options = Options::default().settle(Duration::ZERO);
//! let folder = DropFolder::new(path, options)?;
//! match folder.collect()? {
//!     Outcome::Collecting(mut collection) => {
//!         while let Some(mut delivery) = collection.next_delivery()? {
//!             match delivery.copy_to(&store.join(delivery.name())) {
//!                 Ok(()) => delivery.acknowledge()?,
//!                 Err(error) => delivery.put_back(&error.to_string())?,
//!             }
//!         }
//!         let report = collection.finish()?;
//!         assert_eq!(report.delivered.len(), 1);
//!     }
//!     Outcome::Finished(report) => println!("{}", report.arbitration),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! A store that has a delivery durably acknowledges it; then, and only then, it is removed. After a
//! crash in between it is offered again with the same [id](Delivery::id): a store must keep it
//! once.
//!
//! # Security
//!
//! The owner of the drop folder may be hostile. Inside it links are never followed and nothing is
//! opened by name for its content; the files on offer are in a work area that only the collector's
//! user may enter. Put that outside the drop folder ([`Options::work_area`]): inside, its owner
//! could take the whole area away. An agent with the collector's own user id can do everything that
//! the collector can.
//!
//! # Limitations
//!
//! Linux only. The work area must be on the mount of the drop folder. Without an agent lock a file
//! counts as complete once it has not changed for the settle time; a broken connection looks the
//! same. Signals, threads and forks: two calls start a thread that ends before they return; a
//! forked child can neither answer nor end a collection of its parent.

mod agent;
mod alarms;
mod arbitration;
#[cfg(feature = "capi")]
mod capi;
mod collect;
mod collection;
mod delivery;
mod drop_folder;
mod error;
mod fs;
#[cfg(any(test, fuzzing))]
#[doc(hidden)]
#[allow(unreachable_pub, reason = "public for the fuzzer alone")]
pub mod fuzzed;
mod lock;
mod observe;
mod offer;
mod open_folder;
mod options;
#[cfg(test)]
mod pasted;
mod rejected;
mod report;
mod rules;
mod scan;
mod status;
mod store;
#[cfg(feature = "tables")]
pub mod tables;
mod work;

pub use agent::AgentSession;
pub use arbitration::{Arbitration, Attempt};
pub use collection::{Collection, Outcome};
pub use delivery::Delivery;
pub use drop_folder::DropFolder;
pub use error::{Error, ErrorKind, Result};
pub use lock::CollectorLock;
pub use options::{Durability, Options};
pub use rejected::{RejectedFiles, RejectedList};
pub use report::{
    Alarm, AlarmFile, AlarmLock, Cause, Delivered, Digests, FILES_PER_ALARM, NAMES_PER_REASON, NotStored,
    PutBackReason, Report, Skipped,
};
pub use rules::alarm::AlarmKind;
pub use rules::checksum_fault::ChecksumFault;
pub use rules::holder::{Holder, Oddity};
pub use rules::name::check_name;
pub use rules::permission::Obstacle;
pub use rules::reject_reason::RejectReason;
pub use rules::settled::Evidence;
pub use rules::skip::SkipReason;
pub use rules::staleness::Age;
pub use rules::timestamp::{Now, Timestamp};
pub use rules::word::UnknownWord;
pub use status::{FileSystem, LockKind, LockStatus, RejectedFile, Status, Waiting};
pub use store::IfExists;

/// The version of this crate.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
