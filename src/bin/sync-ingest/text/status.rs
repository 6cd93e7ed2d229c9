//! The answer of `status`.

use super::{alarms, files, left_alone, lock, names, not_stored, printable, ready};
use crate::status::Verdict;
use sync_ingest::Status;

/// The answer of `status`: the line that monitoring shows, with its performance data, then the
/// details.
pub(crate) fn status(status: &Status, verdict: &Verdict) -> String {
    let figures = format!(
        "waiting={} skipped={} claimed={} unverified={} rejected={} alarms={}",
        status.waiting_count,
        status.skipped.total(),
        status.claimed,
        status.unverified,
        status.rejected_count,
        status.alarms.len()
    );
    let mut text = format!("{} | {figures}\n", verdict_line(verdict));
    for (name, present) in [("lock.txt", &status.collector_lock), ("alock.txt", &status.agent_lock)] {
        text.push_str(&format!("{name}: {}\n", present.as_ref().map_or_else(|| "not there".to_owned(), lock)));
    }
    status.mistaken_locks.iter().for_each(|name| {
        text.push_str(&format!("not a lock, although it looks like one: {}\n", printable(name)));
    });
    let waiting = names(status.waiting.iter().map(|file| &file.name), status.waiting_count);
    text.push_str(&format!("waiting: {}{waiting}\n", files(status.waiting_count)));
    text.push_str(&ready(status.ready_in));
    text.push_str(&left_alone(&status.skipped));
    text.push_str(&format!("claimed: {}, and {} unverified\n", files(status.claimed), status.unverified));
    text.push_str(&format!("rejected: {}\n", files(status.rejected_count)));
    status.rejected.iter().for_each(|file| text.push_str(&format!("  {}\n", not_stored("rejected", file))));
    let verified = if status.file_system.verified { "verified" } else { "unverified" };
    let network = if status.file_system.network { "network, " } else { "" };
    text.push_str(&format!("file system: {} ({network}{verified})\n", printable(&status.file_system.name)));
    text.push_str(&alarms("alarm", &status.alarms));
    text
}

/// The line that monitoring shows.
pub(crate) fn verdict(verdict: &Verdict) -> String {
    verdict_line(verdict) + "\n"
}

fn verdict_line(verdict: &Verdict) -> String {
    format!("SYNC_INGEST {} - {}", verdict.word(), printable(&verdict.summary))
}
