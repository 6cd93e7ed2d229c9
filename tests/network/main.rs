//! Two front ends on one NFS folder: runs in the virtual machine that `tests/network/run` starts,
//! and is skipped elsewhere.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests set the stage by themselves")]

#[path = "../support/mod.rs"]
mod support;

mod agent;
mod collector;
mod front_end;
mod ledger;
mod stage;

mod give_back;
mod orphans;
mod races;
mod stale;

/// Returns `short` here, `long` in `make proof`.
fn rounds(short: usize, long: usize) -> usize {
    if std::env::var_os("SYNC_INGEST_PROOF").is_some_and(|proof| proof == "long") { long } else { short }
}
