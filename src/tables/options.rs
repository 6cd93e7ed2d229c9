//! How a table is to be read.

use super::reasons::KeyRule;

/// How many bad rows a check lists unless the caller asks for more or fewer.
pub const BAD_ROWS_LISTED: usize = 100;

/// What a table may cost. The defaults are the highest values: callers may lower them, and what is
/// above is taken as the default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Data rows, good and bad. Default: 5,000,000.
    pub rows: u64,
    /// Bytes of a cell in UTF-8. Default: 1 MiB.
    pub field: usize,
    /// Bytes of a row in UTF-8, delimiters and quotes included. Default: 4 MiB.
    pub record: usize,
    /// Cells of the header. Default: 1,000.
    pub columns: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { rows: 5_000_000, field: 1 << 20, record: 4 << 20, columns: 1_000 }
    }
}

impl Limits {
    /// Sets [`rows`](Self#structfield.rows).
    #[must_use]
    pub fn rows(mut self, rows: u64) -> Self {
        self.rows = rows;
        self
    }

    /// Sets [`field`](Self#structfield.field).
    #[must_use]
    pub fn field(mut self, bytes: usize) -> Self {
        self.field = bytes;
        self
    }

    /// Sets [`record`](Self#structfield.record).
    #[must_use]
    pub fn record(mut self, bytes: usize) -> Self {
        self.record = bytes;
        self
    }

    /// Sets [`columns`](Self#structfield.columns).
    #[must_use]
    pub fn columns(mut self, cells: usize) -> Self {
        self.columns = cells;
        self
    }

    /// The same with nothing above the defaults.
    pub(super) fn capped(self) -> Self {
        let most = Self::default();
        Self {
            rows: self.rows.min(most.rows),
            field: self.field.min(most.field),
            record: self.record.min(most.record),
            columns: self.columns.min(most.columns),
        }
    }
}

/// Whether the first row is a header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Header {
    /// It is, whatever its names.
    #[default]
    Present,
    /// It is not: columns are named `1`, `2`, … by their position.
    Absent,
    /// It is, and has exactly these names in this order, compared trimmed, in Unicode's
    /// normalisation form C, in lower case, without invisible characters. Another one refuses the
    /// file.
    Expected(Vec<String>),
}

/// How a table is to be read. What is not pinned is detected. Each option is set by the method of
/// its name.
///
/// # Examples
/// ```
/// use sync_ingest::tables::{KeyRule, TableOptions};
///
/// let options = TableOptions::default()
///     .encoding("windows-1252")
///     .delimiter(b';')
///     .key("student number")
///     .rule(KeyRule::Folded)
///     .map("student number", "idnumber");
/// assert_eq!(options.limits.rows, 5_000_000, "what is not set keeps its default");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TableOptions {
    /// A label of the WHATWG encoding standard, such as `utf-8`, `windows-1252` or `utf-16le`, or
    /// `cp850` or `cp437`. A file with the byte order mark of another one is refused. `None`:
    /// detected.
    pub encoding: Option<String>,
    /// An ASCII character that is no letter, digit, quote or line end. `None`: detected among `,`
    /// `;` tab `|`.
    pub delimiter: Option<u8>,
    /// Whether the first row is a header, and which.
    pub header: Header,
    /// Columns that together identify a row, by their mapped names or those in the file. Empty: no
    /// keys are judged, and there are no changes.
    pub key: Vec<String>,
    /// How keys are compared.
    pub rule: KeyRule,
    /// New names for columns: from the name in the file to the name to write. Names in the file are
    /// compared as headers are.
    pub map: Vec<(String, String)>,
    /// Only mapped columns are delivered and compared, in the order of the map. Otherwise all are,
    /// in the order of the file.
    pub only_mapped: bool,
    /// Physical lines at the top that are no part of the table, such as a title or `#TYPE`.
    pub skip_lines: u64,
    /// What lines after the last row look like, such as `(* rows affected)`; `*` is any text. They
    /// are no part of the table.
    pub footer: Option<String>,
    /// What the table may cost.
    pub limits: Limits,
    /// How many bad rows [`Check::bad`](super::Check#structfield.bad) lists at most; all are
    /// counted. Default: 100.
    pub bad_listed: usize,
    /// The secret that keys the hashes. `None`: a fixed one, with which hashes of short numbers can
    /// be guessed.
    pub secret: Option<Vec<u8>>,
}

impl Default for TableOptions {
    fn default() -> Self {
        Self {
            encoding: None,
            delimiter: None,
            header: Header::default(),
            key: Vec::new(),
            rule: KeyRule::default(),
            map: Vec::new(),
            only_mapped: false,
            skip_lines: 0,
            footer: None,
            limits: Limits::default(),
            bad_listed: BAD_ROWS_LISTED,
            secret: None,
        }
    }
}

impl TableOptions {
    /// Sets [`encoding`](Self#structfield.encoding).
    #[must_use]
    pub fn encoding(mut self, label: impl Into<String>) -> Self {
        self.encoding = Some(label.into());
        self
    }

    /// Sets [`delimiter`](Self#structfield.delimiter).
    #[must_use]
    pub fn delimiter(mut self, delimiter: u8) -> Self {
        self.delimiter = Some(delimiter);
        self
    }

    /// Sets [`header`](Self#structfield.header).
    #[must_use]
    pub fn header(mut self, header: Header) -> Self {
        self.header = header;
        self
    }

    /// Adds one of the [`key`](Self#structfield.key) columns.
    #[must_use]
    pub fn key(mut self, column: impl Into<String>) -> Self {
        self.key.push(column.into());
        self
    }

    /// Sets [`rule`](Self#structfield.rule).
    #[must_use]
    pub fn rule(mut self, rule: KeyRule) -> Self {
        self.rule = rule;
        self
    }

    /// Adds to the [`map`](Self#structfield.map).
    #[must_use]
    pub fn map(mut self, from: impl Into<String>, to: impl Into<String>) -> Self {
        self.map.push((from.into(), to.into()));
        self
    }

    /// Sets [`only_mapped`](Self#structfield.only_mapped).
    #[must_use]
    pub fn only_mapped(mut self, only: bool) -> Self {
        self.only_mapped = only;
        self
    }

    /// Sets [`skip_lines`](Self#structfield.skip_lines).
    #[must_use]
    pub fn skip_lines(mut self, lines: u64) -> Self {
        self.skip_lines = lines;
        self
    }

    /// Sets [`footer`](Self#structfield.footer).
    #[must_use]
    pub fn footer(mut self, pattern: impl Into<String>) -> Self {
        self.footer = Some(pattern.into());
        self
    }

    /// Sets [`limits`](Self#structfield.limits).
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Sets [`bad_listed`](Self#structfield.bad_listed).
    #[must_use]
    pub fn bad_listed(mut self, rows: usize) -> Self {
        self.bad_listed = rows;
        self
    }

    /// Sets [`secret`](Self#structfield.secret).
    #[must_use]
    pub fn secret(mut self, secret: impl Into<Vec<u8>>) -> Self {
        self.secret = Some(secret.into());
        self
    }
}
