//! The work area: claimed and rejected files.
//!
//! ```text
//! WORK/                                  mode 0700
//!   unverified-0000000007-<token>/       a batch being claimed, or whose collector died meanwhile
//!     students.csv                       claimed files under their own names
//!     _students.csv.sha256               and their checksum files, which no list of files shows
//!   verified-0000000006-<token>/         a batch that may be offered
//!     .claims                            one line for each claim
//!     courses.csv
//!   rejected/<delivery id>/courses.csv   set aside for a person
//!   rejected/<delivery id>.txt           the reason: see `rules/reject_reason.rs`
//!   superseded/DAY/<id>/courses.csv      older versions of files that were sent again
//!   alarms                               the incidents that are active
//!   first-seen                           since when names have been on their way
//!   doubtful-change-times                exists while changes of claimed files might not show
//!   last-good-collection                 on network file systems alone: see `good_collection.rs`
//!   looks                                what one collection remembers of files for the next
//!   recovered-lock-<random>              the lock of a dead collector, until it is reported
//!   guard                                held while the incidents are updated
//! ```
//!
//! One step, the renaming of `unverified-…` to `verified-…`, makes the difference for a whole
//! batch.

mod area;
mod batch;
mod batch_name;
mod change_times;
mod checksum;
mod claim;
mod give_back;
mod good_collection;
mod new_batch;
mod ownership;
mod recovered_lock;
mod reject;
mod rejected_file;
mod rejected_list;
mod supersede;
mod systemic;
mod text_file;

pub(crate) use area::{Area, Contents, INSIDE};
pub(crate) use batch::{Batch, Probe, Recovered};
pub(crate) use batch_name::BatchName;
pub(crate) use claim::{Claim, Presence};
pub(crate) use give_back::GivenBack;
pub(crate) use new_batch::{Candidate, Claiming, Comparing, FailedProof, NewBatch};
pub(crate) use recovered_lock::RecoveredLock;
pub(crate) use reject::{Rejected, check_id};
pub(crate) use rejected_file::RejectedEntry;
pub(crate) use rejected_list::RejectedEntries;
