//! `status`: the state of a drop folder, for people and for monitoring.

use crate::arguments;
use crate::exit::Exit;
use crate::{json, output, text};
use sync_ingest::{Age, DropFolder, Error, SkipReason, Status};

pub(crate) fn run(arguments: &arguments::Status) -> Exit {
    match DropFolder::new(&arguments.folder, arguments.options()).and_then(|folder| folder.status()) {
        Ok(status) => {
            let verdict = Verdict::on(&status);
            let answer = match arguments.json {
                true => json::status(&status, &verdict),
                false => text::status(&status, &verdict),
            };
            output::answer(&answer, verdict.exit)
        }
        Err(error) => unknown(&error, arguments.json),
    }
}

/// Monitoring shows the first line of standard output, so a failure is printed there too.
fn unknown(error: &Error, as_json: bool) -> Exit {
    if Exit::of(error) == Exit::Usage {
        return output::fail(error);
    }
    output::complain(error);
    let verdict = Verdict { exit: Exit::Incomplete, summary: error.to_string() };
    let answer = match as_json {
        true => json::unknown(error, &verdict),
        false => text::verdict(&verdict),
    };
    output::answer(&answer, verdict.exit)
}

/// The state in the sense of monitoring plugins, and the reason.
#[derive(Debug)]
pub(crate) struct Verdict {
    pub(crate) exit: Exit,
    pub(crate) summary: String,
}

impl Verdict {
    fn on(status: &Status) -> Self {
        let alarms = alarms(status);
        if !alarms.is_empty() {
            return Self { exit: Exit::Critical, summary: alarms.join(", ") };
        }
        let warnings = warnings(status);
        if !warnings.is_empty() {
            return Self { exit: Exit::Warning, summary: warnings.join(", ") };
        }
        Self { exit: Exit::Done, summary: all_is_well(status) }
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

fn alarms(status: &Status) -> Vec<String> {
    let mut alarms: Vec<_> =
        status.alarms.iter().map(|alarm| text::counted(alarm.kind.as_str(), alarm.count)).collect();
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
    match status.skipped.count(SkipReason::Unsettled) {
        0 => {}
        count => summary.push_str(&format!(", {} not settled", text::files(count))),
    }
    if status.agent_lock.is_some() {
        summary.push_str(", an agent is delivering");
    }
    if status.collector_lock.is_some() {
        summary.push_str(", a collector is busy");
    }
    summary
}
