//! What may be written after `sync-ingest table`.

mod words;

use crate::size;
use clap::{Args, Subcommand, ValueEnum};
use std::num::{NonZeroU64, NonZeroUsize};
use std::path::PathBuf;
use sync_ingest::tables::{Header, KeyRule, Limits, TableOptions};

/// The end of the help of a command: an example, and how it ends.
macro_rules! help {
    ($example:literal) => {
        concat!(
            $example,
            "\n\nExit status: 0 done; 3 done, but some rows are bad; 64 wrong usage;\n",
            "65 the file cannot be read as a table; 74 input/output error."
        )
    };
}

const CHECK: &str = help!(
    "Example: how will this export be read, and which rows cannot be used?\n\n\
     \x20   sync-ingest table check students.csv --key idnumber"
);
const NORMALISE: &str = help!(
    "Example: the good rows under other names of columns, the bad ones in a file to look at\n\n\
     \x20   sync-ingest table normalise students.csv --to good.csv --bad bad.csv --map 'N° INE=idnumber'"
);
const CHANGES: &str = help!(
    "Example: what has changed since yesterday? The first day, leave --against out\n\n\
     \x20   sync-ingest table changes students.csv --key idnumber --against sent.hashes --write sent.hashes"
);

#[derive(Args, Debug)]
pub(crate) struct Table {
    #[command(subcommand)]
    pub(crate) command: TableCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum TableCommand {
    /// Say how a table will be read, and which of its rows cannot be used; changes nothing
    Check(Check),
    /// Write a table as UTF-8 with commas, and its bad rows into a file of their own
    Normalise(Normalise),
    /// Say which rows are new, different or gone since the table that was read before
    Changes(Changes),
}

#[derive(Args, Debug)]
#[command(after_help = CHECK)]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) source: Source,
    /// Answer with one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args, Debug)]
#[command(after_help = NORMALISE)]
pub(crate) struct Normalise {
    #[command(flatten)]
    pub(crate) source: Source,
    /// The file to write the good rows to; one that is there is replaced
    #[arg(long, value_name = "OUT")]
    pub(crate) to: PathBuf,
    /// The file to write the bad rows to: a table of line, reason, and the row as it was
    #[arg(long, value_name = "OUT2")]
    pub(crate) bad: PathBuf,
    /// Answer with one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args, Debug)]
#[command(after_help = CHANGES)]
pub(crate) struct Changes {
    #[command(flatten)]
    pub(crate) source: Source,
    /// What an earlier run has written with --write [default: nothing was there, every row is
    /// added]
    #[arg(long, value_name = "BASE")]
    pub(crate) against: Option<PathBuf>,
    /// Remember this table for the next run: writes hashes alone, no names; may be BASE itself
    #[arg(long, value_name = "NEW")]
    pub(crate) write: Option<PathBuf>,
    /// A file with your secret, any bytes, so that nobody can guess a student number from its hash
    #[arg(long, value_name = "FILE")]
    pub(crate) secret: Option<PathBuf>,
    /// Print each change, one JSON object on each line
    #[arg(long)]
    pub(crate) list: bool,
    /// Answer with one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

/// The table, and what a person knows of it.
#[derive(Args, Debug)]
pub(crate) struct Source {
    /// The table: a text file with a header and one row on each line, as spreadsheets save it (CSV)
    pub(crate) file: PathBuf,
    /// The columns that tell one row from another, such as the student number [default: no keys are
    /// judged]
    #[arg(long, value_name = "A,B", value_parser = words::columns)]
    key: Vec<Vec<String>>,
    /// How keys are compared
    #[arg(long, value_enum, default_value_t = Rule::Exact)]
    rule: Rule,
    /// Read it in this encoding: utf-8, windows-1252, iso-8859-15, cp850, … [default: detected]
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// What separates the cells: one character, or tab [default: , ; tab or |, detected]
    #[arg(long, value_name = "CHARACTER", value_parser = words::delimiter)]
    delimiter: Option<u8>,
    /// Refuse the file unless its header has these columns in this order
    #[arg(long, value_name = "A,B,C", value_parser = words::columns)]
    header: Vec<Vec<String>>,
    /// Rename columns: the name in the file, =, the new name; several with commas, or repeated
    #[arg(long, value_name = "COLUMN=NAME", value_parser = words::renamed)]
    map: Vec<Vec<(String, String)>>,
    /// Leave out so many lines at the top, as the #TYPE of PowerShell
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    skip_lines: u64,
    /// Leave out such lines at the end: '(* rows affected)', where * is any text
    #[arg(long, value_name = "PATTERN")]
    footer: Option<String>,
    #[command(flatten)]
    limits: Largest,
}

/// What is refused as too large.
#[derive(Args, Debug)]
struct Largest {
    /// Refuse a table with more rows [default: 5,000,000, and never more]
    #[arg(long, value_name = "N")]
    max_rows: Option<NonZeroU64>,
    /// Refuse a table with a longer cell [default: 1 MiB, and never more]
    #[arg(long, value_name = "SIZE", value_parser = size::parse_limit)]
    max_field: Option<NonZeroUsize>,
    /// Refuse a table with a longer row [default: 4 MiB, and never more]
    #[arg(long, value_name = "SIZE", value_parser = size::parse_limit)]
    max_record: Option<NonZeroUsize>,
    /// Refuse a table with more columns [default: 1,000, and never more]
    #[arg(long, value_name = "N")]
    max_columns: Option<NonZeroUsize>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Rule {
    /// as they are
    Exact,
    /// without spaces around them, in lower case, in whichever way an accent is written (NFC)
    Folded,
}

impl Source {
    pub(crate) fn options(&self) -> TableOptions {
        let mut options = TableOptions::default();
        options.encoding.clone_from(&self.encoding);
        options.delimiter = self.delimiter;
        if !self.header.is_empty() {
            options.header = Header::Expected(self.header.concat());
        }
        options.key = self.key.concat();
        options.rule = match self.rule {
            Rule::Exact => KeyRule::Exact,
            Rule::Folded => KeyRule::Folded,
        };
        options.map = self.map.concat();
        options.skip_lines = self.skip_lines;
        options.footer.clone_from(&self.footer);
        options.limits = self.limits.limits();
        options
    }

    pub(crate) fn has_key(&self) -> bool {
        !self.key.is_empty()
    }
}

impl Largest {
    fn limits(&self) -> Limits {
        let mut limits = Limits::default();
        limits.rows = self.max_rows.map_or(limits.rows, NonZeroU64::get);
        limits.field = self.max_field.map_or(limits.field, NonZeroUsize::get);
        limits.record = self.max_record.map_or(limits.record, NonZeroUsize::get);
        limits.columns = self.max_columns.map_or(limits.columns, NonZeroUsize::get);
        limits
    }
}
