//! The answers of `table` for people.

use super::table_codes::{bad_row, encoding, refusal, warning};
use super::{plural, printable};
use std::path::Path;
use sync_ingest::tables::{Changes, Check, Gone, Refused};

/// How many bad rows are shown.
const ROWS_SHOWN: usize = 10;

/// How a table is read, and what a person should look at.
pub(crate) fn check(check: &Check) -> String {
    let mut text = format!("encoding: {} ({})\n", check.encoding, encoding(check.encoding_evidence));
    text.push_str(&format!("delimiter: {}\n", delimiter(check.delimiter)));
    let names = check.header.iter().map(printable).collect::<Vec<_>>();
    text.push_str(&format!("header: {}\n", names.join(", ")));
    text.push_str(&format!("rows: {}, {} bad\n", check.rows, of_them(check.bad_count)));
    text.push_str(&bad_rows(check));
    if let (Some(duplicate), Some(empty)) = (check.duplicate_keys, check.empty_keys) {
        text.push_str(&format!("keys: {duplicate} with rows that differ, {empty} empty\n"));
    }
    text + &warnings(check)
}

/// What was written where.
pub(crate) fn normalised(check: &Check, to: &Path, bad: &Path) -> String {
    let (good, count) = (check.rows - check.bad_count, check.bad_count);
    let good = format!("{}: {} in UTF-8, with commas\n", printable(to), plural(good, "row"));
    let bad = format!("{}: {}, as delivered\n", printable(bad), plural(count, "bad row"));
    good + &bad + &bad_rows(check) + &warnings(check)
}

/// The counts of the changes.
pub(crate) fn changes(changes: &Changes) -> String {
    let Changes { added, changed, unchanged, gone, .. } = changes;
    let gone = match gone {
        Gone::Known(keys) => format!("gone: {}", keys.len()),
        Gone::Unknown { line } => gone_unknown(*line),
    };
    format!("added: {added}\nchanged: {changed}\nunchanged: {unchanged}\n{gone}\n")
}

/// Why it is not known what is gone.
pub(crate) fn gone_unknown(line: u64) -> String {
    format!("gone: not known, because the key of the row on line {line} cannot be read: it may be any of those")
}

/// What a person should know of the changes, one line each.
pub(crate) fn notes(check: &Check, fixed_secret: bool) -> String {
    let mut notes = String::new();
    if check.bad_count > 0 {
        let rows = plural(check.bad_count, "bad row");
        notes.push_str(&format!("{rows}: `sync-ingest table check` shows which and why\n"));
    }
    if fixed_secret {
        notes.push_str(
            "a fixed secret was used, which everybody knows: for a file of hashes that is kept, give --secret\n",
        );
    }
    notes
}

/// Why a table, or a file of hashes, is refused.
pub(crate) fn refused(file: &Path, refused: &Refused) -> String {
    let (code, why) = (refused.reason.as_str(), refusal(refused.reason));
    let place = match refused.line {
        Some(line) => format!(" at line {line}, byte {}", refused.byte),
        None => String::new(),
    };
    format!("{} is refused{place}: {code}: {why}", printable(file))
}

fn delimiter(delimiter: u8) -> String {
    match delimiter {
        b'\t' => "tab".to_owned(),
        other => char::from(other).to_string(),
    }
}

fn of_them(count: u64) -> String {
    match count {
        0 => "none of them".to_owned(),
        1 => "1 of them is".to_owned(),
        more => format!("{more} of them are"),
    }
}

fn bad_rows(check: &Check) -> String {
    let shown = check.bad.iter().take(ROWS_SHOWN);
    let line = |row: &sync_ingest::tables::BadRow| {
        format!("  line {}: {}: {}\n", row.line, row.reason.as_str(), bad_row(row.reason))
    };
    let mut text = shown.map(line).collect::<String>();
    let more = check.bad_count.saturating_sub(ROWS_SHOWN as u64);
    if more > 0 {
        text.push_str(&format!("  and {more} more\n"));
    }
    text
}

fn warnings(check: &Check) -> String {
    let mut text = String::new();
    for one in &check.warnings {
        text.push_str(&format!("warning: {}: {}\n", one.kind.as_str(), warning(one.kind, one.count)));
        for cell in &one.cells {
            let shown = printable(&cell.text);
            text.push_str(&format!("  line {}, column {}: {shown}\n", cell.line, cell.column));
        }
    }
    text
}
