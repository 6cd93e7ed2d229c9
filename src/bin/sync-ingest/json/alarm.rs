//! An alarm in JSON.

use super::holder::HolderObject;
use super::parts::Name;
use serde::Serialize;
use sync_ingest::{Alarm, AlarmFile, AlarmLock, Cause, Obstacle};

#[derive(Serialize)]
pub(super) struct AlarmObject<'a> {
    kind: &'static str,
    diagnosis: String,
    since: String,
    age_seconds: i64,
    count: u64,
    lock: Option<LockObject<'a>>,
    files: Vec<FileObject<'a>>,
    obstacles: Vec<ObstacleObject>,
}

impl<'a> AlarmObject<'a> {
    pub(super) fn of(alarm: &'a Alarm) -> Self {
        Self {
            kind: alarm.kind.as_str(),
            diagnosis: alarm.diagnosis(),
            since: alarm.since.to_rfc3339(),
            age_seconds: alarm.age.seconds(),
            count: alarm.count,
            lock: alarm.lock.as_ref().map(LockObject::of),
            files: alarm.files.iter().map(FileObject::of).collect(),
            obstacles: alarm.obstacles.iter().copied().map(ObstacleObject::of).collect(),
        }
    }
}

#[derive(Serialize)]
struct LockObject<'a> {
    name: &'static str,
    holder: String,
    held_by: HolderObject<'a>,
    since: String,
    age_seconds: i64,
}

impl<'a> LockObject<'a> {
    fn of(lock: &'a AlarmLock) -> Self {
        Self {
            name: lock.kind.file_name(),
            holder: lock.holder.to_string(),
            held_by: HolderObject::of(&lock.holder),
            since: lock.since.to_rfc3339(),
            age_seconds: lock.age.seconds(),
        }
    }
}

#[derive(Serialize)]
struct FileObject<'a> {
    #[serde(flatten)]
    name: Name,
    reason: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    checksum: Option<&'static str>,
}

impl<'a> FileObject<'a> {
    fn of(file: &'a AlarmFile) -> Self {
        let (reason, checksum) = match &file.cause {
            Cause::Skipped(reason) => (reason.as_str(), None),
            Cause::Checksum(fault) => ("unreadable_checksum", Some(fault.as_str())),
            Cause::Answered(reason) => (reason.as_str(), None),
            _ => ("", None),
        };
        Self { name: Name::of(&file.name), reason, checksum }
    }
}

#[derive(Serialize)]
pub(super) struct ObstacleObject {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<i64>,
}

impl ObstacleObject {
    pub(super) fn of(obstacle: Obstacle) -> Self {
        Self { kind: obstacle.as_str(), number: obstacle.number() }
    }
}
