//! A file of rows.

use super::findings::sync_ingest_table_findings;
use super::jobs::sync_ingest_table_jobs;
use super::options::sync_ingest_table_options;
use super::refused::translated;
use crate::capi::call::{answer, free, required};
use crate::capi::code::sync_ingest_code;
use crate::capi::error::sync_ingest_error;
use crate::capi::guard::Guarded;
use crate::capi::text::{inward, path};
use crate::tables::Table;
use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::path::PathBuf;

/// A file of rows with a header, as spreadsheets and databases export it. What was found in it
/// lives on without it.
pub struct sync_ingest_table {
    table: Guarded<Table>,
    path: PathBuf,
    /// How many columns the key has.
    key: usize,
}

/// Writes the table at `path`, a regular file, with a copy of `options` (NULL: the defaults), yours
/// to free. Nothing is read yet.
///
/// Errors: SYNC_INGEST_INVALID_ARGUMENT for options that make no sense, and for what is no regular
/// file; otherwise any failure of the system.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sync_ingest_table_open(
    path: *const c_char,
    options: Option<&sync_ingest_table_options>,
    table: Option<&mut MaybeUninit<Option<Box<sync_ingest_table>>>>,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    // SAFETY: as the header asks.
    let path = unsafe { inward(path) };
    answer(error, || {
        let (path, table) = (self::path(path, "path")?, required(table, "table")?);
        let options = options.map(sync_ingest_table_options::copy).transpose()?.unwrap_or_default();
        let key = options.key.len();
        let opened = Table::open(path, options).map_err(|error| translated(error, path, None))?;
        table.write(Some(Box::new(sync_ingest_table { table: Guarded::new(opened), path: path.to_owned(), key })));
        Ok(())
    })
}

/// Writes what is found in the table, yours to free. It is read from its beginning to its end, and
/// the jobs (NULL: none) are done on the way.
///
/// Errors: SYNC_INGEST_TABLE_REFUSED when the file, or the file of hashes, is refused as a whole:
/// sync_ingest_error_refusal() returns why; otherwise any failure of the system. Nothing half is
/// left behind.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_run(
    table: Option<&mut sync_ingest_table>,
    jobs: Option<&sync_ingest_table_jobs>,
    findings: Option<&mut MaybeUninit<Option<Box<sync_ingest_table_findings>>>>,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    answer(error, || {
        let (table, findings) = (required(table, "table")?, required(findings, "findings")?);
        let jobs = jobs.map(sync_ingest_table_jobs::copy).transpose()?.unwrap_or_default();
        let path = &*table.path;
        let base = jobs.against.as_ref().map(|(base, _)| &**base);
        let found = table.table.run(|table| table.run(&jobs).map_err(|error| translated(error, path, base)))?;
        findings.write(Some(Box::new(sync_ingest_table_findings::new(found, path.to_owned(), table.key))));
        Ok(())
    })
}

/// Frees a table.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_free(table: Option<Box<sync_ingest_table>>) {
    free(table);
}
