//! The answer of `status`.

use super::alarm::{AlarmObject, ObstacleObject};
use super::holder::HolderObject;
use super::line;
use super::parts::{ErrorObject, Name, NotStoredObject, SkippedObject, counts, skipped};
use crate::duration::whole_seconds;
use crate::status::Verdict;
use serde::Serialize;
use std::collections::BTreeMap;
use sync_ingest::{Age, Error, FileSystem, LockStatus, Status, Waiting};

/// The answer of `status`.
pub(crate) fn status(status: &Status, verdict: &Verdict) -> String {
    line(&StatusObject {
        state: verdict.word(),
        summary: &verdict.summary,
        collector_lock: status.collector_lock.as_ref().map(LockObject::of),
        agent_lock: status.agent_lock.as_ref().map(LockObject::of),
        mistaken_locks: status.mistaken_locks.iter().map(|name| Name::of(name)).collect(),
        waiting: status.waiting.iter().map(WaitingObject::of).collect(),
        waiting_count: status.waiting_count,
        oldest_waiting_age_seconds: status.oldest_waiting_age.map(Age::seconds),
        last_good_collection: status.last_good_collection.map(|at| at.to_rfc3339()),
        last_good_collection_age_seconds: status.last_good_collection_age.map(Age::seconds),
        skipped: skipped(&status.skipped),
        skipped_count: counts(&status.skipped),
        ready_in_seconds: status.ready_in.map(whole_seconds),
        claimed: status.claimed,
        unverified: status.unverified,
        rejected: status.rejected.iter().map(NotStoredObject::rejected).collect(),
        rejected_count: status.rejected_count,
        alarms: status.alarms.iter().map(AlarmObject::of).collect(),
        obstacles: status.obstacles.iter().copied().map(ObstacleObject::of).collect(),
        file_system: FileSystemObject::of(&status.file_system),
        free_bytes: status.free_bytes,
        free_inodes: status.free_inodes,
    })
}

/// The answer of `status` where the folder cannot be read.
pub(crate) fn unknown(error: &Error, verdict: &Verdict) -> String {
    line(&UnknownObject { state: verdict.word(), summary: &verdict.summary, error: ErrorObject::of(error) })
}

#[derive(Serialize)]
struct StatusObject<'a> {
    state: &'static str,
    summary: &'a str,
    collector_lock: Option<LockObject<'a>>,
    agent_lock: Option<LockObject<'a>>,
    mistaken_locks: Vec<Name>,
    waiting: Vec<WaitingObject>,
    waiting_count: u64,
    oldest_waiting_age_seconds: Option<i64>,
    last_good_collection: Option<String>,
    last_good_collection_age_seconds: Option<i64>,
    skipped: Vec<SkippedObject>,
    skipped_count: BTreeMap<&'static str, u64>,
    ready_in_seconds: Option<u64>,
    claimed: u64,
    unverified: u64,
    rejected: Vec<NotStoredObject<'a>>,
    rejected_count: u64,
    alarms: Vec<AlarmObject<'a>>,
    obstacles: Vec<ObstacleObject>,
    file_system: FileSystemObject<'a>,
    free_bytes: Option<u64>,
    free_inodes: Option<u64>,
}

#[derive(Serialize)]
struct UnknownObject<'a> {
    state: &'static str,
    summary: &'a str,
    error: ErrorObject,
}

#[derive(Serialize)]
struct LockObject<'a> {
    holder: String,
    held_by: HolderObject<'a>,
    ours: bool,
    since: String,
    age_seconds: i64,
    stale: bool,
}

impl<'a> LockObject<'a> {
    fn of(lock: &'a LockStatus) -> Self {
        Self {
            holder: lock.holder.to_string(),
            held_by: HolderObject::of(&lock.holder),
            ours: lock.ours,
            since: lock.since.to_rfc3339(),
            age_seconds: lock.age.seconds(),
            stale: lock.stale,
        }
    }
}

#[derive(Serialize)]
struct WaitingObject {
    #[serde(flatten)]
    name: Name,
    size: u64,
}

impl WaitingObject {
    fn of(waiting: &Waiting) -> Self {
        Self { name: Name::of(&waiting.name), size: waiting.size }
    }
}

#[derive(Serialize)]
struct FileSystemObject<'a> {
    name: &'a str,
    network: bool,
    verified: bool,
}

impl<'a> FileSystemObject<'a> {
    fn of(file_system: &'a FileSystem) -> Self {
        Self { name: &file_system.name, network: file_system.network, verified: file_system.verified }
    }
}
