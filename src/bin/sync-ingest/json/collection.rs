//! The answer of `collect`, in parts: delivered files are written while the collection goes on, so
//! that they need not be kept.

use super::alarm::AlarmObject;
use super::parts::{ErrorObject, Name, NotStoredObject, SkippedObject, counts, skipped};
use super::{line, text};
use crate::duration::whole_seconds;
use serde::Serialize;
use std::collections::BTreeMap;
use sync_ingest::{Arbitration, Delivered, Error, Report};

/// The beginning of the answer, up to the first delivery.
pub(crate) fn beginning(outcome: Arbitration) -> String {
    format!("{{\"outcome\":\"{}\",\"delivered\":[", outcome.as_str())
}

/// One delivery.
pub(crate) fn delivered(delivered: &Delivered) -> String {
    text(&DeliveredObject::of(delivered))
}

/// The end of the answer, from the last delivery on. After a failure it holds `error`.
pub(crate) fn end(report: &Report, failure: Option<&Error>) -> String {
    let rest = line(&EndObject { report: ReportObject::of(report), error: failure.map(ErrorObject::of) });
    format!("],{}", rest.trim_start_matches('{'))
}

/// The whole answer where nothing was done before a failure.
pub(crate) fn failed(failure: &Error) -> String {
    line(&FailedObject { error: ErrorObject::of(failure) })
}

#[derive(Serialize)]
struct FailedObject {
    error: ErrorObject,
}

#[derive(Serialize)]
struct EndObject<'a> {
    #[serde(flatten)]
    report: ReportObject<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<ErrorObject>,
}

#[derive(Serialize)]
struct ReportObject<'a> {
    skipped: Vec<SkippedObject>,
    skipped_count: BTreeMap<&'static str, u64>,
    put_back: Vec<NotStoredObject<'a>>,
    rejected: Vec<NotStoredObject<'a>>,
    superseded: Vec<NotStoredObject<'a>>,
    alarms: Vec<AlarmObject<'a>>,
    ended: Vec<AlarmObject<'a>>,
    ready_in_seconds: Option<u64>,
}

impl<'a> ReportObject<'a> {
    fn of(report: &'a Report) -> Self {
        Self {
            skipped: skipped(&report.skipped),
            skipped_count: counts(&report.skipped),
            put_back: report.put_back.iter().map(NotStoredObject::put_back).collect(),
            rejected: report.rejected.iter().map(NotStoredObject::rejected).collect(),
            superseded: report.superseded.iter().map(NotStoredObject::rejected).collect(),
            alarms: report.alarms.iter().map(AlarmObject::of).collect(),
            ended: report.ended.iter().map(AlarmObject::of).collect(),
            ready_in_seconds: report.ready_in.map(whole_seconds),
        }
    }
}

#[derive(Serialize)]
struct DeliveredObject<'a> {
    #[serde(flatten)]
    name: Name,
    size: u64,
    sha256: Option<&'a str>,
    evidence: &'static str,
    attempt: u32,
    id: &'a str,
}

impl<'a> DeliveredObject<'a> {
    fn of(delivered: &'a Delivered) -> Self {
        Self {
            name: Name::of(&delivered.name),
            size: delivered.size,
            sha256: delivered.digests.sha256.as_deref(),
            evidence: delivered.evidence.as_str(),
            attempt: delivered.attempt,
            id: &delivered.id,
        }
    }
}
