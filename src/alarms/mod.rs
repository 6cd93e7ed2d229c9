//! Alarms: from what a collection finds to incidents that begin once, count, and end.

mod details;
mod findings;
mod ledger;
mod words;

pub(crate) use findings::{Findings, RejectedLook};
#[cfg(any(test, fuzzing))]
pub(crate) use ledger::reads_back;
pub(crate) use ledger::{AlarmUpdate, Known, Ledger, active, update};
