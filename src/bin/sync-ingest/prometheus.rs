//! `status --prometheus`: metrics in Prometheus' text format, for the textfile collector.

use crate::exit::Exit;
use std::fmt::Write;
use std::path::Path;
use sync_ingest::{AlarmKind, SkipReason, Status};

/// The metrics of one folder.
#[derive(Debug)]
struct Metrics {
    text: String,
    folder: String,
}

/// The metrics of a folder that was read; `state` is its state in the sense of monitoring plugins.
pub(crate) fn status(status: &Status, state: Exit) -> String {
    let mut metrics = Metrics::begin(&status.folder, true, state);
    metrics.gauge("waiting_files", "Files that the next collection could take.", status.waiting_count);
    if let Some(age) = status.oldest_waiting_age {
        let help = "Age of the oldest file that the next collection could take.";
        metrics.gauge("oldest_waiting_age_seconds", help, age.seconds().max(0));
    }
    if let Some(at) = status.last_good_collection {
        let help = "When a collection last offered deliveries and none of them was put back, in Unix time.";
        metrics.gauge("last_good_collection_timestamp_seconds", help, at.seconds);
    }
    metrics.family("skipped_entries", "Entries of the folder that are left alone, by reason.");
    for reason in SkipReason::ALL {
        metrics.sample("skipped_entries", &[("reason", reason.as_str())], status.skipped.count(reason));
    }
    let claimed = "Deliveries that are claimed: being collected, or left over by an earlier collection.";
    metrics.gauge("claimed_files", claimed, status.claimed);
    let unverified = "Files that are claimed but not verified: the next collection puts them back.";
    metrics.gauge("unverified_files", unverified, status.unverified);
    metrics.gauge("rejected_files", "Files that were rejected and wait for a person.", status.rejected_count);
    metrics.family("alarm_occurrences", "Occurrences of the active alarms, by kind; 0 for one that is not active.");
    for kind in AlarmKind::ALL {
        let count = status.alarms.iter().find(|alarm| alarm.kind == kind).map_or(0, |alarm| alarm.count);
        metrics.sample("alarm_occurrences", &[("kind", kind.as_str())], count);
    }
    let locks: Vec<_> = [&status.collector_lock, &status.agent_lock].into_iter().flatten().collect();
    if !locks.is_empty() {
        metrics.family("lock_age_seconds", "Age of a lock that is there.");
        for lock in locks {
            metrics.sample("lock_age_seconds", &[("lock", lock.kind.file_name())], lock.age.seconds().max(0));
        }
    }
    if let Some(bytes) = status.free_bytes {
        metrics.gauge("free_bytes", "Bytes that the collector's user can still write there.", bytes);
    }
    if let Some(inodes) = status.free_inodes {
        metrics.gauge("free_inodes", "Files that can still be made there.", inodes);
    }
    let verified = "Whether the promises were verified on the file system of the folder.";
    metrics.gauge("file_system_verified", verified, u8::from(status.file_system.verified));
    metrics.text
}

/// The metrics of a folder that cannot be read.
pub(crate) fn unknown(folder: &Path) -> String {
    Metrics::begin(folder, false, Exit::Incomplete).text
}

impl Metrics {
    fn begin(folder: &Path, up: bool, state: Exit) -> Self {
        let mut metrics = Self { text: String::new(), folder: folder.to_string_lossy().into_owned() };
        metrics.gauge("up", "Whether the drop folder could be read.", u8::from(up));
        metrics.gauge("state", "The state of the folder: 0 OK, 1 warning, 2 critical, 3 unknown.", state as u8);
        metrics
    }

    fn gauge(&mut self, name: &str, help: &str, value: impl ToString) {
        self.family(name, help);
        self.sample(name, &[], value);
    }

    /// Begins a metric; its samples follow.
    fn family(&mut self, name: &str, help: &str) {
        let _ = writeln!(self.text, "# HELP sync_ingest_{name} {help}\n# TYPE sync_ingest_{name} gauge");
    }

    fn sample(&mut self, name: &str, labels: &[(&str, &str)], value: impl ToString) {
        let _ = write!(self.text, "sync_ingest_{name}{{folder=\"{}\"", escaped(&self.folder));
        for (label, text) in labels {
            let _ = write!(self.text, ",{label}=\"{}\"", escaped(text));
        }
        let _ = writeln!(self.text, "}} {}", value.to_string());
    }
}

/// Returns a label's value for use between quotes.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}
