//! Alarms: from what a collection finds to incidents that begin once, count, and end.

mod findings;
mod ledger;

pub(crate) use findings::Findings;
pub(crate) use ledger::{read_standing, update};
