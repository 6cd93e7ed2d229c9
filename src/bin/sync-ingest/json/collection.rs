//! The answer of `collect`.

use super::line;
use super::parts::{AlarmObject, AnsweredObject, ErrorObject, Name, SkippedObject, counts, skipped};
use crate::duration::whole_seconds;
use serde::Serialize;
use std::collections::BTreeMap;
use sync_ingest::{Delivered, Error, Report};

/// The answer of `collect`. After a failure it holds `error`, and what had been done before, if anything.
pub(crate) fn collection(report: Option<&Report>, failure: Option<&Error>) -> String {
    line(&CollectionAnswer { report: report.map(ReportObject::of), error: failure.map(ErrorObject::of) })
}

#[derive(Serialize)]
struct CollectionAnswer<'a> {
    #[serde(flatten)]
    report: Option<ReportObject<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<ErrorObject>,
}

#[derive(Serialize)]
struct ReportObject<'a> {
    outcome: &'static str,
    delivered: Vec<DeliveredObject<'a>>,
    skipped: Vec<SkippedObject>,
    skipped_count: BTreeMap<&'static str, u64>,
    put_back: Vec<AnsweredObject<'a>>,
    rejected: Vec<AnsweredObject<'a>>,
    alarms: Vec<AlarmObject<'a>>,
    ended: Vec<AlarmObject<'a>>,
    ready_in_seconds: Option<u64>,
}

impl<'a> ReportObject<'a> {
    fn of(report: &'a Report) -> Self {
        Self {
            outcome: report.arbitration.as_str(),
            delivered: report.delivered.iter().map(DeliveredObject::of).collect(),
            skipped: skipped(&report.skipped),
            skipped_count: counts(&report.skipped),
            put_back: report.put_back.iter().map(AnsweredObject::of).collect(),
            rejected: report.rejected.iter().map(AnsweredObject::of).collect(),
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
