//! What may be written after `sync-ingest table`.

mod words;

use clap::{Args, Subcommand, ValueEnum};
use std::num::NonZeroU64;
use std::path::PathBuf;

const STATUSES: &str = "Exit status: 0 done; 3 done, but some rows are bad; 64 wrong usage;\n\
    65 the file cannot be used as a table at all; 74 input/output error.";

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
#[command(after_help = STATUSES)]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) source: Source,
    #[command(flatten)]
    pub(crate) key: Key,
    /// Answer with one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args, Debug)]
#[command(after_help = STATUSES)]
pub(crate) struct Normalise {
    #[command(flatten)]
    pub(crate) source: Source,
    #[command(flatten)]
    pub(crate) key: Key,
    /// The file to write the good rows to; one that is there is replaced
    #[arg(long, value_name = "OUT")]
    pub(crate) to: PathBuf,
    /// The file to write the bad rows to, as they were, each behind its line and its reason
    #[arg(long, value_name = "OUT2")]
    pub(crate) bad: PathBuf,
    /// Rename columns: the name in the file, =, the new name; several with commas, or repeated
    #[arg(long = "map", value_name = "COLUMN=NAME", value_parser = words::renamed)]
    map: Vec<Vec<(String, String)>>,
    /// Answer with one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args, Debug)]
#[command(after_help = STATUSES)]
pub(crate) struct Changes {
    #[command(flatten)]
    pub(crate) source: Source,
    #[command(flatten)]
    pub(crate) key: Key,
    /// What an earlier run has written with --write [default: nothing was there, every row is added]
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
    /// The table: a text file with one row on each line
    pub(crate) file: PathBuf,
    /// Read it in this encoding, as in utf-8, windows-1252, iso-8859-15, cp850 [default: detected]
    #[arg(long, value_name = "NAME")]
    pub(crate) encoding: Option<String>,
    /// What separates the cells: one character, or tab [default: , ; tab or |, detected]
    #[arg(long, value_name = "CHARACTER", value_parser = words::delimiter)]
    pub(crate) delimiter: Option<char>,
    /// Refuse the file unless its header has these columns in this order
    #[arg(long, value_name = "A,B,C", value_parser = words::columns)]
    header: Vec<Vec<String>>,
    /// Leave out so many lines at the top, as the #TYPE of PowerShell
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub(crate) skip_lines: u64,
    /// Leave out such a line at the end: '({any} rows affected)', where {any} is any text
    #[arg(long, value_name = "PATTERN")]
    pub(crate) footer: Option<String>,
    /// Refuse a table with more rows [default: 5,000,000]
    #[arg(long, value_name = "N")]
    pub(crate) max_rows: Option<NonZeroU64>,
    /// Refuse a table with a longer cell [default: 1 MiB]
    #[arg(long, value_name = "BYTES")]
    pub(crate) max_field: Option<NonZeroU64>,
    /// Refuse a table with a longer row [default: 4 MiB]
    #[arg(long, value_name = "BYTES")]
    pub(crate) max_record: Option<NonZeroU64>,
    /// Refuse a table with more columns [default: 1,000]
    #[arg(long, value_name = "N")]
    pub(crate) max_columns: Option<NonZeroU64>,
}

/// Which columns tell one row from another.
#[derive(Args, Debug)]
pub(crate) struct Key {
    /// The columns that tell one row from another, such as the student number
    #[arg(long, value_name = "A,B", value_parser = words::columns)]
    key: Vec<Vec<String>>,
    /// How keys are compared
    #[arg(long, value_enum, default_value_t = Rule::Exact)]
    pub(crate) rule: Rule,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Rule {
    /// as they are
    Exact,
    /// without spaces around them, in lower case, whatever way an accent is written (NFC)
    Folded,
}

impl Source {
    pub(crate) fn header(&self) -> Option<Vec<String>> {
        (!self.header.is_empty()).then(|| self.header.concat())
    }
}

impl Key {
    pub(crate) fn columns(&self) -> Vec<String> {
        self.key.concat()
    }
}

impl Normalise {
    pub(crate) fn map(&self) -> Vec<(String, String)> {
        self.map.concat()
    }
}
