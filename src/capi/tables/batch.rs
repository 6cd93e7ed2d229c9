//! Rows on their way out, many at a time.

use super::kinds::sync_ingest_change_kind;
use crate::capi::call::{at, free, look, outward_count};
use crate::tables::Change;
use std::ffi::c_char;
use std::ptr::null;

/// A batch is handed over when its texts have this many bytes, or it has this many rows.
const BYTES: usize = 1 << 16;
const ROWS: usize = 1 << 10;

/// The hashes that come before the key of a change.
const HASHES: usize = 2;

/// Some rows of a table, or some changes, in the order of the file. It depends on no other object
/// and never changes. Rows and columns count from 0; outside of them there is NULL or 0.
pub struct sync_ingest_table_batch {
    /// Texts that end with a NUL, as many for each row: the cells; for a change the hashes and the
    /// key come before them.
    texts: Vec<u8>,
    starts: Vec<usize>,
    width: usize,
    /// How many texts come before the first cell.
    before: usize,
    lines: Vec<i64>,
    kinds: Vec<sync_ingest_change_kind>,
}

impl sync_ingest_table_batch {
    pub(super) fn of_rows(columns: usize) -> Self {
        Self::new(0, columns)
    }

    pub(super) fn of_changes(key: usize, columns: usize) -> Self {
        Self::new(HASHES + key, columns)
    }

    fn new(before: usize, columns: usize) -> Self {
        Self {
            texts: Vec::new(),
            starts: Vec::new(),
            width: before + columns,
            before,
            lines: Vec::new(),
            kinds: Vec::new(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    pub(super) fn is_full(&self) -> bool {
        self.texts.len() >= BYTES || self.lines.len() >= ROWS
    }

    pub(super) fn add_row<'a>(&mut self, line: u64, cells: impl Iterator<Item = &'a str>) {
        cells.take(self.width).for_each(|cell| self.add_text(cell));
        self.end_row(Some(line), sync_ingest_change_kind::SYNC_INGEST_CHANGE_NONE);
    }

    pub(super) fn add_change(&mut self, change: &Change) {
        self.add_text(&change.key_hash.to_string());
        self.add_text(&change.row_hash.map(|hash| hash.to_string()).unwrap_or_default());
        for column in 0..self.keys() {
            self.add_text(change.key.get(column).map_or("", String::as_str));
        }
        for column in 0..self.width - self.before {
            self.add_text(change.cells.get(column).map_or("", String::as_str));
        }
        self.end_row(change.line, change.kind.into());
    }

    fn add_text(&mut self, text: &str) {
        self.starts.push(self.texts.len());
        // A cell has no control characters; a NUL would end it before its time.
        match text.contains('\0') {
            false => self.texts.extend_from_slice(text.as_bytes()),
            true => self.texts.extend(text.bytes().filter(|byte| *byte != 0)),
        }
        self.texts.push(0);
    }

    fn end_row(&mut self, line: Option<u64>, kind: sync_ingest_change_kind) {
        self.lines.push(line.map_or(0, outward_count));
        self.kinds.push(kind);
    }

    /// How many columns the key of a change has.
    fn keys(&self) -> usize {
        self.before.saturating_sub(HASHES)
    }

    fn hash(&self, row: i64, index: usize) -> Option<*const c_char> {
        self.text(row, (self.before > 0).then_some(index)?)
    }

    /// The text at a place of a row, counted from the first before its cells.
    fn text(&self, row: i64, place: usize) -> Option<*const c_char> {
        let first = usize::try_from(row).ok()?.checked_mul(self.width)?;
        let start = *self.starts.get(first.checked_add((place < self.width).then_some(place)?)?)?;
        Some(self.texts[start..].as_ptr().cast())
    }
}

/// Returns how many rows a batch has.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_batch_count(batch: Option<&sync_ingest_table_batch>) -> i64 {
    look(0, || Some(outward_count(batch?.lines.len())))
}

/// Returns the line of the file, from 1, on which a row begins; 0 for a key that is gone.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_batch_line(batch: Option<&sync_ingest_table_batch>, row: i64) -> i64 {
    look(0, || at(&batch?.lines, row).copied())
}

/// Returns a cell in UTF-8, or NULL outside of the batch. The columns are those of
/// sync_ingest_table_findings_column(). A key that is gone has empty cells.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_batch_cell(
    batch: Option<&sync_ingest_table_batch>,
    row: i64,
    column: i64,
) -> *const c_char {
    look(null(), || {
        let batch = batch?;
        batch.text(row, batch.before.checked_add(usize::try_from(column).ok()?)?)
    })
}

/// Returns what a change is, or SYNC_INGEST_CHANGE_NONE in a batch of rows.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_batch_kind(
    batch: Option<&sync_ingest_table_batch>,
    row: i64,
) -> sync_ingest_change_kind {
    look(sync_ingest_change_kind::SYNC_INGEST_CHANGE_NONE, || at(&batch?.kinds, row).copied())
}

/// Returns a cell of the key of a change, as it is in the file, or NULL in a batch of rows. `index`
/// counts the columns of the key. Of a key that is gone only the hash is known.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_batch_key(
    batch: Option<&sync_ingest_table_batch>,
    row: i64,
    index: i64,
) -> *const c_char {
    look(null(), || {
        let (batch, index) = (batch?, usize::try_from(index).ok()?);
        batch.text(row, (index < batch.keys()).then_some(HASHES + index)?)
    })
}

/// Returns the hash of the key of a change as 32 lower-case hexadecimal digits, or NULL in a batch
/// of rows.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_batch_key_hash(batch: Option<&sync_ingest_table_batch>, row: i64) -> *const c_char {
    look(null(), || batch?.hash(row, 0))
}

/// Returns the hash of the row of a change as 32 lower-case hexadecimal digits; "" for a key that
/// is gone, or NULL in a batch of rows.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_batch_row_hash(batch: Option<&sync_ingest_table_batch>, row: i64) -> *const c_char {
    look(null(), || batch?.hash(row, 1))
}

/// Returns all texts of a batch at once, for languages in which a call costs more than a copy: row
/// by row, each text ended by a NUL. A row of a table has its cells; a change its two hashes, the
/// cells of its key, and its cells. NULL for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_batch_texts(batch: Option<&sync_ingest_table_batch>) -> *const u8 {
    look(null(), || Some(batch?.texts.as_ptr()))
}

/// Returns how many bytes sync_ingest_table_batch_texts() has.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_batch_size(batch: Option<&sync_ingest_table_batch>) -> i64 {
    look(0, || Some(outward_count(batch?.texts.len())))
}

/// Returns how many texts each row has in sync_ingest_table_batch_texts().
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_batch_width(batch: Option<&sync_ingest_table_batch>) -> i64 {
    look(0, || Some(outward_count(batch?.width)))
}

/// Returns the lines of all rows at once, as sync_ingest_table_batch_line(), or NULL for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_batch_lines(batch: Option<&sync_ingest_table_batch>) -> *const i64 {
    look(null(), || Some(batch?.lines.as_ptr()))
}

/// Returns what all changes are at once, as sync_ingest_table_batch_kind(), or NULL for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_batch_kinds(
    batch: Option<&sync_ingest_table_batch>,
) -> *const sync_ingest_change_kind {
    look(null(), || Some(batch?.kinds.as_ptr()))
}

/// Frees a batch.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_batch_free(batch: Option<Box<sync_ingest_table_batch>>) {
    free(batch);
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ffi::CStr;

    fn read(text: *const c_char) -> Option<String> {
        // SAFETY: NULL, or a text of a batch that is alive.
        (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) }.to_str().unwrap().to_owned())
    }

    #[test]
    fn cells_are_found_by_row_and_column_and_nothing_outside_of_them() {
        let mut batch = sync_ingest_table_batch::of_rows(2);
        batch.add_row(2, ["1", "Ada"].into_iter());
        batch.add_row(4, ["", "Gr\0ace"].into_iter());
        let cell = |row, column| read(sync_ingest_table_batch_cell(Some(&batch), row, column));
        assert_eq!((cell(0, 1), cell(1, 0)), (Some("Ada".to_owned()), Some(String::new())));
        assert_eq!(cell(1, 1), Some("Grace".to_owned()), "a NUL hides nothing");
        for (row, column) in [(0, 2), (2, 0), (-1, 0), (0, -1), (i64::MAX, 0), (0, i64::MAX), (i64::MAX, i64::MAX)] {
            assert_eq!(cell(row, column), None, "{row}, {column}");
        }
        assert_eq!(batch.texts, b"1\0Ada\0\0Grace\0");
        assert!(sync_ingest_table_batch_key(Some(&batch), 0, 0).is_null());
        assert!(sync_ingest_table_batch_key_hash(Some(&batch), 0).is_null());
    }

    #[test]
    fn a_batch_is_full_by_its_rows_or_its_bytes() {
        let mut many = sync_ingest_table_batch::of_rows(1);
        (0..ROWS).for_each(|_| many.add_row(1, [""].into_iter()));
        assert!(many.is_full());
        let mut large = sync_ingest_table_batch::of_rows(1);
        large.add_row(1, [&*"x".repeat(BYTES)].into_iter());
        assert!(large.is_full());
    }
}
