//! What was found in a table.

use super::kinds::sync_ingest_encoding_evidence;
use super::reasons::{sync_ingest_bad_reason, sync_ingest_warning_kind};
use crate::capi::call::{answer, at, free, look, outward_count, required};
use crate::capi::code::sync_ingest_code;
use crate::capi::error::sync_ingest_error;
use crate::capi::text::outward;
use crate::tables::{Check, Findings, Gone, Warning};
use std::ffi::{CString, c_char};
use std::mem::MaybeUninit;
use std::path::{Path, PathBuf};
use std::ptr::null;

/// What was found in a table, and what became of the jobs. It depends on no other object and never
/// changes. Lists are read by index, from 0; outside a list there is NULL, 0 or the constant for
/// none.
pub struct sync_ingest_table_findings {
    found: Findings,
    path: PathBuf,
    key: usize,
    encoding: CString,
    delimiter: CString,
    header: Vec<CString>,
    columns: Vec<CString>,
    warnings: Vec<Warned>,
}

struct Warned {
    kind: sync_ingest_warning_kind,
    count: i64,
    cells: Vec<WarnedCell>,
}

struct WarnedCell {
    line: i64,
    column: i64,
    text: CString,
}

impl sync_ingest_table_findings {
    pub(super) fn new(found: Findings, path: PathBuf, key: usize) -> Self {
        let texts = |names: &[String]| names.iter().map(|name| outward(&**name)).collect();
        let check = &found.check;
        Self {
            path,
            key,
            encoding: outward(check.encoding),
            delimiter: outward(vec![check.delimiter]),
            header: texts(&check.header),
            columns: texts(&check.columns),
            warnings: check.warnings.iter().map(Warned::from).collect(),
            found,
        }
    }

    pub(super) fn found(&self) -> &Findings {
        &self.found
    }

    /// The file of the table.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// How many columns the key has.
    pub(super) fn key(&self) -> usize {
        self.key
    }

    /// How many columns are handed over.
    pub(super) fn columns(&self) -> usize {
        self.columns.len()
    }

    fn check(&self) -> &Check {
        &self.found.check
    }

    fn cell(&self, warning: i64, index: i64) -> Option<&WarnedCell> {
        at(&at(&self.warnings, warning)?.cells, index)
    }
}

impl From<&Warning> for Warned {
    fn from(warning: &Warning) -> Self {
        let cell = |cell: &crate::tables::WarningCell| WarnedCell {
            line: outward_count(cell.line),
            column: outward_count(cell.column),
            text: outward(&*cell.text),
        };
        Self {
            kind: warning.kind.into(),
            count: outward_count(warning.count),
            cells: warning.cells.iter().map(cell).collect(),
        }
    }
}

/// Returns the name of the encoding, as in "UTF-8", "windows-1252" or "CP850".
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_findings_encoding(findings: Option<&sync_ingest_table_findings>) -> *const c_char {
    look(null(), || Some(findings?.encoding.as_ptr()))
}

/// Returns how the encoding is known; 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_findings_encoding_evidence(
    findings: Option<&sync_ingest_table_findings>,
) -> sync_ingest_encoding_evidence {
    look(sync_ingest_encoding_evidence::SYNC_INGEST_ENCODING_NONE, || Some(findings?.check().encoding_evidence.into()))
}

/// Returns the delimiter, one character; "," where there is one column alone.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_findings_delimiter(findings: Option<&sync_ingest_table_findings>) -> *const c_char {
    look(null(), || Some(findings?.delimiter.as_ptr()))
}

/// Returns how many columns the file has.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_findings_header_count(findings: Option<&sync_ingest_table_findings>) -> i64 {
    look(0, || Some(outward_count(findings?.header.len())))
}

/// Returns the name of a column as it is in the file, or NULL if the index is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_findings_header_name(
    findings: Option<&sync_ingest_table_findings>,
    index: i64,
) -> *const c_char {
    look(null(), || Some(at(&findings?.header, index)?.as_ptr()))
}

/// Returns how many columns are handed over.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_findings_column_count(findings: Option<&sync_ingest_table_findings>) -> i64 {
    look(0, || Some(outward_count(findings?.columns.len())))
}

/// Returns the name of a column that is handed over: its new one, or that in the file. NULL if the
/// index is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_findings_column_name(
    findings: Option<&sync_ingest_table_findings>,
    index: i64,
) -> *const c_char {
    look(null(), || Some(at(&findings?.columns, index)?.as_ptr()))
}

/// Returns how many data rows there are, good and bad, without the header and what is skipped.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_findings_rows_total(findings: Option<&sync_ingest_table_findings>) -> i64 {
    look(0, || Some(outward_count(findings?.check().rows)))
}

/// Returns how many of the rows are bad.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_findings_bad_total(findings: Option<&sync_ingest_table_findings>) -> i64 {
    look(0, || Some(outward_count(findings?.check().bad_count)))
}

/// Returns how many of the bad rows are listed: the first of them, 100 unless the options ask for
/// more or fewer.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_findings_bad_count(findings: Option<&sync_ingest_table_findings>) -> i64 {
    look(0, || Some(outward_count(findings?.check().bad.len())))
}

/// Returns the line, from 1, on which a bad row begins, or 0 if the index is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_findings_bad_line(
    findings: Option<&sync_ingest_table_findings>,
    index: i64,
) -> i64 {
    look(0, || Some(outward_count(at(&findings?.check().bad, index)?.line)))
}

/// Returns why a row is bad, or SYNC_INGEST_BAD_NONE if the index is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_findings_bad_reason(
    findings: Option<&sync_ingest_table_findings>,
    index: i64,
) -> sync_ingest_bad_reason {
    look(sync_ingest_bad_reason::SYNC_INGEST_BAD_NONE, || Some(at(&findings?.check().bad, index)?.reason.into()))
}

/// Returns how many keys have rows that differ; -1 without key columns.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_findings_duplicate_keys(findings: Option<&sync_ingest_table_findings>) -> i64 {
    look(-1, || findings?.check().duplicate_keys.map(outward_count))
}

/// Returns how many rows have an empty key; -1 without key columns.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_findings_empty_keys(findings: Option<&sync_ingest_table_findings>) -> i64 {
    look(-1, || findings?.check().empty_keys.map(outward_count))
}

/// Returns how many warnings there are, each kind once.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_findings_warning_count(findings: Option<&sync_ingest_table_findings>) -> i64 {
    look(0, || Some(outward_count(findings?.warnings.len())))
}

/// Returns what a warning is, or SYNC_INGEST_WARNING_NONE if the index is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_findings_warning_kind(
    findings: Option<&sync_ingest_table_findings>,
    index: i64,
) -> sync_ingest_warning_kind {
    look(sync_ingest_warning_kind::SYNC_INGEST_WARNING_NONE, || Some(at(&findings?.warnings, index)?.kind))
}

/// Returns how many cells, rows, lines or columns a warning is about, 1 where it is about the file,
/// or 0 if the index is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_findings_warning_occurrences(
    findings: Option<&sync_ingest_table_findings>,
    index: i64,
) -> i64 {
    look(0, || Some(at(&findings?.warnings, index)?.count))
}

/// Returns how many cells of a warning are listed: the first five that show it.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_findings_warning_cell_count(
    findings: Option<&sync_ingest_table_findings>,
    warning: i64,
) -> i64 {
    look(0, || Some(outward_count(at(&findings?.warnings, warning)?.cells.len())))
}

/// Returns the line, from 1, on which the row of such a cell begins, or 0 if an index is out of
/// range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_findings_warning_cell_line(
    findings: Option<&sync_ingest_table_findings>,
    warning: i64,
    index: i64,
) -> i64 {
    look(0, || Some(findings?.cell(warning, index)?.line))
}

/// Returns the column of such a cell, from 1, or 0 if an index is out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_findings_warning_cell_column(
    findings: Option<&sync_ingest_table_findings>,
    warning: i64,
    index: i64,
) -> i64 {
    look(0, || Some(findings?.cell(warning, index)?.column))
}

/// Returns the text of such a cell in UTF-8, at most 100 characters of it, or NULL if an index is
/// out of range.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_findings_warning_cell_text(
    findings: Option<&sync_ingest_table_findings>,
    warning: i64,
    index: i64,
) -> *const c_char {
    look(null(), || Some(findings?.cell(warning, index)?.text.as_ptr()))
}

/// Returns how many keys are new, or -1 where the jobs did not compare.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_findings_added(findings: Option<&sync_ingest_table_findings>) -> i64 {
    look(-1, || Some(outward_count(findings?.found.changes.as_ref()?.added)))
}

/// Returns how many keys have another row, or -1 where the jobs did not compare.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_findings_changed(findings: Option<&sync_ingest_table_findings>) -> i64 {
    look(-1, || Some(outward_count(findings?.found.changes.as_ref()?.changed)))
}

/// Returns how many keys have the same row, or -1 where the jobs did not compare.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_findings_unchanged(findings: Option<&sync_ingest_table_findings>) -> i64 {
    look(-1, || Some(outward_count(findings?.found.changes.as_ref()?.unchanged)))
}

/// Writes how many keys are gone: no row has them any more.
///
/// Errors: SYNC_INGEST_GONE_UNKNOWN while that is not known, because the key of a row cannot be
/// read and may be any of them: remove nothing then; SYNC_INGEST_INVALID_ARGUMENT where the jobs
/// did not compare.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_findings_gone(
    findings: Option<&sync_ingest_table_findings>,
    gone: Option<&mut MaybeUninit<i64>>,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    answer(error, || {
        let (findings, gone) = (required(findings, "findings")?, required(gone, "gone")?);
        let changes = findings.found.changes.as_ref();
        let changes = changes.ok_or_else(|| sync_ingest_error::invalid("the jobs of this run did not compare"))?;
        match &changes.gone {
            Gone::Known(keys) => gone.write(outward_count(keys.len())),
            Gone::Unknown { line } => return Err(sync_ingest_error::gone_unknown(*line)),
        };
        Ok(())
    })
}

/// Returns the line, from 1, of the first row whose key cannot be read, so that what is gone is not
/// known; 0 where it is known, or the jobs did not compare.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_findings_gone_unknown_since_line(
    findings: Option<&sync_ingest_table_findings>,
) -> i64 {
    look(0, || match findings?.found.changes.as_ref()?.gone {
        Gone::Known(_) => None,
        Gone::Unknown { line } => Some(outward_count(line)),
    })
}

/// Frees findings.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_findings_free(findings: Option<Box<sync_ingest_table_findings>>) {
    free(findings);
}
