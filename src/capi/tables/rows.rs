//! The rows of a table and its changes, pulled in batches.

use super::batch::sync_ingest_table_batch;
use super::findings::sync_ingest_table_findings;
use super::refused::translated;
use crate::capi::call::{answer, free, required};
use crate::capi::code::sync_ingest_code;
use crate::capi::error::{Result, sync_ingest_error};
use crate::capi::guard::Guarded;
use crate::tables::{ChangeList, Rows, TableResult};
use std::mem::MaybeUninit;
use std::path::{Path, PathBuf};

/// The good rows of a table, pulled in batches. Memory does not grow with their number.
pub struct sync_ingest_table_rows {
    rows: Guarded<Pulled<Rows>>,
    columns: usize,
}

/// The changes of a table, pulled in batches: those of rows in the order of the file, then the keys
/// that are gone, where that is known.
pub struct sync_ingest_table_changes {
    changes: Guarded<Pulled<ChangeList>>,
    key: usize,
    columns: usize,
}

/// What is pulled, and the failure that ended it while there were rows to hand over.
struct Pulled<T> {
    source: T,
    path: PathBuf,
    failure: Option<sync_ingest_error>,
}

impl<T> Pulled<T> {
    fn new(source: T, path: &Path) -> Guarded<Self> {
        Guarded::new(Self { source, path: path.to_owned(), failure: None })
    }

    /// Fills a batch by `pull`, which adds one row and returns whether there was one. `None` after
    /// the last one.
    fn fill(
        &mut self,
        mut batch: sync_ingest_table_batch,
        mut pull: impl FnMut(&mut T, &mut sync_ingest_table_batch) -> TableResult<bool>,
    ) -> Result<Option<Box<sync_ingest_table_batch>>> {
        while self.failure.is_none() && !batch.is_full() {
            match pull(&mut self.source, &mut batch) {
                Ok(true) => {}
                Ok(false) => break,
                Err(failure) => self.failure = Some(translated(failure, &self.path, None)),
            }
        }
        match self.failure.take_if(|_| batch.is_empty()) {
            Some(failure) => Err(failure),
            None => Ok((!batch.is_empty()).then(|| Box::new(batch))),
        }
    }
}

/// Writes the good rows from the first on, yours to free: without those whose key has rows that
/// differ, and each of those that are equal once. The file is read again meanwhile.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_findings_rows(
    findings: Option<&sync_ingest_table_findings>,
    rows: Option<&mut MaybeUninit<Option<Box<sync_ingest_table_rows>>>>,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    answer(error, || {
        let (findings, rows) = (required(findings, "findings")?, required(rows, "rows")?);
        let columns = findings.columns();
        let pulled = Pulled::new(findings.found().rows(), findings.path());
        rows.write(Some(Box::new(sync_ingest_table_rows { rows: pulled, columns })));
        Ok(())
    })
}

/// Writes the next rows, yours to free; NULL after the last ones.
///
/// Errors: SYNC_INGEST_TABLE_REFUSED when the file has changed since it was checked; otherwise any
/// failure of the system.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_rows_next(
    rows: Option<&mut sync_ingest_table_rows>,
    batch: Option<&mut MaybeUninit<Option<Box<sync_ingest_table_batch>>>>,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    answer(error, || {
        let (rows, batch) = (required(rows, "rows")?, required(batch, "batch")?);
        let empty = sync_ingest_table_batch::of_rows(rows.columns);
        batch.write(rows.rows.run(|rows| {
            rows.fill(empty, |rows, batch| {
                let Some(row) = rows.next_row()? else { return Ok(false) };
                batch.add_row(row.line(), row.iter());
                Ok(true)
            })
        })?);
        Ok(())
    })
}

/// Frees rows.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_rows_free(rows: Option<Box<sync_ingest_table_rows>>) {
    free(rows);
}

/// Writes the changes from the first on, yours to free; none where the jobs did not compare. The
/// file is read again meanwhile.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_findings_changes(
    findings: Option<&sync_ingest_table_findings>,
    changes: Option<&mut MaybeUninit<Option<Box<sync_ingest_table_changes>>>>,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    answer(error, || {
        let (findings, changes) = (required(findings, "findings")?, required(changes, "changes")?);
        let (key, columns) = (findings.key(), findings.columns());
        let pulled = Pulled::new(findings.found().change_list(), findings.path());
        changes.write(Some(Box::new(sync_ingest_table_changes { changes: pulled, key, columns })));
        Ok(())
    })
}

/// Writes the next changes, yours to free; NULL after the last ones.
///
/// Errors: as sync_ingest_table_rows_next().
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_changes_next(
    changes: Option<&mut sync_ingest_table_changes>,
    batch: Option<&mut MaybeUninit<Option<Box<sync_ingest_table_batch>>>>,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    answer(error, || {
        let (changes, batch) = (required(changes, "changes")?, required(batch, "batch")?);
        let empty = sync_ingest_table_batch::of_changes(changes.key, changes.columns);
        batch.write(changes.changes.run(|changes| {
            changes.fill(empty, |changes, batch| {
                let Some(change) = changes.next().transpose()? else { return Ok(false) };
                batch.add_change(&change);
                Ok(true)
            })
        })?);
        Ok(())
    })
}

/// Frees changes.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_changes_free(changes: Option<Box<sync_ingest_table_changes>>) {
    free(changes);
}
