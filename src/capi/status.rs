//! What can be seen of a drop folder without changing anything.

use super::alarms::{Alarms, Obstructing, sync_ingest_alarm, sync_ingest_obstacle};
use super::answered::AnsweredList;
use super::call::{at, free, look, outward_count, outward_seconds};
use super::locks::{Lock, lock_kind};
use super::skipped::Skipped;
use super::text::outward;
use super::words::sync_ingest_alarm_kind;
use crate::{LockKind, Status};
use std::ffi::{CString, c_char};
use std::os::unix::ffi::OsStrExt;
use std::ptr::null;

/// What could be seen of a drop folder. It depends on no other object and never changes. Lists are read by index, from
/// 0; outside a list there is NULL, 0 or the constant for none.
pub struct sync_ingest_status {
    collector_lock: Option<Lock>,
    agent_lock: Option<Lock>,
    mistaken_locks: Vec<CString>,
    waiting: Vec<Waiting>,
    waiting_total: i64,
    skipped: Skipped,
    ready_in_seconds: i64,
    claimed: i64,
    unverified: i64,
    rejected: AnsweredList,
    rejected_total: i64,
    alarms: Alarms,
    obstacles: Vec<Obstructing>,
    file_system: FileSystem,
    free_bytes: i64,
    free_inodes: i64,
}

struct Waiting {
    name: CString,
    size: i64,
}

struct FileSystem {
    name: CString,
    network: i32,
    verified: i32,
}

impl sync_ingest_status {
    pub(super) fn lock(&self, kind: i32) -> Option<&Lock> {
        match lock_kind(kind)? {
            LockKind::Collector => self.collector_lock.as_ref(),
            LockKind::Agent => self.agent_lock.as_ref(),
        }
    }
}

impl From<&Status> for sync_ingest_status {
    fn from(status: &Status) -> Self {
        Self {
            collector_lock: status.collector_lock.as_ref().map(Lock::from),
            agent_lock: status.agent_lock.as_ref().map(Lock::from),
            mistaken_locks: status.mistaken_locks.iter().map(|name| outward(name.as_bytes())).collect(),
            waiting: status.waiting.iter().map(Waiting::from).collect(),
            waiting_total: outward_count(status.waiting_count),
            skipped: (&status.skipped).into(),
            ready_in_seconds: status.ready_in.map_or(-1, outward_seconds),
            claimed: outward_count(status.claimed),
            unverified: outward_count(status.unverified),
            rejected: status.rejected[..].into(),
            rejected_total: outward_count(status.rejected_count),
            alarms: status.alarms[..].into(),
            obstacles: status.obstacles.iter().map(|one| Obstructing::new(*one, &status.folder)).collect(),
            file_system: (&status.file_system).into(),
            free_bytes: status.free_bytes.map_or(-1, outward_count),
            free_inodes: status.free_inodes.map_or(-1, outward_count),
        }
    }
}

impl From<&crate::Waiting> for Waiting {
    fn from(waiting: &crate::Waiting) -> Self {
        Self { name: outward(waiting.name.as_bytes()), size: outward_count(waiting.size) }
    }
}

impl From<&crate::FileSystem> for FileSystem {
    fn from(file_system: &crate::FileSystem) -> Self {
        Self {
            name: outward(&*file_system.name),
            network: file_system.network.into(),
            verified: file_system.verified.into(),
        }
    }
}

/// How many names that look like a lock and are none (ALOCK.TXT, lock.txt.txt) are listed, which nobody honours: the first 100.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_mistaken_lock_count(status: Option<&sync_ingest_status>) -> i64 {
    look(0, || Some(outward_count(status?.mistaken_locks.len())))
}

/// Such a name, byte for byte.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_mistaken_lock_name(
    status: Option<&sync_ingest_status>,
    index: i64,
) -> *const c_char {
    look(null(), || Some(at(&status?.mistaken_locks, index)?.as_ptr()))
}

/// How many files the next collection could take.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_waiting_total(status: Option<&sync_ingest_status>) -> i64 {
    look(0, || Some(status?.waiting_total))
}

/// How many of them are listed: the first 100.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_waiting_count(status: Option<&sync_ingest_status>) -> i64 {
    look(0, || Some(outward_count(status?.waiting.len())))
}

/// Its name, byte for byte.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_waiting_name(status: Option<&sync_ingest_status>, index: i64) -> *const c_char {
    look(null(), || Some(at(&status?.waiting, index)?.name.as_ptr()))
}

/// Its size in bytes.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_waiting_size(status: Option<&sync_ingest_status>, index: i64) -> i64 {
    look(0, || Some(at(&status?.waiting, index)?.size))
}

/// How many entries would be left alone altogether.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_skipped_total(status: Option<&sync_ingest_status>) -> i64 {
    look(0, || Some(status?.skipped.total()))
}

/// How many would be left alone for this sync_ingest_skip_reason.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_skipped_count(status: Option<&sync_ingest_status>, reason: i32) -> i64 {
    look(0, || status?.skipped.count(reason))
}

/// How many of their names are kept: the first 100.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_skipped_name_count(status: Option<&sync_ingest_status>, reason: i32) -> i64 {
    look(0, || status?.skipped.name_count(reason))
}

/// The name at an index among those, byte for byte.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_skipped_name(
    status: Option<&sync_ingest_status>,
    reason: i32,
    index: i64,
) -> *const c_char {
    look(null(), || status?.skipped.name(reason, index))
}

/// In how many seconds, rounded up, the first of the files that have not settled will have, if no one changes it; -1 when
/// there is nothing to wait for.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_ready_in_seconds(status: Option<&sync_ingest_status>) -> i64 {
    look(-1, || Some(status?.ready_in_seconds))
}

/// How many deliveries are claimed and verified: left over by an earlier collection, or being collected now.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_claimed(status: Option<&sync_ingest_status>) -> i64 {
    look(0, || Some(status?.claimed))
}

/// How many files are claimed but not verified: the next collection puts them back.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_unverified(status: Option<&sync_ingest_status>) -> i64 {
    look(0, || Some(status?.unverified))
}

/// How many rejected files wait for a person.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_rejected_total(status: Option<&sync_ingest_status>) -> i64 {
    look(0, || Some(status?.rejected_total))
}

/// How many of them are listed: the first 100.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_rejected_count(status: Option<&sync_ingest_status>) -> i64 {
    look(0, || Some(status?.rejected.count()))
}

/// Its stable id.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_rejected_id(status: Option<&sync_ingest_status>, index: i64) -> *const c_char {
    look(null(), || Some(status?.rejected.at(index)?.id.as_ptr()))
}

/// Its name in the drop folder, byte for byte.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_rejected_name(status: Option<&sync_ingest_status>, index: i64) -> *const c_char {
    look(null(), || Some(status?.rejected.at(index)?.name.as_ptr()))
}

/// Why it was rejected, in words.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_rejected_reason(status: Option<&sync_ingest_status>, index: i64) -> *const c_char {
    look(null(), || Some(status?.rejected.at(index)?.reason.as_ptr()))
}

/// How many alarms stand; each is one incident of its kind in this folder.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_alarm_count(status: Option<&sync_ingest_status>) -> i64 {
    look(0, || Some(status?.alarms.count()))
}

/// Returns an alarm that stands, lent until the status is freed, or NULL if the index is out of range: for its lock, its files
/// and what keeps the collector from them.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_alarm(
    status: Option<&sync_ingest_status>,
    index: i64,
) -> Option<&sync_ingest_alarm> {
    look(None, || Some(status?.alarms.at(index)))
}

/// What kind of alarm it is.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_alarm_kind(
    status: Option<&sync_ingest_status>,
    index: i64,
) -> sync_ingest_alarm_kind {
    look(sync_ingest_alarm_kind::SYNC_INGEST_ALARM_NONE, || Some(status?.alarms.at(index)?.kind))
}

/// What happened, who is at fault and what to do, in words.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_alarm_diagnosis(status: Option<&sync_ingest_status>, index: i64) -> *const c_char {
    look(null(), || Some(status?.alarms.at(index)?.diagnosis.as_ptr()))
}

/// Since when, in seconds since 1970-01-01 00:00:00 UTC: the time of the lock or file where it has one, otherwise when it
/// was first seen.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_alarm_since_seconds(status: Option<&sync_ingest_status>, index: i64) -> i64 {
    look(0, || Some(status?.alarms.at(index)?.since_seconds))
}

/// How long it has lasted, in seconds; negative when its time lies in the future.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_alarm_age_seconds(status: Option<&sync_ingest_status>, index: i64) -> i64 {
    look(0, || Some(status?.alarms.at(index)?.age_seconds))
}

/// How many files or locks it is about, or how often it happened.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_alarm_occurrences(status: Option<&sync_ingest_status>, index: i64) -> i64 {
    look(0, || Some(status?.alarms.at(index)?.occurrences))
}

/// Returns how many obstacles are known that would keep this user from collecting the files that others deliver, whatever waits
/// now.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_obstacle_count(status: Option<&sync_ingest_status>) -> i64 {
    look(0, || Some(outward_count(status?.obstacles.len())))
}

/// Returns what an obstacle is, or SYNC_INGEST_OBSTACLE_NONE if the index is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_obstacle_kind(
    status: Option<&sync_ingest_status>,
    index: i64,
) -> sync_ingest_obstacle {
    look(sync_ingest_obstacle::SYNC_INGEST_OBSTACLE_NONE, || Some(at(&status?.obstacles, index)?.kind))
}

/// Returns the number that its sync_ingest_obstacle names, or -1 if it names none.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_obstacle_number(status: Option<&sync_ingest_status>, index: i64) -> i64 {
    look(-1, || Some(at(&status?.obstacles, index)?.number))
}

/// Returns what is amiss with permissions and the line that mends it, in English, or NULL if the index is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_obstacle_advice(status: Option<&sync_ingest_status>, index: i64) -> *const c_char {
    look(null(), || at(&status?.obstacles, index)?.advice())
}

/// The file system of the folder, as in "ext4"; "unknown (0x...)" with its magic number otherwise.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_file_system_name(status: Option<&sync_ingest_status>) -> *const c_char {
    look(null(), || Some(status?.file_system.name.as_ptr()))
}

/// 1 when other hosts may use it at the same time, otherwise 0.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_file_system_network(status: Option<&sync_ingest_status>) -> i32 {
    look(0, || Some(status?.file_system.network))
}

/// 1 when the promises of this library were verified on it (ext4, xfs, btrfs, tmpfs, NFSv4), otherwise 0. Also 0 where the last
/// collection could not make sure that a later change of what it had claimed would show in the change time.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_file_system_verified(status: Option<&sync_ingest_status>) -> i32 {
    look(0, || Some(status?.file_system.verified))
}

/// How many bytes this user can still write there; -1 where the file system does not say.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_free_bytes(status: Option<&sync_ingest_status>) -> i64 {
    look(-1, || Some(status?.free_bytes))
}

/// How many files can still be made there; -1 where there is no fixed number.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_free_inodes(status: Option<&sync_ingest_status>) -> i64 {
    look(-1, || Some(status?.free_inodes))
}

/// Frees a status.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_free(status: Option<Box<sync_ingest_status>>) {
    free(status);
}
