//! What an act said of itself when it was over. It crosses processes as text.

use super::process::fork;
use super::world::World;
use std::fs;
use std::path::Path;
use sync_ingest::{Alarm, AlarmKind, Arbitration, Error, Report};

/// What an act said of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// The message of its error, and whether it names a path.
    pub error: Option<(String, bool)>,
    /// As `Arbitration` has it; empty where the act was no collection.
    pub arbitration: String,
    /// Name, size and id.
    pub delivered: Vec<(String, u64, String)>,
    /// The names of what was put back, rejected, or left alone, each with the reason.
    pub left: Vec<(String, String)>,
    /// Kinds of alarms that stand or have ended.
    pub alarms: Vec<String>,
}

impl Told {
    pub fn of(result: Result<Self, Error>) -> Self {
        result.unwrap_or_else(|error| Self {
            error: Some((error.to_string(), error.path().is_some())),
            ..Self::default()
        })
    }

    /// Who went first, where that was all that happened.
    pub fn refused(arbitration: Arbitration) -> Self {
        Self { arbitration: arbitration.as_str().to_owned(), ..Self::default() }
    }

    pub fn is_collected(&self) -> bool {
        self.arbitration == Arbitration::Collecting.as_str() || self.arbitration == Arbitration::Nothing.as_str()
    }

    pub fn has_alarm(&self, kind: AlarmKind) -> bool {
        self.alarms.iter().any(|one| one == kind.as_str())
    }

    fn to_text(&self) -> String {
        let mut text = format!("arbitration\t{}\n", self.arbitration);
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
        let mut told = Self::default();
        for line in text.lines() {
            let words: Vec<String> = line.split('\t').map(str::to_owned).collect();
            match (words[0].as_str(), &words[1..]) {
                ("arbitration", [word]) => told.arbitration = word.clone(),
                ("delivered", [name, size, id]) => {
                    told.delivered.push((name.clone(), size.parse().unwrap(), id.clone()));
                }
                ("left", [name, reason]) => told.left.push((name.clone(), reason.clone())),
                ("alarm", [kind]) => told.alarms.push(kind.clone()),
                ("error", [has_path, message]) => told.error = Some((message.clone(), has_path == "true")),
                _ => panic!("{line:?}"),
            }
        }
        told
    }
}

impl From<Report> for Told {
    fn from(report: Report) -> Self {
        let text = |name: &std::ffi::OsStr| name.to_str().unwrap().to_owned();
        let answered = report.put_back.iter().chain(&report.rejected).map(|one| (text(&one.name), one.reason.clone()));
        let skipped = report.skipped.reasons().flat_map(|(reason, _)| {
            report.skipped.names(reason).iter().map(move |name| (text(name), reason.as_str().to_owned()))
        });
        let kind = |alarm: &Alarm| alarm.kind.as_str().to_owned();
        Self {
            error: None,
            arbitration: report.arbitration.as_str().to_owned(),
            delivered: report.delivered.iter().map(|one| (text(&one.name), one.size, one.id.clone())).collect(),
            left: answered.chain(skipped).collect(),
            alarms: report.alarms.iter().chain(&report.ended).map(kind).collect(),
        }
    }
}

/// For another process, which reads it with [`read`].
pub fn write(place: &Path, result: Result<Told, Error>) {
    fs::write(place, Told::of(result).to_text()).unwrap();
}

pub fn read(place: &Path) -> Told {
    Told::from_text(&fs::read_to_string(place).unwrap())
}

/// Does `act` in that world, to its end, and gives what it said.
pub fn in_world(world: World, place: &Path, act: impl FnOnce() -> Result<Told, Error>) -> Told {
    if world == World::Complete {
        return Told::of(act());
    }
    let child = fork(|| {
        world.begin();
        write(place, act());
    });
    child.wait();
    read(place)
}
