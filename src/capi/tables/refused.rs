//! Why a table is refused, in an error.

use super::reasons::sync_ingest_refusal_reason;
use crate::capi::call::{look, outward_count};
use crate::capi::code::sync_ingest_code;
use crate::capi::error::sync_ingest_error;
use crate::tables::{Refused, TableError};

impl From<TableError> for sync_ingest_error {
    fn from(error: TableError) -> Self {
        match error {
            TableError::Failed(error) => error.into(),
            TableError::Refused(refused) => {
                let mut error = Self::new(sync_ingest_code::SYNC_INGEST_TABLE_REFUSED, refused.to_string());
                error.refused = Some(refused);
                error
            }
        }
    }
}

impl sync_ingest_error {
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
