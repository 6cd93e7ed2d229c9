//! What a check finds.

use super::reasons::{BadReason, EncodingEvidence, WarningKind};

/// What a check has found in a table that is not refused.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Check {
    /// The encoding, such as `UTF-8`, `windows-1252` or `CP850`.
    pub encoding: &'static str,
    /// How the encoding is known.
    pub encoding_evidence: EncodingEvidence,
    /// The delimiter; `,` where there is one column alone.
    pub delimiter: u8,
    /// The names of the columns as in the file; for a table without a header `1`, `2`, …
    pub header: Vec<String>,
    /// The names of the delivered columns, as they are written.
    pub columns: Vec<String>,
    /// How many data rows there are, good and bad, without the header and without what is skipped.
    pub rows: u64,
    /// How many of them are bad.
    pub bad_count: u64,
    /// The first bad rows, in the order of the file.
    pub bad: Vec<BadRow>,
    /// How many keys have rows that differ. `None` without key columns.
    pub duplicate_keys: Option<u64>,
    /// How many rows have an empty key. `None` without key columns.
    pub empty_keys: Option<u64>,
    /// What a person should look at, each kind once.
    pub warnings: Vec<Warning>,
}

/// A bad row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BadRow {
    /// The physical line on which it begins, from 1.
    pub line: u64,
    /// Why it is bad.
    pub reason: BadReason,
}

/// Something that a person should look at.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Warning {
    /// What it is.
    pub kind: WarningKind,
    /// How many cells, rows, lines or columns it is about; 1 where it is about the file.
    pub count: u64,
    /// The first cells that show it, at most five; empty where no cell does.
    pub cells: Vec<WarningCell>,
}

/// A cell to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct WarningCell {
    /// The physical line on which its row begins, from 1.
    pub line: u64,
    /// The column, from 1.
    pub column: usize,
    /// Its text, at most 100 characters.
    pub text: String,
}
