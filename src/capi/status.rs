//! The state of a drop folder.

use super::alarms::{Alarms, Obstructing, sync_ingest_alarm, sync_ingest_obstacle};
use super::call::{at, free, look, outward_count, outward_seconds};
use super::locks::{Lock, lock_kind};
use super::not_stored::{NotStoredList, Rejected};
use super::reasons::sync_ingest_reject_reason;
use super::skipped::Skipped;
use super::text::outward;
use super::words::sync_ingest_alarm_kind;
use crate::{Age, LockKind, Status};
use std::ffi::{CString, c_char};
use std::os::unix::ffi::OsStrExt;
use std::ptr::null;

/// What could be seen of a drop folder. It depends on no other object and never changes. Lists are
/// read by index, from 0; outside a list there is NULL, 0 or the constant for none.
pub struct sync_ingest_status {
    collector_lock: Option<Lock>,
    agent_lock: Option<Lock>,
    mistaken_locks: Vec<CString>,
    waiting: Vec<Waiting>,
    waiting_total: i64,
    oldest_waiting_age_seconds: i64,
    last_good_collection_seconds: i64,
    last_good_collection_age_seconds: i64,
    skipped: Skipped,
    ready_in_seconds: i64,
    claimed: i64,
    unverified: i64,
    rejected: NotStoredList<Rejected>,
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
            oldest_waiting_age_seconds: status.oldest_waiting_age.map_or(-1, age_seconds),
            last_good_collection_seconds: status.last_good_collection.map_or(-1, |at| at.seconds),
            last_good_collection_age_seconds: status.last_good_collection_age.map_or(-1, age_seconds),
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

/// Negative numbers are taken: a time in the future counts as now.
fn age_seconds(age: Age) -> i64 {
    age.seconds().max(0)
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

/// Returns how many names that look like a lock and are none (ALOCK.TXT, lock.txt.txt) are listed:
/// the first 100. They lock nothing.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_mistaken_lock_count(status: Option<&sync_ingest_status>) -> i64 {
    look(0, || Some(outward_count(status?.mistaken_locks.len())))
}

/// Returns a name that looks like a lock and is none, byte for byte, or NULL if the index is out of
/// range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_mistaken_lock_name(
    status: Option<&sync_ingest_status>,
    index: i64,
) -> *const c_char {
    look(null(), || Some(at(&status?.mistaken_locks, index)?.as_ptr()))
}

/// Returns how many files the next collection could take.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_waiting_total(status: Option<&sync_ingest_status>) -> i64 {
    look(0, || Some(status?.waiting_total))
}

/// Returns how many of the files that the next collection could take are listed: the first 100.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_waiting_count(status: Option<&sync_ingest_status>) -> i64 {
    look(0, || Some(outward_count(status?.waiting.len())))
}

/// Returns the name of a file that waits, byte for byte, or NULL if the index is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_waiting_name(status: Option<&sync_ingest_status>, index: i64) -> *const c_char {
    look(null(), || Some(at(&status?.waiting, index)?.name.as_ptr()))
}

/// Returns the size of a file that waits in bytes, or 0 if the index is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_waiting_size(status: Option<&sync_ingest_status>, index: i64) -> i64 {
    look(0, || Some(at(&status?.waiting, index)?.size))
}

/// Returns how many seconds the oldest file that waits has been there unchanged, 0 if its time is
/// in the future; -1 if none waits.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_oldest_waiting_age_seconds(status: Option<&sync_ingest_status>) -> i64 {
    look(-1, || Some(status?.oldest_waiting_age_seconds))
}

/// Returns when a collection last offered deliveries and none of them was put back, in Unix time;
/// -1 if that is not known. Looks that find nothing to collect do not count.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_last_good_collection_seconds(status: Option<&sync_ingest_status>) -> i64 {
    look(-1, || Some(status?.last_good_collection_seconds))
}

/// Returns how many seconds ago that was, 0 if its time is in the future; -1 if it is not known.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_last_good_collection_age_seconds(status: Option<&sync_ingest_status>) -> i64 {
    look(-1, || Some(status?.last_good_collection_age_seconds))
}

/// Returns how many entries would be left alone altogether.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_skipped_total(status: Option<&sync_ingest_status>) -> i64 {
    look(0, || Some(status?.skipped.total()))
}

/// Returns how many entries would be left alone for this sync_ingest_skip_reason.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_skipped_count(status: Option<&sync_ingest_status>, reason: i32) -> i64 {
    look(0, || status?.skipped.count(reason))
}

/// Returns how many names of entries that would be left alone for this sync_ingest_skip_reason are
/// listed: the first 100.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_skipped_name_count(status: Option<&sync_ingest_status>, reason: i32) -> i64 {
    look(0, || status?.skipped.name_count(reason))
}

/// Returns the name of an entry that would be left alone for this sync_ingest_skip_reason, byte for
/// byte, or NULL if the index is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_skipped_name(
    status: Option<&sync_ingest_status>,
    reason: i32,
    index: i64,
) -> *const c_char {
    look(null(), || status?.skipped.name(reason, index))
}

/// Returns in how many seconds, rounded up, the first of the files that have not settled will have,
/// if no one changes it; -1 when there is nothing to wait for.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_ready_in_seconds(status: Option<&sync_ingest_status>) -> i64 {
    look(-1, || Some(status?.ready_in_seconds))
}

/// Returns how many deliveries are claimed and verified: left over by an earlier collection, or
/// being collected now.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_claimed(status: Option<&sync_ingest_status>) -> i64 {
    look(0, || Some(status?.claimed))
}

/// Returns how many files are claimed but not verified: the next collection gives them back.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_unverified(status: Option<&sync_ingest_status>) -> i64 {
    look(0, || Some(status?.unverified))
}

/// Returns how many rejected files wait for a person.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_rejected_total(status: Option<&sync_ingest_status>) -> i64 {
    look(0, || Some(status?.rejected_total))
}

/// Returns how many of the rejected files are listed: the first 100.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_rejected_count(status: Option<&sync_ingest_status>) -> i64 {
    look(0, || Some(status?.rejected.count()))
}

/// Returns the stable id of a rejected file, or NULL if the index is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_rejected_id(status: Option<&sync_ingest_status>, index: i64) -> *const c_char {
    look(null(), || Some(status?.rejected.at(index)?.id.as_ptr()))
}

/// Returns the name of a rejected file in the drop folder, byte for byte, or NULL if the index is
/// out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_rejected_name(status: Option<&sync_ingest_status>, index: i64) -> *const c_char {
    look(null(), || Some(status?.rejected.at(index)?.name.as_ptr()))
}

/// Returns why a file was rejected, in words, or NULL if the index is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_rejected_reason(status: Option<&sync_ingest_status>, index: i64) -> *const c_char {
    look(null(), || Some(status?.rejected.at(index)?.text.as_ptr()))
}

/// Returns why it was rejected as a sync_ingest_reject_reason, or SYNC_INGEST_REJECT_NONE if the
/// index is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_rejected_kind(
    status: Option<&sync_ingest_status>,
    index: i64,
) -> sync_ingest_reject_reason {
    look(sync_ingest_reject_reason::SYNC_INGEST_REJECT_NONE, || Some(status?.rejected.at(index)?.reason.kind))
}

/// Returns how often the process died while storing a file, for SYNC_INGEST_REJECT_STORE_DIED;
/// otherwise 0.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_rejected_deaths(status: Option<&sync_ingest_status>, index: i64) -> i64 {
    look(0, || Some(status?.rejected.at(index)?.reason.deaths))
}

/// Returns how many alarms are active; each is one incident of its kind in this folder.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_alarm_count(status: Option<&sync_ingest_status>) -> i64 {
    look(0, || Some(status?.alarms.count()))
}

/// Returns an active alarm, lent until the status is freed, or NULL if the index is out of range:
/// for its lock, its files and what keeps the collector from them.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_alarm(
    status: Option<&sync_ingest_status>,
    index: i64,
) -> Option<&sync_ingest_alarm> {
    look(None, || Some(status?.alarms.at(index)))
}

/// Returns the kind of an active alarm, or SYNC_INGEST_ALARM_NONE if the index is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_alarm_kind(
    status: Option<&sync_ingest_status>,
    index: i64,
) -> sync_ingest_alarm_kind {
    look(sync_ingest_alarm_kind::SYNC_INGEST_ALARM_NONE, || Some(status?.alarms.at(index)?.kind))
}

/// Returns what an active alarm is about, who is at fault and what to do, in words, or NULL if the
/// index is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_alarm_diagnosis(status: Option<&sync_ingest_status>, index: i64) -> *const c_char {
    look(null(), || Some(status?.alarms.at(index)?.diagnosis.as_ptr()))
}

/// Returns the time since when an active alarm counts, in seconds since 1970-01-01 00:00:00 UTC:
/// the time of the lock or file where it has one, otherwise when it was first seen. 0 if the index
/// is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_alarm_since_seconds(status: Option<&sync_ingest_status>, index: i64) -> i64 {
    look(0, || Some(status?.alarms.at(index)?.since_seconds))
}

/// Returns how long an active alarm has lasted, in seconds; negative when its time lies in the
/// future, 0 if the index is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_alarm_age_seconds(status: Option<&sync_ingest_status>, index: i64) -> i64 {
    look(0, || Some(status?.alarms.at(index)?.age_seconds))
}

/// Returns how many files or locks an active alarm is about, or how often it happened, or 0 if the
/// index is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_alarm_occurrences(status: Option<&sync_ingest_status>, index: i64) -> i64 {
    look(0, || Some(status?.alarms.at(index)?.occurrences))
}

/// Returns how many obstacles are known that would keep this user from collecting the files that
/// others deliver, whatever waits now.
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

/// Returns what is wrong with permissions and the line that fixes it, in English, or NULL if the
/// index is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_obstacle_advice(status: Option<&sync_ingest_status>, index: i64) -> *const c_char {
    look(null(), || at(&status?.obstacles, index)?.advice())
}

/// Returns the name of the file system of the folder, as in "ext4"; "unknown (0x...)" with its
/// magic number otherwise.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_file_system_name(status: Option<&sync_ingest_status>) -> *const c_char {
    look(null(), || Some(status?.file_system.name.as_ptr()))
}

/// Returns 1 when other hosts may use the file system of the folder at the same time, otherwise 0.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_file_system_network(status: Option<&sync_ingest_status>) -> i32 {
    look(0, || Some(status?.file_system.network))
}

/// Returns 1 when the promises of this library were verified on the file system of the folder
/// (ext4, xfs, btrfs, tmpfs, NFSv4), otherwise 0. Also 0 where the last collection could not make
/// sure that a later change of what it had claimed would show in the change time.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_file_system_verified(status: Option<&sync_ingest_status>) -> i32 {
    look(0, || Some(status?.file_system.verified))
}

/// Returns how many bytes this user can still write in the folder; -1 where the file system does
/// not say.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_free_bytes(status: Option<&sync_ingest_status>) -> i64 {
    look(-1, || Some(status?.free_bytes))
}

/// Returns how many files can still be made in the folder; -1 where there is no fixed number.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_free_inodes(status: Option<&sync_ingest_status>) -> i64 {
    look(-1, || Some(status?.free_inodes))
}

/// Frees a status.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_status_free(status: Option<Box<sync_ingest_status>>) {
    free(status);
}
