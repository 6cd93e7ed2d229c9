//! The answer of `status`.

use super::{alarms, files, left_alone, lock, names, not_stored, printable, ready};
use crate::range::{Range, Thresholds};
use crate::status::{Verdict, seconds};
use sync_ingest::{Age, LockStatus, Status};

/// The answer of `status`: the line that monitoring shows, with its performance data, then the
/// details.
pub(crate) fn status(status: &Status, verdict: &Verdict, warning: Thresholds, critical: Thresholds) -> String {
    let figures = format!(
        "waiting={} skipped={} claimed={} unverified={} rejected={} alarms={}",
        status.waiting_count,
        status.skipped.total(),
        status.claimed,
        status.unverified,
        status.rejected_count,
        status.alarms.len()
    );
    let ages = ages(status, warning, critical);
    let mut text = format!("{} | {figures} {ages}\n", verdict_line(verdict));
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

/// The ages as performance data. What is not there is 0 seconds old; when a collection last went
/// well may be unknown.
fn ages(status: &Status, warning: Thresholds, critical: Thresholds) -> String {
    let range = |range: Option<Range>| range.map_or_else(String::new, |range| range.to_string());
    let datum = |label: &str, age: Option<Age>, warning, critical| {
        format!("{label}={}s;{};{};0", age.map_or(0, seconds), range(warning), range(critical))
    };
    let lock = |lock: &Option<LockStatus>| lock.as_ref().map(|lock| lock.age);
    let last = match status.last_good_collection_age {
        None => "last_good_collection_age=U".to_owned(),
        age => datum("last_good_collection_age", age, warning.last_good_collection, critical.last_good_collection),
    };
    let oldest = status.oldest_waiting_age;
    let oldest = datum("oldest_waiting_age", oldest, warning.oldest_waiting, critical.oldest_waiting);
    let collector = datum("collector_lock_age", lock(&status.collector_lock), None, None);
    let agent = datum("agent_lock_age", lock(&status.agent_lock), None, None);
    [oldest, last, collector, agent].join(" ")
}

/// The line that monitoring shows.
pub(crate) fn verdict(verdict: &Verdict) -> String {
    verdict_line(verdict) + "\n"
}

fn verdict_line(verdict: &Verdict) -> String {
    format!("SYNC_INGEST {} - {}", verdict.word(), printable(&verdict.summary))
}
