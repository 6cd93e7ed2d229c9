//! The report of an act at its end. It crosses processes as text.

use super::file_system_fault::FileSystemFault;
use super::process::fork;
use std::fs;
use std::path::Path;
use sync_ingest::{Alarm, AlarmKind, Arbitration, Error, Report};

/// The report of an act at its end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reported {
    /// The message of its error, and whether it names a path.
    pub error: Option<(String, bool)>,
    /// One word, the `Arbitration` for a collection; empty if there is nothing to report.
    pub outcome: String,
    /// Name, size and id.
    pub delivered: Vec<(String, u64, String)>,
    /// The names of files that were put back, rejected, or left alone, each with the reason.
    pub left: Vec<(String, String)>,
    /// Kinds of alarms that are active or have ended.
    pub alarms: Vec<String>,
}

impl Reported {
    pub fn of(result: Result<Self, Error>) -> Self {
        result.unwrap_or_else(|error| Self {
            error: Some((error.to_string(), error.path().is_some())),
            ..Self::default()
        })
    }

    /// Returns who went first, if nothing else happened.
    pub fn refused(arbitration: Arbitration) -> Self {
        Self { outcome: arbitration.as_str().to_owned(), ..Self::default() }
    }

    pub fn is_collected(&self) -> bool {
        self.outcome == Arbitration::Collecting.as_str() || self.outcome == Arbitration::Nothing.as_str()
    }

    /// Returns whether both ended the same; ids are random each time.
    pub fn is_like(&self, other: &Self) -> bool {
        let sorted = |reported: &Self| {
            let mut delivered: Vec<_> =
                reported.delivered.iter().map(|(name, size, _)| (name.clone(), *size)).collect();
            delivered.sort();
            let mut left = reported.left.clone();
            left.sort();
            (reported.error.clone(), reported.outcome.clone(), delivered, left, reported.alarms.clone())
        };
        sorted(self) == sorted(other)
    }

    pub fn has_alarm(&self, kind: AlarmKind) -> bool {
        self.alarms.iter().any(|one| one == kind.as_str())
    }

    fn to_text(&self) -> String {
        let mut text = format!("outcome\t{}\n", self.outcome);
        for (name, size, id) in &self.delivered {
            text += &format!("delivered\t{name}\t{size}\t{id}\n");
        }
        for (name, reason) in &self.left {
            text += &format!("left\t{name}\t{reason}\n");
        }
        for kind in &self.alarms {
            text += &format!("alarm\t{kind}\n");
        }
        if let Some((message, has_path)) = &self.error {
            text += &format!("error\t{has_path}\t{message}\n");
        }
        text
    }

    fn from_text(text: &str) -> Self {
        let mut reported = Self::default();
        for line in text.lines() {
            let words: Vec<String> = line.split('\t').map(str::to_owned).collect();
            match (words[0].as_str(), &words[1..]) {
                ("outcome", [word]) => reported.outcome = word.clone(),
                ("delivered", [name, size, id]) => {
                    reported.delivered.push((name.clone(), size.parse().unwrap(), id.clone()));
                }
                ("left", [name, reason]) => reported.left.push((name.clone(), reason.clone())),
                ("alarm", [kind]) => reported.alarms.push(kind.clone()),
                ("error", [has_path, message]) => reported.error = Some((message.clone(), has_path == "true")),
                _ => panic!("{line:?}"),
            }
        }
        reported
    }
}

impl From<Report> for Reported {
    fn from(report: Report) -> Self {
        let text = |name: &std::ffi::OsStr| name.to_str().unwrap().to_owned();
        let put_back = report.put_back.iter().map(|one| (text(&one.name), one.reason.to_string()));
        let rejected = report.rejected.iter().chain(&report.superseded);
        let not_stored = put_back.chain(rejected.map(|one| (text(&one.name), one.reason.to_string())));
        let skipped = report.skipped.reasons().flat_map(|(reason, _)| {
            report.skipped.names(reason).iter().map(move |name| (text(name), reason.as_str().to_owned()))
        });
        let kind = |alarm: &Alarm| alarm.kind.as_str().to_owned();
        Self {
            error: None,
            outcome: report.arbitration.as_str().to_owned(),
            delivered: report.delivered.iter().map(|one| (text(&one.name), one.size, one.id.clone())).collect(),
            left: not_stored.chain(skipped).collect(),
            alarms: report.alarms.iter().chain(&report.ended).map(kind).collect(),
        }
    }
}

/// For another process, which reads it with [`read`].
pub fn write(place: &Path, result: Result<Reported, Error>) {
    fs::write(place, Reported::of(result).to_text()).unwrap();
}

pub fn read(place: &Path) -> Reported {
    Reported::from_text(&fs::read_to_string(place).unwrap())
}

/// Runs `act` to its end on a file system with that fault, and returns what it reported.
pub fn with_fault(fault: FileSystemFault, place: &Path, act: impl FnOnce() -> Result<Reported, Error>) -> Reported {
    if fault == FileSystemFault::None {
        return Reported::of(act());
    }
    let child = fork(|| {
        fault.begin();
        write(place, act());
    });
    child.wait();
    read(place)
}
