//! The answers of `table`.

use super::line;
use serde::Serialize;
use sync_ingest::tables::{BadRow, Change, Changes, Check, Gone, Refused};

/// The answer of `check`, and of `normalise`.
pub(crate) fn check(check: &Check) -> String {
    line(&CheckObject {
        encoding: check.encoding,
        delimiter: char::from(check.delimiter),
        header: &check.header,
        rows: check.rows,
        bad_count: check.bad_count,
        bad: check.bad.iter().map(BadObject::of).collect(),
        duplicate_keys: check.duplicate_keys,
        empty_keys: check.empty_keys,
        warnings: check.warnings.iter().map(|warning| warning.kind.as_str()).collect(),
    })
}

/// The answer of `changes`.
pub(crate) fn changes(changes: &Changes) -> String {
    let since = match changes.gone {
        Gone::Known(_) => None,
        Gone::Unknown { line } => Some(line),
    };
    line(&ChangesObject {
        added: changes.added,
        changed: changes.changed,
        unchanged: changes.unchanged,
        gone: changes.gone.count(),
        gone_unknown_since_line: since,
    })
}

/// One change, on a line of its own.
pub(crate) fn change(change: &Change) -> String {
    let key = match &change.key[..] {
        [] => KeyObject::Unknown(()),
        [cell] => KeyObject::Cell(cell),
        cells => KeyObject::Cells(cells),
    };
    line(&ChangeObject { change: change.kind.as_str(), line: change.line, key })
}

/// The answer where the file is refused.
pub(crate) fn refused(refused: &Refused) -> String {
    line(&RefusedObject { refused: refused.reason.as_str(), line: refused.line, byte: refused.byte })
}

#[derive(Serialize)]
struct CheckObject<'a> {
    encoding: &'static str,
    delimiter: char,
    header: &'a [String],
    rows: u64,
    bad_count: u64,
    bad: Vec<BadObject>,
    duplicate_keys: Option<u64>,
    empty_keys: Option<u64>,
    warnings: Vec<&'static str>,
}

#[derive(Serialize)]
struct BadObject {
    line: u64,
    reason: &'static str,
}

impl BadObject {
    fn of(row: &BadRow) -> Self {
        Self { line: row.line, reason: row.reason.as_str() }
    }
}

#[derive(Serialize)]
struct ChangesObject {
    added: u64,
    changed: u64,
    unchanged: u64,
    gone: Option<u64>,
    gone_unknown_since_line: Option<u64>,
}

#[derive(Serialize)]
struct ChangeObject<'a> {
    change: &'static str,
    line: Option<u64>,
    key: KeyObject<'a>,
}

/// A key of one column is a text, one of several a list; of what is gone only the hash is known.
#[derive(Serialize)]
#[serde(untagged)]
enum KeyObject<'a> {
    Unknown(()),
    Cell(&'a str),
    Cells(&'a [String]),
}

#[derive(Serialize)]
struct RefusedObject {
    refused: &'static str,
    line: Option<u64>,
    byte: u64,
}
