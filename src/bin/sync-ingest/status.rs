//! `status`: the state of a drop folder, for people and for monitoring. Its exit status and its
//! first line follow the guidelines of the monitoring plugins.

use crate::arguments;
use crate::duration::in_words;
use crate::exit::Exit;
use crate::range::{Range, Thresholds};
use crate::{json, output, prometheus, text};
use std::ffi::OsString;
use std::time::Duration;
use sync_ingest::{Age, Alarm, DropFolder, Error, SkipReason, Status};

pub(crate) fn run(arguments: &arguments::Status) -> Exit {
    match DropFolder::new(&arguments.folder, arguments.options()).and_then(|folder| folder.status()) {
        Ok(status) => {
            let (warning, critical) = (arguments.warning(), arguments.critical());
            let verdict = Verdict::on(&status, warning, critical);
            if arguments.prometheus {
                return output::answer(&prometheus::status(&status, verdict.exit), Exit::Done);
            }
            let answer = match arguments.json {
                true => json::status(&status, &verdict),
                false => text::status(&status, &verdict, warning, critical),
            };
            output::answer(&answer, verdict.exit)
        }
        Err(error) => unknown(&error, arguments),
    }
}

/// Monitoring shows the first line of standard output, so a failure is printed there too.
fn unknown(error: &Error, arguments: &arguments::Status) -> Exit {
    if arguments.json && Exit::of(error) == Exit::Usage {
        return output::fail(error);
    }
    output::complain(error);
    if arguments.prometheus {
        return output::answer(&prometheus::unknown(&arguments.folder), Exit::Done);
    }
    let verdict = Verdict::unknown(error.to_string());
    let answer = match arguments.json {
        true => json::unknown(error, &verdict),
        false => text::verdict(&verdict),
    };
    output::answer(&answer, verdict.exit)
}

/// Returns whether monitoring reads the answer to these arguments. Scripts ask for JSON: they get
/// the exit status for wrong usage that every other command has, and no answer.
pub(crate) fn is_plugin(words: &[OsString]) -> bool {
    words.first().is_some_and(|word| word == "status") && !words.iter().any(|word| word == "--json")
}

/// The same for wrong usage, whose explanation is on standard error already.
pub(crate) fn wrong_usage(error: &clap::Error) -> Exit {
    let explanation = error.to_string();
    let first_line = explanation.lines().next().unwrap_or_default().trim_start_matches("error: ");
    let verdict = Verdict::unknown(format!("wrong usage: {first_line}"));
    output::answer(&text::verdict(&verdict), verdict.exit)
}

/// The state in the sense of monitoring plugins, and the reason.
#[derive(Debug)]
pub(crate) struct Verdict {
    pub(crate) exit: Exit,
    pub(crate) summary: String,
}

impl Verdict {
    fn on(status: &Status, warning: Thresholds, critical: Thresholds) -> Self {
        let mut problems = alarms(status);
        problems.extend(out_of_range(status, critical));
        if !problems.is_empty() {
            return Self { exit: Exit::Critical, summary: problems.join(", ") };
        }
        let mut problems = warnings(status);
        problems.extend(out_of_range(status, warning));
        if !problems.is_empty() {
            return Self { exit: Exit::Warning, summary: problems.join(", ") };
        }
        Self { exit: Exit::Done, summary: all_is_well(status) }
    }

    fn unknown(summary: String) -> Self {
        Self { exit: Exit::Incomplete, summary }
    }

    /// Returns the word that monitoring plugins use.
    pub(crate) fn word(&self) -> &'static str {
        match self.exit {
            Exit::Done => "OK",
            Exit::Warning => "WARNING",
            Exit::Critical => "CRITICAL",
            _ => "UNKNOWN",
        }
    }
}

/// Returns whole seconds for monitoring: a time in the future counts as now.
pub(crate) fn seconds(age: Age) -> u64 {
    age.seconds().max(0).unsigned_abs()
}

fn age(age: Age) -> String {
    in_words(Duration::from_secs(seconds(age)))
}

/// If no file waits, or no collection is known, there is no age that could be out of its range.
fn out_of_range(status: &Status, thresholds: Thresholds) -> Vec<String> {
    let alerts = |range: Option<Range>, age: Age| range.is_some_and(|range| range.alerts(seconds(age)));
    let oldest = status.oldest_waiting_age.filter(|age| alerts(thresholds.oldest_waiting, *age));
    let last = status.last_good_collection_age.filter(|age| alerts(thresholds.last_good_collection, *age));
    let oldest =
        oldest.map(|oldest| format!("{} waiting, the oldest for {}", text::files(status.waiting_count), age(oldest)));
    oldest.into_iter().chain(last.map(|last| format!("last good collection {} ago", age(last)))).collect()
}

fn alarms(status: &Status) -> Vec<String> {
    let line = |alarm: &Alarm| format!("{} for {}", text::counted(alarm.kind.as_str(), alarm.count), age(alarm.age));
    let mut alarms: Vec<_> = status.alarms.iter().map(line).collect();
    alarms.extend(no_room(status));
    alarms
}

/// A collection makes a lock and a folder before it takes any file.
fn no_room(status: &Status) -> Option<String> {
    let missing = match (status.free_inodes, status.free_bytes) {
        (Some(0), _) => "no inode is free: remove unneeded files, small ones included",
        (_, Some(0)) => "no byte is free: free some space",
        _ => return None,
    };
    let waiting = text::files(status.waiting_count);
    (status.waiting_count > 0)
        .then(|| format!("{waiting} cannot be collected: on the file system of the folder {missing}"))
}

fn warnings(status: &Status) -> Vec<String> {
    let mut warnings = Vec::new();
    let left_over = status.claimed + status.unverified;
    if left_over > 0 && status.collector_lock.is_none() {
        warnings.push(format!("{} left over by an earlier collection", text::files(left_over)));
    }
    for (reason, count) in status.skipped.reasons().filter(|(reason, _)| reason.needs_a_person()) {
        warnings.push(format!("{} left alone ({reason})", text::files(count)));
    }
    for name in &status.mistaken_locks {
        warnings.push(format!("{} is not a lock, although its name looks like one", text::printable(name)));
    }
    for lock in [&status.collector_lock, &status.agent_lock].into_iter().flatten() {
        if let Age::Future(_) = lock.age {
            warnings.push(format!("{} has a time in the future", lock.kind.file_name()));
        }
    }
    warnings
}

fn all_is_well(status: &Status) -> String {
    let mut summary = match status.waiting_count {
        0 => "nothing waits".to_owned(),
        1 => "1 file waits".to_owned(),
        count => format!("{count} files wait"),
    };
    if let Some(oldest) = status.oldest_waiting_age {
        summary.push_str(&format!(" (oldest {})", age(oldest)));
    }
    match status.skipped.count(SkipReason::Unsettled) {
        0 => {}
        count => summary.push_str(&format!(", {} not settled", text::files(count))),
    }
    if let Some(lock) = &status.agent_lock {
        summary.push_str(&format!(", an agent is delivering ({})", age(lock.age)));
    }
    if let Some(lock) = &status.collector_lock {
        summary.push_str(&format!(", a collector is busy ({})", age(lock.age)));
    }
    if let Some(last) = status.last_good_collection_age {
        summary.push_str(&format!(", last good collection {} ago", age(last)));
    }
    summary
}
