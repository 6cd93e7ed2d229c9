//! Reads, checks, normalises and compares tables: files of rows with a header, as spreadsheets and
//! databases export them.
//!
//! A [`Table`] is a file and [how it is to be read](TableOptions). [`Table::check`] finds out what
//! is in it, and writes nothing; [`Table::run`] also normalises it and finds what has changed, in
//! the same parse. No column is ever interpreted.
//!
//! - A *bad row* is reported with its line and its reason, and is not delivered; no other row
//!   suffers for it.
//! - A file is *refused* as a whole when its rows cannot be separated: see [`RefusalReason`].
//! - A caller who asks what is *gone* gets the list, or [not known](Gone::Unknown), because a row's
//!   key cannot be read.
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
//! assert_eq!((check.encoding, check.delimiter, check.rows), ("UTF-8", b';', 2));
//! # Ok::<(), sync_ingest::tables::TableError>(())
//! ```

mod changes;
mod check;
mod compare;
mod delimiter;
mod dialect;
mod encoding;
mod entries;
mod explanations;
mod failure;
mod footer;
mod hash_file;
mod hashing;
mod jobs;
mod layout;
mod names;
mod normal;
mod options;
mod reader;
mod reasons;
mod rows;
mod run;
mod scan;
mod source;
mod text;
mod verdict;
mod walk;
mod warnings;

pub use changes::{Change, ChangeList, Changes, Gone, KeyHash, RowHash};
pub use check::{BadRow, Check, Warning, WarningCell};
pub use failure::{Refused, TableError, TableResult};
pub use jobs::{Jobs, Normalise, Stamp};
pub use options::{BAD_ROWS_LISTED, Header, Limits, TableOptions};
pub use reasons::{BadReason, ChangeKind, EncodingEvidence, KeyRule, RefusalReason, WarningKind};
pub use rows::{Row, Rows};
pub use source::{Source, SourceState};

use std::path::Path;
use std::sync::Arc;

/// A file of rows, and how it is to be read. It may be used from several threads, and several
/// readers of it at a time.
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
    ///
    /// # Examples
    /// ```
    /// use sync_ingest::tables::{Table, TableError, TableOptions};
    ///
    /// match Table::open("/srv/no-such-folder/students.csv", TableOptions::default()) {
    ///     Err(TableError::Failed(error)) => assert_eq!(error.kind().as_str(), "not_found"),
    ///     other => panic!("{other:?}"),
    /// }
    /// ```
    pub fn open(path: impl AsRef<Path>, options: TableOptions) -> TableResult<Self> {
        run::check_options(&options)?;
        Self::from_source(crate::fs::open_regular(path.as_ref(), "open the table")?, options)
    }

    /// Takes bytes that lie elsewhere.
    ///
    /// # Errors
    /// An option makes no sense.
    ///
    /// # Examples
    /// ```
    /// use sync_ingest::tables::{Table, TableOptions};
    ///
    /// let table = Table::from_source(b"id\n1\n".to_vec(), TableOptions::default())?;
    /// assert_eq!(table.check()?.rows, 1);
    /// # Ok::<(), sync_ingest::tables::TableError>(())
    /// ```
    pub fn from_source(source: impl Source + 'static, options: TableOptions) -> TableResult<Self> {
        run::check_options(&options)?;
        Ok(Self { source: Arc::new(source), options: Arc::new(options) })
    }

    /// Finds out what is in the table, and writes nothing.
    ///
    /// # Errors
    /// The file is refused, or cannot be read.
    ///
    /// # Examples
    /// ```
    /// use sync_ingest::tables::{BadReason, Table, TableOptions};
    ///
    /// let bytes = b"id;name\n1;Ada\n2\n1;Grace\n".to_vec();
    /// let check = Table::from_source(bytes, TableOptions::default().key("id"))?.check()?;
    /// assert_eq!((check.rows, check.bad_count, check.duplicate_keys), (3, 3, Some(1)));
    /// assert_eq!((check.bad[1].line, check.bad[1].reason), (3, BadReason::Ragged));
    /// # Ok::<(), sync_ingest::tables::TableError>(())
    /// ```
    pub fn check(&self) -> TableResult<Check> {
        Ok(self.run(&Jobs::default())?.check)
    }

    /// Checks the table and does the jobs, in one parse. Files are written whole or not at all.
    /// Where rows turn out to be bad or repeated because of later rows, the good ones are written a
    /// second time.
    ///
    /// # Errors
    /// The file or the base is refused, or something cannot be read or written.
    ///
    /// # Examples
    /// ```
    /// use sync_ingest::tables::{Gone, Jobs, Stamp, Table, TableOptions};
    /// # let place = tempfile::tempdir()?;
    /// # let path = place.path();
    ///
    /// let options = TableOptions::default().key("id").secret("of this school");
    /// let (monday, tuesday) = ("id;name\n1;Ada\n2;Grace\n", "name,id\nAda,1\nJoan,3\n");
    /// let base = path.join("students.hashes");
    /// let write = Jobs::default().write(&base, Stamp::default());
    /// Table::from_source(monday.as_bytes().to_vec(), options.clone())?.run(&write)?;
    ///
    /// let compare = Jobs::default()
    ///     .normalise(path.join("students.csv"), path.join("students.bad.csv"))
    ///     .against(&base, Stamp::default());
    /// let findings = Table::from_source(tuesday.as_bytes().to_vec(), options)?.run(&compare)?;
    /// let changes = findings.changes.as_ref().expect("they were asked for");
    /// match &changes.gone {
    ///     Gone::Known(keys) => assert_eq!(keys.len(), 1),
    ///     Gone::Unknown { line } => panic!("the key in line {line} cannot be read"),
    /// }
    /// for change in findings.change_list() {
    ///     let change = change?;
    ///     println!("{} {:?}", change.kind, change.key);
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn run(&self, jobs: &Jobs) -> TableResult<Findings> {
        run::run(self, jobs)
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
    known: walk::Known,
}

impl Findings {
    /// Returns the good rows, normalised, from the first on: without those whose key has rows that
    /// differ, and each of those that are equal once.
    ///
    /// # Examples
    /// See [`Rows::next_row`].
    #[must_use]
    pub fn rows(&self) -> Rows {
        Rows::new(self.known.clone())
    }

    /// Returns the changes from the first on; none where they were not asked for.
    ///
    /// # Examples
    /// See [`Table::run`].
    #[must_use]
    pub fn change_list(&self) -> ChangeList {
        ChangeList::new(&self.known, self.changes.as_ref())
    }
}
