//! Why a table is refused, in an error.

use super::reasons::sync_ingest_refusal_reason;
use crate::capi::call::{look, outward_count};
use crate::capi::code::sync_ingest_code;
use crate::capi::error::sync_ingest_error;
use crate::tables::{RefusalReason, Refused, TableError};
use std::path::Path;

/// Translates the failure of a table at `path`, or of the file of hashes that it was compared with.
pub(super) fn translated(error: TableError, path: &Path, base: Option<&Path>) -> sync_ingest_error {
    match error {
        TableError::Failed(error) => error.into(),
        TableError::Refused(refused) => {
            let is_base = matches!(
                refused.reason,
                RefusalReason::BaseTorn
                    | RefusalReason::BaseForeign
                    | RefusalReason::BaseOutdated
                    | RefusalReason::BaseOtherSecret
            );
            let (what, path) = match base {
                Some(base) if is_base => ("compare with the file of hashes", base),
                _ => ("read the table", path),
            };
            sync_ingest_error::refused(what, path, refused)
        }
    }
}

impl sync_ingest_error {
    fn refused(what: &str, path: &Path, refused: Refused) -> Self {
        let line = refused.line.map_or(String::new(), |line| format!("line {line}, "));
        // Debug form: a hostile name must not reach a terminal or a log as it is.
        let message = format!("cannot {what} {path:?}: {line}byte {}: {}", refused.byte, refused.reason.explanation());
        let mut error = Self::new(sync_ingest_code::SYNC_INGEST_TABLE_REFUSED, message);
        error.set_path(path);
        error.refused = Some(refused);
        error
    }

    /// The key of the row on this line cannot be read.
    pub(super) fn gone_unknown(line: u64) -> Self {
        let message = format!(
            "what is gone is not known: the key of the row on line {line} cannot be read, and may be any of those that \
             are missing; remove nothing until that row is repaired"
        );
        Self::new(sync_ingest_code::SYNC_INGEST_GONE_UNKNOWN, message)
    }
}

fn refused(error: Option<&sync_ingest_error>) -> Option<&Refused> {
    error?.refused.as_ref()
}

/// Returns why a table is refused, or SYNC_INGEST_REFUSAL_NONE for any other error.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_error_refusal(error: Option<&sync_ingest_error>) -> sync_ingest_refusal_reason {
    look(sync_ingest_refusal_reason::SYNC_INGEST_REFUSAL_NONE, || Some(refused(error)?.reason.into()))
}

/// Returns the line of the table, from 1, on which the reason for its refusal begins; 0 where it is
/// about no line, and for any other error.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_error_line(error: Option<&sync_ingest_error>) -> i64 {
    look(0, || refused(error)?.line.map(outward_count))
}

/// Returns the byte of the file, from 0, at which the reason for its refusal was found; -1 for any
/// other error.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_error_byte(error: Option<&sync_ingest_error>) -> i64 {
    look(-1, || Some(outward_count(refused(error)?.byte)))
}
