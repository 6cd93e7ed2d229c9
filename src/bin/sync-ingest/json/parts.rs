//! The parts that several answers share.

use serde::Serialize;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fmt::Display;
use std::os::unix::ffi::OsStrExt;
use sync_ingest::{Error, NotStored, PutBackReason, SkipReason, Skipped};

/// A file name is bytes; the text form is added if there is one.
#[derive(Serialize)]
pub(super) enum Name {
    #[serde(rename = "name")]
    Text(String),
    #[serde(rename = "name_hex")]
    Hex(String),
}

impl Name {
    pub(super) fn of(name: &OsStr) -> Self {
        match name.to_str() {
            Some(text) => Self::Text(text.to_owned()),
            None => Self::Hex(name.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect()),
        }
    }
}

#[derive(Serialize)]
pub(super) struct NotStoredObject<'a> {
    #[serde(flatten)]
    name: Name,
    id: &'a str,
    reason: String,
    reason_kind: &'static str,
}

impl<'a> NotStoredObject<'a> {
    pub(super) fn put_back(file: &'a NotStored<PutBackReason>) -> Self {
        Self::new(file, file.reason.as_str())
    }

    pub(super) fn rejected(file: &'a NotStored) -> Self {
        Self::new(file, file.reason.as_str())
    }

    fn new(file: &'a NotStored<impl Display>, reason_kind: &'static str) -> Self {
        Self { name: Name::of(&file.name), id: &file.id, reason: file.reason.to_string(), reason_kind }
    }
}

#[derive(Serialize)]
pub(super) struct SkippedObject {
    #[serde(flatten)]
    name: Name,
    reason: &'static str,
}

/// The first names of each reason; `skipped_count` counts them all.
pub(super) fn skipped(skipped: &Skipped) -> Vec<SkippedObject> {
    let of_reason = |reason: SkipReason| {
        let names = skipped.names(reason).iter();
        names.map(move |name| SkippedObject { name: Name::of(name), reason: reason.as_str() })
    };
    skipped.reasons().flat_map(|(reason, _)| of_reason(reason)).collect()
}

pub(super) fn counts(skipped: &Skipped) -> BTreeMap<&'static str, u64> {
    skipped.reasons().map(|(reason, count)| (reason.as_str(), count)).collect()
}

#[derive(Serialize)]
pub(super) struct ErrorObject {
    kind: &'static str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    errno: Option<i32>,
}

impl ErrorObject {
    pub(super) fn of(error: &Error) -> Self {
        Self { kind: error.kind().as_str(), message: error.to_string(), errno: error.errno() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::line;

    #[test]
    fn a_name_that_is_not_utf8_is_given_in_hexadecimal() {
        let object = |name: &[u8]| line(&SkippedObject { name: Name::of(OsStr::from_bytes(name)), reason: "hidden" });
        assert_eq!(object(b".a"), "{\"name\":\".a\",\"reason\":\"hidden\"}\n");
        assert_eq!(object(b".\xe9"), "{\"name_hex\":\"2ee9\",\"reason\":\"hidden\"}\n");
    }
}
