//! The report of a collection.

use super::alarms::{Alarms, sync_ingest_alarm};
use super::call::{at, free, look, outward_count, outward_seconds};
use super::code::sync_ingest_code;
use super::delivered::Delivered;
use super::not_stored::{NotStoredList, PutBack, Rejected};
use super::reasons::{sync_ingest_put_back_reason, sync_ingest_reject_reason};
use super::skipped::Skipped;
use super::words::{sync_ingest_alarm_kind, sync_ingest_arbitration, sync_ingest_evidence};
use crate::Report;
use std::ffi::{CStr, c_char};
use std::ptr::null;

/// What one collection did and left, with the reasons. It depends on no other object and never
/// changes. Lists are read by index, from 0; outside a list there is NULL, 0 or the constant for
/// none.
pub struct sync_ingest_report {
    uneventful: bool,
    arbitration: sync_ingest_arbitration,
    delivered: Vec<Delivered>,
    put_back: NotStoredList<PutBack>,
    rejected: NotStoredList<Rejected>,
    superseded: NotStoredList<Rejected>,
    skipped: Skipped,
    alarms: Alarms,
    ended: Alarms,
    ready_in_seconds: i64,
}

impl From<&Report> for sync_ingest_report {
    fn from(report: &Report) -> Self {
        Self {
            uneventful: report.is_uneventful(),
            arbitration: report.arbitration.into(),
            delivered: report.delivered.iter().map(Delivered::from).collect(),
            put_back: report.put_back[..].into(),
            rejected: report.rejected[..].into(),
            superseded: report.superseded[..].into(),
            skipped: (&report.skipped).into(),
            alarms: report.alarms[..].into(),
            ended: report.ended[..].into(),
            ready_in_seconds: report.ready_in.map_or(-1, outward_seconds),
        }
    }
}

/// Returns 1 when there is nothing to report: nothing to collect, nothing left alone, no alarm that
/// is active or has ended; otherwise 0, also for NULL. Most looks at a drop folder are like that,
/// and need not ask for each list.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_report_uneventful(report: Option<&sync_ingest_report>) -> i32 {
    look(0, || Some(report?.uneventful.into()))
}

/// Returns the outcome of the arbitration.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_report_arbitration(report: Option<&sync_ingest_report>) -> sync_ingest_arbitration {
    look(sync_ingest_arbitration::SYNC_INGEST_ARBITRATION_NOTHING, || Some(report?.arbitration))
}

/// Returns how many deliveries the store acknowledged; they are listed in that order.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_report_delivered_count(report: Option<&sync_ingest_report>) -> i64 {
    look(0, || Some(outward_count(report?.delivered.len())))
}

/// Returns the stable id of an acknowledged delivery, or NULL if the index is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_report_delivered_id(report: Option<&sync_ingest_report>, index: i64) -> *const c_char {
    look(null(), || Some(at(&report?.delivered, index)?.id.as_ptr()))
}

/// Returns the name of an acknowledged delivery in the drop folder, byte for byte, or NULL if the
/// index is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_report_delivered_name(report: Option<&sync_ingest_report>, index: i64) -> *const c_char {
    look(null(), || Some(at(&report?.delivered, index)?.name.as_ptr()))
}

/// Returns the size of an acknowledged delivery in bytes, or 0 if the index is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_report_delivered_size(report: Option<&sync_ingest_report>, index: i64) -> i64 {
    look(0, || Some(at(&report?.delivered, index)?.size))
}

/// Returns how often an acknowledged delivery had been offered, the last time included, or 0 if the
/// index is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_report_delivered_attempt(report: Option<&sync_ingest_report>, index: i64) -> i64 {
    look(0, || Some(at(&report?.delivered, index)?.attempt))
}

/// Returns what showed that the upload of an acknowledged delivery was over, or
/// SYNC_INGEST_EVIDENCE_NONE if the index is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_report_delivered_evidence(
    report: Option<&sync_ingest_report>,
    index: i64,
) -> sync_ingest_evidence {
    look(sync_ingest_evidence::SYNC_INGEST_EVIDENCE_NONE, || Some(at(&report?.delivered, index)?.evidence))
}

/// Returns the SHA-256 of an acknowledged delivery as 64 lower-case hexadecimal digits; NULL where
/// it was not asked for, or if the index is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_report_delivered_sha256(
    report: Option<&sync_ingest_report>,
    index: i64,
) -> *const c_char {
    look(null(), || at(&report?.delivered, index)?.sha256.as_deref().map(CStr::as_ptr))
}

/// Returns the SHA-1 of an acknowledged delivery as 40 lower-case hexadecimal digits; NULL where it
/// was not asked for, or if the index is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_report_delivered_sha1(report: Option<&sync_ingest_report>, index: i64) -> *const c_char {
    look(null(), || at(&report?.delivered, index)?.sha1.as_deref().map(CStr::as_ptr))
}

/// Returns how many deliveries were put back: they stay claimed and are offered first next time.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_report_put_back_count(report: Option<&sync_ingest_report>) -> i64 {
    look(0, || Some(report?.put_back.count()))
}

/// Returns the stable id of a delivery that was put back, or NULL if the index is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_report_put_back_id(report: Option<&sync_ingest_report>, index: i64) -> *const c_char {
    look(null(), || Some(report?.put_back.at(index)?.id.as_ptr()))
}

/// Returns the name of a delivery that was put back in the drop folder, byte for byte, or NULL if
/// the index is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_report_put_back_name(report: Option<&sync_ingest_report>, index: i64) -> *const c_char {
    look(null(), || Some(report?.put_back.at(index)?.name.as_ptr()))
}

/// Returns why a delivery was put back, in words, or NULL if the index is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_report_put_back_reason(report: Option<&sync_ingest_report>, index: i64) -> *const c_char {
    look(null(), || Some(report?.put_back.at(index)?.text.as_ptr()))
}

/// Returns why it was put back as a sync_ingest_put_back_reason, or SYNC_INGEST_PUT_BACK_NONE if
/// the index is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_report_put_back_kind(
    report: Option<&sync_ingest_report>,
    index: i64,
) -> sync_ingest_put_back_reason {
    look(sync_ingest_put_back_reason::SYNC_INGEST_PUT_BACK_NONE, || Some(report?.put_back.at(index)?.reason.kind))
}

/// Returns what kind of error was the reason, for SYNC_INGEST_PUT_BACK_ERROR; otherwise
/// SYNC_INGEST_OK.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_report_put_back_code(
    report: Option<&sync_ingest_report>,
    index: i64,
) -> sync_ingest_code {
    look(sync_ingest_code::SYNC_INGEST_OK, || Some(report?.put_back.at(index)?.reason.code))
}

/// Returns how many deliveries were set aside for a person.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_report_rejected_count(report: Option<&sync_ingest_report>) -> i64 {
    look(0, || Some(report?.rejected.count()))
}

/// Returns the stable id of a rejected delivery, or NULL if the index is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_report_rejected_id(report: Option<&sync_ingest_report>, index: i64) -> *const c_char {
    look(null(), || Some(report?.rejected.at(index)?.id.as_ptr()))
}

/// Returns the name of a rejected delivery in the drop folder, byte for byte, or NULL if the index
/// is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_report_rejected_name(report: Option<&sync_ingest_report>, index: i64) -> *const c_char {
    look(null(), || Some(report?.rejected.at(index)?.name.as_ptr()))
}

/// Returns why a delivery was rejected, in words, or NULL if the index is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_report_rejected_reason(report: Option<&sync_ingest_report>, index: i64) -> *const c_char {
    look(null(), || Some(report?.rejected.at(index)?.text.as_ptr()))
}

/// Returns why it was rejected as a sync_ingest_reject_reason, or SYNC_INGEST_REJECT_NONE if the
/// index is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_report_rejected_kind(
    report: Option<&sync_ingest_report>,
    index: i64,
) -> sync_ingest_reject_reason {
    look(sync_ingest_reject_reason::SYNC_INGEST_REJECT_NONE, || Some(report?.rejected.at(index)?.reason.kind))
}

/// Returns how often the process died while storing a file, for SYNC_INGEST_REJECT_STORE_DIED;
/// otherwise 0.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_report_rejected_deaths(report: Option<&sync_ingest_report>, index: i64) -> i64 {
    look(0, || Some(report?.rejected.at(index)?.reason.deaths))
}

/// Returns how many older versions of files were set aside because their agent has sent them again
/// before they were stored: history, which is kept for two weeks, and no incident.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_report_superseded_count(report: Option<&sync_ingest_report>) -> i64 {
    look(0, || Some(report?.superseded.count()))
}

/// Returns the id of a superseded file, or NULL if the index is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_report_superseded_id(report: Option<&sync_ingest_report>, index: i64) -> *const c_char {
    look(null(), || Some(report?.superseded.at(index)?.id.as_ptr()))
}

/// Returns the name of a superseded file, or NULL if the index is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_report_superseded_name(report: Option<&sync_ingest_report>, index: i64) -> *const c_char {
    look(null(), || Some(report?.superseded.at(index)?.name.as_ptr()))
}

/// Returns why it was set aside, in words, or NULL if the index is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_report_superseded_reason(
    report: Option<&sync_ingest_report>,
    index: i64,
) -> *const c_char {
    look(null(), || Some(report?.superseded.at(index)?.text.as_ptr()))
}

/// Returns how many entries were left alone altogether.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_report_skipped_total(report: Option<&sync_ingest_report>) -> i64 {
    look(0, || Some(report?.skipped.total()))
}

/// Returns how many entries were left alone for this sync_ingest_skip_reason.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_report_skipped_count(report: Option<&sync_ingest_report>, reason: i32) -> i64 {
    look(0, || report?.skipped.count(reason))
}

/// Returns how many names of entries that were left alone for this sync_ingest_skip_reason are
/// listed: the first 100.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_report_skipped_name_count(report: Option<&sync_ingest_report>, reason: i32) -> i64 {
    look(0, || report?.skipped.name_count(reason))
}

/// Returns the name of an entry that was left alone for this sync_ingest_skip_reason, byte for
/// byte, or NULL if the index is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_report_skipped_name(
    report: Option<&sync_ingest_report>,
    reason: i32,
    index: i64,
) -> *const c_char {
    look(null(), || report?.skipped.name(reason, index))
}

/// Returns how many alarms are active; each is one incident of its kind in this folder.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_report_alarm_count(report: Option<&sync_ingest_report>) -> i64 {
    look(0, || Some(report?.alarms.count()))
}

/// Returns an active alarm, lent until the report is freed, or NULL if the index is out of range:
/// for its lock, its files and what keeps the collector from them.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_report_alarm(
    report: Option<&sync_ingest_report>,
    index: i64,
) -> Option<&sync_ingest_alarm> {
    look(None, || Some(report?.alarms.at(index)))
}

/// Returns the kind of an active alarm, or SYNC_INGEST_ALARM_NONE if the index is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_report_alarm_kind(
    report: Option<&sync_ingest_report>,
    index: i64,
) -> sync_ingest_alarm_kind {
    look(sync_ingest_alarm_kind::SYNC_INGEST_ALARM_NONE, || Some(report?.alarms.at(index)?.kind))
}

/// Returns what an active alarm is about, who is at fault and what to do, in words, or NULL if the
/// index is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_report_alarm_diagnosis(report: Option<&sync_ingest_report>, index: i64) -> *const c_char {
    look(null(), || Some(report?.alarms.at(index)?.diagnosis.as_ptr()))
}

/// Returns the time since when an active alarm counts, in seconds since 1970-01-01 00:00:00 UTC:
/// the time of the lock or file where it has one, otherwise when it was first seen. 0 if the index
/// is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_report_alarm_since_seconds(report: Option<&sync_ingest_report>, index: i64) -> i64 {
    look(0, || Some(report?.alarms.at(index)?.since_seconds))
}

/// Returns how long an active alarm has lasted, in seconds; negative when its time lies in the
/// future, 0 if the index is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_report_alarm_age_seconds(report: Option<&sync_ingest_report>, index: i64) -> i64 {
    look(0, || Some(report?.alarms.at(index)?.age_seconds))
}

/// Returns how many files or locks an active alarm is about, or how often it happened, or 0 if the
/// index is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_report_alarm_occurrences(report: Option<&sync_ingest_report>, index: i64) -> i64 {
    look(0, || Some(report?.alarms.at(index)?.occurrences))
}

/// Returns how many alarms ended with this collection.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_report_ended_count(report: Option<&sync_ingest_report>) -> i64 {
    look(0, || Some(report?.ended.count()))
}

/// Returns an alarm that has ended, lent until the report is freed, or NULL if the index is out of
/// range: for its lock, its files and what keeps the collector from them.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_report_ended(
    report: Option<&sync_ingest_report>,
    index: i64,
) -> Option<&sync_ingest_alarm> {
    look(None, || Some(report?.ended.at(index)))
}

/// Returns the kind of an alarm that has ended, or SYNC_INGEST_ALARM_NONE if the index is out of
/// range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_report_ended_kind(
    report: Option<&sync_ingest_report>,
    index: i64,
) -> sync_ingest_alarm_kind {
    look(sync_ingest_alarm_kind::SYNC_INGEST_ALARM_NONE, || Some(report?.ended.at(index)?.kind))
}

/// Returns what an alarm that has ended is about, who is at fault and what to do, in words, or NULL
/// if the index is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_report_ended_diagnosis(report: Option<&sync_ingest_report>, index: i64) -> *const c_char {
    look(null(), || Some(report?.ended.at(index)?.diagnosis.as_ptr()))
}

/// Returns the time since when an alarm that has ended counts, in seconds since 1970-01-01 00:00:00
/// UTC: the time of the lock or file where it has one, otherwise when it was first seen. 0 if the
/// index is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_report_ended_since_seconds(report: Option<&sync_ingest_report>, index: i64) -> i64 {
    look(0, || Some(report?.ended.at(index)?.since_seconds))
}

/// Returns how long an alarm that has ended has lasted, in seconds; negative when its time lies in
/// the future, 0 if the index is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_report_ended_age_seconds(report: Option<&sync_ingest_report>, index: i64) -> i64 {
    look(0, || Some(report?.ended.at(index)?.age_seconds))
}

/// Returns how many files or locks an alarm that has ended is about, or how often it happened, or 0
/// if the index is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_report_ended_occurrences(report: Option<&sync_ingest_report>, index: i64) -> i64 {
    look(0, || Some(report?.ended.at(index)?.occurrences))
}

/// Returns in how many seconds, rounded up, the first of the files that have not settled will have,
/// if no one changes it; -1 when there is nothing to wait for.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_report_ready_in_seconds(report: Option<&sync_ingest_report>) -> i64 {
    look(-1, || Some(report?.ready_in_seconds))
}

/// Frees a report.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_report_free(report: Option<Box<sync_ingest_report>>) {
    free(report);
}
