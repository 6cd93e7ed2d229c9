//! Alarms, translated.

use super::call::{at, outward_count};
use super::text::outward;
use super::words::sync_ingest_alarm_kind;
use std::ffi::CString;

pub(super) struct Alarms(Vec<Alarm>);

pub(super) struct Alarm {
    pub(super) kind: sync_ingest_alarm_kind,
    pub(super) diagnosis: CString,
    pub(super) since_seconds: i64,
    pub(super) age_seconds: i64,
    pub(super) occurrences: i64,
}

impl Alarms {
    pub(super) fn count(&self) -> i64 {
        outward_count(self.0.len())
    }

    pub(super) fn at(&self, index: i64) -> Option<&Alarm> {
        at(&self.0, index)
    }
}

impl From<&[crate::Alarm]> for Alarms {
    fn from(alarms: &[crate::Alarm]) -> Self {
        Self(alarms.iter().map(Alarm::from).collect())
    }
}

impl From<&crate::Alarm> for Alarm {
    fn from(alarm: &crate::Alarm) -> Self {
        Self {
            kind: alarm.kind.into(),
            diagnosis: outward(alarm.diagnosis()),
            since_seconds: alarm.since.seconds,
            age_seconds: alarm.age.seconds(),
            occurrences: outward_count(alarm.count),
        }
    }
}
